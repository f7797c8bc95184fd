"""The mixed model where groups cross, such as primary and secondary schools, or nest three deep."""

import numpy as np
import pandas as pd
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_matrix, diags, hstack

from partnership_evaluation.school_effects.solving import solved

#: So many groups, all columns but the largest together, are worked out at most.
MOST_GROUPS = 4000
#: Up to so many pairs of groups are held whether anybody is in both or not, which is faster.
MOST_DENSE = 300_000


def likelihood(sums):
    """Prepare the likelihood of groups that cross.

    Parameters
    ----------
    sums : partnership_evaluation.school_effects.Sums
        Of each combination of groups.

    Returns
    -------
    callable
        ``at(sums, ratios, reml=...)``, as
        :func:`partnership_evaluation.school_effects.likelihood.at`, one ratio a column of groups.

    Raises
    ------
    ValueError
        When there are too many groups.

    Notes
    -----
    The column with the most groups is taken out by a diagonal, what is left is solved by Cholesky's
    method: with Z the groups and R the ratios, |V| is that of I + R Z'Z R, and A' W B is A'B less
    what the groups explain (Bates and others 2015, Journal of Statistical Software 67/1, section
    3). Groups that nest three deep are a case of it. Checked against ``lme4``.

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation import school_effects
    >>> pupils = pd.DataFrame({"second": list("aabb"), "primary": list("cdcd"), "mark": [1.0, 2, 4,
    ...     5]})
    >>> sums = school_effects.of_pupils(
    ...     pupils, outcome="mark", groups=["second", "primary"], membership="crossed")
    >>> round(likelihood(sums)(sums, [0.0, 0.0], reml=False)["noise"], 3)
    2.5
    """
    parts = _parts(sums)

    def at(_, ratios, *, reml):
        return _state(sums, parts, np.abs(np.asarray(ratios, dtype=float)), reml)

    return at


def effects(sums, state):
    """Work out the conditional means of the first column of groups.

    Parameters
    ----------
    sums : partnership_evaluation.school_effects.Sums
        What was fitted.
    state : dict
        What the likelihood gave at the maximum.

    Returns
    -------
    (numpy.ndarray, numpy.ndarray)
        Means and standard errors, in the order of the codes of the first column.

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation import school_effects
    >>> pupils = pd.DataFrame({"second": list("aabb"), "primary": list("cdcd"), "mark": [1.0, 2, 4,
    ...     5]})
    >>> sums = school_effects.of_pupils(
    ...     pupils, outcome="mark", groups=["second", "primary"], membership="crossed")
    >>> effects(sums, likelihood(sums)(sums, [1.0, 1.0], reml=False))[0].round(2).tolist()
    [-1.0, 1.0]
    """
    slopes = state["slopes"]
    left_out = state["out"][:, -1] - state["out"][:, :-1] @ slopes
    left_in = state["kept"][:, -1] - state["kept"][:, :-1] @ slopes
    inside = cho_solve(state["factor"], left_in)
    if state["first_is_out"]:
        scaled = csr_matrix(state["link"]).multiply(1 / state["diagonal"][:, None]).toarray()
        mean = left_out / state["diagonal"] - scaled @ inside
        again = cho_solve(state["factor"], scaled.T)
        spread = 1 / state["diagonal"] + np.einsum("ij,ji->i", scaled, again)
        chosen = slice(None)
    else:
        size = sums.outer.max() + 1
        mean, chosen = inside, slice(0, size)
        spread = np.diag(cho_solve(state["factor"], np.eye(len(inside))))
    ratio = state["first_ratio"]
    return ratio * mean[chosen], ratio * np.sqrt(state["noise"] * spread[chosen])


def _parts(sums):
    """Which combination is in which group, and the pupils of each pair of groups."""
    codes = [pd.factorize(column)[0] for column in sums.levels]
    counts = [code.max() + 1 for code in codes]
    out = int(np.argmax(counts))
    kept = [k for k in range(len(codes)) if k != out]
    total = sum(counts[k] for k in kept)
    if total > MOST_GROUPS:
        raise ValueError(
            f"Groups that cross, or nest three deep, are at most {MOST_GROUPS} besides those of "
            f"the largest column: found {total}. Leave out a column of groups."
        )
    n, rows = sums.sizes, np.arange(len(sums.sizes))

    def marks(k):
        return csr_matrix((np.ones(len(rows)), (rows, codes[k])), shape=(len(rows), counts[k]))

    own, other = marks(out), hstack([marks(k) for k in kept]).tocsr()
    weighted = diags(n) @ other
    ones, link = sums.products[:, 0, :], (own.T @ weighted).tocsr()
    return {
        "out": out, "kept": kept, "counts": counts,
        "sizes": np.bincount(codes[out], weights=n, minlength=counts[out]),
        "link": link.toarray() if link.shape[0] * link.shape[1] <= MOST_DENSE else link,
        "among": (other.T @ weighted).toarray(),
        "own_ones": own.T @ ones, "other_ones": other.T @ ones,
    }  # fmt: skip


def _state(sums, parts, ratios, reml):
    """Take the groups out of the sums of products, the largest column first."""
    out, kept = parts["out"], parts["kept"]
    scale = np.repeat(ratios[kept], [parts["counts"][k] for k in kept])
    diagonal = 1 + ratios[out] ** 2 * parts["sizes"]
    if isinstance(parts["link"], np.ndarray):
        link = ratios[out] * parts["link"] * scale
        scaled = link / diagonal[:, None]
        explained = link.T @ scaled
    else:
        link = parts["link"] @ diags(ratios[out] * scale)
        scaled = diags(1 / diagonal) @ link
        explained = (link.T @ scaled).toarray()
    inside = np.eye(len(scale)) + scale[:, None] * parts["among"] * scale - explained
    factor = cho_factor(inside, lower=True, check_finite=False)
    from_out = ratios[out] * parts["own_ones"]
    from_kept = scale[:, None] * parts["other_ones"] - scaled.T @ from_out
    whole = sums.products.sum(axis=0) - from_out.T @ (from_out / diagonal[:, None])
    whole = whole - from_kept.T @ cho_solve(factor, from_kept, check_finite=False)
    weighed = np.log(diagonal).sum() + 2 * np.log(np.diag(factor[0])).sum()
    return solved(whole, sums.n, weighed, reml=reml) | {
        "ratios": ratios, "out": from_out, "kept": from_kept, "link": link, "diagonal": diagonal,
        "factor": factor, "first_is_out": out == 0, "first_ratio": ratios[0],
        "parts": parts,
    }  # fmt: skip
