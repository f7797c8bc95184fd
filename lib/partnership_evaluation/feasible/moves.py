"""Bounds of before/after statistics over every way in which people can have moved."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction

import numpy as np
from scipy.stats import binom

from partnership_evaluation.estimates import refuse
from partnership_evaluation.feasible.pairs import PairedSpace
from partnership_evaluation.feasible.results import Bounds

__all__ = ["STATISTICS", "bounds_of_pairs", "sign_test_p"]

#: For each statistic of the moves: weight of an improvement, weight of a decline, constant.
_ADDITIVE = {
    "share_improved": (1, 0, 0),
    "share_declined": (0, 1, 0),
    "share_unchanged": (-1, -1, 1),
    "net_change": (1, -1, 0),
}
_P_VALUES = ("sign_test_p", "mcnemar_p", "exact_p")
_COUPLED = ("effect_size", "correlation")
#: Steepest side of the polygon that encloses the moves; a steeper one would only save trials.
_STEEPEST = 5

STATISTICS = (*_ADDITIVE, *_P_VALUES, "mean_shift", *_COUPLED)

EXACT = "exact over all joint tables"


def bounds_of_pairs(name: str, space: PairedSpace, better: str) -> Bounds:
    """Bound one statistic of :data:`STATISTICS` over all joint tables.

    Parameters
    ----------
    name : str
        The statistic.
    space : PairedSpace
        The joint tables.
    better : {"high", "low"}
        Which end of the order of categories is the better one.

    Returns
    -------
    Bounds

    Raises
    ------
    ValueError
        If McNemar's test is asked of more than two categories.

    Examples
    --------
    Before one A and one B, after the same: nobody moved, or one up and one down.

    >>> found = bounds_of_pairs("share_improved", PairedSpace((1, 1), (1, 1)), "high")
    >>> found.low, found.high
    (0.0, 0.5)
    """
    if name == "mean_shift":
        return _mean_shift(space, better)
    if name in _COUPLED:
        return _coupled(name, space, better)
    refuse(
        [
            "McNemar's test compares two categories: found "
            f"{space.categories}; use 'sign_test_p', its form for ordered categories."
        ][: int(name == "mcnemar_p" and space.categories > 2)]
    )
    if name in _P_VALUES:
        return _p_value(name, space, better)
    return _additive(name, space, better)


def sign_test_p(improved: int, declined: int) -> Fraction:
    """Return the exact two-sided p-value of the sign test (McNemar's exact test).

    Parameters
    ----------
    improved, declined : int
        How many moved either way; those who did not move do not count.

    Returns
    -------
    Fraction
        Twice the smaller tail of the binomial distribution with probability one half, at
        most 1.

    Examples
    --------
    >>> sign_test_p(6, 0)
    Fraction(1, 32)
    """
    moved, fewer = improved + declined, min(improved, declined)
    tail = sum(math.comb(moved, k) for k in range(fewer + 1))
    return min(Fraction(1), Fraction(2 * tail, 2**moved))


def _additive(name: str, space: PairedSpace, better: str) -> Bounds:
    rise, fall, constant = _ADDITIVE[name]
    up, down = space.directions(better)
    weights = rise * up + fall * down
    low, low_at = space.extreme(weights)
    high, high_at = space.extreme(-weights)
    ends = Fraction(low, space.n) + constant, Fraction(-high, space.n) + constant
    return _rational(name, space.n, ends, (low_at, high_at), f"{EXACT} (transport problem)")


def _p_value(name: str, space: PairedSpace, better: str) -> Bounds:
    moves = space.moves(better)
    method = f"{EXACT}, every pair of improved and declined followed"
    if moves is None:
        method = f"{EXACT}, moves tried in order of p-value by integer programming"
        pairs = _candidates(space, better)
    else:
        pairs = np.array(sorted(moves))
    p_values = np.minimum(1, 2 * binom.cdf(pairs.min(axis=1), pairs.sum(axis=1), 0.5))
    # Among equal p-values the middle of the field is tried first: it is the likeliest to occur.
    aside = np.abs(pairs - pairs.mean(axis=0)).sum(axis=1)
    low = _first_that_occurs(space, better, pairs[np.lexsort((aside, p_values))])
    high = _first_that_occurs(space, better, pairs[np.lexsort((aside, -p_values))])
    ends = sign_test_p(*low[0]), sign_test_p(*high[0])
    return _rational(name, space.n, ends, (low[1], high[1]), method)


def _first_that_occurs(space: PairedSpace, better: str, pairs: Iterable) -> tuple:
    """Find the first of these moves that some table has; the margins always allow one."""
    tried = (
        ((int(up), int(down)), space.example(improved=int(up), declined=int(down), better=better))
        for up, down in pairs
    )
    return next(found for found in tried if found[1] is not None)


def _candidates(space: PairedSpace, better: str) -> np.ndarray:
    """Return the pairs of moves inside a polygon around all those that occur."""
    up, down = space.directions(better)
    size = space.n + 1
    improved, declined = np.divmod(np.arange(size**2), size)
    inside = improved + declined <= space.n
    # A fall by k categories can pay for k rises, so sides of slope up to K - 1 occur.
    steps = range(1, min(space.categories - 1, _STEEPEST) + 1)
    slopes = [
        (a, sign * b) for a in steps for b in steps if math.gcd(a, b) == 1 for sign in (1, -1)
    ]
    for rise, fall in [(1, 0), (0, 1), *slopes]:
        weights = rise * up + fall * down
        value = rise * improved + fall * declined
        inside &= value >= space.extreme(weights)[0]
        inside &= value <= -space.extreme(-weights)[0]
    return np.column_stack([improved, declined])[inside]


def _mean_shift(space: PairedSpace, better: str) -> Bounds:
    shift = _shift(space, better)
    example = next(iter(space))
    method = "fixed by the two distributions, the same in every joint table"
    return _rational("mean_shift", space.n, (shift, shift), (example, example), method)


def _shift(space: PairedSpace, better: str) -> Fraction:
    gain = sum(k * (b - a) for k, (a, b) in enumerate(zip(space.before, space.after, strict=True)))
    return Fraction(gain if better == "high" else -gain, space.n)


def _coupled(name: str, space: PairedSpace, better: str) -> Bounds:
    """Bound statistics that depend on the pairing through the sum of products alone."""
    tables = [_same_order(space.before, space.after), _opposite_order(space.before, space.after)]
    compute = _effect_size if name == "effect_size" else _correlation
    values = [compute(space, table, better) for table in tables]
    method = f"{EXACT} (same and opposite order of people before and after)"
    if None in values:
        return Bounds(name, None, None, None, None, space.n, f"not defined; {method}")
    (low, low_at), (high, high_at) = sorted(
        zip(values, tables, strict=True), key=lambda pair: pair[0]
    )
    return Bounds(name, low, high, low_at, high_at, space.n, method)


def _effect_size(space: PairedSpace, table: tuple, better: str) -> float | None:
    shift, n = _shift(space, better), space.n
    squares = sum(cell * (i - j) ** 2 for i, row in enumerate(table) for j, cell in enumerate(row))
    spread = squares - n * shift**2
    if n < 2 or (spread == 0 and shift == 0):
        return None
    return math.copysign(math.inf, shift) if spread == 0 else shift / math.sqrt(spread / (n - 1))


def _correlation(space: PairedSpace, table: tuple, better: str) -> float | None:
    n = space.n
    products = sum(cell * i * j for i, row in enumerate(table) for j, cell in enumerate(row))
    sums = [sum(k * count for k, count in enumerate(side)) for side in (space.before, space.after)]
    squares = [
        n * sum(k**2 * count for k, count in enumerate(side)) - total**2
        for side, total in zip((space.before, space.after), sums, strict=True)
    ]
    if 0 in squares:
        return None
    return (n * products - sums[0] * sums[1]) / math.sqrt(squares[0] * squares[1])


def _same_order(before: tuple[int, ...], after: tuple[int, ...]) -> tuple:
    """Pair people so that nobody overtakes anybody (north-west corner rule)."""
    table = [[0] * len(after) for _ in before]
    rows, columns = list(before), list(after)
    i = j = 0
    while i < len(rows) and j < len(columns):
        table[i][j] = cell = min(rows[i], columns[j])
        rows[i] -= cell
        columns[j] -= cell
        i, j = (i + 1, j) if rows[i] == 0 else (i, j + 1)
    return tuple(map(tuple, table))


def _opposite_order(before: tuple[int, ...], after: tuple[int, ...]) -> tuple:
    """Pair people so that everybody overtakes everybody."""
    return tuple(row[::-1] for row in _same_order(before, after[::-1]))


def _rational(name, n, ends, tables, method) -> Bounds:
    return Bounds(
        statistic=name,
        low=float(ends[0]),
        high=float(ends[1]),
        low_at=tables[0],
        high_at=tables[1],
        n=n,
        method=method,
        exact_low=ends[0],
        exact_high=ends[1],
    )
