"""Lesson 4: what is a sub-level worth?"""

from __future__ import annotations

import pandas as pd

from partnership_evaluation import measures, progress, tables
from partnership_workshop.exercises import Number, Option, Sentences, Wrong, judged
from partnership_workshop.learners import Learner

#: What counted as expected at the time, and the weeks over which it was spread.
POINTS_PER_YEAR, SCHOOL_WEEKS, CALENDAR_WEEKS = 3.0, 38, 52


def printed() -> pd.DataFrame:
    """Read the mean gains of one academy, as printed.

    Returns
    -------
    pandas.DataFrame
        ``group``, ``year_group``, ``unit``, ``mean`` (text), ``weeks``, ``words``.
    """
    table = tables.read("aet/mean_gains")
    return table[table["unit"] == "points"].reset_index(drop=True)


def camden_points() -> float:
    """Read the mean gain that another case prints.

    Returns
    -------
    float
        In National Curriculum points.
    """
    return float(tables.read("camden/mean_gains")["mean"].iloc[0])


def own_data(who: Learner) -> pd.DataFrame:
    """Draw the mean gains of the groups of an imagined school.

    Parameters
    ----------
    who : Learner
        Whose school it is.

    Returns
    -------
    pandas.DataFrame
        ``group``, ``pupils``, ``mean_gain_points``: small groups made most progress.
    """
    rng = who.random("lesson 4")
    pupils = [int(rng.integers(40, 60)), int(rng.integers(8, 14)), int(rng.integers(3, 6))]
    gains = [round(float(rng.uniform(low, low + 0.6)), 1) for low in (1.2, 2.4, 3.6)]
    groups = ["all other pupils", "pupil premium", "newly arrived"]
    return pd.DataFrame({"group": groups, "pupils": pupils, "mean_gain_points": gains})


def _weighted_mean(groups: pd.DataFrame) -> float:
    """Work out the mean over all pupils from the means of groups.

    Parameters
    ----------
    groups : pandas.DataFrame
        With ``pupils`` and ``mean_gain_points``.

    Returns
    -------
    float
        In points.
    """
    return float((groups["pupils"] * groups["mean_gain_points"]).sum() / groups["pupils"].sum())


def first_gain() -> tuple[float, int]:
    """Read the first printed mean gain and its weeks.

    Returns
    -------
    (float, int)
        Points and weeks.
    """
    row = printed().iloc[0]
    return float(row["mean"]), int(row["weeks"])


def _times_expected(who: Learner) -> float:
    points, weeks = first_gain()
    rates = progress.rates(
        points, weeks=weeks, points_per_year=POINTS_PER_YEAR, school_weeks_per_year=SCHOOL_WEEKS
    )
    return float(rates["times_expected"])


def _over_calendar(who: Learner) -> float:
    return _times_expected(who) * CALENDAR_WEEKS / SCHOOL_WEEKS


def _planted(who: Learner) -> list[Option]:
    return [
        Option("The mean has one decimal too few.", False,
               "Another decimal would not change what follows."),
        Option("The words read points as if they were sub-levels; a sub-level is two points, so it "
               "is not even one and a half.", True, ""),
        Option("The group is too small for a mean.", False,
               "The size of the group was not printed. That is a problem, but another one."),
        Option("Pupils with special needs cannot make so much progress.", False,
               "Whether they can is a question for data. First read the unit."),
    ]  # fmt: skip


def _sentences(who: Learner) -> list[Option]:
    points, weeks = first_gain()
    times = round(_times_expected(who), 1)
    study = {"design": "before_after_paired"}
    return [
        judged(f"The mean gain of the year group was {points} points in {weeks} weeks, {times} "
               "times what was expected of pupils at the time.",
               because="It gives the unit, the time and what it is compared with.", **study),
        judged(f"Because of the film, pupils learned {times} times as fast.", because="",
               misconception="after_means_because", **study),
        judged("So large a rate is a reason to ask how the levels were judged, and by whom.",
               because="A rate far above the expected one is first of all a question.", **study),
        judged(f"At this rate pupils would be {times} years ahead after a year.", because="",
               false="Nobody has seen a year of it, and years ahead is not what was measured.",
               misconception="rate_goes_on", **study),
    ]  # fmt: skip


EXERCISES = (
    Number(
        name="4.1",
        what="the printed gain of the other case, in sub-levels",
        truth=lambda who: measures.points_to_sub_levels(camden_points()),
        low=0,
        high=18,
        how="A sub-level was two points. measures.points_to_sub_levels converts.",
        because="Not quite two and a half sub-levels, so not quite a whole level of three.",
        wrong=(
            Wrong("points_are_sub_levels", lambda who: camden_points()),
            Wrong("converted_the_wrong_way", lambda who: camden_points() * 2),
            Wrong("level_for_sub_level", lambda who: camden_points() / 6),
        ),
    ),
    Sentences(
        name="4.2",
        what="what is wrong with the printed words",
        options=_planted,
        because="The same number is small in one unit and large in another. The first question to "
        "any gain is: of what?",
        only_one=True,
    ),
    Number(
        name="4.3",
        what="how many times the expected progress the first printed gain is",
        truth=_times_expected,
        low=0,
        high=50,
        how="progress.rates needs the points, the weeks, and what was expected in a year.",
        because="Compared with the same weeks of a school year, it is several times as much.",
        tolerance=0.02,
        wrong=(
            Wrong("calendar_weeks", _over_calendar),
            Wrong("year_for_weeks", lambda who: first_gain()[0] / POINTS_PER_YEAR),
        ),
    ),
    Number(
        name="4.4",
        what="the mean gain of all pupils of your own school, in points",
        truth=lambda who: _weighted_mean(own_data(who)),
        low=0,
        high=10,
        how="Multiply each mean by its pupils, add up, divide by all pupils.",
        because="Large groups weigh more. Without the sizes of the groups it cannot be worked out.",
        tolerance=0.01,
        wrong=(
            Wrong("mean_of_means", lambda who: float(own_data(who)["mean_gain_points"].mean())),
        ),
    ),
    Sentences(
        name="4.5",
        what="every sentence that may stand in a report",
        options=_sentences,
        because="One states unit, time and yardstick; the other asks before it praises.",
    ),
)
