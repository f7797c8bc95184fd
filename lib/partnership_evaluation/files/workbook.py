"""A sheet of an Excel workbook, as the text of a CSV file."""

import csv
import io
from datetime import date, datetime
from zipfile import BadZipFile

from partnership_evaluation.files.columns import FileError


def as_csv(data, name):
    """Write a sheet as CSV.

    Parameters
    ----------
    data : bytes
        The workbook.
    name : str
        Its name, with ``#`` and the sheet where one is meant.

    Returns
    -------
    (str, list of str)
        The text, and what a reader of the report should know of the file.

    Raises
    ------
    FileError
        When it cannot be read, or has no such sheet.

    Examples
    --------
    >>> from openpyxl import Workbook
    >>> book, held = Workbook(), io.BytesIO()
    >>> book.active.append(["Name", "Mark"])
    >>> book.active.append(["A", 2.0])
    >>> book.save(held)
    >>> as_csv(held.getvalue(), "marks.xlsx")[0].splitlines()
    ['Name,Mark', 'A,2']
    """
    from openpyxl import load_workbook  # slow to import, and few files are workbooks

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError, OSError) as error:
        raise FileError(
            f"A workbook can be opened: found that {name!r} cannot ({type(error).__name__}). Save "
            "the sheet as CSV."
        ) from None
    wanted = name.partition("#")[2] or book.sheetnames[0]
    if wanted not in book.sheetnames:
        told = ", ".join(map(repr, book.sheetnames))
        raise FileError(f"A sheet is named as in its workbook: found no {wanted!r} among {told}.")
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows(
        [_text(cell) for cell in row] for row in book[wanted].iter_rows(values_only=True)
    )
    more = len(book.sheetnames) > 1
    return text.getvalue(), [f"its sheet {wanted}"] if more else []


def _text(value):
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
