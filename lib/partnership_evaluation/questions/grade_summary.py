"""Who moved, in a table and in numbers that decide conclusions about grades."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pandas as pd

from partnership_evaluation import proportions, wording


def summary(changes, *, confidence_level=0.95):
    """Tabulate who moved, with intervals for the share who improved.

    Parameters
    ----------
    changes : sequence of Change
        What :func:`partnership_evaluation.questions.grades.read` returned.
    confidence_level : float, default 0.95
        Between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        One row a change; where the people at the best grade are known, a second row leaves out
        those who could not improve. Columns ``What was graded``, ``Who``, ``Number``, ``Improved``,
        ``Stayed``, ``Declined``, ``Share improved``. A range stands where the data leave one.

    Notes
    -----
    Clopper-Pearson intervals; over a range of counts, from the lower limit at the smallest to the
    upper limit at the largest. The grade of a whole group is one observation and has no interval.

    Examples
    --------
    >>> from partnership_evaluation.questions import grades
    >>> summary(grades.read("sutton"))["Share improved"].tolist()
    ['50% (95% interval 21% to 79%)', '60% (95% interval 26% to 88%)']
    """
    rows = []
    for change in changes:
        numbers = change.bounds.set_index("outcome")
        rows.append(_summary_row(change, numbers, change.n, "everybody", confidence_level))
        if change.kind == "individuals" and 0 < change.at_best < change.n:
            # Whoever was at the best grade stayed there or fell.
            fell = change.at_best - change.stayed_at_best
            numbers = numbers - np.array([[0, 0], [change.stayed_at_best] * 2, [fell] * 2])
            who, left = "those not yet at the best grade", change.n - change.at_best
            rows.append(_summary_row(change, numbers, left, who, confidence_level))
    columns = ["What was graded", "Who", "Number", "Improved", "Stayed", "Declined"]
    return pd.DataFrame(rows, columns=[*columns, "Share improved"])


def quantities(changes):
    """Compute the numbers on which conclusions about grades rest.

    Parameters
    ----------
    changes : sequence of Change
        What :func:`partnership_evaluation.questions.grades.read` returned.

    Returns
    -------
    dict of str to (number, number) or None
        Smallest and largest value of ``share_improved`` and ``at_best_before`` (of the first change
        printed for people), ``weakest_minus_others`` (share improved among those who began lowest,
        less that of the others), ``group_steps`` (steps of the grades of whole groups),
        ``least_steps`` (those of the group that moved least) and ``pupil_premium_difference``;
        None where the document prints too little or there are no others.

    Examples
    --------
    >>> from partnership_evaluation.questions import grades
    >>> quantities(grades.read("sutton"))["weakest_minus_others"]
    (Fraction(2, 3), Fraction(2, 3))
    """
    people = [change for change in changes if change.kind != "group"]
    groups = [change for change in changes if change.kind == "group"]
    found = dict.fromkeys(
        ("share_improved", "at_best_before", "weakest_minus_others", "group_steps", "least_steps")
    )
    # No document prints grades of a subgroup before and after.
    found["pupil_premium_difference"] = None
    if people:
        low, high = people[0].improved
        found["share_improved"] = Fraction(low, people[0].n), Fraction(high, people[0].n)
        known = people[0].kind != "moves"
        found["at_best_before"] = (people[0].at_best, people[0].at_best) if known else None
    if people and people[0].ranks is not None and people[0].ranks["rank_before"].nunique() > 1:
        found["weakest_minus_others"] = (_weakest_minus_others(people[0]),) * 2
    schools = [c for c in people if c.noun == "schools" and c.shifts is not None]
    if groups or schools:
        steps = [change.steps for change in groups]
        steps += [int(step) for change in schools for step in change.shifts]
        found["group_steps"] = min(steps), max(steps)
        found["least_steps"] = (min(steps),) * 2
    return found


def _summary_row(change, numbers, n, who, confidence_level):
    texts = [_span(*numbers.loc[outcome]) for outcome in ("improved", "stayed", "declined")]
    if change.kind == "group":
        return (change.subject, "the group as a whole", n, *texts, "no interval: one grade")
    low, high = (int(number) for number in numbers.loc["improved"])
    first, last = (
        proportions.interval(k, n=n, confidence_level=confidence_level) for k in (low, high)
    )
    share = wording.span(replace(first, high=last.high))
    if low != high:
        share = f"{wording.percent(first.low)} to {wording.percent(last.high)}"
    return (change.subject, who, n, *texts, share)


def _span(low, high):
    return str(low) if low == high else f"{low} to {high}"


def _weakest_minus_others(change):
    weakest = change.ranks["rank_before"] == change.ranks["rank_before"].min()
    up = change.shifts > 0
    first = Fraction(int((up & weakest).sum()), int(weakest.sum()))
    return first - Fraction(int((up & ~weakest).sum()), int((~weakest).sum()))
