"""Who can have changed an answer, when only two means or two percentages were printed.

Nothing says which answer before belongs to which answer after, nor how the answers were spread.
Every data set that fits is searched at once: the answers before, the answers after and the people
who gave both are the unknowns of one integer programme.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from scipy.optimize import Bounds as Box
from scipy.optimize import LinearConstraint, milp

from partnership_evaluation.feasible import Bounds
from partnership_evaluation.feasible.moves import sign_test_p

METHOD = "exact over all answers and pairings that fit (integer programming)"


class NothingFits(ValueError):
    """No set of answers has the sums asked for."""


@dataclass(frozen=True)
class Pairings:
    """Every way in which two sets of answers can belong together.

    Attributes
    ----------
    values : tuple of int
        The answers of the scale, lowest first.
    n_before, n_after : int
        Answers at each time; as many people as the smaller number answered both times.
    totals_before, totals_after : tuple of int
        Sums of answers that print as the figures do, without gaps.
    better : {"high", "low"}
        The favourable direction.

    Examples
    --------
    >>> one_to_all = Pairings((0, 1), 16, 16, (1,), (16,), "high")
    >>> one_to_all.share("improved").low, one_to_all.p_value().high
    (0.9375, 6.103515625e-05)
    """

    values: tuple
    n_before: int
    n_after: int
    totals_before: tuple
    totals_after: tuple
    better: str = "high"

    @property
    def n(self):
        """People taken to have answered both times."""
        return min(self.n_before, self.n_after)

    def share(self, outcome):
        """Bound the share of people who changed their answer in a direction, or kept it.

        Parameters
        ----------
        outcome : {"improved", "declined", "unchanged"}
            Which people.

        Returns
        -------
        partnership_evaluation.feasible.Bounds
            Over every data set that fits, with the joint tables that reach the ends.

        Raises
        ------
        NothingFits
            When no data set fits.
        """
        cells = self._cells[outcome]
        (low, low_at), (high, high_at) = self._extreme(cells), self._extreme(-cells)
        ends = Fraction(low, self.n), Fraction(-high, self.n)
        return Bounds(
            statistic=f"share {outcome}",
            low=float(ends[0]),
            high=float(ends[1]),
            low_at=low_at,
            high_at=high_at,
            n=self.n,
            method=METHOD,
            exact_low=ends[0],
            exact_high=ends[1],
        )

    def net(self):
        """Bound the share improved less the share declined.

        Returns
        -------
        tuple of fractions.Fraction
        """
        cells = self._cells["improved"] - self._cells["declined"]
        return Fraction(self._extreme(cells)[0], self.n), Fraction(
            -self._extreme(-cells)[0], self.n
        )

    def p_value(self):
        """Bound the exact two-sided p-value of the sign test (McNemar's test for shares).

        Returns
        -------
        partnership_evaluation.feasible.Bounds
            Over every data set that fits. The pairs (improved, declined) are tried from either
            end of the p-values until one occurs.
        """
        ranges = {name: self.share(name) for name in ("improved", "declined")}
        most = {name: round(found.high * self.n) for name, found in ranges.items()}
        least = {name: round(found.low * self.n) for name, found in ranges.items()}
        pairs = [
            (up, down)
            for up in range(least["improved"], most["improved"] + 1)
            for down in range(least["declined"], most["declined"] + 1)
            if up + down <= self.n
        ]
        ordered = sorted(pairs, key=lambda pair: sign_test_p(*pair))
        (low, low_at), (high, high_at) = (
            self._first_that_occurs(candidates) for candidates in (ordered, ordered[::-1])
        )
        return Bounds(
            "sign test p", float(low), float(high), low_at, high_at, self.n, METHOD, low, high
        )

    def occurs(self, improved, declined):
        """Return a joint table with so many people improved and declined, or None.

        Parameters
        ----------
        improved, declined : int
            How many people moved either way.

        Returns
        -------
        numpy.ndarray or None
        """
        rows = np.array([self._padded(self._cells[name]) for name in ("improved", "declined")])
        numbers = np.array([improved, declined])
        solved = self._solve(np.zeros(rows.shape[1]), LinearConstraint(rows, numbers, numbers))
        return None if solved is None else self._joint(solved)

    @property
    def _cells(self):
        step = np.sign(np.subtract.outer(self.values, self.values))
        rises, falls = (step < 0).astype(int), (step > 0).astype(int)
        if self.better == "low":
            rises, falls = falls, rises
        return {"improved": rises, "declined": falls, "unchanged": (step == 0).astype(int)}

    def _padded(self, cells):
        """Add a column for each answer of people who answered once only: before, then after."""
        return np.concatenate([np.ravel(cells), np.zeros(2 * len(self.values))])

    def _extreme(self, cells):
        solved = self._solve(self._padded(cells))
        if solved is None:
            raise NothingFits(
                f"Some set of answers must have the printed sums; found none for {self.n_before} "
                f"answers adding up to {self.totals_before} and {self.n_after} adding up to "
                f"{self.totals_after} on {self.values}. Check the numbers of answers."
            )
        table = self._joint(solved)
        return int((table * cells).sum()), tuple(map(tuple, table.tolist()))

    def _joint(self, solved):
        size = len(self.values)
        return np.rint(solved[: size**2]).astype(int).reshape(size, size)

    def _solve(self, cost, *further):
        found = milp(
            cost,
            constraints=[self._margins, *further],
            integrality=np.ones(len(cost)),
            bounds=Box(0, np.inf),
        )
        return found.x if found.success else None

    @property
    def _margins(self):
        """Say how many people there are and what the answers add up to."""
        size, values = len(self.values), np.array(self.values)
        nobody = np.zeros(size)
        pairs = np.ones(size**2)
        before, after = np.repeat(values, size), np.tile(values, size)
        rows = [
            np.concatenate([pairs, nobody, nobody]),
            np.concatenate([0 * pairs, nobody + 1, nobody]),
            np.concatenate([0 * pairs, nobody, nobody + 1]),
            np.concatenate([before, values, nobody]),
            np.concatenate([after, nobody, values]),
        ]
        people = [self.n, self.n_before - self.n, self.n_after - self.n]
        low = [*people, min(self.totals_before), min(self.totals_after)]
        high = [*people, max(self.totals_before), max(self.totals_after)]
        return LinearConstraint(np.array(rows), low, high)

    def _first_that_occurs(self, pairs):
        """Give p and table of the first moves that occur; the figures always allow some."""
        tried = ((pair, self.occurs(*pair)) for pair in pairs)
        pair, table = next(found for found in tried if found[1] is not None)
        return sign_test_p(*pair), tuple(map(tuple, table.tolist()))


def of_item(item):
    """Return the pairings of one item of a survey.

    Parameters
    ----------
    item : partnership_evaluation.questions.before_after_items.Item
        An item whose figures and numbers of answers are known.

    Returns
    -------
    Pairings

    Examples
    --------
    >>> from partnership_evaluation.questions import before_after
    >>> of_item(before_after.read("sutton", most_answers=12).items[0]).n
    10
    """
    return Pairings(
        tuple(range(item.low, item.high + 1)),
        item.before.n,
        item.after.n,
        item.before.totals,
        item.after.totals,
        item.better,
    )
