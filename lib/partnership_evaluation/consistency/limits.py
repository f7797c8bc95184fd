"""How small and how large a standard deviation can be, given the mean and the scale."""

from __future__ import annotations

import math
from dataclasses import dataclass

from partnership_evaluation.consistency.checks import sample_sizes
from partnership_evaluation.consistency.squares import WholeAnswers
from partnership_evaluation.estimates import refuse
from partnership_evaluation.rounding import read_printed, rounding_name

__all__ = ["SpreadLimits", "sd_limits"]


@dataclass(frozen=True)
class SpreadLimits:
    """The smallest and the largest standard deviation that a printed mean leaves room for.

    Attributes
    ----------
    low, high : float or None
        The limits; None when no answers have such a mean, infinite `high` without a scale.
    n : int
        The sample size.
    consistent : bool
        Whether any answers on the scale have such a mean.
    method : str
        How the limits were found.
    """

    low: float | None
    high: float | None
    n: int
    consistent: bool
    method: str


def sd_limits(
    mean: object,
    *,
    n: int,
    low: int | None = None,
    high: int | None = None,
    items: int = 1,
    rounding: str = "up_or_down",
    population: bool = False,
    decimals: int | None = None,
) -> SpreadLimits:
    """Return the smallest and largest standard deviation that a printed mean allows.

    Parameters
    ----------
    mean, n, low, high, items, rounding, population
        As in :func:`grimmer`; `n` must be one number of at least 2.
    decimals : int, optional
        Decimals printed of the mean, when it does not show it.

    Returns
    -------
    SpreadLimits
        With ``low``, ``high``, ``n``, ``consistent`` and ``method``; not rounded.

    Raises
    ------
    ValueError
        As in :func:`grimmer`; also if `n` is not a single number of at least 2.

    Notes
    -----
    For each sum that fits the mean the answers are as equal as possible (lower limit) or stand
    at the ends of the scale but for one (upper limit). Mean 4.2, n 5, scale 1 to 7 gives 0.45
    and 3.03, as in the R package rsprite2.

    Examples
    --------
    >>> limits = sd_limits("4.2", n=5, low=1, high=7)
    >>> round(limits.low, 2), round(limits.high, 2)
    (0.45, 3.03)
    """
    printed = read_printed(mean, name="mean", decimals=decimals)
    sizes = sample_sizes(n, items=items, low=low, high=high)
    refuse(
        [
            f"Limits of a standard deviation need one sample size of at least 2: found {n!r}; "
            "give the number of people who answered."
        ][: int(len(sizes) != 1 or sizes[0] < 2)]
    )
    answers = WholeAnswers(sizes[0], items, low, high, population)
    totals = answers.sums(printed, rounding_name(rounding))
    method = "most equal answers and answers at the ends of the scale"
    if not totals:
        return SpreadLimits(None, None, sizes[0], False, method)
    limits = {total: answers.limits(total) for total in totals}
    least = min(answers.variance(total, squares) for total, (squares, _) in limits.items())
    top = math.inf
    if low is not None and high is not None:
        most = max(answers.variance(total, squares) for total, (_, squares) in limits.items())
        top = math.sqrt(most)
    return SpreadLimits(math.sqrt(least), top, sizes[0], True, method)
