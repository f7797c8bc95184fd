"""Hidden counts, and what is said about them: cells, terms, rows."""

from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

#: The level that stands for everybody whom a table with a larger total does not list.
NOT_LISTED = "(not listed)"


class DisclosureError(ValueError):
    """A number may not be published, or a protected count could be worked out.

    Attributes
    ----------
    message : str
        The rule, what was found and what to do; it names no protected count's value.
    leaks : pandas.DataFrame or None
        What :func:`partnership_evaluation.disclosure.attack` found, where an attack was the
        reason; it holds protected counts and must not be published.
    conspirators : dict of str to list of str
        For each count that can be worked out the published statements that together give it away.
    """

    def __init__(self, message, *, leaks=None, conspirators=None):
        """Keep the evidence."""
        super().__init__(message)
        self.leaks, self.conspirators = leaks, conspirators or {}


@dataclass(frozen=True, order=True)
class Cell:
    """One hidden count: how many of a population belong to all the levels named.

    Attributes
    ----------
    population : str
        Who is counted: "pupils", "teachers".
    key : tuple of (str, tuple of str)
        Dimension and the levels that belong to it, in alphabetical order; a dimension that is not
        named is summed over.

    Examples
    --------
    >>> cell({"school": "Sutton", "grade": [1, 2]}, population="pupils").text
    'pupils: grade 1 or 2, school Sutton'
    """

    population: str
    key: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def text(self):
        """The cell in words."""
        parts = [f"{name} {' or '.join(levels)}" for name, levels in self.key]
        return f"{self.population}: {', '.join(parts) or 'all'}"

    @property
    def levels(self):
        """The levels of each dimension named: a dictionary."""
        return dict(self.key)

    def without(self, dimension):
        """The same cell summed over a dimension.

        Parameters
        ----------
        dimension : str
            One of its dimensions.

        Returns
        -------
        Cell
        """
        return Cell(self.population, tuple(part for part in self.key if part[0] != dimension))


@dataclass(frozen=True, order=True)
class Term:
    """A cell times a whole number; or the sum of a measure over the people of the cell.

    Attributes
    ----------
    times : int
        The coefficient.
    cell : Cell
        The people.
    measure : str
        The name of a score that is summed over them; empty for their number.
    """

    times: int
    cell: Cell
    measure: str = ""


@dataclass(frozen=True)
class Row:
    """What a reader knows: a sum of terms lies between two numbers.

    Attributes
    ----------
    source : str
        Where it is stated.
    terms : tuple of Term
        What is summed.
    low, high : float
        The limits, both possible; infinite where there is none.
    """

    source: str
    terms: tuple[Term, ...]
    low: float
    high: float


def level_text(value):
    """Write a level of a dimension the same way whatever its type.

    Parameters
    ----------
    value : object
        A label or number.

    Returns
    -------
    str

    Examples
    --------
    >>> level_text(4), level_text(4.0), level_text(" good ")
    ('4', '4', 'good')
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def cell(of, *, population="people"):
    """Name a hidden count.

    Parameters
    ----------
    of : mapping of str to object
        For each dimension a level, or a list of levels that are counted together; empty for all.
    population : str
        Who is counted.

    Returns
    -------
    Cell

    Raises
    ------
    ValueError
        When a level is missing.

    Examples
    --------
    >>> cell({"grade": 4}) == cell({"grade": "4"})
    True
    """
    key = []
    for name, levels in dict(of).items():
        several = isinstance(levels, list | tuple | set | frozenset)
        chosen = list(levels) if several else [levels]
        if not chosen or any(pd.isna(level) for level in chosen):
            raise ValueError(
                f"A count names a level for each of its dimensions: found {levels!r} for {name!r}; "
                "leave the dimension out for a total."
            )
        key.append((str(name), tuple(sorted({level_text(level) for level in chosen}))))
    return Cell(str(population), tuple(sorted(key)))


def dict_of(found):
    """Write the key of a cell as plain data.

    Parameters
    ----------
    found : Cell
        A count.

    Returns
    -------
    dict of str to list of str

    Examples
    --------
    >>> dict_of(cell({"grade": 1}))
    {'grade': ['1']}
    """
    return {name: list(levels) for name, levels in found.key}


def exact(value):
    """Read a number as the decimal number that it prints as.

    Parameters
    ----------
    value : int, float, str, Decimal or Fraction
        A finite number.

    Returns
    -------
    fractions.Fraction

    Raises
    ------
    ValueError
        When it is not a finite number.

    Examples
    --------
    >>> exact(0.1), exact("2.50")
    (Fraction(1, 10), Fraction(5, 2))
    """
    try:
        return Fraction(str(value))
    except ValueError:
        raise ValueError(
            f"A published number must be finite: found {value!r}; leave it out."
        ) from None


def nearest(value, unit):
    """Round to the nearest multiple of a unit, halves up.

    Parameters
    ----------
    value : fractions.Fraction or int
        The number.
    unit : fractions.Fraction or int
        Above zero.

    Returns
    -------
    fractions.Fraction or int

    Examples
    --------
    >>> nearest(7, 5), nearest(Fraction(5, 2), 1)
    (5, 3)
    """
    return (Fraction(value) / unit + Fraction(1, 2)).__floor__() * unit
