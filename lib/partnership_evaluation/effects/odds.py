"""Effect sizes of yes-or-no outcomes on the scale of standard deviations."""

from __future__ import annotations

import math

from scipy.stats import norm
from scipy.stats.contingency import odds_ratio

from partnership_evaluation.effects.groups import BETTER, DESIGNS
from partnership_evaluation.effects.results import EffectSize
from partnership_evaluation.estimates import (
    choice_problems,
    confidence_problems,
    count_problems,
    refuse,
)

#: Cox (1970): the logit of a share is about 1.65 times its normal deviate.
COX = 1.65
METHODS = {
    "exact": "exact conditional interval of the odds ratio",
    "large_sample": "large-sample interval of the log odds ratio",
}


def cox_index(
    k: int,
    *,
    n: int,
    comparison_k: int,
    comparison_n: int,
    method: str = "exact",
    better: str = "high",
    design: str = "two_groups",
    confidence_level: float = 0.95,
) -> EffectSize:
    """Estimate the difference of two shares in standard deviations (Cox index).

    Parameters
    ----------
    k, n : int
        How many of how many in the programme group.
    comparison_k, comparison_n : int
        The same in the comparison group.
    method : {"exact", "large_sample"}
        ``exact`` never covers less often than it says. ``large_sample`` adds one half to each of
        the four counts when one of them is 0.
    better : {"high", "low"}
        With ``low`` the sign is turned, so that positive is better.
    design : {"two_groups", "randomised", "before_after_unpaired"}
        As in :func:`two_groups`.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    EffectSize
        ``estimate`` = ln(odds ratio) / 1.65; infinite limits where a count of 0 leaves them open.

    Raises
    ------
    ValueError
        When a count or an argument is not allowed.

    Notes
    -----
    The estimate takes the plain odds ratio, with one half added to each count when one is 0.
    Limits: ``scipy.stats.contingency.odds_ratio`` (conditional, exact), or the log odds ratio with
    the variance of the sum of the reciprocal counts. No small-sample correction: the What Works
    Clearinghouse multiplies by 1 - 3 / (4 N - 9), which has no reason in shares. Checked against R
    (``fisher.test``).

    References
    ----------
    Cox (1970), Analysis of binary data. Sanchez-Meca, Marin-Martinez and Chacon-Moscoso (2003),
    Effect-size indices for dichotomized outcomes in meta-analysis, Psychological Methods 8,
    448-467.

    Examples
    --------
    >>> found = cox_index(15, n=20, comparison_k=8, comparison_n=20)
    >>> round(found.estimate, 2), round(found.low, 2), round(found.high, 2)
    (0.91, -0.01, 1.87)
    """
    refuse(
        [
            *count_problems(k, n),
            *count_problems(comparison_k, comparison_n, count="comparison_k", total="comparison_n"),
            *choice_problems(method, METHODS, name="method"),
            *choice_problems(better, BETTER, name="better"),
            *choice_problems(design, DESIGNS, name="design"),
            *confidence_problems(confidence_level),
        ]
    )
    counts = [k, n - k, comparison_k, comparison_n - comparison_k]
    centre, error, added = _log_odds_ratio(counts)
    low, high = _log_limits(counts, centre, error, method, confidence_level)
    ends = sorted(BETTER[better] * value / COX for value in (low, high))
    return EffectSize(
        BETTER[better] * centre / COX,
        *ends,
        n + comparison_n,
        f"Cox index, ln(odds ratio) / {COX}{added}, {METHODS[method]}",
        confidence_level,
        denominator="1.65 on the scale of log odds (Cox)",
        uncorrected=BETTER[better] * centre / COX,
        standard_error=error / COX,
        design=design,
        groups=(n, comparison_n),
    )


def _log_odds_ratio(counts: list[int]) -> tuple[float, float, str]:
    """Log odds ratio, its standard error, and what was added to get one."""
    half = 0.5 if 0 in counts else 0.0
    a, b, c, d = (count + half for count in counts)
    error = math.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    return math.log(a * d / (b * c)), error, ", one half added to each count" if half else ""


def _log_limits(
    counts: list[int], centre: float, error: float, method: str, confidence_level: float
) -> tuple[float, float]:
    if method == "large_sample":
        reach = float(norm.ppf((1 + confidence_level) / 2)) * error
        return centre - reach, centre + reach
    table = [[counts[0], counts[2]], [counts[1], counts[3]]]
    found = odds_ratio(table, kind="conditional").confidence_interval(confidence_level)
    return _log(found.low, -math.inf), _log(found.high, math.inf)


def _log(value: float, where_none: float) -> float:
    """Take the logarithm of a limit that may be 0, infinite or not defined."""
    if math.isnan(value):
        return where_none
    if value == 0:
        return -math.inf
    return math.log(value) if math.isfinite(value) else math.inf
