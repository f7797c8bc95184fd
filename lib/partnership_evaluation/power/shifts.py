"""Ordered grades of the same people: shifting them, linking them, and the power to see it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from numbers import Real

import numpy as np
from scipy.stats import multivariate_normal, norm

from partnership_evaluation.estimates import refuse
from partnership_evaluation.power.results import (
    Power,
    distribution_problems,
)
from partnership_evaluation.power.same_people import moves


def shifted(shares: Sequence[float], *, odds_ratio: float) -> list[float]:
    """Shift a distribution over ordered categories by a proportional odds ratio.

    Parameters
    ----------
    shares : sequence of float
        Shares of the categories, worst first; they add up to 1.
    odds_ratio : float
        Above 1 for a shift towards the better categories; the same at every cut.

    Returns
    -------
    list of float

    Raises
    ------
    ValueError
        When an argument is not allowed.

    Notes
    -----
    At each cut, the odds of being above it are multiplied by the odds ratio.

    Examples
    --------
    >>> [round(share, 3) for share in shifted([0.5, 0.5], odds_ratio=3)]
    [0.25, 0.75]
    """
    refuse([*distribution_problems(shares, name="shares"), *odds_problems(odds_ratio)])
    above = 1 - np.cumsum(shares)[:-1]
    moved = above * odds_ratio / (above * odds_ratio + 1 - above)
    edges = np.concatenate([[1.0], moved, [0.0]])
    return [max(0.0, float(share)) for share in edges[:-1] - edges[1:]]


def joint_table(
    before: Sequence[float], after: Sequence[float], *, correlation: float
) -> np.ndarray:
    """Link two distributions over ordered categories person by person.

    Parameters
    ----------
    before, after : sequence of float
        Shares of the categories, worst first.
    correlation : float
        Of the two judgements on the scale behind the categories, from -1 to 1, both excluded.

    Returns
    -------
    numpy.ndarray
        Probability of each pair of categories: rows before, columns after.

    Raises
    ------
    ValueError
        When an argument is not allowed.

    Notes
    -----
    Two standard normal scores with this correlation, cut where the margins say (the polychoric
    model), by ``scipy.stats.multivariate_normal``. With nothing changed the correlation is the
    reliability of a single judgement on that scale; on the categories it is lower.

    Examples
    --------
    >>> joint_table([0.5, 0.5], [0.5, 0.5], correlation=0.5).round(3).tolist()
    [[0.333, 0.167], [0.167, 0.333]]
    """
    refuse(
        [
            *distribution_problems(before, name="before"),
            *distribution_problems(after, name="after"),
            *_correlation_problems(correlation),
        ]
    )
    law = multivariate_normal(cov=[[1.0, correlation], [correlation, 1.0]])
    rows, columns = (np.cumsum(shares)[:-1] for shares in (before, after))
    below = np.zeros((len(before) + 1, len(after) + 1))
    below[-1, 1:-1], below[1:-1, -1], below[-1, -1] = columns, rows, 1.0
    for i, first in enumerate(rows, start=1):
        for j, second in enumerate(columns, start=1):
            below[i, j] = _both_below(law, first, second)
    return np.clip(np.diff(np.diff(below, axis=0), axis=1), 0.0, None)


def steps_of(table: np.ndarray) -> dict[int, float]:
    """Return the probability of each number of steps in a joint table.

    Parameters
    ----------
    table : numpy.ndarray
        As :func:`joint_table` returns, worst category first.

    Returns
    -------
    dict of int to float
        Steps, positive = better, to probability.

    Examples
    --------
    >>> steps_of(np.array([[0.25, 0.25], [0.0, 0.5]]))
    {-1: 0.0, 0: 0.75, 1: 0.25}
    """
    size = len(table)
    return {step: float(np.trace(table, offset=step)) for step in range(1 - size, size)}


def paired_ordinal(
    n: int,
    *,
    before: Sequence[float],
    odds_ratio: float,
    correlation: float,
    test: str = "signed_rank",
    significance_level: float = 0.05,
    draws: int = 2_000,
    seed: int | None = None,
) -> Power:
    """Return the power to see a shift of ordered grades among the same people.

    Parameters
    ----------
    n : int
        People.
    before : sequence of float
        Shares of the grades before, worst first.
    odds_ratio : float
        The shift, as in :func:`shifted`.
    correlation : float
        Of the two judgements of one person, as in :func:`joint_table`.
    test, significance_level, draws, seed
        As in :func:`moves`.

    Returns
    -------
    Power

    Raises
    ------
    ValueError
        When an argument is not allowed.

    Notes
    -----
    The joint table of the shifted distribution gives the probability of each number of steps; the
    rest is :func:`moves`. People at the best grade cannot move up: a ceiling lowers the power, as
    in life.

    Examples
    --------
    >>> found = paired_ordinal(12, before=[0, 0.25, 0.6, 0.15], odds_ratio=4, correlation=0.5)
    >>> found.exact, round(found.estimate, 2)
    (True, 0.3)
    """
    after = shifted(before, odds_ratio=odds_ratio)
    table = joint_table(before, after, correlation=correlation)
    return moves(
        n,
        steps=_as_steps(table),
        test=test,
        significance_level=significance_level,
        draws=draws,
        seed=seed,
    )


def _both_below(law, first: float, second: float) -> float:
    if first <= 0 or second <= 0:
        return 0.0
    if first >= 1 or second >= 1:
        return min(first, second)
    return float(law.cdf([norm.ppf(first), norm.ppf(second)]))


def _as_steps(table: np.ndarray) -> dict[int, float]:
    steps = steps_of(table)
    whole = sum(steps.values())
    return {step: chance / whole for step, chance in steps.items() if chance > 1e-12}


def odds_problems(odds_ratio: object) -> list[str]:
    """List what is wrong with an odds ratio.

    Parameters
    ----------
    odds_ratio : object
        As the caller received it.

    Returns
    -------
    list of str
        One sentence, or none.

    Examples
    --------
    >>> odds_problems(0)[0]
    'An odds ratio lies above 0: found 0; 1 is no shift, 2 twice the odds.'
    """
    number = isinstance(odds_ratio, Real) and not isinstance(odds_ratio, bool)
    if number and 0 < odds_ratio < math.inf:
        return []
    return [f"An odds ratio lies above 0: found {odds_ratio!r}; 1 is no shift, 2 twice the odds."]


def _correlation_problems(value: object) -> list[str]:
    if isinstance(value, Real) and not isinstance(value, bool) and -1 < value < 1:
        return []
    return [f"A correlation lies between -1 and 1: found {value!r}; give a value such as 0.7."]
