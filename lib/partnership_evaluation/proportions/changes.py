"""How much a share changed among the same people: the difference of paired proportions."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.special import betainc, betaincinv, betaln, xlog1py, xlogy
from scipy.stats import norm
from statsmodels.stats.proportion import proportion_confint

from partnership_evaluation.estimates import (
    Estimate,
    choice_problems,
    confidence_problems,
    is_whole,
    refuse,
)
from partnership_evaluation.proportions.differences import limits_by_search

PAIRED_METHODS = {
    "newcombe": "Newcombe square-and-add interval for pairs",
    "tango": "Tango score interval for pairs",
    "exact": "Fay-Lumbard interval for pairs, compatible with the exact sign test",
}

#: Points and weights of the quadrature; the integrand is smooth.
NODES, WEIGHTS = np.polynomial.legendre.leggauss(200)


def paired_difference(
    table: pd.DataFrame | np.ndarray | list[list[int]],
    *,
    method: str = "newcombe",
    success: object = None,
    confidence_level: float = 0.95,
) -> Estimate:
    """Estimate how much a share changed among the same people, after minus before.

    Parameters
    ----------
    table : 2 x 2 table of int
        Rows = before, columns = after, in the same order. A list or array has "no" first and
        "yes" second, as ``pandas.crosstab(before, after)`` of truth values or of 0 and 1 has.
    method : {"newcombe", "tango", "exact"}
        ``exact`` excludes 0 exactly when the exact McNemar (sign) test rejects.
    success : label or position, optional
        Which of the two categories is the share: a label of a DataFrame, or 0 or 1 for a list.
        Default: the second. Textbooks often print "yes" first: pass ``success=0``.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    Estimate
        ``estimate`` = share after - share before, ``low``, ``high``, ``n`` = number of pairs,
        ``method``, ``confidence_level``.

    Raises
    ------
    ValueError
        When the table is not 2 x 2, its labels differ, or a count or an argument is not allowed.

    Notes
    -----
    None of the three is in SciPy or statsmodels; all are written here. Newcombe (method
    10) joins the Wilson intervals of the two margins with the correlation corrected
    by n / 2; his *method 10*, not the uncorrected *method 8*. Tango inverts the score statistic
    ``(b - c - n delta) / sqrt(n (2 q + delta (1 - delta)))``. ``exact`` melds the
    Clopper-Pearson intervals of the share who changed and of the direction of the
    changes (Fay and Lumbard); its coverage is at least nominal in their enumeration of all
    n up to 100, without a proof.

    Checked against Fagerland, Lydersen and Laake (59, 6, 16, 80: Newcombe -0.1186 to -0.0046;
    1, 1, 7, 12: Newcombe -0.507 to -0.026, Tango -0.517 to -0.026) and, for ``exact``, a
    direct numerical integration in R.

    References
    ----------
    Newcombe (1998), Improved confidence intervals for the difference between binomial
    proportions based on paired data, Statistics in Medicine 17, 2635-2650. Tango (1998),
    Statistics in Medicine 17, 891-908. Fay and Lumbard (2021), Statistics in Medicine 40,
    1147-1159. Fagerland, Lydersen and Laake (2014), Statistics in Medicine 33, 2850-2875.

    Examples
    --------
    >>> found = paired_difference([[12, 7], [1, 1]], method="tango")
    >>> round(found.estimate, 3), round(found.low, 3), round(found.high, 3)
    (0.286, 0.026, 0.517)
    """
    refuse(
        [
            *confidence_problems(confidence_level),
            *choice_problems(method, PAIRED_METHODS, name="method"),
        ]
    )
    neither, gained, lost, both = fourfold_counts(table, success=success)
    n = neither + gained + lost + both
    if method == "newcombe":
        low, high = _newcombe_paired_limits(neither, gained, lost, both, confidence_level)
    else:
        low, high = change_limits(gained, lost, n, method, confidence_level)
    return Estimate((gained - lost) / n, low, high, n, PAIRED_METHODS[method], confidence_level)


def fourfold_counts(
    table: pd.DataFrame | np.ndarray | list[list[int]], *, success: object = None
) -> tuple[int, int, int, int]:
    """Read a 2 x 2 table of pairs: neither time, only after, only before, both times.

    Parameters
    ----------
    table, success
        As in ``paired_difference``.

    Returns
    -------
    tuple of int
        neither, gained (no then yes), lost (yes then no), both.

    Raises
    ------
    ValueError
        As in ``paired_difference``.

    Examples
    --------
    >>> fourfold_counts([[12, 7], [1, 1]])
    (12, 7, 1, 1)
    >>> fourfold_counts([[1, 1], [7, 12]], success=0)
    (12, 7, 1, 1)
    """
    labels = list(table.index) if isinstance(table, pd.DataFrame) else [0, 1]
    cells = table.to_numpy() if isinstance(table, pd.DataFrame) else np.asarray(table, dtype=object)
    refuse(_table_problems(table, cells, labels, success))
    yes = 1 if success is None else labels.index(success)
    no = 1 - yes
    cell = cells.tolist()
    return cell[no][no], cell[no][yes], cell[yes][no], cell[yes][yes]


def _table_problems(
    table: object, cells: np.ndarray, labels: list[object], success: object
) -> list[str]:
    if cells.shape != (2, 2):
        return [
            "A table of pairs of yes and no is 2 x 2: found the shape "
            f"{' x '.join(map(str, cells.shape)) or 'of a single value'}; "
            "keep a row and a column that nobody is in."
        ]
    problems = []
    if isinstance(table, pd.DataFrame) and list(table.columns) != labels:
        problems.append(
            f"Rows (before) and columns (after) carry the same labels in the same order: found "
            f"{labels} and {list(table.columns)}; reindex the table."
        )
    if success is not None and success not in labels:
        problems.append(
            f"success names one of the two categories: found {success!r}; give one of {labels}."
        )
    wrong = [value for value in cells.ravel().tolist() if not is_whole(value) or value < 0]
    if wrong:
        problems.append(
            f"A table of pairs holds whole numbers of 0 or more: found {wrong[0]!r}; "
            "give the number of people in each cell."
        )
    elif cells.sum() == 0:
        problems.append("A table of pairs holds at least one pair: found none; leave it out.")
    return problems


def _newcombe_paired_limits(
    neither: int, gained: int, lost: int, both: int, confidence_level: float
) -> tuple[float, float]:
    n = neither + gained + lost + both
    alpha, after, before = 1 - confidence_level, gained + both, lost + both
    low_after, high_after = proportion_confint(after, n, alpha=alpha, method="wilson")
    low_before, high_before = proportion_confint(before, n, alpha=alpha, method="wilson")
    link = _corrected_correlation(neither, gained, lost, both)
    gap, after, before = (gained - lost) / n, after / n, before / n

    def margin(of_after: float, of_before: float) -> float:
        square = of_after**2 + of_before**2 - 2 * link * of_after * of_before
        return math.sqrt(max(square, 0.0))

    low = gap - margin(after - low_after, high_before - before)
    high = gap + margin(high_after - after, before - low_before)
    return max(low, -1.0), min(high, 1.0)


def _corrected_correlation(neither: int, gained: int, lost: int, both: int) -> float:
    """Correlation of the two answers, a positive one lessened as Newcombe's method 10 does."""
    n = neither + gained + lost + both
    product = (gained + both) * (neither + lost) * (lost + both) * (neither + gained)
    if product == 0:
        return 0.0
    excess = neither * both - gained * lost
    if excess > 0:
        excess = max(excess - n / 2, 0)
    return excess / math.sqrt(product)


def change_limits(
    gained: int, lost: int, n: int, method: str, confidence_level: float
) -> tuple[float, float]:
    """Limits for (gained - lost) / n when each of n people gained, lost or stayed.

    Parameters
    ----------
    gained, lost, n : int
        Counts; ``gained + lost <= n``.
    method : {"tango", "exact"}
        As in ``paired_difference``.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    tuple of float
        The lower and the upper limit.

    Examples
    --------
    >>> low, high = change_limits(6, 0, 12, "exact", 0.95)
    >>> round(low, 3), round(high, 3)
    (0.033, 0.789)
    """
    if method == "tango":
        return _tango_limits(gained, lost, n, confidence_level)
    half = (1 - confidence_level) / 2
    changed = gained + lost
    low = _melded_lower_limit(gained, changed, n, half)
    return low, -_melded_lower_limit(lost, changed, n, half)


def _tango_limits(gained: int, lost: int, n: int, confidence_level: float) -> tuple[float, float]:
    z = norm.isf((1 - confidence_level) / 2)

    def excess(delta: float) -> float:
        b = -gained - lost + (2 * n - gained + lost) * delta
        c = -lost * delta * (1 - delta)
        share_lost = (math.sqrt(max(b**2 - 8 * n * c, 0.0)) - b) / (4 * n)
        variance = n * max(2 * share_lost + delta * (1 - delta), 0.0)
        return (gained - lost - n * delta) ** 2 - z**2 * variance

    return limits_by_search(excess, (gained - lost) / n)


def _melded_lower_limit(gained: int, changed: int, n: int, half: float) -> float:
    """The lower limit of theta (2 beta - 1), with beta the direction and theta the rate of change.

    The two are given the distributions from which Clopper-Pearson takes its limits: beta that
    of its lower limit; theta that of its lower limit above 0 and of its upper limit below.
    """
    if gained == 0:
        return -1.0 if changed == n else -float(betaincinv(changed + 1, n - changed, 1 - half))
    at_zero = betainc(gained, changed - gained + 1, 0.5) - half
    if at_zero == 0:
        return 0.0
    if at_zero > 0 and changed == n:
        return 2 * float(betaincinv(gained, changed - gained + 1, half)) - 1
    shape = (changed, n - changed + 1) if at_zero < 0 else (changed + 1, n - changed)
    tail = _melded_tail(gained, changed, shape)
    bracket = (0.0, 1.0) if at_zero < 0 else (-1.0, 0.0)
    return brentq(lambda delta: tail(delta) - half, *bracket, xtol=1e-12)


def _melded_tail(gained: int, changed: int, shape: tuple[int, int]) -> Callable[[float], float]:
    """Probability that theta (2 beta - 1) is at most delta, by Gauss-Legendre quadrature."""
    first, last = betaincinv(*shape, 1e-13), 1 - betaincinv(*shape[::-1], 1e-13)
    constant = betaln(*shape)

    def tail(delta: float) -> float:
        certain = float(betainc(*shape, delta)) if delta > 0 else 0.0
        start = max(abs(delta), first)
        if start >= last:
            return certain
        rates = start + (last - start) * (NODES + 1) / 2
        direction = betainc(gained, changed - gained + 1, 0.5 + delta / (2 * rates))
        logs = xlogy(shape[0] - 1, rates) + xlog1py(shape[1] - 1, -rates) - constant
        return certain + float(WEIGHTS @ (direction * np.exp(logs))) * (last - start) / 2

    return tail
