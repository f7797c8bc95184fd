"""What a probability of superiority looks like when it comes back, and how two routes join."""

from __future__ import annotations

import math
from dataclasses import dataclass

from partnership_evaluation.estimates import Estimate
from partnership_evaluation.paired.studentized_permutation import Studentized


@dataclass(frozen=True)
class Superiority(Estimate):
    """A probability of superiority with the same result on the scale of Cliff's delta.

    Attributes
    ----------
    estimate, low, high : float or None
        Probability that the one is better, ties counted half; 0.5 is no difference.
    cliffs_delta, cliffs_delta_low, cliffs_delta_high : float or None
        Share of comparisons won less share lost = 2 x estimate - 1; 0 is no difference.
    n, method, confidence_level, statistic, p_value
        As in ``Estimate``.
    """

    cliffs_delta: float | None = None
    cliffs_delta_low: float | None = None
    cliffs_delta_high: float | None = None

    @classmethod
    def of(
        cls,
        estimate: float,
        low: float | None,
        high: float | None,
        n: int,
        method: str,
        *,
        confidence_level: float | None = None,
        statistic: float | None = None,
        p_value: float | None = None,
    ) -> Superiority:
        """A result with its image on the scale of Cliff's delta.

        Parameters
        ----------
        estimate, low, high, n, method, confidence_level, statistic, p_value
            As in ``Estimate``.

        Returns
        -------
        Superiority
        """
        numbers = [None if value is None else float(value) for value in (estimate, low, high)]
        deltas = [None if value is None else 2 * value - 1 for value in numbers]
        return cls(*numbers, int(n), method, confidence_level, statistic, p_value, *deltas)

    @classmethod
    def separated(
        cls,
        won: bool,
        n: int,
        comparisons: int,
        *,
        words: str,
        confidence_level: float,
        p_value: float,
    ) -> Superiority:
        """All comparisons won, or all lost: a limit from those of different people only.

        Parameters
        ----------
        won : bool
            Whether all were won.
        n : int
            Number of people or pairs.
        comparisons : int
            How many comparisons there are in which nobody takes part twice.
        words : str
            What does not overlap, for ``method``.
        confidence_level, p_value : float
            As in ``Estimate``.

        Returns
        -------
        Superiority
        """
        limit = ((1 - confidence_level) / 2) ** (1 / comparisons)
        return cls.of(
            float(won),
            limit if won else 0.0,
            1.0 if won else 1 - limit,
            n,
            f"exact limit for {words} ({comparisons} separate comparisons, all alike)",
            confidence_level=confidence_level,
            statistic=math.inf if won else -math.inf,
            p_value=p_value,
        )


def more_cautious(routes: list[Superiority], name: str) -> Superiority:
    """The wider interval with the larger p, which therefore never contradict each other.

    Parameters
    ----------
    routes : list of Superiority
        One or two results for the same data.
    name : str
        Name of the method, for ``method``.

    Returns
    -------
    Superiority

    Examples
    --------
    >>> one = Superiority.of(0.7, 0.5, 0.9, 20, "t", p_value=0.04)
    >>> other = Superiority.of(0.7, 0.4, 0.8, 20, "permutation", p_value=0.06)
    >>> found = more_cautious([one, other], "Brunner-Munzel")
    >>> found.low, found.high, found.p_value
    (0.4, 0.9, 0.06)
    """
    if len(routes) == 1:
        return routes[0]
    first, second = routes
    low, high = min(first.low, second.low), max(first.high, second.high)
    return Superiority.of(
        first.estimate,
        low,
        high,
        first.n,
        f"{name}, the more cautious of t and exact permutation",
        confidence_level=first.confidence_level,
        statistic=first.statistic,
        p_value=max(first.p_value, second.p_value),
    )


def from_permutations(
    found: Studentized, n: int, name: str, confidence_level: float
) -> Superiority:
    """Result of a complete permutation distribution.

    Parameters
    ----------
    found : Studentized
        The distribution.
    n : int
        Number of people or pairs.
    name : str
        Name of the method, for ``method``.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    Superiority

    Examples
    --------
    >>> seen = Studentized(0.8, 0.1, 3.0, ((0.0, 90), (3.0, 10)))
    >>> found = from_permutations(seen, 12, "Brunner-Munzel", 0.95)
    >>> found.low, found.p_value
    (0.5, 0.1)
    """
    low, high = found.limits(confidence_level)
    return Superiority.of(
        found.estimate,
        low,
        high,
        n,
        f"{name}, exact permutation distribution",
        confidence_level=confidence_level,
        statistic=found.statistic,
        p_value=found.p_value(),
    )
