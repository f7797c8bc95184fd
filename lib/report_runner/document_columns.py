"""How large tables and pictures are on paper."""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass, replace

from report_runner.document_blocks import Grid, Picture

_UPRIGHT, _SIDEWAYS = 102.0, 160.0  # signs of 9 pt that stand side by side on A4
_BESIDE = 2.0  # the space between two columns, in signs
_BOLD, _LETTERS = 1.2, 1.08  # single words can be wider than the average of a text
_MANY, _SHORT = 7, 18
_UNBROKEN = 16.0  # signs of a cell that is kept on one line where there is room
_LONGEST = 250  # signs of a cell that count for the width of its column
_REMARK, _WORTH = 60, 0.96  # signs of a last cell that may stand beneath, and lines that are left
_PIXELS_ACROSS = 640  # a picture of this width or more takes the whole line, if it has no density
_DOTS_A_METRE, _LINE = b"\x00\x00\x00\x09pHYs", 0.168  # the start of its density; metres of a line
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
    is_beneath : bool
        Whether the last cell of a row stands beneath the others, over their whole width; there is
        no share for it then.
    """

    shares: tuple[float, ...] | None
    is_sideways: bool
    points: float
    is_whole: bool = True
    is_beneath: bool = False


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
    upright = Layout((), is_sideways, points)
    return _in_shares(grid.rows, columns, (least, most, room), upright)


def _in_shares(
    rows: Sequence[Sequence[str]],
    columns: Sequence[Sequence[str]],
    bounds: tuple[list[float], list[float], float],
    start: Layout,
) -> Layout:
    """Share the line out, and put a long last cell beneath the others where that saves lines."""
    least, most, room = bounds
    shares = _shares(columns, least, most, room)
    lines = sum(_lines(row, shares) for row in rows)
    may_stand_beneath = len(columns) >= 5 and max(map(len, columns[-1])) >= _REMARK
    if may_stand_beneath and not start.is_sideways:
        fewer = _shares(columns[:-1], least[:-1], most[:-1], room)
        left = sum(_lines_beneath(row, fewer) for row in rows)
        if left <= _WORTH * lines:
            return replace(start, shares=tuple(fewer), is_whole=left <= _SHORT, is_beneath=True)
    return replace(start, shares=tuple(shares), is_whole=lines <= _SHORT)


def width_percent(picture: Picture) -> int:
    """Decide how much of the line a picture takes.

    Parameters
    ----------
    picture : Picture
        The picture.

    Returns
    -------
    int
        Per cent, at most 100; less for a small one, and for one that would not fit on a page. One
        that says how dense it is has its own size: then its words are as large as the text.

    Examples
    --------
    >>> width_percent(Picture(b"<svg/>", "svg", "", ""))
    100
    """
    if picture.kind != "png" or len(picture.content) < 24:
        return 100
    across, down = struct.unpack(">II", picture.content[16:24])
    fitting = _TALLEST * across / down if down else 1.0
    own = across / (_density(picture.content) * _LINE or _PIXELS_ACROSS)
    return max(int(100 * min(1.0, own, fitting)), 1)


def _density(content: bytes) -> int:
    """Read how many dots of a PNG stand on a metre; 0 where it does not say."""
    at = content.find(_DOTS_A_METRE, 0, 2000) + len(_DOTS_A_METRE)
    if at < len(_DOTS_A_METRE):
        return 0
    return int.from_bytes(content[at : at + 4])


def _lines(row: Sequence[str], shares: Sequence[float]) -> int:
    """Guess how many lines a row takes."""
    return max(
        -(-len(text) // max(int(share - _BESIDE), 1))
        for text, share in zip(row, shares, strict=True)
    )


def _lines_beneath(row: Sequence[str], shares: Sequence[float]) -> int:
    """Guess the same where the last cell stands beneath all others but the first."""
    first, *others, last = row
    below = -(-len(last) // int(sum(shares[1:]) - _BESIDE))
    return max(_lines([first], shares[:1]), _lines(others, shares[1:]) + below)


def _shares(
    columns: Sequence[Sequence[str]], least: Sequence[float], most: Sequence[float], room: float
) -> list[float]:
    """Give each column its longest word, and the rest of the line where the long cells are."""
    unbroken = [
        max(word, whole) if whole <= _UNBROKEN else word
        for word, whole in zip(least, most, strict=True)
    ]
    floor = unbroken if sum(unbroken) <= 0.8 * room else least
    # The cube root keeps the rows low: they are as high as their highest cell.
    # One cell of a page, however long, must not squeeze the columns beside it.
    lengths = [[min(len(text), _LONGEST) for text in column] for column in columns]
    wanted = [sum(length**2 for length in column) ** (1 / 3) for column in lengths]
    low, high = 0.0, room / min(filter(None, wanted), default=1.0)
    for _ in range(40):
        scale = (low + high) / 2
        shares = [
            max(word, min(whole, scale * want))
            for word, whole, want in zip(floor, most, wanted, strict=True)
        ]
        low, high = (scale, high) if sum(shares) < room else (low, scale)
    return [round(share, 1) for share in shares]


def _longest_word(column: Sequence[str]) -> float:
    head, *cells = column
    inside = max((_word(cell) * _LETTERS for cell in cells), default=0.0)
    return max(_word(head) * _BOLD, inside, 1.0) + _BESIDE


def _word(text: str) -> int:
    """Count the signs of the longest piece that is not broken."""
    return max((len(word) for word in re.split(r"[\s/\u2013-]", text)), default=0)
