"""Labels that contradict the numbers beside them: arrows, shares in words, words of a rating."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from fractions import Fraction

from partnership_evaluation.consistency.audit_arithmetic import Relation, computed
from partnership_evaluation.consistency.audit_checks import Check
from partnership_evaluation.consistency.audit_wording import arithmetic, printed_as

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

#: Shares in words, the more special wording first: what they leave room for, in hundredths.
_SHARES = (
    (r"(?:just|slightly|a little) (?:less than|under|below) half", (40, 50), "under half"),
    (
        r"(?:almost|nearly|close to|virtually) (?:all|every|everyone|everybody)",
        (80, 100),
        "nearly all",
    ),
    (r"more than half|over half|most|majority", (50, 100), "more than half"),
    (r"less than half|fewer than half|minority|few", (0, 50), "under half"),
    (r"half", (45, 55), "half"),
    (r"all|every\w*|each|both", (100, 100), "all"),
    (r"none|no one|nobody", (0, 0), "none"),
)


def check_labels(relations: Sequence[Relation]) -> list[Check]:
    """Check arrows against the change they stand for, and words against counts or other words.

    Parameters
    ----------
    relations : sequence of Relation
        All relations of the ledger.

    Returns
    -------
    list of Check
        One for each label that can be held against a number or another label.

    Notes
    -----
    Whether an upward arrow means a larger or a smaller number is read from the table itself:
    most of its arrows decide. A level arrow must stand beside no change in any case. A share in
    words (``just less than half``, ``most``, ``all``) is held against its percentage or ratio.

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation.consistency.audit_quantities import read_ledger
    >>> from partnership_evaluation.consistency.audit_arithmetic import read_relations
    >>> ledger = pd.DataFrame({"claim": ["all", "some", "share"], "kind": ["count"] * 2 + ["ratio"],
    ...                        "printed": ["12", "6", "just less than half"],
    ...                        "value": ["12", "6", ""],
    ...                        "depends_on": ["", "", "ratio(some; all)"]})
    >>> [check.correction for check in check_labels(read_relations(read_ledger(ledger))[0])]
    ['half']
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
    checks += [_words(relation) for relation in relations if _is_wording(relation)]
    return checks + [found for relation in relations if (found := _share(relation))]


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
    )


def _share(relation: Relation) -> Check | None:
    output = relation.output
    numbered = all(quantity.number for quantity in relation.inputs)
    if relation.rule not in ("percent", "ratio") or output.number or not numbered:
        return None
    found = computed(relation, None)
    wording = next(
        (s for s in _SHARES if re.search(rf"\b(?:{s[0]})\b", output.printed.lower())), None
    )
    if wording is None or found is None:
        return None
    share = found.low * (1 if relation.rule == "percent" else 100)
    (low, high), name = wording[1:]
    sound = _fits(share, low, high)
    right = next((word for _, ends, word in reversed(_SHARES) if _fits(share, *ends)), "")
    return Check(
        quantity=output,
        rule="label",
        status="exact" if sound else "impossible",
        possible=name if sound else right,
        nearest=None,
        correction="" if sound else right,
        explanation=f"{printed_as(output)}, {'and' if sound else 'but'} {arithmetic(relation)}.",
    )


def _fits(share: Fraction, low: int, high: int) -> bool:
    """Say whether a share belongs to a wording: between its ends, at them only for 45 to 55."""
    if low == high:
        return share == low
    inner = low < share < high
    return inner or (share in (low, high) and share in (45, 55))
