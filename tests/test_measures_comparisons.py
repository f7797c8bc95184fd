"""Which values of two scales, or of two times, may be compared, converted or added."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnership_evaluation import measures
from partnership_evaluation.measures import IllegalComparison, UnknownCode

bounded = settings(derandomize=True, max_examples=40, deadline=None)
LETTERS = measures.scale("gcse_letter").codes
SUB_LEVELS = measures.scale("national_curriculum").codes


def verdict(before, after, before_date=None, after_date=None):
    """Return the verdict alone."""
    answer = measures.compare(before, after, before_date=before_date, after_date=after_date)
    return answer.verdict


# Comparisons ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "days", "reason"),
    [
        # Ofsted announced in January 2012 that satisfactory would go in September.
        ("ofsted_2005", "ofsted_2012", ("2011-05-01", "2013-05-01"), "September 2012"),
        ("lesson_grade_2005", "lesson_grade_2012", (None, None), "September 2012"),
        # Ofsted: the new grades cannot be compared to the old ones.
        ("ofsted_2012", "ofsted_report_card_2025", ("2019-01-01", "2026-01-01"), "five new"),
        ("ofsted_judgement_2019", "ofsted_report_card_2025", (None, None), "five new"),
        ("ofsted_2012", "ofsted_judgement_2019", (None, None), "one part of an inspection"),
        # SFR 39/2016: levels are not comparable with scaled scores.
        ("national_curriculum", "key_stage_2_scaled_score", (None, None), "not comparable"),
        ("national_curriculum_level", "teacher_assessment_2015", (None, None), "not comparable"),
        # Pre-key stage standards: not comparable to judgements on P scales.
        ("p_scale", "pre_key_stage_2", ("2018-06-01", "2019-06-01"), "not comparable"),
        ("p_scale", "national_curriculum", (None, None), "everything below level 1"),
        ("early_learning_goal_2012", "early_learning_goal_2021", (None, None), "rewritten"),
        ("key_stage_1_scaled_score", "key_stage_2_scaled_score", (None, None), "of their own"),
        ("key_stage_2_scaled_score", "gcse_number", (None, None), "forecast"),
        ("alps", "a_level", (None, None), "value added"),
        ("agreement_4", "agreement_5", (None, None), "middle answer"),
        ("confidence_5", "confidence_10", (None, None), "invents answers"),
        ("progress_8", "attainment_8", (None, None), "national mean"),
        ("alps", "frequency_5", (None, None), "Movement needs one scale"),
    ],
)
def test_a_comparison_is_refused_with_its_reason(before, after, days, reason):
    """Both ways round: a refusal does not depend on which came first."""
    there = measures.compare(before, after, before_date=days[0], after_date=days[1])
    back = measures.compare(after, before, before_date=days[1], after_date=days[0])
    assert there.verdict == back.verdict == "refused"
    assert reason in there.reason and there.reason == back.reason and there.instead


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("ofsted_2012", "ofsted_2012", "ordinal"),
        ("gcse_number", "gcse_number", "ordinal"),
        ("agreement_5", "agreement_5", "ordinal"),
        ("agreement_5", "agreement_5_reversed", "ordinal"),
        ("national_curriculum", "national_curriculum_level", "ordinal"),
        ("national_curriculum", "national_curriculum", "allowed"),
        ("key_stage_2_scaled_score", "key_stage_2_scaled_score", "allowed"),
        ("gcse_letter", "gcse_number", "thresholds"),
        ("a_level_2002", "a_level", "thresholds"),
        ("gcse_letter_1988", "gcse_letter", "thresholds"),
    ],
)
def test_what_is_legal_is_told_apart_by_kind(before, after, expected):
    """Differences, order alone, or shares at or above a grade."""
    assert verdict(before, after) == verdict(after, before) == expected


@pytest.mark.parametrize(
    ("scale", "before", "after", "expected"),
    [
        ("gcse_number", "2018-08-23", "2019-08-22", "ordinal"),
        ("gcse_number", "2019-08-22", "2020-08-20", "refused"),  # no examinations in 2020
        ("a_level", "2020-08-13", "2021-08-10", "refused"),  # two different substitutes
        ("a_level", "2021-08-10", "2022-08-18", "refused"),
        ("a_level", "2022-08-18", "2023-08-17", "refused"),  # half-way back in 2022
        ("a_level", "2019-08-15", "2023-08-17", "ordinal"),  # graded to the standard of 2019
        ("a_level", "2020-08-13", "2020-08-13", "ordinal"),  # two schools in one year
        ("teacher_assessment_2015", "2017-06-01", "2018-06-01", "refused"),  # revised framework
        ("teacher_assessment_2015", "2018-06-01", "2019-06-01", "ordinal"),
        ("teacher_assessment_2015", "2016-06-01", "2017-06-01", "ordinal"),
    ],
)
def test_years_graded_in_another_way_are_not_compared_with_others(scale, before, after, expected):
    """Department for Education, 2020/21: not to be directly compared for measuring change."""
    assert verdict(scale, scale, before, after) == expected


@pytest.mark.parametrize("name", ["progress_8", "key_stage_2_progress"])
def test_relative_measures_are_compared_within_one_school_year_only(name):
    """Their national mean is 0 in every year; without dates the years may differ."""
    assert verdict(name, name, "2018-09-01", "2019-08-31") == "allowed"
    assert verdict(name, name, "2019-08-31", "2018-08-31") == "refused"
    assert verdict(name, name) == verdict(name, name, "2019-01-01") == "refused"


def test_attainment_8_is_not_compared_across_the_change_of_points():
    """A B counted 6 in 2016 and 5.5 in 2017."""
    assert verdict("attainment_8", "attainment_8", "2016-08-25", "2017-08-24") == "refused"
    assert verdict("attainment_8", "attainment_8", "2018-08-23", "2019-08-22") == "allowed"


@pytest.mark.parametrize(
    ("scale", "day", "edge"),
    [
        ("ofsted_2012", "2024-09-02", "ended on 2024-09-01"),
        ("ofsted_report_card_2025", "2025-11-09", "began on 2025-11-10"),
        ("p_scale", "2022-06-01", "ended on 2021-08-31"),
        ("national_curriculum", "2016-05-01", "ended on 2015-08-31"),
        ("gcse_number", "2016-08-25", "began on 2017-06-01"),
        ("ofsted_lesson_grade_2012", "2015-01-01", "ended on 2014-08-31"),
        ("progress_8", "2015-08-31", "began on 2015-09-01"),
    ],
)
def test_a_scale_is_refused_outside_its_time(scale, day, edge):
    """The edge that was passed is named, and the dates that were given."""
    answer = measures.compare(scale, scale, before_date=day, after_date=None)
    assert answer.verdict == "refused" and f"{edge} and was not in force on {day}" in answer.reason


def test_the_pair_of_scales_has_one_verdict_in_either_order():
    """For every pair of scales, without dates."""
    known = measures.names()[::4]  # a quarter of them, to keep the test short
    for before, after in product(known, repeat=2):
        assert verdict(before, after) == verdict(after, before)
        assert (before != after) or verdict(before, after) in ("ordinal", "allowed")


def test_a_listed_comparison_names_its_source():
    """Publisher, title, year and place."""
    answer = measures.compare("gcse_letter", "gcse_number", before_date=None, after_date=None)
    assert answer.source.startswith("Ofqual: GCSE 9 to 1 grade scale explained (2025), How does")


def test_an_unknown_scale_in_a_comparison_is_answered_with_the_nearest():
    """Quantities that are no codes are offered too."""
    with pytest.raises(ValueError, match=r"found 'progress_9'. Did you mean 'progress_8'"):
        measures.compare("progress_9", "alps", before_date=None, after_date=None)
    with pytest.raises(ValueError, match="found '2024/25'"):
        measures.compare("alps", "alps", before_date="2024/25", after_date=None)


def test_dates_have_to_be_given_or_given_up():
    """Nobody forgets them without noticing."""
    with pytest.raises(TypeError):
        measures.compare("alps", "alps")


# Conversions ---------------------------------------------------------------------------------


def test_letters_and_numbers_meet_at_three_points_and_nowhere_else():
    """Ofqual: the bottom of 7 and A, of 4 and C, of 1 and G."""
    assert measures.thresholds("gcse_letter", "gcse_number") == {"A": "7", "C": "4", "G": "1"}
    assert measures.thresholds("gcse_number", "gcse_letter") == {"7": "A", "4": "C", "1": "G"}
    assert measures.thresholds("gcse_letter", "a_level") == {}


def test_a_letter_is_not_turned_into_a_number():
    """A pupil with a C might have had a 4 or a 5: the error gives the points where scales meet."""
    with pytest.raises(IllegalComparison, match=r"three points only.*C or better is 4 or better"):
        measures.convert(["C"], from_scale="gcse_letter", to_scale="gcse_number")


def test_shares_at_or_above_an_anchor_point_can_be_compared():
    """C or better before, 4 or better after; ungraded pupils count as below."""
    before = measures.at_or_above(["A*", "C", "D", "U", None], "C", scale="gcse_letter")
    after = measures.at_or_above(["9", "4", "3", "U", ""], "4", scale="gcse_number")
    assert before == after == [True, True, False, False, None]


def test_an_unknown_threshold_is_refused():
    """A threshold is a code like any other."""
    with pytest.raises(UnknownCode, match="found '7'"):
        measures.at_or_above(["A"], "7", scale="gcse_letter")


def test_sub_levels_lie_within_their_level():
    """Every third of a level is that level; W and EP stay what they are."""
    levels = measures.convert(
        SUB_LEVELS, from_scale="national_curriculum", to_scale="national_curriculum_level"
    )
    assert levels == ["W", *(str(level) for level in range(1, 9) for _ in "cba"), "EP"]


def test_a_level_is_not_turned_into_a_sub_level():
    """A level 3 of the tests has 21 points, a teacher's 3c has 19: nobody knows which third."""
    with pytest.raises(IllegalComparison, match="3c has 19 points and level 3 has 21"):
        measures.convert(
            ["3"], from_scale="national_curriculum_level", to_scale="national_curriculum"
        )


@bounded
@given(st.lists(st.sampled_from("12345"), max_size=8), st.sampled_from(["agreement", "confidence"]))
def test_turning_the_numbers_of_a_form_round_twice_changes_nothing(codes, form):
    """And turning once reverses every movement counted on the wrong scale."""
    ends = {"from_scale": f"{form}_5", "to_scale": f"{form}_5_reversed"}
    turned = measures.convert(codes, **ends)
    back = measures.convert(turned, from_scale=ends["to_scale"], to_scale=ends["from_scale"])
    assert back == codes
    fives = ["5"] * len(codes)
    right = measures.shift(codes, fives, scale=ends["from_scale"])
    assert measures.shift(turned, ["1"] * len(codes), scale=ends["to_scale"]) == right


def test_codes_of_one_scale_stay_as_they_are():
    """Missing codes too; codes that are not on the scale are still found."""
    same = {"from_scale": "alps", "to_scale": "alps"}
    assert measures.convert(["1", None], **same) == ["1", None]
    with pytest.raises(UnknownCode, match="row 1: '0'"):
        measures.convert(["0"], **same)


# Points --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scale", "table", "codes", "points"),
    [
        # Department for Education: a point for each grade to 2003, then 58 to 16 in sixes.
        ("gcse_letter", "gcse_8_to_1", LETTERS, range(9)),
        ("gcse_letter", "gcse_58_to_16", LETTERS, [0, 16, 22, 28, 34, 40, 46, 52, 58]),
        # Secondary accountability measures (2018): A* 8.5, A 7, B 5.5, C 4, D 3, E 2, F 1.5, G 1.
        ("gcse_letter", "attainment_8_2017", "G F E D C B A A*", "1 1.5 2 3 4 5.5 7 8.5"),
        ("gcse_number", "attainment_8_2017", "U 1 5 9", "0 1 5 9"),
        # Performance tables to 2015: AS 135 to 75, A level 270 to 150, and 300 for A*.
        ("a_level", "level_3_to_2015", "E D C B A A*", "150 180 210 240 270 300"),
        ("as_level", "level_3_to_2015", "E D C B A", "75 90 105 120 135"),
        # UCAS Tariff: old and new.
        ("a_level", "ucas_tariff_to_2016", "E D C B A A*", "40 60 80 100 120 140"),
        ("as_level", "ucas_tariff_to_2016", "E D C B A", "20 30 40 50 60"),
        ("a_level", "ucas_tariff_2017", "E D C B A A*", "16 24 32 40 48 56"),
        ("as_level", "ucas_tariff_2017", "E D C B A", "6 10 12 16 20"),
        ("btec_national_single", "ucas_tariff_2017", "P M D D*", "16 32 48 56"),
        ("btec_national_triple", "ucas_tariff_2017", "PPP MMM DMM DDD D*D*D*", "48 96 112 144 168"),
        ("btec_national_triple", "ucas_tariff_to_2016", "PPP MMM D*D*D*", "120 240 420"),
    ],
)
def test_points_are_those_of_the_published_table(scale, table, codes, points):
    """Typed from the publication, not from the data."""
    listed = codes.split() if isinstance(codes, str) else codes
    expected = points.split() if isinstance(points, str) else points
    assert measures.to_points(listed, scale=scale, table=table) == list(map(Fraction, expected))


@pytest.mark.parametrize(
    ("grades", "old", "new"),
    [("A* A* A*", 420, 168), ("A A B", 340, 136), ("A B B", 320, 128), ("C D D", 200, 80)],
)
def test_three_a_levels_add_up_as_published(grades, old, new):
    """De Montfort University, UCAS Tariff changes made in 2017: old and new totals."""
    for table, total in (("ucas_tariff_to_2016", old), ("ucas_tariff_2017", new)):
        assert sum(measures.to_points(grades.split(), scale="a_level", table=table)) == total


def test_a_grade_is_ten_points_since_2016():
    """Department for Education, 2020/21: 10 points are one full A-level grade."""
    points = measures.to_points("EDCBA", scale="a_level", table="level_3_from_2016")
    assert points == [10, 20, 30, 40, 50]


def test_grades_without_points_of_their_own_ask_for_a_table():
    """The error lists the tables; a scale that no table covers has none to list."""
    with pytest.raises(IllegalComparison, match="table= one of gcse_8_to_1, gcse_58_to_16"):
        measures.to_points(["B"], scale="gcse_letter")
    with pytest.raises(IllegalComparison, match=r"'ucas_tariff_2017' gives none. Tables with po"):
        measures.to_points(["B"], scale="gcse_letter", table="ucas_tariff_2017")
    with pytest.raises(ValueError, match=r"point_tables.csv; found 'ucas'"):
        measures.to_points(["B"], scale="a_level", table="ucas")


def test_exceptional_performance_has_no_points():
    """No publication gives any: the code is refused and not guessed at."""
    with pytest.raises(IllegalComparison, match="found EP of 'national_curriculum' without"):
        measures.to_points(["8a", "EP"], scale="national_curriculum")


def test_points_of_two_tables_are_not_added():
    """A B was 46 points and became 5.5."""
    with pytest.raises(IllegalComparison, match="'attainment_8_2017' and 'gcse_58_to_16'"):
        measures.require_legal("sum", "gcse_letter", points=["gcse_58_to_16", "attainment_8_2017"])
    with pytest.raises(IllegalComparison, match="two tables cannot be added or compared"):
        measures.require_legal("mean", "a_level", points=["level_3_to_2015", "level_3_from_2016"])


def test_one_table_makes_the_points_of_its_scales_addable():
    """The Tariff was made for that; it covers no GCSE."""
    scales = ("a_level", "as_level", "btec_national_single")
    assert measures.require_legal("sum", *scales, points=["ucas_tariff_2017"]) is None
    assert measures.require_legal("mean", "a_level", points=["level_3_from_2016"]) is None
    with pytest.raises(IllegalComparison, match="found none for 'gcse_number'"):
        measures.require_legal("sum", "a_level", "gcse_number", points=["ucas_tariff_2017"])
    with pytest.raises(IllegalComparison, match="Points of two scales cannot be added"):
        measures.require_legal("sum", "a_level", "as_level")


def test_tables_of_points_are_named_correctly_or_refused():
    """A name that is no table, and a name that is not in a list."""
    with pytest.raises(ValueError, match=r"found 'tariff'. Known: gcse_8_to_1"):
        measures.require_legal("sum", "a_level", points=["tariff"])
    with pytest.raises(ValueError, match=r"Write \['ucas_tariff_2017'\]"):
        measures.require_legal("sum", "a_level", points="ucas_tariff_2017")


@pytest.mark.parametrize(
    ("day", "table"),
    [
        ("2003-08-21", "gcse_8_to_1"),
        ("2010-08-24", "gcse_58_to_16"),
        ("2016-08-25", "attainment_8_2016"),
        ("2018-08-23", "attainment_8_2017"),
    ],
)
def test_one_table_of_gcse_points_is_in_force_at_a_time(day, table):
    """The table of a summer's results is found by its date."""
    assert measures.point_tables("gcse_letter", on=day) == [table]
