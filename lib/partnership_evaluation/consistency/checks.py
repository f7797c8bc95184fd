"""The frame that every test of a printed number shares: three answers, and their wording."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction

from partnership_evaluation.consistency.results import Consistency
from partnership_evaluation.estimates import is_whole, refuse
from partnership_evaluation.rounding import COMMON_ROUNDINGS, Printed, print_as

__all__ = [
    "Consistency",
    "check_totals",
    "combined",
    "failed",
    "nearest",
    "passed",
    "sample_sizes",
    "with_zeros",
]


def sample_sizes(n, *, items=1, low=None, high=None) -> tuple[int, ...]:
    """Return the sample sizes to try, after checking them together with items and scale.

    Parameters
    ----------
    n : int, iterable of int, or None
        One size, several, or None when none was stated.
    items : int
        How many whole-number items were averaged for each person.
    low, high : int, optional
        The ends of the scale of one item.

    Returns
    -------
    tuple of int

    Raises
    ------
    ValueError
        If a size or `items` is not a whole number of at least 1, or the ends of the scale are not
        whole or in the wrong order; all problems together.

    Examples
    --------
    >>> sample_sizes(12), sample_sizes(range(11, 13)), sample_sizes(None)
    ((12,), (11, 12), ())
    """
    if n is None:
        sizes = ()
    else:
        sizes = tuple(n) if isinstance(n, Iterable) and not isinstance(n, str) else (n,)
    problems = [
        f"`{name}` must be a whole number of at least 1: found {value!r}; "
        "give a count of people, or None if it was not stated."
        for name, values in (("n", sizes), ("items", (items,)))
        for value in values
        if not is_whole(value) or value < 1
    ]
    ends = [end for end in (low, high) if end is not None]
    if not all(is_whole(end) for end in ends):
        problems.append(
            f"The ends of a scale must be whole numbers: found {low!r} and {high!r}; "
            "give the lowest and highest code."
        )
    elif len(ends) == 2 and low > high:
        problems.append(f"`low` must not exceed `high`: found {low} and {high}; swap them.")
    if n is not None and not sizes and isinstance(n, Iterable):
        problems.append("`n` must name at least one sample size: found none; pass None instead.")
    refuse(problems)
    return tuple(int(size) for size in sizes)


def check_totals(
    printed: Printed,
    sizes: tuple[int, ...],
    rule: str,
    totals: Callable[[Printed, int, str], range],
    *,
    method: str,
    items: int = 1,
    parts: int = 1,
) -> Consistency:
    """Run a test of totals over sample sizes and rounding rules; three-valued.

    Parameters
    ----------
    printed : Printed
        The number.
    sizes : tuple of int
        From :func:`sample_sizes`.
    rule : str
        A rule of :func:`partnership_evaluation.rounding.rounding_name`.
    totals : callable
        Returns, for a number, a size and a rule, the totals that print as the number.
    method : str
        Name of the test.
    items : int
        How many whole-number items were averaged for each person.
    parts : int
        By what the totals are multiplied when printed: 100 for a percentage.

    Returns
    -------
    Consistency
        Without the neighbours that could have been printed; see :func:`failed`.

    Examples
    --------
    >>> from partnership_evaluation.rounding import read_printed, unrounded
    >>> def totals(number, size, rule):
    ...     return unrounded(number, rounding=rule).scaled(size).integers()
    >>> check_totals(read_printed("3.67"), (3,), "half_up", totals, method="GRIM").totals
    range(11, 12)
    """
    verdicts = {size: _verdict(printed, size, rule, totals) for size in sizes}
    consistent = combined(verdicts.values())
    one = len(sizes) == 1
    found = totals(printed, sizes[0], rule) if one else ()
    grains = 10**printed.decimals * parts
    return Consistency(
        consistent=consistent,
        printed=printed.text,
        n=sizes[0] if one else (sizes or None),
        method=method,
        rounding=rule,
        totals=found,
        possible=(printed.text,) if consistent else (),
        correction=None,
        explanation=_undecided(printed, verdicts),
        _roundings=lambda: tuple(
            r for r in COMMON_ROUNDINGS if any(totals(printed, size, r) for size in sizes)
        ),
        _failure_rate=lambda: _failure_rate(sizes[0] * items, grains, rule) if one else None,
    )


def combined(verdicts: Iterable[bool | None]) -> bool | None:
    """Return what verdicts over several possible cases say together; None when they differ.

    Parameters
    ----------
    verdicts : iterable of bool or None
        One a case.

    Returns
    -------
    bool or None

    Examples
    --------
    >>> combined([True, True]), combined([True, False]), combined([])
    (True, None, None)
    """
    found = set(verdicts)
    return found.pop() if len(found) == 1 else None


def with_zeros(printed: Printed, zeros: int = 15) -> Printed:
    """Return the number as if many more zeros had been printed, so that only itself fits.

    Parameters
    ----------
    printed : Printed
        A number; one whose decimals are known comes back as it is.
    zeros : int
        How many zeros more.

    Returns
    -------
    Printed

    Examples
    --------
    >>> from partnership_evaluation.rounding import read_printed
    >>> with_zeros(read_printed(5.2), 3).decimals, with_zeros(read_printed("5.2")).decimals
    (4, 1)
    """
    if printed.decimals_known:
        return printed
    return replace(printed, decimals=printed.decimals + zeros)


def _verdict(printed, size, rule, totals):
    if not totals(printed, size, rule):
        return False
    return True if totals(with_zeros(printed), size, rule) else None


def _undecided(printed: Printed, verdicts: dict) -> str:
    if not verdicts:
        return f"Whether {printed.text} is possible cannot be decided without the sample size."
    fits = [str(size) for size, verdict in verdicts.items() if verdict]
    if len(verdicts) > 1:
        impossible = all(verdict is False for verdict in verdicts.values())
        which = ", ".join(fits) or ("none" if impossible else "none for certain")
        return f"{printed.text} is possible with these of the sample sizes tried: {which}."
    return (
        f"Whether {printed.text} is possible cannot be decided without the number of decimals "
        "that were printed."
    )


def _failure_rate(units: int, grains: int, rule: str) -> float:
    """Share of `grains` equally spaced printed values that no total out of `units` prints as."""
    if units >= grains:
        return 0.0
    if rule == "any":
        hit = {step for k in range(units) for step in _neighbours(k * grains, units)}
        return 1 - len({step % grains for step in hit}) / grains
    common = math.gcd(units, grains)
    ties = common if rule == "up_or_down" and (units // common) % 2 == 0 else 0
    return 1 - (units + ties) / grains


def _neighbours(numerator: int, units: int) -> tuple[int, int]:
    return numerator // units, -(-numerator // units)


def nearest(printed: Printed, units: Fraction | int, bounds: tuple) -> dict[str, Fraction]:
    """Return what the totals just below and above would print as, with their exact values.

    Parameters
    ----------
    printed : Printed
        The number that no total prints as.
    units : Fraction or int
        By what a total is divided to give the number.
    bounds : tuple of int or None
        Smallest and largest total that there can be; None for no bound.

    Returns
    -------
    dict of str to Fraction

    Examples
    --------
    >>> from partnership_evaluation.rounding import read_printed
    >>> nearest(read_printed("3.5"), 3, (None, None))
    {'3.3': Fraction(10, 3), '3.7': Fraction(11, 3)}
    """
    below = math.floor(printed.value * units)
    low, high = bounds
    found = {}
    for total in (below, below + 1):
        total = total if low is None else max(total, low)
        exact = Fraction(total if high is None else min(total, high)) / units
        found[print_as(exact, decimals=printed.decimals)] = exact
    return found


def failed(result: Consistency, near: dict[str, Fraction], start: str, noun: str) -> Consistency:
    """Add to a failed check what could have been printed instead.

    Parameters
    ----------
    result : Consistency
        A check that is not consistent.
    near : dict of str to Fraction
        From :func:`nearest`.
    start : str
        Beginning of the explanation, without a full stop.
    noun : str
        What the numbers are, in the plural.

    Returns
    -------
    Consistency

    Examples
    --------
    >>> from partnership_evaluation.rounding import read_printed
    >>> near = {"3.3": Fraction(10, 3), "3.7": Fraction(11, 3)}
    >>> bare = check_totals(read_printed("3.5"), (3,), "half_up", lambda *_: (), method="GRIM")
    >>> failed(bare, near, "No three answers have that mean", "means").explanation
    'No three answers have that mean; the nearest possible means are 3.3 and 3.7.'
    """
    value = Fraction(result.printed)
    best = min(near, key=lambda text: abs(near[text] - value))
    texts = tuple(near)
    if len(texts) == 1:
        rest = f"the nearest possible is {texts[0]}."
    else:
        rest = f"the nearest possible {noun} are {texts[0]} and {texts[1]}."
    return replace(result, possible=texts, correction=best, explanation=f"{start}; {rest}")


def passed(result: Consistency, units: int, noun: str) -> str:
    """Say in words why a number is possible, and whether passing means anything.

    Parameters
    ----------
    result : Consistency
        A check that is consistent, for one sample size.
    units : int
        By what a total is divided.
    noun : str
        ``mean`` or what else the number is.

    Returns
    -------
    str

    Examples
    --------
    >>> from partnership_evaluation.consistency.means import grim
    >>> passed(grim("3.67", n=3), 3, "mean")
    '3.67 is possible: a total of 11 over 3 prints so. 97% of such values would have failed.'
    """
    first, last = result.totals[0], result.totals[-1]
    which = str(first) if first == last else f"{first} to {last}"
    text = f"{result.printed} is possible: {which} out of {units} prints so."
    if noun == "mean":
        text = f"{result.printed} is possible: a total of {which} over {units} prints so."
    if result.failure_rate == 0:
        return f"{text} Any such {noun} would have passed, so passing is no evidence."
    return f"{text} {result.failure_rate:.0%} of such values would have failed."
