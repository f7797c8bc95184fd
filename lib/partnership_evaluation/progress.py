"""Progress in levels: mean gains, rates against expectation, subgroups.

Gains in points and in sub-levels are different variables; they are converted in
:mod:`partnership_evaluation.measures` and nowhere else.
"""

from fractions import Fraction

import numpy as np
import pandas as pd
from scipy import stats

from partnership_evaluation import measures
from partnership_evaluation.estimates import Estimate, confidence_problems
from partnership_evaluation.gains import Gains, StatementError, distributions
from partnership_evaluation.rounding import read_printed, unrounded

__all__ = [
    "Gains",
    "ProgressError",
    "StatementError",
    "distributions",
    "expected_gain",
    "group_of_unknown_size",
    "implied_share",
    "mean_gain",
    "rates",
    "sizes_that_fit",
]


METHODS = {"t": "Student's t", "bootstrap": "BCa bootstrap"}


class ProgressError(ValueError):
    """Numbers about progress that cannot be used as they stand."""


def mean_gain(gains, *, confidence_level=0.95, method="t", seed=None):
    """Estimate the mean gain of pupils like these, with an interval.

    Parameters
    ----------
    gains : sequence of float
        One gain a pupil, in sub-levels or points.
    confidence_level : float, default 0.95
        Between 0 and 1.
    method : {"t", "bootstrap"}
        Student's t, or the bias-corrected and accelerated bootstrap of SciPy.
    seed : int, optional
        Needed for the bootstrap.

    Returns
    -------
    partnership_evaluation.estimates.Estimate
        ``estimate``, ``low``, ``high`` in the unit of `gains`; ``n`` pupils.

    Raises
    ------
    ProgressError
        With fewer than two pupils, a gain that is missing or infinite, an unknown method, a
        bootstrap without a seed, or a confidence level that does not lie between 0 and 1.

    Notes
    -----
    The pupils are treated as a sample of similar pupils judged independently; one class with one
    teacher is less information than that, so the interval is too narrow rather than too wide.

    Examples
    --------
    >>> result = mean_gain([0, 0, 1, 1, 2])
    >>> round(result.low, 2), round(result.high, 2)
    (-0.24, 1.84)
    """
    gains = np.asarray(gains, dtype=float)
    found = [*_gain_problems(gains, method, seed), *confidence_problems(confidence_level)]
    if found:
        raise ProgressError("\n".join(found))
    centre = float(gains.mean())
    if np.ptp(gains) == 0:
        low = high = centre
    elif method == "t":
        error = stats.sem(gains)
        low, high = stats.t.interval(confidence_level, len(gains) - 1, centre, error)
    else:
        drawn = stats.bootstrap(
            (gains,), np.mean, confidence_level=confidence_level, rng=np.random.default_rng(seed)
        )
        low, high = drawn.confidence_interval
    return Estimate(
        estimate=centre,
        low=float(low),
        high=float(high),
        n=len(gains),
        method=METHODS[method],
        confidence_level=confidence_level,
    )


def expected_gain(weeks, *, points_per_year, school_weeks_per_year):
    """Return the progress expected over some weeks at the yearly rate of the time.

    Parameters
    ----------
    weeks : int or str
        School weeks.
    points_per_year : float
        National Curriculum points a year; 3 was the expectation from key stage 1 to key stage 2.
    school_weeks_per_year : int
        Teaching weeks in a year; 190 school days are 38 weeks.

    Returns
    -------
    fractions.Fraction
        Points.

    Raises
    ------
    ProgressError
        When the weeks or one of the rates is not a number above 0.

    Examples
    --------
    >>> round(float(expected_gain(2, points_per_year=3, school_weeks_per_year=38)), 3)
    0.158
    """
    found = _positive(
        weeks=weeks, points_per_year=points_per_year, school_weeks_per_year=school_weeks_per_year
    )
    return found["weeks"] * found["points_per_year"] / found["school_weeks_per_year"]


def rates(mean_points, *, weeks, points_per_year, school_weeks_per_year):
    """Compare a mean gain with the rate that was expected at the time.

    Parameters
    ----------
    mean_points : float, str or fractions.Fraction
        Mean gain in points.
    weeks : int
        Weeks over which it was made, more than 0.
    points_per_year : float
        Expected points a year.
    school_weeks_per_year : int
        Teaching weeks in a year.

    Returns
    -------
    pandas.Series
        ``gain_points``, ``gain_sub_levels``, ``gain_points_per_week``, ``expected_points``,
        ``times_expected``, ``points_in_a_year_at_this_rate``.

    Raises
    ------
    ProgressError
        When the weeks or one of the rates is not a number above 0.

    Examples
    --------
    >>> found = rates("1.5", weeks=6, points_per_year=3, school_weeks_per_year=38)
    >>> round(float(found["times_expected"]), 2)
    3.17
    """
    gain = Fraction(str(mean_points))
    expected = expected_gain(
        weeks, points_per_year=points_per_year, school_weeks_per_year=school_weeks_per_year
    )
    per_week = gain / Fraction(str(weeks))
    return pd.Series(
        {
            "gain_points": float(gain),
            "gain_sub_levels": float(measures.points_to_sub_levels(gain)),
            "gain_points_per_week": float(per_week),
            "expected_points": float(expected),
            "times_expected": float(gain / expected),
            "points_in_a_year_at_this_rate": float(per_week * school_weeks_per_year),
        }
    )


def group_of_unknown_size(made, *, made_by_all, n):
    """Bound the shares of a group whose size was not printed.

    Parameters
    ----------
    made : int
        Members of the group who made the gain.
    made_by_all : int
        All pupils who made it.
    n : int
        All pupils.

    Returns
    -------
    pandas.DataFrame
        Two rows, the smallest and the largest size the group can have; columns ``group_size``,
        ``group_share``, ``others_share``, ``difference``. Where nobody is left in the other group
        its share is missing.

    Raises
    ------
    ProgressError
        When the counts cannot belong together.

    Examples
    --------
    >>> group_of_unknown_size(11, made_by_all=17, n=29)["group_size"].tolist()
    [11, 23]
    """
    if not 0 <= made <= made_by_all <= n:
        raise ProgressError(
            f"Counts must be nested; found {made} of the group, {made_by_all} of all who made it "
            f"and {n} pupils. Check them against the document."
        )
    sizes = [made, n - (made_by_all - made)]
    rows = []
    for size in sizes:
        share = made / size if size else np.nan
        rest = n - size
        others = (made_by_all - made) / rest if rest else np.nan
        rows.append((size, share, others, share - others))
    return pd.DataFrame(rows, columns=["group_size", "group_share", "others_share", "difference"])


def sizes_that_fit(mean_points, *, largest, rounding="up_or_down"):
    """List the numbers of pupils whose gains in whole sub-levels could have a mean that prints so.

    Parameters
    ----------
    mean_points : str
        Mean gain in points as printed.
    largest : int
        Largest number of pupils considered.
    rounding : str, default "up_or_down"
        A rounding of :mod:`partnership_evaluation.rounding`.

    Returns
    -------
    list of int

    Notes
    -----
    Each gain is a whole number of sub-levels, 2 points each.

    Examples
    --------
    >>> sizes_that_fit("1.5", largest=8)
    [4, 8]
    """
    interval = unrounded(read_printed(mean_points), rounding=rounding)
    grain = Fraction(1, measures.POINTS_PER_SUB_LEVEL)
    return [n for n in range(1, largest + 1) if interval.scaled(n * grain).integers()]


def implied_share(whole, *, part, other):
    """Return the share of pupils that a second group must have for three means to agree.

    Parameters
    ----------
    whole, part, other : (number, number)
        Smallest and largest value of the mean of everybody, of one group, and of the rest.

    Returns
    -------
    tuple of float or None
        Smallest and largest share of the rest, from 0 to 1; None when no share makes them agree.

    Notes
    -----
    The mean of everybody is the share-weighted mean of the two groups, so the share of the rest is
    (whole - part) / (other - part). The extremes lie at corners of the three ranges, or at 0 or 1.

    Examples
    --------
    >>> implied_share((1.5, 1.5), part=(1, 1), other=(1.75, 1.75))
    (0.6666666666666666, 0.6666666666666666)
    >>> implied_share((1.5, 1.5), part=(1, 1), other=(1.2, 1.4)) is None
    True
    """
    low, high = Fraction(0), Fraction(1)
    for slope, constant in (
        (_exact(other[0]) - _exact(part[0]), _exact(part[0]) - _exact(whole[1])),
        (_exact(part[1]) - _exact(other[1]), _exact(whole[0]) - _exact(part[1])),
    ):
        # Each is the condition share * slope + constant <= 0.
        if slope > 0:
            high = min(high, -constant / slope)
        elif slope < 0:
            low = max(low, -constant / slope)
        elif constant > 0:
            return None
    return (float(low), float(high)) if low <= high else None


def _gain_problems(gains, method, seed):
    if len(gains) < 2 or method not in METHODS or (method == "bootstrap" and seed is None):
        yield (
            "A mean gain needs at least 2 pupils, method 't' or 'bootstrap', and a seed for the "
            f"bootstrap; found {len(gains)} pupils, method {method!r}, seed {seed}. Correct these."
        )
    wrong = [str(place) for place, gain in enumerate(gains, 1) if not np.isfinite(gain)]
    if wrong:
        yield (
            f"Every pupil must have a gain; found none, or an infinite one, in place "
            f"{', '.join(wrong)}. Leave these pupils out and say how many they are."
        )


def _positive(**numbers):
    """Return numbers exactly, or refuse those that are not above 0."""
    exact, wrong = {}, []
    for name, value in numbers.items():
        try:
            exact[name] = Fraction(str(value))
        except ValueError:
            exact[name] = Fraction(0)
        if exact[name] <= 0:
            wrong.append(f"{name} = {value!r}")
    if wrong:
        raise ProgressError(
            f"A rate needs numbers above 0; found {', '.join(wrong)}. Give the weeks taught "
            "between the two assessments and the rate of a year."
        )
    return exact


def _exact(number):
    return Fraction(str(number))
