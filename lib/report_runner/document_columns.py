"""How wide the columns of a printed table are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from report_runner.document_blocks import Grid

_UPRIGHT, _SIDEWAYS = 102.0, 160.0  # signs of 9 pt that stand side by side on A4
_BESIDE = 2.0  # the space between two columns, in signs
_BOLD, _LETTERS = 1.2, 1.08  # single words can be wider than the average of a text
_MOST, _MANY = 70, 7


@dataclass(frozen=True)
class Layout:
    """How a table is set.

    Attributes
    ----------
    shares : tuple of float, or None
        The width of each column against the others; None where every cell fits on one line.
    is_sideways : bool
        Whether the page is turned.
    points : float
        Size of type.
    """

    shares: tuple[float, ...] | None
    is_sideways: bool
    points: float


def layout(grid: Grid) -> Layout:
    """Decide how a table fits on paper.

    Parameters
    ----------
    grid : Grid
        The table.

    Returns
    -------
    Layout
        Upright in 9 pt where no word need be broken, else in smaller type, else turned.

    Examples
    --------
    >>> layout(Grid("", ("a", "b"), (("1", "2"),))).shares is None
    True
    """
    columns = list(zip(grid.heads, *grid.rows, strict=True))
    least = [_longest_word(column) for column in columns]
    most = [max(map(len, column), default=1) * _LETTERS + _BESIDE for column in columns]
    is_wordy = len(columns) >= _MANY and sum(most) > 2.5 * _UPRIGHT
    points, room, is_sideways = 9.0, _UPRIGHT, False
    if sum(least) > room or len(columns) >= _MANY:
        points, room = 8.0, _UPRIGHT * 9 / 8
    if sum(least) > room or is_wordy:
        room, is_sideways = _SIDEWAYS * 9 / 8, True
    if sum(most) <= room:
        return Layout(None, is_sideways, points)
    return Layout(tuple(_shares(columns, least, most, room)), is_sideways, points)


def _shares(
    columns: Sequence[Sequence[str]], least: Sequence[float], most: Sequence[float], room: float
) -> list[float]:
    """Give each column its longest word, and the rest of the line where there is much to read."""
    usual = [sum(map(len, column)) / len(column) for column in columns]
    wanted = [
        max(word, min(whole, _MOST, 0.6 * length + 0.3 * whole))
        for word, whole, length in zip(least, most, usual, strict=True)
    ]
    spare, missing = max(room - sum(least), 0.0), sum(wanted) - sum(least)
    part = spare / missing if missing else 0.0
    shares = (word + (want - word) * part for word, want in zip(least, wanted, strict=True))
    return [round(share, 1) for share in shares]


def _longest_word(column: Sequence[str]) -> float:
    head, *cells = column
    inside = max((_word(cell) * _LETTERS for cell in cells), default=0.0)
    return max(_word(head) * _BOLD, inside, 1.0) + _BESIDE


def _word(text: str) -> int:
    """Count the signs of the longest piece that is not broken."""
    return max((len(word) for word in re.split(r"[\s/\u2013-]", text)), default=0)
