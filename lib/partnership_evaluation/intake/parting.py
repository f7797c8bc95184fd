"""Part of the rows of a table, as a table of its own."""

from dataclasses import replace


def part_of(sheet, column, rows):
    """Keep some rows of a table, its headings, and what is to be said of either.

    Parameters
    ----------
    sheet : Sheet
        The table.
    column : int
        The column that told the rows apart; it is left out.
    rows : tuple of int
        The rows to keep.

    Returns
    -------
    Sheet

    Examples
    --------
    >>> from partnership_evaluation import intake
    >>> table = intake.read(b"School,Name,Before,After\\nHill,A,3,2\\nDale,B,2,2\\n")
    >>> part = part_of(table, 1, (3,))
    >>> part.rows, part.headers
    ((3,), {2: 'Name', 3: 'Before', 4: 'After'})
    """
    kept, others = {*rows, *sheet.header_rows}, set(sheet.rows) - set(rows)
    cells = {place: cell for place, cell in sheet.grid.cells.items() if place[0] in kept}
    return replace(
        sheet,
        grid=replace(sheet.grid, cells=cells),
        headers={c: text for c, text in sheet.headers.items() if c != column},
        rows=rows,
        problems=tuple(one for one in sheet.problems if one.row not in others),
    )
