"""Lesson 3: grades are not numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from partnership_evaluation import measures, paired
from partnership_workshop.exercises import Counts, Items, Number, Option, Sentences, Wrong, judged
from partnership_workshop.learners import Learner
from partnership_workshop.lessons.published_table import SCALE, picture

__all__ = [
    "CODINGS",
    "EXERCISES",
    "PAIRS",
    "SCALE",
    "own_data",
    "picture",
    "two_movers",
]

#: Two ways to give points to grades; both keep the order.
CODINGS = {
    "even": {"4": 1, "3": 2, "2": 3, "1": 4},
    "stretched": {"4": 1, "3": 4, "2": 5, "1": 6},
}
PAIRS = {
    "lesson grades of 2012 and of 2013": ("lesson_grade_2012", "2012-10-01", "2013-06-01"),
    "school grades of 2011 and of 2013": ("ofsted_2005 ofsted_2012", "2011-10-01", "2013-06-01"),
    "school grades of 2018 and report cards of 2026": (
        "ofsted_2012 ofsted_report_card_2025",
        "2018-10-01",
        "2026-06-01",
    ),
    "answers from 1 to 5, before and after": ("agreement_5", "2014-01-01", "2014-06-01"),
}


def own_data(who: Learner) -> pd.DataFrame:
    """Draw teachers for whom the answer hangs on the points that grades are given.

    Parameters
    ----------
    who : Learner
        Whose school it is.

    Returns
    -------
    pandas.DataFrame
        ``grade_before``, ``grade_after``: more steps up than down, but those down are the ones
        that the stretched points make long.
    """
    rng = who.random("lesson 3")
    up, falls = ((2, 1), (3, 2), (4, 2), (5, 2))[int(rng.integers(4))]
    pairs = [("2", "1")] * up + [("3", "4")] * falls + [("2", "2"), ("1", "1")]
    pairs += [("3", "3")] * int(rng.integers(2, 9))
    frame = pd.DataFrame(pairs, columns=["grade_before", "grade_after"])
    return frame.iloc[rng.permutation(len(pairs))].reset_index(drop=True)


def _mean_gains(grades: pd.DataFrame) -> pd.DataFrame:
    """Work out the mean gain in points under both codings.

    Parameters
    ----------
    grades : pandas.DataFrame
        With ``grade_before`` and ``grade_after``.

    Returns
    -------
    pandas.DataFrame
        One row a coding, column ``mean_gain``.
    """
    gains = {
        name: (grades["grade_after"].map(points) - grades["grade_before"].map(points)).mean()
        for name, points in CODINGS.items()
    }
    return pd.DataFrame({"mean_gain": gains})


def two_movers() -> pd.DataFrame:
    """Give two teachers points: one went from grade 2 to 1, the other from 3 to 4.

    Returns
    -------
    pandas.DataFrame
        ``points`` (which set), ``mean_gain``.
    """
    grades = pd.DataFrame({"grade_before": ["2", "3"], "grade_after": ["1", "4"]})
    return _mean_gains(grades).rename_axis("points").reset_index()


def _comparable() -> pd.DataFrame:
    """Say of each pair of judgements whether the two may be set against each other.

    Returns
    -------
    pandas.DataFrame
        ``pair``, ``verdict``, ``reason``.
    """
    rows = []
    for label, (names, before, after) in PAIRS.items():
        first, *second = names.split()
        found = measures.compare(
            first, (second or [first])[0], before_date=before, after_date=after
        )
        rows.append((label, found.verdict, found.reason))
    return pd.DataFrame(rows, columns=["pair", "verdict", "reason"])


def _steps(who: Learner) -> list[int]:
    grades = own_data(who)
    return measures.shift(list(grades["grade_before"]), list(grades["grade_after"]), scale=SCALE)


def _net(who: Learner) -> float:
    steps = np.sign(_steps(who))
    return float(steps.mean())


def _legal(who: Learner) -> list[str]:
    found = _comparable()
    return list(found.loc[found["verdict"] != "refused", "pair"])


def _planted(who: Learner) -> list[Option]:
    return [
        Option("The difference of the two means was rounded wrongly.", False,
               "Subtract the printed means: the difference is right."),
        Option("A mean of grades treats the step from 4 to 3 as long as the step from 2 to 1, and "
               "nobody ever said that it is.", True, ""),
        Option("A mean of grades needs at least thirty people.", False,
               "No number of people makes an order into a length.", "many_make_numbers"),
        Option("Teachers who grade themselves always cheat.", False,
               "They may be kind to themselves, but that is not what is wrong with this "
               "calculation."),
    ]  # fmt: skip


def _sentences(who: Learner) -> list[Option]:
    steps = _steps(who)
    up, down = sum(step > 0 for step in steps), sum(step < 0 for step in steps)
    study = {
        "design": "before_after_paired",
        "estimate": paired.net_improvement(steps),
        "better": "higher",
    }
    return [
        judged(f"{up} moved up and {down} moved down, of {len(steps)} teachers.",
               because="Counting who moved needs only the order of the grades.", **study),
        Option("The average teacher rose by a fraction of a grade.", False,
               "The average hangs on the points that somebody gave to the grades.",
               "codes_are_lengths"),
        judged("So few teachers moved that a coin could have decided which way.",
               because="Chance alone would often give so small a lead.", **study),
        Option("A teacher who went from 3 to 2 improved as much as one who went from 2 to 1.",
               False, "The scale says which is better, never by how much.", "codes_are_lengths"),
    ]  # fmt: skip


EXERCISES = (
    Sentences(
        name="3.1",
        what="what is wrong with the colleague's answer",
        options=_planted,
        because="The scale gives an order and nothing else. A mean adds lengths that it made up.",
        only_one=True,
    ),
    Counts(
        name="3.2",
        what="the mean gain of your own school under both sets of points",
        truth=lambda who: _mean_gains(own_data(who)),
        how="Map both columns of grades to points, subtract before from after, take the mean.",
        because="The same teachers, the same grades, two sets of points that keep the order: the "
        "size of the gain changes, and with it its sign. The answer was made by the points.",
        wrong=(Wrong("before_minus_after", lambda who: -_mean_gains(own_data(who))),),
    ),
    Number(
        name="3.3",
        what="the share who moved up less the share who moved down, in your own school",
        truth=_net,
        low=-1,
        high=1,
        how="measures.shift gives the steps; count the positive and the negative ones.",
        because="This number is the same under every set of points that keeps the order.",
        wrong=(
            Wrong("larger_number_better", lambda who: -_net(who)),
            Wrong(
                "stayed_left_out",
                lambda who: float(np.sign([step for step in _steps(who) if step]).mean()),
            ),
        ),
    ),
    Items(
        name="3.4",
        what="the pairs that may be set against each other",
        offered=lambda who: list(PAIRS),
        truth=_legal,
        how="measures.compare says for each pair what is allowed; everything but refused will do.",
        because="A grade 3 of two dates can be two different judgements. The dictionary of scales "
        "knows from when to when each wording was in force.",
        wrong=(Wrong("same_digit_same_meaning", lambda who: list(PAIRS)),),
    ),
    Sentences(
        name="3.5",
        what="every sentence that may stand in a report",
        options=_sentences,
        because="Both hold whatever the distances between the grades may be.",
    ),
)
