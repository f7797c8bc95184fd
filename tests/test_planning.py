"""The planner: what each change of a study leaves open, against closed forms and simulation."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnership_evaluation import null_twin, power, proportions
from partnership_evaluation.figures import planning as figures_planning
from partnership_evaluation.questions import (
    planning,
    planning_changes,
    planning_designs,
    planning_power,
    planning_reading,
    planning_shown,
    planning_summary,
    planning_tipping,
)

ROOT = Path(__file__).resolve().parents[1]
GIVEN = planning_designs.Assumptions(
    reliability=0.5,
    stability=0.8,
    intraclass_correlation=0.1,
    natural_rise=0.25,
    response_rate=1.0,
    minutes=60,
    extra_classes=10,
    longer=2.0,
    keeps_growing=False,
    confidence_level=0.95,
    school_weeks=38,
)
SCHOOLS = {"class_word": "school", "weeks": 38}


def own(n, up, down=0, *, classes=1, **more):
    """A study of one's own numbers."""
    return planning_reading.read(
        "sutton", classes=classes, n_people=n, n_improved=up, n_declined=down, **SCHOOLS, **more
    )


def sutton():
    """The lesson grades of twelve teachers of three schools."""
    return planning_reading.read("sutton", classes=3, **SCHOOLS)


def by_name(study, given=GIVEN):
    """The designs by the first word that tells them apart."""
    found = planning_designs.designs(study, given)
    return {design.name: design for design in found}


def left_open(study, given=GIVEN):
    """The table of changes by the name of the change."""
    found = planning_designs.designs(study, given)
    return planning_changes.table(found, given).set_index("design")


# Where a study comes from --------------------------------------------------------------------


def test_each_kind_of_case_gives_a_study():
    """Individuals, counts, shares of a survey, statements about gains."""
    camden = planning_reading.read("camden", item="2", classes=8, **SCHOOLS)
    beds = planning_reading.read("central-beds", classes=1, **SCHOOLS)
    langer = planning_reading.read("aet", place="Langer Primary Academy", classes=1, **SCHOOLS)
    assert (sutton().n, sutton().least, sutton().before) == (12, (6, 0), (0, 3, 7, 2))
    assert (camden.n, camden.linked, camden.levels) == (16, False, ("no", "yes"))
    assert (beds.n, beds.least, beds.linked) == (17, (17, 0), True)
    assert (langer.n, langer.least, langer.most) == (31, (22, 0), (23, 0))
    assert langer.falls == "as_no_change" and langer.before is None


def test_a_school_sets_its_own_numbers():
    """Those who moved where people were followed, shares where they were not."""
    followed = own(40, 22, 8)
    shares = planning_reading.read(
        "sutton", classes=2, n_people=40, n_yes_before=10, n_yes_after=25, **SCHOOLS
    )
    assert followed.own and followed.linked and followed.net == (Fraction(14, 40),) * 2
    assert shares.own and not shares.linked and shares.before == (30, 10)
    assert shares.mean_shift == Fraction(15, 40)


@pytest.mark.parametrize(
    ("numbers", "message"),
    [
        ({"n_people": 40}, "either those who moved"),
        ({"n_people": 10, "n_improved": 8, "n_declined": 4}, "n_declined = 4"),
        ({"n_people": 10, "n_improved": 3, "n_yes_before": 2, "n_yes_after": 5}, "Give one kind"),
        ({"n_improved": 3}, "at least 2 people"),
        ({"item": "9"}, "must be a share of people"),
        ({"place": "Hamford Primary Academy", "case": "aet"}, "number of pupils"),
        ({"case": "new-river"}, "people judged twice"),
        ({"classes": 99}, "found 99 schools and 12 people"),
    ],
)
def test_numbers_that_make_no_study_are_refused(numbers, message):
    """Rule, what was found, what to do."""
    settings_of = {"case": "sutton", "classes": 3} | SCHOOLS | numbers
    with pytest.raises(planning.PlanningError, match=message):
        planning_reading.read(settings_of.pop("case"), **settings_of)


def test_what_names_were_worth_follows_from_every_joint_table():
    """Without names 3 to 6 of the twelve can have moved up; with names it is 6."""
    nameless = planning.without_names(sutton())
    assert not nameless.linked
    assert (nameless.least, nameless.most) == ((3, 0), (6, 0))
    assert planning.with_names(sutton(), reliability=0.5) == sutton()


def test_names_add_nothing_where_everybody_must_have_moved():
    """All 17 essays began below the grades that all had at the end: no row about names."""
    essays = planning_reading.read("central-beds", classes=1, **SCHOOLS)
    assert planning.without_names(essays) is None
    assert not [name for name in by_name(essays) if "on the forms" in name]


def test_names_would_show_who_moved_both_ways():
    """Two shares that were not linked: some moved up and some down, and the net is the same."""
    camden = planning_reading.read("camden", item="2", classes=8, **SCHOOLS)
    linked = planning.with_names(camden, reliability=0.5)
    assert linked.linked and linked.least[1] > 0
    assert linked.least[0] - linked.least[1] == pytest.approx(7, abs=1e-6)


# What a design leaves open -------------------------------------------------------------------


def test_the_interval_is_that_of_bonett_and_price():
    """One class of separate people: centre (b - c) / (n + 2), one added to each direction."""
    given = replace(GIVEN, intraclass_correlation=0.0)
    found = planning_designs.openness(by_name(own(20, 10, 2), given)["As it was"], given)
    centre = 8 / 22
    spread = ((10 + 2 + 2) / 22 - centre**2) / 22
    assert found["low"] == pytest.approx(100 * (centre - 1.959964 * spread**0.5), abs=1e-4)
    assert found["chance"] == pytest.approx(200 * 1.959964 * spread**0.5, abs=1e-3)


def test_the_interval_covers_the_truth_in_simulated_studies():
    """Separate people, 10 to 60 of them, several truths: at least 93 per cent."""
    rng, given = np.random.default_rng(1), replace(GIVEN, intraclass_correlation=0.0)
    for n, up, down in ((10, 0.4, 0.1), (30, 0.5, 0.02), (60, 0.3, 0.3)):
        draws = rng.multinomial(n, [up, down, 1 - up - down], size=400)
        kinds, times = np.unique(draws, axis=0, return_counts=True)
        held = 0
        for (b, c, _), many in zip(kinds.tolist(), times, strict=True):
            found = planning_designs.openness(by_name(own(n, b, c), given)["As it was"], given)
            held += many * (found["low"] <= 100 * (up - down) <= found["high"])
        assert held / 400 > 0.93


def test_intervals_allow_for_classes_in_simulated_studies():
    """Six classes of ten that share a good or a bad year: plain intervals miss, these do not."""
    rng, study = np.random.default_rng(2), own(60, 30, 10, classes=6)
    held = {0.0: 0, 0.1: 0}
    shares = rng.beta(0.3 * 9, 0.7 * 9, size=(300, 6))  # intraclass correlation 1 / (9 + 1)
    ups = rng.binomial(10, shares).sum(axis=1)
    for k in ups.tolist():
        made = replace(study, least=(k, 0), most=(k, 0))
        for icc in held:
            given = replace(GIVEN, intraclass_correlation=icc)
            found = planning_designs.openness(by_name(made, given)["As it was"], given)
            held[icc] += found["low"] <= 30 <= found["high"]
    assert held[0.0] / 300 < 0.9 < held[0.1] / 300


def test_a_comparison_group_adds_chance_and_takes_other_explanations_away():
    """The variance of two groups, and nothing of an ordinary year."""
    rows = left_open(own(40, 20, 4, classes=8))
    as_was, compared = rows.iloc[0], rows.loc["A comparison group of the same size"]
    assert compared["chance"] == pytest.approx(as_was["chance"] * 2**0.5)
    assert as_was["other"] == 25 and compared["other"] == 0
    assert compared["people"] == 80 and compared["hours"] == 80


def test_a_second_judge_halves_the_error_of_judgement():
    """Closed form against simulated judgements of people whose true levels move apart."""
    left = planning_designs.remaining_variance(2, GIVEN)
    rng, people = np.random.default_rng(3), 200_000
    true = rng.normal(0, 0.5**0.5, people)
    later = 0.8 * true + rng.normal(0, (0.5 * (1 - 0.64)) ** 0.5, people)
    noise = rng.normal(0, 0.5**0.5, (4, people))
    one = later + noise[0] - true - noise[1]
    two = later + noise[[0, 2]].mean(axis=0) - true - noise[[1, 3]].mean(axis=0)
    assert two.var() / one.var() == pytest.approx(left, abs=0.01)
    design = by_name(sutton())["A second, independent judge each time"]
    assert planning_designs.judged_reliability(design, GIVEN) == pytest.approx(
        null_twin.reliability_of_mean(0.5, judgements=2)
    )


@given(st.integers(12, 200), st.floats(0, 1), st.floats(0, 1), st.integers(1, 12))
@settings(derandomize=True, max_examples=40, deadline=None)
def test_more_classes_and_better_judges_never_leave_more_to_chance(n, up, rest, classes):
    """Whatever was seen, and however the people are spread over classes."""
    improved = round(n * up)
    study = own(n, improved, round((n - improved) * rest), classes=classes)
    rows = left_open(study)
    for name in ("A second, independent judge each time", "10 more schools of the same size"):
        assert rows.loc[name, "chance"] <= rows.iloc[0]["chance"] + 1e-9


def test_a_longer_time_helps_only_where_the_change_goes_on():
    """Otherwise it only leaves more of an ordinary rise."""
    name = "Twice as long between the two judgements"
    once = left_open(own(40, 20, 4))
    growing = left_open(own(40, 20, 4), replace(GIVEN, keeps_growing=True))
    assert once.loc[name, "narrower"] == pytest.approx(-25)
    assert growing.loc[name, "chance"] == pytest.approx(growing.iloc[0]["chance"] / 2)
    assert growing.loc[name, "other"] == growing.iloc[0]["other"]


def test_people_who_were_not_seen_could_all_have_gone_one_way():
    """A tenth of those who took part leaves twenty points open; judging them takes it away."""
    given = replace(GIVEN, response_rate=0.9)
    rows = left_open(own(45, 20, 4), given)
    assert rows.iloc[0]["other"] == pytest.approx(25 + 20)
    everybody = rows.loc["Everybody judged both times"]
    assert everybody["other"] == pytest.approx(25) and everybody["hours"] == 10


def test_the_table_is_ordered_by_what_work_brings():
    """As it was; what is free; by points for the hours; last what leaves more open."""
    camden = planning_reading.read("camden", item="2", classes=8, **SCHOOLS)
    rows = left_open(camden, replace(GIVEN, response_rate=0.9)).reset_index()
    assert rows["design"][0] == "As it was"
    useful = rows[rows["narrower"] > 0]
    paid = useful[useful["hours"] > 0]["narrower_for_10_hours"].tolist()
    assert paid == sorted(paid, reverse=True)
    assert useful["hours"].iloc[0] == 0 and rows["narrower"].iloc[-1] < 0
    assert useful.index.max() < rows[(rows["narrower"] < 0)].index.min()


def test_a_comparison_group_pays_from_some_size_on():
    """At that size it leaves less open than without, one class below it does not."""
    base = planning_designs.designs(sutton(), GIVEN)[0]
    people = planning_changes.comparison_worth_from(base, GIVEN)
    for classes, pays in ((people // 4, True), (people // 4 - 1, False)):
        alone = replace(base, classes=classes)
        pair = replace(alone, compared=True)
        both = [planning_designs.openness(one, GIVEN)["together"] for one in (alone, pair)]
        assert (both[1] < both[0]) == pays
    assert planning_changes.comparison_worth_from(base, replace(GIVEN, natural_rise=0.0)) is None


# Tipping points ------------------------------------------------------------------------------


def test_tipping_points_are_those_of_null_twins():
    """More schools bear a larger ordinary rise; a longer time a smaller one a year."""
    found = planning_designs.designs(sutton(), GIVEN)
    rows = planning_tipping.table(found, GIVEN, level=0.05, draws=1000, seed=1)
    rise = rows.set_index("design")["rise"]
    assert float(rise["10 more schools of the same size"]) > float(rise["As it was"])
    assert float(rise["Twice as long between the two judgements"]) == pytest.approx(
        float(rise["As it was"]) / 2, rel=0.1
    )
    assert rise["A comparison group of the same size"] == planning_tipping.SHARED
    assert rows["missing"].iloc[0] == "1"


def test_a_result_that_does_not_stand_out_has_no_tipping_point():
    """Six up and five down of twelve."""
    found = planning_designs.designs(own(12, 6, 5), GIVEN)[:1]
    row = planning_tipping.table(found, GIVEN, level=0.05, draws=1000, seed=1).iloc[0]
    assert row["rise"] == "does not stand out anyway" and row["missing"] == "0"


# Power ---------------------------------------------------------------------------------------


def test_classes_count_as_fewer_separate_people():
    """Thirty in one class, correlation 0.1: 30 / 3.9."""
    design = planning_designs.designs(own(30, 15), GIVEN)[0]
    assert planning_power.effective_people(design, GIVEN) == 7
    separate = replace(GIVEN, intraclass_correlation=0.0)
    assert planning_power.effective_people(design, separate) == 30


def test_the_smallest_rise_has_the_power_wanted():
    """Exact sign test for one group; Boschloo's test against an ordinary rise for two."""
    given = replace(GIVEN, intraclass_correlation=0.0)
    found = planning_designs.designs(own(16, 8, 0), given)
    rows = planning_power.smallest(found, given, wanted=0.8).set_index("design")
    share = rows.loc["As it was", "share"]
    assert power.sign_test(16, up=share, down=0).estimate == pytest.approx(0.8, abs=1e-3)
    assert rows.loc["10 more schools of the same size", "share"] < share
    assert rows.loc["A comparison group of the same size", "share"] > share
    assert rows["sd"].notna().all()


def test_power_curves_rise_and_more_classes_lie_above():
    """For every share who move up."""
    found = planning_designs.designs(sutton(), GIVEN)
    wide = planning_power.curves(found, GIVEN).pivot(
        index="share", columns="series", values="power"
    )
    more = wide["10 more schools of the same size"]
    assert (more.dropna() >= wide["As it was"].dropna() - 1e-9).all()
    for column in wide:
        assert (wide[column].dropna().diff().dropna() >= -1e-9).all()


def test_the_second_route_is_the_exact_interval_of_the_other_reports():
    """Fay-Lumbard for 6 up and 0 down of 12; the plan lies near it."""
    found = planning_designs.designs(sutton(), GIVEN)[:1]
    row = planning_power.second_route(found, GIVEN).iloc[0]
    exact = proportions.paired_difference([[6, 6], [0, 0]], method="exact")
    assert row["exact"] == pytest.approx(100 * (exact.high - exact.low))
    assert abs(row["planned"] - row["exact"]) < 15


def test_months_are_refused_with_the_reason():
    """One group before and after has nobody to compare with."""
    assert "need a comparison group" in planning_power.months_refused(sutton())


# Words ---------------------------------------------------------------------------------------


def test_the_brief_holds_what_a_head_teacher_needs():
    """Numbers as printed, interval, smallest rise, best change, ordinary rise."""
    found = planning_designs.designs(sutton(), GIVEN)
    rows = planning_changes.table(found, GIVEN)
    ordered = planning_changes.in_order(found, rows)
    tipped = planning_tipping.table(ordered, GIVEN, level=0.05, draws=1000, seed=1)
    smallest = planning_power.smallest(found, GIVEN, wanted=0.8)
    text = " ".join(
        planning_summary.brief(sutton(), rows, smallest, tipped, GIVEN, wanted=0.8, worth_from=20)
    )
    for part in (
        "of 12 people, 6 moved up and 0 moved down",
        "between 6 and 80 more",
        "in 80% of cases only if 73%",
        "Most for its work: a second, independent judge each time, 18 points less",
        "from 20 people in each group on",
        "an ordinary rise of",
    ):
        assert part in text
    assert planning_shown.shown(rows)["Than as it was"].iloc[1] == "18 less open"


def test_no_ordinary_rise_is_named_where_the_interval_holds_no_change():
    """Forty people of two schools, 22 up and 8 down: the schools alone could do it."""
    found = planning_designs.designs(own(40, 22, 8, classes=2), GIVEN)
    rows = planning_changes.table(found, GIVEN)
    tipped = planning_tipping.table(found[:1], GIVEN, level=0.05, draws=1000, seed=1)
    smallest = planning_power.smallest(found, GIVEN, wanted=0.8)
    text = " ".join(
        planning_summary.brief(
            found[0].study, rows, smallest, tipped, GIVEN, wanted=0.8, worth_from=None
        )
    )
    assert "as many may have moved down as up" in text and "would have been enough" not in text
    assert "no share who move up would stand out" in text


def test_conclusions_are_held_against_the_precision_of_the_study():
    """Fewer than half: undetermined for people like these, though false of these twelve."""
    found = planning_summary.judged(sutton(), "sutton", place="all", item="", confidence_level=0.95)
    assert found["verdict"].tolist() == ["undetermined"]
    assert found["statement"].str.endswith("among people like these.").all()
    mine = planning_summary.judged(
        own(12, 6), "sutton", place="all", item="", confidence_level=0.95
    )
    assert mine.empty


def test_every_danger_has_its_size():
    """A number in each."""
    found = planning_designs.designs(own(30, 15), GIVEN)
    listed = planning_summary.dangers(own(30, 15), found, GIVEN)
    assert len(listed) == 5
    assert all(any(map(str.isdigit, danger + size)) for danger, size in listed)


def test_a_figure_of_power_has_at_most_four_lines():
    """More are refused with advice."""
    rows = planning_power.curves(planning_designs.designs(sutton(), GIVEN), GIVEN)
    many = rows.assign(series=[str(place % 5) for place in range(len(rows))])
    with pytest.raises(ValueError, match="at most four series"):
        figures_planning.curves(
            many, unit="up", value="seen", wanted=80, alt="80.", caption="n = 12."
        )


def test_every_parameter_of_the_planner_is_checked_before_it_is_used():
    """A school's own numbers are among them."""
    path = ROOT / "notebooks" / "plan_an_evaluation.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cell = next(c for c in notebook["cells"] if "parameters" in c["metadata"].get("tags", []))
    names = [line.split(":")[0] for line in "".join(cell["source"]).splitlines()]
    assert {"n_people", "n_improved", "n_declined", "n_yes_before", "n_yes_after"} <= set(names)
    code = "".join("".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code")
    assert all(f"{name}={name}" in code for name in names)
