"""How often a random member of one group is better than a random member of another.

The one effect size that needs nothing of a scale but its order. This is for two groups of
different people; two looks at the same people are correlated and need another interval
(:mod:`partnership_evaluation.paired.within_pairs`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from statsmodels.stats.nonparametric import rank_compare_2indep

from partnership_evaluation.estimates import (
    as_list,
    choice_problems,
    confidence_problems,
    number_problems,
    refuse,
)
from partnership_evaluation.paired import studentized_permutation as permutation
from partnership_evaluation.paired.superiority_results import (
    Superiority,
    from_permutations,
    more_cautious,
)

BETTER = ("high", "low")
TESTS = ("auto", "permutation", "t")
#: More tables than this are not gone through (two seconds or so).
MOST_TABLES = 20_000


def between_groups(
    first: Sequence[float],
    second: Sequence[float],
    *,
    better: str = "high",
    test: str = "auto",
    confidence_level: float = 0.95,
) -> Superiority:
    """Estimate how often a random member of the first group is better than one of the second.

    Parameters
    ----------
    first, second : sequence of numbers
        Codes of an ordered scale, one a person, at least two a group. Nobody is in both
        groups; for the same people twice use ``paired.superiority``.
    better : {"high", "low"}
        Whether a high code is better (ratings) or a low one (Ofsted's 1 to 4).
    test : {"auto", "permutation", "t"}
        Where interval and p-value come from: the exact permutation distribution of the
        Brunner-Munzel statistic, or its t approximation. ``auto`` takes the wider interval
        and the larger p of the two while the permutations are within reach (at most 20,000
        tables), else t; ``method`` says which.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    Superiority
        ``estimate`` = P(first better) + P(tie) / 2, ``low``, ``high``, ``n``, ``method``,
        ``statistic`` (Brunner-Munzel), ``p_value`` two-sided, and Cliff's delta likewise. The
        limits are None when everybody has the same value.

    Raises
    ------
    ValueError
        When a value is missing or no number, a group has fewer than two, a word is not
        allowed, or ``test="permutation"`` would go through too many tables.

    Notes
    -----
    Estimate, t interval (Welch-Satterthwaite, cut at 0 and 1) and t p-value are
    ``statsmodels.stats.nonparametric.rank_compare_2indep``. The t p-value is too small with
    fewer than ten a group, hence the permutations (written here; SciPy's
    ``permutation_test`` goes through assignments, this through tables). Groups that do not overlap
    at all make the statistic divide by zero; then the interval is found here from
    min(n1, n2) comparisons of different people, all won: the limit is
    (alpha / 2) ** (1 / min(n1, n2)), never too short; and p is 2 / (n1 + n2 choose n1).

    Checked against the pain scores of Brunner and Munzel (2000): 0.789, statistic 3.1375, p =
    0.005786, 0.595 to 0.983; permutation p = 0.008038 (Neubert and Brunner 2007).

    References
    ----------
    Brunner and Munzel (2000), Biometrical Journal 42, 17-25. Neubert and Brunner (2007), A
    studentized permutation test for the non-parametric Behrens-Fisher problem, Computational
    Statistics & Data Analysis 51, 5192-5204. Cliff (1993), Psychological Bulletin 114, 494-509.

    Examples
    --------
    >>> found = between_groups([3, 3, 4, 3, 1, 2, 3, 1, 1, 5, 4],
    ...                        [1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 1, 1], test="t")
    >>> round(found.estimate, 3), round(found.low, 3), round(found.high, 3)
    (0.789, 0.595, 0.983)
    """
    ones, others = as_list(first), as_list(second)
    refuse(
        [
            *_group_problems(ones, "first"),
            *_group_problems(others, "second"),
            *word_problems(better, test, confidence_level),
        ]
    )
    ones, others = high_is_better(ones, better), high_is_better(others, better)
    n, shortest = len(ones) + len(others), min(len(ones), len(others))
    if min(ones) > max(others) or max(ones) < min(others):
        won, p_value = min(ones) > max(others), 2 / math.comb(n, len(ones))
        return Superiority.separated(
            won,
            n,
            shortest,
            words="groups that do not overlap",
            confidence_level=confidence_level,
            p_value=p_value,
        )
    if len({*ones, *others}) == 1:
        words = "no interval: everybody has the same value"
        return Superiority.of(0.5, None, None, n, words, p_value=1.0)
    name = "Brunner-Munzel, independent groups"
    routes = []
    if test != "permutation":
        routes.append(_from_statsmodels(ones, others, name, confidence_level))
    if within_reach(test, permutation.count_group_tables(ones, others)):
        found = permutation.of_groups(ones, others)
        routes.append(from_permutations(found, n, name, confidence_level))
    return more_cautious(routes, name)


def _group_problems(values: list[object], name: str) -> list[str]:
    problems = number_problems(values, name=name)
    if not problems and len(values) < 2:
        problems.append(
            f"A comparison of groups needs two people in each: found 1 in {name}; "
            "describe the single case in words."
        )
    return problems


def word_problems(better: object, test: object, confidence_level: object) -> list[str]:
    """What is wrong with the arguments that every comparison takes.

    Parameters
    ----------
    better, test, confidence_level : object
        As the caller received them.

    Returns
    -------
    list of str
        One sentence a problem.

    Examples
    --------
    >>> word_problems("high", "auto", 0.95)
    []
    """
    return [
        *choice_problems(better, BETTER, name="better"),
        *choice_problems(test, TESTS, name="test"),
        *confidence_problems(confidence_level),
    ]


def high_is_better(values: list[float], better: str) -> list[float]:
    """Codes turned so that a high one is better, whichever way the scale runs.

    Parameters
    ----------
    values : list of float
        Codes.
    better : {"high", "low"}
        Which end of the scale is better.

    Returns
    -------
    list of float

    Examples
    --------
    >>> high_is_better([1, 4], "low")
    [-1.0, -4.0]
    """
    return [float(value) if better == "high" else -float(value) for value in values]


def within_reach(test: str, tables: int) -> bool:
    """Whether to go through the permutations.

    Parameters
    ----------
    test : {"auto", "permutation", "t"}
        As the caller of a comparison asked.
    tables : int
        How many tables there would be.

    Returns
    -------
    bool

    Raises
    ------
    ValueError
        When the permutations were asked for but are too many.

    Examples
    --------
    >>> within_reach("auto", 500), within_reach("auto", 10**6), within_reach("t", 500)
    (True, False, False)
    """
    if test == "permutation" and tables > MOST_TABLES:
        raise ValueError(
            f"The exact permutation test goes through at most {MOST_TABLES:,} tables: found "
            f'{tables:,}; with so many people test="t" is accurate.'
        )
    return test != "t" and tables <= MOST_TABLES


def _from_statsmodels(
    ones: list[float], others: list[float], name: str, confidence_level: float
) -> Superiority:
    found = rank_compare_2indep(ones, others)
    low, high = found.conf_int(alpha=1 - confidence_level)
    return Superiority.of(
        float(found.prob1),
        max(0.0, float(low)),
        min(1.0, float(high)),
        len(ones) + len(others),
        f"{name}, t approximation",
        confidence_level=confidence_level,
        statistic=float(found.statistic),
        p_value=float(found.pvalue),
    )
