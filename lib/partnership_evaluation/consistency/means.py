"""Can this mean, or this percentage, come from so many whole answers?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from partnership_evaluation.consistency.checks import (
    Consistency,
    check_totals,
    failed,
    nearest,
    passed,
    sample_sizes,
)
from partnership_evaluation.estimates import refuse
from partnership_evaluation.rounding import (
    Interval,
    Printed,
    read_printed,
    rounding_name,
    unrounded,
)

__all__ = ["counts_for_percent", "grim", "grim_percent"]


def grim(
    mean: object,
    *,
    n: int | Iterable[int] | None,
    items: int = 1,
    rounding: str = "half_up",
    low: int | None = None,
    high: int | None = None,
    decimals: int | None = None,
) -> Consistency:
    """Test whether a mean of whole-number answers can be what was printed (GRIM).

    Parameters
    ----------
    mean : str or Decimal
        The mean as printed, with its trailing zeros. A ``float`` or ``int`` has lost them: the
        answer is then None unless it is the same however many zeros were printed.
    n : int, iterable of int, or None
        How many people answered; several sizes when it is one of them; None when not known.
    items : int
        How many whole-number items were averaged for each person.
    rounding : str
        ``half_up``, ``half_even``, ``half_down``, ``truncate``, ``ceiling``, ``floor``,
        ``up_or_down`` (a tie may have gone either way) or ``any`` (any of the single rules).
    low, high : int, optional
        The ends of the scale.
    decimals : int, optional
        How many decimals were printed, when `mean` does not show it.

    Returns
    -------
    Consistency
        With ``consistent``, ``roundings``, ``totals``, ``possible``, ``correction``,
        ``failure_rate`` and ``explanation``.

    Raises
    ------
    ValueError
        If a number cannot be read, `n` or `items` is not a whole number of at least 1, or the
        rounding is not known.

    Notes
    -----
    The mean is possible if a whole number lies in n * items times the interval of numbers that
    print as `mean`, worked out with fractions. Agrees with the published values for the twelve
    means of the `pigs1` data of the R package scrutiny at n as given and at n = 40, where ties
    decide.

    References
    ----------
    Brown, N. J. L. and Heathers, J. A. J. (2017). The GRIM test. Social Psychological and
    Personality Science 8(4), 363-369.

    Examples
    --------
    >>> grim("5.19", n=28).explanation
    'No 28 whole-number answers average 5.19; the nearest possible means are 5.18 and 5.21.'
    >>> grim("5.19", n=32).consistent, grim(5.2, n=28).consistent
    (True, None)
    """
    printed = read_printed(mean, name="mean", decimals=decimals)
    sizes = sample_sizes(n, items=items, low=low, high=high)
    rule = rounding_name(rounding)
    scale = (low, high)

    def totals(number: Printed, size: int, rule: str) -> range:
        return _totals(unrounded(number, rounding=rule), size * items, size, scale, items)

    result = check_totals(printed, sizes, rule, totals, method="GRIM", items=items)
    if result.consistent is None or len(sizes) != 1:
        return result
    size = sizes[0]
    if result.consistent:
        return replace(result, explanation=passed(result, size * items, "mean"))
    near = nearest(printed, size * items, _bounds_of_totals(size, scale, items))
    who = f"{size} whole-number answers" + (f" to {items} items" if items > 1 else "")
    return failed(result, near, f"No {who} average {printed.text}", "means")


def grim_percent(
    percent: object,
    *,
    n: int | Iterable[int] | None,
    rounding: str = "half_up",
    decimals: int | None = None,
) -> Consistency:
    """Test whether a percentage of n people can be what was printed.

    Parameters
    ----------
    percent : str or Decimal
        The percentage as printed, 0 to 100; a final ``%`` is allowed. For ``float`` and ``int``
        see :func:`grim`.
    n : int, iterable of int, or None
        How many people it is a percentage of.
    rounding : str
        As in :func:`grim`.
    decimals : int, optional
        How many decimals were printed, when `percent` does not show it.

    Returns
    -------
    Consistency
        ``totals`` holds the counts of people that print so.

    Raises
    ------
    ValueError
        As in :func:`grim`.

    Examples
    --------
    >>> grim_percent("35", n=16).possible
    ('31', '38')
    >>> grim_percent("37", n=16, rounding="any").roundings
    ('half_down', 'truncate', 'floor')
    """
    printed = read_printed(percent, name="percent", decimals=decimals)
    sizes = sample_sizes(n)
    rule = rounding_name(rounding)
    result = check_totals(printed, sizes, rule, _counts, method="GRIM for percentages", parts=100)
    if result.consistent is None or len(sizes) != 1:
        return result
    size = sizes[0]
    if result.consistent:
        return replace(result, explanation=passed(result, size, "percentage"))
    near = nearest(printed, Fraction(size, 100), (0, size))
    start = f"No whole number out of {size} is {printed.text} per cent"
    return failed(result, near, start, "percentages")


def counts_for_percent(
    percent: object, *, n: int, rounding: str = "half_up", decimals: int | None = None
) -> list[int]:
    """List the counts of people out of n that print as this percentage.

    Parameters
    ----------
    percent, n, rounding, decimals
        As in :func:`grim_percent`; `n` must be one number.

    Returns
    -------
    list of int
        In rising order; empty when there is none.

    Raises
    ------
    ValueError
        As in :func:`grim_percent`.

    Examples
    --------
    >>> counts_for_percent("71", n=31), counts_for_percent("50", n=300)
    ([22], [149, 150, 151])
    """
    printed = read_printed(percent, name="percent", decimals=decimals)
    sizes = sample_sizes(n)
    refuse(
        [
            f"Counts need one known sample size: found n = {n!r}; give a single whole number."
            for _ in range(len(sizes) != 1)
        ]
    )
    return list(_counts(printed, sizes[0], rounding_name(rounding)))


def _totals(interval: Interval, units: int, n: int, scale: tuple, items: int) -> range:
    found = interval.scaled(units).integers()
    low, high = _bounds_of_totals(n, scale, items)
    first = found.start if low is None else max(found.start, low)
    stop = found.stop if high is None else min(found.stop, high + 1)
    return range(first, max(first, stop))


def _bounds_of_totals(n, scale, items):
    return tuple(None if end is None else end * n * items for end in scale)


def _counts(number: Printed, size: int, rule: str) -> range:
    found = unrounded(number, rounding=rule).scaled(Fraction(size, 100)).integers()
    first = max(found.start, 0)
    return range(first, max(first, min(found.stop, size + 1)))
