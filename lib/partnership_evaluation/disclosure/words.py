"""Sentences, captions and pictures at the gate."""

import re
import string

import pandas as pd

from partnership_evaluation.disclosure.cells import DisclosureError
from partnership_evaluation.disclosure.shown import Shown, ShownText

NUMBER = re.compile(r"[-+\N{MINUS SIGN}]?\d+(?:,\d{3})*(?:\.\d+)?%?")


class Words:
    """The part of a :class:`Gate` that reads words: each number in them must have passed."""

    def text(self, template, *, plain=(), **numbers):
        """Pass a sentence, caption or alternative text.

        Parameters
        ----------
        template : str
            The sentence with a name in braces for each number: ``"{n} pupils"``.
        plain : sequence of str
            Digits of the sentence that count nobody: "Year 4", "2024".
        **numbers
            For each name what a method of the gate returned, or words without digits.

        Returns
        -------
        ShownText

        Raises
        ------
        DisclosureError
            When the sentence holds a number that has not passed the gate.
        """
        words = "".join(literal for literal, *_ in string.Formatter().parse(template))
        words += " ".join(
            str(part) for part in numbers.values() if not isinstance(part, Shown | ShownText)
        )
        self._refuse_numbers(words, plain)
        return ShownText(template, numbers)

    def check(self, content, *, plain=()):
        """Refuse a text or a table with a number that has not passed the gate.

        Parameters
        ----------
        content : str, ShownText or pandas.DataFrame
            What is about to be shown or written into a file.
        plain : sequence of str
            Digits that count nobody: "Year 4", "2024".

        Returns
        -------
        object
            The same content.

        Raises
        ------
        DisclosureError
            When a number in it is none of those that the gate shows. The gate cannot know whether a
            number that it shows is meant: use :meth:`text` for sentences.
        """
        if not isinstance(content, ShownText):
            frame = isinstance(content, pd.DataFrame)
            values = [*content.columns, *content.to_numpy().ravel()] if frame else [content]
            self._refuse_numbers(" \n".join(map(str, values)), [*plain, *self._issued()])
        return content

    def figure(self, figure, *, plain=()):
        """Refuse a figure whose alternative text or caption holds a number that has not passed.

        Parameters
        ----------
        figure : partnership_evaluation.exhibits.Figure
            Drawn from ``ShownTable.numbers``.
        plain : sequence of str
            Digits that count nobody.

        Returns
        -------
        partnership_evaluation.exhibits.Figure

        Raises
        ------
        DisclosureError
            As :meth:`check`.
        """
        self.check(f"{figure.alt} {figure.caption}", plain=plain)
        return figure

    def _issued(self):
        """Every number that readers may see, and the digits in the names of groups."""
        levels = [
            level for found in self.release.values for _, chosen in found.key for level in chosen
        ]
        if self.policy is None or not self.is_settled:
            return levels
        shown = [
            self.publication.text(n) for n in [*self.release.numbers, *self.release.statements]
        ]
        tables = [self.publication.table(name) for name in self.release.exhibits]
        cells = [str(value) for table in tables for value in table.to_numpy().ravel()]
        return [*levels, *shown, *cells, self.publication.legend]

    def _refuse_numbers(self, words, allowed):
        if self.policy is None:
            return
        known = {number for text in allowed for number in NUMBER.findall(str(text))}
        unknown = [
            n for n in NUMBER.findall(words) if n not in known and n.lstrip("-+") not in known
        ]
        if unknown:
            raise DisclosureError(
                "Every number of a report passes the gate: found "
                f"{', '.join(map(repr, dict.fromkeys(unknown)))} that did not; register it with "
                "count, percent, mean, difference, statistic or table, or list it as plain if it "
                "counts nobody."
            )
