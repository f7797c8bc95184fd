"""Excel workbooks: values as they are shown, and what the workbook does not show.

No formula is evaluated, no link followed and no macro read. A formula is reported; the value that
the spreadsheet program saved beside it is what is read.
"""

import io
import warnings
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from partnership_evaluation.intake import limits
from partnership_evaluation.intake.sheets import Cell, Grid, Problem


def read(data):
    """Read every sheet of a workbook.

    Parameters
    ----------
    data : bytes
        An ``.xlsx`` or ``.xlsm`` file.

    Returns
    -------
    list of Grid
        In the order of the workbook.

    Raises
    ------
    IntakeError
        When it cannot be opened or is larger than the limits.

    Notes
    -----
    Read with openpyxl; XML entities, with which small files are blown up, are refused by
    defusedxml, which openpyxl uses where it is installed.

    Examples
    --------
    >>> try:
    ...     read(b"no workbook")
    ... except limits.IntakeError as error:
    ...     print(str(error)[:24])
    A workbook must be whole
    """
    book = _opened(data, values=False)
    limits.require_at_most(
        len(book.sheetnames), limit=limits.SHEETS, of="sheets", advice="Save only the one needed"
    )
    sheets = [sheet for sheet in book.worksheets if hasattr(sheet, "_cells")]
    used = {sheet.title: _used(sheet) for sheet in sheets}
    formulas = any(cell.data_type == "f" for cells in used.values() for cell in cells)
    saved = _opened(data, values=True) if formulas else None
    common = tuple(_macros_and_links(data))
    return [
        _grid(sheet, number, used[sheet.title], saved, common)
        for number, sheet in enumerate(sheets, 1)
    ]


def _opened(data, *, values):
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what openpyxl leaves out, nothing is needed here
        try:
            return openpyxl.load_workbook(io.BytesIO(data), data_only=values, keep_links=False)
        except Exception:  # whatever a damaged file leads to, the user can do one thing
            limits.refuse(
                "A workbook must be whole",
                "a file that cannot be opened",
                "Open it in the spreadsheet program and save it again as .xlsx",
            )


def _used(sheet):
    """List the cells that hold something.

    The public iterators walk the whole rectangle up to the last cell, which one stray cell at the
    end of the sheet makes seventeen thousand million cells large.
    """
    found = [cell for cell in sheet._cells.values() if cell.value not in (None, "")]
    last = max(found, key=lambda cell: (cell.row, cell.column), default=None)
    place = f", or clear cell {last.coordinate}," if last else ""
    advice = f"Copy the table to a new sheet{place} and save it"
    for count, limit, of in (
        (len(found), limits.CELLS, "cells"),
        (max((cell.row for cell in found), default=0), limits.ROWS, "rows"),
        (max((cell.column for cell in found), default=0), limits.COLUMNS, "columns"),
    ):
        limits.require_at_most(count, limit=limit, of=of, advice=advice)
    return found


def _grid(sheet, number, used, saved, common):
    problems = list(common)
    values = saved[sheet.title] if saved else None
    cells = {}
    for cell in used:
        read_cell = _formula_cell(cell, values) if cell.data_type == "f" else _cell(cell)
        cells[cell.row, cell.column] = read_cell
    merged = tuple(
        (area.min_row, area.min_col, area.max_row, area.max_col)
        for area in sheet.merged_cells.ranges
    )
    return Grid(
        sheet.title,
        number,
        cells,
        merged=merged,
        hidden_rows=_hidden(sheet.row_dimensions, "height"),
        hidden_columns=_hidden_columns(sheet.column_dimensions),
        hidden=sheet.sheet_state != "visible",
        problems=tuple(problems),
    )


def _cell(cell):
    text, kind = written(cell.value, number_format=cell.number_format or "")
    return Cell(cell.row, cell.column, text, "error" if cell.data_type == "e" else kind)


def _formula_cell(cell, values):
    formula = cell.value if isinstance(cell.value, str) else getattr(cell.value, "text", None)
    saved = values.cell(cell.row, cell.column).value if values is not None else None
    text, _ = written(saved, number_format=cell.number_format or "")
    return Cell(cell.row, cell.column, text, "formula", str(formula or "=")[: limits.TEXT])


def written(value, *, number_format=""):
    """Write a value as the spreadsheet shows it.

    Parameters
    ----------
    value : object
        Text, number, boolean, date or None.
    number_format : str
        Excel's format of the cell; percentages are written as such.

    Returns
    -------
    (str, str)
        The text, and what it was.

    Examples
    --------
    >>> written(3.0), written(0.45, number_format="0%"), written(True)
    (('3', 'number'), ('45%', 'number'), ('TRUE', 'boolean'))
    """
    match value:
        case None:
            return "", "text"
        case bool():
            return str(value).upper(), "boolean"
        case datetime():
            whole = value.time() == time(0)
            return (value.date().isoformat() if whole else value.isoformat(" ")), "date"
        case date():
            return value.isoformat(), "date"
        case time() | timedelta():
            return str(value), "text"
        case int() | float() | Decimal():
            percent = "%" in number_format.split(";")[0]
            return (_number(value * 100) + "%" if percent else _number(value)), "number"
        case _:
            return str(value), "text"


def _number(value):
    if isinstance(value, int):
        return str(value)
    # Fifteen digits, as the spreadsheet shows: 0.1 + 0.2 is 0.3.
    text = f"{value:.15g}"
    return text


def _hidden(dimensions, size):
    return frozenset(
        index
        for index, one in dimensions.items()
        if one.hidden or (getattr(one, size, None) is not None and getattr(one, size) == 0)
    )


def _hidden_columns(dimensions):
    found = set()
    for one in dimensions.values():
        if one.hidden or (one.width == 0 and one.customWidth):
            first = one.min or 0
            found |= set(range(first, min(one.max or first, limits.COLUMNS) + 1))
    return frozenset(found - {0})


def _macros_and_links(data):
    import zipfile

    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    if any(name.endswith("vbaProject.bin") for name in names):
        yield Problem(
            "macros", "warning", "A table needs no macros; found some. They were not read."
        )
    if any(name.startswith("xl/externalLinks/") for name in names):
        yield Problem(
            "external links",
            "warning",
            "A table needs no links to other files; found some. They were not followed, and values "
            "that come from there are as last saved.",
        )
