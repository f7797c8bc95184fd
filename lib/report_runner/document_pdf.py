"""The PDF of a report: tagged for screen readers, with its fonts, made by typst in this process."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from report_runner.document import Document
from report_runner.document_blocks import Block, Grid, Picture, Verbatim, has_words
from report_runner.document_citation import in_words
from report_runner.document_columns import layout, width_percent
from report_runner.document_prose import Prose, plain, stepwise

TEMPLATE = Path(__file__).parent / "templates" / "documents" / "report.typ"
STANDARD = "ua-1"  # what a screen reader needs: tags, language, title, words for each picture


def pdf(document: Document) -> bytes:
    """Write a report as PDF.

    Parameters
    ----------
    document : Document
        The report.

    Returns
    -------
    bytes
        PDF/UA-1, A4, the same bytes for the same report: no date, and only the fonts that typst
        brings along.

    Raises
    ------
    typst.TypstError
        If it cannot be set.
    """
    return _compiled(document, format="pdf", pdf_standards=[STANDARD], timestamp=0)


def pages(document: Document, *, dots_per_inch: float = 60) -> list[bytes]:
    """Draw the pages of the PDF, to look at.

    Parameters
    ----------
    document : Document
        The report.
    dots_per_inch : float
        How fine.

    Returns
    -------
    list of bytes
        One PNG a page.
    """
    found = _compiled(document, format="png", ppi=dots_per_inch)
    return found if isinstance(found, list) else [found]


def markup(document: Document) -> str:
    """Write a report in typst's language.

    Parameters
    ----------
    document : Document
        The report.

    Returns
    -------
    str
        The main file; pictures are named ``figure-1.png`` and so on.
    """
    return "\n".join(_parts(document))


def _compiled(document: Document, **how: Any) -> Any:
    import typst

    with tempfile.TemporaryDirectory(prefix="run-", ignore_cleanup_errors=True) as folder:
        root = Path(folder)
        (root / "report.typ").write_bytes(TEMPLATE.read_bytes())
        (root / "main.typ").write_text(markup(document), encoding="utf-8")
        for block in document.blocks:
            if isinstance(block, Picture):
                (root / block.file_name).write_bytes(block.content)
        compiler = typst.Compiler(root / "main.typ", root=root, font_paths=_fonts())
        return compiler.compile(**how)


@cache
def _fonts() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def _parts(document: Document) -> Iterator[str]:
    summary = _list(f"({_text(name)}, {_text(words)})" for name, words in document.summary)
    yield '#import "report.typ": *'
    yield (
        f"#show: report.with(title: {_text(document.title)}, subject: {_text(document.subject)}, "
        f"name: {_text(document.report)}, summary: {summary})"
    )
    level = 0
    for block in document.blocks:
        if isinstance(block, Prose):
            tokens, level = stepwise(block.tokens, level)
            yield from map(_block, tokens)
        else:
            yield _other(block)
    yield from _closing(document)


def _closing(document: Document) -> Iterator[str]:
    """Write what stands at the end: how to cite, what it was made from, the long tables."""
    yield '#heading(level: 1, "How to cite")'
    yield from (f"#par({_text(words)})" for words in in_words(document))
    yield '#heading(level: 1, "Settings and provenance")'
    heads = ("Setting", "Value", "Meaning")
    yield _table("Settings", "What this report was run with.", Grid("", heads, document.settings))
    if document.provenance:
        made = Grid("", ("Of what", "Which"), document.provenance)
        yield _table("Provenance", "What this report was made from.", made)
    folded = [block for block in document.tables if block.folded and block.rows]
    if folded:
        heading = 'heading(level: 1, "Tables in full")'
        for each in folded:
            yield _table(each.name, each.caption, each, heading=heading)
            heading = ""


def _other(block: Block) -> str:
    if isinstance(block, Picture):
        return _picture(block)
    if isinstance(block, Verbatim):
        return f"#raw(block: true, {_text(block.text)})"
    if block.folded or not block.rows:
        return f"#par(emph({_text(block.reference)}))"
    return _table(block.name, block.caption, block)


def _table(label: str, caption: str, grid: Grid, *, heading: str = "") -> str:
    """Write a table; a heading above it goes on the same page, however that is turned."""
    set_as = layout(grid)
    width = len(grid.heads) - set_as.is_beneath
    columns = _list(f"{share}fr" for share in set_as.shares) if set_as.shares else f"{width}"
    sides = _list("right" if numeric else "left" for numeric in grid.numeric[:width])
    call = (
        f"grid-of({_text(label)}, {_text(caption)}, {columns}, {sides}, "
        f"{_list(map(_text, grid.heads[:width]))}, {_list(_cells(grid, width))}, "
        f"size: {set_as.points}pt, whole: {str(set_as.is_whole).lower()})"
    )
    both = f"{{ {heading}; {call} }}" if heading else call
    return f"#on-its-side({both})" if set_as.is_sideways else f"#{both}"


def _cells(grid: Grid, width: int) -> Iterator[str]:
    """Write the cells; one beyond the width stands beneath the others of its row."""
    for row in grid.rows:
        beneath = row[width:]
        if any(map(has_words, beneath)):
            first, *others = map(_text, row[:width])
            yield f"first-of-two({first})"
            yield from (f"upper-of-two({other})" for other in others)
            yield f"lower-of-two({_text(grid.heads[-1])}, {_text(beneath[0])}, {width - 1})"
        else:
            yield from map(_text, row[:width])


def _picture(picture: Picture) -> str:
    words = ", ".join(map(_text, (picture.name, picture.caption, picture.file_name, picture.alt)))
    return f"#picture-of({words}, {width_percent(picture)}%)"


# Markdown ----------------------------------------------------------------------------------


def _block(token: Mapping[str, Any]) -> str:
    kind, within = token["type"], token.get("children", ())
    if kind == "heading":
        return f"#heading(level: {token['attrs']['level']}, {_line(within)})"
    if kind in {"paragraph", "block_text"}:
        return f"#par({_line(within)})"
    if kind == "list":
        name = "enum" if token["attrs"]["ordered"] else "list"
        items = ", ".join(f"[{' '.join(map(_item, item['children']))}]" for item in within)
        return f"#{name}({items})"
    if kind == "block_quote":
        return f"#quote(block: true, [{' '.join(map(_block, within))}])"
    if kind == "block_code":
        return f"#raw(block: true, {_text(token['raw'].rstrip())})"
    if kind == "table":
        return _table_of_markdown(within)
    return "" if kind in {"blank_line", "thematic_break"} else _paragraph(token.get("raw", ""))


def _item(token: Mapping[str, Any]) -> str:
    return f"#({_line(token['children'])})" if token["type"] == "block_text" else _block(token)


def _paragraph(words: str) -> str:
    return f"#par({_text(words)})" if words.strip() else ""


def _table_of_markdown(parts: Iterable[Mapping[str, Any]]) -> str:
    head, body = [*parts, {"children": []}][:2]
    rows = [tuple(map(plain, row["children"])) for row in body["children"]]
    return _table("Table", "", Grid("", tuple(map(plain, head["children"])), tuple(rows)))


def _line(tokens: Iterable[Mapping[str, Any]]) -> str:
    """Write words as one expression."""
    return " + ".join(filter(None, map(_inline, tokens))) or '""'


def _inline(token: Mapping[str, Any]) -> str:
    kind = token["type"]
    if kind in {"emphasis", "strong"}:
        return f"{'emph' if kind == 'emphasis' else 'strong'}({_line(token['children'])})"
    if kind == "codespan":
        return f"raw({_text(token['raw'])})"
    if kind == "link":
        return _link(token)
    if kind == "softbreak":
        return '" "'
    if kind == "linebreak":
        return "linebreak()"
    return "" if kind == "inline_html" else _text(plain(token))


def _link(token: Mapping[str, Any]) -> str:
    address, words = token["attrs"]["url"], _line(token["children"])
    if not address.startswith(("http://", "https://", "mailto:")):
        return words  # a place in the page or beside it, which a document has not
    return f"link({_text(address)}, {words})"


def _text(words: str) -> str:
    """Write a string; typst knows JSON's escapes but for those of single signs."""
    escaped = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _list(parts: Iterable[str]) -> str:
    return f"({''.join(f'{part}, ' for part in parts)})"
