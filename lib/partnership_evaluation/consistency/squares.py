"""So many whole answers: which sums, and sums of squares, print as a mean and a deviation."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from partnership_evaluation.integer_moments import (
    is_attainable,
    largest_squares,
    smallest_squares,
)
from partnership_evaluation.rounding import Printed, unrounded

__all__ = ["WholeAnswers"]


@dataclass(frozen=True)
class WholeAnswers:
    """What is known of whole-number answers besides their mean and standard deviation.

    Attributes
    ----------
    n : int
        How many people answered.
    items : int
        How many items were averaged for each person. Sums below are sums over people and items.
    low, high : int or None
        The ends of the scale of one item; None where they are not known.
    population : bool
        True for a standard deviation with divisor n, otherwise n - 1.

    Examples
    --------
    Three people with the mean 3.67 answered 11 in all:

    >>> from partnership_evaluation.rounding import read_printed
    >>> WholeAnswers(3, low=1, high=5).sums(read_printed("3.67"), "half_up")
    range(11, 12)

    Of two answers that sum to 3, only 1 and 2 have a standard deviation of 0.71:

    >>> two = WholeAnswers(2)
    >>> two.squares(3, two.spreads(read_printed("0.71"), "half_up"))
    range(5, 6, 2)
    """

    n: int
    items: int = 1
    low: int | None = None
    high: int | None = None
    population: bool = False

    @property
    def divisor(self) -> int:
        """By what n times the sum of squares less the squared sum is divided for a variance."""
        return self.n * (self.n if self.population else self.n - 1) * self.items**2

    @property
    def ends(self) -> tuple[int | None, int | None]:
        """The smallest and largest sum that one person can have."""
        return tuple(None if end is None else end * self.items for end in (self.low, self.high))

    def sums(self, mean: Printed, rule: str) -> range:
        """Return the sums of answers on the scale that print as the mean.

        Parameters
        ----------
        mean : Printed
            The mean as printed.
        rule : str
            A rule of :func:`partnership_evaluation.rounding.rounding_name`.

        Returns
        -------
        range
        """
        found = unrounded(mean, rounding=rule).scaled(self.n * self.items).integers()
        low, high = self.ends
        first = found.start if low is None else max(found.start, low * self.n)
        stop = found.stop if high is None else min(found.stop, high * self.n + 1)
        return range(first, max(first, stop))

    def spreads(self, sd: Printed, rule: str) -> range:
        """Return the values of n Q - S squared that print as the standard deviation.

        Parameters
        ----------
        sd : Printed
            The standard deviation as printed.
        rule : str
            As in :meth:`sums`.

        Returns
        -------
        range
            Of a sum S and a sum of squares Q; empty where there is no standard deviation.
        """
        if not self.divisor:
            return range(0)
        return unrounded(sd, rounding=rule).squared().scaled(self.divisor).integers()

    def squares(self, total: int, spreads: range) -> range:
        """Return the sums of squares that go with a sum and lie in some spreads.

        Parameters
        ----------
        total : int
            The sum of the answers.
        spreads : range
            From :meth:`spreads`.

        Returns
        -------
        range
            In steps of 2, because a square is odd when its root is.
        """
        first = max(-(-(spreads.start + total**2) // self.n), smallest_squares(total, n=self.n))
        last = (spreads.stop - 1 + total**2) // self.n if spreads else first - 1
        first += (first - total) % 2
        return range(first, max(first, last + 1), 2)

    def limits(self, total: int) -> tuple[int, int | None]:
        """Return the smallest and the largest sum of squares that a sum allows.

        Parameters
        ----------
        total : int
            The sum of the answers, on the scale.

        Returns
        -------
        tuple
            The largest is None where the scale is open.
        """
        low, high = self.ends
        least = smallest_squares(total, n=self.n)
        if low is None or high is None:
            return least, None
        return least, largest_squares(total, n=self.n, low=low, high=high)

    def attainable(self, total: int, squares: int) -> bool | None:
        """Say whether the answers can have a sum and a sum of squares.

        Parameters
        ----------
        total, squares : int
            The two sums.

        Returns
        -------
        bool or None
            As :func:`partnership_evaluation.integer_moments.is_attainable`.
        """
        low, high = self.ends
        return is_attainable(total, squares, n=self.n, low=low, high=high)

    def variance(self, total: int, squares: int) -> Fraction:
        """Return the variance of one person's mean answers, exactly.

        Parameters
        ----------
        total, squares : int
            Sum of the answers, and of the squares of what each person has.

        Returns
        -------
        Fraction
        """
        return Fraction(self.n * squares - total**2, self.divisor)
