"""Labels that contradict the numbers beside them: arrows, and words of a rating."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from partnership_evaluation.audit_arithmetic import Relation, computed
from partnership_evaluation.audit_checks import Check
from partnership_evaluation.audit_wording import printed_as

__all__ = ["check_labels"]

_ARROWS = {
    "\N{UPWARDS ARROW}": 1,
    "\N{DOWNWARDS ARROW}": -1,
    "\N{RIGHTWARDS ARROW}": 0,
    "\N{LEFT RIGHT ARROW}": 0,
}
_WORDS = re.compile(
    r"\b(high|medium|low|excellent|good|satisfactory|unsatisfactory|outstanding|inadequate|"
    r"requires improvement|special measures)\b"
)


def check_labels(relations: Sequence[Relation]) -> list[Check]:
    """Check arrows against the change they stand for, and words of a rating that are repeated.

    Parameters
    ----------
    relations : sequence of Relation

    Returns
    -------
    list of Check

    Notes
    -----
    Whether an upward arrow means a larger or a smaller number is read from the table itself:
    most of its arrows decide. A level arrow must stand beside no change in any case.
    """
    arrows = [
        (relation, _ARROWS[relation.output.printed])
        for relation in relations
        if relation.rule == "difference"
        and relation.output.printed in _ARROWS
        and all(quantity.number for quantity in relation.inputs)
    ]
    votes: dict[tuple, Counter] = defaultdict(Counter)
    for relation, arrow in arrows:
        votes[_table(relation)][arrow * _sign(relation)] += arrow != 0 and _sign(relation) != 0
    checks = [_arrow(relation, arrow, votes[_table(relation)]) for relation, arrow in arrows]
    return checks + [_words(relation) for relation in relations if _is_wording(relation)]


def _table(relation: Relation) -> tuple[str, str]:
    return relation.output.case, relation.output.locator.split(",")[0]


def _sign(relation: Relation) -> int:
    change = computed(relation, None).low
    return (change > 0) - (change < 0)


def _arrow(relation: Relation, arrow: int, votes: Counter) -> Check:
    orientation = -1 if votes[-1] > votes[1] else 1
    expected = _sign(relation) * orientation
    right = next(symbol for symbol, meaning in _ARROWS.items() if meaning == expected)
    values = " and ".join(quantity.number.text for quantity in relation.inputs)
    sound = expected == arrow
    link = "beside" if sound else "but beside it stand"
    text = f"{printed_as(relation.output)}, {link} {values}."
    return Check(
        quantity=relation.output,
        rule="label",
        status="exact" if sound else "impossible",
        possible=right,
        nearest=None,
        correction="" if sound else right,
        explanation=text,
        key=relation.key,
    )


def _is_wording(relation: Relation) -> bool:
    words = [_WORDS.findall(quantity.printed.lower()) for quantity in relation.members]
    unnumbered = all(quantity.number is None for quantity in relation.members)
    return relation.rule == "same" and unnumbered and all(len(found) == 1 for found in words)


def _words(relation: Relation) -> Check:
    output, source = relation.members
    here, there = (_WORDS.findall(quantity.printed.lower())[0] for quantity in (output, source))
    sound = here == there
    link = "as" if sound else "but"
    return Check(
        quantity=output,
        rule="label",
        status="exact" if sound else "impossible",
        possible=there,
        nearest=None,
        correction="" if sound else there,
        explanation=f"{printed_as(output)}, {link} elsewhere it is {there!r}.",
        key=relation.key,
    )
