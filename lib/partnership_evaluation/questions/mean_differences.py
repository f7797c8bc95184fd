"""A difference of means and nothing else: what it says about people, on a scale of so many points.

A mean difference d on a scale whose ends are R steps apart fixes between which shares of people
must have moved up or down, whatever the number of people.
"""

import math
from fractions import Fraction

import numpy as np
import pandas as pd
from scipy.stats import binom

from partnership_evaluation import wording

#: Lengths of scale to try where none was printed.
SCALES = (3, 4, 5, 7, 10)
MOST_PEOPLE = 60


def shares(step, *, points):
    """Bound the shares of people who moved, given the mean of their moves.

    Parameters
    ----------
    step : (fractions.Fraction, fractions.Fraction)
        Smallest and largest mean difference that prints as the figure does, favourable positive.
    points : int
        Points of the scale, at least 2, one step apart.

    Returns
    -------
    dict of str to (fractions.Fraction, fractions.Fraction) or None
        ``improved``, ``declined`` and ``net`` (improved less declined): smallest and largest
        share over every number of people; None when no answers on the scale have the difference.

    Raises
    ------
    ValueError
        When the scale has fewer than two points.

    Notes
    -----
    With R = points - 1, fewest move up when each moves by R and nobody moves down: d / R. Most
    move up, by one step each, while the others fall by R: (R + d) / (R + 1). The two exchange
    roles for moves down. Agrees with listing all data of small groups.

    Examples
    --------
    >>> found = shares((Fraction(13, 5), Fraction(13, 5)), points=5)
    >>> [str(end) for end in found["improved"]], shares((Fraction(13, 5),) * 2, points=3)
    (['13/20', '1'], None)
    """
    if points < 2:
        raise ValueError(
            f"A scale has at least two points: found {points}; give the number of answers that "
            "people could choose from."
        )
    reach = points - 1
    low, high = (max(step[0], Fraction(-reach)), min(step[1], Fraction(reach)))
    if low > high:
        return None
    improved = _ends(low, high, reach)
    declined = _ends(-high, -low, reach)
    # The net share is least when few rise far and many fall by one step, and the reverse.
    least = 2 * _most_small_moves(low, reach) - 1 if low < reach else Fraction(1)
    most = 1 - 2 * _most_small_moves(-high, reach) if high > -reach else Fraction(-1)
    return {"improved": improved, "declined": declined, "net": (least, most)}


def table(items, *, points):
    """Tabulate what each difference says about people on one scale.

    Parameters
    ----------
    items : sequence of partnership_evaluation.questions.before_after_items.Item
        Items with a difference only.
    points : int
        Points of the scale.

    Returns
    -------
    pandas.DataFrame
        One row an item: ``Item``, ``Difference``, ``Moved for the better``, ``Moved for the
        worse``.
    """
    rows = []
    for item in items:
        found = shares(item.step, points=points)
        spans = ["impossible"] * 2
        if found:
            spans = [_span(found[name]) for name in ("improved", "declined")]
        rows.append((item.label, item.difference, *spans))
    columns = ["Item", "Difference", "Moved for the better", "Moved for the worse"]
    return pd.DataFrame(rows, columns=columns)


def possible_scales(items):
    """Tabulate on which scales the differences are possible, and how many people each needs.

    Parameters
    ----------
    items : sequence of partnership_evaluation.questions.before_after_items.Item
        Items with a difference only.

    Returns
    -------
    pandas.DataFrame
        One row a length of scale: ``Points of the scale``, ``Possible`` (of all items), and for
        each item the fewest people, if it is so for every larger class up to 60 too, with whom
        the sign test stays below 5% whoever moved; *none* when there is no such number.

    Examples
    --------
    >>> from partnership_evaluation.questions import before_after
    >>> possible_scales(before_after.read("new-river").items)["Possible"].tolist()
    ['2 of 4', '4 of 4', '4 of 4', '4 of 4', '4 of 4']
    """
    rows = []
    for points in SCALES:
        fits = [shares(item.step, points=points) is not None for item in items]
        needed = [
            people_needed(item.step, points=points) if fit else "impossible"
            for item, fit in zip(items, fits, strict=True)
        ]
        shown = ["none up to 60" if number is None else str(number) for number in needed]
        rows.append((points, f"{sum(fits)} of {len(fits)}", *shown))
    columns = ["Points of the scale", "Possible", *(item.label for item in items)]
    return pd.DataFrame(rows, columns=columns)


def fewest_points(items):
    """Return the fewest points of a scale on which all differences are possible.

    Parameters
    ----------
    items : sequence of partnership_evaluation.questions.before_after_items.Item
        Items with a difference only.

    Returns
    -------
    int

    Examples
    --------
    >>> from partnership_evaluation.questions import before_after
    >>> fewest_points(before_after.read("new-river").items)
    4
    """
    points = 2
    while any(shares(item.step, points=points) is None for item in items):
        points += 1
    return points


def people_needed(step, *, points, level=0.05):
    """Find from how many people on the sign test stays below a level in every data set that fits.

    Parameters
    ----------
    step : (fractions.Fraction, fractions.Fraction)
        Smallest and largest mean difference.
    points : int
        Points of the scale.
    level : float
        The level.

    Returns
    -------
    int or None
        None when some larger group, up to 60 people, could still be at or above the level.

    Examples
    --------
    >>> people_needed((Fraction(27, 10),) * 2, points=4)
    6
    """
    last_open = 0
    for n in range(1, MOST_PEOPLE + 1):
        if _largest_p(step, n, points - 1) >= level:
            last_open = n
    return last_open + 1 if last_open < MOST_PEOPLE else None


def _largest_p(step, n, reach):
    """Largest sign-test p-value over every group of n people with such a mean difference."""
    up, down = np.indices((n + 1, n + 1))
    # Each mover moves by one step to the whole scale; the sum must reach the difference.
    fits = (up + down <= n) & (up * reach - down >= math.ceil(n * step[0]))
    fits &= up - down * reach <= math.floor(n * step[1])
    moved, fewer = (up + down)[fits], np.minimum(up, down)[fits]
    return np.minimum(1, 2 * binom.cdf(fewer, moved, 0.5)).max(initial=0)


def _ends(low, high, reach):
    fewest = max(Fraction(0), low / reach)
    most = min(Fraction(1), (reach + high) / (reach + 1))
    return fewest, most


def _most_small_moves(step, reach):
    """Share who move far when all others move one step the other way and the mean is `step`."""
    return max(Fraction(0), (step + 1) / (reach + 1))


def _span(ends):
    return f"{wording.percent(ends[0])} to {wording.percent(ends[1])}"
