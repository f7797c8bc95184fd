"""Published differences and other statistics, each as what it lets a reader know."""

from dataclasses import dataclass

from partnership_evaluation.disclosure.cells import Cell, Row, Term, nearest
from partnership_evaluation.disclosure.ratios import rounded_limits


@dataclass(frozen=True)
class Difference:
    """A whole number that is a sum of counts, some of them taken away: a gain in numbers.

    Attributes
    ----------
    name : str
        Where it is printed.
    terms : tuple of Term
        What is added and taken away.
    value : int
        The result.
    counts : tuple of int
        The count of each term.
    """

    name: str
    terms: tuple[Term, ...]
    value: int
    counts: tuple[int, ...]

    @property
    def bases(self):
        """The counts it stands on."""
        return tuple(term.cell for term in self.terms)

    @property
    def targets(self):
        """What it must not give away: each count."""
        pairs = zip(self.terms, self.counts, strict=True)
        return [(term.cell.text, (Term(1, term.cell),), count) for term, count in pairs]

    def is_refused(self, policy):
        """Say whether a policy forbids it by itself: one of its counts is protected.

        Parameters
        ----------
        policy : Policy
            What may be published.

        Returns
        -------
        bool
        """
        return any(policy.is_protected(count) for count in self.counts)

    def _rounded(self, policy):
        pairs = zip(self.terms, self.counts, strict=True)
        return sum(term.times * nearest(count, policy.rounding or 1) for term, count in pairs)

    def text(self, policy):
        """Write it as printed, with its sign.

        Parameters
        ----------
        policy : Policy
            Says whether the counts are rounded first.

        Returns
        -------
        str
        """
        value = self._rounded(policy)
        return f"{value:+d}" if value else "0"

    def rows(self, policy, *, whole_is_known=False):
        """What the printed difference lets a reader know.

        Parameters
        ----------
        policy : Policy
            As for ``text``; a reader is taken to know the rounded counts it was made of.
        whole_is_known : bool
            Not needed.

        Returns
        -------
        list of Row
        """
        source = f"{self.name}: difference {self.text(policy)}"
        if not policy.rounding:
            return [Row(source, self.terms, self.value, self.value)]
        return [
            Row(
                source,
                (Term(1, term.cell),),
                *rounded_limits(nearest(count, policy.rounding), policy),
            )
            for term, count in zip(self.terms, self.counts, strict=True)
        ]


@dataclass(frozen=True)
class Statistic:
    """Any other number computed from counts: a p-value, an interval, a median, an effect size.

    Attributes
    ----------
    name : str
        Where it is printed.
    printed : str
        As printed.
    bases : tuple of Cell
        Every count it was computed from.
    counts : tuple of int
        How many each of them is.
    """

    name: str
    printed: str
    bases: tuple[Cell, ...]
    counts: tuple[int, ...]

    @property
    def targets(self):
        """What it must not give away: each count."""
        pairs = zip(self.bases, self.counts, strict=True)
        return [(cell.text, (Term(1, cell),), count) for cell, count in pairs]

    def is_refused(self, policy):
        """Say whether a policy forbids it by itself: counts are protected, rounded or too few.

        Parameters
        ----------
        policy : Policy
            What may be published.

        Returns
        -------
        bool
        """
        small = any(policy.is_protected(count) for count in self.counts)
        few = sum(self.counts) < policy.minimum_n_mean
        return small or few or policy.rounding is not None

    def text(self, policy):
        """Write it as printed.

        Parameters
        ----------
        policy : Policy
            Not needed.

        Returns
        -------
        str
        """
        return self.printed

    def rows(self, policy, *, whole_is_known=False):
        """What it lets a reader know: it is only shown beside all its counts, so nothing more.

        Parameters
        ----------
        policy : Policy
            Not needed.
        whole_is_known : bool
            Not needed.

        Returns
        -------
        list of Row
        """
        return []
