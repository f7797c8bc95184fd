"""What two unlinked columns of ratings by the same people leave open about each person."""

from __future__ import annotations

import math

import numpy as np
from scipy.optimize import linprog
from scipy.stats import binom

from partnership_evaluation.ratings.tables import Item

#: The quantities that are bounded, each with the sign of (first - other) that counts +1 and -1.
QUANTITIES = {"better": (1, 0, 0), "same": (0, 1, 0), "worse": (0, 0, 1), "net": (1, 0, -1)}


def paired_bounds(one: Item, other: Item, *, top: int) -> dict[str, object]:
    """Bounds over all pairings of the answers to two items.

    Parameters
    ----------
    one, other : Item
        Two items on scales of the same length.
    top : int
        How many of the best categories count as favourable.

    Returns
    -------
    dict
        The row that ``ratings.compare_items`` describes.

    Examples
    --------
    >>> one = Item("aims", "aims", ("good", "poor"), (3, 1), "first", None)
    >>> other = Item("food", "food", ("good", "poor"), (2, 2), "first", None)
    >>> row = paired_bounds(one, other, top=1)
    >>> row["better_low"], row["better_high"], row["verdict"]
    (0.25, 0.5, 'supported')
    """
    row: dict[str, object] = {"item": one.item, "other": other.item}
    if one.n != other.n:
        return row | _not_comparable(one, other)
    n = one.n
    k_one, k_other = sum(one.best_first[:top]), sum(other.best_first[:top])
    row |= {"n": n, "comparable": True, "top_share_difference": (k_one - k_other) / n}
    for name, weights in QUANTITIES.items():
        low, high = extremes(one.best_first, other.best_first, weights)
        row |= {f"{name}_low": low / n, f"{name}_high": high / n}
    row["p_value_low"], row["p_value_high"] = mcnemar_range(k_one, k_other, n)
    row["verdict"] = _verdict(row["net_low"], row["net_high"])
    row["method"] = "Fréchet bounds over all pairings of the answers"
    return row


def _not_comparable(one: Item, other: Item) -> dict[str, object]:
    names = [f"{name}_{end}" for name in [*QUANTITIES, "p_value"] for end in ("low", "high")]
    return {
        "n": min(one.n, other.n),
        "comparable": False,
        "top_share_difference": math.nan,
        **dict.fromkeys(names, math.nan),
        "verdict": "undetermined",
        "method": f"not comparable: {one.n} answered one item and {other.n} the other",
    }


def _verdict(net_low: float, net_high: float) -> str:
    if net_low > 0:
        return "supported"
    return "contradicted" if net_high <= 0 else "undetermined"


def extremes(
    one: tuple[int, ...], other: tuple[int, ...], weights: tuple[int, int, int]
) -> tuple[int, int]:
    """Fewest and most people, weighed by comparison, over all pairings.

    Parameters
    ----------
    one, other : tuple of int
        Counts from the best category to the worst, with the same sum.
    weights : tuple of int
        What a person counts who rated the first better, the same, worse.

    Returns
    -------
    tuple of int

    Examples
    --------
    >>> extremes((9, 1, 0), (2, 5, 3), (1, 0, 0))
    (7, 8)
    """
    size = len(one)
    # Best first, so a smaller position is the better rating.
    values = [weights[1 + np.sign(i - j)] for i in range(size) for j in range(size)]
    margins = np.zeros((2 * size, size * size))
    for i in range(size):
        margins[i, i * size : (i + 1) * size] = 1
        margins[size + i, i::size] = 1
    totals = [*one, *other]
    cost = np.array(values, dtype=float)
    low = linprog(cost, A_eq=margins, b_eq=totals).fun
    high = -linprog(-cost, A_eq=margins, b_eq=totals).fun
    return round(low), round(high)


def mcnemar_range(k_one: int, k_other: int, n: int) -> tuple[float, float]:
    """Smallest and largest exact McNemar p over all pairings of two shares of the same people.

    Parameters
    ----------
    k_one, k_other, n : int
        The two counts, both of ``n``.

    Returns
    -------
    tuple of float

    Examples
    --------
    >>> low, high = mcnemar_range(22, 10, 31)
    >>> round(low, 4), round(high, 3)
    (0.0005, 0.043)
    """
    p_values = []
    for both in range(max(0, k_one + k_other - n), min(k_one, k_other) + 1):
        first, second = k_one - both, k_other - both
        tail = binom.cdf(min(first, second), first + second, 0.5)
        p_values.append(min(1.0, 2 * float(tail)))
    return min(p_values), max(p_values)
