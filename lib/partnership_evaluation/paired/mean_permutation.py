"""Two means of whole answers by different people: the exact permutation test, and its range.

When only the means were printed, the p-value depends on how the answers were spread. It is worked
out for every pair of spreads that fits; the test sees only the two groups thrown together, so
pairs that pool to the same answers are tested once.
"""

from itertools import product
from math import comb

import numpy as np

from partnership_evaluation.estimates import Estimate, refuse
from partnership_evaluation.feasible import Bounds

METHOD = "exact permutation test of two means, two-sided"
MOST_TABLES = 200_000


def permutation_test(first, second):
    """Test whether two groups of answers share one mean, by every way of dividing them.

    Parameters
    ----------
    first, second : sequence of int
        How many gave each answer, lowest answer first, on the same scale.

    Returns
    -------
    partnership_evaluation.estimates.Estimate
        ``estimate`` = mean of the second less mean of the first, in steps of the scale;
        ``p_value`` = share of all divisions of the pooled answers whose means lie at least as far
        apart; ``n`` = all answers.

    Raises
    ------
    ValueError
        When the scales differ in length or a group is empty.

    Notes
    -----
    Counted with whole numbers, answer by answer, over (people drawn, sum of their answers).
    Checked against ``scipy.stats.permutation_test`` of the absolute difference over all divisions
    (its own two-sided p-value doubles the smaller tail instead).

    Examples
    --------
    >>> permutation_test((2, 1, 0), (0, 1, 2)).p_value
    0.2
    """
    ones, others = tuple(map(int, first)), tuple(map(int, second))
    problems = []
    if len(ones) != len(others):
        problems.append(
            f"Two groups are compared on one scale: found {len(ones)} and {len(others)} answers; "
            "give every answer of the scale a count, 0 included."
        )
    if not (sum(ones) and sum(others)):
        problems.append("Both groups must hold an answer: found an empty one; leave the item out.")
    refuse(problems)
    drawn, total = sum(others), _sum(others)
    pooled = tuple(a + b for a, b in zip(ones, others, strict=True))
    gap = total / drawn - _sum(ones) / sum(ones)
    p_value = _p_value(pooled, drawn, total)
    return Estimate(gap, None, None, sum(pooled), METHOD, statistic=float(total), p_value=p_value)


def can_be_tested(before, after):
    """Say whether the pairs of spreads are few enough to be gone through.

    Parameters
    ----------
    before, after : partnership_evaluation.feasible.SampleSpace
        As :func:`bounds` takes them.

    Returns
    -------
    bool

    Examples
    --------
    >>> from partnership_evaluation import feasible
    >>> can_be_tested(*(feasible.samples(m, n=30, low=1, high=5) for m in ("2.6", "2.1")))
    False
    """
    return before.size * after.size <= MOST_TABLES


def bounds(before, after):
    """Bound the p-value over every pair of spreads of answers that prints two means.

    Parameters
    ----------
    before, after : partnership_evaluation.feasible.SampleSpace
        From :func:`partnership_evaluation.feasible.samples`, on the same scale.

    Returns
    -------
    partnership_evaluation.feasible.Bounds
        ``low_at`` and ``high_at`` are the pooled answers; both ends None when nothing fits.

    Raises
    ------
    ValueError
        When there are too many pairs to go through.

    Examples
    --------
    >>> from partnership_evaluation import feasible
    >>> found = bounds(*(feasible.samples(m, n=4, low=1, high=3) for m in ("1.25", "2.75")))
    >>> f"{found.low:.3f} {found.high:.3f}"
    '0.057 0.057'
    """
    refuse(
        [
            f"Pairs of spreads are gone through one by one, at most {MOST_TABLES:,}: found "
            f"{before.size * after.size:,}; give the standard deviations too, or fewer answers."
        ][: int(not can_be_tested(before, after))]
    )
    found = {
        (tuple(a + b for a, b in zip(one, other, strict=True)), _sum(other))
        for one, other in product(list(before), list(after))
    }
    n = before.n + after.n
    tested = sorted((_p_value(pooled, after.n, total), pooled) for pooled, total in found)
    if not tested:
        return Bounds("permutation p", None, None, None, None, n, "nothing fits what was printed")
    (low, low_at), (high, high_at) = tested[0], tested[-1]
    return Bounds("permutation p", low, high, low_at, high_at, n, f"{METHOD}, over all that fit")


def _sum(counts):
    return sum(place * count for place, count in enumerate(counts))


def _p_value(pooled, drawn, total):
    """Share of all ways to draw so many of the pooled answers that differ at least as much."""
    n, everything = sum(pooled), _sum(pooled)
    ways = _ways(pooled, drawn, everything)
    distance = np.abs(n * np.arange(everything + 1) - drawn * everything)
    extreme = distance >= abs(n * total - drawn * everything)
    return int(ways[extreme].sum()) / comb(n, drawn)


def _ways(pooled, drawn, everything):
    """Count the draws by the sum of the answers drawn."""
    kind = np.int64 if comb(sum(pooled), drawn) < 2**62 else object
    counts = np.zeros((drawn + 1, everything + 1), dtype=kind)
    counts[0, 0] = 1
    for place, available in enumerate(pooled):
        grown = np.zeros_like(counts)
        for k in range(min(available, drawn) + 1):
            shift = k * place
            rows, columns = drawn + 1 - k, everything + 1 - shift
            grown[k:, shift:] += comb(available, k) * counts[:rows, :columns]
        counts = grown
    return counts[drawn]
