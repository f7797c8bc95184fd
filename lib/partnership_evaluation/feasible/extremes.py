"""Smallest and largest value, and exact distribution, of an additive statistic of the answers.

The statistic is a sum of whole-number weights, one for each answer. Its extremes come from the
same array as the counts, with the best weight so far in place of the number of ways; its
distribution from the array with one more axis.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from partnership_evaluation.feasible.counting import Counting

__all__ = ["distribution", "largest"]


def largest(counting: Counting, weights: Sequence[int]) -> tuple[int, tuple[int, ...]] | None:
    """Find the largest weighted sum, and a frequency table that has it.

    Parameters
    ----------
    counting : Counting
        The frequency tables.
    weights : sequence of int
        The weight of each value of the scale, from the lowest.

    Returns
    -------
    tuple or None
        The sum and the table; None where no table meets a target.

    Notes
    -----
    The best weight of a state does not depend on the order of the answers, so one sweep over
    the number of answers is enough. The table is read off backwards, by asking at each state
    which value could have come last.

    Examples
    --------
    Two answers from 0 to 2 with the sum 2 are 1 and 1, or 0 and 2:

    >>> from partnership_evaluation.feasible.counting import Target
    >>> pairs_summing_to_2 = Counting(2, 0, 2, (Target(2, range(1)),), False, 10**6)
    >>> largest(pairs_summing_to_2, [0, 1, 5])
    (5, (1, 0, 1))
    """
    counting.check_memory(layers=2)
    answers, sums, costs, _ = counting.states
    if not answers.size:
        return None
    best = _best(counting, weights)
    reached = best[answers, sums + counting.origin, costs].astype(np.int64)
    low, zero, high = _left_out(counting, weights)
    found = None
    for target in counting.targets:
        first, last = counting.closing(target, (answers, sums, costs))
        closing = last if low + high > 2 * zero else first
        up = target.total - sums + closing
        middle = counting.n - answers - closing - up
        total = reached + low * closing + high * up + zero * middle
        total = np.where(first <= last, total, np.iinfo(np.int64).min)
        at = int(np.argmax(total))
        if first[at] <= last[at] and (found is None or total[at] > found[0]):
            found = int(total[at]), at, int(closing[at]), int(up[at])
    if found is None:
        return None
    largest_sum, at, closing, up = found
    cell = int(answers[at]), int(sums[at]) + counting.origin, int(costs[at])
    table = _read_back(counting, weights, best, cell)
    _close(counting, table, cell[0], closing, up)
    return largest_sum, tuple(table)


def distribution(counting: Counting, weights: Sequence[int]) -> dict[int, int]:
    """Count the frequency tables by their weighted sum.

    Parameters
    ----------
    counting : Counting
        The frequency tables.
    weights : sequence of int
        The weight of each value of the scale, from the lowest.

    Returns
    -------
    dict of int to int
        Exact number of tables for every weighted sum that occurs, in rising order.

    Raises
    ------
    MemoryLimitError
        When the array with the further axis would be too large.

    Examples
    --------
    >>> from partnership_evaluation.feasible.counting import Target
    >>> pairs_summing_to_2 = Counting(2, 0, 2, (Target(2, range(1)),), False, 10**6)
    >>> distribution(pairs_summing_to_2, [0, 1, 5])
    {2: 1, 5: 1}
    """
    floor = min(weights)
    raised = [weight - floor for weight in weights]
    array = _by_weight(counting, raised)
    states = np.nonzero(array)
    ways = array[states]
    answers, sums, costs, carried = states[0], states[1] - counting.origin, states[2], states[3]
    low, zero, high = _left_out(counting, raised)
    counts = np.zeros(counting.n * max(raised) + 1, dtype=counting.dtype)
    for target in counting.targets:
        first, last = counting.closing(target, (answers, sums, costs))
        for extra in range(int(np.max(last - first, initial=-1)) + 1):
            open_states = first + extra <= last
            closing = (first + extra)[open_states]
            up = target.total - sums[open_states] + closing
            middle = counting.n - answers[open_states] - closing - up
            total = carried[open_states] + low * closing + high * up + zero * middle
            np.add.at(counts, total, ways[open_states])
    return {int(at) + floor * counting.n: int(counts[at]) for at in np.nonzero(counts)[0]}


def _left_out(counting: Counting, weights: Sequence[int]) -> tuple[int, int, int]:
    """Return the weights of the values -1, 0 and 1; of -1 zero when it is not left out."""
    middle = -counting.lowest
    low = weights[middle - 1] if counting.with_costs else 0
    return low, weights[middle], weights[middle + 1]


def _best(counting: Counting, weights: Sequence[int]) -> np.ndarray:
    # Half the memory where no sum of weights can outgrow it.
    heaviest = 4 * counting.n * max(map(abs, weights))
    if heaviest >= 2**60:
        raise ValueError(
            "Weights must be whole numbers or short decimals: found some that need "
            f"{max(map(abs, weights)):,} units; round them."
        )
    kind = np.int32 if heaviest < 2**28 else np.int64
    best = np.full(counting.shape, np.iinfo(kind).min // 4, dtype=kind)
    best[0, counting.origin, 0] = 0
    limits = (counting.lowest, counting.highest) * 2
    for answers in range(1, counting.shape[0]):
        for u in counting.others:
            target, source = counting.slices(u, answers, limits)
            weight, reached = weights[u - counting.lowest], best[target]
            np.maximum(reached, best[source] + weight, out=reached)
    return best


def _read_back(counting, weights, best, cell) -> list[int]:
    table = [0] * (counting.highest - counting.lowest + 1)
    answers, sums, cost = cell
    while answers:
        for u in counting.others:
            step, price = counting.vector(u)
            earlier = (answers - 1, sums - step, cost - price)
            inside = all(0 <= i < size for i, size in zip(earlier, counting.shape, strict=True))
            weight = weights[u - counting.lowest]
            if inside and best[earlier] + weight == best[answers, sums, cost]:
                table[u - counting.lowest] += 1
                answers, sums, cost = earlier
                break
    return table


def _close(counting, table, answers, closing, up) -> None:
    zero = -counting.lowest
    table[zero] = counting.n - answers - closing - up
    table[zero + 1] = up
    if counting.with_costs:
        table[zero - 1] = closing


def _by_weight(counting: Counting, raised: Sequence[int]) -> np.ndarray:
    heaviest = max((raised[u - counting.lowest] for u in counting.others), default=0)
    layers = (counting.shape[0] - 1) * heaviest + 1
    counting.check_memory(layers=layers)
    array = np.zeros((*counting.shape, layers), dtype=counting.dtype)
    array[0, counting.origin, 0, 0] = 1
    for u in counting.others:
        weight = raised[u - counting.lowest]
        arrive, leave = slice(weight, None), slice(0, layers - weight)
        for answers in range(1, counting.shape[0]):
            target, source = counting.slices(u, answers, counting.limits[u])
            array[(*target, arrive)] += array[(*source, leave)]
    return array
