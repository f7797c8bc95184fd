"""What a factor shared by a handful of successes can tell, and how much of it may be luck."""

from fractions import Fraction
from math import comb

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnership_evaluation import factors, tables
from partnership_evaluation.factors import FactorError

bounded = settings(derandomize=True, max_examples=80, deadline=None)


def stated(*rows):
    """Write factors as a table: label, smallest and largest count, cases."""
    frame = pd.DataFrame(rows, columns=["label", "present_low", "present_high", "of_number"])
    return frame.astype({name: "Int64" for name in frame.columns[1:]})


@st.composite
def counted(draw, cases=6):
    low = draw(st.integers(0, cases))
    return low, draw(st.integers(low, cases))


# The matrix ----------------------------------------------------------------------------------


@bounded
@given(st.lists(counted(), min_size=1, max_size=5))
def test_every_row_of_the_matrix_has_as_many_of_each_state_as_the_words_say(counts):
    """Present up to the smallest count, unclear up to the largest, absent beyond."""
    rows = [(f"factor {place}", low, high, 6) for place, (low, high) in enumerate(counts)]
    matrix = factors.coded_matrix(stated(*rows), of_number=6)
    assert matrix.shape == (len(rows), 6)
    for (low, high), (_, row) in zip(counts, matrix.iterrows(), strict=True):
        assert row.tolist() == (
            ["present"] * low + ["unclear"] * (high - low) + ["absent"] * (6 - high)
        )


def test_a_factor_that_is_only_listed_is_not_counted_and_not_absent():
    """Absence of a count is no count of absence."""
    matrix = factors.coded_matrix(stated(("morale", None, None, None)), of_number=6)
    assert matrix.loc["morale"].tolist() == ["not counted"] * 6


def test_factors_counted_over_schools_are_not_laid_out_over_partnerships():
    """Counts of twelve schools stay out of a matrix of six partnerships."""
    frame = stated(("all", 6, 6, 6), ("exchange", 11, 11, 12), ("listed", None, None, None))
    assert factors.coded_matrix(frame, of_number=6).index.tolist() == ["all", "listed"]
    assert factors.coded_matrix(frame, of_number=12).index.tolist() == ["exchange", "listed"]


def test_every_state_of_the_printed_factors_has_a_tile():
    """The matrix of the document can be drawn, each state with a sign of its own."""
    matrix = factors.coded_matrix(tables.read("north-south/factors"), of_number=6)
    assert set(matrix.to_numpy().ravel()) <= set(factors.TILES)
    assert len({sign for _, sign in factors.TILES.values()}) == len(factors.TILES)


# Intervals -----------------------------------------------------------------------------------


def test_six_of_six_may_still_be_54_in_a_hundred():
    """Clopper-Pearson: the lower limit of 6 of 6 is the sixth root of 0.025, 0.541."""
    (row,) = factors.prevalence_intervals(stated(("a", 6, 6, 6))).to_dict("records")
    assert row["low"] == pytest.approx(0.025 ** (1 / 6)) and round(row["low"], 3) == 0.541
    assert (row["estimate"], row["high"], row["present"], row["n"]) == (1, 1, "6", 6)


@bounded
@given(counted())
def test_the_interval_of_a_range_covers_the_interval_of_every_count_in_it(ends):
    """From the lower limit of the smallest to the upper limit of the largest."""
    low, high = ends
    (whole,) = factors.prevalence_intervals(stated(("a", low, high, 6))).to_dict("records")
    rows = [(str(k), k, k, 6) for k in range(low, high + 1)]
    each = factors.prevalence_intervals(stated(*rows))
    assert (whole["low"], whole["high"]) == (each["low"].min(), each["high"].max())
    assert whole["present"] == (str(low) if low == high else f"{low} to {high}")


def test_factors_that_were_only_listed_have_no_interval():
    """They are left out, not counted as none."""
    frame = stated(("a", 6, 6, 6), ("b", None, None, None))
    assert factors.prevalence_intervals(frame)["label"].tolist() == ["a"]


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


def test_more_cases_with_a_factor_than_cases_are_not_laid_out():
    """The error gives the counts."""
    with pytest.raises(FactorError, match="found 6 to 7 of 6"):
        factors.coded_matrix(stated(("a", 6, 7, 6)), of_number=6)


# Conclusions ---------------------------------------------------------------------------------


def test_the_conclusions_of_the_document_rest_on_quantities_that_are_computed():
    """Early exchange was in all six; the other eleven pairs were never counted."""
    found = factors.quantities(tables.read("north-south/factors"))
    assert found == {"early_exchange_share": (1.0, 1.0), "other_pairs_with_factor": None}
    assert set(found) <= set(tables.read("north-south/conclusions")["quantity"])
