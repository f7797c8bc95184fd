"""What a result cannot show: every danger with its size."""

import re
from functools import cache

import pandas as pd
import pytest
from scipy.stats import binomtest

from partnership_evaluation import tables
from partnership_evaluation.questions import dangers, grade_means, grades, regions
from partnership_evaluation.questions.grades import Change

CEILING = "Whoever is at the best grade cannot improve"
SINGLE = "The result hangs on single people"
WEAKEST = "The weakest tend to move up by themselves"


def changed(*ranks, at_best=0):
    """Make an invented change: rank before and after of each person, 3 the best of four."""
    table = pd.DataFrame(ranks, columns=["rank_before", "rank_after"])
    shifts = table["rank_after"] - table["rank_before"]
    numbers = [(shifts > 0).sum(), (shifts == 0).sum(), (shifts < 0).sum()]
    bounds = pd.DataFrame(
        {"outcome": ["improved", "stayed", "declined"], "low": numbers, "high": numbers}
    )
    return Change(
        subject="Lessons",
        scale="lesson_grade_2012",
        kind="individuals",
        before="before",
        after="after",
        n=len(table),
        ranks=table,
        bounds=bounds,
        at_best=at_best,
    )


@cache
def printed(case):
    """Read the grades that a case study printed."""
    return grades.read(case)


@pytest.fixture(scope="module")
def every_list():
    """Every list of dangers that the case studies lead to."""
    cases = tables.read("cases")["case"]
    return [
        *[dangers.of_grades(printed(case)) for case in cases],
        *[dangers.of_means(grade_means.read(case)) for case in cases],
        dangers.of_gains(1.5, step_points=2, weeks=6),
        dangers.of_factors(cases=6, others=11, counted=26, listed=57),
        dangers.of_survey(regions.compare("north-south").worst_case()),
    ]


def test_every_danger_has_a_name_and_a_size_with_a_number(every_list):
    """In whole sentences."""
    for found in every_list:
        for danger, size in found:
            assert danger and not danger.endswith(".")
            assert re.search(r"\d", size), size
            assert size.endswith(".")


def test_no_danger_is_named_twice_for_one_change(every_list):
    """Each once."""
    for found in every_list:
        assert len(dict(found)) == len(found)


# Grades --------------------------------------------------------------------------------------


def test_one_teacher_fewer_doubles_the_p_value():
    """6 of 6 movers up is p = 0.03125; 5 of 5 is 0.0625, as SciPy's binomial test has it."""
    now, fewer = (binomtest(k, k).pvalue for k in (6, 5))
    assert (now, fewer) == (0.03125, 0.0625)
    assert dict(dangers.of_grades(printed("sutton")))[SINGLE] == (
        f"With one fewer moving up, the sign test would give p = {fewer} instead of {now}."
    )


def test_one_fewer_moving_up_is_one_more_who_stayed():
    """Three up and one down is 3 of 4; two up and one down is 2 of 3."""
    change = changed((0, 1), (1, 2), (0, 2), (2, 1))
    now, fewer = binomtest(3, 4).pvalue, binomtest(2, 3).pvalue
    size = dict(dangers.of_grades([change]))[SINGLE]
    assert size.endswith(f"p = {fewer:g} instead of {now:g}.")


def test_where_nobody_moved_up_no_fewer_can():
    """Two fell: the sentence on one fewer moving up has no sense."""
    found = dict(dangers.of_grades([changed((2, 1), (2, 1))]))
    assert "one fewer moving up" not in found.get(SINGLE, "")


def test_those_who_began_lowest_are_set_against_the_others():
    """All three with grade 3 moved up, and three of the other nine (Table 7)."""
    found = dict(dangers.of_grades(printed("sutton")))
    assert found[WEAKEST] == "3 of the 3 who began lowest moved up, and 3 of the other 9."


def test_a_second_observer_would_disagree_on_some_lessons():
    """12 lessons: 1.2 at 90 per cent agreement, 3.6 at 70 and 6.0 at 50."""
    found = dict(dangers.of_grades(printed("sutton")))
    size = found["A grade depends on who observes which lesson"]
    for text in (
        "1.2 if they agree on 90%",
        "3.6 if they agree on 70%",
        "6.0 if they agree on 50%",
    ):
        assert text in size


@pytest.mark.parametrize(
    ("case", "size"),
    [
        ("sutton", "Lesson grades: 2 of 12 were there before."),
        ("central-beds", "A-level English timed essay: 0 of 17 were there before."),
    ],
)
def test_those_at_the_best_grade_are_counted(case, size):
    """As printed before the programme."""
    assert dict(dangers.of_grades(printed(case)))[CEILING] == size


def test_people_who_were_not_linked_have_no_single_paths():
    """Counts at two times: the ceiling and the missing comparison are left."""
    found = [danger for danger, _ in dangers.of_grades(printed("central-beds"))]
    assert found == [CEILING, dangers.NO_COMPARISON[0]]


def test_the_missing_comparison_group_stands_last_whatever_was_printed():
    """Even without any change."""
    assert dangers.of_grades([]) == [dangers.NO_COMPARISON]
    assert dangers.of_grades(printed("sutton"))[-1] == dangers.NO_COMPARISON


# Means, gains, factors, surveys --------------------------------------------------------------


def test_the_dangers_of_means_count_the_means():
    """Three were printed; half of those taking part had left by the last."""
    means = grade_means.read("george-abbot")
    found = dict(dangers.of_means(means))
    assert found["Those who left may have been the ones with lower grades"] == means.attrition()
    assert sum("3 means" in size for size in found.values()) == 2
    assert dangers.of_means(None) == []


def test_a_kinder_judgement_of_one_in_ten_adds_a_tenth_of_a_step():
    """One sub-level of 2 points for 1 in 10 pupils is 0.2 points each."""
    found = dangers.of_gains(44 / 29, step_points=2, weeks=2)
    sizes = " ".join(size for _, size in found)
    assert "would add 0.2 points to the mean gain" in sizes
    assert "smallest gain that can be recorded is 2 points; the mean gain is 1.52 points" in sizes
    assert "2 weeks lie between" in sizes
    assert found[-1] == dangers.NO_COMPARISON


def test_factors_are_weighed_against_cases_and_against_those_not_counted():
    """57 listed, 26 counted, 31 not; 6 partnerships, 11 others."""
    sizes = " ".join(
        size for _, size in dangers.of_factors(cases=6, others=11, counted=26, listed=57)
    )
    assert "31 of 57 factors are named without" in sizes
    assert "57 factors over 6 partnerships" in sizes
    assert "No factor is counted for the 11 partnerships" in sizes


@pytest.mark.parametrize(
    ("certain", "open_items"), [(["no", "no"], 2), (["yes", "no"], 1), (["yes", "yes"], 0)]
)
def test_items_of_uncertain_order_are_counted(certain, open_items):
    """Of two items."""
    found = dangers.of_survey(pd.DataFrame({"Order certain": certain}))
    assert found[0][1].startswith(f"For {open_items} of 2 items")
    assert found[1][1].startswith("All 2 rates are opinions")
