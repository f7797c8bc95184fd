"""Regression to the mean in closed form: what selection and error do when nothing else happens."""

from __future__ import annotations

import math
from dataclasses import dataclass
from numbers import Real

import numpy as np
import pandas as pd
from scipy.stats import multivariate_normal, norm, truncnorm

from partnership_evaluation.estimates import is_whole, refuse
from partnership_evaluation.null_twin.model import boundaries, latent_shift


@dataclass(frozen=True)
class RegressionToTheMean:
    """What is expected of a group selected by a first measurement, with nothing changed.

    Attributes
    ----------
    estimate : float
        Expected change of the group's mean, later less earlier, in the unit of the measurement.
    mean_before, mean_after : float
        Expected mean of the selected group at the two times.
    share_selected : float
        Share of the population that the selection takes.
    reliability : float
        Of the measurement by which people were selected.
    method : str
        The formula in words.
    """

    estimate: float
    mean_before: float
    mean_after: float
    share_selected: float
    reliability: float
    method: str


def regression_to_the_mean(
    mean, *, sd, reliability, above=None, below=None, drift=0.0, judgements=1
):
    """Work out by how much a selected group changes when nothing happens.

    Parameters
    ----------
    mean, sd : float
        Mean and standard deviation of single measurements over the population.
    reliability : float
        Correlation of two single measurements of the same people, 0 to 1.
    above, below : float, optional
        The selection: people measured at least `above`, at most `below`, or between the two. At
        least one is needed.
    drift : float, default 0
        Change of the whole population between the two measurements.
    judgements : int, default 1
        Single measurements whose mean was used, each time.

    Returns
    -------
    RegressionToTheMean

    Raises
    ------
    ValueError
        When a number is not allowed or the selection takes nobody.

    Notes
    -----
    With a = (above - mean) / sd, b = (below - mean) / sd and the normal density f and distribution
    function F, the selected group is expected at mean + sd (f(a) - f(b)) / (F(b) - F(a)) and its
    next measurement nearer to the mean by the factor reliability; the change is
    (1 - reliability) sd (f(b) - f(a)) / (F(b) - F(a)) + drift. For one threshold this is equation 1
    of Barnett, van der Pols and Dobson (2005), with their within-subject variance
    (1 - reliability) sd squared; the tests compare the two, and with simulation. With several
    judgements, sd and reliability are those of their mean (Spearman and Brown).

    References
    ----------
    Barnett, A. G., van der Pols, J. C. and Dobson, A. J. (2005). Regression to the mean: what it is
    and how to deal with it. International Journal of Epidemiology 34, 215-220.

    Examples
    --------
    >>> found = regression_to_the_mean(60, sd=15, reliability=0.5, below=40)
    >>> round(found.mean_before, 1), round(found.mean_after, 1), round(found.estimate, 1)
    (33.0, 46.5, 13.5)
    """
    refuse(_problems(mean, sd, reliability, above, below, drift, judgements))
    one = reliability
    reliability = reliability_of_mean(one, judgements=judgements)
    # The variance of a mean of judgements: all of the truth and part of the error.
    sd = sd * np.sqrt(one + (1 - one) / judgements)
    a = -np.inf if above is None else (above - mean) / sd
    b = np.inf if below is None else (below - mean) / sd
    group = truncnorm.mean(a, b)
    expected = mean + sd * group
    after = mean + reliability * sd * group + drift
    return RegressionToTheMean(
        estimate=float(after - expected),
        mean_before=float(expected),
        mean_after=float(after),
        share_selected=float(norm.cdf(b) - norm.cdf(a) if a < 0 else norm.sf(a) - norm.sf(b)),
        reliability=float(reliability),
        method="closed form for a normal measurement selected by a threshold",
    )


def reliability_of_mean(reliability, *, judgements):
    """Return the reliability of the mean of several independent judgements.

    Parameters
    ----------
    reliability : float
        Of a single judgement, 0 to 1.
    judgements : int
        How many are averaged, at least 1.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        When a number is not allowed.

    Notes
    -----
    Spearman and Brown: m r / (1 + (m - 1) r). It assumes that judges err independently; two
    observers of the same lesson share that lesson, so they gain less.

    Examples
    --------
    >>> reliability_of_mean(0.5, judgements=2)
    0.6666666666666666
    """
    problems = _share_problems(reliability)
    if not is_whole(judgements) or judgements < 1:
        problems.append(f"judgements is at least 1: found {judgements!r}; count the judgements.")
    refuse(problems)
    return judgements * reliability / (1 + (judgements - 1) * reliability)


def transition(shares, *, levels, reliability, drift=0.0):
    """Work out how people of each level are graded the next time, with nothing changed.

    Parameters
    ----------
    shares : sequence of float
        Share of the population at each level, from worst to best; they are made to sum to 1.
    levels : sequence of str
        Codes of the levels, in the same order.
    reliability : float
        Correlation of two judgements of the same people, 0 to 1.
    drift : float, default 0
        Levels by which the mean of the population moves.

    Returns
    -------
    pandas.DataFrame
        One row a level before (``level``), with ``share`` (of the population), one column a level
        after (its code) holding the share of that row, and ``improved``, ``same``, ``declined``.

    Raises
    ------
    ValueError
        When a number is not allowed.

    Notes
    -----
    Probabilities of rectangles of the bivariate normal distribution. With reliabilities of 0.24
    and 0.7 and 12 per cent of lessons at the best grade, a second observer gives another grade to
    78 and 51 per cent of these, the two figures of Coe (2014).

    References
    ----------
    Coe, R. (2014). Classroom observation: it's harder than you think. Centre for Evaluation and
    Monitoring, Durham University.

    Examples
    --------
    >>> table = transition([0.88, 0.12], levels=("other", "best"), reliability=0.7)
    >>> round(float(table.set_index("level").loc["best", "declined"]), 2)
    0.51
    """
    weights = np.asarray(shares, dtype=float)
    problems = _share_problems(reliability)
    if len(weights) != len(levels) or not (weights >= 0).all() or not weights.sum() > 0:
        problems.append(
            "There is one share a level, 0 or more and not all 0: found "
            f"{', '.join(map(str, shares))} for {len(levels)} levels; give the population."
        )
    refuse(problems)
    weights = weights / weights.sum()
    first = np.concatenate([[-np.inf], boundaries(weights), [np.inf]])
    second = first - latent_shift(weights, drift)
    joint = np.diff(np.diff(_joint(first, second, reliability), axis=0), axis=1).clip(0)
    with np.errstate(invalid="ignore"):
        given = joint / joint.sum(axis=1, keepdims=True)
    table = pd.DataFrame(given, columns=[str(level) for level in levels])
    table.insert(0, "share", weights)
    table.insert(0, "level", [str(level) for level in levels])
    return table.assign(
        improved=np.triu(given, 1).sum(axis=1),
        same=np.diag(given),
        declined=np.tril(given, -1).sum(axis=1),
    )


def agreement(shares, *, reliability):
    """Work out how often two judges give one person the same level.

    Parameters
    ----------
    shares : sequence of float
        Share of the population at each level, from worst to best.
    reliability : float
        Correlation of two judgements, 0 to 1.

    Returns
    -------
    float
        A share from 0 to 1.

    Raises
    ------
    ValueError
        When a number is not allowed.

    Examples
    --------
    >>> round(agreement([0.5, 0.5], reliability=0), 3), agreement([0.5, 0.5], reliability=1)
    (0.5, 1.0)
    """
    table = transition(shares, levels=range(len(shares)), reliability=reliability)
    return float((table["share"] * table["same"].fillna(0)).sum())


def _joint(first, second, reliability):
    """Distribution function of two judgements at every pair of boundaries."""
    if reliability == 1:
        return norm.cdf(np.minimum.outer(first, second))
    found = np.zeros((len(first), len(second)))
    spread = [[1, reliability], [reliability, 1]]
    for i, a in enumerate(first):
        for j, b in enumerate(second):
            if np.isneginf([a, b]).any():
                continue
            if np.isposinf([a, b]).any():
                found[i, j] = norm.cdf(min(a, b))
            else:
                found[i, j] = multivariate_normal.cdf([a, b], mean=[0, 0], cov=spread)
    return found


def _share_problems(reliability):
    number = isinstance(reliability, Real) and not isinstance(reliability, bool)
    if number and 0 <= reliability <= 1:
        return []
    return [f"A reliability lies from 0 to 1: found {reliability!r}; give 0.5, say."]


def _problems(mean, sd, reliability, above, below, drift, judgements):
    problems = _share_problems(reliability)
    given = {"mean": mean, "sd": sd, "above": above, "below": below, "drift": drift}
    wrong = {
        name: value
        for name, value in given.items()
        if value is not None
        and (not isinstance(value, Real) or isinstance(value, bool) or not math.isfinite(value))
    }
    wrong |= {name: None for name in ("mean", "sd", "drift") if given[name] is None}
    if wrong:
        named = ", ".join(f"{name} = {value!r}" for name, value in wrong.items())
        return [*problems, f"The numbers of a group are finite: found {named}; correct them."]
    if sd <= 0:
        problems.append(f"A standard deviation is above 0: found {sd!r}; give that of the scores.")
    if above is None and below is None:
        problems.append("A selection needs a threshold: found none; give above, below or both.")
    elif above is not None and below is not None and above >= below:
        problems.append(
            "A selection takes somebody: found people measured at least "
            f"{above} and at most {below}; swap the two."
        )
    if not is_whole(judgements) or judgements < 1:
        problems.append(f"judgements is at least 1: found {judgements!r}; count the judgements.")
    return problems
