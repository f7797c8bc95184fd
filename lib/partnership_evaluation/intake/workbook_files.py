"""Workbooks that are written: no author, no clock, and no text that a spreadsheet would run."""

import io
import zipfile
from datetime import datetime

from partnership_evaluation.intake.sheets import cleaned

_LONGEST = 32_000
_THEN = (1980, 1, 1, 0, 0, 0)


def put(sheet, row, column, text):
    """Write text into a cell so that it stays text.

    Parameters
    ----------
    sheet : openpyxl.worksheet.worksheet.Worksheet
        The sheet.
    row, column : int
        The place, from 1.
    text : str
        What to write; a leading equals sign does not make it a formula.

    Returns
    -------
    openpyxl.cell.cell.Cell

    Examples
    --------
    >>> from openpyxl import Workbook
    >>> put(Workbook().active, 1, 1, "=1+1").data_type
    's'
    """
    cell = sheet.cell(row, column)
    cell.value = cleaned(str(text))[:_LONGEST]
    if cell.value:
        cell.data_type = "s"
        cell.quotePrefix = cell.value[0] in "=+-@"
    return cell


def as_bytes(book):
    """Save a workbook so that the same content gives the same bytes.

    Parameters
    ----------
    book : openpyxl.Workbook
        The workbook.

    Returns
    -------
    bytes
        An ``.xlsx`` file without names of people and programs, and with fixed times.

    Examples
    --------
    >>> from openpyxl import Workbook
    >>> as_bytes(Workbook()) == as_bytes(Workbook())
    True
    """
    book.properties.creator = book.properties.lastModifiedBy = ""
    book.properties.created = datetime(1980, 1, 1)
    first, second = io.BytesIO(), io.BytesIO()
    book.save(first)
    with zipfile.ZipFile(first) as old, zipfile.ZipFile(second, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = _without_time(data)
            entry = zipfile.ZipInfo(name, _THEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, data)
    return second.getvalue()


def _without_time(data):
    import re

    return re.sub(rb"<dcterms:modified[^>]*>[^<]*</dcterms:modified>", b"", data)
