"""Where the table of a sheet begins: title rows, one row of headings or two."""

import re
from collections import Counter
from itertools import pairwise

SEARCHED = 60
_NUMBERLIKE = re.compile(r"[-+]?[\d.,/:%]+( \d\d:\d\d(:\d\d)?)?")


def words(text):
    """Split a heading into lower-case words.

    Parameters
    ----------
    text : str
        The heading.

    Returns
    -------
    tuple of str
        Letters and digits only; ``post-test`` is two words, ``Q1`` one.

    Examples
    --------
    >>> words("Teacher's name (post-test)")
    ('teachers', 'name', 'post', 'test')
    """
    plain = text.lower().replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "")
    return tuple(re.findall(r"[^\W_]+", plain))


def find(grid, *, known=frozenset()):
    """Find the rows of headings of a sheet.

    Parameters
    ----------
    grid : Grid
        The sheet.
    known : set of tuple of str
        Headings that instruments know, as :func:`words`.

    Returns
    -------
    tuple of int
        One row or two; empty where the sheet has no row that could be one.

    Notes
    -----
    The row with most headings that are known (two at least), and otherwise the first that fills
    three fifths of the widest row with text. A row above belongs to it when it groups columns:
    merged cells over several columns, or headings that repeat below.

    Examples
    --------
    >>> from partnership_evaluation.intake import delimited
    >>> find(delimited.read(b"Our school\\n\\nName,Before,After\\nA,3,2\\n")[0])
    (3,)
    """
    rows = grid.rows[:SEARCHED]
    filled = {row: grid.row(row) for row in rows}
    filled = {row: cells for row, cells in filled.items() if cells}
    if not filled:
        return ()
    matches = {
        row: sum(_is_known(c.clean, known) for c in cells.values()) for row, cells in filled.items()
    }
    best = max(matches.values())
    known_row = next(row for row in filled if matches[row] == best)
    chosen = known_row if best >= 2 else _widest(filled)
    return _with_neighbour(grid, filled, chosen) if chosen else ()


def join(grid, rows):
    """Write the heading of each column.

    Parameters
    ----------
    grid : Grid
        The sheet.
    rows : tuple of int
        Rows of headings.

    Returns
    -------
    dict of int to str
        By column; the upper heading holds for all columns that it is merged over, or up to the
        next one where nothing is merged.

    Examples
    --------
    >>> from partnership_evaluation.intake import delimited
    >>> join(delimited.read(b"x,Reading,\\nName,Before,After\\nA,3,2\\n")[0], (1, 2))[3]
    'Reading After'
    """
    lower = {column: cell.clean for column, cell in grid.row(rows[-1]).items()}
    if len(rows) == 1:
        return _spread(grid, rows[0], lower)
    merged = _spread(grid, rows[0], {c: cell.clean for c, cell in grid.row(rows[0]).items()})
    upper = merged if _spans(grid, rows[0]) else _forward(merged, max(lower, default=0))
    found = {}
    for column in sorted({*lower, *merged}):
        parts = [upper.get(column, ""), lower.get(column, "")]
        found[column] = " ".join(dict.fromkeys(part for part in parts if part))
    return found


def _is_known(text, known):
    return words(text) in known


def _widest(filled):
    """Choose the first row that is wide enough and mostly text, with a row below it."""
    most = max(len(cells) for cells in filled.values())
    rows = list(filled)
    for row in rows[:-1]:
        texts = [cell.clean for cell in filled[row].values()]
        named = [text for text in texts if not _NUMBERLIKE.fullmatch(text)]
        if len(texts) >= max(2, 0.6 * most) and len(named) >= 0.6 * len(texts):
            return row
    # Headings may be the numbers of questions; below them stands a row as wide.
    for row, below in pairwise(rows):
        if len(filled[row]) >= max(2, 0.6 * most) and len(filled[below]) >= len(filled[row]) / 2:
            return row
    return rows[0] if most == 1 else None


def _with_neighbour(grid, filled, chosen):
    rows = list(filled)
    place = rows.index(chosen)
    above = rows[place - 1] if place and rows[place - 1] == chosen - 1 else None
    below = rows[place + 1] if place + 1 < len(rows) and rows[place + 1] == chosen + 1 else None
    if _groups(grid, filled, chosen, below):
        return (chosen, below)
    if above and _groups(grid, filled, above, chosen):
        return (above, chosen)
    texts = Counter(cell.clean.lower() for cell in filled[chosen].values())
    if above and len(filled[above]) > 1 and max(texts.values()) > 1:
        return (above, chosen)
    return (chosen,)


def _groups(grid, filled, upper, lower):
    """Say whether cells of a row are merged over several headings of the next, but not over all."""
    if lower is None:
        return False
    width = len({*filled[upper], *filled[lower]})
    for first, last in _spans(grid, upper):
        under = [column for column in filled[lower] if first <= column <= last]
        if 1 < len(under) < width and (upper, first) in grid.cells:
            return True
    return False


def _spans(grid, row):
    return [
        (left, right)
        for top, left, bottom, right in grid.merged
        if top <= row <= bottom and right > left
    ]


def _spread(grid, row, texts):
    found = dict(texts)
    for first, last in _spans(grid, row):
        if first in texts:
            found |= {column: texts[first] for column in range(first, last + 1)}
    return found


def _forward(texts, last):
    found, current = {}, ""
    for column in range(1, max(last, max(texts, default=0)) + 1):
        current = texts.get(column, current)
        found[column] = current
    return found
