"""A copy of a checked sheet with the cells marked, without names and without anything hidden."""

import pandas as pd

from partnership_evaluation.intake.sheets import cleaned, letter, number_of
from partnership_evaluation.intake.workbook_files import as_bytes, put

COLOURS = {"error": "FFC7CE", "warning": "FFEB9C", "note": "DDEBF7"}
_LISTED = ("row", "column", "header", "severity", "rule", "found", "allowed", "nearest", "message")
_MOST = 5_000


def marked(sheet, mapping, found, *, names=False):
    """Make a copy of a sheet in which every problem is marked.

    Parameters
    ----------
    sheet : Sheet
        The table that was checked.
    mapping : Mapping
        Which column is what.
    found : pandas.DataFrame
        What :func:`partnership_evaluation.intake.check` returned.
    names : bool
        Whether the names of people are copied too.

    Returns
    -------
    bytes
        An ``.xlsx`` file. Its first sheet has the columns that the analysis reads, in the rows and
        columns of the original, red for errors, yellow for warnings, blue for notes, each with a
        comment; its second lists the problems. Everything is text: no formula, link or macro.

    Notes
    -----
    Columns that the analysis does not read, hidden rows and columns, what stands outside the table,
    and names are left out: the copy may be passed on.

    Examples
    --------
    >>> from partnership_evaluation import intake
    >>> sheet = intake.read(b"Teacher,Before,After\\nAnn,3,2\\nBen,5,1\\n")
    >>> mapping = intake.propose(sheet, "lesson_grades").mapping
    >>> found = intake.check(sheet, "lesson_grades", mapping)
    >>> copy = intake.workbooks.read(marked(sheet, mapping, found))[0]
    >>> copy.cells[3, 2].text, (3, 1) in copy.cells
    ('5', False)
    """
    from openpyxl import Workbook

    book = Workbook()
    copy = book.active
    copy.title = "Checked"
    _copied(copy, sheet, mapping, names)
    _coloured(copy, sheet, found)
    _list(book.create_sheet("Problems"), found)
    return as_bytes(book)


def _copied(copy, sheet, mapping, names):
    from openpyxl.styles import Font

    hidden = sheet.grid.hidden_columns
    used = {column for role, column in mapping.columns.items() if names or role != "person"}
    first = sheet.header_rows[0]
    for column, heading in sheet.headers.items():
        if column in hidden:
            continue
        read = column in set(mapping.columns.values())
        if read:
            put(copy, sheet.header_rows[-1], column, heading).font = Font(bold=True)
        copy.column_dimensions[letter(column)].width = 16
    for row in sheet.rows:
        for column in used - hidden:
            cell = sheet.cell(row, column)
            if row not in sheet.grid.hidden_rows and cell.clean:
                put(copy, row, column, cell.text)
    copy.freeze_panes = f"A{max(first, sheet.header_rows[-1]) + 1}"


def _coloured(copy, sheet, found):
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    by_cell = {}
    placed = found[found["row"].notna()]
    for row in placed.itertuples():
        by_cell.setdefault(_place(sheet, row), []).append(row)
    rank = list(COLOURS)
    for place, rows in list(by_cell.items())[:_MOST]:
        worst = min((row.severity for row in rows), key=rank.index)
        cell = copy[place]
        cell.fill = PatternFill("solid", fgColor=COLOURS[worst])
        text = "\n".join(cleaned(row.message) for row in rows)
        cell.comment = Comment(text[:2000], "", width=380, height=140)


def _place(sheet, problem):
    """Find the cell of the copy; what came from a second table stands beyond the first."""
    column = number_of(problem.column) if problem.column else None
    told = (problem.sheet, int(problem.row), column)
    row, column = next((k for k, origin in sheet.origins.items() if origin == told), told[1:])
    return f"{letter(column or min(sheet.headers))}{row}"


def _list(sheet, found):
    from openpyxl.styles import Font

    for column, name in enumerate(_LISTED, 1):
        put(sheet, 1, column, name).font = Font(bold=True)
        sheet.column_dimensions[letter(column)].width = 60 if name == "message" else 14
    for row, values in enumerate(found[list(_LISTED)].itertuples(index=False), 2):
        for column, value in enumerate(values, 1):
            put(sheet, row, column, "" if pd.isna(value) else value)
    sheet.freeze_panes = "A2"
