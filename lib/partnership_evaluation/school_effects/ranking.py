"""How much of a ranking of schools can be defended."""

import numpy as np
import pandas as pd
from scipy.stats import norm

DRAWN_AT_ONCE = 250


def ranks(effects, *, draws=2000, seed=1, confidence_level=0.95):
    """Find between which places each school may lie.

    Parameters
    ----------
    effects : pandas.DataFrame
        ``estimate`` and ``standard_error`` of each school.
    draws : int
        Sets of true effects drawn.
    seed : int
        Start of the random numbers.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        In the order of `effects`: ``rank`` (1 is the highest), ``low``, ``high`` (limits of the
        rank), ``top_quarter`` (how often it is among the best quarter).

    Notes
    -----
    True effects are drawn independently from the normal distribution of each, and ranked
    (Goldstein and Spiegelhalter 1996). Schools that are all alike are put in order by lot.

    Examples
    --------
    >>> effects = pd.DataFrame({"estimate": [0.0, 9.0], "standard_error": [0.1, 0.1]})
    >>> ranks(effects, draws=100)[["rank", "low", "high"]].to_numpy().tolist()
    [[2, 2, 2], [1, 1, 1]]
    """
    rng = np.random.default_rng(seed)
    mean, error = (effects[c].to_numpy(dtype=float) for c in ("estimate", "standard_error"))
    error = np.where(error > 0, error, np.finfo(float).tiny)
    places = np.empty((draws, len(mean)), dtype=np.int32)
    for start in range(0, draws, DRAWN_AT_ONCE):
        size = min(DRAWN_AT_ONCE, draws - start)
        drawn = mean + error * rng.standard_normal((size, len(mean)))
        places[start : start + size] = (-drawn).argsort(axis=1).argsort(axis=1) + 1
    tail = (1 - confidence_level) / 2
    low = np.quantile(places, tail, axis=0, method="lower")
    high = np.quantile(places, 1 - tail, axis=0, method="higher")
    quarter = max(1, len(mean) // 4)
    return pd.DataFrame(
        {
            "rank": (-mean).argsort(kind="stable").argsort(kind="stable") + 1,
            "low": low,
            "high": high,
            "top_quarter": (places <= quarter).mean(axis=0),
        },
        index=effects.index,
    )


def pairs_apart(effects, *, confidence_level=0.95):
    """Count the pairs of schools that can be told apart.

    Parameters
    ----------
    effects : pandas.DataFrame
        ``estimate`` and ``standard_error`` of each school.
    confidence_level : float
        Between 0 and 1, for each pair by itself.

    Returns
    -------
    (int, int)
        Pairs whose difference has an interval without 0, and all pairs.

    Notes
    -----
    By itself: of so many pairs some would stand apart by chance, so the count is generous.

    Examples
    --------
    >>> effects = pd.DataFrame({"estimate": [0.0, 0.1, 9.0], "standard_error": [0.1, 0.1, 0.1]})
    >>> pairs_apart(effects)
    (2, 3)
    """
    reach = norm.isf((1 - confidence_level) / 2)
    mean, error = (effects[c].to_numpy(dtype=float) for c in ("estimate", "standard_error"))
    apart, squared = 0, (reach * error) ** 2
    for i in range(len(mean) - 1):
        apart += int(((mean[i + 1 :] - mean[i]) ** 2 > squared[i + 1 :] + squared[i]).sum())
    return apart, len(mean) * (len(mean) - 1) // 2


def comparison_intervals(effects, *, confidence_level=0.95):
    """Give each school limits that do not overlap when two schools can be told apart.

    Parameters
    ----------
    effects : pandas.DataFrame
        ``estimate`` and ``standard_error`` of each school.
    confidence_level : float
        Between 0 and 1, for a pair of schools.

    Returns
    -------
    pandas.DataFrame
        ``estimate``, ``low``, ``high``.

    Notes
    -----
    Goldstein and Healy (1995): limits of an interval of its own school are too wide for comparing
    two. The common multiple of the errors is the average over pairs; where errors are alike it
    is the normal quantile over the root of 2 (1.39 for 95%).

    References
    ----------
    Goldstein and Healy (1995), Journal of the Royal Statistical Society A 158, 175-177.

    Examples
    --------
    >>> effects = pd.DataFrame({"estimate": [0.0, 1.0], "standard_error": [1.0, 1.0]})
    >>> round(float(comparison_intervals(effects)["high"][0]), 2)
    1.39
    """
    reach = norm.isf((1 - confidence_level) / 2)
    error = effects["standard_error"].to_numpy(dtype=float)
    both = error[:, None] + error[None, :]
    upper = np.triu_indices(len(error), 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = np.hypot(error[:, None], error[None, :])[upper] / both[upper]
    multiple = reach * float(np.nanmean(ratio)) if len(ratio) else reach
    estimate = effects["estimate"]
    return pd.DataFrame(
        {
            "estimate": estimate,
            "low": estimate - multiple * error,
            "high": estimate + multiple * error,
        }
    )
