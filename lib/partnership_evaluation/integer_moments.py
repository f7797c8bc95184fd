"""Which sums of squares n whole numbers with a given sum can have.

The exact question behind GRIMMER, the limits of a standard deviation and the reconstruction of
samples: answers on a scale are whole numbers, so their sum S and their sum of squares Q are too,
Q has the parity of S, and only some of the values between the smallest and the largest Q occur.
"""

import math
from functools import lru_cache

import numpy as np

__all__ = ["is_attainable", "largest_squares", "smallest_squares"]

CELL_LIMIT = 40_000_000
UNREACHED = np.iinfo(np.int32).max // 2


def smallest_squares(total, *, n):
    """Return the smallest sum of squares of `n` whole numbers with this sum.

    Parameters
    ----------
    total : int
        Their sum.
    n : int
        How many numbers.

    Returns
    -------
    int
        Reached when the numbers are as equal as they can be.

    Examples
    --------
    >>> smallest_squares(7, n=3)
    17
    """
    base, more = divmod(total, n)
    return (n - more) * base**2 + more * (base + 1) ** 2


def largest_squares(total, *, n, low, high):
    """Return the largest sum of squares of `n` whole numbers between `low` and `high`.

    Parameters
    ----------
    total : int
        Their sum, between ``n * low`` and ``n * high``.
    n : int
        How many numbers.
    low, high : int
        The ends of the scale.

    Returns
    -------
    int
        Reached when all but one of the numbers stand at an end of the scale.

    Examples
    --------
    >>> largest_squares(7, n=3, low=1, high=5)
    27
    """
    if high == low:
        return n * low**2
    at_top, rest = divmod(total - n * low, high - low)
    if at_top == n:
        return n * high**2
    return at_top * high**2 + (low + rest) ** 2 + (n - at_top - 1) * low**2


def is_attainable(total, squares, *, n, low=None, high=None):
    """Say whether `n` whole numbers can have this sum and this sum of squares.

    Parameters
    ----------
    total, squares : int
        The sum and the sum of squares.
    n : int
        How many numbers.
    low, high : int, optional
        The ends of the scale; without them the numbers are not limited on that side.

    Returns
    -------
    bool or None
        None when the table that decides it would need more than :data:`CELL_LIMIT` cells (more
        than about a thousand answers on a long scale) and the simple limits do not settle it.

    Notes
    -----
    Without limits and for five numbers or more, every Q of the right parity from the smallest
    upwards occurs. Let m be the whole part of the mean; a number costs (x - m)(x - m - 1)/2, so
    that Q is fixed by the total cost, and m and m + 1 cost nothing. Adding one more number at m
    or m + 1 leaves the cost as it was, so what five numbers can do any larger group can do; for
    five it was checked by enumeration for all costs up to 2,000. On a limited scale the fewest
    answers that use up a given sum and cost are found by dynamic programming.

    Examples
    --------
    >>> is_attainable(68, 86, n=57), is_attainable(10, 24, n=5, low=1, high=4)
    (False, True)
    """
    if (total - squares) % 2 or squares < smallest_squares(total, n=n):
        return False
    if n == 1:
        return squares == total**2 and _within(total, low, high)
    # No number can lie further from the mean than this, so a missing limit can be filled in.
    reach = math.isqrt((n - 1) * (n * squares - total**2)) // n + 1
    open_low, open_high = total // n - reach, -(-total // n) + reach
    inside = (low is None or low <= open_low) and (high is None or high >= open_high)
    if inside and n >= 5:
        return True
    low = open_low if low is None else max(low, open_low)
    high = open_high if high is None else min(high, open_high)
    if low > high or not n * low <= total <= n * high:
        return False
    if squares > largest_squares(total, n=n, low=low, high=high):
        return False
    if _has_room(total, squares, n, low, high):
        return True
    return _on_scale(total - n * low, squares - 2 * low * total + n * low**2, n, high - low)


def _within(value, low, high):
    return (low is None or value >= low) and (high is None or value <= high)


def _has_room(total, squares, n, low, high):
    """Find answers by pairing: pairs at m - d and m + d use up the cost, the rest is free.

    A pair at distance d costs d squared and leaves the mean as it was. What is left of the cost
    is below d squared, so five further answers can supply it without going further than
    `reach` from m. Enough, but not needed; when it fails the table decides.
    """
    if (total % n) * 2 > n:
        total, low, high = -total, -high, -low
    base, more = divmod(total, n)
    cost = (squares - smallest_squares(total, n=n)) // 2
    room = min(base - low, high - base)
    for distance in range(room, 0, -1):
        reach = (math.isqrt(8 * distance**2 - 7) - 1) // 2 + 1
        left = n - 2 * (cost // distance**2)
        if left < max(5, more + 1):
            return False
        if reach <= room:
            return True
    return False


def _on_scale(total, squares, n, width):
    """Decide for answers 0..width, turned round if that makes the sum smaller."""
    if 2 * total > n * width:
        squares += n * width**2 - 2 * width * total
        total = n * width - total
    cost = (squares - total) // 2
    deep = min(cost, total)
    if (deep + 1) * (cost + 1) > CELL_LIMIT:
        return None
    fewest = _fewest_answers(width, _rounded_up(deep), _rounded_up(cost))
    column = fewest[: deep + 1, cost]
    steps = np.arange(deep + 1)
    # c(1) = S - sum(v c) and c(0) = n - sum(c) - c(1) must not be negative.
    return bool(np.any((steps >= total - n) & (column + steps <= total)))


def _rounded_up(size):
    """Return the next of a few sizes, so that neighbouring questions share one table."""
    return -(-size // 64) * 64


@lru_cache(maxsize=4)
def _fewest_answers(width, deep, cost):
    """Fewest answers of 2 or more whose (v - 1) add up to the row and v(v - 1)/2 to the column."""
    fewest = np.full((deep + 1, cost + 1), UNREACHED, dtype=np.int32)
    fewest[0, 0] = 0
    for value in range(2, width + 1):
        step, price = value - 1, value * (value - 1) // 2
        if price > cost:
            break
        for row in range(step, deep + 1):
            target = fewest[row, price:]
            np.minimum(target, fewest[row - step, : cost + 1 - price] + 1, out=target)
    return fewest
