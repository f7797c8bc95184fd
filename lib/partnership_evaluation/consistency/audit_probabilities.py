"""A printed p-value against its statistic."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from fractions import Fraction

from partnership_evaluation.consistency.audit_arithmetic import Relation
from partnership_evaluation.consistency.audit_checks import UNUSUAL, Check
from partnership_evaluation.consistency.audit_evidence import Evidence
from partnership_evaluation.consistency.audit_freedom import (
    freedom_in_words,
    freedom_of,
    freedoms_by_people,
)
from partnership_evaluation.consistency.audit_held import (
    figures,
    gives,
    hold,
    named,
    nearest_of,
    roundings_of_way,
)
from partnership_evaluation.consistency.audit_quantities import Quantity
from partnership_evaluation.consistency.audit_tails import absolute, p_interval
from partnership_evaluation.consistency.audit_ways import Way, t_ways
from partnership_evaluation.rounding import Interval

__all__ = ["AS_PRINTED", "AS_RECOMPUTED", "check_p"]

AS_PRINTED, AS_RECOMPUTED = "printed", "recomputed"
RULE = "statcheck"
LEVEL = Fraction(1, 20)
SOUND = ("exact", "rounded")
_NAMES = {"f": "F"}
_NEEDS = {
    "f": "the two degrees of freedom of the F, such as '1, 23', in its column df",
    "chi2": "the degrees of freedom of the chi2 in its column df",
}
_NEEDS_ONE = "the degrees of freedom of its test in the column df, or the people in the column n"


@dataclass(frozen=True)
class Source:
    """A statistic with degrees of freedom, from which a p-value may come.

    Attributes
    ----------
    words : str
        Both, for a sentence.
    test : Quantity
        The statistic as printed.
    value : callable
        The statistic, by rounding.
    freedom : callable
        The degrees of freedom, by rounding.
    """

    words: str
    test: Quantity
    value: Callable[[str | None], Interval | None]
    freedom: Callable[[str | None], list[Interval]]

    def way(self, sides: int) -> Way:
        """Return the way to a p-value.

        Parameters
        ----------
        sides : int
            1 or 2.

        Returns
        -------
        Way
        """

        def value(rounding: str | None) -> Interval | None:
            found = p_interval(self.test.kind, self.value(rounding), self.freedom(rounding))
            return found if found is None or sides == 2 else found.scaled(Fraction(1, 2))

        return Way(f"{self.words}{', one-sided,' if sides == 1 else ''}", value)


def check_p(relation: Relation, evidence: Mapping[str, Evidence], faulty: Set[str]) -> Check:
    """Recompute a p-value.

    Parameters
    ----------
    relation : Relation
        With the rule ``p``.
    evidence : mapping of str to Evidence
        By claim, what a t follows from.
    faulty : set of str
        Claims of statistics with a finding of their own: for those the p may also go with what
        should have been printed.

    Returns
    -------
    Check
        A p that is right for a one-sided test only, without being called so, is a finding. It is
        material where the p says significant at 5 per cent and the statistic does not, or the
        other way round: statcheck's decision errors.

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation.consistency.audit_arithmetic import read_relations
    >>> from partnership_evaluation.consistency.audit_quantities import read_ledger
    >>> ledger = read_ledger(pd.DataFrame({"claim": ["t", "p"], "kind": ["t", "p"],
    ...     "value": ["1.80", "<.05"], "df": ["28", ""], "depends_on": ["", "p(t)"]}))
    >>> check = check_p(read_relations(ledger)[0][0], {}, set())
    >>> check.status, check.severity
    ('impossible', 'material')
    """
    q, test = relation.output, relation.inputs[0]
    sources = _sources(test, evidence.get(test.claim), faulty)
    if q.number is None or not sources:
        why = (
            "it has no number" if q.number is None else f"give {_NEEDS.get(test.kind, _NEEDS_ONE)}"
        )
        return Check(q, RULE, "unknown", "", None, "", f"Left open: {why}.")
    can_be_halved = test.kind in ("t", "z", "r")
    halves = [source.way(1) for source in sources] if can_be_halved else []
    ways = [source.way(2) for source in sources]
    ways = [*halves, *ways] if q.one_sided else ways
    held = hold(q, ways)
    fits = roundings_of_way(q, held)
    if held.status != "impossible":
        link, rest = (", but", UNUSUAL[held.status]) if held.status in UNUSUAL else (";", "")
        text = f"{named(q)}{link} {held.way.words} {gives(held.way, q)}{rest}."
        best = "" if held.status in SOUND else nearest_of(q, [held.way])[2]
        severity = "" if held.status in SOUND else "cosmetic"
        return Check(
            q,
            RULE,
            held.status,
            q.number.text,
            q.value,
            best,
            text,
            fits,
            goes_with=_which(q, ways),
            severity=severity,
        )
    nearest, possible, best = nearest_of(q, ways[:1])
    one_sided = hold(q, halves).status in SOUND and not q.hedge
    why = "; it is right for a one-sided test only" if one_sided else ""
    changed = _decision(q, ways[0].value("up_or_down"))
    text = f"{named(q)}, but {ways[0].words} {gives(ways[0], q)}{why}{changed}."
    best = "<0.001" if possible == "below 0.001" else best
    severity = "material" if changed else "cosmetic"
    return Check(q, RULE, held.status, possible, nearest, best, text, fits, severity=severity)


def _which(q: Quantity, ways: Sequence[Way]) -> str:
    """Say of a p whether it goes with the printed t alone, or with the recomputed one alone."""
    again = [way for way in ways if AS_RECOMPUTED in way.words]
    first = [way for way in ways if way not in again]
    fits = [hold(q, some).status in SOUND for some in (first, again)]
    if not again or fits[0] == fits[1]:
        return ""
    return AS_PRINTED if fits[0] else AS_RECOMPUTED


def _decision(q: Quantity, found: Interval) -> str:
    """Say that a test is significant as printed and not as recomputed, or the other way round."""
    low, high = (q.hedge.low, q.hedge.high) if q.hedge else (q.value, q.value)
    if high <= LEVEL < found.low:
        return "; that is not significant at 5 per cent, and the printed p is"
    claims_nothing = low >= LEVEL if q.hedge else low > LEVEL
    if claims_nothing and found.high < LEVEL:
        return "; that is significant at 5 per cent, and the printed p is not"
    return ""


def _sources(test: Quantity, found: Evidence | None, faulty: Set[str]) -> list[Source]:
    """List statistics with degrees of freedom: as printed, then as they should have been."""
    if test.number is None or test.hedge:
        return []
    name = f"{_NAMES.get(test.kind, test.kind)} = {test.number.text}"
    freedoms = _freedoms(test, found, faulty)
    sources = [
        Source(f"{name}{words}", test, test.interval, freedom) for words, freedom in freedoms
    ]
    if found and test.claim in faulty:
        ways = [way for way in t_ways(found) if way.usual and not way.is_open]
        for way in ways:
            point = way.value(None)
            if point is None:
                continue
            name = f"the {AS_RECOMPUTED} t = {figures(absolute(point), test)}"
            sources += [Source(f"{name}{words}", test, way.value, df) for words, df in freedoms]
    return sources


def _freedoms(test: Quantity, found: Evidence | None, faulty: Set[str]) -> list[tuple]:
    if test.kind == "z":
        return [("", lambda rounding: [])]
    needed = 2 if test.kind == "f" else 1
    listed = []
    if len(test.df) == needed:
        texts = " and ".join(number.text for number in test.df)
        listed.append(
            (
                f" with {freedom_in_words(texts)}",
                lambda rounding: [freedom_of(number, rounding) for number in test.df],
            )
        )
    if test.kind in ("t", "r") and (not listed or test.claim in faulty):
        for each in freedoms_by_people(found, test.n, test.kind):
            low, high = int(each.low), int(each.high)
            texts = str(low) if low == high else f"{low} to {high}"
            words = f" with {freedom_in_words(texts)}"
            listed.append((words, lambda rounding, each=each: [each]))
    return listed
