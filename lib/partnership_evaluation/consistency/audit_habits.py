"""How a document rounds, so that an unusual number is seen against its neighbours."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from scipy.stats import binom

from partnership_evaluation.consistency.audit_arithmetic import Relation, computed, status_of
from partnership_evaluation.consistency.audit_quantities import Quantity
from partnership_evaluation.rounding import read_printed

__all__ = ["roundings_of", "tolerated", "unlike_their_table"]

_TRIED = ("up_or_down", "truncate", "floor", "ceiling")
#: How surprising it must be that so many differences equal those of the printed figures.
SURPRISE = 1e-5
#: Chance that a difference equals that of the printed figures when a digit is hidden.
BY_CHANCE = 0.1


def roundings_of(relation: Relation) -> frozenset[str] | None:
    """Return which roundings, used throughout, explain a number that follows from others.

    Parameters
    ----------
    relation : Relation
        The numbers and the rule that joins them.

    Returns
    -------
    frozenset of str or None
        Of ``up_or_down``, ``truncate``, ``ceiling``; None when the relation says nothing about
        rounding, because the number is a count, a rough figure or a repeat.

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation.consistency.audit_quantities import read_ledger
    >>> from partnership_evaluation.consistency.audit_arithmetic import read_relations
    >>> ledger = pd.DataFrame({"claim": ["all", "some", "share"], "value": ["22", "14", "63"],
    ...                        "kind": ["count", "count", "percent"],
    ...                        "depends_on": ["", "", "percent(some; all)"]})
    >>> relations, _ = read_relations(read_ledger(ledger))
    >>> sorted(roundings_of(relations[0]))
    ['truncate']
    """
    members = relation.members
    if any(q.number is None or q.hedge for q in members) or not relation.output.is_rounded:
        return None
    if relation.rule == "same" or computed(relation, None) is None:
        return None
    given = {r: computed(relation, r) for r in _TRIED}
    # A divisor that some rounding lets reach zero gives no number under that rounding.
    fits = {r for r, x in given.items() if x is not None and x.meets(relation.output.interval(r))}
    # Below zero, digits are cut off towards zero or, by spreadsheets' floor, away from it.
    return frozenset((fits | {"truncate"} if "floor" in fits else fits) - {"floor"})


def tolerated(evidence: Iterable[tuple[str, frozenset[str]]]) -> dict[str, frozenset[str]]:
    """Say for each case which unusual roundings are its habit rather than slips.

    Parameters
    ----------
    evidence : iterable of (case, roundings)
        From :func:`roundings_of` and the tests of single rows.

    Returns
    -------
    dict
        For each case a set of the statuses ``truncated`` and ``ceiling``.

    Notes
    -----
    A document that cuts digits off never prints a number that only rounding explains. So
    cutting off is a habit if no number contradicts it, or four times as many need it.
    Rounding up is rare: at least three numbers must need it and none contradict it.

    Examples
    --------
    >>> cut_off, rounded = frozenset({"truncate"}), frozenset({"up_or_down"})
    >>> habits = tolerated([("a", cut_off), ("b", cut_off), ("b", rounded)])
    >>> sorted(habits["a"]), sorted(habits["b"])
    (['truncated'], [])
    """
    counts: dict[str, Counter] = defaultdict(Counter)
    for case, fits in evidence:
        counts[case]["usual only"] += "up_or_down" in fits and "truncate" not in fits
        counts[case]["not up"] += bool(fits) and "ceiling" not in fits
        for name, rounding in (("cut off", "truncate"), ("up", "ceiling")):
            counts[case][name] += rounding in fits and "up_or_down" not in fits
    habits = {}
    for case, count in counts.items():
        found = set()
        if count["cut off"] >= 4 * count["usual only"]:
            found.add("truncated")
        if count["up"] >= 3 and not count["not up"]:
            found.add("ceiling")
        habits[case] = frozenset(found)
    return habits


def unlike_their_table(relations: Sequence[Relation]) -> set[tuple]:
    """Find differences that only hidden digits explain, in tables that hide none.

    Parameters
    ----------
    relations : sequence of Relation
        All relations of the ledger.

    Returns
    -------
    set
        Keys of the relations.

    Notes
    -----
    Where a mean is printed with fewer decimals than its neighbours, it may have lost digits, or
    only zeros. If the table prints no final zeros, and nearly all of its differences equal those
    of the printed figures, the zeros were dropped: with hidden digits no more than a tenth
    would. A difference that does not is then unlike its table. The binomial test asks for a
    surprise of 1 in 100,000.

    Examples
    --------
    Six differences are those of the printed figures, the seventh is 0.1 too large:

    >>> import pandas as pd
    >>> from partnership_evaluation.consistency.audit_quantities import read_ledger
    >>> from partnership_evaluation.consistency.audit_arithmetic import read_relations
    >>> after, gaps = ["3.61", "3.72", "3.83", "3.94", "4.15", "4.26", "4.37"], range(7)
    >>> printed = ["0.11", "0.22", "0.33", "0.44", "0.65", "0.76", "0.91"]
    >>> ledger = pd.DataFrame({"claim": [f"{name}{i}" for name in "abd" for i in gaps],
    ...     "kind": "mean", "value": [*after, *["3.5"] * 7, *printed], "locator": "Table 9",
    ...     "depends_on": [*[""] * 14, *[f"difference(a{i}; b{i})" for i in gaps]]})
    >>> relations, _ = read_relations(read_ledger(ledger))
    >>> len(unlike_their_table(relations))
    1
    """
    tables = defaultdict(list)
    for relation in relations:
        if relation.rule == "difference" and _has_short_numbers(relation):
            stem = relation.output.locator.split(",")[0]
            tables[relation.output.case, stem].append(relation)
    odd = set()
    for table in tables.values():
        texts = {q.number.text for r in table for q in r.members}
        if any("." in text and text.endswith("0") for text in texts):
            continue
        exact = [computed(r, None).low == r.output.value for r in table]
        if binom.sf(sum(exact) - 1, len(table), BY_CHANCE) < SURPRISE:
            odd |= {r.key for r in table if status_of(_with_zeros(r)) not in ("exact", "rounded")}
    return odd


def _has_short_numbers(relation: Relation) -> bool:
    if not all(q.is_rounded for q in relation.members):
        return False
    shortest = min(q.number.decimals for q in relation.inputs)
    return shortest < relation.output.number.decimals


def _with_zeros(relation: Relation) -> Relation:
    decimals = max(q.number.decimals for q in relation.members)

    def padded(quantity: Quantity) -> Quantity:
        number = read_printed(quantity.number.text, decimals=decimals)
        return replace(quantity, number=number)

    return replace(
        relation, output=padded(relation.output), inputs=tuple(map(padded, relation.inputs))
    )
