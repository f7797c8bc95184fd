"""How large tables and pictures are on paper."""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass

from report_runner.document_blocks import Grid, Picture

_UPRIGHT, _SIDEWAYS = 102.0, 160.0  # signs of 9 pt that stand side by side on A4
_BESIDE = 2.0  # the space between two columns, in signs
_BOLD, _LETTERS = 1.2, 1.08  # single words can be wider than the average of a text
_MOST, _MANY, _SHORT = 110, 7, 18


_PIXELS_ACROSS = 640  # a picture of this width or more takes the whole line
_TALLEST = 1.25  # times the line: what a page can hold with a caption


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
    is_whole : bool
        Whether it is short enough to be kept on one page.
    """

    shares: tuple[float, ...] | None
    is_sideways: bool
    points: float
    is_whole: bool = True


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
    is_dense = len(columns) >= 5 and sum(most) > 2 * _UPRIGHT
    if sum(least) > room or is_dense or len(columns) >= _MANY:
        points, room = 8.0, _UPRIGHT * 9 / 8
    if sum(least) > room or is_wordy:
        room, is_sideways = _SIDEWAYS * 9 / 8, True
    if sum(most) <= room:
        return Layout(None, is_sideways, points, len(grid.rows) <= _SHORT)
    shares = _shares(columns, least, most, room)
    return Layout(tuple(shares), is_sideways, points, _lines(grid, shares) <= _SHORT)


def width_percent(picture: Picture) -> int:
    """Decide how much of the line a picture takes.

    Parameters
    ----------
    picture : Picture
        The picture.

    Returns
    -------
    int
        Per cent, at most 100; less for a small one, and for one that would not fit on a page.

    Examples
    --------
    >>> width_percent(Picture(b"<svg/>", "svg", "", ""))
    100
    """
    if picture.kind != "png" or len(picture.content) < 24:
        return 100
    across, down = struct.unpack(">II", picture.content[16:24])
    fitting = _TALLEST * across / down if down else 1.0
    return max(int(100 * min(1.0, across / _PIXELS_ACROSS, fitting)), 1)


def _lines(grid: Grid, shares: Sequence[float]) -> float:
    """Guess how many lines a table takes."""
    return sum(
        max(
            -(-len(text) // max(share - _BESIDE, 1))
            for text, share in zip(row, shares, strict=True)
        )
        for row in grid.rows
    )


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
