"""Wording that several parts of the runner share: nearest names, lists, tables of text."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence


def nearest(word: str, names: Iterable[str]) -> str:
    """Say which known name comes closest to a word that is not known.

    Parameters
    ----------
    word : str
        What was written.
    names : iterable of str
        What could have been meant.

    Returns
    -------
    str
        A sentence: the nearest name, or the list of all names when none is near.

    Examples
    --------
    >>> nearest("suton", ["sutton", "aet"])
    "Did you mean 'sutton'?"
    >>> nearest("x", ["sutton", "aet"])
    'Known names: aet, sutton.'
    >>> nearest("x", [])
    'There are none yet.'
    """
    known = sorted(set(names))
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    if close:
        return f"Did you mean {close[0]!r}?"
    return f"Known names: {', '.join(known)}." if known else "There are none yet."


def counted(number: int, noun: str) -> str:
    """Join a number to its noun, in the plural where there is not exactly one.

    Parameters
    ----------
    number : int
        How many.
    noun : str
        The noun in the singular; its plural must end in ``s``.

    Returns
    -------
    str
        For example ``"1 report"`` or ``"3 reports"``.

    Examples
    --------
    >>> counted(1, "report"), counted(0, "report")
    ('1 report', '0 reports')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def columns(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Set rows of text in columns, two spaces apart, under their headings.

    Parameters
    ----------
    headings : sequence of str
        One heading a column.
    rows : iterable of sequences of str
        One sequence a row, as long as `headings`; line breaks inside a cell become spaces.

    Returns
    -------
    str
        Lines of equal columns, without trailing blanks.

    Examples
    --------
    >>> print(columns(["case", "n"], [["sutton", "12"], ["aet", "3"]]))
    case    n
    sutton  12
    aet     3
    """
    lines = [list(headings), *([" ".join(str(cell).split()) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def bulleted(sentences: Iterable[str]) -> str:
    """Set sentences one under another, each behind a dash.

    Parameters
    ----------
    sentences : iterable of str
        What to list.

    Returns
    -------
    str
        One line a sentence.

    Examples
    --------
    >>> print(bulleted(["One.", "Two."]))
    - One.
    - Two.
    """
    return "\n".join(f"- {sentence}" for sentence in sentences)
