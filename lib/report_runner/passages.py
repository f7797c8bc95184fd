"""Every piece of text that a notebook shows its reader, with the cell that shows it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from report_runner.failure import PlacedCell, placed_cells
from report_runner.findings_file import MIME

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag
    from nbformat import NotebookNode

#: What stands in a text of the code where a value will be filled in.
VALUE = "{}"
_OF_FINDINGS = {"claims": ("note",), "conclusions": ("reason",), "cautions": ("danger", "size")}


@dataclass(frozen=True)
class Passage:
    """A text and where it stands.

    Attributes
    ----------
    text : str
        The text.
    kind : str
        ``prose`` (a Markdown cell), ``text in the code``, ``output``, ``caption``, ``table``,
        ``alternative text``, ``printed text`` or ``findings``.
    placed : PlacedCell
        The cell.
    heading : str
        Of a cell of a table: what its column is headed; else empty.
    table : int or None
        Which of the tables that the notebook shows, counted from 1.
    row : int
        Which row of its table, counted from 1; 0 for captions and headings.
    markdown : bool
        Whether signs of Markdown are layout.
    """

    text: str
    kind: str
    placed: PlacedCell
    heading: str = ""
    table: int | None = None
    row: int = 0
    markdown: bool = False


def of_source(notebook: NotebookNode) -> Iterator[Passage]:
    """Walk through what a notebook says before it is run.

    Parameters
    ----------
    notebook : NotebookNode
        The notebook as it was written.

    Yields
    ------
    Passage
        Each Markdown cell, and each text in the code that has a blank in it; values that are
        filled in stand as a pair of braces. Comments are for those who read the code. Code that
        is not plain Python yields nothing here: it stops when it is run.
    """
    for placed in placed_cells(notebook):
        if placed.cell.cell_type == "markdown":
            yield Passage(placed.cell.source, "prose", placed, markdown=True)
        elif placed.cell.cell_type == "code":
            for text in _texts(placed.cell.source):
                yield Passage(text, "text in the code", placed, markdown=True)


def of_outputs(notebook: NotebookNode) -> Iterator[Passage]:
    """Walk through what a notebook shows when it was run.

    Parameters
    ----------
    notebook : NotebookNode
        The executed notebook.

    Yields
    ------
    Passage
        Text, captions, cells of tables, alternative texts, what was printed, and the findings.
        Of an output in several forms the one that a page shows: HTML before Markdown before plain
        text. Messages on standard error are not part of a report.
    """
    tables = 0
    for placed in placed_cells(notebook):
        alt = placed.cell.metadata.get("alt")
        if alt:
            yield Passage(str(alt), "alternative text", placed)
        for output in placed.cell.get("outputs", []):
            for passage in _of_output(output, placed):
                own = None if passage.table is None else tables + passage.table
                yield replace(passage, table=own)
            tables += _count_tables(output)


def _of_output(output: NotebookNode, placed: PlacedCell) -> Iterator[Passage]:
    if output.output_type == "stream":
        if output.name == "stdout":
            yield Passage(output.text, "printed text", placed)
        return
    if output.output_type == "error":
        return
    data, metadata = output.get("data", {}), output.get("metadata", {})
    for described in (metadata, *(part for part in metadata.values() if isinstance(part, dict))):
        for name, kind in (("alt", "alternative text"), ("caption", "caption")):
            if isinstance(described.get(name), str):
                yield Passage(described[name], kind, placed)
    if "text/html" in data:
        yield from _of_html(_joined(data["text/html"]), placed)
    elif "image/svg+xml" in data:
        yield from _of_html(_joined(data["image/svg+xml"]), placed)
    elif "text/markdown" in data:
        yield Passage(_joined(data["text/markdown"]), "output", placed, markdown=True)
    elif "text/plain" in data and "image/png" not in data and "image/jpeg" not in data:
        yield Passage(_joined(data["text/plain"]), "output", placed)
    if MIME in data:
        yield from _of_findings(data[MIME], placed)


def _of_html(text: str, placed: PlacedCell) -> Iterator[Passage]:
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(text, "html.parser")
    for hidden in soup.find_all(["style", "script"]):
        hidden.decompose()
    for quotation in soup.find_all("q"):
        quotation.insert(0, "\N{LEFT DOUBLE QUOTATION MARK}")
        quotation.append("\N{RIGHT DOUBLE QUOTATION MARK}")
        quotation.unwrap()
    for tag in soup.find_all(True):
        for name in ("alt", "aria-label", "title") if tag.attrs else ():
            if isinstance(tag.get(name), str) and tag[name].strip():
                yield Passage(tag[name], "alternative text", placed)
    for number, table in enumerate(soup.find_all("table"), start=1):
        yield from _of_table(table, number, placed)
    for table in soup.find_all("table"):
        table.decompose()
    for caption in soup.find_all("figcaption"):
        yield Passage(_words(caption), "caption", placed)
        caption.decompose()
    if _words(soup):
        # As HTML, so that the ends of blocks are kept and quotations can be told.
        yield Passage(str(soup), "output", placed)


def _of_table(table: Tag, number: int, placed: PlacedCell) -> Iterator[Passage]:
    if table.caption:
        yield Passage(_words(table.caption), "caption", placed, table=number)
    rows = table.find_all("tr")
    headings = [_words(cell) for cell in rows[0].find_all(["th", "td"])] if rows else []
    for heading in headings:
        yield Passage(heading, "table", placed, heading="", table=number)
    for place, row in enumerate(rows[1:], start=1):
        for position, cell in enumerate(row.find_all(["th", "td"])):
            heading = headings[position] if position < len(headings) else ""
            text = _words(cell)
            yield Passage(text, "table", placed, heading=heading, table=number, row=place)


def _of_findings(findings: Any, placed: PlacedCell) -> Iterator[Passage]:
    if not isinstance(findings, dict):
        return
    texts = [findings.get("title"), findings.get("headline"), findings.get("strength")]
    brief = findings.get("brief")
    texts += brief if isinstance(brief, list) else []
    for part, names in _OF_FINDINGS.items():
        entries = findings.get(part)
        for entry in entries if isinstance(entries, list) else []:
            texts += [entry.get(name) for name in names] if isinstance(entry, dict) else []
    for text in texts:
        if isinstance(text, str) and text:
            yield Passage(text, "findings", placed, markdown=True)


def _texts(source: str) -> Iterator[str]:
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop(0)
        text = _text(node)
        if text is None:
            waiting[:0] = list(ast.iter_child_nodes(node))
        elif " " in text.strip():
            yield text
        if text is not None:
            # Values may hold texts of their own.
            waiting[:0] = [child for child in _values(node) if _text(child) is None]


def _text(node: ast.AST) -> str | None:
    """Read a constant, an f-string or a sum of such as one text."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        parts = [_text(part) for part in node.values]
        return "".join(VALUE if part is None else part for part in parts)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _text(node.left), _text(node.right)
        if left is None and right is None:
            return None
        return (VALUE if left is None else left) + (VALUE if right is None else right)
    return None


def _values(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.FormattedValue):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        for part in node.values:
            yield from _values(part)
    elif isinstance(node, ast.BinOp):
        for side in (node.left, node.right):
            yield from _values(side) if _text(side) is not None else (side,)


def _count_tables(output: NotebookNode) -> int:
    text = _joined(output.get("data", {}).get("text/html", ""))
    return text.count("<table")


def _words(tag: Tag | BeautifulSoup) -> str:
    return " ".join(tag.get_text(" ").split())


def _joined(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)
