"""Policies, what is hidden by itself, what an attacker reads, and what protection leaves."""

import dataclasses
import json

import numpy as np
import pandas as pd
import pytest

from partnership_evaluation import disclosure
from partnership_evaluation.disclosure import DisclosureError, Policy, Release, cell

STAFF = disclosure.read_policy("pupils_staff")
ALONE = dataclasses.replace(STAFF, insiders=())
COURSE = pd.DataFrame({"answer": ["very good", "good", "poor"], "n": [7, 4, 1]})


def released(frame, **rules):
    """A release of one table."""
    release = Release("pupils")
    release.table(frame, **{"name": "Table 1", "dims": [frame.columns[0]]} | rules)
    return release


def small_school_table():
    """Three schools by grade, with margins and one count of 3."""
    rows = [("A", 20, 18), ("B", 12, 20), ("C", 3, 17)]
    wide = pd.DataFrame(rows, columns=["school", "pass", "fail"])
    wide.loc[3] = ["Total", 35, 55]
    wide["Total"] = wide["pass"] + wide["fail"]
    return wide


# Policies ---------------------------------------------------------------------------------------


def test_every_named_policy_is_valid_and_names_its_source():
    """Policies differ by who is counted and who reads, and say whose rule they follow."""
    table = disclosure.policies()
    assert set(table["audience"]) == {"staff", "governors", "public"}
    assert table["source"].str.len().min() > 40
    assert table.set_index("name").loc["adults_staff", "threshold"] < 5


def test_twelve_teachers_are_not_blanked_by_the_policy_for_adults():
    """Under the rule for pupils in public nothing is left of a table of twelve answers."""
    adults = disclosure.protect(released(COURSE), policy=disclosure.read_policy("adults_staff"))
    public = disclosure.protect(released(COURSE), policy=disclosure.read_policy("pupils_public"))
    assert [str(n).startswith("[") for n in adults.table("Table 1")["n"]] == [False, False, True]
    assert (public.table("Table 1")["n"] == "[c]").all()


def test_a_policy_file_is_read_and_all_its_problems_are_reported_at_once(tmp_path):
    """Misspelt fields, wrong words and numbers out of range come in one message."""
    good, bad = tmp_path / "ours.yml", tmp_path / "theirs.yml"
    rules = "audience: staff\nthreshold: 4\nminimum_n_mean: 5\nminimum_n_percentage: 9\nwidth: 2\n"
    good.write_text(rules, encoding="utf-8")
    bad.write_text("audience: staf\nthreshold: 0\nminimum_n_mean: 5\nminimum_n_percentage: 9\n"
                   "width: two\nrounding: 1\n", encoding="utf-8")  # fmt: skip
    assert disclosure.read_policy(good) == Policy("ours", "staff", 4, 5, 9, 2)
    with pytest.raises(ValueError, match="did you mean 'staff'") as raised:
        disclosure.read_policy(bad)
    assert all(word in str(raised.value) for word in ("threshold", "width", "rounding"))


@pytest.mark.parametrize("text", ["- a\n- b\n", "audience: [", "\x00"])
def test_a_file_that_is_no_policy_is_refused(tmp_path, text):
    """A list, broken YAML or binary data is named as what it is."""
    path = tmp_path / "policy.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="policy"):
        disclosure.read_policy(path)


def test_a_missing_policy_file_is_refused_without_its_folder(tmp_path):
    """The message names the file and not where it was looked for."""
    with pytest.raises(ValueError, match=r"none\.yml") as raised:
        disclosure.read_policy(tmp_path / "none.yml")
    assert str(tmp_path) not in str(raised.value)


def test_a_width_that_a_symbol_itself_gives_away_is_refused():
    """With threshold 2 the symbol says 1."""
    with pytest.raises(ValueError, match="from 1 to 1"):
        Policy("two", "staff", 2, 5, 5, 1)


# Registration -----------------------------------------------------------------------------------


def test_every_number_of_a_table_must_be_registered():
    """A column that nobody named, and counts that are none, are refused with their place."""
    frame = COURSE.assign(share=["58%", "33%", "8%"])
    with pytest.raises(ValueError, match="column 'share'"):
        released(frame)
    with pytest.raises(ValueError, match=r"found 2\.5.*\n.*found -1"):
        released(COURSE.assign(n=[2.5, 4, -1]))


def test_the_same_people_cannot_be_counted_twice_differently():
    """A caption that contradicts its table stops the run."""
    release = released(COURSE)
    with pytest.raises(ValueError, match=r"found 5 for pupils: answer good .* and 4 before"):
        release.count(5, of={"answer": "good"}, name="caption")
    with pytest.raises(ValueError, match="twice"):
        release.table(COURSE, name="Table 1", dims=["answer"])


def test_parts_that_exceed_their_whole_are_refused():
    """No people could have given 7, 4 and 1 out of 11."""
    release = released(COURSE)
    release.count(11, of={}, name="caption")
    with pytest.raises(ValueError, match="fit one set of people"):
        disclosure.protect(release, policy=STAFF)


def test_a_group_without_a_name_is_refused():
    """A gap among the labels would silently become a group."""
    with pytest.raises(ValueError, match="row 2"):
        released(COURSE.assign(answer=["good", None, "poor"]))


# What is hidden by itself -----------------------------------------------------------------------


def test_zeros_are_shown_or_protected_as_the_policy_says():
    """A true zero is 0 under one policy and a symbol under the other."""
    frame = pd.DataFrame({"grade": ["1", "2", "3", "4"], "n": [20, 0, 15, 30]})
    needs = disclosure.read_policy("pupils_with_needs_public")
    assert disclosure.suppress(released(frame), policy=STAFF).table("Table 1")["n"].tolist() == [
        20,
        0,
        15,
        30,
    ]
    assert (
        disclosure.suppress(released(frame), policy=needs).table("Table 1")["n"].tolist()[1]
        == "[c]"
    )
    assert disclosure.verify(disclosure.protect(released(frame), policy=needs))["safe"].all()


def test_a_policy_that_protects_zeros_refuses_a_table_with_gaps():
    """A combination that is not listed says zero as loudly as a 0."""
    rows = [("A", "1", 20), ("A", "2", 30), ("B", "1", 25)]
    frame = pd.DataFrame(rows, columns=["school", "grade", "n"])
    needs = disclosure.read_policy("pupils_with_needs_public")
    with pytest.raises(DisclosureError, match="grade 2, school B"):
        disclosure.protect(released(frame, dims=["school", "grade"]), policy=needs)
    shown = disclosure.protect(released(frame, dims=["school", "grade"]), policy=STAFF)
    assert shown.table("Table 1")["n"].tolist() == [20, 30, 25]


def test_a_small_group_is_hidden_with_all_its_parts():
    """The zeros among four pupils would say where the four are."""
    rows = [("A", 4, 0, 4), ("B", 20, 30, 50)]
    frame = pd.DataFrame(rows, columns=["school", "yes", "no", "Total"])
    shown = disclosure.suppress(released(frame, across="answer"), policy=STAFF).table("Table 1")
    assert shown.loc[0, ["yes", "no", "Total"]].tolist() == ["[c]"] * 3


def test_percentages_and_means_of_too_few_are_hidden():
    """So is a percentage whose rest is too small, whatever the percentage."""
    release = Release("pupils")
    release.percentage(5, n=9, of={"class": "a"}, having={"ok": 1}, name="of nine")
    release.percentage(35, n=38, of={"class": "b"}, having={"ok": 1}, name="rest of three")
    release.percentage(20, n=38, of={"class": "b"}, having={"tall": 1}, name="fine")
    release.mean(2.5, n=4, of={"class": "c"}, minimum=1, maximum=4, name="mean of four")
    shown = disclosure.suppress(release, policy=STAFF)
    texts = {name: shown.text(name) for name in release.statements}
    assert texts == {"of nine": "[c]", "rest of three": "[c]", "fine": "53%", "mean of four": "[c]"}


def test_a_statistic_is_shown_only_beside_every_count_behind_it():
    """A p-value can be turned back into the counts that gave it."""
    release = released(pd.DataFrame({"grade": ["1", "2"], "n": [20, 15]}))
    release.statistic("0.50", counts=[(20, {"grade": 1}), (15, {"grade": 2})], name="p of both")
    release.statistic("0.03", counts=[(9, {"sex": "f"}), (6, {"sex": "m"})], name="p unseen")
    shown = disclosure.suppress(release, policy=STAFF)
    assert (shown.text("p of both"), shown.text("p unseen")) == ("0.50", "[c]")


def test_rounding_is_the_same_for_counts_percentages_and_differences():
    """All are made of the rounded counts, so that none gives the exact ones back."""
    policy = disclosure.read_policy("pupils_public_rounded")
    release = released(pd.DataFrame({"grade": ["1", "2"], "n": [32, 43]}))
    release.percentage(32, n=75, of={}, having={"grade": 1}, name="share")
    release.difference(plus=[(43, {"grade": 2})], minus=[(32, {"grade": 1})], name="more")
    shown = disclosure.protect(release, policy=policy)
    assert shown.table("Table 1")["n"].tolist() == [30, 45]
    assert (shown.text("share"), shown.text("more")) == ("40%", "+15")
    assert "rounded to the nearest 5" in shown.legend


def test_a_count_that_rounds_to_nothing_is_low_and_not_zero():
    """Only a true zero is 0."""
    policy = Policy("rounded", "public", 1, 5, 10, 1, rounding=5)
    frame = pd.DataFrame({"grade": ["1", "2", "3"], "n": [2, 0, 43]})
    shown = disclosure.suppress(released(frame), policy=policy)
    assert shown.table("Table 1")["n"].tolist() == ["[low]", 0, 45]
    assert "[low] from 1 to 2" in shown.legend


def test_what_does_not_apply_is_marked_so():
    """A share of nobody is neither 0 nor hidden."""
    frame = pd.DataFrame({"school": ["A", "B"], "n": [0, 30], "ok": [0, 20], "share": ["", "67%"]})
    release = released(
        frame, counts={"n": {}, "ok": {"ok": "yes"}}, percentages={"share": ("ok", "n")}
    )
    shown = disclosure.protect(release, policy=ALONE)
    assert shown.table("Table 1")["share"].tolist() == ["[z]", "67%"]
    assert "[z] not applicable" in shown.legend


# The attacker -----------------------------------------------------------------------------------


def test_the_error_names_the_numbers_that_conspire_and_not_the_count():
    """Each of them is needed: without any one of them the count could not be worked out."""
    release = released(pd.DataFrame({"grade": ["1", "2", "3"], "n": [20, 15, 3]}))
    release.count(38, of={}, name="caption")
    release.count(60, of={"school": "B"}, name="elsewhere", population="teachers")
    with pytest.raises(DisclosureError, match="follows exactly from") as raised:
        disclosure.verify(disclosure.suppress(release, policy=STAFF))
    sources = raised.value.conspirators["pupils: grade 3"]
    assert [source.split(":")[0] for source in sources] == ["Table 1", "Table 1", "caption"]
    assert "elsewhere" not in str(raised.value) and "= 3'" not in str(raised.value)
    assert not raised.value.leaks["safe"].all()


def test_people_whom_a_table_does_not_list_are_protected_too():
    """38 in the caption and 20 and 15 in the table leave 3 whom nobody names."""
    release = released(pd.DataFrame({"grade": ["1", "2"], "n": [20, 15]}))
    release.count(38, of={}, name="caption")
    plain = disclosure.suppress(release, policy=STAFF)
    assert disclosure.attack(plain)["count"].tolist() == ["pupils: all: grade not listed"]
    assert disclosure.attack(plain)["recovered"].all()
    assert disclosure.verify(disclosure.protect(release, policy=STAFF))["safe"].all()


def test_whole_people_pin_what_a_linear_programme_leaves_open():
    """33.3% of a group of 1 to 4 is 1 of 3: no other whole numbers are."""
    policy = dataclasses.replace(ALONE, minimum_n_percentage=1, percentage_decimals=1)
    release = Release("pupils")
    release.percentage(1, n=3, of={"class": "a"}, having={"ok": 1}, name="share", decimals=1)
    row = disclosure.Publication(release, policy, {}, {}).rows
    release.count(3, of={"class": "a"}, name="n")
    publication = disclosure.Publication(
        release, policy, {cell({"class": "a"}, population="pupils"): "small"}, {}
    )
    found = disclosure.attack(publication).set_index("count")
    assert len(row) == 2
    assert found.loc["pupils: class a", ["low", "high"]].tolist() == [3, 3]


def test_last_terms_report_is_used_against_this_one():
    """A count that last term showed is no secret now; the others are hidden with that in mind."""
    earlier = released(pd.DataFrame({"grade": ["1", "2"], "n": [20, 18]}))
    last = disclosure.protect(earlier, policy=ALONE)
    release = released(
        pd.DataFrame({"grade": ["1", "2"], "yes": [17, 9], "no": [3, 9]}), across="answer"
    )
    naive = disclosure.protect(release, policy=ALONE)
    assert disclosure.verify(naive)["safe"].all()
    with pytest.raises(DisclosureError, match="earlier report"):
        disclosure.verify(naive, previous=last.record)
    safe = disclosure.protect(release, policy=ALONE, previous=last)
    assert disclosure.verify(safe, previous=last)["safe"].all()


def test_the_groups_report_and_a_schools_own_are_attacked_together():
    """What the group's table hides must not stand in the school's."""
    wide = small_school_table()
    group = disclosure.protect(released(wide, across="result"), policy=ALONE)
    mine = pd.DataFrame({"result": ["pass", "fail"], "n": [12, 20]})
    own = released(mine, where={"school": "B"}, name="school B")
    assert group.table("Table 1").loc[1, "pass"] == "[c]"
    assert disclosure.verify(disclosure.protect(own, policy=ALONE))["safe"].all()
    both = Release("pupils")
    both.table(wide, name="Table 1", dims=["school"], across="result")
    together = dataclasses.replace(
        group, previous=tuple(disclosure.protect(own, policy=ALONE).rows)
    )
    assert not disclosure.attack(together)["safe"].all()
    both.table(mine, name="school B", dims=["result"], where={"school": "B"})
    assert disclosure.verify(disclosure.protect(both, policy=ALONE))["safe"].all()


def test_a_record_of_a_report_holds_only_what_was_printed():
    """It is plain data, and the hidden count is not in it."""
    frame = pd.DataFrame({"grade": ["1", "2", "3", "Total"], "n": [211, 157, 3, 371]})
    record = disclosure.protect(released(frame), policy=ALONE).record
    assert json.loads(json.dumps(record)) == record
    limits = {s["source"]: (s["low"], s["high"]) for s in record["statements"]}
    assert limits["Table 1: pupils: grade 3 = [c]"] == (1, 4)
    assert "157" not in json.dumps(record)


def test_an_earlier_count_that_has_changed_since_does_not_stop_the_run():
    """A reader who believes it would be wrong, so it is left out of the attack."""
    last = disclosure.protect(released(COURSE.assign(n=[8, 9, 10])), policy=ALONE)
    safe = disclosure.protect(released(COURSE), policy=ALONE, previous=last.record)
    assert disclosure.verify(safe)["safe"].all()


def test_what_is_no_record_is_refused():
    """A file of something else must not pass for an empty report."""
    with pytest.raises(DisclosureError, match="record"):
        disclosure.protect(released(COURSE), policy=ALONE, previous={"tables": []})


def test_a_school_that_knows_its_own_pupils_learns_nothing_of_another():
    """With two schools a total gives each the other's count."""
    release = released(pd.DataFrame({"school": ["A", "B", "Total"], "n": [20, 3, 23]}))
    alone = disclosure.protect(release, policy=ALONE)
    assert disclosure.verify(alone)["safe"].all()
    if alone.table("Table 1")["n"].tolist()[2] == 23:
        assert disclosure.attack(alone, known={"school": "A"})["recovered"].all()
    both = disclosure.protect(release, policy=STAFF)
    assert disclosure.attack(both, known="school")["safe"].all()
    assert both.table("Table 1")["n"].tolist()[2] != 23


def test_a_school_that_is_not_there_is_refused():
    """The nearest one is offered."""
    publication = disclosure.protect(released(small_school_table(), across="result"), policy=ALONE)
    with pytest.raises(ValueError, match="school"):
        disclosure.attack(publication, known={"school": "Z"})


def test_the_mean_of_a_small_group_is_not_left_over():
    """Means of all and of the large group give that of the three pupils away, to a digit."""
    policy = dataclasses.replace(ALONE, minimum_n_mean=5)
    release = Release("pupils")
    small = (23 * 70.0 - 20 * 72.0) / 3
    for name, n, value in (("all", 23, 70.0), ("large", 20, 72.0), ("small", 3, small)):
        of = {} if name == "all" else {"group": name}
        release.mean(value, n=n, of=of, name=f"mean {name}", minimum=0, maximum=100)
    release.count(20, of={"group": "large"}, name="n large")
    release.count(23, of={}, name="n all")
    plain = disclosure.suppress(release, policy=policy)
    found = disclosure.attack(plain, exact=True).set_index("count")
    assert not found.loc["sum of scores of pupils: group small (mean small)", "safe"]
    safe = disclosure.protect(release, policy=policy)
    assert disclosure.verify(safe)["safe"].all()
    assert "[c]" in {safe.text(name) for name in ("mean all", "mean large", "n large", "n all")}


def test_the_scores_of_a_dimension_link_a_mean_to_its_counts():
    """A mean grade of 20 pupils and all but two grades say how many had the last two."""
    release = released(pd.DataFrame({"grade": ["1", "2", "3"], "n": [10, 7, 3]}))
    scores = {"grade": {1: 1, 2: 2, 3: 3}}
    release.mean(33 / 20, n=20, of={}, name="mean", scores=scores, decimals=2)
    release.count(20, of={}, name="n")
    policy = dataclasses.replace(ALONE, mean_decimals=2)
    hidden = {cell({"grade": g}, population="pupils"): why for g, why in
              ((3, "small"), (2, "would give another count away"))}  # fmt: skip
    publication = disclosure.Publication(release, policy, hidden, {})
    assert disclosure.attack(publication)["recovered"].all()
    assert disclosure.verify(disclosure.protect(release, policy=policy))["safe"].all()


# Protection -------------------------------------------------------------------------------------


def test_the_pattern_does_not_depend_on_the_order_of_tables_and_rows():
    """The same numbers give the same symbols, however they were registered."""
    wide, patterns = small_school_table(), []
    for order in (1, -1):
        release = Release("pupils")
        rows = wide.iloc[::order]
        steps = [
            lambda r=release, rows=rows: r.table(
                rows, name="Table 1", dims=["school"], across="result"
            ),
            lambda r=release: r.count(90, of={}, name="caption"),
            lambda r=release: r.percentage(
                12, n=32, of={"school": "B"}, having={"result": "pass"}, name="prose"
            ),
        ]
        for step in steps[::order]:
            step()
        found = disclosure.protect(release, policy=STAFF)
        patterns.append((found.hidden, found.hidden_statements))
    assert patterns[0] == patterns[1]


def test_protection_hides_no_more_than_one_other_count_where_one_is_enough():
    """Of 20, 15 and 3 with their total, the 15 goes: it says least."""
    frame = pd.DataFrame({"grade": ["1", "2", "3", "Total"], "n": [20, 15, 3, 38]})
    shown = disclosure.protect(released(frame), policy=ALONE).table("Table 1")["n"].tolist()
    assert shown == [20, "[c]", "[c]", 38]


def test_nothing_is_hidden_when_nothing_is_small():
    """A table of large counts stays as it is, and the attack has nothing to look for."""
    frame = pd.DataFrame({"grade": ["1", "2"], "n": [20, 15]})
    publication = disclosure.protect(released(frame), policy=STAFF)
    assert publication.table("Table 1")["n"].tolist() == [20, 15]
    assert publication.legend == "" and disclosure.verify(publication).empty


def test_a_report_of_nobody_and_of_one_pupil_is_protected():
    """The edges of what can be registered."""
    for n in (0, 1):
        release = Release("pupils")
        release.count(n, of={}, name="caption")
        publication = disclosure.protect(release, policy=STAFF)
        assert disclosure.verify(publication)["safe"].all()
        assert publication.text("caption") == ("0" if n == 0 else "[c]")


def test_what_a_reader_knows_already_is_not_promised_to_be_hidden():
    """An earlier report that printed the count itself leaves nothing to protect: the run stops."""
    release = released(pd.DataFrame({"grade": ["1", "2"], "n": [20, 3]}))
    open_policy = dataclasses.replace(ALONE, threshold=1, rounding=None)
    last = disclosure.Publication(release, open_policy, {}, {}).record
    with pytest.raises(DisclosureError, match="earlier reports"):
        disclosure.protect(release, policy=ALONE, previous=last)


def test_charts_get_no_number_where_readers_get_a_symbol():
    """What is hidden is missing, percentages are numbers again."""
    frame = small_school_table()
    frame["share"] = ""
    release = released(
        frame, counts={"pass": {"result": "pass"}, "fail": {"result": "fail"}, "Total": {}},
        percentages={"share": ("pass", "Total")},
    )  # fmt: skip
    publication = disclosure.protect(release, policy=ALONE)
    numbers, shown = publication.numbers("Table 1"), publication.table("Table 1")
    for column in ("pass", "fail", "Total", "share"):
        symbols = shown[column].map(lambda value: str(value).startswith("["))
        assert (numbers[column].isna() == symbols).all() and numbers[column].dtype == float
    assert np.isnan(numbers["pass"].iloc[2])


def test_the_log_gives_a_reason_for_each_symbol():
    """It is for the school's own file: each hidden number, where it stands, and why."""
    release = released(small_school_table(), across="result")
    log = disclosure.protect(release, policy=ALONE).log
    assert set(log["reason"]) == {"small", "would give another count away"}
    assert log.set_index("number").loc["pupils: result pass, school C", "reason"] == "small"
    assert (log["where"] == "Table 1").all()


def test_a_release_may_be_about_thousands_of_people():
    """A trust has more pupils than any ceiling that is not read from its own counts."""
    release = Release("pupils")
    for n, of in [(4321, {}), (4319, {"passed": "yes"}), (2, {"passed": "no"})]:
        release.count(n, of=of, name=str(of))
    found = disclosure.protect(release, policy=disclosure.read_policy("pupils_staff"))
    assert disclosure.verify(found)["safe"].all()
    assert (found.text("{}"), found.text("{'passed': 'no'}")) == ("4321", "[c]")
