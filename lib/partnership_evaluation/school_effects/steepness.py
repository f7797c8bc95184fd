"""How steeply the likelihood of groups that cross rises, to reach the top in few steps."""

import numpy as np
from scipy.linalg import cho_solve
from scipy.sparse import diags, issparse


def gradient(sums, state, *, reml):
    """Work out the derivatives of the log-likelihood.

    Parameters
    ----------
    sums : partnership_evaluation.school_effects.Sums
        What is fitted.
    state : dict
        What the likelihood of :mod:`partnership_evaluation.school_effects.crossed` gave.
    reml : bool
        Whether the likelihood is the restricted one.

    Returns
    -------
    numpy.ndarray
        One derivative for each ratio; 0 where the ratio is 0, as the likelihood is even in it.

    Notes
    -----
    With A = I + R Z'Z R and M = inv(A) R Z'[X y], the part of the deviance that is log|A| changes
    with the logarithm of a squared ratio by the trace of I - inv(A) over its groups, the residual
    sum of squares by less the squares of M (1, -b) over them, and the restricted part by less the
    trace of inv(X' W X) M'M. Checked against differences.

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation import school_effects
    >>> from partnership_evaluation.school_effects import crossed
    >>> pupils = pd.DataFrame({"second": list("aabb"), "primary": list("cdcd"), "mark": [1.0, 2, 4,
    ...     5]})
    >>> sums = school_effects.of_pupils(
    ...     pupils, outcome="mark", groups=["second", "primary"], membership="crossed")
    >>> state = crossed.likelihood(sums)(sums, [1.0, 0.0], reml=False)
    >>> bool(gradient(sums, state, reml=False)[0] > 0)
    True
    """
    slopes, spread = state["slopes"], state["covariance"] / state["noise"]
    found = np.zeros(len(state["ratios"]))
    for level, held, trace, size in _of_levels(state):
        if state["ratios"][level] > 0:
            left = held[:, -1] - held[:, :-1] @ slopes
            change = size - trace - left @ left / state["noise"]
            if reml:
                change -= np.trace(spread @ (held[:, :-1].T @ held[:, :-1]))
            found[level] = -change / state["ratios"][level]
    return found


def _of_levels(state):
    """For each column of groups: its rows of M, the trace of its part of inv(A), how many."""
    parts, diagonal, link = state["parts"], state["diagonal"], state["link"]
    inverse = cho_solve(state["factor"], np.eye(len(state["factor"][0])), check_finite=False)
    inside = cho_solve(state["factor"], state["kept"], check_finite=False)
    outside = (state["out"] - link @ inside) / diagonal[:, None]
    scaled = diags(1 / diagonal) @ link if issparse(link) else link / diagonal[:, None]
    product = scaled.T @ scaled
    shared = product.multiply(inverse).sum() if issparse(link) else (product * inverse).sum()
    yield parts["out"], outside, (1 / diagonal).sum() + shared, len(diagonal)
    start = 0
    for level in parts["kept"]:
        here = slice(start, start := start + parts["counts"][level])
        yield level, inside[here], np.diag(inverse)[here].sum(), parts["counts"][level]
