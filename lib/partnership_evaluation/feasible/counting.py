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

#: Lowest and highest value of the answers so far, and of those to come.
Limits = tuple[int, int, int, int]


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
        """The values that are counted in the array, those far from the base first."""
        left_out = {-1, 0, 1} if self.with_costs else {0, 1}
        every = range(self.lowest, self.highest + 1)
        return tuple(sorted((u for u in every if u not in left_out), key=abs, reverse=True))

    @cached_property
    def limits(self) -> dict[int, Limits]:
        """For each of the other values the ends of those counted so far and of those to come."""
        last = (-1, 1) if self.with_costs else (0, 1)
        parts = {u: (self.others[: k + 1], self.others[k:]) for k, u in enumerate(self.others)}
        return {
            u: (min(sofar), max(sofar), min(*last, *later), max(*last, *later))
            for u, (sofar, later) in parts.items()
        }

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
        most = max(target.total for target in self.targets)
        if not self.with_costs:
            return min(self.n, most // 2) + 1, most + 1, 1
        cost = max(target.costs.stop - 1 for target in self.targets)
        # u squared = 2 cost + u; each of the others has a square of 4 or more.
        squares = max(2 * (target.costs.stop - 1) + target.total for target in self.targets)
        return min(self.n, squares // 4) + 1, sum(self.reach) + 1, cost + 1

    @cached_property
    def ends(self) -> tuple[int, int]:
        """The smallest and the largest sum of all targets."""
        totals = [target.total for target in self.targets]
        return min(totals), max(totals)

    @cached_property
    def reach(self) -> tuple[int, int]:
        """How far below and above zero the sum of the other values can get.

        Below zero a value costs at least 3/2 of its size. Above zero it costs at least half,
        and what it leaves of the cost must still pay for the -1s that bring the sum back.
        """
        down, up = self.reach_of_scale
        if self.with_costs:
            cost = max(target.costs.stop - 1 for target in self.targets)
            down, up = min(down, 2 * cost // 3), min(up, 2 * (cost + self.ends[1]) // 3)
        return down, max(up, 0)

    @cached_property
    def reach_of_scale(self) -> tuple[int, int]:
        """How far below and above zero the sum of any of the answers can get.

        What some answers are beyond a target, the rest must make good within the scale.
        """
        least, most = self.ends
        width = self.highest - self.lowest
        down = -self.lowest * (self.n * self.highest - least) // width
        up = self.highest * (most - self.n * self.lowest) // width
        return max(down, 0), max(up, 0)

    @property
    def origin(self) -> int:
        """Where in the array the sum zero stands."""
        return self.reach[0]

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

    def window(self, answers: int, lowest: int, highest: int) -> range:
        """Return where in the array the sums stand from which a target can be reached.

        Parameters
        ----------
        answers : int
            How many answers have been given.
        lowest, highest : int
            The ends of the values that the others can have.

        Returns
        -------
        range
        """
        rest, (least, most) = self.n - answers, self.ends
        start = max(least - rest * highest + self.origin, 0)
        return range(start, min(most - rest * lowest + self.origin + 1, self.shape[1]))

    def slices(self, u: int, answers: int, limits: Limits) -> tuple[tuple, tuple]:
        """Return the part of the array that an answer `u` leads to, and where it comes from.

        Parameters
        ----------
        u : int
            A value, measured from the base.
        answers : int
            How many answers there are then.
        limits : tuple of int
            Lowest and highest value of the answers so far, and of those to come.

        Returns
        -------
        tuple of tuple
            Target and source: answers, and slices of sums and costs.
        """
        step, price = self.vector(u)
        _, sums, costs = self.shape
        window, earlier = self.window(answers, *limits[2:]), answers - 1
        start = max(window.start, step, earlier * limits[0] + step + self.origin)
        stop = min(window.stop, sums + step, earlier * limits[1] + step + self.origin + 1)
        stop = max(start, stop)
        target = (answers, slice(start, stop), slice(price, max(price, costs)))
        source = (earlier, slice(start - step, stop - step), slice(0, max(0, costs - price)))
        return target, source

    @cached_property
    def array(self) -> np.ndarray:
        """Number of ways to reach each (answers, sum, cost) with the other values.

        Only where a target can still be reached: elsewhere the numbers mean nothing.
        """
        self.check_memory()
        array = np.zeros(self.shape, dtype=self.dtype)
        array[0, self.origin, 0] = 1
        for u in self.others:
            for answers in range(1, self.shape[0]):
                target, source = self.slices(u, answers, self.limits[u])
                array[target] += array[source]
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
        for answers in range(self.shape[0] - 1, 0, -1):
            target, source = self.slices(u, answers, self.limits[u])
            array[target] -= array[source]

    @cached_property
    def states(self) -> tuple[np.ndarray, ...]:
        """Answers, sums, costs and ways of the cells from which a target may be reached.

        Found by holding them against all targets at once, so that a few too many are kept.
        """
        fewest = min(target.costs.start for target in self.targets)
        parts = []
        for answers in range(self.shape[0]):
            window = self.window(answers, -1 if self.with_costs else 0, 1)
            layer = self.array[answers, window.start : window.stop]
            sums, costs = (axis.astype(np.int32) for axis in np.nonzero(layer))
            ways = layer[sums, costs]
            sums += window.start - self.origin
            kept = fewest - costs <= (self.n - answers + sums - self.ends[0]) // 2
            parts.append((np.full_like(sums, answers), sums, costs, ways))
            parts[-1] = tuple(column[kept] for column in parts[-1])
        return tuple(np.concatenate(column) for column in zip(*parts, strict=True))

    def closing(self, target: Target, states: tuple) -> tuple[np.ndarray, np.ndarray]:
        """Return, for each state, the first and last count of the lowest value left out.

        Parameters
        ----------
        target : Target
            The sum and the costs to reach.
        states : tuple of numpy.ndarray
            Answers, sums and costs.

        Returns
        -------
        tuple of numpy.ndarray
            The last is below the first where the target cannot be reached.
        """
        answers, sums, costs = states
        missing = target.total - sums
        if not self.with_costs:
            fits = (missing >= 0) & (missing <= self.n - answers)
            return np.zeros_like(missing), np.where(fits, 0, -1)
        first = np.maximum(np.maximum(target.costs.start - costs, -missing), 0)
        last = np.minimum(target.costs.stop - 1 - costs, (self.n - answers - missing) // 2)
        return first, last

    def weights_of_states(self) -> Iterator[tuple[Target, np.ndarray, np.ndarray]]:
        """Go through the targets with the tables that lead from each state to them.

        Yields
        ------
        tuple
            Target, first closing count, frequency tables; the last two one a state.
        """
        *states, ways = self.states
        for target in self.targets:
            first, last = self.closing(target, states)
            choices = np.maximum(last - first + 1, 0)
            yield target, first, ways * choices.astype(self.dtype)

    @cached_property
    def size(self) -> int:
        """Exact number of frequency tables."""
        return sum(int(tables.sum()) for *_, tables in self.weights_of_states())
