"""Which comparisons of grades, levels and points are legal, and what they give."""

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnership_evaluation import measures, tables
from partnership_evaluation.measures import IllegalComparison, UnknownCode

bounded = settings(derandomize=True, max_examples=60, deadline=None)
SUB_LEVELS = measures.scale("national_curriculum").codes


# Points --------------------------------------------------------------------------------------


def test_points_come_back_in_the_order_of_the_codes():
    """W 3, 2b 15, 4a 29 (point scores of the performance tables)."""
    points = measures.to_points(["4a", "W", "2b"], scale="national_curriculum")
    assert points == [29, 3, 15] and all(isinstance(value, Fraction) for value in points)


def test_a_scale_without_points_is_refused():
    """The error says how to compare such grades."""
    with pytest.raises(IllegalComparison, match=r"'ofsted_2012', which is ordinal.*measures.shift"):
        measures.to_points(["2"], scale="ofsted_2012")


def test_the_points_of_a_missing_code_are_missing():
    """A pupil without a level has no points and does not stop the others."""
    assert measures.to_points([None, "2b"], scale="national_curriculum") == [None, 15]


def test_from_1c_upwards_points_gained_are_twice_the_sub_levels_gained():
    """Two points a sub-level, for every pair of sub-levels."""
    before, after = zip(*product(SUB_LEVELS[1:-1], repeat=2), strict=True)
    first, second = (measures.to_points(c, scale="national_curriculum") for c in (before, after))
    gained = [b - a for a, b in zip(first, second, strict=True)]
    steps = measures.shift(before, after, scale="national_curriculum")
    assert gained == [measures.sub_levels_to_points(step) for step in steps]
    assert steps == [measures.points_to_sub_levels(points) for points in gained]


@bounded
@given(st.decimals(-40, 40, places=2))
def test_points_and_sub_levels_convert_back_without_loss(gain):
    """Text and decimals stay exact in both directions."""
    assert measures.sub_levels_to_points(measures.points_to_sub_levels(gain)) == Fraction(gain)
    assert measures.points_to_sub_levels(str(gain)) == measures.points_to_sub_levels(gain)


def test_a_mean_of_2_9_points_is_1_45_sub_levels():
    """Not "almost three sub-levels", which would be 6 points."""
    assert measures.points_to_sub_levels("2.9") == Fraction(Decimal("1.45"))
    assert measures.sub_levels_to_points(3) == 6


# Shifts --------------------------------------------------------------------------------------


def test_six_of_the_twelve_teachers_moved_up_six_stayed_and_none_fell():
    """Counted by hand in Table 7 of the document (1 is the best grade)."""
    grades = tables.read("sutton/lesson_grades")
    shifts = measures.shift(
        grades["grade_before"], grades["grade_after"], scale="lesson_grade_2012"
    )
    assert [sum(map(test, shifts)) for test in ((0).__lt__, (0).__eq__, (0).__gt__)] == [6, 6, 0]


@pytest.mark.parametrize(
    ("scale", "before", "after", "steps"),
    [
        ("ofsted_2012", "3", "1", 2),
        ("alps", "7", "6", 1),
        ("national_curriculum", "2a", "3b", 2),
        ("a_level", "D", "A", 3),
        ("gcse_letter", "C", "D", -1),
    ],
)
def test_a_positive_shift_is_an_improvement_whichever_way_the_numbers_run(
    scale, before, after, steps
):
    """Steps are counted by rank."""
    assert measures.shift([before], [after], scale=scale) == [steps]


def test_going_back_undoes_a_shift():
    """Before and after exchanged change only the sign, for every pair of grades."""
    before, after = zip(*product("1234", repeat=2), strict=True)
    there = measures.shift(before, after, scale="ofsted_2012")
    assert measures.shift(after, before, scale="ofsted_2012") == [-step for step in there]


def test_lists_of_different_length_are_refused():
    """The error gives both lengths and what to do."""
    with pytest.raises(ValueError, match=r"found 1 codes before and 2 after. Match them"):
        measures.shift(["2"], ["1", "2"], scale="ofsted_2012")


def test_an_unknown_code_in_a_shift_is_refused_with_its_row():
    """The row is counted within the list at fault."""
    with pytest.raises(UnknownCode, match="row 2: '5'"):
        measures.shift(["2", "2"], ["1", "5"], scale="ofsted_2012")


def test_the_shift_of_somebody_without_a_grade_is_missing():
    """Somebody graded once only neither improved nor declined."""
    assert measures.shift(["2", None], ["1", "2"], scale="ofsted_2012") == [1, None]


# What is legal -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statistic", "names", "reason"),
    [
        ("shift", ("ofsted_2005", "ofsted_2012"), "The words changed in September 2012"),
        ("mean", ("ofsted_2005", "ofsted_2012"), "The words changed in September 2012"),
        ("mean", ("alps", "a_level_2002"), "A mean needs codes of one scale"),
        ("shift", ("national_curriculum", "key_stage_2_scaled_score"), "not comparable with scal"),
        ("shift", ("ofsted_2012", "a_level"), "Movement needs one scale"),
        ("sum", ("national_curriculum", "p_scale"), "cannot be added"),
        ("mean", ("ofsted_2012",), "'ofsted_2012' is ordinal"),
        ("mean", ("alps",), "'alps' is ordinal"),
        ("mean_percentile", ("alps",), "not a mean percentile"),
        ("mean_percentile", ("national_curriculum",), "not a mean percentile"),
    ],
)
def test_an_illegal_comparison_is_refused_with_its_reason(statistic, names, reason):
    """Grades across a change of meaning, means of ordinal codes, points of two scales added."""
    with pytest.raises(IllegalComparison, match=reason):
        measures.require_legal(statistic, *names)


@pytest.mark.parametrize(
    ("statistic", "name"),
    [
        ("shift", "ofsted_2012"),
        ("shift", "alps"),
        ("mean", "national_curriculum"),
        ("sum", "national_curriculum"),
    ],
)
def test_a_legal_comparison_passes(statistic, name):
    """Movement within one scale, and arithmetic where equal steps are a convention."""
    assert measures.require_legal(statistic, name, name) is None


def test_grades_across_september_2012_are_not_compared():
    """The same code before and after the change is no evidence that nothing moved."""
    with pytest.raises(IllegalComparison, match="not the same judgement"):
        measures.shift(["3"], ["3"], scale="ofsted_2005", scale_after="ofsted_2012")


def test_an_unknown_statistic_is_refused_with_the_list():
    """A mistyped statistic is not taken for a legal one."""
    with pytest.raises(ValueError, match=r"shift, mean, sum, mean_percentile; found 'median'"):
        measures.require_legal("median", "alps")


def test_a_statistic_over_no_scale_is_refused():
    """The error is one of values, with what to do."""
    with pytest.raises(ValueError, match=r"found none for 'mean'. Name the scales"):
        measures.require_legal("mean")
