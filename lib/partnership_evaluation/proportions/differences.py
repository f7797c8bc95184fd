"""The difference between the shares of two separate groups."""

from __future__ import annotations

import math
from collections.abc import Callable

from scipy.optimize import brentq
from scipy.stats import norm
from statsmodels.stats.proportion import confint_proportions_2indep

from partnership_evaluation.estimates import (
    Estimate,
    choice_problems,
    confidence_problems,
    count_problems,
    refuse,
)

METHODS = {
    "newcombe": "Newcombe hybrid score interval",
    "miettinen_nurminen": "Miettinen-Nurminen score interval",
}
#: How far from the estimate a search for a limit starts: at the estimate itself a score
#: statistic can be 0 / 0.
STEP = 1e-9


def difference(
    k1: int,
    n1: int,
    k2: int,
    n2: int,
    *,
    method: str = "newcombe",
    confidence_level: float = 0.95,
) -> Estimate:
    """Estimate the difference between the shares of two separate groups, first minus second.

    Parameters
    ----------
    k1, n1 : int
        Count and size of the first group.
    k2, n2 : int
        Count and size of the second group; nobody is in both. For the same people
        asked twice use ``paired_difference``.
    method : {"newcombe", "miettinen_nurminen"}
        Which interval.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    Estimate
        ``estimate`` = k1 / n1 - k2 / n2, ``low``, ``high``, ``n`` = n1 + n2, ``method``,
        ``confidence_level``; with ``miettinen_nurminen`` also ``statistic`` (z) and
        ``p_value`` of the score test that this interval inverts.

    Raises
    ------
    ValueError
        When a count, the level or the method is not allowed.

    Notes
    -----
    Newcombe's method 10 joins the two Wilson intervals (statsmodels,
    ``confint_proportions_2indep(method="newcomb")``). Miettinen and Nurminen invert
    ``z = (d - delta) / sqrt(V N / (N - 1))`` with V the variance at the most likely shares
    whose difference is delta. That is written here, because the search of statsmodels 0.15
    (``method="score"``) stops with an error for 73 of the 97 tables of groups of five and seven
    or of six and six, and for 56 of 70 against 48 of 80 returns an upper limit of 0.3440.

    Checked against Newcombe's Table II (56 of 70 against 48 of 80: 0.0524 to 0.3339 and 0.0528
    to 0.3382) and Fagerland, Lydersen and Laake (7 of 34 against 1 of 34: 0.0189 to 0.3404;
    0 of 16 against 15 of 72: -0.3164 to -0.0056), and with a likelihood maximised by search in R.

    References
    ----------
    Newcombe (1998), Interval estimation for the difference between independent proportions,
    Statistics in Medicine 17, 873-890. Miettinen and Nurminen (1985), Comparative analysis of
    two rates, Statistics in Medicine 4, 213-226. Fagerland, Lydersen and Laake (2017),
    Statistical Analysis of Contingency Tables.

    Examples
    --------
    >>> found = difference(56, 70, 48, 80)
    >>> round(found.estimate, 3), round(found.low, 4), round(found.high, 4)
    (0.2, 0.0524, 0.3339)
    """
    refuse(
        [
            *count_problems(k1, n1, count="k1", total="n1"),
            *count_problems(k2, n2, count="k2", total="n2"),
            *confidence_problems(confidence_level),
            *choice_problems(method, METHODS, name="method"),
        ]
    )
    statistic = p_value = None
    if method == "newcombe":
        alpha = 1 - confidence_level
        limits = confint_proportions_2indep(
            k1, n1, k2, n2, method="newcomb", compare="diff", alpha=alpha
        )
        low, high = (float(limit) for limit in limits)
    else:
        low, high = _miettinen_nurminen_limits(k1, n1, k2, n2, confidence_level)
        statistic = _score_statistic(k1, n1, k2, n2)
        p_value = float(2 * norm.sf(abs(statistic)))
    return Estimate(
        k1 / n1 - k2 / n2,
        low,
        high,
        int(n1 + n2),
        METHODS[method],
        confidence_level,
        statistic,
        p_value,
    )


def _restricted_shares(k1: int, n1: int, k2: int, n2: int, delta: float) -> tuple[float, float]:
    """The most likely two shares among those that differ by ``delta``.

    Closed form of the cubic of Farrington and Manning (1990), Statistics in Medicine 9, 1447.
    """
    p1, p2, ratio = k1 / n1, k2 / n2, n2 / n1
    a = 1 + ratio
    b = -(1 + ratio + p1 + ratio * p2 + delta * (ratio + 2))
    c = delta**2 + delta * (2 * p1 + ratio + 1) + p1 + ratio * p2
    d = -p1 * delta * (1 + delta)
    v = (b / (3 * a)) ** 3 - b * c / (6 * a**2) + d / (2 * a)
    size = math.sqrt(max((b / (3 * a)) ** 2 - c / (3 * a), 0.0))
    # Rounding can push the cosine a hair beyond 1.
    cosine = min(abs(v) / size**3, 1.0) if size > 0 else 1.0
    angle = (math.pi + math.acos(cosine)) / 3
    first = 2 * math.copysign(size, v) * math.cos(angle) - b / (3 * a)
    first = min(max(first, 0.0, delta), 1.0, 1 + delta)
    return first, first - delta


def _score_variance(k1: int, n1: int, k2: int, n2: int, delta: float) -> float:
    first, second = _restricted_shares(k1, n1, k2, n2, delta)
    total = n1 + n2
    return (first * (1 - first) / n1 + second * (1 - second) / n2) * total / (total - 1)


def _score_statistic(k1: int, n1: int, k2: int, n2: int) -> float:
    """The score statistic of no difference; 0 when everybody, or nobody, said yes."""
    variance = _score_variance(k1, n1, k2, n2, 0.0)
    gap = k1 / n1 - k2 / n2
    return gap / math.sqrt(variance) if gap else 0.0


def _miettinen_nurminen_limits(
    k1: int, n1: int, k2: int, n2: int, confidence_level: float
) -> tuple[float, float]:
    gap = k1 / n1 - k2 / n2
    z = norm.isf((1 - confidence_level) / 2)

    def excess(delta: float) -> float:
        return (gap - delta) ** 2 - z**2 * _score_variance(k1, n1, k2, n2, delta)

    return limits_by_search(excess, gap)


def limits_by_search(excess: Callable[[float], float], gap: float) -> tuple[float, float]:
    """Where a function that is negative around an estimate first reaches 0 on either side.

    Parameters
    ----------
    excess : callable
        Squared distance minus what the test allows, as a function of the difference.
    gap : float
        The estimated difference, -1 to 1.

    Returns
    -------
    tuple of float
        The lower and the upper limit, -1 and 1 at most.

    Examples
    --------
    >>> low, high = limits_by_search(lambda delta: (delta - 0.2) ** 2 - 0.01, 0.2)
    >>> round(low, 3), round(high, 3)
    (0.1, 0.3)
    """
    low = -1.0 if gap - STEP <= -1 else brentq(excess, -1, gap - STEP, xtol=1e-13)
    high = 1.0 if gap + STEP >= 1 else brentq(excess, gap + STEP, 1, xtol=1e-13)
    return low, high
