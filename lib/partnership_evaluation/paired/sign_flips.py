"""Exact tests of paired changes: each change could as well have had the other sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import binomtest, rankdata

from partnership_evaluation.estimates import (
    ALTERNATIVES,
    Estimate,
    choice_problems,
    confidence_problems,
    number_problems,
    refuse,
    whole_numbers,
)

ZERO_METHODS = ("wilcox", "pratt")
#: The work grows with the cube of the number of pairs; this many take about a second.
MOST_PAIRS = 1000


@dataclass(frozen=True)
class PairedTest(Estimate):
    """A test of paired changes, with the pairs counted by direction.

    Attributes
    ----------
    estimate, low, high, n, method, confidence_level, statistic, p_value
        As in ``Estimate``; ``n`` counts all pairs, those that did not change too.
    n_improved, n_zero, n_worse : int
        How many moved up, stayed, moved down; together ``n``.
    """

    n_improved: int = 0
    n_zero: int = 0
    n_worse: int = 0


def sign_test(
    changes: Sequence[int], *, alternative: str = "two_sided", confidence_level: float = 0.95
) -> PairedTest:
    """Test whether more pairs moved up than down, counting each move once.

    Parameters
    ----------
    changes : sequence of int
        One change a pair, positive = better (as ``measures.shift`` returns).
    alternative : {"two_sided", "greater", "less"}
        ``greater``: more moved up than down.
    confidence_level : float
        Between 0 and 1, for the interval, which is always two-sided.

    Returns
    -------
    PairedTest
        ``estimate`` = share of the movers who moved up (None when nobody moved) with its
        Clopper-Pearson interval, ``statistic`` = number who moved up, ``p_value``, ``n`` = all
        pairs, ``n_improved``, ``n_zero``, ``n_worse``, ``method``.

    Raises
    ------
    ValueError
        When a change is missing or no whole number, or an argument is not allowed.

    Notes
    -----
    ``scipy.stats.binomtest`` of the movers against one half; pairs that did not move say
    nothing about direction and are left out. p and interval never contradict each other.

    Examples
    --------
    >>> sign_test([1, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1, 0]).p_value
    0.03125
    """
    values = _checked(changes, alternative, confidence_problems(confidence_level))
    up, down = sum(v > 0 for v in values), sum(v < 0 for v in values)
    estimate = low = high = None
    p_value = 1.0
    if up + down:
        found = binomtest(up, up + down, 0.5, alternative=ALTERNATIVES[alternative])
        interval = binomtest(up, up + down).proportion_ci(confidence_level, method="exact")
        estimate, low, high = up / (up + down), float(interval.low), float(interval.high)
        p_value = float(found.pvalue)
    return PairedTest(
        estimate,
        low,
        high,
        len(values),
        f"exact sign test, {alternative.replace('_', '-')}",
        confidence_level,
        float(up),
        p_value,
        up,
        len(values) - up - down,
        down,
    )


def signed_rank(
    changes: Sequence[int], *, zero_method: str = "wilcox", alternative: str = "two_sided"
) -> PairedTest:
    """Test whether changes lean one way, weighing larger moves more (Wilcoxon), exactly.

    Parameters
    ----------
    changes : sequence of int
        One change a pair, positive = better.
    zero_method : {"wilcox", "pratt"}
        What to do with pairs that did not change: leave them out before ranking, or rank
        them and leave out their ranks.
    alternative : {"two_sided", "greater", "less"}
        ``greater``: changes lean to the better.

    Returns
    -------
    PairedTest
        ``estimate`` = matched-pairs rank-biserial correlation, (W+ - W-) / (W+ + W-), None when
        nobody moved; ``statistic`` = W+, the sum of the (middle) ranks of the improvements;
        ``p_value``; ``n`` = all pairs, ``n_improved``, ``n_zero``, ``n_worse``; ``method``. There
        is no interval.

    Raises
    ------
    ValueError
        When a change is missing or no whole number, an argument is not allowed, or there are more
        than 1,000 pairs.

    Notes
    -----
    Exact for any pattern of ties and zeros: the distribution of W+ over all 2**m choices of sign is
    built up one pair at a time on doubled middle ranks, which are whole numbers (the
    shift algorithm of Streitberg and Röhmel 1986). ``scipy.stats.wilcoxon(method="exact")`` ignores
    ties (for the changes 2, 2, 1, 1, 1, 1, 1, 1, -1 it gives 0.0273 where 16 of 512 sign choices
    are as extreme: 0.03125) and its default falls back to the normal distribution. Up to 52 moves
    the result is exact to the last digit; beyond, to rounding error.

    The steps of an ordinal scale are compared by size here: a move of two grades is taken to be
    more than a move of one. The sign test does not need that.

    Checked against full enumeration and R's ``coin::wilcoxsign_test(distribution = "exact")`` with
    both zero methods.

    References
    ----------
    Pratt (1959), Remarks on zeros and ties in the Wilcoxon signed rank procedures, Journal of the
    American Statistical Association 54, 655-667. Streitberg and Röhmel (1986), Exact
    distributions for permutations and rank tests, Statistical Software Newsletter 12, 10-17.

    Examples
    --------
    >>> found = signed_rank([1, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1, 0])
    >>> found.statistic, found.p_value, found.n, found.n_zero
    (21.0, 0.03125, 12, 6)
    """
    problems = choice_problems(zero_method, ZERO_METHODS, name="zero_method")
    values = np.array(_checked(changes, alternative, [*problems, *_size_problems(changes)]))
    ranked = values[values != 0] if zero_method == "wilcox" else values
    moved = ranked != 0
    doubled = np.rint(2 * rankdata(np.abs(ranked))).astype(int)[moved] if moved.any() else []
    words = f"exact Wilcoxon signed-rank test, {zero_method} zeros, {alternative.replace('_', '-')}"
    return _flip_test(values, np.array(doubled, dtype=int), 2, words, alternative)


def ordered_marginal_homogeneity(
    changes: Sequence[int], *, alternative: str = "two_sided"
) -> PairedTest:
    """Test whether the grades as a whole moved, every step counting the same, exactly.

    Parameters
    ----------
    changes : sequence of int
        Steps moved, one a pair, positive = better.
    alternative : {"two_sided", "greater", "less"}
        ``greater``: grades moved to the better.

    Returns
    -------
    PairedTest
        ``estimate`` = mean steps moved over all pairs, ``statistic`` = net steps (sum of the
        changes), ``p_value``, ``n``, ``n_improved``, ``n_zero``, ``n_worse``, ``method``. There
        is no interval.

    Raises
    ------
    ValueError
        As ``signed_rank``.

    Notes
    -----
    The exact conditional version of the marginal homogeneity test for ordered grades with scores
    1, 2, 3 ...: the sum of changes over all choices of sign, by the same shift algorithm. With two
    grades it is McNemar's exact test. It treats the steps between grades as equal. Checked
    against full enumeration and R's ``coin::mh_test`` (whose chi-squared statistic is
    ``statistic ** 2 / sum(changes ** 2)``).

    Examples
    --------
    >>> ordered_marginal_homogeneity([2, 1, 1, 0, 1, -1]).p_value
    0.3125
    """
    values = np.array(_checked(changes, alternative, _size_problems(changes)))
    words = (
        "exact test of marginal homogeneity, equally spaced grades, "
        f"{alternative.replace('_', '-')}"
    )
    steps = np.abs(values[values != 0]).astype(int)
    found = _flip_test(values, steps, 1, words, alternative)
    net = float(values.sum())
    counts = (found.n_improved, found.n_zero, found.n_worse)
    return PairedTest(
        net / len(values), None, None, len(values), words, None, net, found.p_value, *counts
    )


def _checked(changes: Sequence[int], alternative: str, problems: list[str]) -> list[int]:
    column = list(changes)
    refuse(
        [
            *number_problems(column, name="changes", whole=True),
            *choice_problems(alternative, ALTERNATIVES, name="alternative"),
            *problems,
        ]
    )
    return whole_numbers(column, name="changes")


def _size_problems(changes: Sequence[int]) -> list[str]:
    n = len(changes)
    if n <= MOST_PAIRS:
        return []
    return [
        f"Exact tests by size of change take at most {MOST_PAIRS:,} pairs: found {n:,}; "
        "with so many a normal approximation (scipy.stats.wilcoxon) is accurate."
    ]


def _flip_test(
    values: np.ndarray, weights: np.ndarray, unit: int, words: str, alternative: str
) -> PairedTest:
    """Sum of the weights of the improvements against all choices of sign."""
    moves = values[values != 0]
    total = int(weights.sum())
    won = int(weights[moves > 0].sum())
    p_value = flip_p_value(weights.tolist(), won, alternative=alternative)
    return PairedTest(
        (2 * won - total) / total if total else None,
        None,
        None,
        len(values),
        words,
        None,
        won / unit,
        p_value,
        int((values > 0).sum()),
        int((values == 0).sum()),
        int((values < 0).sum()),
    )


def flip_p_value(weights: Sequence[int], won: int, *, alternative: str = "two_sided") -> float:
    """Exact p-value of a sum of weights when each weight counts with probability one half.

    Parameters
    ----------
    weights : sequence of int
        Positive whole numbers.
    won : int
        The sum that was seen.
    alternative : {"two_sided", "greater", "less"}
        ``greater``: sums at least as large; ``two_sided``: twice the smaller tail, at most 1.

    Returns
    -------
    float

    Examples
    --------
    >>> flip_p_value([1, 1, 1], 3)
    0.25
    """
    chance = np.zeros(sum(weights) + 1)
    chance[0] = 1.0
    reached = 0
    for weight in weights:
        shifted = chance[: reached + 1].copy()
        chance[: reached + 1] *= 0.5
        chance[weight : reached + weight + 1] += 0.5 * shifted
        reached += weight
    at_least, at_most = float(chance[won:].sum()), float(chance[: won + 1].sum())
    if alternative == "greater":
        return min(1.0, at_least)
    if alternative == "less":
        return min(1.0, at_most)
    return min(1.0, 2 * min(at_least, at_most))
