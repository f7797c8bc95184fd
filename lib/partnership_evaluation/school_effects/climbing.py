"""The top of the likelihood, found by two optimisers that must agree."""

import numpy as np
from scipy.optimize import minimize

from partnership_evaluation.school_effects.steepness import gradient

#: How far the log-likelihoods of two optimisers may lie apart, a pupil.
MOST_GAP = 1e-9
#: A likelihood may have two tops, one of them with a variance of 0: each way is begun twice.
STARTS = (0.1, 0.5)
#: From so many groups on that are solved together, each way is begun once.
MANY_TOGETHER = 500
#: A ratio below this is 0: an optimiser comes no nearer.
NOTHING = 1e-6
#: So often an optimiser goes on afresh from where it came: Powell's directions may come to lie
#: nearly along one line, and then it creeps for tens of thousands of steps.
ROUNDS = 20
#: The optimisers in closed form, and of groups that are solved together, where steps are dear.
SIMPLE = {
    "Powell": {"xtol": 1e-10, "ftol": 1e-14, "maxfev": 500},
    "Nelder-Mead": {"xatol": 1e-7, "fatol": 1e-13, "maxiter": 1000},
}
TOGETHER = {
    "L-BFGS-B": {"ftol": 1e-14, "gtol": 1e-10, "maxls": 10},
    "COBYQA": {"initial_tr_radius": 0.1, "final_tr_radius": 1e-6},
}


def climbed(sums, likelihood, *, reml):
    """Find the ratios at which the likelihood is highest.

    Parameters
    ----------
    sums : partnership_evaluation.school_effects.Sums
        Of each innermost group.
    likelihood : callable
        ``at`` of :mod:`partnership_evaluation.school_effects.likelihood`, or that of groups that
        cross.
    reml : bool
        Whether the likelihood is the restricted one.

    Returns
    -------
    numpy.ndarray
        One ratio a column of groups, none below 0.

    Raises
    ------
    ValueError
        When two optimisers do not find the same maximum.

    Notes
    -----
    In closed form by Powell's method and by Nelder and Mead's. Where groups are solved together by
    derivatives (L-BFGS-B) and, without them, by quadratic models (COBYQA): thousands of groups
    take some fifty steps instead of a thousand. Checked against ``lme4``.

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation import school_effects
    >>> pupils = pd.DataFrame({"school": list("aabb"), "mark": [1.0, 2, 4, 5]})
    >>> sums = school_effects.of_pupils(pupils, outcome="mark", groups=["school"])
    >>> climbed(sums, school_effects.likelihood.at, reml=False).round(3).tolist()
    [2.0]
    """

    def depth(ratios):  # of one pupil, so that limits mean the same for few and for many
        return -likelihood(sums, np.abs(ratios), reml=reml)["log_likelihood"] / sums.n

    def with_slope(ratios):
        state = likelihood(sums, ratios, reml=reml)
        slope = gradient(sums, state, reml=reml)
        return -state["log_likelihood"] / sums.n, -slope / sums.n

    def one(name, setting, start):
        begin = np.full(len(sums.levels), start)
        if name == "L-BFGS-B":
            limits = [(0, None)] * len(begin)
            return minimize(
                with_slope, begin, jac=True, bounds=limits, method=name, options=setting
            )
        for _ in range(ROUNDS if name in SIMPLE else 1):
            found = minimize(depth, begin, method=name, options=setting)
            if found.success:
                break
            begin = found.x
        return found

    optimisers = SIMPLE if sums.simple else TOGETHER
    starts = STARTS if sums.simple or together(sums) < MANY_TOGETHER else STARTS[1:]
    first, second = (
        min((one(name, setting, start) for start in starts), key=lambda found: found.fun)
        for name, setting in optimisers.items()
    )
    if abs(first.fun - second.fun) > MOST_GAP:
        raise ValueError(_apart(tuple(optimisers), first.fun, second.fun))
    ratios = np.abs(np.atleast_1d(min((first, second), key=lambda found: found.fun).x))
    return np.where(ratios < NOTHING, 0.0, ratios)


def together(sums):
    """Count the groups that are solved together: all columns but the one with most.

    Parameters
    ----------
    sums : partnership_evaluation.school_effects.Sums
        Of each innermost group.

    Returns
    -------
    int

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation import school_effects
    >>> pupils = pd.DataFrame({"second": list("aabb"), "primary": list("cdcd"), "mark": [1.0, 2, 4,
    ...     5]})
    >>> sums = school_effects.of_pupils(
    ...     pupils, outcome="mark", groups=["second", "primary"], membership="crossed")
    >>> together(sums)
    2
    """
    counts = sorted(column.nunique() for column in sums.levels)
    return sum(counts[:-1])


def _apart(names, first, second):
    return (
        f"Two optimisers find the same maximum: found log-likelihoods a pupil of {-first:.9f} "
        f"({names[0]}) and {-second:.9f} ({names[1]}). Leave out predictors, or groups with few "
        "pupils."
    )
