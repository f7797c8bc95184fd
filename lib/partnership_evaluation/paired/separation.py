"""Can a combination of predictors sort the grades without error?"""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog

#: Slack a person above which the linear programme has found a direction that separates the grades.
SLACK = 1e-6


def separating(codes: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Which predictors take part in a combination that sorts the grades without error.

    Parameters
    ----------
    codes : array of int
        Grades 0, 1, ... K - 1, each at least once.
    columns : array of float, people x predictors
        The predictors.

    Returns
    -------
    array of bool
        One a predictor; all False when the most likely coefficients are finite.

    Notes
    -----
    The likelihood never falls along a direction (b, a) with a[k - 1] <= x b <= a[k] for everybody
    of grade k. The linear programme makes the total slack as large as it can be with -1 <= b <= 1;
    it is 0 exactly when there is no such direction.

    Examples
    --------
    >>> separating(np.array([0, 0, 1, 1]), np.array([[1.0], [2.0], [3.0], [4.0]])).tolist()
    [True]
    >>> separating(np.array([0, 1, 0, 1]), np.array([[1.0], [2.0], [3.0], [4.0]])).tolist()
    [False]
    """
    spread = columns.std(axis=0)
    scaled = (columns - columns.mean(axis=0)) / spread
    people, size = scaled.shape
    cuts = int(codes.max())
    rows = []
    for code, values in zip(codes, scaled, strict=True):
        for cut, sign in ((code, 1), (code - 1, -1)):
            if 0 <= cut < cuts:
                ends = np.zeros(cuts)
                ends[cut] = sign
                rows.append(np.concatenate([-sign * values, ends]))
    slack = np.array(rows)
    bounds = [(-1, 1)] * size + [(None, None)] * cuts
    found = linprog(-slack.sum(axis=0), A_ub=-slack, b_ub=np.zeros(len(slack)), bounds=bounds)
    if -found.fun <= SLACK * people:
        return np.zeros(size, dtype=bool)
    return np.abs(found.x[:size]) > SLACK
