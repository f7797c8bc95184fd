"""One quantity printed in several places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from partnership_evaluation.consistency.audit_arithmetic import Relation, status_of
from partnership_evaluation.consistency.audit_checks import Check
from partnership_evaluation.consistency.audit_corrections import SOUND
from partnership_evaluation.consistency.audit_quantities import Quantity
from partnership_evaluation.consistency.audit_wording import possible_values, printed_as

__all__ = ["check_repeats"]

_ONLY_IF = {
    "mixed": "one was cut off",
    "truncated": "one was cut off",
    "ceiling": "they were rounded up",
}


def check_repeats(
    relations: Iterable[Relation], touching: Mapping[str, Sequence[Relation]]
) -> list[Check]:
    """Compare all places where one quantity is printed.

    Parameters
    ----------
    relations : iterable of Relation
        With the rule ``same``.
    touching : mapping
        For each claim the relations that it takes part in.

    Returns
    -------
    list of Check
        One for each place but the one that the others are held against.

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation.consistency.audit_quantities import read_ledger
    >>> from partnership_evaluation.consistency.audit_arithmetic import read_relations
    >>> ledger = pd.DataFrame({"claim": ["table", "text"], "kind": ["percent"] * 2,
    ...                        "value": ["64", "46"], "depends_on": ["", "same(table)"]})
    >>> relations, _ = read_relations(read_ledger(ledger))
    >>> [check.status for check in check_repeats(relations, {})]
    ['impossible']
    """
    groups: list[dict[str, Quantity]] = []
    for relation in relations:
        members = {quantity.claim: quantity for quantity in relation.members}
        joined = [group for group in groups if group.keys() & members.keys()]
        for group in joined:
            members = group | members
            groups.remove(group)
        groups.append(members)
    return [check for group in groups for check in _repeats(list(group.values()), touching)]


def _repeats(places: Sequence[Quantity], touching: Mapping) -> list[Check]:
    """Hold every place against the value printed most often, or best supported on a tie."""
    counts = Counter(quantity.value for quantity in places)
    usual = max(places, key=lambda q: (counts[q.value], _support(q, touching)))
    checks = []
    for quantity in places:
        if quantity is usual:
            continue
        relation = Relation(quantity, "same", (usual,))
        status = status_of(relation)
        times = counts[usual.value]
        often = f" in {times} places" if times > 1 else ""
        text = f"{printed_as(quantity)}, but elsewhere it is printed as {usual.number.text}{often}."
        if status in SOUND:
            text = f"{printed_as(quantity)}; elsewhere it is printed as {usual.number.text}."
        elif status in _ONLY_IF:
            text = f"{text[:-1]}; both are possible only if {_ONLY_IF[status]}."
        low, high = possible_values(relation, None)
        checks.append(
            Check(
                quantity=quantity,
                rule="same",
                status=status,
                possible=quantity.like(low) if low == high else usual.number.text,
                nearest=min(max(quantity.value, low), high),
                correction="" if status in SOUND else usual.number.text,
                explanation=text,
            )
        )
    return checks


def _support(quantity: Quantity, touching: Mapping) -> int:
    """Count the other equations that bear a number out, less those that speak against it."""
    statuses = [status_of(r) for r in touching.get(quantity.claim, ()) if r.rule != "same"]
    return sum(1 if status in SOUND else -1 for status in statuses)
