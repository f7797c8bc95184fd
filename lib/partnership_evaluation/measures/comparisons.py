"""What may be said of two values that are on two scales, or on one scale at two times."""

from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

import pandas as pd

from partnership_evaluation import scales, tables

ORDER = ("refused", "thresholds", "ordinal", "allowed")  # the strictest listed verdict holds


class IllegalComparison(ValueError):
    """Two values, or a summary of one scale, that must not be compared or computed."""


@dataclass(frozen=True)
class Comparison:
    """The answer to whether two values may be compared.

    Attributes
    ----------
    before, after : str
        Names of the scales, or of the quantities that are no codes.
    verdict : {"allowed", "ordinal", "thresholds", "refused"}
        ``allowed``: differences may be computed; ``ordinal``: only better, same or worse;
        ``thresholds``: only shares at or above listed pairs of grades; ``refused``: nothing.
    reason : str
        Why.
    instead : str
        What to do instead, or how to do it.
    source : str
        Where that is laid down; empty for rules that follow from the scales.

    Examples
    --------
    >>> compare("alps", "alps", before_date=None, after_date=None).verdict
    'ordinal'
    """

    before: str
    after: str
    verdict: str
    reason: str
    instead: str
    source: str = ""


def compare(before_scale, after_scale, *, before_date, after_date):
    """Say whether a value of one scale and date may be compared with one of another.

    Parameters
    ----------
    before_scale, after_scale : str
        Names of scales, or of quantities that are no codes (``"progress_8"``); may be the same.
    before_date, after_date : datetime.date or str or None
        The days on which the two values were given, as a date or as text (``"2019-08-22"``); None
        when they are not known.

    Returns
    -------
    Comparison
        The verdict with its reason and what to do instead.

    Raises
    ------
    ValueError
        When there is no such scale or quantity, or a date is no day.

    Notes
    -----
    First, a scale must have been in force on its date. Then what is listed in
    ``data/scale_comparisons.csv`` for the pair, in either order, holds: always, when exactly one of
    the dates lies in a window (a year without examinations), or when the dates are of different
    school years (September to August). Of several listed verdicts the strictest is given. Without
    dates a window is not applied, and the years are taken to differ. A pair that is not listed is
    refused when the scales differ; within one scale the spacing decides.

    Examples
    --------
    >>> compare("ofsted_2005", "ofsted_2012", before_date="2010-03-01",
    ...         after_date="2013-03-01").verdict
    'refused'
    >>> compare("gcse_letter", "gcse_number", before_date=None, after_date=None).verdict
    'thresholds'
    """
    pair = [_known(name) for name in (before_scale, after_scale)]
    days = [None if day is None else scales.day(day) for day in (before_date, after_date)]
    late = [_out_of_date(*each) for each in zip(pair, days, strict=True)]
    if any(late):
        reason = " ".join(filter(None, late))
        instead = "Correct the date, or name the scale that was in force."
        return Comparison(before_scale, after_scale, "refused", reason, instead)
    listed = _listed(before_scale, after_scale, days)
    return listed or _not_listed(before_scale, after_scale, pair[0], days)


def comparisons():
    """List every pair of scales or quantities about which there is a rule.

    Returns
    -------
    pandas.DataFrame
        Columns ``comparison``, ``before``, ``after``, ``verdict``, ``applies``, ``window_from``,
        ``window_to``, ``reason``, ``instead``, ``publisher``, ``source``, ``year``, ``locator``.

    Examples
    --------
    >>> set(comparisons()["verdict"]) <= {"allowed", "ordinal", "thresholds", "refused"}
    True
    """
    return tables.read("scale_comparisons")


@dataclass(frozen=True)
class _Known:
    """A scale, or a quantity, with what a comparison needs of it."""

    name: str
    spacing: str
    first: date | None
    last: date | None
    note: str


def _known(name):
    if name in scales.names():
        found = scales.scale(name)
        return _Known(name, found.spacing, found.valid_from, found.valid_to, found.note)
    quantities = tables.read("quantities").set_index("quantity")
    if name not in quantities.index:
        known = [*scales.names(), *quantities.index]
        near = get_close_matches(str(name), known, n=1)
        hint = f"Did you mean {near[0]!r}?" if near else "See measures.names."
        raise ValueError(
            f"A scale must be in data/scales.csv or data/quantities.csv; found {name!r}. {hint}"
        )
    row = quantities.loc[name]
    first, last = (
        None if pd.isna(row[key]) else scales.day(row[key]) for key in ("valid_from", "valid_to")
    )
    return _Known(name, "quantity", first, last, "" if pd.isna(row["note"]) else row["note"])


def _out_of_date(known, day):
    if day is None:
        return None
    early, late = known.first and day < known.first, known.last and day > known.last
    if not early and not late:
        return None
    edge = f"began on {known.first}" if early else f"ended on {known.last}"
    return f"{known.name!r} {edge} and was not in force on {day}. {known.note}".rstrip()


def _listed(before, after, days):
    rows = comparisons()
    forth = (rows["before"] == before) & (rows["after"] == after)
    back = (rows["before"] == after) & (rows["after"] == before)
    found = [row for row in rows[forth | back].itertuples(index=False) if _applies(row, days)]
    if not found:
        return None
    row = min(found, key=lambda each: ORDER.index(each.verdict))
    year = "" if pd.isna(row.year) else f" ({row.year})"
    place = "" if pd.isna(row.locator) else f", {row.locator}"
    source = f"{row.publisher}: {row.source}{year}{place}"
    return Comparison(before, after, row.verdict, row.reason, row.instead, source)


def _applies(row, days):
    if row.applies == "across":
        first, last = scales.day(row.window_from), scales.day(row.window_to)
        within = [first <= day <= last for day in days if day is not None]
        return len(within) == len(days) and any(within) and not all(within)
    if row.applies == "years":
        return None in days or len({_school_year(day) for day in days}) > 1
    return True


def _school_year(day):
    return day.year if day.month >= 9 else day.year - 1


def _not_listed(before, after, known, days):
    if before != after:
        first, second = sorted((before, after))
        reason = f"Movement needs one scale; found {first!r} and {second!r}."
        return Comparison(before, after, "refused", reason, "Compare within each scale.")
    if known.spacing == "quantity":
        year = "" if None in days else f" of the school year beginning in {_school_year(days[0])}"
        reason = f"Both are {before!r}{year}."
        return Comparison(before, after, "allowed", reason, "Give the interval of each.")
    if known.spacing == "ordinal":
        reason = f"The steps of {before!r} are in order, but nothing makes them equal."
        return Comparison(
            before, after, "ordinal", reason, "Count who moved up, stayed and moved down."
        )
    reason = f"Equal steps are a convention of {before!r}."
    return Comparison(before, after, "allowed", reason, "Say which convention.")
