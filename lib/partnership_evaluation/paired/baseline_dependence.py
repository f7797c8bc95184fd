"""Who moved, by where they started: did the weakest move because they were the weakest?"""

from __future__ import annotations

import difflib
import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import chi2

from partnership_evaluation.estimates import (
    Estimate,
    as_list,
    choice_problems,
    confidence_problems,
    number_problems,
    refuse,
)
from partnership_evaluation.paired.exact_tables import freeman_halton, linear_trend
from partnership_evaluation.proportions import interval

TESTS = ("linear_trend", "freeman_halton")
#: Of more people than this the trend is tested by its limit.
MOST_EXACT = 1000


@dataclass(frozen=True)
class BaselineDependence:
    """Movement by starting grade and an exact test of whether the two are related.

    Attributes
    ----------
    table : pandas.DataFrame
        One row a starting grade, weakest first: ``grade``, ``could_improve``, ``n``, ``improved``,
        ``same``, ``worse``, ``estimate`` (share improved), ``low``, ``high``, ``method``.
    p_value : float or None
        Of the exact test; None when fewer than two starting grades can be compared.
    statistic : float or None
        Of the test.
    estimate : float or None
        Correlation of starting grade and having improved, -1 to 1; negative = the weaker the start,
        the more often an improvement. None for ``freeman_halton``.
    n : int
        How many people the test compares: those who could improve.
    method : str
        The test in words.
    """

    table: pd.DataFrame
    p_value: float | None
    statistic: float | None
    estimate: float | None
    n: int
    method: str


def baseline_dependence(
    changes: Sequence[int],
    baseline: Sequence[Hashable],
    *,
    order: Sequence[Hashable],
    test: str = "linear_trend",
    confidence_level: float = 0.95,
) -> BaselineDependence:
    """Tabulate who improved by starting grade and test whether the two are related.

    Parameters
    ----------
    changes : sequence of int
        One change a pair, positive = better.
    baseline : sequence of labels
        The starting grade of the same people in the same order.
    order : sequence of labels
        All grades of the scale from the weakest to the best, for Ofsted ``[4, 3, 2, 1]``.
    test : {"linear_trend", "freeman_halton"}
        ``linear_trend`` asks whether the share improved rises or falls steadily with the starting
        grade; ``freeman_halton`` whether it differs at all.
    confidence_level : float
        Between 0 and 1, for the Clopper-Pearson intervals of the table.

    Returns
    -------
    BaselineDependence
        ``table`` and the exact test.

    Raises
    ------
    ValueError
        When lengths differ, a change is no whole number, a grade is not in ``order``, or somebody
        improved from the best grade.

    Notes
    -----
    Nobody improves on the best grade, so people who start there are shown in the table but left
    out of the test: with them a relation would follow from the scale alone. What remains is
    still no proof of a cause: grades carry error, and a weak first grade is on average
    followed by a better one without any programme (regression to the mean).

    Both tests go through all tables with the same margins (``exact_tables``); the trend of more
    than 1,000 people is tested by Mantel's chi-squared, (n - 1) r^2, which is its limit.

    Examples
    --------
    >>> found = baseline_dependence([1, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1, 0],
    ...                             [2, 2, 1, 3, 2, 2, 2, 3, 3, 2, 2, 1], order=[4, 3, 2, 1])
    >>> found.table[["grade", "n", "improved"]].values.tolist()
    [[3, 3, 3], [2, 7, 3], [1, 2, 0]]
    >>> round(found.p_value, 4)
    0.2
    """
    moves, starts, scale = as_list(changes), as_list(baseline), list(order)
    refuse(
        [
            *number_problems(moves, name="changes", whole=True),
            *_order_problems(moves, starts, scale),
            *choice_problems(test, TESTS, name="test"),
            *confidence_problems(confidence_level),
        ]
    )
    refuse(_ceiling_problems(moves, starts, scale))
    table = _table(moves, starts, scale, confidence_level)
    compared = table[table["could_improve"]]
    n = int(compared["n"].sum())
    if len(compared) < 2:
        return BaselineDependence(table, None, None, None, n, "no test: one starting grade only")
    cells = [[row.n - row.improved, row.improved] for row in compared.itertuples()]
    if test == "freeman_halton":
        found = freeman_halton(cells)
    else:
        steps = [scale.index(grade) for grade in compared["grade"]]
        found = (linear_trend if n <= MOST_EXACT else _normal_trend)(cells, row_scores=steps)
    words = f"{found.method}, starting grade by having improved, those who could improve"
    return BaselineDependence(table, found.p_value, found.statistic, found.estimate, n, words)


def _normal_trend(cells: list[list[int]], *, row_scores: list[int]) -> Estimate:
    """Mantel's test of a trend: the correlation over all people, n - 1 times squared."""
    counts = np.array(cells, dtype=float)
    rows, columns = np.repeat(row_scores, 2), np.tile([0, 1], len(cells))
    matrix = np.cov(rows, columns, fweights=counts.ravel().astype(int))
    n, product = float(counts.sum()), matrix[0, 0] * matrix[1, 1]
    r = float(matrix[0, 1] / np.sqrt(product)) if product > 0 else 0.0
    return Estimate(
        r, None, None, int(n), "linear-by-linear trend test, Mantel's chi-squared",
        statistic=(n - 1) * r * r, p_value=float(chi2.sf((n - 1) * r * r, 1)),
    )  # fmt: skip


def _order_problems(
    moves: list[object], starts: list[Hashable], scale: list[Hashable]
) -> list[str]:
    problems = []
    if len(moves) != len(starts):
        problems.append(
            f"Changes and starting grades are of the same people: found {len(moves)} changes and "
            f"{len(starts)} starting grades; match them by name."
        )
    if len(set(scale)) != len(scale) or len(scale) < 2:
        problems.append(
            f"order lists each grade once, two at least, weakest first: found {scale}; "
            "give all grades of the scale."
        )
    unknown = {grade: i for i, grade in reversed(list(enumerate(starts, 1))) if grade not in scale}
    for grade, position in sorted(unknown.items(), key=lambda item: item[1]):
        near = difflib.get_close_matches(str(grade), list(map(str, scale)), n=1, cutoff=0.3)
        advice = f"did you mean {near[0]}?" if near else f"the grades are {scale}."
        problems.append(
            f"A starting grade is one of order: found {grade!r} at position {position}; {advice}"
        )
    return problems


def _ceiling_problems(moves: list[int], starts: list[Hashable], scale: list[Hashable]) -> list[str]:
    pairs = enumerate(zip(moves, starts, strict=True), start=1)
    beyond = [i for i, (move, start) in pairs if move > len(scale) - 1 - scale.index(start)]
    if beyond:
        return [
            f"Nobody improves beyond the best grade, {scale[-1]!r}: found "
            f"{moves[beyond[0] - 1]:+d} from {starts[beyond[0] - 1]!r} at position {beyond[0]} "
            f"({len(beyond)} such); check that order runs from the weakest to the best."
        ]
    return []


def _table(
    moves: list[int], starts: list[Hashable], scale: list[Hashable], confidence_level: float
) -> pd.DataFrame:
    rows = []
    for grade in scale:
        here = [move for move, start in zip(moves, starts, strict=True) if start == grade]
        if not here:
            continue
        up, down = sum(move > 0 for move in here), sum(move < 0 for move in here)
        room = grade != scale[-1]
        share = interval(up, n=len(here), confidence_level=confidence_level)
        rows.append(
            {
                "grade": grade,
                "could_improve": room,
                "n": len(here),
                "improved": up,
                "same": len(here) - up - down,
                "worse": down,
                "estimate": share.estimate if room else math.nan,
                "low": share.low if room else math.nan,
                "high": share.high if room else math.nan,
                "method": share.method if room else "already at the best grade",
            }
        )
    return pd.DataFrame(rows)
