"""What is released of a school's own data: nobody is worked out, and what is left can be used."""

import json
import random
from collections import Counter
from dataclasses import replace
from itertools import combinations, product

import pandas as pd
import pytest

from partnership_evaluation import disclosure, intake, measures, released
from partnership_evaluation.disclosure import programmes, proofs
from partnership_evaluation.released import by_school
from tests import page_attacker

SEEDS, SISTERS = range(3), range(2)


def made(name, cells):
    """Make the tables of a sheet whose cells a function gives, a row at a time."""
    form = intake.instrument(name)
    headings = ",".join(f'"{role.heading}"' for role in form.roles)
    rows = [",".join(str(row.get(role.name, "")) for role in form.roles) for row in cells]
    sheet = intake.read("\n".join([headings, *rows]).encode())
    mapping = intake.propose(sheet, name).mapping
    return form, intake.make(intake.examine(sheet, name, mapping), form, mapping, place="Ours")


def lines(release):
    """What a reader sees, as text."""
    return [tuple(row) for row in release.shown.to_numpy().tolist()]


def grades(draw, n):
    """Grades of some teachers, most of whom stay or move up one."""
    befores = draw.choices(["4", "3", "2", "1"], weights=[1, 4, 4, 1], k=n)
    afters = [max(1, min(4, int(b) - draw.choice([0, 0, 1, 1, 2, -1]))) for b in befores]
    pairs = [(before, str(after)) for before, after in zip(befores, afters, strict=True)]
    rows = [
        {"person": f"T{i}", "grade_before": before, "grade_after": after}
        for i, (before, after) in enumerate(pairs)
    ]
    return pairs, rows


@pytest.mark.parametrize("audience", ["staff", "public"])
@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_works_out_a_small_count_of_grades(seed, audience):
    """Of no pair of grades that few teachers have."""
    assert attack_grades(seed, audience) == []


def attack_grades(seed, audience):
    """Attack the report on the grades of some teachers."""
    draw = random.Random(seed)
    pairs, rows = grades(draw, draw.randint(12, 40))
    form, tables = made("lesson_grades", rows)
    policy = released.policy_for(audience, tables, form)
    try:
        release = released.make(tables, form, policy=policy)
    except released.NothingReleased:
        return []
    codes = page_attacker.GRADES
    truth = {(b, a): Counter(pairs)[(b, a)] for b in codes for a in codes}
    limits = page_attacker.limits_of_grades(lines(release), truth, mine=lambda atom: True)
    return page_attacker.recovered(limits, truth, threshold=policy.threshold)


def test_the_attacker_sees_what_a_sheet_shown_in_full_gives_away():
    """Else finding nothing would prove nothing."""
    pairs, rows = grades(random.Random(1), 12)
    form, tables = made("lesson_grades", rows)
    everything = disclosure.Policy("open", "staff", 1, 1, 1, 1)
    release = released.make(tables, form, policy=everything)
    assert "lesson_grades" in release.tables
    truth = Counter(pairs)
    limits = page_attacker.limits_of_grades(lines(release), truth, mine=lambda atom: True)
    small = [pair for pair, n in truth.items() if n < 3]
    assert (
        sorted(page_attacker.recovered(limits, truth, threshold=3))
        == sorted((pair,) for pair in small)
        != []
    )


@pytest.mark.parametrize("seed", SISTERS)
def test_nobody_works_out_a_small_count_from_sister_reports(seed):
    """The group and its schools together; each school hides what the others' reports would tell."""
    assert attack_sisters(seed) == []


def test_the_work_for_a_school_does_not_grow_with_the_schools(monkeypatch):
    """Among twenty-four as among six: neither how many programmes, nor how large they are."""
    solved, real = [], programmes.milp
    for module in (programmes, proofs):
        monkeypatch.setattr(
            module, "milp", lambda *a, **k: (solved.append(len(a[0])), real(*a, **k))[1]
        )
    work = []
    for schools in (6, 24):
        _, form, tables = group_of_schools(3, schools)
        settings = released.settings_by_case(tables, form, list(tables)[1:])["s00"]
        policy = disclosure.read_policy("adults_staff")
        released.make(tables["s00"], form, policy=policy, **settings)
        work.append((len(solved), max(solved)))
        solved.clear()
    assert work[1][0] <= 2 * work[0][0] and work[1][1] <= 2 * work[0][1]


def test_schools_of_other_circles_do_not_help_to_work_out_a_count():
    """All schools of seven are there once, each is attacked with its own circle."""
    people, form, tables = group_of_schools(1, 7)
    settings = released.settings_by_case(tables, form, list(people))
    for name in people:
        near, far = set(settings[name]["sisters"]), set(settings[name]["outside"])
        assert near | far | {name} == set(people) and not near & far
    circles = settings["all"]["circles"]
    assert sorted(name for circle in circles for name in circle) == sorted(people)


def group_of_schools(seed, schools):
    """Grades of some schools and of all together: pairs by school, the form, tables by case."""
    draw = random.Random(seed)
    names = [f"s{number:02}" for number in range(schools)]
    people = {name: grades(draw, draw.randint(8, 16)) for name in names}
    pooled = [{**row, "person": f"{s}{row['person']}"} for s in names for row in people[s][1]]
    form, everybody = made("lesson_grades", pooled)
    tables = {name: made("lesson_grades", rows)[1] for name, (_, rows) in people.items()}
    return {s: pairs for s, (pairs, _) in people.items()}, form, {"all": everybody, **tables}


def attack_sisters(seed, schools=3, name="adults_staff"):
    """Attack the report on some schools, and its table by school, with those on each of them."""
    people, form, tables = group_of_schools(seed, schools)
    policy, codes = disclosure.read_policy(name), page_attacker.GRADES
    truth = {
        (school, b, a): Counter(pairs)[(b, a)]
        for school, pairs in people.items()
        for b in codes
        for a in codes
    }
    limits, records, shown = [], [], {}
    for case, settings in released.settings_by_case(tables, form, list(people)).items():
        try:
            release = released.make(tables[case], form, policy=policy, told=records, **settings)
        except released.DisclosureError:
            continue
        records, shown[case] = [*records, release.record], release
        limits += page_attacker.limits_of_grades(
            lines(release), truth, mine=lambda atom, case=case: case in ("all", atom[0])
        )
    limits += limits_of_table(shown, truth)
    assert len(records) > schools / 2
    of_group = [tuple((school, b, a) for school in people) for b in codes for a in codes]
    found = {"threshold": policy.threshold, "sums": [*of_group, *sums_of_schools(people, codes)]}
    return page_attacker.recovered(limits, truth, **found)


def sums_of_schools(schools, codes):
    """Of each school and of any schools together: who had each grade, who moved, who stayed."""
    pairs = list(product(codes, repeat=2))
    wanted = [[p for p in pairs if p[time] == code] for time in (0, 1) for code in codes]
    ways = (lambda b, a: a < b, lambda b, a: a == b, lambda b, a: a > b)
    wanted += [[p for p in pairs if way(*p)] for way in ways]
    several = [list(schools)] if len(schools) > 4 else subsets(schools)
    pools = {*((school,) for school in schools), *map(tuple, several)}
    return [
        tuple((s, b, a) for s in pool for b, a in one) for pool in sorted(pools) for one in wanted
    ]


def subsets(schools):
    """Every choice of some schools."""
    return [of for many in range(1, len(schools) + 1) for of in combinations(schools, many)]


def test_no_rest_of_a_group_is_small_when_its_schools_are_taken_from_it():
    """Of ratings whose small school is withheld; what the group prints less the others is hers."""
    draw, asked = random.Random(4), intake.instrument("project_strands")
    codes = measures.scale(asked.scales[0]).codes
    rows = {
        name: [{item.name: draw.choice(codes[-3:]) for item in asked.items} for _ in range(n)]
        for name, n in {"a": 14, "b": 13, "c": 12, "d": 3}.items()
    }
    form, everybody = made("project_strands", [one for of in rows.values() for one in of])
    tables = {"all": everybody} | {
        name: made("project_strands", of)[1] for name, of in rows.items()
    }
    policy, shown = disclosure.read_policy("adults_public"), {}
    for case, settings in released.settings_by_case(tables, form, list(rows)).items():
        told = [one.record for one in shown.values()]
        try:
            release = released.make(tables[case], form, policy=policy, told=told, **settings)
        except released.NothingReleased:
            continue
        shown[case] = release
    assert set(shown) >= {"all", "a"} and "d" not in shown
    said = {case: {line[:2]: line[2] for line in lines(one)} for case, one in shown.items()}
    group = {line: int(n) for line, n in said.pop("all").items() if n.isdigit()}
    ours = [line for line in group if line[1] not in ("everybody", form.people)]
    assert ours
    for line in ours:
        printed = [of[line] for of in said.values() if of.get(line, "[c]").isdigit()]
        if len(printed) == len(rows) - 1:
            raise AssertionError(f"{line} of the withheld school is {group[line]} less {printed}")


def limits_of_table(shown, truth):
    """What the table of the group says of each school: how many people, how many moved up."""
    beside = by_school.table(shown, {s: s for s, _, _ in truth}, group="all")
    limits = []
    for school, people, counted, _, _ in [] if beside is None else beside[0].to_numpy().tolist():
        all_of = {atom: 1 for atom in truth if atom[0] == school}
        up = {atom: 1 for atom in all_of if atom[2] < atom[1]}
        told = [(terms, n) for terms, n in ((all_of, people), (up, counted)) if n != "[c]"]
        limits += [(terms, int(n), int(n)) for terms, n in told]
    return limits


def test_the_table_by_school_says_what_each_report_says_and_no_more():
    """In alphabetical order; a school whose report does not show it, or that has none, is [c]."""
    people, form, tables = group_of_schools(2, 3)
    policy = disclosure.read_policy("adults_staff")
    shown = {case: released.make(tables[case], form, policy=policy) for case in ("all", "s00")}
    shown["s01"] = replace(shown["s00"], tables={"grade_counts": pd.DataFrame()}, n=9)
    names = {"s00": "Hill", "s01": "dale", "s02": "Elm"}
    frame, about = by_school.table(shown, names, group="all")
    rows = frame.set_index("school").T.to_dict("list")
    up = sum(after < before for before, after in people["s00"])
    assert list(rows) == ["dale", "Elm", "Hill"]
    assert rows["dale"] == ["9", "[c]", "[c]", "[c]"] and set(rows["Elm"]) == {"[c]"}
    assert rows["Hill"][:2] == [str(len(people["s00"])), str(up)]
    assert ("moved up", str(up)) in [line[1:] for line in lines(shown["s00"])]
    assert "alphabetical" in about and "within 1 of 1 intervals" in about
    assert by_school.table({"s00": shown["s00"]}, names, group="all") is None


def test_the_table_by_school_shows_ratings_as_far_as_they_are_not_merged():
    """Of the part that the group rates lowest; the best two of the form are favourable."""

    def rated(counts, of):
        rows = [
            ("1", "talks", str(i), str(n), "first", c)
            for i, (n, c) in enumerate(zip(counts, of, strict=True))
        ]
        columns = ["item", "label", "order", "count", "scale_best", "of_categories"]
        ratings = pd.DataFrame(rows, columns=columns)
        return released.Released({"ratings": ratings}, pd.DataFrame(), {}, n=sum(counts))

    shown = {
        "all": rated([20, 10, 10], [1, 1, 3]),
        "a": rated([9, 6], [2, 3]),
        "b": rated([7], [5]),
    }
    frame, about = by_school.table(shown, {"a": "A", "b": "B"}, group="all")
    assert frame["counted"].tolist() == ["9", "[c]"] and "\u201ctalks\u201d" in about
    assert frame["share"].tolist() == ["60%", "[c]"]


# What is left ------------------------------------------------------------------------------------


def test_neighbouring_grades_are_merged_before_anything_is_left_out():
    """Twelve teachers keep who moved, though few have some of the grades."""
    pairs = [("3", "2")] * 6 + [("2", "2")] * 4 + [("4", "4"), ("1", "1")]
    rows = [
        {"person": f"T{i}", "grade_before": b, "grade_after": a} for i, (b, a) in enumerate(pairs)
    ]
    form, tables = made("lesson_grades", rows)
    release = released.make(tables, form, policy=disclosure.read_policy("adults_staff"))
    assert release.tables["grade_moves"]["count"].tolist() == ["6", "6", "0"]
    assert "lesson_grades" not in release.tables and release.hidden == 0


def test_last_terms_report_is_held_against_this_terms():
    """One more teacher since then: what is told of both terms must not tell of that one."""
    pairs = [("3", "2")] * 6 + [("2", "2")] * 5
    rows = [
        {"person": f"T{i}", "grade_before": b, "grade_after": a} for i, (b, a) in enumerate(pairs)
    ]
    form, before = made("lesson_grades", rows)
    policy = disclosure.read_policy("adults_staff")
    earlier = released.make(before, form, policy=policy)
    again = released.make(before, form, policy=policy, previous=[earlier.record])
    assert lines(again) == lines(earlier)
    assert earlier.record["statements"]


def test_a_policy_that_leaves_nothing_says_for_whom_there_is_something():
    """Seven teachers: enough for staff, too few for governors and the public."""
    pairs = [("3", "2")] * 4 + [("2", "2")] * 3
    rows = [
        {"person": f"T{i}", "grade_before": b, "grade_after": a} for i, (b, a) in enumerate(pairs)
    ]
    form, tables = made("lesson_grades", rows)
    assert list(released.audiences_that_work(tables, form)) == ["staff"]
    policy = released.policy_for("public", tables, form)
    with pytest.raises(released.NothingReleased, match="narrower audience"):
        released.make(tables, form, policy=policy)


def test_where_nothing_is_released_the_reason_takes_the_place_of_what_was(tmp_path, monkeypatch):
    """So that no report made for others before stays as if it were current."""
    (tmp_path / "release" / "ours").mkdir(parents=True)
    (tmp_path / "release" / "ours" / "grade_moves.csv").write_text("move,count", encoding="utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "cases.csv").write_text("case\nours\n", encoding="utf-8")

    def nothing(folder):
        raise released.NothingReleased("found nothing")

    monkeypatch.setattr("partnership_evaluation.released.folder._released", nothing)
    with pytest.raises(released.NothingReleased):
        released.release_folder(tmp_path)
    left = [file for file in (tmp_path / "release").rglob("*") if file.is_file()]
    assert [file.name for file in left] == ["withheld.json"]
    assert json.loads(left[0].read_text(encoding="utf-8")) == {"ours": "found nothing"}


def test_who_reads_decides_which_policy():
    """Adults who rate, pupils, pupils with needs, and schools on public record differ."""
    forms = {
        name: intake.instrument(name) for name in ("lesson_grades", "sub_levels", "ofsted_grades")
    }
    needs = {"gains": pd.DataFrame({"group": ["all", "SEND"]})}
    chosen = [
        released.policy_for("staff", {}, forms["lesson_grades"]).name,
        released.policy_for("public", {}, forms["sub_levels"]).name,
        released.policy_for("public", needs, forms["sub_levels"]).name,
        released.policy_for("public", {}, forms["ofsted_grades"]),
    ]
    assert chosen == ["adults_staff", "pupils_public", "pupils_with_needs_public", None]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("audience: parents\n", "audience"),
        ("audeince: staff\n", "did you mean 'audience'"),
        ("audience: staff\npolicy: pupils_public\n", "policy is that of the audience"),
        ("audience: staff\nprevious: [gone.json]\n", "no such file"),
        ("- staff\n", "list of settings"),
    ],
)
def test_settings_that_are_wrong_are_refused(tmp_path, text, reason):
    """With the rule and what to do."""
    (tmp_path / "parameters").mkdir()
    (tmp_path / released.FILE).write_text(text, encoding="utf-8")
    with pytest.raises(released.DisclosureError, match=reason):
        released.read_settings(tmp_path)
