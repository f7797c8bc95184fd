"""The scales of English schools: ordered codes, words, direction, dates and source.

The scales are data (``data/scales.csv`` and ``data/measures.csv``); this module reads them.
"""

from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from fractions import Fraction
from functools import cache

import pandas as pd

from partnership_evaluation import tables


class UnknownCode(ValueError):
    """A code that is not on the scale it is said to be on."""


@dataclass(frozen=True)
class Scale:
    """One scale of grades, levels or points.

    Attributes
    ----------
    name : str
        Name used in the tables, for example ``"ofsted_2012"``.
    title : str
        What the scale grades, in words.
    codes : tuple of str
        Every code, from worst to best.
    words : dict of str to str
        The official word for each code.
    points : dict of str to fractions.Fraction
        Points of each code; empty where the scale has none.
    best_is : {"low", "high"}
        Whether the best code has the lowest or the highest number.
    spacing : {"ordinal", "interval_by_convention"}
        Whether equal steps mean anything.
    family : str
        Scales of one family grade the same thing at different times.
    valid_from, valid_to : datetime.date or None
        First and last day in force.
    source : str
        Where the scale is defined.

    Examples
    --------
    >>> scale("ofsted_2012").words["3"]
    'requires improvement'
    """

    name: str
    title: str
    codes: tuple
    words: dict
    points: dict
    best_is: str
    spacing: str
    family: str
    valid_from: date | None
    valid_to: date | None
    source: str

    @property
    def best(self):
        """The code above which nothing lies: whoever has it cannot improve."""
        return self.codes[-1]

    @property
    def worst(self):
        """The code below which nothing lies."""
        return self.codes[0]

    def rank(self, code):
        """Return the place of a code, 0 for the worst.

        Parameters
        ----------
        code : str
            A code of the scale.

        Returns
        -------
        int

        Raises
        ------
        UnknownCode
            When the scale has no such code.

        Examples
        --------
        >>> scale("ofsted_2012").rank("1")
        3
        """
        if code not in self.codes:
            # A code given as a number is refused: it may be a rank, which is another thing.
            raise UnknownCode(_unknown_code(self, [(None, code)]))
        return self.codes.index(code)


def names():
    """List the scales of the dictionary.

    Returns
    -------
    list of str

    Examples
    --------
    >>> "national_curriculum" in names()
    True
    """
    return tables.read("scales")["scale"].tolist()


def scale(name):
    """Look up a scale.

    Parameters
    ----------
    name : str
        One of :func:`names`.

    Returns
    -------
    Scale

    Raises
    ------
    ValueError
        When there is no scale of that name; the nearest is offered.

    Examples
    --------
    >>> scale("national_curriculum").codes[:3]
    ('W', '1c', '1b')
    """
    return _find(name, tables.folder())


def check_codes(codes, *, scale):
    """Check that every code is on a scale.

    Parameters
    ----------
    codes : sequence of str
        Codes as recorded, one a person, lesson or school; whole numbers are read as text, missing
        values and empty texts as missing.
    scale : str
        Name of the scale.

    Returns
    -------
    list of str
        The codes as text, in the same order; missing ones are None.

    Raises
    ------
    UnknownCode
        When any code is not on the scale: every one, with its row and the nearest legal code.

    Examples
    --------
    >>> check_codes(["2a", "3c"], scale="national_curriculum")
    ['2a', '3c']
    """
    chosen = _find(scale, tables.folder())
    texts = [None if pd.isna(code) or code == "" else str(code) for code in codes]
    wrong = [
        (row, code)
        for row, code in enumerate(texts, 1)
        if code is not None and code not in chosen.codes
    ]
    if wrong:
        raise UnknownCode(_unknown_code(chosen, wrong))
    return texts


@cache
def _find(name, folder):
    # The folder is part of the key: the same name may mean another scale in other data.
    known = tables.read("scales").set_index("scale")
    if name not in known.index:
        near = get_close_matches(str(name), known.index, n=1)
        hint = f"Did you mean {near[0]!r}?" if near else f"Known: {', '.join(known.index)}."
        raise ValueError(f"A scale must be in data/scales.csv; found {name!r}. {hint}")
    row = known.loc[name]
    codes = tables.read("measures").query("scale == @name").sort_values("rank")
    scored = codes.dropna(subset=["points"])
    return Scale(
        name=name,
        title=row["name"],
        codes=tuple(codes["code"]),
        words=dict(zip(codes["code"], codes["words"], strict=True)),
        points=dict(zip(scored["code"], map(Fraction, scored["points"]), strict=True)),
        best_is=row["best"],
        spacing=row["spacing"],
        family=row["family"],
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        source=row["source"],
    )


def _day(text):
    return None if pd.isna(text) else date.fromisoformat(text)


def _unknown_code(chosen, wrong):
    parts = []
    for row, code in wrong:
        text = str(code).lower()
        near = get_close_matches(text, [c.lower() for c in chosen.codes], n=1, cutoff=0.3)
        nearest = next((c for c in chosen.codes if near and c.lower() == near[0]), None)
        place = f"row {row}: " if row else ""
        parts.append(f"{place}{code!r}" + (f" (nearest: {nearest!r})" if nearest else ""))
    return (
        f"Codes must be on the scale {chosen.name!r} ({', '.join(chosen.codes)}); "
        f"found {'; '.join(parts)}. Correct the codes or name the scale they are on."
    )
