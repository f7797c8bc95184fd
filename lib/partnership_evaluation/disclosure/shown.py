"""Numbers, sentences and tables that have passed the gate, as they are printed."""

from dataclasses import dataclass

from partnership_evaluation.disclosure.publication import CONFIDENTIAL
from partnership_evaluation.exhibits import Table


@dataclass(frozen=True)
class Shown:
    """A number that has passed the gate; written as ``[c]`` until the gate is settled.

    Attributes
    ----------
    gate : Gate
        The gate.
    name : str
        The name it was registered by.
    """

    gate: object
    name: str

    def __str__(self):
        return self.gate.publication.text(self.name) if self.gate.is_settled else CONFIDENTIAL

    def __format__(self, spec):
        return format(str(self), spec)

    @property
    def is_hidden(self):
        """Whether the reader sees a symbol."""
        return str(self).startswith("[")


@dataclass(frozen=True)
class ShownText:
    """A sentence whose numbers have passed the gate.

    Attributes
    ----------
    template : str
        The sentence with a name in braces for each number.
    parts : dict of str to object
        What stands for each name.
    """

    template: str
    parts: dict

    def __str__(self):
        return self.template.format(**self.parts)

    def _repr_markdown_(self):
        return str(self)


@dataclass(frozen=True)
class ShownTable:
    """A table that has passed the gate.

    Attributes
    ----------
    gate : Gate
        The gate.
    name : str
        The name it was registered by.
    """

    gate: object
    name: str

    @property
    def frame(self):
        """The table as readers may see it, for a page or a spreadsheet."""
        if self.gate.is_settled:
            return self.gate.publication.table(self.name)
        exhibit = self.gate.release.exhibits[self.name]
        frame = exhibit.frame.astype(object)
        for column in {column for _, column in exhibit.places}:
            frame[column] = CONFIDENTIAL
        return frame

    @property
    def numbers(self):
        """The table for a chart: floats, and none where there is a symbol."""
        if self.gate.is_settled:
            return self.gate.publication.numbers(self.name)
        return self.frame.replace(CONFIDENTIAL, float("nan"))

    def exhibit(self, caption):
        """Show it with a caption and the legend of its symbols.

        Parameters
        ----------
        caption : str or ShownText
            Its numbers must have passed the gate.

        Returns
        -------
        partnership_evaluation.exhibits.Table

        Raises
        ------
        DisclosureError
            When the caption holds a number that has not passed the gate.
        """
        self.gate.check(caption)
        legend = self.gate.publication.legend if self.gate.is_settled else ""
        return Table(self.frame, f"{caption} {legend}".strip())

    def _repr_html_(self):
        return Table(self.frame, self.name)._repr_html_()
