"""The statistics that a report prints of people graded twice, each as an exact whole number.

A statistic of one world is a whole number over a fixed divisor, so that "at least as good as the
real result" is decided without rounding.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from scipy.stats import binom

#: What each statistic is, in words fit for a caption.
STATISTICS = {
    "share_improved": "share of people whose level rose",
    "share_declined": "share of people whose level fell",
    "net_improved": "share whose level rose less share whose level fell",
    "mean_shift": "change of the mean level, in levels",
    "mean_gain": "change of the mean in points",
    "shift_at_best": "change of the share at the best level",
    "p_sign": "p-value of the sign test, 1 where no more rose than fell",
}
#: Statistics of which less is better.
LESS_IS_BETTER = ("share_declined", "p_sign")
#: Statistics that need to know who is who.
NEEDS_LINKS = ("share_improved", "share_declined", "net_improved", "p_sign")


def numerators(statistic, before, after, *, scores):
    """Work out a statistic for every world at once.

    Parameters
    ----------
    statistic : str
        One of :data:`STATISTICS`.
    before, after : numpy.ndarray
        Ranks of the levels, 0 the worst; shape (worlds, people). The first columns of both are
        the same people.
    scores : sequence of int
        Points of each level.

    Returns
    -------
    (numpy.ndarray, int or None)
        One number a world and what it has to be divided by; no divisor for p-values.

    Examples
    --------
    >>> before, after = np.array([[0, 1, 1]]), np.array([[1, 1, 0]])
    >>> numerators("share_improved", before, after, scores=(0, 1))
    (array([1]), 3)
    """
    linked = min(before.shape[1], after.shape[1])
    if statistic in NEEDS_LINKS:
        change = after[:, :linked].astype(int) - before[:, :linked]
        up, down = (change > 0).sum(axis=1), (change < 0).sum(axis=1)
        if statistic == "p_sign":
            return sign_test_p(up, down), None
        return {"share_improved": up, "share_declined": down}.get(statistic, up - down), linked
    best = len(scores) - 1
    weight = {
        "mean_shift": np.arange(len(scores)),
        "mean_gain": np.array(scores),
        "shift_at_best": (np.arange(len(scores)) == best).astype(int),
    }[statistic]
    first, last = weight[before].sum(axis=1), weight[after].sum(axis=1)
    n_before, n_after = before.shape[1], after.shape[1]
    if n_before == n_after:
        return last - first, n_before
    return last * n_before - first * n_after, n_before * n_after


def sign_test_p(up, down):
    """Compute the two-sided p-value of the sign test, 1 where no more rose than fell.

    Parameters
    ----------
    up, down : array_like of int
        How many rose and fell.

    Returns
    -------
    numpy.ndarray

    Examples
    --------
    >>> sign_test_p([6, 3], [0, 3]).tolist()
    [0.03125, 1.0]
    """
    up, down = np.asarray(up), np.asarray(down)
    movers = up + down
    tail = np.minimum(1.0, 2 * binom.cdf(down, np.maximum(movers, 1), 0.5))
    return np.where(up > down, tail, 1.0)


def at_least_as_good(values, divisor, observed, *, statistic):
    """Say in which worlds the statistic is at least as good as a given value.

    Parameters
    ----------
    values : numpy.ndarray
        What :func:`numerators` returned.
    divisor : int or None
        What they have to be divided by.
    observed : fractions.Fraction, int or float
        The real result; a float is read as the number it holds.
    statistic : str
        One of :data:`STATISTICS`; decides whether more or less is better.

    Returns
    -------
    numpy.ndarray of bool

    Examples
    --------
    >>> at_least_as_good(np.array([1, 2]), 3, Fraction(2, 3), statistic="share_improved").tolist()
    [False, True]
    """
    less = statistic in LESS_IS_BETTER
    if divisor is None:
        return values <= float(observed)
    needed = Fraction(observed) * divisor
    return values <= _floor(needed) if less else values >= -_floor(-needed)


def _floor(number):
    return number.numerator // number.denominator
