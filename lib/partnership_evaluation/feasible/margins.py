"""Filling a table of counts with given margins, row by row."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

__all__ = ["Table", "add_row", "all_rows", "all_tables", "set_bits"]

Table = tuple[tuple[int, ...], ...]


def add_row(layer: np.ndarray, row: int, shifts: list[int] | None = None) -> np.ndarray:
    """Let one more row use up column sums, cell by cell.

    Parameters
    ----------
    layer : numpy.ndarray
        For each combination of column sums used so far, the ways to reach it, or as bits the
        numbers of moves with which it can be reached.
    row : int
        People in the row.
    shifts : list of int, optional
        By how many bits a person moves the numbers, one a column. Without `shifts` ways are added
        up; with them bits are moved and joined.

    Returns
    -------
    numpy.ndarray
        The layer after the row.

    Examples
    --------
    One person may have used either of two columns:

    >>> layer = np.zeros((2, 2), dtype=int)
    >>> layer[0, 0] = 1
    >>> add_row(layer, 1).tolist()
    [[1, 1], [1, 0]]
    """
    used = [layer] + [np.zeros_like(layer) for _ in range(row)]
    for axis in range(layer.ndim):
        arrive = (*(slice(None),) * axis, slice(1, None))
        leave = (*(slice(None),) * axis, slice(None, -1))
        for count in range(1, row + 1):
            if shifts is None:
                used[count][arrive] += used[count - 1][leave]
            else:
                used[count][arrive] |= used[count - 1][leave] << shifts[axis]
    if shifts is None:
        return sum(used[1:], start=used[0].copy())
    total = np.zeros_like(layer)
    for count, bits in enumerate(used):
        total |= bits << (shifts[-1] * (row - count))
    return total


def set_bits(bits: int) -> Iterator[int]:
    """List the places at which a number has a binary 1.

    Parameters
    ----------
    bits : int
        Not negative.

    Yields
    ------
    int
        Places from 0, in rising order.

    Examples
    --------
    >>> list(set_bits(0b1010))
    [1, 3]
    """
    text = bin(bits)[:1:-1]
    at = text.find("1")
    while at >= 0:
        yield at
        at = text.find("1", at + 1)


def all_tables(before: tuple[int, ...], after: tuple[int, ...]) -> Iterator[Table]:
    """List the tables of counts with these margins.

    Parameters
    ----------
    before, after : tuple of int
        Sums of the rows and of the columns; both add up to the same.

    Yields
    ------
    tuple of tuple of int
        A table, row by row.

    Examples
    --------
    >>> list(all_tables((1, 1), (1, 1)))
    [((0, 1), (1, 0)), ((1, 0), (0, 1))]
    """
    if len(before) == 1:
        yield (after,)
        return
    for row in all_rows(before[0], after):
        rest = tuple(total - cell for total, cell in zip(after, row, strict=True))
        for table in all_tables(before[1:], rest):
            yield (row, *table)


def all_rows(total: int, limits: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """List the ways to place people in columns that have limited room.

    Parameters
    ----------
    total : int
        People to place.
    limits : tuple of int
        Room in each column.

    Yields
    ------
    tuple of int
        People in each column.

    Examples
    --------
    >>> list(all_rows(2, (1, 2)))
    [(0, 2), (1, 1)]
    """
    if len(limits) == 1:
        if total <= limits[0]:
            yield (total,)
        return
    room = sum(limits[1:])
    for cell in range(max(0, total - room), min(total, limits[0]) + 1):
        for rest in all_rows(total - cell, limits[1:]):
            yield (cell, *rest)
