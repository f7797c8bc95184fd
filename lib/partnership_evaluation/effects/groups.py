"""Standardised differences between two separate groups."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from partnership_evaluation.effects.results import (
    CORRECTIONS,
    INTERVALS,
    EffectSize,
    finished,
    people_problems,
)
from partnership_evaluation.estimates import (
    as_list,
    choice_problems,
    confidence_problems,
    number_problems,
    refuse,
)

DENOMINATORS = {
    "pooled": "pooled standard deviation of the two groups",
    "comparison": "standard deviation of the comparison group (Glass)",
}
DESIGNS = ("two_groups", "randomised", "before_after_unpaired")
BETTER = {"high": 1, "low": -1}


def two_groups(
    programme: Sequence[float],
    comparison: Sequence[float],
    *,
    denominator: str = "pooled",
    better: str = "high",
    correction: str = "exact",
    interval: str = "noncentral_t",
    design: str = "two_groups",
    confidence_level: float = 0.95,
) -> EffectSize:
    """Estimate the standardised difference between two groups of different people.

    Parameters
    ----------
    programme, comparison : sequence of numbers
        One outcome a person, at least two people each.
    denominator : {"pooled", "comparison"}
        ``comparison`` (Glass) when the programme may have changed the spread.
    better : {"high", "low"}
        With ``low`` the sign is turned, so that positive is better.
    correction : {"exact", "approximate", "none"}
        As in :func:`correction_factor`.
    interval : {"noncentral_t", "large_sample"}
        ``noncentral_t`` is exact for normal outcomes of equal spread.
    design : {"two_groups", "randomised", "before_after_unpaired"}
        ``before_after_unpaired`` for the same people asked twice without names: the second group
        then is no comparison group, and its interval is too wide where people keep their place.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    EffectSize
        ``estimate`` (Hedges g), ``low``, ``high``, ``n``, ``method``, ``denominator``,
        ``denominator_value``, ``uncorrected``, ``correction``, ``standard_error``,
        ``degrees_of_freedom``, ``design``, ``groups``.

    Raises
    ------
    ValueError
        When values are missing, a group has fewer than two people or no spread, or an argument is
        not allowed.

    Notes
    -----
    As :func:`two_groups_printed`, with means and standard deviations (n - 1) of the values.

    Examples
    --------
    >>> found = two_groups([5, 6, 7, 8], [3, 5, 6, 6])
    >>> round(found.estimate, 3), round(found.low, 2), round(found.high, 2)
    (0.962, -0.44, 2.59)
    """
    columns = {"programme": as_list(programme), "comparison": as_list(comparison)}
    refuse(text for name, column in columns.items() for text in number_problems(column, name=name))
    refuse(people_problems(**{f"n of {name}": len(column) for name, column in columns.items()}))
    (mean, sd, n), other = (
        (float(np.mean(column)), float(np.std(column, ddof=1)), len(column))
        for column in columns.values()
    )
    return two_groups_printed(
        mean=mean,
        sd=sd,
        n=n,
        comparison_mean=other[0],
        comparison_sd=other[1],
        comparison_n=other[2],
        denominator=denominator,
        better=better,
        correction=correction,
        interval=interval,
        design=design,
        confidence_level=confidence_level,
    )


def two_groups_printed(
    *,
    mean: float | str,
    sd: float | str,
    n: int,
    comparison_mean: float | str,
    comparison_sd: float | str,
    comparison_n: int,
    denominator: str = "pooled",
    better: str = "high",
    correction: str = "exact",
    interval: str = "noncentral_t",
    design: str = "two_groups",
    confidence_level: float = 0.95,
) -> EffectSize:
    """Estimate the standardised difference between two groups from printed means and spreads.

    Parameters
    ----------
    mean, sd : number or str
        Mean and standard deviation of the programme group, as printed.
    n : int
        People in it.
    comparison_mean, comparison_sd : number or str
        The same of the comparison group.
    comparison_n : int
        People in it.
    denominator, better, correction, interval, design, confidence_level
        As in :func:`two_groups`.

    Returns
    -------
    EffectSize
        As :func:`two_groups`.

    Raises
    ------
    ValueError
        When a number cannot be read, a standard deviation is not above 0, or an argument is not
        allowed.

    Notes
    -----
    d = difference / S, g = J(df) d. With the pooled S, df = n1 + n2 - 2 and d / sqrt(1/n1 + 1/n2)
    has a noncentral t distribution. With S of the comparison group df = n2 - 1; the noncentral t
    limits take the spread of the programme group as printed (exact when the two are equal), and the
    large-sample variance is that of Gleser and Olkin. The large-sample variance with the pooled S
    is that of Borenstein et al., g included. ``statsmodels.stats.meta_analysis.effectsize_smd`` has
    the same g with the approximate correction, but leaves the correction out of its variance and
    has neither the other denominator nor exact limits.

    Checked against the worked example of Borenstein et al. (2009), chapter 4 (d 0.5970, g 0.5924,
    standard error 0.2028), R, and the coverage of simulated studies.

    References
    ----------
    Borenstein, Hedges, Higgins and Rothstein (2009), Introduction to meta-analysis, chapter 4.
    Gleser and Olkin (2009), Stochastically dependent effect sizes, in Cooper, Hedges and Valentine
    (eds), The handbook of research synthesis and meta-analysis.

    Examples
    --------
    >>> found = two_groups_printed(mean=103, sd=5.5, n=50, comparison_mean=100, comparison_sd=4.5,
    ...                            comparison_n=50)
    >>> round(found.uncorrected, 4), round(found.estimate, 4), round(found.standard_error, 4)
    (0.597, 0.5924, 0.2028)
    """
    printed = {"mean": mean, "comparison_mean": comparison_mean}
    spreads = {"sd": sd, "comparison_sd": comparison_sd}
    refuse(
        [
            *reading_problems(printed),
            *spread_problems(spreads),
            *people_problems(n=n, comparison_n=comparison_n),
            *choice_problems(denominator, DENOMINATORS, name="denominator"),
            *choice_problems(design, DESIGNS, name="design"),
            *option_problems(better, correction, interval, confidence_level),
        ]
    )
    difference = BETTER[better] * (float(mean) - float(comparison_mean))
    return finished(
        difference,
        **_divided(float(sd), n, float(comparison_sd), comparison_n, denominator),
        options=(correction, interval, confidence_level),
        n=n + comparison_n,
        what="standardised difference of two groups",
        denominator=DENOMINATORS[denominator],
        design=design,
        groups=(n, comparison_n),
    )


def _divided(sd: float, n: int, other_sd: float, other_n: int, denominator: str) -> dict:
    """Work out the divisor, and how sure the difference and the divisor are."""
    if denominator == "comparison":
        df, divisor, behind = other_n - 1, other_sd, other_n - 1
        scale = math.sqrt((sd / other_sd) ** 2 / n + 1 / other_n)
    else:
        df, behind = n + other_n - 2, n + other_n
        divisor = math.sqrt(((n - 1) * sd**2 + (other_n - 1) * other_sd**2) / df)
        scale = math.sqrt(1 / n + 1 / other_n)
    return {
        "divisor": divisor,
        "scale": scale,
        "degrees_of_freedom": df,
        "spread_people": behind,
    }


def reading_problems(printed: dict[str, object]) -> list[str]:
    """List which printed numbers cannot be read as numbers.

    Parameters
    ----------
    printed : dict of str to object
        Values by the name of their argument.

    Returns
    -------
    list of str
        One sentence a problem.

    Examples
    --------
    >>> reading_problems({"mean": "3,5"})[0]
    "A printed value must be a finite number: found mean = '3,5'; write it with a decimal point."
    """
    found = []
    for name, value in printed.items():
        try:
            readable = not isinstance(value, bool) and math.isfinite(float(value))
        except (TypeError, ValueError):
            readable = False
        if not readable:
            found.append(
                f"A printed value must be a finite number: found {name} = {value!r}; write it with "
                "a decimal point."
            )
    return found


def spread_problems(spreads: dict[str, object]) -> list[str]:
    """List which standard deviations are no numbers above 0.

    Parameters
    ----------
    spreads : dict of str to object
        Standard deviations by the name of their argument.

    Returns
    -------
    list of str
        One sentence a problem.

    Examples
    --------
    >>> spread_problems({"sd": 0})[0]
    'A standard deviation must be above 0: found sd = 0; with no spread there is no effect size.'
    """
    unreadable = reading_problems(spreads)
    return unreadable or [
        f"A standard deviation must be above 0: found {name} = {value}; with no spread there is no "
        "effect size."
        for name, value in spreads.items()
        if not float(value) > 0
    ]


def option_problems(
    better: object, correction: object, interval: object, confidence_level: object
) -> list[str]:
    """List what is wrong with the options that all effect sizes share.

    Parameters
    ----------
    better, correction, interval, confidence_level : object
        As the caller received them; see :func:`two_groups`.

    Returns
    -------
    list of str
        One sentence a problem.

    Examples
    --------
    >>> option_problems("high", "exact", "noncentral_t", 0.95)
    []
    """
    return [
        *choice_problems(better, BETTER, name="better"),
        *choice_problems(correction, CORRECTIONS, name="correction"),
        *choice_problems(interval, INTERVALS, name="interval"),
        *confidence_problems(confidence_level),
    ]
