"""Sums over all combinations of conditions, as exact power series in two variables."""

from fractions import Fraction
from math import factorial


def no_common_combination(with_outcome, without_outcome, likeness):
    """Return the probability that two groups of cases share no combination.

    Parameters
    ----------
    with_outcome, without_outcome : int
        Cases of the two groups.
    likeness : callable
        From a whole number k to the probability that k cases all show the same combination,
        as an exact number.

    Returns
    -------
    fractions.Fraction

    Notes
    -----
    With probability w of a combination, the groups share none with probability p! q! times the
    coefficient of x^p y^q in the product of (exp(wx) + exp(wy) - 1) over all combinations. The
    logarithm of a factor is a series in wx and wy, so the sum of the logarithms needs only the sums
    of w ** k, which are the likenesses; it is exponentiated again, term by term.

    Examples
    --------
    >>> no_common_combination(1, 1, lambda k: Fraction(1, 2) ** (k - 1))
    Fraction(1, 2)
    """
    p, q = with_outcome, without_outcome
    single = {(0, 0): Fraction(1)}
    single |= {(a, 0): Fraction(1, factorial(a)) for a in range(1, p + 1)}
    single |= {(0, b): Fraction(1, factorial(b)) for b in range(1, q + 1)}
    logarithm = _logarithm(single, p, q)
    summed = {(a, b): value * likeness(a + b) for (a, b), value in logarithm.items() if value}
    return factorial(p) * factorial(q) * _exponential(summed, p, q)[p, q]


def _logarithm(series, p, q):
    """Take the logarithm of a series that begins with 1."""
    found = {}
    for a in range(p + 1):
        for b in range(q + 1):
            if a == b == 0:
                continue
            # Differentiate by x, or by y where there is no x: a S = sum of i L S.
            axis, order = (0, a) if a else (1, b)
            known = sum(
                place[axis] * value * series.get((a - place[0], b - place[1]), 0)
                for place, value in found.items()
                if place[0] <= a and place[1] <= b
            )
            found[a, b] = series.get((a, b), Fraction(0)) - Fraction(known) / order
    return found


def _exponential(series, p, q):
    """Exponentiate a series without a constant term."""
    found = {(0, 0): Fraction(1)}
    for a in range(p + 1):
        for b in range(q + 1):
            if a == b == 0:
                continue
            axis, order = (0, a) if a else (1, b)
            known = sum(
                place[axis] * value * found.get((a - place[0], b - place[1]), 0)
                for place, value in series.items()
                if place[0] <= a and place[1] <= b
            )
            found[a, b] = Fraction(known) / order
    return found
