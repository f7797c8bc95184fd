"""The smallest effect that a study could have detected."""

from __future__ import annotations

import math
from numbers import Real

from partnership_evaluation.effects.clusters import design_problems
from partnership_evaluation.effects.noncentral_power import (
    Detectable,
    detectable,
    share_problems,
)
from partnership_evaluation.estimates import is_whole, refuse


def detectable_between_groups(
    n: int,
    *,
    comparison_n: int,
    baseline_correlation: float = 0.0,
    power: float = 0.8,
    significance_level: float = 0.05,
    method: str = "noncentral_t",
) -> Detectable:
    """Return the smallest difference of two groups that a study could have detected.

    Parameters
    ----------
    n, comparison_n : int
        People in each group.
    baseline_correlation : float
        Correlation of the outcome with the value before, when the analysis adjusts for it; 0 when
        only the values after are compared.
    power : float
        Between 0 and 1.
    significance_level : float
        Two-sided, between 0 and 1.
    method : {"noncentral_t", "multiplier"}
        The exact power of the t test, or the sum of two quantiles that PowerUp uses.

    Returns
    -------
    Detectable

    Raises
    ------
    ValueError
        When an argument is not allowed.

    Notes
    -----
    Standard error sqrt((1 - r^2)(1/n1 + 1/n2)), df = n1 + n2 - 2, one fewer when adjusted. Checked
    against R's ``power.t.test(strict = TRUE)`` and ``statsmodels.stats.power.TTestIndPower``.

    Examples
    --------
    >>> round(detectable_between_groups(30, comparison_n=30).estimate, 3)
    0.736
    """
    refuse(
        [
            *_group_problems(n=n, comparison_n=comparison_n),
            *_correlation_problems(baseline_correlation, "baseline_correlation"),
        ]
    )
    used = baseline_correlation != 0
    error = math.sqrt((1 - baseline_correlation**2) * (1 / n + 1 / comparison_n))
    words = "two groups" + ", adjusted for the value before" * used
    return detectable(
        error, n + comparison_n - 2 - used, n + comparison_n, words, power, significance_level,
        method,
    )  # fmt: skip


def detectable_within_pairs(
    n: int,
    *,
    correlation: float | None = None,
    power: float = 0.8,
    significance_level: float = 0.05,
    method: str = "noncentral_t",
) -> Detectable:
    """Return the smallest change of the same people that a study could have detected.

    Parameters
    ----------
    n : int
        People assessed both times.
    correlation : float, optional
        Of before and after. With it the answer is in standard deviations before; without, in
        standard deviations of the differences (dz).
    power, significance_level, method
        As in :func:`detectable_between_groups`.

    Returns
    -------
    Detectable

    Raises
    ------
    ValueError
        When an argument is not allowed.

    Notes
    -----
    Standard error 1 / sqrt(n), times sqrt(2 (1 - r)) for standard deviations before when the spread
    is the same after; df = n - 1. Without a comparison group it is the change that is detected,
    whatever it comes from.

    Examples
    --------
    >>> round(detectable_within_pairs(12).estimate, 3)
    0.889
    """
    refuse(
        [
            *_group_problems(n=n),
            *([] if correlation is None else _correlation_problems(correlation, "correlation")),
        ]
    )
    unit = 1.0 if correlation is None else math.sqrt(2 * (1 - correlation))
    words = "same people twice, in standard deviations " + (
        "of the differences" if correlation is None else "before"
    )
    return detectable(unit / math.sqrt(n), n - 1, n, words, power, significance_level, method)


def detectable_between_clusters(
    clusters: int,
    *,
    comparison_clusters: int,
    cluster_size: float,
    intraclass_correlation: float,
    explained_between: float = 0.0,
    explained_within: float = 0.0,
    covariates: int = 0,
    power: float = 0.8,
    significance_level: float = 0.05,
    method: str = "noncentral_t",
) -> Detectable:
    """Return the smallest difference that a study of whole classes or schools could have detected.

    Parameters
    ----------
    clusters, comparison_clusters : int
        Classes (or schools) with and without the programme.
    cluster_size : float
        People a class, on average.
    intraclass_correlation : float
        Share of the variance between classes, 0 to 1.
    explained_between, explained_within : float
        Shares of the variance between and within classes that covariates explain, below 1.
    covariates : int
        Covariates at the level of classes; each takes a degree of freedom.
    power, significance_level, method
        As in :func:`detectable_between_groups`.

    Returns
    -------
    Detectable

    Raises
    ------
    ValueError
        When an argument is not allowed or no degree of freedom is left.

    Notes
    -----
    Two-level design with classes allocated (Bloom; Dong and Maynard's CRA2): standard error
    sqrt((rho (1 - R2_between) + (1 - rho)(1 - R2_within) / m) (1/J1 + 1/J2)), df = J - 2 - number
    of covariates. Checked against the formula in R with ``uniroot`` over ``pt(ncp = )``, and
    against the plain two-group design for classes of one.

    References
    ----------
    Bloom (2005), Learning more from social experiments, chapter 4. Dong and Maynard (2013),
    PowerUp!, Journal of Research on Educational Effectiveness 6, 24-67.

    Examples
    --------
    >>> found = detectable_between_clusters(10, comparison_clusters=10, cluster_size=25,
    ...                                     intraclass_correlation=0.2)
    >>> round(found.estimate, 2), found.degrees_of_freedom
    (0.64, 18)
    """
    refuse(
        [
            *_group_problems(1, clusters=clusters, comparison_clusters=comparison_clusters),
            *design_problems(cluster_size, intraclass_correlation),
            *share_problems(explained_between=explained_between, explained_within=explained_within),
            *([] if is_whole(covariates) and covariates >= 0 else [_COVARIATES.format(covariates)]),
        ]
    )
    error = cluster_standard_error(
        clusters,
        comparison_clusters,
        cluster_size=cluster_size,
        intraclass_correlation=intraclass_correlation,
        explained_between=explained_between,
        explained_within=explained_within,
    )
    df = clusters + comparison_clusters - 2 - covariates
    words = f"two groups of classes of {cluster_size:g}, intraclass correlation "
    words += f"{intraclass_correlation:g}"
    people = round((clusters + comparison_clusters) * cluster_size)
    return detectable(error, df, people, words, power, significance_level, method)


def cluster_standard_error(
    clusters: int,
    comparison_clusters: int,
    *,
    cluster_size: float,
    intraclass_correlation: float,
    explained_between: float = 0.0,
    explained_within: float = 0.0,
) -> float:
    """Return the standard error of a standardised difference between two groups of classes.

    Parameters
    ----------
    clusters, comparison_clusters, cluster_size, intraclass_correlation
        As in :func:`detectable_between_clusters`.
    explained_between, explained_within : float
        As in :func:`detectable_between_clusters`.

    Returns
    -------
    float

    Examples
    --------
    >>> round(cluster_standard_error(10, 10, cluster_size=25, intraclass_correlation=0.2), 3)
    0.215
    """
    between = intraclass_correlation * (1 - explained_between)
    within = (1 - intraclass_correlation) * (1 - explained_within) / cluster_size
    return math.sqrt((between + within) * (1 / clusters + 1 / comparison_clusters))


_COVARIATES = "Covariates are counted: found {!r}; give a whole number of 0 or more."


def _group_problems(fewest: int = 2, **numbers: object) -> list[str]:
    return [
        f"Groups are counted, with at least {fewest}: found {name} = {value!r}; give a whole "
        "number."
        for name, value in numbers.items()
        if not is_whole(value) or value < fewest
    ]


def _correlation_problems(value: object, name: str) -> list[str]:
    if isinstance(value, Real) and not isinstance(value, bool) and -1 < value < 1:
        return []
    return [f"{name} lies between -1 and 1: found {value!r}; give a value such as 0.7."]
