"""What is printed beside a t or a d: changes, means, deviations, people, as intervals."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from partnership_evaluation.consistency.audit_arithmetic import compute
from partnership_evaluation.consistency.audit_quantities import Quantity
from partnership_evaluation.consistency.audit_tails import absolute
from partnership_evaluation.rounding import Interval, Printed, unrounded

__all__ = ["Evidence", "exactly", "printed_range", "root", "root_of_people"]

_FIRST = re.compile(r"\b(before|pre|pretest|pre-test|baseline|start|first|1|t1|time 1)\b")
_SCALE = 10**12
#: Any correlation.
ANY = Interval(Fraction(-1), Fraction(1))
TWO = Fraction(2)


def exactly(value: Fraction | int) -> Interval:
    """Return the interval that holds one number.

    Parameters
    ----------
    value : Fraction or int
        The number.

    Returns
    -------
    Interval

    Examples
    --------
    >>> exactly(2).low
    Fraction(2, 1)
    """
    return Interval(Fraction(value), Fraction(value))


def printed_range(number: Printed, rounding: str | None) -> Interval:
    """Return what a deviation can have been, never below 0; the number alone without a rounding.

    Parameters
    ----------
    number : Printed
        The deviation.
    rounding : str or None
        A rule of :func:`partnership_evaluation.rounding.rounding_name`.

    Returns
    -------
    Interval

    Examples
    --------
    >>> from partnership_evaluation.rounding import read_printed
    >>> printed_range(read_printed("0.0"), "up_or_down").low
    Fraction(0, 1)
    """
    found = exactly(number.value) if rounding is None else unrounded(number, rounding=rounding)
    if found.low >= 0:
        return found
    return Interval(Fraction(0), max(found.high, Fraction(0)), True, found.high_included)


def root(found: Interval) -> Interval:
    """Return the square roots of an interval, its ends outwards by no more than 1e-12.

    Parameters
    ----------
    found : Interval
        Numbers below 0 are left out.

    Returns
    -------
    Interval

    Examples
    --------
    >>> float(root(exactly(2)).high) - 2 ** 0.5 < 1e-11
    True
    """
    low, high = (max(end, Fraction(0)) * _SCALE**2 for end in (found.low, found.high))
    below, above = math.isqrt(math.floor(low)), math.isqrt(math.ceil(high))
    return Interval(Fraction(below, _SCALE), Fraction(above + (above**2 < high), _SCALE))


def root_of_people(n: Fraction | int) -> Interval:
    """Return the square root of a number of people, or of a share of it.

    Parameters
    ----------
    n : Fraction or int
        The number.

    Returns
    -------
    Interval

    Examples
    --------
    >>> root_of_people(25).low
    Fraction(5, 1)
    """
    return root(exactly(n))


@dataclass(frozen=True)
class Evidence:
    """What is printed about a test or a standardised difference.

    Attributes
    ----------
    output : Quantity
        The statistic that should follow.
    rule : str
        ``paired`` or ``groups``.
    inputs : tuple of Quantity
        What it follows from, of every kind.
    by_means : bool
        Whether the printed difference is passed over because the means do not give it.
    """

    output: Quantity
    rule: str
    inputs: tuple[Quantity, ...]
    by_means: bool = False

    def one(self, kind: str) -> Quantity | None:
        """Return the number of a kind.

        Parameters
        ----------
        kind : str
            Of the ledger.

        Returns
        -------
        Quantity or None
            The first with a number that is no rough figure.
        """
        return next((q for q in self.inputs if q.kind == kind and q.number and not q.hedge), None)

    @property
    def means(self) -> tuple[Quantity, ...]:
        """The two means, after less before or as they were named; empty unless there are two."""
        found = [q for q in self.inputs if q.kind == "mean" and q.number and not q.hedge]
        if len(found) != 2:
            return ()
        turned = _FIRST.search(found[0].time.lower()) and not _FIRST.search(found[1].time.lower())
        return tuple(reversed(found)) if turned else tuple(found)

    @property
    def spreads(self) -> tuple[Printed, ...]:
        """The standard deviations of both means, in their order; empty unless both are printed."""
        found = tuple(q.sd for q in self.means if q.sd is not None)
        return found if len(found) == 2 else ()

    @property
    def sizes(self) -> tuple[int, ...]:
        """The people of two groups; empty where they are not printed."""
        counts = [int(q.value) for q in self.inputs if q.kind == "count" and q.value]
        found = [q.n for q in self.means if q.n]
        return tuple(found) if len(found) == 2 else tuple(counts) if len(counts) == 2 else ()

    @property
    def is_of_pairs(self) -> bool:
        """Whether the means are of the people asked twice, as far as the sizes tell."""
        sizes = {*self.sizes, *(q.n for q in (self.output, self.one("t")) if q and q.n)}
        return self.rule != "paired" or len(sizes) < 2

    @property
    def people(self) -> int | None:
        """The people asked twice, as printed beside the numbers."""
        named = [self.output, self.one("t"), self.one("difference")]
        found = [q.n for q in named if q and q.n]
        found += [n for n in self.sizes[:1] if len(set(self.sizes)) == 1]
        return next((n for n in found if n > 1), None)

    @property
    def pairs(self) -> int | None:
        """The same; where they are not printed, by the degrees of freedom."""
        freedoms = [q.df[0].value for q in (self.output, self.one("t")) if q and len(q.df) == 1]
        return self.people or next((int(df) + 1 for df in freedoms), None)

    def change(self, rounding: str | None) -> Interval | None:
        """Return the difference of the means, as printed or worked out.

        Parameters
        ----------
        rounding : str or None
            How numbers are taken to have been rounded.

        Returns
        -------
        Interval or None
            None where neither is printed.
        """
        difference = self.one("difference")
        if difference and not (self.by_means and self.means and self.is_of_pairs):
            return difference.interval(rounding)
        if not self.means or not self.is_of_pairs:
            return None
        return compute("difference", [mean.interval(rounding) for mean in self.means])

    def spread_of_change(self, rounding: str | None) -> Interval | None:
        """Return the standard deviation of the changes, over every correlation if none is printed.

        Parameters
        ----------
        rounding : str or None
            How numbers are taken to have been rounded.

        Returns
        -------
        Interval or None
            By (s1 - s2)^2 + 2 (1 - r) s1 s2.
        """
        difference, printed = self.one("difference"), self.one("r")
        if difference and difference.sd:
            return printed_range(difference.sd, rounding)
        if not self.spreads or not self.is_of_pairs:
            return None
        together = _overlap(printed.interval(rounding)) if printed else ANY
        first, last = (printed_range(sd, rounding) for sd in self.spreads)
        gap = absolute(compute("difference", [first, last])).squared()
        rest = compute("product", [compute("difference", [exactly(1), together]), first, last])
        return root(compute("sum", [gap, rest.scaled(2)]))

    @property
    def is_open(self) -> bool:
        """Whether the spread of the changes depends on a correlation that is not printed."""
        difference = self.one("difference")
        return not (difference and difference.sd) and self.one("r") is None

    def pooled(self, rounding: str | None) -> Interval | None:
        """Return the pooled standard deviation of two groups.

        Parameters
        ----------
        rounding : str or None
            How numbers are taken to have been rounded.

        Returns
        -------
        Interval or None
            None where sizes or deviations are not printed.
        """
        return self._weighted([n - 1 for n in self.sizes], sum(self.sizes) - 2, rounding)

    def error(self, rounding: str | None, *, equal: bool) -> Interval | None:
        """Return the standard error of the difference of two groups.

        Parameters
        ----------
        rounding : str or None
            How numbers are taken to have been rounded.
        equal : bool
            With the pooled deviation; otherwise that of Welch.

        Returns
        -------
        Interval or None
            None where sizes or deviations are not printed.
        """
        if not self.sizes:
            return None
        shares = [Fraction(1, n) for n in self.sizes]
        if not equal:
            return self._weighted(shares, Fraction(1), rounding)
        pooled = self.pooled(rounding)
        return pooled and compute("product", [pooled, root_of_people(sum(shares))])

    def root_mean_square(self, rounding: str | None) -> Interval | None:
        """Return the root mean square of both standard deviations.

        Parameters
        ----------
        rounding : str or None
            How numbers are taken to have been rounded.

        Returns
        -------
        Interval or None
            None where they are not printed.
        """
        return self._weighted([1, 1], TWO, rounding)

    def _weighted(
        self, weights: Sequence, divisor: Fraction | int, rounding: str | None
    ) -> Interval | None:
        if not self.spreads or len(weights) != 2 or divisor <= 0 or min(weights) <= 0:
            return None
        squares = [printed_range(sd, rounding).squared() for sd in self.spreads]
        parts = [each.scaled(weight) for each, weight in zip(squares, weights, strict=True)]
        return root(compute("sum", parts).scaled(1 / Fraction(divisor)))


def _overlap(r: Interval) -> Interval:
    return Interval(max(r.low, Fraction(-1)), min(r.high, Fraction(1)))
