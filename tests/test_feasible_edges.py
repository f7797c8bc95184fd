"""Reconstructions at their edges: limits reached and just passed, scales of one value."""

import numpy as np
import pytest

from partnership_evaluation import feasible
from partnership_evaluation.feasible import pairs
from partnership_evaluation.feasible.counting import Counting, MemoryLimitError, Target
from partnership_evaluation.feasible.pairs import PairedSpace
from partnership_evaluation.feasible.unranking import unrank
from partnership_evaluation.feasible.weights import random_below


def test_a_sample_by_its_number_needs_the_array_and_a_copy():
    """Two answers that sum to 2: 2 x 3 cells of 8 bytes, twice."""
    target = (Target(2, range(1)),)
    enough = Counting(2, 0, 2, target, False, 96)
    assert unrank(enough, np.arange(2)).tolist() == [[0, 2, 0], [1, 0, 1]]
    short = Counting(2, 0, 2, target, False, 95)
    assert short.size == 2
    with pytest.raises(MemoryLimitError, match="which need 96"):
        unrank(short, np.arange(2))


def test_a_range_needs_four_sets_in_half_of_the_memory():
    """Five numbers of three bits, 4 bytes for 30 bits, are 2 bytes: four sets in half of 16."""
    enough, short = (
        feasible.samples("1.5", n=4, low=1, high=3, memory_limit=limit) for limit in (16, 15)
    )
    assert [int(end) for end in (enough.range_of({1: 1}).low, enough.range_of({1: 1}).high)] == [
        2,
        3,
    ]
    with pytest.raises(MemoryLimitError, match="which need 8;"):
        short.range_of({1: 1})


def test_moves_are_followed_as_far_as_memory_goes():
    """Two people: four partial tables with 2 x 2 bits each fill two bytes, and not one."""
    assert PairedSpace((1, 1), (1, 1), memory_limit=2).moves("high") == {(0, 0), (1, 1)}
    assert PairedSpace((1, 1), (1, 1), memory_limit=1).moves("high") is None
    # Three to one: (2 + 1) times (3 + 1) partial tables of 4 x 4 bits are 24 bytes.
    uneven = {"before": (3, 1), "after": (2, 2)}
    assert PairedSpace(**uneven, memory_limit=24).moves("high") == {(1, 0), (2, 1)}
    assert PairedSpace(**uneven, memory_limit=23).moves("high") is None


def test_moves_are_followed_for_so_many_steps(monkeypatch):
    """Four partial tables, each with 2 x 2 cells to go on to, are 16 steps."""
    monkeypatch.setattr(pairs, "STEP_LIMIT", 16)
    assert PairedSpace((1, 1), (1, 1)).moves("high") == {(0, 0), (1, 1)}
    monkeypatch.setattr(pairs, "STEP_LIMIT", 15)
    assert PairedSpace((1, 1), (1, 1)).moves("high") is None


def test_nothing_has_no_range():
    """Answers from 1 to 3 never average 9: four times nothing, and no row of a distribution."""
    space = feasible.samples("9", n=4, low=1, high=3)
    found = space.range_of({1: 1})
    assert (found.low, found.high, found.low_at, found.high_at) == (None,) * 4
    assert space.distribution_of({1: 1}).empty


def test_weights_that_are_all_alike_weigh_every_answer():
    """Five times each of four answers, whatever they were."""
    found = feasible.samples("1.5", n=4, low=1, high=3).range_of({1: 5, 2: 5, 3: 5})
    assert (found.low, found.high) == (20, 20)
    assert sum(found.low_at) == sum(found.high_at) == 4


@pytest.mark.parametrize("items", [1, 3])
def test_a_scale_of_one_value_has_one_sample_without_spread(items):
    """Everybody answered 2 to every item, with the deviation 0 and no other."""
    ends = {"n": 4, "items": items, "low": 2, "high": 2}
    assert feasible.samples("2.00", sd="0.00", **ends).size == 1
    assert feasible.samples("2.00", sd="0.10", **ends).size == 0


def test_a_size_that_is_not_whole_is_named_as_it_was_given():
    """Two and a half people, or none stated: the message shows which."""
    with pytest.raises(ValueError, match=r"`n` must be given as a whole number: found 2\.5;"):
        feasible.samples("1.5", n=2.5, low=1, high=3)
    with pytest.raises(ValueError, match="`n` must be given as a whole number: found None;"):
        feasible.samples("1.5", n=None, low=1, high=3)
    with pytest.raises(ValueError, match=r"`items` must be a whole number .* found 0;"):
        feasible.samples("1.5", n=4, items=0, low=1, high=3)


def test_large_random_numbers_are_drawn_without_waste():
    """Of 65 random bits every second number is below 2**64: two tries a draw, give or take."""

    class Counted:
        tries = 0
        source = np.random.default_rng(3)

        def bytes(self, size):
            self.tries += 1
            return self.source.bytes(size)

    counted = Counted()
    drawn = random_below(counted, 2**64, 100)
    assert 150 < counted.tries < 250
    # Half of them in either half, within four standard errors.
    assert 30 < sum(value >= 2**63 for value in drawn) < 70
    # Held as floats they would all be even.
    assert 30 < sum(value % 2 for value in drawn) < 70


@pytest.mark.parametrize("low", [0, 2, 5])
def test_answers_of_two_neighbouring_values_have_one_deviation(low):
    """Three at the low end and one above: a quarter more on average, 0.50 around it."""
    printed = {"mean": f"{low}.25", "n": 4, "low": low, "high": low + 1}
    assert list(feasible.samples(sd="0.50", **printed)) == [(3, 1)]
    assert feasible.samples(sd="0.40", **printed).size == 0


def test_correlations_are_those_of_the_tables_listed():
    """Unequal margins: numpy's correlation of every joint table, the lowest and the highest."""
    space = feasible.paired_tables((2, 1, 1), (1, 2, 1))
    found = feasible.bounds("correlation", space)
    values = []
    for table in space:
        people = [
            (i, j) for i, row in enumerate(table) for j, k in enumerate(row) for _ in range(k)
        ]
        values.append(np.corrcoef(np.array(people).T)[0, 1])
    assert (found.low, found.high) == pytest.approx((min(values), max(values)))


def test_decimals_belong_to_mean_and_deviation_in_turn():
    """1, 1, 2, 2 have the deviation 0.58: printed 0.6, and not 0.60."""
    numbers = {"mean": 1.5, "sd": 0.6, "n": 4, "low": 1, "high": 3}
    assert list(feasible.samples(**numbers, decimals=(1, 1))) == [(2, 2, 0)]
    assert feasible.samples(**numbers, decimals=(1, 2)).size == 0


@pytest.mark.parametrize(
    ("claim", "word"),
    [
        ("= 49%", "contradicted"),
        ("= 50%", "undetermined"),
        ("= 70%", "undetermined"),
        ("= 71%", "contradicted"),
    ],
)
def test_an_exact_claim_may_lie_on_either_end(claim, word):
    """5 of 8 who answered are 5 to 7 of all 10."""
    assert feasible.verdict(feasible.nonresponse_bounds(5, n=8, population=10), claim).word == word


def test_ends_are_compared_as_fractions():
    """Nobody of 9 is at most 1 of 10, which as a binary number is a hair more than a tenth."""
    found = feasible.nonresponse_bounds(0, n=9, population=10)
    assert feasible.verdict(found, "<= 10%").word == "supported"
