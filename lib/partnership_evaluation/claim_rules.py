"""The arithmetic between printed numbers: what a claim should equal, and whether it does.

The column ``depends_on`` of the ledger says how a claim can be recomputed from other claims:
``rule(claim; claim)``, alternatives separated by a bar. A printed input stands for every number
that prints so, so each rule gives a value from the printed figures and a range.
"""

import math
import re
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from partnership_evaluation.rounding import (
    COMMON_ROUNDINGS,
    Interval,
    Printed,
    print_as,
    read_printed,
    unrounded,
)

#: Words around a number that turn it into a limit; the recomputed value must keep to it.
AT_LEAST = ("more than", "over", "at least", "above", "in excess", "just over", "well over")
AT_MOST = ("almost", "nearly", "less than", "under", "up to", "at most", "just under", "fewer than")
#: Arrows printed beside two grades; the rule gives a positive number for a better grade.
ARROWS = {
    "\N{UPWARDS ARROW}": 1,
    "\N{RIGHTWARDS ARROW}": 0,
    "\N{DOWNWARDS ARROW}": -1,
}
ROUTE = re.compile(r"\s*([a-z]+)\(([^()]*)\)\s*")


class RuleError(ValueError):
    """A rule of the ledger that cannot be read."""


@dataclass(frozen=True)
class Route:
    """One way to recompute a claim.

    Attributes
    ----------
    rule : str
        One of :data:`RULES`.
    inputs : tuple of str
        Claims, in the order of the rule.

    Examples
    --------
    >>> routes("percent(a; b) | same(c)")[1]
    Route(rule='same', inputs=('c',))
    """

    rule: str
    inputs: tuple


@dataclass(frozen=True)
class Recomputed:
    """What one route gives for one claim.

    Attributes
    ----------
    route : Route
        The route.
    value : fractions.Fraction
        From the printed figures as they stand.
    low, high : fractions.Fraction
        Over every number that prints as the inputs do.
    arithmetic : str
        The sum in figures.
    """

    route: Route
    value: Fraction
    low: Fraction
    high: Fraction
    arithmetic: str


RULES = {
    "sum": lambda *numbers: sum(numbers),
    "difference": lambda first, *rest: first - sum(rest),
    "percent": lambda count, total: 100 * Fraction(count) / total,
    "ratio": lambda first, second: Fraction(first) / second,
    "product": lambda *numbers: math.prod(numbers),
    "same": lambda number: number,
    "complement": lambda number: 100 - number,
    "mean": lambda *numbers: Fraction(sum(numbers)) / len(numbers),
}
SIGNS = {"sum": " + ", "difference": " - ", "percent": " / ", "ratio": " / ", "product": " x "}


def routes(depends_on):
    """Read the column ``depends_on`` of one claim.

    Parameters
    ----------
    depends_on : str or missing
        For example ``"sum(a; b) | same(c)"``.

    Returns
    -------
    tuple of Route
        Empty when the claim cannot be recomputed.

    Raises
    ------
    RuleError
        When a part is not ``rule(claim; claim)`` with a known rule.

    Examples
    --------
    >>> routes("difference(after; before)")
    (Route(rule='difference', inputs=('after', 'before')),)
    """
    if pd.isna(depends_on) or not str(depends_on).strip():
        return ()
    found = []
    for part in str(depends_on).split("|"):
        match = ROUTE.fullmatch(part)
        if not match or match[1] not in RULES:
            raise RuleError(
                f"A rule must be written rule(claim; claim) with one of {', '.join(RULES)}; "
                f"found {part.strip()!r}. Correct the column depends_on."
            )
        inputs = tuple(name.strip() for name in match[2].split(";") if name.strip())
        found.append(Route(match[1], inputs))
    return tuple(found)


def recompute(route, printed, *, exact=frozenset()):
    """Recompute a claim by one route.

    Parameters
    ----------
    route : Route
        The route.
    printed : dict of str to partnership_evaluation.rounding.Printed
        The printed numbers, by claim.
    exact : set of str
        Claims that are counts, which nobody rounds.

    Returns
    -------
    Recomputed or None
        None when an input prints no number, or the rule divides by zero.

    Notes
    -----
    Each rule is monotone in every input, so the range is reached at the ends of the inputs.

    Examples
    --------
    >>> numbers = {"a": read_printed("3"), "b": read_printed("4")}
    >>> float(recompute(Route("percent", ("a", "b")), numbers).value)
    75.0
    """
    if any(name not in printed for name in route.inputs):
        return None
    numbers = [printed[name] for name in route.inputs]
    rule = RULES[route.rule]
    try:
        value = Fraction(rule(*[number.value for number in numbers]))
        ends = [_ends(printed[name], name in exact) for name in route.inputs]
        corners = [rule(*[pair[side] for pair, side in zip(ends, sides, strict=True)])
                   for sides in _corners(route.rule, len(numbers))]  # fmt: skip
    except (ZeroDivisionError, TypeError):
        return None
    arithmetic = SIGNS.get(route.rule, ", ").join(number.text for number in numbers)
    return Recomputed(route, value, min(corners), max(corners), arithmetic)


def verdict(claim, found):
    """Compare a printed number with what one route gives.

    Parameters
    ----------
    claim : pandas.Series
        A row of the ledger with ``printed``, ``value`` and ``kind``.
    found : Recomputed
        What :func:`recompute` gave.

    Returns
    -------
    tuple of str
        The verdict and a remark: ``reproduced``; ``reproduced with another rounding`` (the remark
        names it); or ``not reproducible`` from the printed figures (the remark says whether
        rounding of the inputs could explain it).

    Examples
    --------
    >>> claim = pd.Series({"printed": "66 per cent", "value": "66", "kind": "percent"})
    >>> numbers = {"a": read_printed("2"), "b": read_printed("3")}
    >>> verdict(claim, recompute(Route("percent", ("a", "b")), numbers))
    ('reproduced with another rounding', 'needs truncate')
    """
    printed = printed_number(claim)
    if claim["printed"] in ARROWS:
        agrees = (found.value > 0) - (found.value < 0) == ARROWS[claim["printed"]]
        return ("reproduced", "") if agrees else ("not reproducible", "the arrow points elsewhere")
    limit = _limit(claim["printed"], printed, found)
    if limit:
        return limit
    if print_as(found.value, decimals=printed.decimals) == print_as(
        printed.value, decimals=printed.decimals
    ):
        return "reproduced", ""
    for rounding in COMMON_ROUNDINGS:
        if found.value in unrounded(printed, rounding=rounding):
            return "reproduced with another rounding", f"needs {rounding.replace('_', ' ')}"
    around = unrounded(printed, rounding="any")
    if around.meets(Interval(found.low, found.high)):
        if found.route.rule == "same":
            return "reproduced with another rounding", "rounded differently in the two places"
        return "not reproducible", "possible only if the inputs were not yet rounded"
    return "not reproducible", "impossible from these inputs under any rounding"


def printed_number(claim):
    """Read the number that a claim names.

    Parameters
    ----------
    claim : pandas.Series
        A row of the ledger with ``printed``, ``value`` and ``kind``.

    Returns
    -------
    partnership_evaluation.rounding.Printed or None
        None when the claim names no number. A ratio in words such as *twice* is read with one
        decimal, because 1.7 times is not twice.

    Examples
    --------
    >>> printed_number(pd.Series({"printed": "twice", "value": "2", "kind": "ratio"})).decimals
    1
    """
    if pd.isna(claim["value"]):
        return None
    number = read_printed(str(claim["value"]).rstrip("."))
    in_words = not re.search(r"\d", str(claim["printed"]))
    if claim["kind"] == "ratio" and in_words and number.decimals == 0:
        return Printed(number.text, number.value, 1)
    return number


def _ends(number, is_exact):
    if is_exact:
        return number.value, number.value
    interval = unrounded(number)
    return interval.low, interval.high


def _corners(rule, count):
    """Say at which ends of the inputs a rule is smallest and largest."""
    if rule in ("difference", "percent", "ratio"):
        return ((0, *[1] * (count - 1)), (1, *[0] * (count - 1)))
    return ((0,) * count, (1,) * count)


def _limit(text, printed, found):
    words = str(text).lower()
    if any(words.startswith(start) or f" {start} " in words for start in AT_LEAST):
        if found.value >= printed.value:
            return "reproduced", "as a lower limit"
        return "not reproducible", "the recomputed value is below this limit"
    if any(words.startswith(start) or f" {start} " in words for start in AT_MOST):
        if found.value <= printed.value:
            return "reproduced", "as an upper limit"
        return "not reproducible", "the recomputed value is above this limit"
    return None
