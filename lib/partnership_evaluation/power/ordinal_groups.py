"""Power to see a shift of ordered grades between two separate groups."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from scipy.stats import norm, t

from partnership_evaluation.estimates import choice_problems, refuse
from partnership_evaluation.power.results import (
    Power,
    distribution_problems,
    listed,
    share_problems,
    simulated,
    size_problems,
)
from partnership_evaluation.power.shifts import odds_problems, shifted

TESTS = {
    "whitehead": "proportional odds model (formula of Whitehead)",
    "brunner_munzel": "Brunner-Munzel test",
}


def two_group_ordinal(
    n: int,
    *,
    comparison_n: int,
    comparison: Sequence[float],
    odds_ratio: float,
    test: str = "whitehead",
    significance_level: float = 0.05,
    draws: int = 5_000,
    seed: int | None = None,
) -> Power:
    """Return the power to see a shift of ordered grades between two groups.

    Parameters
    ----------
    n, comparison_n : int
        People in the two groups.
    comparison : sequence of float
        Shares of the grades in the comparison group, worst first.
    odds_ratio : float
        The shift of the programme group, as in :func:`shifted`.
    test : {"whitehead", "brunner_munzel"}
        A formula for the proportional odds model, or the Brunner-Munzel test, simulated.
    significance_level : float
        Between 0 and 1; two-sided.
    draws, seed : int
        For ``brunner_munzel``: studies to simulate and where to start.

    Returns
    -------
    Power
        With ``exact`` False for both: Whitehead's formula is a large-sample one.

    Raises
    ------
    ValueError
        When an argument is not allowed, or the simulation has no seed.

    Notes
    -----
    Whitehead (1993): ln(odds ratio) has the information n1 n2 N (1 - sum p^3) / (3 (N + 1)^2), with
    p the mean shares of the two groups. The simulation draws the counts of both groups
    and applies the Brunner-Munzel t test to each pair; two groups without any overlap count as
    detected. Checked against ``statsmodels.stats.nonparametric.rank_compare_2ordinal`` table by
    table, and the formula against the simulation.

    References
    ----------
    Whitehead (1993), Sample size calculations for ordered categorical data, Statistics in Medicine
    12, 2257-2271. Brunner and Munzel (2000), The nonparametric Behrens-Fisher problem, Biometrical
    Journal 42, 17-25.

    Examples
    --------
    >>> found = two_group_ordinal(50, comparison_n=50, comparison=[0.1, 0.3, 0.4, 0.2],
    ...                           odds_ratio=3)
    >>> round(found.estimate, 2)
    0.84
    """
    refuse(
        [
            *size_problems(n=n, comparison_n=comparison_n, fewest=2),
            *distribution_problems(comparison, name="comparison"),
            *odds_problems(odds_ratio),
            *choice_problems(test, TESTS, name="test"),
            *size_problems(draws=draws, most=1_000_000),
            *share_problems(
                significance_level=significance_level, open_ends=("significance_level",)
            ),
        ]
    )
    programme = shifted(comparison, odds_ratio=odds_ratio)
    if test == "whitehead":
        power = _whitehead(n, comparison_n, programme, comparison, odds_ratio, significance_level)
        found = listed(
            power, n=n + comparison_n, method=TESTS[test], significance_level=significance_level
        )
        words = f"power of the {TESTS[test]}, large-sample"
        return Power(**{**vars(found), "exact": False, "method": words})
    shares = programme, np.asarray(comparison) / sum(comparison)
    return _simulated_power((n, comparison_n), shares, significance_level, draws, seed)


def brunner_munzel_p(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return the two-sided p-value of the Brunner-Munzel test for many pairs of tables at once.

    Parameters
    ----------
    first, second : numpy.ndarray
        Counts over the same ordered categories, one row a study; at least two people a row.

    Returns
    -------
    numpy.ndarray
        One p-value a row; 0 where the groups do not overlap at all, 1 where all are in one
        category.

    Notes
    -----
    ``scipy.stats.brunnermunzel`` takes one study of single values; this one takes counts, so that
    thousands of studies are done in one go.

    Examples
    --------
    >>> counts = np.array([[9, 2, 1, 2]]), np.array([[3, 1, 4, 3]])
    >>> from scipy.stats import brunnermunzel
    >>> values = [np.repeat(range(4), table[0]) for table in counts]
    >>> bool(np.isclose(brunner_munzel_p(*counts)[0], brunnermunzel(*values).pvalue))
    True
    """
    sizes = [table.sum(axis=1, keepdims=True).astype(float) for table in (first, second)]
    below = [np.cumsum(table, axis=1) - table / 2 for table in (first, second)]
    # Placement of each answer among the other group; its variance is that of the test.
    places = below[1] / sizes[1], below[0] / sizes[0]
    spreads, means = [], []
    for table, place, size in zip((first, second), places, sizes, strict=True):
        mean = (table * place).sum(axis=1, keepdims=True) / size
        squares = (table * (place - mean) ** 2).sum(axis=1, keepdims=True)
        spreads.append((squares / (size - 1) / size).ravel())
        means.append(mean.ravel())
    error = np.sqrt(spreads[0] + spreads[1])
    gap = means[0] - 0.5
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = gap / error
        parts = [s**2 / (n.ravel() - 1) for s, n in zip(spreads, sizes, strict=True)]
        df = (spreads[0] + spreads[1]) ** 2 / (parts[0] + parts[1])
    p_value = np.where(np.abs(gap) > 0, 0.0, 1.0)
    usual = error > 0
    p_value[usual] = 2 * t.sf(np.abs(statistic[usual]), df[usual])
    return p_value


def _simulated_power(sizes, shares, level, draws, seed) -> Power:
    if seed is None:
        raise ValueError("A simulation needs a seed: found none; give seed = 1, say.")
    rng = np.random.default_rng(seed)
    tables = (rng.multinomial(n, p, size=draws) for n, p in zip(sizes, shares, strict=True))
    detected = int((brunner_munzel_p(*tables) <= level).sum())
    method = TESTS["brunner_munzel"]
    return simulated(detected, draws=draws, n=sum(sizes), method=method, significance_level=level)


def _whitehead(n, comparison_n, programme, comparison, odds_ratio, level) -> float:
    total = n + comparison_n
    mean = (n * np.asarray(programme) + comparison_n * np.asarray(comparison)) / total
    information = n * comparison_n * total / (3 * (total + 1) ** 2) * (1 - float((mean**3).sum()))
    reach = float(norm.isf(level / 2))
    size = abs(math.log(odds_ratio)) * math.sqrt(information)
    return float(norm.cdf(size - reach) + norm.cdf(-size - reach))
