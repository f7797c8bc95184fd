"""The three notebooks the project is named for, run cell by cell for every parameters file.

Each headline stands beside the place where the document prints what it rests on.
"""

from fractions import Fraction
from functools import cache

import pytest
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from partnership_evaluation import tables, verdicts
from partnership_evaluation.exhibits import Figure, Table
from tests.notebook_runs import ROOT, brief, frames, run, said

NAMES = ("ofsted_grade_shifts", "sublevel_progress", "momentum_factors")
JOBS = [
    f"{name}/{path.stem}"
    for name in NAMES
    for path in sorted((ROOT / "parameters" / name).glob("*.yml"))
]


@cache
def everything(case):
    """Return the verdict on every printed number of a case, by claim."""
    found = verdicts.of_claims(tables.claims(case))
    return dict(zip(found["claim"], found["verdict"], strict=True))


def concluded(job):
    """Return the verdict on each conclusion, by its name in the table of conclusions."""
    found = run(job)
    names = tables.read(f"{found.given['case']}/conclusions").set_index("statement")["conclusion"]
    return {names[row["text"]]: row["verdict"] for row in found.findings["conclusions"]}


def wrong(job):
    """Return the printed numbers that are not reproducible, each with its place."""
    claims = run(job).findings["claims"]
    return {
        (row["locator"], row["printed"]) for row in claims if row["verdict"] == "not reproducible"
    }


# All reports ---------------------------------------------------------------------------------


def test_there_are_reports_of_every_one_of_the_three():
    """Four, three and two."""
    assert [sum(job.startswith(name) for job in JOBS) for name in NAMES] == [4, 3, 2]


@pytest.mark.parametrize("job", JOBS)
def test_a_report_publishes_its_findings(job):
    """In brief, with what the design cannot show; conclusions; dangers with their size."""
    found = run(job).findings
    assert found["case"] == run(job).given["case"]
    assert len(found["brief"]) >= 3
    assert run(job).variables.report.limits in found["brief"]
    assert found["conclusions"] and found["cautions"]
    assert all(any(sign.isdigit() for sign in caution["size"]) for caution in found["cautions"])


@pytest.mark.parametrize("job", JOBS)
def test_a_report_answers_every_conclusion_of_its_question(job):
    """Those of its case, and of its school or of all schools."""
    given = run(job).given
    frame = tables.read(f"{given['case']}/conclusions")
    frame = frame[frame["analysis"] == job.split("/")[0]]
    if "place" in given:
        frame = frame[frame["place"].isin([given["place"], "academies recording sub-levels"])]
    found = run(job).findings["conclusions"]
    assert [row["text"] for row in found] == frame["statement"].tolist()
    assert [row["locator"] for row in found] == frame["locator"].tolist()


@pytest.mark.parametrize("job", JOBS)
def test_a_report_says_of_every_printed_number_whether_it_holds(job):
    """Those that its pattern names, with the verdict that the whole ledger of the case gives."""
    claims = run(job).findings["claims"]
    assert claims
    stated = {row["claim"]: row["verdict"] for row in claims}
    assert stated.items() <= everything(run(job).given["case"]).items()


@pytest.mark.parametrize("job", JOBS)
def test_every_figure_and_table_has_its_words(job):
    """A caption each; a figure says a number in its alternative text."""
    shown = [exhibit for exhibit in run(job).shown if isinstance(exhibit, Figure | Table)]
    assert shown
    assert all(exhibit.caption.endswith(".") for exhibit in shown)


# Did the grades move? ------------------------------------------------------------------------

SUTTON = "ofsted_grade_shifts/sutton"


def test_six_of_twelve_teachers_moved_up_six_stayed_and_none_fell():
    """Table 7; the interval is that of Clopper and Pearson."""
    assert "of 12 people, 6 moved up, 6 stayed and 0 moved down" in brief(SUTTON)
    (share,) = run(SUTTON).findings["estimates"]
    low, high = proportion_confint(6, 12, method="beta")
    assert (share["n"], share["estimate"]) == (12, 0.5)
    assert (share["low"], share["high"]) == pytest.approx((low, high))


def test_chance_alone_would_be_as_one_sided_once_in_32():
    """2 of the 64 ways in which six moves can fall; Table 7."""
    (frame,) = frames(SUTTON, "How often chance")
    assert len(frame) == 3
    assert frame["p (two-sided)"].tolist() == [str(stats.binomtest(6, 6).pvalue)] * 3
    assert frame["p (two-sided)"].iloc[0] == "0.03125"
    assert frame[["Up", "Same", "Down"]].to_numpy().tolist() == [[6, 6, 0]] * 3


def test_only_the_arrow_of_participant_9_does_not_hold():
    """A level arrow beside 3 and 2 (Table 7, participant 9)."""
    assert wrong(SUTTON) == {("Table 7, participant 9, improvement", "→")}


def test_that_fewer_than_half_moved_is_contradicted():
    """Just less than half is written where half moved up (Impact ..., paragraph 17)."""
    assert concluded(SUTTON) == {
        "less-than-half-moved": "contradicted",
        "two-already-outstanding": "supported",
        "weakest-moved-more": "supported",
    }
    (row,) = [row for row in run(SUTTON).findings["conclusions"] if "half" in row["text"]]
    assert row["locator"].endswith("paragraph 17")
    assert row["reason"] == "The share who moved up is 0.5; it would have to be below 0.5."


def test_all_three_who_began_lowest_moved_and_none_of_those_at_the_best():
    """3 of 3, 3 of 7 and 0 of 2 by starting grade (Table 7)."""
    (frame,) = frames(SUTTON, "Who moved, by starting grade")
    counts = frame[["Grade", "N", "Improved", "Same", "Worse"]].astype(int)
    assert sorted(counts.to_numpy().tolist()) == [[1, 2, 0, 2, 0], [2, 7, 3, 4, 0], [3, 3, 3, 0, 0]]


def test_all_seventeen_essays_were_better_however_they_are_paired():
    """D or below in January, A or B in May (Upper school, paragraph 4); p = 2 / 2 ** 17."""
    job = "ofsted_grade_shifts/central-beds"
    assert "of 17 people, 17 moved up, 0 stayed and 0 moved down" in brief(job)
    assert "from 7 to 6, 1 step up the scale" in brief(job)
    assert concluded(job) == {
        "essays-all-a-or-b": "supported",
        "alps-moved-up": "supported",
        "pupil-premium-kept-pace": "undetermined",
    }
    assert f"at most p = {2 / 2**17:.2g}" in said(job)
    assert wrong(job) == set()


def test_no_whole_grades_of_those_taking_part_give_the_three_means():
    """1.82 and 1.57 of 36, 1.45 of 18 (Impact ..., paragraph 1)."""
    job = "ofsted_grade_shifts/george-abbot"
    assert "no whole grades give 1.82 for 36 or 1.57 for 36 or 1.45 for 18 people" in brief(job)
    assert concluded(job) == {"self-grades-rose": "supported", "each-teacher-moved": "undetermined"}
    (frame,) = frames(job, "Printed means")
    assert frame["Possible for all"].tolist() == ["no"] * 3
    assert run(job).findings["estimates"] == []


# How much progress did the pupils make? ------------------------------------------------------

CLACTON, LANGER = "sublevel_progress/aet-clacton", "sublevel_progress/aet-langer"
HAMFORD = "sublevel_progress/aet-hamford"


def test_17_of_29_pupils_at_clacton_made_a_sub_level_in_two_weeks():
    """Quantitative data, paragraph 4; at most 22 sub-levels in all, 44 points of 29 pupils."""
    assert "17 of 29 pupils made at least one sub-level in 2 weeks" in brief(CLACTON)
    times = Fraction(44, 29) / (Fraction(2 * 3, 38))
    assert f"1.52 points is {float(times):.1f} times the progress expected" in brief(CLACTON)
    (mean,) = run(CLACTON).findings["estimates"]
    gains = [0] * 12 + [1] * 13 + [2] * 3 + [3]
    expected = stats.ttest_1samp(gains, 0).confidence_interval()
    assert (mean["n"], mean["estimate"]) == (29, pytest.approx(22 / 29))
    assert (mean["low"], mean["high"]) == pytest.approx(tuple(expected))


def test_the_gains_at_clacton_fit_in_two_ways():
    """17 with at least one, three with two, one with three (Quantitative data, paragraph 4)."""
    (frame,) = frames(CLACTON, "Every distribution of gains")
    counts = frame.filter(like="sub-levels").to_numpy().tolist()
    assert counts == [[12, 13, 3, 1], [12, 14, 2, 1]]


def test_that_pupil_premium_pupils_at_clacton_kept_in_line_is_contradicted():
    """6 of 13 against 11 of 16 are 23 points apart; boys may be better or worse (paragraph 4)."""
    assert concluded(CLACTON) == {
        "pupil-premium-in-line": "contradicted",
        "boys-respond-well": "undetermined",
        "most-made-a-sub-level-clacton": "supported",
        "vulnerable-at-least-equal": "contradicted",
    }
    (frame,) = frames(CLACTON, "Each group against")
    row = frame.set_index("Group").loc["pupil premium"]
    assert row["Made a sub-level"] == "6 of 13" and row["Other pupils"] == "11 of 16"
    assert row["Difference"] == "-23 points"


def test_22_or_23_of_31_pupils_at_langer_made_a_sub_level():
    """Quantitative data, paragraph 5; the weeks are not printed."""
    assert "22 or 23 of 31 pupils made at least one sub-level in 6 weeks" in brief(LANGER)
    assert run(LANGER).variables.weeks_from.startswith("assumed")
    assert concluded(LANGER) == {
        "most-made-a-sub-level-langer": "supported",
        "vulnerable-at-least-equal": "contradicted",
    }


def test_almost_three_sub_levels_at_hamford_were_less_than_one_and_a_half():
    """2.9 points of year 6 pupils with SEND are 1.45 (Quantitative data, paragraph 7)."""
    assert "mean gains of 1.5 and 2.2 points in 6 weeks (years 5 and 6)" in brief(HAMFORD)
    assert concluded(HAMFORD) == {
        "year-5-just-under": "supported",
        "year-6-just-over": "supported",
        "send-almost-a-level": "contradicted",
        "send-faster": "supported",
        "vulnerable-at-least-equal": "contradicted",
    }
    assert {place for place, _ in wrong(HAMFORD)} == {
        "Quantitative data, paragraph 7",
        "Table 1, Female, average sub level increase",
    }
    assert run(HAMFORD).findings["estimates"] == []


@pytest.mark.parametrize("job", [CLACTON, LANGER, HAMFORD])
def test_girls_must_be_half_and_have_gained_what_all_gained(job):
    """Table 1 prints 1.5 for all, 1 for boys and '1.' for girls."""
    assert "at least 1.5 sub-levels and must be at least 50%" in said(job)
    assert run(job).variables.implied["girls_mean_high"] == 2


# What marks the partnerships that work? ------------------------------------------------------

MOMENTUM = "momentum_factors/north-south"


def test_eleven_of_eighteen_factors_are_said_of_all_six():
    """FACTORS CONTRIBUTING TO HIGH MOMENTUM PARTNERSHIPS, paragraphs 2 to 11."""
    found = run(MOMENTUM).variables
    assert (found.cases, len(found.listed), len(found.counted)) == (6, 57, 26)
    assert (len(found.of_cases), len(found.unanimous)) == (18, 11)
    assert f"{18 * 0.8**6:.1f} would be unanimous by chance" in brief(MOMENTUM)


def test_a_shared_factor_must_be_rare_elsewhere_to_tell_the_groups_apart():
    """6 of 6 against 5 of 11 is below 5 per cent in Fisher's test, against 6 of 11 it is not."""
    below, above = (stats.fisher_exact([[6, 0], [others, 11 - others]]).pvalue for others in (5, 6))
    assert below < 0.05 < above
    assert "in at most 5 of them before it told the two groups apart" in brief(MOMENTUM)


def test_twice_as_positive_is_contradicted():
    """85 against 49 per cent (Survey findings: Highlights from Year 1 report, paragraph 2)."""
    assert concluded(MOMENTUM) == {
        "twice-as-positive": "contradicted",
        "south-more-on-students": "contradicted",
        "factors-necessary": "undetermined",
        "factors-prominent": "supported",
    }
    (ratio,) = run(MOMENTUM).findings["estimates"]
    assert ratio["n"] == 168 + 472
    assert ratio["estimate"] == pytest.approx((401 / 472) / (82 / 168))
    assert ratio["low"] < ratio["estimate"] < ratio["high"]


def test_two_printed_numbers_of_the_study_do_not_follow_from_the_others():
    """17 + 3 + 4 + 5 schools are 29, not 28; 85 to 49 is not twice."""
    assert wrong(MOMENTUM) == {
        ("OUR METHODS, paragraph 28", "28"),
        ("Survey findings: Highlights from Year 1 report, paragraph 2", "twice"),
    }


def test_the_parameters_of_a_report_change_it():
    """The shares of luck rest on how common the factors are assumed to be."""
    assert run(MOMENTUM).variables.settings.prevalence == 0.8
    assert run(MOMENTUM).variables.expected == pytest.approx(18 * 0.8**6)
