"""A report as plain HTML, from which pandoc makes the Word document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from report_runner.document import COLLECTION, Document
from report_runner.document_blocks import Block, Grid, Picture, Verbatim, has_words
from report_runner.document_citation import in_words
from report_runner.document_columns import layout, width_percent
from report_runner.document_prose import Prose, plain, stepwise

#: Stand as paragraphs around what goes on a page turned sideways.
TURN, TURN_BACK = "turn the page here", "turn the page back here"
_NAMES = {"paragraph": "p", "block_text": "p", "block_quote": "blockquote", "list_item": "li"}
_NAMES |= {"emphasis": "em", "strong": "strong"}


def html_of(document: Document) -> str:
    """Write a report as HTML.

    Parameters
    ----------
    document : Document
        The report.

    Returns
    -------
    str
        With the pictures as files ``figure-1.png`` and so on.
    """
    return "\n".join(_parts(document))


def _parts(document: Document) -> Iterator[str]:
    about = {"author": COLLECTION, "subtitle": document.subject, "keywords": document.report}
    yield f'<html lang="en-GB"><head><title>{escape(document.title)}</title>'
    yield "".join(f'<meta name="{n}" content="{escape(text)}">' for n, text in about.items())
    yield "</head><body>"
    for name, words in document.summary:
        yield f"<p><strong>{escape(name)}:</strong> {escape(words)}</p>"
    level = 0
    for block in document.blocks:
        if isinstance(block, Prose):
            tokens, level = stepwise(block.tokens, level)
            yield from map(_token, tokens)
        else:
            yield from _other(block)
    yield from _closing(document)
    yield "</body></html>"


def _closing(document: Document) -> Iterator[str]:
    yield "<h1>How to cite</h1>"
    yield from (f"<p>{escape(words)}</p>" for words in in_words(document))
    yield "<h1>Settings and provenance</h1>"
    heads = ("Setting", "Value", "Meaning")
    yield from _table(
        "Settings", "What this report was run with.", Grid("", heads, document.settings)
    )
    if document.provenance:
        made = Grid("", ("Of what", "Which"), document.provenance)
        yield from _table("Provenance", "What this report was made from.", made)
    folded = [block for block in document.tables if block.folded and block.rows]
    if folded:
        yield "<h1>Tables in full</h1>"
        for each in folded:
            yield from _table(each.name, each.caption, each)


def _other(block: Block) -> Iterator[str]:
    if isinstance(block, Picture):
        yield (
            f'<figure><img src="{block.file_name}" alt="{escape(block.alt)}" '
            f'width="{width_percent(block)}%">'
            f"<figcaption>{_label(block.name, block.caption)}</figcaption></figure>"
        )
    elif isinstance(block, Verbatim):
        yield f"<pre>{escape(block.text)}</pre>"
    elif block.folded or not block.rows:
        yield f"<p><em>{escape(block.reference)}</em></p>"
    else:
        yield from _table(block.name, block.caption, block)


def _label(name: str, words: str) -> str:
    return f"<strong>{escape(name)}.</strong> {escape(words)}"


def _table(label: str, caption: str, grid: Grid) -> Iterator[str]:
    set_as = layout(grid)
    width = len(grid.heads) - set_as.is_beneath
    sides = ["right" if each else "left" for each in grid.numeric[:width]]
    if set_as.is_sideways:
        yield f"<p>{TURN}</p>"
    yield f"<table><caption>{_label(label, caption)}</caption>"
    if set_as.shares:
        whole = sum(set_as.shares)
        widths = (f'<col style="width: {100 * each / whole:.2f}%">' for each in set_as.shares)
        yield f"<colgroup>{''.join(widths)}</colgroup>"
    yield f"<thead>{_row(grid.heads[:width], sides, 'th')}</thead><tbody>"
    for row in grid.rows:
        yield from _rows(row, sides, grid.heads[-1])
    yield "</tbody></table>"
    if set_as.is_sideways:
        yield f"<p>{TURN_BACK}</p>"


def _rows(row: Sequence[str], sides: Sequence[str], last: str) -> Iterator[str]:
    """Write a row; a cell beyond its width stands beneath the others."""
    width = len(sides)
    upper = _row(row[:width], sides, "td")
    if not any(map(has_words, row[width:])):
        yield upper
        return
    yield upper.replace("<td", '<td rowspan="2"', 1)
    below = f"<em>{escape(last)}:</em> {escape(row[-1])}"
    yield f'<tr><td colspan="{width - 1}">{below}</td></tr>'


def _row(texts: Iterable[str], sides: Iterable[str], tag: str) -> str:
    cells = zip(texts, sides, strict=True)
    return (
        "<tr>"
        + "".join(
            f'<{tag} style="text-align: {side}">{escape(text)}</{tag}>' for text, side in cells
        )
        + "</tr>"
    )


def _token(token: Mapping[str, Any]) -> str:
    kind, within = token["type"], "".join(map(_token, token.get("children", ())))
    if kind in _NAMES:
        return f"<{_NAMES[kind]}>{within}</{_NAMES[kind]}>"
    if kind == "heading":
        return f"<h{token['attrs']['level']}>{within}</h{token['attrs']['level']}>"
    if kind == "list":
        tag = "ol" if token["attrs"]["ordered"] else "ul"
        return f"<{tag}>{within}</{tag}>"
    if kind == "link" and token["attrs"]["url"].startswith(("http://", "https://", "mailto:")):
        return f'<a href="{escape(token["attrs"]["url"])}">{within}</a>'
    if kind == "table":
        return f"<table>{within}</table>"
    if kind in {"table_head", "table_row"}:
        return f"<tr>{within}</tr>"
    if kind == "table_cell":
        return f"<td>{within}</td>"
    return _leaf(token, within)


def _leaf(token: Mapping[str, Any], within: str) -> str:
    kind = token["type"]
    if kind == "codespan":
        return f"<code>{escape(token['raw'])}</code>"
    if kind == "block_code":
        return f"<pre>{escape(token['raw'].rstrip())}</pre>"
    if kind in {"softbreak", "linebreak"}:
        return " " if kind == "softbreak" else "<br>"
    if kind in {"inline_html", "block_html", "blank_line", "thematic_break"}:
        return ""
    return within or escape(plain(token))
