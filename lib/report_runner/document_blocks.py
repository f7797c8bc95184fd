"""An executed notebook as a document to read: prose, tables and pictures in order, code left out.

Everything comes from what the notebook shows; nothing is read from data. PDF, Word document and
spreadsheet are all written from these blocks, so that they cannot say different things.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from report_runner.document_pictures import in_parts
from report_runner.document_prose import Prose, paragraph, prose
from report_runner.findings_file import MIME

if TYPE_CHECKING:
    from bs4 import Tag
    from nbformat import NotebookNode

_PICTURES = {"image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg"}
_DATA_ADDRESS = re.compile(r"data:(?P<mime>image/[\w+]+);base64,(?P<content>.*)", re.DOTALL)
_NUMBER = re.compile(r"[-+−]?\d[\d,]*(\.\d+)?%?")  # noqa: RUF001
_EMPTY = {"", "nan", "NaN", "None", "<NA>", "–", "—"}  # noqa: RUF001
_NOT_DESCRIBED = "A picture without a description."


@dataclass(frozen=True)
class Grid:
    """A table.

    Attributes
    ----------
    caption : str
        What it shows; may be empty.
    heads : tuple of str
        One for each column.
    rows : tuple of tuple of str
        The cells as shown.
    folded : bool
        Whether the page shows it only on request; a document puts it at its end.
    number : int
        Its place among the tables of the report, from 1.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    folded: bool = False
    number: int = 0

    @property
    def name(self) -> str:
        """What it is called: ``Table 3``."""
        return f"Table {self.number}"

    @property
    def reference(self) -> str:
        """What stands in its place where it is at the end, or where it has no rows."""
        if not self.rows:
            return f"{self.name}. {self.caption} None here."
        rows = f"{len(self.rows)} row{'s' * (len(self.rows) != 1)}"
        return f"{self.name} ({rows}) stands at the end: {self.caption}"

    @property
    def numeric(self) -> tuple[bool, ...]:
        """For each column whether it holds numbers, and at least one."""
        return tuple(_are_numbers([row[at] for row in self.rows]) for at in range(len(self.heads)))


@dataclass(frozen=True)
class Picture:
    """A figure.

    Attributes
    ----------
    content : bytes
        The file.
    kind : str
        ``png``, ``jpg`` or ``svg``.
    alt : str
        What it shows, for those who do not see it.
    caption : str
        May be empty.
    number : int
        Its place among the figures of the report, from 1.
    part, parts : int
        Which of how many parts of a tall figure this is.
    """

    content: bytes
    kind: str
    alt: str
    caption: str
    number: int = 0
    part: int = 1
    parts: int = 1

    @property
    def name(self) -> str:
        """What it is called: ``Figure 2``, or ``Figure 2, part 1 of 3``."""
        which = f", part {self.part} of {self.parts}" if self.parts > 1 else ""
        return f"Figure {self.number}{which}"

    @property
    def file_name(self) -> str:
        """What its file is called beside the document that shows it."""
        which = f"-{self.part}" if self.parts > 1 else ""
        return f"figure-{self.number}{which}.{self.kind}"


@dataclass(frozen=True)
class Verbatim:
    """Text as a program printed it.

    Attributes
    ----------
    text : str
        The text.
    """

    text: str


Block = Prose | Grid | Picture | Verbatim


def blocks_of(notebook: NotebookNode) -> tuple[Block, ...]:
    """Take from an executed notebook what there is to read.

    Parameters
    ----------
    notebook : NotebookNode
        The executed and tidied notebook.

    Returns
    -------
    tuple of Prose, Grid, Picture or Verbatim
        In order; tables and figures numbered, the title left out. What was written to the error
        stream is not for readers of a document.
    """
    found: list[Block] = []
    counts = {Grid: 0, Picture: 0}
    for block in _untitled(_all(notebook)):
        if isinstance(block, Grid | Picture):
            counts[type(block)] += 1
            block = replace(block, number=counts[type(block)])
        found += _in_parts(block) if isinstance(block, Picture) else [block]
    return tuple(found)


def has_words(cell: str) -> bool:
    """Say whether a cell holds anything but a sign for nothing.

    Parameters
    ----------
    cell : str
        As shown.

    Returns
    -------
    bool
    """
    return cell not in _EMPTY


def _in_parts(picture: Picture) -> Iterator[Picture]:
    """Put each part of a tall picture in its place, with the words of the whole."""
    parts = in_parts(picture.content)
    for part, content in enumerate(parts, start=1):
        yield replace(picture, content=content, part=part, parts=len(parts))


def _all(notebook: NotebookNode) -> Iterator[Block]:
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            yield prose(cell.source)
        elif cell.cell_type == "code":
            for output in cell.outputs:
                yield from _of_output(output, cell.metadata)


def _untitled(blocks: Iterator[Block]) -> Iterator[Block]:
    """Leave out the title, which a document sets apart; later first-level headings are lowered."""
    titled = False
    for block in blocks:
        if not isinstance(block, Prose):
            yield block
            continue
        kept = []
        for token in block.tokens:
            is_title = token["type"] == "heading" and token["attrs"]["level"] == 1
            if is_title and titled:
                kept.append({**token, "attrs": {"level": 2}})
            elif not is_title:
                kept.append(token)
            titled = titled or is_title
        if kept:
            yield Prose(kept)


def _of_output(output: NotebookNode, about_cell: NotebookNode) -> Iterator[Block]:
    if output.output_type == "stream":
        if output.name == "stdout" and output.text.strip():
            yield Verbatim(output.text.rstrip())
        return
    data = output.get("data", {})
    if MIME in data:  # a document tells strength and citation in places of their own
        return
    if "text/html" in data:
        yield from _of_html(data["text/html"])
    elif "text/markdown" in data:
        yield prose(data["text/markdown"])
    elif kinds := [kind for kind in _PICTURES if kind in data]:
        yield _bare_picture(output, kinds[0], about_cell)
    elif "text/plain" in data:
        yield Verbatim(data["text/plain"].rstrip())


def _bare_picture(output: NotebookNode, kind: str, about_cell: NotebookNode) -> Picture:
    about = {**about_cell, **output.metadata, **output.metadata.get(kind, {})}
    content = output.data[kind]
    is_text = kind == "image/svg+xml"
    return Picture(
        content.encode() if is_text else base64.b64decode(content),
        _PICTURES[kind],
        str(about.get("alt") or _NOT_DESCRIBED),
        str(about.get("caption") or ""),
    )


def _of_html(fragment: str) -> Iterator[Block]:
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(fragment, features="html.parser")
    for unwanted in soup.find_all(["style", "script", "summary"]):
        unwanted.decompose()
    yield from _of_tags(soup, folded=False)


def _of_tags(parent: Tag, *, folded: bool) -> Iterator[Block]:
    """Go through HTML from the top: tables and pictures wherever they stand, else the words."""
    from bs4 import Tag

    for child in parent.children:
        if not isinstance(child, Tag):
            yield from _words(str(child))
        elif child.name == "table":
            yield _grid(child, folded=folded)
        elif child.name in {"figure", "img"}:
            yield from _of_figure(child)
        elif child.find(["table", "img"]):
            yield from _of_tags(child, folded=folded or child.name == "details")
        else:
            yield from _words(child.get_text(" ", strip=True))


def _words(text: str) -> Iterator[Prose]:
    text = " ".join(text.split())
    if text:
        yield paragraph(text)


def _of_figure(tag: Tag) -> Iterator[Block]:
    image = tag if tag.name == "img" else tag.find("img")
    match = _DATA_ADDRESS.fullmatch(image.get("src", "")) if image else None
    if not match or match["mime"] not in _PICTURES:
        yield from _words(tag.get_text(" ", strip=True))
        return
    words = tag.find("figcaption")
    yield Picture(
        base64.b64decode(match["content"]),
        _PICTURES[match["mime"]],
        image.get("alt") or _NOT_DESCRIBED,
        words.get_text(" ", strip=True) if words else "",
    )


def _grid(table: Tag, *, folded: bool) -> Grid:
    caption = table.find("caption")
    lines = [(row, _spread(row)) for row in table.find_all("tr")]
    heading = [texts for row, texts in lines if _is_heading(row)]
    body = [texts for row, texts in lines if not _is_heading(row)]
    width = max((len(texts) for _, texts in lines), default=0)
    parts = [_filled(texts, width) for texts in heading]
    heads = tuple(" ".join(dict.fromkeys(filter(None, column))) for column in zip(*parts))  # noqa: B905
    return Grid(
        caption.get_text(" ", strip=True) if caption else "",
        heads or ("",) * width,
        tuple(_filled(texts, width) for texts in body),
        folded,
    )


def _is_heading(row: Tag) -> bool:
    return row.find_parent("thead") is not None or row.find("td") is None


def _spread(row: Tag) -> list[str]:
    """Read the cells of a row, one that spans columns once for each."""
    return [
        cell.get_text(" ", strip=True)
        for cell in row.find_all(["th", "td"], recursive=False)
        for _ in range(int(cell.get("colspan", 1)))
    ]


def _filled(texts: list[str], width: int) -> tuple[str, ...]:
    """Bring a row to full width; one that is short stands below a head that spans rows."""
    return (*("",) * (width - len(texts)), *texts)


def _are_numbers(texts: list[str]) -> bool:
    filled = [text for text in texts if text not in _EMPTY]
    return bool(filled) and all(_NUMBER.fullmatch(text) for text in filled)
