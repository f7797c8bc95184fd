"""Permutation distributions of the Brunner-Munzel statistic, complete and exact.

With few people on a short scale the statistic depends only on a small table of counts, so all
permutations are gone through by going through the tables, each weighed by the number of
permutations that give it.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

#: Two statistics closer than this are the same number reached in another order of summation.
MARGIN = 1e-9


@dataclass(frozen=True)
class Studentized:
    """An effect, its standard error, and how its statistic is spread over all permutations.

    Attributes
    ----------
    estimate : float
        Probability of superiority seen.
    error : float
        Its standard error.
    statistic : float
        ``(estimate - 0.5) / error``; infinite when the error is 0.
    sizes : tuple of (float, int)
        Size of the statistic and number of permutations, in order of size.
    """

    estimate: float
    error: float
    statistic: float
    sizes: tuple[tuple[float, int], ...]

    def p_value(self) -> float:
        """Share of permutations whose statistic is at least as large either way.

        Returns
        -------
        float
        """
        total = sum(weight for _, weight in self.sizes)
        seen = abs(self.statistic) - MARGIN
        return sum(weight for size, weight in self.sizes if size >= seen) / total

    def limits(self, confidence_level: float) -> tuple[float, float]:
        """Interval from the permutation quantile; leaves out 0.5 exactly when p <= 1 - level.

        Parameters
        ----------
        confidence_level : float
            Between 0 and 1.

        Returns
        -------
        tuple of float
            The lower and the upper limit.
        """
        reached = list(itertools.accumulate(weight for _, weight in self.sizes))
        # The margin: 0.95 of a total is not the decimal 0.95 in binary.
        enough = confidence_level * reached[-1] - MARGIN
        size = next(
            size for (size, _), so_far in zip(self.sizes, reached, strict=True) if so_far >= enough
        )
        reach = size * self.error if self.error > 0 else math.inf
        return max(0.0, self.estimate - reach), min(1.0, self.estimate + reach)


def count_group_tables(first: Sequence[float], second: Sequence[float]) -> int:
    """How many tables ``of_groups`` would go through.

    Parameters
    ----------
    first, second : sequence of float
        Values of the two groups.

    Returns
    -------
    int

    Examples
    --------
    >>> count_group_tables([1, 1], [1, 2])
    2
    """
    totals = _totals(first, second)

    @cache
    def count(category: int, left: int) -> int:
        if category == len(totals):
            return int(left == 0)
        return sum(count(category + 1, left - k) for k in range(min(left, totals[category]) + 1))

    return count(0, len(first))


def of_groups(first: Sequence[float], second: Sequence[float]) -> Studentized:
    """Statistic of two separate groups over all ways to deal the values out to them.

    Parameters
    ----------
    first, second : sequence of float
        Values, high = better, at least two each.

    Returns
    -------
    Studentized

    Examples
    --------
    >>> of_groups([3, 4, 4], [1, 1, 2]).p_value()
    0.1
    """
    values = sorted({*first, *second})
    totals, seen = _totals(first, second), Counter(first)
    found = _group_statistic([seen[value] for value in values], totals)
    sizes = (
        (_group_statistic(table, totals)[2], math.prod(map(math.comb, totals, table)))
        for table in _group_tables(totals, len(first))
    )
    return Studentized(*found, _in_order(sizes))


def _totals(first: Sequence[float], second: Sequence[float]) -> tuple[int, ...]:
    both = Counter([*first, *second])
    return tuple(both[value] for value in sorted(both))


def _group_tables(totals: tuple[int, ...], size: int) -> Iterator[tuple[int, ...]]:
    """Every way to choose a group of ``size`` from categories that hold ``totals``."""
    if not totals:
        yield ()
        return
    rest = sum(totals[1:])
    for count in range(max(0, size - rest), min(size, totals[0]) + 1):
        for table in _group_tables(totals[1:], size - count):
            yield (count, *table)


def _group_statistic(first: Sequence[int], totals: Sequence[int]) -> tuple[float, float, float]:
    """Estimate, error and statistic of two count vectors (Munzel and Hauschke 2003, appendix)."""
    second = [total - count for total, count in zip(totals, first, strict=True)]
    below_second, below_first = _mid_shares(second), _mid_shares(first)
    estimate, spread_first = _moments(first, below_second)
    _, spread_second = _moments(second, below_first)
    error = math.sqrt(spread_first / sum(first) + spread_second / sum(second))
    return estimate, error, _ratio(estimate - 0.5, error)


def count_pair_tables(before: Sequence[float], after: Sequence[float]) -> int:
    """How many tables ``of_pairs`` would go through.

    Parameters
    ----------
    before, after : sequence of float
        Values of the same people.

    Returns
    -------
    int

    Examples
    --------
    >>> count_pair_tables([1, 1, 2], [2, 2, 2])
    3
    """
    return math.prod(count + 1 for count in _moves(before, after).values())


def of_pairs(before: Sequence[float], after: Sequence[float]) -> Studentized:
    """Statistic of pairs over all ways to swap before and after within a pair.

    Parameters
    ----------
    before, after : sequence of float
        Values of the same people, high = better, at least two pairs.

    Returns
    -------
    Studentized

    Examples
    --------
    >>> of_pairs([1, 1, 2, 2, 1], [2, 2, 2, 3, 2]).p_value()
    0.125
    """
    values = sorted({*before, *after})
    place = {value: i for i, value in enumerate(values)}
    moves = {
        (place[low], place[high]): count for (low, high), count in _moves(before, after).items()
    }
    stayed = Counter(place[b] for b, a in zip(before, after, strict=True) if b == a)
    seen = Counter((place[b], place[a]) for b, a in zip(before, after, strict=True))
    found = _pair_statistic(seen, len(values))
    sizes = (
        (_pair_statistic(_pair_table(moves, stayed, upward), len(values))[2], weight)
        for upward, weight in _orientations(moves)
    )
    return Studentized(*found, _in_order(sizes))


def _moves(before: Sequence[float], after: Sequence[float]) -> Counter:
    """How many pairs moved between each two values, whichever way."""
    return Counter((min(b, a), max(b, a)) for b, a in zip(before, after, strict=True) if b != a)


def _orientations(moves: dict[tuple[int, int], int]) -> Iterator[tuple[tuple[int, ...], int]]:
    counts = list(moves.values())
    for upward in itertools.product(*(range(count + 1) for count in counts)):
        yield upward, math.prod(map(math.comb, counts, upward))


def _pair_table(
    moves: dict[tuple[int, int], int], stayed: Counter, upward: tuple[int, ...]
) -> Counter:
    table = Counter({(value, value): count for value, count in stayed.items()})
    for ((low, high), count), up in zip(moves.items(), upward, strict=True):
        table[low, high] += up
        table[high, low] += count - up
    return table


def _pair_statistic(table: Counter, size: int) -> tuple[float, float, float]:
    """Estimate, error and statistic of a square table of counts (Munzel 1999)."""
    before, after = [0] * size, [0] * size
    for (row, column), count in table.items():
        before[row] += count
        after[column] += count
    below_before, below_after = _mid_shares(before), _mid_shares(after)
    cells = [cell for cell, count in table.items() if count]
    gaps = [below_before[column] - below_after[row] for row, column in cells]
    mean, spread = _moments([table[cell] for cell in cells], gaps)
    error = math.sqrt(spread / sum(before))
    return (1 + mean) / 2, error, _ratio(mean / 2, error)


def _mid_shares(counts: Sequence[int]) -> list[float]:
    """Share below each category plus half the share in it."""
    n = sum(counts)
    ends = itertools.accumulate(counts)
    return [(end - count / 2) / n for end, count in zip(ends, counts, strict=True)]


def _moments(counts: Sequence[int], values: Sequence[float]) -> tuple[float, float]:
    """Mean and sample variance of values that occur so many times."""
    n = sum(counts)
    mean = math.fsum(c * v for c, v in zip(counts, values, strict=True)) / n
    square = math.fsum(c * (v - mean) ** 2 for c, v in zip(counts, values, strict=True))
    return mean, square / (n - 1)


def _ratio(gap: float, error: float) -> float:
    if abs(gap) < MARGIN:
        return 0.0
    return gap / error if error > MARGIN else math.copysign(math.inf, gap)


def _in_order(sizes: Iterable[tuple[float, int]]) -> tuple[tuple[float, int], ...]:
    return tuple(sorted((abs(size), weight) for size, weight in sizes))
