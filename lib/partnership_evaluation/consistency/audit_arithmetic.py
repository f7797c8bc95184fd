"""Recomputing one printed number from others, in intervals of exact fractions."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from partnership_evaluation.consistency.audit_quantities import Quantity
from partnership_evaluation.consistency.audit_statistics import kinds_problem
from partnership_evaluation.estimates import refuse
from partnership_evaluation.rounding import Interval

__all__ = ["OF_TESTS", "RULES", "Relation", "compute", "read_relations", "status_of"]

#: Rule: fewest and most numbers it takes.
RULES = {
    "sum": (2, None),
    "difference": (2, None),
    "percent": (2, 2),
    "ratio": (2, 2),
    "product": (2, None),
    "same": (1, 1),
    "complement": (1, 1),
    "mean": (2, None),
    "paired": (1, None),
    "groups": (2, None),
    "p": (1, 1),
}
#: Rules for statistics, which :mod:`audit_tests` works out.
OF_TESTS = ("paired", "groups", "p")
_CALL = re.compile(r"\s*([a-z_]+)\s*\(([^()]*)\)\s*")


@dataclass(frozen=True)
class Relation:
    """One way in which a printed number should follow from others.

    Attributes
    ----------
    output : Quantity
        The number that should follow.
    rule : str
        One of :data:`RULES`.
    inputs : tuple of Quantity
        The numbers it follows from.
    """

    output: Quantity
    rule: str
    inputs: tuple[Quantity, ...]

    @property
    def members(self) -> tuple[Quantity, ...]:
        """The output and the inputs."""
        return (self.output, *self.inputs)

    @property
    def key(self) -> tuple:
        """The same for relations that say the same: a + b = c, a = c - b, b = c - a."""
        names = [quantity.claim for quantity in self.inputs]
        signs = {"sum": 1, "same": 1, "complement": -1}
        terms = {self.output.claim: -1}
        if self.rule in signs:
            steps = [signs[self.rule]] * len(names)
        elif self.rule == "difference":
            steps = [1] + [-1] * (len(names) - 1)
        else:
            return (self.rule, self.output.claim, *names)
        for name, step in zip(names, steps, strict=True):
            terms[name] = terms.get(name, 0) + step
        ordered = sorted(terms.items())
        lead = ordered[0][1] or 1
        constant = 100 if self.rule == "complement" else 0
        return (constant, *((name, step * lead) for name, step in ordered))


def read_relations(
    quantities: Sequence[Quantity],
) -> tuple[list[Relation], list[tuple[Quantity, str]]]:
    """Read every ``depends_on`` of a ledger.

    Parameters
    ----------
    quantities : sequence of Quantity
        The ledger.

    Returns
    -------
    tuple
        The relations; and the routes that lead to a claim outside the ledger, each as the
        number and a sentence.

    Raises
    ------
    ValueError
        If a route cannot be read; all problems together.

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation.consistency.audit_quantities import read_ledger
    >>> ledger = pd.DataFrame({"claim": ["all", "some", "share"], "value": ["22", "14", "64"],
    ...                        "kind": ["count", "count", "percent"],
    ...                        "depends_on": ["", "", "percent(some; all)"]})
    >>> read_relations(read_ledger(ledger))[0][0].rule
    'percent'
    """
    known = {quantity.claim: quantity for quantity in quantities}
    relations, outside, problems = [], [], []
    for quantity in quantities:
        for part in filter(None, (part.strip() for part in quantity.depends_on.split("|"))):
            try:
                rule, names = _read_route(part)
            except ValueError as error:
                problems.append(f"{quantity.claim}: {error}")
                continue
            kinds = [known[name].kind for name in names if name in known]
            if wrong := kinds_problem(rule, quantity.kind, kinds):
                problems.append(f"{quantity.claim}: {wrong}")
            strangers = [name for name in names if name not in known]
            if strangers:
                outside.append((quantity, _outside(part, strangers[0], known)))
            else:
                relations.append(Relation(quantity, rule, tuple(known[name] for name in names)))
    refuse(problems)
    return relations, outside


def _outside(text: str, stranger: str, known: Mapping[str, Quantity]) -> str:
    near = difflib.get_close_matches(stranger, known, n=1, cutoff=0.8)
    hint = f"; the nearest name is {near[0]!r}" if near else ""
    return f"{text} cannot be checked: {stranger!r} is not in this table{hint}."


def _read_route(text: str) -> tuple[str, list[str]]:
    called = _CALL.fullmatch(text)
    rule = called[1] if called else text.split("(")[0].strip()
    if not called or rule not in RULES:
        near = difflib.get_close_matches(rule, RULES, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]!r}? " if near else ""
        raise ValueError(
            f"`depends_on` must be rule(claim; claim) with a rule of {', '.join(RULES)}; found "
            f"{text!r}; {hint}Separate claims by ';' and routes by '|'."
        )
    names = [name.strip() for name in called[2].split(";") if name.strip()]
    fewest, most = RULES[rule]
    if len(names) < fewest or (most and len(names) > most):
        raise ValueError(
            f"`{rule}` takes {fewest if fewest == most else f'at least {fewest}'} claims; found "
            f"{len(names)} in {text!r}; complete the list."
        )
    return rule, names


def compute(rule: str, inputs: Sequence[Interval]) -> Interval | None:
    """Return everything that a rule can give when its inputs lie in these intervals.

    Parameters
    ----------
    rule : str
        One of :data:`RULES`.
    inputs : sequence of Interval
        What each input can be.

    Returns
    -------
    Interval or None
        None when a divisor can be zero.

    Examples
    --------
    >>> half = Interval(Fraction(1, 2), Fraction(1, 2))
    >>> compute("complement", [half]).low
    Fraction(199, 2)
    """
    if rule in ("percent", "ratio"):
        if inputs[1].low <= 0 <= inputs[1].high:
            return None
        quotient = _corners(inputs, lambda pair: pair[0] / pair[1])
        return quotient.scaled(100) if rule == "percent" else quotient
    if rule == "product":
        return _corners(inputs, math.prod)
    if rule == "same":
        return inputs[0]
    if rule == "complement":
        return _total([Interval(Fraction(100), Fraction(100)), _negative(inputs[0])])
    if rule == "difference":
        return _total([inputs[0], *map(_negative, inputs[1:])])
    total = _total(inputs)
    return total.scaled(Fraction(1, len(inputs))) if rule == "mean" else total


def _negative(part: Interval) -> Interval:
    return Interval(-part.high, -part.low, part.high_included, part.low_included)


def _total(parts: Iterable[Interval]) -> Interval:
    parts = list(parts)
    return Interval(
        sum(part.low for part in parts),
        sum(part.high for part in parts),
        all(part.low_included for part in parts),
        all(part.high_included for part in parts),
    )


def _corners(parts: Sequence[Interval], rule) -> Interval:
    """Return the range of a rule that is monotone in each input, from its corners."""
    ends = [((part.low, part.low_included), (part.high, part.high_included)) for part in parts]
    values = [
        (rule([end for end, _ in corner]), all(included for _, included in corner))
        for corner in product(*ends)
    ]
    low, high = min(value for value, _ in values), max(value for value, _ in values)
    return Interval(
        low,
        high,
        any(included for value, included in values if value == low),
        any(included for value, included in values if value == high),
    )


def status_of(relation: Relation) -> str:
    """Say how well a printed number follows from the others.

    Parameters
    ----------
    relation : Relation
        The numbers and the rule that joins them.

    Returns
    -------
    str
        ``unknown`` (a number is missing, or a divisor is zero), ``exact`` (the printed figures
        give it, rounded in the usual way), ``rounded`` (possible because the inputs were
        rounded), ``truncated`` (possible if digits were cut off), ``mixed`` (a repeat that
        was rounded once and cut off once), ``ceiling`` (possible if rounded up), or
        ``impossible``.

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation.consistency.audit_quantities import read_ledger
    >>> ledger = pd.DataFrame({"claim": ["all", "some", "share"], "value": ["22", "14", "64"],
    ...                        "kind": ["count", "count", "percent"],
    ...                        "depends_on": ["", "", "percent(some; all)"]})
    >>> status_of(read_relations(read_ledger(ledger))[0][0])
    'exact'
    """
    members = relation.members
    if any(quantity.number is None for quantity in members):
        return "unknown"
    plain = computed(relation, None)
    if plain is None:
        return "unknown"
    half = "half_up" if relation.rule == "same" else "up_or_down"
    if _prints(relation, plain, half if relation.rule != "same" else None):
        return "exact"
    if _prints(relation, computed(relation, half), half):
        return "rounded" if any(q.is_rounded for q in relation.inputs) else "exact"
    cut_off = computed(relation, "truncate")
    if _prints(relation, plain, "truncate") or _prints(relation, cut_off, "truncate"):
        return "truncated"
    # Cutting off below zero is done both ways: -0.27 becomes -0.2 or, by spreadsheets' floor, -0.3.
    below_zero = relation.output.value < 0 and relation.rule != "same"
    if below_zero and _prints(relation, computed(relation, "floor"), "floor"):
        return "truncated"
    if relation.rule == "same":
        mixed = _prints(relation, cut_off, half) or _prints(
            relation, computed(relation, half), "truncate"
        )
        if mixed:
            return "mixed"
    raised = computed(relation, "ceiling")
    up = _prints(relation, plain, "ceiling") or _prints(relation, raised, "ceiling")
    return "ceiling" if up else "impossible"


def computed(relation: Relation, rounding: str | None) -> Interval | None:
    """Return what the inputs give, each taken to have been rounded so; in the output's unit.

    Parameters
    ----------
    relation : Relation
        The numbers and the rule that joins them.
    rounding : str or None
        A rule of :func:`partnership_evaluation.rounding.rounding_name`; None takes the inputs to be
        the printed numbers themselves.

    Returns
    -------
    Interval or None
        None when a divisor can be zero.

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation.consistency.audit_quantities import read_ledger
    >>> ledger = pd.DataFrame({"claim": ["all", "some", "share"], "value": ["22", "14", "64"],
    ...                        "kind": ["count", "count", "percent"],
    ...                        "depends_on": ["", "", "percent(some; all)"]})
    >>> computed(read_relations(read_ledger(ledger))[0][0], None).low
    Fraction(700, 11)
    """
    parts = [quantity.interval(rounding) for quantity in relation.inputs]
    found = compute(relation.rule, parts)
    if found is None:
        return None
    output, first = relation.output.kind, relation.inputs[0].kind
    if relation.rule == "same" and {output, first} == {"ratio", "percent"}:
        found = found.scaled(100 if output == "percent" else Fraction(1, 100))
    return found


def _prints(relation: Relation, found: Interval, rounding: str | None) -> bool:
    return found.meets(relation.output.interval(rounding))
