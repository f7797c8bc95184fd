"""A release as its readers see it: which numbers are shown, which are symbols."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from partnership_evaluation.disclosure.cells import (
    Cell,
    Row,
    Term,
    dict_of,
    nearest,
)
from partnership_evaluation.disclosure.policies import Policy
from partnership_evaluation.disclosure.ratios import rounded_limits
from partnership_evaluation.disclosure.release import Release
from partnership_evaluation.estimates import choice_problems, refuse
from partnership_evaluation.plain_data import plain

#: Shorthand of the Government Analysis Function for tables of official statistics.
CONFIDENTIAL, LOW, NOT_AVAILABLE, NOT_APPLICABLE = "[c]", "[low]", "[x]", "[z]"
#: Why a number is hidden.
SMALL, INSIDE, BASE, SECONDARY, WITHHELD = (
    "small",
    "inside a small group",
    "stands on a hidden count",
    "would give another count away",
    "withheld, so that its symbol says nothing",
)


@dataclass(frozen=True)
class Publication:
    """A release with the decision for each of its numbers; nothing else may be printed.

    Attributes
    ----------
    release : Release
        The true numbers; never published.
    policy : Policy
        What may be published.
    hidden : mapping of Cell to str
        Counts that appear as a symbol, with the reason.
    hidden_statements : mapping of str to str
        Percentages, means and other numbers that appear as a symbol, with the reason.
    absent : tuple of Row
        Combinations that a table leaves out, which readers take for nobody.
    previous : tuple of Row
        What readers know from earlier reports.
    """

    release: Release
    policy: Policy
    hidden: Mapping[Cell, str]
    hidden_statements: Mapping[str, str]
    absent: tuple[Row, ...] = field(default=(), repr=False)
    previous: tuple[Row, ...] = field(default=(), repr=False)

    def symbol(self, found):
        """Show a count: a whole number, rounded if the policy rounds, or a symbol.

        Parameters
        ----------
        found : Cell
            A registered count.

        Returns
        -------
        int or str
        """
        if found in self.hidden:
            return NOT_AVAILABLE if self.hidden[found] == WITHHELD else CONFIDENTIAL
        value = self.release.values[found]
        shown = int(nearest(value, self.policy.rounding or 1))
        low = shown == 0 and (value > 0 or self.policy.zeros == "protected")
        return LOW if low and self.policy.rounding else shown

    def text(self, name):
        """Show a number that stands alone.

        Parameters
        ----------
        name : str
            The name it was registered by.

        Returns
        -------
        str

        Raises
        ------
        ValueError
            When nothing was registered by this name.
        """
        if name in self.release.numbers:
            return str(self.symbol(self.release.numbers[name]))
        refuse(choice_problems(name, self._names(), name="number"))
        if name in self.hidden_statements:
            withheld = self.hidden_statements[name] == WITHHELD
            return NOT_AVAILABLE if withheld else CONFIDENTIAL
        return self.release.statements[name].text(self.policy)

    def _names(self):
        return [*self.release.numbers, *self.release.statements]

    def table(self, name):
        """Show a table: numbers that may be seen, symbols for the others.

        Parameters
        ----------
        name : str
            The name it was registered by.

        Returns
        -------
        pandas.DataFrame
            As handed in; columns of counts hold whole numbers and symbols, percentages and means
            are text, and what does not apply (a share of nobody) is ``[z]``.

        Raises
        ------
        ValueError
            When no table was registered by this name.
        """
        refuse(choice_problems(name, self.release.exhibits, name="table"))
        exhibit = self.release.exhibits[name]
        frame = exhibit.frame.astype(object)
        for column in {column for _, column in exhibit.places}:
            place = list(frame.columns).index(column)
            for position in range(len(frame)):
                found = exhibit.places.get((position, column))
                frame.iat[position, place] = self._shown(found)
        return frame

    def _shown(self, found):
        if found is None:
            return NOT_APPLICABLE
        return self.symbol(found) if isinstance(found, Cell) else self.text(found)

    def numbers(self, name):
        """Give a table to a chart: as :meth:`table`, with no number where there is a symbol.

        Parameters
        ----------
        name : str
            The name it was registered by.

        Returns
        -------
        pandas.DataFrame
            Columns of counts, percentages and means hold floats; what is hidden is missing.

        Raises
        ------
        ValueError
            When no table was registered by this name.
        """
        frame = self.table(name)
        for column in {column for _, column in self.release.exhibits[name].places}:
            bare = frame[column].map(lambda value: str(value).removesuffix("%"))
            frame[column] = pd.to_numeric(bare, errors="coerce").astype(float)
        return frame

    @property
    def legend(self):
        """What the symbols mean, for a footnote; only those that appear."""
        low, high = self.policy.hidden_range
        small = f"is from {low} to {high}" if low else f"is {high} or less"
        meanings = {
            CONFIDENTIAL: f"[c] confidential: the count {small}, the number rests on too few "
            "people, or it would give such a number away.",
            LOW: f"[low] {small.removeprefix('is ')}, which rounds to 0.",
            NOT_AVAILABLE: "[x] not available: withheld, whatever its size.",
            NOT_APPLICABLE: "[z] not applicable.",
        }
        shown = self._all_shown()
        rounded = f"Counts are rounded to the nearest {self.policy.rounding}."
        lines = [text for symbol, text in meanings.items() if symbol in shown]
        return " ".join([*lines, *([rounded] if self.policy.rounding else [])])

    def _all_shown(self):
        cells = {str(self.symbol(found)) for found in self.release.printed}
        tables = {
            str(value)
            for name in self.release.exhibits
            for value in self.table(name).to_numpy().ravel()
        }
        return cells | tables | {self.text(name) for name in self.release.statements}

    @property
    def log(self):
        """Every hidden number with its reason: columns ``number``, ``where``, ``reason``."""
        cells = [
            (found.text, "; ".join(self.release.printed.get(found, [])), reason)
            for found, reason in sorted(self.hidden.items())
        ]
        others = [(name, name, reason) for name, reason in sorted(self.hidden_statements.items())]
        return pd.DataFrame([*cells, *others], columns=["number", "where", "reason"])

    @property
    def rows(self):
        """What everybody can read: a list of limits on the hidden counts."""
        return [*self.printed_rows, *self.previous]

    @property
    def printed_rows(self):
        """What this report alone lets everybody read: a list of limits on the hidden counts."""
        shown = [name for name in self.release.statements if name not in self.hidden_statements]
        return [*self.absent, *self.rows_of(self.release.printed, shown)]

    def rows_of(self, cells, names):
        """What some counts, as a number or a symbol, and some other numbers let everybody read.

        Parameters
        ----------
        cells : collection of Cell
            Printed counts.
        names : collection of str
            Percentages, means and other numbers that are shown.

        Returns
        -------
        list of Row
        """
        return [*_count_rows(self, cells), *_statement_rows(self, names)]

    @property
    def record(self):
        """What was published, as plain data, for the attack on the next report.

        It holds what a reader of the report can read and no hidden number.
        """
        return {
            "schema": 1,
            "policy": self.policy.name,
            "statements": [
                {
                    "source": row.source,
                    "terms": [
                        [term.times, term.cell.population, dict_of(term.cell), term.measure]
                        for term in row.terms
                    ],
                    "low": plain(row.low),
                    "high": plain(row.high),
                }
                for row in self.printed_rows
            ],
        }


def _count_rows(publication, cells):
    """A shown count is known; a symbol says what the policy says that it stands for."""
    policy, release = publication.policy, publication.release
    for found in sorted(cells):
        where, shown = release.printed[found], publication.symbol(found)
        if shown == LOW:
            limits = policy.hidden_range
        elif isinstance(shown, int):
            limits = rounded_limits(shown, policy)
        else:
            limits = symbol_limits(publication.hidden[found], policy)
        yield Row(f"{where[0]}: {found.text} = {shown}", (Term(1, found),), *limits)


def symbol_limits(reason, policy):
    """Limits of a hidden count for a reader who can tell why each number is hidden.

    Parameters
    ----------
    reason : str
        Why the count is hidden.
    policy : Policy
        What may be published.

    Returns
    -------
    (float, float)

    Notes
    -----
    A reader of one report cannot always tell a small count from one that is hidden to protect it.
    Often a table gives it away; so the attacker is always told.

    Examples
    --------
    >>> from partnership_evaluation.disclosure.policies import read_policy
    >>> symbol_limits("small", read_policy("pupils_staff"))
    (1, 4)
    """
    if reason == SMALL:
        return policy.hidden_range
    if reason == SECONDARY and policy.threshold > 1:
        return policy.threshold, math.inf
    return 0, math.inf


def _statement_rows(publication, names):
    for name in sorted(names):
        yield from statement_rows(publication, publication.release.statements[name])


def statement_rows(publication, statement):
    """What a shown percentage, mean or other number lets a reader know.

    Parameters
    ----------
    publication : Publication
        What is shown and hidden.
    statement : Percentage, Mean, Difference or Statistic
        A shown number.

    Returns
    -------
    list of Row

    Examples
    --------
    >>> from partnership_evaluation.disclosure import Release, read_policy, suppress
    >>> release = Release()
    >>> release.percentage(20, n=38, of={}, having={"passed": "yes"}, name="prose")
    >>> plain = suppress(release, policy=read_policy("pupils_staff"))
    >>> [row.source for row in statement_rows(plain, release.statements["prose"])]
    ['prose: 53% of people: all', 'prose: 53% of people: all']
    """
    whole, rounding = statement.bases[-1], publication.policy.rounding
    shown = whole in publication.release.printed and whole not in publication.hidden
    return statement.rows(publication.policy, whole_is_known=shown and not rounding)
