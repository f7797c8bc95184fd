"""Sentences about a level, a change and a difference, with verbs that design and interval allow."""

from __future__ import annotations

from dataclasses import dataclass

from partnership_evaluation import wording
from partnership_evaluation.sentences.designs import SentenceError, known
from partnership_evaluation.sentences.verdict import Verdict, judge

#: What a number is counted in, and how it is written: shares as percentages, differences of
#: shares as percentage points, everything else as a number with its unit.
SHARE = "share"


@dataclass(frozen=True)
class Finding:
    """What a sentence states, as data.

    Attributes
    ----------
    design : str
        As ``data/cases.csv`` spells it.
    about : str
        What was measured.
    estimate, low, high : float
        The estimate and the ends of its interval.
    n : int or None
        People behind it.
    verdict : {"improved", "worsened", "rose", "fell", "higher", "lower", "raised", "lowered", \
"open", "described"}
        What may be said. ``open``: nothing-happened is not excluded; ``described``: nothing is
        said about a change or difference.
    """

    design: str
    about: str
    estimate: float | None
    low: float | None
    high: float | None
    n: int | None
    verdict: str


class Sentence(str):
    """A text that was made from a finding, and carries it.

    Attributes
    ----------
    finding : Finding
        What it states.
    licensed : bool
        Whether it may name a cause: chance made the groups and the interval excludes no
        difference.

    Examples
    --------
    >>> Sentence("It is so.", Finding("randomised", "it", 1, 0, 2, 3, "open")).finding.verdict
    'open'
    """

    finding: Finding
    licensed: bool

    def __new__(cls, text, finding):
        """Keep the finding beside the text."""
        made = super().__new__(cls, text)
        made.finding = finding
        made.licensed = finding.verdict in ("raised", "lowered")
        return made

    def __reduce__(self):
        """Keep the finding when copied."""
        return type(self), (str(self), self.finding)


def level(estimate, *, about, unit=SHARE, design="single_group_once", plural=False):
    """Say how large something was, once.

    Parameters
    ----------
    estimate : object
        Anything with ``estimate``, ``low``, ``high``, ``n`` and ``confidence_level``; without an
        interval the sentence says that there is none.
    about : str
        What was measured: "the share who agreed".
    unit : str, default "share"
        ``"share"`` for shares from 0 to 1, otherwise the unit in words.
    design : str
        As ``data/cases.csv`` spells it.
    plural : bool, default False
        Whether ``about`` is a plural.

    Returns
    -------
    Sentence

    Raises
    ------
    SentenceError
        When the design is unknown.

    Examples
    --------
    >>> from partnership_evaluation import proportions
    >>> print(level(proportions.interval(6, n=12), about="the share who agreed"))
    The share who agreed was 50% (95% interval 21% to 79%; n = 12).
    """
    known(design)
    shown = _shown(estimate.estimate, unit, difference=False)
    text = (
        f"{_first(about)} {'were' if plural else 'was'} {shown}{_interval(estimate, unit, False)}."
    )
    return Sentence(text, _finding(estimate, about, design, "described"))


def change(
    estimate,
    *,
    about,
    design,
    unit=SHARE,
    no_change=0,
    better=None,
    plural=False,
    programme="The programme",
):
    """Say which way something changed between two times, as far as the design allows.

    Parameters
    ----------
    estimate : object
        The change, later less earlier: anything with ``estimate``, ``low``, ``high``, ``n`` and
        ``confidence_level``.
    about : str
        What was measured: "the share of lessons graded good".
    design : str
        As ``data/cases.csv`` spells it: one of those with two times.
    unit : str, default "share"
        ``"share"`` for a difference of shares, written in percentage points; otherwise the unit.
    no_change : number, default 0
        The value when nothing happened.
    better : {"higher", "lower"}, optional
        Which way is for the better. Then the verb is *improved* or *got worse*, else *rose* or
        *fell*.
    plural : bool, default False
        Whether ``about`` is a plural.
    programme : str
        Who may be said to have raised it, where chance made the groups.

    Returns
    -------
    Sentence

    Raises
    ------
    SentenceError
        When the design has no second time, is unknown, or the estimate has no interval.

    Notes
    -----
    Only where the interval excludes no change has the sentence a verb of change; otherwise it says
    what was found among these people, and that chance gives as much. Only a randomised design has
    a verb of cause.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> found = SimpleNamespace(estimate=0.5, low=0.2, high=0.7, n=12, confidence_level=0.95)
    >>> print(change(found, about="agreement", design="before_after_paired"))
    Agreement rose by 50 percentage points (95% interval 20 to 70; n = 12).
    """
    allowed = known(design)
    if not allowed.change:
        raise SentenceError(
            f"A change needs two measurements: found the design {design!r}, {allowed.words}. Say "
            "how large it was with sentences.level(), or use sentences.difference()."
        )
    verdict = judge(estimate, no_change=no_change, better=better)
    size = _size(estimate, unit, no_change)
    if allowed.cause:
        return _between_groups(estimate, verdict, about, design, size, plural, programme)
    if verdict.excludes:
        verb = _verb(verdict)
        text = f"{_first(about)} {verb} by {size}."
        return Sentence(text, _finding(estimate, about, design, _named(verdict)))
    were = "were" if plural else "was"
    if not verdict.direction:
        text = f"{_first(about)} {were} the same both times{_interval(estimate, unit, True)}."
    else:
        way = "higher" if verdict.direction > 0 else "lower"
        text = (
            f"{_first(about)} {were} {way} afterwards among these people, by {size}, and a change "
            "of this size is common when nothing happened."
        )
    return Sentence(text, _finding(estimate, about, design, "open"))


def difference(
    estimate,
    *,
    about,
    first,
    second,
    design,
    unit=SHARE,
    no_change=0,
    plural=False,
    programme="The programme",
):
    """Say how two groups differ, as far as the design allows.

    Parameters
    ----------
    estimate : object
        First group less second.
    about : str
        What was measured.
    first, second : str
        The groups: "the coached", "the others".
    design, unit, no_change, plural, programme
        As in :func:`change`; any design that has two groups in it.

    Returns
    -------
    Sentence

    Raises
    ------
    SentenceError
        When the design has nothing to compare, is unknown, or the estimate has no interval.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> found = SimpleNamespace(estimate=0.5, low=0.2, high=0.7, n=12, confidence_level=0.95)
    >>> print(difference(found, about="agreement", first="the coached", second="the others",
    ...     design="two_groups"))
    Agreement was higher in the coached than in the others, by 50 percentage points (95% interval 20
    to 70; n = 12).
    """
    allowed = known(design)
    if not allowed.difference:
        raise SentenceError(
            f"A difference needs two groups: found the design {design!r}, {allowed.words}. Say "
            "what the document prints with sentences.claimed()."
        )
    verdict = judge(estimate, no_change=no_change)
    size = _size(estimate, unit, no_change)
    if allowed.cause:
        return _between_groups(estimate, verdict, about, design, size, plural, programme)
    were, way = "were" if plural else "was", "higher" if verdict.direction > 0 else "lower"
    if not verdict.direction:
        text = f"{_first(about)} {were} the same in {first} and {second}"
        text += f"{_interval(estimate, unit, True)}."
    elif verdict.excludes:
        text = f"{_first(about)} {were} {way} in {first} than in {second}, by {size}."
    else:
        text = (
            f"Among these people {about} {were} {way} in {first} than in {second}, by {size}, and "
            "a difference of this size is common when there is none."
        )
    return Sentence(text, _finding(estimate, about, design, way if verdict.excludes else "open"))


def _between_groups(estimate, verdict: Verdict, about, design, size, plural, programme):
    """Chance made the groups: once no difference is excluded, the programme may be the subject."""
    if verdict.excludes:
        verb = "raised" if verdict.direction > 0 else "lowered"
        text = f"{programme} {verb} {about} by {size}, among people like these."
        return Sentence(text, _finding(estimate, about, design, verb))
    were, way = "were" if plural else "was", "higher" if verdict.direction > 0 else "lower"
    text = (
        f"{_first(about)} {were} {way} among those who took part, by {size}, and a difference of "
        "this size is common when there is none."
        if verdict.direction
        else f"{_first(about)} {were} the same in both groups."
    )
    return Sentence(text, _finding(estimate, about, design, "open"))


def _verb(verdict: Verdict) -> str:
    if verdict.good:
        return "improved" if verdict.good > 0 else "got worse"
    return "rose" if verdict.direction > 0 else "fell"


def _named(verdict: Verdict) -> str:
    return {"got worse": "worsened"}.get(_verb(verdict), _verb(verdict))


def _finding(estimate, about, design, verdict):
    ends = {name: getattr(estimate, name, None) for name in ("estimate", "low", "high", "n")}
    return Finding(design, about, **ends, verdict=verdict)


def _size(estimate, unit, no_change):
    """Write how far an estimate lies from no change, with its interval on the same side."""
    far = float(estimate.estimate) - no_change
    sign = -1 if far < 0 else 1
    ends = sorted(sign * (float(end) - no_change) for end in (estimate.low, estimate.high))
    moved = type("Moved", (), {"low": ends[0], "high": ends[1]})()
    for name in ("n", "confidence_level"):
        setattr(moved, name, getattr(estimate, name, None))
    return _shown(abs(far), unit, difference=True) + _interval(moved, unit, True)


def _shown(value, unit, *, difference):
    if unit != SHARE:
        return f"{wording.number(value)} {unit}"
    if not difference:
        return wording.percent(value)
    points = wording.percent(abs(value))[:-1]
    return f"{points} percentage point{'s' * (points != '1')}"


def _interval(estimate, unit, difference):
    n = f"n = {estimate.n}" if getattr(estimate, "n", None) is not None else ""
    if estimate.low is None or estimate.high is None:
        return f" (no interval{'; ' * bool(n)}{n})"
    level = wording.percent(getattr(estimate, "confidence_level", None) or 0.95)
    ends = [_end(end, unit, difference) for end in (estimate.low, estimate.high)]
    return f" ({level} interval {ends[0]} to {ends[1]}{'; ' * bool(n)}{n})"


def _end(value, unit, difference):
    if unit != SHARE:
        return wording.number(value)
    return wording.percent(value)[:-1] if difference else wording.percent(value)


def _first(text: str) -> str:
    return text[:1].upper() + text[1:]
