"""Answers found the plain way, in whole numbers, with no code of the library or of any tool.

They decide where two tools differ. Slow on purpose: every table is looked at, every total tried.
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cache
from itertools import product

import numpy as np

#: Largest sum of squares, measured from the whole number below the mean, that is looked at.
REACH = 420


def read(text: str) -> tuple[int, int]:
    """Read a printed number as a count of units and how many units make one."""
    whole, _, decimals = text.partition(".")
    return int(whole + decimals), 10 ** len(decimals)


def mean_fits(total, mean: str, n: int):
    """Say whether a total prints as the mean, a tie either way."""
    number, unit = read(mean)
    doubled = 2 * unit * total
    return (doubled >= (2 * number - 1) * n) & (doubled <= (2 * number + 1) * n)


def sd_fits(total, squares, sd: str, n: int):
    """Say whether sum and sum of squares print as the standard deviation, a tie either way."""
    number, unit = read(sd)
    spread = 4 * unit**2 * (n * squares - total**2)
    low, high = max(2 * number - 1, 0) ** 2, (2 * number + 1) ** 2
    return (spread >= low * n * (n - 1)) & (spread <= high * n * (n - 1))


def count_samples(mean: str, sd: str, n: int, low: int, high: int) -> int:
    """Look at every frequency table of n answers on the scale and count those that fit."""

    def count(value: int, left: int, total: int, squares: int) -> int:
        if value < high - 1:
            return sum(
                count(value + 1, left - k, total + k * value, squares + k * value**2)
                for k in range(left + 1)
            )
        here = np.arange(left + 1)
        totals = total + here * value + (left - here) * high
        sums = squares + here * value**2 + (left - here) * high**2
        return int((mean_fits(totals, mean, n) & sd_fits(totals, sums, sd, n)).sum())

    return count(low, n, 0, 0)


def grim(mean: str, n: int) -> bool:
    """Try every total near the mean."""
    number, unit = read(mean)
    middle = number * n // unit
    return any(mean_fits(total, mean, n) for total in range(middle - n, middle + n + 1))


def debit(mean: str, sd: str, n: int) -> bool:
    """Try every count of yes."""
    return any(bool(mean_fits(k, mean, n) and sd_fits(k, k, sd, n)) for k in range(n + 1))


@cache
def reached(n: int) -> np.ndarray:
    """Mark every (sum + REACH, sum of squares) that n whole numbers have, one more at a time."""
    width = 2 * REACH + 1
    after = np.zeros((width, REACH + 1), dtype=bool)
    if n == 0:
        after[REACH, 0] = True
        return after
    before = reached(n - 1)
    for value in range(-math.isqrt(REACH), math.isqrt(REACH) + 1):
        arrive = slice(max(value, 0), width + min(value, 0))
        leave = slice(max(-value, 0), width + min(-value, 0))
        after[arrive, value**2 :] |= before[leave, : REACH + 1 - value**2]
    return after


def grimmer(mean: str, sd: str, n: int) -> bool:
    """Try every sum and every sum of squares that n whole numbers can have."""
    number, unit = read(mean)
    base = number // unit
    for rest in range(-n, 2 * n + 1):
        if mean_fits(n * base + rest, mean, n):
            squares = np.nonzero(reached(n)[REACH + rest])[0]
            if sd_fits(rest, squares, sd, n).any():
                return True
    return False


def moves(before: tuple[int, ...], after: tuple[int, ...]) -> list[list[float]]:
    """List every joint table; bound shares improved and declined, net change, sign-test p."""
    pairs, n = _moves(before, after), sum(before)
    values = [
        [up / n for up, _ in pairs],
        [down / n for _, down in pairs],
        [(up - down) / n for up, down in pairs],
        [_sign_test(up, down) for up, down in pairs],
    ]
    return [[round(min(column), 12), round(max(column), 12)] for column in values]


def _moves(before: tuple[int, ...], after: tuple[int, ...]) -> set[tuple[int, int]]:
    """Return every (risen, fallen) that a joint table with these margins has."""
    row = len(before) - 1
    if row < 0:
        return {(0, 0)}
    found = set()
    for cells in product(*(range(count + 1) for count in after)):
        if sum(cells) == before[-1]:
            rest = tuple(count - cell for count, cell in zip(after, cells, strict=True))
            up, down = sum(cells[row + 1 :]), sum(cells[:row])
            found |= {(a + up, b + down) for a, b in _moves_cached(before[:-1], rest)}
    return found


_moves_cached = cache(_moves)


def _sign_test(up: int, down: int) -> float:
    tail = sum(math.comb(up + down, k) for k in range(min(up, down) + 1))
    return float(min(Fraction(1), Fraction(2 * tail, 2 ** (up + down))))
