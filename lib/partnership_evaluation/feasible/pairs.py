"""Every way in which people can have moved between two printed distributions.

Before and after were printed, who is who was not. A joint table has one row for each category
before, one column for each category after, and both printed distributions as its margins.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, product

import numpy as np
from scipy.optimize import Bounds as Box
from scipy.optimize import LinearConstraint, linprog, milp
from scipy.sparse import kron

from partnership_evaluation.estimates import is_whole, refuse
from partnership_evaluation.feasible.counting import MemoryLimitError
from partnership_evaluation.feasible.margins import Table, add_row, all_tables, set_bits
from partnership_evaluation.feasible.weights import random_below

__all__ = ["PairedSpace", "paired_tables"]

MEMORY_LIMIT = 400_000_000
STEP_LIMIT = 3_000_000


@dataclass(frozen=True)
class PairedSpace:
    """All joint tables with two given margins.

    Made by :func:`paired_tables`. Iterating yields the tables one by one, each a tuple of rows
    (categories before) of counts (categories after).

    Attributes
    ----------
    before, after : tuple of int
        Counts by category, lowest code first.
    memory_limit : int
        Bytes that one array may take.
    """

    before: tuple[int, ...]
    after: tuple[int, ...]
    memory_limit: int = field(default=MEMORY_LIMIT, repr=False)

    @property
    def n(self) -> int:
        """Number of people."""
        return sum(self.before)

    @property
    def categories(self) -> int:
        """Number of categories."""
        return len(self.before)

    @cached_property
    def size(self) -> int:
        """Exact number of joint tables.

        Raises
        ------
        MemoryLimitError
            When counting them would outgrow `memory_limit`; bounds can be had all the same.
        """
        return int(self._ways_after(self.categories)[self._all_but_last])

    def __iter__(self) -> Iterator[Table]:
        """Yield every joint table, lazily."""
        yield from all_tables(self.before, self.after)

    def draw(self, rng: np.random.Generator, k: int = 1) -> np.ndarray:
        """Draw joint tables, each with the same probability.

        Parameters
        ----------
        rng : numpy.random.Generator
            The source of randomness.
        k : int
            How many tables.

        Returns
        -------
        numpy.ndarray
            Of shape (k, categories, categories).

        Raises
        ------
        ValueError
            When `k` is not a whole number of at least 1.

        Notes
        -----
        Row by row from the last, each with the probability that the number of ways to fill the
        rows before it gives.
        """
        refuse(
            [f"`k` must be a whole number of at least 1: found {k!r}; change it."][
                : int(not is_whole(k) or k < 1)
            ]
        )
        drawn = np.zeros((k, self.categories, self.categories), dtype=np.int64)
        for one in drawn:
            left = np.array(self.after)
            for row in range(self.categories - 1, -1, -1):
                one[row] = self._draw_row(rng, row, left)
                left -= one[row]
        return drawn

    def extreme(self, weights: np.ndarray) -> tuple[int, Table]:
        """Return the smallest weighted sum of the cells, and a joint table that has it.

        Parameters
        ----------
        weights : numpy.ndarray
            One whole number for each cell.

        Returns
        -------
        tuple
            The sum and the table.

        Notes
        -----
        A transport problem, whose corners are whole numbers; solved by SciPy's HiGHS and the
        sum recomputed in whole numbers from the table.
        """
        margins, totals = self._margins
        solved = linprog(
            np.asarray(weights, dtype=float).ravel(),
            A_eq=margins,
            b_eq=totals,
            bounds=(0, None),
            method="highs-ds",
        )
        table = self._as_table(solved.x)
        return int((np.array(table) * weights).sum()), table

    def example(self, *, improved: int, declined: int, better: str) -> Table | None:
        """Return a joint table with so many people improved and declined, if there is one.

        Parameters
        ----------
        improved, declined : int
            How many moved to a better, and to a worse category.
        better : {"high", "low"}
            Which end of the order is the better one.

        Returns
        -------
        tuple or None
        """
        up, down = self.directions(better)
        margins, totals = self._margins
        moves = LinearConstraint(
            np.array([up.ravel(), down.ravel()]), [improved, declined], [improved, declined]
        )
        solved = milp(
            np.zeros(self.categories**2),
            constraints=[LinearConstraint(margins, totals, totals), moves],
            integrality=np.ones(self.categories**2),
            bounds=Box(0, np.inf),
        )
        if not solved.success:
            return None
        table = self._as_table(solved.x)
        found = tuple(int((np.array(table) * cells).sum()) for cells in (up, down))
        if found != (improved, declined):
            raise ArithmeticError(f"The solver's table has the moves {found}, not those asked for.")
        return table

    def directions(self, better: str) -> tuple[np.ndarray, np.ndarray]:
        """Return which cells mean better, and which mean worse.

        Parameters
        ----------
        better : {"high", "low"}
            Which end of the order is the better one.

        Returns
        -------
        tuple of numpy.ndarray
            Two tables of 0 and 1, categories before by categories after.
        """
        step = np.sign(np.subtract.outer(range(self.categories), range(self.categories)))
        rises = (step < 0).astype(int), (step > 0).astype(int)
        return rises if better == "high" else rises[::-1]

    def moves(self, better: str) -> set[tuple[int, int]] | None:
        """Return every pair (improved, declined) that some joint table has.

        Parameters
        ----------
        better : {"high", "low"}
            Which end of the order is the better one.

        Returns
        -------
        set of tuple, or None
            None when there are too many intermediate steps to follow all of them.
        """
        cells = math.prod(count + 1 for count in self._all_but_last) * (max(self.before) + 1)
        if cells * self.categories**2 > STEP_LIMIT or cells * self.n**2 > 8 * self.memory_limit:
            return None
        bits = int(self._reached(better))
        width = self.n + 1
        return {divmod(at, width) for at in set_bits(bits)}

    @property
    def _all_but_last(self) -> tuple[int, ...]:
        return self.after[:-1]

    @cached_property
    def _margins(self):
        rows, columns = np.ones((1, self.categories)), np.eye(self.categories)
        return (
            np.vstack([kron(columns, rows).toarray(), kron(rows, columns).toarray()]),
            np.array([*self.before, *self.after], dtype=float),
        )

    def _as_table(self, cells: np.ndarray) -> Table:
        whole = np.rint(cells).astype(int).reshape(self.categories, self.categories)
        sums = tuple(map(int, whole.sum(axis=1))), tuple(map(int, whole.sum(axis=0)))
        if sums != (self.before, self.after):
            raise ArithmeticError(
                f"The solver's table has the margins {sums}, not the printed ones."
            )
        return tuple(tuple(int(cell) for cell in row) for row in whole)

    def _ways_after(self, rows: int) -> np.ndarray:
        """Return the number of ways to fill the first rows, by the column sums they use."""
        return self._filled[rows]

    @cached_property
    def _filled(self) -> list[np.ndarray]:
        """Ways to fill 0, 1, ... rows; the last column follows from the others."""
        shape = tuple(count + 1 for count in self._all_but_last)
        rows = math.prod(math.comb(r + self.categories - 1, r) for r in self.before)
        dtype = np.int64 if rows < 2**62 else object
        cell = 8 if dtype is np.int64 else 48
        needed = math.prod(shape) * cell * (max(self.before) + 2 + self.categories)
        if needed > self.memory_limit:
            raise MemoryLimitError(
                f"Counting joint tables must fit into `memory_limit` = {self.memory_limit:,} "
                f"bytes: found margins that need {needed:,}; raise the limit, join categories, "
                "or use `bounds`, which does not count."
            )
        first = np.zeros(shape, dtype=dtype)
        first[(0,) * len(shape)] = 1
        layers = [first]
        for row in self.before:
            layers.append(add_row(layers[-1], row))
        return layers

    def _draw_row(self, rng: np.random.Generator, row: int, left: np.ndarray) -> np.ndarray:
        earlier = self._ways_after(row)
        options = [
            option
            for option in product(*(range(min(c, self.before[row]) + 1) for c in left[:-1]))
            if 0 <= self.before[row] - sum(option) <= left[-1]
        ]
        ways = [int(earlier[tuple(left[:-1] - option)]) for option in options]
        pick = int(random_below(rng, sum(ways), 1)[0])
        option = options[bisect.bisect_right(list(accumulate(ways)), pick)]
        return np.array([*option, self.before[row] - sum(option)])

    def _reached(self, better: str) -> int:
        """Return the reachable (improved, declined) as the bits of one whole number."""
        up, down = self.directions(better)
        shift = up * (self.n + 1) + down
        shape = tuple(count + 1 for count in self._all_but_last)
        bits = np.zeros(shape, dtype=object)
        bits[(0,) * len(shape)] = 1
        for row, count in enumerate(self.before):
            bits = add_row(bits, count, shifts=[int(s) for s in shift[row]])
        return bits[self._all_but_last]


def paired_tables(before: Sequence[int], after: Sequence[int]) -> PairedSpace:
    """Describe every joint table that has these two distributions as margins.

    Parameters
    ----------
    before, after : sequence of int
        How many people were in each category, lowest code first; the same people both times,
        so the two sums must be equal.

    Returns
    -------
    PairedSpace
        Nothing is listed: ``size`` counts, iteration is lazy, ``draw`` samples; give it to
        :func:`partnership_evaluation.feasible.bounds`.

    Raises
    ------
    ValueError
        If the counts are not whole, are negative, or do not fit together.

    Notes
    -----
    Counted row by row, by dynamic programming over the column sums used so far; checked against
    listing.

    Examples
    --------
    >>> paired_tables((21, 10), (9, 22)).size
    10
    """
    rows, columns = tuple(before), tuple(after)
    problems = [
        f"Counts are whole numbers of people: found {count!r} {word}; give integers from 0."
        for word, counts in (("before", rows), ("after", columns))
        for count in counts
        if not is_whole(count) or count < 0
    ]
    if len(rows) != len(columns) or len(rows) < 2:
        problems.append(
            "Before and after must have the same two or more categories: found "
            f"{len(rows)} and {len(columns)}; give a 0 for a category that nobody was in."
        )
    if not problems and (sum(rows) != sum(columns) or sum(rows) == 0):
        problems.append(
            "Before and after must be the same people: found "
            f"{sum(rows)} before and {sum(columns)} after; leave out those seen only once."
        )
    refuse(problems)
    return PairedSpace(tuple(map(int, rows)), tuple(map(int, columns)))
