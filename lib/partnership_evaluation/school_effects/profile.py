"""Profile likelihood limits of variances."""

import numpy as np
from scipy.optimize import brentq, minimize
from scipy.stats import chi2

#: How far limits are looked for, as a multiple of the estimate and of the whole variance.
FARTHEST = 1e3


def variance_limits(sums, ratios, state, likelihood, *, reml, confidence_level):
    """Find where the likelihood falls off as each variance moves away from its estimate.

    Parameters
    ----------
    sums : partnership_evaluation.school_effects.Sums
        What was fitted.
    ratios : sequence of float
        At the maximum.
    state : dict
        What the likelihood gave there.
    likelihood : callable
        ``at`` of :mod:`partnership_evaluation.school_effects.likelihood`, or that of groups that
        cross.
    reml, confidence_level
        As there.

    Returns
    -------
    list of (float, float)
        One a level, pupils last. A lower limit of 0 means that the level may not matter at all.

    Notes
    -----
    For a level of groups its variance is held and everything else climbed again. The likelihood
    knows only ratios to the pupils' variance, which is profiled out; a variance is its ratio times
    that, so that the held quantity is the ratio, and the limits are given at the pupils' variance
    of each end. Those of the pupils' variance are of its chi-squared, degrees of freedom less
    groups (of the column with most of them, which is all of them but where groups cross).

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation import school_effects
    >>> pupils = pd.DataFrame({"school": list("aabbccdd"), "mark": [1.0, 2, 4, 5, 2, 3, 7, 8]})
    >>> found = school_effects.fit(pupils, outcome="mark", groups=["school"]).variances
    >>> bool((found["low"] < found["estimate"]).all() and (found["high"] > found["estimate"]).all())
    True
    """
    drop = chi2.ppf(confidence_level, 1) / 2
    floor = state["log_likelihood"] - drop
    limits = [
        _of_level(sums, ratios, level, likelihood, floor, reml) for level in range(len(ratios))
    ]
    most = max(column.nunique() for column in sums.levels)
    free = sums.n - most - len(sums.names) + 1
    if free > 0:
        tail = (1 - confidence_level) / 2
        ends = free * state["noise"] / chi2.ppf([1 - tail, tail], free)
        limits.append((float(ends[0]), float(ends[1])))
    else:
        limits.append((np.nan, np.nan))
    return limits


def _of_level(sums, ratios, level, likelihood, floor, reml):
    others = [k for k in range(len(ratios)) if k != level]
    # Where groups are solved together each step is dear, and limits are shown to three digits.
    climb = {"xtol": 1e-8} if sums.simple else {"xtol": 1e-4, "ftol": 1e-9}
    near = 1e-7 if sums.simple else 1e-5

    def held(ratio):
        fixed = np.array(ratios, dtype=float)
        fixed[level] = ratio
        if not others:
            return likelihood(sums, fixed, reml=reml)

        def depth(values):
            fixed[others] = np.abs(np.ravel(values))
            return -likelihood(sums, fixed, reml=reml)["log_likelihood"]

        best = minimize(depth, np.array(ratios)[others], method="Powell", options=climb)
        fixed[others] = np.abs(np.ravel(best.x))
        return likelihood(sums, fixed, reml=reml)

    def above(ratio):
        return held(ratio)["log_likelihood"] - floor

    def variance(ratio):
        return float(ratio**2 * held(ratio)["noise"])

    top = float(ratios[level])
    low = 0.0 if above(0.0) >= 0 else variance(brentq(above, 0.0, top, xtol=near))
    far = max(2 * top, 0.1)
    while above(far) > 0 and far < FARTHEST:
        far *= 2
    high = variance(brentq(above, top, far, xtol=near)) if above(far) <= 0 else np.inf
    return low, high
