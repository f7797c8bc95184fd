"""Every number of a ledger that should follow from others, recomputed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

from partnership_evaluation.consistency.audit_arithmetic import Relation, computed, status_of
from partnership_evaluation.consistency.audit_checks import UNUSUAL, Check
from partnership_evaluation.consistency.audit_corrections import SOUND, Correction, best_correction
from partnership_evaluation.consistency.audit_habits import roundings_of, unlike_their_table
from partnership_evaluation.consistency.audit_repeats import check_repeats
from partnership_evaluation.consistency.audit_wording import (
    arithmetic,
    decimals_of,
    plain,
    possible_values,
    printed_as,
)

__all__ = ["RIGHT_FOR", "UNLIKE", "check_relations"]

NEARBY = 5
RIGHT_FOR = "it is right for"
UNLIKE = "unlike its table"
_WHY = {
    **UNUSUAL,
    UNLIKE: (
        "; it is possible only because the numbers were rounded, while most other differences of "
        "the table are those of the printed numbers"
    ),
}


def check_relations(relations: Sequence[Relation]) -> list[Check]:
    """Recompute every number that follows from others.

    Parameters
    ----------
    relations : sequence of Relation
        Those with a missing number are passed over.

    Returns
    -------
    list of Check
        One for each equation, however often it is written down.

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation.consistency.audit_quantities import read_ledger
    >>> from partnership_evaluation.consistency.audit_arithmetic import read_relations
    >>> ledger = pd.DataFrame({"claim": ["all", "some", "share"], "value": ["22", "14", "46"],
    ...                        "kind": ["count", "count", "percent"],
    ...                        "depends_on": ["", "", "percent(some; all)"]})
    >>> relations, _ = read_relations(read_ledger(ledger))
    >>> [(check.quantity.claim, check.status) for check in check_relations(relations)]
    [('share', 'impossible')]
    """
    relations = [relation for relation in relations if status_of(relation) != "unknown"]
    same_thing: dict[tuple, list[Relation]] = defaultdict(list)
    for relation in relations:
        same_thing[relation.key].append(relation)
    unique = [group[0] for group in same_thing.values()]
    touching: dict[str, list[Relation]] = defaultdict(list)
    for relation in unique:
        for member in {quantity.claim for quantity in relation.members}:
            touching[member].append(relation)
    odd = unlike_their_table(unique)
    checks = check_repeats([r for r in unique if r.rule == "same"], touching)
    for key, group in same_thing.items():
        if group[0].rule != "same":
            status = status_of(group[0])
            if key in odd and status != "exact":
                # Where no digits are hidden, cutting them off is no explanation either.
                status = UNLIKE if status == "rounded" else "impossible"
            checks.append(_arithmetic_check(group, status, touching))
    return checks


def _arithmetic_check(group: Sequence[Relation], status: str, touching: dict) -> Check:
    relation = group[0]
    correction = None
    if status not in SOUND and not relation.output.hedge:
        correction = best_correction(relation, touching)
        # The same equation may be written under several claims: report it under the wrong one.
        relation = next(
            (r for r in group if correction and r.output.claim == correction.claim), relation
        )
    output = relation.output
    low, high = possible_values(relation, "up_or_down")
    nearest = min(max(output.value, low), high)
    texts = [plain(end, decimals=decimals_of(output)) for end in (low, high)]
    return Check(
        quantity=output,
        rule=relation.rule,
        status=status,
        possible=texts[0] if low == high else f"{texts[0]} to {texts[1]}",
        nearest=nearest,
        correction=_correction_in_words(correction, relation, status),
        explanation=_explain(relation, status, (low, high), touching),
        roundings=roundings_of(relation),
    )


def _correction_in_words(correction: Correction | None, relation: Relation, status: str) -> str:
    output = relation.output
    if status not in SOUND and output.hedge:
        return plain(computed(relation, None).low)
    if correction is None:
        return ""
    if correction.claim == output.claim:
        return correction.new
    return f"{correction.new} instead of {correction.old} ({correction.claim})"


def _explain(relation: Relation, status: str, limits: tuple, touching: dict) -> str:
    start, sums = printed_as(relation.output), arithmetic(relation)
    if status == "exact":
        return f"{start}; {sums}."
    spread = ""
    if limits[0] != limits[1] and any(q.is_rounded for q in relation.inputs):
        decimals = decimals_of(relation.output)
        ends = " to ".join(plain(end, decimals=decimals) for end in limits)
        spread = f" ({ends} allowing for rounding)"
    if status == "rounded":
        return f"{start}; {sums}{spread}, so it is possible because the numbers were rounded."
    why = _other_base(relation, touching)
    if relation.rule == "percent" and status != "truncated":
        why = why or _other_sizes(relation)
    return f"{start}, but {sums}{spread}{why or _WHY.get(status, '')}."


def _other_sizes(relation: Relation) -> str:
    """Say for how many people in all the percentage would be right."""
    k, n = (quantity.value for quantity in relation.inputs)
    interval = relation.output.interval("up_or_down")
    if k <= 0 or interval.low <= 0 or k.denominator != 1:
        return ""
    first, last = max(int(100 * k / interval.high), int(k)), int(100 * k / interval.low) + 1
    sizes = [size for size in range(first, last + 1) if Fraction(100 * k, size) in interval]
    if not sizes or min(abs(size - n) for size in sizes) > max(NEARBY, n / 4):
        return ""
    span = str(sizes[0]) if len(sizes) == 1 else f"{sizes[0]} to {sizes[-1]}"
    return (
        f"; it would be right if {span} had answered"
        if sizes[-1] < n
        else (f"; it would be right for {span}")
    )


def _other_base(relation: Relation, touching: dict) -> str:
    """Say which other total stated for the same percentage does give it."""
    if relation.rule != "percent":
        return ""
    for other in touching[relation.output.claim]:
        about_it = other.output.claim == relation.output.claim and other.rule == "percent"
        if about_it and status_of(other) in SOUND:
            k, n = (quantity.number.text for quantity in other.inputs)
            return f"; {RIGHT_FOR} {k} of {n}"
    return ""
