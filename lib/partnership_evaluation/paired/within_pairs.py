"""How often a random after is better than a random before, when both are of the same people."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from scipy import stats

from partnership_evaluation.estimates import as_list, number_problems, refuse
from partnership_evaluation.paired import studentized_permutation as permutation
from partnership_evaluation.paired.superiority import high_is_better, within_reach, word_problems
from partnership_evaluation.paired.superiority_results import (
    Superiority,
    from_permutations,
    more_cautious,
)


def within_pairs(
    before: Sequence[float],
    after: Sequence[float],
    *,
    better: str = "high",
    test: str = "auto",
    confidence_level: float = 0.95,
) -> Superiority:
    """Estimate how often a random *after* is better than a random *before* of the same people.

    Parameters
    ----------
    before, after : sequence of numbers
        Codes of an ordered scale of the same people in the same order, at least two.
    better : {"high", "low"}
        Whether a high code is better, or a low one.
    test : {"auto", "permutation", "t"}
        As in ``between_groups``; the permutations swap before and after within a pair.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    Superiority
        ``estimate`` = P(after better) + P(tie) / 2 over all combinations of a before and an after,
        ``low``, ``high``, ``n`` = number of pairs, ``method``, ``statistic``, ``p_value``, and
        Cliff's delta likewise. The limits are None where the data have no spread to judge
        them by; ``method`` says so.

    Raises
    ------
    ValueError
        When the two differ in length, hold fewer than two pairs, a value is missing, a word is
        not allowed, or ``test="permutation"`` would go through too many tables.

    Notes
    -----
    The two looks at one person are correlated, so the interval for independent groups does not
    hold. With F and G the mid-distribution functions of before and after and
    ``d[i] = F(after[i]) - G(before[i])``, the estimate is ``(1 + mean(d)) / 2`` and its standard
    error ``sd(d) / sqrt(n)``. ``t`` uses n - 1 degrees of freedom (Munzel 1999). Its p is too
    small when few people moved: for the twelve lesson grades below it is 0.006, where the
    permutations, like the exact sign test, give 0.031. The permutation interval, in turn, is
    too narrow then (it covers 90% where t covers 95%, for 12 pairs half of whom could and did
    improve); hence ``auto``.
    With fewer than a handful of movers neither is reliable: show the moves themselves.
    No Python package has either; they are written here and checked against the same
    quantities computed from ranks in R and against all swaps one by one. When every after beats
    every before, the limit is (alpha / 2) ** (1 / m) from m = n // 2 comparisons of different
    people.

    References
    ----------
    Munzel (1999), Nonparametric methods for paired samples, Statistica Neerlandica 53, 277-286.
    Konietschke and Pauly (2012), A studentized permutation test for the nonparametric
    Behrens-Fisher problem in paired data, Electronic Journal of Statistics 6, 1358-1372.

    Examples
    --------
    >>> found = within_pairs([2, 2, 1, 3, 2, 2, 2, 3, 3, 2, 2, 1],
    ...                      [1, 2, 1, 2, 2, 2, 2, 2, 2, 1, 1, 1], better="low")
    >>> round(found.estimate, 3), round(found.cliffs_delta, 3), found.p_value
    (0.698, 0.396, 0.03125)
    """
    firsts, seconds = as_list(before), as_list(after)
    refuse([*_pair_problems(firsts, seconds), *word_problems(better, test, confidence_level)])
    firsts, seconds = high_is_better(firsts, better), high_is_better(seconds, better)
    n = len(firsts)
    gaps = _mid_distribution(firsts, seconds) - _mid_distribution(seconds, firsts)
    estimate = float((1 + gaps.mean()) / 2)
    if min(seconds) > max(firsts) or max(seconds) < min(firsts):
        return Superiority.separated(
            min(seconds) > max(firsts),
            n,
            n // 2,
            words="before and after that do not overlap",
            confidence_level=confidence_level,
            p_value=2.0 ** (1 - n),
        )
    name = "Brunner-Munzel for pairs"
    if np.ptp(gaps) < permutation.MARGIN:
        return _all_alike(estimate, firsts == seconds, n)
    routes = []
    if test != "permutation":
        routes.append(_from_gaps(estimate, gaps, name, confidence_level))
    if within_reach(test, permutation.count_pair_tables(firsts, seconds)):
        found = permutation.of_pairs(firsts, seconds)
        routes.append(from_permutations(found, n, name, confidence_level))
    return more_cautious(routes, name)


def _all_alike(estimate: float, nobody_moved: bool, n: int) -> Superiority:
    if nobody_moved:
        return Superiority.of(0.5, None, None, n, "no interval: nobody moved", p_value=1.0)
    return Superiority.of(estimate, None, None, n, "no interval: all pairs moved alike")


def _pair_problems(before: list[object], after: list[object]) -> list[str]:
    problems = [*number_problems(before, name="before"), *number_problems(after, name="after")]
    if len(before) != len(after):
        problems.append(
            f"Pairs are the same people twice: found {len(before)} before and {len(after)} after; "
            "match them by name, or compare the two as separate groups."
        )
    elif not problems and len(before) < 2:
        problems.append("An interval needs two pairs: found 1; describe the single case in words.")
    return problems


def _mid_distribution(values: list[float], points: list[float]) -> np.ndarray:
    """Share of the values below each point, plus half of the share equal to it."""
    sample, at = np.array(values), np.array(points)
    below = (sample[None, :] < at[:, None]).mean(axis=1)
    return below + (sample[None, :] == at[:, None]).mean(axis=1) / 2


def _from_gaps(
    estimate: float, gaps: np.ndarray, name: str, confidence_level: float
) -> Superiority:
    n = len(gaps)
    error = gaps.std(ddof=1) / math.sqrt(n)
    reach = stats.t.isf((1 - confidence_level) / 2, n - 1) * error
    statistic = (estimate - 0.5) / error
    return Superiority.of(
        estimate,
        max(0.0, estimate - reach),
        min(1.0, estimate + reach),
        n,
        f"{name}, t approximation",
        confidence_level=confidence_level,
        statistic=float(statistic),
        p_value=float(2 * stats.t.sf(abs(statistic), n - 1)),
    )
