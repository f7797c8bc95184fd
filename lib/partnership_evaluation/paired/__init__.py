"""Before and after on the same people: how many moved, how surely, and which way.

Everything for pairs is imported from here. Most functions take ``changes``, one whole number a
pair, positive = better, as ``measures.shift`` returns them::

    from partnership_evaluation import measures, paired

    changes = measures.shift(before, after, scale="ofsted_2012")
    paired.shares(changes, at_best=[grade == "1" for grade in before])
    paired.sign_test(changes)
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import binom

from partnership_evaluation.estimates import (
    Estimate,
    choice_problems,
    confidence_problems,
    refuse,
)
from partnership_evaluation.paired import superiority as superiority_of_groups
from partnership_evaluation.paired import within_pairs as paired_superiority
from partnership_evaluation.paired.baseline_dependence import (
    BaselineDependence,
    baseline_dependence,
)
from partnership_evaluation.paired.homogeneity import ChiSquared, bhapkar, cochran_q, stuart_maxwell
from partnership_evaluation.paired.movement import net_improvement, shares
from partnership_evaluation.paired.ordinal_models import OrdinalLogit, ordinal_logit
from partnership_evaluation.paired.sign_flips import (
    MOST_PAIRS,
    PairedTest,
    ordered_marginal_homogeneity,
    sign_test,
    signed_rank,
)
from partnership_evaluation.paired.superiority_results import Superiority
from partnership_evaluation.proportions.changes import change_limits, fourfold_counts

__all__ = [
    "MOST_PAIRS",
    "BaselineDependence",
    "ChiSquared",
    "Estimate",
    "OrdinalLogit",
    "PairedTest",
    "Superiority",
    "baseline_dependence",
    "bhapkar",
    "brunner_munzel",
    "cochran_q",
    "mcnemar",
    "net_improvement",
    "ordered_marginal_homogeneity",
    "ordinal_logit",
    "shares",
    "sign_test",
    "signed_rank",
    "stuart_maxwell",
    "superiority",
]

MCNEMAR_METHODS = {
    "exact": ("exact McNemar test, Fay-Lumbard interval", "exact"),
    "mid_p": ("McNemar mid-P test, Tango score interval", "tango"),
}


def mcnemar(
    table: pd.DataFrame | np.ndarray | list[list[int]],
    *,
    method: str = "exact",
    success: object = None,
    confidence_level: float = 0.95,
) -> PairedTest:
    """Test whether a share changed among the same people (McNemar).

    Parameters
    ----------
    table : 2 x 2 table of int
        Rows = before, columns = after; "no" first unless ``success`` says otherwise, as in
        ``proportions.paired_difference``.
    method : {"exact", "mid_p"}
        ``exact`` is conservative with few changes; ``mid_p`` less so, and keeps its level in
        practice. Decide before looking which is the main one.
    success : label or position, optional
        Which category is the share.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    PairedTest
        ``estimate`` = share after - share before, ``low`` and ``high`` (Fay-Lumbard with ``exact``,
        which never contradicts the p-value; Tango with ``mid_p``, which rarely does), ``n`` =
        pairs, ``statistic`` = number who gained, ``p_value`` two-sided, ``n_improved`` (gained),
        ``n_zero``, ``n_worse`` (lost), ``method``.

    Raises
    ------
    ValueError
        When the table or an argument is not allowed.

    Notes
    -----
    ``scipy.stats.binom`` on those who changed. Mid-P takes off the probability of the outcome seen
    once: 2 P(X <= min) - P(X = min). With as many gains as losses that makes 1 (Fagerland,
    Lydersen and Laake give 1 - P / 2 there).

    Checked against Fagerland, Lydersen and Laake (2013), airway data: exact 0.0703, mid-P 0.0391.

    References
    ----------
    Fagerland, Lydersen and Laake (2013), The McNemar test for binary matched-pairs data: mid-p and
    asymptotic are better than exact conditional, BMC Medical Research Methodology 13:91.

    Examples
    --------
    >>> round(mcnemar([[12, 7], [1, 1]]).p_value, 4)
    0.0703
    >>> round(mcnemar([[12, 7], [1, 1]], method="mid_p").p_value, 4)
    0.0391
    """
    refuse(
        [
            *choice_problems(method, MCNEMAR_METHODS, name="method"),
            *confidence_problems(confidence_level),
        ]
    )
    neither, gained, lost, both = fourfold_counts(table, success=success)
    n, fewer = neither + gained + lost + both, min(gained, lost)
    p_value = 2 * float(binom.cdf(fewer, gained + lost, 0.5))
    if method == "mid_p":
        p_value -= float(binom.pmf(fewer, gained + lost, 0.5))
    words, limits = MCNEMAR_METHODS[method]
    low, high = change_limits(gained, lost, n, limits, confidence_level)
    return PairedTest(
        (gained - lost) / n,
        low,
        high,
        n,
        words,
        confidence_level,
        float(gained),
        min(1.0, p_value),
        gained,
        neither + both,
        lost,
    )


def superiority(
    before: Sequence[float],
    after: Sequence[float],
    *,
    better: str = "high",
    linked: bool = True,
    test: str = "auto",
    confidence_level: float = 0.95,
) -> Superiority:
    """Estimate how often a random *after* is better than a random *before*, and Cliff's delta.

    Parameters
    ----------
    before, after : sequence of numbers
        Codes of an ordered scale.
    better : {"high", "low"}
        Whether a high code is better or a low one (Ofsted).
    linked : bool
        Whether the two are the same people in the same order. Without links they are treated
        as separate groups; when they are the same people unlinked, the interval then is
        usually too wide, as people tend to keep their place.
    test : {"auto", "permutation", "t"}
        As in ``paired_superiority.within_pairs`` and ``superiority.between_groups``.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    Superiority
        ``estimate`` (0.5 = no difference), ``low``, ``high``, ``n``, ``method``, ``statistic``,
        ``p_value``, ``cliffs_delta``, ``cliffs_delta_low``, ``cliffs_delta_high``.

    Raises
    ------
    ValueError
        When values are missing, lengths differ (``linked``), or an argument is not allowed.

    Notes
    -----
    Formulas, sources and checks are in ``paired_superiority.within_pairs`` and
    ``superiority.between_groups``.

    Examples
    --------
    >>> found = superiority([2, 3, 3, 2, 2], [1, 2, 2, 2, 1], better="low")
    >>> round(found.estimate, 2), round(found.cliffs_delta, 2)
    (0.82, 0.64)
    """
    if linked:
        return paired_superiority.within_pairs(
            before, after, better=better, test=test, confidence_level=confidence_level
        )
    return superiority_of_groups.between_groups(
        after, before, better=better, test=test, confidence_level=confidence_level
    )


def brunner_munzel(
    before: Sequence[float],
    after: Sequence[float],
    *,
    better: str = "high",
    linked: bool = True,
    confidence_level: float = 0.95,
) -> Superiority:
    """Test whether *after* tends to be better than *before*, without assuming equal spread.

    Parameters
    ----------
    before, after, better, linked, confidence_level
        As in ``superiority``.

    Returns
    -------
    Superiority
        As ``superiority`` with ``test="t"``: the test as Brunner and Munzel, and Munzel for
        pairs, published it. With few people prefer ``superiority``, which is more cautious.

    Raises
    ------
    ValueError
        As ``superiority``.

    Examples
    --------
    >>> found = brunner_munzel([1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 1, 1],
    ...                        [3, 3, 4, 3, 1, 2, 3, 1, 1, 5, 4], linked=False)
    >>> round(found.statistic, 4), round(found.p_value, 6)
    (3.1375, 0.005786)
    """
    return superiority(
        before, after, better=better, linked=linked, test="t", confidence_level=confidence_level
    )
