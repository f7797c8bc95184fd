"""Shares, their intervals and differences, checked against published examples and R."""

import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.stats import binom, hypergeom
from statsmodels.stats.proportion import multinomial_proportions_confint

from partnership_evaluation import proportions
from partnership_evaluation.estimates import whole_numbers
from partnership_evaluation.proportions.changes import change_limits
from partnership_evaluation.proportions.differences import _restricted_shares

bounded = settings(derandomize=True, max_examples=60, deadline=None)


@st.composite
def count_of_total(draw, largest=40):
    n = draw(st.integers(1, largest))
    return draw(st.integers(0, n)), n


# One share -----------------------------------------------------------------------------------

NEWCOMBE_TABLE_1 = [
    # Newcombe (1998), Statistics in Medicine 17, 857-872, Table I: k, n, method, low, high
    (81, 263, "clopper_pearson", 0.2527, 0.3676),
    (81, 263, "mid_p", 0.2544, 0.3658),
    (81, 263, "wilson", 0.2553, 0.3662),
    (15, 148, "clopper_pearson", 0.0578, 0.1617),
    (15, 148, "mid_p", 0.0601, 0.1581),
    (15, 148, "wilson", 0.0624, 0.1605),
    (0, 20, "clopper_pearson", 0.0, 0.1684),
    (0, 20, "mid_p", 0.0, 0.1391),
    (0, 20, "wilson", 0.0, 0.1611),
    (1, 29, "clopper_pearson", 0.0009, 0.1776),
    (1, 29, "mid_p", 0.0017, 0.1585),
    (1, 29, "wilson", 0.0061, 0.1718),
]


@pytest.mark.parametrize(("k", "n", "method", "low", "high"), NEWCOMBE_TABLE_1)
def test_intervals_equal_newcombes_worked_examples(k, n, method, low, high):
    """Every limit rounds to the four digits that Newcombe printed."""
    found = proportions.interval(k, n=n, method=method)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_clopper_pearson_equals_binom_test_of_r():
    """R: binom.test(6, 12)$conf.int gives 0.21094464 and 0.78905536."""
    found = proportions.interval(6, n=12)
    assert (found.low, found.high) == pytest.approx((0.21094464, 0.78905536), abs=1e-8)
    assert (found.estimate, found.n, found.confidence_level) == (0.5, 12, 0.95)


@bounded
@given(count_of_total(), st.sampled_from(sorted(proportions.METHODS)), st.floats(0.5, 0.99))
def test_every_interval_holds_its_estimate(counts, method, level):
    """Low is at most the share seen, high at least, and both lie between 0 and 1."""
    k, n = counts
    found = proportions.interval(k, n=n, method=method, confidence_level=level)
    assert 0 <= found.low <= k / n <= found.high <= 1


@bounded
@given(count_of_total(), st.sampled_from(sorted(proportions.METHODS)))
def test_an_interval_of_the_complement_is_the_mirror_image(counts, method):
    """The share who said no has the interval of the share who said yes, turned round."""
    k, n = counts
    yes = proportions.interval(k, n=n, method=method)
    no = proportions.interval(n - k, n=n, method=method)
    assert (yes.low, yes.high) == pytest.approx((1 - no.high, 1 - no.low), abs=1e-9)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.5, 0.77])
def test_clopper_pearson_covers_at_least_as_often_as_it_says(share):
    """For n = 15 the 95% interval holds the true share with probability 0.95 or more."""
    intervals = [proportions.interval(k, n=15) for k in range(16)]
    covered = [k for k, found in enumerate(intervals) if found.low <= share <= found.high]
    assert binom.pmf(covered, 15, share).sum() >= 0.95


FINITE = [
    # R: the first and last K of k:(N-n+k) whose phyper tail exceeds 0.025: k, n, N, low, high
    (75, 83, 92, 81, 84),
    (3, 10, 20, 3, 11),
    (0, 12, 40, 0, 9),
    (83, 83, 92, 91, 92),
    (200, 300, 1600, 986, 1143),
]


@pytest.mark.parametrize(("k", "n", "population", "low", "high"), FINITE)
def test_a_finite_population_gives_the_limits_of_phyper_in_r(k, n, population, low, high):
    """The limits are whole numbers of people, those that R's phyper gives."""
    found = proportions.interval(k, n=n, population=population)
    assert (found.low * population, found.high * population) == pytest.approx((low, high))


def test_a_full_census_leaves_no_doubt():
    """When everybody answered, the interval is the share itself."""
    found = proportions.interval(7, n=9, population=9)
    assert found.low == found.estimate == found.high == 7 / 9


def test_a_nearly_full_census_is_much_narrower_than_a_sample():
    """83 of 92 staff pin the share down far better than 83 of an unlimited number."""
    census = proportions.interval(75, n=83, population=92)
    sample = proportions.interval(75, n=83)
    assert (census.high - census.low) < 0.4 * (sample.high - sample.low)


@bounded
@given(st.integers(1, 30), st.data())
def test_the_finite_population_interval_covers_at_least_as_often_as_it_says(population, data):
    """Drawing without replacement, the interval holds the true share with probability 0.95."""
    n = data.draw(st.integers(1, population))
    truth = data.draw(st.integers(0, population))
    covered = 0.0
    for k in range(max(0, n - (population - truth)), min(n, truth) + 1):
        found = proportions.interval(k, n=n, population=population)
        if found.low - 1e-12 <= truth / population <= found.high + 1e-12:
            covered += hypergeom.pmf(k, population, truth, n)
    assert covered >= 0.95 - 1e-9


def test_mid_p_over_a_finite_population_is_no_wider():
    """Counting half of the outcome seen shortens the interval or leaves it."""
    exact = proportions.interval(3, n=10, population=20)
    mid_p = proportions.interval(3, n=10, population=20, method="mid_p")
    assert exact.low <= mid_p.low <= mid_p.high <= exact.high


# Several shares ------------------------------------------------------------------------------


def test_simultaneous_intervals_stay_sound_where_sison_glaz_collapses():
    """For counts 4, 0, 0, 0, 0 statsmodels answers [1, 1]; the Bonferroni interval has width."""
    collapsed = multinomial_proportions_confint([4, 0, 0, 0, 0], method="sison-glaz")[0]
    sound = proportions.simultaneous([4, 0, 0, 0, 0])
    assert collapsed == pytest.approx([1, 1])
    assert sound.loc[0, "low"] == pytest.approx((0.05 / 5 / 2) ** (1 / 4))
    assert sound.loc[1, "high"] == pytest.approx(1 - (0.05 / 5 / 2) ** (1 / 4))


def test_simultaneous_keeps_the_labels_and_their_order():
    """One row a category, in the order given, zeros included."""
    table = proportions.simultaneous(pd.Series({"good": 3, "fair": 0, "poor": 1}))
    assert table["category"].tolist() == ["good", "fair", "poor"]
    assert table["k"].tolist() == [3, 0, 1]
    assert (table["n"] == 4).all()


# Two shares ----------------------------------------------------------------------------------

NEWCOMBE_TABLE_2 = [
    # Newcombe (1998), Statistics in Medicine 17, 873-890, Table II, methods 10 and 6
    ((56, 70, 48, 80), "newcombe", 0.0524, 0.3339),
    ((56, 70, 48, 80), "miettinen_nurminen", 0.0528, 0.3382),
    ((9, 10, 3, 10), "newcombe", 0.1705, 0.8090),
    ((9, 10, 3, 10), "miettinen_nurminen", 0.1700, 0.8406),
    ((6, 7, 2, 7), "newcombe", 0.0582, 0.8062),
    ((6, 7, 2, 7), "miettinen_nurminen", 0.0342, 0.8534),
    # Fagerland, Lydersen and Laake (2017), chapter 4
    ((7, 34, 1, 34), "newcombe", 0.0189, 0.3404),
    ((0, 16, 15, 72), "miettinen_nurminen", -0.3164, -0.0056),
]


@pytest.mark.parametrize(("counts", "method", "low", "high"), NEWCOMBE_TABLE_2)
def test_differences_equal_published_worked_examples(counts, method, low, high):
    """Every limit rounds to the four printed digits."""
    found = proportions.difference(*counts, method=method)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_miettinen_nurminen_equals_a_likelihood_maximised_by_search_in_r():
    """R: optimize() and uniroot() over the restricted likelihood give these limits."""
    found = proportions.difference(3, 12, 9, 14, method="miettinen_nurminen")
    assert (found.low, found.high) == pytest.approx((-0.67819029, -0.00087016), abs=1e-7)
    found = proportions.difference(0, 10, 4, 20, method="miettinen_nurminen")
    assert (found.low, found.high) == pytest.approx((-0.42000584, 0.10499375), abs=1e-7)


@bounded
@given(count_of_total(12), count_of_total(12), st.floats(-0.98, 0.98))
def test_the_restricted_shares_are_the_most_likely_ones(first, second, delta):
    """No other pair of shares with the same difference is likelier."""
    (k1, n1), (k2, n2) = first, second

    def unlikely(share):
        return -binom.logpmf(k1, n1, share + delta) - binom.logpmf(k2, n2, share)

    low, high = max(0, -delta) + 1e-9, min(1, 1 - delta) - 1e-9
    searched = minimize_scalar(unlikely, bounds=(low, high), method="bounded").fun
    shares = _restricted_shares(k1, n1, k2, n2, delta)
    closed = unlikely(min(max(shares[1], low), high))
    assert closed <= searched + 1e-6


@bounded
@given(count_of_total(9), count_of_total(9), st.sampled_from(["newcombe", "miettinen_nurminen"]))
def test_every_table_of_two_groups_has_limits_around_its_difference(first, second, method):
    """No table, however extreme, lacks an interval; it holds the difference and is in range."""
    found = proportions.difference(*first, *second, method=method)
    assert -1 <= found.low <= found.estimate + 1e-12
    assert found.estimate - 1e-12 <= found.high <= 1


@bounded
@given(count_of_total(12), count_of_total(12))
def test_score_interval_and_score_test_never_contradict_each_other(first, second):
    """The Miettinen-Nurminen interval leaves out 0 exactly when its own p is below 0.05."""
    found = proportions.difference(*first, *second, method="miettinen_nurminen")
    if abs(found.p_value - 0.05) > 1e-6:
        assert (found.p_value < 0.05) == (found.low > 0 or found.high < 0)


# The same people twice -----------------------------------------------------------------------

AIRWAYS = [[12, 7], [1, 1]]  # Bentur and others (2009): before no / yes by after no / yes
CONSOLIDATION = [[59, 6], [16, 80]]  # Cavo and others (2012), "yes" printed first


def test_newcombe_for_pairs_equals_the_published_examples():
    """Fagerland, Lydersen and Laake (2014, 2017): both airway and myeloma tables."""
    found = proportions.paired_difference(AIRWAYS)
    assert (round(found.low, 3), round(found.high, 3)) == (0.026, 0.507)
    found = proportions.paired_difference(CONSOLIDATION, success=0)
    assert (round(found.low, 4), round(found.high, 4)) == (0.0046, 0.1186)
    assert found.estimate == pytest.approx(10 / 161)


def test_tango_equals_the_published_example():
    """Fagerland, Lydersen and Laake (2014): 0.026 to 0.517 for the airway table."""
    found = proportions.paired_difference(AIRWAYS, method="tango")
    assert (round(found.low, 3), round(found.high, 3)) == (0.026, 0.517)


FAY_LUMBARD = [
    # R: integrate() over the confidence distributions of Fay and Lumbard (2021), then uniroot()
    ((7, 1, 21), -0.020449519, 0.545498753),
    ((16, 6, 161), -0.00060754035, 0.12679869599),
    ((3, 7, 30), -0.36163475, 0.10847812),
    ((9, 2, 161), -0.0024517187, 0.0938546842),
]


@pytest.mark.parametrize(("counts", "low", "high"), FAY_LUMBARD)
def test_exact_paired_limits_equal_a_direct_integration_in_r(counts, low, high):
    """Two routes to the same integral agree to seven digits."""
    assert change_limits(*counts, "exact", 0.95) == pytest.approx((low, high), abs=1e-7)


@st.composite
def changes_of_pairs(draw, largest=20):
    n = draw(st.integers(1, largest))
    gained = draw(st.integers(0, n))
    return gained, draw(st.integers(0, n - gained)), n


@bounded
@given(changes_of_pairs())
def test_exact_paired_interval_and_sign_test_never_contradict_each_other(changes):
    """The interval leaves out 0 exactly when the exact sign test rejects at 5%."""
    gained, lost, n = changes
    low, high = change_limits(gained, lost, n, "exact", 0.95)
    p_value = min(1, 2 * binom.cdf(min(gained, lost), gained + lost, 0.5))
    assert (p_value <= 0.05) == (low > 0 or high < 0)


@bounded
@given(changes_of_pairs(), st.sampled_from(["tango", "exact"]))
def test_paired_limits_lie_around_the_difference_and_mirror(changes, method):
    """Swapping gains and losses turns the interval round; it is never out of range."""
    gained, lost, n = changes
    low, high = change_limits(gained, lost, n, method, 0.95)
    mirrored = change_limits(lost, gained, n, method, 0.95)
    assert -1 <= low <= (gained - lost) / n + 1e-9
    assert (gained - lost) / n - 1e-9 <= high <= 1
    assert (low, high) == pytest.approx((-mirrored[1], -mirrored[0]), abs=1e-9)


def test_exact_paired_interval_covers_at_least_as_often_as_it_says():
    """Over a grid of truths for 9 pairs the coverage is never below 95%."""
    n = 9
    limits = {
        (up, down): change_limits(up, down, n, "exact", 0.95)
        for up in range(n + 1)
        for down in range(n + 1 - up)
    }
    worst = min(
        sum(
            binom.pmf(up + down, n, rate) * binom.pmf(up, up + down, direction)
            for (up, down), (low, high) in limits.items()
            if low - 1e-9 <= rate * (2 * direction - 1) <= high + 1e-9
        )
        for rate in np.linspace(0, 1, 9)
        for direction in np.linspace(0, 1, 9)
    )
    assert worst >= 0.95


def test_a_labelled_table_names_its_success():
    """Label or position, the same counts give the same change."""
    labels = ["yes", "no"]
    table = pd.DataFrame([[1, 1], [7, 12]], index=labels, columns=labels)
    assert proportions.paired_difference(table, success="yes").estimate == pytest.approx(6 / 21)
    assert proportions.paired_difference([[1, 1], [7, 12]], success=0).estimate == (6 / 21)


# Tests ---------------------------------------------------------------------------------------


def test_binomial_equals_binom_test_of_r():
    """R: binom.test(3, 12, .6) and binom.test(14, 22, .9, alternative = "less")."""
    found = proportions.binomial(3, n=12, expected=0.6)
    assert found.p_value == pytest.approx(0.017444049, abs=1e-9)
    assert (found.low, found.high) == pytest.approx((0.054860645, 0.571858462), abs=1e-9)
    less = proportions.binomial(14, n=22, expected=0.9, alternative="less")
    assert less.p_value == pytest.approx(0.0008786918, abs=1e-10)


@bounded
@given(count_of_total(25), st.sampled_from([0.1, 0.25, 0.5, 0.6, 0.9]))
def test_the_central_binomial_test_never_contradicts_its_interval(counts, expected):
    """Central p below 0.05 exactly when Clopper-Pearson leaves the expected share out."""
    k, n = counts
    found = proportions.binomial(k, n=n, expected=expected, two_sided="central")
    outside = not found.low <= expected <= found.high
    if abs(found.p_value - 0.05) > 1e-9:
        assert (found.p_value < 0.05) == outside


def test_fisher_equals_fisher_test_of_r():
    """R: fisher.test(rbind(c(3,1), c(1,3))), rbind(c(7,27), c(1,33)), rbind(c(0,16), c(15,57))."""
    assert proportions.fisher(3, 4, 1, 4).p_value == pytest.approx(0.48571429, abs=1e-8)
    assert proportions.fisher(7, 34, 1, 34).p_value == pytest.approx(0.05440013, abs=1e-8)
    assert proportions.fisher(0, 16, 15, 72).p_value == pytest.approx(0.062866665, abs=1e-8)
    one_sided = proportions.fisher(7, 34, 1, 34, alternative="greater")
    assert one_sided.p_value == pytest.approx(0.027200065, abs=1e-8)


def test_barnard_equals_published_examples():
    """Tea tasting: 74 of 256 outcomes at a common share of one half; vaccines: p = 0.0341."""
    assert proportions.barnard(3, 4, 1, 4).p_value == pytest.approx(74 / 256, abs=1e-6)
    # Mehta and Senchaudhuri (2003), vaccine trial
    vaccine = proportions.barnard(7, 15, 12, 15, alternative="less")
    assert round(vaccine.p_value, 4) == 0.0341


@bounded
@given(count_of_total(7), count_of_total(7))
def test_boschloo_is_never_less_powerful_than_fisher(first, second):
    """One-sided, Boschloo's p is at most Fisher's."""
    boschloo = proportions.boschloo(*first, *second, alternative="greater").p_value
    fisher = proportions.fisher(*first, *second, alternative="greater").p_value
    assert boschloo <= fisher + 1e-9


@pytest.mark.parametrize("test", [proportions.fisher, proportions.boschloo, proportions.barnard])
def test_two_groups_that_all_agree_are_no_evidence_of_a_difference(test):
    """Where all or none said yes, p is 1 and nothing is undefined."""
    for counts in [(0, 5, 0, 6), (5, 5, 6, 6)]:
        found = test(*counts)
        assert found.p_value == 1
        assert found.statistic is None


def test_an_infinite_odds_ratio_is_said_to_be_infinite():
    """Three of three against two of five has no finite odds ratio."""
    assert proportions.fisher(3, 3, 2, 5).statistic == math.inf


def test_adjusted_p_values_equal_p_adjust_of_r():
    """R: p.adjust(c(.01, .04, .03, .005, .5), "holm") and "BH"."""
    family = [0.01, 0.04, 0.03, 0.005, 0.5]
    holm = proportions.adjust(family)
    benjamini_hochberg = proportions.adjust(family, method="benjamini_hochberg")
    assert holm.tolist() == pytest.approx([0.04, 0.09, 0.09, 0.025, 0.5])
    assert benjamini_hochberg.tolist() == pytest.approx([0.025, 0.05, 0.05, 0.025, 0.5])


# What is refused -----------------------------------------------------------------------------


def test_all_problems_of_one_call_are_reported_at_once():
    """Three wrong arguments, three sentences."""
    with pytest.raises(ValueError) as refused:
        proportions.interval(13, n=12, confidence_level=95, method="wilsn")
    lines = str(refused.value).splitlines()
    assert len(lines) == 3
    assert "found k = 13 of n = 12" in lines[0]
    assert "did you mean 0.95?" in lines[1]
    assert "did you mean 'wilson'?" in lines[2]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: proportions.interval(0.5, n=12), "Counts are whole numbers: found k = 0.5"),
        (lambda: proportions.interval(True, n=12), "Counts are whole numbers: found k = True"),
        (lambda: proportions.interval(0, n=0), "at least one answer: found n = 0"),
        (lambda: proportions.interval(3, n=12, population=9), "population = 9 with n = 12"),
        (
            lambda: proportions.interval(3, n=12, population=20, method="wilson"),
            "choose one of these or leave population out",
        ),
        (lambda: proportions.simultaneous({"a": 2, "b": -1}), "found -1 for category 'b'"),
        (lambda: proportions.simultaneous({"a": 0, "b": 0}), "no answer"),
        (lambda: proportions.difference(5, 4, 1, 4), "found k1 = 5 of n1 = 4"),
        (lambda: proportions.paired_difference([[1, 2, 3]]), "found the shape 1 x 3"),
        (lambda: proportions.paired_difference([[0, 0], [0, 0]]), "at least one pair"),
        (lambda: proportions.paired_difference([[1, 0.5], [0, 0]]), "found 0.5"),
        (lambda: proportions.paired_difference(AIRWAYS, success="yes"), "give one of [0, 1]"),
        (
            lambda: proportions.paired_difference(
                pd.DataFrame([[1, 2], [3, 4]], index=["n", "y"], columns=["y", "n"])
            ),
            "same labels in the same order",
        ),
        (lambda: proportions.binomial(3, n=5, expected=60), "An expected share lies between 0"),
        (lambda: proportions.fisher(3, 5, 1, 4, alternative="two-sided"), "mean 'two_sided'?"),
        (lambda: proportions.adjust([0.1, None]), "none is missing: found None for 1"),
        (lambda: proportions.adjust([]), "at least one p-value"),
        (lambda: whole_numbers([1, None, "a", 2.5], name="changes"), "position 2"),
        (lambda: whole_numbers([], name="changes"), "at least one value"),
    ],
)
def test_a_wrong_argument_is_named_with_what_to_do(call, words):
    """Each message says what was found."""
    with pytest.raises(ValueError) as refused:
        call()
    assert words in str(refused.value)


def test_counts_from_pandas_are_integers_too():
    """Integers of NumPy and pandas are accepted, fractions are not."""
    assert proportions.interval(np.int64(6), n=np.int64(12)).n == 12
    with pytest.raises(ValueError, match="whole numbers"):
        proportions.interval(Fraction(1, 2), n=12)


def test_barnard_leaves_out_no_table_that_is_as_extreme():
    """Going through all tables in fractions; SciPy loses ties to rounding (0.679 for 0.797)."""
    for k1, n1, k2, n2 in [(2, 4, 1, 3), (4, 4, 4, 6), (1, 5, 3, 4), (0, 3, 2, 6)]:
        found = proportions.barnard(k1, n1, k2, n2).p_value
        assert found == pytest.approx(_barnard_in_fractions(k1, n1, k2, n2), abs=2e-5)
    assert proportions.barnard(2, 4, 1, 3).p_value == pytest.approx(0.796875, abs=1e-9)


def _barnard_in_fractions(k1, n1, k2, n2):
    """Two-sided p: squared z of every table as a fraction, the worst of 2,001 common shares."""

    def squared_z(x, y):
        yes = x + y
        spread = Fraction(yes * (n1 + n2 - yes), n1 + n2) * (n1 + n2) / (n1 * n2)
        return (Fraction(x, n1) - Fraction(y, n2)) ** 2 / spread if spread else Fraction(0)

    extreme = [
        (x + y, math.comb(n1, x) * math.comb(n2, y))
        for x in range(n1 + 1)
        for y in range(n2 + 1)
        if squared_z(x, y) >= squared_z(k1, k2)
    ]
    shares = np.linspace(0, 1, 2001)
    return max(sum(w * p**s * (1 - p) ** (n1 + n2 - s) for s, w in extreme) for p in shares)
