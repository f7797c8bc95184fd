"""Counting frequency tables by their number of answers, sum and sum of squares.

A frequency table of n answers is fixed by its sum, its sum of squares and the counts of all but
three neighbouring values. Only those other counts are built up, value by value, in one array
indexed by (answers, sum, cost); the three counts left out follow from what remains. Without a
standard deviation there is no cost, and two values are left out instead of three.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

__all__ = ["Counting", "MemoryLimitError", "Target"]


class MemoryLimitError(ValueError):
    """Counting exactly would need more memory than was allowed."""


@dataclass(frozen=True)
class Target:
    """One admissible sum, with the admissible costs.

    Attributes
    ----------
    total : int
        Sum of the answers, each measured from the middle one of the values left out.
    costs : range
        Admissible values of the sum of u(u - 1)/2; all when there is no standard deviation.
    """

    total: int
    costs: range


@dataclass(frozen=True)
class Counting:
    """The frequency tables of n answers that meet one of the targets.

    Attributes
    ----------
    n : int
        Number of answers.
    lowest, highest : int
        The ends of the scale, measured from the base value 0; the values -1, 0 and 1 (with
        costs) or 0 and 1 (without) are the ones left out of the array.
    targets : tuple of Target
    with_costs : bool
        Whether a standard deviation restricts the tables.
    memory_limit : int
        Bytes that the array may take.
    """

    n: int
    lowest: int
    highest: int
    targets: tuple[Target, ...]
    with_costs: bool
    memory_limit: int

    @cached_property
    def others(self) -> tuple[int, ...]:
        """The values that are counted in the array, the last one outermost."""
        left_out = {-1, 0, 1} if self.with_costs else {0, 1}
        return tuple(u for u in range(self.lowest, self.highest + 1) if u not in left_out)

    def vector(self, u: int) -> tuple[int, int]:
        """Return what one answer `u` adds to the sum and to the cost.

        Parameters
        ----------
        u : int
            A value, measured from the base.

        Returns
        -------
        tuple of int
        """
        return u, u * (u - 1) // 2 if self.with_costs else 0

    @cached_property
    def shape(self) -> tuple[int, int, int]:
        """Sizes of the array: answers, sums, costs."""
        sums = [target.total for target in self.targets]
        if not self.with_costs:
            most = max(sums)
            return min(self.n, most // 2) + 1, most + 1, 1
        cost = max(target.costs.stop - 1 for target in self.targets)
        # u squared = 2 cost + u; each of the others has a square of 4 or more.
        squares = max(2 * (target.costs.stop - 1) + target.total for target in self.targets)
        return min(self.n, squares // 4) + 1, sum(self.reach) + 1, cost + 1

    @cached_property
    def reach(self) -> tuple[int, int]:
        """How far below and above zero the sum of the other values can get.

        Below zero a value costs at least 3/2 of its size. Above zero it costs at least half,
        and what it leaves of the cost must still pay for the -1s that bring the sum back.
        """
        cost = max(target.costs.stop - 1 for target in self.targets)
        most = max(target.total for target in self.targets)
        return 2 * cost // 3, max(2 * (cost + most) // 3, 0)

    @cached_property
    def origin(self) -> int:
        """Where in the array the sum zero stands."""
        return self.reach[0] if self.with_costs else 0

    @cached_property
    def dtype(self) -> type:
        """Machine integers when no count can outgrow them, Python integers otherwise."""
        width = self.highest - self.lowest
        return np.int64 if math.comb(self.n + width, width) < 2**62 else object

    def check_memory(self, *, layers: int = 1) -> None:
        """Refuse to start what would outgrow the memory limit.

        Parameters
        ----------
        layers : int
            How many arrays of the full shape are needed at once.

        Raises
        ------
        MemoryLimitError
            When they would not fit.
        """
        cell = 8 if self.dtype is np.int64 else 48
        needed = math.prod(self.shape) * cell * layers
        if needed > self.memory_limit:
            raise MemoryLimitError(
                f"Counting exactly must fit into `memory_limit` = {self.memory_limit:,} bytes: "
                f"found {self.n} answers on a scale of {self.highest - self.lowest + 1} values, "
                f"which need {needed:,}; raise the limit, or give the mean alone."
            )

    def slices(self, u: int) -> tuple[tuple, tuple]:
        """Return the part of one layer that an answer `u` leads to, and where it comes from.

        Parameters
        ----------
        u : int
            A value, measured from the base.

        Returns
        -------
        tuple of tuple of slice
            Target and source, over sums and costs.
        """
        step, price = self.vector(u)
        _, sums, costs = self.shape
        gain, loss = max(step, 0), max(-step, 0)
        target = (slice(gain, max(gain, sums - loss)), slice(price, max(price, costs)))
        source = (
            slice(loss, max(loss, sums - gain)),
            slice(0, max(0, costs - price)),
        )
        return target, source

    @cached_property
    def array(self) -> np.ndarray:
        """Number of ways to reach each (answers, sum, cost) with the other values."""
        self.check_memory()
        array = np.zeros(self.shape, dtype=self.dtype)
        array[0, self.origin, 0] = 1
        for u in self.others:
            target, source = self.slices(u)
            for answers in range(1, self.shape[0]):
                array[(answers, *target)] += array[(answers - 1, *source)]
        return array

    def remove(self, array: np.ndarray, u: int) -> None:
        """Undo the step that added value `u` to an array, in place.

        Parameters
        ----------
        array : numpy.ndarray
            Of the full shape; values added after `u` must have been removed.
        u : int
            The value.
        """
        target, source = self.slices(u)
        for answers in range(self.shape[0] - 1, 0, -1):
            array[(answers, *target)] -= array[(answers - 1, *source)]

    @cached_property
    def states(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Answers, sums and costs of the cells that can be reached, as three arrays."""
        answers, sums, costs = np.nonzero(self.array)
        return answers, sums - self.origin, costs

    def closing(self, target: Target, states=None) -> tuple[np.ndarray, np.ndarray]:
        """Return, for each state, the first and last count of the lowest value left out.

        Parameters
        ----------
        target : Target
            The sum and the costs to reach.
        states : tuple of numpy.ndarray, optional
            Answers, sums and costs; by default :attr:`states`.

        Returns
        -------
        tuple of numpy.ndarray
            The last is below the first where the target cannot be reached.
        """
        answers, sums, costs = self.states if states is None else states
        missing = target.total - sums
        if not self.with_costs:
            fits = (missing >= 0) & (missing <= self.n - answers)
            return np.zeros_like(missing), np.where(fits, 0, -1)
        first = np.maximum(np.maximum(target.costs.start - costs, -missing), 0)
        last = np.minimum(target.costs.stop - 1 - costs, (self.n - answers - missing) // 2)
        return first, last

    def weights_of_states(self) -> Iterator[tuple[Target, np.ndarray, np.ndarray, np.ndarray]]:
        """Go through the targets with the tables that lead from each state to them.

        Yields
        ------
        tuple
            Target, first closing count, number of them, frequency tables; the last three one a
            state.
        """
        ways = self.array[np.nonzero(self.array)]
        for target in self.targets:
            first, last = self.closing(target)
            choices = np.maximum(last - first + 1, 0)
            yield target, first, choices, ways * choices.astype(self.dtype)

    @cached_property
    def size(self) -> int:
        """Exact number of frequency tables."""
        return sum(int(tables.sum()) for *_, tables in self.weights_of_states())

    def unrank(self, ranks: np.ndarray) -> np.ndarray:
        """Return the frequency tables with these numbers.

        Parameters
        ----------
        ranks : numpy.ndarray of int
            Numbers from 0 to :attr:`size` - 1.

        Returns
        -------
        numpy.ndarray
            One table a row, one value a column, from the lowest.
        """
        self.check_memory(layers=2)
        rows = np.zeros((len(ranks), self.highest - self.lowest + 1), dtype=np.int64)
        place = self._locate(np.asarray(ranks, dtype=self.dtype), rows)
        array = self.array.copy()
        for u in reversed(self.others):
            self.remove(array, u)
            self._take(array, u, place, rows)
        return rows

    def _locate(self, ranks: np.ndarray, rows: np.ndarray) -> dict[str, np.ndarray]:
        """Find the cell of each rank, and write the counts of the values left out."""
        answers, sums, costs = self.states
        ways = self.array[np.nonzero(self.array)]
        place = {key: np.zeros(len(ranks), dtype=np.int64) for key in ("b", "t", "e")}
        place["rank"] = ranks.copy()
        passed = 0
        for target, first, _, tables in self.weights_of_states():
            ends = np.cumsum(tables)
            here = np.nonzero((ranks >= passed) & (ranks < passed + int(ends[-1])))[0]
            local = ranks[here] - passed
            cell = np.searchsorted(ends, local, side="right").astype(np.int64)
            local = local - (ends[cell] - tables[cell])
            closing = first[cell] + (local // ways[cell]).astype(np.int64)
            place["rank"][here] = local % ways[cell]
            place["b"][here], place["t"][here], place["e"][here] = (
                answers[cell],
                sums[cell] + self.origin,
                costs[cell],
            )
            up = target.total - sums[cell] + closing
            self._write_left_out(rows, here, answers[cell], closing, up)
            passed += int(ends[-1])
        return place

    def _write_left_out(self, rows, here, answers, closing, up) -> None:
        zero = -self.lowest
        rows[here, zero] = self.n - answers - closing - up
        if self.highest >= 1:
            rows[here, zero + 1] = up
        if self.with_costs:
            rows[here, zero - 1] = closing

    def _take(self, array, u, place, rows) -> None:
        """Choose the count of value `u` for every rank still to be placed."""
        step, price = self.vector(u)
        open_ranks = np.arange(len(rows))
        while open_ranks.size:
            b, t, e = (place[key][open_ranks] for key in ("b", "t", "e"))
            ways = array[b, t, e]
            rank = place["rank"][open_ranks]
            more = rank >= ways
            open_ranks = open_ranks[more]
            place["rank"][open_ranks] -= ways[more]
            place["b"][open_ranks] -= 1
            place["t"][open_ranks] -= step
            place["e"][open_ranks] -= price
            rows[open_ranks, u - self.lowest] += 1
