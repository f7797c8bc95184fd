"""A printed t, d or r judged: alone, then beside the others of its table."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from partnership_evaluation.consistency.audit_checks import UNUSUAL, Check
from partnership_evaluation.consistency.audit_evidence import Evidence
from partnership_evaluation.consistency.audit_held import (
    Held,
    figures,
    gives,
    hold,
    named,
    nearest_of,
    roundings_of_way,
)
from partnership_evaluation.consistency.audit_relations import UNLIKE
from partnership_evaluation.consistency.audit_ways import Way

__all__ = ["Judged", "judge", "signs", "unlike"]

SOUND = ("exact", "rounded")
#: How many others of a table must be worked out one way before another way is unlike it.
FEWEST_ALIKE = 3
LACKING = {
    "t": "a t of pairs follows from the change, its standard deviation (column sd) and n, or from "
    "two means with sd and n; a t of two groups from two means with sd and n",
    "d": "a d follows from a change or two means with their standard deviations, or from t and n",
    "r": "a correlation follows from the standard deviations before, after and of the change, or "
    "from t and n",
}


@dataclass(frozen=True)
class Judged:
    """A statistic, the ways to work it out, and what came of them.

    Attributes
    ----------
    evidence : Evidence
        What is printed.
    ways : tuple of Way
        Those that can be gone.
    held : Held
        Which of them gives the number.
    check : Check
        The same, for the audit.
    """

    evidence: Evidence
    ways: tuple[Way, ...]
    held: Held
    check: Check

    @property
    def table(self) -> tuple[str, str, str]:
        """Where the statistic stands, and its kind."""
        q = self.evidence.output
        return q.case, q.locator.split(",")[0], q.kind


def judge(evidence: Evidence, ways: Sequence[Way]) -> Judged:
    """Hold a statistic against the ways to work it out.

    Parameters
    ----------
    evidence : Evidence
        What is printed.
    ways : sequence of Way
        The usual first; those that lack something are passed over.

    Returns
    -------
    Judged

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation.consistency.audit_quantities import read_ledger
    >>> from partnership_evaluation.consistency.audit_ways import t_ways
    >>> rows = {"kind": ["difference", "t"], "value": ["1.58", "4.66"], "sd": ["1.23", ""],
    ...         "n": ["10", ""]}
    >>> change, t = read_ledger(pd.DataFrame(rows))
    >>> evidence = Evidence(t, "paired", (change,))
    >>> judge(evidence, t_ways(evidence)).check.correction
    '4.06'
    """
    ways = tuple(way for way in ways if way.value(None) and way.value("up_or_down"))
    held = hold(evidence.output, ways)
    if held.way and held.way.is_open and evidence.output.kind != "t" and held.status in SOUND:
        held = replace(held, status="unknown")
    return Judged(evidence, ways, held, _check(evidence, ways, held))


def _check(evidence: Evidence, ways: tuple[Way, ...], held: Held) -> Check:
    q, start = evidence.output, named(evidence.output)
    rule = "standardised difference" if q.kind == "d" else f"{q.kind} recomputed"
    if held.status == "unknown":
        why = LACKING[q.kind]
        if held.way and q.kind == "d":
            why = "only a correlation that is not printed tells whether it is the change / SD of "
            why += "changes (dz)"
        return Check(q, rule, "unknown", "", None, "", f"Left open: {why}.")
    fits = roundings_of_way(q, held)
    if held.status == "impossible":
        usual = [way for way in ways if way.usual] or ways
        nearest, possible, _ = nearest_of(q, usual)
        correction = nearest_of(q, ways[:1])[2]
        text = f"{start}, but {_all_ways(evidence, usual)}."
        return Check(q, rule, held.status, possible, nearest, correction, text, fits)
    turned = ", with the other sign" * (held.sign < 0)
    link, rest = (", but", UNUSUAL[held.status]) if held.status in UNUSUAL else (";", "")
    text = f"{start}{link} {_worked_out(evidence, held.way)}{turned}{rest}."
    best = "" if held.status in SOUND else nearest_of(q, [held.way])[2]
    return Check(q, rule, held.status, q.number.text, q.value, best, text, fits)


def _all_ways(evidence: Evidence, ways: Sequence[Way]) -> str:
    q = evidence.output
    more = [f"{way.words} {figures(way.value(None), q)}" for way in ways[1:]]
    return ", ".join([_worked_out(evidence, ways[0]), *more])


def _worked_out(evidence: Evidence, way: Way) -> str:
    """Say what a way gives, of a t with the numbers that it goes by."""
    given = gives(way, evidence.output)
    if evidence.output.kind != "t":
        return f"{way.words} {given}"
    link = ", " if way.is_open else " " if way.words else ""
    return f"{_numbers(evidence)} {given}{link}{way.words}"


def _numbers(evidence: Evidence) -> str:
    difference, means, spreads = evidence.one("difference"), evidence.means, evidence.spreads
    parts = ["a change"] if evidence.rule == "paired" else ["a difference"]
    printed = difference and not evidence.by_means
    parts[0] += f" of {difference.number.text}" if printed else ""
    if not printed and means:
        parts[0] += f" from {means[1].number.text} to {means[0].number.text}"
    if difference and difference.sd and evidence.rule == "paired":
        parts.append(f"with the standard deviation {difference.sd.text}")
    elif spreads:
        parts.append(f"with the standard deviations {spreads[1].text} and {spreads[0].text}")
    r = evidence.one("r")
    if r and not (difference and difference.sd):
        parts.append(f"and the correlation {r.number.text}")
    people = [evidence.pairs] if evidence.rule == "paired" else evidence.sizes[::-1]
    if all(people):
        parts.append(f"of {' and '.join(map(str, people))} people")
    return " ".join(parts)


def signs(found: Sequence[Judged]) -> list[Judged]:
    """Find statistics whose sign is the other way round than in the rest of their table.

    Parameters
    ----------
    found : sequence of Judged
        The t, d and r of a ledger.

    Returns
    -------
    list of Judged
        The same; those that stand alone with their sign are impossible. Where a table prints no
        number below 0 it prints sizes, and where most are turned it takes after from before.

    Examples
    --------
    >>> signs([])
    []
    """
    votes: dict[tuple, Counter] = defaultdict(Counter)
    below = set()
    for each in found:
        if each.held.status not in ("impossible", "unknown"):
            votes[each.table][each.held.sign] += 1
        if each.evidence.output.value and each.evidence.output.value < 0:
            below.add(each.table)
    return [
        _turned(each)
        if each.table in below
        and each.held.status not in ("impossible", "unknown")
        and each.held.sign != (-1 if votes[each.table][-1] > votes[each.table][1] else 1)
        else each
        for each in found
    ]


def _turned(each: Judged) -> Judged:
    q = each.evidence.output
    right = q.like(-q.value)
    text = (
        f"{named(q)}, but its sign is the other way round than that of the difference, unlike "
        "the rest of the table."
    )
    check = replace(
        each.check,
        rule="sign",
        status="impossible",
        possible=right,
        nearest=-q.value,
        correction=right,
        explanation=text,
    )
    return replace(each, held=replace(each.held, status="impossible"), check=check)


def unlike(found: Sequence[Judged]) -> list[Judged]:
    """Find standardised differences that are worked out otherwise than the rest of their table.

    Parameters
    ----------
    found : sequence of Judged
        The d of a ledger; others are left alone.

    Returns
    -------
    list of Judged
        The same; where one way gives three others at least, and three quarters of the table, the
        rest is unlike it.

    Examples
    --------
    >>> unlike([])
    []
    """
    tables = defaultdict(list)
    for each in found:
        if each.evidence.output.kind == "d" and each.held.status in SOUND:
            tables[each.table].append(each)
    common = {table: _common(each) for table, each in tables.items()}
    return [_by_the_common(each, common.get(each.table)) for each in found]


def _common(table: Sequence[Judged]) -> tuple[str, int] | None:
    counts = Counter(words for each in table for words in _fitting(each))
    order = [way.words for each in table for way in each.ways]
    best = max(counts, key=lambda words: (counts[words], -order.index(words)), default=None)
    if best is None or counts[best] < max(FEWEST_ALIKE, 0.75 * len(table)):
        return None
    return best, counts[best]


def _fitting(each: Judged) -> Iterable[str]:
    closed = [way for way in each.ways if not way.is_open]
    return [way.words for way in closed if hold(each.evidence.output, [way]).status in SOUND]


def _by_the_common(each: Judged, common: tuple[str, int] | None) -> Judged:
    q = each.evidence.output
    if common is None or q.kind != "d":
        return each
    words, count = common
    way = next((way for way in each.ways if way.words == words), None)
    if way is None:
        return each
    if words in _fitting(each):
        return _named_by(each, way)
    nearest, possible, correction = nearest_of(q, [way])
    sound = each.held.status in SOUND
    which = f", worked out as {each.held.way.words}," if sound else ","
    text = (
        f"{named(q)}{which} but {count} others of the table are worked out as {words}, "
        f"which here {gives(way, q)}."
    )
    status = UNLIKE if sound else "impossible"
    check = replace(
        each.check,
        status=status,
        possible=possible,
        nearest=nearest,
        correction=correction,
        explanation=text,
    )
    return replace(each, held=replace(each.held, status=status), check=check)


def _named_by(each: Judged, way: Way) -> Judged:
    """Name the way that the table has in common, where several give the number."""
    held = hold(each.evidence.output, [way])
    return replace(each, held=held, check=_check(each.evidence, each.ways, held))
