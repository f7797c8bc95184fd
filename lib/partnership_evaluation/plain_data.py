"""Values as JSON can hold them, the same on every machine."""

import math

import pandas as pd


def records(frame):
    """Turn a table into plain data.

    Parameters
    ----------
    frame : pandas.DataFrame
        Any table.

    Returns
    -------
    list of dict
        One dictionary a row, column to plain value.

    Examples
    --------
    >>> records(pd.DataFrame({"n": [12], "mean": [float("nan")]}))
    [{'n': 12, 'mean': None}]
    """
    return [{key: plain(value) for key, value in row.items()} for row in frame.to_dict("records")]


def plain(value):
    """Turn a value into what JSON can hold.

    Parameters
    ----------
    value : object
        Text, a truth value, any kind of number, or a missing value.

    Returns
    -------
    str, bool, int, float or None
        Numbers that are not whole have at most ten decimals; what is missing, not a number or
        infinite is None.

    Examples
    --------
    >>> from fractions import Fraction
    >>> plain(Fraction(1, 3)), plain(float("inf"))
    (0.3333333333, None)
    """
    if value is None or value is pd.NA or isinstance(value, bool | str | int):
        return None if value is pd.NA else value
    if hasattr(value, "item"):
        return plain(value.item())
    return round(float(value), 10) if math.isfinite(value) else None


def infinite(values):
    """Name the values that are infinite, which plain data cannot say.

    Parameters
    ----------
    values : dict of str to object
        Numbers by name; any may be missing.

    Returns
    -------
    list of str

    Examples
    --------
    >>> infinite({"low": 0.5, "high": float("inf")})
    ['high']
    """
    return [
        name for name, value in values.items() if not pd.isna(value) and math.isinf(float(value))
    ]
