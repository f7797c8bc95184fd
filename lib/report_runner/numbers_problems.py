"""What is wrong with the cells of a list of printed numbers, each with its row and column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from report_runner.numbers_file import NumbersFile

if TYPE_CHECKING:
    import pandas as pd

#: Row of the file, column, and a sentence: the rule, what was found, what to do.
Problem = tuple[int, str, str]

#: Columns that are read as the kind of their row says.
_BY_KIND = ("value", "decimals", "depends_on")
_COMMA = re.compile(r"[+-]?\d+,\d+%?")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+%?")
_SCALE = re.compile(r"(-?\d+)\s*(?:-|\N{EN DASH}|to)\s*(-?\d+)")
_DAY_AND_MONTH = re.compile(r"\d+\W[a-z]{3,}|[a-z]{3,}\W\d+|\d+/\d+(/\d+)?", re.IGNORECASE)


def cell_problems(numbers: NumbersFile, frame: pd.DataFrame) -> list[str]:
    """Find every cell that cannot be read, or that would be misread in silence.

    Parameters
    ----------
    numbers : NumbersFile
        The list.
    frame : pandas.DataFrame
        The same rows and columns as a table, for the audit.

    Returns
    -------
    list of str
        One sentence a problem, in the order of the file; empty when all can be read.
    """
    found = [*_misread(numbers)]
    taken = {each[:2] for each in found}
    for column in ("kind", "value", "n", "decimals", "sd", "df", "depends_on"):
        if column in frame:
            unreadable = {row for row, name in taken if name == "value"}
            refused = _refused(column, numbers, frame, unreadable)
            found += [each for each in refused if each[:2] not in taken]
            taken |= {each[:2] for each in refused}
    order = list(frame.columns)
    found.sort(key=lambda each: (each[0], order.index(each[1])))
    return [f"Row {row}, column {column}: {text}" for row, column, text in found]


def _refused(
    column: str, numbers: NumbersFile, frame: pd.DataFrame, unreadable: set[int]
) -> list[Problem]:
    """Give the audit one column alone, so that each of its complaints has a row and a column."""
    from partnership_evaluation import consistency

    names = {f"row {row}": row for row in numbers.rows}
    if column == "depends_on" and frame["claim"].is_unique:
        # Which kinds go together can be told only where the names are those of the routes.
        names = dict(zip(frame["claim"], numbers.rows, strict=True))
    alone = frame.assign(claim=list(names))[["claim", column]]
    if column != "kind":
        alone["kind"] = _kinds(frame) if column in _BY_KIND else "amount"
    if column == "decimals" and "value" in frame:
        readable = [row not in unreadable for row in numbers.rows]
        alone["value"] = frame["value"].where(readable, "")
    elif column != "value":
        alone["value"] = ""
    try:
        consistency.audit(alone)
    except ValueError as error:
        lines = str(error).splitlines()
        split = ((name, line) for line in lines for name in names if line.startswith(f"{name}: "))
        return [(names[name], column, line.removeprefix(f"{name}: ")) for name, line in split]
    return []


def _kinds(frame: pd.DataFrame) -> list[str]:
    """Return the kinds, with another where one cannot be read: that is told once."""
    from partnership_evaluation.consistency.audit_kinds import kind_of

    found = []
    for text in frame.get("kind", [""] * len(frame)):
        try:
            found.append(kind_of(text))
        except ValueError:
            found.append("amount")
    return found


def _misread(numbers: NumbersFile) -> Iterator[Problem]:
    """Find what the audit would take for something else, or pass over."""
    first: dict[str, int] = {}
    for number, row in numbers.rows.items():
        for column, text in _in_row(row, numbers.separator):
            yield number, column, text
        earlier = first.setdefault(row["claim"], number)
        if earlier != number:
            text = (
                "each claim has a name of its own; "
                f"found {row['claim']!r} in row {earlier} too; rename one."
            )
            yield number, "claim", text


def _in_row(row: Mapping[str, str], separator: str) -> Iterator[tuple[str, str]]:
    for column in ("value", "sd"):
        text = row.get(column, "")
        if _COMMA.fullmatch(text) and (separator == ";" or not _THOUSANDS.fullmatch(text)):
            yield (
                column,
                f"a number has a decimal point, and no comma; found {text!r}; write "
                f"{text.replace(',', '.')} or {text.replace(',', '')}, whichever was printed.",
            )
    scale = row.get("scale", "")
    if scale and not _ends(scale):
        hint = "a spreadsheet seems to have made a date of it; " * bool(
            _DAY_AND_MONTH.fullmatch(scale)
        )
        yield (
            "scale",
            f"a scale names its lowest and highest answer, in that order; found {scale!r}; {hint}"
            "write it as '1 to 5'.",
        )


def _ends(scale: str) -> bool:
    found = _SCALE.fullmatch(scale)
    return bool(found and int(found[1]) < int(found[2]))
