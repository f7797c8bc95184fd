"""The scales of English schools: ordered, dated, and with the points that were in force."""

from dataclasses import FrozenInstanceError
from datetime import date
from itertools import pairwise

import pytest

from partnership_evaluation import scales, tables

NAMES = scales.names()
SUB_LEVELS = scales.scale("national_curriculum")


@pytest.mark.parametrize("name", NAMES)
def test_the_ranks_of_a_scale_run_from_worst_to_best_without_a_gap(name):
    """The first code is the worst, the last the best, and ranks count from 0."""
    scale = scales.scale(name)
    assert [scale.rank(code) for code in scale.codes] == list(range(len(scale.codes)))
    assert (scale.worst, scale.best) == (scale.codes[0], scale.codes[-1])
    ranks = tables.read("measures").query("scale == @name")["rank"]
    assert sorted(ranks) == list(range(1, len(scale.codes) + 1))


@pytest.mark.parametrize("name", NAMES)
def test_every_code_has_a_word_and_every_scale_a_source(name):
    """Nothing is left without an official word or the place where it is defined."""
    scale = scales.scale(name)
    assert all(scale.words[code].strip() for code in scale.codes) and scale.source.strip()
    assert len(set(scale.codes)) == len(scale.codes) > 1


@pytest.mark.parametrize("name", NAMES)
def test_the_direction_of_a_scale_fits_its_numbers(name):
    """Where codes are whole numbers, the best has the lowest or the highest as declared."""
    scale = scales.scale(name)
    if all(code.isdigit() for code in scale.codes):
        numbers = [int(code) for code in scale.codes]
        assert numbers == sorted(numbers, reverse=scale.best_is == "low")


@pytest.mark.parametrize("name", NAMES)
def test_points_rise_with_rank(name):
    """A better code never has fewer points."""
    points = list(scales.scale(name).points.values())
    assert points == sorted(points) and len(set(points)) == len(points)


def test_points_of_the_national_curriculum_are_those_of_the_performance_tables():
    """W 3, 1c 7, 1b 9, 1a 11, 2c 13, and so on in twos to 6a 41."""
    codes = [f"{level}{third}" for level in range(1, 7) for third in "cba"]
    assert SUB_LEVELS.codes == ("W", *codes)
    assert SUB_LEVELS.points == {"W": 3} | dict(zip(codes, range(7, 42, 2), strict=True))


def test_the_points_of_sub_levels_are_all_odd():
    """A half-way, even score belongs to no sub-level."""
    assert all(points % 2 == 1 for points in SUB_LEVELS.points.values())


def test_the_step_from_working_towards_to_level_one_is_twice_as_long():
    """W to 1c is 4 points; every other step is 2."""
    points = list(SUB_LEVELS.points.values())
    steps = [int(after - before) for before, after in pairwise(points)]
    assert steps == [4] + [2] * 17


def test_a_level_is_six_points():
    """The secure sub-levels stand for the whole levels."""
    secure = [SUB_LEVELS.points[f"{level}b"] for level in range(1, 7)]
    assert secure == [9, 15, 21, 27, 33, 39]


def test_the_word_for_grade_three_changed_in_september_2012():
    """One scale ends the day before the other begins, and only that word differs."""
    before, after = scales.scale("ofsted_2005"), scales.scale("ofsted_2012")
    assert (before.valid_to, after.valid_from) == (date(2012, 8, 31), date(2012, 9, 1))
    changed = {code for code in before.codes if before.words[code] != after.words[code]}
    assert changed == {"3"} and before.family == after.family
    assert (before.words["3"], after.words["3"]) == ("satisfactory", "requires improvement")


def test_headline_grades_ended_in_september_2024():
    """The scale of overall effectiveness has a last day; grades of lessons have none."""
    assert scales.scale("ofsted_2012").valid_to == date(2024, 9, 1)
    assert scales.scale("lesson_grade_2012").valid_to is None


def test_a_grade_of_one_is_the_best_of_ofsted():
    """The numbers run against the order."""
    scale = scales.scale("ofsted_2012")
    assert scale.codes == ("4", "3", "2", "1") and scale.words[scale.best] == "outstanding"


def test_a_scale_cannot_be_changed():
    """Scales are shared by every report."""
    with pytest.raises(FrozenInstanceError):
        SUB_LEVELS.best_is = "low"


def test_an_unknown_scale_is_answered_with_the_nearest():
    """The error names the table and the scale that was meant."""
    with pytest.raises(
        ValueError, match=r"scales.csv; found 'ofsted_2102'. Did you mean 'ofsted_2"
    ):
        scales.scale("ofsted_2102")


def test_all_wrong_codes_are_listed_with_row_and_nearest_code():
    """Rows count from 1; capitals are seen through."""
    with pytest.raises(scales.UnknownCode) as caught:
        scales.check_codes(["2a", "2A", "3c", "3d"], scale="national_curriculum")
    assert "row 2: '2A' (nearest: '2a'); row 4: '3d' (nearest: '3" in str(caught.value)
    assert "row 1" not in str(caught.value) and "row 3" not in str(caught.value)


def test_numbers_are_taken_as_codes():
    """A column of whole numbers is read as text."""
    assert scales.check_codes([2, 3], scale="ofsted_2012") == ["2", "3"]


def test_missing_codes_are_let_through():
    """An unrecorded grade is no wrong grade."""
    assert scales.check_codes(["2", None], scale="ofsted_2012") == ["2", None]


def test_empty_text_is_not_a_code():
    """It is either refused or read as missing, never handed back."""
    assert scales.check_codes([""], scale="ofsted_2012") == [None]


def test_the_rank_of_an_unknown_code_is_refused():
    """The error lists the codes there are."""
    with pytest.raises(scales.UnknownCode, match=r"\(4, 3, 2, 1\); found '5'"):
        scales.scale("ofsted_2012").rank("5")


def test_the_rank_of_a_number_is_refused_with_the_codes_there_are():
    """The error is that of any other unknown code."""
    with pytest.raises(scales.UnknownCode):
        scales.scale("ofsted_2012").rank(2)
