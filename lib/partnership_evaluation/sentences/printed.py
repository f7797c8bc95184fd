"""What a case's own tables hold word for word: the document's words, not ours."""

from __future__ import annotations

import csv
from pathlib import Path

FEWEST_WORDS = 2


def texts(folder, case="all"):
    """List the texts of the tables of one case.

    Parameters
    ----------
    folder : Path or str
        The folder ``data``.
    case : str, default "all"
        The case, a folder of it; ``all`` for every one.

    Returns
    -------
    frozenset of str
        Every cell of at least two words. Empty where there is no such folder.

    Examples
    --------
    >>> sorted(texts("no such folder"))
    []
    """
    folder = Path(folder)
    files = [*folder.glob("*.csv"), *folder.glob(f"{'*' if case == 'all' else case}/*.csv")]
    return frozenset(
        cell for file in files for cell in _cells(file) if len(cell.split()) >= FEWEST_WORDS
    )


def within(text, known):
    """List the texts that stand in a text word for word, in capitals or not.

    Parameters
    ----------
    text : str
        Any text.
    known : iterable of str
        What :func:`texts` gave.

    Returns
    -------
    list of str
        The longest first.

    Examples
    --------
    >>> within("Helps us learn: 3 of 4.", ["helps us", "helps us learn", "us grow"])
    ['helps us learn', 'helps us']
    """
    lower = text.lower()
    return sorted((words for words in known if words.lower() in lower), key=len, reverse=True)


def _cells(file: Path) -> list[str]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return [cell.strip() for row in csv.reader(lines) for cell in row]
