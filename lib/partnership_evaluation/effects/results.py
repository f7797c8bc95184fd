"""The shape in which an effect size comes back, its small-sample correction and its limits."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.optimize import brentq
from scipy.special import gammaln, nctdtr, nctdtrinc
from scipy.stats import norm

from partnership_evaluation.estimates import Estimate, choice_problems, is_whole, refuse

CORRECTIONS = {
    "exact": "exact small-sample correction (gamma functions)",
    "approximate": "approximate small-sample correction 1 - 3 / (4 df - 1)",
    "none": "no small-sample correction",
}
INTERVALS = {
    "noncentral_t": "noncentral t interval",
    "large_sample": "large-sample interval",
}
#: Designs in which somebody shows what happened without the programme.
WITH_COMPARISON = ("two_groups", "randomised")
WITHOUT_COMPARISON = ("before_after_paired", "before_after_unpaired", "single_group_once")


@dataclass(frozen=True)
class EffectSize(Estimate):
    """A difference of means in standard deviations, with what it was divided by.

    Attributes
    ----------
    estimate, low, high, n, method, confidence_level, statistic, p_value
        As in ``Estimate``; ``estimate`` is corrected for small samples (Hedges g), the limits are
        those of the population value; ``n`` counts people.
    denominator : str
        What the difference was divided by, in words.
    denominator_value : float or None
        Its size in units of the outcome; None for effect sizes without one.
    uncorrected : float
        The effect size before the correction (Cohen d).
    correction : float
        The factor between the two.
    standard_error : float
        Large-sample standard error of ``estimate``.
    degrees_of_freedom : float or None
        Of the denominator.
    design : str
        A design of ``cases.csv``: ``two_groups``, ``randomised``, ``before_after_paired``,
        ``before_after_unpaired``.
    groups : tuple of int
        People in each group.
    """

    denominator: str = ""
    denominator_value: float | None = None
    uncorrected: float | None = None
    correction: float = 1.0
    standard_error: float | None = None
    degrees_of_freedom: float | None = None
    design: str = "two_groups"
    groups: tuple[int, ...] = ()


def correction_factor(degrees_of_freedom: float, *, correction: str = "exact") -> float:
    """Return the factor that takes the small-sample bias out of a standardised difference.

    Parameters
    ----------
    degrees_of_freedom : float
        Of the standard deviation in the denominator, above 1; n1 + n2 - 2 when it is pooled.
    correction : {"exact", "approximate", "none"}
        ``exact``: gamma functions; ``approximate``: 1 - 3 / (4 df - 1), which for two groups is
        1 - 3 / (4 N - 9).

    Returns
    -------
    float
        Between 0 and 1.

    Raises
    ------
    ValueError
        When there is no more than one degree of freedom or the correction is not known.

    Notes
    -----
    J(m) = gamma(m / 2) / (sqrt(m / 2) gamma((m - 1) / 2)), Hedges (1981).

    References
    ----------
    Hedges (1981), Distribution theory for Glass's estimator of effect size and related estimators,
    Journal of Educational Statistics 6, 107-128.

    Examples
    --------
    >>> round(correction_factor(98), 4), round(correction_factor(98, correction="approximate"), 4)
    (0.9923, 0.9923)
    >>> round(correction_factor(2), 4), round(correction_factor(2, correction="approximate"), 4)
    (0.5642, 0.5714)
    """
    problems = choice_problems(correction, CORRECTIONS, name="correction")
    if correction != "none" and not degrees_of_freedom > 1:
        problems.append(
            "The correction for small samples needs more than 1 degree of freedom: found "
            f"{degrees_of_freedom:g}; with so few people give the difference itself."
        )
    refuse(problems)
    m = float(degrees_of_freedom)
    if correction == "none":
        return 1.0
    if correction == "approximate":
        return 1 - 3 / (4 * m - 1)
    return math.exp(gammaln(m / 2) - gammaln((m - 1) / 2)) / math.sqrt(m / 2)


def noncentral_limits(
    statistic: float, degrees_of_freedom: float, *, confidence_level: float = 0.95
) -> tuple[float, float]:
    """Return the limits of the noncentrality behind a t statistic.

    Parameters
    ----------
    statistic : float
        The t statistic.
    degrees_of_freedom : float
        At least 1; need not be whole.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    tuple of float
        The lower limit has the statistic at its upper quantile, the upper limit at its lower one.

    Raises
    ------
    ValueError
        When the statistic is not finite.

    Notes
    -----
    ``scipy.special.nctdtrinc`` is right to about five digits; the rest is a root of
    ``scipy.special.nctdtr`` around it. Checked against R (``uniroot`` over ``pt(ncp = )``).

    References
    ----------
    Steiger and Fouladi (1997), Noncentrality interval estimation and the evaluation of statistical
    models, in Harlow, Mulaik and Steiger (eds), What if there were no significance tests?

    Examples
    --------
    >>> low, high = noncentral_limits(2.985, 98)
    >>> round(low, 3), round(high, 3)
    (0.974, 4.982)
    """
    if not math.isfinite(statistic):
        raise ValueError(
            f"Limits need a finite statistic: found {statistic}; where nobody differs from anybody "
            "there is no standard deviation to divide by."
        )
    half = (1 - confidence_level) / 2
    ends = (_noncentrality(statistic, degrees_of_freedom, p) for p in (1 - half, half))
    return tuple(ends)


def _noncentrality(statistic: float, degrees_of_freedom: float, probability: float) -> float:
    if statistic < 0:  # SciPy's distribution is the more accurate on the right
        return -_noncentrality(-statistic, degrees_of_freedom, 1 - probability)
    start = float(nctdtrinc(degrees_of_freedom, probability, statistic))

    def excess(noncentrality: float) -> float:
        return float(nctdtr(degrees_of_freedom, noncentrality, statistic)) - probability

    step = 1e-4 * (1 + abs(start))
    if not excess(start - step) > 0 > excess(start + step):
        return start
    return float(brentq(excess, start - step, start + step, xtol=1e-12))


def finished(
    difference: float,
    divisor: float,
    *,
    scale: float,
    degrees_of_freedom: float,
    spread_people: float,
    options: tuple[str, str, float],
    **about: object,
) -> EffectSize:
    """Divide a difference by a standard deviation and add correction and limits.

    Parameters
    ----------
    difference, divisor : float
        The difference of means and the standard deviation.
    scale : float
        Standard error of the difference, in units of the divisor.
    degrees_of_freedom : float
        Of the divisor.
    spread_people : float
        People, or degrees of freedom, behind the divisor in the large-sample variance.
    options : (str, str, float)
        Correction, kind of interval, confidence level.
    **about
        ``n``, ``what`` (the estimate in words), ``denominator``, ``design`` and ``groups``.

    Returns
    -------
    EffectSize

    Raises
    ------
    ValueError
        When the divisor or the scale is 0.

    Notes
    -----
    The limits of ``noncentral_t`` are those of the population value and are not multiplied by the
    correction. ``large_sample`` is g with normal quantiles and the variance
    J^2 (scale^2 + d^2 / (2 spread_people)).

    Examples
    --------
    >>> found = finished(3, 5.0249, scale=0.2, degrees_of_freedom=98, spread_people=100,
    ...     options=("exact", "noncentral_t", 0.95), n=100,
    ...     what="Hedges g", denominator="pooled standard deviation", design="two_groups",
    ...     groups=(50, 50))
    >>> round(found.estimate, 4)
    0.5924
    """
    _refuse_no_spread(divisor, scale, about["denominator"])
    correction, interval, confidence_level = options
    uncorrected = difference / divisor
    factor = correction_factor(degrees_of_freedom, correction=correction)
    error = factor * math.sqrt(scale**2 + uncorrected**2 / (2 * spread_people))
    low, high = _limits(uncorrected, factor, error, scale, degrees_of_freedom, options)
    words = [about["what"], about["denominator"], CORRECTIONS[correction], INTERVALS[interval]]
    return EffectSize(
        factor * uncorrected,
        low,
        high,
        about["n"],
        ", ".join(words),
        confidence_level,
        denominator=about["denominator"],
        denominator_value=divisor,
        uncorrected=uncorrected,
        correction=factor,
        standard_error=error,
        degrees_of_freedom=degrees_of_freedom,
        design=about["design"],
        groups=about["groups"],
    )


def _refuse_no_spread(divisor: float, scale: float, denominator: str) -> None:
    if not divisor > 0:
        raise ValueError(
            f"An effect size divides by a standard deviation above 0: found {divisor:g} "
            f"({denominator}); everybody has the same value, so give the difference itself."
        )
    if not scale > 0:
        raise ValueError(
            "An interval of an effect size needs changes that differ: found the same change for "
            "everybody; give the change itself."
        )


def _limits(
    uncorrected: float,
    factor: float,
    error: float,
    scale: float,
    degrees_of_freedom: float,
    options: tuple[str, str, float],
) -> tuple[float, float]:
    _, interval, confidence_level = options
    if interval == "noncentral_t":
        low, high = noncentral_limits(
            uncorrected / scale, degrees_of_freedom, confidence_level=confidence_level
        )
        return scale * low, scale * high
    reach = float(norm.ppf((1 + confidence_level) / 2)) * error
    return factor * uncorrected - reach, factor * uncorrected + reach


def people_problems(**numbers: object) -> list[str]:
    """List which numbers of people are no whole numbers of at least 2.

    Parameters
    ----------
    **numbers : object
        Numbers of people by the name of their argument.

    Returns
    -------
    list of str
        One sentence a problem.

    Examples
    --------
    >>> people_problems(n=1)[0]
    'A standard deviation needs at least 2 people: found n = 1; give the number of people.'
    """
    return [
        f"A standard deviation needs at least 2 people: found {name} = {value!r}; give the number "
        "of people."
        for name, value in numbers.items()
        if not is_whole(value) or value < 2
    ]
