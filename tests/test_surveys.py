"""Surveys asked once: the people behind each percentage, repeats, parts and others."""

from fractions import Fraction

import pandas as pd
import pytest

from partnership_evaluation.figures import surveys as figures_surveys
from partnership_evaluation.questions import (
    survey_answers,
    survey_checks,
    survey_dangers,
    survey_parts,
    survey_sizes,
    surveys,
)


def group(percents, *, largest, counts=None):
    """Make statements of one group."""
    counts = counts or [None] * len(percents)
    return pd.DataFrame({"percent": percents, "count": counts, "largest": largest})


@pytest.fixture(scope="module")
def staff():
    """83 of 92 staff answered (Rea et al., 2015, George Spencer)."""
    return surveys.read("george-spencer")


@pytest.fixture(scope="module")
def travellers():
    """23 participants, number of answers not printed (BCPP, 2019)."""
    return surveys.read("job-shadowing")


# Numbers of answers --------------------------------------------------------------------------


def test_a_count_and_a_percentage_leave_few_numbers_of_answers():
    """19 prints as 24 per cent of 78, 79 and 80 answers, and of no other number."""
    fits = [n for n in range(19, 84) if survey_sizes.counts_at("24", n=n, count=19)]
    assert fits == [78, 79, 80]


@pytest.mark.parametrize(
    ("percent", "n", "counts"), [("90", 22, []), ("91", 22, [20]), ("90", 21, [19])]
)
def test_a_percentage_fits_some_numbers_of_answers_only(percent, n, counts):
    """20 of 22 is 90.9, so 91; 19 of 21 is 90.5, so 90."""
    assert survey_sizes.counts_at(percent, n=n) == counts


def test_a_tie_may_have_been_rounded_either_way():
    """5 of 8 is 62.5 per cent."""
    assert survey_sizes.counts_at("62", n=8) == survey_sizes.counts_at("63", n=8) == [5]


def test_the_number_that_prints_most_is_preferred_and_of_equals_the_largest():
    """22 prints 95 (21), 86 (19) and 50 (11); 96 needs 23."""
    assert survey_sizes.most_printed(group(["95", "86", "50", "96"], largest=23)) == 22
    assert survey_sizes.most_printed(group(["50"], largest=9)) == 8


def test_without_a_limit_no_number_is_preferred():
    """Nothing says how many there can have been."""
    assert survey_sizes.most_printed(group(["50"], largest=None)) is None


def test_nobody_can_have_answered_less_often_than_the_count():
    """The table of sizes begins at the largest count."""
    table = survey_sizes.printed_by_size(group(["75"], largest=6, counts=[3]))
    assert table["value"].tolist() == [3, 4, 5, 6]
    assert table["prints"].tolist() == [0, 1, 0, 0]


def test_the_parts_of_a_group_limit_its_size():
    """47 and 53 per cent fit 15 pupils, but the shares within each part need 27 and 45 of them."""
    survey = surveys.read("aet")
    base = "pupils not very good before"
    whole = survey.frame[survey.frame["counted_by"].isna()]
    alone = survey_sizes.sizes_of(whole, survey.statements, base, limit=150)
    assert alone[0] == 15
    assert survey_sizes.sizes_of(survey.frame, survey.statements, base, limit=150)[0] == 116


# Reading -------------------------------------------------------------------------------------


def test_answers_to_one_question_come_from_one_number_of_people(staff):
    """60 (73 per cent) and 22 (27 per cent) make 82, and 82 prints both."""
    rows = staff.statements[
        staff.statements["label"] == "learning communities improved own enquiry"
    ]
    assert rows["n"].tolist() == [82, 82]
    assert rows["count"].sum() == 82


def test_what_no_rounding_explains_is_said_to_be_cut_off(staff):
    """71 of 83 is 85.5 and 52 of 83 is 62.7; printed are 85 and 62, which 84 answers would give."""
    cut = staff.statements[staff.statements["how"] == "decimals cut off"]
    assert cut[["count", "percent"]].values.tolist() == [[71, "85"], [52, "62"]]


def test_an_answer_from_very_to_some_is_not_the_strongest(staff):
    """A range of answers is milder than its first word."""
    ranged = staff.statements[staff.statements["response"].str.contains(" to some")]
    assert not ranged["strong"].any()


def test_the_three_ranges_of_a_share_are_nested_as_they_should(staff):
    """Knowing that 83 of 92 answered narrows the interval; the bounds hold the census interval."""
    found = staff.intervals().dropna(subset=["census_low"])
    assert (found["low_share"] <= found["census_low"]).all()
    assert (found["bound_low"] <= found["census_low"] + 1e-12).all()
    assert (found["census_high"] <= found["bound_high"] + 1e-12).all()


def test_the_bounds_of_75_of_83_out_of_92_are_those_of_manski(staff):
    """With 82 answers: 75/92 to (75 + 10)/92."""
    row = staff.intervals().set_index("item").loc[5]
    assert row["bound_low"] == pytest.approx(75 / 92)
    assert row["bound_high"] == pytest.approx(85 / 92)


def test_a_case_without_a_survey_is_refused():
    """The missing tables are named."""
    with pytest.raises(surveys.SurveyError, match="jurassic-coast has no survey_percentages"):
        surveys.read("jurassic-coast")


# Checks --------------------------------------------------------------------------------------


def test_repeats_that_disagree_are_found_and_counted_in_people(travellers):
    """Very satisfied: 96 per cent five times and 100 twice, one person of 23 apart."""
    found = survey_checks.repeats(travellers)
    assert len(found) == 5
    assert found["People between them"].tolist()[:3] == ["about 1", "about 5", "about 2"]


def test_a_survey_without_repeats_has_none_that_disagree(staff):
    """Every statement is printed once."""
    assert survey_checks.repeats(staff).empty


def test_leaders_are_compared_with_the_staff_who_do_not_lead(staff):
    """13 of 15 against 52 - 13 = 39 of 83 - 15 = 68; Fisher's exact p by hypergeometric sums."""
    row = survey_parts.against_the_rest(staff).iloc[0]
    assert (row["people"], row["rest"]) == ("13 of 15", "39 of 68")
    assert row["gap_low"] == pytest.approx(13 / 15 - 39 / 68)
    assert row["p_value"] == pytest.approx(0.0408, abs=5e-5)
    assert row["p_adjusted"] >= row["p_value"]


def test_a_part_below_a_whole_that_is_unanimous_is_impossible(travellers):
    """100 per cent of all and 68 per cent of some of them contradict each other."""
    row = survey_parts.against_the_rest(travellers).iloc[0]
    assert pd.isna(row["gap_low"])
    assert "both cannot hold" in survey_parts.sentence(row)


def test_a_part_of_unknown_size_gives_a_range_whose_direction_is_certain():
    """96 per cent of some of 720 academies, 87 per cent of all: the others are below 87 or so."""
    row = survey_parts.against_the_rest(surveys.read("school-collaboration")).iloc[0]
    assert row["rest_low"] == 0
    assert row["rest_high"] < 0.875
    assert row["gap_low"] > 0
    assert pd.isna(row["p_value"])


def test_the_share_among_those_who_agreed_uses_their_count(staff):
    """42 of the 76 who agreed, not of the 83 who answered."""
    assert survey_checks.quantities(staff)["within_13"] == (Fraction(42, 76), Fraction(42, 76))


def test_two_groups_that_share_nobody_are_bounded_over_all_who_were_asked():
    """With 79 and 41 per cent not answering, the sign of the difference is open."""
    found = survey_checks.quantities(surveys.read("north-south"))
    low, high = found["asked_difference_participation-engagement"]
    assert low < 0 < high


# Words ---------------------------------------------------------------------------------------


def test_the_sentence_on_counts_adds_up(staff):
    """17 percentages with a count: 9, 6, 2 and 0."""
    numbers = [
        int(w) for w in survey_answers.sentence(staff).replace(",", "").split() if w.isdigit()
    ]
    assert numbers[0] == sum(numbers[1:]) == 17


def test_the_sentence_without_counts_names_the_best_number(travellers):
    """22 answers print 11 of the 17 different percentages."""
    assert "22 answers print 11 of them" in survey_answers.sentence(travellers)


def test_intervals_without_a_printed_number_are_called_the_widest():
    """54 per cent can be 7 of 13 or any larger number."""
    table = survey_answers.interval_table(surveys.read("school-collaboration"))
    assert table["People"].iloc[0] == "at least 13 answers"
    assert table["Interval"].iloc[0].endswith("at the widest")


def test_majorities_are_counted_among_those_asked(staff):
    """Strong agreement on honest opinions (51 per cent) is the one that is open."""
    assert survey_dangers.majorities(staff).tolist() == [10, 6, 1, 17]


def test_pupils_chosen_by_a_low_first_answer_are_a_danger():
    """They could not fall."""
    names = [name for name, _ in survey_dangers.dangers(surveys.read("aet"))]
    assert "Only those who began low are reported" in names


def test_every_way_to_an_interval_is_shown_for_three_statements(staff):
    """The lowest, the middle and the highest; the last column is the widest."""
    table = survey_dangers.routes(staff)
    assert len(table) == 3
    assert list(table.columns[-2:]) == ["Jeffreys", "All at once"]


def test_prints_of_one_statement_share_a_line_of_the_figure(travellers):
    """The most frequent print comes first."""
    table = survey_answers.drawn(travellers)
    first = table[table["label"] == table["label"].iloc[0]]
    assert first["estimate"].tolist() == [96, 100]
    drawn = figures_surveys.shares(table, unit="per cent", alt="96 and 100.", caption="n = 23.")
    assert drawn.png.startswith(b"\x89PNG")
