"""The mixed model of pupils in schools, in classes in schools, or in two at once, from sums."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import norm

from partnership_evaluation.estimates import choice_problems, confidence_problems, refuse
from partnership_evaluation.school_effects import crossed
from partnership_evaluation.school_effects.climbing import MANY_TOGETHER, climbed, together
from partnership_evaluation.school_effects.profile import variance_limits
from partnership_evaluation.school_effects.solving import solved
from partnership_evaluation.school_effects.sums import Sums, of_pupils

ESTIMATION = {"ml": "maximum likelihood", "reml": "restricted maximum likelihood"}


@dataclass(frozen=True)
class Fit:
    """A fitted mixed model.

    Attributes
    ----------
    fixed : pandas.DataFrame
        One row a column of the design: ``predictor``, ``estimate``, ``low``, ``high``,
        ``standard_error``, ``statistic``, ``p_value``.
    variances : pandas.DataFrame
        One row a level, the outermost first, pupils last: ``level``, ``estimate``, ``low``,
        ``high``, ``share`` of the whole.
    effects : pandas.DataFrame
        One row a school: its label, ``n``, ``raw`` (mean of what is left of its pupils),
        ``estimate`` (shrunken), ``standard_error``, ``low``, ``high``, ``shrinkage`` (estimate over
        raw).
    log_likelihood : float
        At the maximum.
    n : int
        Pupils.
    method : str
        What was done, in words.
    sums : Sums
        What it was fitted to.
    """

    fixed: pd.DataFrame
    variances: pd.DataFrame
    effects: pd.DataFrame
    log_likelihood: float
    n: int
    method: str
    sums: Sums


def fit(
    table, *, outcome, groups, predictors=(), membership="nested", estimation="ml",
    confidence_level=0.95,
):  # fmt: skip
    """Fit schools as random about a regression on what pupils brought.

    Parameters
    ----------
    table, outcome, groups, predictors, membership
        As in :func:`partnership_evaluation.school_effects.of_pupils`.
    estimation : {"ml", "reml"}
        Maximum likelihood, or restricted maximum likelihood.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    Fit

    Raises
    ------
    ValueError
        As ``of_pupils``; when two optimisers do not find the same maximum.

    Notes
    -----
    y = X b + school + class + pupil, all normal. The likelihood needs only sums of products of each
    class (:mod:`partnership_evaluation.school_effects.sums`), is worked out in closed form and
    climbed over the ratios of the standard deviations by two optimisers, which must find the same
    maximum (``climbing.py`` beside this module). Standard errors of the slopes are those of
    generalised least squares, inv(X' V^-1 X), as in ``lme4``. Intervals of variances are profile
    likelihood ones. Effects are conditional means; their errors take the variances and slopes as
    known. Groups that cross, or nest three deep, are solved together (``crossed.py`` beside this
    module). Checked against statsmodels' MixedLM (:func:`by_statsmodels`) and ``lme4``.

    Examples
    --------
    >>> pupils = pd.DataFrame({"school": list("aabbccdd"), "mark": [1.0, 2, 4, 5, 2, 3, 7, 8]})
    >>> fit(pupils, outcome="mark", groups=["school"]).variances["estimate"].round(3).tolist()
    [5.0, 0.5]
    """
    sums = of_pupils(
        table, outcome=outcome, groups=groups, predictors=predictors, membership=membership
    )
    return fit_sums(sums, estimation=estimation, confidence_level=confidence_level)


def fit_sums(sums, *, estimation="ml", confidence_level=0.95, variance_intervals=True):
    """Fit the same model to sums.

    Parameters
    ----------
    sums : Sums
        Of each innermost group.
    estimation, confidence_level
        As in :func:`fit`.
    variance_intervals : bool
        Whether to work out the limits of the variances, which takes most of the time; they are
        left out (NaN) where thousands of groups cross.

    Returns
    -------
    Fit

    Raises
    ------
    ValueError
        When two optimisers do not find the same maximum.

    Examples
    --------
    >>> pupils = pd.DataFrame({"school": list("aabb"), "mark": [1.0, 2, 4, 5]})
    >>> fit_sums(of_pupils(pupils, outcome="mark", groups=["school"])).n
    4
    """
    refuse(
        [
            *choice_problems(estimation, ESTIMATION, name="estimation"),
            *confidence_problems(confidence_level),
        ]
    )
    reml = estimation == "reml"
    likelihood = at if sums.simple else crossed.likelihood(sums)
    ratios = climbed(sums, likelihood, reml=reml)
    state = likelihood(sums, ratios, reml=reml)
    reach = norm.isf((1 - confidence_level) / 2)
    limits = (
        variance_limits(
            sums, ratios, state, likelihood, reml=reml, confidence_level=confidence_level
        )
        if variance_intervals and (sums.simple or together(sums) < MANY_TOGETHER)
        else None
    )
    return Fit(
        _fixed(sums, state, reach), _variances(sums, state, limits), _effects(sums, state, reach),
        state["log_likelihood"], sums.n,
        f"mixed model, {ESTIMATION[estimation]}, two optimisers agreed", sums,
    )  # fmt: skip


def at(sums, ratios, *, reml):
    """Work out the likelihood where the ratios of standard deviations are given.

    Parameters
    ----------
    sums : Sums
        Of each innermost group.
    ratios : sequence of float
        Of schools, and of classes where there are any, to pupils.
    reml : bool
        Whether the likelihood is the restricted one.

    Returns
    -------
    dict
        ``log_likelihood``, ``noise`` (variance of pupils), ``slopes``, ``covariance`` of the
        slopes, ``outer`` and ``inner`` (variances of schools and classes).

    Notes
    -----
    With t = ratio squared of classes and n pupils in a class, A' W B of a class is
    A'B - t / (1 + n t) (A'1)(1'B); schools are taken out in the same way from the sums of these.

    Examples
    --------
    >>> pupils = pd.DataFrame({"school": list("aabb"), "mark": [1.0, 2, 4, 5]})
    >>> sums = of_pupils(pupils, outcome="mark", groups=["school"])
    >>> round(at(sums, [0.0], reml=False)["noise"], 3)
    2.5
    """
    outer, inner = _squares(sums, ratios)
    n = sums.sizes
    ones = sums.products[:, 0, :]  # 1'[X y] of each class
    weight = 1 / (1 + n * inner)
    whole = (sums.products - (inner * weight)[:, None, None] * _squared(ones)).sum(axis=0)
    held = np.zeros((sums.outer.max() + 1, ones.shape[1]))
    np.add.at(held, sums.outer, ones * weight[:, None])
    size = held[:, 0]  # pupils of a school, those of one class counted as fewer
    factor = outer / (1 + size * outer)
    whole = whole - (factor[:, None, None] * _squared(held)).sum(axis=0)
    weighed = np.log1p(n * inner).sum() + np.log1p(size * outer).sum()
    found = solved(whole, sums.n, weighed, reml=reml)
    return found | {
        "ratios": np.sqrt([outer, inner][: sums.groups.shape[1]]),
        "outer": outer * found["noise"], "inner": inner * found["noise"],
        "held": held, "factor": factor,
    }  # fmt: skip


def _squared(rows):
    return rows[:, :, None] * rows[:, None, :]


def _squares(sums, ratios):
    inner = float(ratios[1]) ** 2 if sums.nested else 0.0
    return float(ratios[0]) ** 2, inner


def _fixed(sums, state, reach):
    error = np.sqrt(np.diag(state["covariance"]))
    value = state["slopes"]
    statistic = value / error
    return pd.DataFrame(
        {
            "predictor": sums.names,
            "estimate": value,
            "low": value - reach * error,
            "high": value + reach * error,
            "standard_error": error,
            "statistic": statistic,
            "p_value": 2 * norm.sf(np.abs(statistic)),
        }
    )


def _variances(sums, state, limits):
    names = list(sums.groups.columns)
    values = [*(state["ratios"] ** 2 * state["noise"]), state["noise"]]
    table = pd.DataFrame({"level": [*names, "pupil"], "estimate": values})
    ends = limits or [(np.nan, np.nan)] * len(values)
    table["low"], table["high"] = zip(*ends, strict=True)
    return table.assign(share=table["estimate"] / sum(values))


def _effects(sums, state, reach):
    """Conditional means of the schools: what is left of each, shrunken by how few it has."""
    slopes = state["slopes"]
    if sums.simple:
        left = state["held"][:, -1] - state["held"][:, :-1] @ slopes
        estimate, error = state["factor"] * left, np.sqrt(state["noise"] * state["factor"])
    else:
        estimate, error = crossed.effects(sums, state)
    first = sums.groups.iloc[:, 0]
    pupils = np.bincount(sums.outer, weights=sums.sizes)
    plain = sums.products[:, 0, -1] - sums.products[:, 0, :-1] @ slopes
    raw = np.bincount(sums.outer, weights=plain) / pupils
    return pd.DataFrame(
        {
            first.name: first.drop_duplicates().to_numpy(),
            "n": pupils.astype(int),
            "raw": raw,
            "estimate": estimate,
            "standard_error": error,
            "low": estimate - reach * error,
            "high": estimate + reach * error,
            "shrinkage": np.divide(estimate, raw, out=np.full(len(raw), np.nan), where=raw != 0),
        }
    )
