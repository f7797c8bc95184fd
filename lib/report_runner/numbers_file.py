"""Read a user's own list of printed numbers, or say everything that is wrong with the file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

NEEDED = ("kind", "value")
COLUMNS = (
    *NEEDED,
    "n",
    "decimals",
    "scale",
    "sd",
    "df",
    "claim",
    "printed",
    "depends_on",
    "case",
    "locator",
    "subject",
    "group",
    "time",
    "unit",
    "note",
)
#: A title, a date or a line ``sep=;`` may stand above the headings.
HIGHEST_HEADINGS = 10
_ALSO_IN_LEDGERS = {"source"}
_SAVE_AS = "save it from the spreadsheet as 'CSV UTF-8'."


class NumbersFileError(ValueError):
    """A list of printed numbers that cannot be read.

    Attributes
    ----------
    problems : tuple of str
        One sentence a problem: where, the rule, what was found, what to do.
    """

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class NumbersFile:
    """A list of printed numbers, as text.

    Attributes
    ----------
    rows : dict of int to dict
        By the number of the row in the file, as a spreadsheet counts them: column to text.
    unused : tuple of str
        Columns of the file that no check uses.
    separator : str
        What stands between the cells.
    problems : tuple of str
        What is wrong with the headings and with the length of rows: one sentence each.
    """

    rows: Mapping[int, Mapping[str, str]]
    unused: tuple[str, ...]
    separator: str
    problems: tuple[str, ...] = ()


def read_numbers(file: Path) -> NumbersFile:
    """Read a list of printed numbers.

    Parameters
    ----------
    file : Path
        Text in columns: UTF-8 with or without a byte-order mark, or as Windows writes it;
        separated by commas, semicolons or tabs. One row of headings, `kind` and `value` among
        them, in any order; rows above it and empty rows are left out.

    Returns
    -------
    NumbersFile
        Every cell as the text that it is. A row without a claim is named after its number.
        Headings that are missing and rows that do not fit them are among its ``problems``, to be
        reported together with those of the cells.

    Raises
    ------
    NumbersFileError
        If the file is no such text.
    OSError
        If there is no such file.
    """
    text = _text(file.read_bytes())
    separator = _best_separator(text)
    lines = _lines(text, separator) or [[]]
    at = _place_of_headings(lines)
    headings = [cell.strip().lower() for cell in lines[at]]
    problems = [*_heading_problems(headings, at + 1)]
    filled = {number: cells for number, cells in enumerate(lines[at + 1 :], at + 2) if any(cells)}
    problems += _too_long(filled, len(headings))
    if not filled:
        problems.append(
            "There must be at least one number: found none below the headings; add a row for each."
        )
    rows = {number: _row(number, headings, cells) for number, cells in filled.items()}
    unused = tuple(name for name in headings if name and not _is_known(name))
    return NumbersFile(rows, unused, separator, tuple(problems))


def _text(data: bytes) -> str:
    if b"\0" in data:
        what = "a workbook" if data.startswith((b"PK", b"\xd0\xcf")) else "other data"
        raise NumbersFileError(f"The file must be text in columns: found {what}; {_SAVE_AS}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise NumbersFileError(
            f"The text must be UTF-8 or Windows-1252: found neither on line {line}; {_SAVE_AS}"
        ) from error


def _best_separator(text: str) -> str:
    """Return the separator that shows most of the known headings."""
    top = text.splitlines()[:HIGHEST_HEADINGS]
    return max(
        ",;\t", key=lambda mark: max(map(_known, csv.reader(top, delimiter=mark)), default=0)
    )


def _lines(text: str, separator: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        return [[cell.strip() for cell in line] for line in reader]
    except csv.Error as error:
        raise NumbersFileError(
            "A cell with a quotation mark in it must be quoted as a whole: found one that is not, "
            f"or never ends, on line {reader.line_num} or before; write the mark twice inside "
            '"...", or take it out.'
        ) from error


def _place_of_headings(lines: Sequence[Sequence[str]]) -> int:
    ranked = [_known(line) for line in lines[:HIGHEST_HEADINGS]]
    if any(ranked):
        return ranked.index(max(ranked))
    return next((at for at, line in enumerate(lines) if any(line)), 0)


def _known(line: Sequence[str]) -> int:
    return len({cell.strip().lower() for cell in line} & set(COLUMNS))


def _is_known(heading: str) -> bool:
    return heading in COLUMNS or heading in _ALSO_IN_LEDGERS


def _heading_problems(headings: Sequence[str], number: int) -> Iterator[str]:
    where = f"Row {number}, the headings: "
    strange = [heading for heading in headings if heading and not _is_known(heading)]
    taken = set()
    for heading in strange:
        (near, *_) = (*get_close_matches(heading, COLUMNS, n=1, cutoff=0.75), None)
        if near and near not in headings:
            taken.add(near)
            yield (
                f"{where}a column is one of {', '.join(COLUMNS)}, or is left alone: found "
                f"{heading!r}; did you mean {near!r}? Rename it."
            )
    for name in NEEDED:
        if name not in headings and name not in taken:
            listed = ", ".join(filter(None, headings)) or "nothing"
            yield f"{where}there must be a column {name!r}: found {listed}; rename or add it."
    for name in dict.fromkeys(headings):
        if name and headings.count(name) > 1:
            yield (
                f"{where}each column has a name of its own: found {name!r} "
                f"{headings.count(name)} times; rename or delete all but one."
            )


def _too_long(filled: Mapping[int, Sequence[str]], width: int) -> Iterator[str]:
    for number, cells in filled.items():
        for cell in filter(None, cells[width:]):
            yield (
                f"Row {number}: a row has no more cells than there are headings, {width}: found "
                f"{cell!r} beyond; put a text that holds the separator in double quotes."
            )


def _row(number: int, headings: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    row = {heading: cell for heading, cell in zip(headings, cells, strict=False) if heading}
    row["claim"] = row.get("claim") or f"row {number}"
    for name in ("n", "decimals"):
        # A column with gaps comes out of some programs as 12.0.
        row[name] = re.sub(r"\.0+$", "", row.get(name, ""))
    return row
