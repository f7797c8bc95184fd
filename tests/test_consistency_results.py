"""What the checks of printed numbers give back: every field, every option, every way to say it."""

import itertools
import math
import statistics
from fractions import Fraction

import pytest

from partnership_evaluation import consistency
from partnership_evaluation.consistency.checks import nearest, sample_sizes, with_zeros
from partnership_evaluation.consistency.spread_neighbours import failure_rate, print_root
from partnership_evaluation.consistency.squares import WholeAnswers
from partnership_evaluation.rounding import COMMON_ROUNDINGS, read_printed


def refusal(call):
    """The words in which a call is refused."""
    with pytest.raises(ValueError) as refused:
        call()
    return str(refused.value)


# Means and percentages -----------------------------------------------------------------------


def test_a_possible_mean_comes_with_its_total_and_what_passing_is_worth():
    """145 of 28 is 5.1786: cut off it would be 5.17; 28 of the hundred values can occur."""
    found = consistency.grim("5.18", n=28, low=1, high=7)
    assert (found.consistent, found.printed, found.n, found.method) == (True, "5.18", 28, "GRIM")
    assert (list(found.totals), found.rounding) == ([145], "half_up")
    assert (found.possible, found.correction) == (("5.18",), None)
    assert found.roundings == ("half_up", "half_even", "half_down", "ceiling")
    assert found.explanation == (
        "5.18 is possible: a total of 145 over 28 prints so. 72% of such values would have failed."
    )


def test_two_items_double_the_totals():
    """The same mean of 14 people with two items has 28 answers behind it; so has the rate."""
    found = consistency.grim("5.18", n=14, items=2)
    assert (found.n, list(found.totals)) == (14, [145])
    assert found.failure_rate == pytest.approx(0.72)
    assert "over 28 prints so" in found.explanation
    assert consistency.grim("5.19", n=14, items=2).explanation.startswith(
        "No 14 whole-number answers to 2 items average 5.19; the nearest"
    )


@pytest.mark.parametrize(
    ("mean", "n", "nearest_end"), [("7.3", 10, "7.0"), ("0.3", 10, "1.0"), ("7.1", 9, "7.0")]
)
def test_a_mean_off_the_scale_has_the_end_of_the_scale_for_a_neighbour(mean, n, nearest_end):
    """73 answers' worth is a whole number, but ten people on a scale of 7 reach 70."""
    found = consistency.grim(mean, n=n, low=1, high=7)
    assert (found.consistent, list(found.totals)) == (False, [])
    assert (found.possible, found.correction) == ((nearest_end,), nearest_end)
    assert found.explanation.endswith(f"average {mean}; the nearest possible is {nearest_end}.")


def test_the_ends_of_the_scale_are_themselves_possible():
    """Everybody giving the lowest or the highest answer is a set of answers."""
    for items in (1, 2):
        for mean in ("1.00", "7.00"):
            found = consistency.grim(mean, n=9, items=items, low=1, high=7)
            assert list(found.totals) == [int(float(mean)) * 9 * items]


def test_several_sizes_are_answered_together():
    """Which of them fit is listed; there is no one total, neighbour or rate."""
    found = consistency.grim("1.82", n=range(30, 36))
    assert (found.consistent, found.n) == (None, (30, 31, 32, 33, 34, 35))
    assert (tuple(found.totals), found.possible, found.correction) == ((), (), None)
    assert found.failure_rate is None
    assert found.explanation == "1.82 is possible with these of the sample sizes tried: 33, 34."
    assert consistency.grim("1.82", n=[36, 37]).explanation.endswith("sample sizes tried: none.")
    assert consistency.grim("1.82", n=[33, 34]).possible == ("1.82",)
    open_still = consistency.grim(5.2, n=[28, 29]).explanation
    assert open_still.endswith("sample sizes tried: none for certain.")


def test_what_is_missing_for_an_answer_is_said():
    """Without the size, or without the number of decimals."""
    nobody = consistency.grim("1.82", n=None)
    assert (nobody.n, nobody.roundings, nobody.failure_rate) == (None, (), None)
    assert nobody.explanation == (
        "Whether 1.82 is possible cannot be decided without the sample size."
    )
    assert consistency.grim(5.2, n=28).explanation == (
        "Whether 5.2 is possible cannot be decided without the number of decimals that were "
        "printed."
    )
    assert not consistency.grim(5.2, n=28).possible


def test_a_percentage_is_about_counts_out_of_all():
    """Six of sixteen is 37.5: 38 by rounding up, and every count from 149 is half of 300."""
    found = consistency.grim_percent("38", n=16)
    assert (found.method, list(found.totals)) == ("GRIM for percentages", [6])
    assert found.explanation == (
        "38 is possible: 6 out of 16 prints so. 84% of such values would have failed."
    )
    assert consistency.grim_percent("50", n=300).explanation == (
        "50 is possible: 149 to 151 out of 300 prints so. "
        "Any such percentage would have passed, so passing is no evidence."
    )
    wrong = consistency.grim_percent("35", n=16)
    assert wrong.correction == "38"
    assert wrong.explanation == (
        "No whole number out of 16 is 35 per cent; the nearest possible percentages are 31 and 38."
    )
    assert consistency.grim_percent("104", n=25).possible == ("100",)
    assert consistency.grim_percent(37.5, n=16, decimals=1).consistent is True


def test_counts_of_a_percentage_need_one_size():
    """Digits that a float lost can be given; a range of sizes cannot."""
    assert consistency.counts_for_percent("37", n=16, rounding="half_down") == [6]
    assert consistency.counts_for_percent("100", n=7) == [7]
    assert consistency.counts_for_percent("0", n=7) == [0]
    assert consistency.counts_for_percent(33.3, n=9, decimals=2) == []
    assert "found n = [8, 9]" in refusal(lambda: consistency.counts_for_percent("50", n=[8, 9]))
    assert "found n = None" in refusal(lambda: consistency.counts_for_percent("50", n=None))


def test_the_neighbours_keep_the_decimals_of_the_printed_number():
    """1.82 of 36: 65 and 66 over 36, as exact fractions."""
    found = nearest(read_printed("1.820"), 36, (None, None))
    assert found == {"1.806": Fraction(65, 36), "1.833": Fraction(66, 36)}
    assert nearest(read_printed("9.9"), 10, (10, 70)) == {"7.0": 7}


def test_sizes_and_scales_are_checked_together():
    """Whole ends in order; one end alone is no order."""
    assert sample_sizes(3, low=5) == (3,)
    assert sample_sizes(3, low=2, high=2) == (3,)
    assert "found 1.5 and 5" in refusal(lambda: sample_sizes(3, low=1.5, high=5))
    both = refusal(lambda: sample_sizes([0, 3], items=0))
    assert "`n` must be a whole number of at least 1: found 0" in both
    assert "`items` must be a whole number of at least 1: found 0" in both
    assert "found 3" not in both


def test_lost_zeros_are_supposed_only_where_they_were_lost():
    """A float may have been printed with more zeros; a text shows what it had."""
    assert with_zeros(read_printed(5.2)).decimals == 16
    assert with_zeros(read_printed("5.2")).decimals == 1


# Standard deviations -------------------------------------------------------------------------


def test_a_possible_pair_comes_with_the_sums_that_fit():
    """146 over 28 is 5.21; a deviation of 1.60 is within reach unless it was cut off."""
    found = consistency.grimmer("5.21", "1.60", n=28)
    assert (found.consistent, found.printed, found.n) == (True, "1.60", 28)
    assert (found.method, found.rounding) == ("GRIMMER", "up_or_down")
    assert (found.totals, found.possible, found.correction) == ((146,), ("1.60",), None)
    assert found.explanation == (
        "The mean 5.21 with standard deviation 1.60 is possible for 28 whole-number answers."
    )


def test_an_impossible_pair_names_the_nearer_neighbour():
    """2.45 and 2.48 stand around 2.47; 2.48 is nearer; the divisor n is taken when asked."""
    found = consistency.grimmer("3.44", "2.47", n=18)
    assert (found.totals, found.possible, found.correction) == ((), ("2.45", "2.48"), "2.48")
    assert consistency.grimmer("2.0", "0.82", n=3, population=True, low=1, high=3).consistent
    assert not consistency.grimmer("2.0", "0.82", n=3, low=1, high=3).consistent


def test_an_open_pair_has_no_correction():
    """1.5 and 0.7 as floats may have been 1.50 and 0.70, which two people cannot have."""
    found = consistency.grimmer(1.5, 0.7, n=2)
    assert found.consistent is None
    assert (found.possible, found.correction) == ((), None)
    assert found.explanation.endswith("is possible for 2 whole-number answers cannot be decided.")
    assert consistency.grimmer(1.5, 0.7, n=2, decimals=(1, 1)).consistent is True
    assert consistency.grimmer(1.5, 0.7, n=2, decimals=(1, 2)).consistent is False


@pytest.mark.parametrize(
    ("sizes", "verdict", "words"),
    [
        ([2, 3], None, "Whether mean 1.5 with standard deviation 0.7 is possible depends"),
        ([3, 5], False, "is possible with none of the sample sizes tried."),
        ([2, 22], True, "is possible with every sample size tried."),
        (None, None, "depends on the sample size."),
    ],
)
def test_a_pair_with_several_sizes_has_one_answer(sizes, verdict, words):
    """1 and 2 have mean 1.5 and deviation 0.7; so does no three or five people's."""
    found = consistency.grimmer("1.5", "0.7", n=sizes, low=1, high=3)
    assert found.consistent is verdict
    assert words in found.explanation
    assert found.n == (tuple(sizes) if sizes else None)
    assert (found.totals, found.failure_rate) == ((), None)


def test_a_single_person_has_no_deviation():
    """Nothing fits, nothing is near."""
    found = consistency.grimmer("2", "0", n=1)
    assert (found.consistent, found.possible) == (False, ())
    assert found.explanation == "No 1 whole-number answers have mean 2 with standard deviation 0."


def test_a_yes_or_no_pair_lists_the_counts_of_yes():
    """2 of 4 has the deviation 0.577 with divisor 3, and 0.5 with divisor 4."""
    found = consistency.debit("0.5", "0.58", n=4)
    assert (found.consistent, found.totals, found.method) == (True, (2,), "DEBIT")
    assert consistency.debit("0.5", "0.50", n=4, population=True).totals == (2,)
    assert consistency.debit("0.5", "0.50", n=4).possible == ("0.58",)
    assert consistency.debit(0.5, 0.58, n=4, decimals=(2, 2)).consistent is True


@pytest.mark.parametrize("check", [consistency.grimmer, consistency.debit])
def test_a_negative_deviation_is_refused(check):
    """Perhaps mean and deviation changed places."""
    assert "never negative: found -0.5; check the sign" in refusal(
        lambda: check("0.5", "-0.5", n=4)
    )


def test_the_rate_of_a_pair_counts_tenths_of_its_whole_part():
    """Two answers around 3.0 are alike or 1.4, 2.8 apart: nine of ten tenths below 2 fail."""
    two = WholeAnswers(2)
    assert failure_rate(read_printed("3.0"), read_printed("0.5"), two) == pytest.approx(0.9)
    assert failure_rate(read_printed("3.0"), read_printed("1.5"), two) == pytest.approx(0.9)
    assert failure_rate(read_printed("3.0"), read_printed("0.5"), WholeAnswers(20_001)) is None


@pytest.mark.parametrize(
    ("rule", "root"),
    [("half_up", "2"), ("half_down", "1"), ("half_even", "2"), ("floor", "1"), ("ceiling", "2")],
)
def test_a_root_that_is_a_tie_is_rounded_by_the_rule(rule, root):
    """The root of 2.25 is 1.5; just above and below it there is no tie any more."""
    assert print_root(Fraction(9, 4), 0, rule) == root
    assert print_root(Fraction(4), 0, rule) == "2"
    if rule.startswith("half"):
        assert print_root(Fraction(9, 4) + Fraction(1, 10**9), 0, rule) == "2"
        assert print_root(Fraction(9, 4) - Fraction(1, 10**9), 0, rule) == "1"


def test_limits_of_a_deviation_follow_the_divisor_and_the_decimals():
    """21 of five people, 1 to 7: at most 7, 7, 5, 1, 1; at least 5, 4, 4, 4, 4."""
    squares = 49 + 49 + 25 + 1 + 1 - 21**2 / 5
    least = 25 + 4 * 16 - 21**2 / 5
    for population, divisor in ((False, 4), (True, 5)):
        found = consistency.sd_limits("4.2", n=5, low=1, high=7, population=population)
        assert (found.low, found.high) == pytest.approx(
            (math.sqrt(least / divisor), math.sqrt(squares / divisor))
        )
        assert (found.n, found.consistent) == (5, True)
    loose = consistency.sd_limits("4", n=5, low=1, high=7)
    answers = itertools.combinations_with_replacement(range(1, 8), 5)
    spreads = [statistics.stdev(five) for five in answers if 3.5 <= sum(five) / 5 <= 4.5]
    assert (loose.low, loose.high) == pytest.approx((min(spreads), max(spreads)))
    assert consistency.sd_limits(4.2, n=5, low=1, high=7, decimals=2).consistent is True
    assert consistency.sd_limits("4.2", n=5, low=1).high == math.inf
    nothing = consistency.sd_limits("9", n=5, low=1, high=7)
    assert (nothing.low, nothing.high, nothing.n, nothing.consistent) == (None, None, 5, False)


@pytest.mark.parametrize("n", [1, [5, 6], None])
def test_limits_of_a_deviation_need_one_size_of_two_or_more(n):
    """What was found is shown."""
    words = refusal(lambda: consistency.sd_limits("4.2", n=n))
    assert f"one sample size of at least 2: found {n!r}" in words


# Denominators --------------------------------------------------------------------------------


def test_the_table_of_denominators_shows_the_price_of_every_size():
    """37 is 3 of 8 with its half rounded down; 66 is 4 of 6 cut off, as two did not answer."""
    found = consistency.denominators(["37", "66"], max_n=8, min_n=6)
    assert (found.consistent, found.sizes, found.n) == (None, (), 8)
    assert list(found.table) == ["n", "consistent", "missing", "truncated", "unexplained"]
    assert found.table.values.tolist() == [
        [6, False, 0, 1, 1],
        [7, False, 1, 1, 1],
        [8, False, 2, 1, 0],
    ]
    assert found.answers.to_dict("records") == [
        {
            "printed": "37",
            "answered": 8,
            "counts": (3,),
            "rounding": "half_down",
            "exceptions": 0,
        },
        {"printed": "66", "answered": 6, "counts": (4,), "rounding": "truncate", "exceptions": 1},
    ]
    assert found.explanation == (
        "8 people: everybody answered for 37; 6 answered for 66; "
        "37 rounded down from a half; 66 cut off."
    )
    assert found.method == "fewest exceptions over all sample sizes"


def test_without_any_explanation_the_table_is_still_there():
    """41.2 is no share of up to five; the answers are empty but have their columns."""
    found = consistency.denominators(["41.2", "50", "50"], max_n=5)
    assert (found.consistent, found.n, found.sizes) == (False, None, ())
    assert found.table["unexplained"].tolist() == [3, 1, 1, 1, 1]
    assert found.table["missing"].tolist() == [0, 0, 2, 0, 2]
    assert list(found.answers) == ["printed", "answered", "counts", "rounding", "exceptions"]
    assert found.answers.empty
    assert found.explanation == "No number of people up to 5 explains all of these percentages."


def test_a_size_without_exceptions_is_preferred_and_all_are_listed():
    """50 and 100 fit every even size; 0 and 100 are themselves percentages."""
    found = consistency.denominators(["50", "100", "0", "50"], max_n=6)
    assert (found.consistent, found.sizes, found.n) == (True, (2, 4, 6), 2)
    assert found.explanation == "2 people: everybody answered for 50, 100, 0."
    assert found.answers["counts"].tolist() == [(1,), (2,), (0,), (1,)]
    assert consistency.denominators(["50"], max_n=6, min_n=3).n == 4


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"percents": []}, "at least one percentage: found none"),
        ({"percents": ["-1"]}, "lies between 0 and 100: found -1"),
        ({"percents": ["100.5"]}, "lies between 0 and 100: found 100.5"),
        ({"min_n": 0}, "found min_n = 0 and max_n = 9"),
        ({"min_n": 10}, "found min_n = 10 and max_n = 9"),
        ({"max_n": 9.5}, "found min_n = 1 and max_n = 9.5"),
    ],
)
def test_bad_percentages_and_limits_are_named(arguments, words):
    """The message says what was found."""
    given = {"percents": ["50"], "max_n": 9} | arguments
    percents = given.pop("percents")
    assert words in refusal(lambda: consistency.denominators(percents, **given))


def test_all_single_roundings_are_tried_in_their_order():
    """A whole mean needs no rounding, so every rule gives it."""
    assert consistency.grim("3.0", n=5).roundings == tuple(COMMON_ROUNDINGS)


@pytest.mark.parametrize("n", [8, 12])
def test_ties_count_twice_among_the_values_that_can_be_printed(n):
    """Eighths tie at .125, .375, .625 and .875 and print 12 values of 100; twelfths never tie."""
    assert consistency.grim("2.00", n=n, rounding="up_or_down").failure_rate == pytest.approx(0.88)


def test_one_size_can_be_tried_alone():
    """The smallest and the largest number of people may be the same; the ends of a scale too."""
    assert consistency.denominators(["50"], min_n=4, max_n=4).sizes == (4,)
    assert "`low` must not exceed `high`: found 5 and 1" in refusal(
        lambda: consistency.sd_limits("3", n=4, low=5, high=1)
    )
