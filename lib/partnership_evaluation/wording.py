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

    Raises
    ------
    ValueError
        When the share is not a finite number.

    Notes
    -----
    A float is taken as the decimal number that it prints as: 0.075 is 3/40, although the nearest
    binary number lies just below.

    Examples
    --------
    >>> percent(Fraction(1, 8)), percent(0.5), percent(0.075)
    ('13%', '50%', '8%')
    """
    try:
        exact = Fraction(str(share))
    except ValueError:
        raise ValueError(
            f"A share must be a finite number; found {share!r}. Leave the percentage out."
        ) from None
    scaled = exact * 100 * 10**decimals
    rounded = math.floor(scaled + Fraction(1, 2))
    return f"{rounded / 10**decimals:.{decimals}f}%"


def number(value, *, digits=4):
    """Write a number with at most so many significant digits.

    Parameters
    ----------
    value : float
        Any number.
    digits : int, default 4
        Significant digits kept; zeros at the end are dropped. The digits before the decimal point
        are all kept, however many there are.

    Returns
    -------
    str

    Examples
    --------
    >>> number(0.03125), number(2), number(1 / 3), number(12345.6)
    ('0.03125', '2', '0.3333', '12346')
    """
    value = float(value)
    return f"{value:.0f}" if abs(value) >= 10**digits - 0.5 else f"{value:.{digits}g}"


def runs(numbers):
    """Write whole numbers with runs drawn together.

    Parameters
    ----------
    numbers : sequence of int
        In ascending order.

    Returns
    -------
    str

    Examples
    --------
    >>> runs([4, 8, 11, 12, 13])
    '4, 8, 11 to 13'
    """
    found = []
    for value in numbers:
        if found and value == found[-1][1] + 1:
            found[-1][1] = value
        else:
            found.append([value, value])
    return ", ".join(
        f"{first} to {last}" if last > first + 1 else ", ".join(map(str, sorted({first, last})))
        for first, last in found
    )


def p_value(value):
    """Write a p-value.

    Parameters
    ----------
    value : float
        From 0 to 1.

    Returns
    -------
    str
        Two significant digits, or ``< 0.001``.

    Examples
    --------
    >>> p_value(0.2743), p_value(1e-9)
    ('0.27', '< 0.001')
    """
    return "< 0.001" if value < 0.001 else number(value, digits=2)


def p_said(value):
    """Say a p-value in a sentence.

    Parameters
    ----------
    value : float
        From 0 to 1.

    Returns
    -------
    str
        With the letter and the sign before the number.

    Examples
    --------
    >>> p_said(0.2743), p_said(1e-9)
    ('p = 0.27', 'p < 0.001')
    """
    said = p_value(value)
    return f"p {said}" if said.startswith("<") else f"p = {said}"


def signed(value):
    """Write a whole number of points with its sign.

    Parameters
    ----------
    value : float
        Rounded to a whole number, ties to even.

    Returns
    -------
    str

    Examples
    --------
    >>> signed(16.2), signed(-0.3)
    ('+16', '0')
    """
    rounded = round(value)
    return f"{rounded:+d}" if rounded else "0"


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
    level = _level(result.confidence_level)
    return f"{ends[0]} ({level} interval {ends[1]} to {ends[2]})"


def _level(confidence_level):
    """Write a level with one decimal where it has one, and as many as keep it from 100%."""
    written = (percent(confidence_level, decimals=decimals) for decimals in range(1, 17))
    text = next((text for text in written if not text.startswith("100.")), "100%")
    return text.replace(".0%", "%")
