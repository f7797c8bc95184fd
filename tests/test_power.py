"""Power and precision: exact sums against R, full enumeration and simulated studies."""

import shutil
import subprocess
from itertools import product
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import boschloo_exact, brunnermunzel, ttest_ind

from partnership_evaluation import effects, paired, power, proportions

needs_r = pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
STEPS = {1: 0.4, 2: 0.15, -1: 0.1, -2: 0.02}


def r(script):
    """Run a few lines of R and return the numbers that they print."""
    run = subprocess.run(
        ["Rscript", "-e", f"options(digits=15);{script}"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return [float(word) for word in run.stdout.split()]


# The same people -----------------------------------------------------------------------------


@needs_r
def test_the_power_of_mcnemar_is_that_of_r():
    """Enumeration over every table with binom.test."""
    script = (
        "p<-function(n,g,l){s<-0;for(b in 0:n)for(c in 0:(n-b)){m<-b+c;if(m==0)next;"
        "if(binom.test(b,m)$p.value<=.05)s<-s+dmultinom(c(b,c,n-m),prob=c(g,l,1-g-l))};s};"
        "cat(p(12,.5,.05),p(20,.4,.1))"
    )
    found = [power.mcnemar(12, gain=0.5, loss=0.05), power.mcnemar(20, gain=0.4, loss=0.1)]
    assert [one.estimate for one in found] == pytest.approx(r(script), abs=1e-9)


@pytest.mark.parametrize("method", ["exact", "mid_p"])
def test_the_power_of_mcnemar_sums_over_every_table(method):
    """By the test of the library itself, on every table of 9 people."""
    gain, loss, n, expected = 0.45, 0.1, 9, 0.0
    for up, down in product(range(n + 1), repeat=2):
        same = n - up - down
        if same >= 0:
            test = paired.mcnemar([[same, up], [down, 0]], method=method)
            ways = comb(n, up) * comb(n - up, down)
            chance = ways * gain**up * loss**down * (1 - gain - loss) ** same
            expected += chance * (test.p_value <= 0.05)
    assert power.mcnemar(n, gain=gain, loss=loss, method=method).estimate == pytest.approx(expected)


@given(st.integers(1, 60), st.floats(0, 0.5))
@settings(derandomize=True, max_examples=40, deadline=None)
def test_with_nothing_there_the_exact_test_keeps_its_level(n, share):
    """As many up as down: found in at most 5 per cent of studies, whatever the numbers."""
    assert power.sign_test(n, up=share, down=share).estimate <= 0.05 + 1e-12


def test_the_mid_p_test_detects_more_than_the_exact_one():
    """It is less cautious at every share."""
    for gain in (0.2, 0.4, 0.6):
        exact = power.mcnemar(15, gain=gain, loss=0.05)
        mid = power.mcnemar(15, gain=gain, loss=0.05, method="mid_p")
        assert mid.estimate >= exact.estimate


@pytest.mark.parametrize("test", ["signed_rank", "pratt", "marginal_homogeneity"])
def test_the_power_of_moves_sums_over_every_outcome(test):
    """By the tests of the library, on every way in which 5 people can move, levels 0.05 and 0.2."""
    chances, n = {**STEPS, 0: 1 - sum(STEPS.values())}, 5
    expected = {0.05: 0.0, 0.2: 0.0}
    for changes in product(chances, repeat=n):
        if test == "marginal_homogeneity":
            found = paired.ordered_marginal_homogeneity(list(changes))
        else:
            zeros = "pratt" if test == "pratt" else "wilcox"
            found = paired.signed_rank(list(changes), zero_method=zeros)
        for level in expected:
            weight = np.prod([chances[change] for change in changes])
            expected[level] += weight * (found.p_value <= level)
    for level, wanted in expected.items():
        got = power.moves(n, steps=STEPS, test=test, significance_level=level)
        assert got.exact and got.estimate == pytest.approx(wanted, abs=1e-9)
    assert expected[0.2] > 0.2


def test_single_steps_make_the_signed_rank_test_a_sign_test():
    """All ranks are the same."""
    ranks = power.moves(12, steps={1: 0.5, -1: 0.05})
    assert ranks.estimate == pytest.approx(power.sign_test(12, up=0.5, down=0.05).estimate)


def test_too_many_outcomes_are_simulated_with_a_seed_and_limits():
    """The exact power of a size that can still be listed lies within the limits."""
    steps = {1: 0.3, 2: 0.1, 3: 0.05, 4: 0.02, -1: 0.1, -2: 0.05, -3: 0.02, -4: 0.01}
    with pytest.raises(ValueError, match="needs a seed"):
        power.moves(40, steps=steps)
    found = [power.moves(40, steps=steps, draws=300, seed=seed) for seed in (1, 1, 2)]
    assert not found[0].exact and found[0].low < found[0].estimate < found[0].high
    assert found[0].estimate == found[1].estimate
    assert "300 simulated studies" in found[0].method


def test_a_simulated_power_agrees_with_the_exact_one(monkeypatch):
    """The same study, once listed and once drawn."""
    exact = power.moves(14, steps=STEPS).estimate
    monkeypatch.setattr("partnership_evaluation.power.same_people.MOST_OUTCOMES", 0)
    drawn = power.moves(14, steps=STEPS, draws=1500, seed=1)
    assert not drawn.exact and drawn.low < exact < drawn.high


# Ordered grades ------------------------------------------------------------------------------


def test_a_shift_multiplies_the_odds_at_every_cut():
    """Before and after, above each cut."""
    before = [0.1, 0.3, 0.4, 0.2]
    after = power.shifted(before, odds_ratio=2.5)
    for cut in (1, 2, 3):
        odds = [sum(shares[cut:]) / sum(shares[:cut]) for shares in (before, after)]
        assert odds[1] / odds[0] == pytest.approx(2.5)


@given(st.floats(-0.95, 0.95))
@settings(derandomize=True, max_examples=15, deadline=None)
def test_a_joint_table_has_its_margins(correlation):
    """Whatever the correlation; the more of it, the more people stay."""
    before, after = [0.2, 0.5, 0.3], [0.1, 0.4, 0.5]
    table = power.joint_table(before, after, correlation=correlation)
    assert table.sum(axis=1) == pytest.approx(before, abs=1e-6)
    assert table.sum(axis=0) == pytest.approx(after, abs=1e-6)


def test_a_correlation_of_a_half_between_two_halves_is_a_third():
    """Sheppard's formula: 1/4 + arcsin(r) / (2 pi)."""
    table = power.joint_table([0.5, 0.5], [0.5, 0.5], correlation=0.5)
    assert table[0, 0] == pytest.approx(1 / 4 + np.arcsin(0.5) / (2 * np.pi), abs=1e-6)


def test_the_power_to_see_a_shift_agrees_with_simulated_people():
    """Grades drawn from two normal scores and tested by the library."""
    before, rng, seen = [0.1, 0.3, 0.4, 0.2], np.random.default_rng(8), 0
    after = power.shifted(before, odds_ratio=4)
    cuts = [np.quantile(rng.normal(size=400_000), np.cumsum(s)[:-1]) for s in (before, after)]
    for _ in range(600):
        first = rng.normal(size=14)
        second = 0.5 * first + np.sqrt(0.75) * rng.normal(size=14)
        change = np.searchsorted(cuts[1], second) - np.searchsorted(cuts[0], first)
        seen += paired.signed_rank(change.tolist()).p_value <= 0.05
    found = power.paired_ordinal(14, before=before, odds_ratio=4, correlation=0.5)
    assert found.exact and found.estimate == pytest.approx(seen / 600, abs=0.06)


def test_brunner_munzel_on_counts_is_that_of_scipy():
    """Study by study; and 0 where the groups do not overlap, 1 where all are alike."""
    rng = np.random.default_rng(6)
    first, second = rng.multinomial(9, [0.3, 0.4, 0.3], 30), rng.multinomial(7, [0.2, 0.3, 0.5], 30)
    expected = [
        brunnermunzel(np.repeat([0, 1, 2], a), np.repeat([0, 1, 2], b)).pvalue
        for a, b in zip(first, second, strict=True)
    ]
    assert power.brunner_munzel_p(first, second) == pytest.approx(expected)
    apart, alike = np.array([[5, 0], [5, 0]]), np.array([[0, 5], [5, 0]])
    assert power.brunner_munzel_p(apart, alike).tolist() == [0.0, 1.0]


def test_the_formula_for_two_groups_of_grades_agrees_with_simulation():
    """Whitehead's formula beside 5,000 Brunner-Munzel tests, within three points."""
    design = {"comparison_n": 50, "comparison": [0.1, 0.3, 0.4, 0.2], "odds_ratio": 3}
    formula = power.two_group_ordinal(50, **design)
    drawn = power.two_group_ordinal(50, **design, test="brunner_munzel", seed=1)
    assert not formula.exact and "large-sample" in formula.method
    assert formula.estimate == pytest.approx(drawn.estimate, abs=0.03)


# Two groups ----------------------------------------------------------------------------------


@needs_r
def test_the_power_of_fisher_is_that_of_r():
    """Enumeration over every table with fisher.test."""
    script = (
        "f<-function(n,m,p,q){s<-0;for(i in 0:n)for(j in 0:m)if(fisher.test(matrix(c(i,n-i,j,m-j)"
        ",2))$p.value<=.05)s<-s+dbinom(i,n,p)*dbinom(j,m,q);s};cat(f(12,12,.6,.1),f(10,15,.7,.2))"
    )
    found = [
        power.two_proportions(n, comparison_n=m, share=p, comparison_share=q, test="fisher")
        for n, m, p, q in ((12, 12, 0.6, 0.1), (10, 15, 0.7, 0.2))
    ]
    assert [one.estimate for one in found] == pytest.approx(r(script), abs=1e-9)


def test_the_region_of_boschloo_is_that_of_scipy():
    """Table by table for 4 and 6 people."""
    region = power.rejection_region(5, 7)
    for k, other in product(range(5), range(7)):
        if 0 < k + other < 10:
            found = boschloo_exact([[k, other], [4 - k, 6 - other]], n=64).pvalue
            assert region[k, other] == (found <= 0.05)


@given(st.floats(0, 1))
@settings(derandomize=True, max_examples=25, deadline=None)
def test_boschloo_keeps_its_level_and_detects_more_than_fisher(share):
    """Its size is at most 5 per cent at every common share."""
    size = power.two_proportions(9, comparison_n=11, share=share, comparison_share=share)
    assert size.estimate <= 0.05 + 1e-6
    both = [
        power.two_proportions(9, comparison_n=11, share=share, comparison_share=0.1, test=test)
        for test in ("boschloo", "fisher")
    ]
    assert both[0].estimate >= both[1].estimate - 1e-12


def test_the_power_of_classes_is_that_of_simulated_trials():
    """Six and six classes of 15, intraclass correlation 0.15, effect 0.7."""
    rng = np.random.default_rng(9)
    spread = np.sqrt(0.15 + 0.85 / 15)
    groups = [rng.normal(mean, spread, (4000, 6)) for mean in (0.7, 0.0)]
    simulated = float((ttest_ind(*groups, axis=1).pvalue <= 0.05).mean())
    design = {"clusters": 6, "comparison_clusters": 6, "cluster_size": 15}
    found = power.clusters(0.7, **design, intraclass_correlation=0.15)
    assert found.estimate == pytest.approx(simulated, abs=0.025)


def test_the_detectable_effect_of_classes_has_the_power_asked_for():
    """The two functions invert each other, covariates included."""
    design = {"comparison_clusters": 8, "cluster_size": 20, "intraclass_correlation": 0.2}
    design |= {"explained_between": 0.5, "explained_within": 0.3, "covariates": 1}
    smallest = effects.detectable_between_clusters(8, **design, power=0.75)
    found = power.clusters(smallest.estimate, clusters=8, **design)
    assert found.estimate == pytest.approx(0.75, abs=1e-6)


# Precision -----------------------------------------------------------------------------------


def test_the_expected_width_is_the_mean_over_every_outcome():
    """Share of 8 people, by hand."""
    shares = [comb(8, k) * 0.3**k * 0.7 ** (8 - k) for k in range(9)]
    ends = [proportions.interval(k, n=8) for k in range(9)]
    expected = sum(s * (e.high - e.low) for s, e in zip(shares, ends, strict=True))
    found = power.expected_width_of_share(8, share=0.3)
    assert found.estimate == pytest.approx(expected, abs=1e-5)
    assert found.low <= found.estimate <= found.high


def test_widths_shrink_with_people():
    """A share, a change, a difference of groups: four times the people, about half the width."""
    widths = [
        (
            power.expected_width_of_share(n, share=0.4).estimate,
            power.expected_width_of_change(n, gain=0.4, loss=0.1).estimate,
            power.expected_width_of_difference(
                n, comparison_n=n, share=0.5, comparison_share=0.3
            ).estimate,
        )
        for n in (10, 40)
    ]
    for small, large in zip(*widths, strict=True):
        assert 0.4 < large / small < 0.62


def test_the_smallest_detectable_share_has_the_power_asked_for():
    """And none is given where not even everybody would do."""
    gain = power.detectable_gain(16, loss=0.05, power=0.8)
    assert power.mcnemar(16, gain=gain, loss=0.05).estimate == pytest.approx(0.8, abs=1e-4)
    share = power.detectable_share(14, comparison_n=14, comparison_share=0.2)
    found = power.two_proportions(14, comparison_n=14, share=share, comparison_share=0.2)
    assert found.estimate == pytest.approx(0.8, abs=1e-4)
    assert power.detectable_gain(5) is None
    assert power.detectable_share(3, comparison_n=3, comparison_share=0.2) is None


# Refusals ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: power.mcnemar(0, gain=40, loss=0), "found 0(.|\n)*found 40"),
        (lambda: power.sign_test(9, up=0.7, down=0.4), "more than 1 together"),
        (lambda: power.mcnemar(9, gain=0.5, loss=0.1, method="midp"), "did you mean 'mid_p'"),
        (lambda: power.moves(9, steps={0.5: 0.2}), "Steps are whole numbers"),
        (lambda: power.moves(9, steps={1: 0.7, 2: 0.7}), "add up to 1"),
        (lambda: power.shifted([0.5, 0.6], odds_ratio=2), "sum 1.1"),
        (lambda: power.shifted([0.5, 0.5], odds_ratio=0), "odds ratio lies above 0"),
        (
            lambda: power.two_proportions(900, comparison_n=900, share=0.5, comparison_share=0.4),
            "power_proportions_2indep",
        ),
        (
            lambda: power.two_group_ordinal(
                9, comparison_n=9, comparison=[0.5, 0.5], odds_ratio=2, test="brunner_munzel"
            ),
            "needs a seed",
        ),
        (lambda: power.expected_width_of_change(9, gain=0.7, loss=0.7), "both gains and loses"),
    ],
)
def test_what_cannot_be_planned_is_refused_with_the_reason(call, message):
    """Rule, what was found, what to do."""
    with pytest.raises(ValueError, match=message):
        call()
