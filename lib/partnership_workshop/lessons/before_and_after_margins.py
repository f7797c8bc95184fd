"""Lesson 6: nobody wrote their names on the form."""

from __future__ import annotations

import pandas as pd

from partnership_evaluation import feasible, figures, tables
from partnership_workshop.exercises import Counts, Number, Option, Sentences, Wrong, judged
from partnership_workshop.learners import Learner
from partnership_workshop.lessons.published_table import GRADES, picture, printed

__all__ = [
    "EXERCISES",
    "enthusiasm",
    "margins",
    "own_data",
    "paths",
    "picture",
    "sorted_apart",
]


def margins() -> pd.DataFrame:
    """Count the teachers at each grade before and after, without saying who is who.

    Returns
    -------
    pandas.DataFrame
        One row a grade from worst to best, columns ``before`` and ``after``.
    """
    table = printed()
    counted = {time: table[f"grade_{time}"].value_counts() for time in ("before", "after")}
    return pd.DataFrame(counted).reindex(GRADES).fillna(0).astype(int)


def sorted_apart() -> pd.DataFrame:
    """List the grades before and after, each sorted by itself.

    Returns
    -------
    pandas.DataFrame
        ``grade_before``, ``grade_after``; a row is no person.
    """
    table = printed()
    return pd.DataFrame(
        {name: sorted(table[name], reverse=True) for name in ("grade_before", "grade_after")}
    )


def paths(table: tuple, *, words: str) -> figures.Figure:
    """Draw who moved where in one table that fits the totals.

    Parameters
    ----------
    table : tuple of tuple of int
        People by grade before and after, from the worst.
    words : str
        Which table it is.

    Returns
    -------
    partnership_evaluation.exhibits.Figure
    """
    moves = [(i, j) for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)]
    up = sum(after > before for before, after in moves)
    return figures.shifts(
        pd.DataFrame(moves, columns=["rank_before", "rank_after"]),
        words=GRADES,
        alt=f"{words}: {up} of {len(moves)} teachers moved up.",
        caption=f"{words} moved up. Totals as printed, n = {len(moves)}.",
    )


def own_data(who: Learner) -> tuple[int, int, int]:
    """Draw the yes answers of an imagined survey without names.

    Parameters
    ----------
    who : Learner
        Whose survey it is.

    Returns
    -------
    (int, int, int)
        Yes before, yes after, and how many people answered both times.
    """
    rng = who.random("lesson 6")
    n = int(rng.integers(20, 31))
    before = int(rng.integers(4, 11))
    return before, before + int(rng.integers(3, 9)), n


def _changed(before: int, after: int, n: int) -> pd.DataFrame:
    """Bound how many people changed their answer.

    Parameters
    ----------
    before, after, n : int
        Yes before, yes after, and people.

    Returns
    -------
    pandas.DataFrame
        Rows ``to yes`` and ``to no``, columns ``fewest`` and ``most``.
    """
    space = feasible.paired_tables((n - before, before), (n - after, after))
    rows = {}
    for name, statistic in (("to yes", "share_improved"), ("to no", "share_declined")):
        found = feasible.bounds(statistic, space)
        rows[name] = [int(found.exact_low * n), int(found.exact_high * n)]
    return pd.DataFrame(rows, index=["fewest", "most"]).T


def _bounds_of_moved() -> tuple[int, int]:
    """Bound how many of the twelve teachers moved up, from the margins alone.

    Returns
    -------
    (int, int)
        The fewest and the most.
    """
    counts = margins()
    space = feasible.paired_tables(tuple(counts["before"]), tuple(counts["after"]))
    found = feasible.bounds("share_improved", space)
    n = int(counts["before"].sum())
    return int(found.exact_low * n), int(found.exact_high * n)


def enthusiasm() -> tuple[int, int]:
    """Read the two percentages of a question about enthusiasm.

    Returns
    -------
    (int, int)
        Before and after.
    """
    table = tables.read("camden/before_after")
    row = table[table["label"].str.contains("enthusiasm")].iloc[0]
    return int(row["before"]), int(row["after"])


def _own_net_only(who: Learner) -> pd.DataFrame:
    before, after, _ = own_data(who)
    difference = after - before
    return pd.DataFrame(
        {"fewest": [difference, 0], "most": [difference, 0]}, index=["to yes", "to no"]
    )


def _planted(who: Learner) -> list[Option]:
    before, after = enthusiasm()
    return [
        Option(f"{after} less {before} is something else.", False, "Subtract: it is right."),
        Option("The difference counts those who joined less those who left; how many changed their "
               "answer, nobody can read from it.", True, ""),
        Option("Percentages must never be subtracted.", False,
               "They may, of the same question and scale. Then they are percentage points."),
        Option("The second percentage should be divided by the first.", False,
               "A ratio of two shares does not say either how many people changed."),
    ]  # fmt: skip


def _sentences(who: Learner) -> list[Option]:
    low, high = _bounds_of_moved()
    n = int(margins()["before"].sum())
    study = {"design": "before_after_unpaired"}
    return [
        judged(f"At least {low} of the {n} teachers moved up, whoever they are.",
               because="It is true of every table with these totals.", **study),
        judged("More than half of the teachers moved up.", because="",
               false="That is true of some tables with these totals and false of others: it is "
               "undetermined.", misconception="possible_is_true", **study),
        judged("No teacher was graded lower than before.", because="",
               false="Some tables with these totals have teachers who went down.",
               misconception="net_is_everybody", **study),
        judged(f"No more than {high} of the {n} can have moved up.",
               because="No table with these totals has more.", **study),
        judged("The course led the weakest to move up.", because="",
               misconception="after_means_because", **study),
    ]  # fmt: skip


EXERCISES = (
    Number(
        name="6.1",
        what="the fewest teachers who can have moved up",
        truth=lambda who: _bounds_of_moved()[0],
        low=0,
        high=12,
        whole=True,
        how="feasible.bounds gives the smallest share; times twelve it is a number of people.",
        because="However the names are put back, at least so many moved up.",
        tolerance=0,
        wrong=(
            Wrong("names_remembered", lambda who: 6),
            Wrong("nothing_is_certain", lambda who: 0),
        ),
    ),
    Number(
        name="6.2",
        what="the most teachers who can have moved up",
        truth=lambda who: _bounds_of_moved()[1],
        low=0,
        high=12,
        whole=True,
        how="The same result has the largest share too.",
        because="For that some others must have moved down, unseen. The totals would be the same.",
        tolerance=0,
        wrong=(
            Wrong("names_remembered", lambda who: 6),
            Wrong("everybody_may_have_moved", lambda who: 12),
            Wrong("net_is_everybody", lambda who: _bounds_of_moved()[0]),
        ),
    ),
    Sentences(
        name="6.3",
        what="what is wrong with the colleague's sentence",
        options=_planted,
        because="A difference of shares is a balance. Behind the same balance there may be much "
        "movement or little.",
        only_one=True,
    ),
    Counts(
        name="6.4",
        what="the fewest and the most people of your own survey who changed their answer",
        truth=lambda who: _changed(*own_data(who)),
        how="Make the space with feasible.paired_tables((no, yes) before, (no, yes) after); its "
        "share_improved and share_declined, times the people, are the two rows.",
        because="The balance is fixed; the movement is not. A name, or any code that people "
        "choose themselves, would have told.",
        tolerance=0,
        wrong=(Wrong("net_is_everybody", _own_net_only),),
    ),
    Sentences(
        name="6.5",
        what="every sentence that is true however the names are put back",
        options=_sentences,
        because="Both ends are facts. What lies between them is open.",
    ),
)
