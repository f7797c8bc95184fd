"""Ordinal logistic regression that says when it has no answer."""

from __future__ import annotations

import itertools
import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import norm, rankdata
from statsmodels.miscmodels.ordinal_model import OrderedModel

from partnership_evaluation.estimates import (
    as_list,
    confidence_problems,
    number_problems,
    refuse,
)
from partnership_evaluation.paired.exact_tables import TooManyTables, linear_trend
from partnership_evaluation.paired.proportional_odds import ProportionalOdds, brant
from partnership_evaluation.paired.separation import separating


@dataclass(frozen=True)
class OrdinalLogit:
    """A fitted ordinal logit, or the reason why there is none.

    Attributes
    ----------
    coefficients : pandas.DataFrame
        One row a predictor: ``predictor``, ``estimate`` (log odds ratio of a better grade, per
        unit), ``low``, ``high``, ``odds_ratio``, ``odds_ratio_low``, ``odds_ratio_high``,
        ``statistic`` (z), ``p_value``, ``method``. Where the grades are separated, only
        ``p_value`` is filled, by the trend test of that predictor alone; ``method`` says which.
    thresholds : pandas.DataFrame
        ``between`` (two neighbouring grades) and ``estimate``; empty where separated.
    separated : bool
        Whether a combination of the predictors sorts the grades without (or almost without) error,
        so that the most likely odds ratio is infinite.
    proportional_odds : ProportionalOdds
        Check of the model's assumption.
    n : int
        Number of people.
    log_likelihood : float or None
        At the maximum; None where separated.
    method : str
        What was done, in words.
    """

    coefficients: pd.DataFrame
    thresholds: pd.DataFrame
    separated: bool
    proportional_odds: ProportionalOdds
    n: int
    log_likelihood: float | None
    method: str


def ordinal_logit(
    grades: Sequence[Hashable],
    predictors: pd.DataFrame | Mapping[str, Sequence[float]],
    *,
    order: Sequence[Hashable],
    confidence_level: float = 0.95,
) -> OrdinalLogit:
    """Fit an ordinal (proportional odds) logit, unless the data cannot support one.

    Parameters
    ----------
    grades : sequence of labels
        One grade a person. The people are different people: the model knows no pairs, so do not
        stack a before and an after of the same people; predict the after instead.
    predictors : pandas.DataFrame or mapping of str to sequence of float
        One numeric column a predictor (0 / 1 for groups), rows in the order of ``grades``.
    order : sequence of labels
        All grades from the weakest to the best. Grades nobody has are dropped.
    confidence_level : float
        Between 0 and 1, for the Wald intervals.

    Returns
    -------
    OrdinalLogit

    Raises
    ------
    ValueError
        When lengths differ, a grade is not in ``order``, fewer than two grades occur, a predictor
        is missing, does not vary or follows from the others, or the fit does not converge.

    Notes
    -----
    ``statsmodels.miscmodels.ordinal_model.OrderedModel`` (logit), with every predictor in spreads
    from its mean, so that no unit is too large to fit. It reports convergence even when
    the grades are completely separated (log odds ratio 35 with a standard error of 3,479).
    Separation is therefore looked for first, by the linear programme for a direction along
    which the likelihood never falls (Albert and Anderson 1984, for cumulative logits). If there
    is one, no coefficients are given, but the trend test of each predictor: exact, or its normal
    approximation (Mantel's) where there are too many tables to go through.

    Brant's test compares the binary logits at all cuts. It is rough with few
    people and impossible when a binary logit is itself separated.

    Checked against ``ordinal::clm`` in R for the bitterness of 72 wines (Randall 1989): 2.503 and
    1.528, log-likelihood -86.4919.

    References
    ----------
    McCullagh (1980), Journal of the Royal Statistical Society B 42, 109-142. Albert and Anderson
    (1984), Biometrika 71, 1-10. Brant (1990), Biometrics 46, 1171-1178.

    Examples
    --------
    >>> found = ordinal_logit(["c", "b", "b", "a", "c", "b", "a", "a"],
    ...                       {"trained": [0, 0, 0, 0, 1, 1, 1, 1]}, order=["c", "b", "a"])
    >>> found.separated, round(float(found.coefficients.loc[0, "estimate"]), 2)
    (False, 0.65)
    """
    columns = pd.DataFrame(predictors).reset_index(drop=True)
    labels, scale = as_list(grades), list(order)
    refuse(
        [
            *_input_problems(labels, columns, scale),
            *confidence_problems(confidence_level),
        ]
    )
    columns = columns.astype(float)
    used = [grade for grade in scale if grade in set(labels)]
    codes = np.array([used.index(grade) for grade in labels])
    refuse(_design_problems(columns, used))
    involved = separating(codes, columns.to_numpy())
    check = brant(codes, columns, used)
    if involved.any():
        return _when_separated(codes, columns, used, check, involved)
    return _fit(codes, columns, used, check, confidence_level)


def _input_problems(
    labels: list[Hashable], columns: pd.DataFrame, scale: list[Hashable]
) -> list[str]:
    problems = []
    if len(columns) != len(labels):
        problems.append(
            f"Grades and predictors are of the same people: found {len(labels)} grades and "
            f"{len(columns)} rows of predictors; match them by name."
        )
    unknown = sorted({str(label) for label in labels if label not in scale})
    if unknown:
        problems.append(
            f"A grade is one of order {scale}: found {', '.join(unknown)}; "
            "correct them or add them."
        )
    for name in columns:
        problems.extend(number_problems(as_list(columns[name]), name=f"predictor {name!r}"))
    return problems


def _design_problems(columns: pd.DataFrame, used: list[Hashable]) -> list[str]:
    problems = []
    if len(used) < 2:
        problems.append(
            f"A regression needs at least two different grades: found {used}; "
            "describe them in words."
        )
    constant = [name for name in columns if columns[name].nunique() < 2]
    for name in constant:
        problems.append(
            f"A predictor varies between people: found one value only in {name!r}; leave it out."
        )
    design = np.column_stack([np.ones(len(columns)), columns.to_numpy()])
    if not constant and np.linalg.matrix_rank(design) < design.shape[1]:
        problems.append(
            "No predictor follows from the others: found that one of "
            f"{list(columns)} does; leave it out."
        )
    return problems


def _fit(
    codes: np.ndarray,
    columns: pd.DataFrame,
    used: list[Hashable],
    check: ProportionalOdds,
    confidence_level: float,
) -> OrdinalLogit:
    # Measured in spreads from their means, predictors in any unit are equally easy to climb by.
    centre, spread = columns.mean().to_numpy(), columns.std(ddof=0).to_numpy()
    model = OrderedModel(codes, (columns - centre) / spread, distr="logit")
    found = model.fit(method="bfgs", disp=0, maxiter=500)
    if not found.mle_retvals["converged"]:
        raise ValueError(
            f"The fit reaches a maximum: found none after 500 steps with {len(codes)} people and "
            f"{columns.shape[1]} predictors; use fewer predictors."
        )
    # BFGS stops four or five digits from the top; a Newton step or two from there reach it.
    found = model.fit(method="newton", start_params=np.asarray(found.params), disp=0)
    size = columns.shape[1]
    values, errors = (np.asarray(part)[:size] / spread for part in (found.params, found.bse))
    reach = norm.isf((1 - confidence_level) / 2) * errors
    ends = model.transform_threshold_params(np.asarray(found.params))[1:-1] + centre @ values
    return OrdinalLogit(
        _coefficients(columns, values, reach, values / errors),
        pd.DataFrame({"between": _neighbours(used), "estimate": ends}),
        False,
        check,
        len(codes),
        float(found.llf),
        "ordinal logit (proportional odds), Wald intervals",
    )


def _coefficients(
    columns: pd.DataFrame, values: np.ndarray, reach: np.ndarray, z: np.ndarray
) -> pd.DataFrame:
    low, high = values - reach, values + reach
    return pd.DataFrame(
        {
            "predictor": list(columns),
            "estimate": values,
            "low": low,
            "high": high,
            "odds_ratio": np.exp(values),
            "odds_ratio_low": np.exp(low),
            "odds_ratio_high": np.exp(high),
            "statistic": z,
            "p_value": 2 * norm.sf(np.abs(z)),
            "method": "Wald",
        }
    )


def _neighbours(used: list[Hashable]) -> list[str]:
    return [f"{lower} and {upper}" for lower, upper in itertools.pairwise(used)]


def _when_separated(
    codes: np.ndarray,
    columns: pd.DataFrame,
    used: list[Hashable],
    check: ProportionalOdds,
    involved: np.ndarray,
) -> OrdinalLogit:
    empty = np.full(columns.shape[1], math.nan)
    table = _coefficients(columns, empty, empty, empty)
    tests = [_trend_p(columns[name].to_numpy(), codes) for name in columns]
    table["p_value"], table["method"] = zip(*tests, strict=True)
    names = ", ".join(str(name) for name, is_in in zip(columns, involved, strict=True) if is_in)
    return OrdinalLogit(
        table,
        pd.DataFrame({"between": _neighbours(used), "estimate": math.nan}).iloc[:0],
        True,
        check,
        len(codes),
        None,
        f"no ordinal logit: {names} sorts the grades (almost) without error, so that the most "
        "likely odds ratio is infinite; trend tests instead",
    )


def _trend_p(values: np.ndarray, codes: np.ndarray) -> tuple[float, str]:
    """Test the rank correlation of a predictor and the grades: exactly where that can be done."""
    table = pd.crosstab(pd.Series(values), pd.Series(codes))
    doubled = [2 * rankdata(side) for side in (values, codes)]
    ranks = [
        [int(rank) for rank in pd.Series(ranked).groupby(side).first()]
        for ranked, side in zip(doubled, (values, codes), strict=True)
    ]
    alone = "trend test on middle ranks, this predictor alone"
    try:
        found = linear_trend(table, row_scores=ranks[0], column_scores=ranks[1])
    except TooManyTables:
        z = float(np.corrcoef(*doubled)[0, 1]) * math.sqrt(len(codes) - 1)
        return 2 * float(norm.sf(abs(z))), f"{alone}; too many tables for the exact test: normal"
    return found.p_value, f"exact {alone}"
