"""Necessity with its relevance, contrast with other cases, recipes refused, directions counted."""

from fractions import Fraction
from itertools import product
from math import comb

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from partnership_evaluation import factors, tables
from partnership_evaluation.factors import FactorError

bounded = settings(derandomize=True, max_examples=80, deadline=None)


def stated(*rows):
    """Write factors as a table: id, smallest and largest count, cases."""
    frame = pd.DataFrame(rows, columns=["factor", "present_low", "present_high", "of_number"])
    frame["label"] = frame["factor"]
    return frame.astype({name: "Int64" for name in frame.columns[1:4]})


# Necessity -----------------------------------------------------------------------------------


def by_case(k, n, m, others):
    """Compute consistency, coverage and relevance of necessity from memberships, case by case.

    The sums are those for fuzzy sets: min(x, y) over y, min(x, y) over x, 1 - x over 1 - min(x, y).
    """
    x = np.array([1] * k + [0] * (n - k) + [1] * m + [0] * (others - m))
    y = np.array([1] * n + [0] * others)
    low = np.minimum(x, y)
    ratios = []
    for above, below in ((low, y), (low, x), (1 - x, 1 - low)):
        ratios.append(Fraction(int(above.sum()), int(below.sum())) if below.sum() else None)
    return ratios


@st.composite
def ranges(draw):
    n, others = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    k = sorted(draw(st.tuples(st.integers(0, n), st.integers(0, n))))
    m = sorted(draw(st.tuples(st.integers(0, others), st.integers(0, others))))
    return tuple(k), n, tuple(m), others


@bounded
@given(ranges())
def test_necessity_covers_every_count_that_the_words_allow(given_ranges):
    """Smallest and largest of each measure over every k and m, from memberships."""
    k, n, m, others = given_ranges
    cells = list(product(range(k[0], k[1] + 1), range(m[0], m[1] + 1)))
    single = [by_case(a, n, b, others) for a, b in cells]
    found = factors.necessity(k, n=n, with_factor=m, others=others)
    measures = (found.consistency, found.coverage, found.relevance)
    for result, values in zip(measures, zip(*single, strict=True), strict=True):
        known = [value for value in values if value is not None]
        assert result == ((min(known), max(known)) if known else None)
    everyone = {a + b == n + others for a, b in cells}
    assert found.trivial == (everyone.pop() if len(everyone) == 1 else None)


@pytest.mark.parametrize(
    ("with_factor", "coverage", "relevance"),
    [(2, Fraction(8, 10), Fraction(8, 10)), (5, Fraction(8, 13), Fraction(5, 10))],
)
def test_necessity_of_development_and_literacy_for_democracy(with_factor, coverage, relevance):
    """Lipset's 18 countries, 8 of them surviving democracies.

    All 8 are developed, as are Austria and Germany; all 8 are literate, as are those two, Estonia,
    Hungary and Poland (crisp data LC of the R package QCA).
    """
    found = factors.necessity(8, n=8, with_factor=with_factor, others=10)
    assert found.consistency == (1, 1)
    assert found.coverage == (coverage, coverage)
    assert found.relevance == (relevance, relevance)


def test_a_condition_that_everyone_has_is_perfectly_consistent_and_irrelevant():
    """Consistency 1, relevance 0."""
    found = factors.necessity(6, n=6, with_factor=11, others=11)
    assert found.consistency == (1, 1) and found.relevance == (0, 0) and found.trivial is True


@pytest.mark.parametrize("k", [4, 6])
def test_without_other_cases_nothing_is_relevant(k):
    """Not even where the formula would give 1."""
    found = factors.necessity(k, n=6, with_factor=0, others=0)
    assert found.relevance is None


def test_the_printed_factors_may_be_trivial_or_perfectly_telling():
    """Nobody asked the other eleven, so relevance runs from 0 to 1."""
    table = factors.necessity_table(tables.read("north-south/factors"), cases=6, others=11)
    first = table.iloc[0]
    assert (first["Successes with it"], first["Factors"]) == ("6", 11)
    assert (first["Consistency"], first["Relevance"]) == ("1", "0 to 1")
    assert table["Factors"].sum() == 18


def test_what_the_failed_school_had_as_well_is_irrelevant():
    """Portswood: training and support went to all fifteen schools."""
    table = factors.necessity_table(
        tables.read("portswood/factors"),
        cases=14,
        others=1,
        contrast=tables.read("portswood/contrast"),
    )
    first = table.iloc[0]
    assert (first["Successes with it"], first["Others with it"]) == ("14", "1")
    assert (first["Factors"], first["Relevance"]) == (3, "0")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: factors.necessity(7, n=6, with_factor=0, others=1), "found 7 to 7 of 6"),
        (lambda: factors.necessity(6, n=6, with_factor=(3, 2), others=4), "found 3 to 2 of 4"),
        (lambda: factors.necessity(0, n=0, with_factor=0, others=4), "n = 0"),
        (lambda: factors.necessity(1.5, n=6, with_factor=0, others=4), "present = 1.5"),
    ],
)
def test_necessity_is_not_computed_from_impossible_counts(call, message):
    """The error gives the counts."""
    with pytest.raises(FactorError, match=message):
        call()


# Contrast ------------------------------------------------------------------------------------


def fisher(k, n, m, others):
    """Compute the two-sided exact test of Fisher from the hypergeometric distribution."""
    present = k + m
    ways = {
        x: comb(n, x) * comb(others, present - x)
        for x in range(max(0, present - others), min(n, present) + 1)
    }
    return Fraction(sum(w for w in ways.values() if w <= ways[k]), sum(ways.values()))


def test_six_of_six_stand_out_against_five_of_eleven_and_not_against_six():
    """By hand: (462 + 66 + 1)/12376 = 0.043 against five; 924/12376 = 0.075 against six."""
    found = factors.contrast_needed(6, n=6, others=11)
    assert found["most_others"] == 5 and found["most_share"] == pytest.approx(5 / 11)
    assert found["p_value"] == pytest.approx(529 / 12376) == float(fisher(6, 6, 5, 11))
    assert fisher(6, 6, 6, 11) >= Fraction(924, 12376) > Fraction(1, 20)


@bounded
@given(st.integers(0, 6), st.integers(1, 12), st.sampled_from([0.01, 0.05, 0.2]))
def test_the_contrast_is_the_largest_count_at_which_the_test_still_tells(k, others, alpha):
    """By search, with the probabilities counted exactly."""
    found = factors.contrast_needed(k, n=6, others=others, alpha=alpha)
    telling = [
        m
        for m in range(others + 1)
        if fisher(k, 6, m, others) < alpha and Fraction(k, 6) > Fraction(m, others)
    ]
    if telling:
        assert found["most_others"] == max(telling)
        assert found["p_value"] == pytest.approx(float(fisher(k, 6, max(telling), others)))
    else:
        assert found.isna().all()


def test_without_other_cases_there_is_no_contrast():
    """Nothing was looked at beyond the successes."""
    assert factors.contrast_needed(6, n=6, others=0).isna().all()


def test_more_successes_with_the_factor_than_successes_are_refused():
    """The error names both counts."""
    with pytest.raises(FactorError, match=r"7.*6"):
        factors.contrast_needed(7, n=6, others=11)


@pytest.mark.parametrize("alpha", [0, 1, 5])
def test_a_level_of_the_test_that_is_none_is_refused(alpha):
    """5 per cent is 0.05."""
    with pytest.raises(FactorError, match=f"at the level {alpha}"):
        factors.contrast_needed(6, n=6, others=11, alpha=alpha)


def boschloo(k, n, m, others):
    """Compute Boschloo's two-sided test on a fine grid: twice the smaller one-sided p-value."""
    shares = np.linspace(0, 1, 4001)[:, None]
    first = stats.binom.pmf(np.arange(n + 1), n, shares)
    second = stats.binom.pmf(np.arange(others + 1), others, shares)
    a, b = np.meshgrid(np.arange(n + 1), np.arange(others + 1), indexing="ij")
    sides = []
    for tail in (stats.hypergeom.cdf, stats.hypergeom.sf):
        shift = 0 if tail is stats.hypergeom.cdf else 1
        order = tail(a - shift, n + others, a + b, n)
        extreme = order <= order[k, m] * (1 + 1e-12)
        sides.append(np.einsum("si,sj,ij->s", first, second, extreme.astype(float)).max())
    return min(1, 2 * min(sides))


@pytest.mark.parametrize("m", [0, 3, 5, 6, 9])
def test_the_curve_holds_both_exact_tests(m):
    """Fisher counted exactly; Boschloo on a grid of 4,001 common shares."""
    row = factors.contrast_curve(6, n=6, others=11).set_index("others_with").loc[m]
    assert row["fisher"] == pytest.approx(float(fisher(6, 6, m, 11)))
    assert row["boschloo"] == pytest.approx(boschloo(6, 6, m, 11), abs=2e-4)
    assert row["coverage"] == pytest.approx(6 / (6 + m))
    assert row["relevance"] == pytest.approx((11 - m) / 11)


def test_both_tests_tip_between_five_and_six_of_eleven():
    """Boschloo: 0.029 and 0.064."""
    curve = factors.contrast_curve(6, n=6, others=11).set_index("others_with")
    for test in ("fisher", "boschloo"):
        assert curve.loc[5, test] < 0.05 < curve.loc[6, test]
        assert factors.contrast_needed(6, n=6, others=11, test=test)["most_others"] == 5


@pytest.mark.parametrize(("k", "n"), [(6, 6), (14, 14), (5, 6), (3, 6), (10, 15)])
def test_the_others_needed_are_the_fewest_that_suffice(k, n):
    """Counted exactly on either side."""
    needed = factors.others_needed(k, n=n)
    assert fisher(k, n, 0, needed) < Fraction(1, 20) <= fisher(k, n, 0, needed - 1)


def test_a_factor_that_no_success_has_needs_more_others_than_there_are():
    """None is returned, not a large number."""
    assert factors.others_needed(0, n=6, at_most=50) is None


def test_one_failed_school_can_tell_nothing_apart_and_two_could():
    """Portswood: 1/15 is 0.067; 1/120 is 0.008."""
    table = factors.contrasts(
        tables.read("portswood/factors"), tables.read("portswood/contrast"), cases=14, others=1
    )
    assert table["p_smallest"].tolist() == pytest.approx([1 / 15] * 14)
    assert (table["p_low"] >= 1 / 15 - 1e-9).all()
    assert float(fisher(14, 14, 0, 2)) == pytest.approx(1 / 120)
    assert factors.others_needed(14, n=14) == 2
    assert factors.contrast_needed(14, n=14, others=1).isna().all()


def test_a_contrast_covers_every_count_that_the_words_allow():
    """Smallest and largest p over k from 2 to 4 and m from 0 to 1."""
    among = stated(("a", 2, 4, 4), ("b", None, None, None))
    elsewhere = pd.DataFrame({"factor": ["a", "b"], "present_low": [0, 1], "present_high": [1, 1]})
    table = factors.contrasts(among, elsewhere, cases=4, others=3).set_index("label")
    for name, ks, ms in (("a", range(2, 5), range(2)), ("b", range(5), [1])):
        p_values = [float(fisher(k, 4, m, 3)) for k in ks for m in ms]
        assert table.loc[name, "p_low"] == pytest.approx(min(p_values))
        assert table.loc[name, "p_high"] == pytest.approx(max(p_values))
    assert table.loc["b", "successes"] == "not counted"


def test_tipping_points_cover_the_counts_that_words_leave_open():
    """Against each count by itself; none where no count is rare enough."""
    frame = stated(("a", 6, 6, 6), ("b", 4, 6, 6), ("c", 1, 1, 6), ("d", 1, 6, 6))
    found = factors.tipping_points(frame, cases=6, others=11).set_index("Successes with it")
    single = [factors.contrast_needed(k, n=6, others=11)["most_others"] for k in range(7)]
    assert found.loc["6", "Fisher"] == f"{single[6]:.0f}"
    assert found.loc["4 to 6", "Fisher"] == f"{min(single[4:]):.0f} to {max(single[4:]):.0f}"
    assert np.isnan(single[1]) and found.loc["1", "Fisher"] == "none"
    assert found.loc["1 to 6", "Fisher"].startswith("none, or ")


def test_an_unknown_test_is_refused():
    """The nearest is offered."""
    with pytest.raises(FactorError, match="did you mean 'fisher'"):
        factors.contrast_needed(6, n=6, others=11, test="fischer")


# Recipes -------------------------------------------------------------------------------------


def by_enumeration(conditions, p, q, share=Fraction(1, 2)):
    """Add up the probability of every assignment of combinations without a contradiction."""
    rows = [
        (row, share ** sum(row) * (1 - share) ** (conditions - sum(row)))
        for row in product((0, 1), repeat=conditions)
    ]
    total = Fraction(0)
    for chosen in product(rows, repeat=p + q):
        if not {row for row, _ in chosen[:p]} & {row for row, _ in chosen[p:]}:
            weight = Fraction(1)
            for _, chance in chosen:
                weight *= chance
            total += weight
    return total


@pytest.mark.parametrize("prevalence", [0.5, 0.8, 0.25])
@pytest.mark.parametrize(
    ("conditions", "p", "q"),
    [(0, 1, 1), (1, 1, 1), (1, 2, 3), (2, 2, 2), (2, 3, 1), (3, 2, 2), (2, 0, 2), (2, 2, 0)],
)
def test_random_data_without_a_contradiction_are_counted_by_enumeration(
    conditions, p, q, prevalence
):
    """Exactly equal, at three prevalences of the conditions."""
    found = factors.contradiction_free(
        conditions, with_outcome=p, without_outcome=q, prevalence=prevalence
    )
    assert found == by_enumeration(conditions, p, q, Fraction(str(prevalence)))


@bounded
@given(st.integers(0, 6), st.integers(0, 7), st.integers(0, 7))
def test_two_formulas_for_coins_give_the_same_probability(conditions, p, q):
    """Stirling's numbers, and the power series over all combinations."""
    from partnership_evaluation.factors.combination_series import no_common_combination

    second = no_common_combination(p, q, lambda k: (2 * Fraction(1, 2) ** k) ** conditions)
    first = factors.contradiction_free(conditions, with_outcome=p, without_outcome=q)
    assert first == second


def test_simulated_data_are_as_often_without_a_contradiction():
    """6 and 11 cases, 5 conditions found in 80 per cent; 20,000 data sets."""
    drawn = np.random.default_rng(20100806).random((20_000, 17, 5)) < 0.8
    codes = drawn @ (1 << np.arange(5))
    alike = (codes[:, :6, None] == codes[:, None, 6:]).any(axis=(1, 2))
    exact = float(factors.contradiction_free(5, with_outcome=6, without_outcome=11, prevalence=0.8))
    assert abs((~alike).mean() - exact) < 4 * np.sqrt(max(exact * (1 - exact), 1e-4) / 20_000)


def test_twenty_five_conditions_over_six_cases_are_refused_with_their_arithmetic():
    """2 to the power of 25 is 33,554,432; six successes cannot contradict anything."""
    found = factors.refuse_minimisation(25, 6)
    assert found.refused and found.rows == 33_554_432 and found.most_rows_seen == 6
    assert found.without_contradiction == 1 and found.most_conditions == 0
    assert "33,554,432 combinations, of which 6 cases show at most 6" in found.sentence()
    assert "Every case has the same outcome" in found.sentence()


def test_the_other_eleven_would_not_have_saved_it():
    """Two cases are alike once in 33,554,432; 66 pairs bound the contradictions."""
    found = factors.refuse_minimisation(25, 17, without_outcome=11)
    assert found.refused and 1 - found.without_contradiction <= Fraction(66, 2**25)
    assert "more than 99.9% of the time" in found.sentence()


def test_few_conditions_over_many_cases_are_not_refused():
    """17 cases bear 4 conditions and not 5."""
    counts = {"with_outcome": 6, "without_outcome": 11}
    assert factors.contradiction_free(4, **counts) <= Fraction(1, 20)
    assert factors.contradiction_free(5, **counts) > Fraction(1, 20)
    assert factors.most_conditions(**counts) == 4
    assert not factors.refuse_minimisation(4, 17, without_outcome=11).refused
    assert factors.refuse_minimisation(5, 17, without_outcome=11).refused
    assert factors.refuse_minimisation(4, 17, without_outcome=11).sentence().startswith("May be")


@pytest.mark.parametrize("prevalence", [0.5, 0.8])
@pytest.mark.parametrize("conditions", [1, 2, 3, 4])
def test_fewer_cases_than_are_needed_never_suffice(conditions, prevalence):
    """However the smaller number is divided, random data pass more than once in twenty."""
    found = factors.refuse_minimisation(conditions, 4, without_outcome=2, prevalence=prevalence)
    cases = found.cases_needed - 1
    for without in range(1, cases):
        free = factors.contradiction_free(
            conditions, with_outcome=cases - without, without_outcome=without, prevalence=prevalence
        )
        assert free > Fraction(1, 20)


@bounded
@given(st.integers(0, 5), st.integers(1, 5), st.integers(1, 5), st.sampled_from([0.5, 0.8]))
def test_a_further_condition_never_makes_a_contradiction_likelier(conditions, p, q, prevalence):
    """Combinations only become finer."""
    counts = {"with_outcome": p, "without_outcome": q, "prevalence": prevalence}
    fewer, more = (factors.contradiction_free(c, **counts) for c in (conditions, conditions + 1))
    assert fewer <= more


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: factors.refuse_minimisation(25, 0), "found 0 of 0"),
        (lambda: factors.refuse_minimisation(25, 6, without_outcome=7), "found 7 of 6"),
        (lambda: factors.refuse_minimisation(-1, 6), "conditions = -1"),
        (lambda: factors.refuse_minimisation(2, 6, chance=5), "chance must lie.*found 5"),
        (
            lambda: factors.most_conditions(with_outcome=2, without_outcome=2, prevalence=1),
            "prevalence must lie.*found 1",
        ),
        (
            lambda: factors.contradiction_free(2, with_outcome=1, without_outcome=1, prevalence=80),
            "found 80",
        ),
    ],
)
def test_a_refusal_is_not_computed_from_what_cannot_be(call, message):
    """The error gives what was found."""
    with pytest.raises(FactorError, match=message):
        call()


# Directions ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("up", "down", "p_value"), [(9, 0, 0.0039), (5, 1, 0.2188), (4, 1, 0.375)])
def test_the_sign_test_gives_the_published_p_values(up, down, p_value):
    """Boon and Thomson (2021) print 0.0039 and 0.2188; 0.375 is 12/32 by hand."""
    found = factors.vote_count(["up"] * up + ["mixed", "open"] + ["down"] * down)
    tail = sum(comb(up + down, k) for k in range(max(up, down), up + down + 1))
    assert found.p_value == pytest.approx(2 * tail / 2 ** (up + down))
    assert found.p_value == pytest.approx(p_value, abs=5e-5)
    assert (found.n, found.estimate) == (up + down, up / (up + down))
    assert "2 mixed or open left out" in found.method


@pytest.mark.parametrize(
    ("up", "down", "n", "expected"),
    [
        (7, 3, 10, "up"),
        (3, 7, 10, "down"),
        (2, 1, 3, "mixed"),
        (69, 31, 100, "mixed"),
        ((8, 14), (0, 0), 15, "open"),
        ((11, 14), (0, 1), 15, "up"),
        (0, 0, 2, "mixed"),
    ],
)
def test_a_direction_stands_for_all_from_seven_tenths_on(up, down, n, expected):
    """7 of 10 is enough although 0.7 is no binary number; a range may leave it open."""
    assert factors.direction_of(up, down, n=n) == expected


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: factors.vote_count(["mixed"]), "found none among 1"),
        (lambda: factors.vote_count(["upp"]), "did you mean 'up'"),
        (lambda: factors.direction_of(3, 1, n=3), "found 3 to 3 up and 1 to 1 down of 3"),
        (lambda: factors.direction_of(1, 1, n=3, threshold=0.5), "above 0.5; found 0.5"),
    ],
)
def test_directions_that_cannot_be_are_refused(call, message):
    """The error gives what was found."""
    with pytest.raises(FactorError, match=message):
        call()
