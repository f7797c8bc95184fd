"""The smallest and largest value of a statistic over every data set that fits."""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import numpy as np

from partnership_evaluation.estimates import refuse
from partnership_evaluation.feasible import moments
from partnership_evaluation.feasible import moves as feasible_moves
from partnership_evaluation.feasible.counting import MemoryLimitError
from partnership_evaluation.feasible.pairs import PairedSpace
from partnership_evaluation.feasible.results import Bounds
from partnership_evaluation.feasible.sample_space import Range, SampleSpace

__all__ = ["bounds"]

LIST_LIMIT = 200_000
_OF_MOMENTS = {
    "mean": moments.mean_range,
    "median": moments.median_range,
    "sd": moments.variance_range,
}
STATISTICS_OF_SAMPLES = ("share", "count", *_OF_MOMENTS)
EXACT = "exact over all samples (dynamic programme)"
NOTHING_FITS = "no data set fits what was printed"


def bounds(
    statistic: str | Callable,
    space: PairedSpace | SampleSpace,
    *,
    better: str = "high",
    at_least: int | None = None,
    at_most: int | None = None,
    rng: np.random.Generator | None = None,
    draws: int = 10_000,
) -> Bounds:
    """Bound a statistic over every data set that could lie behind what was printed.

    Parameters
    ----------
    statistic : str or callable
        Of paired tables: ``share_improved``, ``share_declined``, ``share_unchanged``,
        ``net_change`` (share improved minus share declined), ``sign_test_p`` (two-sided exact;
        ``exact_p`` is the same, and ``mcnemar_p`` its name for two categories), ``mean_shift``
        (in categories, positive is better), ``effect_size`` (mean shift over the standard
        deviation of the shifts, n - 1), ``correlation`` (of before and after, categories
        numbered). Of samples: ``share`` or ``count`` of the answers that are `at_least` and
        `at_most` a value, ``mean``, ``median``, ``sd``. Or a function of one table that
        returns a number.
    space : PairedSpace or SampleSpace
        From :func:`partnership_evaluation.feasible.paired_tables` or ``samples``.
    better : {"high", "low"}
        For paired tables: which end of the order of categories is the better one.
    at_least, at_most : int, optional
        For ``share`` and ``count``: which answers count.
    rng : numpy.random.Generator, optional
        For a function of one table and more than 200,000 tables: draw instead of listing.
    draws : int
        How many to draw then; the ends are then inner ones, and `method` says so.

    Returns
    -------
    Bounds
        With ``low`` and ``high`` None when no data set fits.

    Raises
    ------
    ValueError
        If the statistic is not known, or a function would need too long a listing and no `rng`
        was given.

    Notes
    -----
    Additive statistics of paired tables are transport problems (SciPy's HiGHS). For the p-value
    every pair (improved, declined) that occurs is followed cell by cell, or, where that is too
    long, tried in order of p-value by integer programming. Counts, medians and standard
    deviations of samples are read off the groups of answers that can occur at all, kept as the
    bits of long whole numbers. All agree with listing on small tables.

    References
    ----------
    Fan, Y. and Park, S. S. (2010). Sharp bounds on the distribution of treatment effects and
    their statistical inference. Econometric Theory 26(3), 931-951.

    Examples
    --------
    >>> from partnership_evaluation.feasible import paired_tables, samples
    >>> found = bounds("mcnemar_p", paired_tables((21, 10), (9, 22)))
    >>> f"{found.low:.4f} {found.high:.4f}"
    '0.0005 0.0428'
    >>> found = bounds("share", samples("1.82", n=33, low=1, high=4), at_most=2)
    >>> f"{found.low:.2f} {found.high:.2f}"
    '0.61 1.00'
    """
    if callable(statistic):
        return _by_listing(statistic, space, rng, draws)
    if isinstance(space, PairedSpace):
        refuse(
            [f"`better` must be 'high' or 'low': found {better!r}; say which end is better."][
                : int(better not in ("high", "low"))
            ]
        )
        name = _known_name(statistic, feasible_moves.STATISTICS, "paired tables")
        return feasible_moves.bounds_of_pairs(name, space, better)
    name = _known_name(statistic, STATISTICS_OF_SAMPLES, "samples")
    return _of_samples(name, space, at_least, at_most)


def _known_name(statistic: str, known: tuple[str, ...], what: str) -> str:
    name = str(statistic).strip().lower().replace("-", "_").replace(" ", "_")
    if name in known:
        return name
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
    hint = f"did you mean {near[0]!r}? " if near else ""
    raise ValueError(
        f"A statistic of {what} must be one of {', '.join(known)} or a function: found "
        f"{statistic!r}; {hint}Use one of these names."
    )


def _of_samples(name: str, space: SampleSpace, at_least, at_most) -> Bounds:
    chosen = at_least is not None or at_most is not None
    if chosen != (name in ("share", "count")):
        raise ValueError(
            "`at_least` and `at_most` say which answers `share` and `count` are about: found "
            f"{name!r} with {at_least!r} and {at_most!r}; give one for these, none for others."
        )
    if name in _OF_MOMENTS:
        found = _from_range(name, space, _OF_MOMENTS[name](space), Fraction(1))
        return found if name != "sd" or found.low is None else _root(found)
    low = -math.inf if at_least is None else at_least
    high = math.inf if at_most is None else at_most
    found = space.range_of(lambda value: int(low <= value <= high))
    unit = Fraction(1, space.n if name == "share" else 1)
    limits = [f"at least {at_least}"] * (at_least is not None)
    limits += [f"at most {at_most}"] * (at_most is not None)
    return _from_range(f"{name} {' and '.join(limits)}", space, found, unit)


def _from_range(name: str, space: SampleSpace, found: Range, unit: Fraction) -> Bounds:
    if found.low is None:
        return Bounds(name, None, None, None, None, space.n, NOTHING_FITS)
    low, high = found.low * unit, found.high * unit
    return Bounds(
        statistic=name,
        low=float(low),
        high=float(high),
        low_at=found.low_at,
        high_at=found.high_at,
        n=space.n,
        method=EXACT,
        exact_low=low,
        exact_high=high,
    )


def _root(found: Bounds) -> Bounds:
    """Take the square root of both ends, which then are no fractions any more."""
    low, high = math.sqrt(found.low), math.sqrt(found.high)
    return replace(found, low=low, high=high, exact_low=None, exact_high=None)


def _by_listing(statistic: Callable, space, rng, draws: int) -> Bounds:
    name = getattr(statistic, "__name__", "statistic")
    size = _size_or_none(space)
    if size is not None and size <= LIST_LIMIT:
        tables, method = iter(space), f"exact, all {size:,} data sets listed"
    elif rng is not None:
        count = "too many to count" if size is None else f"{size:,}"
        tables = (tuple(map(_plain, row)) for row in space.draw(rng, draws))
        method = f"inner bounds from {draws:,} uniform draws; data sets in all: {count}"
    else:
        raise ValueError(
            f"A function of one table needs at most {LIST_LIMIT:,} tables to list: found "
            f"{'too many to count' if size is None else f'{size:,}'}; pass `rng` to draw from "
            "them, or use a named statistic, which needs no listing."
        )
    values = [(statistic(table), table) for table in tables]
    if not values:
        return Bounds(name, None, None, None, None, space.n, NOTHING_FITS)
    low = min(values, key=lambda pair: pair[0])
    high = max(values, key=lambda pair: pair[0])
    return Bounds(name, float(low[0]), float(high[0]), low[1], high[1], space.n, method)


def _size_or_none(space) -> int | None:
    try:
        return space.size
    except MemoryLimitError:
        return None


def _plain(part):
    return int(part) if np.ndim(part) == 0 else tuple(int(cell) for cell in part)
