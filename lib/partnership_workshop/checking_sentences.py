"""Look at a choice of sentences, and show the sentences to choose from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from partnership_workshop.catalogue import exercise
from partnership_workshop.exercises import LETTERS, Option, Sentences
from partnership_workshop.feedback import Feedback
from partnership_workshop.learners import Learner, learner
from partnership_workshop.misconceptions import known


@dataclass(frozen=True)
class Choice:
    """Sentences with letters, to choose from.

    Attributes
    ----------
    texts : tuple of str
        In the order of the letters.
    """

    texts: tuple[str, ...]

    def __repr__(self):
        """One line a sentence."""
        return "\n".join(
            f"- **{letter}** {text}" for letter, text in zip(LETTERS, self.texts, strict=False)
        )

    _repr_markdown_ = __repr__


def to_choose_from(name: str, who: Learner | None = None) -> Choice:
    """Show the sentences of an exercise.

    Parameters
    ----------
    name : str
        Number of the exercise.
    who : Learner, optional
        Whose numbers stand in them.

    Returns
    -------
    Choice
        Without what is true of each.

    Raises
    ------
    LookupError
        When there is no such exercise, or it is not about sentences.
    """
    options = exercise(name, Sentences).lettered(who or learner())
    return Choice(tuple(option.text for option in options.values()))


def judge(asked: Sentences, answer: object, who: Learner) -> Feedback:
    """Judge which sentences were chosen.

    Parameters
    ----------
    asked : Sentences
        What was asked.
    answer : object
        Letters.
    who : Learner
        By whom.

    Returns
    -------
    Feedback
    """
    options = asked.lettered(who)
    number = "one letter" if asked.only_one else "one or more letters"
    expected = f"Expected: {number} out of {''.join(options)}, as text: {asked.what}."
    if answer is ... or answer is None:
        return Feedback(asked.name, "not yet", (expected,))
    if not np.iterable(answer):
        found = f"Found {answer!r}, which is not text. Letters stand in quotation marks."
        return Feedback(asked.name, "not right", (found, expected))
    chosen = letters(answer)
    if not chosen or not chosen <= set(options) or (asked.only_one and len(chosen) > 1):
        shown = ", ".join(sorted(chosen)) if len(chosen) <= len(LETTERS) else "a whole sentence"
        return Feedback(asked.name, "not right", (f"Found {shown or 'nothing'}.", expected))
    return _explained(asked, options, chosen)


def letters(answer: Iterable[object]) -> set[str]:
    """Read the letters of an answer, however they are set apart.

    Parameters
    ----------
    answer : iterable
        Text, or a list of texts.

    Returns
    -------
    set of str
        Capitals.

    Examples
    --------
    >>> sorted(letters("a and C")), sorted(letters(["A", "C"]))
    (['A', 'C'], ['A', 'C'])
    """
    text = answer if isinstance(answer, str) else " ".join(str(each) for each in answer)
    return set(re.sub(r"\bAND\b|[\s,;.:/&+()-]", "", text.upper()))


def _explained(asked: Sentences, options: dict[str, Option], chosen: set[str]) -> Feedback:
    too_many = [letter for letter in sorted(chosen) if not options[letter].may]
    left_out = [letter for letter in options if options[letter].may and letter not in chosen]
    if not too_many and not left_out:
        return Feedback(asked.name, "right", (asked.because,))
    ideas = [options[letter].misconception for letter in too_many if options[letter].misconception]
    lines = [_why_not(letter, options[letter]) for letter in too_many]
    if asked.only_one:
        lines += ["Read the others again. Exactly one of them names what is wrong."]
    elif left_out:
        lines += [
            f"{len(left_out)} more may be written. Ask of each sentence that you left out: which "
            "of its words says more than was counted? If none does, it may stand."
        ]
    return Feedback(asked.name, "not right", tuple(lines), ideas[0] if ideas else "")


def _why_not(letter: str, option: Option) -> str:
    idea = known().get(option.misconception)
    named = f" {idea.told} {idea.why}" if idea else ""
    return f"{letter}: {option.why}{named}"
