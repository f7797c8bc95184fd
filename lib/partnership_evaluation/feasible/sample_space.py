"""The space of all frequency tables that print as a given mean and standard deviation."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

import numpy as np
import pandas as pd

from partnership_evaluation.consistency.squares import WholeAnswers
from partnership_evaluation.estimates import is_whole, refuse
from partnership_evaluation.feasible import extremes as feasible_extremes
from partnership_evaluation.feasible.counting import Counting, Target
from partnership_evaluation.feasible.reach import Reach
from partnership_evaluation.feasible.unranking import unrank
from partnership_evaluation.feasible.weights import random_below, whole_weights
from partnership_evaluation.rounding import Printed, unrounded

__all__ = ["MEMORY_LIMIT", "Range", "SampleSpace"]

BLOCK = 20_000
MEMORY_LIMIT = 300_000_000


@dataclass(frozen=True)
class Range:
    """The smallest and largest value of a statistic, and data that have them.

    Attributes
    ----------
    low, high : Fraction or None
        The exact ends; None when no data fit.
    low_at, high_at : tuple or None
        Data that reach them.
    """

    low: Fraction | None
    high: Fraction | None
    low_at: tuple | None
    high_at: tuple | None


@dataclass(frozen=True)
class SampleSpace:
    """All frequency tables of n answers that print as a given mean (and standard deviation).

    Made by :func:`partnership_evaluation.feasible.samples`. Iterating yields the tables one by
    one, as tuples of counts from the lowest value of the scale to the highest, without holding
    them in memory.

    Attributes
    ----------
    mean, sd : Printed
        What was printed; `sd` may be None.
    n : int
        Number of answers.
    low, high : int
        The ends of the scale of one item.
    items : int
        Number of items averaged for each person.
    rounding : str
        The rounding allowed for.
    population : bool
        Whether the standard deviation has divisor n.
    memory_limit : int
        Bytes that counting may take; ranges may take half as much.
    """

    mean: Printed
    sd: Printed | None
    n: int
    low: int
    high: int
    items: int = 1
    rounding: str = "up_or_down"
    population: bool = False
    memory_limit: int = field(default=MEMORY_LIMIT, repr=False)

    @property
    def values(self) -> tuple:
        """The values a person can have: whole numbers, or fractions with several items."""
        steps = range(self.low * self.items, self.high * self.items + 1)
        exact = [Fraction(step, self.items) for step in steps]
        return tuple(int(value) if value.denominator == 1 else value for value in exact)

    @cached_property
    def totals(self) -> tuple[int, ...]:
        """The sums of answers that print as the mean (times `items`)."""
        units = self.n * self.items
        inside = unrounded(self.mean, rounding=self.rounding).scaled(units).integers()
        return tuple(t for t in inside if self.low * units <= t <= self.high * units)

    @property
    def size(self) -> int:
        """Exact number of frequency tables; 0 when the printed numbers cannot go together."""
        return self.counting.size if self.counting else 0

    @cached_property
    def counting(self) -> Counting | None:
        """The frequency tables as they are counted; None when there is none for certain."""
        low, high = self.low * self.items, self.high * self.items
        if not self.totals:
            return None
        spread = self.sd is not None and high - low >= 2
        middle = math.floor(self.mean.value * self.items + Fraction(1, 2))
        base = min(max(middle, low + 1), high - 1) if spread else low
        targets = [
            Target(total - self.n * base, costs)
            for total in self.totals
            if (costs := self._costs(total, base, spread))
        ]
        if not targets:
            return None
        return Counting(
            n=self.n,
            lowest=low - base,
            highest=max(high - base, 1),
            targets=tuple(targets),
            with_costs=spread,
            memory_limit=self.memory_limit,
        )

    @cached_property
    def reach(self) -> Reach:
        """Which groups of answers belong to some table; only where there is a counting."""
        return Reach(self.counting)

    @property
    def base(self) -> int:
        """The value, in units of one item, from which the counting measures the others."""
        return self.low * self.items - self.counting.lowest

    def _costs(self, total: int, base: int, spread: bool) -> range:
        """Return the admissible costs of a sum; one dummy cost when there is nothing to limit."""
        if self.sd is None:
            return range(0, 1)
        answers = WholeAnswers(self.n, self.items, self.low, self.high, self.population)
        squares = answers.squares(total, answers.spreads(self.sd, self.rounding))
        if not spread:
            low = self.low * self.items
            only = self.n * low**2 + (total - self.n * low) * (2 * low + 1)
            return range(0, int(only in squares))
        shift = self.n * base**2 - 2 * base * total - (total - self.n * base)
        return (
            range((squares.start + shift) // 2, (squares.stop + shift + 1) // 2)
            if (squares)
            else range(0)
        )

    def cut(self, table: Sequence[int]) -> tuple[int, ...]:
        """Drop the value that a scale of one value was widened by.

        Parameters
        ----------
        table : sequence of int
            Counts from the lowest value of the counting.

        Returns
        -------
        tuple of int
            Counts from the lowest value of the scale to the highest.
        """
        return tuple(int(count) for count in table[: len(self.values)])

    def __iter__(self) -> Iterator[tuple[int, ...]]:
        """Yield every frequency table, lazily."""
        for start in range(0, self.size, BLOCK):
            ranks = np.arange(start, min(start + BLOCK, self.size))
            for row in unrank(self.counting, ranks):
                yield self.cut(row)

    def draw(self, rng: np.random.Generator, k: int = 1) -> np.ndarray:
        """Draw frequency tables, each with the same probability.

        Parameters
        ----------
        rng : numpy.random.Generator
            The source of randomness.
        k : int
            How many tables.

        Returns
        -------
        numpy.ndarray
            One table a row: counts from the lowest value of the scale to the highest.

        Raises
        ------
        ValueError
            When the space is empty or `k` is not a whole number of at least 1.

        Examples
        --------
        >>> from partnership_evaluation.feasible import samples
        >>> space = samples("2.5", n=4, low=1, high=4)
        >>> space.draw(np.random.default_rng(1), 2).sum(axis=1)
        array([4, 4])
        """
        problems = []
        if not self.size:
            problems.append("There must be a table to draw: found none; check `size` first.")
        if not is_whole(k) or k < 1:
            problems.append(f"`k` must be a whole number of at least 1: found {k!r}; change it.")
        refuse(problems)
        ranks = random_below(rng, self.size, k)
        return unrank(self.counting, ranks)[:, : len(self.values)]

    def range_of(self, weights: Mapping | Sequence | Callable) -> Range:
        """Return the exact smallest and largest weighted sum of the answers.

        Parameters
        ----------
        weights : mapping, sequence or callable
            The weight of each value of the scale: ``{1: 1, 2: 1}`` (others 0), one weight a
            value from the lowest, or a function of the value. Whole numbers or fractions.

        Returns
        -------
        Range
            ``low``, ``high`` and frequency tables that reach them; all None for an empty space.

        Examples
        --------
        >>> from partnership_evaluation.feasible import samples
        >>> found = samples("1.82", n=33, low=1, high=4).range_of({1: 1, 2: 1})
        >>> int(found.low), int(found.high), found.low_at
        (20, 33, (19, 1, 13, 0))
        """
        if not self.counting:
            return Range(None, None, None, None)
        whole, unit = self._whole_weights(weights)
        ends = self._ends_of_two_weights if len(set(whole)) <= 2 else self._ends_of_weights
        found = ends(whole)
        if not found:
            return Range(None, None, None, None)
        (low, low_at), (high, high_at) = found
        return Range(low * unit, high * unit, self.cut(low_at), self.cut(high_at))

    def _ends_of_weights(self, weights: Sequence[int]) -> tuple | None:
        high = feasible_extremes.largest(self.counting, weights)
        low = feasible_extremes.largest(self.counting, [-weight for weight in weights])
        return ((-low[0], low[1]), high) if high else None

    def _ends_of_two_weights(self, weights: Sequence[int]) -> tuple | None:
        """Turn a sum of two weights into a count of the answers that have the larger one."""
        low, high = min(weights), max(weights)
        at = self.counting.lowest
        found = self.reach.counts([u for u, w in enumerate(weights, at) if w == high])
        return found and tuple((low * self.n + (high - low) * k, table) for k, table in found)

    def distribution_of(self, weights: Mapping | Sequence | Callable) -> pd.DataFrame:
        """Return the exact distribution of a weighted sum when every table is equally likely.

        Parameters
        ----------
        weights : mapping, sequence or callable
            As in :meth:`range_of`.

        Returns
        -------
        pandas.DataFrame
            ``statistic`` (the weighted sum, rising), ``tables`` (exact number of frequency
            tables, Python integers), ``share`` (of all tables).

        Raises
        ------
        MemoryLimitError
            When it would outgrow `memory_limit`; use :meth:`draw` then.

        Notes
        -----
        That every frequency table is equally likely is a convention, not a fact about people.

        Examples
        --------
        >>> from partnership_evaluation.feasible import samples
        >>> samples("2.5", n=4, low=1, high=4).distribution_of({4: 1})
           statistic  tables  share
        0          0       2    0.4
        1          1       2    0.4
        2          2       1    0.2
        """
        columns = ["statistic", "tables", "share"]
        if not self.counting:
            return pd.DataFrame(columns=columns)
        whole, unit = self._whole_weights(weights)
        counts = feasible_extremes.distribution(self.counting, whole)
        size = self.size
        rows = [(value * unit, tables, tables / size) for value, tables in counts.items()]
        frame = pd.DataFrame(rows, columns=columns)
        if all(value.denominator == 1 for value in frame["statistic"]):
            frame["statistic"] = frame["statistic"].map(int)
        return frame

    def _whole_weights(self, weights) -> tuple[list[int], Fraction]:
        whole, unit = whole_weights(weights, self.values)
        width = self.counting.highest - self.counting.lowest + 1
        return whole + [0] * (width - len(whole)), unit
