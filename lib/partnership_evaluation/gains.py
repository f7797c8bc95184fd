"""Gains rebuilt from statements: every distribution that fits what was said about a group.

Schools rarely print a table of gains; they print sentences such as "17 of 29 made at least one
sub-level, three made two". Each sentence is a constraint on how many pupils made which gain, and
this module lists every distribution of gains that meets all of them.
"""

import itertools
import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from partnership_evaluation.estimates import is_whole

READINGS = ("as_worded", "nested")
LARGEST_ENUMERATION = 2_000_000
LARGEST_GROUP = 200
#: How many distributions within steps that are counted together are written out.
LARGEST_LIST = 5000


class StatementError(ValueError):
    """Statements about gains that cannot be used as they stand."""


@dataclass(frozen=True)
class Gains:
    """Every distribution of gains over a group of pupils that fits what was stated.

    Attributes
    ----------
    values : tuple of int
        The gains considered, in sub-levels, from lowest to highest.
    counts : numpy.ndarray
        Shape (distributions, values): pupils with each gain; every row sums to `n`.
    n : int
        Pupils in the group.

    Examples
    --------
    >>> import pandas as pd
    >>> stated = pd.DataFrame({"relation": ["at_least"], "sub_levels": [1], "pupils": [2]})
    >>> distributions(stated, n=3, highest=2).counts.tolist()
    [[1, 0, 2], [1, 1, 1], [1, 2, 0]]
    """

    values: tuple
    counts: np.ndarray
    n: int

    @property
    def size(self):
        """Number of distributions that fit; 0 when the statements contradict each other."""
        return len(self.counts)

    def mean(self):
        """Return the smallest and largest mean gain.

        Returns
        -------
        tuple of fractions.Fraction
            In sub-levels.

        Examples
        --------
        >>> import pandas as pd
        >>> stated = pd.DataFrame({"relation": ["exactly"], "sub_levels": [1], "pupils": [1]})
        >>> distributions(stated, n=2, highest=1).mean()
        (Fraction(1, 2), Fraction(1, 2))
        """
        totals = self.counts @ np.array(self.values)
        return self._range(totals)

    def share_at_least(self, sub_levels):
        """Return the smallest and largest share of pupils with at least this gain.

        Parameters
        ----------
        sub_levels : int
            The gain.

        Returns
        -------
        tuple of fractions.Fraction

        Examples
        --------
        >>> import pandas as pd
        >>> stated = pd.DataFrame({"relation": ["at_least"], "sub_levels": [1], "pupils": [2]})
        >>> distributions(stated, n=3, highest=2).share_at_least(2)
        (Fraction(0, 1), Fraction(2, 3))
        """
        chosen = np.array(self.values) >= sub_levels
        return self._range(self.counts @ chosen)

    def extreme(self, *, largest):
        """Return the gains of the pupils in the distribution with the smallest or largest mean.

        Parameters
        ----------
        largest : bool
            Whether the distribution with the largest mean is wanted.

        Returns
        -------
        numpy.ndarray
            One gain a pupil, in sub-levels, in ascending order.

        Raises
        ------
        StatementError
            When no distribution fits.

        Examples
        --------
        >>> import pandas as pd
        >>> stated = pd.DataFrame({"relation": ["at_least"], "sub_levels": [1], "pupils": [2]})
        >>> distributions(stated, n=3, highest=2).extreme(largest=True).tolist()
        [0, 2, 2]
        """
        self._require_some()
        totals = self.counts @ np.array(self.values)
        row = self.counts[totals.argmax() if largest else totals.argmin()]
        return np.repeat(self.values, row)

    def _require_some(self):
        if not self.size:
            raise StatementError(
                "A range needs at least one distribution that fits; found none. "
                "The statements contradict each other: check them against the document."
            )

    def _range(self, totals):
        self._require_some()
        return Fraction(int(totals.min()), self.n), Fraction(int(totals.max()), self.n)


def distributions(statements, *, n, lowest=0, highest=3, reading="as_worded"):
    """Rebuild every distribution of gains that fits the statements about a group.

    Parameters
    ----------
    statements : pandas.DataFrame
        Columns ``relation`` (``exactly`` or ``at_least``), ``sub_levels``, ``pupils``; each row
        says how many pupils made that gain.
    n : int
        Pupils in the group.
    lowest, highest : int
        Smallest and largest gain considered, in whole sub-levels; they may be the same. Below 0
        allows that pupils whose level fell went unreported.
    reading : {"as_worded", "nested"}
        ``nested`` reads "22 made one sub-level and one made two" as: the one is among the 22.

    Returns
    -------
    Gains
        Empty when the statements contradict each other.

    Raises
    ------
    StatementError
        When `n` is too small or large to enumerate, `lowest` is above `highest`, or a relation or
        reading is unknown.

    Notes
    -----
    Where the statements count every pupil exactly, as a school's own list does, that is the one
    distribution, also where it names gains outside `lowest` to `highest`. Where they say how many
    made at least the lowest gain, at least the next one named and so on, pupils move only between
    the gains from one step to the next; beyond 5,000 such distributions the two with the smallest
    and the largest gains stand for all, between which every mean and share lies. Otherwise plain
    enumeration of the counts over the gains from `lowest` to `highest`; checked in the tests
    against the binomial number of distributions when nothing is stated.

    Examples
    --------
    >>> import pandas as pd
    >>> clacton = pd.DataFrame({"relation": ["at_least", "exactly", "exactly"],
    ...                         "sub_levels": [1, 2, 3], "pupils": [17, 3, 1]})
    >>> distributions(clacton, n=29).counts.tolist()
    [[12, 13, 3, 1]]
    """
    _check_range(lowest, highest)
    if _is_complete(statements, n):
        return _as_stated(statements, n, reading, lowest, highest)
    if _is_ladder(statements, lowest):
        _check_statements(statements, n, reading)
        return _within_steps(statements, n, lowest, highest)
    _check_statements(statements, n, reading)
    values = tuple(range(lowest, highest + 1))
    if reading == "nested":
        statements = _nested(statements)
    counts = _compositions(n, len(values))
    for row in statements.itertuples():
        gains = np.array(values)
        met = gains >= row.sub_levels if row.relation == "at_least" else gains == row.sub_levels
        counts = counts[counts @ met == row.pupils]
    return Gains(values=values, counts=counts, n=n)


def _is_complete(statements, n):
    """Say whether the statements count every pupil once, so that there is nothing to rebuild."""
    exact = (statements["relation"] == "exactly").all() and statements["sub_levels"].is_unique
    return bool(len(statements) > 1 and exact and statements["pupils"].sum() == n)


def _as_stated(statements, n, reading, lowest, highest):
    # Counts of everybody cannot be nested: the higher gains are not among the lower.
    _check_statements(statements, min(n, LARGEST_GROUP), reading)
    rows = statements.sort_values("sub_levels")
    first, last = int(rows["sub_levels"].iloc[0]), int(rows["sub_levels"].iloc[-1])
    values = tuple(range(min(lowest, first), max(highest, last) + 1))
    counts = np.zeros((0 if reading == "nested" else 1, len(values)), dtype=np.int64)
    for row in rows.itertuples():
        counts[:, values.index(int(row.sub_levels))] = int(row.pupils)
    return Gains(values=values, counts=counts, n=n)


def _is_ladder(statements, lowest):
    """Say whether the statements count who made at least each of several gains, all to none."""
    rows = statements.sort_values("sub_levels")
    cumulative = (rows["relation"] == "at_least").all() and rows["sub_levels"].is_unique
    ends = len(rows) > 1 and rows["sub_levels"].iloc[0] == lowest and rows["pupils"].iloc[-1] == 0
    return bool(cumulative and ends)


def _within_steps(statements, n, lowest, highest):
    rows = statements.sort_values("sub_levels")
    starts, made = rows["sub_levels"].astype(int).tolist(), rows["pupils"].astype(int).tolist()
    values = tuple(range(lowest, highest + 1))
    if made[0] != n or any(more < fewer for more, fewer in itertools.pairwise(made)):
        return Gains(values=values, counts=np.zeros((0, len(values)), dtype=np.int64), n=n)
    sizes = [more - fewer for more, fewer in itertools.pairwise([*made, 0])]
    widths = [last - first for first, last in itertools.pairwise([*starts, highest + 1])]
    ways = math.prod(math.comb(k + w - 1, w - 1) for k, w in zip(sizes, widths, strict=True))
    parts = [
        _compositions(size, width) if ways <= LARGEST_LIST else _ends(size, width)
        for size, width in zip(sizes, widths, strict=True)
    ]
    together = itertools.product(*parts) if ways <= LARGEST_LIST else zip(*parts, strict=True)
    counts = [np.concatenate(chosen) for chosen in together]
    return Gains(values=values, counts=np.array(counts, dtype=np.int64), n=n)


def _ends(size, width):
    """Everybody at the lowest gain, and everybody at the highest."""
    found = np.zeros((2, width), dtype=np.int64)
    found[0, 0] = found[1, -1] = size
    return found


def _nested(statements):
    largest = statements["sub_levels"].max()
    below = statements["sub_levels"] < largest
    return statements.assign(relation=statements["relation"].mask(below, "at_least"))


def _check_statements(statements, n, reading):
    wrong = sorted(set(statements["relation"]) - {"exactly", "at_least"})
    if wrong or reading not in READINGS:
        raise StatementError(
            "A statement must say exactly or at_least, and the reading must be one of "
            f"{', '.join(READINGS)}; found {', '.join(wrong) or reading!r}. Correct the table."
        )
    if not is_whole(n) or not 1 <= n <= LARGEST_GROUP:
        raise StatementError(
            f"Distributions are rebuilt for 1 to 200 pupils; found {n}. Split the group."
        )


def _check_range(lowest, highest):
    if not (is_whole(lowest) and is_whole(highest) and lowest <= highest):
        raise StatementError(
            "The gains considered must run from a lowest to a highest whole number; found "
            f"{lowest} to {highest}. Exchange or correct the two."
        )


def _compositions(n, parts):
    """List every way to put n pupils into so many gains, one row each."""
    if math.comb(n + parts - 1, parts - 1) > LARGEST_ENUMERATION:
        raise StatementError(
            f"At most {LARGEST_ENUMERATION:,} distributions are listed; found {n} pupils over "
            f"{parts} gains. Narrow the range from lowest to highest."
        )
    bars = list(itertools.combinations(range(n + parts - 1), parts - 1))
    places = np.array(bars, dtype=np.int64).reshape(len(bars), parts - 1)
    edges = np.column_stack([np.full(len(places), -1), places, np.full(len(places), n + parts - 1)])
    return np.diff(edges, axis=1) - 1
