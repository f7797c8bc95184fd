"""Every usual way to work out a printed t, d or r from what is printed beside it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from scipy.special import gammaln

from partnership_evaluation.consistency.audit_arithmetic import compute
from partnership_evaluation.consistency.audit_evidence import (
    Evidence,
    exactly,
    printed_range,
    root,
    root_of_people,
)
from partnership_evaluation.rounding import Interval

__all__ = ["APART", "Way", "d_ways", "r_ways", "t_ways"]

APART = "as if other people had answered the second time"
FEW = "corrected for few people"
Spread = Callable[[str | None], Interval | None]


@dataclass(frozen=True)
class Way:
    """One way to work a statistic out.

    Attributes
    ----------
    words : str
        Which.
    value : callable
        What it gives, by how its inputs are taken to have been rounded; None where something is
        not printed.
    usual : bool
        Whether it is what the name of the statistic says.
    is_open : bool
        Whether it takes in every correlation because none is printed.
    """

    words: str
    value: Spread
    usual: bool = True
    is_open: bool = False


def t_ways(found: Evidence) -> list[Way]:
    """List the ways to work out a t.

    Parameters
    ----------
    found : Evidence
        What is printed.

    Returns
    -------
    list of Way
        The usual first; that of pairs needs no words.

    Notes
    -----
    Of pairs the mean change over its standard error, sd / sqrt(n), where `sd` is printed, or
    follows from both standard deviations and a correlation: that which is printed, or every one
    from -1 to 1. Then by a standard deviation with n in the divisor, and as if these were two
    groups. Of two groups with the pooled standard deviation, and by Welch.

    Checked against R's ``t.test`` on ``sleep``: -4.0621 paired, -1.8608 for two groups.

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation.consistency.audit_quantities import read_ledger
    >>> rows = {"kind": ["difference", "t"], "value": ["1.58", ""], "sd": ["1.23", ""],
    ...         "n": ["10", ""]}
    >>> change, t = read_ledger(pd.DataFrame(rows))
    >>> way = t_ways(Evidence(t, "paired", (change,)))[0]
    >>> way.words, round(float(way.value(None).low), 3)
    ('', 4.062)
    """
    groups = [
        Way("by the pooled standard error", _over(found, _error(found, True))),
        Way("by Welch's test", _over(found, _error(found, False))),
    ]
    if found.rule == "groups":
        return groups
    people = found.pairs
    if not people:
        return []
    words = "whatever the correlation" if found.is_open else ""
    ways = [
        Way(words, _over(found, _per_root(found.spread_of_change, people)), True, found.is_open)
    ]
    if not found.is_open and people > 1:
        other = _over(found, _per_root(found.spread_of_change, people - 1))
        ways.append(Way("with n in the divisor of the standard deviation", other, False))
    both = replace(found, inputs=tuple(_with_people(found.inputs, people)))
    ways.append(Way(f"by a t test {APART}", _over(found, _error(both, True)), False))
    return ways


def r_ways(found: Evidence) -> list[Way]:
    """List the ways to work out an r of answers given twice.

    Parameters
    ----------
    found : Evidence
        What is printed.

    Returns
    -------
    list of Way
        The correlation that the three standard deviations leave; the r that is made of t; any
        correlation, where the standard deviations are not printed.

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation.consistency.audit_quantities import read_ledger
    >>> rows = {"kind": ["t", "r"], "value": ["3.0", ""], "df": ["9", ""]}
    >>> t, r = read_ledger(pd.DataFrame(rows))
    >>> round(float(r_ways(Evidence(r, "paired", (t,)))[1].value(None).low), 3)
    0.707
    """
    return [
        Way("correlation of before and after", lambda rounding: _correlation(found, rounding)),
        Way("r from t", lambda rounding: _r_of_t(found, rounding)),
        Way("any correlation", lambda rounding: _if_unknown(found), False, True),
    ]


def d_ways(found: Evidence) -> list[Way]:
    """List the ways to work out a standardised difference.

    Parameters
    ----------
    found : Evidence
        What is printed.

    Returns
    -------
    list of Way
        Those that what is printed allows, the usual first, then each with Hedges' correction.

    Notes
    -----
    Of pairs: by the standard deviation of the changes (d_z, also t / sqrt(n)), by both in root
    mean square (d_av) or mean, by that before or after (Lakens 2013, Calculating and reporting
    effect sizes, Frontiers in Psychology 4, 863); of two groups by the pooled one, either group's,
    and from t. Hedges' correction exact and as 1 - 3 / (4 df - 1), with the degrees of freedom of
    pairs and of two groups.

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation.consistency.audit_quantities import read_ledger
    >>> rows = {"kind": ["t", "d"], "value": ["4.06", ""], "n": ["10", ""]}
    >>> t, d = read_ledger(pd.DataFrame(rows))
    >>> [way.words for way in d_ways(Evidence(d, "paired", (t,)))][:2]
    ['t / root of n (dz)', 't / root of n (dz), corrected for few people (df n - 1)']
    """
    plain = list(_of_groups(found) if found.rule == "groups" else _of_pairs(found))
    kept = [way for way in plain if way.value(None) is not None]
    n = sum(found.sizes) if found.rule == "groups" else found.pairs
    freedoms = {"n - 1": n - 1, "2n - 2": 2 * n - 2} if n else {}
    if found.rule == "groups":
        freedoms = {"n - 2": n - 2} if n else {}
    factors = {words: _correction(df) for words, df in freedoms.items() if df > 1}
    ways = []
    for usual in (True, False):
        some = [way for way in kept if way.usual == usual]
        ways += some
        ways += [
            _corrected(way, words, factor)
            for way in some
            if not way.is_open
            for words, factor in factors.items()
        ]
    return ways


def _of_pairs(found: Evidence) -> Iterator[Way]:
    t, people = found.one("t"), found.pairs
    if not found.is_open:
        yield Way("change / SD of changes (dz)", _over(found, found.spread_of_change))
    if t and people:
        yield Way("t / root of n (dz)", _times(t.interval, _inverse_root(people)))
    mean = _over(found, lambda rounding: _mean_spread(found, rounding))
    yield Way("change / root mean square of both SDs (d_av)", _over(found, found.root_mean_square))
    yield Way("change / mean of both SDs", mean)
    for at, time in ((1, "before"), (0, "after")):
        yield Way(f"change / SD {time}", _over(found, _spread_at(found, at)))
    if t and people:
        words = f"t times the root of 2/n, {APART}"
        yield Way(words, _times(t.interval, root_of_people(Fraction(2, people))), False)
    if found.is_open and people:
        words = "change / SD of changes (dz), for some correlation"
        yield Way(words, _over(found, found.spread_of_change), False, True)


def _of_groups(found: Evidence) -> Iterator[Way]:
    t = found.one("t")
    yield Way("difference / pooled SD", _over(found, found.pooled))
    if t and found.sizes:
        share = sum(Fraction(1, n) for n in found.sizes)
        yield Way("t times the root of 1/n1 + 1/n2", _times(t.interval, root_of_people(share)))
    yield Way("difference / root mean square of both SDs", _over(found, found.root_mean_square))
    for at, which in ((0, "first"), (1, "second")):
        yield Way(f"difference / SD of the {which} group", _over(found, _spread_at(found, at)))


def _over(found: Evidence, divisor: Spread) -> Spread:
    """Divide the change by a spread; a spread that may be 0 leaves it open above."""

    def value(rounding: str | None) -> Interval | None:
        change, by = found.change(rounding), divisor(rounding)
        if change is None or by is None:
            return None
        low = max(by.low, Fraction(1, 10**9))
        return compute("ratio", [change, Interval(low, max(by.high, low))])

    return value


def _times(left: Spread, factor: Interval) -> Spread:
    return lambda rounding: compute("product", [left(rounding), factor])


def _inverse_root(n: int) -> Interval:
    return root_of_people(Fraction(1, n))


def _per_root(spread: Spread, n: int) -> Spread:
    def value(rounding: str | None) -> Interval | None:
        found = spread(rounding)
        return found and compute("product", [found, _inverse_root(n)])

    return value


def _error(found: Evidence, equal: bool) -> Spread:
    return lambda rounding: found.error(rounding, equal=equal)


def _with_people(inputs: Iterable, people: int) -> Iterator:
    for q in inputs:
        yield replace(q, n=q.n or people) if q.kind == "mean" else q


def _spread_at(found: Evidence, at: int) -> Spread:
    def value(rounding: str | None) -> Interval | None:
        sd = found.means[at].sd if found.means else None
        return printed_range(sd, rounding) if sd else None

    return value


def _mean_spread(found: Evidence, rounding: str | None) -> Interval | None:
    if not found.spreads:
        return None
    return compute("mean", [printed_range(sd, rounding) for sd in found.spreads])


def _correlation(found: Evidence, rounding: str | None) -> Interval | None:
    """(s1^2 + s2^2 - sd^2) / (2 s1 s2), each term over its own range."""
    difference = found.one("difference")
    if not (difference and difference.sd and found.spreads):
        return None
    first, last = (printed_range(sd, rounding) for sd in found.spreads)
    squares = [first.squared(), last.squared(), printed_range(difference.sd, rounding).squared()]
    above = compute("difference", [compute("sum", squares[:2]), squares[2]])
    return compute("ratio", [above, compute("product", [first, last]).scaled(2)])


def _if_unknown(found: Evidence) -> Interval | None:
    return None if _correlation(found, "up_or_down") else Interval(Fraction(-1), Fraction(1))


def _r_of_t(found: Evidence, rounding: str | None) -> Interval | None:
    t, people = found.one("t"), found.pairs
    if not t or not people:
        return None
    interval = t.interval(rounding)
    df = exactly(people - 1)
    ends = [root(compute("ratio", [square, compute("sum", [square, df])]))
            for square in map(exactly, (interval.low**2, interval.high**2))]  # fmt: skip
    least = Fraction(0) if interval.low < 0 < interval.high else min(end.low for end in ends)
    return Interval(least, max(end.high for end in ends))


def _correction(df: int) -> Interval:
    """Hedges' factor, between the exact one and the approximate."""
    exact = math.exp(gammaln(df / 2) - gammaln((df - 1) / 2)) / math.sqrt(df / 2)
    ends = sorted((Fraction(exact), 1 - Fraction(3, 4 * df - 1)))
    return Interval(*ends)


def _corrected(way: Way, freedom: str, factor: Interval) -> Way:
    return Way(f"{way.words}, {FEW} (df {freedom})", _scaled(way.value, factor), False)


def _scaled(value: Spread, factor: Interval) -> Spread:
    def corrected(rounding: str | None) -> Interval | None:
        found = value(rounding)
        return found and compute("product", [found, factor])

    return corrected
