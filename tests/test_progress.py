"""Mean gains, rates against expectation, and what subgroups of unknown size allow."""

import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from statsmodels.stats.weightstats import DescrStatsW

from partnership_evaluation import progress
from partnership_evaluation.progress import ProgressError

bounded = settings(derandomize=True, max_examples=120, deadline=None)
CLACTON = np.repeat([0, 1, 2, 3], [12, 13, 3, 1])
YEAR = {"points_per_year": 3, "school_weeks_per_year": 38}


# Mean gains ----------------------------------------------------------------------------------


def test_the_mean_gain_at_clacton_has_the_interval_of_students_t():
    """By hand: mean 22/29, variance (34 - 22 x 22/29)/28, t of 28 degrees 2.0484."""
    found = progress.mean_gain(CLACTON)
    error = math.sqrt((34 - 22 * 22 / 29) / 28 / 29)
    assert found.estimate == pytest.approx(22 / 29) and found.n == 29
    assert (found.low, found.high) == pytest.approx(
        (22 / 29 - 2.0484 * error, 22 / 29 + 2.0484 * error), abs=1e-5
    )


@bounded
@given(st.lists(st.integers(-2, 4), min_size=2, max_size=30), st.sampled_from([0.8, 0.95, 0.99]))
def test_the_interval_is_that_of_statsmodels(gains, level):
    """DescrStatsW.tconfint_mean computes the same limits."""
    assume(len(set(gains)) > 1)
    found = progress.mean_gain(gains, confidence_level=level)
    assert (found.low, found.high) == pytest.approx(DescrStatsW(gains).tconfint_mean(1 - level))
    assert found.confidence_level == level


def test_the_bootstrap_comes_out_the_same_for_the_same_seed():
    """And lies close to Student's t for so many pupils."""
    first, second = (progress.mean_gain(CLACTON, method="bootstrap", seed=3) for _ in range(2))
    assert first == second
    plain = progress.mean_gain(CLACTON)
    assert (first.low, first.high) == pytest.approx((plain.low, plain.high), abs=0.06)


@pytest.mark.parametrize(
    ("gains", "options", "found"),
    [
        ([1], {}, "found 1 pupils"),
        ([], {}, "found 0 pupils"),
        ([1, 2], {"method": "z"}, "method 'z'"),
        ([1, 2], {"method": "bootstrap"}, "seed None"),
    ],
)
def test_too_few_pupils_an_unknown_method_or_no_seed_are_refused(gains, options, found):
    """The error shows what was given."""
    with pytest.raises(ProgressError, match=found):
        progress.mean_gain(gains, **options)


@pytest.mark.parametrize("level", [0, 1, 95])
def test_a_level_outside_0_to_1_is_refused_by_name(level):
    """The error names the confidence level and what was found."""
    with pytest.raises(ValueError, match=f"(?i)confidence.*{level}"):
        progress.mean_gain([1, 2, 3], confidence_level=level)


def test_a_missing_gain_is_refused():
    """Nobody is averaged who has no gain."""
    with pytest.raises(ProgressError, match=r"in place 3\. Leave these pupils out"):
        progress.mean_gain([1, 2, math.nan])


# Rates ---------------------------------------------------------------------------------------


def test_two_weeks_of_three_points_a_year_are_six_thirty_eighths():
    """190 school days are 38 weeks; the result is exact."""
    assert progress.expected_gain(2, **YEAR) == Fraction(6, 38)
    assert progress.expected_gain("2.5", **YEAR) == Fraction(15, 76)


def test_a_rate_is_compared_with_what_was_expected_of_the_same_weeks():
    """22/29 sub-levels are 44/29 points in two weeks: 9.6 times the expected 6/38."""
    found = progress.rates(Fraction(44, 29), weeks=2, **YEAR)
    assert found.to_dict() == pytest.approx(
        {
            "gain_points": 44 / 29,
            "gain_sub_levels": 22 / 29,
            "gain_points_per_week": 22 / 29,
            "expected_points": 6 / 38,
            "times_expected": 44 / 29 * 38 / 6,
            "points_in_a_year_at_this_rate": 22 / 29 * 38,
        }
    )
    assert round(found["times_expected"], 1) == 9.6


def test_expected_progress_is_exactly_one_times_the_expectation():
    """Decimals given as text lose nothing."""
    assert (
        progress.rates("0.6", weeks=6, points_per_year=4, school_weeks_per_year=40)[
            "times_expected"
        ]
        == 1
    )


@pytest.mark.parametrize("weeks", [0, -2])
def test_a_gain_over_no_time_is_refused(weeks):
    """The error is one of values."""
    with pytest.raises(ProgressError, match=f"above 0; found weeks = {weeks}. Give the weeks"):
        progress.rates("1", weeks=weeks, **YEAR)


# Groups of unknown size ----------------------------------------------------------------------


@bounded
@given(st.integers(0, 12), st.integers(0, 12), st.integers(0, 12))
def test_every_size_a_group_can_have_lies_between_the_two_rows(made, others_made, nobody):
    """Over all sizes, no difference of shares lies beyond those of smallest and largest size."""
    made_by_all, n = made + others_made, made + others_made + nobody
    assume(n)
    found = progress.group_of_unknown_size(made, made_by_all=made_by_all, n=n)
    assert found["group_size"].tolist() == [made, n - others_made]
    differences = [
        made / size - others_made / (n - size)
        for size in range(made, n - others_made + 1)
        if 0 < size < n
    ]
    ends = found["difference"].dropna()
    if len(ends) == 2 and differences:
        assert (max(differences), min(differences)) == pytest.approx((ends[0], ends[1]))


def test_the_boys_at_clacton_are_11_to_23():
    """11 of the 17 who progressed were male; the 6 others were not."""
    found = progress.group_of_unknown_size(11, made_by_all=17, n=29)
    assert found["group_size"].tolist() == [11, 23]
    assert found["group_share"].tolist() == [1, pytest.approx(11 / 23)]
    assert found["others_share"].tolist() == [pytest.approx(6 / 18), 1]


def test_the_share_of_an_empty_group_is_missing():
    """When everybody may have been in the group, nobody is left to compare with."""
    found = progress.group_of_unknown_size(3, made_by_all=3, n=3)
    assert found["others_share"].isna().all() and found["group_share"].tolist() == [1, 1]


@pytest.mark.parametrize(("made", "all_made", "n"), [(-1, 2, 3), (3, 2, 5), (1, 4, 3)])
def test_counts_that_are_not_nested_are_refused(made, all_made, n):
    """The error repeats all three."""
    with pytest.raises(ProgressError, match=f"{made} of the group, {all_made} of all"):
        progress.group_of_unknown_size(made, made_by_all=all_made, n=n)


# Means that print ----------------------------------------------------------------------------


def sizes_by_search(text, largest, rounds_to):
    """Try every total of whole sub-levels for every number of pupils."""
    return [
        n
        for n in range(1, largest + 1)
        if any(rounds_to(Fraction(2 * total, n)) == text for total in range(12 * n))
    ]


@pytest.mark.parametrize("text", ["1.5", "2.0", "1.4", "2.9", "0.1"])
def test_the_sizes_that_fit_a_printed_mean_are_those_a_search_finds(text):
    """Gains of whole sub-levels are even numbers of points."""
    half_up = sizes_by_search(text, 30, lambda m: f"{math.floor(m * 10 + Fraction(1, 2)) / 10:.1f}")
    assert progress.sizes_that_fit(text, largest=30, rounding="half_up") == half_up


def test_a_mean_that_needs_more_pupils_than_there_are_fits_no_size():
    """The smallest mean of 12 pupils above none is 2/12 of a point."""
    assert progress.sizes_that_fit("0.1", largest=12) == []


# Implied shares ------------------------------------------------------------------------------

ranges = st.tuples(st.integers(-6, 6), st.integers(0, 3)).map(
    lambda ends: (Fraction(ends[0], 4), Fraction(ends[0] + ends[1], 4))
)


@bounded
@given(ranges, ranges, ranges)
def test_a_share_is_implied_exactly_when_it_can_make_the_means_agree(whole, part, other):
    """Tried at every sixtieth from 0 to 1."""
    found = progress.implied_share(whole, part=part, other=other)
    for share in (Fraction(k, 60) for k in range(61)):
        low = (1 - share) * part[0] + share * other[0]
        high = (1 - share) * part[1] + share * other[1]
        agrees = low <= whole[1] and high >= whole[0]
        inside = found is not None and float(found[0]) - 1e-12 <= share <= float(found[1]) + 1e-12
        assert agrees == inside


def test_two_thirds_of_the_rest_are_needed_to_lift_1_to_1_5():
    """1 x 1/3 + 1.75 x 2/3 = 1.5."""
    assert progress.implied_share(("1.5", "1.5"), part=(1, 1), other=("1.75", "1.75")) == (
        2 / 3,
        2 / 3,
    )


def test_no_share_makes_three_impossible_means_agree():
    """A whole cannot be above both of its parts."""
    assert progress.implied_share((2, 2), part=(1, 1), other=("1.2", "1.4")) is None


def test_equal_means_leave_every_share_open():
    """When all three are the same, nothing follows."""
    assert progress.implied_share((1, 1), part=(1, 1), other=(1, 1)) == (0.0, 1.0)


def test_what_comes_back_is_tidy():
    """The columns are those described."""
    found = progress.group_of_unknown_size(1, made_by_all=2, n=4)
    pd.testing.assert_index_equal(
        found.columns, pd.Index(["group_size", "group_share", "others_share", "difference"])
    )
