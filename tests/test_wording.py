"""Numbers in words: rounded half up, the same in every report."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnership_evaluation import wording

bounded = settings(derandomize=True, max_examples=200, deadline=None)


@bounded
@given(st.integers(0, 4000), st.integers(0, 2))
def test_a_share_is_rounded_half_up_exactly(k, decimals):
    """As decimal arithmetic rounds it, over shares in fortieths of a per cent."""
    step = Decimal(1).scaleb(-decimals)
    rounded = (Decimal(k) / 40).quantize(step, rounding=ROUND_HALF_UP)
    assert wording.percent(Fraction(k, 4000), decimals=decimals) == f"{rounded}%"


@pytest.mark.parametrize(
    ("k", "n", "text"), [(1, 8, "13%"), (3, 8, "38%"), (5, 8, "63%"), (0, 7, "0%"), (7, 7, "100%")]
)
def test_halves_go_up(k, n, text):
    """12.5 prints as 13, not as the even 12."""
    assert wording.percent(k / n) == wording.percent(Fraction(k, n)) == text


@pytest.mark.parametrize(("k", "n", "text"), [(3, 40, "8%"), (29, 200, "15%")])
def test_halves_go_up_for_shares_given_as_floats(k, n, text):
    """The same share prints the same, exact or not."""
    assert wording.percent(k / n) == text


@pytest.mark.parametrize("share", [float("nan"), float("inf"), None])
def test_what_is_no_share_is_not_written_as_one(share):
    """The error shows what was given."""
    with pytest.raises(ValueError, match=f"found {share}. Leave the percentage out"):
        wording.percent(share)


def test_decimals_are_kept():
    """Trailing zeros show how finely a share was rounded."""
    assert wording.percent(Fraction(1, 2), decimals=2) == "50.00%"
    assert wording.percent(Fraction(2, 3), decimals=1) == "66.7%"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.03125, "0.03125"),
        (2, "2"),
        (Fraction(1, 3), "0.3333"),
        (-0.5, "-0.5"),
        (12345.6, "12346"),
        (9999.7, "10000"),
        (-1e6, "-1000000"),
    ],
)
def test_a_number_keeps_four_digits_and_no_idle_zeros(value, text):
    """Whole numbers stay whole."""
    assert wording.number(value) == text


@bounded
@given(st.sets(st.integers(0, 30)))
def test_runs_of_numbers_can_be_read_back(numbers):
    """Every number of the list stands in a run, and none besides."""
    read = set()
    for part in filter(None, wording.runs(sorted(numbers)).split(", ")):
        first, _, last = part.partition(" to ")
        read |= set(range(int(first), int(last or first) + 1))
    assert read == numbers


def test_two_neighbours_are_no_run():
    """Three are."""
    assert wording.runs([4, 8, 9, 11, 12, 13]) == "4, 8, 9, 11 to 13"


def test_small_p_values_are_not_called_nothing():
    """Two digits, or a limit."""
    assert [wording.p_value(p) for p in (0.05, 0.03125, 0.001, 0.00099, 0)] == [
        "0.05",
        "0.031",
        "0.001",
        "< 0.001",
        "< 0.001",
    ]


def test_points_carry_their_sign_and_nothing_carries_none():
    """Whole points."""
    assert [wording.signed(x) for x in (16.2, -4.8, 0.3, -0.3)] == ["+16", "-5", "0", "0"]


def test_a_share_and_its_interval_are_one_phrase():
    """Estimate, level and both limits."""
    result = SimpleNamespace(estimate=0.5, low=0.2109, high=0.7891, confidence_level=0.95)
    assert wording.span(result) == "50% (95% interval 21% to 79%)"
    assert wording.span(result, decimals=1) == "50.0% (95% interval 21.1% to 78.9%)"


def test_the_level_of_an_interval_is_not_rounded_away():
    """A level of 99.9 per cent is not called 100 per cent."""
    result = SimpleNamespace(estimate=0.5, low=0.1, high=0.9, confidence_level=0.999)
    assert "100%" not in wording.span(result)


@pytest.mark.parametrize(
    ("level", "text"), [(0.9, "90%"), (0.975, "97.5%"), (1 - 0.05 / 7, "99.3%"), (0.9999, "99.99%")]
)
def test_a_level_has_a_decimal_only_where_it_needs_one(level, text):
    """As many as keep it from 100 per cent."""
    result = SimpleNamespace(estimate=0.5, low=0.1, high=0.9, confidence_level=level)
    assert f"({text} interval" in wording.span(result)
