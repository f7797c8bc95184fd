"""The same mixed model by statsmodels."""

import warnings

import numpy as np
import pandas as pd
from statsmodels.regression.mixed_linear_model import MixedLM, VCSpec

from partnership_evaluation.school_effects.sums import design_of

#: How far the log-likelihoods of two of its optimisers may lie apart.
MOST_GAP = 1e-4


def by_statsmodels(table, *, outcome, school, classes="", predictors=(), estimation="ml"):
    """Fit pupils in schools, or in classes in schools, by statsmodels' MixedLM.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a pupil.
    outcome, school : str
        Columns.
    classes : str
        Column of classes within schools; empty where there are none.
    predictors : sequence of str
        Columns of numbers, or of words that become groups.
    estimation : {"ml", "reml"}
        As in :func:`partnership_evaluation.school_effects.fit`.

    Returns
    -------
    pandas.DataFrame
        ``quantity`` and ``estimate``: slopes, variances of schools, of classes
        where there are any, and of pupils, log-likelihood.

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
    groups = [school, classes] if classes else [school]
    known = table[[outcome, *groups, *predictors]].dropna().reset_index(drop=True)
    design = design_of(known, predictors)
    model = MixedLM(
        known[outcome].to_numpy(dtype=float), design, groups=known[school].to_numpy(),
        exog_vc=_classes(known, school, classes) if classes else None, exog_re=np.ones(len(known)),
    )  # fmt: skip
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
    names = [*design.columns, *(f"variance of {name}" for name in groups)]
    names += ["variance of pupils", "log-likelihood"]
    variances = [np.asarray(first.cov_re)[0, 0], *first.vcomp, first.scale]
    values = [*np.asarray(first.fe_params), *variances, first.llf]
    return pd.DataFrame({"quantity": names, "estimate": np.array(values, dtype=float)})


def _classes(known, school, classes):
    """The classes of each school, as MixedLM takes them."""
    order = pd.unique(known[school])
    of_school = dict(tuple(known.groupby(school, sort=False)[classes]))
    parts = [pd.get_dummies(of_school[name], dtype=float) for name in sorted(order)]
    names = [[f"{school}/{label}" for label in part.columns] for part in parts]
    return VCSpec([classes], [names], [[part.to_numpy() for part in parts]])
