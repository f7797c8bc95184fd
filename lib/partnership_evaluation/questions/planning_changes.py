"""What each change of a study would have left open: the table, and when a comparison group pays."""

from dataclasses import replace

import pandas as pd

from partnership_evaluation.questions.planning_designs import openness

#: People up to whom a size is sought.
MOST_TRIED = 5_000


def table(found, given):
    """Tabulate what each change would have left open, the most for its work first.

    Parameters
    ----------
    found : list of Design
        From :func:`designs`.
    given : Assumptions
        What is assumed.

    Returns
    -------
    pandas.DataFrame
        One row a design: ``design``, ``people``, ``hours``, ``low``, ``high``, ``chance``,
        ``other``, ``together``, ``narrower`` (than as it was), ``narrower_for_10_hours`` (missing
        where there is no work). First the study as it was, then changes without work that narrow
        it, then by narrowing for the work, last those that widen it.
    """
    rows = []
    for design in found:
        people = design.people * (2 if design.compared else 1)
        rows.append(
            {"design": design.name, "people": people, "hours": design.hours}
            | openness(design, given)
        )
    frame = pd.DataFrame(rows)
    frame["narrower"] = frame["together"].iloc[0] - frame["together"]
    frame["narrower_for_10_hours"] = (
        10 * frame["narrower"] / frame["hours"].where(frame["hours"] > 0)
    )
    rank = [_rank(place, row) for place, row in enumerate(frame.itertuples())]
    return frame.assign(rank=rank).sort_values("rank", kind="stable").drop(columns="rank")


def in_order(found, frame):
    """Put designs in the order of the table.

    Parameters
    ----------
    found : list of partnership_evaluation.questions.planning_designs.Design
        The designs.
    frame : pandas.DataFrame
        From :func:`table`.

    Returns
    -------
    list of partnership_evaluation.questions.planning_designs.Design
    """
    named = {design.name: design for design in found}
    return [named[name] for name in frame["design"]]


def comparison_worth_from(design, given):
    """Find how many people a comparison group pays with: fewer points left open than without.

    Parameters
    ----------
    design : Design
        The study as it was.
    given : Assumptions
        What is assumed.

    Returns
    -------
    int or None
        People in each group, in whole classes; None where it does not up to 5,000.
    """
    most = int(MOST_TRIED / design.study.class_size)
    for classes in range(1, max(2, most) + 1):
        alone = replace(design, classes=classes)
        pair = replace(alone, compared=True)
        if openness(pair, given)["together"] < openness(alone, given)["together"]:
            return alone.people
    return None


def _rank(place, row):
    if place == 0:
        return (0, 0.0)
    if row.narrower <= 0:
        return (3, -row.narrower)
    return (1, -row.narrower) if row.hours == 0 else (2, -row.narrower_for_10_hours)
