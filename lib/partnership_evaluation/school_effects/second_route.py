"""The same mixed model by statsmodels."""

import warnings

import numpy as np
import pandas as pd
from statsmodels.regression.mixed_linear_model import MixedLM

#: How far the log-likelihoods of two of its optimisers may lie apart.
MOST_GAP = 1e-4


def by_statsmodels(table, *, outcome, school, predictors=(), estimation="ml"):
    """Fit pupils in schools by statsmodels' MixedLM.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a pupil.
    outcome, school : str
        Columns.
    predictors : sequence of str
        Columns of numbers.
    estimation : {"ml", "reml"}
        As in :func:`partnership_evaluation.school_effects.fit`.

    Returns
    -------
    pandas.DataFrame
        ``quantity`` and ``estimate``: slopes, variances of schools and pupils, log-likelihood.

    Raises
    ------
    ValueError
        When Powell's method and Nelder and Mead's do not find the same maximum.

    Notes
    -----
    The default optimiser of MixedLM may end at a log-likelihood of minus infinity or at wrong
    variances without a word; Powell's method with narrow limits does not.

    Examples
    --------
    >>> pupils = pd.DataFrame({"school": list("aabbccdd"), "mark": [1.0, 2, 4, 5, 2, 3, 7, 8]})
    >>> by_statsmodels(pupils, outcome="mark", school="school")["estimate"].round(3).tolist()
    [4.0, 5.0, 0.5, -14.668]
    """
    known = table[[outcome, school, *predictors]].dropna()
    design = known[list(predictors)].astype(float)
    design.insert(0, "constant", 1.0)
    model = MixedLM(known[outcome].to_numpy(dtype=float), design, groups=known[school].to_numpy())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a variance of 0 is an answer
        first, second = (
            model.fit(
                reml=estimation == "reml", method=[method], xtol=1e-10, ftol=1e-14, maxiter=10_000
            )
            for method in ("powell", "nm")
        )
    if not abs(first.llf - second.llf) <= MOST_GAP:
        raise ValueError(
            "Two optimisers find the same maximum: found log-likelihoods of "
            f"{first.llf:.6f} (Powell) and {second.llf:.6f} (Nelder and Mead). Leave out "
            "predictors."
        )
    names = [*design.columns, f"variance of {school}", "variance of pupils", "log-likelihood"]
    values = [*np.asarray(first.fe_params), np.asarray(first.cov_re)[0, 0], first.scale, first.llf]
    return pd.DataFrame({"quantity": names, "estimate": np.array(values, dtype=float)})
