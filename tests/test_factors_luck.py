"""How many factors would be unanimous by luck, and what leaving one case out changes."""

from fractions import Fraction
from itertools import combinations, product
from math import comb

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.optimize import linprog

from partnership_evaluation import factors
from partnership_evaluation.factors import FactorError

bounded = settings(derandomize=True, max_examples=80, deadline=None)


def stated(*rows):
    """Write factors as a table: label, smallest and largest count, cases."""
    frame = pd.DataFrame(rows, columns=["label", "present_low", "present_high", "of_number"])
    return frame.astype({name: "Int64" for name in frame.columns[1:]})


# Luck ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prevalence", "expected"), [(0.5, 0.39), (0.7, 2.9), (0.8, 6.6), (0.9, 13.3)]
)
def test_of_25_common_factors_several_are_unanimous_among_six_by_luck(prevalence, expected):
    """25 times the sixth power of the prevalence, by hand."""
    table = factors.chance_of_unanimity(factors=25, cases=6, prevalence=prevalence)
    mean = (table["value"] * table["share"]).sum()
    assert mean == pytest.approx(25 * prevalence**6)
    assert mean == pytest.approx(expected, rel=0.02)


@bounded
@given(st.integers(0, 25), st.integers(0, 6), st.sampled_from([0.0, 0.25, 0.5, 0.8, 1.0]))
def test_the_chance_of_each_number_is_binomial(number, cases, prevalence):
    """Exact binomial probabilities, which add up to one."""
    table = factors.chance_of_unanimity(factors=number, cases=cases, prevalence=prevalence)
    one = Fraction(prevalence) ** cases
    exact = [float(comb(number, k) * one**k * (1 - one) ** (number - k)) for k in table["value"]]
    assert table["value"].tolist() == list(range(number + 1))
    assert table["share"].tolist() == pytest.approx(exact, abs=1e-12)
    assert table["share"].sum() == pytest.approx(1)


def test_luck_is_tabulated_over_several_prevalences():
    """Expected numbers 0.4, 2.9, 6.6 and 13.3 of 25 (by hand)."""
    table = factors.luck_table(25, cases=6, observed=6)
    assert table["Found in"].tolist() == ["50%", "70%", "80%", "90%"]
    assert table["Unanimous by chance"].tolist() == [0.4, 2.9, 6.6, 13.3]


@pytest.mark.parametrize(("number", "cases"), [(-1, 6), (25, -6), (2.5, 6)])
def test_counts_that_are_no_counts_are_refused(number, cases):
    """The error names the count."""
    with pytest.raises(FactorError, match=r"found (factors|cases) = "):
        factors.chance_of_unanimity(factors=number, cases=cases, prevalence=0.5)


@pytest.mark.parametrize("prevalence", [80, -0.1])
def test_a_prevalence_that_is_no_share_is_refused(prevalence):
    """80 per cent is 0.8."""
    with pytest.raises(ValueError, match=str(prevalence)):
        factors.chance_of_unanimity(factors=25, cases=6, prevalence=prevalence)


@pytest.mark.parametrize("shares", [[0.5], [0.2, 0.9], [0.3, 0.3, 0.8], [0.0, 1.0, 0.7]])
def test_factors_with_shares_of_their_own_are_counted_by_enumeration(shares):
    """Every pattern of unanimous and other factors, with its probability."""
    expected = [0.0] * (len(shares) + 1)
    for pattern in product((0, 1), repeat=len(shares)):
        each = zip(pattern, shares, strict=True)
        chances = [share**2 if one else 1 - share**2 for one, share in each]
        expected[sum(pattern)] += float(np.prod(chances))
    found = factors.chance_of_unanimity(factors=len(shares), cases=2, prevalence=shares)
    assert found["share"].tolist() == pytest.approx(expected)


def test_as_many_shares_as_factors_are_asked_for():
    """One for all, or one for each."""
    with pytest.raises(FactorError, match="found 2 for 3 factors"):
        factors.chance_of_unanimity(factors=3, cases=2, prevalence=[0.5, 0.5])


def test_simulated_partnerships_agree_with_the_chance_of_unanimity():
    """20,000 groups of six with 18 factors, each found in 80 per cent."""
    draws = np.random.default_rng(20090601).random((20_000, 18, 6)) < 0.8
    seen = np.bincount(draws.all(axis=2).sum(axis=1), minlength=19) / 20_000
    exact = factors.chance_of_unanimity(factors=18, cases=6, prevalence=0.8)["share"]
    assert np.abs(seen - exact).max() < 4 * np.sqrt(0.25 / 20_000)


@pytest.mark.parametrize("prevalence", [0.5, 0.8, 0.9, 0.99])
@pytest.mark.parametrize("observed", [1, 6, 11, 18])
def test_bundled_factors_reach_the_bounds_and_never_pass_them(prevalence, observed):
    """A linear programme over all distributions with the same expected number."""
    value = np.arange(19)
    equal = np.vstack([np.ones(19), value])
    mean = 18 * prevalence**6
    ends = [
        sign * linprog(sign * (value >= observed), A_eq=equal, b_eq=[1, mean]).fun
        for sign in (1, -1)
    ]
    found = factors.bundled_bounds(18, cases=6, prevalence=prevalence, observed=observed)
    assert found == pytest.approx(ends, abs=1e-8)


@bounded
@given(st.integers(1, 25), st.integers(1, 8), st.sampled_from([0.3, 0.5, 0.8, 0.9, 1.0]))
def test_the_band_of_luck_holds_what_it_says(number, cases, prevalence):
    """At least 95 in 100; without its ends, at most 2.5 in 100 lie beyond each."""
    (row,) = factors.chance_band(number, cases=cases, prevalences=[prevalence]).to_dict("records")
    table = factors.chance_of_unanimity(factors=number, cases=cases, prevalence=prevalence)
    share = table["share"]
    assert share[table["value"].between(row["low"], row["high"])].sum() >= 0.95 - 1e-9
    assert share[table["value"] < row["low"]].sum() <= 0.025 + 1e-9
    assert share[table["value"] > row["high"]].sum() <= 0.025 + 1e-9
    assert row["expected"] == pytest.approx(number * prevalence**cases)


@bounded
@given(
    st.integers(1, 20), st.integers(0, 10), st.integers(1, 8), st.sampled_from([0.01, 0.05, 0.5])
)
def test_luck_suffices_from_the_prevalence_at_which_its_tail_is_as_large(observed, more, n, chance):
    """Put back into the binomial tail."""
    number = observed + more
    found = factors.luck_suffices_from(observed, factors=number, cases=n, chance=chance)
    assert stats.binom.sf(observed - 1, number, found**n) == pytest.approx(chance)


@pytest.mark.parametrize(("cases", "population"), [(1, 3), (2, 4), (3, 5), (6, 8), (4, 4)])
def test_drawing_by_lot_is_counted_over_every_set_of_cases(cases, population):
    """The first K have the factor; every set that can be drawn."""
    table = factors.luck_by_lot(5, cases=cases, population=population, observed=2)
    for row in table.itertuples():
        sets = list(combinations(range(population), cases))
        hits = sum(all(one < row.present for one in chosen) for chosen in sets)
        assert row.chance == pytest.approx(hits / len(sets))
        assert row.expected == pytest.approx(5 * hits / len(sets))
        assert row.tail == pytest.approx(stats.binom.sf(1, 5, hits / len(sets)))
    assert table["present"].tolist() == list(range(population, cases - 1, -1))


def test_six_of_seventeen_by_lot():
    """C(16, 6) / C(17, 6) is 11/17."""
    table = factors.luck_by_lot(18, cases=6, population=17, observed=11).set_index("present")
    assert table.loc[16, "chance"] == pytest.approx(11 / 17)
    assert table.loc[17, "tail"] == 1


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: factors.luck_by_lot(5, cases=6, population=5, observed=1), "cases = 6 of pop"),
        (lambda: factors.luck_suffices_from(7, factors=6, cases=6), "observed = 7 of factors = 6"),
        (lambda: factors.luck_suffices_from(0, factors=6, cases=6), "observed = 0 of factors = 6"),
        (lambda: factors.luck_suffices_from(1, factors=6, cases=0), "at least one case"),
        (lambda: factors.chance_band(6, cases=6, prevalences=[1.2]), "found 1.2"),
        (
            lambda: factors.bundled_bounds(6, cases=6, prevalence=2, observed=9),
            "found 2(.|\n)*observed = 9",
        ),
    ],
)
def test_luck_is_not_computed_from_what_cannot_be(call, message):
    """Each error names what was found, several at once."""
    with pytest.raises(FactorError, match=message):
        call()


# Leaving one out -----------------------------------------------------------------------------


def every_assignment(ranges, cases):
    """List every matrix, factors by cases, that fits the ranges of counts."""
    options = [
        [row for row in product((0, 1), repeat=cases) if low <= sum(row) <= high]
        for low, high in ranges
    ]
    return product(*options)


@pytest.mark.parametrize(
    "ranges",
    [[(3, 3)], [(2, 2), (2, 2)], [(2, 3), (3, 3)], [(0, 1), (1, 3)], [(2, 2), (1, 1), (3, 3)]],
)
def test_what_is_left_when_one_is_out_is_found_by_every_assignment(ranges):
    """Unanimous factors among the rest, over who lacks what and who is left out."""
    before, after = set(), set()
    for rows in every_assignment(ranges, 3):
        before.add(sum(all(row) for row in rows))
        for out in range(3):
            rest = [[one for place, one in enumerate(row) if place != out] for row in rows]
            after.add(sum(all(row) for row in rest))
    frame = stated(*[(str(place), low, high, 3) for place, (low, high) in enumerate(ranges)])
    found = factors.leave_one_out(frame, cases=3)
    assert found.before == (min(before), max(before))
    assert found.after == (min(after), max(after))


@pytest.mark.parametrize(("low", "high"), [(0, 0), (0, 3), (1, 2), (2, 2), (2, 3), (3, 3)])
def test_the_counts_after_leaving_one_out_are_those_of_every_assignment(low, high):
    """Fewest and most of the remaining cases that have the factor."""
    counts = {
        sum(row) - row[out] for (row,) in every_assignment([(low, high)], 3) for out in range(3)
    }
    (text,) = factors.left_out_table(stated(("a", low, high, 3)), cases=3)["Present in, after"]
    ends = [int(end) for end in text.split(" to ")]
    assert (ends[0], ends[-1]) == (min(counts), max(counts))


def test_a_factor_that_all_have_cannot_lose_that():
    """Nor does one that two lack become unanimous."""
    frame = stated(("a", 6, 6, 6), ("b", 5, 5, 6), ("c", 4, 4, 6), ("d", 4, 6, 6))
    fate = factors.left_out_table(frame, cases=6).set_index("Present in")["Unanimity"]
    assert fate["6"].startswith("stays unanimous")
    assert fate["5"].startswith("becomes unanimous if")
    assert fate["4"].startswith("is not unanimous")
    assert fate["4 to 6"].startswith("unanimous or not")


def test_the_limits_before_and_after_are_those_of_clopper_and_pearson():
    """The sixth and the fifth root of 0.025."""
    found = factors.leave_one_out(stated(("a", 6, 6, 6)), cases=6)
    assert found.lowest_before == pytest.approx(0.025 ** (1 / 6))
    assert found.lowest_after == pytest.approx(0.025 ** (1 / 5))


def test_of_one_case_none_can_be_left_out():
    """The error names the number."""
    with pytest.raises(FactorError, match="cases = 1"):
        factors.leave_one_out(stated(("a", 1, 1, 1)), cases=1)
