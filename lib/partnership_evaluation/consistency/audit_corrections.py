"""The smallest change of one printed number that would make the arithmetic right."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from partnership_evaluation.consistency.audit_arithmetic import Relation, computed, status_of
from partnership_evaluation.consistency.audit_quantities import Quantity
from partnership_evaluation.rounding import read_printed

__all__ = ["SOUND", "Correction", "best_correction"]

SOUND = ("exact", "rounded", "unknown")


@dataclass(frozen=True)
class Correction:
    """One printed number changed.

    Attributes
    ----------
    claim : str
        Whose number.
    old, new : str
        What is printed, and what would be right.
    cost : tuple
        What it is ranked by: relations broken less relations mended, digits changed, whether
        another number than the recomputed one is changed, relative change.
    """

    claim: str
    old: str
    new: str
    cost: tuple


def best_correction(
    relation: Relation, others: Mapping[str, Sequence[Relation]]
) -> Correction | None:
    """Find the smallest correction of a relation that does not hold.

    Parameters
    ----------
    relation : Relation
        One that does not hold.
    others : mapping
        For each claim the relations that it takes part in.

    Returns
    -------
    Correction or None
        The one that mends most and breaks least of what else the ledger says; then the one that
        changes the fewest digits, of the recomputed number before others; then the smallest.
        None when no single change does it.

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation.consistency.audit_quantities import read_ledger
    >>> from partnership_evaluation.consistency.audit_arithmetic import read_relations
    >>> ledger = pd.DataFrame({"claim": ["all", "some", "share"], "value": ["22", "14", "46"],
    ...                        "kind": ["count", "count", "percent"],
    ...                        "depends_on": ["", "", "percent(some; all)"]})
    >>> relations, _ = read_relations(read_ledger(ledger))
    >>> best_correction(relations[0], {}).new
    '64'
    """
    found = [
        _ranked(relation, member, text, others)
        for member in relation.members
        for text in _candidates(relation, member)
    ]
    return min(found, key=lambda correction: correction.cost, default=None)


def _ranked(relation, member, text, others) -> Correction:
    changed = replace(member, number=read_printed(text), hedge=None)
    net = 0
    for touched in others.get(member.claim, ()):
        before, after = status_of(touched) in SOUND, status_of(_with(touched, changed)) in SOUND
        net += int(before) - int(after)
    distance = abs(changed.value - member.value) / max(abs(member.value), abs(changed.value), 1)
    digits = _digits_changed(member.number.text, text)
    cost = (net, digits, member.claim != relation.output.claim, distance)
    return Correction(member.claim, member.number.text, text, cost)


def _with(relation: Relation, changed: Quantity) -> Relation:
    members = tuple(changed if q.claim == changed.claim else q for q in relation.members)
    return replace(relation, output=members[0], inputs=members[1:])


def _candidates(relation: Relation, member: Quantity) -> Iterator[str]:
    """Yield printable values of one member with which the relation holds exactly."""
    for value in _solutions(relation, member):
        text = member.like(value)
        if text == member.number.text or (member.kind == "count" and Fraction(text) < 0):
            continue
        changed = replace(member, number=read_printed(text), hedge=None)
        if status_of(_with(relation, changed)) == "exact":
            yield text


def _solutions(relation: Relation, member: Quantity) -> Iterable[Fraction]:
    output = relation.output.value
    values = [quantity.value for quantity in relation.inputs]
    if member.claim == relation.output.claim:
        found = computed(relation, None)
        return [found.low] if found.low == found.high else []
    at = [quantity.claim for quantity in relation.inputs].index(member.claim)
    rest = values[:at] + values[at + 1 :]
    if relation.rule in ("sum", "mean"):
        total = output * (len(values) if relation.rule == "mean" else 1)
        return [total - sum(rest)]
    if relation.rule == "difference":
        return [output + sum(rest)] if at == 0 else [rest[0] - sum(rest[1:]) - output]
    if relation.rule in ("same", "complement"):
        return [output if relation.rule == "same" else 100 - output]
    return _around(_unscaled(relation.rule, at, output, rest), member)


def _unscaled(rule: str, at: int, output: Fraction, rest: list[Fraction]) -> Fraction | None:
    """Solve a product, a ratio or a percentage for one of its numbers."""
    if rule == "product":
        divisor = math.prod(rest)
        return output / divisor if divisor else None
    share = output / 100 if rule == "percent" else output
    if at == 0:
        return share * rest[0]
    return rest[0] / share if share else None


def _around(value: Fraction | None, member: Quantity) -> list[Fraction]:
    if value is None:
        return []
    if member.is_rounded:
        return [value]
    return [Fraction(math.floor(value)), Fraction(math.ceil(value))]


def _digits_changed(old: str, new: str) -> int:
    """Count the characters to change, add or drop (Levenshtein distance)."""
    costs = list(range(len(new) + 1))
    for row, left in enumerate(old, 1):
        previous, costs[0] = costs[0], row
        for column, right in enumerate(new, 1):
            step = min(previous + (left != right), costs[column] + 1, costs[column - 1] + 1)
            previous, costs[column] = costs[column], step
    return costs[-1]
