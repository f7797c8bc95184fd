"""Printed means and shares as people at their starting levels: every spread that they allow."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from partnership_evaluation import feasible, measures
from partnership_evaluation.null_twin import NullModel
from partnership_evaluation.questions.before_after_items import SHARES
from partnership_evaluation.questions.null_twins import Reported


def of_items(survey):
    """Read the items of a survey whose numbers of answers are known.

    Parameters
    ----------
    survey : partnership_evaluation.questions.before_after.Survey
        The survey.

    Returns
    -------
    tuple of Reported
        Empty where no number of answers is known.

    Notes
    -----
    Of all figures that print so, the start is taken at the best and the end at the worst; the
    spread of the answers once as narrow and once as wide as the mean allows.
    """
    return tuple(_of_item(item) for item in survey.known)


def of_means(means):
    """Read the first and the last of the printed means of grades.

    Parameters
    ----------
    means : partnership_evaluation.questions.grade_means.Means
        The printed means.

    Returns
    -------
    list of Reported
        One, or none where no number of people gives a mean; everybody who can have been graded is
        taken to have been.
    """
    first, last = means.frame.iloc[0], means.frame.iloc[-1]
    if not first["fits"] or not last["fits"]:
        return []
    scale = measures.scale(means.scale)
    low, high = sorted(int(code) for code in (scale.worst, scale.best))
    sides = []
    for row in (first, last):
        n = max(row["fits"])
        space = feasible.samples(row["mean"], n=n, low=low, high=high, rounding=means.rounding)
        sides.append((n, sorted(_rank_totals(space.totals, n, low, high, scale.best_is))))
    words = (
        f"the mean of the self-given grades is printed as {first['mean']}, then {last['mean']} (at "
        f"most {sides[0][0]}, then {sides[1][0]} people)"
    )
    return [
        _of_totals(
            "Self-given grades", words, *sides, levels=scale.codes, unit="change of the mean grade"
        )
    ]


def spreads(total, *, n, levels):
    """List the narrowest and the widest way in which people can be spread over levels.

    Parameters
    ----------
    total : int
        Sum of their ranks, 0 for the worst level.
    n : int
        People.
    levels : int
        Levels.

    Returns
    -------
    tuple of tuple of int
        People at each level; one entry where there is only one way.

    Notes
    -----
    With a given sum the variance is smallest when all are at two neighbouring levels, and largest
    when all but one are at the ends.
    """
    low, above = divmod(total, n)
    narrow = np.bincount([low] * (n - above) + [low + 1] * above, minlength=levels)
    best, rest = divmod(total, levels - 1)
    ends = [levels - 1] * best + ([rest] if rest else [])
    wide = np.bincount(ends + [0] * (n - len(ends)), minlength=levels)
    return tuple(dict.fromkeys((tuple(narrow.tolist()), tuple(wide.tolist()))))


def _of_item(item):
    sides = [
        (side.n, sorted(_rank_totals(side.totals, side.n, item.low, item.high, item.better)))
        for side in (item.before, item.after)
    ]
    shares = item.measure in SHARES
    before, after = (
        {"percent": f"{side.printed}%", "count": f"{side.printed} of {side.n}"}.get(
            item.measure, side.printed
        )
        for side in (item.before, item.after)
    )
    words = f"{before} before and {after} after"
    levels = [str(value) for value in range(item.low, item.high + 1)]
    return _of_totals(
        item.label,
        words,
        *sides,
        levels=levels if item.better == "high" else levels[::-1],
        unit="change in percentage points" if shares else "change of the mean, in scale points",
        factor=100 if shares else 1,
        level_name="people" if shares else "scale points",
        agreed_after=_agreed(item) if shares else None,
        linked=item.same_people,
    )


def _of_totals(subject, words, before, after, *, levels, unit, level_name="grades", **more):
    """Describe two sums of ranks: the highest there can be before, and the lowest after."""
    (n, totals), (n_after, later) = before, after
    start, end = totals[-1], later[0]
    models = tuple(
        NullModel(levels=tuple(levels), before=counts, n_after=n_after)
        for counts in spreads(start, n=n, levels=len(levels))
    )
    observed = Fraction(end, n_after) - Fraction(start, n)
    return Reported(
        subject=subject,
        words=words,
        models=models,
        statistic="mean_shift",
        observed=observed,
        unit=unit,
        level_name=level_name,
        **more,
    )


def _agreed(item):
    """Count the favourable answers after, at the fewest that print so, and those who answered."""
    after, largest = item.after, max(item.before.n, item.after.n)
    fewest = min(_rank_totals(after.totals, after.n, item.low, item.high, item.better))
    return fewest, after.n, largest


def _rank_totals(totals, n, low, high, better):
    """Turn sums of codes into sums of ranks, 0 for the worst code."""
    return [n * high - total if better == "low" else total - n * low for total in totals]
