"""Find what a text says beyond its design and its numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from partnership_evaluation.sentences import directions, excuses, patterns, reading
from partnership_evaluation.sentences.designs import Design, SentenceError, known
from partnership_evaluation.sentences.verdict import Verdict, judge

_WORD = re.compile(r"[^\W\d_]{2}")
DIRECTION = "what is said to have risen fell, or the other way round"


@dataclass(frozen=True)
class Problem:
    """A sentence that says too much.

    Attributes
    ----------
    rule : str
        What is wrong.
    found : str
        The words that say too much.
    advice : str
        What to do.
    place : str
        The sentence.
    """

    rule: str
    found: str
    advice: str
    place: str

    def __str__(self):
        """Rule, words, sentence and advice in one paragraph."""
        return f"{self.rule}: found '{self.found}' in \u201c{self.place}\u201d. {self.advice}"


def problems(text, *, design=None, estimate=None, no_change=0, better=None, given=()):
    """Find what a text says beyond its design and its numbers.

    Parameters
    ----------
    text : str
        Plain text, Markdown or either with HTML in it.
    design : str, optional
        The design as ``data/cases.csv`` spells it; the strictest where none is given.
    estimate : object, optional
        The estimate that the text is about, with ``estimate``, ``low`` and ``high``: words of
        direction must agree with it. Without it no text may name a cause, whatever the design.
    no_change : number, default 0
        The value of the estimate when nothing happened; 1 for a ratio.
    better : {"higher", "lower"}, optional
        Which way is for the better.
    given : iterable of str
        Texts printed in the document that stand here word for word, such as the wording of a
        question: they are the document's and are not looked at.

    Returns
    -------
    list of Problem
        In the order of the text; empty when all is well.

    Raises
    ------
    SentenceError
        When there is no such design, or an estimate has no interval.

    Notes
    -----
    Marked quotations are left out; what marks them is said in
    :mod:`partnership_evaluation.sentences.reading`. Denials ("cannot show what led to it"),
    questions that can be answered by yes or no, and causes such as chance, rounding or selection
    are left alone. Such a list of words catches slips, not a writer who means to get round it.

    Examples
    --------
    >>> for problem in problems("The programme led to better grades."):
    ...     print(problem.found)
    led to
    >>> problems("The numbers cannot show what led to it.")
    []
    >>> problems('The document says "coaching led to better grades".')
    []
    """
    allowed = known(design)
    verdict = None if estimate is None else judge(estimate, no_change=no_change, better=better)
    masked = without(text, given)
    return [
        problem
        for sentence in reading.sentences(masked)
        for problem in _of_sentence(sentence, allowed, design, verdict)
    ]


def check(text, *, what="This text", **settings):
    """Raise an error when a text says more than its design and its numbers allow.

    Parameters
    ----------
    text : str
        As in :func:`problems`.
    what : str, default "This text"
        What the text is, for the error: the title, the caption of a table.
    **settings
        As in :func:`problems`.

    Returns
    -------
    str
        The text.

    Raises
    ------
    SentenceError
        When there is a problem; every one is listed.

    Examples
    --------
    >>> check("The share rose from 42% to 64% among these people.")
    'The share rose from 42% to 64% among these people.'
    """
    found = problems(text, **settings)
    if found:
        raise SentenceError(f"{what} says too much: " + "\n".join(map(str, found)))
    return text


def without(text, given):
    """Take printed texts out of a text, the longest first.

    Parameters
    ----------
    text : str
        Any text.
    given : iterable of str
        Texts that stand in it word for word.

    Returns
    -------
    str
        The text with a sign of omission where they stood.

    Examples
    --------
    >>> without("Agreed: helps us learn.", ["helps us learn"])
    'Agreed: “…”.'
    """
    for words in sorted(given, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(words)}(?!\w)", reading.GAP, text, flags=re.I)
    return text


def _of_sentence(
    sentence: str, allowed: Design, design: str | None, verdict: Verdict | None
) -> Iterable[Problem]:
    if not _WORD.search(sentence):  # most cells of tables are numbers
        return ()
    if verdict is None:  # and the other cells are often alike
        return _without_estimate(sentence, allowed, design)
    return _found_in(sentence, allowed, design, verdict)


@lru_cache(maxsize=10_000)
def _without_estimate(sentence: str, allowed: Design, design: str | None) -> tuple[Problem, ...]:
    return tuple(_found_in(sentence, allowed, design, None))


def _found_in(
    sentence: str, allowed: Design, design: str | None, verdict: Verdict | None
) -> Iterator[Problem]:
    lower = patterns.lowered(sentence)
    for rule in patterns.RULES:
        if not _applies(rule, sentence, allowed, design, verdict):
            continue
        spans: list[tuple[int, int]] = []
        for match in rule.pattern.finditer(lower):
            if not excuses.excused(sentence, match) and not _within(match.span(), spans):
                spans.append(match.span())
                yield Problem(rule.name, sentence[slice(*match.span())], rule.advice, sentence)
    for words in directions.contradictions(sentence):
        yield Problem(DIRECTION, words, "Give the direction that the numbers have.", sentence)
    if verdict is not None:
        yield from _against_estimate(sentence, verdict)


def _applies(rule, sentence, allowed, design, verdict):
    if rule.about == "cause":
        return not (allowed.cause and verdict is not None and verdict.excludes)
    if rule.about == "significance":
        return not patterns.TESTED.search(sentence)
    if rule.about == "change":
        return design == "single_group_once" or not patterns.NUMBERED.search(sentence)
    return True


def _against_estimate(sentence: str, verdict: Verdict) -> Iterator[Problem]:
    for words, wrong, advice in verdict.words_against():
        match = words.search(sentence)
        if match and not excuses.excused(sentence, match):
            yield Problem(wrong, match[0], advice, sentence)


def _within(span: tuple[int, int], spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in spans)


__all__ = ["Problem", "SentenceError", "check", "problems", "without"]
