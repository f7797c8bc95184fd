"""How many improved, stayed and declined, of all and of those who could improve."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from partnership_evaluation.estimates import (
    as_list,
    choice_problems,
    confidence_problems,
    number_problems,
    refuse,
)
from partnership_evaluation.paired.sign_flips import PairedTest, sign_test
from partnership_evaluation.proportions import interval
from partnership_evaluation.proportions.changes import change_limits

#: How the interval of a net improvement is found, in words.
NET_METHODS = {
    "exact": "Fay-Lumbard interval, compatible with the exact sign test",
    "tango": "Tango score interval",
}


def shares(
    changes: Sequence[int],
    *,
    at_best: Sequence[bool] | None = None,
    method: str = "clopper_pearson",
    confidence_level: float = 0.95,
) -> pd.DataFrame:
    """Tabulate the shares who improved, stayed and declined, of all and of those who could improve.

    Parameters
    ----------
    changes : sequence of int
        One change a pair, positive = better.
    at_best : sequence of bool, optional
        Whether each person already had the best grade before, and so could not improve. With it
        every share is shown twice: of all, and of those who could improve.
    method : {"clopper_pearson", "mid_p", "wilson", "jeffreys"}
        Kind of interval, one share at a time (for all three at once see
        ``proportions.simultaneous``).
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        Three rows a denominator: ``denominator`` ("all", "not already at the best"), ``direction``
        ("improved", "same", "worse"), ``k``, ``n``, ``estimate``, ``low``, ``high``, ``method``,
        ``confidence_level``. When nobody could improve the second denominator is 0 and its
        estimates are missing.

    Raises
    ------
    ValueError
        When a change is no whole number, the lengths differ, or somebody improved on the best
        grade.

    Examples
    --------
    >>> table = shares([1, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1, 0],
    ...                at_best=[False, False, True, *[False] * 8, True])
    >>> table[["denominator", "direction", "k", "n"]].values.tolist()[::3]
    [['all', 'improved', 6, 12], ['not already at the best', 'improved', 6, 10]]
    """
    moves = as_list(changes)
    ceiling = None if at_best is None else as_list(at_best)
    refuse(
        [
            *number_problems(moves, name="changes", whole=True),
            *_ceiling_problems(moves, ceiling),
            *confidence_problems(confidence_level),
        ]
    )
    refuse(_beyond_problems(moves, ceiling))
    rows = _share_rows("all", moves, method, confidence_level)
    if ceiling is not None:
        free = [move for move, best in zip(moves, ceiling, strict=True) if not best]
        rows += _share_rows("not already at the best", free, method, confidence_level)
    return pd.DataFrame(rows)


def _ceiling_problems(moves: list[object], ceiling: list[object] | None) -> list[str]:
    if ceiling is None:
        return []
    if len(ceiling) != len(moves):
        return [
            f"at_best says for each pair whether it began at the best grade: found {len(ceiling)} "
            f"answers for {len(moves)} changes; give one a pair, in the same order."
        ]
    strange = [i for i, best in enumerate(ceiling, 1) if not isinstance(best, bool | np.bool_)]
    if strange:
        return [
            f"at_best is True or False: found {ceiling[strange[0] - 1]!r} at position "
            f"{strange[0]}; compare each grade with the best one."
        ]
    return []


def _beyond_problems(moves: list[int], ceiling: list[bool] | None) -> list[str]:
    pairs = zip(moves, ceiling or [False] * len(moves), strict=True)
    beyond = [i for i, (move, best) in enumerate(pairs, start=1) if best and move > 0]
    if beyond:
        return [
            f"Nobody improves on the best grade: found {moves[beyond[0] - 1]:+d} at position "
            f"{beyond[0]} ({len(beyond)} such); check the direction of the changes."
        ]
    return []


def _share_rows(
    denominator: str, moves: list[int], method: str, confidence_level: float
) -> list[dict[str, object]]:
    counts = {
        "improved": sum(move > 0 for move in moves),
        "same": sum(move == 0 for move in moves),
        "worse": sum(move < 0 for move in moves),
    }
    rows = []
    for direction, k in counts.items():
        limits = {"estimate": math.nan, "low": math.nan, "high": math.nan, "method": "nobody"}
        if moves:
            found = interval(k, n=len(moves), method=method, confidence_level=confidence_level)
            limits = {name: getattr(found, name) for name in limits}
        head = {"denominator": denominator, "direction": direction, "k": k, "n": len(moves)}
        rows.append({**head, **limits, "confidence_level": confidence_level})
    return rows


def net_improvement(
    changes: Sequence[int], *, method: str = "exact", confidence_level: float = 0.95
) -> PairedTest:
    """Estimate the share who improved less the share who declined.

    Parameters
    ----------
    changes : sequence of int
        One change a pair, positive = better.
    method : {"exact", "tango"}
        ``exact`` leaves out 0 exactly when the two-sided exact sign test rejects.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    PairedTest
        ``estimate`` = (improved - worse) / n, ``low``, ``high``, ``n``, ``n_improved``, ``n_zero``,
        ``n_worse``, ``method``, ``confidence_level``; with ``exact`` also ``statistic`` (number
        who improved) and ``p_value`` of the sign test.

    Raises
    ------
    ValueError
        When a change is no whole number or an argument is not allowed.

    Notes
    -----
    The intervals are those of ``proportions.paired_difference``, which depend only on who improved
    and who declined.

    Examples
    --------
    >>> found = net_improvement([1, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1, 0])
    >>> round(found.estimate, 2), round(found.low, 3), round(found.high, 3), found.p_value
    (0.5, 0.033, 0.789, 0.03125)
    """
    refuse(choice_problems(method, NET_METHODS, name="method"))
    test = sign_test(changes, confidence_level=confidence_level)
    up, down, n = test.n_improved, test.n_worse, test.n
    low, high = change_limits(up, down, n, method, confidence_level)
    exact = method == "exact"
    return PairedTest(
        (up - down) / n,
        low,
        high,
        n,
        NET_METHODS[method],
        confidence_level,
        test.statistic if exact else None,
        test.p_value if exact else None,
        up,
        test.n_zero,
        down,
    )
