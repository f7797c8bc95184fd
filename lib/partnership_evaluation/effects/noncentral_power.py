"""The power of a t test, and the effect that it detects with a given power."""

from __future__ import annotations

import math
from dataclasses import dataclass
from numbers import Real

from scipy.optimize import brentq
from scipy.special import nctdtr
from scipy.stats import t

from partnership_evaluation.estimates import choice_problems, refuse

METHODS = {
    "noncentral_t": "noncentral t, two-sided",
    "multiplier": "sum of two t quantiles (Bloom), two-sided",
}


@dataclass(frozen=True)
class Detectable:
    """The smallest standardised effect that a design would detect with a given power.

    Attributes
    ----------
    estimate : float
        In standard deviations of the outcome, or of the differences where `method` says so.
    power : float
        How often such an effect would be detected.
    significance_level : float
        Two-sided.
    standard_error : float
        Of the effect, in the same unit.
    degrees_of_freedom : float
        Of the test.
    n : int
        People.
    method : str
        Design and method in words.
    """

    estimate: float
    power: float
    significance_level: float
    standard_error: float
    degrees_of_freedom: float
    n: int
    method: str


def power_of_t(
    effect: float,
    *,
    standard_error: float,
    degrees_of_freedom: float,
    significance_level: float = 0.05,
) -> float:
    """Return the exact power of a two-sided t test.

    Parameters
    ----------
    effect, standard_error : float
        In the same unit.
    degrees_of_freedom : float
        Of the test, above 0.
    significance_level : float
        Two-sided.

    Returns
    -------
    float

    Examples
    --------
    >>> round(power_of_t(0.736, standard_error=0.2582, degrees_of_freedom=58), 2)
    0.8
    """
    critical = float(t.isf(significance_level / 2, degrees_of_freedom))
    size = abs(effect) / standard_error
    upper = 1 - float(nctdtr(degrees_of_freedom, size, critical))
    # Far out SciPy has no number for the other tail, which then is nothing.
    lower = float(nctdtr(degrees_of_freedom, size, -critical))
    return min(1.0, upper + (0.0 if math.isnan(lower) else lower))


def detectable(
    error: float,
    df: float,
    n: int,
    words: str,
    power: float,
    significance_level: float,
    method: str,
) -> Detectable:
    """Find the smallest effect from its standard error.

    Parameters
    ----------
    error, df : float
        Standard error of the effect and degrees of freedom of its test.
    n : int
        People.
    words : str
        The design.
    power, significance_level, method
        As in :func:`detectable_between_groups`.

    Returns
    -------
    Detectable

    Raises
    ------
    ValueError
        When an argument is not allowed or no degree of freedom is left.

    Examples
    --------
    >>> round(detectable(0.2582, 58, 60, "two groups", 0.8, 0.05, "noncentral_t").estimate, 3)
    0.736
    """
    problems = [
        *share_problems(power=power, significance_level=significance_level),
        *choice_problems(method, METHODS, name="method"),
    ]
    if df < 1:
        problems.append(
            f"A test needs at least 1 degree of freedom: found {df}; with so few people or classes "
            "no effect, however large, can be told from chance."
        )
    if not problems and power <= significance_level:
        problems.append(
            f"Power lies above the significance level: found {power:g} and {significance_level:g}; "
            "give 0.8, say."
        )
    refuse(problems)
    multiplier = float(t.isf(significance_level / 2, df) + t.ppf(power, df))
    if method == "noncentral_t":
        multiplier = _noncentral_multiplier(df, power, significance_level, 2 * multiplier + 2)
    return Detectable(
        multiplier * error,
        power,
        significance_level,
        error,
        df,
        n,
        f"{words}; {METHODS[method]}",
    )


def _noncentral_multiplier(df: float, power: float, level: float, most: float) -> float:
    def excess(size: float) -> float:
        found = power_of_t(
            size, standard_error=1.0, degrees_of_freedom=df, significance_level=level
        )
        return found - power

    return float(brentq(excess, 0.0, most))


def share_problems(**shares: object) -> list[str]:
    """List which shares are no numbers from 0 to below 1.

    Parameters
    ----------
    **shares : object
        Values by the name of their argument; power and significance level must be above 0.

    Returns
    -------
    list of str
        One sentence a problem.

    Examples
    --------
    >>> share_problems(power=80)[0]
    'power is a share below 1: found 80; give a value such as 0.5.'
    """
    open_at_0 = ("power", "significance_level")
    return [
        f"{name} is a share below 1: found {value!r}; give a value such as 0.5."
        for name, value in shares.items()
        if not isinstance(value, Real)
        or isinstance(value, bool)
        or not 0 <= value < 1
        or (name in open_at_0 and value == 0)
    ]
