"""Look at an answer that should be a table, or a choice out of a list."""

from __future__ import annotations

import re
from numbers import Real

import numpy as np
import pandas as pd

from partnership_workshop.checking_numbers import (
    EXACT,
    decimals_wanted,
    rounded_away,
    type_problem,
)
from partnership_workshop.exercises import Counts, Items
from partnership_workshop.feedback import Feedback
from partnership_workshop.learners import Learner
from partnership_workshop.misconceptions import known

MOST_NAMED = 6


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
    rows, columns = (_counted(*each) for each in zip(truth.shape, ("row", "column"), strict=True))
    size = f"{rows} ({', '.join(truth.index)}) and {columns} "
    exact = f", to {decimals_wanted(exercise.tolerance)} decimals" if exercise.tolerance else ""
    expected = f"Expected: {exercise.what}{exact}; {size}({', '.join(truth.columns)})."
    if answer is ... or answer is None:
        return Feedback(exercise.name, "not yet", (expected,))
    if not isinstance(answer, pd.DataFrame):
        found = f"Found a {type(answer).__name__}, not a table (DataFrame)."
        return Feedback(exercise.name, "not right", (found, expected))
    given = named(answer)
    if same(given, truth, exercise.tolerance):
        return Feedback(exercise.name, "right", (exercise.because,))
    for wrong in exercise.wrong:
        if same(given, named(wrong.value(who)), exercise.tolerance):
            return _named(exercise, wrong.misconception, expected)
    if not same_names(given, truth):
        found = f"Found rows {_listed(given.index)} and columns {_listed(given.columns)}."
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
    picked = {_as_printed(each) for each in answer}
    unknown = sorted(picked - set(offered))
    if unknown:
        verb = "is" if len(unknown) == 1 else "are"
        found = f"Found {_listed(unknown)}, which {verb} not on the list."
        return Feedback(exercise.name, "not right", (found, expected))
    if picked == truth:
        found = f"{', '.join(sorted(picked)) or 'None'}. {exercise.because}"
        return Feedback(exercise.name, "right", (found,))
    return _picked(exercise, picked, truth, expected, who)


def _as_printed(picked: object) -> str:
    """Write a whole number as a table prints it, whatever type holds it."""
    whole = isinstance(picked, Real) and not isinstance(picked, bool) and float(picked).is_integer()
    return str(int(picked)) if whole else str(picked).strip()


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
    return table.set_axis([str(name) for name in table.index], axis=0).set_axis(
        [str(name) for name in table.columns], axis=1
    )


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
    numbers = given.loc[truth.index, truth.columns].map(_number)
    apart = (numbers - truth.map(float)).abs().fillna(np.inf) > tolerance + EXACT
    return [f"{row}/{column}" for row, column in apart.stack()[lambda cell: cell].index]


def _number(cell: object) -> float:
    """Read a cell, as text too; what is no number never agrees."""
    if isinstance(cell, str):
        cell = float(cell) if re.fullmatch(r"\s*-?\d+(\.\d+)?\s*", cell) else cell
    return float("nan") if type_problem(cell) else float(cell)


def _cells(exercise: Counts, given: pd.DataFrame, truth: pd.DataFrame, expected: str) -> Feedback:
    apart = _differences(given, truth, exercise.tolerance)
    if exercise.tolerance and _rounded(given, truth, exercise.tolerance):
        found = "Some cells have been rounded too far."
        return Feedback(exercise.name, "not right", (found, expected))
    listed = ", ".join(apart[:4]) + (" and more" if len(apart) > 4 else "")
    found = f"{len(apart)} of {truth.size} cells are not right: {listed} (row/column)."
    return Feedback(exercise.name, "not right", (found, exercise.how, expected))


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _rounded(given: pd.DataFrame, truth: pd.DataFrame, tolerance: float) -> bool:
    cells = [
        (_number(given.loc[row, column]), float(truth.loc[row, column]))
        for row in truth.index
        for column in truth.columns
    ]
    return all(
        abs(value - right) <= tolerance or rounded_away(value, right, tolerance=tolerance)
        for value, right in cells
    )


def _listed(names: pd.Index | list[str]) -> str:
    """Write the first names of many."""
    shown = [str(name) for name in names[:MOST_NAMED]]
    rest = len(names) - len(shown)
    return (", ".join(shown) or "none") + (f" and {rest} more" if rest else "")


def _named(exercise: Counts | Items, name: str, expected: str) -> Feedback:
    idea = known()[name]
    lines = (idea.told, idea.why, expected)
    return Feedback(exercise.name, "not right", lines, idea.name)


def _picked(
    exercise: Items, picked: set[str], truth: set[str], expected: str, who: Learner
) -> Feedback:
    for wrong in exercise.wrong:
        if picked == set(wrong.value(who)):
            return _named(exercise, wrong.misconception, expected)
    found = (
        f"{len(picked & truth)} picked rightly, {len(picked - truth)} picked that should not be, "
        f"{len(truth - picked)} missing."
    )
    return Feedback(exercise.name, "not right", (found, exercise.how, expected))
