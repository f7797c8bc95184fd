"""Look at an answer that should be a table, or a choice out of a list."""

from __future__ import annotations

import numpy as np
import pandas as pd

from partnership_workshop.exercises import Counts, Items
from partnership_workshop.feedback import Feedback
from partnership_workshop.learners import Learner
from partnership_workshop.misconceptions import known


def judge(exercise: Counts, answer: object, who: Learner) -> Feedback:
    """Judge a table: its rows and columns first, then its cells.

    Parameters
    ----------
    exercise : Counts
        What was asked.
    answer : object
        What was found.
    who : Learner
        By whom.

    Returns
    -------
    Feedback
    """
    truth = named(exercise.truth(who))
    size = f"{truth.shape[0]} rows ({', '.join(truth.index)}) and {truth.shape[1]} columns "
    expected = f"Expected: {exercise.what}; {size}({', '.join(truth.columns)})."
    if answer is ... or answer is None:
        return Feedback(exercise.name, "not yet", (expected,))
    if not isinstance(answer, pd.DataFrame):
        found = f"Found a {type(answer).__name__}, not a table (DataFrame)."
        return Feedback(exercise.name, "not right", (found, expected))
    given = named(answer)
    for wrong in exercise.wrong:
        if same(given, named(wrong.value(who)), exercise.tolerance):
            idea = known()[wrong.misconception]
            lines = (f"\u201c{idea.title}\u201d", idea.why, expected)
            return Feedback(exercise.name, "not right", lines, idea.name)
    if not same_names(given, truth):
        found = f"Found rows {', '.join(given.index)} and columns {', '.join(given.columns)}."
        return Feedback(exercise.name, "not right", (found, expected))
    return _cells(exercise, given, truth, expected)


def judge_items(exercise: Items, answer: object, who: Learner) -> Feedback:
    """Judge a choice out of a list.

    Parameters
    ----------
    exercise : Items
        What was asked.
    answer : object
        What was picked.
    who : Learner
        By whom.

    Returns
    -------
    Feedback
    """
    offered, truth = exercise.offered(who), set(exercise.truth(who))
    expected = f"Expected: {exercise.what}; a list of texts out of {', '.join(offered)}."
    if answer is ... or answer is None:
        return Feedback(exercise.name, "not yet", (expected,))
    if isinstance(answer, str) or not np.iterable(answer):
        found = f"Found {answer!r}: put what you pick into a list, in square brackets."
        return Feedback(exercise.name, "not right", (found, expected))
    picked = {str(each) for each in answer}
    unknown = sorted(picked - set(offered))
    if unknown:
        found = f"Found {', '.join(unknown)}, which is not on the list."
        return Feedback(exercise.name, "not right", (found, expected))
    if picked == truth:
        found = f"{', '.join(sorted(picked)) or 'None'}. {exercise.because}"
        return Feedback(exercise.name, "right", (found,))
    return _picked(exercise, picked, truth, expected, who)


def named(table: pd.DataFrame) -> pd.DataFrame:
    """Write the names of rows and columns as text.

    Parameters
    ----------
    table : pandas.DataFrame
        Any table.

    Returns
    -------
    pandas.DataFrame
        The same cells.
    """
    return table.rename(index=str, columns=str)


def same_names(first: pd.DataFrame, second: pd.DataFrame) -> bool:
    """Say whether two tables have the same rows and columns, in whatever order.

    Parameters
    ----------
    first, second : pandas.DataFrame
        Tables whose rows and columns have text for names.

    Returns
    -------
    bool
    """
    rows = sorted(first.index) == sorted(second.index)
    return rows and sorted(first.columns) == sorted(second.columns)


def same(first: pd.DataFrame, second: pd.DataFrame, tolerance: float) -> bool:
    """Say whether two tables hold the same numbers.

    Parameters
    ----------
    first, second : pandas.DataFrame
        Tables whose rows and columns have text for names.
    tolerance : float
        How far cells may differ.

    Returns
    -------
    bool
    """
    if not same_names(first, second) or not first.columns.is_unique or not first.index.is_unique:
        return False
    return not _differences(first, second, tolerance)


def _differences(given: pd.DataFrame, truth: pd.DataFrame, tolerance: float) -> list[str]:
    numbers = given.loc[truth.index, truth.columns].apply(pd.to_numeric, errors="coerce")
    apart = (numbers.astype(float) - truth.astype(float)).abs().fillna(np.inf) > tolerance
    return [f"{row}/{column}" for row, column in apart.stack()[lambda cell: cell].index]


def _cells(exercise: Counts, given: pd.DataFrame, truth: pd.DataFrame, expected: str) -> Feedback:
    apart = _differences(given, truth, exercise.tolerance)
    if not apart:
        return Feedback(exercise.name, "right", (exercise.because,))
    listed = ", ".join(apart[:4]) + (" and more" if len(apart) > 4 else "")
    found = f"{len(apart)} of {truth.size} cells are not right: {listed} (row/column)."
    return Feedback(exercise.name, "not right", (found, exercise.how, expected))


def _picked(
    exercise: Items, picked: set[str], truth: set[str], expected: str, who: Learner
) -> Feedback:
    for wrong in exercise.wrong:
        if picked == set(wrong.value(who)):
            idea = known()[wrong.misconception]
            lines = (f"\u201c{idea.title}\u201d", idea.why, expected)
            return Feedback(exercise.name, "not right", lines, idea.name)
    found = (
        f"{len(picked & truth)} picked rightly, {len(picked - truth)} picked that should not be, "
        f"{len(truth - picked)} missing."
    )
    return Feedback(exercise.name, "not right", (found, exercise.how, expected))
