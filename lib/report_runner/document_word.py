"""The Word document of a report: made by pandoc, dressed here."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from report_runner.document import Document
from report_runner.document_archive import packed, unpacked
from report_runner.document_blocks import Picture
from report_runner.document_html import TURN, TURN_BACK, html_of

STYLES = Path(__file__).parent / "templates" / "documents" / "word_styles.xml"
FOOTER = Path(__file__).parent / "templates" / "documents" / "word_footer.xml"
_EPOCH = "315532800"  # 1980: pandoc wants a date for what is dated; the dates are taken out below
_SECONDS = 120
_A4 = (11906, 16838)  # twentieths of a point
_MARGIN = 1190
_STYLE = re.compile(r'<w:style\b[^>]*w:styleId="(?P<name>\w+)".*?</w:style>', re.DOTALL)
_PARAGRAPH = r"<w:p>(?:(?!</w:p>).)*>{}</w:t></w:r></w:p>"
_TABLE = re.compile(r"<w:tbl>.*?</w:tbl>", re.DOTALL)
_LAST_SECTION = re.compile(r"<w:sectPr>.*?</w:sectPr>(?=\s*</w:body>)", re.DOTALL)
_COLUMN = re.compile(r'<w:gridCol w:w="(\d+)" />')
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer"


class PandocError(RuntimeError):
    """A document that pandoc could not make."""


def word(document: Document) -> bytes:
    """Write a report as a Word document.

    Parameters
    ----------
    document : Document
        The report.

    Returns
    -------
    bytes
        With real headings, tables whose heads are repeated, words for each picture, British English
        as language, A4, page numbers; the same bytes for the same report.

    Raises
    ------
    PandocError
        If pandoc refuses or is not there.
    """
    parts = unpacked(_made(document))
    texts = {
        name: parts[name].decode("utf-8") for name in parts if name.endswith((".xml", ".rels"))
    }
    texts["word/document.xml"] = _dressed(texts["word/document.xml"])
    texts["word/styles.xml"] = _styled(texts["word/styles.xml"])
    texts["word/settings.xml"] = re.sub(
        r'(<w:themeFontLang w:val=")[\w-]+', r"\1en-GB", texts["word/settings.xml"]
    )
    texts["docProps/core.xml"] = re.sub(
        r"<dcterms:(created|modified).*?</dcterms:\1>", "", texts["docProps/core.xml"]
    )
    _add_footer(texts)
    return packed(parts | {name: text.encode("utf-8") for name, text in texts.items()})


def _made(document: Document) -> bytes:
    with tempfile.TemporaryDirectory(prefix="run-", ignore_cleanup_errors=True) as folder:
        root = Path(folder)
        (root / "report.html").write_text(html_of(document), encoding="utf-8")
        for block in document.blocks:
            if isinstance(block, Picture):
                (root / block.file_name).write_bytes(block.content)
        command = [_pandoc(), "--from=html", "--to=docx", "--output=report.docx", "report.html"]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": _EPOCH}
        try:
            done = subprocess.run(
                command, cwd=root, env=environment, capture_output=True, timeout=_SECONDS
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise PandocError(f"pandoc could not be run: {error}") from error
        if done.returncode:
            raise PandocError(done.stderr.decode("utf-8", "replace").strip()[:500])
        return (root / "report.docx").read_bytes()


@cache
def _pandoc() -> str:
    import pypandoc

    try:
        return pypandoc.get_pandoc_path()
    except OSError as error:
        raise PandocError("pandoc is not installed; it comes with pypandoc-binary") from error


def _dressed(text: str) -> str:
    """Set pages and tables; what stands between two marks goes on pages turned sideways."""
    mark = re.compile(_PARAGRAPH.format(f"(?:{TURN}|{TURN_BACK})"), re.DOTALL)
    pieces = mark.split(text)
    found = []
    for number, piece in enumerate(pieces):
        is_turned = number % 2 == 1
        across = _A4[is_turned] - 2 * _MARGIN
        found.append(_TABLE.sub(lambda match, across=across: _table(match[0], across), piece))
        if number < len(pieces) - 1:
            found.append(f"<w:p><w:pPr>{_section(is_turned)}</w:pPr></w:p>")
    return _LAST_SECTION.sub(_section(False), "".join(found))


def _section(is_turned: bool) -> str:
    """Say how pages are: those before this mark, back to the last one."""
    across, along = _A4[is_turned], _A4[not is_turned]
    orient = ' w:orient="landscape"' if is_turned else ""
    sides = " ".join(f'w:{side}="{_MARGIN}"' for side in ("top", "right", "bottom", "left"))
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="footer" />'
        f'<w:pgSz w:w="{across}" w:h="{along}"{orient} />'
        f'<w:pgMar {sides} w:header="600" w:footer="600" w:gutter="0" /></w:sectPr>'
    )


def _table(text: str, across: int) -> str:
    """Set a table in its own type, over the whole line, its rows unbroken."""
    widths = [int(width) for width in _COLUMN.findall(text)]
    scale = across / sum(widths) if widths else 1.0
    text = _COLUMN.sub(lambda match: f'<w:gridCol w:w="{int(int(match[1]) * scale)}" />', text)
    text = text.replace('w:val="Compact"', 'w:val="TableText"')
    text = text.replace("<w:tr><w:trPr>", "<w:tr><w:trPr><w:cantSplit />")
    return text.replace("<w:tr><w:tc>", "<w:tr><w:trPr><w:cantSplit /></w:trPr><w:tc>")


def _styled(text: str) -> str:
    """Put the styles of the project in place of pandoc's."""
    own = {match["name"]: match[0] for match in _STYLE.finditer(STYLES.read_text("utf-8"))}
    text = _STYLE.sub(lambda match: own.pop(match["name"], match[0]), text)
    return text.replace("</w:styles>", "".join(own.values()) + "</w:styles>")


def _add_footer(texts: dict[str, str]) -> None:
    """Put the number of the page at its foot."""
    texts["word/footer1.xml"] = FOOTER.read_text("utf-8")
    types, relations = "[Content_Types].xml", "word/_rels/document.xml.rels"
    texts[types] = texts[types].replace(
        "</Types>", f'<Override PartName="/word/footer1.xml" ContentType="{_TYPES}" /></Types>'
    )
    texts[relations] = texts[relations].replace(
        "</Relationships>",
        f'<Relationship Type="{_RELATION}" Id="footer" Target="footer1.xml" /></Relationships>',
    )
