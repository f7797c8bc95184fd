"""How strong the evidence of a report is, in one line and without a score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from partnership_evaluation.sentences.designs import SentenceError, known

#: Guskey's five levels of what professional development can be asked about, the first the easiest
#: to reach and the furthest from pupils.
LEVELS = {
    "reaction": "how participants found it",
    "learning": "what participants learned",
    "organisation": "how schools are organised",
    "use": "what participants do in their work",
    "pupil_outcome": "what pupils can do",
}
HOLD = ("reproduced", "reproduced with another rounding")
CHECKED = (*HOLD, "not reproducible")


def strength(*, design, people, outcome_level, claims, conclusions):
    """Write the line that says how much weight a report can bear.

    Parameters
    ----------
    design : str
        As ``data/cases.csv`` spells it.
    people : str
        How many people, in the words of ``data/cases.csv``.
    outcome_level : {"reaction", "learning", "organisation", "use", "pupil_outcome"} or None
        Guskey's level of the outcome; None where several are mixed.
    claims : iterable of str
        The verdict of each printed number.
    conclusions : iterable of str
        The verdict of each conclusion.

    Returns
    -------
    str
        One sentence.

    Raises
    ------
    SentenceError
        When the design or the level is unknown.

    References
    ----------
    Guskey, T. R. (2000), Evaluating Professional Development, Corwin Press.

    Examples
    --------
    >>> print(strength(design="before_after_paired", people="12 teachers", outcome_level="use",
    ...     claims=["reproduced", "not reproducible", "cannot be checked"],
    ...     conclusions=["supported", "undetermined"]))
    Strength of evidence: the same people before and after, without a comparison group; 12
    teachers; 1 of the 2 printed numbers that can be checked holds; of 2 conclusions 1 is supported,
    1 undetermined and 0 contradicted; the outcome is what participants do in their work (level 4 of
    Guskey's five).
    """
    parts = [known(design).words, people, _numbers(claims), _conclusions(conclusions)]
    parts.append(_outcome(outcome_level))
    return f"Strength of evidence: {'; '.join(filter(None, parts))}."


def _numbers(claims: Iterable[str]) -> str:
    counts = Counter(claims)
    checked = sum(counts[verdict] for verdict in CHECKED)
    if not checked:
        return "none of the printed numbers can be checked"
    hold, rounded = sum(counts[verdict] for verdict in HOLD), counts[HOLD[1]]
    other = f" ({rounded} with another rounding)" if rounded else ""
    verb = "holds" if hold == 1 else "hold"
    return f"{hold} of the {checked} printed numbers that can be checked {verb}{other}"


def _conclusions(conclusions: Iterable[str]) -> str:
    counts = Counter(conclusions)
    total = sum(counts.values())
    if not total:
        return "no conclusion in words was looked at"
    verb = "is" if counts["supported"] == 1 else "are"
    return (
        f"of {total} conclusion{'s' * (total > 1)} {counts['supported']} {verb} supported, "
        f"{counts['undetermined']} undetermined and {counts['contradicted']} contradicted"
    )


def _outcome(level: str | None) -> str:
    if level is None:
        return "outcomes of several of Guskey's five levels are mixed"
    if level not in LEVELS:
        raise SentenceError(
            f"The level of an outcome is one of {', '.join(map(repr, LEVELS))}: found {level!r}; "
            "use Guskey's name for it, with an underscore."
        )
    place = list(LEVELS).index(level) + 1
    return f"the outcome is {LEVELS[level]} (level {place} of Guskey's five)"
