"""Tests of single printed numbers: rounding, GRIM, GRIMMER, DEBIT, limits and denominators."""

import itertools
import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnership_evaluation import consistency
from partnership_evaluation.consistency.spread_neighbours import print_root
from partnership_evaluation.integer_moments import is_attainable
from partnership_evaluation.rounding import (
    COMMON_ROUNDINGS,
    print_as,
    read_printed,
    unrounded,
)

QUICK = settings(derandomize=True, max_examples=120, deadline=None)

# The `pigs1` data of the R package scrutiny and what its grim_map() says of them.
PIGS1 = {
    "7.22": 32,
    "4.74": 25,
    "5.23": 29,
    "2.57": 24,
    "6.77": 27,
    "2.68": 28,
    "7.01": 29,
    "7.38": 26,
    "3.14": 27,
    "6.89": 31,
    "5.00": 25,
    "0.24": 28,
}
PIGS1_CONSISTENT = "TFFFFTFTFFTF"
# scrutiny's tests of the same means at n = 40 and n = 80, where ties decide.
PIGS1_AT = {
    (40, "up_or_down"): "TFTTTTFTFFTF",
    (40, "half_up"): "FFTFFTFTFFTF",
    (40, "half_down"): "TFFTTFFFFFTF",
    (80, "up_or_down"): "TTTTTTTTTTTT",
    (80, "half_up"): "FTTFFTTTTTTT",
    (80, "half_down"): "TTFTTFTFTTTT",
}
# The `pigs5` data of scrutiny with its results, which the exact test shares.
PIGS5 = """7.22 5.30 38 F|4.74 6.55 31 T|5.23 2.55 35 F|2.57 2.57 30 T|6.77 2.18 33 F
2.68 2.59 34 T|7.01 6.68 35 F|7.38 3.65 32 T|3.14 5.32 33 F|6.89 4.18 37 T|5.00 2.18 31 T
0.24 6.43 34 T"""
# mean, SD, n, items, expected: tests of the R package rsprite2 (GRIMMER_test).
RSPRITE2 = [
    ("5.21", "1.6", 28, 1, True),
    ("3.44", "2.47", 18, 1, False),
    ("1.5", "0.00", 8, 1, False),
    ("1.5", "0", 8, 1, False),
    ("1.5", "0.00", 8, 2, True),
    ("2.5", "0", 10, 1, False),
    ("1.44", ".17", 9, 1, False),
    ("-1.44", ".17", 9, 1, False),
    ("1.1", "0", 10, 1, True),
    ("1.33", "0", 3, 3, True),
    ("1.83", ".2", 9, 2, True),
    ("2", "1", 1, 1, False),
]
# The `pigs3` data of scrutiny and the result of its debit_map().
PIGS3 = "0.53 0.50 T|0.44 0.50 T|0.77 0.42 T|0.19 0.35 F|0.34 0.47 T|0.93 0.25 T|0.12 0.33 T"


def letters(results):
    """Write verdicts as one letter each."""
    return "".join({True: "T", False: "F", None: "?"}[result] for result in results)


@given(
    value=st.fractions(min_value=-50, max_value=50, max_denominator=60),
    decimals=st.integers(0, 3),
    rounding=st.sampled_from(COMMON_ROUNDINGS),
)
@QUICK
def test_a_printed_number_leaves_room_for_the_number_it_was(value, decimals, rounding):
    """Whatever the rule, the true value lies in the interval of what was printed."""
    printed = read_printed(print_as(value, decimals=decimals, rounding=rounding))
    assert value in unrounded(printed, rounding=rounding)
    assert value in unrounded(printed, rounding="any")


@given(
    value=st.fractions(min_value=-20, max_value=20, max_denominator=40),
    decimals=st.integers(0, 2),
)
@QUICK
def test_printing_agrees_with_the_decimal_module(value, decimals):
    """Exact printing rounds as the standard library does for numbers it can hold exactly."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    if Fraction(exact) != value:
        return
    names = {"half_up": "ROUND_HALF_UP", "half_even": "ROUND_HALF_EVEN", "floor": "ROUND_FLOOR"}
    for rounding, name in names.items():
        expected = exact.quantize(Decimal(1).scaleb(-decimals), rounding=name)
        assert Fraction(print_as(value, decimals=decimals, rounding=rounding)) == Fraction(expected)


def test_trailing_zeros_are_part_of_a_printed_number():
    """Text and Decimal keep their zeros; a float is marked as having lost them."""
    assert read_printed("5.20").decimals == read_printed(Decimal("5.20")).decimals == 2
    assert read_printed("1,600%").value == 1600
    assert read_printed("3.6", decimals=2).text == "3.60"
    assert not read_printed(5.2).decimals_known


@pytest.mark.parametrize("bad", ["about 5", "", "5.2.1", None, float("nan"), True, "1,60"])
def test_what_is_no_number_is_refused(bad):
    """The message names the argument and asks for text."""
    with pytest.raises(ValueError, match=r"`mean` must be a number as it was printed.*give it"):
        consistency.grim(bad, n=10)


def test_grim_gives_the_published_verdicts():
    """The twelve means of pigs1 come out as in scrutiny."""
    found = [consistency.grim(mean, n=n).consistent for mean, n in PIGS1.items()]
    assert letters(found) == PIGS1_CONSISTENT


@pytest.mark.parametrize(("case", "expected"), PIGS1_AT.items())
def test_grim_treats_ties_as_published(case, expected):
    """At n = 40 and 80 the rounding rule decides, as in scrutiny's tests."""
    n, rounding = case
    found = [consistency.grim(mean, n=n, rounding=rounding).consistent for mean in PIGS1]
    assert letters(found) == expected


def test_grim_knows_scales_of_several_items():
    """Vectors of scrutiny's tests with three and two items."""
    either = {"rounding": "up_or_down"}
    three = [consistency.grim(f"0.15{d}", n=120, items=3, **either).consistent for d in range(10)]
    two = [consistency.grim(f"0.8{d}", n=28, items=2, **either).consistent for d in range(10)]
    assert letters(three) == "TFFTFFTFTF"
    assert letters(two) == "TFTFTFTTTT"


@given(
    answers=st.lists(st.integers(1, 7), min_size=1, max_size=40),
    decimals=st.integers(0, 3),
    rounding=st.sampled_from(COMMON_ROUNDINGS),
)
@QUICK
def test_grim_never_rejects_true_answers(answers, decimals, rounding):
    """A mean of real answers passes under the rounding it was printed with, and under any."""
    n = len(answers)
    mean = print_as(Fraction(sum(answers), n), decimals=decimals, rounding=rounding)
    assert consistency.grim(mean, n=n, rounding=rounding, low=1, high=7).consistent
    assert rounding in consistency.grim(mean, n=n, rounding="any").roundings


@given(mean=st.integers(0, 999), n=st.integers(1, 60), rounding=st.sampled_from(COMMON_ROUNDINGS))
@QUICK
def test_grim_agrees_with_trying_every_total(mean, n, rounding):
    """The verdict and the totals are those of dividing every total and printing it."""
    text = f"{mean // 100}.{mean % 100:02d}"
    totals = [
        total
        for total in range(10 * n + 1)
        if print_as(Fraction(total, n), decimals=2, rounding=rounding) == text
    ]
    found = consistency.grim(text, n=n, rounding=rounding)
    assert (found.consistent, list(found.totals)) == (bool(totals), totals)


def test_grim_says_what_would_have_been_possible():
    """A failing mean comes with its neighbours, the nearer one as correction."""
    found = consistency.grim("1.82", n=36)
    assert (found.possible, found.correction) == (("1.81", "1.83"), "1.83")
    assert found.explanation == (
        "No 36 whole-number answers average 1.82; the nearest possible means are 1.81 and 1.83."
    )


def test_passing_is_not_sold_as_evidence():
    """With 100 answers every mean of two decimals passes, and the result says so."""
    assert consistency.grim("3.47", n=100).failure_rate == 0
    assert "no evidence" in consistency.grim("3.47", n=100).explanation
    assert consistency.grim("5.19", n=28).failure_rate == pytest.approx(0.72)


@given(n=st.integers(1, 130), rounding=st.sampled_from(["half_up", "up_or_down", "any", "floor"]))
@settings(derandomize=True, max_examples=30, deadline=None)
def test_the_failure_rate_is_the_share_of_values_that_fail(n, rounding):
    """Counting failures among x.00 to x.99 gives the stated rate."""
    failures = sum(
        not consistency.grim(f"2.{d:02d}", n=n, rounding=rounding).totals for d in range(100)
    )
    rate = consistency.grim("2.00", n=n, rounding=rounding).failure_rate
    assert rate == pytest.approx(failures / 100)


def test_an_answer_is_left_open_when_size_or_decimals_are_unknown():
    """None where they matter, a verdict where they do not."""
    assert consistency.grim("1.82", n=None).consistent is None
    assert consistency.grim("1.82", n=range(30, 40)).consistent is None
    assert consistency.grim("1.82", n=[36, 37]).consistent is False
    assert consistency.grim(5.2, n=28).consistent is None
    assert consistency.grim(5.2, n=10).consistent is True
    assert consistency.grim(1.82, n=36).consistent is False
    assert consistency.grim(5.2, n=28, decimals=2).consistent is False


def test_three_answers_are_not_read_as_two():
    """Using a check as yes or no is an error that says what to compare."""
    with pytest.raises(TypeError, match="three answers"):
        bool(consistency.grim("1.82", n=36))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"n": 0}, "`n` must be a whole number of at least 1: found 0"),
        ({"n": 12.5}, "found 12.5"),
        ({"n": "28"}, "found '28'"),
        ({"n": []}, "must name at least one sample size"),
        ({"n": 10, "items": 0}, "`items` must be"),
        ({"n": 10, "low": 5, "high": 1}, "`low` must not exceed `high`: found 5 and 1"),
        ({"n": 10, "rounding": "half_upp"}, "did you mean 'half_up'"),
        ({"n": 10, "decimals": 1}, "`decimals` must be a whole number no smaller"),
    ],
)
def test_bad_arguments_are_named(arguments, message):
    """The message says the rule, what was found, and what to do."""
    with pytest.raises(ValueError, match=message):
        consistency.grim("3.14", **arguments)


def test_all_problems_are_reported_at_once():
    """Two bad arguments make one message with both."""
    with pytest.raises(ValueError) as caught:
        consistency.grim("3.14", n=0, items=-1)
    assert "`n`" in str(caught.value) and "`items`" in str(caught.value)


def test_a_share_of_sixteen_teachers_cannot_be_35_per_cent():
    """5 of 16 prints as 31 and 6 as 38."""
    found = consistency.grim_percent("35", n=16)
    assert (found.consistent, found.possible) == (False, ("31", "38"))


def test_a_percentage_of_people_cannot_exceed_a_hundred():
    """No count out of 25 is 104 per cent."""
    assert consistency.grim_percent("104", n=25).consistent is False


def test_the_rounding_that_a_percentage_needs_is_named():
    """37 of 16 needs the half of 37.5 to go down."""
    found = consistency.grim_percent("37", n=16, rounding="any")
    assert found.consistent
    assert set(found.roundings) == {"half_down", "truncate", "floor"}
    assert consistency.grim_percent("62", n=16, rounding="half even").consistent


@given(k=st.integers(0, 60), more=st.integers(0, 60), decimals=st.integers(0, 2))
@QUICK
def test_the_true_count_is_among_those_listed(k, more, decimals):
    """Printing k of n and asking for the counts gives k back, among no others that print so."""
    n = k + more or 1
    k = min(k, n)
    text = print_as(Fraction(100 * k, n), decimals=decimals)
    counts = consistency.counts_for_percent(text, n=n)
    assert k in counts
    assert all(print_as(Fraction(100 * c, n), decimals=decimals) == text for c in counts)


def test_grimmer_gives_the_published_verdicts():
    """The twelve pairs of pigs5 come out as in scrutiny."""
    for row in PIGS5.replace("\n", "|").split("|"):
        mean, sd, n, expected = row.split()
        assert letters([consistency.grimmer(mean, sd, n=int(n)).consistent]) == expected


@pytest.mark.parametrize(("mean", "sd", "n", "items", "expected"), RSPRITE2)
def test_grimmer_passes_the_tests_of_rsprite2(mean, sd, n, items, expected):
    """Minima, several items, negative means and rounded zeros."""
    assert consistency.grimmer(mean, sd, n=n, items=items).consistent is expected


def test_grimmer_knows_the_smallest_standard_deviation():
    """Mean 1.2 and SD 0.3 pass other tests, but no 57 whole numbers have them."""
    found = consistency.grimmer("1.2", "0.3", n=57)
    assert (found.consistent, found.correction) == (False, "0.4")


@given(
    answers=st.lists(st.integers(1, 5), min_size=2, max_size=60),
    mean_decimals=st.integers(0, 2),
    sd_decimals=st.integers(0, 3),
    population=st.booleans(),
)
@settings(derandomize=True, max_examples=60, deadline=None)
def test_grimmer_raises_no_false_alarm(answers, mean_decimals, sd_decimals, population):
    """True answers pass although mean and SD are printed with different numbers of decimals."""
    n, total = len(answers), sum(answers)
    variance = Fraction(n * sum(a * a for a in answers) - total**2, n * (n - (not population)))
    sd = f"{Decimal(variance.numerator / variance.denominator).sqrt():.{sd_decimals}f}"
    mean = print_as(Fraction(total, n), decimals=mean_decimals)
    found = consistency.grimmer(mean, sd, n=n, low=1, high=5, population=population)
    assert found.consistent is not False


@pytest.mark.parametrize(("n", "low", "high"), [(3, 1, 5), (4, 0, 6), (5, 1, 4), (6, 1, 3)])
def test_grimmer_accepts_exactly_what_answers_can_give(n, low, high):
    """Over all printable pairs the verdict is that of listing every set of answers."""
    real = set()
    for answers in itertools.combinations_with_replacement(range(low, high + 1), n):
        total = sum(answers)
        variance = Fraction(n * sum(a * a for a in answers) - total**2, n * (n - 1))
        # Four times the variance in squared hundredths; its root is never a tie here.
        root = (math.isqrt(math.floor(variance * 4 * 10**4)) + 1) // 2
        real.add((print_as(Fraction(total, n), decimals=1), root))
    for tenths, sd in itertools.product(range(10 * low, 10 * high + 1), range(0, 300, 13)):
        mean = f"{tenths // 10}.{tenths % 10}"
        text = f"{sd // 100}.{sd % 100:02d}"
        found = consistency.grimmer(mean, text, n=n, low=low, high=high, rounding="half_up")
        assert found.consistent is ((mean, sd) in real), (mean, text)


@pytest.mark.parametrize("rounding", ["half_up", "half_even", "truncate", "ceiling", "any"])
@pytest.mark.parametrize(("n", "low", "high"), [(4, 1, 5), (6, 0, 1), (5, -1, 3)])
def test_an_impossible_deviation_comes_with_its_neighbours(n, low, high, rounding):
    """The nearest deviations on either side, over all sets of answers with the mean."""
    mean = read_printed("1.2" if high > 1 else "0.33")
    within = unrounded(mean, rounding=rounding)
    variances = {
        Fraction(n * sum(a * a for a in answers) - sum(answers) ** 2, n * (n - 1))
        for answers in itertools.combinations_with_replacement(range(low, high + 1), n)
        if Fraction(sum(answers), n) in within
    }
    for hundredths in range(0, 250, 7):
        text = f"{hundredths // 100}.{hundredths % 100:02d}"
        fitting = unrounded(read_printed(text), rounding=rounding).squared()
        found = consistency.grimmer(mean.text, text, n=n, low=low, high=high, rounding=rounding)
        assert found.consistent is any(v in fitting for v in variances)
        if not found.consistent and variances:
            below = [v for v in variances if v <= fitting.low]
            above = [v for v in variances if v >= fitting.high]
            ends = sorted(below)[-1:] + sorted(above)[:1]
            assert found.possible == tuple(print_root(v, 2, rounding) for v in ends)


def test_one_neighbour_is_spoken_of_in_the_singular():
    """The nearest possible is 0.49, or are 2.45 and 2.48."""
    one = consistency.debit("0.36", "0.48", n=39)
    two = consistency.grimmer("3.44", "2.47", n=18)
    assert one.explanation.endswith("the nearest possible is 0.49.")
    assert two.explanation.endswith("the nearest possible are 2.45 and 2.48.")


def test_roundings_and_failure_rate_of_a_pair_are_worked_out_when_asked_for():
    """1 and 2 have the deviation 0.707: rounded to 0.7 or cut off; no other tenth is possible."""
    found = consistency.grimmer("1.5", "0.7", n=2, low=1, high=2)
    assert found.roundings == ("half_up", "half_even", "half_down", "truncate", "floor")
    assert found.failure_rate == pytest.approx(0.9)
    assert "_roundings" not in repr(found)
    assert consistency.grim("1.5", n=2).roundings == COMMON_ROUNDINGS


@pytest.mark.parametrize(("n", "low", "high"), [(2, -3, 3), (4, 1, 5), (5, 0, 10), (7, 1, 4)])
def test_sums_of_squares_are_attainable_exactly_when_answers_have_them(n, low, high):
    """The dynamic programme and the pairing shortcut agree with listing."""
    real = {
        (sum(a), sum(x * x for x in a))
        for a in itertools.combinations_with_replacement(range(low, high + 1), n)
    }
    for total in range(n * low, n * high + 1):
        for squares in range(n * max(low**2, high**2) + 2):
            found = is_attainable(total, squares, n=n, low=low, high=high)
            assert found is ((total, squares) in real)


def test_debit_gives_the_published_verdicts():
    """The seven pairs of pigs3 (n 1,683) come out as in scrutiny."""
    for row in PIGS3.split("|"):
        mean, sd, expected = row.split()
        assert letters([consistency.debit(mean, sd, n=1683).consistent]) == expected


@pytest.mark.parametrize(
    ("mean", "sd", "n", "rounding", "expected"),
    [
        ("0.05", "0.21", 20, "up_or_down", False),
        ("0.05", "0.22", 20, "up_or_down", True),
        ("0.50", "0.503", 100, "up_or_down", True),
        ("0.33", "0.4", 9, "floor", False),
        ("0.33", "0.5", 9, "floor", True),
        ("0.00", "0.00", 50, "half_up", True),
        ("1.00", "0.5", 50, "half_up", False),
    ],
)
def test_debit_is_exact_at_its_limits(mean, sd, n, rounding, expected):
    """Cases of scrutiny's tests of its exact formula."""
    assert consistency.debit(mean, sd, n=n, rounding=rounding).consistent is expected


def test_limits_of_the_standard_deviation_are_the_published_ones():
    """rsprite2: mean 4.2, n 5, scale 1-7 gives 0.45 and 3.03, with two items 0.27 and 3.03."""
    one = consistency.sd_limits("4.2", n=5, low=1, high=7)
    two = consistency.sd_limits("4.2", n=5, low=1, high=7, items=2)
    assert (round(one.low, 2), round(one.high, 2)) == (0.45, 3.03)
    assert (round(two.low, 2), round(two.high, 2)) == (0.27, 3.03)
    floor = consistency.sd_limits("1.00", n=100, low=1, high=7)
    assert (floor.low, floor.high) == (0, 0)
    assert consistency.sd_limits("5.19", n=28, low=1, high=7).consistent is False
    assert consistency.sd_limits("3.0", n=10).high == math.inf


def test_camden_was_not_sixteen_people_before():
    """35, 6, 11, 28 and 65 per cent need 18 people, one of whom left out two questions."""
    found = consistency.denominators(["35", "6", "11", "28", "65"], max_n=20)
    assert (found.n, found.consistent, found.sizes) == (18, None, ())
    assert list(found.answers["answered"]) == [17, 18, 18, 18, 17]
    assert found.explanation == (
        "18 people: everybody answered for 6, 11, 28; 17 answered for 35, 65."
    )


def test_camden_was_sixteen_people_after():
    """81, 37, 62 and 94 per cent fit 16 people with halves rounded down."""
    found = consistency.denominators(["81", "37", "62", "94"], max_n=16)
    assert (found.sizes, found.consistent) == ((16,), True)
    assert "37, 62 rounded down from a half" in found.explanation


@given(counts=st.lists(st.integers(0, 25), min_size=1, max_size=6))
@QUICK
def test_the_true_size_always_explains_its_percentages(counts):
    """Whole percentages of 25 people are explained by 25 without exceptions."""
    percents = [print_as(Fraction(100 * k, 25), decimals=0) for k in counts]
    assert 25 in consistency.denominators(percents, max_n=30).sizes


def test_percentages_that_nothing_explains_are_reported():
    """No number up to 10 gives 41.2 per cent."""
    found = consistency.denominators(["41.2"], max_n=10)
    assert (found.consistent, found.n) == (False, None)
    with pytest.raises(ValueError, match="lies between 0 and 100: found 120"):
        consistency.denominators(["120"], max_n=10)
