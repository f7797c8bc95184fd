"""What is read of a spreadsheet: cells as text, each with its place.

Nothing is computed and nothing repaired: a cell is what a reader of the sheet sees, as text, and
keeps the row number and column letter under which the spreadsheet program shows it.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property

SEVERITIES = ("error", "warning", "note")
_SPACES = re.compile(r"\s+")
_INVISIBLE = {"Cc", "Cf", "Co", "Cs"}


@dataclass(frozen=True)
class Cell:
    """One cell.

    Attributes
    ----------
    row : int
        Row as the spreadsheet counts it, from 1.
    column : int
        Column, from 1.
    text : str
        What the cell shows, spaces included; for a formula the value saved with it.
    kind : {"text", "number", "date", "boolean", "error", "formula"}
        How the spreadsheet holds it; everything is text in a CSV file.
    formula : str
        The formula; empty where there is none.

    Examples
    --------
    >>> Cell(4, 28, " 2b ").place, Cell(4, 28, " 2b ").clean
    ('AB4', '2b')
    """

    row: int
    column: int
    text: str
    kind: str = "text"
    formula: str = ""

    @property
    def place(self):
        """Column letter and row, as in a formula."""
        return f"{letter(self.column)}{self.row}"

    @property
    def clean(self):
        """The text without stray spaces and invisible characters."""
        return cleaned(self.text)


@dataclass(frozen=True)
class Problem:
    """One thing to know about a sheet.

    Attributes
    ----------
    rule : str
        Short name of the rule.
    severity : {"error", "warning", "note"}
        An error must be mended before a report is made; a warning says what is left out or
        doubtful; a note says what was read in another way than it is written.
    message : str
        The rule, what was found, what to do.
    row, column : int or None
        Where; None where it is about the whole sheet.
    found, allowed, nearest : str
        What was found, what may stand there, the nearest legal value; empty where they do not
        apply.
    """

    rule: str
    severity: str
    message: str
    row: int | None = None
    column: int | None = None
    found: str = ""
    allowed: str = ""
    nearest: str = ""


@dataclass(frozen=True)
class Grid:
    """One sheet of a file, before it is known where its table begins.

    Attributes
    ----------
    name : str
        Name of the sheet; for a CSV file empty.
    number : int
        Its place among the sheets, from 1.
    cells : dict of (int, int) to Cell
        The cells that hold something, by row and column.
    merged : tuple of (int, int, int, int)
        First row, first column, last row, last column of each merged range.
    hidden_rows, hidden_columns : frozenset of int
        Rows and columns that the spreadsheet does not show.
    hidden : bool
        Whether the whole sheet is hidden.
    problems : tuple of Problem
        What is to be said of the file and the sheet.
    """

    name: str
    number: int
    cells: dict
    merged: tuple = ()
    hidden_rows: frozenset = frozenset()
    hidden_columns: frozenset = frozenset()
    hidden: bool = False
    problems: tuple = ()

    @cached_property
    def rows(self):
        """Numbers of the rows that hold something, ascending."""
        return sorted({row for row, _ in self.cells})

    def row(self, number):
        """Return the cells of one row.

        Parameters
        ----------
        number : int
            The row.

        Returns
        -------
        dict of int to Cell
            By column, ascending; only cells with visible text.
        """
        return self._by_row.get(number, {})

    @cached_property
    def _by_row(self):
        found = {}
        for (row, column), cell in sorted(self.cells.items()):
            if cell.clean:
                found.setdefault(row, {})[column] = cell
        return found


@dataclass(frozen=True)
class Sheet:
    """A table found in a sheet.

    Attributes
    ----------
    grid : Grid
        The sheet.
    header_rows : tuple of int
        One row of headings, or two.
    headers : dict of int to str
        Heading of each column, by column; two rows of headings are joined by a space.
    rows : tuple of int
        Rows that hold data, ascending.
    problems : tuple of Problem
        What was found while reading, rows left out among it.
    origins : dict of (int or None, int or None) to (str, int or None, int or None)
        Sheet, row and column of what comes from a second table; empty where there is one.

    Examples
    --------
    >>> from partnership_evaluation import intake
    >>> intake.read(b"Name,Before,After\\nA,3,2\\n").headers
    {1: 'Name', 2: 'Before', 3: 'After'}
    """

    grid: Grid
    header_rows: tuple
    headers: dict
    rows: tuple
    problems: tuple = field(default=())
    origins: dict = field(default_factory=dict)

    @property
    def name(self):
        """Name of the sheet."""
        return self.grid.name

    def origin(self, row, column):
        """Say where something stands in the file.

        Parameters
        ----------
        row, column : int or None
            Its place in this table.

        Returns
        -------
        (str, int or None, int or None)
            Sheet, row and column.
        """
        return self.origins.get((row, column), (self.name, row, column))

    def cell(self, row, column):
        """Return a cell.

        Parameters
        ----------
        row, column : int
            Its place, from 1.

        Returns
        -------
        Cell
            An empty one where the sheet has none.
        """
        return self.grid.cells.get((row, column)) or Cell(row, column, "")

    def column(self, column):
        """Return the cells of a column of the table.

        Parameters
        ----------
        column : int
            The column, from 1.

        Returns
        -------
        list of Cell
            One for each row of data.
        """
        return [self.cell(row, column) for row in self.rows]


def letter(column):
    """Write a column as spreadsheets do.

    Parameters
    ----------
    column : int
        From 1.

    Returns
    -------
    str

    Examples
    --------
    >>> letter(1), letter(26), letter(27), letter(703)
    ('A', 'Z', 'AA', 'AAA')
    """
    text = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def number_of(letters):
    """Read a column letter.

    Parameters
    ----------
    letters : str
        For example ``"AB"``.

    Returns
    -------
    int or None
        From 1; None when it is no column letter.

    Examples
    --------
    >>> number_of("AB"), number_of("a1")
    (28, None)
    """
    text = str(letters).strip().upper()
    if not re.fullmatch(r"[A-Z]{1,3}", text):
        return None
    number = 0
    for character in text:
        number = number * 26 + ord(character) - ord("A") + 1
    return number


def cleaned(text):
    """Take stray spaces and invisible characters out of a text.

    Parameters
    ----------
    text : str
        The text of a cell.

    Returns
    -------
    str
        With single plain spaces, none at the ends, and no control or formatting characters.

    Examples
    --------
    >>> cleaned("\\u00a02b\\u200b \\n")
    '2b'
    """
    plain = _SPACES.sub(" ", text)
    return "".join(c for c in plain if unicodedata.category(c) not in _INVISIBLE).strip()


def shown(text, *, longest=60):
    """Write the text of a cell so that it can be printed in a message.

    Parameters
    ----------
    text : str
        The text.
    longest : int
        Characters kept.

    Returns
    -------
    str
        In quotes, on one line, cut where it is longer; characters that steer a terminal are gone.

    Examples
    --------
    >>> shown("2 b\\x1b[31m"), shown("x" * 100)[:20]
    ("'2 b[31m'", "'xxxxxxxxxxxxxxxxxxx")
    """
    line = cleaned(text)
    if len(line) > longest:
        return f"'{line[:longest]}…' ({len(text):,} characters)"
    return f"'{line}'"
