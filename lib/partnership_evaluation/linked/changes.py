"""What changed from the first answers to the second, question by question."""

import math

import numpy as np
import pandas as pd
from scipy.stats import t as student
from scipy.stats import wilcoxon

from partnership_evaluation import paired
from partnership_evaluation.estimates import confidence_problems, refuse
from partnership_evaluation.proportions import adjust

#: Changes are whole numbers once multiplied by so much: halves, thirds, tenths and the like.
MOST_DIVISOR = 1000


def changes(before, after, *, best=None, confidence_level=0.95):
    """Sum up each question over the people who answered it at both times.

    Parameters
    ----------
    before, after : pandas.DataFrame
        What :func:`partnership_evaluation.linked.coded` gave: one row a person, higher being
        better.
    best : float, optional
        The highest answer, of whoever gives which there is no room to improve.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        One row a question: ``item``; ``n_before``, ``n_after`` (answers), ``n`` (both); ``mean``
        and ``sd`` ``_before`` and ``_after`` (of both, n - 1); ``estimate`` (mean change) with
        ``low`` and ``high``; ``improved``, ``same``, ``worse``; ``at_best`` (before); ``p_value``
        (exact signed-rank test, unchanged answers ranked too), ``p_adjusted`` (Holm); ``p_sign``.

    Raises
    ------
    ValueError
        When fewer than two people answered any question at both times.

    Notes
    -----
    The interval is Student's. The tests are exact up to 1,000 pairs; beyond, the signed-rank test
    is SciPy's by the normal distribution. Checked against R's ``t.test`` and ``coin``.

    Examples
    --------
    >>> before = pd.DataFrame({"Q1": [2.0, 3, 3, 4]})
    >>> found = changes(before, before.add([1, 1, 0, 1], axis=0), best=5)
    >>> found[["n", "improved", "same", "worse", "estimate"]].values.tolist()
    [[4.0, 3.0, 1.0, 0.0, 0.75]]
    """
    refuse(confidence_problems(confidence_level))
    rows = [
        _row(name, before[name].dropna(), after[name].dropna(), best, confidence_level)
        for name in before
    ]
    table = pd.DataFrame([row for row in rows if row["n"] > 1])
    if table.empty:
        raise ValueError(
            "People are compared who answered a question at both times: found fewer than two. Are "
            "they named alike at both times?"
        )
    adjusted = adjust(table["p_value"].tolist(), method="holm")
    return table.assign(p_adjusted=np.asarray(adjusted, dtype=float))


def pairs_of(before, after):
    """Keep the people who have both values.

    Parameters
    ----------
    before, after : pandas.Series
        Values by person.

    Returns
    -------
    (numpy.ndarray, numpy.ndarray)

    Examples
    --------
    >>> first = pd.Series([1.0, 2.0], index=["a", "b"])
    >>> pairs_of(first, pd.Series([4.0], index=["b"]))[1].tolist()
    [4.0]
    """
    both = pd.concat([before, after], axis=1, join="inner", keys=["before", "after"]).dropna()
    return both["before"].to_numpy(dtype=float), both["after"].to_numpy(dtype=float)


def whole(change):
    """Multiply changes so that they are whole numbers, as exact tests need.

    Parameters
    ----------
    change : numpy.ndarray
        Differences of answers, or of means of a few answers.

    Returns
    -------
    list of int or None
        None where no small divisor does it.

    Examples
    --------
    >>> whole(np.array([0.5, -1.5])), whole(np.array([1 / 3, 1.0]))
    ([1, -3], [1, 3])
    """
    for divisor in range(1, MOST_DIVISOR + 1):
        scaled = change * divisor
        if np.allclose(scaled, np.rint(scaled), rtol=0, atol=1e-7 * divisor):
            return np.rint(scaled).astype(int).tolist()
    return None


def _row(name, before, after, best, confidence_level):
    first, last = pairs_of(before, after)
    row = {"item": name, "n_before": len(before), "n_after": len(after), "n": len(first)}
    if len(first) < 2:
        return row
    change = last - first
    error = change.std(ddof=1) / math.sqrt(len(change))
    reach = student.ppf((1 + confidence_level) / 2, len(change) - 1) * error
    moved = np.sign(np.round(change, 9)).astype(int)
    return row | {
        "mean_before": first.mean(), "sd_before": first.std(ddof=1),
        "mean_after": last.mean(), "sd_after": last.std(ddof=1),
        "estimate": change.mean(), "low": change.mean() - reach, "high": change.mean() + reach,
        "improved": int((moved > 0).sum()), "same": int((moved == 0).sum()),
        "worse": int((moved < 0).sum()),
        "at_best": int((first >= best).sum()) if best is not None else 0,
        "p_value": _signed_rank(change), "p_sign": paired.sign_test(moved.tolist()).p_value,
    }  # fmt: skip


def _signed_rank(change):
    steps = whole(change)
    if steps is not None and len(steps) <= paired.MOST_PAIRS:
        return paired.signed_rank(steps, zero_method="pratt").p_value
    if not change.any():
        return 1.0
    found = wilcoxon(np.round(change, 9), zero_method="pratt", method="asymptotic")
    return float(found.pvalue)
