"""Where those who began with the least favourable answer ended: a report about the lowest only.

Whoever gives the lowest answer can move in one direction only. Nothing is said of the others, so
the figures bound the change of the whole group only from one side.
"""

import pandas as pd

from partnership_evaluation import consistency, proportions, tables, wording

LARGEST_GROUP = 400
#: Shares of all pupils who begin with the lowest answer, as assumptions.
ASSUMED_LOWEST = (0.1, 0.2, 0.3, 0.5)


def read(case, *, rounding="up_or_down", confidence_level=0.95):
    """Read where those who began lowest ended, with the fewest people each figure can be about.

    Parameters
    ----------
    case : str
        The case study.
    rounding : str, default "up_or_down"
        A rounding of :mod:`partnership_evaluation.rounding`.
    confidence_level : float, default 0.95
        Level of the intervals.

    Returns
    -------
    pandas.DataFrame or None
        One row a printed figure: ``item``, ``question``, ``group``, ``answer_before``,
        ``answer_after``, ``percent``, ``fewest`` (people whose answers print so; the same for all
        figures of one question and group), ``count``, ``low``, ``high`` (exact interval at the
        fewest, the widest there can be), ``locator``. None where the case prints none.

    Examples
    --------
    >>> read("aet")[["percent", "fewest"]].values.tolist()
    [['98', 40], ['99', 67], ['47', 15], ['53', 15]]
    """
    if not tables.exists(f"{case}/answer_changes"):
        return None
    printed = tables.read(f"{case}/answer_changes")
    rows = []
    for _, part in printed.groupby(["question", "group"], sort=False):
        fewest = fewest_people(part["percent"].tolist(), rounding=rounding)
        for row in part.itertuples():
            count = consistency.counts_for_percent(row.percent, n=fewest, rounding=rounding)[0]
            found = proportions.interval(count, n=fewest, confidence_level=confidence_level)
            numbers = (row.percent, fewest, count, found.low, found.high)
            named = (row.item, row.question, row.group, row.answer_before, row.answer_after)
            rows.append((*named, *numbers, row.locator))
    columns = ["item", "question", "group", "answer_before", "answer_after", "percent"]
    return pd.DataFrame(rows, columns=[*columns, "fewest", "count", "low", "high", "locator"])


def fewest_people(percents, *, rounding="up_or_down"):
    """Find the fewest people of whom such shares, who exclude each other, print so.

    Parameters
    ----------
    percents : sequence of str
        Percentages as printed.
    rounding : str, default "up_or_down"
        A rounding of :mod:`partnership_evaluation.rounding`.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        When no group of up to 400 people fits.

    Examples
    --------
    >>> fewest_people(["47", "53"]), fewest_people(["98"])
    (15, 40)
    """
    for people in range(1, LARGEST_GROUP + 1):
        counts = [
            consistency.counts_for_percent(percent, n=people, rounding=rounding)
            for percent in percents
        ]
        if all(counts) and sum(min(fits) for fits in counts) <= people:
            return people
    raise ValueError(
        f"Percentages of one group must fit some number of people up to {LARGEST_GROUP}; found "
        f"none for {', '.join(percents)}. Check the figures."
    )


def table(changes):
    """Tabulate the figures with the fewest people and the widest interval.

    Parameters
    ----------
    changes : pandas.DataFrame
        What :func:`read` returned.

    Returns
    -------
    pandas.DataFrame
        One row a figure: ``Question``, ``Pupils``, ``Answer before``, ``Answer after``,
        ``Printed``, ``Fewest pupils``, ``Interval at the fewest``.
    """
    spans = [
        f"{wording.percent(row.low)} to {wording.percent(row.high)}" for row in changes.itertuples()
    ]
    shown = changes[["question", "group", "answer_before", "answer_after", "percent", "fewest"]]
    names = ["Question", "Pupils", "Answer before", "Answer after", "Printed", "Fewest pupils"]
    shown = shown.set_axis(names, axis=1)
    return shown.assign(Printed=shown["Printed"] + "%", **{"Interval at the fewest": spans})


def chance_alone():
    """Tabulate how many of the lowest would move up if answers were given at random.

    Returns
    -------
    pandas.DataFrame
        One row an assumed share of pupils who begin lowest: ``Begin with the lowest answer``,
        ``Of these move up if everybody answers again at random``, ``Change of the whole group``.

    Notes
    -----
    Each second answer is drawn from the same distribution as the first, whatever the first was:
    the group as a whole is unchanged, and of those who began lowest only as many answer so again
    as there are lowest answers.

    Examples
    --------
    >>> chance_alone().iloc[0].tolist()
    ['10%', '90%', 'none']
    """
    rows = [(wording.percent(s), wording.percent(1 - s), "none") for s in ASSUMED_LOWEST]
    columns = [
        "Begin with the lowest answer",
        "Of these move up if everybody answers again at random",
        "Change of the whole group",
    ]
    return pd.DataFrame(rows, columns=columns)
