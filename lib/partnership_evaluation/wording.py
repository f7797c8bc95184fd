"""Numbers in words: how a share, an interval or a count is written in every report."""

import math
from fractions import Fraction


def percent(share, *, decimals=0):
    """Write a share as a percentage.

    Parameters
    ----------
    share : float or fractions.Fraction
        From 0 to 1.
    decimals : int, default 0
        Decimals shown, rounded half up.

    Returns
    -------
    str

    Examples
    --------
    >>> percent(Fraction(1, 8)), percent(0.5)
    ('13%', '50%')
    """
    scaled = Fraction(share) * 100 * 10**decimals
    rounded = math.floor(scaled + Fraction(1, 2))
    return f"{rounded / 10**decimals:.{decimals}f}%"


def span(result, *, decimals=0):
    """Write a share with its interval in words.

    Parameters
    ----------
    result : object
        Anything with ``estimate``, ``low``, ``high`` (shares from 0 to 1) and ``confidence_level``.
    decimals : int, default 0
        Decimals shown.

    Returns
    -------
    str

    Examples
    --------
    >>> from partnership_evaluation import proportions
    >>> span(proportions.interval(6, n=12))
    '50% (95% interval 21% to 79%)'
    """
    ends = [percent(end, decimals=decimals) for end in (result.estimate, result.low, result.high)]
    level = percent(result.confidence_level)
    return f"{ends[0]} ({level} interval {ends[1]} to {ends[2]})"
