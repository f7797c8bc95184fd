"""Bounds over all data that fit, and what they say about a claim."""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass
from fractions import Fraction

from partnership_evaluation.estimates import count_problems, is_whole, refuse

__all__ = ["Bounds", "Verdict", "nonresponse_bounds", "verdict"]

_CLAIM = re.compile(r"\s*(<=|>=|==|<|>|=)\s*([+-]?(?:\d+/0*[1-9]\d*|\d+\.?\d*|\.\d+))\s*(%?)\s*")
_COMPARE = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_REASONS = {
    "supported": "every data set that fits what was printed agrees",
    "contradicted": "no data set that fits what was printed agrees",
    "undetermined": "some data sets that fit what was printed agree and others do not",
}


@dataclass(frozen=True)
class Bounds:
    """The smallest and largest value of a statistic over all data that fit.

    Attributes
    ----------
    statistic : str
        What was bounded.
    low, high : float or None
        The ends; None when no data fit, or the statistic is defined in none.
    low_at, high_at : tuple or None
        Data that reach them: counts by category, or a joint table by rows.
    n : int
        Number of people.
    method : str
        How the ends were found, and whether they are exact.
    exact_low, exact_high : Fraction or None
        The same ends as fractions, where they are rational; comparisons use these.
    estimate : float or None
        The value among those who are known, where there are some.
    """

    statistic: str
    low: float | None
    high: float | None
    low_at: tuple | None
    high_at: tuple | None
    n: int
    method: str
    exact_low: Fraction | None = None
    exact_high: Fraction | None = None
    estimate: float | None = None

    @property
    def identified(self) -> bool:
        """Whether all data that fit agree on the statistic."""
        return self.low is not None and self.low == self.high


@dataclass(frozen=True)
class Verdict:
    """What all data that fit say about a claim.

    Attributes
    ----------
    word : str
        ``supported`` (true in every one), ``contradicted`` (true in none) or ``undetermined``.
    claim : str
        The statistic and the condition.
    low, high : float or None
        The bounds that it was held against.
    explanation : str
        One sentence.
    """

    word: str
    claim: str
    low: float | None
    high: float | None
    explanation: str

    def __str__(self) -> str:
        """Return the word alone."""
        return self.word


def verdict(bounds: Bounds, claim: str) -> Verdict:
    """Say whether a claim holds in all, in none or in some of the data that fit.

    Parameters
    ----------
    bounds : Bounds
        From :func:`partnership_evaluation.feasible.bounds` or ``nonresponse_bounds``.
    claim : str
        A condition on the statistic: ``<``, ``<=``, ``>``, ``>=`` or ``=`` and a number, which
        may be a fraction or a percentage: ``"< 0.05"``, ``">= 1/2"``, ``"> 50%"``.

    Returns
    -------
    Verdict
        ``undetermined`` also when no data fit, because then the printed numbers contradict
        each other and support nothing.

    Raises
    ------
    ValueError
        If the claim cannot be read.

    Notes
    -----
    Compared as fractions where the bounds are rational. Whether a value strictly between the
    bounds occurs is not asked: ``=`` is supported only if both bounds are that value.

    Examples
    --------
    >>> found = nonresponse_bounds(75, n=83, population=92)
    >>> verdict(found, "> 80%").word, verdict(found, "> 90%").word
    ('supported', 'undetermined')
    """
    sign, value = _read(claim)
    text = f"{bounds.statistic.replace('_', ' ')} {claim.strip()}"
    if bounds.low is None or bounds.high is None:
        why = "no data set fits what was printed, or the statistic is defined in none"
        return Verdict("undetermined", text, None, None, f"Undetermined: {why}.")
    ends = (
        bounds.low if bounds.exact_low is None else bounds.exact_low,
        bounds.high if bounds.exact_high is None else bounds.exact_high,
    )
    word = _word(sign, ends, value)
    reach = f"{bounds.low:.4g} to {bounds.high:.4g}"
    explanation = f"{word.capitalize()}: {_REASONS[word]} ({text}; possible {reach})."
    return Verdict(word, text, bounds.low, bounds.high, explanation)


def _read(claim: object) -> tuple[str, Fraction]:
    matched = _CLAIM.fullmatch(claim) if isinstance(claim, str) else None
    if not matched:
        raise ValueError(
            f"A claim must be a comparison and a number: found {claim!r}; "
            "write it as '< 0.05', '>= 1/2' or '> 50%'."
        )
    sign, number, percent = matched.groups()
    return sign, Fraction(number) / (100 if percent else 1)


def nonresponse_bounds(k: int, *, n: int, population: int) -> Bounds:
    """Bound a share of a whole population when some of it did not answer.

    Parameters
    ----------
    k : int
        How many of those who answered said yes.
    n : int
        How many answered.
    population : int
        How many there are in all, at least `n`.

    Returns
    -------
    Bounds
        ``low`` if everybody who did not answer would have said no, ``high`` if yes, and
        ``estimate``, the share of those who answered. ``low_at`` and ``high_at`` are the counts
        (yes, no) in the population.

    Raises
    ------
    ValueError
        If the counts are not whole or do not nest.

    Notes
    -----
    Worst-case bounds, without any assumption about those who did not answer.

    References
    ----------
    Manski, C. F. (1989). Anatomy of the selection problem. Journal of Human Resources 24(3),
    343-360.

    Examples
    --------
    >>> found = nonresponse_bounds(75, n=83, population=92)
    >>> f"{found.low:.3f} {found.estimate:.3f} {found.high:.3f}"
    '0.815 0.904 0.913'
    """
    problems = count_problems(k, n)
    if not is_whole(population) or (is_whole(n) and population < n):
        problems.append(
            "A population is a whole number of people, at least those who answered: found "
            f"population = {population!r} and n = {n!r}; check which is which."
        )
    refuse(problems)
    most = k + population - n
    low, high = Fraction(k, population), Fraction(most, population)
    return Bounds(
        statistic="share of the population",
        low=float(low),
        high=float(high),
        low_at=(k, population - k),
        high_at=(most, population - most),
        n=n,
        method="worst case: all who did not answer said no, or all said yes",
        exact_low=low,
        exact_high=high,
        estimate=k / n,
    )


def _word(sign: str, ends: tuple, value: Fraction) -> str:
    low, high = ends
    if sign in ("=", "=="):
        if low == high == value:
            return "supported"
        return "undetermined" if low <= value <= high else "contradicted"
    compare = _COMPARE[sign]
    answers = {compare(low, value), compare(high, value)}
    if len(answers) == 2:
        return "undetermined"
    return "supported" if answers.pop() else "contradicted"
