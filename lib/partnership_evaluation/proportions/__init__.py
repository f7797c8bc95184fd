"""Shares and their intervals, differences between shares, and the exact tests of a share.

Everything that concerns "so many of so many" is imported from here::

    from partnership_evaluation import proportions

    proportions.interval(6, n=12)
    proportions.interval(75, n=83, population=92)
    proportions.difference(7, 34, 1, 34)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.stats import binom, hypergeom
from statsmodels.stats.proportion import proportion_confint

from partnership_evaluation.estimates import (
    Estimate,
    choice_problems,
    confidence_problems,
    count_problems,
    is_whole,
    refuse,
)
from partnership_evaluation.proportions.changes import paired_difference
from partnership_evaluation.proportions.differences import difference
from partnership_evaluation.proportions.tests import adjust, barnard, binomial, boschloo, fisher

__all__ = [
    "Estimate",
    "adjust",
    "barnard",
    "binomial",
    "boschloo",
    "difference",
    "fisher",
    "interval",
    "paired_difference",
    "simultaneous",
]

METHODS = {
    "clopper_pearson": "Clopper-Pearson exact interval",
    "mid_p": "mid-P interval",
    "wilson": "Wilson score interval",
    "jeffreys": "Jeffreys interval",
}
#: Methods that can be inverted over a finite population, with the weight that each gives to
#: the outcome actually seen.
WEIGHT_OF_OBSERVED = {"clopper_pearson": 1.0, "mid_p": 0.5}


def interval(
    k: int,
    *,
    n: int,
    method: str = "clopper_pearson",
    confidence_level: float = 0.95,
    population: int | None = None,
) -> Estimate:
    """Estimate a share and its confidence interval.

    Parameters
    ----------
    k : int
        How many said yes, improved, attended; 0 to ``n``.
    n : int
        How many answered; at least 1.
    method : {"clopper_pearson", "mid_p", "wilson", "jeffreys"}
        ``clopper_pearson`` never covers less often than it says; the others are shorter and
        hold their level on average only.
    confidence_level : float
        Between 0 and 1.
    population : int, optional
        How many people there are in all, when the ``n`` were drawn from them without
        replacement (83 of the 92 staff). The interval is then about the share among these
        ``population`` people; with ``population == n`` it has no width. Only for
        ``clopper_pearson`` and ``mid_p``.

    Returns
    -------
    Estimate
        ``estimate`` = k / n, ``low``, ``high``, ``n``, ``method``, ``confidence_level``.

    Raises
    ------
    ValueError
        When a count, the level, the method or the population is not allowed.

    Notes
    -----
    Clopper-Pearson inverts the two one-sided binomial tests; mid-P counts only half of the
    probability of the outcome seen. Over a finite population the same is done with the
    hypergeometric distribution, over the integer number of yes-sayers among all. That
    treats those who did not answer as missing at random; for the worst case see the bounds
    for non-response in ``feasible``. Wilson and Jeffreys are
    ``statsmodels.stats.proportion.proportion_confint``. Jeffreys' lower limit is set to 0 when
    k = 0 and its upper limit to 1 when k = n, as Brown, Cai and DasGupta do, so that the
    interval holds the estimate. Mid-P is written here (SciPy and statsmodels have none).

    Checked against the four worked examples of Newcombe's Table I (81 of 263, 15 of 148,
    0 of 20, 1 of 29) and R's ``binom.test`` and ``phyper``.

    References
    ----------
    Newcombe (1998), Two-sided confidence intervals for the single proportion, Statistics in
    Medicine 17, 857-872. Brown, Cai and DasGupta (2001), Interval estimation for a binomial
    proportion, Statistical Science 16, 101-133.

    Examples
    --------
    >>> share = interval(6, n=12)
    >>> round(share.low, 3), round(share.high, 3)
    (0.211, 0.789)
    >>> census = interval(75, n=83, population=92)
    >>> round(census.low, 3), round(census.high, 3)
    (0.88, 0.913)
    """
    refuse(
        [
            *count_problems(k, n),
            *confidence_problems(confidence_level),
            *choice_problems(method, METHODS, name="method"),
            *_population_problems(n, population, method),
        ]
    )
    if population is not None:
        low, high = _finite_limits(k, n, population, method, confidence_level)
        words = f"{METHODS[method]}, finite population of {population}"
    else:
        low, high = _limits(k, n, method, confidence_level)
        words = METHODS[method]
    return Estimate(k / n, low, high, int(n), words, confidence_level)


def _population_problems(n: object, population: object, method: object) -> list[str]:
    if population is None:
        return []
    problems = []
    if not is_whole(population) or (is_whole(n) and population < n):
        problems.append(
            "A population is a whole number no smaller than the number who answered: found "
            f"population = {population!r} with n = {n!r}; give the number of people in all."
        )
    if method in METHODS and method not in WEIGHT_OF_OBSERVED:
        problems.append(
            "A finite population is taken into account by 'clopper_pearson' and 'mid_p' only: "
            f"found method = {method!r}; choose one of these or leave population out."
        )
    return problems


def _limits(k: int, n: int, method: str, confidence_level: float) -> tuple[float, float]:
    alpha = 1 - confidence_level
    if method == "mid_p":
        low, high = _mid_p_limits(k, n, alpha)
    else:
        name = {"clopper_pearson": "beta"}.get(method, method)
        low, high = proportion_confint(k, n, alpha=alpha, method=name)
    return (0.0 if k == 0 else float(low)), (1.0 if k == n else float(high))


def _mid_p_limits(k: int, n: int, alpha: float) -> tuple[float, float]:
    def upper_tail(share: float) -> float:
        return binom.sf(k, n, share) + binom.pmf(k, n, share) / 2 - alpha / 2

    def lower_tail(share: float) -> float:
        return binom.cdf(k - 1, n, share) + binom.pmf(k, n, share) / 2 - alpha / 2

    low = 0.0 if k == 0 else brentq(upper_tail, 0, k / n, xtol=1e-14)
    high = 1.0 if k == n else brentq(lower_tail, k / n, 1, xtol=1e-14)
    return low, high


def _finite_limits(
    k: int, n: int, population: int, method: str, confidence_level: float
) -> tuple[float, float]:
    """Limits by inverting the hypergeometric test over the number of yes-sayers among all."""
    weight, half = WEIGHT_OF_OBSERVED[method], (1 - confidence_level) / 2

    def at_least_k(total: int) -> bool:
        more = hypergeom.sf(k, population, total, n)
        return more + weight * hypergeom.pmf(k, population, total, n) > half

    def at_most_k(total: int) -> bool:
        fewer = hypergeom.cdf(k - 1, population, total, n)
        return fewer + weight * hypergeom.pmf(k, population, total, n) > half

    fewest, most = k, population - (n - k)
    low = _first(at_least_k, fewest, most)
    high = -_first(lambda total: at_most_k(-total), -most, -fewest)
    return low / population, high / population


def _first(holds: Callable[[int], bool], start: int, stop: int) -> int:
    """The first integer of start..stop where a condition holds that, once true, stays true."""
    while start < stop:
        middle = (start + stop) // 2
        if holds(middle):
            stop = middle
        else:
            start = middle + 1
    return start


def simultaneous(
    counts: Mapping[str, int] | pd.Series | Sequence[int], *, confidence_level: float = 0.95
) -> pd.DataFrame:
    """Shares of every category of one question, with intervals that hold all at once.

    Parameters
    ----------
    counts : mapping, pandas.Series or sequence of int
        How many chose each category; categories that nobody chose belong in it, with 0.
    confidence_level : float
        Between 0 and 1: how often all the intervals together are right.

    Returns
    -------
    pandas.DataFrame
        One row a category, in the order given: ``category``, ``k``, ``n``, ``estimate``,
        ``low``, ``high``, ``method``, ``confidence_level``.

    Raises
    ------
    ValueError
        When there is no category, no answer at all, or a count is not a whole number of 0 or more.

    Notes
    -----
    Clopper-Pearson at the level 1 - alpha / m for m categories (Bonferroni). The
    Sison-Glaz intervals of statsmodels are shorter, but break at the sizes met here: for the
    counts 4, 0, 0, 0, 0 they answer [1, 1] for the first category.

    Examples
    --------
    >>> table = simultaneous({"improved": 6, "same": 6, "worse": 0})
    >>> table[["category", "k", "low", "high"]].round(2).values.tolist()
    [['improved', 6, 0.17, 0.83], ['same', 6, 0.17, 0.83], ['worse', 0, 0.0, 0.33]]
    """
    named = counts if isinstance(counts, pd.Series) else pd.Series(counts, dtype=object)
    refuse([*_counts_problems(named), *confidence_problems(confidence_level)])
    n = sum(int(k) for k in named)
    level = 1 - (1 - confidence_level) / len(named)
    rows = [interval(int(k), n=n, confidence_level=level) for k in named]
    return pd.DataFrame(
        {
            "category": named.index.to_numpy(),
            "k": np.array([int(k) for k in named]),
            "n": n,
            "estimate": [row.estimate for row in rows],
            "low": [row.low for row in rows],
            "high": [row.high for row in rows],
            "method": f"{METHODS['clopper_pearson']}, Bonferroni over {len(named)} categories",
            "confidence_level": confidence_level,
        }
    )


def _counts_problems(counts: pd.Series) -> list[str]:
    wrong = [name for name, k in counts.items() if not is_whole(k) or k < 0]
    if wrong:
        return [
            "Counts are whole numbers of 0 or more: found "
            f"{counts[wrong[0]]!r} for category {wrong[0]!r} ({len(wrong)} such); "
            "give the number of people in each category."
        ]
    if sum(counts) == 0:
        return [
            f"Shares need at least one answer: found {len(counts)} categories and no answer; "
            "leave the question out."
        ]
    return []
