"""Look at an answer that should be one number: type first, then size, then value."""

from __future__ import annotations

import math
from decimal import Decimal
from numbers import Real

import numpy as np
import pandas as pd

from partnership_workshop.exercises import Number
from partnership_workshop.feedback import Feedback
from partnership_workshop.learners import Learner
from partnership_workshop.misconceptions import known

#: Two decimals that are written alike are the same number, however a computer stores them.
EXACT = 1e-9


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
    answer = _plain(answer)
    if answer is ... or answer is None:
        return Feedback(exercise.name, "not yet", (expected(exercise),))
    if problem := type_problem(answer):
        return Feedback(exercise.name, "not right", (problem, expected(exercise)))
    value = float(answer)
    if problem := range_problem(exercise, value):
        if exercise.high <= 1 and abs(value / 100 - exercise.truth(who)) < 0.01:
            return _named(exercise, "percent_for_share", shown(value))
        return Feedback(exercise.name, "not right", (problem, expected(exercise)))
    return _value(exercise, value, who)


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
    exact = "" if exercise.whole else f", to {decimals_wanted(exercise.tolerance)} decimals"
    return f"Expected: {kind} {bounds}{exact}: {exercise.what}."


def decimals_wanted(tolerance: float) -> int:
    """Say how many decimals keep a rounded number within a tolerance.

    Parameters
    ----------
    tolerance : float
        How far an answer may be from the truth; above 0.

    Returns
    -------
    int

    Examples
    --------
    >>> decimals_wanted(0.005), decimals_wanted(0.003)
    (2, 3)
    """
    return max(0, math.ceil(-math.log10(2 * tolerance) - EXACT))


def rounded_away(value: float, truth: float, *, tolerance: float) -> bool:
    """Say whether a number is the right one with too few decimals.

    Parameters
    ----------
    value, truth : float
        What was found, and what is right.
    tolerance : float
        How far an answer may be from the truth; above 0.

    Returns
    -------
    bool
        Neither nought nor, for a share, one counts: they are answers of their own.

    Examples
    --------
    >>> [rounded_away(value, 0.517, tolerance=0.003) for value in (0.5, 0.55, 1)]
    [True, False, False]
    """
    for places in range(int(abs(truth) < 1), decimals_wanted(tolerance)):
        if abs(value - round(value, places)) < EXACT:
            return value != 0 and abs(value - truth) <= 0.5 * 10**-places + EXACT
    return False


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
        return f"Found a {type(answer).__name__} of {size}. One number is asked for."
    if callable(answer):
        return "Found a function that was not called. Add brackets after its name."
    if hasattr(answer, "estimate"):
        return "Found a whole result. Take the part that is asked for, such as .estimate or .low."
    if not isinstance(answer, Real):
        return f"Found a {type(answer).__name__}, not a number."
    if np.isinf(float(answer)):
        return "Found infinity: something was divided by nought."
    return "Found no number (nan): something was missing." if np.isnan(float(answer)) else ""


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
        return f"Found {shown(answer)}: what is counted comes in whole numbers."
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


def _plain(answer: object) -> object:
    """Take a number out of what only wraps it: an array without a size, a decimal."""
    if isinstance(answer, np.ndarray) and answer.ndim == 0:
        return answer.item()
    return float(answer) if isinstance(answer, Decimal) else answer


def _value(exercise: Number, answer: float, who: Learner) -> Feedback:
    truth = float(exercise.truth(who))
    if abs(answer - truth) <= exercise.tolerance + EXACT:
        return Feedback(exercise.name, "right", (f"{shown(answer)}. {exercise.because}",))
    for wrong in exercise.wrong:
        if abs(answer - wrong.value(who)) <= exercise.tolerance + EXACT:
            return _named(exercise, wrong.misconception, shown(answer))
    if exercise.tolerance and rounded_away(answer, truth, tolerance=exercise.tolerance):
        found = f"Found {shown(answer)}, which has been rounded too far."
        return Feedback(exercise.name, "not right", (found, expected(exercise)))
    size = "too large" if answer > truth else "too small"
    lines = (f"Found {shown(answer)}, which is {size}.", expected(exercise), exercise.how)
    return Feedback(exercise.name, "not right", lines)


def _named(exercise: Number, name: str, found: str) -> Feedback:
    idea = known()[name]
    lines = (f"Found {found}. {idea.told}", idea.why, expected(exercise))
    return Feedback(exercise.name, "not right", lines, name)
