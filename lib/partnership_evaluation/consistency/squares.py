"""The sums of answers, and of their squares, that print as a mean and a standard deviation."""

from __future__ import annotations

from fractions import Fraction

from partnership_evaluation.integer_moments import smallest_squares
from partnership_evaluation.rounding import Printed, unrounded

__all__ = ["squares_range", "sums_for_mean", "variance"]


def sums_for_mean(mean: Printed, n: int, rule: str, items: int, scale: tuple) -> range:
    """Return the sums of answers on the scale that print as the mean.

    Parameters
    ----------
    mean : Printed
        The mean as printed.
    n : int
        How many people answered.
    rule : str
        A rule of :func:`partnership_evaluation.rounding.rounding_name`.
    items : int
        How many items were averaged for each person.
    scale : tuple of int or None
        Lowest and highest code of one item; None where it is not known.

    Returns
    -------
    range

    Examples
    --------
    >>> from partnership_evaluation.rounding import read_printed
    >>> sums_for_mean(read_printed("3.67"), 3, "half_up", 1, (1, 5))
    range(11, 12)
    """
    found = unrounded(mean, rounding=rule).scaled(n * items).integers()
    low, high = (None if end is None else end * n * items for end in scale)
    first = found.start if low is None else max(found.start, low)
    stop = found.stop if high is None else min(found.stop, high + 1)
    return range(first, max(first, stop))


def squares_range(
    total: int, sd: Printed | None, *, n: int, items: int, rule: str, population: bool
) -> range:
    """Return the sums of squares, in step with the parity of the total, that print as `sd`.

    Parameters
    ----------
    total : int
        The sum of the answers.
    sd : Printed
        The standard deviation as printed.
    n, items : int
        How many people answered, and how many items were averaged for each.
    rule : str
        A rule of :func:`partnership_evaluation.rounding.rounding_name`.
    population : bool
        True for a standard deviation with divisor n.

    Returns
    -------
    range
        In steps of 2, because a square is odd when its root is.

    Examples
    --------
    Of two answers that sum to 3, only 1 and 2 have a standard deviation of 0.71:

    >>> from partnership_evaluation.rounding import read_printed
    >>> sd = read_printed("0.71")
    >>> squares_range(3, sd, n=2, items=1, rule="half_up", population=False)
    range(5, 6, 2)
    """
    least = smallest_squares(total, n=n)
    interval = unrounded(sd, rounding=rule).squared()
    factor = n * (n if population else n - 1) * items**2
    scaled = interval.scaled(factor).integers()
    # n Q - S^2 lies in `scaled`.
    first = max(-(-(scaled.start + total**2) // n), least)
    last = (scaled.stop - 1 + total**2) // n if scaled else first - 1
    first += (first - total) % 2
    return range(first, max(first, last + 1), 2)


def variance(total: int, squares: int, n: int, items: int, population: bool) -> Fraction:
    """Return the variance of n answers from their sum and sum of squares, exactly.

    Parameters
    ----------
    total, squares : int
        Sum of the answers and of their squares.
    n, items : int
        How many people answered, and how many items were averaged for each.
    population : bool
        True for the divisor n, otherwise n - 1.

    Returns
    -------
    Fraction

    Examples
    --------
    >>> variance(3, 5, 2, 1, False)
    Fraction(1, 2)
    """
    return Fraction(n * squares - total**2, n * (n if population else n - 1) * items**2)
