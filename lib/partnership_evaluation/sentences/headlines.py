"""The first sentence in brief: it says "improved" only when nothing else accounts for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from partnership_evaluation import wording
from partnership_evaluation.sentences.designs import Design, SentenceError, known
from partnership_evaluation.sentences.templates import Finding, Sentence
from partnership_evaluation.sentences.verdict import Verdict, judge

#: What stands in the way of a conclusion when no test was made against it.
UNTESTED = "chance, who was chosen or how it was judged"
#: What the p-values of a plain sequence speak against: the first, and all others.
UNNAMED = ("chance", "who was chosen and how it was judged")


@dataclass(frozen=True)
class Evidence:
    """What a headline was decided by.

    Attributes
    ----------
    excludes : bool
        Whether the interval leaves no change out.
    p_values : dict of str to float
        Each given p-value, under the name of what it speaks against.
    alpha : float
        The largest p-value that still counts.
    """

    excludes: bool
    p_values: dict[str, float]
    alpha: float

    @property
    def against(self):
        """Names of what is not ruled out: p-values above the limit."""
        return [name for name, value in self.p_values.items() if not value <= self.alpha]

    @property
    def enough(self):
        """Whether the interval and every p-value, of which there is at least one, agree."""
        return self.excludes and bool(self.p_values) and not self.against


def headline(
    estimate,
    *,
    about,
    design,
    counted,
    p_values,
    better="higher",
    no_change=0,
    confidence_level=None,
    plural=False,
):
    """Write the sentence that a report begins with.

    Parameters
    ----------
    estimate : object
        The change, later less earlier (or first group less second), with ``low`` and ``high``; a
        smallest and largest value over all data that fit will do. None where nothing was
        estimated.
    about : str
        What was measured: "lesson grades".
    design : str
        As ``data/cases.csv`` spells it.
    counted : str
        What was counted, as a clause with its numbers: "6 of 12 teachers moved up and 1 down".
    p_values : mapping of str to float, or sequence of float
        Every p-value against something that would give such a result though nothing happened: an
        exact test (chance), a null twin at its least favourable plausible setting (who was chosen,
        how it was judged). A mapping names what each speaks against, as it should read behind
        "could be no more than"; of a sequence the first speaks against chance.
    better : {"higher", "lower"}, default "higher"
        Which way is for the better.
    no_change : number, default 0
        The value when nothing happened.
    confidence_level : float, optional
        The limit for p-values is one less this; default that of the estimate, else 0.95.
    plural : bool, default False
        Whether ``about`` is a plural.

    Returns
    -------
    Sentence
        Its finding's ``verdict`` is *improved* or *worsened* only when the interval excludes no
        change and every p-value is at most ``1 - confidence_level``, and there is one; else
        *open*, and *described* where the design knows of no change.

    Raises
    ------
    SentenceError
        When a p-value is not between 0 and 1, the design is unknown, or ends are in the wrong
        order.

    Notes
    -----
    If each p-value is valid against its own account of how nothing can have happened, the largest
    of them is valid against every one, so that the sentence is wrong in at most
    ``1 - confidence_level`` of reports on programmes that did nothing (an intersection-union
    test). It is no more honest than the least favourable p-value that is handed to it.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> moved = SimpleNamespace(estimate=0.4, low=0.1, high=0.7, n=12, confidence_level=0.95)
    >>> print(headline(moved, about="lesson grades", plural=True, design="before_after_paired",
    ...     counted="6 of 12 teachers moved up and 1 down",
    ...     p_values={"chance": 0.03, "unreliable grades": 0.4}))
    6 of 12 teachers moved up and 1 down; that could be no more than unreliable grades.
    """
    allowed, named = known(design), _named(p_values)
    finding = _finding(estimate, about, design)
    if not (allowed.change or allowed.comparison) or estimate is None:
        return Sentence(f"{_first(counted)}; a change cannot be read from that.", finding)
    if better is None:
        raise SentenceError(
            "A headline needs to know which way is for the better: found None; give 'higher' or "
            "'lower', or use sentences.change()."
        )
    verdict = judge(estimate, no_change=no_change, better=better)
    level = confidence_level or getattr(estimate, "confidence_level", None) or 0.95
    evidence = Evidence(verdict.excludes, named, 1 - level)
    if not evidence.enough:
        return Sentence(_open(counted, evidence), replace(finding, verdict="open"))
    text = _moved(about, counted, allowed, verdict, evidence, plural)
    return Sentence(text, replace(finding, verdict="improved" if verdict.good > 0 else "worsened"))


def _moved(about, counted, allowed: Design, verdict: Verdict, evidence: Evidence, plural):
    """Say that something changed for the better or the worse, and that this is not yet why."""
    better = verdict.good > 0
    largest = max(evidence.p_values.values())
    chance = "p < 0.001" if largest < 0.001 else f"p at most {wording.p_value(largest)}"
    if allowed.change:
        said = f"{_first(about)} {'improved' if better else 'got worse'}"
    else:
        way = "better" if better else "worse"
        said = f"{_first(about)} {'were' if plural else 'was'} {way} in the first group"
    why = "" if allowed.cause else "; what made it so the numbers cannot show"
    names = _listed(evidence.p_values)
    return f"{said}: {counted}, which {names} would seldom give ({chance}){why}."


def _open(counted, evidence: Evidence):
    reasons = evidence.against
    if not evidence.p_values:
        reasons = [UNTESTED]
    elif not evidence.excludes and UNNAMED[0] not in reasons:
        reasons = [UNNAMED[0], *reasons]
    return f"{_first(counted)}; that could be no more than {_listed(reasons, last='or')}."


def _named(p_values: Mapping[str, float] | Iterable[float]) -> dict[str, float]:
    """Give each p-value a name; several without a name become the largest of them."""
    if isinstance(p_values, Mapping):
        named = dict(p_values)
    else:
        first, rest = list(p_values)[:1], list(p_values)[1:]
        largest = sorted(rest, key=_order)[-1:]
        named = dict(zip(UNNAMED, first + largest, strict=False))
    wrong = {name: value for name, value in named.items() if not _is_p(value)}
    if wrong:
        raise SentenceError(
            "A p-value lies between 0 and 1: found "
            + ", ".join(f"{value!r} for {name!r}" for name, value in wrong.items())
            + "; hand over the p-value of the test, or leave it out."
        )
    return {str(name): float(value) for name, value in named.items()}


def _order(value):
    return value if _is_p(value) else float("inf")


def _is_p(value):
    try:
        return 0 <= float(value) <= 1
    except (TypeError, ValueError):
        return False


def _listed(names, *, last="and"):
    names = list(names)
    return f" {last} ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _first(text):
    return text[:1].upper() + text[1:]


def _finding(estimate, about, design):
    ends = {name: getattr(estimate, name, None) for name in ("estimate", "low", "high", "n")}
    return Finding(design, about, **ends, verdict="described")
