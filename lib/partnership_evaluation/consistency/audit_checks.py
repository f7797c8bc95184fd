"""Tests of single rows of a ledger, and of rows that describe parts of one whole."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from partnership_evaluation.consistency.audit_arithmetic import compute
from partnership_evaluation.consistency.audit_quantities import Quantity, in_whole_numbers
from partnership_evaluation.consistency.audit_wording import inward, plain, printed_as
from partnership_evaluation.consistency.means import grim
from partnership_evaluation.rounding import Interval, print_as, unrounded

__all__ = ["CLASSES", "UNUSUAL", "Check", "check_parts", "check_rows", "check_units"]

#: What to add when only an unusual rounding explains a number.
UNUSUAL = {
    "truncated": "; it is possible only if digits were cut off instead of rounded",
    "ceiling": "; it is possible only if it was rounded up",
}

CLASSES = {"exact": "up_or_down", "truncated": "truncate", "ceiling": "ceiling"}
#: How the parts are taken to have been rounded.
_INPUTS = {
    "exact": None,
    "rounded": "up_or_down",
    "truncated": "truncate",
    "ceiling": "ceiling",
}
_WHOLE_GROUP = {"", "all", "whole", "total", "everyone", "both", "all pupils", "overall"}
_OPPOSITES = ({"male", "female"}, {"boys", "girls"}, {"men", "women"})
#: Points of the National Curriculum that one of these is worth.
_POINTS = {"points": 1, "sub-levels": 2, "levels": 6}


@dataclass(frozen=True)
class Check:
    """One thing that was checked.

    Attributes
    ----------
    quantity : Quantity
        The number that it is about.
    rule : str
        What was asked.
    status : str
        ``exact``, ``rounded``, ``truncated``, ``ceiling``, ``mixed``, ``impossible``,
        ``unknown`` or ``unlike its table``.
    possible : str
        What could have been printed.
    nearest : Fraction or None
        The possible value nearest to the printed one; None where there is no size to compare.
    correction : str
        The smallest correction.
    explanation : str
        One sentence.
    roundings : frozenset of str or None
        Which roundings explain the number, where that says how the document rounds.
    side : bool
        Whether this is another side of an equation that is reported under one of its numbers.
    severity : str
        Of a finding, where it is not weighed by the distance to the nearest possible value.
    goes_with : str
        Of a p beside a t that is wrong: whether only the ``printed`` t gives it, or only the
        ``recomputed`` one.
    """

    quantity: Quantity
    rule: str
    status: str
    possible: str
    nearest: Fraction | None
    correction: str
    explanation: str
    roundings: frozenset[str] | None = None
    side: bool = False
    severity: str = ""
    goes_with: str = ""


def check_rows(quantities: Sequence[Quantity], recomputed: set[tuple[str, int]]) -> list[Check]:
    """Test rows one by one: shares and means of whole people, parts of wholes, lost digits.

    Parameters
    ----------
    quantities : sequence of Quantity
        The ledger.
    recomputed : set of (claim, n)
        Percentages that are recomputed from a count out of the same n anyway.

    Returns
    -------
    list of Check
        At most one finding a row and test.

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation.consistency.audit_quantities import read_ledger
    >>> ledger = pd.DataFrame({"kind": ["percent"], "value": ["35"], "n": [16]})
    >>> [(check.rule, check.status) for check in check_rows(read_ledger(ledger), set())]
    [('grim_percent', 'impossible')]
    """
    checks = []
    for quantity in quantities:
        if quantity.number is None:
            continue
        if re.search(r"\d\.$", quantity.printed) and quantity.kind in ("mean", "percent"):
            checks.append(_lost_digit(quantity))
        if quantity.hedge or not quantity.n:
            continue
        if quantity.kind == "percent" and (quantity.claim, quantity.n) not in recomputed:
            checks.append(_share(quantity))
        elif quantity.kind == "mean" and in_whole_numbers(quantity):
            checks.append(_mean(quantity))
        elif quantity.kind == "count" and quantity.value > quantity.n:
            checks.append(_more_than_whole(quantity))
    return checks


def check_parts(quantities: Sequence[Quantity]) -> Iterator[Check]:
    """Test means and percentages of a whole against those of its parts.

    Parameters
    ----------
    quantities : sequence of Quantity
        The ledger.

    Yields
    ------
    Check
        When the sizes of the parts add up to that of the whole: against their weighted mean.
        For two complementary groups of unknown size: the whole must lie between them.

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation.consistency.audit_quantities import read_ledger
    >>> ledger = pd.DataFrame({"kind": ["mean"] * 3, "value": ["1.5", "1.0", "1.2"],
    ...                        "subject": ["gain"] * 3, "group": ["all", "male", "female"]})
    >>> [check.status for check in check_parts(read_ledger(ledger))]
    ['impossible']
    """
    families = defaultdict(list)
    for q in quantities:
        if q.kind in ("mean", "percent") and q.number and not q.hedge and q.subject:
            families[q.case, q.subject, q.time, q.unit, q.kind].append(q)
    for family in families.values():
        wholes = [q for q in family if q.group.lower() in _WHOLE_GROUP]
        parts = [q for q in family if q.group.lower() not in _WHOLE_GROUP]
        for whole in wholes:
            sized = whole.n and len(parts) > 1 and all(part.n for part in parts)
            if sized and sum(part.n for part in parts) == whole.n:
                yield _weighted(whole, parts)
            elif {part.group.lower() for part in parts} in map(set, _OPPOSITES):
                yield _between(whole, parts)
            else:
                pair = [p for p in parts if any(p.group.lower() in two for two in _OPPOSITES)]
                if len(pair) == 2 and {p.group.lower() for p in pair} in _OPPOSITES:
                    yield _between(whole, pair)


def check_units(quantities: Sequence[Quantity]) -> Iterator[Check]:
    """Test a mean that is stated again in another unit of the same scale.

    Parameters
    ----------
    quantities : sequence of Quantity
        The ledger.

    Yields
    ------
    Check
        Points, sub-levels and levels of the National Curriculum: 2 points make a sub-level, 6 a
        level.

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation.consistency.audit_quantities import read_ledger
    >>> ledger = pd.DataFrame({"kind": ["mean"] * 2, "value": ["2.9", "1.45"],
    ...                        "subject": ["gain"] * 2, "unit": ["points", "sub-levels"]})
    >>> [check.status for check in check_units(read_ledger(ledger))]
    ['exact']
    """
    families = defaultdict(list)
    for q in quantities:
        if q.kind == "mean" and q.number and q.unit in _POINTS and q.subject:
            families[q.case, q.locator, q.subject, q.group, q.time].append(q)
    for first, *rest in families.values():
        for again in rest:
            if again.unit != first.unit:
                yield _restated(first, again)


def _share(q: Quantity) -> Check:
    """Ask whether a whole number of n people can be this percentage."""
    fits = frozenset(r for r in CLASSES.values() if _counts(q, q.n, r))
    status = next((s for s, r in CLASSES.items() if r in fits), "impossible")
    below = min(max(int(q.value * q.n // 100), 0), q.n)
    options = {
        print_as(Fraction(100 * k, q.n), decimals=q.number.decimals): Fraction(100 * k, q.n)
        for k in (below, min(below + 1, q.n))
    }
    best = min(options, key=lambda text: abs(options[text] - q.value))
    listed = " or ".join(options)
    steps = " and ".join(
        f"{k} of {q.n} is {plain(Fraction(100 * k, q.n))}"
        for k in dict.fromkeys((below, min(below + 1, q.n)))
    )
    if status == "exact":
        text = f"{printed_as(q)}; a whole number of {q.n} gives it."
        return Check(q, "grim_percent", status, q.number.text, q.value, "", text, fits)
    text = f"{printed_as(q)}, but {steps} per cent{UNUSUAL.get(status, '')}."
    if status == "impossible":
        sizes = _sizes_nearby(q)
        rest = f"; it would be possible for {sizes} people" if sizes else ""
        text = (
            f"{printed_as(q)}, but no whole number out of {q.n} gives it: {steps} per cent{rest}."
        )
    return Check(q, "grim_percent", status, listed, Fraction(best), best, text, fits)


def _counts(q: Quantity, n: int, rounding: str) -> range:
    found = unrounded(q.number, rounding=rounding).scaled(Fraction(n, 100)).integers()
    first = max(found.start, 0)
    return range(first, max(first, min(found.stop, n + 1)))


def _sizes_nearby(q: Quantity) -> str:
    """Return the nearest sample sizes on either side that explain a percentage."""
    reach = max(5, q.n // 4)
    fewer = next((n for n in range(q.n - 1, q.n - reach - 1, -1) if n > 0 and _fits(q, n)), None)
    more = next((n for n in range(q.n + 1, q.n + reach + 1) if _fits(q, n)), None)
    return " or ".join(str(n) for n in (fewer, more) if n)


def _fits(q: Quantity, n: int) -> bool:
    return bool(_counts(q, n, "up_or_down"))


def _mean(q: Quantity) -> Check:
    low, high = q.scale or (None, None)
    found = {
        status: grim(q.number.text, n=q.n, rounding=rounding, low=low, high=high)
        for status, rounding in CLASSES.items()
    }
    fits = frozenset(CLASSES[status] for status, result in found.items() if result.consistent)
    status = next((s for s, result in found.items() if result.consistent), "impossible")
    usual = found["exact"]
    if status == "exact":
        text = f"{printed_as(q)}; {q.n} whole-number answers can have that mean."
        return Check(q, "grim", status, q.number.text, q.value, "", text, fits)
    why = usual.explanation[0].lower() + usual.explanation[1:].removesuffix(".")
    text = f"{printed_as(q)}, but {why}{UNUSUAL.get(status, '')}."
    nearest = Fraction(usual.correction)
    listed = " or ".join(usual.possible)
    return Check(q, "grim", status, listed, nearest, usual.correction, text, fits)


def _more_than_whole(q: Quantity) -> Check:
    text = f"{printed_as(q)}, but only {q.n} are said to be in the group."
    possible = f"at most {q.n}"
    return Check(q, "part of whole", "impossible", possible, Fraction(q.n), str(q.n), text)


def _lost_digit(q: Quantity) -> Check:
    text = f"{printed_as(q)}, with nothing after the point: a digit seems to be missing."
    start = q.printed.rsplit(".", 1)[0]
    return Check(q, "lost digit", "impossible", f"{start}.0 to {start}.9", None, "", text)


def _weighted(whole: Quantity, parts: Sequence[Quantity]) -> Check:
    ranges = {}
    for status, rounding in _INPUTS.items():
        sums = [part.interval(rounding).scaled(part.n) for part in parts]
        ranges[status] = compute("sum", sums).scaled(Fraction(1, whole.n))
    status = _first_that_meets(ranges, whole)
    listed = ", ".join(f"{part.number.text} for {part.n}" for part in parts)
    text = (
        f"{printed_as(whole)}, but the {len(parts)} groups that make up the {whole.n} "
        f"({listed}) average {plain(ranges['exact'].low)}."
    )
    if status in ("exact", "rounded"):
        text = f"{printed_as(whole)}; the groups that make up the {whole.n} give it."
    return _of_whole(whole, status, ranges, text)


def _between(whole: Quantity, parts: Sequence[Quantity]) -> Check:
    ranges = {}
    for status, rounding in _INPUTS.items():
        ends = [part.interval(rounding) for part in parts]
        ranges[status] = Interval(min(e.low for e in ends), max(e.high for e in ends))
    status = _first_that_meets(ranges, whole)
    listed = " and ".join(f"{part.number.text} ({part.group})" for part in parts)
    text = f"{printed_as(whole)}, which should lie between {listed}."
    return _of_whole(whole, status, ranges, text)


def _first_that_meets(ranges: dict[str, Interval], whole: Quantity) -> str:
    for status, found in ranges.items():
        if found.meets(whole.interval(_INPUTS[status] or "up_or_down")):
            return status
    return "impossible"


def _of_whole(whole: Quantity, status: str, ranges: dict[str, Interval], text: str) -> Check:
    decimals = whole.number.decimals
    low, high = inward(ranges["rounded"], decimals=decimals)
    nearest = min(max(whole.value, low), high)
    texts = [plain(end, decimals=decimals) for end in (low, high)]
    possible = texts[0] if low == high else f"{texts[0]} to {texts[1]}"
    exact = inward(ranges["exact"], decimals=decimals)
    best = plain(min(max(whole.value, exact[0]), exact[1]), decimals=decimals)
    correction = "" if status in ("exact", "rounded") else best
    return Check(whole, "parts and whole", status, possible, nearest, correction, text)


def _restated(first: Quantity, again: Quantity) -> Check:
    factor = Fraction(_POINTS[first.unit], _POINTS[again.unit])
    found = first.interval("up_or_down").scaled(factor)
    status = "exact" if found.meets(again.interval("up_or_down")) else "impossible"
    value = plain(first.value * factor)
    link = "but" if status == "impossible" else "and"
    text = (
        f"{printed_as(again)}, {link} {first.number.text} {first.unit} is {value} {again.unit} "
        "(2 points make a sub-level, 6 a level)."
    )
    nearest = min(max(again.value, found.low), found.high)
    return Check(again, "another unit", status, value, nearest, value, text)
