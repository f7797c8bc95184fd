"""Reading a spreadsheet: which file it is, which sheet, and where its table is."""

import re
from pathlib import Path

from partnership_evaluation.intake import (
    archives,
    delimited,
    headings,
    instruments,
    limits,
    open_document,
    workbooks,
)
from partnership_evaluation.intake.sheets import Problem, Sheet, letter, shown
from partnership_evaluation.wording import runs

_READERS = {"xlsx": workbooks.read, "ods": open_document.read, "csv": delimited.read}
NOT_DATA = ("Example", "Legal codes", "How to fill in")
_TOTALS = re.compile(
    r"((grand|sub|class|year|group|cohort|set|school|whole school|overall)[ -]?)?"
    r"(totals?|sum|averages?|mean|median|count)|overall|number of .*|n|max(imum)?|"
    r"min(imum)?|all (pupils|teachers|staff|schools)|% .*|percentage.*",
    re.IGNORECASE,
)
_FOOTNOTE = re.compile(r"(notes?|key|source|nb|n\.b\.|\*)\b.*|\*.*", re.IGNORECASE)


def read(file, *, sheet=None):
    """Read the table of a spreadsheet, as text.

    Parameters
    ----------
    file : path or bytes
        An ``.xlsx``, ``.ods`` or ``.csv`` file; what it is, is told by its content.
    sheet : str or int, optional
        Name of the sheet, or its place from 1. Without it the visible sheet whose headings are
        best known is read.

    Returns
    -------
    Sheet

    Raises
    ------
    IntakeError
        When there is no such sheet or no table, or the file is damaged, too large, of another
        kind, or has a password.

    Notes
    -----
    No formula is evaluated, no link followed, no macro read. Rows that look like totals, footnotes
    or headings printed again are left out, and each of them is reported.

    Examples
    --------
    >>> table = read(b"Hill School;;\\n;;\\nName;Before;After\\nA;3;2\\nTotal;;\\n")
    >>> table.rows, [problem.rule for problem in table.problems]
    ((4,), ['rows above the headings', 'totals row'])
    """
    data = file if isinstance(file, bytes) else _bytes(file)
    grids = _READERS[archives.kind_of(data)](data)
    known = instruments.known_headings()
    grid = _chosen(grids, sheet, known)
    rows = headings.find(grid, known=known)
    if not rows:
        limits.refuse(
            "A sheet must hold a table with headings",
            f"none in {_sheet_name(grid)}",
            "Give each column a heading in one row, and the data below it",
        )
    headers = headings.join(grid, rows)
    kept, left_out = _rows(grid, rows, headers)
    problems = [*grid.problems, *_other_sheets(grids, grid), *_hidden(grid, kept, headers)]
    problems += [*_above(grid, rows), *left_out, *_merged(grid, kept)]
    if not kept:
        limits.refuse(
            "A table must have a row of data below its headings",
            f"none below row {rows[-1]} of {_sheet_name(grid)}",
            "Fill in the table, or name another sheet",
        )
    return Sheet(grid, rows, headers, kept, tuple(problems))


def sheet_names(file):
    """List the sheets of a file that are in view and hold something.

    Parameters
    ----------
    file : path or bytes
        As for :func:`read`.

    Returns
    -------
    dict of int to str
        Name by place, from 1; without those that a template brings along.

    Raises
    ------
    IntakeError
        As for :func:`read`.

    Examples
    --------
    >>> sheet_names(b"Name,Before,After\\nA,3,2\\n")
    {1: ''}
    """
    data = file if isinstance(file, bytes) else _bytes(file)
    return {
        grid.number: grid.name
        for grid in _READERS[archives.kind_of(data)](data)
        if grid.cells and not grid.hidden and grid.name not in NOT_DATA
    }


def _bytes(file):
    path = Path(file)
    if not path.is_file():
        limits.refuse("A spreadsheet must be a file", f"none named {path.name!r}", "Check the name")
    size = path.stat().st_size
    advice = "Save only the sheet that is needed"
    limits.require_at_most(size, limit=limits.BYTES, of="bytes", advice=advice)
    return path.read_bytes()


def _sheet_name(grid):
    return f"sheet {shown(grid.name)}" if grid.name else "the file"


def _chosen(grids, sheet, known):
    if sheet is not None:
        found = [grid for grid in grids if sheet in (grid.name, grid.number, str(grid.number))]
        if not found:
            names = ", ".join(shown(grid.name) for grid in grids)
            limits.refuse("A sheet must be in the file", f"no {sheet!r}", f"There are: {names}")
        return found[0]
    visible = [grid for grid in grids if not grid.hidden and grid.cells]
    # A template that came back empty must not be read as its example.
    filled = [grid for grid in visible if grid.name not in NOT_DATA]
    visible = filled or visible
    if not visible:
        limits.refuse(
            "A spreadsheet must have a visible sheet that is filled in", "none", "Add a table"
        )
    return max(visible, key=lambda grid: (_score(grid, known), -grid.number))


def _score(grid, known):
    found = headings.find(grid, known=known)
    if not found:
        return -1
    names = headings.join(grid, found).values()
    has_rows = any(row > found[-1] for row in grid.rows)
    return has_rows * (1 + sum(headings.words(name) in known for name in names))


def _other_sheets(grids, chosen):
    for grid in grids:
        if grid is chosen or not grid.cells or grid.name in NOT_DATA:
            continue
        hidden = " It is hidden." if grid.hidden else ""
        yield Problem(
            "another sheet",
            "warning" if grid.hidden else "note",
            f"One sheet is read at a time; sheet {grid.number} of the file was not read.{hidden} "
            "Name it with --sheet where it is meant.",
        )
    if chosen.hidden:
        yield Problem("hidden sheet", "warning", "The sheet that was asked for is hidden.")


def _hidden(grid, rows, headers):
    hidden = [row for row in rows if row in grid.hidden_rows]
    for row in hidden:
        yield Problem(
            "hidden row",
            "warning",
            "Hidden rows are read like the others; this row is hidden, perhaps by a filter. Show "
            "it, and delete it where it does not belong.",
            row=row,
        )
    for column in sorted(grid.hidden_columns & set(headers)):
        yield Problem(
            "hidden column",
            "warning",
            f"Column {letter(column)} is hidden. It is used only where the mapping names it.",
            column=column,
        )


def _above(grid, rows):
    above = [row for row in grid.rows if row < rows[0] and grid.row(row)]
    if above:
        yield Problem(
            "rows above the headings",
            "note",
            f"The headings were found in row {runs(rows)}; what stands in row {runs(above)} above "
            "them was not read.",
        )


def _rows(grid, header_rows, headers):
    """Separate rows of data from what is none, and say why."""
    kept, problems, before = [], [], header_rows[-1]
    wanted = {column: text.lower() for column, text in headers.items()}
    lowest = {c: cell.clean.lower() for c, cell in grid.row(header_rows[-1]).items()}
    after = [row for row in grid.rows if row > header_rows[-1] and grid.row(row)]
    for row in after:
        cells = {c: cell for c, cell in grid.row(row).items() if c in headers}
        texts = {c: cell.clean.lower() for c, cell in cells.items()}
        outside = [cell for c, cell in grid.row(row).items() if c not in headers]
        gap, before = row - before > 1, row
        problems += [_without_heading(cell) for cell in outside]
        rule = _why_not_data(texts, wanted, lowest, gap=gap, last=row == after[-1])
        if not cells:
            continue
        if rule:
            problems.append(_left_out(rule, row))
        else:
            kept.append(row)
    return tuple(kept), problems


def _without_heading(cell):
    return Problem(
        "no heading",
        "warning",
        "Every column must have a heading; this cell stands in none and was not read.",
        row=cell.row,
        column=cell.column,
    )


def _why_not_data(texts, wanted, lowest, *, gap, last):
    if not texts:
        return None
    first = next(iter(texts.values()))
    if len(texts) > 1 and (texts.items() <= wanted.items() or texts.items() <= lowest.items()):
        return "headings again"
    if _TOTALS.fullmatch(first.rstrip(" :")):
        return "totals row"
    alone = len(texts) == 1 and len(wanted) > 2
    if alone and (_FOOTNOTE.fullmatch(first) or (gap and (last or len(first) > 40))):
        return "note below the table"
    return None


def _left_out(rule, row):
    what = {
        "headings again": "the headings again",
        "totals row": "a row of totals",
        "note below the table": "a note, not a row of data",
    }[rule]
    severity = "note" if rule == "headings again" else "warning"
    return Problem(
        rule,
        severity,
        f"Row {row} looks like {what} and is left out. Where it is a person's row, complete it.",
        row=row,
    )


def _merged(grid, rows):
    if not rows:
        return
    for top, left, bottom, _ in grid.merged:
        if bottom >= rows[0] and top <= rows[-1] and (top, left) in grid.cells:
            yield Problem(
                "merged cells",
                "error",
                "A cell of data must stand alone; here several are merged, and only the first "
                "holds the value. Split them and write the value in each.",
                row=top,
                column=left,
            )
