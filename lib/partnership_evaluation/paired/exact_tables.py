"""Exact tests of a table of counts, going through every table with the same margins."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from operator import add, mul

import numpy as np
import pandas as pd

from partnership_evaluation.estimates import (
    ALTERNATIVES,
    Estimate,
    choice_problems,
    is_whole,
    refuse,
)

#: Partial tables visited at most; a few seconds.
MOST_STEPS = 2_000_000
#: Rows looked at in the time of one step, to see whether the column totals still allow them.
SCANNED_IN_A_STEP = 20

Cells = list[list[int]]


class TooManyTables(ValueError):
    """There are more tables with the same margins than can be gone through."""


def freeman_halton(table: pd.DataFrame | np.ndarray | Sequence[Sequence[int]]) -> Estimate:
    """Test whether rows and columns are related at all (Fisher's test for larger tables).

    Parameters
    ----------
    table : table of int
        Counts, at least 2 rows and 2 columns.

    Returns
    -------
    Estimate
        ``p_value``, ``n``, ``method``; ``statistic`` = probability of the table itself;
        ``estimate``, ``low``, ``high`` None.

    Raises
    ------
    ValueError
        When a count is not allowed or there are too many tables to go through.

    Notes
    -----
    The probability, given both margins, of all tables no likelier than the one seen, compared as
    whole numbers, so that equal probabilities are equal. SciPy's ``fisher_exact`` samples
    such tables at random; this goes through all. Checked against R's ``fisher.test``.

    References
    ----------
    Freeman and Halton (1951), Biometrika 38, 141-149.

    Examples
    --------
    >>> round(freeman_halton([[3, 0, 0], [2, 3, 0], [0, 1, 3]]).p_value, 4)
    0.0133
    """
    cells = checked_cells(table)
    cells = _on_its_side(cells) if _is_narrower_on_its_side(cells) else cells
    spread = _walk(cells, move=lambda _, counts: _ways_of_row(counts), join=mul, weigh=False)
    seen = math.prod(_ways_of_row(row) for row in cells)
    total = sum(ways * times for ways, times in spread.items())
    tail = sum(ways * times for ways, times in spread.items() if ways <= seen)
    return Estimate(
        None,
        None,
        None,
        sum(map(sum, cells)),
        "Freeman-Halton exact test",
        statistic=seen / total,
        p_value=tail / total,
    )


def linear_trend(
    table: pd.DataFrame | np.ndarray | Sequence[Sequence[int]],
    *,
    row_scores: Sequence[int] | None = None,
    column_scores: Sequence[int] | None = None,
    alternative: str = "two_sided",
) -> Estimate:
    """Test whether high rows go with high columns (exact linear-by-linear test).

    Parameters
    ----------
    table : table of int
        Counts; rows and columns in order.
    row_scores, column_scores : sequence of int, optional
        Whole-number scores; default 0, 1, 2 ... With two columns the test is the exact
        Cochran-Armitage trend test; with twice the middle ranks it is the exact Wilcoxon or
        Jonckheere-like rank test.
    alternative : {"two_sided", "greater", "less"}
        ``greater``: high rows go with high columns.

    Returns
    -------
    Estimate
        ``estimate`` = correlation of the scores (None when one side does not vary), ``statistic`` =
        sum of the products of the scores, ``p_value``, ``n``, ``method``; no interval.

    Raises
    ------
    ValueError
        When a count or a score is not allowed, or there are too many tables to go through.

    Notes
    -----
    Exact given both margins. Two-sided: all tables whose sum of products lies at least as far
    from its expectation, in whole numbers. Written here by going through the rows with the
    column totals still left as the state; no Python package has it. Checked against all
    permutations one by one and, for two rows, R's ``coin::independence_test`` (exact).

    References
    ----------
    Agresti, Mehta and Patel (1990), Exact inference for contingency tables with ordered
    categories, Journal of the American Statistical Association 85, 453-458.

    Examples
    --------
    >>> round(linear_trend([[3, 0, 0], [2, 3, 0], [0, 1, 3]]).p_value, 4)
    0.0016
    """
    cells = checked_cells(table)
    rows = list(range(len(cells))) if row_scores is None else list(row_scores)
    columns = list(range(len(cells[0]))) if column_scores is None else list(column_scores)
    refuse(
        [
            *_score_problems(rows, len(cells), "row_scores"),
            *_score_problems(columns, len(cells[0]), "column_scores"),
            *choice_problems(alternative, ALTERNATIVES, name="alternative"),
        ]
    )

    correlation = _correlation(cells, rows, columns)
    if _is_narrower_on_its_side(cells):  # the sum of products is the same
        cells, rows, columns = _on_its_side(cells), columns, rows

    def move(row: int, counts: Sequence[int]) -> int:
        return rows[row] * sum(c * s for c, s in zip(counts, columns, strict=True))

    spread = _walk(cells, move=move, join=add, weigh=True)
    seen = sum(move(row, counts) for row, counts in enumerate(cells))
    return Estimate(
        correlation,
        None,
        None,
        sum(map(sum, cells)),
        f"exact linear-by-linear trend test, {alternative.replace('_', '-')}",
        statistic=float(seen),
        p_value=_tail(spread, seen, alternative),
    )


def checked_cells(table: object) -> Cells:
    """A table of counts as lists of Python integers, or an error that names what is wrong.

    Parameters
    ----------
    table : pandas.DataFrame, array or nested sequence of int
        At least 2 rows and 2 columns.

    Returns
    -------
    list of list of int

    Raises
    ------
    ValueError
        When the shape or a count is not allowed, or all counts are 0.

    Examples
    --------
    >>> checked_cells([[1, 2], [0, 3]])
    [[1, 2], [0, 3]]
    """
    values = (
        table.to_numpy() if isinstance(table, pd.DataFrame) else np.asarray(table, dtype=object)
    )
    if values.ndim != 2 or min(values.shape) < 2:
        shape = " x ".join(map(str, values.shape)) or "a single value"
        refuse([f"A table has at least 2 rows and 2 columns: found {shape}; describe it in words."])
    wrong = [value for value in values.ravel().tolist() if not is_whole(value) or value < 0]
    if wrong:
        refuse(
            [
                f"A table holds whole numbers of 0 or more: found {wrong[0]!r} "
                f"({len(wrong)} such); give the number of people in each cell."
            ]
        )
    if values.sum() == 0:
        refuse(["A table holds at least one person: found none; leave it out."])
    return [[int(value) for value in row] for row in values.tolist()]


def _score_problems(scores: list[object], size: int, name: str) -> list[str]:
    if len(scores) != size or not all(is_whole(score) for score in scores):
        return [
            f"{name} has one whole number for each of the {size}: found {scores!r}; "
            "give 0, 1, 2 ... or twice the middle ranks."
        ]
    return []


def _walk(
    cells: Cells,
    *,
    move: Callable[[int, Sequence[int]], int],
    join: Callable[[int, int], int],
    weigh: bool,
) -> Counter:
    """Carry a number through all tables with these margins; how often each end value comes.

    ``move(row, counts)`` is what a row contributes, ``join`` adds or multiplies it to what came
    before. The state is what is left of the column totals, so tables that agree on it are carried
    together; the last row is what is left. Each table counts once, or, with ``weigh``, as often as
    there are ways to deal people out that give it.
    """
    totals = tuple(sum(column) for column in zip(*cells, strict=True))
    states = {totals: Counter({1 if join is mul else 0: 1})}
    steps = 0
    for row, size in enumerate(map(sum, cells[:-1])):
        _refuse_too_many(_count_rows(totals, size))
        choices = list(_rows(totals, size))
        table = np.array(choices)
        moves = [move(row, counts) for counts in choices]
        ways = [_ways_of_row(counts) if weigh else 1 for counts in choices]
        following: defaultdict[tuple[int, ...], Counter] = defaultdict(Counter)
        for left, values in states.items():
            rest = left - table
            fitting = np.flatnonzero((rest >= 0).all(axis=1)).tolist()
            steps += len(fitting) * len(values) + len(choices) // SCANNED_IN_A_STEP
            _refuse_too_many(steps)
            for i in fitting:
                reached = following[tuple(rest[i].tolist())]
                for so_far, times in values.items():
                    reached[join(so_far, moves[i])] += times * ways[i]
        states = following
    return _last_row(states, partial(move, len(cells) - 1), join, weigh)


def _last_row(
    states: dict[tuple[int, ...], Counter],
    move: Callable[[Sequence[int]], int],
    join: Callable[[int, int], int],
    weigh: bool,
) -> Counter:
    """Put what is left of the column totals into the last row: there is no choice any more."""
    ends: Counter = Counter()
    for left, values in states.items():
        moved, ways = move(left), _ways_of_row(left) if weigh else 1
        for so_far, times in values.items():
            ends[join(so_far, moved)] += times * ways
    return ends


def _is_narrower_on_its_side(cells: Cells) -> bool:
    """Whether fewer states are met when rows and columns change places."""
    rows = math.prod(sum(row) + 1 for row in cells)
    return rows < math.prod(sum(column) + 1 for column in zip(*cells, strict=True))


def _on_its_side(cells: Cells) -> Cells:
    return [list(column) for column in zip(*cells, strict=True)]


def _rows(totals: Sequence[int], size: int) -> Iterator[tuple[int, ...]]:
    """Every row of this size that the column totals allow."""
    if len(totals) == 1:
        if size <= totals[0]:
            yield (size,)
        return
    rest = sum(totals[1:])
    for count in range(max(0, size - rest), min(size, totals[0]) + 1):
        for tail in _rows(totals[1:], size - count):
            yield (count, *tail)


def _count_rows(totals: Sequence[int], size: int) -> int:
    """How many rows ``_rows`` would list."""
    counts = [1] + [0] * size
    for total in totals:
        counts = [sum(counts[max(0, s - total) : s + 1]) for s in range(size + 1)]
    return counts[size]


def _ways_of_row(counts: Sequence[int]) -> int:
    """In how many ways the people of one row can be dealt out to the columns like this."""
    return math.factorial(sum(counts)) // math.prod(map(math.factorial, counts))


def _refuse_too_many(steps: int) -> None:
    if steps > MOST_STEPS:
        raise TooManyTables(
            f"An exact test goes through at most {MOST_STEPS:,} partial tables: found more; "
            "join neighbouring grades, or sample permutations (scipy.stats.permutation_test)."
        )


def _tail(spread: Counter, seen: int, alternative: str) -> float:
    total = sum(spread.values())
    centre = sum(value * ways for value, ways in spread.items())  # total times the expectation
    if alternative == "greater":
        tail = sum(ways for value, ways in spread.items() if value >= seen)
    elif alternative == "less":
        tail = sum(ways for value, ways in spread.items() if value <= seen)
    else:
        far = abs(seen * total - centre)
        tail = sum(ways for value, ways in spread.items() if abs(value * total - centre) >= far)
    return tail / total


def _correlation(cells: Cells, rows: list[int], columns: list[int]) -> float | None:
    counts = np.array(cells, dtype=float)
    n = counts.sum()
    x, y = np.array(rows, dtype=float), np.array(columns, dtype=float)
    x = x - counts.sum(axis=1) @ x / n
    y = y - counts.sum(axis=0) @ y / n
    spread = (counts.sum(axis=1) @ x**2) * (counts.sum(axis=0) @ y**2)
    return float(x @ counts @ y / math.sqrt(spread)) if spread > 0 else None
