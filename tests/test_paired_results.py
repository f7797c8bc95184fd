"""What the results of pairs hold: whole tables, every option handed on, and what is refused."""

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from partnership_evaluation import paired, proportions
from partnership_evaluation.paired import studentized_permutation as permutation
from partnership_evaluation.paired.exact_tables import freeman_halton, linear_trend
from partnership_evaluation.paired.proportional_odds import brant
from partnership_evaluation.paired.superiority import between_groups

MIXED = [2, -1, 0, 1, 1, 0, 3, -1, 1, 0, -2, 1, 1, 2]  # 8 better, 3 the same, 3 worse
BEFORE = [2, 2, 1, 3, 2, 2, 2, 3, 3, 2, 2, 1]
AFTER = [1, 2, 1, 2, 2, 2, 2, 2, 2, 1, 1, 1]
ONES, OTHERS = [1, 3, 3, 4, 5, 2, 4], [1, 2, 2, 1, 3, 4]


def refusal(call):
    """The words in which a call is refused."""
    with pytest.raises(ValueError) as refused:
        call()
    return str(refused.value)


# Shares and the net of them ------------------------------------------------------------------


def test_shares_of_all_need_no_starting_grades():
    """Three rows, with the columns that are promised and the interval that was asked for."""
    table = paired.shares(MIXED, method="wilson", confidence_level=0.9)
    assert list(table) == [
        *["denominator", "direction", "k", "n", "estimate", "low", "high", "method"],
        "confidence_level",
    ]
    assert table[["denominator", "direction", "k", "n"]].values.tolist() == [
        ["all", "improved", 8, 14],
        ["all", "same", 3, 14],
        ["all", "worse", 3, 14],
    ]
    for row in table.itertuples():
        share = proportions.interval(row.k, n=14, method="wilson", confidence_level=0.9)
        assert (row.estimate, row.low, row.high) == (share.estimate, share.low, share.high)
        assert (row.method, row.confidence_level) == (share.method, 0.9)


def test_shares_of_nobody_say_so_in_every_row():
    """Both began at the best: three missing shares of 0, by the method "nobody"."""
    rest = paired.shares([0, -1], at_best=[True, True], confidence_level=0.8).iloc[3:]
    assert rest["direction"].tolist() == ["improved", "same", "worse"]
    assert rest[["k", "n"]].values.tolist() == [[0, 0]] * 3
    assert rest[["estimate", "low", "high"]].isna().all(axis=None)
    assert (rest["method"] == "nobody").all()
    assert (rest["confidence_level"] == 0.8).all()


@pytest.mark.parametrize("method", ["exact", "tango"])
def test_net_improvement_is_the_difference_of_paired_shares(method):
    """Eight up, three down of 14: the interval of the fourfold table with those corners."""
    found = paired.net_improvement(MIXED, method=method, confidence_level=0.9)
    table = [[3, 8], [3, 0]]
    same = proportions.paired_difference(table, method=method, confidence_level=0.9)
    assert found.estimate == pytest.approx(5 / 14)
    assert (found.low, found.high) == (same.low, same.high)
    assert (found.n, found.n_improved, found.n_zero, found.n_worse) == (14, 8, 3, 3)
    assert found.confidence_level == 0.9
    assert method.replace("exact", "Fay-Lumbard") in found.method.replace("Tango", "tango")


def test_only_the_exact_net_improvement_brings_the_sign_test():
    """Eight of eleven movers: p is twice P(X >= 8); Tango's interval has no test of its own."""
    exact = paired.net_improvement(MIXED)
    assert exact.statistic == 8
    assert exact.p_value == pytest.approx(2 * (165 + 55 + 11 + 1) / 2**11)
    tango = paired.net_improvement(MIXED, method="tango")
    assert (tango.statistic, tango.p_value) == (None, None)


# Tests of changes ----------------------------------------------------------------------------


def test_the_sign_test_is_the_binomial_test_of_the_movers():
    """Every alternative, and an interval that stays two-sided at its own level."""
    for alternative, scipy_name in [
        ("two_sided", "two-sided"),
        ("greater", "greater"),
        ("less", "less"),
    ]:
        found = paired.sign_test(MIXED, alternative=alternative, confidence_level=0.8)
        limits = stats.binomtest(8, 11).proportion_ci(0.8, method="exact")
        assert found.p_value == pytest.approx(
            stats.binomtest(8, 11, alternative=scipy_name).pvalue, rel=1e-12
        )
        assert (found.low, found.high) == pytest.approx((limits.low, limits.high))
        assert (found.estimate, found.statistic, found.confidence_level) == (8 / 11, 8, 0.8)
        assert found.method == f"exact sign test, {scipy_name}"


def test_the_sign_test_takes_any_number_of_pairs():
    """The limit of 1,000 pairs is that of the tests which go through sizes of change."""
    found = paired.sign_test([1] * 800 + [-1] * 700 + [0] * 500)
    assert found.p_value == pytest.approx(stats.binomtest(800, 1500).pvalue, rel=1e-12)
    assert paired.net_improvement([1] * 1001).n == 1001
    assert "found 1,001" in refusal(lambda: paired.ordered_marginal_homogeneity([1] * 1001))


def test_signed_rank_estimates_the_rank_biserial_correlation():
    """Eleven movers: ranks won 49 of 66, so (49 - 17) / 66; no interval and so no level."""
    found = paired.signed_rank(MIXED, alternative="less")
    assert found.estimate == pytest.approx(32 / 66)
    assert (found.low, found.high, found.confidence_level) == (None, None, None)
    assert (found.n, found.n_improved, found.n_zero, found.n_worse) == (14, 8, 3, 3)
    assert found.method == "exact Wilcoxon signed-rank test, wilcox zeros, less"


def test_marginal_homogeneity_counts_net_steps_to_either_side():
    """Changes 2, 1, -1: sums 4, 2, 2, 0 and their opposites; 2 or more in 3 of 8."""
    for alternative, p_value in [("two_sided", 6 / 8), ("greater", 3 / 8), ("less", 7 / 8)]:
        found = paired.ordered_marginal_homogeneity([2, 0, 1, -1, 0], alternative=alternative)
        assert found.p_value == p_value
        assert (found.statistic, found.estimate, found.n) == (2, 2 / 5, 5)
        assert (found.n_improved, found.n_zero, found.n_worse) == (2, 2, 1)
        assert found.method.endswith(f"equally spaced grades, {alternative.replace('_', '-')}")


def test_mcnemar_hands_on_level_and_category():
    """The interval is that of the paired difference; counts turn round with the category."""
    for method, limits in [("exact", "exact"), ("mid_p", "tango")]:
        found = paired.mcnemar([[12, 7], [1, 1]], method=method, success=0, confidence_level=0.8)
        same = proportions.paired_difference(
            [[12, 7], [1, 1]], success=0, method=limits, confidence_level=0.8
        )
        assert (found.low, found.high) == (same.low, same.high)
        assert (found.n, found.n_improved, found.n_zero, found.n_worse) == (21, 1, 13, 7)
        assert (found.statistic, found.confidence_level) == (1, 0.8)
    assert found.method == "McNemar mid-P test, Tango score interval"


@pytest.mark.parametrize(
    ("test", "table", "n", "name"),
    [
        (paired.stuart_maxwell, [[5, 4], [1, 3]], 13, "Stuart-Maxwell test"),
        (paired.bhapkar, [[5, 4], [1, 3]], 13, "Bhapkar test"),
        (paired.cochran_q, [[1, 0], [1, 1], [0, 0], [1, 0]], 4, "Cochran's Q test"),
    ],
)
def test_chi_squared_tests_estimate_nothing(test, table, n, name):
    """No estimate and no interval; p is the tail of chi-squared on one degree of freedom."""
    for found in (test(table), test(pd.DataFrame(table))):
        assert (found.estimate, found.low, found.high, found.n) == (None, None, None, n)
        assert found.method == f"{name}, chi-squared approximation"
        assert found.degrees_of_freedom == 1
        assert found.p_value == pytest.approx(math.erfc(math.sqrt(found.statistic / 2)))


def test_two_questions_make_cochrans_q_mcnemars_statistic():
    """Two against none who changed: (2 - 0) squared by 2; a table of booleans is taken too."""
    answers = [[1, 0], [1, 1], [0, 0], [1, 0]]
    assert paired.cochran_q(answers).statistic == pytest.approx(2)
    assert paired.cochran_q(np.array(answers, dtype=bool)).statistic == pytest.approx(2)


# Probability of superiority ------------------------------------------------------------------


def test_brunner_munzel_is_superiority_by_t_with_every_option():
    """Pairs unless told otherwise; direction and level go through."""
    for options in [{}, {"linked": False}, {"better": "low"}, {"confidence_level": 0.8}]:
        found = paired.brunner_munzel(BEFORE, AFTER, **options)
        assert found == paired.superiority(BEFORE, AFTER, test="t", **options)
    pairs = paired.brunner_munzel(BEFORE, AFTER)
    assert pairs.n == 12
    assert paired.brunner_munzel(BEFORE, AFTER, linked=False).n == 24
    assert paired.brunner_munzel(BEFORE, AFTER, better="low").estimate == pytest.approx(
        1 - pairs.estimate
    )


@pytest.mark.parametrize("linked", [True, False])
def test_the_default_is_the_more_cautious_of_both_routes(linked):
    """The lower limit, the upper limit and p are each the worse of t and permutation."""
    before, after = [1, 2, 2, 3, 1, 2, 4, 1], [2, 2, 4, 4, 1, 3, 3, 2]
    options = {"linked": linked, "confidence_level": 0.8}
    auto, t, permuted = (
        paired.superiority(before, after, test=test, **options)
        for test in ("auto", "t", "permutation")
    )
    assert auto.low == min(t.low, permuted.low)
    assert auto.high == max(t.high, permuted.high)
    assert auto.p_value == max(t.p_value, permuted.p_value)
    assert auto.statistic == t.statistic == pytest.approx(permuted.statistic)
    assert auto.estimate == t.estimate == pytest.approx(permuted.estimate)
    assert {auto.confidence_level, t.confidence_level, permuted.confidence_level} == {0.8}
    name = "Brunner-Munzel for pairs" if linked else "Brunner-Munzel, independent groups"
    assert t.method == f"{name}, t approximation"
    assert permuted.method == f"{name}, exact permutation distribution"
    assert auto.method == f"{name}, the more cautious of t and exact permutation"


def test_groups_compare_as_in_scipy():
    """Estimate by counting, statistic and p by scipy.stats.brunnermunzel, both directions."""
    won = sum((a > b) + (a == b) / 2 for a in ONES for b in OTHERS) / (len(ONES) * len(OTHERS))
    scipy_says = stats.brunnermunzel(OTHERS, ONES)
    found = between_groups(ONES, OTHERS, test="t")
    assert found.estimate == pytest.approx(won)
    assert found.statistic == pytest.approx(scipy_says.statistic)
    assert found.p_value == pytest.approx(scipy_says.pvalue)
    assert found.n == 13
    assert permutation.of_groups(ONES, OTHERS).statistic == pytest.approx(scipy_says.statistic)
    assert between_groups(ONES, OTHERS, better="low").estimate == pytest.approx(1 - won)


def test_a_lower_level_gives_the_narrower_interval_of_t():
    """Half widths are as the quantiles of t; eleven degrees of freedom for twelve pairs."""
    wide, narrow = (
        paired.superiority(BEFORE, AFTER, better="low", test="t", confidence_level=level)
        for level in (0.95, 0.8)
    )
    ratio = stats.t.ppf(0.975, 11) / stats.t.ppf(0.9, 11)
    assert (wide.high - wide.low) / (narrow.high - narrow.low) == pytest.approx(ratio)


def test_the_permutation_interval_reaches_as_far_as_the_level_asks():
    """95 of 100 permutations are enough for 95 per cent, and not one fewer."""
    sizes = ((1.0, 94), (1.5, 1), (3.0, 5))
    seen = permutation.Studentized(0.6, 0.1, 1.0, sizes)
    assert seen.limits(0.95) == pytest.approx((0.45, 0.75))
    assert seen.limits(0.96) == pytest.approx((0.3, 0.9))
    assert seen.limits(0.94) == pytest.approx((0.5, 0.7))
    assert permutation.Studentized(0.9, 0.2, 2.0, ((2.0, 1),)).limits(0.9) == pytest.approx(
        (0.5, 1)
    )
    assert permutation.Studentized(0.2, 0.2, 2.0, ((2.0, 1),)).limits(0.9) == pytest.approx(
        (0, 0.6)
    )


def test_no_spread_leaves_the_permutation_interval_open():
    """An error of 0 says nothing about how far the truth may lie."""
    assert permutation.Studentized(0.9, 0.0, math.inf, ((math.inf, 1),)).limits(0.95) == (0, 1)


def test_no_difference_has_a_statistic_of_nought():
    """Two who changed places, and two groups alike; all alike going up is infinite."""
    assert permutation.of_pairs([1, 2], [2, 1]).statistic == 0
    assert permutation.of_groups([1, 2], [2, 1]).statistic == 0
    assert permutation.of_pairs([1, 1], [2, 2]).statistic == math.inf
    assert permutation.of_pairs([2, 2], [1, 1]).statistic == -math.inf


@pytest.mark.parametrize(("before", "after"), [([1, 1, 1], [2, 3, 2]), ([3, 2, 2], [1, 1, 1])])
def test_pairs_that_do_not_overlap_still_have_a_limit(before, after):
    """Three pairs hold one comparison of different people: the limit is alpha / 2; p is 2 / 8."""
    found = paired.superiority(before, after, confidence_level=0.9)
    up = after > before
    assert found.estimate == float(up)
    assert (found.low, found.high) == pytest.approx((0.05, 1) if up else (0, 0.95))
    assert (found.n, found.p_value, found.confidence_level) == (3, 0.25, 0.9)
    assert found.statistic == (math.inf if up else -math.inf)
    assert "before and after that do not overlap (1 separate comparisons" in found.method


def test_groups_that_do_not_overlap_lose_as_surely_as_they_win():
    """All lost: from 0 up to 1 less the limit of all won."""
    won = between_groups([3, 4, 5], [1, 2], confidence_level=0.9)
    lost = between_groups([1, 2], [3, 4, 5], confidence_level=0.9)
    assert won.low == pytest.approx(0.05**0.5)
    assert (lost.estimate, lost.low, lost.high) == pytest.approx((0, 0, 1 - won.low))
    assert won.p_value == lost.p_value == pytest.approx(2 / 10)
    assert (won.statistic, lost.statistic) == (math.inf, -math.inf)
    assert (won.n, won.confidence_level) == (5, 0.9)
    assert "groups that do not overlap (2 separate comparisons" in won.method
    assert between_groups([1, 1], [2, 2]).p_value == pytest.approx(1 / 3)


def test_all_pairs_alike_have_a_share_but_no_test():
    """Moved alike, the share still counts ties half: 3 wins and a tie of 4."""
    alike = paired.superiority([1, 2], [2, 3])
    assert (alike.estimate, alike.n, alike.high, alike.statistic) == (0.875, 2, None, None)
    still = paired.superiority([1, 2, 3], [1, 2, 3])
    assert (still.estimate, still.n, still.p_value, still.cliffs_delta) == (0.5, 3, 1, 0)


# By starting grade ---------------------------------------------------------------------------


def test_the_table_by_starting_grade_holds_what_it_promises():
    """Three at grade 3, two at 2, two at the best: Clopper-Pearson limits at 90 per cent."""
    found = paired.baseline_dependence(
        [1, 0, -1, 1, 1, 0, 0], [3, 3, 3, 2, 2, 1, 1], order=[4, 3, 2, 1], confidence_level=0.9
    )
    assert list(found.table) == [
        *["grade", "could_improve", "n", "improved", "same", "worse"],
        *["estimate", "low", "high", "method"],
    ]
    counts = ["grade", "could_improve", "n", "improved", "same", "worse"]
    assert found.table[counts].values.tolist() == [
        [3, True, 3, 1, 1, 1],
        [2, True, 2, 2, 0, 0],
        [1, False, 2, 0, 2, 0],
    ]
    numbers = found.table[["estimate", "low", "high"]].to_numpy()
    assert numbers[0] == pytest.approx([1 / 3, 1 - 0.95 ** (1 / 3), stats.beta.ppf(0.95, 2, 2)])
    assert numbers[1] == pytest.approx([1, 0.05**0.5, 1])
    assert np.isnan(numbers[2]).all()
    method = "Clopper-Pearson exact interval"
    assert found.table["method"].tolist() == [method, method, "already at the best grade"]


def test_the_trend_goes_by_the_place_of_a_grade_on_the_whole_scale():
    """Nobody at grade 3: scores 0, 1, 3. Four of six improved; 10 of 15 choices are as far off."""
    found = paired.baseline_dependence(
        [1, 1, 1, 0, 1, 0], [1, 1, 2, 2, 4, 4], order=[1, 2, 3, 4, 5]
    )
    assert found.statistic == 0 + 0 + 1 + 3
    assert found.p_value == pytest.approx(10 / 15)
    r = np.corrcoef([0, 0, 1, 1, 3, 3], [1, 1, 1, 0, 1, 0])[0, 1]
    assert found.estimate == pytest.approx(r)
    assert found.method.startswith("exact linear-by-linear trend test, two-sided, starting grade")


def test_another_test_by_starting_grade_is_another_test():
    """Freeman-Halton knows no order, so it estimates no correlation."""
    found = paired.baseline_dependence(
        [1, 1, 1, 0, 1, 0], [1, 1, 2, 2, 4, 4], order=[1, 2, 3, 4, 5], test="freeman_halton"
    )
    assert found.estimate is None
    assert found.method.startswith("Freeman-Halton exact test, starting grade")
    assert found.statistic == pytest.approx(1 * 2 * 2 / 15)


def test_one_starting_grade_is_still_shown_and_counted():
    """No test, but the table and the number of people."""
    found = paired.baseline_dependence([1, 0], ["b", "b"], order=["b", "a"])
    assert found.table["improved"].tolist() == [1]
    assert (found.n, found.statistic, found.estimate) == (2, None, None)


# Tables --------------------------------------------------------------------------------------


def test_a_fourfold_table_has_fishers_p_value():
    """The lady tasting tea: 3 of 4 cups, p = 34 / 70; this very table has 16 of 70."""
    for table in ([[3, 1], [1, 3]], pd.DataFrame([[3, 1], [1, 3]])):
        found = freeman_halton(table)
        assert found.p_value == pytest.approx(34 / 70)
        assert found.statistic == pytest.approx(16 / 70)
        assert (found.n, found.estimate, found.method) == (8, None, "Freeman-Halton exact test")


def test_a_trend_to_one_side_is_the_tail_of_that_side():
    """Cups 3 or 4 right of 4: 17 of 70; at most 3: 69 of 70; both by hand."""
    for alternative, ways in [("greater", 17), ("less", 69), ("two_sided", 34)]:
        found = linear_trend([[3, 1], [1, 3]], alternative=alternative)
        assert found.p_value == pytest.approx(ways / 70)
        assert (found.statistic, found.n, found.estimate) == (3, 8, pytest.approx(0.5))
        assert found.method.endswith(alternative.replace("_", "-"))


def test_a_trend_correlates_the_scores_that_are_given():
    """The estimate is the correlation over people; none where one side does not vary."""
    table, rows, columns = [[2, 1, 0], [0, 1, 2]], [0, 5], [1, 2, 7]
    found = linear_trend(table, row_scores=rows, column_scores=columns)
    x = [rows[i] for i in range(2) for count in table[i] for _ in range(count)]
    y = [columns[j] for i in range(2) for j in range(3) for _ in range(table[i][j])]
    assert found.estimate == pytest.approx(np.corrcoef(x, y)[0, 1])
    assert found.statistic == np.dot(x, y)
    flat = linear_trend([[1, 0], [2, 0]])
    assert (flat.estimate, flat.p_value) == (None, 1)


# Ordinal logit -------------------------------------------------------------------------------

TRAINED = [0, 0, 0, 0, 1, 1, 1, 1, 0, 1, 0, 1]
YEARS = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8]
GRADES = list("cbbacbaabcab")


def test_the_coefficients_of_a_logit_are_one_fit_on_three_scales():
    """Odds ratios, z and p follow from the estimates and their limits; the level is handed on."""
    predictors = pd.DataFrame({"trained": TRAINED, "years": YEARS}, index=range(20, 32))
    found = paired.ordinal_logit(GRADES, predictors, order=["d", "c", "b", "a"])
    table = found.coefficients
    assert list(table) == [
        *["predictor", "estimate", "low", "high", "odds_ratio", "odds_ratio_low"],
        *["odds_ratio_high", "statistic", "p_value", "method"],
    ]
    assert table["predictor"].tolist() == ["trained", "years"]
    for name in ("estimate", "low", "high"):
        odds = name.replace("estimate", "odds_ratio").replace("low", "odds_ratio_low")
        assert np.log(table[odds.replace("high", "odds_ratio_high")]).tolist() == pytest.approx(
            table[name].tolist()
        )
    errors = (table["high"] - table["low"]) / (2 * stats.norm.ppf(0.975))
    assert table["statistic"].tolist() == pytest.approx((table["estimate"] / errors).tolist())
    p_values = [math.erfc(abs(z) / math.sqrt(2)) for z in table["statistic"]]
    assert table["p_value"].tolist() == pytest.approx(p_values)
    assert (table["method"] == "Wald").all()
    assert found.thresholds["between"].tolist() == ["c and b", "b and a"]
    assert (found.n, found.separated) == (12, False)
    assert found.method == "ordinal logit (proportional odds), Wald intervals"
    narrow = paired.ordinal_logit(
        GRADES, predictors, order=["c", "b", "a"], confidence_level=0.8
    ).coefficients
    ratio = stats.norm.ppf(0.975) / stats.norm.ppf(0.9)
    widths = (table["high"] - table["low"]) / (narrow["high"] - narrow["low"])
    assert widths.tolist() == pytest.approx([ratio, ratio])


def test_two_grades_make_the_ordinal_logit_the_binary_one():
    """One predictor of two values: the log odds ratio of the fourfold table, 3 x 4 / 2 x 1."""
    grades = ["weak"] * 4 + ["good"] * 6
    found = paired.ordinal_logit(
        grades, {"trained": [0, 0, 0, 1, 0, 0, 1, 1, 1, 1]}, order=["weak", "good"]
    )
    row = found.coefficients.loc[0]
    assert row["estimate"] == pytest.approx(math.log(3 * 4 / (2 * 1)), abs=1e-5)
    error = math.sqrt(1 / 3 + 1 / 4 + 1 / 2 + 1)
    assert row["statistic"] == pytest.approx(row["estimate"] / error, rel=1e-4)
    assert found.thresholds["estimate"].tolist() == pytest.approx([math.log(3 / 2)], abs=1e-5)
    assert found.log_likelihood == pytest.approx(
        3 * math.log(3 / 5) + 2 * math.log(2 / 5) + math.log(1 / 5) + 4 * math.log(4 / 5)
    )
    check = found.proportional_odds
    assert (check.degrees_of_freedom, check.statistic, check.p_value) == (0, None, None)
    assert check.consistent is None
    assert list(check.table) == ["cut", "predictor", "estimate"]


def test_separated_grades_keep_their_tests_and_name_the_predictor():
    """All trained are good, years are mixed: training alone is named; both get a trend test."""
    found = paired.ordinal_logit(
        ["weak", "weak", "good", "good", "good", "good"],
        {"trained": [0, 0, 0, 0, 1, 1], "years": [1, 4, 2, 3, 1, 4]},
        order=["weak", "good"],
    )
    assert "no ordinal logit: trained sorts the grades" in found.method
    table = found.coefficients
    assert table["predictor"].tolist() == ["trained", "years"]
    assert table.drop(columns=["predictor", "p_value", "method"]).isna().all(axis=None)
    # Of 15 ways to be weak, 6 leave out both of the trained, and 1 takes both.
    assert table["p_value"].tolist() == pytest.approx([7 / 15, 1])
    exact = "exact trend test on middle ranks, this predictor alone"
    assert table["method"].tolist() == [exact, exact]
    assert found.thresholds.empty
    assert list(found.thresholds) == ["between", "estimate"]
    assert (found.n, found.log_likelihood) == (6, None)


def test_predictors_may_have_numbers_for_names():
    """A frame made from an array is named 0, 1 ...; the message for separated grades too."""
    found = paired.ordinal_logit(["b", "b", "a", "a"], pd.DataFrame([0, 0, 1, 1]), order="ba")
    assert "no ordinal logit: 0 sorts the grades" in found.method


def test_brants_test_compares_each_predictor_at_each_cut():
    """Two cuts of the table, named by the grade at or above which counts."""
    columns = pd.DataFrame({"trained": TRAINED, "years": YEARS}, dtype=float)
    codes = np.array(["cba".index(grade) for grade in GRADES])
    found = brant(codes, columns, ["c", "b", "a"])
    assert found.table[["cut", "predictor"]].values.tolist() == [
        ["b", "trained"],
        ["b", "years"],
        ["a", "trained"],
        ["a", "years"],
    ]
    assert found.degrees_of_freedom == 2
    assert found.p_value == pytest.approx(math.exp(-found.statistic / 2))
    assert found.method == "Brant test, chi-squared approximation"
    assert found.consistent is (found.p_value >= 0.05)


def test_unequal_slopes_are_not_consistent():
    """At the lower cut training makes no difference, at the upper one almost all of it."""
    cells = {(0, 0): 20, (1, 0): 38, (2, 0): 2, (0, 1): 20, (1, 1): 2, (2, 1): 38}
    codes = np.array([code for (code, _), count in cells.items() for _ in range(count)])
    trained = [group for (_, group), count in cells.items() for _ in range(count)]
    found = brant(codes, pd.DataFrame({"trained": trained}, dtype=float), ["c", "b", "a"])
    upper = math.log((38 / 22) / (2 / 58))
    assert found.table["estimate"].tolist() == pytest.approx([0, upper], abs=1e-6)
    assert found.consistent is False


def test_a_cut_without_error_leaves_brants_test_out():
    """The weakest grade is sorted by training alone: no statistic, and the cut is named."""
    found = brant(
        np.array([0, 0, 1, 2, 1, 2]), pd.DataFrame({"trained": [0, 0, 1, 1, 1, 1]}), ["c", "b", "a"]
    )
    assert found.method == "no Brant test: the cut at 'b' is sorted (almost) without error"
    assert (found.statistic, found.p_value, found.consistent) == (None, None, None)
    assert found.degrees_of_freedom == 1
    assert list(found.table) == ["cut", "predictor", "estimate"]


# What is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "call",
    [
        lambda level: paired.shares([1, 0], confidence_level=level),
        lambda level: paired.net_improvement([1, 0], confidence_level=level),
        lambda level: paired.net_improvement([1, 0], method="tango", confidence_level=level),
        lambda level: paired.sign_test([1, 0], confidence_level=level),
        lambda level: paired.mcnemar([[1, 2], [3, 4]], confidence_level=level),
        lambda level: paired.superiority([1, 2], [2, 2], confidence_level=level),
        lambda level: paired.brunner_munzel([1, 2], [2, 2], linked=False, confidence_level=level),
        lambda level: paired.baseline_dependence(
            [0, 0], [1, 2], order=[1, 2], confidence_level=level
        ),
        lambda level: paired.ordinal_logit(
            GRADES, {"x": TRAINED}, order="cba", confidence_level=level
        ),
    ],
)
def test_a_level_in_per_cent_is_refused_everywhere(call):
    """95 is not 0.95, whichever function it is given to."""
    assert "found 95; did you mean 0.95?" in refusal(lambda: call(95))


@pytest.mark.parametrize(
    "call",
    [
        lambda: paired.shares([0, 0.5]),
        lambda: paired.net_improvement([0, 0.5]),
        lambda: paired.sign_test([0, 0.5]),
        lambda: paired.signed_rank([0, 0.5]),
        lambda: paired.ordered_marginal_homogeneity([0, 0.5]),
        lambda: paired.baseline_dependence([0, 0.5], [1, 2], order=[1, 2, 3]),
    ],
)
def test_half_a_grade_is_refused_by_place_and_value(call):
    """A change is a whole number of grades."""
    assert "changes holds whole numbers: found 0.5 at position 2" in refusal(call)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: paired.net_improvement([1], method="tangoo"), "method is one of"),
        (lambda: paired.superiority([1, 2], [1, 2], better="hihg"), "better is one of"),
        (lambda: paired.superiority([1, 2], [1, 2], test="perm"), "test is one of"),
        (lambda: paired.superiority([1, None], [1, 2]), "before has no gaps"),
        (lambda: paired.superiority([1, 2], [1, "b"]), "after holds numbers: found 'b'"),
        (lambda: between_groups(["a", 2], [1, 2]), "first holds numbers: found 'a'"),
        (lambda: between_groups([1, 2], [1]), "found 1 in second"),
        (
            lambda: paired.superiority(range(40), range(1, 41), linked=False, test="permutation"),
            "at most 20,000 tables",
        ),
        (
            lambda: paired.baseline_dependence([1], [1], order=[1, 2], test="trend"),
            "test is one of",
        ),
        (lambda: paired.baseline_dependence([0], [2], order=[2]), "two at least"),
        (lambda: paired.baseline_dependence([0], [2], order=[2, 2, 1]), "found [2, 2, 1]"),
        (
            lambda: paired.baseline_dependence(
                [0], ["requires"], order=["requires improvement", "good"]
            ),
            "'requires' at position 1; did you mean requires improvement?",
        ),
        (
            lambda: paired.baseline_dependence([0], ["x"], order=[2, 1]),
            "found 'x' at position 1; the grades are [2, 1].",
        ),
        (
            lambda: paired.baseline_dependence([0, 1, 2, 1], [2, 3, 2, 1], order=[4, 3, 2, 1]),
            "best grade, 1: found +2 from 2 at position 3 (2 such)",
        ),
        (lambda: paired.cochran_q([[1, None], [0, 1]]), "found None in row 1, column 2 (1 such)"),
        (lambda: paired.cochran_q([1, 0]), "two questions at least: found 2"),
        (lambda: freeman_halton([[0, 0], [0, 0]]), "at least one person"),
        (lambda: freeman_halton([[1, 0.5], [-2, 0]]), "found 0.5 (2 such)"),
        (lambda: freeman_halton([1, 2]), "at least 2 rows and 2 columns: found 2;"),
        (lambda: linear_trend([[1, 2], [3, 4]], column_scores=[1]), "column_scores has one whole"),
        (lambda: linear_trend([[1, 2], [3, 4]], alternative="more"), "alternative is one of"),
        (
            lambda: paired.ordinal_logit(GRADES, {"years": [*YEARS[:-1], None]}, order="cba"),
            "predictor 'years' has no gaps: found none at position 12",
        ),
        (
            lambda: paired.shares([0, 1, 0, 2], at_best=[False, True, False, True]),
            "found +1 at position 2 (2 such)",
        ),
    ],
)
def test_a_refusal_names_the_argument_the_place_and_the_value(call, words):
    """Each message says what was found, and where."""
    assert words in refusal(call)


def test_strange_starting_grades_are_listed_as_they_come():
    """By position, not by name, and each once."""
    words = refusal(lambda: paired.baseline_dependence([0] * 4, ["z", 7, "y", "z"], order=[2, 1]))
    assert words.index("'z' at position 1") < words.index("7 at position 2")
    assert words.index("7 at position 2") < words.index("'y' at position 3")
    assert words.count("'z'") == 1


def test_answers_without_any_difference_have_no_degrees_of_freedom():
    """Everybody answered alike to each question: Q is 0 on 0."""
    found = paired.cochran_q([[1, 1, 1], [0, 0, 0], [1, 1, 1]])
    assert (found.statistic, found.degrees_of_freedom, found.p_value, found.n) == (0, 0, 1, 3)
