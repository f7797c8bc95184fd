"""The spreadsheet of all tables of a report, laid out as the Government Analysis Function advises.

A cover, a list of contents, a sheet of notes and symbols, then one table a sheet, from its first
column on, with nothing merged and nothing hidden. What stands in it is what the report shows.
"""

from __future__ import annotations

import datetime
import io
import re
import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from partnership_evaluation import own_words
from report_runner.document import COLLECTION, Document
from report_runner.document_archive import packed, unpacked
from report_runner.document_blocks import Grid
from report_runner.document_citation import in_words
from report_runner.spreadsheet_cells import SYMBOLS, cell

if TYPE_CHECKING:
    from gptables import GPTable

_WIDEST, _NARROWEST = 60, 10  # signs
_DATES = re.compile(r"<dcterms:(created|modified).*?</dcterms:\1>")
_ONE_TABLE = "This worksheet contains one table."
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def spreadsheet(document: Document) -> bytes:
    """Write the tables of a report as a spreadsheet.

    Parameters
    ----------
    document : Document
        The report.

    Returns
    -------
    bytes
        An ``.xlsx`` file; the same bytes for the same report.
    """
    gptables = _gptables()
    sheets = dict(_sheets(document))
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = gptables.produce_workbook(
            buffer,
            sheets,
            cover=_cover(document),
            contentsheet_options={"instructions": _ONE_TABLE},
            auto_width=False,
            workbook_options=_OPTIONS,
        )
    book.set_properties(
        {
            "title": f"{document.title} {document.subject}",
            "subject": f"Tables of the report {document.report}",
            "created": datetime.datetime(1980, 1, 1),
        }
    )
    _set_widths(book, sheets)
    book.close()
    return _undated(buffer.getvalue())


@cache
def _gptables() -> Any:
    import gptables

    return gptables


def _cover(document: Document) -> Any:
    made_from = [f"{name}: {words}" for name, words in document.provenance]
    return _gptables().Cover(
        title=f"{document.title} {document.subject}",
        intro=[
            "All tables of one report, in the order in which it shows them.",
            *(f"{name}: {words}" for name, words in document.summary),
        ],
        about=["How to cite:", *in_words(document), *(made_from and ["Made from:", *made_from])],
        contact=[COLLECTION],
    )


def _sheets(document: Document) -> Iterator[tuple[str, GPTable]]:
    yield "Notes", _table(_notes(), label="notes", title="Notes and symbols", note=_ONE_TABLE)
    settings = Grid("", ("Setting", "Value", "Meaning"), document.settings)
    if settings.rows:
        title = "Settings: what the report was run with"
        yield "Settings", _table(settings, label="settings", title=title, note=_ONE_TABLE)
    for grid in document.tables:
        if grid.rows:
            title = f"{grid.name}: {grid.caption}" if grid.caption else grid.name
            label = grid.name.lower().replace(" ", "_")
            yield grid.name, _table(grid, label=label, title=title, note=_note(grid))


def _notes() -> Grid:
    rows = [(symbol, meaning[0].upper() + meaning[1:]) for symbol, meaning in SYMBOLS.items()]
    rows += [
        ("Numbers", "Shown with the digits of the report; percentages are stored as parts of one"),
        ("Printed numbers", "As the document prints them; where words stand beside, as text"),
        ("Signs", "A sign that stands alone, such as an arrow, has its name in brackets"),
    ]
    return Grid("", ("Symbol or subject", "Meaning"), own_words.told(tuple(rows)))


def _note(grid: Grid) -> str:
    texts = {cell(text)[0] for row in grid.rows for text in row}
    used = [f"{symbol} means {SYMBOLS[symbol]}" for symbol in SYMBOLS if symbol in texts]
    return " ".join([_ONE_TABLE, *([f"In it {'; '.join(used)}."] if used else [])])


def _table(grid: Grid, *, label: str, title: str, note: str) -> GPTable:
    import pandas as pd

    cells = [[cell(text) for text in row] for row in grid.rows]
    values = [[value for value, _ in row] for row in cells]
    return _gptables().GPTable(
        table=pd.DataFrame(values, columns=_unlike(grid.heads), dtype=object),
        table_name=label,
        title=title,
        instructions=note,
        index_columns={2: 0},
        additional_formatting=list(_formats(cells)),
    )


def _unlike(heads: Iterable[str]) -> list[str]:
    """Give each column a name of its own."""
    found: list[str] = []
    for number, head in enumerate(heads, start=1):
        name = head.strip() or f"Column {number}"
        found.append(name if name not in found else f"{name} ({number})")
    return found


def _formats(cells: list[list[tuple[Any, str | None]]]) -> Iterator[dict[str, Any]]:
    """Say how numbers are shown: a column at once where all are shown alike."""
    for number, column in enumerate(zip(*cells, strict=True)):
        kinds = {shown for _, shown in column}
        if len(kinds) == 1 and None not in kinds:
            look = {"num_format": kinds.pop(), "align": "right"}
            yield {"column": {"columns": [number], "format": look, "include_names": False}}
            continue
        for row, (_, shown) in enumerate(column, start=1):
            if shown:
                look = {"num_format": shown, "align": "right"}
                yield {"cell": {"cells": [(row, number)], "format": look}}


def _set_widths(book: Any, sheets: dict[str, GPTable]) -> None:
    for name, table in sheets.items():
        for number, head in enumerate(table.table.columns):
            texts = [str(head), *map(str, table.table.iloc[:, number])]
            width = min(max(map(len, texts)) + 2, _WIDEST)
            book.get_worksheet_by_name(name).set_column(number, number, max(width, _NARROWEST))
    contents = book.get_worksheet_by_name("Contents")
    if contents:
        contents.set_column(0, 0, 14)
        contents.set_column(1, 1, 100)


def _undated(content: bytes) -> bytes:
    parts = unpacked(content)
    core = parts["docProps/core.xml"].decode("utf-8")
    return packed(parts | {"docProps/core.xml": _DATES.sub("", core).encode("utf-8")})
