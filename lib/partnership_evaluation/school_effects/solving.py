"""Slopes and likelihood once the groups are taken out of the sums of products."""

import numpy as np


def solved(whole, n, weighed, *, reml):
    """Solve for the slopes and work out the likelihood.

    Parameters
    ----------
    whole : numpy.ndarray
        [X y]' W [X y], with W the inverse of the covariance of pupils in units of their variance.
    n : int
        Pupils.
    weighed : float
        Logarithm of the determinant of the inverse of W.
    reml : bool
        Whether the likelihood is the restricted one.

    Returns
    -------
    dict
        ``log_likelihood``, ``noise`` (variance of pupils), ``slopes`` and their ``covariance``.

    Examples
    --------
    >>> import numpy as np
    >>> solved(np.array([[2.0, 4.0], [4.0, 10.0]]), 2, 0.0, reml=False)["slopes"].tolist()
    [2.0]
    """
    x, xy, yy = whole[:-1, :-1], whole[:-1, -1], whole[-1, -1]
    slopes = np.linalg.solve(x, xy)
    rest = max(float(yy - xy @ slopes), 1e-300)
    free = n - (len(slopes) if reml else 0)
    noise = rest / free
    value = free * (np.log(2 * np.pi * noise) + 1) + weighed
    value += np.linalg.slogdet(x)[1] if reml else 0.0
    return {
        "log_likelihood": float(-value / 2), "noise": noise, "slopes": slopes,
        "covariance": noise * np.linalg.inv(x),
    }  # fmt: skip
