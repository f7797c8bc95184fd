"""Filling a table of counts with given margins, row by row."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

__all__ = ["Table", "add_row", "all_rows", "all_tables", "set_bits"]

Table = tuple[tuple[int, ...], ...]


def add_row(layer: np.ndarray, row: int, shifts: list[int] | None = None) -> np.ndarray:
    """Let one more row use up column sums, cell by cell.

    Without `shifts` ways are added up; with them bits are moved and joined.
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
    text = bin(bits)[:1:-1]
    at = text.find("1")
    while at >= 0:
        yield at
        at = text.find("1", at + 1)


def all_tables(before: tuple[int, ...], after: tuple[int, ...]) -> Iterator[Table]:
    if len(before) == 1:
        yield (after,)
        return
    for row in all_rows(before[0], after):
        rest = tuple(total - cell for total, cell in zip(after, row, strict=True))
        for table in all_tables(before[1:], rest):
            yield (row, *table)


def all_rows(total: int, limits: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Yield the ways to place `total` people in columns that have room for so many."""
    if len(limits) == 1:
        if total <= limits[0]:
            yield (total,)
        return
    room = sum(limits[1:])
    for cell in range(max(0, total - room), min(total, limits[0]) + 1):
        for rest in all_rows(total - cell, limits[1:]):
            yield (cell, *rest)
