"""Lesson 1: read a published evaluation and rebuild its table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from partnership_evaluation import figures, measures, paired, tables
from partnership_workshop.exercises import Counts, Number, Option, Sentences, Wrong, judged
from partnership_workshop.learners import Learner

SCALE = "lesson_grade_2012"
GRADES = ["4", "3", "2", "1"]
SHADES = {"1": "#12436D", "2": "#6F9BC4", "3": "#C9DAEA", "4": "#F2F2F2"}


def printed() -> pd.DataFrame:
    """Read the lesson grades of twelve teachers, as printed.

    Returns
    -------
    pandas.DataFrame
        ``participant``, ``grade_before``, ``grade_after`` and where they stand.
    """
    return tables.read("sutton/lesson_grades")


def own_data(who: Learner) -> pd.DataFrame:
    """Draw the grades of an imagined school.

    Parameters
    ----------
    who : Learner
        Whose school it is.

    Returns
    -------
    pandas.DataFrame
        ``teacher``, ``grade_before``, ``grade_after``; ten to sixteen teachers.
    """
    rng = who.random("lesson 1")
    n, before, after = int(rng.integers(10, 17)), np.ones(1), np.ones(1)
    while _mirrored(before, after):
        before = rng.choice([1, 2, 3], size=n, p=[0.2, 0.5, 0.3])
        after = (before - rng.choice([-1, 0, 1], size=n, p=[0.15, 0.45, 0.4])).clip(1, 4)
        before[:2], after[:2] = (3, 3), (2, 2)
    grades = {"grade_before": before.astype(str), "grade_after": after.astype(str)}
    return pd.DataFrame({"teacher": [f"T{number + 1}" for number in range(n)]} | grades)


def _mirrored(before: np.ndarray, after: np.ndarray) -> bool:
    """Say whether swapping before and after leaves the counts as they are."""
    there, back = (sorted(zip(*pair, strict=True)) for pair in ((before, after), (after, before)))
    return there == back


def picture(grades: pd.DataFrame, *, caption: str) -> figures.Figure:
    """Draw the grades before and after, one row a teacher.

    Parameters
    ----------
    grades : pandas.DataFrame
        With ``grade_before`` and ``grade_after``.
    caption : str
        Number of people and source.

    Returns
    -------
    partnership_evaluation.exhibits.Figure
        Without counts: those are for the reader to make.
    """
    shown = grades[["grade_before", "grade_after"]].set_axis(["before", "after"], axis=1)
    shown.index = [str(number + 1) for number in range(len(shown))]
    alt = f"Grades of {len(shown)} teachers before and after, one row each."
    words = measures.scale(SCALE).words
    states = {words[code]: (colour, code) for code, colour in SHADES.items()}
    return figures.tiles(shown.map(words.get), states=states, alt=alt, caption=caption)


def _crossed(grades: pd.DataFrame) -> pd.DataFrame:
    """Count who went from which grade to which.

    Parameters
    ----------
    grades : pandas.DataFrame
        With ``grade_before`` and ``grade_after``.

    Returns
    -------
    pandas.DataFrame
        One row a grade before, one column a grade after, from the worst to the best.
    """
    counts = pd.crosstab(grades["grade_before"], grades["grade_after"])
    return counts.reindex(index=GRADES, columns=GRADES, fill_value=0)


def _steps() -> list[int]:
    table = printed()
    return measures.shift(list(table["grade_before"]), list(table["grade_after"]), scale=SCALE)


def _moved(who: Learner) -> int:
    return sum(step > 0 for step in _steps())


def _room() -> int:
    return int((printed()["grade_before"] != "1").sum())


def _planted(who: Learner) -> list[Option]:
    return [
        Option("The subtraction was done wrongly: the mean is not negative.", False,
               "Do it by hand for three teachers: the arithmetic is right."),
        Option("The best grade has the smallest number, so a negative difference is a move for "
               "the better.", True, ""),
        Option("Twelve differences are too few to have a mean.", False,
               "Even two numbers have a mean. Whether it says anything is another question."),
        Option("The teachers who stayed should have been left out first.", False,
               "Leaving out those who stayed changes the size of the mean, not its sign.",
               "stayed_left_out"),
    ]  # fmt: skip


def _sentences(who: Learner) -> list[Option]:
    moved = paired.net_improvement(_steps())
    n, up = len(_steps()), _moved(who)
    study = {"design": "before_after_paired", "estimate": moved, "better": "higher"}
    return [
        judged(f"{up} of {n} teachers were graded higher at the second visit than at the first.",
               because="It repeats what was printed.", **study),
        judged(f"The learning walks raised the grades of {up} of {n} teachers.",
               because="", misconception="after_means_because", **study),
        judged("Just less than half of the teachers moved up a grade.", because="",
               false=f"By the grades it is {up} of {n}, exactly half. One printed arrow says that "
               "somebody stayed whose grades say otherwise: words and grades do not agree.",
               **study),
        judged(f"None of the {n} teachers was graded lower at the second visit.",
               because="No row of the table shows a fall.", **study),
        judged("Lessons in the borough's schools became better.", because="",
               false="These are two lessons of each of twelve teachers, not the lessons of a "
               "borough.", misconception="sample_is_everybody", **study),
    ]  # fmt: skip


EXERCISES = (
    Number(
        name="1.1",
        what="teachers who moved up",
        truth=_moved,
        low=0,
        high=12,
        whole=True,
        how="Look at the list of steps: a positive step is a move for the better.",
        because="You have reproduced the first printed result from its own table.",
        tolerance=0,
        wrong=(
            Wrong("larger_number_better", lambda who: sum(step < 0 for step in _steps())),
            Wrong("arrows_for_grades", lambda who: int((printed()["printed_change"] == "↑").sum())),
            Wrong("stayed_counted_as_better", lambda who: sum(step >= 0 for step in _steps())),
        ),
    ),
    Number(
        name="1.2",
        what="a share of those who had room to move up",
        truth=lambda who: _moved(who) / _room(),
        low=0,
        high=1,
        how="First count who did not yet have grade 1. They are the ones who could move up.",
        because="Two teachers could not move up, whatever happened. Who is counted below the line "
        "changes the share as much as who is counted above it.",
        wrong=(
            Wrong("no_room_ignored", lambda who: _moved(who) / len(_steps())),
            Wrong("stayed_counted_as_better", lambda who: 1.0),
        ),
    ),
    Sentences(
        name="1.3",
        what="what is wrong with the colleague's answer",
        options=_planted,
        because="The numbers of this scale only name an order, and the best one is 1. Always look "
        "up which end is good before you subtract.",
        only_one=True,
    ),
    Counts(
        name="1.4",
        what="a table of counts of your own school",
        truth=lambda who: _crossed(own_data(who)),
        how="Count pairs: one row for each grade before, one column for each grade after.",
        because="Every teacher is in one cell. Everything in this lesson can be read from these "
        "cells, and from the two rows of totals alone it cannot.",
        tolerance=0,
        wrong=(
            Wrong("rows_and_columns_swapped", lambda who: _crossed(own_data(who)).T),
            Wrong("shares_for_counts", lambda who: _crossed(own_data(who)) / len(own_data(who))),
        ),
    ),
    Sentences(
        name="1.5",
        what="every sentence that may stand in a report",
        options=_sentences,
        because="Both say what was seen, in whom, and when. Neither says what made it so.",
    ),
)
