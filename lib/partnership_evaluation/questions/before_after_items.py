"""One item of a survey at two times: its figures, and how far apart they lie."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from partnership_evaluation.rounding import read_printed, unrounded

SHARES = ("percent", "count")


@dataclass(frozen=True)
class Answers:
    """One item at one time.

    Attributes
    ----------
    printed : str or None
        The figure as printed.
    fits : tuple of int
        Numbers of answers that can print so, up to the most considered.
    n : int or None
        The number of answers that is worked with.
    totals : tuple of int
        Sums of `n` answers that print so; for shares the counts of people.
    space : partnership_evaluation.feasible.SampleSpace or None
        Every spread of answers that prints so, for means.
    """

    printed: str | None
    fits: tuple
    n: int | None
    totals: tuple
    space: object = None

    @property
    def value(self):
        """The printed figure as a fraction: a mean, or a share from 0 to 1; None without one."""
        return Fraction(self.totals[0], self.n) if self.totals else None


@dataclass(frozen=True)
class Item:
    """One item of a survey at two times.

    Attributes
    ----------
    item, strand, label : str
        Its name, the part of the form it stands in, and its wording in our words.
    measure : {"mean", "percent", "count"}
        What was printed.
    better : {"high", "low"}
        The favourable direction.
    low, high : int
        The ends of the scale; 0 and 1 for shares of people.
    scale_printed : bool
        False where the ends are an assumption.
    before, after : Answers
        What was printed at the two times.
    difference : str or None
        The difference as printed.
    same_people : bool
        False where other people stand behind the two figures.
    """

    item: str
    strand: str
    label: str
    measure: str
    better: str
    low: int
    high: int
    scale_printed: bool
    before: Answers
    after: Answers
    difference: str | None
    same_people: bool = True

    @property
    def known(self):
        """Whether both figures and both numbers of answers are there to work with."""
        return bool(self.before.totals and self.after.totals)

    @property
    def unit(self):
        """What one unit of the difference is called."""
        return "percentage points" if self.measure in SHARES else "scale points"

    @cached_property
    def step(self):
        """Later less earlier figure as (low, high) over everything that prints so, or None.

        Positive is favourable, whichever way the item runs. Means and shares; a share runs from
        0 to 1.
        """
        if self.before.printed and self.after.printed:
            first, last = (self._ends(self.before), self._ends(self.after))
            low, high = last[0] - first[1], last[1] - first[0]
        elif self.difference:
            around = unrounded(read_printed(self.difference.replace(" ", "")))
            low, high = around.low, around.high
        else:
            return None
        return (low, high) if self.better == "high" else (-high, -low)

    @property
    def step_printed(self):
        """Later less earlier figure as the printed figures give it, favourable being positive."""
        if self.measure == "count":
            value = self.after.value - self.before.value if self.known else None
        elif self.before.printed and self.after.printed:
            value = read_printed(self.after.printed).value - read_printed(self.before.printed).value
            value /= 100 if self.measure == "percent" else 1
        elif self.difference:
            value = read_printed(self.difference.replace(" ", "")).value
        else:
            value = None
        return -value if value is not None and self.better == "low" else value

    def _ends(self, answers):
        if answers.totals:
            return tuple(Fraction(end(answers.totals), answers.n) for end in (min, max))
        around = unrounded(read_printed(answers.printed))
        scale = 100 if self.measure == "percent" else 1
        return around.low / scale, around.high / scale
