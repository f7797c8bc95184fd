"""Exact tests of one share and of two, and corrections for testing many."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from numbers import Real

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.stats.multitest import multipletests

from partnership_evaluation.estimates import (
    ALTERNATIVES,
    Estimate,
    choice_problems,
    confidence_problems,
    count_problems,
    is_whole,
    refuse,
)
from partnership_evaluation.proportions.table_order import pooled_z, worst_p

ADJUSTMENTS = {"holm": "holm", "benjamini_hochberg": "fdr_bh"}
TWO_SIDED = ("minimum_likelihood", "central")
#: Points at which SciPy looks for the worst value of the unknown common share (its default, 32,
#: was enough for four digits in every table tried; 128 costs little).
GRID_POINTS = 128


def binomial(
    k: int,
    *,
    n: int,
    expected: float = 0.5,
    alternative: str = "two_sided",
    two_sided: str = "minimum_likelihood",
    confidence_level: float = 0.95,
) -> Estimate:
    """Test whether a share differs from an expected one (exact binomial test).

    Parameters
    ----------
    k, n : int
        Count and total.
    expected : float
        The share under the null hypothesis, 0 to 1.
    alternative : {"two_sided", "greater", "less"}
        ``greater``: the share is above ``expected``.
    two_sided : {"minimum_likelihood", "central"}
        ``minimum_likelihood`` adds up all outcomes no likelier than the one seen (R, SciPy);
        ``central`` doubles the smaller tail, and then never contradicts the interval.
        The two agree for ``expected=0.5``.
    confidence_level : float
        Between 0 and 1, for the interval, which is always two-sided.

    Returns
    -------
    Estimate
        ``estimate`` = k / n with its Clopper-Pearson interval ``low`` to ``high``, ``n``,
        ``method``, ``confidence_level``, ``statistic`` = k, ``p_value``.

    Raises
    ------
    ValueError
        When a count, the expected share or a word is not allowed.

    Notes
    -----
    ``scipy.stats.binomtest``. Checked against R's ``binom.test``.

    Examples
    --------
    >>> round(binomial(6, n=6).p_value, 5)
    0.03125
    """
    problems = [
        *count_problems(k, n),
        *confidence_problems(confidence_level),
        *choice_problems(alternative, ALTERNATIVES, name="alternative"),
        *choice_problems(two_sided, TWO_SIDED, name="two_sided"),
    ]
    if not isinstance(expected, Real) or not 0 <= expected <= 1:
        problems.append(
            f"An expected share lies between 0 and 1: found {expected!r}; give 0.5 for 50%, say."
        )
    refuse(problems)
    found = stats.binomtest(k, n, expected, alternative=ALTERNATIVES[alternative])
    p_value = float(found.pvalue)
    if alternative == "two_sided" and two_sided == "central":
        tails = stats.binom.sf(k - 1, n, expected), stats.binom.cdf(k, n, expected)
        p_value = min(1.0, 2 * float(min(tails)))
    interval = stats.binomtest(k, n).proportion_ci(confidence_level, method="exact")
    return Estimate(
        k / n,
        float(interval.low),
        float(interval.high),
        int(n),
        f"exact binomial test against {expected:g}, {alternative.replace('_', '-')}",
        confidence_level,
        float(k),
        p_value,
    )


def fisher(k1: int, n1: int, k2: int, n2: int, *, alternative: str = "two_sided") -> Estimate:
    """Test whether two groups share one proportion, given both margins (Fisher's exact test).

    Parameters
    ----------
    k1, n1, k2, n2 : int
        Count and size of the first and of the second group.
    alternative : {"two_sided", "greater", "less"}
        ``greater``: the first group's share is the larger.

    Returns
    -------
    Estimate
        ``estimate`` = k1 / n1 - k2 / n2, ``low`` and ``high`` None (no interval for the
        difference belongs to this test: ask ``difference``), ``n`` = n1 + n2, ``method``,
        ``statistic`` = the sample odds ratio (None when undefined), ``p_value``.

    Raises
    ------
    ValueError
        When a count or the alternative is not allowed.

    Notes
    -----
    ``scipy.stats.fisher_exact``; two-sided by minimum likelihood as in R's ``fisher.test``,
    against which it was checked. Conditioning on the second margin makes it conservative with
    few people: ``boschloo`` is never less powerful.

    Examples
    --------
    >>> round(fisher(3, 4, 1, 4).p_value, 4)
    0.4857
    """
    table = _table_of_groups(k1, n1, k2, n2, alternative)
    p_value = stats.fisher_exact(table, alternative=ALTERNATIVES[alternative]).pvalue
    above, below = k1 * (n2 - k2), k2 * (n1 - k1)
    odds_ratio = above / below if below else (math.inf if above else None)
    return _of_groups(k1, n1, k2, n2, "Fisher's exact test", alternative, odds_ratio, p_value)


def boschloo(k1: int, n1: int, k2: int, n2: int, *, alternative: str = "two_sided") -> Estimate:
    """Test whether two groups share one proportion, group sizes given (Boschloo's exact test).

    Parameters
    ----------
    k1, n1, k2, n2, alternative
        As in ``fisher``.

    Returns
    -------
    Estimate
        As ``fisher``; ``statistic`` is Fisher's p-value, by which Boschloo orders the tables.

    Raises
    ------
    ValueError
        When a count or the alternative is not allowed.

    Notes
    -----
    ``scipy.stats.boschloo_exact``. Uniformly more powerful than Fisher's test. SciPy looks for the
    worst common share on a grid and refines it; its two-sided p is twice the smaller one-sided p.

    Examples
    --------
    >>> round(boschloo(7, 15, 12, 15, alternative="less").p_value, 4)
    0.0341
    """
    table = _table_of_groups(k1, n1, k2, n2, alternative)
    found = stats.boschloo_exact(table, alternative=ALTERNATIVES[alternative], n=GRID_POINTS)
    statistic, p_value = _or_no_evidence(k1, n1, k2, n2, found)
    name = "Boschloo's exact test"
    return _of_groups(k1, n1, k2, n2, name, alternative, statistic, p_value)


def barnard(k1: int, n1: int, k2: int, n2: int, *, alternative: str = "two_sided") -> Estimate:
    """Test whether two groups share one proportion, group sizes given (Barnard's exact test).

    Parameters
    ----------
    k1, n1, k2, n2, alternative
        As in ``fisher``.

    Returns
    -------
    Estimate
        As ``fisher``; ``statistic`` is the pooled z by which the tables are ordered.

    Raises
    ------
    ValueError
        When a count or the alternative is not allowed.

    Notes
    -----
    The Suissa-Shuster form: pooled z, the worst common share. The tables are ordered in whole
    numbers: SciPy's ``barnard_exact`` compares z as floats and leaves out tables that are exactly
    as extreme (two-sided 0.679 for 2 of 4 against 1 of 3, where 0.797 is right). Checked against
    going through all tables in fractions, R, and the published example, 7 of 15 against 12 of 15.

    Examples
    --------
    >>> round(barnard(7, 15, 12, 15, alternative="less").p_value, 4)
    0.0341
    """
    _table_of_groups(k1, n1, k2, n2, alternative)  # refuses what is not allowed
    statistic, p_value = None, 1.0
    if k1 + k2 not in (0, n1 + n2):
        statistic = pooled_z(k1, n1, k2, n2)
        p_value = worst_p(k1, n1, k2, n2, alternative=alternative)
    name = "Barnard's exact test"
    return _of_groups(k1, n1, k2, n2, name, alternative, statistic, p_value)


def _table_of_groups(k1: int, n1: int, k2: int, n2: int, alternative: str) -> list[list[int]]:
    """The table in the layout of SciPy, which fixes the column totals: one column a group."""
    refuse(
        [
            *count_problems(k1, n1, count="k1", total="n1"),
            *count_problems(k2, n2, count="k2", total="n2"),
            *choice_problems(alternative, ALTERNATIVES, name="alternative"),
        ]
    )
    return [[k1, k2], [n1 - k1, n2 - k2]]


def _or_no_evidence(k1: int, n1: int, k2: int, n2: int, found: object) -> tuple[object, float]:
    """Where all, or none, said yes there is nothing to order the tables by: p = 1."""
    if k1 + k2 in (0, n1 + n2):
        return None, 1.0
    return float(found.statistic), min(1.0, float(found.pvalue))


def _of_groups(
    k1: int,
    n1: int,
    k2: int,
    n2: int,
    name: str,
    alternative: str,
    statistic: float | None,
    p_value: float,
) -> Estimate:
    return Estimate(
        k1 / n1 - k2 / n2,
        None,
        None,
        int(n1 + n2),
        f"{name}, {alternative.replace('_', '-')}",
        statistic=statistic,
        p_value=min(1.0, float(p_value)),
    )


def adjust(
    p_values: Mapping[str, float] | pd.Series | Sequence[float], *, method: str = "holm"
) -> pd.Series:
    """Correct the p-values of all the tests that one report makes.

    Parameters
    ----------
    p_values : mapping, pandas.Series or sequence of float
        All p-values of the family, each 0 to 1, none missing: a test left out makes the
        others look better than they are.
    method : {"holm", "benjamini_hochberg"}
        ``holm`` bounds the chance of any false alarm; ``benjamini_hochberg`` the expected
        share of false alarms among the findings.

    Returns
    -------
    pandas.Series
        The adjusted p-values under the labels given, named ``p_value_adjusted``.

    Raises
    ------
    ValueError
        When the family is empty, a value is missing or outside 0 to 1, or the method is unknown.

    Notes
    -----
    ``statsmodels.stats.multitest.multipletests``. Checked against R's ``p.adjust``.

    Examples
    --------
    >>> adjust({"sign": 0.03125, "trend": 0.2, "share": 0.01}).round(4).to_dict()
    {'sign': 0.0625, 'trend': 0.2, 'share': 0.03}
    """
    named = p_values if isinstance(p_values, pd.Series) else pd.Series(p_values, dtype=object)
    problems = choice_problems(method, ADJUSTMENTS, name="method")
    if named.empty:
        problems.append("A family of tests has at least one p-value: found none; give them all.")
    wrong = [label for label, value in named.items() if not _is_probability(value)]
    if wrong:
        problems.append(
            f"A p-value lies between 0 and 1 and none is missing: found {named[wrong[0]]!r} for "
            f"{wrong[0]!r} ({len(wrong)} such); mend it, or leave the test out of the report too."
        )
    refuse(problems)
    adjusted = multipletests(named.to_numpy(dtype=float), method=ADJUSTMENTS[method])[1]
    return pd.Series(adjusted, index=named.index, name="p_value_adjusted")


def _is_probability(value: object) -> bool:
    if not (isinstance(value, Real) or is_whole(value)) or isinstance(value, bool | np.bool_):
        return False
    return bool(0 <= value <= 1)
