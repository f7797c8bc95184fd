"""Verdicts and counts that papers and packages publish, run through the public names."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from partnership_evaluation import consistency, feasible

EITHER = {"rounding": "up_or_down"}


def letters(results):
    """Write verdicts as one letter each."""
    return "".join({True: "T", False: "F", None: "?"}[result.consistent] for result in results)


# GRIM ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mean", "n", "expected"),
    [
        # Brown and Heathers (2017), opening example: 5.19 of 28 people.
        ("5.19", 28, False),
        ("5.18", 28, True),
        ("5.21", 28, True),
        # Heathers, "The GRIM test": twelve ages with the sums 251 and 252, and what lies between.
        ("20.92", 12, True),
        ("21.00", 12, True),
        ("20.95", 12, False),
        # Wikipedia, "GRIM test": a die rolled twenty times.
        ("3.48", 20, False),
        ("3.45", 20, True),
        # Tests of the package scrutipy.
        ("5.19", 40, False),
        ("5.18", 40, True),
        # Tests of the R package rsprite2.
        ("-1.3", 3, True),
        ("0.00001", 10_000, False),
        ("2", 10**9, True),
    ],
)
def test_grim_of_single_means(mean, n, expected):
    """Possible or not, with a tie either way as in the published tools."""
    assert consistency.grim(mean, n=n, **EITHER).consistent is expected
    assert consistency.grim(Decimal(mean), n=np.int64(n), **EITHER).consistent is expected


def test_grim_of_a_run_of_means():
    """scrutiny's tests: 5.19 to 5.30 of 28 people."""
    found = [consistency.grim(f"5.{d}", n=28, **EITHER) for d in range(19, 31)]
    assert letters(found) == "FFTFFFTFFFTF"


@pytest.mark.parametrize(
    ("mean", "n", "items", "expected"),
    [("5.18", 14, 2, True), ("5.19", 40, 2, True), ("2.84", 16, 2, True), ("2.85", 16, 2, False)],
)
def test_grim_of_several_items(mean, n, items, expected):
    """rsprite2, scrutipy and scrutiny: the items multiply the sample size."""
    found = consistency.grim(mean, n=n, items=items, **EITHER)
    assert found.consistent is expected
    assert found.consistent is consistency.grim(mean, n=n * items, **EITHER).consistent


def test_the_sums_that_print_so_are_listed():
    """scrutiny's grim_values(): 5.19 of 300 people is 1556, 1557 or 1558; of 32 people 166."""
    assert list(consistency.grim("5.19", n=300).totals) == [1556, 1557, 1558]
    assert list(consistency.grim("5.19", n=32).totals) == [166]
    assert list(consistency.grim("5.19", n=28).totals) == []


@pytest.mark.parametrize(
    ("mean", "n", "possible", "correction"),
    [
        ("5.19", 28, ("5.18", "5.21"), "5.18"),
        ("1.14", 8, ("1.13", "1.25"), "1.13"),
        ("1.07", 7, ("1.00", "1.14"), ("1.00", "1.14")),
    ],
)
def test_the_nearest_possible_mean_is_the_published_one(mean, n, possible, correction):
    """rsprite2's GRIM_test(return_values = TRUE); of two equally near ones either."""
    found = consistency.grim(mean, n=n)
    assert found.possible == possible
    assert found.correction in (correction if isinstance(correction, tuple) else [correction])


def test_grim_of_percentages():
    """scrutiny's pigs2 (n = 150), its run from 6 to 16 of 50 people, and pigs1 as percentages."""
    pigs2 = ["67.4", "54.2", "54.0", "69.8", "68.1", "55.4"]
    assert letters(consistency.grim_percent(p, n=150, **EITHER) for p in pigs2) == "FFTFFF"
    run = [consistency.grim_percent(str(p), n=50, **EITHER) for p in range(6, 17)]
    assert letters(run) == "TFTFTFTFTFT"
    pigs1 = {"7.22": 32, "4.74": 25, "5.23": 29, "2.57": 24, "6.77": 27, "2.68": 28}
    pigs1 |= {"7.01": 29, "7.38": 26, "3.14": 27, "6.89": 31, "5.00": 25, "0.24": 28}
    found = (consistency.grim_percent(p, n=n, **EITHER) for p, n in pigs1.items())
    assert letters(found) == "F" * 12
    assert consistency.counts_for_percent("40", n=5) == [2]


# GRIMMER -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mean", "sd", "n", "expected"),
    [
        # Tests of the package scrutipy.
        ("1.03", "0.41", 40, False),
        ("3.10", "1.37", 10, True),
        ("2.57", "2.57", 30, True),
        ("52.13", "2.26", 30, True),
        ("9.42375", "3.86", 59, False),
        # Tests of rsprite2.
        ("5.21", "1.6", 28, True),
        ("5.19", "1.5", 28, False),
        ("2", "0", 10, True),
        ("1.1", "0", 10, True),
        ("2.5", "0", 10, False),
        ("100000001.5", "0.00", 8, False),
        # scrutiny's tests of inconsistencies in parity.
        ("5.23", "2.55", 35, False),
    ],
)
def test_grimmer_of_single_pairs(mean, sd, n, expected):
    """Mean and standard deviation together, without a scale."""
    assert consistency.grimmer(mean, sd, n=n).consistent is expected
    assert consistency.grimmer(Decimal(mean), Decimal(sd), n=n).consistent is expected


def test_grimmer_decides_ties_of_forty_and_eighty_as_published():
    """Pairs that other code refuses because 40 and 80 people make ties; scrutiny accepts them."""
    pairs = """16.03 6.41 40|64.73 25.89 40|64.73 25.89 80|32.68 13.07 80|64.27 25.71 40
    16.22 6.49 80|256.03 102.41 40|519.93 207.97 40|32.32 12.93 40|512.33 204.93 80
    512.93 205.17 40|513.07 205.23 40|518.93 207.57 40"""
    for mean, sd, n in (row.split() for row in pairs.replace("\n", "|").split("|")):
        assert consistency.grimmer(mean, sd, n=int(n)).consistent is True, (mean, sd, n)


@pytest.mark.parametrize("mean", ["-1.5", "1.5", "100000001.5"])
def test_equal_answers_have_no_deviation(mean):
    """rsprite2: halves need two items, however far from zero."""
    assert consistency.grimmer(mean, "0.00", n=8).consistent is False
    assert consistency.grimmer(mean, "0.00", n=8, items=2).consistent is True


@pytest.mark.parametrize(
    ("mean", "sd", "n", "low", "high", "expected"),
    [
        ("1.5", "0.71", 2, 1, 2, True),
        ("2", "5", 10, 1, 3, False),
        ("4", "3.1", 10, 1, 7, True),
    ],
)
def test_grimmer_within_a_scale(mean, sd, n, low, high, expected):
    """rsprite2's tests of its boundaries."""
    assert consistency.grimmer(mean, sd, n=n, low=low, high=high).consistent is expected


# DEBIT ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mean", "sd", "n", "expected"),
    [
        ("0.35", "0.18", 20, False),  # scrutiny's article on DEBIT
        ("0", "0", 50, True),
        ("1.000", "0.000", 5, True),
        ("0.00", "0.50", 50, False),
        ("0.50", "0.503", 100, True),
    ],
)
def test_debit_of_single_pairs(mean, sd, n, expected):
    """A share and the deviation of yes and no."""
    assert consistency.debit(mean, sd, n=n).consistent is expected


# CLOSURE -------------------------------------------------------------------------------------


def test_the_number_of_samples_in_the_manual_of_unsum():
    """closure_count_all(): mean 3.5, SD 1.7, 70 people, scale 1 to 5."""
    assert feasible.samples("3.5", sd="1.7", n=70, low=1, high=5).size == 2492


# How often each answer occurs in all samples together: absolute frequencies in unsum's tests.
FREQUENCIES = [
    ("4.0", "1.0", [6575, 17570, 65388, 209734, 65388, 17570, 6575]),
    ("2.5", "1.7", [571399, 341334, 194430, 147830, 107079, 69040, 44938]),
    ("5.3", "1.7", [80279, 123068, 191619, 269477, 357529, 626871, 708557]),
]


@pytest.mark.parametrize(("mean", "sd", "expected"), FREQUENCIES)
def test_the_answers_of_all_samples_are_as_often_as_in_unsum(mean, sd, expected):
    """50 people, scale 1 to 7: from the exact distributions, without listing a sample."""
    space = feasible.samples(mean, sd=sd, n=50, low=1, high=7)
    assert space.size * 50 == sum(expected)
    for value, occurrences in enumerate(expected, 1):
        counts = space.distribution_of({value: 1})
        assert (counts["statistic"] * counts["tables"]).sum() == occurrences


@pytest.mark.parametrize(
    ("mean", "sd", "n", "low", "high", "expected"),
    [
        ("2.000", "1.000", 3, 1, 3, [(1, 1, 1)]),
        ("2.00", "0.00", 4, 1, 3, [(0, 4, 0)]),
        ("3.00", "0.00", 2, 1, 5, [(0, 0, 2, 0, 0)]),
        ("3.000", "1.414", 2, 1, 5, [(0, 1, 0, 1, 0)]),
        ("1.500", "0.500", 3, 1, 3, []),
    ],
)
def test_tiny_spaces_hold_the_published_samples(mean, sd, n, low, high, expected):
    """Tests of closure-core."""
    assert list(feasible.samples(mean, sd=sd, n=n, low=low, high=high)) == expected


# McNemar and silence -------------------------------------------------------------------------


def test_mcnemar_bounds_hold_the_published_p_value():
    """Fagerland, Lydersen and Laake (2013), 21 children: 1 and 7 discordant pairs, p 0.070.

    From the margins alone (2 of 21 before, 8 of 21 after) nobody, one or two can have declined.
    """
    space = feasible.paired_tables((2, 19), (8, 13))
    assert space.size == 3
    assert ((1, 1), (7, 12)) in set(space)
    found = feasible.bounds("mcnemar_p", space)
    assert (found.exact_low, found.exact_high) == (Fraction(2, 2**6), Fraction(2 * 56, 2**10))
    assert found.low < round(2 * (1 + 8) / 2**8, 4) == 0.0703 < found.high


def test_worst_case_bounds_are_those_of_manski():
    """With a share y among the fraction p that answered: p y to p y + (1 - p)."""
    found = feasible.nonresponse_bounds(60, n=80, population=100)
    assert (found.low, found.estimate, found.high) == (0.6, 0.75, 0.8)
