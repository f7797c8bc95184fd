"""The frame that every test of a printed number shares: three answers, and their wording."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

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


@dataclass(frozen=True)
class Consistency:
    """Whether a printed number can be right, and what it could have been.

    Attributes
    ----------
    consistent : bool or None
        True, False, or None when the sample size or the printed decimals are not known and
        matter.
    printed : str
        The number as it was printed.
    n : int, tuple of int or None
        The sample size, the sizes that were tried, or None when it is not known.
    method : str
        The test.
    rounding : str
        The rounding that was allowed for.
    roundings : tuple of str
        Every single rounding rule under which the number is possible; empty when none is.
    totals : range or tuple of int
        The totals (sums of answers, counts of people) that print so; empty when none does.
    possible : tuple of str
        The nearest values that could have been printed, lower one first; the number itself when
        it is possible.
    correction : str or None
        The nearest of them; None when the number needs none.
    failure_rate : float or None
        The share of the values with the same whole part and as many decimals that would have
        failed. Near 0, passing is no evidence; None where it was not worked out.
    explanation : str
        One sentence in plain words.
    """

    consistent: bool | None
    printed: str
    n: int | tuple[int, ...] | None
    method: str
    rounding: str
    roundings: tuple[str, ...]
    totals: Sequence[int]
    possible: tuple[str, ...]
    correction: str | None
    failure_rate: float | None
    explanation: str

    def __bool__(self) -> bool:
        """Refuse to be read as yes or no, because there are three answers."""
        raise TypeError(
            "A consistency check has three answers: found it used as yes or no; "
            "compare its `consistent` with True, False or None."
        )


def sample_sizes(n, *, items=1, low=None, high=None) -> tuple[int, ...]:
    """Return the sample sizes to try, after checking them together with items and scale."""
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
    """Run a test of totals over sample sizes and rounding rules; three-valued."""
    verdicts = {size: _verdict(printed, size, rule, totals) for size in sizes}
    consistent = combined(verdicts.values())
    rules = [r for r in COMMON_ROUNDINGS if any(totals(printed, size, r) for size in sizes)]
    one = len(sizes) == 1
    found = totals(printed, sizes[0], rule) if one else ()
    grains = 10**printed.decimals * parts
    return Consistency(
        consistent=consistent,
        printed=printed.text,
        n=sizes[0] if one else (sizes or None),
        method=method,
        rounding=rule,
        roundings=tuple(rules),
        totals=found,
        possible=(printed.text,) if consistent else (),
        correction=None,
        failure_rate=_failure_rate(sizes[0] * items, grains, rule) if one else None,
        explanation=_undecided(printed, verdicts),
    )


def combined(verdicts: Iterable[bool | None]) -> bool | None:
    """Return what verdicts over several possible cases say together; None when they differ."""
    found = set(verdicts)
    return found.pop() if len(found) == 1 else None


def with_zeros(printed: Printed, zeros: int = 15) -> Printed:
    """Return the number as if many more zeros had been printed, so that only itself fits."""
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
        which = ", ".join(fits) if fits else "none for certain"
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
    """Return what the totals just below and above would print as, with their exact values."""
    below = math.floor(printed.value * units)
    low, high = bounds
    found = {}
    for total in (below, below + 1):
        total = total if low is None else max(total, low)
        exact = Fraction(total if high is None else min(total, high)) / units
        found[print_as(exact, decimals=printed.decimals)] = exact
    return found


def failed(result: Consistency, near: dict[str, Fraction], start: str, noun: str) -> Consistency:
    """Add to a failed check what could have been printed instead."""
    value = Fraction(result.printed)
    best = min(near, key=lambda text: abs(near[text] - value))
    texts = tuple(near)
    if len(texts) == 1:
        rest = f"the nearest possible is {texts[0]}."
    else:
        rest = f"the nearest possible {noun} are {texts[0]} and {texts[1]}."
    return replace(result, possible=texts, correction=best, explanation=f"{start}; {rest}")


def passed(result: Consistency, units: int, noun: str) -> str:
    """Say in words why a number is possible, and whether passing means anything."""
    first, last = result.totals[0], result.totals[-1]
    which = str(first) if first == last else f"{first} to {last}"
    text = f"{result.printed} is possible: {which} out of {units} prints so."
    if noun == "mean":
        text = f"{result.printed} is possible: a total of {which} over {units} prints so."
    if result.failure_rate == 0:
        return f"{text} Any such {noun} would have passed, so passing is no evidence."
    return f"{text} {result.failure_rate:.0%} of such values would have failed."
