"""What an exercise is: the truth, worked out anew for each learner, and plausible wrong answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from partnership_evaluation import sentences
from partnership_workshop.learners import Learner

LETTERS = "ABCDEFGH"


@dataclass(frozen=True)
class Wrong:
    """A plausible wrong answer.

    Attributes
    ----------
    misconception : str
        Its name in ``misconceptions.yml``.
    value : callable
        From a learner to the answer that it leads to.
    """

    misconception: str
    value: Callable[[Learner], Any]


@dataclass(frozen=True)
class Number:
    """An exercise whose answer is one number.

    Attributes
    ----------
    name : str
        Number of the exercise.
    what : str
        What the number is, with its unit.
    truth : callable
        From a learner to the right number.
    low, high : float
        Between what it must lie.
    how : str
        How to get there, for an answer that shows no known misconception.
    because : str
        What to learn from the right answer.
    tolerance : float
        How far an answer may be from the truth.
    whole : bool
        Whether it counts something.
    wrong : tuple of Wrong
        Plausible wrong answers.
    """

    name: str
    what: str
    truth: Callable[[Learner], float]
    low: float
    high: float
    how: str
    because: str
    tolerance: float = 0.005
    whole: bool = False
    wrong: tuple[Wrong, ...] = ()


@dataclass(frozen=True)
class Counts:
    """An exercise whose answer is a table of numbers.

    Attributes
    ----------
    name, what, how, because
        As in :class:`Number`.
    truth : callable
        From a learner to a table whose rows and columns have names.
    tolerance : float
        How far each cell may be from the truth.
    wrong : tuple of Wrong
        Plausible wrong tables.
    """

    name: str
    what: str
    truth: Callable[[Learner], Any]
    how: str
    because: str
    tolerance: float = 0.005
    wrong: tuple[Wrong, ...] = ()


@dataclass(frozen=True)
class Items:
    """An exercise whose answer is a set of names or printed numbers.

    Attributes
    ----------
    name, what, how, because
        As in :class:`Number`.
    offered : callable
        From a learner to everything there is to choose from.
    truth : callable
        From a learner to the right ones.
    wrong : tuple of Wrong
        Plausible wrong sets.
    """

    name: str
    what: str
    offered: Callable[[Learner], list[str]]
    truth: Callable[[Learner], list[str]]
    how: str
    because: str
    wrong: tuple[Wrong, ...] = ()


@dataclass(frozen=True)
class Option:
    """A sentence to judge.

    Attributes
    ----------
    text : str
        What it says.
    may : bool
        Whether it may be written.
    why : str
        Why, or why not.
    misconception : str
        Which misconception it puts into words; empty when none.
    """

    text: str
    may: bool
    why: str
    misconception: str = ""


@dataclass(frozen=True)
class Sentences:
    """An exercise in which sentences are judged.

    Attributes
    ----------
    name : str
        Number of the exercise.
    what : str
        What is asked.
    options : callable
        From a learner to the sentences, with what is true of each.
    because : str
        What to learn from it.
    only_one : bool
        Whether exactly one is right.
    """

    name: str
    what: str
    options: Callable[[Learner], list[Option]]
    because: str
    only_one: bool = False

    def lettered(self, who: Learner) -> dict[str, Option]:
        """Give each sentence a letter.

        Parameters
        ----------
        who : Learner
            Whose numbers stand in them.

        Returns
        -------
        dict of str to Option
            In an order that is the same for everybody and follows from the number of the exercise.
        """
        options = self.options(who)
        Random(self.name).shuffle(options)
        return dict(zip(LETTERS, options, strict=False))


def judged(
    text: str,
    *,
    design: str,
    because: str,
    false: str = "",
    misconception: str = "",
    **numbers: Any,
) -> Option:
    """Judge a sentence with the library's own rules.

    Parameters
    ----------
    text : str
        The sentence.
    design : str
        The design of the study, as ``data/cases.csv`` spells it.
    because : str
        Why it may be written, if it may.
    false : str, default ""
        What is untrue in it; empty when the numbers bear it.
    misconception : str, default ""
        Which misconception it puts into words.
    **numbers
        ``estimate``, ``no_change`` and ``better``, as :func:`sentences.problems` takes them.

    Returns
    -------
    Option
        It may be written when it is true and says no more than design and numbers allow.
    """
    found = sentences.problems(text, design=design, **numbers)
    reasons = [f"{each.rule}: \u201c{each.found}\u201d. {_plain(each.advice)}" for each in found]
    reasons += [false] if false else []
    return Option(text, not reasons, " ".join(reasons) or because, misconception)


def _plain(advice: str) -> str:
    """Leave out what only whoever writes a report with the library can do."""
    plain = re.sub(r"; or mark the words.*$", ".", advice)
    return "Give its size with the interval." if "()" in plain else plain
