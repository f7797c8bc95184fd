"""Dates and numbers as publishers write them."""

import re

import pandas as pd

from partnership_evaluation.files.columns import FileError

#: What stands in a cell for a number that is not told, or that there is none.
SUPPRESSED = ("SUPP", "SUP", "C", "X", "Z", "LOWCOV", "REDACTED", "*")
NOT_APPLICABLE = ("NE", "NA", "N/A", "NEW", "NP", "NULL", "-", ".", "..", ":", "DNS")
_SHAPES = (
    (r"\d{4}-\d{1,2}-\d{1,2}(?:[T ].*)?", "%Y-%m-%d", 10),
    (r"\d{1,2}/\d{1,2}/\d{4}(?: .*)?", "%d/%m/%Y", None),
    (r"\d{1,2}-\d{1,2}-\d{4}", "%d-%m-%Y", None),
    (r"\d{1,2}\.\d{1,2}\.\d{4}", "%d.%m.%Y", None),
    (r"\d{1,2}[- ][A-Za-z]{3}[- ]\d{4}", "%d-%b-%Y", None),
    (r"\d{1,2}[- ][A-Za-z]{3}[- ]\d{2}", "%d-%b-%y", None),
    (r"\d{1,2} [A-Za-z]{4,} \d{4}", "%d %B %Y", None),
)


def dates(column, *, name="date"):
    """Read a column of dates, the day before the month.

    Parameters
    ----------
    column : pandas.Series
        Texts such as ``03/09/2019``, ``03-09-2019``, ``2019-09-03`` or ``3 September 2019``;
        missing cells stay missing.
    name : str
        The column, for the error.

    Returns
    -------
    pandas.Series
        Times at midnight.

    Raises
    ------
    FileError
        When a cell is no date: how many, and the first with its row.

    Examples
    --------
    >>> dates(pd.Series(["03/09/2019", None, "2019-09-03"])).dt.month.tolist()
    [9.0, nan, 9.0]
    """
    if pd.api.types.is_datetime64_any_dtype(column):
        return column.dt.normalize()
    text = column.astype("string").str.strip()
    # A file has few different days: each is read once.
    each = pd.Series(text.dropna().unique(), dtype="string")
    read = pd.Series(pd.NaT, index=each.index, dtype="datetime64[ns]")
    for shape, form, length in _SHAPES:
        chosen = read.isna() & each.str.fullmatch(shape)
        plain = each[chosen].str.slice(0, length) if length else each[chosen].str.split(" ").str[0]
        if " " in form or "b" in form.lower():
            plain = each[chosen].str.replace(" ", "-", regex=False) if "-" in form else each[chosen]
        read[chosen] = pd.to_datetime(plain, format=form, errors="coerce")
    wrong = set(each[read.isna()])
    if wrong:
        rows = text.index[text.isin(wrong)]
        raise FileError(
            f"A date is written day, month, year: found {text[rows[0]]!r} in column {name}, row "
            f"{rows[0] + 1} of the data, and {len(rows) - 1} more such cells. Mend them, or name "
            "another column."
        )
    return text.map(dict(zip(each, read, strict=True))).astype("datetime64[ns]")


def keys(column):
    """Write numbers that name something, such as schools, in one way.

    Parameters
    ----------
    column : pandas.Series
        Numbers or texts; a spreadsheet may have added ``.0``.

    Returns
    -------
    pandas.Series
        Texts; missing cells stay missing.

    Examples
    --------
    >>> keys(pd.Series([100001.0])).tolist(), keys(pd.Series([" 100001.0", "7b"])).tolist()
    (['100001'], ['100001', '7b'])
    """
    text = column.astype("string").str.strip().str.replace(r"^(\d+)\.0+$", r"\1", regex=True)
    return text.astype("str").where(text.notna())


def numbers(column, *, name="number", percent=False):
    """Read a column of numbers in which some are suppressed.

    Parameters
    ----------
    column : pandas.Series
        Texts; a per cent sign and commas between thousands are left out.
    name : str
        The column, for the error.
    percent : bool
        Whether to give shares, 0 to 1, of percentages.

    Returns
    -------
    (pandas.Series, dict of str to int)
        The numbers, missing where there is none, and how many were ``suppressed``, ``not
        applicable`` and ``blank``.

    Raises
    ------
    FileError
        When a cell is neither a number nor one of the known signs.

    Examples
    --------
    >>> values, missing = numbers(pd.Series(["1.5", "SUPP", "94%", None]))
    >>> values.tolist(), missing
    ([1.5, nan, 94.0, nan], {'suppressed': 1, 'not applicable': 0, 'blank': 1})
    """
    if pd.api.types.is_numeric_dtype(column):
        blank = int(column.isna().sum())
        return column.astype(float), {"suppressed": 0, "not applicable": 0, "blank": blank}
    text = column.astype("string").str.strip()
    upper = text.str.upper()
    hidden, none = upper.isin(SUPPRESSED), upper.isin(NOT_APPLICABLE)
    blank = text.isna() | (text == "")
    told = text.where(~(hidden | none | blank)).str.replace(r"[,%]", "", regex=True)
    values = pd.to_numeric(told, errors="coerce").astype(float)
    wrong = told.notna() & values.isna()
    if wrong.any():
        signs = ", ".join(sorted(set(text[wrong]))[:5])
        raise FileError(
            f"A cell of column {name} is a number, or a sign for one that is not told "
            f"({', '.join(SUPPRESSED[:3])} ...): found {signs} in {int(wrong.sum())} cells. Mend "
            "them, or name another column."
        )
    counts = {"suppressed": hidden, "not applicable": none, "blank": blank}
    return values / 100 if percent else values, {k: int(v.sum()) for k, v in counts.items()}


def squeezed(text):
    """Write a label in lower case with single blanks, to compare it.

    Parameters
    ----------
    text : object
        A cell.

    Returns
    -------
    str

    Examples
    --------
    >>> squeezed("Multi-academy  Trust ")
    'multi-academy trust'
    """
    return re.sub(r"\s+", " ", str(text)).strip().lower()
