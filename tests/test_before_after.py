"""Surveys before and after: who can have answered, who can have moved, and by how much chance."""

from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from partnership_evaluation import consistency, feasible, proportions, tables
from partnership_evaluation.feasible.moves import sign_test_p
from partnership_evaluation.paired import mean_permutation
from partnership_evaluation.questions import (
    answer_changes,
    before_after,
    before_after_dangers,
    before_after_quantities,
    before_after_results,
    before_after_summary,
    before_after_tables,
    mean_differences,
)
from partnership_evaluation.questions.before_after_pairs import NothingFits, Pairings

QUICK = settings(derandomize=True, max_examples=25, deadline=None)
CASES = {"sutton": 12, "camden": 20, "new-river": 0, "aet": 0, "fairfields": 0}


@cache
def evidence(case):
    """Collect what a case study printed, once."""
    survey = before_after.read(case, most_answers=CASES[case])
    return before_after_summary.Evidence(
        survey,
        before_after_results.results(survey),
        answer_changes.read(case),
        before_after_summary.form(case),
        5,
    )


# Who answered --------------------------------------------------------------------------------


def test_the_survey_of_sutton_fits_twelve_answers_before_and_ten_after():
    """Rea et al. (2015), Table 9: 3.58 needs 12, 3.55 needs 11, 4.1 needs 10; 4.7 needs 10."""
    survey = before_after.read("sutton", most_answers=12)
    fits = {item.before.printed: item.before.fits for item in survey.items}
    assert fits["3.58"] == (12,) and fits["3.55"] == (11,) and fits["4.1"] == (10,)
    assert fits["3.67"] == (3, 6, 9, 12)
    assert {item.after.fits for item in survey.items if item.after.printed != "4"} == {
        (5, 10),
        (10,),
    }
    assert survey.groups == {"before": 12, "after": 10}
    assert survey.complete == {"before": (), "after": (10,)}


def test_means_read_with_the_decimals_as_printed_fit_more_groups():
    """3.6 stands for everything from 3.55 to 3.65, which eight to twelve answers reach."""
    loose = before_after.read("sutton", most_answers=12, mean_decimals=0)
    survey = before_after.read("sutton", most_answers=12)
    assert loose.complete["after"] == (8, 9, 10, 11, 12)
    assert "8 to 12" in before_after_summary.rounding_sentence(survey, loose)
    assert before_after_summary.rounding_sentence(survey, survey) == ""


def test_the_survey_of_camden_cannot_be_of_sixteen_people_before():
    """35 per cent needs 17, 28 needs 18; Rea et al. (2015), Camden, speak of 16."""
    survey = before_after.read("camden", most_answers=20)
    assert survey.groups == {"before": 18, "after": 16}
    assert survey.fewest["before"] == 18 and survey.stated["before"] == 16
    sentence = before_after_summary.sentences(evidence("camden"))[1]
    assert "The document speaks of 16, but no count of so few prints as 35, 28 or 65" in sentence


@pytest.mark.parametrize("percents", [["35", "6", "11", "28", "65"], ["81", "37", "62", "94"]])
def test_the_smallest_group_is_the_one_that_denominators_finds(percents):
    """Two ways of looking for the fewest missing answers."""
    fits = [
        tuple(
            n
            for n in range(1, 21)
            if consistency.grim_percent(percent, n=n, rounding="up_or_down").consistent
        )
        for percent in percents
    ]
    assert before_after.group_size(fits) == consistency.denominators(percents, max_n=20).n


def test_a_group_needs_an_item():
    """Nothing printed, nothing to explain."""
    assert before_after.group_size([]) is None
    assert before_after.group_size([(), (4, 8)]) == 4


def test_without_a_limit_no_number_of_answers_is_worked_out():
    """Otherwise every large number would fit every mean."""
    survey = before_after.read("sutton")
    assert survey.known == () and survey.groups == {"before": None, "after": None}
    assert survey.directions == (9, 0, 7)


def test_a_measure_that_is_not_known_is_refused(monkeypatch):
    """Means, percentages and counts only."""
    table = tables.read("camden/before_after").assign(measure="median")
    monkeypatch.setattr(tables, "read", lambda name: table)
    with pytest.raises(before_after.BeforeAfterError, match="mean, percent or count; found median"):
        before_after.read("camden", most_answers=20)


def test_figures_of_two_years_are_of_different_people():
    """Key stage 2 results of AET: 93 and 92 per cent of other pupils each year."""
    (item,) = before_after.read("aet").items
    assert not item.same_people and not item.known
    assert item.step == (Fraction(-2, 100), 0)


# Differences ---------------------------------------------------------------------------------


def test_less_is_better_turns_the_difference_round():
    """Table 6 of New River: -2.8 on finding work too hard is a change for the better."""
    items = before_after.read("new-river").items
    assert [float(item.step_printed) for item in items] == [1.0, 2.6, 2.8, 0.2]
    assert items[2].step == (Fraction(275, 100), Fraction(285, 100))


def test_a_difference_comes_from_whole_answers_where_their_number_is_known():
    """38 of 10 answers less 39 of 11, not 3.8 less 3.55."""
    item = before_after.read("sutton", most_answers=12).items[1]
    assert item.step == (Fraction(38, 10) - Fraction(39, 11),) * 2
    assert item.step_printed == Fraction(1, 4)


# Who can have moved --------------------------------------------------------------------------


def test_pairings_of_equal_groups_agree_with_paired_tables():
    """Known margins of a binary item: the feasible joint tables of the library."""
    pairings = Pairings((0, 1), 31, 31, (10,), (22,), "high")
    space = feasible.paired_tables((21, 10), (9, 22))
    for outcome in ("improved", "declined", "unchanged"):
        expected = feasible.bounds(f"share_{outcome}", space)
        found = pairings.share(outcome)
        assert (found.exact_low, found.exact_high) == (expected.exact_low, expected.exact_high)
    expected = feasible.bounds("mcnemar_p", space)
    assert pairings.p_value().exact_low == expected.exact_low
    assert pairings.p_value().exact_high == expected.exact_high


@given(
    st.integers(1, 4),
    st.integers(1, 4),
    st.data(),
)
@QUICK
def test_pairings_agree_with_listing_every_answer_of_small_groups(n_before, n_after, data):
    """All answers on a scale of 1 to 3 with the two sums, and all ways to pair them."""
    total_before = data.draw(st.integers(n_before, 3 * n_before))
    total_after = data.draw(st.integers(n_after, 3 * n_after))
    n = min(n_before, n_after)
    moves = {
        (sum(b > a for a, b in pairs), sum(b < a for a, b in pairs))
        for first in product((1, 2, 3), repeat=n_before)
        if sum(first) == total_before
        for last in product((1, 2, 3), repeat=n_after)
        if sum(last) == total_after
        for pairs in [list(zip(first[:n], last[:n], strict=True))]
    }
    pairings = Pairings((1, 2, 3), n_before, n_after, (total_before,), (total_after,), "high")
    ups, downs = ({pair[side] for pair in moves} for side in (0, 1))
    assert pairings.share("improved").exact_low == Fraction(min(ups), n)
    assert pairings.share("improved").exact_high == Fraction(max(ups), n)
    assert pairings.share("declined").exact_high == Fraction(max(downs), n)
    assert pairings.net()[0] == Fraction(min(up - down for up, down in moves), n)
    p_values = [sign_test_p(*pair) for pair in moves]
    assert pairings.p_value().exact_low == min(p_values)
    assert pairings.p_value().exact_high == max(p_values)


def test_the_favourable_end_can_be_the_low_one():
    """Whoever goes down improves then."""
    high = Pairings((1, 2, 3), 2, 2, (6,), (2,), "high")
    low = Pairings((1, 2, 3), 2, 2, (6,), (2,), "low")
    assert high.share("declined").low == low.share("improved").low == 1.0


def test_sums_that_no_answers_have_are_refused():
    """Two answers of 1 to 3 never add up to 7."""
    with pytest.raises(NothingFits, match="found none for 2 answers adding up to"):
        Pairings((1, 2, 3), 2, 2, (7,), (4,), "high").share("improved")


def test_one_confident_teacher_who_became_sixteen_leaves_little_open():
    """Camden: 15 or 16 of 16 moved up, whoever the one was."""
    first = evidence("camden").results[0]
    assert before_after_tables.people(first.improved) == "15 to 16 of 16"
    assert first.declined.high == 0 and first.verdict == "supported"


# Chance --------------------------------------------------------------------------------------


@given(st.lists(st.integers(1, 4), min_size=2, max_size=5), st.lists(st.integers(1, 4), min_size=2))
@QUICK
def test_the_permutation_test_agrees_with_scipy(first, last):
    """Absolute difference of means over every division of the pooled answers."""
    last = last[:5]
    counts = [[side.count(value) for value in range(1, 5)] for side in (first, last)]
    expected = stats.permutation_test(
        (np.array(last), np.array(first)),
        lambda a, b, axis: abs(a.mean(axis=axis) - b.mean(axis=axis)),
        vectorized=True,
        n_resamples=np.inf,
        alternative="greater",
    )
    found = mean_permutation.permutation_test(*counts)
    assert found.p_value == pytest.approx(expected.pvalue)
    assert found.estimate == pytest.approx(np.mean(last) - np.mean(first))


def test_the_range_of_the_permutation_test_is_reached_by_data_that_fit():
    """Every pair of spreads of two small groups, one by one."""
    spaces = [feasible.samples(mean, n=5, low=1, high=4) for mean in ("2.2", "3.2")]
    tested = [
        mean_permutation.permutation_test(one, other).p_value
        for one, other in product(spaces[0], spaces[1])
    ]
    found = mean_permutation.bounds(*spaces)
    assert found.low == pytest.approx(min(tested)) and found.high == pytest.approx(max(tested))


def test_groups_on_different_scales_and_empty_groups_are_refused():
    """Both problems at once."""
    with pytest.raises(ValueError, match="one scale: found 2 and 3") as error:
        mean_permutation.permutation_test((1, 1), (0, 0, 0))
    assert "Both groups must hold an answer" in str(error.value)


def test_too_many_pairs_of_spreads_are_refused():
    """Thirty answers on ten points, twice."""
    spaces = [feasible.samples(mean, n=30, low=1, high=10) for mean in ("5.5", "6.5")]
    with pytest.raises(ValueError, match="at most 200,000"):
        mean_permutation.bounds(*spaces)


def test_no_question_of_sutton_is_beyond_chance_in_any_data_set():
    """The smallest adjusted p is 16 times one in 128."""
    found = evidence("sutton").results
    assert {result.verdict for result in found} == {"contradicted"}
    assert min(result.adjusted.low for result in found) == 16 / 128


def test_corrected_ranges_are_holm_of_the_ends():
    """Camden: the smallest and the largest p-values, corrected for six questions."""
    found = evidence("camden").results
    for end, pick in (("low", min), ("high", max)):
        routes = [
            proportions.adjust([getattr(getattr(r, name), end) for r in found]).tolist()
            for name in ("p_same", "p_different")
        ]
        assert [getattr(r.adjusted, end) for r in found] == [
            pick(pair) for pair in zip(*routes, strict=True)
        ]
    words = [result.verdict for result in found]
    assert words.count("supported") == words.count("undetermined") == 2


def test_the_significant_rise_of_camden_is_no_such_in_any_data_set():
    """65 to 94 per cent: at best five up and none down, p = 2 / 32."""
    ease = evidence("camden").results[5]
    assert ease.p_same.exact_low == Fraction(1, 16)
    assert ease.p_different.low > 0.05


def test_intervals_of_means_are_welchs_at_the_largest_spreads():
    """By hand: t of the two largest standard deviations that print the means."""
    item = before_after.read("sutton", most_answers=12).items[3]
    spreads = [feasible.bounds("sd", side.space).high for side in (item.before, item.after)]
    expected = stats.ttest_ind_from_stats(4.7, spreads[1], 10, 4.1, spreads[0], 10, equal_var=False)
    found = before_after_results.difference(item)
    freedom = (spreads[0] ** 2 / 10 + spreads[1] ** 2 / 10) ** 2 / (
        (spreads[0] ** 2 / 10) ** 2 / 9 + (spreads[1] ** 2 / 10) ** 2 / 9
    )
    half = stats.t.ppf(0.975, freedom) * 0.6 / expected.statistic
    assert (found.low, found.high) == pytest.approx((0.6 - half, 0.6 + half))


# Less than two figures -----------------------------------------------------------------------


@given(st.integers(2, 5), st.integers(1, 4), st.data())
@QUICK
def test_shares_behind_a_difference_hold_for_every_small_group(points, n, data):
    """All moves of small groups lie within the bounds, and the bounds are reached as n grows."""
    reach = points - 1
    moves = data.draw(st.lists(st.integers(-reach, reach), min_size=n, max_size=n))
    step = Fraction(sum(moves), n)
    found = mean_differences.shares((step, step), points=points)
    up = Fraction(sum(move > 0 for move in moves), n)
    down = Fraction(sum(move < 0 for move in moves), n)
    assert found["improved"][0] <= up <= found["improved"][1]
    assert found["declined"][0] <= down <= found["declined"][1]
    assert found["net"][0] <= up - down <= found["net"][1]


def test_a_difference_beyond_the_scale_is_impossible():
    """2.6 on three points one step apart."""
    assert mean_differences.shares((Fraction(255, 100), Fraction(265, 100)), points=3) is None
    with pytest.raises(ValueError, match="at least two points: found 1"):
        mean_differences.shares((Fraction(0), Fraction(0)), points=1)


def test_people_needed_is_the_last_group_that_could_be_chance_and_one_more():
    """Everybody up by three of three steps: six of six give p = 2 / 64, five of five 2 / 32."""
    assert mean_differences.people_needed((Fraction(3), Fraction(3)), points=4) == 6
    assert mean_differences.people_needed((Fraction(1, 10),) * 2, points=4) is None


def test_those_who_began_lowest_must_be_so_many():
    """98 per cent is first printed by 39 of 40 (97.5), 99 by 66 of 67; Rea et al. (2015), AET."""
    found = answer_changes.read("aet").set_index("item")
    assert found["fewest"].tolist() == [40, 67, 15, 15]
    assert (found["count"] <= found["fewest"]).all()
    assert answer_changes.read("sutton") is None
    with pytest.raises(ValueError, match="found none for 60, 60"):
        answer_changes.fewest_people(["60", "60"])


# What it comes to ----------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES)
def test_every_conclusion_of_a_case_rests_on_a_computed_quantity(case):
    """Each has a pair of numbers in order, or None."""
    concluded = tables.read(f"{case}/conclusions").query("analysis == 'before_after_survey'")
    found = before_after_quantities.quantities(evidence(case))
    assert len(concluded) >= 4 and set(concluded["quantity"]) <= set(found)
    assert all(ends is None or ends[0] <= ends[1] for ends in found.values())


@pytest.mark.parametrize("case", CASES)
def test_sentences_and_dangers_carry_numbers(case):
    """A danger without a size is only a worry."""
    found = evidence(case)
    texts = before_after_summary.sentences(found)
    assert 1 <= len(texts) <= 3 and all(any(map(str.isdigit, text)) for text in texts)
    sizes = [size for _, size in before_after_dangers.of_answers(found)]
    assert len(sizes) >= 3 and all(any(map(str.isdigit, size)) for size in sizes)


def test_conclusions_are_decided_as_by_hand():
    """Sutton: 9 up and 7 down; one question stands apart. New River: 2.6 less 1.0."""
    sutton = before_after_quantities.quantities(evidence("sutton"))
    assert sutton["up_minus_down"] == (2, 2) and sutton["single_items"] == (1, 1)
    assert sutton["strand_spread"][0] == Fraction(52, 300) - Fraction(8, 300)
    river = before_after_quantities.quantities(evidence("new-river"))
    assert river["lead_2_3"] == (Fraction(3, 2), Fraction(17, 10))
    assert river["scale_points"] == (4, 4)
    assert river["net_3"][0] < 0 < river["net_3"][1]
    aet = before_after_quantities.quantities(evidence("aet"))
    assert aet["moved_good-at-good"] == (Fraction(99, 100), 1)
    assert before_after_quantities.quantities(evidence("fairfields"))["form_top"] == (5, 5)


def test_natural_changes_are_counted_in_the_unit_of_the_items():
    """Camden: 31 and 29 points are no more than 40."""
    found = before_after_tables.natural_change(before_after.read("camden", most_answers=20))
    assert found.iloc[-1].tolist() == ["40 percentage points", 4, 6]
    assert before_after_tables.natural_change(before_after.read("fairfields")).empty


def test_movers_needed_are_the_first_below_the_level():
    """Six of six: 2 / 64; eleven of eleven for 29 questions: 2 / 2048 < 0.05 / 29."""
    found = before_after_tables.movers_needed(29)
    assert found.iloc[0, 1:].tolist() == [6, 11]
    assert sign_test_p(15, 5) < 0.05 <= sign_test_p(14, 5)


def test_tables_of_a_survey_without_figures_are_empty_with_their_columns():
    """The report then says that there are none."""
    for table in (
        before_after_tables.moves_table(()),
        before_after_tables.chance_table(()),
        before_after_tables.drawn(()),
    ):
        assert isinstance(table, pd.DataFrame) and table.empty and len(table.columns)


def test_directions_by_chance_add_up():
    """Sixteen tosses."""
    found = before_after_tables.chance_of_directions(16)
    assert found["share"].sum() == pytest.approx(1)
    assert found.loc[found["value"] == 9, "share"].item() == pytest.approx(11440 / 65536)


# Many answers --------------------------------------------------------------------------------


@pytest.mark.parametrize("same_people", [True, False])
def test_means_of_thirty_people_leave_the_test_for_other_people_out(same_people):
    """Their spreads are too many to go through: no p-value, or one that may be anything."""
    spaces = [feasible.samples(mean, n=30, low=1, high=5) for mean in ("2.6", "2.1")]
    item = next(item for item in before_after.read("sutton", most_answers=12).items if item.known)
    times = zip(("before", "after"), (item.before, item.after), spaces, strict=True)
    times = {name: replace(answers, n=30, space=space) for name, answers, space in times}
    found = before_after_results.different_people(replace(item, same_people=same_people, **times))
    assert found is None if same_people else (found.low, found.high) == (0, 1)
    assert before_after_tables._p_range(None) == "\N{EN DASH}"
