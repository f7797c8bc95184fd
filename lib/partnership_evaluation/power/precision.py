"""How wide an interval will be, before anybody is asked."""

from __future__ import annotations

import numpy as np
from scipy.optimize import brentq
from scipy.stats import binom, multinomial

from partnership_evaluation import proportions
from partnership_evaluation.estimates import (
    Estimate,
    choice_problems,
    confidence_problems,
    refuse,
)
from partnership_evaluation.power.groups import two_proportions
from partnership_evaluation.power.results import share_problems, size_problems
from partnership_evaluation.power.same_people import mcnemar

#: Outcomes rarer than this in all are left out of an expected width.
NEGLIGIBLE = 1e-6


def expected_width_of_share(
    n: int,
    *,
    share: float,
    method: str = "clopper_pearson",
    confidence_level: float = 0.95,
) -> Estimate:
    """Return how wide the interval of a share will be on average.

    Parameters
    ----------
    n : int
        People who will answer.
    share : float
        The true share, from 0 to 1.
    method : str
        A method of ``proportions.interval``.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    Estimate
        ``estimate`` = expected width, as a share; ``low`` and ``high``: the narrowest and widest
        among the outcomes that count.

    Raises
    ------
    ValueError
        When an argument is not allowed.

    Notes
    -----
    The sum over every count, weighted by its binomial probability; counts that together are rarer
    than one in a million are left out.

    Examples
    --------
    >>> round(expected_width_of_share(12, share=0.5).estimate, 2)
    0.56
    """
    refuse(
        [
            *size_problems(n=n),
            *share_problems(share=share),
            *choice_problems(method, proportions.METHODS, name="method"),
            *confidence_problems(confidence_level),
        ]
    )
    counts = np.arange(n + 1)
    chance = binom.pmf(counts, n, share)
    kept = counts[chance > NEGLIGIBLE / (n + 1)]
    widths = np.array(
        [
            _width(
                proportions.interval(int(k), n=n, method=method, confidence_level=confidence_level)
            )
            for k in kept
        ]
    )
    words = f"expected width of the {proportions.METHODS[method]}"
    return _expected(widths, chance[kept], n, words, confidence_level)


def expected_width_of_change(
    n: int,
    *,
    gain: float,
    loss: float,
    method: str = "tango",
    confidence_level: float = 0.95,
) -> Estimate:
    """Return how wide the interval of a change among the same people will be on average.

    Parameters
    ----------
    n : int
        People asked both times; at most 200.
    gain, loss : float
        True shares of people who move up and down.
    method : {"tango", "exact"}
        A method of ``proportions.paired_difference``; ``exact`` takes a second for 40 people.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    Estimate
        As :func:`expected_width_of_share`, for share up less share down.

    Raises
    ------
    ValueError
        When an argument is not allowed.

    Examples
    --------
    >>> round(expected_width_of_change(12, gain=0.5, loss=0.1).estimate, 2)
    0.71
    """
    refuse(
        [
            *size_problems(n=n, most=200),
            *share_problems(gain=gain, loss=loss),
            *choice_problems(method, ("tango", "exact"), name="method"),
            *confidence_problems(confidence_level),
        ]
    )
    if gain + loss > 1:
        raise ValueError(
            f"Nobody both gains and loses: found shares {gain:g} and {loss:g}; correct them."
        )
    ups, downs = (part.ravel() for part in np.indices((n + 1, n + 1)))
    inside = ups + downs <= n
    ups, downs = ups[inside], downs[inside]
    stay = max(0.0, 1 - gain - loss)
    chance = multinomial.pmf(np.column_stack([ups, downs, n - ups - downs]), n, [gain, loss, stay])
    kept = chance > NEGLIGIBLE / len(chance)
    widths = [
        _width(
            proportions.paired_difference(
                [[n - up - down, up], [down, 0]], method=method, confidence_level=confidence_level
            )
        )
        for up, down in zip(ups[kept].tolist(), downs[kept].tolist(), strict=True)
    ]
    words = f"expected width of the {method} interval for share up less share down"
    return _expected(np.array(widths), chance[kept], n, words, confidence_level)


def expected_width_of_difference(
    n: int,
    *,
    comparison_n: int,
    share: float,
    comparison_share: float,
    method: str = "newcombe",
    confidence_level: float = 0.95,
) -> Estimate:
    """Return how wide the interval of a difference of two groups will be on average.

    Parameters
    ----------
    n, comparison_n : int
        People in the two groups; at most 200 each.
    share, comparison_share : float
        Their true shares.
    method : {"newcombe", "miettinen_nurminen"}
        A method of ``proportions.difference``.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    Estimate
        As :func:`expected_width_of_share`.

    Raises
    ------
    ValueError
        When an argument is not allowed.

    Examples
    --------
    >>> found = expected_width_of_difference(12, comparison_n=12, share=0.5, comparison_share=0.2)
    >>> round(found.estimate, 2)
    0.64
    """
    refuse(
        [
            *size_problems(n=n, comparison_n=comparison_n, most=200),
            *share_problems(share=share, comparison_share=comparison_share),
            *choice_problems(method, ("newcombe", "miettinen_nurminen"), name="method"),
            *confidence_problems(confidence_level),
        ]
    )
    chance = np.outer(
        binom.pmf(np.arange(n + 1), n, share),
        binom.pmf(np.arange(comparison_n + 1), comparison_n, comparison_share),
    )
    kept = np.argwhere(chance > NEGLIGIBLE / chance.size)
    widths = [
        _width(
            proportions.difference(
                int(k),
                n,
                int(other),
                comparison_n,
                method=method,
                confidence_level=confidence_level,
            )
        )
        for k, other in kept
    ]
    words = f"expected width of the {method} interval for a difference of two groups"
    return _expected(
        np.array(widths), chance[tuple(kept.T)], n + comparison_n, words, confidence_level
    )


def detectable_gain(
    n: int,
    *,
    loss: float = 0.0,
    power: float = 0.8,
    method: str = "exact",
    significance_level: float = 0.05,
) -> float | None:
    """Return the smallest share who gain that a study of the same people would have detected.

    Parameters
    ----------
    n : int
        People asked both times.
    loss : float
        Share who lose.
    power : float
        How often it would be detected.
    method, significance_level
        As in ``mcnemar``.

    Returns
    -------
    float or None
        Above `loss`; None where not even everybody else gaining would be detected so often.

    Raises
    ------
    ValueError
        When an argument is not allowed.

    Examples
    --------
    >>> round(detectable_gain(12), 2)
    0.58
    >>> detectable_gain(5) is None
    True
    """
    refuse(
        [
            *size_problems(n=n, most=5_000),
            *share_problems(loss=loss, power=power, open_ends=("power",)),
        ]
    )

    def excess(gain: float) -> float:
        found = mcnemar(
            n, gain=gain, loss=loss, method=method, significance_level=significance_level
        )
        return found.estimate - power

    return _first_that_suffices(excess, loss, 1 - loss)


def detectable_share(
    n: int,
    *,
    comparison_n: int,
    comparison_share: float,
    power: float = 0.8,
    test: str = "boschloo",
    significance_level: float = 0.05,
) -> float | None:
    """Return the smallest larger share that a study of two groups would have detected.

    Parameters
    ----------
    n, comparison_n, comparison_share, test, significance_level
        As in ``two_proportions``.
    power : float
        How often it would be detected.

    Returns
    -------
    float or None
        Above `comparison_share`; None where not even a share of 1 would be detected so often.

    Raises
    ------
    ValueError
        When an argument is not allowed.

    Examples
    --------
    >>> round(detectable_share(12, comparison_n=12, comparison_share=0.1), 2)
    0.62
    """
    refuse(share_problems(power=power, comparison_share=comparison_share, open_ends=("power",)))

    def excess(share: float) -> float:
        found = two_proportions(
            n,
            comparison_n=comparison_n,
            share=share,
            comparison_share=comparison_share,
            test=test,
            significance_level=significance_level,
        )
        return found.estimate - power

    return _first_that_suffices(excess, comparison_share, 1.0)


def _first_that_suffices(excess, low: float, high: float) -> float | None:
    if high <= low or excess(high) < 0:
        return None
    if excess(low) >= 0:
        return low
    return float(brentq(excess, low, high, xtol=1e-6))


def _width(found: Estimate) -> float:
    return float(found.high - found.low)


def _expected(widths: np.ndarray, chance: np.ndarray, n: int, words: str, level: float) -> Estimate:
    mean = float(widths @ chance / chance.sum())
    return Estimate(mean, float(widths.min()), float(widths.max()), n, words, level)
