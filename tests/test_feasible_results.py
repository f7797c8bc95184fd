"""What reconstructions give back: names, ends, examples, methods, and what is refused."""

import math
from fractions import Fraction

import numpy as np
import pytest

from partnership_evaluation import feasible
from partnership_evaluation.feasible import moves as feasible_moves
from partnership_evaluation.feasible import pairs as feasible_pairs
from partnership_evaluation.feasible.weights import random_below

TEACHERS = feasible.paired_tables((3, 6, 3, 0), (6, 6, 0, 0))
GRADES = feasible.samples("1.82", n=33, low=1, high=4)


def refusal(call):
    """The words in which a call is refused."""
    with pytest.raises(ValueError) as refused:
        call()
    return str(refused.value)


# Samples -------------------------------------------------------------------------------------


def test_bounds_of_samples_say_what_was_asked_and_how_it_was_found():
    """Between 20 and 33 of 33 gave one of the two best grades."""
    share = feasible.bounds("share", GRADES, at_most=2)
    assert (share.exact_low, share.exact_high) == (Fraction(20, 33), Fraction(33, 33))
    assert (share.low, share.high, share.n) == (pytest.approx(20 / 33), 1, 33)
    assert share.statistic == "share at most 2"
    assert share.method == "exact over all samples (dynamic programme)"
    assert sum(share.low_at[:2]) == 20 and sum(share.high_at) == 33
    middle = feasible.bounds("count", GRADES, at_least=2, at_most=3)
    assert middle.statistic == "count at least 2 and at most 3"
    assert feasible.bounds("count", GRADES, at_least=4).statistic == "count at least 4"
    assert not share.identified


def test_bounds_that_meet_are_identified():
    """Four answers of mean 3.00 on a scale that ends at 3 are all 3."""
    space = feasible.samples("3.00", n=4, low=1, high=3)
    found = feasible.bounds("median", space)
    assert found.identified and found.low == 3
    assert not feasible.bounds(
        "share", feasible.samples("9", n=4, low=1, high=3), at_most=1
    ).identified


def test_a_printed_deviation_is_read_with_its_divisor():
    """1, 2 and 3 have the deviation 1.00 with divisor 2 and 0.82 with divisor 3."""
    sample = feasible.samples("2.00", sd="1.00", n=3, low=1, high=3)
    population = feasible.samples("2.00", sd="0.82", n=3, low=1, high=3, population=True)
    assert list(sample) == list(population) == [(1, 1, 1)]
    for space, spread in ((sample, 1), (population, math.sqrt(2 / 3))):
        found = feasible.bounds("sd", space)
        assert (found.low, found.high) == pytest.approx((spread, spread))
        assert (found.exact_low, found.exact_high) == (None, None)
    assert feasible.bounds("sd", feasible.samples("2", n=1, low=1, high=3)).low is None


def test_lost_digits_can_be_given():
    """A mean of 2 and a deviation of 1 as printed with two decimals leave 1, 2 and 3 alone."""
    space = feasible.samples(2.0, sd=1.0, n=3, low=1, high=3, decimals=(2, 2))
    assert list(space) == [(1, 1, 1)]
    assert set(feasible.samples(2, n=3, low=1, high=3, decimals=(2, None))) == {
        (1, 1, 1),
        (0, 3, 0),
    }
    assert feasible.samples(2, n=3, low=1, high=3).size > 2


def test_a_range_of_weights_has_exact_ends_and_tables():
    """Half a point for a 2, one for a 3: the ends are fractions, as unequal weights are."""
    space = feasible.samples("2.5", n=4, low=1, high=4)
    found = space.range_of({2: 0.5, 3: 1})
    weigh = [sum(c * w for c, w in zip(t, (0, 0.5, 1, 0), strict=True)) for t in space]
    assert (found.low, found.high) == (min(weigh), max(weigh))
    assert isinstance(found.high, Fraction)
    same = space.range_of([7, 7, 7, 7])
    assert (same.low, same.high) == (28, 28)
    assert sum(same.low_at) == 4


def test_distributions_have_their_columns_even_when_empty():
    """Statistic rising, exact numbers of tables, shares that add up to 1."""
    spread = feasible.samples("2.5", n=4, low=1, high=4).distribution_of({4: Fraction(1, 2)})
    assert list(spread) == ["statistic", "tables", "share"]
    assert spread["statistic"].tolist() == [0, Fraction(1, 2), 1]
    assert spread["tables"].tolist() == [2, 2, 1]
    assert spread["share"].tolist() == pytest.approx([0.4, 0.4, 0.2])
    empty = feasible.samples("9", n=4, low=1, high=4).distribution_of({4: 1})
    assert list(empty) == ["statistic", "tables", "share"]
    assert empty.empty


@pytest.mark.parametrize("bound", [2**62 - 1, 2**62, 2**64, 10**30])
def test_numbers_of_any_size_are_drawn_below_their_bound(bound):
    """Of 200 draws none is outside, and both halves are met."""
    drawn = [int(value) for value in random_below(np.random.default_rng(2), bound, 200)]
    assert len(drawn) == 200
    assert min(drawn) >= 0 and max(drawn) < bound
    assert 60 < sum(value < bound // 2 for value in drawn) < 140


# Joint tables --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("share_improved", Fraction(3, 12), Fraction(9, 12)),
        ("share_declined", 0, Fraction(3, 12)),
        ("share_unchanged", 0, Fraction(9, 12)),
        ("net_change", Fraction(3, 12), Fraction(6, 12)),
    ],
)
def test_shares_of_movers_are_bounded_by_a_transport_problem(name, low, high):
    """Twelve teachers without names: ends, examples of both, and the method."""
    found = feasible.bounds(name, TEACHERS, better="low")
    assert (found.exact_low, found.exact_high) == (low, high)
    assert (found.low, found.high, found.n) == (low, high, 12)
    assert (found.statistic, found.identified) == (name, False)
    assert found.method == "exact over all joint tables (transport problem)"
    for table in (found.low_at, found.high_at):
        assert tuple(map(sum, table)) == TEACHERS.before
        assert tuple(map(sum, zip(*table, strict=True))) == TEACHERS.after


def test_the_mean_shift_is_fixed_and_turns_with_the_better_end():
    """Six steps in all for twelve people, down the codes."""
    for better, shift in (("low", Fraction(1, 2)), ("high", Fraction(-1, 2))):
        found = feasible.bounds("mean shift", TEACHERS, better=better)
        assert (found.exact_low, found.exact_high, found.n) == (shift, shift, 12)
        assert "fixed by the two distributions" in found.method
        assert found.low_at == found.high_at == next(iter(TEACHERS))


def test_the_effect_size_turns_with_the_better_end():
    """The larger effect one way is the smaller the other way."""
    space = feasible.paired_tables((2, 2, 1), (1, 2, 2))
    high, low = (feasible.bounds("effect_size", space, better=end) for end in ("high", "low"))
    assert (low.low, low.high) == pytest.approx((-high.high, -high.low))
    assert low.low_at == high.high_at
    assert high.method.startswith("exact over all joint tables (same and opposite order")


def test_everybody_moving_alike_has_an_infinite_effect_and_nobody_none():
    """One step up for all has no spread; no step has no effect to speak of."""
    up = feasible.bounds("effect_size", feasible.paired_tables((3, 0), (0, 3)))
    assert (up.low, up.high) == (math.inf, math.inf)
    down = feasible.bounds("effect_size", feasible.paired_tables((0, 3), (3, 0)))
    assert (down.low, down.high) == (-math.inf, -math.inf)
    nobody = feasible.bounds("effect_size", feasible.paired_tables((3, 0), (3, 0)))
    assert (nobody.low, nobody.low_at) == (None, None)
    assert nobody.method.startswith("not defined;")
    assert feasible.bounds("effect_size", feasible.paired_tables((1, 0), (0, 1))).low is None


def test_the_correlation_is_that_of_the_people():
    """Over all tables, by NumPy."""
    space = feasible.paired_tables((2, 2, 1), (1, 2, 2))

    def correlate(table):
        cells = [(i, j) for i in range(3) for j in range(3) for _ in range(table[i][j])]
        return np.corrcoef(*zip(*cells, strict=True))[0, 1]

    found = feasible.bounds("correlation", space)
    values = [correlate(table) for table in space]
    assert (found.low, found.high) == pytest.approx((min(values), max(values)))
    assert correlate(found.low_at) == pytest.approx(found.low)


@pytest.mark.parametrize("name", ["sign_test_p", "exact_p", "mcnemar_p", " McNemar-P"])
def test_three_names_of_one_p_value(name):
    """5 to 9 of 12: from 0.125 to 0.34375, under the name that was asked for."""
    found = feasible.bounds(name, feasible.paired_tables((7, 5), (3, 9)))
    assert (found.exact_low, found.exact_high) == (Fraction(1, 8), Fraction(11, 32))
    assert found.statistic == name.strip().lower().replace("-", "_")
    assert found.method.endswith("every pair of improved and declined followed")


def test_the_polygon_around_the_moves_leaves_none_out(monkeypatch):
    """Every pair of moves that occurs is a candidate, in both directions."""
    space = feasible.paired_tables((4, 3, 2, 3), (2, 3, 5, 2))
    for better in ("high", "low"):
        candidates = set(map(tuple, feasible_moves._candidates(space, better).tolist()))
        assert space.moves(better) <= candidates
        assert all(up + down <= space.n for up, down in candidates)
    monkeypatch.setattr(feasible_pairs, "STEP_LIMIT", 0)
    assert space.moves("high") is None


def test_an_example_has_the_moves_or_there_is_none():
    """Three up and none down of the twelve teachers; twelve up cannot be."""
    table = TEACHERS.example(improved=9, declined=3, better="low")
    up, down = TEACHERS.directions("low")
    assert ((np.array(table) * up).sum(), (np.array(table) * down).sum()) == (9, 3)
    assert TEACHERS.example(improved=12, declined=0, better="low") is None


def test_a_statistic_of_ones_own_keeps_its_name_and_its_tables():
    """Listed in full, with the tables that reach the ends as whole numbers."""

    def stayers(table):
        return sum(table[k][k] for k in range(len(table)))

    found = feasible.bounds(stayers, TEACHERS)
    assert (found.statistic, found.low, found.high) == ("stayers", 0, 9)
    assert stayers(found.low_at) == 0 and stayers(found.high_at) == 9
    assert found.method == f"exact, all {TEACHERS.size:,} data sets listed"
    nothing = feasible.bounds(sum, feasible.samples("9", n=4, low=1, high=4))
    assert (nothing.statistic, nothing.low, nothing.n) == ("sum", None, 4)
    assert nothing.method == "no data set fits what was printed"


def test_a_drawn_sample_is_a_table_of_whole_numbers():
    """A large space of samples: the ends are those of the draws, and the method says so."""
    space = feasible.samples("4.0", sd="1.5", n=100, low=1, high=7)
    found = feasible.bounds(max, space, rng=np.random.default_rng(1), draws=20)
    assert found.method.startswith("inner bounds from 20 uniform draws; data sets in all: ")
    assert found.method.endswith(f"{space.size:,}")
    assert {type(cell) for cell in found.low_at} == {int}
    assert sum(found.high_at) == 100


def test_joint_tables_that_cannot_be_counted_are_still_bounded():
    """The limit is named with what would be needed; bounds do not count."""
    space = feasible_pairs.PairedSpace((9, 9, 9, 9), (9, 9, 9, 9), memory_limit=1000)
    words = refusal(lambda: feasible.bounds(sum, space))
    assert "found too many to count" in words
    with pytest.raises(feasible.MemoryLimitError, match="`memory_limit` = 1,000 bytes"):
        print(space.size)
    assert feasible.bounds("share_improved", space).high == pytest.approx(27 / 36)


# Claims --------------------------------------------------------------------------------------


def test_a_verdict_says_what_it_was_held_against():
    """The claim with its statistic, the ends, and one sentence."""
    found = feasible.verdict(feasible.nonresponse_bounds(75, n=83, population=92), " > 80% ")
    assert found.claim == "share of the population > 80%"
    assert (found.low, found.high) == pytest.approx((75 / 92, 84 / 92))
    assert found.explanation == (
        "Supported: every data set that fits what was printed agrees "
        "(share of the population > 80%; possible 0.8152 to 0.913)."
    )
    nothing = feasible.bounds("median", feasible.samples("9", n=4, low=1, high=4))
    empty = feasible.verdict(nothing, "> 1")
    assert (empty.word, empty.low, empty.high) == ("undetermined", None, None)
    assert empty.explanation.startswith("Undetermined: no data set fits")


@pytest.mark.parametrize(
    ("claim", "word"),
    [
        ("= 1", "supported"),
        ("== 100%", "supported"),
        ("= 0.99", "contradicted"),
        ("= 1.01", "contradicted"),
        (">= 1.", "supported"),
        ("> 1", "contradicted"),
        ("< 1", "contradicted"),
        ("<= 1", "supported"),
        ("> -.5", "supported"),
    ],
)
def test_a_point_is_compared_at_the_point(claim, word):
    """Everybody answered and everybody said yes."""
    assert feasible.verdict(feasible.nonresponse_bounds(4, n=4, population=4), claim).word == word


@pytest.mark.parametrize("claim", ["> 1/0", "> 0.5.5", "> .", "0.5", "> 0.5/2", "more", 3, None])
def test_a_claim_without_a_number_is_refused_by_name(claim):
    """Division by nought and two points are no numbers either."""
    words = refusal(
        lambda: feasible.verdict(feasible.nonresponse_bounds(1, n=2, population=3), claim)
    )
    assert f"a comparison and a number: found {claim!r}" in words


def test_silence_keeps_counts_and_method():
    """Yes and no in the population, at either extreme."""
    found = feasible.nonresponse_bounds(75, n=83, population=92)
    assert (found.low_at, found.high_at, found.n) == ((75, 17), (84, 8), 83)
    assert found.method.startswith("worst case")
    assert (found.low, found.high) == pytest.approx((75 / 92, 84 / 92))
    whole = "whole number of people"
    assert whole in refusal(lambda: feasible.nonresponse_bounds(1, n=2, population=2.5))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: feasible.bounds("xyz", GRADES), "a function: found 'xyz'; Use one of"),
        (lambda: feasible.bounds("meen", GRADES), "did you mean 'mean'?"),
        (lambda: feasible.bounds("sd", GRADES, at_most=2), "found 'sd' with None and 2"),
        (lambda: GRADES.draw(np.random.default_rng(1), 0), "`k` must be a whole number"),
        (lambda: TEACHERS.draw(np.random.default_rng(1), 1.5), "at least 1: found 1.5"),
        (lambda: feasible.samples("2", n=4, low=None, high=3), "`low` must be given"),
        (lambda: feasible.samples("2", n=4, low=1, high=None), "`high` must be given"),
        (lambda: feasible.samples("two", n=4, low=1, high=3), "`mean` must be a number"),
        (lambda: feasible.samples("2", sd="two", n=4, low=1, high=3), "`sd` must be a number"),
        (lambda: feasible.paired_tables((0, 0), (0, 0)), "found 0 before and 0 after"),
        (lambda: feasible.paired_tables((1, 2), (1, 1, 1)), "found 2 and 3"),
        (lambda: feasible.paired_tables((1, 2), (1, -2)), "found -2 after"),
    ],
)
def test_a_refusal_names_the_argument_and_the_value(call, words):
    """Each message says what was found."""
    assert words in refusal(call)


def test_several_items_make_a_finer_deviation():
    """Two people with mean 1.5 over two items: both 1.5, or 1 and 2, half a point from it."""
    space = feasible.samples("1.5", n=2, low=1, high=3, items=2, rounding="half_up")
    found = feasible.bounds("sd", space)
    assert (found.low, found.high) == pytest.approx((0, math.sqrt(0.5)))


def test_an_unknown_statistic_is_answered_with_those_of_its_space():
    """Paired tables and samples have different statistics."""
    assert "of paired tables must be one of share_improved" in refusal(
        lambda: feasible.bounds("median", TEACHERS)
    )
    assert "of samples must be one of share" in refusal(
        lambda: feasible.bounds("net_change", GRADES)
    )
