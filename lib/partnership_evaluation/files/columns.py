"""Columns under whatever name a publisher gave them that year."""

import re
from difflib import get_close_matches


class FileError(ValueError):
    """A file cannot be read as what it is said to be."""


def column_map(text):
    """Read how a user says that columns are called.

    Parameters
    ----------
    text : str
        ``ours = theirs`` with semicolons between; empty for none.

    Returns
    -------
    dict of str to str
        Their name by ours.

    Raises
    ------
    FileError
        When a part has no equals sign, or a name comes twice.

    Examples
    --------
    >>> column_map("grade = Overall effectiveness; urn = URN")
    {'grade': 'Overall effectiveness', 'urn': 'URN'}
    """
    parts = [part.strip() for part in text.split(";") if part.strip()]
    wrong = [part for part in parts if not re.fullmatch(r"[^=]*\S[^=]*=.*\S.*", part)]
    if wrong:
        raise FileError(
            f"Columns are named as ours = theirs, semicolons between: found {wrong[0]!r}; write "
            "grade = Overall effectiveness, say."
        )
    pairs = [tuple(side.strip() for side in part.split("=", 1)) for part in parts]
    if len(dict(pairs)) < len(pairs):
        raise FileError(f"A column is named once: found {text!r}; leave the second name out.")
    return dict(pairs)


def renamed(table, *, aliases, required, given=None, where="the file"):
    """Give columns our names for them.

    Parameters
    ----------
    table : pandas.DataFrame
        As read.
    aliases : mapping of str to list of str
        Names that publishers have used, by ours; capitals, spaces and signs do not matter.
    required : iterable of str
        Our names without which nothing can be done.
    given : mapping of str to str, optional
        Names in this file, by ours; they come before the aliases.
    where : str
        The file, for the error.

    Returns
    -------
    pandas.DataFrame
        Columns that were found, under our names, in the order of the aliases; the others are left
        out.

    Raises
    ------
    FileError
        When a required column, or one that was named, is not there; every one, with the nearest.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"Overall Effectiveness ": ["2"], "urn": ["1"], "x": [0]})
    >>> renamed(table, aliases={"grade": ["overall effectiveness"], "urn": ["URN"]},
    ...         required=["grade"]).columns.tolist()
    ['grade', 'urn']
    """
    known = {plain(column): column for column in reversed(list(table.columns))}
    given = dict(given or {})
    problems = [
        f"our name {name!r}: {_near(name, aliases)}" for name in given if name not in aliases
    ]
    found = {}
    for name, names in aliases.items():
        wanted = [given[name]] if name in given else names
        hits = [known[plain(each)] for each in wanted if plain(each) in known]
        if hits:
            found[name] = hits[0]
        elif name in given:
            problems.append(f"{name} = {given[name]!r}: {_near(given[name], table.columns)}")
        elif name in required:
            problems.append(f"{name} ({' or '.join(map(repr, names[:3]))})")
    if problems:
        raise FileError(
            f"Columns are found by their names in {where}: found none for {'; '.join(problems)}. "
            f"It has {', '.join(map(repr, list(table.columns)[:60]))}. Name them as ours = theirs."
        )
    return table[list(found.values())].set_axis(list(found), axis=1)


def plain(name):
    """Write a name without what changes from year to year: capitals, spaces, signs.

    Parameters
    ----------
    name : str
        Name of a column.

    Returns
    -------
    str

    Examples
    --------
    >>> plain("Early years provision (where applicable)")
    'earlyyearsprovisionwhereapplicable'
    """
    return re.sub(r"[\W_]+", "", str(name).lower())


def _near(name, known):
    near = get_close_matches(str(name), [str(one) for one in known], n=1, cutoff=0.5)
    return f"did you mean {near[0]!r}?" if near else "no name is near it"
