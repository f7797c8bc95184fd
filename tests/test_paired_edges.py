"""Paired results at their edges: touching groups, other units, limits reached and just passed."""

import itertools

import numpy as np
import pytest
from scipy import stats

from partnership_evaluation import feasible, paired
from partnership_evaluation.paired import exact_tables, mean_permutation
from partnership_evaluation.paired import studentized_permutation as permutation
from partnership_evaluation.paired.exact_tables import TooManyTables, linear_trend
from partnership_evaluation.paired.separation import separating
from partnership_evaluation.paired.sign_flips import flip_p_value
from partnership_evaluation.paired.superiority import MOST_TABLES, between_groups, within_reach

# Two predictors that sort three grades only together (their sum is the grade), and two that
# do not: the second person of each grade stands on the wrong side.
GRADES = np.array([0, 0, 0, 1, 1, 1, 2, 2, 2])
TOGETHER = np.array([[0, 0], [3, -3], [-2, 2], [0, 1], [3, -2], [-1, 2], [1, 1], [4, -2], [0, 2]])
MIXED = np.array([[0, 1], [4, -3], [1, 2], [0, 1], [1, 1], [2, 3], [3, 0], [1, 2], [0, 2]])


@pytest.mark.parametrize("unit", [1e-7, 1.0, 1e7])
@pytest.mark.parametrize("start", [0.0, 2015.0])
@pytest.mark.parametrize("turned", [1, -1])
def test_separation_does_not_depend_on_units_or_where_they_start(unit, start, turned):
    """A predictor in other units, from another zero or turned round sorts as well as before."""
    for columns, sorts in [(TOGETHER, [True, True]), (MIXED, [False, False])]:
        moved = columns * [turned, unit] + [start, start * unit]
        found = separating(GRADES, moved.astype(float))
        assert found.tolist() == sorts
        assert found.dtype == bool


def test_separation_must_hold_at_every_cut():
    """The best are sorted without error; the weakest and the middle are not, whichever is first."""
    codes, values = np.array([0, 1, 0, 1, 2, 2]), np.array([[1.0], [0], [0], [1], [5], [6]])
    assert not separating(codes, values).any()
    assert not separating(2 - codes, values).any()
    assert separating((codes == 2).astype(int), values).all()


def test_as_many_up_as_down_is_one_half():
    """Two each way: half of the movers moved up, from 7 to 93 per cent, and p is 1."""
    found = paired.sign_test([1, -1, 0, 2, -3])
    assert (found.estimate, found.statistic, found.p_value) == (0.5, 2, 1)
    # Clopper-Pearson for 2 of 4: the tail P(X >= 2) = 0.025 at 0.0676.
    assert (found.low, found.high) == pytest.approx((0.06758599, 0.93241401), abs=1e-8)


@pytest.mark.parametrize("alternative", ["greater", "less", "two_sided"])
def test_rounding_never_lifts_a_p_value_above_one(alternative):
    """Sums of many small chances end a hair above 1; what is as probable as can be stays at 1."""
    for size in (77, 90, 149):
        won = 0 if alternative == "greater" else size
        p_value = flip_p_value([1] * size, won, alternative=alternative)
        assert p_value <= 1
        assert alternative == "two_sided" or p_value == pytest.approx(1)


def test_exactly_a_thousand_pairs_are_still_tested():
    """The limit belongs to what is allowed: all 1,000 up have p = 2 / 2**1000."""
    found = paired.ordered_marginal_homogeneity([1] * 1000)
    assert found.p_value == pytest.approx(2.0**-999, rel=1e-9)


def test_groups_that_overlap_are_compared_pair_by_pair():
    """1 2 3 against 2 3 4: one win and two ties of nine, whichever of them comes first."""
    low, high = [1, 2, 3], [2, 3, 4]
    assert between_groups(low, high).estimate == pytest.approx(2 / 9)
    assert between_groups(high, low).estimate == pytest.approx(7 / 9)


@pytest.mark.parametrize(("before", "after"), [([2, 3, 3], [1, 2, 1]), ([1, 2, 1], [2, 3, 3])])
def test_before_and_after_that_only_touch_do_overlap(before, after):
    """One tie of nine comparisons: the share is 1 / 18 away from a clean sweep."""
    up = after > before
    found = paired.superiority(before, after)
    assert found.estimate == pytest.approx(17 / 18 if up else 1 / 18)
    assert "overlap" not in found.method


def test_no_spread_leaves_the_interval_open_whatever_the_permutations_say():
    """An error of nought times a finite quantile would claim to know the share exactly."""
    assert permutation.Studentized(0.9, 0.0, 2.0, ((2.0, 1),)).limits(0.95) == (0, 1)


def test_a_value_that_is_missing_after_is_looked_for_after():
    """The message says which of the two columns holds it."""
    with pytest.raises(ValueError, match=r"after.*none at position 2"):
        paired.superiority([1, 2], [1, None])


def test_a_shortened_grade_is_still_recognised():
    """Less than half of a long name is enough for a hint."""
    scale = ["Inadequate", "Requires improvement", "Good", "Outstanding"]
    with pytest.raises(ValueError, match=r"found 'Req\. imp\.' .* did you mean Requires"):
        paired.baseline_dependence([1, 0], ["Good", "Req. imp."], order=scale)


# Tables --------------------------------------------------------------------------------------


def test_two_people_can_be_perfectly_correlated():
    """One in each corner: 1, or -1 the other way round."""
    assert linear_trend([[1, 0], [0, 1]]).estimate == pytest.approx(1)
    assert linear_trend([[0, 1], [1, 0]]).estimate == pytest.approx(-1)


def test_every_partial_table_counts_towards_the_limit(monkeypatch):
    """Two columns of one person each, dealt to one of two rows: four tables, and none beyond."""
    table = [[1, 0, 4], [0, 1, 4]]
    monkeypatch.setattr(exact_tables, "MOST_STEPS", 4)
    assert linear_trend(table).n == 10
    monkeypatch.setattr(exact_tables, "MOST_STEPS", 3)
    with pytest.raises(TooManyTables, match="at most 3 partial tables"):
        linear_trend(table)


@pytest.mark.parametrize(
    ("first", "second"), [((5, 3), (2, 6)), ((25, 15), (14, 26)), ((6, 6), (1, 2))]
)
def test_two_answers_permuted_are_a_hypergeometric_draw(first, second):
    """Few or so many that machine integers would not hold them: all draws as far off as that."""
    found = mean_permutation.permutation_test(first, second)
    n, drawn, yes = sum(first) + sum(second), sum(second), first[1] + second[1]
    draws = stats.hypergeom(n, yes, drawn)
    centre = drawn * yes / n
    far = [k for k in range(drawn + 1) if abs(k - centre) >= abs(second[1] - centre) - 1e-9]
    assert found.p_value == pytest.approx(sum(draws.pmf(k) for k in far), rel=1e-9)
    gap = second[1] / sum(second) - first[1] / sum(first)
    assert (found.estimate, found.statistic, found.n) == (pytest.approx(gap), second[1], n)


@pytest.mark.parametrize("counts", [((0, 0), (1, 2)), ((1, 2), (0, 0))])
def test_nobody_is_not_permuted(counts):
    """Either group may be the empty one."""
    with pytest.raises(ValueError, match="Both groups must hold an answer"):
        mean_permutation.permutation_test(*counts)


def test_the_trend_of_a_separated_logit_goes_by_middle_ranks_on_both_sides():
    """Four weak, one fair, one good: ranks 2.5, 5 and 6, dealt to the years in every way."""
    grades, years = [0, 0, 0, 0, 1, 2], [1, 4, 2, 5, 3, 6]
    found = paired.ordinal_logit(grades, {"trained": grades, "years": years}, order=range(3))
    assert found.separated
    ranks = stats.rankdata(grades)
    dealt = [np.dot(order, ranks) for order in itertools.permutations(years)]
    far = np.abs(np.array(dealt) - np.mean(dealt))
    seen = abs(np.dot(years, ranks) - np.mean(dealt))
    assert found.coefficients.loc[1, "p_value"] == pytest.approx((far >= seen - 1e-9).mean())


def test_as_many_pairs_of_spreads_as_the_limit_are_gone_through(monkeypatch):
    """1.5 of four on 1 to 3 has two spreads, 2.0 has three: six pairs."""
    before, after = (feasible.samples(mean, n=4, low=1, high=3) for mean in ("1.5", "2.0"))
    monkeypatch.setattr(mean_permutation, "MOST_TABLES", 6)
    assert mean_permutation.can_be_tested(before, after)
    monkeypatch.setattr(mean_permutation, "MOST_TABLES", 5)
    assert not mean_permutation.can_be_tested(before, after)


def test_as_many_tables_as_the_limit_are_permuted():
    """The limit belongs to what is gone through."""
    assert within_reach("auto", MOST_TABLES)
    assert not within_reach("auto", MOST_TABLES + 1)
    with pytest.raises(ValueError, match=f"found {MOST_TABLES + 1:,}"):
        within_reach("permutation", MOST_TABLES + 1)


def test_grades_that_exchange_as_many_are_still_joined():
    """Five each way between 1 and 2, four and one between 2 and 3: 3 squared by 5, on 2."""
    found = paired.stuart_maxwell([[3, 5, 0], [5, 2, 4], [0, 1, 6]])
    assert found.statistic == pytest.approx(0 / 10 + 3**2 / 5)
    assert found.degrees_of_freedom == 2


def test_middle_ranks_of_two_who_tie_are_not_cut_off():
    """Twice the ranks 3 3 7 7 10, seen 10, expected 12: 8 of the 10 pairs are 2 off or more."""
    found = paired.ordinal_logit(
        ["a", "b", "a", "b", "b"],
        {"trained": [1, 0, 1, 0, 0], "years": [0, 0, 1, 1, 2]},
        order=["b", "a"],
    )
    assert found.separated
    assert found.coefficients.loc[1, "p_value"] == pytest.approx(8 / 10)


@pytest.mark.parametrize(("unit", "start"), [(1e4, 0.0), (1e-2, 0.0), (1.0, 2015.0)])
def test_a_logit_does_not_depend_on_units_or_where_they_start(unit, start):
    """Pounds or thousands, years of service or of the calendar: one fit, told in other units."""
    rng = np.random.default_rng(5)
    years, trained = rng.integers(0, 12, 60), rng.integers(0, 2, 60)
    grades = np.digitize(years / 4 + trained + rng.logistic(size=60), [1, 2.5])
    plain, moved = (
        paired.ordinal_logit(grades, {"years": column, "trained": trained}, order=range(3))
        for column in (years, years * unit + start)
    )
    one, other = plain.coefficients.loc[0], moved.coefficients.loc[0]
    for name in ("estimate", "low", "high"):
        assert other[name] * unit == pytest.approx(one[name], rel=1e-6)
    assert other["p_value"] == pytest.approx(one["p_value"], rel=1e-6)
    assert moved.log_likelihood == pytest.approx(plain.log_likelihood, rel=1e-12)
    shift = start * other["estimate"]
    ends = plain.thresholds["estimate"] + shift
    assert moved.thresholds["estimate"].tolist() == pytest.approx(ends.tolist(), rel=1e-6)
    check, again = plain.proportional_odds, moved.proportional_odds
    assert again.statistic == pytest.approx(check.statistic, rel=1e-6)
