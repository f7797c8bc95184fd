"""Share up less share down, from each of the ways in which documents print a before and after."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog

from partnership_evaluation import measures, paired, proportions
from partnership_evaluation.estimates import refuse
from partnership_evaluation.rounding import read_printed, unrounded


@dataclass(frozen=True)
class Net:
    """Share of people or items that moved up less the share that moved down.

    Attributes
    ----------
    estimate : float or None
        The value; None where only a range is known.
    low, high : float
        Ends of the interval or range; the value itself where there is neither.
    basis : {"interval", "range", "neither"}
        What the ends stand for.
    n : int or None
        People or items; None where not printed.
    method : str
        How it was found.
    range_low, range_high : float
        Smallest and largest value over all data that fit what was printed.
    superiority : float or None
        Probability that a random *after* is better than a random *before*, ties counted half.
    superiority_low, superiority_high : float or None
        Its interval, where people are linked.
    """

    estimate: float | None
    low: float
    high: float
    basis: str
    n: int | None
    method: str
    range_low: float
    range_high: float
    superiority: float | None = None
    superiority_low: float | None = None
    superiority_high: float | None = None


def of_people(ranks, *, confidence_level=0.95):
    """Take the people one by one.

    Parameters
    ----------
    ranks : pandas.DataFrame
        ``rank_before``, ``rank_after``, more is better.
    confidence_level : float, default 0.95
        Level of the intervals.

    Returns
    -------
    Net

    Notes
    -----
    :func:`partnership_evaluation.paired.net_improvement` (exact) and
    :func:`partnership_evaluation.paired.superiority` for linked people.

    Examples
    --------
    >>> import pandas as pd
    >>> found = of_people(pd.DataFrame({"rank_before": [1, 1, 2], "rank_after": [2, 2, 2]}))
    >>> round(found.estimate, 2), found.n
    (0.67, 3)
    """
    shifts = (ranks["rank_after"] - ranks["rank_before"]).astype(int).tolist()
    found = paired.net_improvement(shifts, confidence_level=confidence_level)
    better = paired.superiority(
        ranks["rank_before"].tolist(),
        ranks["rank_after"].tolist(),
        confidence_level=confidence_level,
    )
    return Net(
        found.estimate,
        found.low,
        found.high,
        "interval",
        found.n,
        found.method,
        found.estimate,
        found.estimate,
        better.estimate,
        better.low,
        better.high,
    )


def of_table(space, *, confidence_level=0.95):
    """Take the people from paired tables with given margins, two categories.

    Parameters
    ----------
    space : partnership_evaluation.feasible.PairedSpace
        Every table that fits, worse category first.
    confidence_level : float, default 0.95
        Level of the intervals.

    Returns
    -------
    Net
        With an interval where a single table fits; otherwise the widest interval over all of them.

    Examples
    --------
    >>> from partnership_evaluation import feasible
    >>> round(of_table(feasible.paired_tables((22, 0), (8, 14))).estimate, 2)
    0.64
    """
    found = [
        paired.net_improvement(
            [1] * table[0][1] + [-1] * table[1][0] + [0] * (table[0][0] + table[1][1]),
            confidence_level=confidence_level,
        )
        for table in space
    ]
    # For two categories the two margins fix the net share, whoever is who.
    net = found[0].estimate
    low, high = min(one.low for one in found), max(one.high for one in found)
    return Net(net, low, high, "interval", space.n, found[0].method, net, net, 0.5 + net / 2)


def of_bounds(bounds, *, n, confidence_level=0.95):
    """Take the smallest and largest number who can have moved.

    Parameters
    ----------
    bounds : pandas.DataFrame
        Rows ``improved``, ``declined``; columns ``low``, ``high``.
    n : int
        People.
    confidence_level : float, default 0.95
        Level of the interval, where all data that fit agree.

    Returns
    -------
    Net

    Examples
    --------
    >>> import pandas as pd
    >>> bounds = pd.DataFrame({"low": [2, 0], "high": [3, 1]}, index=["improved", "declined"])
    >>> of_bounds(bounds, n=4).basis
    'range'
    """
    up, down = bounds.loc["improved"], bounds.loc["declined"]
    low, high = (up["low"] - down["high"]) / n, (up["high"] - down["low"]) / n
    if low < high:
        return Net(None, low, high, "range", n, "all pairings that fit", low, high)
    shifts = [1] * up["low"] + [-1] * down["low"] + [0] * (n - up["low"] - down["low"])
    found = paired.net_improvement(shifts, confidence_level=confidence_level)
    # When everybody moved up in every pairing, every later value beats every earlier one.
    certain = {n: 1.0}.get(up["low"])
    return Net(
        found.estimate, found.low, found.high, "interval", n, found.method, low, high, certain
    )


def of_gains(share_up, *, n):
    """Take shares who gained, where nothing is said of those who may have fallen.

    Parameters
    ----------
    share_up : tuple of (fractions.Fraction, fractions.Fraction)
        Smallest and largest share who gained.
    n : int
        Pupils.

    Returns
    -------
    Net
        From everybody else having fallen to nobody.

    Examples
    --------
    >>> from fractions import Fraction
    >>> found = of_gains((Fraction(17, 29), Fraction(17, 29)), n=29)
    >>> round(found.low, 2), round(found.high, 2)
    (0.17, 0.59)
    """
    low, high = float(2 * share_up[0] - 1), float(share_up[1])
    return Net(None, low, high, "range", n, "falls are not printed", low, high)


def of_means(before, after, *, scale):
    """Bound the net share from two printed means of whole grades.

    Parameters
    ----------
    before, after : str
        Means of the code numbers, as printed.
    scale : str
        Name of a scale whose codes are whole numbers.

    Returns
    -------
    Net

    Notes
    -----
    A linear programme over the joint shares of grades before and after
    (``scipy.optimize.linprog``), with both means anywhere that prints so: it covers every number
    of people.

    Examples
    --------
    >>> found = of_means("1.82", "1.45", scale="lesson_grade_2012")
    >>> round(found.low, 2), round(found.high, 2)
    (-0.18, 0.68)
    """
    chosen = measures.scale(scale)
    codes = np.array([int(code) for code in chosen.codes], dtype=float)
    first, last = np.meshgrid(codes, codes, indexing="ij")
    net = np.sign(last - first) * (1 if chosen.best_is == "high" else -1)
    rows, limits = [], []
    for values, printed in ((first, before), (last, after)):
        ends = unrounded(read_printed(printed))
        rows += [values.ravel(), -values.ravel()]
        limits += [float(ends.high), -float(ends.low)]
    fixed = {"A_ub": rows, "b_ub": limits, "A_eq": [np.ones(net.size)], "b_eq": [1.0]}
    low = linprog(net.ravel(), bounds=(0, 1), **fixed).fun
    high = -linprog(-net.ravel(), bounds=(0, 1), **fixed).fun
    return Net(None, low, high, "range", None, "all grades with these means", low, high)


def of_item(item, *, confidence_level=0.95):
    """Take the share who gave an answer at two times.

    Parameters
    ----------
    item : partnership_evaluation.questions.before_after_items.Item
        A percentage or count of people at both times.
    confidence_level : float, default 0.95
        Level of the interval, where the numbers of answers are known or follow.

    Returns
    -------
    Net
        For a share, up less down is the difference of the two shares, whoever is who. The interval
        treats the two times as different people (Newcombe), which is usually too wide for the same.

    Raises
    ------
    ValueError
        When the item is a mean.

    Examples
    --------
    >>> from partnership_evaluation.questions import before_after
    >>> found = of_item(before_after.read("camden", most_answers=20).items[1])
    >>> round(found.estimate, 2), found.n
    (0.46, 16)
    """
    refuse(
        [f"A share of people is needed: found {item.measure!r}; use the number of items."]
        if item.measure == "mean"
        else []
    )
    if not item.known:
        return of_difference(float(item.step_printed))
    counts = (item.after.totals[0], item.after.n, item.before.totals[0], item.before.n)
    found = proportions.difference(*counts, confidence_level=confidence_level)
    low, high = (float(end) for end in item.step)
    return Net(
        found.estimate,
        found.low,
        found.high,
        "interval",
        min(item.before.n, item.after.n),
        found.method,
        low,
        high,
        0.5 + found.estimate / 2,
    )


def of_items(directions):
    """Take items of a questionnaire that moved up and down.

    Parameters
    ----------
    directions : tuple of int
        Items up, level and down, favourable being up.

    Returns
    -------
    Net
        Without an interval: the items of a questionnaire are no sample.

    Examples
    --------
    >>> of_items((9, 0, 7)).estimate
    0.125
    """
    up, level, down = directions
    n = up + level + down
    net = (up - down) / n
    return Net(net, net, net, "neither", n, "items counted", net, net)


def of_difference(difference):
    """Take a printed difference of two shares without any number of people.

    Parameters
    ----------
    difference : float
        Later less earlier share, favourable being positive.

    Returns
    -------
    Net

    Examples
    --------
    >>> of_difference(0.19).basis
    'neither'
    """
    return Net(
        difference, difference, difference, "neither", None, "as printed", difference, difference
    )
