"""Sentences as data: what a report may say, given its design and its numbers.

Text about a change or a difference is written by :func:`change`, :func:`difference`, :func:`level`
and :func:`headline`, whose verbs follow from the design and the interval. Everything else that a
reader sees is held to the same rule by :func:`problems` and :func:`check`.
"""

from partnership_evaluation.sentences.designs import (
    DESIGNS,
    STRICTEST,
    Design,
    SentenceError,
    known,
)
from partnership_evaluation.sentences.headlines import headline
from partnership_evaluation.sentences.linter import Problem, check, problems
from partnership_evaluation.sentences.numerals import PLAIN_WORDS, Numeral, numerals, typed
from partnership_evaluation.sentences.patterns import CHANGE_RULE as CHANGE
from partnership_evaluation.sentences.reading import CLAIM_COLUMNS, claimed
from partnership_evaluation.sentences.strength import strength
from partnership_evaluation.sentences.templates import Finding, Sentence, change, difference, level
from partnership_evaluation.sentences.verdict import Verdict, judge

__all__ = [
    "CHANGE",
    "CLAIM_COLUMNS",
    "DESIGNS",
    "PLAIN_WORDS",
    "STRICTEST",
    "Design",
    "Finding",
    "Numeral",
    "Problem",
    "Sentence",
    "SentenceError",
    "Verdict",
    "change",
    "check",
    "claimed",
    "difference",
    "headline",
    "judge",
    "known",
    "level",
    "numerals",
    "problems",
    "strength",
    "typed",
]
