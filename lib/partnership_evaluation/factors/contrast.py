"""How rare a factor must be among other cases before it tells the successes apart."""

from functools import cache

import numpy as np
import pandas as pd

from partnership_evaluation import proportions
from partnership_evaluation.estimates import choice_problems
from partnership_evaluation.factors.counting import (
    FactorError,
    range_in_words,
    range_problems,
    refuse,
    whole_number_problems,
)
from partnership_evaluation.factors.necessity import necessity

TESTS = {"fisher": proportions.fisher, "boschloo": proportions.boschloo}


@cache
def _p_value(test, k, n, m, others):
    return TESTS[test](int(k), int(n), int(m), int(others)).p_value


def contrast_curve(k, *, n, others):
    """Return, for every number of other cases with a factor, what the comparison would say.

    Parameters
    ----------
    k : int
        Successes that have the factor.
    n : int
        Successes.
    others : int
        Other cases.

    Returns
    -------
    pandas.DataFrame
        One row for each count from 0 to `others`: ``others_with``, ``share``, ``fisher``,
        ``boschloo`` (two-sided p-values), ``coverage``, ``relevance``.

    Raises
    ------
    FactorError
        When a count is not whole, there are no cases, or more have the factor than there are.

    Examples
    --------
    >>> contrast_curve(6, n=6, others=11)["fisher"].round(3).tolist()[4:7]
    [0.035, 0.043, 0.102]
    """
    _check(k, n, others, 0.05)
    if not others:
        raise FactorError("A comparison needs other cases; found others = 0. Give their number.")
    rows = []
    for m in range(others + 1):
        found = necessity(k, n=n, with_factor=m, others=others)
        p_values = [_p_value(test, k, n, m, others) for test in TESTS]
        coverage = None if found.coverage is None else float(found.coverage[0])
        rows.append((m, m / others, *p_values, coverage, float(found.relevance[0])))
    columns = ["others_with", "share", *TESTS, "coverage", "relevance"]
    return pd.DataFrame(rows, columns=columns)


def contrast_needed(k, *, n, others, alpha=0.05, test="fisher"):
    """Return how rare a factor must be among other cases before it tells the successes apart.

    Parameters
    ----------
    k : int
        Successes that have the factor.
    n : int
        Successes.
    others : int
        Other cases.
    alpha : float, default 0.05
        Level of the two-sided exact test.
    test : {"fisher", "boschloo"}
        Boschloo's test is never less powerful than Fisher's.

    Returns
    -------
    pandas.Series
        ``most_others`` (largest count among the others at which the test is still below `alpha`
        and the successes have the larger share; missing when there is none), ``most_share`` and
        ``p_value`` at that count.

    Raises
    ------
    FactorError
        When a count is not whole or is negative, more successes have the factor than there are,
        `alpha` does not lie between 0 and 1, or the test is unknown.

    Notes
    -----
    Counts are tried from the largest down. Fisher's p-values were checked against the
    hypergeometric distribution counted exactly.

    Examples
    --------
    >>> int(contrast_needed(6, n=6, others=11)["most_others"])
    5
    """
    _check(k, n, others, alpha)
    refuse(choice_problems(test, TESTS, name="test"))
    found = {"most_others": np.nan, "most_share": np.nan, "p_value": np.nan}
    rarer = [m for m in range(others + 1) if k * others > m * n]
    for m in reversed(rarer):
        p_value = _p_value(test, k, n, m, others)
        if p_value < alpha:
            found = {"most_others": m, "most_share": m / others, "p_value": p_value}
            break
    return pd.Series(found, dtype=float)


def others_needed(k, *, n, alpha=0.05, at_most=1000):
    """Return how many other cases, none of them with the factor, would tell the successes apart.

    Parameters
    ----------
    k : int
        Successes that have the factor.
    n : int
        Successes, at least 1.
    alpha : float, default 0.05
        Level of Fisher's two-sided exact test.
    at_most : int, default 1000
        How far numbers are tried.

    Returns
    -------
    int or None
        The fewest; None where `at_most` are not enough.

    Raises
    ------
    FactorError
        When a count is not whole, or more successes have the factor than there are.

    Examples
    --------
    >>> others_needed(14, n=14), others_needed(6, n=6)
    (2, 2)
    """
    _check(k, n, at_most, alpha)
    for others in range(1, at_most + 1):
        if _p_value("fisher", k, n, 0, others) < alpha:
            return others
    return None


def tipping_points(factors, *, cases, others, alpha=0.05):
    """Tabulate the contrast needed for every count that factors have among the successes.

    Parameters
    ----------
    factors : pandas.DataFrame
        Columns ``present_low``, ``present_high``, ``of_number``; only factors counted over `cases`
        are used.
    cases : int
        Successes.
    others : int
        Other cases.
    alpha : float, default 0.05
        Level of the tests.

    Returns
    -------
    pandas.DataFrame
        One row for each count: ``Successes with it``, ``Factors``, ``Fisher`` and ``Boschloo`` (the
        largest number of others that may have the factor; a range where the count is one; *none*
        where no number is small enough).

    Raises
    ------
    FactorError
        When a count exceeds its cases.

    Examples
    --------
    >>> stated = pd.DataFrame({"present_low": [6, 4], "present_high": [6, 6], "of_number": [6, 6]})
    >>> tipping_points(stated, cases=6, others=11)["Fisher"].tolist()
    ['5', '1 to 5']
    """
    counted = factors[factors["of_number"] == cases].dropna(subset=["present_low"])
    counts = counted.groupby(["present_low", "present_high"]).size()
    rows = []
    for (low, high), number in counts.iloc[::-1].items():
        refuse(range_problems(int(low), int(high), cases))
        texts = [
            _at_most(
                [
                    contrast_needed(k, n=cases, others=others, alpha=alpha, test=test)
                    for k in range(int(low), int(high) + 1)
                ]
            )
            for test in TESTS
        ]
        rows.append((range_in_words(int(low), int(high)), number, *texts))
    columns = ["Successes with it", "Factors", "Fisher", "Boschloo"]
    return pd.DataFrame(rows, columns=columns)


def contrasts(factors, contrast, *, cases, others):
    """Compare successes and others on every factor that the document speaks of in both.

    Parameters
    ----------
    factors : pandas.DataFrame
        Columns ``factor``, ``label``, ``present_low``, ``present_high``, ``of_number``.
    contrast : pandas.DataFrame
        Columns ``factor``, ``present_low``, ``present_high``.
    cases, others : int
        Successes and other cases.

    Returns
    -------
    pandas.DataFrame
        One row a factor of `contrast`: ``label``, ``successes``, ``others`` (counts as text, *not
        counted* where they are missing), ``p_low``, ``p_high`` (Fisher's p over every count that
        the words allow), ``p_smallest`` (the smallest p that any counts could give).

    Raises
    ------
    FactorError
        When a count exceeds its cases.

    Examples
    --------
    >>> among = pd.DataFrame({"factor": ["a"], "label": ["a"], "present_low": [14],
    ...                       "present_high": [14], "of_number": [14]})
    >>> failed = pd.DataFrame({"factor": ["a"], "present_low": [0], "present_high": [0]})
    >>> contrasts(among, failed, cases=14, others=1)["p_low"].round(3).tolist()
    [0.067]
    """
    known = factors.set_index("factor").to_dict("index")
    smallest = _p_value("fisher", cases, cases, 0, others)
    rows = []
    for row in contrast.itertuples():
        among = known[row.factor]
        first = _ends(among["present_low"], among["present_high"], cases)
        second = _ends(row.present_low, row.present_high, others)
        p_values = [
            _p_value("fisher", k, cases, m, others)
            for k in range(first[0], first[1] + 1)
            for m in range(second[0], second[1] + 1)
        ]
        texts = [_count(among["present_low"], first), _count(row.present_low, second)]
        rows.append((among["label"], *texts, min(p_values), max(p_values), smallest))
    columns = ["label", "successes", "others", "p_low", "p_high", "p_smallest"]
    return pd.DataFrame(rows, columns=columns)


def _check(k, n, others, alpha):
    refuse(whole_number_problems(k=k, n=n, others=others))
    if k > n or not 0 < alpha < 1:
        raise FactorError(
            "At most all successes can have the factor, and a level lies between 0 and 1; found "
            f"{k} of {n} successes at the level {alpha}. Check which count is which."
        )


def _ends(low, high, n):
    ends = (0, n) if pd.isna(low) else (int(low), int(high))
    refuse(range_problems(*ends, n))
    return ends


def _count(low, ends):
    return "not counted" if pd.isna(low) else range_in_words(*ends)


def _at_most(found):
    counts = [None if pd.isna(one["most_others"]) else int(one["most_others"]) for one in found]
    known = [count for count in counts if count is not None]
    if not known:
        return "none"
    text = range_in_words(min(known), max(known))
    return f"none, or {text}" if None in counts else text
