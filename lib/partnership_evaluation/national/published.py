"""The publishers' own figures, worked out again from their file."""

import re
from fractions import Fraction

import pandas as pd

from partnership_evaluation import rounding
from partnership_evaluation.national.schools import columns

GOOD = (1, 2)
HOLDS, ROUNDED = "reproduced", "reproduced with another rounding"
FAILS, UNKNOWN = "not reproducible", "cannot be checked"


def this_year(table, *, year_from):
    """Count the judgements of a school year, short inspections and all.

    Parameters
    ----------
    table : pandas.DataFrame
        Schools as read: ``grade``, ``date`` and, where there are any, ``short_date``,
        ``short_outcome`` and ``short_converted``.
    year_from : str
        First day of the school year.

    Returns
    -------
    pandas.DataFrame
        ``inspections`` (full, short, both), ``n`` and ``good`` (left good or outstanding), counts.

    Notes
    -----
    Since 2015 most good schools get a short (section 8) inspection, which leaves the grade as it is
    or leads to a full one. Full inspections of a year are therefore those of schools in doubt, and
    their share of good ones is no share of the year's judgements.

    Examples
    --------
    >>> rows = pd.DataFrame({"grade": [2, 3], "date": pd.to_datetime(["2019-10-01", "2015-03-02"])})
    >>> this_year(rows, year_from="2019-09-01")["n"].tolist()
    [1, 0, 1]
    """
    start, end = _year(year_from)
    full = table["date"].between(start, end) & table["grade"].notna()
    n, good = int(full.sum()), int((full & table["grade"].isin(GOOD)).sum())
    short_n = short_good = 0
    if {"short_date", "short_outcome"} <= set(table):
        short = table["short_date"].between(start, end) & table["short_outcome"].notna()
        if "short_converted" in table:
            short &= table["short_converted"].astype("string").str.lower().ne("yes").fillna(True)
        kept = table["short_outcome"].astype("string").str.contains(
            columns()["good_after_short"], case=False, regex=True, na=False
        )  # fmt: skip
        short_n, short_good = int(short.sum()), int((short & kept).sum())
    return pd.DataFrame(
        {
            "inspections": ["full", "short", "both"],
            "n": [n, short_n, n + short_n],
            "good": [good, short_good, good + short_good],
        }
    )


def figures_of(table, *, year_from):
    """Work out every figure of the kinds that publishers print.

    Parameters
    ----------
    table : pandas.DataFrame
        Schools as read.
    year_from : str
        First day of the school year that counts as this year.

    Returns
    -------
    dict of str to (int, int, str)
        Count, total and words, by name: ``schools``, ``graded``, ``good_all``,
        ``good_<phase>``, ``up_from_<grade>``, and, where there are dates, ``good_this_year``,
        ``good_this_year_full_only``, ``up_from_<grade>_this_year``. Counts that are no share have
        total 0.

    Examples
    --------
    >>> rows = pd.DataFrame({"grade": [2, 3], "previous_grade": [3, 3], "phase": ["Primary"] * 2})
    >>> figures_of(rows, year_from="2019-09-01")["good_primary"][:2]
    (1, 2)
    """
    has = table["grade"].notna()
    good = table["grade"].isin(GOOD)
    found = {
        "schools": (len(table), 0, "schools in the file"),
        "graded": (int(has.sum()), 0, "schools with a grade"),
        "good_all": (int(good.sum()), int(has.sum()), "schools good or outstanding"),
    }
    for phase in sorted(table["phase"].dropna().unique()) if "phase" in table else []:
        here = has & (table["phase"] == phase)
        words = f"schools good or outstanding, {phase}"
        found[f"good_{_slug(phase)}"] = (int((here & good).sum()), int(here.sum()), words)
    periods = {"": pd.Series(True, index=table.index)}
    if "date" in table:
        periods["_this_year"] = table["date"].between(*_year(year_from))
        both = this_year(table, year_from=year_from).set_index("inspections")
        for name, row, words in (
            (
                "good_this_year",
                "both",
                "judged good or outstanding this year, short inspections too",
            ),
            ("good_this_year_full_only", "full", "the same in full inspections alone"),
        ):
            found[name] = (int(both.loc[row, "good"]), int(both.loc[row, "n"]), words)
    for ending, period in periods.items():
        for grade in (2, 3, 4):
            here = period & has & (table["previous_grade"] == grade).fillna(False)
            up = here & (table["grade"] < table["previous_grade"]).fillna(False)
            words = f"moved up from grade {grade}{' this year' if ending else ''}"
            found[f"up_from_{grade}{ending}"] = (int(up.sum()), int(here.sum()), words)
    return found


def given_back(published, figures):
    """Set printed figures beside those of the file.

    Parameters
    ----------
    published : str
        ``name: figure`` with semicolons between, as printed; percentages with or without a sign.
    figures : mapping of str to (int, int, str)
        What :func:`figures_of` gave.

    Returns
    -------
    pandas.DataFrame
        ``claim``, ``subject``, ``locator``, ``printed``, ``recomputed``, ``verdict``, ``note``.

    Raises
    ------
    ValueError
        When a part is no name and figure; an unknown name *cannot be checked*.

    Examples
    --------
    >>> given_back("good_all: 88", {"good_all": (7, 8, "schools good")})[["recomputed", "verdict"]
    ...     ].iloc[0].tolist()
    ['87.5', 'reproduced']
    """
    rows = []
    for part in filter(str.strip, published.split(";")):
        name, colon, printed = (side.strip() for side in part.replace("=", ":").partition(":"))
        number = printed.removesuffix("%").strip()
        if not colon or not re.fullmatch(r"-?[\d,]+(\.\d+)?", number):
            raise ValueError(
                f"Published figures are written name: figure, semicolons between: found {part!r}; "
                "write good_primary: 88, say."
            )
        rows.append(_verdict(name, printed, number, figures))
    columns_ = ["claim", "subject", "locator", "printed", "recomputed", "verdict", "note"]
    return pd.DataFrame(rows, columns=columns_)


def _verdict(name, printed, number, figures):
    if name not in figures:
        note = f"No figure of this name is worked out; known are {', '.join(sorted(figures))}."
        return (name, name, "publisher", printed, None, UNKNOWN, note)
    k, n, words = figures[name]
    if not n and name not in ("schools", "graded"):
        return (name, words, "publisher", printed, None, UNKNOWN, "The file has no such school.")
    value = 100 * k / n if n else k
    shown = f"{value:.4g}" if n else str(k)
    note = f"{k} of {n}" if n else ""
    exact = rounding.read_printed(number)
    for rule, verdict in (("half_up", HOLDS), ("any", ROUNDED)):
        if _prints(k, n, exact, rule):
            return (name, words, "publisher", printed, shown, verdict, note)
    return (name, words, "publisher", printed, shown, FAILS, note)


def _prints(k, n, printed, rule):
    value = Fraction(100 * k, n) if n else Fraction(k)
    return value in rounding.unrounded(printed, rounding=rule)


def _year(year_from):
    start = pd.Timestamp(year_from)
    return start, start + pd.DateOffset(years=1) - pd.Timedelta(days=1)


def _slug(words):
    return re.sub(r"\W+", "_", str(words).lower()).strip("_")
