"""Effects adjusted for where people began: analysis of covariance, difference in differences."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
from statsmodels.regression.linear_model import OLS

from partnership_evaluation.effects.groups import (
    BETTER,
    DENOMINATORS,
    option_problems,
    reading_problems,
    spread_problems,
)
from partnership_evaluation.effects.results import EffectSize, finished, people_problems
from partnership_evaluation.effects.same_people import correlation_problems
from partnership_evaluation.estimates import (
    as_list,
    choice_problems,
    number_problems,
    refuse,
)

DESIGNS = ("two_groups", "randomised")


def adjusted(
    before: Sequence[float],
    after: Sequence[float],
    *,
    in_programme: Sequence[bool],
    denominator: str = "comparison",
    better: str = "high",
    correction: str = "exact",
    interval: str = "noncentral_t",
    design: str = "two_groups",
    confidence_level: float = 0.95,
) -> EffectSize:
    """Estimate the standardised difference between two groups, adjusted for the value before.

    Parameters
    ----------
    before, after : sequence of numbers
        The same people in the same order, both groups in one column.
    in_programme : sequence of bool
        Who was in the programme.
    denominator : {"comparison", "pooled"}
        The standard deviation *after*, not adjusted: of the comparison group, or pooled.
    better, correction, interval, design, confidence_level
        As in :func:`two_groups`; ``design`` is ``two_groups`` or ``randomised``.

    Returns
    -------
    EffectSize
        ``estimate`` = adjusted difference / standard deviation, corrected; ``statistic`` and
        ``p_value`` are those of the adjusted difference.

    Raises
    ------
    ValueError
        When lengths differ, values are missing, a group has fewer than two people, the values
        before or after have no spread, or an argument is not allowed.

    Notes
    -----
    ``statsmodels`` OLS of after on before and group, one slope for both groups. The denominator is
    the unadjusted standard deviation, so that the effect can be set beside those of other studies;
    dividing by the residual one would make a better predictor look like a larger effect. The
    noncentral t limits are those of the t statistic of the adjusted difference, times its standard
    error over the denominator. Adjustment removes what the value before predicts, not every
    difference that groups may have when chance did not form them. Checked against R (``lm``) and
    the coverage of simulated studies.

    References
    ----------
    What Works Clearinghouse (2020), Procedures handbook 4.1, appendix E.

    Examples
    --------
    >>> found = adjusted([1, 2, 3, 4, 1, 2, 3, 4], [3, 5, 5, 7, 2, 2, 4, 4],
    ...                  in_programme=[True] * 4 + [False] * 4)
    >>> round(found.uncorrected, 2), round(found.p_value, 4)
    (1.73, 0.0066)
    """
    refuse(
        [
            *choice_problems(denominator, DENOMINATORS, name="denominator"),
            *choice_problems(design, DESIGNS, name="design"),
            *option_problems(better, correction, interval, confidence_level),
        ]
    )
    (first, second), chosen = _columns(before, after, in_programme)
    groups = int(chosen.sum()), int((~chosen).sum())
    refuse(people_problems(programme=groups[0], comparison=groups[1]))
    divisor, df = _unadjusted_spread(second, chosen, denominator)
    refuse(spread_problems({"of the values before": np.std(first), "of those after": divisor}))
    model = OLS(second, np.column_stack([np.ones(len(first)), first, chosen])).fit()
    result = finished(
        BETTER[better] * float(model.params[2]),
        divisor,
        scale=float(model.bse[2]) / divisor,
        degrees_of_freedom=df,
        spread_people=df,
        options=(correction, interval, confidence_level),
        n=len(first),
        what="standardised difference of two groups adjusted for the value before (ANCOVA)",
        denominator=f"{DENOMINATORS[denominator]}, after",
        design=design,
        groups=groups,
    )
    t, p = BETTER[better] * float(model.tvalues[2]), float(model.pvalues[2])
    return EffectSize(**{**vars(result), "statistic": t, "p_value": p})


def difference_in_differences(
    before: Sequence[float],
    after: Sequence[float],
    *,
    in_programme: Sequence[bool],
    better: str = "high",
    correction: str = "exact",
    interval: str = "noncentral_t",
    design: str = "two_groups",
    confidence_level: float = 0.95,
) -> EffectSize:
    """Estimate how much more one group changed than another, in standard deviations before.

    Parameters
    ----------
    before, after, in_programme
        As in :func:`adjusted`.
    better, correction, interval, design, confidence_level
        As in :func:`two_groups`; ``design`` is ``two_groups`` or ``randomised``.

    Returns
    -------
    EffectSize

    Raises
    ------
    ValueError
        As :func:`adjusted`.

    Notes
    -----
    As :func:`difference_in_differences_printed`, with the correlation of before and after pooled
    within groups.

    Examples
    --------
    >>> found = difference_in_differences([1, 2, 3, 4, 1, 2, 3, 4], [3, 5, 5, 7, 2, 2, 4, 4],
    ...                                   in_programme=[True] * 4 + [False] * 4)
    >>> round(found.uncorrected, 2)
    1.55
    """
    table, chosen = _columns(before, after, in_programme)
    parts = [table[:, part] for part in (chosen, ~chosen)]
    refuse(people_problems(programme=parts[0].shape[1], comparison=parts[1].shape[1]))
    within = sum((part.shape[1] - 1) * np.cov(part) for part in parts)
    refuse(spread_problems({"before": within[0, 0], "after": within[1, 1]}))
    return difference_in_differences_printed(
        mean_change=float(np.diff(parts[0].mean(axis=1))[0]),
        sd_before=float(np.std(parts[0][0], ddof=1)),
        n=parts[0].shape[1],
        comparison_mean_change=float(np.diff(parts[1].mean(axis=1))[0]),
        comparison_sd_before=float(np.std(parts[1][0], ddof=1)),
        comparison_n=parts[1].shape[1],
        correlation=float(within[0, 1] / math.sqrt(within[0, 0] * within[1, 1])),
        better=better,
        correction=correction,
        interval=interval,
        design=design,
        confidence_level=confidence_level,
    )


def difference_in_differences_printed(
    *,
    mean_change: float | str,
    sd_before: float | str,
    n: int,
    comparison_mean_change: float | str,
    comparison_sd_before: float | str,
    comparison_n: int,
    correlation: float | str,
    better: str = "high",
    correction: str = "exact",
    interval: str = "noncentral_t",
    design: str = "two_groups",
    confidence_level: float = 0.95,
) -> EffectSize:
    """Estimate how much more one group changed than another from printed means and spreads.

    Parameters
    ----------
    mean_change, sd_before : number or str
        Mean change and standard deviation before of the programme group, as printed.
    n : int
        People in it.
    comparison_mean_change, comparison_sd_before : number or str
        The same of the comparison group.
    comparison_n : int
        People in it.
    correlation : number or str
        Of before and after within groups; from a similar study where it was not printed, named as
        an assumption.
    better, correction, interval, design, confidence_level
        As in :func:`two_groups`; ``design`` is ``two_groups`` or ``randomised``.

    Returns
    -------
    EffectSize

    Raises
    ------
    ValueError
        When a number cannot be read or an argument is not allowed.

    Notes
    -----
    d_ppc2 of Morris (2008): difference of the mean changes over the standard deviation before,
    pooled, times J(n1 + n2 - 2). With equal spread before and after, d / sqrt(2 (1 - r) (1/n1 +
    1/n2)) has a noncentral t distribution; r is taken as known. Checked against the five studies of
    Morris (2008), Table 5 (0.77, 0.80, 1.20, 1.05, 0.44) and the coverage of simulated studies.

    References
    ----------
    Morris (2008), Estimating effect sizes from pretest-posttest-control group designs,
    Organizational Research Methods 11, 364-386.

    Examples
    --------
    >>> found = difference_in_differences_printed(mean_change="7.9", sd_before="15.0", n=20,
    ...     comparison_mean_change="-3.4", comparison_sd_before="13.8", comparison_n=20,
    ...     correlation="0.47")
    >>> round(found.estimate, 2)
    0.77
    """
    changes = {"mean_change": mean_change, "comparison_mean_change": comparison_mean_change}
    spreads = {"sd_before": sd_before, "comparison_sd_before": comparison_sd_before}
    refuse(
        [
            *reading_problems(changes),
            *correlation_problems(correlation),
            *spread_problems(spreads),
            *people_problems(n=n, comparison_n=comparison_n),
            *choice_problems(design, DESIGNS, name="design"),
            *option_problems(better, correction, interval, confidence_level),
        ]
    )
    return finished(
        BETTER[better] * (float(mean_change) - float(comparison_mean_change)),
        _pooled((n, comparison_n), map(float, spreads.values())),
        scale=math.sqrt(2 * (1 - float(correlation)) * (1 / n + 1 / comparison_n)),
        degrees_of_freedom=n + comparison_n - 2,
        spread_people=n + comparison_n,
        options=(correction, interval, confidence_level),
        n=n + comparison_n,
        what="difference of the changes of two groups (Morris d_ppc2)",
        denominator="pooled standard deviation before",
        design=design,
        groups=(n, comparison_n),
    )


def _columns(before, after, in_programme) -> tuple[np.ndarray, np.ndarray]:
    """Values before and after in two rows, and who was in the programme."""
    columns = {"before": as_list(before), "after": as_list(after)}
    members = as_list(in_programme)
    refuse(
        [
            *(t for name, column in columns.items() for t in number_problems(column, name=name)),
            *_membership_problems(members, len(columns["before"]), len(columns["after"])),
        ]
    )
    return np.array([*columns.values()], dtype=float), np.asarray(members, dtype=bool)


def _unadjusted_spread(values: np.ndarray, chosen: np.ndarray, denominator: str) -> tuple:
    parts = [values[chosen], values[~chosen]]
    if denominator == "comparison":
        return float(np.std(parts[1], ddof=1)), len(parts[1]) - 1
    sizes = [len(part) for part in parts]
    return _pooled(sizes, (np.std(part, ddof=1) for part in parts)), len(values) - 2


def _pooled(sizes: Iterable[int], spreads: Iterable[float]) -> float:
    squares = sum((n - 1) * s**2 for n, s in zip(sizes, spreads, strict=True))
    return math.sqrt(squares / (sum(sizes) - 2))


def _membership_problems(members: list[object], first: int, second: int) -> list[str]:
    if not len(members) == first == second:
        return [
            "Before, after and in_programme must be of the same people: found "
            f"{first}, {second} and {len(members)} values; give one row a person."
        ]
    strange = [value for value in members if not isinstance(value, bool | np.bool_)]
    if strange:
        return [
            f"in_programme is True or False for each person: found {strange[0]!r}; translate the "
            "names of the groups first."
        ]
    return []
