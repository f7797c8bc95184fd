"""Barnard's order of all tables with two given group sizes, in whole numbers."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
from scipy import stats
from scipy.optimize import minimize_scalar

#: Common shares at which the worst value is looked for before it is refined.
GRID = 512
#: The highest peaks on the grid that are refined.
REFINED = 6


def pooled_z(k1: int, n1: int, k2: int, n2: int) -> float:
    """Standardise the difference of two shares by their common share.

    Parameters
    ----------
    k1, n1, k2, n2 : int
        Count and size of the first and of the second group.

    Returns
    -------
    float
        0 where everybody, or nobody, said yes.

    Examples
    --------
    >>> round(pooled_z(7, 15, 12, 15), 3)
    -1.894
    """
    yes, n = k1 + k2, n1 + n2
    if yes in (0, n):
        return 0.0
    return (k1 * n2 - k2 * n1) * math.sqrt(n / (n1 * n2 * yes * (n - yes)))


def worst_p(k1: int, n1: int, k2: int, n2: int, *, alternative: str = "two_sided") -> float:
    """Find the largest chance, over all common shares, of a table at least as extreme.

    Parameters
    ----------
    k1, n1, k2, n2 : int
        Count and size of the first and of the second group.
    alternative : {"two_sided", "greater", "less"}
        ``greater``: the first group's share is the larger.

    Returns
    -------
    float

    Notes
    -----
    z squared is D^2 / (s (n - s)) times what is the same for all tables, with D = k1 n2 - k2 n1 and
    s = k1 + k2; two tables are compared by multiplying out, in Python's integers, so that tables
    as extreme as the one seen are never left out. The chance is a polynomial of the common
    share; its highest peaks on a grid are refined.

    Examples
    --------
    >>> round(worst_p(2, 4, 1, 3), 3)
    0.797
    """
    shares = _shares_of_sums(k1, n1, k2, n2, alternative)
    sums = np.arange(n1 + n2 + 1)

    def chance(share: float | np.ndarray) -> np.ndarray:
        return stats.binom.pmf(sums, n1 + n2, np.asarray(share)[..., None]) @ shares

    grid = np.linspace(0, 1, GRID + 1)
    heights = chance(grid)
    best = float(heights.max())
    around = np.pad(heights, 1, constant_values=-1.0)
    peaks = np.flatnonzero((heights >= around[:-2]) & (heights >= around[2:]))
    for i in peaks[np.argsort(heights[peaks])][-REFINED:]:
        ends = grid[max(0, i - 1)], grid[min(GRID, i + 1)]
        found = minimize_scalar(
            lambda share: -chance(share), bounds=ends, method="bounded", options={"xatol": 1e-10}
        )
        best = max(best, float(-found.fun))
    return min(1.0, best)


def _shares_of_sums(k1: int, n1: int, k2: int, n2: int, alternative: str) -> np.ndarray:
    """Of the tables with each sum of counts, the share (by chance) at least as extreme."""
    seen, shares = _place(k1, n1, k2, n2, alternative), np.zeros(n1 + n2 + 1)
    first, second = np.array(list(product(range(n1 + 1), range(n2 + 1)))).T
    chances = stats.hypergeom.pmf(first, n1 + n2, n1, first + second)
    for one, other, weight in zip(first.tolist(), second.tolist(), chances.tolist(), strict=True):
        above, below = _place(one, n1, other, n2, alternative)
        if above * seen[1] >= seen[0] * below:
            shares[one + other] += weight
    return shares


def _place(k1: int, n1: int, k2: int, n2: int, alternative: str) -> tuple[int, int]:
    """How extreme a table is: signed z squared as a fraction, but for a factor."""
    distance, yes = k1 * n2 - k2 * n1, k1 + k2
    below = yes * (n1 + n2 - yes) or 1
    if alternative == "two_sided":
        return distance**2, below
    signed = distance * abs(distance)
    return (signed if alternative == "greater" else -signed), below
