"""The frequency table with a given number, by walking the array of counts backwards."""

from __future__ import annotations

import numpy as np

from partnership_evaluation.feasible.counting import Counting

__all__ = ["unrank"]


def unrank(counting: Counting, ranks: np.ndarray) -> np.ndarray:
    """Return the frequency tables with these numbers.

    Parameters
    ----------
    counting : Counting
        The frequency tables.
    ranks : numpy.ndarray of int
        Numbers from 0 to the number of tables less one.

    Returns
    -------
    numpy.ndarray
        One table a row, one value a column, from the lowest.

    Raises
    ------
    MemoryLimitError
        When a copy of the array would not fit.

    Examples
    --------
    >>> from partnership_evaluation.feasible.counting import Target
    >>> pairs_summing_to_2 = Counting(2, 0, 2, (Target(2, range(1)),), False, 10**6)
    >>> unrank(pairs_summing_to_2, np.arange(2)).tolist()
    [[0, 2, 0], [1, 0, 1]]
    """
    counting.check_memory(layers=2)
    rows = np.zeros((len(ranks), counting.highest - counting.lowest + 1), dtype=np.int64)
    place = _locate(counting, np.asarray(ranks, dtype=counting.dtype), rows)
    array = counting.array.copy()
    for u in reversed(counting.others):
        counting.remove(array, u)
        _take(counting, array, u, place, rows)
    return rows


def _locate(counting: Counting, ranks: np.ndarray, rows: np.ndarray) -> dict[str, np.ndarray]:
    """Find the cell of each rank, and write the counts of the values left out."""
    answers, sums, costs, ways = counting.states
    place = {key: np.zeros(len(ranks), dtype=np.int64) for key in ("b", "t", "e")}
    place["rank"] = ranks.copy()
    passed = 0
    for target, first, tables in counting.weights_of_states():
        ends = np.cumsum(tables)
        here = np.nonzero((ranks >= passed) & (ranks < passed + int(ends[-1])))[0]
        local = ranks[here] - passed
        cell = np.searchsorted(ends, local, side="right").astype(np.int64)
        local = local - (ends[cell] - tables[cell])
        closing = first[cell] + (local // ways[cell]).astype(np.int64)
        place["rank"][here] = local % ways[cell]
        for key, column in (("b", answers), ("t", sums + counting.origin), ("e", costs)):
            place[key][here] = column[cell]
        up = target.total - sums[cell] + closing
        _write_left_out(counting, rows, here, answers[cell], closing, up)
        passed += int(ends[-1])
    return place


def _write_left_out(counting, rows, here, answers, closing, up) -> None:
    zero = -counting.lowest
    rows[here, zero] = counting.n - answers - closing - up
    rows[here, zero + 1] = up
    if counting.with_costs:
        rows[here, zero - 1] = closing


def _take(counting, array, u, place, rows) -> None:
    """Choose the count of value `u` for every rank still to be placed."""
    step, price = counting.vector(u)
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
        rows[open_ranks, u - counting.lowest] += 1
