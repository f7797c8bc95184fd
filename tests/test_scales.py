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
    """W 3, 1c 7, 1b 9, 1a 11, 2c 13, and so on in twos to 8a 53; EP lies above and has none."""
    codes = [f"{level}{third}" for level in range(1, 9) for third in "cba"]
    assert SUB_LEVELS.codes == ("W", *codes, "EP")
    assert SUB_LEVELS.points == {"W": 3} | dict(zip(codes, range(7, 54, 2), strict=True))


def test_points_of_whole_levels_are_those_of_the_performance_tables():
    """Levels 2 to 8 at key stages 2 and 3 (2007 tables): 15, 21, 27, 33, 39, 45, 51; W is 3."""
    points = scales.scale("national_curriculum_level").points
    printed = {"2": 15, "3": 21, "4": 27, "5": 33, "6": 39, "7": 45, "8": 51}
    assert points == {"W": 3, "1": 9} | printed


def test_the_points_of_sub_levels_are_all_odd():
    """A half-way, even score belongs to no sub-level."""
    assert all(points % 2 == 1 for points in SUB_LEVELS.points.values())


def test_the_step_from_working_towards_to_level_one_is_twice_as_long():
    """W to 1c is 4 points; every other step is 2."""
    points = list(SUB_LEVELS.points.values())
    steps = [int(after - before) for before, after in pairwise(points)]
    assert steps == [4] + [2] * 23


def test_a_level_is_six_points():
    """The secure sub-levels stand for the whole levels."""
    secure = [SUB_LEVELS.points[f"{level}b"] for level in range(1, 9)]
    assert secure == [9, 15, 21, 27, 33, 39, 45, 51]


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


# Scales in force ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "in_force"),
    [
        ("2005-08-31", []),
        ("2005-09-01", ["ofsted_2005"]),
        ("2012-08-31", ["ofsted_2005"]),
        ("2012-09-01", ["ofsted_2012"]),
        ("2024-09-01", ["ofsted_2012"]),
        ("2024-09-02", []),
    ],
)
def test_overall_effectiveness_is_graded_on_one_scale_at_a_time(day, in_force):
    """Satisfactory to August 2012, requires improvement from then, no headline since 2024."""
    assert scales.names(family="ofsted", on=day) == in_force


def test_inspections_of_the_year_without_headline_grades_had_four_judgements():
    """From 2 September 2024 to 9 November 2025 the key judgements stood alone."""
    on = "2025-06-01"
    ofsted = [name for name in scales.names(on=on) if name.startswith("ofsted")]
    assert ofsted == ["ofsted_judgement_2019"]
    assert not scales.scale("ofsted_judgement_2019").in_force("2025-11-10")


def test_the_report_card_has_five_standards_in_words():
    """Five standards from 10 November 2025, and safeguarding apart (Ofsted, 2025)."""
    card = scales.scale("ofsted_report_card_2025")
    assert card.valid_from == date(2025, 11, 10) and card.best_is == "high"
    assert card.codes == (
        "urgent improvement",
        "needs attention",
        "expected standard",
        "strong standard",
        "exceptional",
    )
    assert scales.scale("ofsted_safeguarding_2025").codes == ("not met", "met")


def test_inspectors_stopped_grading_lessons_in_2014():
    """Their scale ended with August 2014; the schools' own has no last day."""
    assert scales.scale("ofsted_lesson_grade_2012").valid_to == date(2014, 8, 31)
    assert scales.scale("lesson_grade_2012").in_force("2026-01-01")


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        ("2018-07-20", "P1i P1ii P2i P2ii P3i P3ii P4 P5 P6 P7 P8"),
        ("2018-09-01", "P1i P1ii P2i P2ii P3i P3ii P4"),
        ("2021-08-31", "P1i P1ii P2i P2ii P3i P3ii P4"),
        ("2021-09-01", ""),
    ],
)
def test_the_upper_p_scales_ended_three_years_before_the_others(day, codes):
    """P5 to P8 gave way to pre-key stage standards in 2018, P1 to P4 to the engagement model."""
    assert scales.scale("p_scale").codes_on(day) == tuple(codes.split())


def test_a_code_that_had_ended_is_refused_for_its_day():
    """The day, what was legal on it, and the row are named."""
    with pytest.raises(scales.UnknownCode, match=r"on 2019-06-30 \(P1i.*P4\); found row 2: 'P6'"):
        scales.check_codes(["P4", "P6"], scale="p_scale", on="2019-06-30")
    assert scales.check_codes(["P6"], scale="p_scale") == ["P6"]


def test_a_scale_that_had_ended_is_refused_for_its_day():
    """A headline grade of 2025 is a wrong date or another scale."""
    with pytest.raises(
        scales.UnknownCode,
        match=r"in force on 2025-03-01; found 2 of 'ofsted_2012', in force from 2012-09-01 to 2024",
    ):
        scales.check_codes(["2", "1"], scale="ofsted_2012", on="2025-03-01")


def test_nothing_to_check_is_no_error_on_any_day():
    """Missing codes are let through whatever the day."""
    assert scales.check_codes([None, ""], scale="p_scale", on="2030-01-01") == [None, None]


def test_text_that_is_no_day_is_refused():
    """The form to write a day in is given."""
    with pytest.raises(ValueError, match=r"such as '2014-03-01'; found '1/3/2014'"):
        scales.scale("p_scale").in_force("1/3/2014")


# Ends and expected standards -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "floor", "ceiling", "codes"),
    [
        ("key_stage_1_scaled_score", "85", "115", 31),  # Standards and Testing Agency, 2016
        ("key_stage_2_scaled_score", "80", "120", 41),  # the same
        ("phonics_screening_check", "0", "40", 41),  # 40 words
        ("multiplication_tables_check", "0", "25", 26),  # 25 questions
        ("gcse_number", "U", "9", 10),
        ("gcse_combined_science", "U", "9-9", 18),  # Ofqual: seventeen grades, and U
        ("a_level", "U", "A*", 7),
        ("as_level", "U", "A", 6),
        ("alps", "9", "1", 9),
        ("btec_national_triple", "U", "D*D*D*", 11),
        ("efficacy_9", "1", "9", 9),
    ],
)
def test_scales_end_where_their_publisher_says(name, floor, ceiling, codes):
    """Nobody can be below the floor or above the ceiling."""
    scale = scales.scale(name)
    assert (scale.worst, scale.best, len(scale.codes)) == (floor, ceiling, codes)


@pytest.mark.parametrize(
    ("name", "first", "words"),
    [
        ("key_stage_1_scaled_score", "100", "expected standard met"),
        ("key_stage_2_scaled_score", "100", "expected standard met"),
        ("key_stage_2_scaled_score", "110", "high score"),  # SFR 39/2016: threshold of 110
        ("phonics_screening_check", "32", "at or above"),  # threshold mark of every year
    ],
)
def test_the_expected_standard_begins_at_its_score(name, first, words):
    """The words hold from that score upwards and at no score below."""
    scale = scales.scale(name)
    met = [code for code in scale.codes if words in scale.words[code]]
    assert met == list(scale.codes[scale.codes.index(first) :])


def test_reversed_forms_have_the_same_words_with_other_numbers():
    """From worst to best the words agree; only the best number differs."""
    for name in ("agreement_4", "agreement_5", "confidence_5"):
        plain, turned = scales.scale(name), scales.scale(f"{name}_reversed")
        ends = [(s.words[s.worst], s.words[s.best]) for s in (plain, turned)]
        assert ends[0] == ends[1] and plain.family == turned.family
        assert (plain.best_is, turned.best_is) == ("high", "low")


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
