"""Look at an answer and say what was expected, what was found, and why it matters.

Every function takes the number of the exercise, the answer and the learner, and returns
:class:`~partnership_workshop.feedback.Feedback`. What is right is worked out when it is asked,
from the data or the learner's seed; no notebook holds it.
"""

from __future__ import annotations

from partnership_workshop import checking_numbers, checking_sentences, checking_tables
from partnership_workshop.catalogue import exercise
from partnership_workshop.exercises import Counts, Items, Number, Sentences
from partnership_workshop.feedback import Feedback
from partnership_workshop.learners import Learner, learner
from partnership_workshop.planning import Design, Plan

__all__ = ["items", "number", "plan", "sentences", "table"]


def number(name: str, answer: object, who: Learner | None = None) -> Feedback:
    """Check one number.

    Parameters
    ----------
    name : str
        Number of the exercise, such as ``"1.1"``.
    answer : object
        What the learner found; ``...`` stands for nothing yet.
    who : Learner, optional
        Whose data it is about.

    Returns
    -------
    Feedback
        With the type, size and value that were expected.

    Raises
    ------
    LookupError
        When there is no such exercise, or its answer is not a number.
    """
    return checking_numbers.judge(exercise(name, Number), answer, who or learner())


def table(name: str, answer: object, who: Learner | None = None) -> Feedback:
    """Check a table of numbers.

    Parameters
    ----------
    name, answer, who
        As for :func:`number`.

    Returns
    -------
    Feedback
        Rows and columns first, then the cells.

    Raises
    ------
    LookupError
        When there is no such exercise, or its answer is not a table.
    """
    return checking_tables.judge(exercise(name, Counts), answer, who or learner())


def items(name: str, answer: object, who: Learner | None = None) -> Feedback:
    """Check which of several names or printed numbers were picked.

    Parameters
    ----------
    name, answer, who
        As for :func:`number`; the answer is a list or a set of texts.

    Returns
    -------
    Feedback
        How many were picked rightly, and what the choice misses.

    Raises
    ------
    LookupError
        When there is no such exercise, or its answer is not a choice.
    """
    return checking_tables.judge_items(exercise(name, Items), answer, who or learner())


def sentences(name: str, answer: object, who: Learner | None = None) -> Feedback:
    """Check which sentences a learner would write.

    Parameters
    ----------
    name, answer, who
        As for :func:`number`; the answer is letters, such as ``"AC"`` or ``["A", "C"]``.

    Returns
    -------
    Feedback
        Why each wrongly chosen sentence must not be written, and how many are left out that may.

    Raises
    ------
    LookupError
        When there is no such exercise, or it is not about sentences.
    """
    return checking_sentences.judge(exercise(name, Sentences), answer, who or learner())


def plan(name: str, answer: object, who: Learner | None = None) -> Feedback:
    """Check a plan for an evaluation.

    Parameters
    ----------
    name, answer, who
        As for :func:`number`; the answer is a :class:`~partnership_workshop.planning.Plan`.

    Returns
    -------
    Feedback
        Each weakness with what would mend it; right when none is left.

    Raises
    ------
    LookupError
        When there is no such exercise, or it is not about a plan.
    """
    asked = exercise(name, Design)
    expected = f"Expected: workshop.Plan(...), {asked.what}."
    if answer is ... or answer is None:
        return Feedback(name, "not yet", (expected,))
    if not isinstance(answer, Plan):
        return Feedback(name, "not right", (f"Found a {type(answer).__name__}.", expected))
    if problems := answer.problems():
        state = "not yet" if answer.still_open() == Plan().still_open() else "not right"
        return Feedback(name, state, (*problems, expected))
    weak = answer.weaknesses()
    if weak:
        return Feedback(name, "not right", (repr(answer), *weak))
    return Feedback(name, "right", (repr(answer), asked.because))
