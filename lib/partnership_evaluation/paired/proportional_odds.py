"""Will one odds ratio do for every cut of the scale? Brant's test of proportional odds."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import chi2
from statsmodels.discrete.discrete_model import Logit

from partnership_evaluation.paired.separation import separating


@dataclass(frozen=True)
class ProportionalOdds:
    """Whether one odds ratio a predictor will do for all cuts of the scale (Brant's test).

    Attributes
    ----------
    table : pandas.DataFrame
        One row a cut and predictor: ``cut`` (the grade at or above which counts), ``predictor``,
        ``estimate`` (log odds ratio of the separate binary fit).
    statistic, p_value : float or None
        Of Brant's chi-squared test; None when it cannot be made.
    degrees_of_freedom : int
        (cuts - 1) x predictors.
    consistent : bool or None
        False when p is below 0.05, None when it cannot be made.
    method : str
        The test in words, or why it cannot be made.
    """

    table: pd.DataFrame
    statistic: float | None
    p_value: float | None
    degrees_of_freedom: int
    consistent: bool | None
    method: str


def brant(codes: np.ndarray, columns: pd.DataFrame, used: Sequence[Hashable]) -> ProportionalOdds:
    """Compare the slopes of the binary logits at all cuts of an ordered scale.

    Parameters
    ----------
    codes : array of int
        Grades 0, 1, ... K - 1, weakest first, each at least once.
    columns : pandas.DataFrame
        Numeric predictors, none of them constant.
    used : sequence of labels
        The grade behind each code.

    Returns
    -------
    ProportionalOdds

    Notes
    -----
    Wald test of equal slopes with Brant's covariance between the cuts. Written here; checked
    against the same formula worked with ``glm`` in R (1.00237257 on 2 for the wines in three
    grades).

    References
    ----------
    Brant (1990), Assessing proportionality in the proportional odds model for ordinal logistic
    regression, Biometrics 46, 1171-1178.

    Examples
    --------
    >>> columns = pd.DataFrame({"trained": [0, 0, 1, 1]})
    >>> brant(np.array([0, 1, 1, 0]), columns, ["weak", "good"]).method
    'not needed: two grades, one cut'
    """
    cuts = len(used) - 1
    freedom = (cuts - 1) * columns.shape[1]
    nothing = pd.DataFrame({"cut": [], "predictor": [], "estimate": []})
    if cuts < 2:
        return ProportionalOdds(nothing, None, None, 0, None, "not needed: two grades, one cut")
    for cut in range(1, cuts + 1):
        if separating((codes >= cut).astype(int), columns.to_numpy()).any():
            words = f"no Brant test: the cut at {used[cut]!r} is sorted (almost) without error"
            return ProportionalOdds(nothing, None, None, freedom, None, words)
    design = np.column_stack([np.ones(len(columns)), columns.to_numpy()])
    fits = [Logit((codes >= cut).astype(int), design).fit(disp=0) for cut in range(1, cuts + 1)]
    table = pd.DataFrame(
        {
            "cut": [grade for grade in used[1:] for _ in columns],
            "predictor": list(columns) * cuts,
            "estimate": np.concatenate([np.asarray(fit.params)[1:] for fit in fits]),
        }
    )
    statistic = _brant_statistic(design, fits)
    p_value = float(chi2.sf(statistic, freedom))
    words = "Brant test, chi-squared approximation"
    return ProportionalOdds(table, statistic, p_value, freedom, p_value >= 0.05, words)


def _brant_statistic(design: np.ndarray, fits: list) -> float:
    """Wald statistic of equal slopes, with the covariance of fits that share their people."""
    size, cuts = design.shape[1] - 1, len(fits)
    shares = [np.asarray(fit.predict(design)) for fit in fits]
    inverse = [np.linalg.inv(design.T * (p * (1 - p)) @ design) for p in shares]
    covariance = np.zeros((cuts * size, cuts * size))
    for i in range(cuts):
        for j in range(i, cuts):
            # At or above the higher cut implies at or above the lower, hence p[j] - p[i] p[j].
            both = shares[j] - shares[i] * shares[j]
            block = (inverse[i] @ (design.T * both @ design) @ inverse[j])[1:, 1:]
            covariance[i * size : (i + 1) * size, j * size : (j + 1) * size] = block
            covariance[j * size : (j + 1) * size, i * size : (i + 1) * size] = block.T
    slopes = np.concatenate([np.asarray(fit.params)[1:] for fit in fits])
    contrast = np.hstack([np.tile(np.eye(size), (cuts - 1, 1)), -np.eye((cuts - 1) * size)])
    gaps = contrast @ slopes
    return float(gaps @ np.linalg.solve(contrast @ covariance @ contrast.T, gaps))
