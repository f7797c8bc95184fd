"""Published percentages and means, each as what it lets a reader know about hidden counts."""

import math
from dataclasses import dataclass
from fractions import Fraction

from partnership_evaluation.disclosure.cells import Cell, Row, Term, exact, nearest


@dataclass(frozen=True)
class Percentage:
    """A share of a group, printed as a percentage.

    Attributes
    ----------
    name : str
        Where it is printed.
    part, whole : Cell
        Who has the property, and of whom.
    k, n : int
        How many they are.
    decimals : int
        Decimals asked for; a policy may allow fewer.
    """

    name: str
    part: Cell
    whole: Cell
    k: int
    n: int
    decimals: int = 0

    @property
    def bases(self):
        """The counts it stands on."""
        return (self.part, self.whole)

    @property
    def targets(self):
        """What it must not give away: part, rest and whole, as name, terms and count."""
        rest = f"the rest of {self.whole.text} beside {self.part.text}"
        return [
            (self.part.text, (Term(1, self.part),), self.k),
            (rest, (Term(1, self.whole), Term(-1, self.part)), self.n - self.k),
            (self.whole.text, (Term(1, self.whole),), self.n),
        ]

    def is_refused(self, policy):
        """Say whether a policy forbids it by itself: too few people, or a protected part or rest.

        Parameters
        ----------
        policy : Policy
            What may be published.

        Returns
        -------
        bool
        """
        small = any(policy.is_protected(count) for _, _, count in self.targets)
        return small or self.n < policy.minimum_n_percentage or not self._shown(policy)[1]

    def _shown(self, policy):
        """Part and whole as the percentage uses them: rounded where counts are rounded."""
        base = policy.rounding or 1
        return nearest(self.k, base), nearest(self.n, base)

    def _printed(self, policy):
        part, whole = self._shown(policy)
        unit = Fraction(1, 10 ** min(self.decimals, policy.percentage_decimals))
        return nearest(min(Fraction(100 * part, whole), Fraction(100)), unit), unit

    def text(self, policy):
        """Write it as printed.

        Parameters
        ----------
        policy : Policy
            Says how many decimals, and whether the counts are rounded first.

        Returns
        -------
        str
        """
        decimals = min(self.decimals, policy.percentage_decimals)
        return f"{float(self._printed(policy)[0]):.{decimals}f}%"

    def rows(self, policy, *, whole_is_known=False):
        """What the printed percentage lets a reader know.

        Parameters
        ----------
        policy : Policy
            As for ``text``.
        whole_is_known : bool
            Whether the size of the group is printed too.

        Returns
        -------
        list of Row

        Notes
        -----
        Without rounding: ``low <= 100 k / n < high`` for the percentages that print so, in whole
        numbers. With rounded counts the percentage says no more than that both counts round to
        the numbers used, and a reader is taken to know these.
        """
        source = f"{self.name}: {self.text(policy)} of {self.whole.text}"
        if policy.rounding:
            shown = zip(self.bases, self._shown(policy), strict=True)
            return [
                Row(source, (Term(1, cell),), *rounded_limits(value, policy))
                for cell, value in shown
            ]
        printed, unit = self._printed(policy)
        known = self.n if whole_is_known else None
        return ratio_rows(
            source, [Term(1, self.part)], self.whole, printed / 100, unit / 100, known=known
        )


@dataclass(frozen=True)
class Mean:
    """A mean score of a group.

    Attributes
    ----------
    name : str
        Where it is printed.
    whole : Cell
        The group.
    n : int
        How many they are.
    total : fractions.Fraction
        The sum of their scores.
    minimum, maximum : fractions.Fraction
        The ends of the scale, which a reader knows.
    decimals : int
        Decimals asked for; a policy may allow fewer.
    measure : str
        The name of the score; empty when it follows from ``scores``.
    scores : tuple of (int or Fraction, Cell)
        The score of each level, for a mean of a dimension; empty for a measure.
    """

    name: str
    whole: Cell
    n: int
    total: Fraction
    minimum: Fraction
    maximum: Fraction
    decimals: int = 1
    measure: str = ""
    scores: tuple[tuple[Fraction, Cell], ...] = ()

    @property
    def bases(self):
        """The counts it stands on."""
        return (self.whole,)

    @property
    def targets(self):
        """What it must not give away: the size of the group."""
        return [(self.whole.text, (Term(1, self.whole),), self.n)]

    @property
    def terms(self):
        """The sum of scores, times a whole number: that number, and the terms."""
        if self.measure:
            return 1, [Term(1, self.whole, self.measure)]
        times = math.lcm(*(score.denominator for score, _ in self.scores))
        return times, [Term(int(score * times), cell) for score, cell in self.scores]

    def is_refused(self, policy):
        """Say whether a policy forbids it by itself: too few people.

        Parameters
        ----------
        policy : Policy
            What may be published.

        Returns
        -------
        bool
        """
        return self.n < policy.minimum_n_mean or policy.is_protected(self.n)

    def _printed(self, policy):
        unit = Fraction(1, 10 ** min(self.decimals, policy.mean_decimals))
        return nearest(self.total / self.n, unit), unit

    def text(self, policy):
        """Write it as printed.

        Parameters
        ----------
        policy : Policy
            Says how many decimals.

        Returns
        -------
        str
        """
        decimals = min(self.decimals, policy.mean_decimals)
        return f"{float(self._printed(policy)[0]):.{decimals}f}"

    def rows(self, policy, *, whole_is_known=False):
        """What the printed mean lets a reader know: its limits times the size of the group.

        Parameters
        ----------
        policy : Policy
            As for ``text``.
        whole_is_known : bool
            Whether the size of the group is printed too.

        Returns
        -------
        list of Row
        """
        printed, unit = self._printed(policy)
        times, terms = self.terms
        source = f"{self.name}: mean {self.text(policy)} of {self.whole.text}"
        limits = printed * times, unit * times
        known = self.n if whole_is_known else None
        return ratio_rows(
            source, terms, self.whole, *limits, known=known, is_whole=not self.measure
        )


def rounded_limits(value, policy):
    """Smallest and largest count that is published as a rounded number.

    Parameters
    ----------
    value : int
        As published.
    policy : Policy
        Its rounding base, or None for exact counts.

    Returns
    -------
    (int, int)

    Examples
    --------
    >>> from partnership_evaluation.disclosure.policies import read_policy
    >>> rounded_limits(15, read_policy("pupils_public_rounded"))
    (13, 17)
    >>> rounded_limits(5, read_policy("pupils_public_rounded"))
    (5, 7)
    """
    value = int(value)
    if value == 0 or not policy.rounding:
        return value, value
    base = policy.rounding
    low, high = value - base // 2, value + (base - 1) // 2
    return max(low, policy.threshold, 1), high


def ratio_rows(source, terms, whole, printed, unit, *, known=None, is_whole=True):
    """What a rounded ratio lets a reader know: ``printed - unit/2 <= terms / whole < … + unit/2``.

    Parameters
    ----------
    source : str
        Where it is printed.
    terms : list of Term
        The numerator.
    whole : Cell
        The denominator.
    printed, unit : fractions.Fraction
        The number as printed and the unit of its last digit.
    known : int, optional
        The denominator where it is printed exactly too: what is left is a range of numerators.
    is_whole : bool
        Whether numerators are whole numbers, so that the upper end can be left out.

    Returns
    -------
    list of Row
        In whole numbers; at least as wide as what prints so.

    Examples
    --------
    >>> from partnership_evaluation.disclosure.cells import cell
    >>> part, whole, two = Term(1, cell({"grade": 1})), cell({}), exact("0.02")
    >>> rows = ratio_rows("note", [part], whole, exact("0.13"), two, known=50)
    >>> [(row.low, row.high) for row in rows]
    [(6, 6)]
    >>> rows = ratio_rows("note", [part], whole, exact("0.13"), two)
    >>> [(row.terms[0].times, row.terms[1].times, row.low, row.high) for row in rows]
    [(25, -3, 0, inf), (50, -7, -inf, -1)]
    """
    ends = exact(printed - unit / 2), exact(printed + unit / 2)
    if known is not None:
        low, high = (end * known for end in ends)
        whole_limits = math.ceil(low), math.ceil(high) - 1
        return [Row(source, tuple(terms), *(whole_limits if is_whole else map(float, (low, high))))]
    rows = []
    for end, limits in zip(ends, ((0, math.inf), (-math.inf, -1 if is_whole else 0)), strict=True):
        scaled = [Term(term.times * end.denominator, term.cell, term.measure) for term in terms]
        rows.append(Row(source, (*scaled, Term(-end.numerator, whole)), *limits))
    return rows
