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
        Every cell of at least two words, in lower case. Empty where there is no such folder.

    Examples
    --------
    >>> sorted(texts("no such folder"))
    []
    """
    folder = Path(folder)
    files = [*folder.glob("*.csv"), *folder.glob(f"{'*' if case == 'all' else case}/*.csv")]
    return texts_of((file, None) for file in files)


def texts_of(files):
    """List the texts of some tables.

    Parameters
    ----------
    files : iterable of (Path, str or None)
        Each table, and the case whose rows count; None for all rows.

    Returns
    -------
    frozenset of str
        Every cell of at least two words, in lower case.

    Examples
    --------
    >>> sorted(texts_of([]))
    []
    """
    cells = {cell for file, case in files for cell in _cells(file, case)}  # many are alike
    return frozenset(
        cell.strip().lower()
        for cell in cells
        if len(cell.split(None, FEWEST_WORDS)) >= FEWEST_WORDS
    )


def within(text, known):
    """List the texts that stand in a text word for word.

    Parameters
    ----------
    text : str
        Any text, in capitals or not.
    known : iterable of str
        What :func:`texts` gave, in lower case.

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
    return sorted((words for words in known if words in lower), key=len, reverse=True)


def _cells(file: Path, case: str | None) -> list[str]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines))
    heads = [name.strip() for name in rows[0]] if rows else []
    if case is not None and "case" in heads:
        column = heads.index("case")
        rows = [row for row in rows if [one.strip() for one in row[column : column + 1]] == [case]]
    return [cell for row in rows for cell in row]
