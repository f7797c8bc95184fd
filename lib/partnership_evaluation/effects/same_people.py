"""Standardised changes of the same people, before and after."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from partnership_evaluation.effects.groups import (
    BETTER,
    option_problems,
    reading_problems,
    spread_problems,
)
from partnership_evaluation.effects.results import EffectSize, finished, people_problems
from partnership_evaluation.estimates import (
    as_list,
    choice_problems,
    number_problems,
    refuse,
)

DENOMINATORS = {
    "before": "standard deviation before",
    "differences": "standard deviation of the differences (dz)",
    "pooled": "pooled standard deviation of before and after",
}


def pairs(
    before: Sequence[float],
    after: Sequence[float],
    *,
    denominator: str = "before",
    better: str = "high",
    correction: str = "exact",
    interval: str = "noncentral_t",
    confidence_level: float = 0.95,
) -> EffectSize:
    """Estimate the standardised change of the same people.

    Parameters
    ----------
    before, after : sequence of numbers
        The same people in the same order.
    denominator : {"before", "differences", "pooled"}
        ``before`` can be set beside other studies of the same outcome; ``differences`` (dz) cannot,
        it grows when everybody changes alike.
    better : {"high", "low"}
        With ``low`` the sign is turned, so that positive is better.
    correction : {"exact", "approximate", "none"}
        As in :func:`correction_factor`.
    interval : {"noncentral_t", "large_sample"}
        ``noncentral_t`` is exact for ``differences``; for the others it takes the correlation of
        before and after as known.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    EffectSize
        With ``design`` = before_after_paired: there is no comparison group, and
        :func:`months_of_progress` refuses it.

    Raises
    ------
    ValueError
        When lengths differ, values are missing, there is no spread, or an argument is not allowed.

    Notes
    -----
    As :func:`pairs_printed`, with the correlation of the values.

    Examples
    --------
    >>> found = pairs([2, 3, 3, 4, 5], [3, 3, 5, 4, 7])
    >>> round(found.estimate, 2), found.denominator
    (0.7, 'standard deviation before')
    """
    first, second = as_list(before), as_list(after)
    refuse([*number_problems(first, name="before"), *number_problems(second, name="after")])
    if len(first) != len(second):
        raise ValueError(
            f"Before and after must be of the same people: found {len(first)} values before and "
            f"{len(second)} after; match them by name, or use two_groups with design = "
            "'before_after_unpaired'."
        )
    refuse(people_problems(n=len(first)))
    spreads = [float(np.std(column, ddof=1)) for column in (first, second)]
    change = np.subtract(second, first)
    spread = {"differences": float(np.std(change, ddof=1))}
    spread |= {"before": spreads[0], "pooled": math.hypot(*spreads) / math.sqrt(2)}
    if denominator in spread and not spread[denominator] > 0:
        refuse(spread_problems({f"the {DENOMINATORS[denominator]}": 0}))
    return _standardised(
        float(change.mean()),
        spread,
        len(first),
        float(np.corrcoef(first, second)[0, 1]) if min(spreads) > 0 else 0.0,
        denominator,
        (better, correction, interval, confidence_level),
    )


def pairs_printed(
    *,
    mean_change: float | str,
    n: int,
    sd_before: float | str | None = None,
    sd_after: float | str | None = None,
    sd_change: float | str | None = None,
    correlation: float | str | None = None,
    denominator: str = "before",
    better: str = "high",
    correction: str = "exact",
    interval: str = "noncentral_t",
    confidence_level: float = 0.95,
) -> EffectSize:
    """Estimate the standardised change of the same people from printed means and spreads.

    Parameters
    ----------
    mean_change : number or str
        Mean after less mean before.
    n : int
        People assessed both times.
    sd_before, sd_after, sd_change : number or str, optional
        Standard deviations before, after, and of the changes; those that were printed.
    correlation : number or str, optional
        Of before and after. Three of the four determine the fourth.
    denominator, better, correction, interval, confidence_level
        As in :func:`pairs`.

    Returns
    -------
    EffectSize
        As :func:`pairs`.

    Raises
    ------
    ValueError
        When too little was printed for the denominator or the interval, and when numbers cannot
        belong together.

    Notes
    -----
    d = mean change / S, g = J(df) d, with sd_change^2 = sd_before^2 + sd_after^2 - 2 r sd_before
    sd_after. Degrees of freedom: n - 1 for ``before`` and ``differences``, 2 (n - 1) / (1 + r^2)
    for ``pooled`` of two standard deviations (Cousineau 2020). Where only sd_change and r were
    printed, ``pooled`` and ``before`` take the two spreads as equal, S = sd_change / sqrt(2 (1 -
    r)) with n - 1, as Borenstein et al. do.

    Checked against the worked example of Borenstein et al. (2009), chapter 4 (d 0.4225, g 0.4160,
    standard error 0.1126), R, and the coverage of simulated studies.

    References
    ----------
    Becker (1988), Synthesizing standardized mean-change measures, British Journal of Mathematical
    and Statistical Psychology 41, 257-278. Borenstein, Hedges, Higgins and Rothstein (2009),
    Introduction to meta-analysis, chapter 4. Cousineau (2020), Approximating the distribution of
    Cohen's dp in within-subject designs, The Quantitative Methods for Psychology 16, 418-421.

    Examples
    --------
    >>> found = pairs_printed(mean_change=3, n=50, sd_change="5.5", correlation="0.7",
    ...                       denominator="pooled", correction="approximate")
    >>> round(found.uncorrected, 4), round(found.estimate, 4)
    (0.4225, 0.416)
    """
    given = {"sd_before": sd_before, "sd_after": sd_after, "sd_change": sd_change}
    spreads = {name: value for name, value in given.items() if value is not None}
    refuse(
        [
            *reading_problems({"mean_change": mean_change}),
            *spread_problems(spreads),
            *people_problems(n=n),
            *correlation_problems(correlation),
            *choice_problems(denominator, DENOMINATORS, name="denominator"),
            *option_problems(better, correction, interval, confidence_level),
        ]
    )
    known = {name: float(value) for name, value in spreads.items()}
    r = None if correlation is None else float(correlation)
    spread, r = _completed(known, r, denominator)
    return _standardised(
        float(mean_change),
        spread,
        n,
        r,
        denominator,
        (better, correction, interval, confidence_level),
    )


def _standardised(
    change: float,
    spread: dict[str, float],
    n: int,
    correlation: float | None,
    denominator: str,
    options: tuple,
) -> EffectSize:
    better, correction, interval, confidence_level = options
    refuse(
        [
            *choice_problems(denominator, DENOMINATORS, name="denominator"),
            *option_problems(better, correction, interval, confidence_level),
        ]
    )
    divisor = spread[denominator]
    ratio = spread["differences"] / divisor
    df, behind = n - 1, n
    if denominator == "pooled" and "before" in spread:
        df = 2 * (n - 1) / (1 + correlation**2)
        behind = df
    if spread.get("worked_back"):
        behind = n / ratio**2  # the spread is known no better than that of the changes
    return finished(
        BETTER[better] * change,
        divisor,
        scale=ratio / math.sqrt(n),
        degrees_of_freedom=df,
        spread_people=behind,
        options=(correction, interval, confidence_level),
        n=n,
        what="standardised change of the same people",
        denominator=DENOMINATORS[denominator],
        design="before_after_paired",
        groups=(n,),
    )


def correlation_problems(correlation: object) -> list[str]:
    """List what is wrong with a correlation of before and after.

    Parameters
    ----------
    correlation : object
        As the caller received it; None where it is not known.

    Returns
    -------
    list of str
        One sentence, or none.

    Examples
    --------
    >>> correlation_problems("0.7")
    []
    """
    if correlation is None:
        return []
    unreadable = reading_problems({"correlation": correlation})
    if unreadable or -1 < float(correlation) < 1:
        return unreadable
    return [
        f"A correlation lies between -1 and 1: found {correlation}; with 1 or -1 every change "
        "follows from the value before, so check it."
    ]


def _completed(
    known: dict[str, float], r: float | None, denominator: str
) -> tuple[dict[str, float], float | None]:
    """Work out the spreads that were not printed."""
    before, after = known.get("sd_before"), known.get("sd_after")
    change = known.get("sd_change")
    if denominator == "differences" and change is not None:
        return {"differences": change}, r
    if change is None and None not in (before, after, r):
        change = math.sqrt(before**2 + after**2 - 2 * r * before * after)
    if r is None and None not in (before, after, change):
        r = _correlation(before, after, change)
    found = {"differences": change}
    if before is not None:
        found["before"] = before
    if None not in (before, after, r):
        found["pooled"] = math.sqrt((before**2 + after**2) / 2)
    elif None not in (change, r) and denominator not in found:
        found[denominator] = change / math.sqrt(2 * (1 - r))
        found["worked_back"] = True
        found.pop("before", None) if denominator == "pooled" else None
    if found.get(denominator) is None or change is None:
        named = ", ".join(known) or "no standard deviation"
        raise ValueError(
            f"The {DENOMINATORS[denominator]} and the interval need sd_change, or sd_before, "
            f"sd_after and correlation: found {named}{' and correlation' * (r is not None)}; give "
            "what is missing, or a correlation from a similar study, named as an assumption."
        )
    return found, r


def _correlation(before: float, after: float, change: float) -> float:
    r = (before**2 + after**2 - change**2) / (2 * before * after)
    if not -1 <= r <= 1:
        raise ValueError(
            "The three standard deviations must belong together: found sd_before = "
            f"{before:g}, sd_after = {after:g}, sd_change = {change:g}, a correlation of {r:.2f}; "
            "check them against the document."
        )
    return r
