"""OpenDocument spreadsheets: values as they are shown, and what the sheet does not show.

The one maintained reader of this format that pandas uses tells neither merged nor hidden cells, so
the content is read here, row by row, from the XML. No formula is evaluated.
"""

import io
import zipfile
from collections import Counter

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from partnership_evaluation.intake import limits
from partnership_evaluation.intake.sheets import Cell, Grid, Problem

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"


def read(data):
    """Read every sheet of an OpenDocument spreadsheet.

    Parameters
    ----------
    data : bytes
        An ``.ods`` file.

    Returns
    -------
    list of Grid
        In the order of the file.

    Raises
    ------
    IntakeError
        When it cannot be opened or is larger than the limits.

    References
    ----------
    OASIS, Open Document Format for Office Applications 1.3, part 3, chapter 9.

    Examples
    --------
    >>> try:
    ...     read(b"no archive")
    ... except limits.IntakeError as error:
    ...     print(str(error)[:27])
    A spreadsheet must be whole
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        root = ElementTree.fromstring(archive.read("content.xml"))
    except (
        zipfile.BadZipFile,
        KeyError,
        ElementTree.ParseError,
        DefusedXmlException,
        OSError,
        NotImplementedError,
    ):
        limits.refuse(
            "A spreadsheet must be whole",
            "a file that cannot be opened",
            "Open it in the spreadsheet program and save it again",
        )
    styles = _hidden_styles(root)
    macros = any(name.startswith(("Basic/", "Scripts/")) for name in archive.namelist())
    common = (
        [Problem("macros", "warning", "A table needs no macros; found some. They were not read.")]
        if macros
        else []
    )
    found = list(root.iter(f"{_TABLE}table"))
    limits.require_at_most(
        len(found), limit=limits.SHEETS, of="sheets", advice="Save only the one needed"
    )
    return [_Reader(table, number, styles).grid(common) for number, table in enumerate(found, 1)]


def _hidden_styles(root):
    """Name the table styles that are not displayed."""
    return {
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        if any(part.get(f"{_TABLE}display") == "false" for part in style)
    }


class _Reader:
    """Reads one table element."""

    def __init__(self, table, number, hidden_styles):
        self.table, self.number = table, number
        self.hidden = table.get(f"{_TABLE}style-name") in hidden_styles
        self.cells, self.merged = {}, []
        self.hidden_rows, self.hidden_columns = set(), set()
        self.left_out = Counter()

    def grid(self, common):
        """Return what the table holds."""
        self._columns()
        row = 1
        for element in self._rows(self.table):
            repeated = _repeats(element, "rows")
            if element.get(f"{_TABLE}visibility") in ("collapse", "filter"):
                self.hidden_rows |= set(range(row, min(row + repeated, limits.ROWS + 1)))
            row = self._row(element, row, repeated)
        name = self.table.get(f"{_TABLE}name") or ""
        hidden = frozenset(self.hidden_rows), frozenset(self.hidden_columns)
        return Grid(
            name, self.number, self.cells, tuple(self.merged), *hidden, self.hidden, tuple(common)
        )

    def _rows(self, parent):
        """Walk the rows of the table and of its header and group elements, not of tables within."""
        inside = {
            f"{_TABLE}{name}" for name in ("table-header-rows", "table-row-group", "table-rows")
        }
        for element in parent:
            if element.tag == f"{_TABLE}table-row":
                yield element
            elif element.tag in inside:
                yield from self._rows(element)

    def _columns(self):
        column = 1
        for element in self.table.iter(f"{_TABLE}table-column"):
            repeated = _repeats(element, "columns")
            if element.get(f"{_TABLE}visibility") in ("collapse", "filter"):
                self.hidden_columns |= set(
                    range(column, min(column + repeated, limits.COLUMNS + 1))
                )
            column += repeated

    def _row(self, element, row, repeated):
        found, column = [], 1
        for cell in element:
            if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                continue
            times = _repeats(cell, "columns")
            text, kind = _value(cell)
            formula = cell.get(f"{_TABLE}formula") or ""
            self._span(cell, row, column)
            if text or formula:
                self._require(column + times - 1, limits.COLUMNS, "columns")
                found += [(column + i, text, kind, formula) for i in range(times)]
            column += times
        if found:
            self._require(row + repeated - 1, limits.ROWS, "rows")
            self._require(len(self.cells) + len(found) * repeated, limits.CELLS, "cells")
            for r in range(row, row + repeated):
                for c, text, kind, formula in found:
                    self.cells[r, c] = Cell(
                        r, c, text, "formula" if formula else kind, formula[: limits.TEXT]
                    )
        return row + repeated

    def _require(self, count, limit, of):
        advice = "Copy the table to a new sheet and save it"
        limits.require_at_most(count, limit=limit, of=of, advice=advice)

    def _span(self, cell, row, column):
        down = _whole(cell.get(f"{_TABLE}number-rows-spanned"))
        across = _whole(cell.get(f"{_TABLE}number-columns-spanned"))
        if down > 1 or across > 1:
            self.merged.append((row, column, row + down - 1, column + across - 1))


def _repeats(element, what):
    return _whole(element.get(f"{_TABLE}number-{what}-repeated"))


def _whole(text):
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 1


def _value(cell):
    shown = "\n".join(_paragraph(part) for part in cell.findall(f"{_TEXT}p"))
    match cell.get(f"{_OFFICE}value-type"):
        case "date":
            return (cell.get(f"{_OFFICE}date-value") or shown).replace("T", " "), "date"
        case "float":
            return _number(cell.get(f"{_OFFICE}value"), shown), "number"
        case "percentage":
            return shown, "number"
        case "boolean":
            return (cell.get(f"{_OFFICE}boolean-value") or shown).upper(), "boolean"
        case _:
            return shown, "text"


def _number(value, shown):
    try:
        return f"{float(value):.15g}" if value is not None else shown
    except ValueError:
        return shown


def _paragraph(element):
    """Join the text of a paragraph; comments are not in it, and spaces may be elements."""
    text = element.text or ""
    for part in element:
        if part.tag == f"{_TEXT}s":
            text += " " * min(_whole(part.get(f"{_TEXT}c")), 100)
        elif part.tag in (f"{_TEXT}tab", f"{_TEXT}line-break"):
            text += " "
        else:
            text += _paragraph(part)
        text += part.tail or ""
    return text
