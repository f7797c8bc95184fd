"""Which standard deviations could have been printed instead, and how many could not."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

from partnership_evaluation.consistency.squares import WholeAnswers
from partnership_evaluation.integer_moments import smallest_squares
from partnership_evaluation.rounding import Printed, print_as

__all__ = ["failure_rate", "near_spreads", "print_root"]

#: Sums of squares that are gone through at most.
RATE_LIMIT = 20_000
#: Steps to either side in which a neighbour is looked for.
MOST_STEPS = 2_000


def near_spreads(mean: Printed, sd: Printed, answers: WholeAnswers, rule: str) -> tuple[str, ...]:
    """Return the nearest standard deviations on either side that the mean allows.

    Parameters
    ----------
    mean, sd : Printed
        The pair that is not possible.
    answers : WholeAnswers
        Whose they are.
    rule : str
        A rule of :func:`partnership_evaluation.rounding.rounding_name`.

    Returns
    -------
    tuple of str
        Lower one first; empty when no answers have the mean.

    Examples
    --------
    >>> from partnership_evaluation.rounding import read_printed
    >>> near_spreads(read_printed("1.2"), read_printed("0.3"), WholeAnswers(57), "half_up")
    ('0.4',)
    """
    spreads = answers.spreads(sd, rule)
    below, above = set(), set()
    for total in answers.sums(mean, rule) if answers.divisor else ():
        least, most = answers.limits(total)
        inside = answers.squares(total, spreads)
        top = inside.start - 2 if most is None else min(inside.start - 2, most)
        down = range(top, least - 1, -2)
        bottom = max(inside.start + 2 * len(inside), least)
        up = range(bottom, bottom + 2 * MOST_STEPS if most is None else most + 1, 2)
        for found, squares in ((below, down), (above, up)):
            first = _first_attainable(answers, total, squares[:MOST_STEPS])
            if first is not None:
                found.add(print_root(answers.variance(total, first), sd.decimals, rule))
    ends = sorted(below, key=Fraction)[-1:] + sorted(above, key=Fraction)[:1]
    return tuple(text for text in dict.fromkeys(ends) if text != sd.text)


def _first_attainable(answers: WholeAnswers, total: int, squares: range) -> int | None:
    return next((q for q in squares if answers.attainable(total, q)), None)


def failure_rate(mean: Printed, sd: Printed, answers: WholeAnswers) -> float | None:
    """Return the share of standard deviations with the same whole part that would have failed.

    Parameters
    ----------
    mean, sd : Printed
        The pair.
    answers : WholeAnswers
        Whose they are.

    Returns
    -------
    float or None
        None where there are too many sums of squares to go through.

    Examples
    --------
    Two answers that average 3.0 are equal, or have a standard deviation of 1.4 or more:

    >>> from partnership_evaluation.rounding import read_printed
    >>> failure_rate(read_printed("3.0"), read_printed("0.5"), WholeAnswers(2))
    0.9
    """
    whole = math.floor(sd.value)
    top = Fraction(whole + 1) ** 2
    if answers.n * top > RATE_LIMIT:
        return None
    texts = {print_root(v, sd.decimals, "half_up") for v in _variances(mean, answers, top)}
    hits = sum(whole <= Fraction(text) < whole + 1 for text in texts)
    return 1 - hits / 10**sd.decimals


def _variances(mean: Printed, answers: WholeAnswers, top: Fraction) -> Iterator[Fraction]:
    """Yield the variances up to `top` that the mean allows."""
    for total in answers.sums(mean, "up_or_down") if answers.divisor else ():
        last = (math.floor(top * answers.divisor) + total**2) // answers.n
        for squares in range(smallest_squares(total, n=answers.n), last + 1, 2):
            if answers.attainable(total, squares):
                yield answers.variance(total, squares)


def print_root(variance: Fraction, decimals: int, rule: str) -> str:
    """Print a square root, without floating point.

    Parameters
    ----------
    variance : Fraction
        Its square.
    decimals : int
        Digits after the point.
    rule : str
        As in :func:`near_spreads`.

    Returns
    -------
    str

    Examples
    --------
    >>> print_root(Fraction(2), 3, "half_up"), print_root(Fraction(2), 3, "truncate")
    ('1.414', '1.414')
    """
    # Where the root lies between two neighbours on a grid of half units is all that matters.
    scaled = 4 * variance * 10 ** (2 * decimals)
    halves = math.isqrt(math.floor(scaled))
    place = Fraction(2 * halves + (halves**2 != scaled), 4)
    return print_as(place / 10**decimals, decimals=decimals, rounding=rule)
