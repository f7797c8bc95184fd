"""The p-values that a printed test statistic and its degrees of freedom leave room for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import product

from scipy import special

from partnership_evaluation.rounding import Interval

__all__ = ["absolute", "p_interval"]

#: Relative error that the distribution functions are given.
PRECISION = Fraction(1, 10**9)


def p_interval(kind: str, statistic: Interval, freedom: Sequence[Interval]) -> Interval | None:
    """Return every p-value that a statistic in this interval can have, two-sided for t, z and r.

    Parameters
    ----------
    kind : {"t", "z", "f", "chi2", "r"}
        Which statistic.
    statistic : Interval
        What was printed, before it was rounded.
    freedom : sequence of Interval
        Degrees of freedom: none for z, two for f, one for the others.

    Returns
    -------
    Interval or None
        None when the degrees of freedom are not known, or may be 0.

    Notes
    -----
    What statcheck does (Nuijten, Hartgerink, van Assen, Epskamp and Wicherts 2016, The prevalence
    of statistical reporting errors in psychology, Behavior Research Methods 48, 1205-1226), with
    the rounding of the statistic: the p-value falls as the statistic grows, so the ends are those
    of the intervals. Of r by t = r sqrt(df / (1 - r^2)). Checked against R's pt, pf, pchisq.

    Examples
    --------
    >>> printed = Interval(Fraction("2.195"), Fraction("2.205"))
    >>> found = p_interval("t", printed, [Interval(Fraction(28), Fraction(28))])
    >>> round(float(found.low), 4), round(float(found.high), 4)
    (0.0358, 0.0366)
    """
    needed = {"z": 0, "f": 2}.get(kind, 1)
    if len(freedom) != needed or any(each.low <= 0 for each in freedom):
        return None
    size = absolute(statistic)
    ends = [(float(each.low), float(each.high)) for each in (size, *freedom)]
    values = [Fraction(float(_TAILS[kind](*corner))) for corner in product(*ends)]
    return Interval(min(values) * (1 - PRECISION), min(max(values) * (1 + PRECISION), Fraction(1)))


def absolute(found: Interval) -> Interval:
    """Return the sizes of the numbers in an interval.

    Parameters
    ----------
    found : Interval
        Perhaps with numbers below 0.

    Returns
    -------
    Interval

    Examples
    --------
    >>> absolute(Interval(Fraction(-3), Fraction(1))).high
    Fraction(3, 1)
    """
    if found.low >= 0:
        return found
    if found.high <= 0:
        return Interval(-found.high, -found.low, found.high_included, found.low_included)
    return Interval(Fraction(0), max(-found.low, found.high))


def _of_r(r: float, df: float) -> float:
    if r >= 1:
        return 0.0
    return 2 * special.stdtr(df, -r * math.sqrt(df / (1 - r**2)))


_TAILS = {
    "t": lambda t, df: 2 * special.stdtr(df, -t),
    "z": lambda z: 2 * special.ndtr(-z),
    "f": lambda f, df_1, df_2: special.fdtrc(df_1, df_2, f),
    "chi2": lambda chi2, df: special.chdtrc(df, chi2),
    "r": _of_r,
}
