"""Which printed numbers belong to one statistic, where the rows have one subject."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from partnership_evaluation.consistency.audit_arithmetic import Relation, status_of
from partnership_evaluation.consistency.audit_evidence import Evidence
from partnership_evaluation.consistency.audit_quantities import Quantity
from partnership_evaluation.consistency.audit_statistics import STATISTICS, TESTS

__all__ = ["implied"]

#: What a statistic may follow from besides differences and means.
_OTHERS = {
    ("paired", "t"): ("r",),
    ("paired", "d"): ("t", "r"),
    ("paired", "r"): ("t",),
    ("groups", "t"): (),
    ("groups", "d"): ("t",),
}


def implied(quantities: Sequence[Quantity]) -> list[Relation]:
    """Join a statistic to the rows with the same subject, where its ``depends_on`` is empty.

    Parameters
    ----------
    quantities : sequence of Quantity
        The ledger.

    Returns
    -------
    list of Relation
        With the rules ``p``, ``paired``, ``groups`` and ``difference``. Two means of different
        times are of pairs; two of different groups are of two groups. Subjects without a t, z, F,
        chi2, r, p or d are left alone.

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation.consistency.audit_quantities import read_ledger
    >>> ledger = read_ledger(pd.DataFrame({"kind": ["difference", "t", "p"], "subject": ["Q1"] * 3,
    ...                                    "value": ["0.5", "2.1", ".04"]}))
    >>> [(relation.output.kind, relation.rule) for relation in implied(ledger)]
    [('t', 'paired'), ('p', 'p')]
    """
    families = defaultdict(list)
    for q in quantities:
        if q.subject and q.number is not None and not (q.hedge and q.kind != "p"):
            families[q.case, q.subject].append(q)
    return [
        relation
        for family in families.values()
        if any(q.kind in STATISTICS for q in family)
        for relation in _of(family)
    ]


def _of(family: Sequence[Quantity]) -> Iterator[Relation]:
    for q in family:
        if q.depends_on or q.kind not in ("t", "d", "r", "p", "difference"):
            continue
        by_kind = defaultdict(list)
        for each in family:
            # What is said of one group stands beside what is said of it or of nobody special.
            if not q.group or each.group in ("", q.group):
                by_kind[each.kind].append(each)
        rule, means = _means(by_kind["mean"])
        changes = by_kind["difference"] if len(by_kind["difference"]) == 1 else []
        if q.kind == "p":
            yield from _of_p(q, by_kind)
        elif q.kind == "difference":
            same = rule == "groups" or len({mean.n for mean in means}) == 1
            if changes and means and same:
                yield _difference(q, means, by_kind["percent"])
        elif not (q.kind == "r" and rule == "groups"):
            more = [by_kind[kind][0] for kind in _OTHERS[rule, q.kind] if len(by_kind[kind]) == 1]
            inputs = [*changes, *means, *more]
            if any(each.kind != "r" for each in inputs):
                yield Relation(q, rule, tuple(inputs))


def _means(means: Sequence[Quantity]) -> tuple[str, Sequence[Quantity]]:
    """Say whether two means are of two times or of two groups; none where nothing tells."""
    if len(means) != 2 or len({(mean.time, mean.group) for mean in means}) == 1:
        return "paired", ()
    first, second = means
    if first.group != second.group and first.time == second.time:
        return "groups", means
    return "paired", Evidence(first, "paired", tuple(means)).means


def _of_p(q: Quantity, by_kind: dict) -> Iterator[Relation]:
    tests = [each for kind in TESTS if kind != "r" for each in by_kind[kind]]
    tests = tests or by_kind["r"]
    if len(tests) == 1:
        yield Relation(q, "p", (tests[0],))


def _difference(q: Quantity, means: Sequence[Quantity], shares: Sequence[Quantity]) -> Relation:
    """After less before, of the means or of two percentages, whichever order is right."""
    pairs = [means, shares] if len(shares) == 2 else [means]
    orders = [order for pair in pairs for order in (tuple(pair), tuple(reversed(pair)))]
    ways = [Relation(q, "difference", order) for order in orders]
    return next((way for way in ways if status_of(way) in ("exact", "rounded")), ways[0])
