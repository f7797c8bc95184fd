"""The scales of English schools: ordered codes, words, direction, dates and source.

The scales are data (``data/scales.csv`` and ``data/measures.csv``); this module reads them.
"""

from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from fractions import Fraction
from functools import cache

import pandas as pd

from partnership_evaluation import tables

MOST_LISTED = 30  # codes in an error; the scores of a test are given by their ends


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
        Scales of one family grade the same thing at different times or in different words.
    valid_from, valid_to : datetime.date or None
        First and last day in force; None where it is not known, does not apply, or has not come.
    publisher, source, locator : str
        Where the scale is defined: who published it, publisher and title, and the place in it.
    year : int or None
        Year of publication; None where it is undated.
    note : str
        Remark; may be empty.
    code_dates : dict of str to tuple
        First and last day of the codes that came later or went earlier than their scale.

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
    publisher: str
    source: str
    year: int | None
    locator: str
    note: str
    code_dates: dict

    @property
    def best(self):
        """The code above which nothing lies: whoever has it cannot improve."""
        return self.codes[-1]

    @property
    def worst(self):
        """The code below which nothing lies."""
        return self.codes[0]

    def in_force(self, on):
        """Say whether the scale was in force on a day.

        Parameters
        ----------
        on : datetime.date or str
            The day, or its text as in ``"2014-03-01"``.

        Returns
        -------
        bool
            A scale without dates is always in force.
        """
        return _within(day(on), self.valid_from, self.valid_to)

    def codes_on(self, on):
        """List the codes that were in force on a day.

        Parameters
        ----------
        on : datetime.date or str
            The day, or its text as in ``"2014-03-01"``.

        Returns
        -------
        tuple of str
            From worst to best; empty when the scale was not in force.
        """
        if not self.in_force(on):
            return ()
        always = (None, None)
        return tuple(c for c in self.codes if _within(day(on), *self.code_dates.get(c, always)))

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


def names(*, family=None, on=None):
    """List the scales of the dictionary.

    Parameters
    ----------
    family : str, optional
        Only scales that grade the same thing, for example ``"ofsted"``.
    on : datetime.date or str, optional
        Only scales in force on this day.

    Returns
    -------
    list of str

    Examples
    --------
    >>> names(family="ofsted", on="2011-05-01"), names(family="ofsted", on="2025-05-01")
    (['ofsted_2005'], [])
    """
    known = tables.read("scales")
    found = known["scale"] if family is None else known.loc[known["family"] == family, "scale"]
    return [name for name in found if on is None or scale(name).in_force(on)]


def day(value):
    """Read a day.

    Parameters
    ----------
    value : datetime.date or str
        A date, or its text as in ``"2014-03-01"``.

    Returns
    -------
    datetime.date

    Raises
    ------
    ValueError
        When the text is no day of the calendar.

    Examples
    --------
    >>> day("2014-03-01").year
    2014
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(
            f"A day must be a date or text such as '2014-03-01'; found {value!r}. "
            "Write year, month and day."
        ) from None


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


def check_codes(codes, *, scale, on=None):
    """Check that every code is on a scale.

    Parameters
    ----------
    codes : sequence of str
        Codes as recorded, one a person, lesson or school; whole numbers are read as text, missing
        values and empty texts as missing.
    scale : str
        Name of the scale.
    on : datetime.date or str, optional
        The day on which the codes were given; without it codes of any time are let through.

    Returns
    -------
    list of str
        The codes as text, in the same order; missing ones are None.

    Raises
    ------
    UnknownCode
        When any code is not on the scale, or was not in force on that day: every one, with its row
        and the nearest legal code.

    Examples
    --------
    >>> check_codes(["2a", "3c"], scale="national_curriculum")
    ['2a', '3c']
    """
    chosen = _find(scale, tables.folder())
    legal = chosen.codes if on is None else chosen.codes_on(on)
    texts = [None if pd.isna(code) or code == "" else str(code) for code in codes]
    wrong = [
        (row, code) for row, code in enumerate(texts, 1) if code is not None and code not in legal
    ]
    if wrong and not legal:
        raise UnknownCode(
            f"Codes must be of a scale in force on {day(on)}; found {len(wrong)} of "
            f"{chosen.name!r}, in force {_period(chosen)}. Correct the date or name another scale."
        )
    if wrong:
        raise UnknownCode(_unknown_code(chosen, wrong, on))
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
        publisher=row["publisher"],
        source=f"{row['publisher']}, {row['source']}",
        year=None if pd.isna(row["year"]) else int(row["year"]),
        locator="" if pd.isna(row["locator"]) else row["locator"],
        note="" if pd.isna(row["note"]) else row["note"],
        code_dates=_code_dates(codes),
    )


def _code_dates(codes):
    dated = codes.dropna(subset=["valid_from", "valid_to"], how="all")
    return {
        row.code: (_day(row.valid_from), _day(row.valid_to))
        for row in dated.itertuples(index=False)
    }


def _day(text):
    return None if pd.isna(text) else date.fromisoformat(text)


def _period(chosen):
    since = f"from {chosen.valid_from}" if chosen.valid_from else ""
    return f"{since} to {chosen.valid_to}".strip() if chosen.valid_to else since


def _within(on, first, last):
    return (first is None or first <= on) and (last is None or on <= last)


def _unknown_code(chosen, wrong, on=None):
    legal = chosen.codes if on is None else chosen.codes_on(on)
    when = "" if on is None else f" on {day(on)}"
    listed = ", ".join(legal) if len(legal) <= MOST_LISTED else f"{legal[0]} to {legal[-1]}"
    parts = []
    for row, code in wrong:
        text = str(code).lower()
        near = get_close_matches(text, [c.lower() for c in legal], n=1, cutoff=0.3)
        nearest = next((c for c in legal if near and c.lower() == near[0]), None)
        place = f"row {row}: " if row else ""
        parts.append(f"{place}{code!r}" + (f" (nearest: {nearest!r})" if nearest else ""))
    return (
        f"Codes must be on the scale {chosen.name!r}{when} ({listed}); "
        f"found {'; '.join(parts)}. Correct the codes or name the scale they are on."
    )
