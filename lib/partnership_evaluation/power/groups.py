"""Power of exact tests of two shares, and of studies of whole classes."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.stats import binom, hypergeom

from partnership_evaluation import effects
from partnership_evaluation.estimates import choice_problems, refuse
from partnership_evaluation.power.results import (
    NOTHING,
    Power,
    listed,
    share_problems,
    size_problems,
)

TESTS = {"fisher": "Fisher's exact test", "boschloo": "Boschloo's exact test"}
#: Shares at which the size of Boschloo's rejection region is looked up.
GRID = 1_001
#: Tables by group sizes that are listed one by one.
MOST_TABLES = 250_000


def two_proportions(
    n: int,
    *,
    comparison_n: int,
    share: float,
    comparison_share: float,
    test: str = "boschloo",
    significance_level: float = 0.05,
) -> Power:
    """Return the exact power to tell the shares of two separate groups apart.

    Parameters
    ----------
    n, comparison_n : int
        People in the two groups.
    share, comparison_share : float
        Their true shares, from 0 to 1.
    test : {"boschloo", "fisher"}
        Boschloo's test keeps the level as surely as Fisher's and detects more.
    significance_level : float
        Between 0 and 1; two-sided.

    Returns
    -------
    Power
        Exact: the sum over every table that the test rejects.

    Raises
    ------
    ValueError
        When an argument is not allowed or there are more than 250,000 tables.

    Notes
    -----
    Fisher's two-sided p-value adds all tables no more probable than the one seen (as
    ``scipy.stats.fisher_exact``). Boschloo's is twice the smaller one-sided p-value (as
    ``scipy.stats.boschloo_exact``), each the largest probability over the common share of a
    one-sided Fisher p-value as small; the largest is sought over a grid of 1,001 shares. Checked
    against R (enumeration with ``fisher.test``) and against ``scipy.stats.boschloo_exact`` table by
    table.

    Examples
    --------
    >>> found = two_proportions(12, comparison_n=12, share=0.6, comparison_share=0.1)
    >>> round(found.estimate, 2)
    0.77
    """
    refuse(
        [
            *size_problems(n=n, comparison_n=comparison_n),
            *share_problems(share=share, comparison_share=comparison_share),
            *choice_problems(test, TESTS, name="test"),
            *share_problems(
                significance_level=significance_level, open_ends=("significance_level",)
            ),
        ]
    )
    if (n + 1) * (comparison_n + 1) > MOST_TABLES:
        raise ValueError(
            f"At most {MOST_TABLES:,} tables are listed: found {n} and {comparison_n} people; with "
            "so many statsmodels.stats.proportion.power_proportions_2indep is accurate."
        )
    share, comparison_share = (0.0 if p < NOTHING else p for p in (share, comparison_share))
    rejected = rejection_region(n, comparison_n, test=test, significance_level=significance_level)
    first = binom.pmf(np.arange(n + 1), n, share)
    second = binom.pmf(np.arange(comparison_n + 1), comparison_n, comparison_share)
    power = float(first @ rejected @ second)
    return listed(
        power, n=n + comparison_n, method=TESTS[test], significance_level=significance_level
    )


@lru_cache(maxsize=64)
def rejection_region(
    n: int, comparison_n: int, *, test: str = "boschloo", significance_level: float = 0.05
) -> np.ndarray:
    """Say of every table of two groups whether a test rejects.

    Parameters
    ----------
    n, comparison_n : int
        People in the two groups.
    test : {"boschloo", "fisher"}
        As in :func:`two_proportions`.
    significance_level : float
        Two-sided.

    Returns
    -------
    numpy.ndarray of bool
        Row = number in the first group, column = number in the second.

    Examples
    --------
    >>> int(rejection_region(5, 5, test="fisher").sum())
    6
    """
    if test == "fisher":
        return _fisher_p(n, comparison_n) <= significance_level
    greater = _boschloo_p(n, comparison_n)
    less = _boschloo_p(comparison_n, n).T
    return 2 * np.minimum(greater, less) <= significance_level


def clusters(
    effect_size: float,
    *,
    clusters: int,
    comparison_clusters: int,
    cluster_size: float,
    intraclass_correlation: float,
    explained_between: float = 0.0,
    explained_within: float = 0.0,
    covariates: int = 0,
    significance_level: float = 0.05,
) -> Power:
    """Return the power of a study in which whole classes or schools take part.

    Parameters
    ----------
    effect_size : float
        Difference in standard deviations of all people.
    clusters, comparison_clusters, cluster_size, intraclass_correlation
        As in ``effects.detectable_between_clusters``.
    explained_between, explained_within, covariates
        As in ``effects.detectable_between_clusters``.
    significance_level : float
        Two-sided.

    Returns
    -------
    Power
        By the noncentral t distribution; exact for normal outcomes and classes of one size.

    Raises
    ------
    ValueError
        When an argument is not allowed or no degree of freedom is left.

    Notes
    -----
    The design of ``effects.detectable_between_clusters``; its smallest detectable effect has the
    power asked for. Checked against R (``pt(ncp = )``) and simulated trials.

    Examples
    --------
    >>> found = clusters(0.638, clusters=10, comparison_clusters=10, cluster_size=25,
    ...                  intraclass_correlation=0.2)
    >>> round(found.estimate, 2)
    0.8
    """
    found = effects.detectable_between_clusters(
        clusters,
        comparison_clusters=comparison_clusters,
        cluster_size=cluster_size,
        intraclass_correlation=intraclass_correlation,
        explained_between=explained_between,
        explained_within=explained_within,
        covariates=covariates,
        significance_level=significance_level,
    )
    power = effects.power_of_t(
        effect_size,
        standard_error=found.standard_error,
        degrees_of_freedom=found.degrees_of_freedom,
        significance_level=significance_level,
    )
    words = f"power of the t test of {found.method}"
    return Power(power, None, None, found.n, words, None, significance_level=significance_level)


def _fisher_p(n: int, comparison_n: int) -> np.ndarray:
    """Two-sided p-value of every table: all tables of the same total no more probable."""
    total = n + comparison_n
    p_value = np.ones((n + 1, comparison_n + 1))
    for yes in range(total + 1):
        k = np.arange(max(0, yes - comparison_n), min(n, yes) + 1)
        chance = hypergeom.pmf(k, total, yes, n)
        # Ties are ties up to rounding error, as in SciPy and R.
        as_extreme = chance[None, :] <= chance[:, None] * (1 + 1e-7)
        p_value[k, yes - k] = np.minimum(1.0, as_extreme @ chance)
    return p_value


def _boschloo_p(n: int, comparison_n: int) -> np.ndarray:
    """One-sided p-value (first share larger) of every table."""
    k, other = np.meshgrid(np.arange(n + 1), np.arange(comparison_n + 1), indexing="ij")
    fisher = hypergeom.sf(k - 1, n + comparison_n, k + other, n).ravel()
    order = np.argsort(fisher, kind="stable")
    # Tables with the same Fisher p-value enter the region together.
    last = np.searchsorted(fisher[order], fisher[order] * (1 + 1e-10), side="right") - 1
    largest = np.zeros(len(order))
    for common in np.linspace(0, 1, GRID):
        chance = np.outer(
            binom.pmf(np.arange(n + 1), n, common),
            binom.pmf(np.arange(comparison_n + 1), comparison_n, common),
        )
        np.maximum(largest, np.cumsum(chance.ravel()[order])[last], out=largest)
    p_value = np.empty(len(order))
    p_value[order] = np.minimum(1.0, largest)
    return p_value.reshape(n + 1, comparison_n + 1)
