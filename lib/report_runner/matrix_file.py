"""A matrix: a CSV file in which each row is the settings of one report."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from report_runner.checks import NAME, CheckedJob, ValueRules
from report_runner.declared import Parameter, defaults
from report_runner.jobs import Job, SelectionError
from report_runner.messages import bulleted, nearest
from report_runner.parameters_file import read_value
from report_runner.value_types import WrongType, conform

OWN_COLUMN = "name"
_SAVE_AS = "Save it as CSV, comma delimited, UTF-8."
_CASE = "case"


class MatrixError(SelectionError):
    """A matrix of which no row can be read."""


@dataclass(frozen=True)
class Matrix:
    """A matrix whose headings are in order.

    Attributes
    ----------
    file : Path
        The CSV file.
    notebook_file : Path
        The notebook that its rows are settings of.
    declared : tuple of Parameter
        What the notebook declares.
    headings : tuple of str
        The names of the columns.
    value_rules : callable
        As for `report_runner.checks.check_all`.
    with_documents : bool
        Whether documents are made of each row, see `report_runner.jobs.Job`.
    """

    file: Path
    notebook_file: Path
    declared: tuple[Parameter, ...]
    headings: tuple[str, ...]
    value_rules: ValueRules
    with_documents: bool = False

    def rows(self) -> Iterator[CheckedJob]:
        """Read the rows one after the other, each as the report that it stands for.

        Yields
        ------
        CheckedJob
            With the values of the row, empty cells and columns that are not there as the notebook
            declares them; or with all problems of the row, each with its column. Empty rows are
            passed over; a row without a name is called after its number, as a spreadsheet counts.

        Raises
        ------
        MatrixError
            If the file stops being CSV in UTF-8 half-way.
        """
        seen: dict[str, int] = {}
        lines = _lines(self.file)
        next(lines)
        for number, cells in enumerate(lines, start=2):
            if any(cell.strip() for cell in cells):
                yield self._row(number, cells, seen)

    def _row(self, number: int, cells: Sequence[str], seen: dict[str, int]) -> CheckedJob:
        texts = dict(zip(self.headings, (cell.strip() for cell in cells), strict=False))
        values, problems = self._values(texts)
        name, wrong_name = _name(texts, number, seen, own=OWN_COLUMN not in defaults(self.declared))
        problems += wrong_name
        if len(cells) != len(self.headings):
            problems = [
                f"a row has a cell in each of the {len(self.headings)} columns; found {len(cells)}."
                " Add what is missing, or put text with a comma in quotes."
            ]
        problems += [] if problems else [_placed(each, values) for each in self.value_rules(values)]
        case = values.get(_CASE)
        job = Job(
            self.notebook_file.stem,
            name,
            case if isinstance(case, str) and case else name,
            self.notebook_file,
            self.file,
            number,
            with_documents=self.with_documents,
        )
        return CheckedJob(job, values, tuple(f"row {number}, {each}" for each in problems))

    def _values(self, texts: dict[str, str]) -> tuple[dict[str, Any], list[str]]:
        values, problems = dict(defaults(self.declared)), []
        for parameter in self.declared:
            text = texts.get(parameter.name, "")
            if not text:
                continue
            try:
                values[parameter.name] = typed(text, annotation=parameter.annotation)
            except WrongType as error:
                problems.append(f"column {parameter.name}: {error}")
        return values, problems


def open_matrix(
    file: Path,
    *,
    notebook_file: Path,
    declared: tuple[Parameter, ...],
    value_rules: ValueRules,
    with_documents: bool = False,
) -> Matrix:
    """Open a matrix and check its headings.

    Parameters
    ----------
    file : Path
        The CSV file.
    notebook_file : Path
        The notebook.
    declared : tuple of Parameter
        What the notebook declares.
    value_rules : callable
        As for `report_runner.checks.check_all`.
    with_documents : bool
        Whether documents are made of each row: for a thousand schools that is many files.

    Returns
    -------
    Matrix
        To read the rows from.

    Raises
    ------
    MatrixError
        If the file cannot be read, or if its first row is not the names of parameters, each once;
        all problems at once.
    """
    headings = [heading.strip() for heading in next(_lines(file), [])]
    known = {parameter.name for parameter in declared}
    problems = _heading_problems(headings, known)
    if problems:
        raise MatrixError(f"{file.name} cannot be used:\n{bulleted(problems)}")
    return Matrix(file, notebook_file, declared, tuple(headings), value_rules, with_documents)


def typed(text: str, *, annotation: str) -> Any:
    """Give the text of a cell the type that its parameter has.

    Parameters
    ----------
    text : str
        What the cell holds; not empty.
    annotation : str
        Python source of the type.

    Returns
    -------
    object
        The value, as it would be read from a parameters file; where a parameter is text, the text
        needs no quotes.

    Raises
    ------
    WrongType
        If it does not fit.

    Examples
    --------
    >>> typed("0.9", annotation="float"), typed("12", annotation="str")
    (0.9, '12')
    """
    value = read_value(text)
    if not isinstance(value, str):
        try:
            return conform(value, annotation=annotation)
        except WrongType:
            pass
    try:
        return conform(text, annotation=annotation)
    except WrongType:
        return conform(value, annotation=annotation)


def _placed(problem: str, values: dict[str, Any]) -> str:
    """Put the column before a sentence about a value, which begins with its name."""
    name = problem.partition(" ")[0]
    return f"column {name}: {problem}" if name in values else problem


def _name(
    texts: dict[str, str], number: int, seen: dict[str, int], *, own: bool
) -> tuple[str, list[str]]:
    """Name the report of a row; upper and lower case make no two files on some systems."""
    given = texts.get(OWN_COLUMN, "") if own else ""
    name = given or f"row-{number}"
    if not NAME.fullmatch(name):
        return f"row-{number}", [
            f"column {OWN_COLUMN}: a name holds letters, digits, hyphens and underscores, and "
            f"begins with a letter or digit; found {given!r}. Change it."
        ]
    first = seen.setdefault(name.casefold(), number)
    if first != number:
        return f"row-{number}", [
            f"column {OWN_COLUMN}: each report has a name of its own; found {name!r}, which row "
            f"{first} has too. Change one of them."
        ]
    return name, []


def _heading_problems(headings: Sequence[str], known: set[str]) -> list[str]:
    if len(headings) < 2 and any(sign in "".join(headings) for sign in ";\t|"):
        return [f"Columns are separated by commas; found {headings[0]!r}. {_SAVE_AS}"]
    if not any(headings):
        return ["The first row names the parameters; found none. Write their names there."]
    problems = []
    for position, heading in enumerate(headings, start=1):
        if not heading:
            problems.append(f"row 1, column {position}: a column has a name; found none. Name it.")
        elif heading in headings[: position - 1]:
            problems.append(f"row 1: each column stands once; {heading!r} is there twice.")
        elif heading not in known and heading != OWN_COLUMN:
            hint = nearest(heading, known | {OWN_COLUMN})
            problems.append(
                f"row 1, column {position}: the notebook declares no parameter {heading!r}. {hint}"
            )
    return problems


def _lines(file: Path) -> Iterator[list[str]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            yield from csv.reader(lines, strict=True)
    except UnicodeDecodeError as error:
        raise MatrixError(f"{file.name} must be UTF-8 text, and is not. {_SAVE_AS}") from error
    except csv.Error as error:
        raise MatrixError(f"{file.name} must be CSV; found: {error}. {_SAVE_AS}") from error
    except OSError as error:
        raise MatrixError(
            f"The matrix must be a file that can be read; {file} gives: {error.strerror}. "
            "Check its name."
        ) from error
