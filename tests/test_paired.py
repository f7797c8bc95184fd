"""Before and after on the same people, checked against published examples, enumeration and R."""

import itertools
import math
import warnings
from collections import Counter
from operator import mul

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.miscmodels.ordinal_model import OrderedModel
from statsmodels.stats.contingency_tables import SquareTable

from partnership_evaluation import paired
from partnership_evaluation.paired import studentized_permutation as permutation
from partnership_evaluation.paired.exact_tables import freeman_halton, linear_trend
from partnership_evaluation.paired.separation import separating
from partnership_evaluation.paired.sign_flips import flip_p_value
from partnership_evaluation.paired.superiority import between_groups

bounded = settings(derandomize=True, max_examples=50, deadline=None)
few_changes = st.lists(st.integers(-3, 3), min_size=1, max_size=9)

# Lesson grades of twelve second-year teachers, 1 = best: National College for Teaching and
# Leadership (2015), Glenthorne / Sutton project, Table 7.
BEFORE = [2, 2, 1, 3, 2, 2, 2, 3, 3, 2, 2, 1]
AFTER = [1, 2, 1, 2, 2, 2, 2, 2, 2, 1, 1, 1]
TEACHERS = [before - after for before, after in zip(BEFORE, AFTER, strict=True)]
MIXED = [2, -1, 0, 1, 1, 0, 3, -1, 1, 0, -2, 1, 1, 2]
LARGE = [1, 1, 1, 0, 0, 0, 2, 2, -1, -1, -3, 1, 1, 0, 0, 1, 2, 1, -1, 0, 1, 1, 3, 0, 0, 1]
LARGE = [*LARGE, -2, 1, 1, 0, 1]
# Unaided distance vision of 7,477 women, right by left eye: Stuart (1955), Biometrika 42, 412.
EYESIGHT = [
    [1520, 266, 124, 66],
    [234, 1512, 432, 78],
    [117, 362, 1772, 205],
    [36, 82, 179, 492],
]
# Susceptibility of pathogens: Peterson and others (2007), in Fagerland and others (2017), ch. 9.
PATHOGENS = [[596, 18, 6, 5], [0, 2, 0, 0], [0, 0, 42, 0], [11, 0, 0, 0]]
AIRWAYS = [[12, 7], [1, 1]]  # Bentur and others (2009), no / yes before by no / yes after
# Pain scores: Brunner and Munzel (2000), Biometrical Journal 42, 17-25.
PAIN_TREATED = [1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 1, 1]
PAIN_UNTREATED = [3, 3, 4, 3, 1, 2, 3, 1, 1, 5, 4]


def test_the_twelve_teachers_give_the_worked_values():
    """Six up, six the same, none down; sign test and signed rank both p = 0.03125."""
    sign, rank = paired.sign_test(TEACHERS), paired.signed_rank(TEACHERS)
    assert (sign.n_improved, sign.n_zero, sign.n_worse, sign.n) == (6, 6, 0, 12)
    assert sign.p_value == rank.p_value == 2 / 64
    assert (rank.statistic, rank.n, rank.n_zero) == (21, 12, 6)
    assert paired.ordered_marginal_homogeneity(TEACHERS).p_value == 2 / 64


# Shares --------------------------------------------------------------------------------------


def test_shares_show_both_denominators():
    """Six of twelve improved, and six of the ten who were not already at grade 1."""
    table = paired.shares(TEACHERS, at_best=[grade == 1 for grade in BEFORE])
    improved = table[table["direction"] == "improved"].set_index("denominator")
    assert improved.loc["all", ["k", "n"]].tolist() == [6, 12]
    assert improved.loc["not already at the best", ["k", "n"]].tolist() == [6, 10]
    assert improved.loc["all", "low"] == pytest.approx(0.21094464)  # R: binom.test(6, 12)
    assert improved.loc["not already at the best", "low"] == pytest.approx(0.2623781)


def test_the_three_shares_of_a_denominator_add_up():
    """Improved, same and worse count everybody once."""
    table = paired.shares(MIXED, at_best=[False] * 13 + [False])
    assert (table.groupby("denominator")["k"].sum() == 14).all()


def test_shares_of_nobody_are_missing_and_not_an_error():
    """When all began at the best grade the second denominator is 0."""
    table = paired.shares([0, -1], at_best=[True, True])
    rest = table[table["denominator"] == "not already at the best"]
    assert (rest["n"] == 0).all()
    assert rest["estimate"].isna().all()


def test_net_improvement_carries_an_interval_that_agrees_with_the_sign_test():
    """Six up and none down of twelve: 0.5, and 0 is outside as p is below 0.05."""
    found = paired.net_improvement(TEACHERS)
    assert found.estimate == 0.5
    assert found.low > 0
    assert found.p_value == paired.sign_test(TEACHERS).p_value
    assert paired.net_improvement(TEACHERS, method="tango").low > 0


@bounded
@given(few_changes)
def test_net_improvement_and_sign_test_never_contradict_each_other(changes):
    """The exact interval leaves out 0 exactly when p is at most 0.05."""
    found = paired.net_improvement(changes)
    assert (found.p_value <= 0.05) == (found.low > 0 or found.high < 0)


# Exact tests of changes ----------------------------------------------------------------------

COIN = [
    # R: coin::wilcoxsign_test(d ~ 0, zero.method, distribution = "exact"): two-sided, greater
    (TEACHERS, "wilcox", 0.03125, 0.015625),
    (TEACHERS, "pratt", 0.03125, 0.015625),
    (MIXED, "wilcox", 0.189453125, 0.0947265625),
    (MIXED, "pratt", 0.1611328125, 0.08056640625),
    (LARGE, "wilcox", 0.03701305389, 0.01850652695),
    (LARGE, "pratt", 0.01918363571, 0.009591817856),
]


@pytest.mark.parametrize(("changes", "zero_method", "two_sided", "greater"), COIN)
def test_signed_rank_equals_coin_in_r(changes, zero_method, two_sided, greater):
    """Ties and zeros, both zero methods, one- and two-sided."""
    found = paired.signed_rank(changes, zero_method=zero_method)
    one_sided = paired.signed_rank(changes, zero_method=zero_method, alternative="greater")
    assert found.p_value == pytest.approx(two_sided, rel=1e-9)
    assert one_sided.p_value == pytest.approx(greater, rel=1e-9)


def test_signed_rank_statistic_equals_wilcox_test_of_r():
    """R: wilcox.test(x)$statistic is V = 49 for the mixed and 187.5 for the large example."""
    assert paired.signed_rank(MIXED).statistic == 49
    assert paired.signed_rank(LARGE).statistic == 187.5


def test_scipy_calls_a_tied_distribution_exact_that_is_not():
    """SciPy's method="exact" gives 0.0273 where 16 of 512 sign choices are as extreme."""
    changes = [2, 2, 1, 1, 1, 1, 1, 1, -1]
    ranks = stats.rankdata(np.abs(changes))
    enumerated = _enumerated(list(ranks), float(ranks @ np.sign(changes)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        scipy_says = stats.wilcoxon(changes, method="exact").pvalue
    assert enumerated == paired.signed_rank(changes).p_value == 16 / 512
    assert scipy_says == pytest.approx(0.02734375)


def _enumerated(weights, seen):
    """Two-sided p over all choices of sign, by listing them."""
    sums = [
        sum(w * s for w, s in zip(weights, choice, strict=True))
        for choice in itertools.product([-1, 1], repeat=len(weights))
    ]
    return sum(abs(value) >= abs(seen) - 1e-9 for value in sums) / len(sums)


@bounded
@given(few_changes, st.sampled_from(["wilcox", "pratt"]))
def test_signed_rank_equals_full_enumeration(changes, zero_method):
    """The shift algorithm gives what listing every choice of sign gives."""
    values = np.array(changes)
    ranked = values[values != 0] if zero_method == "wilcox" else values
    ranks = stats.rankdata(np.abs(ranked))[ranked != 0] if (ranked != 0).any() else []
    seen = sum(r * np.sign(v) for r, v in zip(ranks, ranked[ranked != 0], strict=True))
    found = paired.signed_rank(changes, zero_method=zero_method)
    assert found.p_value == pytest.approx(_enumerated(list(ranks), seen))


@bounded
@given(few_changes)
def test_ordered_marginal_homogeneity_equals_full_enumeration(changes):
    """The sum of steps against all choices of sign, listed."""
    steps = [abs(change) for change in changes if change]
    found = paired.ordered_marginal_homogeneity(changes)
    assert found.p_value == pytest.approx(_enumerated(steps, sum(changes)))
    assert found.estimate == pytest.approx(sum(changes) / len(changes))


def test_ordered_marginal_homogeneity_equals_r():
    """R: mean(abs(signs %*% abs(d)) >= abs(sum(d))) over expand.grid gives 0.1923828125."""
    assert paired.ordered_marginal_homogeneity(MIXED).p_value == 0.1923828125


@bounded
@given(few_changes, st.sampled_from([paired.sign_test, paired.signed_rank]))
def test_turning_every_change_round_turns_the_test_round(changes, test):
    """Two-sided p stays, one-sided p changes sides, up and down swap."""
    turned = [-change for change in changes]
    assert test(changes).p_value == pytest.approx(test(turned).p_value)
    less = test(turned, alternative="less").p_value
    assert test(changes, alternative="greater").p_value == pytest.approx(less)
    assert test(changes).n_improved == test(turned).n_worse


def test_pairs_that_never_moved_are_no_evidence():
    """All zeros: p is 1 and the direction of the moves is not estimated."""
    for test in (paired.sign_test, paired.signed_rank, paired.ordered_marginal_homogeneity):
        found = test([0, 0, 0])
        assert found.p_value == 1
        assert found.n_zero == 3
    assert paired.sign_test([0, 0, 0]).estimate is None


def test_the_flip_distribution_stays_exact_for_large_samples():
    """With 400 equal moves the tail is that of the binomial distribution."""
    exact = 2 * stats.binom.sf(229, 400, 0.5)
    assert flip_p_value([1] * 400, 230) == pytest.approx(exact, rel=1e-10)


# McNemar and square tables -------------------------------------------------------------------


def test_mcnemar_equals_the_published_example():
    """Fagerland, Lydersen and Laake (2013): exact 0.0703, mid-P 0.0391 for the airway data."""
    exact = paired.mcnemar(AIRWAYS)
    mid_p = paired.mcnemar([[1, 1], [7, 12]], success=0, method="mid_p")
    assert exact.p_value == pytest.approx(0.0703125)  # R: binom.test(1, 8)$p.value
    assert round(mid_p.p_value, 4) == 0.0391
    assert exact.estimate == mid_p.estimate == pytest.approx(6 / 21)
    assert exact.low < 0 < mid_p.low


def test_mcnemar_with_equal_gains_and_losses_is_no_evidence():
    """Three each way: p is 1 by both methods."""
    for method in ("exact", "mid_p"):
        assert paired.mcnemar([[5, 3], [3, 5]], method=method).p_value == pytest.approx(1)


@bounded
@given(st.lists(st.integers(0, 6), min_size=4, max_size=4).filter(any))
def test_mcnemar_is_the_sign_test_of_the_pairs(cells):
    """The 2 x 2 table and the list of changes behind it give the same p and counts."""
    neither, gained, lost, both = cells
    changes = [1] * gained + [-1] * lost + [0] * (neither + both)
    table = paired.mcnemar([[neither, gained], [lost, both]])
    sign = paired.sign_test(changes)
    assert table.p_value == pytest.approx(sign.p_value)
    assert (table.n_improved, table.n_zero) == (sign.n_improved, sign.n_zero)


def test_stuart_maxwell_and_bhapkar_equal_published_values():
    """Stuart's eyesight: 11.957 and 11.976; pathogens: 26.250 and 27.304; 3 degrees of freedom."""
    for table, stuart, bhapkar in [
        (EYESIGHT, 11.957, 11.976),
        (PATHOGENS, 26.250, 27.304),
    ]:
        assert round(paired.stuart_maxwell(table).statistic, 3) == stuart
        assert round(paired.bhapkar(table).statistic, 3) == bhapkar
        assert paired.bhapkar(table).degrees_of_freedom == 3


def test_bhapkar_equals_statsmodels_where_that_has_an_answer():
    """Q / (1 - Q / n) is the statistic of SquareTable.homogeneity(method="bhapkar")."""
    direct = SquareTable(np.array(EYESIGHT), shift_zeros=False).homogeneity(method="bhapkar")
    assert paired.bhapkar(EYESIGHT).statistic == pytest.approx(direct.statistic)


def test_the_default_of_statsmodels_would_change_the_verdict():
    """Twelve pairs: 7.43, p = 0.059; with one half added to every cell 2.24, p = 0.52."""
    table = [[0, 1, 0, 0], [0, 2, 4, 1], [0, 0, 2, 2], [0, 0, 0, 0]]
    found = paired.stuart_maxwell(table)
    shifted = SquareTable(np.array(table)).homogeneity()
    assert (round(found.statistic, 2), round(found.p_value, 3)) == (7.43, 0.059)
    assert (round(shifted.statistic, 2), round(shifted.pvalue, 2)) == (2.24, 0.52)


def test_grades_that_nobody_left_or_entered_do_no_harm():
    """A full diagonal cell and an empty grade change neither statistic nor degrees of freedom."""
    plain = paired.stuart_maxwell([[5, 4], [1, 3]])
    padded = paired.stuart_maxwell([[5, 4, 0, 0], [1, 3, 0, 0], [0, 0, 9, 0], [0, 0, 0, 0]])
    assert padded.statistic == pytest.approx(plain.statistic)
    assert padded.degrees_of_freedom == plain.degrees_of_freedom == 1


def test_groups_of_grades_without_traffic_between_them_are_added():
    """Moves within 1-2 and within 3-4 only: two McNemar statistics, two degrees of freedom."""
    found = paired.stuart_maxwell([[3, 5, 0, 0], [1, 2, 0, 0], [0, 0, 4, 6], [0, 0, 2, 1]])
    assert found.statistic == pytest.approx((5 - 1) ** 2 / 6 + (6 - 2) ** 2 / 8)
    assert found.degrees_of_freedom == 2


def test_a_crosstab_that_is_not_square_is_matched_by_label():
    """R: coin::mh_test(table of the twelve teachers) gives 6 on 2 degrees of freedom."""
    found = paired.stuart_maxwell(pd.crosstab(pd.Series(BEFORE), pd.Series(AFTER)))
    assert found.statistic == pytest.approx(6)
    assert found.degrees_of_freedom == 2
    assert found.p_value == pytest.approx(0.04978707)


def test_nobody_moving_is_homogeneity():
    """A diagonal table has statistic 0, p 1."""
    found = paired.stuart_maxwell([[4, 0], [0, 3]])
    assert (found.statistic, found.p_value, found.degrees_of_freedom) == (0, 1, 0)
    alone = paired.stuart_maxwell(pd.DataFrame([[4]], index=["a"], columns=["a"]))
    assert alone.p_value == 1


def test_cochran_q_equals_the_published_example():
    """Siegel and Castellan (1988): 18 people, totals 13, 13, 3, Q = 16.7 on 2."""
    answers = [[0, 0, 0]] * 4 + [[1, 1, 1]] * 2 + [[1, 1, 0]] * 10 + [[1, 0, 1], [0, 1, 0]]
    found = paired.cochran_q(answers)
    assert np.array(answers).sum(axis=0).tolist() == [13, 13, 3]
    assert found.n == 18
    assert round(found.statistic, 1) == 16.7
    assert found.degrees_of_freedom == 2


def test_cochran_q_without_any_difference_is_no_evidence():
    """All no, or all yes, is p = 1, where statsmodels divides by zero."""
    for value in (0, 1):
        assert paired.cochran_q([[value] * 3] * 4).p_value == 1


# Probability of superiority ------------------------------------------------------------------


def test_brunner_munzel_equals_the_published_example():
    """Pain scores: 0.789, W = 3.1375, p = 0.005786, 0.595 to 0.983."""
    found = paired.brunner_munzel(PAIN_TREATED, PAIN_UNTREATED, linked=False)
    assert round(found.estimate, 3) == 0.789
    assert round(found.statistic, 4) == 3.1375
    assert round(found.p_value, 6) == 0.005786
    assert (round(found.low, 4), round(found.high, 4)) == (0.5952, 0.9827)


def test_the_permutation_test_equals_the_published_example():
    """Neubert and Brunner (2007): permutation p = 0.008038 for the pain scores."""
    found = between_groups(PAIN_UNTREATED, PAIN_TREATED, test="permutation")
    assert round(found.p_value, 6) == 0.008038


def test_superiority_for_pairs_equals_the_formula_worked_in_r():
    """R: rank() and var() give T = 3.378005261 and 0.9887636883 for two examples."""
    found = paired.superiority(BEFORE, AFTER, better="low", test="t")
    assert found.estimate == pytest.approx(0.697916666667)
    assert (found.low, found.high) == pytest.approx((0.568961377, 0.826871956))
    assert found.p_value == pytest.approx(0.006164284416)
    second = paired.superiority([3, 1, 4, 1, 5, 9, 2, 6], [2, 7, 1, 8, 2, 8, 9, 9], test="t")
    assert second.statistic == pytest.approx(0.9887636883)
    assert second.p_value == pytest.approx(0.355716689)


def test_few_movers_make_the_t_approximation_too_sure():
    """Twelve teachers: t gives 0.006, the permutations 0.031; the default takes the latter."""
    found = paired.superiority(BEFORE, AFTER, better="low")
    assert found.p_value == 0.03125
    assert paired.superiority(BEFORE, AFTER, better="low", test="t").p_value < 0.01
    assert "more cautious" in found.method


def test_cliffs_delta_is_the_same_result_on_another_scale():
    """Delta is wins less losses over all 144 comparisons."""
    found = paired.superiority(BEFORE, AFTER, better="low")
    wins = [np.sign(b - a) for b in BEFORE for a in AFTER]
    assert found.cliffs_delta == pytest.approx(sum(wins) / 144)
    assert found.cliffs_delta_low == pytest.approx(2 * found.low - 1)


grades = st.integers(1, 4)


@bounded
@given(st.lists(st.tuples(grades, grades), min_size=2, max_size=7))
def test_permuted_pairs_equal_all_swaps_one_by_one(pairs):
    """Going through tables gives what swapping every pair in turn gives."""
    before, after = [float(b) for b, _ in pairs], [float(a) for _, a in pairs]
    listed = Counter()
    for swaps in itertools.product([False, True], repeat=len(pairs)):
        turned = [(a, b) if swap else (b, a) for swap, (b, a) in zip(swaps, pairs, strict=True)]
        first, second = zip(*turned, strict=True)
        statistic = permutation.of_pairs(list(first), list(second)).statistic
        listed[round(abs(statistic), 6)] += 1
    seen = abs(permutation.of_pairs(before, after).statistic)
    share = sum(w for size, w in listed.items() if size >= seen - 1e-6) / 2 ** len(pairs)
    assert permutation.of_pairs(before, after).p_value() == pytest.approx(share)


@bounded
@given(st.lists(grades, min_size=2, max_size=5), st.lists(grades, min_size=2, max_size=5))
def test_permuted_groups_equal_all_assignments_one_by_one(first, second):
    """Going through tables gives what dealing the values out in every way gives."""
    everybody = [*first, *second]
    seen = abs(permutation.of_groups(first, second).statistic)
    hits = 0
    ways = list(itertools.combinations(range(len(everybody)), len(first)))
    for chosen in ways:
        ones = [everybody[i] for i in chosen]
        others = [everybody[i] for i in range(len(everybody)) if i not in chosen]
        hits += abs(permutation.of_groups(ones, others).statistic) >= seen - 1e-9
    assert permutation.of_groups(first, second).p_value() == pytest.approx(hits / len(ways))


@bounded
@given(st.lists(st.tuples(grades, grades), min_size=2, max_size=14))
def test_superiority_never_contradicts_its_own_test(pairs):
    """Where there are an interval and a spread, 0.5 is outside exactly when p is at most 0.05."""
    before, after = zip(*pairs, strict=True)
    found = paired.superiority(before, after)
    assert 0 <= found.estimate <= 1
    if found.low is None:
        assert "no interval" in found.method
    elif "Brunner" in found.method:
        assert found.low <= found.estimate <= found.high
        outside = found.low > 0.5 + 1e-9 or found.high < 0.5 - 1e-9
        assert (found.p_value <= 0.05) == outside


def test_groups_that_do_not_overlap_still_have_a_limit():
    """Statsmodels divides by zero; the limit from separate comparisons is 0.025 ** (1 / 3)."""
    found = paired.superiority([1, 1, 1], [2, 2, 3], linked=False)
    assert found.estimate == found.high == 1
    assert found.low == pytest.approx(0.025 ** (1 / 3))
    assert found.p_value == pytest.approx(2 / 20)


def test_no_spread_is_said_and_not_divided_by():
    """Nobody moved, all moved alike, everybody equal: no interval, and the method says why."""
    assert "nobody moved" in paired.superiority([1, 2, 3], [1, 2, 3]).method
    alike = paired.superiority([1, 2], [2, 3])
    assert (alike.low, alike.p_value) == (None, None)
    assert "moved alike" in alike.method
    same = paired.superiority([2, 2], [2, 2], linked=False)
    assert (same.estimate, same.p_value) == (0.5, 1)


# Who moved, by starting grade ----------------------------------------------------------------


def test_the_weakest_moved_more_often_than_chance_would_have_it_only_mildly():
    """Three of three at grade 3, three of seven at grade 2: Fisher p = 0.2 (R: fisher.test)."""
    found = paired.baseline_dependence(TEACHERS, BEFORE, order=[4, 3, 2, 1])
    assert found.table["grade"].tolist() == [3, 2, 1]
    assert found.table["improved"].tolist() == [3, 3, 0]
    assert found.table["could_improve"].tolist() == [True, True, False]
    assert found.n == 10
    assert found.p_value == pytest.approx(0.2)
    assert found.estimate < 0
    assert paired.baseline_dependence(
        TEACHERS, BEFORE, order=[4, 3, 2, 1], test="freeman_halton"
    ).p_value == pytest.approx(0.2)


def test_one_starting_grade_has_nothing_to_compare():
    """No p-value, and the method says why."""
    found = paired.baseline_dependence([1, 0], ["b", "b"], order=["b", "a"])
    assert found.p_value is None
    assert "one starting grade" in found.method


@bounded
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=2, max_size=6))
def test_the_exact_trend_test_equals_all_permutations_one_by_one(people):
    """Going through tables gives what permuting one column in every way gives."""
    rows, columns = zip(*people, strict=True)
    table = [[0] * 3 for _ in range(3)]
    for row, column in people:
        table[row][column] += 1
    n = len(people)
    centre = sum(rows) * sum(columns)

    def distance(permuted):
        return abs(n * sum(r * c for r, c in zip(rows, permuted, strict=True)) - centre)

    permutations = list(itertools.permutations(columns))
    share = sum(distance(p) >= distance(columns) for p in permutations) / len(permutations)
    assert linear_trend(table).p_value == pytest.approx(share)


@pytest.mark.parametrize("seed", range(3))
def test_the_trend_one_way_is_that_of_all_permutations(seed):
    """As large a sum of products, or as small; the correlation is that of the people."""
    draw = np.random.default_rng(seed)
    rows, columns = draw.integers(0, 3, 7), draw.integers(0, 3, 7)
    table = np.zeros((3, 3), dtype=int)
    np.add.at(table, (rows, columns), 1)
    sums = [sum(rows * permuted) for permuted in itertools.permutations(columns)]
    seen = sum(rows * columns)
    found = {way: linear_trend(table.tolist(), alternative=way) for way in ("greater", "less")}
    assert found["greater"].p_value == pytest.approx(np.mean([one >= seen for one in sums]))
    assert found["less"].p_value == pytest.approx(np.mean([one <= seen for one in sums]))
    assert found["less"].estimate == pytest.approx(np.corrcoef(rows, columns)[0, 1])


def test_one_person_shows_no_trend_and_nobody_none():
    """A table of one is exact and says nothing; an empty one is refused."""
    assert linear_trend([[1, 0], [0, 0]]).p_value == 1
    with pytest.raises(ValueError, match="found"):
        linear_trend([[0, 0], [0, 0]])


def test_the_exact_table_tests_equal_r():
    """R: fisher.test of two tables; coin::independence_test and wilcox_test (exact) of a third."""
    small = [[3, 0, 0], [2, 3, 0], [0, 1, 3]]
    wide = [[5, 3, 1, 0], [2, 4, 4, 1], [0, 2, 5, 4]]
    assert freeman_halton(small).p_value == pytest.approx(0.01334776335)
    assert freeman_halton(wide).p_value == pytest.approx(0.03407632656)
    groups = [[2, 6, 3, 1], [0, 3, 6, 4]]
    assert linear_trend(groups).p_value == pytest.approx(0.02417552833)
    twice_middle_ranks = [3, 14, 32, 46]
    ranks = linear_trend(groups, column_scores=twice_middle_ranks)
    assert ranks.p_value == pytest.approx(0.02265253928)


# Ordinal logit -------------------------------------------------------------------------------


def _wines(grades_of=lambda rating: rating):
    """Bitterness of 72 wines by temperature and contact (Randall 1989)."""
    counts = {(0, 0): (4, 9, 5, 0, 0), (0, 1): (1, 7, 8, 2, 0)}
    counts |= {(1, 0): (0, 5, 8, 3, 2), (1, 1): (0, 1, 5, 7, 5)}
    rows = [
        (grades_of(rating), warm, contact)
        for (warm, contact), numbers in counts.items()
        for rating, number in enumerate(numbers, start=1)
        for _ in range(number)
    ]
    frame = pd.DataFrame(rows, columns=["rating", "warm", "contact"])
    return frame["rating"], frame[["warm", "contact"]]


def test_ordinal_logit_equals_clm_in_r():
    """R: ordinal::clm(rating ~ temp + contact, data = wine), coefficients, limits, likelihood."""
    ratings, predictors = _wines()
    found = paired.ordinal_logit(ratings, predictors, order=[1, 2, 3, 4, 5])
    table = found.coefficients
    assert table["estimate"].tolist() == pytest.approx([2.50310201, 1.52779766], abs=1e-4)
    assert table["low"].tolist() == pytest.approx([1.466908051, 0.593634470], abs=1e-4)
    assert table["high"].tolist() == pytest.approx([3.539295965, 2.461960846], abs=1e-4)
    thresholds = [-1.34438341, 1.25080880, 3.46688693, 5.00640420]
    assert found.thresholds["estimate"].tolist() == pytest.approx(thresholds, abs=1e-4)
    assert found.log_likelihood == pytest.approx(-86.4919234, abs=1e-6)
    assert "sorted (almost) without error" in found.proportional_odds.method


def test_brants_test_equals_the_formula_worked_in_r():
    """R: glm() at both cuts of the wines in three grades; the statistic is 1.00237257 on 2."""
    ratings, predictors = _wines(lambda rating: 1 if rating <= 2 else min(rating, 4))
    check = paired.ordinal_logit(ratings, predictors, order=[1, 3, 4]).proportional_odds
    assert check.statistic == pytest.approx(1.00237257, abs=1e-7)
    assert (check.degrees_of_freedom, check.consistent) == (2, True)
    assert check.table["estimate"].tolist() == pytest.approx(
        [2.14610332, 1.38971209, 3.03118906, 1.81024737], abs=1e-6
    )


def test_separation_is_found_where_statsmodels_reports_convergence():
    """Complete separation: no coefficient here, an absurd one with converged=True there."""
    grades_seen, trained = [1, 1, 1, 2, 2, 3, 3], [0, 0, 0, 1, 1, 2, 2]
    found = paired.ordinal_logit(grades_seen, {"trained": trained}, order=[1, 2, 3])
    assert found.separated
    assert found.coefficients["estimate"].isna().all()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        column = pd.DataFrame({"trained": trained}, dtype=float)
        fooled = OrderedModel(np.array(grades_seen), column, distr="logit").fit(
            method="bfgs", disp=0, maxiter=500
        )
    assert abs(fooled.params.iloc[0]) > 10


def test_the_exact_test_in_place_of_a_separated_logit_is_exact():
    """Two and two, sorted completely: one of six orders each way, p = 2 / 6."""
    found = paired.ordinal_logit(["b", "b", "a", "a"], {"x": [0, 0, 1, 1]}, order=["b", "a"])
    assert found.coefficients.loc[0, "p_value"] == pytest.approx(2 / 6)


@bounded
@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3)), min_size=4, max_size=9).filter(
        lambda people: len({g for g, _ in people}) > 1 and len({x for _, x in people}) > 1
    )
)
def test_separation_by_one_predictor_is_order(people):
    """One predictor separates exactly when it never falls, or never rises, with the grade."""
    seen = sorted({g for g, _ in people})
    codes = np.array([seen.index(g) for g, _ in people])
    values = np.array([[float(x)] for _, x in people])
    couples = list(itertools.combinations(zip(codes, values[:, 0], strict=True), 2))
    moves = [(b[1] - a[1]) * (b[0] - a[0]) for a, b in couples if a[0] != b[0]]
    ordered = all(m >= 0 for m in moves) or all(m <= 0 for m in moves)
    assert separating(codes, values).any() == ordered


# What is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: paired.sign_test([1, None, 0.5]), "found none at position 2"),
        (lambda: paired.sign_test([1, None, 0.5]), "found 0.5 at position 3"),
        (lambda: paired.sign_test([1, 0], alternative="grater"), "did you mean 'greater'?"),
        (lambda: paired.signed_rank([]), "at least one value"),
        (lambda: paired.signed_rank([1], zero_method="prat"), "did you mean 'pratt'?"),
        (lambda: paired.signed_rank([1] * 1001), "at most 1,000 pairs: found 1,001"),
        (lambda: paired.shares([1, 0], at_best=[True, False]), "found +1 at position 1"),
        (lambda: paired.shares([1, 0], at_best=[False]), "1 answers for 2 changes"),
        (lambda: paired.shares([1, 0], at_best=["2", "1"]), "found '2' at position 1"),
        (lambda: paired.mcnemar([[1, 2], [3, -4]]), "found -4"),
        (lambda: paired.mcnemar(AIRWAYS, method="midp"), "did you mean 'mid_p'?"),
        (lambda: paired.stuart_maxwell([[1, 2, 3], [4, 5, 6]]), "found 2 x 3"),
        (lambda: paired.bhapkar([[0, 5], [0, 0]]), "found all 5 moving alike"),
        (lambda: paired.cochran_q([[1, 2], [0, 1]]), "found 2 in row 1, column 2"),
        (lambda: paired.cochran_q([[1], [0]]), "found 2 x 1"),
        (lambda: paired.superiority([1, 2], [1]), "found 2 before and 1 after"),
        (lambda: paired.superiority([1], [1]), "two pairs: found 1"),
        (lambda: paired.superiority([1], [1, 2], linked=False), "found 1 in second"),
        (lambda: paired.superiority(["2"], [1]), "found '2' at position 1"),
        (
            lambda: paired.superiority(range(40), range(1, 41), test="permutation"),
            "at most 20,000 tables",
        ),
        (
            lambda: paired.baseline_dependence([1, 0], ["3", "22"], order=["3", "2", "1"]),
            "found '22' at position 2; did you mean 2?",
        ),
        (
            lambda: paired.baseline_dependence([1], [1], order=[3, 2, 1]),
            "found +1 from 1 at position 1",
        ),
        (lambda: paired.baseline_dependence([1, 0], [2], order=[2, 1]), "2 changes and 1 starting"),
        (lambda: freeman_halton([[1, 2]]), "found 1 x 2"),
        (lambda: linear_trend([[1, 2], [3, 4]], row_scores=[0.5, 1]), "row_scores has one whole"),
        (lambda: freeman_halton([[9] * 6] * 6), "join neighbouring grades"),
        (lambda: paired.ordinal_logit([1, 1], {"x": [1, 2]}, order=[1, 2]), "found [1]"),
        (lambda: paired.ordinal_logit([1, 2], {"x": [1, 1]}, order=[1, 2]), "in 'x'; leave it out"),
        (lambda: paired.ordinal_logit([1, 9], {"x": [1, 2]}, order=[1, 2]), "found 9"),
        (lambda: paired.ordinal_logit([1, 2], {"x": [1]}, order=[1, 2]), "2 grades and 1 rows"),
        (
            lambda: paired.ordinal_logit([1, 2, 1], {"x": [1, 2, 4], "y": [2, 4, 8]}, order=[1, 2]),
            "follows from the others",
        ),
    ],
)
def test_a_wrong_input_is_named_with_what_to_do(call, words):
    """Each message says what was found."""
    with pytest.raises(ValueError) as refused:
        call()
    assert words in str(refused.value)


def test_results_line_up_as_a_table():
    """A list of results is one call away from a data frame."""
    table = pd.DataFrame([paired.sign_test(TEACHERS), paired.signed_rank(TEACHERS)])
    assert table["p_value"].tolist() == [0.03125, 0.03125]
    assert math.isnan(table.loc[1, "low"])


def test_two_rows_of_many_columns_are_gone_through_in_no_time():
    """Laid on its side a 2 x 6 table has few states; both ways give one answer."""
    table = [[9, 7, 8, 6, 5, 5], [4, 6, 5, 8, 9, 8]]
    on_its_side = [list(column) for column in zip(*table, strict=True)]
    for test in (linear_trend, freeman_halton):
        found, other = test(table), test(on_its_side)
        assert found.p_value == other.p_value
        assert found.statistic == pytest.approx(other.statistic, rel=1e-12)


@pytest.mark.parametrize("table", [[[2, 1, 0], [0, 1, 2]], [[1, 0], [1, 2], [0, 3]]])
def test_a_table_laid_on_its_side_keeps_the_tests_of_all_permutations(table):
    """Each person's column is dealt out in every way there is."""
    rows = [i for i, row in enumerate(table) for count in row for _ in range(count)]
    columns = [j for row in table for j, count in enumerate(row) for _ in range(count)]
    dealt = [sum(map(mul, rows, order)) for order in itertools.permutations(columns)]
    centre, seen = sum(dealt) / len(dealt), sum(map(mul, rows, columns))
    extreme = [abs(one - centre) >= abs(seen - centre) - 1e-9 for one in dealt]
    assert linear_trend(table).p_value == pytest.approx(sum(extreme) / len(dealt), abs=1e-12)


def test_separated_grades_with_too_many_tables_get_the_normal_trend_test():
    """Forty people of forty ages in six grades: no exact test, and the method says so."""
    ages = list(range(40))
    grades = [min(age // 7, 5) for age in ages]
    found = paired.ordinal_logit(grades, {"age": ages}, order=range(6))
    assert found.separated
    row = found.coefficients.loc[0]
    assert "normal" in row["method"]
    r = np.corrcoef(stats.rankdata(ages), stats.rankdata(grades))[0, 1]
    assert row["p_value"] == pytest.approx(math.erfc(r * math.sqrt(39 / 2)), rel=1e-6)
