"""Look at an answer that should be one number: type first, then size, then value."""

from __future__ import annotations

from numbers import Real

import numpy as np
import pandas as pd

from partnership_workshop.exercises import Number
from partnership_workshop.feedback import Feedback
from partnership_workshop.learners import Learner
from partnership_workshop.misconceptions import known


def judge(exercise: Number, answer: object, who: Learner) -> Feedback:
    """Judge a number.

    Parameters
    ----------
    exercise : Number
        What was asked.
    answer : object
        What was found.
    who : Learner
        By whom.

    Returns
    -------
    Feedback
    """
    if answer is ... or answer is None:
        return Feedback(exercise.name, "not yet", (expected(exercise),))
    problem = type_problem(answer) or range_problem(exercise, float(answer))
    found = shown(float(answer)) if not type_problem(answer) else ""
    percent = problem and found and abs(float(answer) / 100 - exercise.truth(who)) < 0.01
    if percent and exercise.high <= 1:
        return _named(exercise, "percent_for_share", found)
    if problem:
        return Feedback(exercise.name, "not right", (problem, expected(exercise)))
    return _value(exercise, float(answer), who)


def expected(exercise: Number) -> str:
    """Say what was expected, without the answer.

    Parameters
    ----------
    exercise : Number
        What was asked.

    Returns
    -------
    str
        Type, size and range.
    """
    kind = "one whole number" if exercise.whole else "one number"
    bounds = f"from {shown(exercise.low)} to {shown(exercise.high)}"
    return f"Expected: {kind} {bounds}: {exercise.what}."


def type_problem(answer: object) -> str:
    """Say what is wrong with the type or the size of an answer.

    Parameters
    ----------
    answer : object
        What was found.

    Returns
    -------
    str
        Empty when it is one number.
    """
    if isinstance(answer, bool | np.bool_):
        return f"Found {answer}: the answer to a yes-or-no question, not a number."
    if isinstance(answer, str):
        return f"Found the text '{answer}'. Write a number without quotation marks."
    if isinstance(answer, list | tuple | set | dict | np.ndarray | pd.Series | pd.DataFrame):
        size = len(answer)
        return f"Found a {type(answer).__name__} of {size}. One number is asked for: sum it up."
    if callable(answer):
        return "Found a function that was not called. Add brackets after its name."
    if hasattr(answer, "estimate"):
        return "Found a whole result. Take the part that is asked for, such as .estimate or .low."
    if not isinstance(answer, Real):
        return f"Found a {type(answer).__name__}, not a number."
    return "" if np.isfinite(float(answer)) else "Found no number (nan): something was missing."


def range_problem(exercise: Number, answer: float) -> str:
    """Say whether a number is out of the question.

    Parameters
    ----------
    exercise : Number
        What was asked.
    answer : float
        What was found.

    Returns
    -------
    str
        Empty when it could be right.
    """
    if not exercise.low <= answer <= exercise.high:
        return f"Found {shown(answer)}, which cannot be."
    if exercise.whole and answer != round(answer):
        return f"Found {shown(answer)}: people are counted in whole numbers."
    return ""


def shown(value: float) -> str:
    """Write a number short.

    Parameters
    ----------
    value : float
        Any number.

    Returns
    -------
    str
        Four significant digits.
    """
    return f"{value:.4g}"


def _value(exercise: Number, answer: float, who: Learner) -> Feedback:
    truth = exercise.truth(who)
    if abs(answer - truth) <= exercise.tolerance:
        return Feedback(exercise.name, "right", (f"{shown(answer)}. {exercise.because}",))
    for wrong in exercise.wrong:
        if abs(answer - wrong.value(who)) <= exercise.tolerance:
            return _named(exercise, wrong.misconception, shown(answer))
    size = "too large" if answer > truth else "too small"
    lines = (f"Found {shown(answer)}, which is {size}.", expected(exercise), exercise.how)
    return Feedback(exercise.name, "not right", lines)


def _named(exercise: Number, name: str, found: str) -> Feedback:
    idea = known()[name]
    lines = (f"Found {found}. \u201c{idea.title}\u201d", idea.why, expected(exercise))
    return Feedback(exercise.name, "not right", lines, name)
