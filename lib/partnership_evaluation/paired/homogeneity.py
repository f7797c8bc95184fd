"""Did the spread of answers change among the same people? Chi-squared tests and their limits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse.csgraph import connected_components
from scipy.stats import chi2
from statsmodels.stats.contingency_tables import SquareTable, cochrans_q

from partnership_evaluation.estimates import Estimate, refuse
from partnership_evaluation.paired.exact_tables import checked_cells


@dataclass(frozen=True)
class ChiSquared(Estimate):
    """A chi-squared test; it estimates nothing, so ``estimate``, ``low`` and ``high`` are None.

    Attributes
    ----------
    statistic, p_value, n, method
        As in ``Estimate``.
    degrees_of_freedom : int
        Of the chi-squared distribution; 0 when nobody moved.
    """

    degrees_of_freedom: int = 0


def stuart_maxwell(table: pd.DataFrame | np.ndarray | list[list[int]]) -> ChiSquared:
    """Test whether the spread over the grades changed (Stuart-Maxwell).

    Parameters
    ----------
    table : square table of int
        Rows = before, columns = after. A DataFrame, such as ``pandas.crosstab(before, after)``,
        may lack grades that occur only once: rows and columns are matched by label.

    Returns
    -------
    ChiSquared
        ``statistic``, ``degrees_of_freedom``, ``p_value``, ``n`` = number of pairs, ``method``.

    Raises
    ------
    ValueError
        When a list or array is not square, or a count is not allowed.

    Notes
    -----
    ``statsmodels.stats.contingency_tables.SquareTable(shift_zeros=False)``. Its default,
    ``shift_zeros=True``, adds one half to every cell when one is empty and can turn p = 0.059
    into 0.52 with twelve pairs. Grades that nobody entered or left make its matrix singular, as
    do groups of grades between which nobody moved; so each connected group of grades is tested by
    itself, and the statistics and degrees of freedom are added. This uses no order of the grades,
    and chi-squared is rough with few pairs: with ordered grades prefer
    ``ordered_marginal_homogeneity``, which is exact.

    Checked against Stuart's (1955) eyesight of 7,477 women: 11.957 on 3 degrees of freedom, and
    Fagerland, Lydersen and Laake's (2017) table of Peterson and others: 26.250 on 3.

    References
    ----------
    Stuart (1955), Biometrika 42, 412-416. Maxwell (1970), British Journal of Psychiatry 116,
    651-655.

    Examples
    --------
    >>> found = stuart_maxwell([[596, 18, 6, 5], [0, 2, 0, 0], [0, 0, 42, 0], [11, 0, 0, 0]])
    >>> round(found.statistic, 3), found.degrees_of_freedom
    (26.25, 3)
    """
    cells = _square(table)
    statistic, freedom = _stuart(cells)
    return _chi_squared(statistic, freedom, int(cells.sum()), "Stuart-Maxwell test")


def bhapkar(table: pd.DataFrame | np.ndarray | list[list[int]]) -> ChiSquared:
    """Test whether the spread over the grades changed (Bhapkar), more powerful than Stuart-Maxwell.

    Parameters
    ----------
    table : square table of int
        As in ``stuart_maxwell``.

    Returns
    -------
    ChiSquared
        As ``stuart_maxwell``.

    Raises
    ------
    ValueError
        As ``stuart_maxwell``; also when all pairs made the same move, so that the statistic has no
        finite value.

    Notes
    -----
    Bhapkar's statistic is Q / (1 - Q / n) with Q that of Stuart and Maxwell, taken from
    statsmodels as described there; it equals ``SquareTable.homogeneity(method="bhapkar")`` where
    that has an answer, and Q / (1 - Q / n) keeps the pairs in grades that nobody entered or
    left. Too liberal with few pairs.

    Checked against Peterson and others in Fagerland, Lydersen and Laake (2017): 27.304 on 3, and
    Stuart's eyesight data: 11.976 on 3.

    References
    ----------
    Bhapkar (1966), Journal of the American Statistical Association 61, 228-235.

    Examples
    --------
    >>> found = bhapkar([[596, 18, 6, 5], [0, 2, 0, 0], [0, 0, 42, 0], [11, 0, 0, 0]])
    >>> round(found.statistic, 3), found.degrees_of_freedom
    (27.304, 3)
    """
    cells = _square(table)
    statistic, freedom = _stuart(cells)
    n = int(cells.sum())
    left = 1 - statistic / n
    if left < 1e-9:
        raise ValueError(
            f"Bhapkar's test needs pairs that moved differently: found all {n} moving alike, "
            "so that the statistic is infinite; use paired.sign_test, which is exact."
        )
    return _chi_squared(statistic / left, freedom, n, "Bhapkar test")


def _square(table: object) -> np.ndarray:
    if isinstance(table, pd.DataFrame):
        labels = table.index.union(table.columns)
        table = table.reindex(index=labels, columns=labels, fill_value=0)
        if len(labels) == 1:
            return table.to_numpy()
    cells = np.array(checked_cells(table))
    if cells.shape[0] != cells.shape[1]:
        refuse(
            [
                "A table of before by after is square: found "
                f"{cells.shape[0]} x {cells.shape[1]}; give a row and a column to every grade, "
                "or a DataFrame with labels."
            ]
        )
    return cells


def _stuart(cells: np.ndarray) -> tuple[float, int]:
    """Sum of the Stuart-Maxwell statistics of the groups of grades between which somebody moved."""
    moves = cells + cells.T
    np.fill_diagonal(moves, 0)
    _, group = connected_components(moves, directed=False)
    statistic, freedom = 0.0, 0
    for number in np.unique(group):
        grades = np.flatnonzero(group == number)
        if len(grades) > 1:
            square = SquareTable(cells[np.ix_(grades, grades)], shift_zeros=False)
            statistic += float(square.homogeneity(method="stuart_maxwell").statistic)
            freedom += len(grades) - 1
    return statistic, freedom


def _chi_squared(statistic: float, freedom: int, n: int, method: str) -> ChiSquared:
    p_value = float(chi2.sf(statistic, freedom)) if freedom else 1.0
    return ChiSquared(
        None,
        None,
        None,
        n,
        f"{method}, chi-squared approximation",
        statistic=statistic,
        p_value=p_value,
        degrees_of_freedom=freedom,
    )


def cochran_q(answers: pd.DataFrame | np.ndarray | list[list[int]]) -> ChiSquared:
    """Test whether the share of yes differs between three or more questions or occasions.

    Parameters
    ----------
    answers : table of 0 and 1 (or False and True)
        One row a person, one column a question or occasion, nothing missing.

    Returns
    -------
    ChiSquared
        ``statistic`` = Q, ``degrees_of_freedom`` = columns - 1 (0 when nobody answered
        differently), ``p_value``, ``n`` = number of people, ``method``.

    Raises
    ------
    ValueError
        When an answer is missing or not 0 or 1, or there are fewer than two columns.

    Notes
    -----
    ``statsmodels.stats.contingency_tables.cochrans_q``, which takes the largest value present for
    a yes and divides by zero when nobody answered differently; both are guarded against.
    With two columns it is McNemar's test without correction. Checked against the interviews
    of Siegel and Castellan (1988, chapter 7; 18 people, totals 13, 13, 3): Q = 16.7 on 2.

    Examples
    --------
    >>> found = cochran_q([[1, 1, 0], [1, 0, 0], [1, 1, 1], [1, 1, 0], [0, 1, 0]])
    >>> round(found.statistic, 2), found.degrees_of_freedom
    (4.5, 2)
    """
    cells = answers.to_numpy() if isinstance(answers, pd.DataFrame) else np.array(answers, object)
    refuse(_answer_problems(cells))
    people = cells.astype(int)
    undecided = people[people.min(axis=1) < people.max(axis=1)]
    freedom = people.shape[1] - 1 if len(undecided) else 0
    statistic = float(cochrans_q(undecided).statistic) if len(undecided) else 0.0
    return _chi_squared(statistic, freedom, len(people), "Cochran's Q test")


def _answer_problems(cells: np.ndarray) -> list[str]:
    if cells.ndim != 2 or cells.shape[1] < 2 or not len(cells):
        shape = " x ".join(map(str, cells.shape))
        return [
            f"Cochran's Q takes people x questions, two questions at least: found {shape}; "
            "for a single question use proportions.interval."
        ]
    wrong = [
        (row, column)
        for (row, column), value in np.ndenumerate(cells)
        if not isinstance(value, int | float | np.bool_ | np.number) or value not in (0, 1)
    ]
    if wrong:
        row, column = wrong[0]
        return [
            f"An answer is 0 or 1 and none is missing: found {cells[row, column]!r} in row "
            f"{row + 1}, column {column + 1} ({len(wrong)} such); leave people with gaps out and "
            "report how many."
        ]
    return []
