"""Printed t, p, d, r and degrees of freedom, held against what they should follow from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from fractions import Fraction

from partnership_evaluation.consistency.audit_arithmetic import OF_TESTS, Relation, status_of
from partnership_evaluation.consistency.audit_checks import Check
from partnership_evaluation.consistency.audit_evidence import Evidence
from partnership_evaluation.consistency.audit_freedom import check_freedom
from partnership_evaluation.consistency.audit_held import named
from partnership_evaluation.consistency.audit_judged import Judged, judge, signs, unlike
from partnership_evaluation.consistency.audit_probabilities import (
    AS_PRINTED,
    AS_RECOMPUTED,
    check_p,
)
from partnership_evaluation.consistency.audit_quantities import Quantity
from partnership_evaluation.consistency.audit_ways import Way, d_ways, r_ways, t_ways
from partnership_evaluation.consistency.audit_wording import printed_as

__all__ = ["check_tests"]

SOUND = ("exact", "rounded")
_LIMITS = {"p": (0, 1), "r": (-1, 1)}
_WAYS = {"d": d_ways, "r": r_ways}


def check_tests(quantities: Sequence[Quantity], relations: Sequence[Relation]) -> list[Check]:
    """Check every printed statistic of a test.

    Parameters
    ----------
    quantities : sequence of Quantity
        The ledger.
    relations : sequence of Relation
        Those with the rules ``paired``, ``groups`` and ``p`` are looked at.

    Returns
    -------
    list of Check
        One for each statistic; one for degrees of freedom that stand beside it. What was found
        once is not found again: a p that goes with the t that the means give is in order although
        the printed t is not.

    Notes
    -----
    p against its statistic as statcheck does (Nuijten et al. 2016), t and d against means,
    standard deviations and sizes in the spirit of GRIM (Brown and Heathers 2017, The GRIM test,
    Social Psychological and Personality Science 8, 363-369): every printed number stands for all
    that round to it. Checked against R: ``t.test``, ``pt``, ``pf``, ``pchisq``.

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation.consistency.audit_arithmetic import read_relations
    >>> from partnership_evaluation.consistency.audit_quantities import read_ledger
    >>> ledger = read_ledger(pd.DataFrame({"claim": ["t", "p"], "kind": ["t", "p"],
    ...     "value": ["2.20", ".03"], "df": ["28", ""], "depends_on": ["", "p(t)"]}))
    >>> [check.correction for check in check_tests(ledger, read_relations(ledger)[0])]
    ['0.036']
    """
    checks = list(_outside(quantities))
    settled = {check.quantity.claim for check in checks}
    changes = {each.output.claim for each in relations if _is_wrong_change(each)}
    relations = [each for each in relations if each.rule in OF_TESTS]
    evidence = _evidence(relations, settled, changes)
    spreads = {claim: check for claim, check in map(_spread, evidence.values()) if check}
    evidence = {claim: _without(each, set(spreads)) for claim, each in evidence.items()}
    freedom = list(check_freedom(quantities, evidence))
    faulty = {check.quantity.claim for check in freedom if check.status == "impossible"}
    of_t = signs([_judged(each, t_ways) for each in evidence.values() if _is_t(each)])
    faulty |= {each.evidence.output.claim for each in of_t if each.held.status == "impossible"}
    others = [each for each in evidence.values() if not _is_t(each)]
    of_others = [
        _judged(_completed(each, evidence, faulty), _WAYS[each.output.kind]) for each in others
    ]
    judged = [*of_t, *unlike(signs(of_others))]
    checks += [*spreads.values(), *freedom, *(each.check for each in judged)]
    of_p = [each for each in relations if each.rule == "p" and each.output.claim not in settled]
    found = {each.inputs[0].claim: check_p(each, evidence, faulty) for each in of_p}
    checks = [_with_p(check, found.get(check.quantity.claim)) for check in checks]
    checks += found.values()
    return checks + list(_sides(judged, of_p, checks))


def _with_p(check: Check, of_p: Check | None) -> Check:
    """Say of a t that is wrong which one the printed p goes with."""
    if of_p is None or check.status != "impossible" or check.rule != "t recomputed":
        return check
    ends = {
        AS_RECOMPUTED: ", which the printed p goes with.",
        AS_PRINTED: ", while the printed p goes with the printed t.",
    }
    end = ends.get(of_p.goes_with, ".")
    return replace(check, explanation=f"{check.explanation[:-1]}{end}")


def _is_t(evidence: Evidence) -> bool:
    return evidence.output.kind == "t"


def _is_wrong_change(relation: Relation) -> bool:
    """Say whether this is a difference that its means do not give: that is told once."""
    of_means = all(q.kind == "mean" for q in relation.inputs)
    is_change = relation.rule == "difference" and relation.output.kind == "difference"
    return is_change and of_means and status_of(relation) == "impossible"


def _evidence(
    relations: Sequence[Relation], settled: Set[str], changes: Set[str]
) -> dict[str, Evidence]:
    """Put together what each statistic follows from, by whichever routes."""
    found: dict[str, Evidence] = {}
    for relation in relations:
        q = relation.output
        if relation.rule == "p" or q.number is None or q.claim in settled:
            continue
        earlier = found.get(q.claim)
        inputs = (*(earlier.inputs if earlier else ()), *relation.inputs)
        unique = tuple({each.claim: each for each in inputs}.values())
        passed_over = any(each.claim in changes for each in unique)
        found[q.claim] = Evidence(q, relation.rule, unique, passed_over)
    return found


def _outside(quantities: Sequence[Quantity]) -> Iterator[Check]:
    """Find a p that is no probability and an r that is no correlation."""
    for q in quantities:
        low, high = _LIMITS.get(q.kind, (None, None))
        if low is None or q.number is None or low <= q.value <= high:
            continue
        text = (
            f"{named(q)}, but {'a p' if q.kind == 'p' else 'an r'} lies between {low} and {high}."
        )
        nearest = Fraction(low if q.value < low else high)
        yield Check(q, "limits", "impossible", f"{low} to {high}", nearest, "", text)


def _spread(evidence: Evidence) -> tuple[str, Check | None]:
    """Hold the standard deviation of the change against those of both times."""
    difference = evidence.one("difference")
    if evidence.rule != "paired" or not (difference and difference.sd and evidence.spreads):
        return "", None
    without = replace(evidence, inputs=tuple(_no_sd(evidence.inputs)))
    without = replace(without, inputs=tuple(q for q in without.inputs if q.kind != "r"))
    room = without.spread_of_change("any")
    if room is None:
        return "", None
    beside = replace(difference, printed=difference.sd.text, number=difference.sd, hedge=None)
    if room.meets(beside.interval("any")):
        return difference.claim, None
    room = without.spread_of_change("up_or_down")
    last, first = (sd.text for sd in evidence.spreads)
    ends = [beside.like(end) for end in (room.low, room.high)]
    text = (
        f"{printed_as(replace(difference, printed=''))} with the standard deviation "
        f"{difference.sd.text}, but standard deviations of {first} and {last} leave "
        f"{ends[0]} to {ends[1]} for that of the change, whatever the correlation."
    )
    nearest = min(max(difference.sd.value, room.low), room.high)
    possible = f"{ends[0]} to {ends[1]}"
    best = beside.like(nearest)
    rule = "sd of the change"
    return difference.claim, Check(beside, rule, "impossible", possible, nearest, best, text)


def _no_sd(inputs: Sequence[Quantity]) -> Iterator[Quantity]:
    for q in inputs:
        yield replace(q, sd=None) if q.kind == "difference" else q


def _without(evidence: Evidence, wrong: Set[str]) -> Evidence:
    """Leave out a standard deviation that cannot be, and an r that is made of t."""
    inputs = evidence.inputs
    if any(q.claim in wrong for q in inputs):
        inputs = tuple(_no_sd(inputs))
    r = evidence.one("r")
    if r and _is_t(evidence):
        tested = Evidence(r, "paired", (evidence.output,))
        made = judge(tested, r_ways(tested)[1:2])
        if made.held.status in SOUND:
            inputs = tuple(q for q in inputs if q.kind != "r")
    return replace(evidence, inputs=inputs)


def _completed(evidence: Evidence, of_tests: Mapping[str, Evidence], faulty: Set[str]) -> Evidence:
    """Add to a t that is wrong what it follows from, for a d or r beside it."""
    t = evidence.one("t")
    if not t or t.claim not in faulty or t.claim not in of_tests:
        return evidence
    known = {q.claim for q in evidence.inputs}
    more = [q for q in of_tests[t.claim].inputs if q.claim not in known]
    return replace(evidence, inputs=(*evidence.inputs, *more))


def _judged(evidence: Evidence, ways: Callable[[Evidence], list[Way]]) -> Judged:
    """Judge by the printed difference; by the means where they contradict it and it does not."""
    first = replace(evidence, by_means=False)
    found = judge(first, ways(first))
    if not evidence.by_means or found.held.status in SOUND:
        return found
    again = judge(evidence, ways(evidence))
    return again if again.held.status in SOUND else found


def _sides(
    judged: Sequence[Judged], of_p: Sequence[Relation], checks: Sequence[Check]
) -> Iterator[Check]:
    """Give a sound check to the numbers that it rests on, for whoever looks for one of them."""
    sound = {check.quantity.claim: check for check in checks if check.status in SOUND}
    rests = [(each.evidence.output, each.evidence.inputs) for each in judged]
    rests += [(each.output, each.inputs) for each in of_p]
    found = defaultdict(list)
    for output, inputs in rests:
        check = sound.get(output.claim)
        for q in inputs if check else ():
            found[q.claim].append(replace(check, quantity=q, side=True))
    yield from (each[0] for each in found.values())
