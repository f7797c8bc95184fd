"""PDF, Word document, spreadsheet, citation and findings: what a reader takes away."""

from __future__ import annotations

import base64
import io
import json
import re
import shutil
import struct
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from openpyxl import load_workbook
from PIL import Image

from report_runner import documents as making
from report_runner.checks import CheckedJob
from report_runner.digests import digest_of
from report_runner.document import Document, document_of
from report_runner.document_blocks import Grid, Picture, blocks_of
from report_runner.document_citation import bibliography, in_words
from report_runner.document_columns import layout, width_percent
from report_runner.document_html import html_of
from report_runner.document_pdf import markup, pdf
from report_runner.document_pictures import in_parts
from report_runner.document_sources import sources_of
from report_runner.document_word import word
from report_runner.downloads import DOCUMENTS, offered
from report_runner.findings_file import MIME
from report_runner.findings_schema import FILE, NAME
from report_runner.jobs import Job
from report_runner.provenance import provenance, with_provenance
from report_runner.spreadsheet import spreadsheet
from report_runner.spreadsheet_cells import cell

PROJECT = Path(__file__).parents[2]
JOB = Job("grades", "sutton", "sutton", Path("notebooks/grades.ipynb"), Path("sutton.yml"))
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhf"
    "DwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
ROWS = [
    ("good", "7", "58.3%", "\N{UPWARDS ARROW}", "0.50", ""),
    ("=1+1", "[c]", "41.7%", "\N{RIGHTWARDS ARROW}", "\N{EN DASH}", "31 or 38"),
]
HEADS = ("Grade", "People", "Share", "Change", "p", "Remark")
SOURCE = {
    "source": "a-2015",
    "authors": "A. Author and B. Writer",
    "year": "2015",
    "title": "Peers & progress",
    "publisher": "P",
}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def table(caption, heads, rows):
    """HTML of a table as the library writes it."""
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    body = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in rows)
    return (
        f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )


def shown(**data):
    """An output of a cell."""
    return new_output("display_data", data={kind.replace("_", "/"): d for kind, d in data.items()})


@pytest.fixture(scope="module")
def notebook():
    """An executed notebook with everything that reports hold."""
    figure = (
        f'<figure><img src="data:image/png;base64,{PIXEL}" alt="6 of 12 moved &quot;up&quot;.">'
        "<figcaption>n = 12. Source: Author (2015).</figcaption></figure>"
    )
    folded = (
        f"<details><summary>All</summary>{table('Folded.', ('a', 'b'), [('x', '1')])}</details>"
    )
    code = new_code_cell("secret_code = 1")
    code.outputs = [
        shown(text_html=table("Grades.", HEADS, ROWS)),
        shown(text_html=folded),
        shown(text_html=figure),
        shown(text_markdown="- 50% moved *up* #not $markup @here\n- a [place](#here)"),
        new_output("stream", name="stdout", text="printed"),
        new_output("stream", name="stderr", text="a warning"),
        new_output("display_data", data={MIME: {"title": "t"}, "text/plain": "findings"}),
    ]
    return new_notebook(
        cells=[
            new_markdown_cell('# Did the "grades" move?\n\nAn abstract.'),
            new_markdown_cell("#### Deep heading"),
            code,
        ]
    )


@pytest.fixture(scope="module")
def document(notebook):
    """The document of that notebook."""
    findings = {"title": "T", "library_version": "0.1.0", "people": "12 teachers"}
    checked = CheckedJob(JOB, {"case": "sutton"})
    return document_of(notebook, checked, findings, case_name="Sutton", sources=[SOURCE])


@pytest.fixture(scope="module")
def paper(document):
    """Its PDF."""
    return pdf(document)


@pytest.fixture(scope="module")
def parts(document):
    """The parts of its Word document, as text."""
    with zipfile.ZipFile(io.BytesIO(word(document))) as archive:
        return {n: archive.read(n).decode("utf-8", "replace") for n in archive.namelist()}


@pytest.fixture(scope="module")
def book(document):
    """Its spreadsheet."""
    return load_workbook(io.BytesIO(spreadsheet(document)))


def test_a_document_holds_what_is_shown_and_no_code(notebook):
    """Tables and figures are numbered; warnings and the findings as data are left out."""
    blocks = blocks_of(notebook)
    kinds = [type(block).__name__ for block in blocks]
    assert kinds == ["Prose", "Prose", "Grid", "Grid", "Picture", "Prose", "Verbatim"]
    tables = [block for block in blocks if isinstance(block, Grid)]
    assert [(each.name, each.folded) for each in tables] == [("Table 1", False), ("Table 2", True)]
    assert tables[0].rows == tuple(ROWS)
    assert tables[0].numeric == (False, False, True, False, True, False)
    (picture,) = (block for block in blocks if isinstance(block, Picture))
    assert picture.alt == '6 of 12 moved "up".'
    assert "secret_code" not in repr(blocks)
    assert "a warning" not in repr(blocks)


def test_the_pdf_is_tagged_has_its_language_and_its_fonts(paper):
    """A screen reader needs the first two; other machines the third. No date is in it."""
    assert paper.startswith(b"%PDF-1.7")
    assert b"/MarkInfo" in paper and b"/Lang(en-GB)" in paper and b"pdfuaid" in paper
    fonts = set(re.findall(rb"/FontName\s*/\w+\+([\w-]+)", paper))
    assert fonts and all(name.startswith((b"LibertinusSerif", b"DejaVuSansMono")) for name in fonts)
    assert b"CreationDate" not in paper and b"/tmp" not in paper


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not installed")
def test_the_pdf_says_what_the_report_says(paper, tmp_path):
    """Title, prose with its signs, tables with captions, source, citation, page number."""
    (tmp_path / "report.pdf").write_bytes(paper)
    run = subprocess.run(
        ["pdftotext", "-layout", "report.pdf", "-"], cwd=tmp_path, capture_output=True, check=True
    )
    text = " ".join(run.stdout.decode("utf-8").split())
    for words in (
        'Did the "grades" move?',
        "50% moved up #not $markup @here",
        "Table 1. Grades.",
        "58.3%",
        "Figure 1. n = 12. Source: Author (2015).",
        "Table 2 (1 row) stands at the end: Folded.",
        "Peers & progress",
        "Page 1 of",
    ):
        assert words in text, words
    assert "secret_code" not in text


def test_documents_are_the_same_bytes_each_time(document, paper):
    """Whatever the clock says, and wherever they are made."""
    assert pdf(document) == paper
    assert word(document) == word(document)
    assert spreadsheet(document) == spreadsheet(document)


def test_no_heading_skips_a_level(document):
    """The first is of the first level, whatever the notebook made of it."""
    assert '#heading(level: 1, "Deep heading")' in markup(document)


def test_a_wide_table_is_turned_and_a_short_one_is_not():
    """No word is broken to make room."""
    narrow = Grid("", ("a", "b"), (("one", "2"),))
    assert not layout(narrow).is_sideways
    long = "word " * 40
    wide = Grid("", tuple(f"Heading{n}" for n in range(9)), ((long,) * 9,))
    assert layout(wide).is_sideways
    assert len(layout(wide).shares) == 9


def test_a_long_remark_stands_beneath_its_row():
    """In PDF and Word, with the head of its column; a row without one stays as it was."""
    remark = (
        "no whole number of 16 teachers gives this percentage, whichever way it is rounded " * 2
    )
    rows = [
        (f"teachers asked {n}", "Impact, paragraph 4", "35", "31 or 38", "no", "") for n in "12"
    ]
    rows.append((*rows[0][:-1], remark.strip()))
    grid = Grid("", ("What", "Where printed", "Printed", "Recomputed", "Holds", "Remark"), (*rows,))
    assert layout(grid).is_beneath and len(layout(grid).shares) == 5
    bare = Document("r", "T", "S", (), (replace(grid, number=1),), (), (), {"title": "T"})
    for text, beneath in ((markup(bare), "lower-of-two("), (html_of(bare), '<td colspan="4">')):
        assert text.count(beneath) == 1 and text.count(remark.strip()) == 1
        assert "Remark" in text and text.count("teachers asked") == 3


def test_no_column_of_short_cells_is_broken_for_one_of_long_ones():
    """Where there is room, an interval stays on its line."""
    cells = (
        "a statement on what teachers did with what they had learned " * 3,
        "27% to 33%",
        "12 of 83",
    )
    shares = layout(Grid("", ("Statement", "Of all asked", "People"), (cells,) * 3)).shares
    assert shares[1] > len("Of all asked") and shares[2] > len("12 of 83")
    assert shares[0] > 5 * shares[1]


def test_the_words_of_a_figure_are_as_large_as_the_text():
    """A picture that says how dense it is takes its own size."""
    buffer = io.BytesIO()
    Image.new("L", (1080, 400), 255).save(buffer, format="png", dpi=(200, 200))
    assert width_percent(Picture(buffer.getvalue(), "png", "1", "")) == 81


def test_a_tall_picture_is_made_to_fit_on_a_page():
    """A small one keeps its size, a wide one takes the line."""

    def png(across, down):
        content = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + struct.pack(">II", across, down)
        return Picture(content, "png", "1", "")

    assert width_percent(png(700, 500)) == 100
    assert width_percent(png(320, 200)) == 50
    assert width_percent(png(700, 1750)) == 50


def test_a_long_heading_goes_with_its_table_however_the_page_is_turned(notebook):
    """Else it would stand alone at the foot of the page before."""
    wide = table("Wide.", [f"Heading{n}" for n in range(9)], [["word " * 40] * 9])
    code = new_code_cell("1")
    code.outputs = [shown(text_html=f"<details><summary>x</summary>{wide}</details>")]
    checked = CheckedJob(JOB, {"case": "sutton"})
    turned = new_notebook(cells=[code])
    text = markup(document_of(turned, checked, {"title": "T"}, case_name="Sutton"))
    assert '#on-its-side({ heading(level: 1, "Tables in full"); grid-of(' in text


def test_a_very_tall_picture_is_cut_between_its_rows():
    """Each part fits on a page at full width, has all the words, and no row is cut through."""
    whole = Image.new("L", (100, 400), 255)
    rows = range(5, 395, 30)
    for top in rows:
        whole.paste(0, (10, top, 90, top + 20))
    buffer = io.BytesIO()
    whole.save(buffer, format="png")
    address = base64.b64encode(buffer.getvalue()).decode()
    html = f'<figure><img src="data:image/png;base64,{address}" alt="13 rows.">'
    shown_as = shown(text_html=f"{html}<figcaption>n = 13.</figcaption></figure>")
    parts = blocks_of(new_notebook(cells=[new_code_cell(outputs=[shown_as])]))
    assert [part.name for part in parts] == [f"Figure 1, part {k} of 3" for k in (1, 2, 3)]
    assert len({part.file_name for part in parts}) == 3
    assert {(part.alt, part.caption) for part in parts} == {("13 rows.", "n = 13.")}
    drawn = [Image.open(io.BytesIO(part.content)) for part in parts]
    assert sum(part.height for part in drawn) == 400
    edges = [drawn[0].height, drawn[0].height + drawn[1].height]
    assert not any(top <= edge < top + 20 for edge in edges for top in rows)


def test_other_pictures_stay_whole():
    """Whatever is not tall, or no PNG."""
    for content in (b"<svg/>", base64.b64decode(PIXEL)):
        assert in_parts(content) == [content]


def test_the_word_document_has_headings_tables_and_words_for_pictures(parts):
    """Real styles, heads that are repeated on each page, British English, A4, a page number."""
    text = parts["word/document.xml"]
    assert '<w:pStyle w:val="Title" />' in text and '<w:pStyle w:val="Heading1" />' in text
    assert text.count("<w:tblHeader") == text.count("<w:tbl>") == 3
    assert 'descr="6 of 12 moved &quot;up&quot;."' in text
    assert 'w:w="11906" w:h="16838"' in text and "<w:footerReference" in text
    assert "PAGE" in parts["word/footer1.xml"]
    assert 'w:val="en-GB"' in parts["word/styles.xml"]
    assert "en-GB" in parts["docProps/core.xml"] and "dcterms" not in re.sub(
        r"xmlns:\w+=\S+", "", parts["docProps/core.xml"]
    )
    assert not any("secret_code" in part or "/tmp" in part for part in parts.values())


@pytest.mark.parametrize(
    ("text", "value", "look"),
    [
        ("0.50", 0.5, "0.00"),
        ("1,234", 1234, "#,##0"),
        ("12.5%", 0.125, "0.0%"),
        ("-3", -3, "0"),
        ("+3", 3, "+0;-0;0"),
        ("007", "007", None),
        ("[c]", "[c]", None),
        ("", "[z]", None),
        ("\N{EN DASH}", "[x]", None),
        ("6 of 12", "6 of 12", None),
    ],
)
def test_a_number_keeps_the_digits_that_were_shown(text, value, look):
    """As a number with a format; what is no number stays text, and nothing is left blank."""
    assert cell(text) == (value, look)


def test_the_spreadsheet_has_one_table_a_sheet(book):
    """After a cover, the contents, the notes with their symbols and the settings."""
    names = ["Cover", "Contents", "Notes", "Settings", "Table 1", "Table 2"]
    assert book.sheetnames == names
    sheet = book["Table 1"]
    assert sheet["A1"].value == "Table 1: Grades."
    assert "[c] means confidential" in sheet["A2"].value
    (made,) = sheet.tables.values()
    rows = [[each.value for each in row] for row in sheet[made.ref]]
    assert rows[0] == list(HEADS)
    assert rows[1][:3] == ["good", 7, 0.583]
    assert rows[2] == ["=1+1", "[c]", 0.417, "\N{RIGHTWARDS ARROW} (rightwards arrow)", "[x]",
                       "31 or 38"]  # fmt: skip
    assert "[c]" in [each.value for each in book["Notes"]["A"]]


def test_numbers_in_the_spreadsheet_are_numbers_with_their_formats(book):
    """And what looks like a formula is text."""
    (made,) = book["Table 1"].tables.values()
    _, first, second = book["Table 1"][made.ref]
    assert (first[2].data_type, first[2].number_format) == ("n", "0.0%")
    assert (first[4].value, first[4].number_format) == (0.5, "0.00")
    assert second[0].data_type == "s"


def test_nothing_in_the_spreadsheet_is_merged_hidden_or_personal(book):
    """A screen reader meets every cell once; nobody is named."""
    for sheet in book:
        assert not sheet.merged_cells.ranges
        assert sheet.sheet_state == "visible"
        assert not any(each.hidden for each in sheet.column_dimensions.values())
        assert not any(each.hidden for each in sheet.row_dimensions.values())
    assert not book.properties.creator and not book.properties.lastModifiedBy
    assert book.properties.title == 'Did the "grades" move? Sutton'


def test_the_citation_names_document_and_report(document):
    """In BibTeX, its own signs escaped."""
    files = bibliography(document)
    assert files.startswith("@techreport{a-2015,")
    assert "author = {A. Author and B. Writer}" in files
    assert r"Peers \& progress" in files
    assert "Report grades/sutton" in files


def test_every_case_has_a_document_to_cite():
    """The whole collection has them all."""
    assert [row["source"] for row in sources_of(PROJECT, "sutton")] == ["nctl-2015"]
    assert len(sources_of(PROJECT, "all")) == 5
    assert sources_of(PROJECT / "nowhere", "sutton") == []


def test_who_publishes_their_own_work_is_named_once():
    """A body is not taken for a person, and a file of nobody's table has a key of its own."""
    made = {"title": "Scores", "authors": "The Office", "publisher": "The Office", "year": "2020"}
    cited = Document("r", "T", "S", (), (), (), (), {"title": "T"}, (made,))
    assert next(in_words(cited)) == "The Office (2020). Scores."
    entry = bibliography(cited).split("@misc")[0]
    assert entry.startswith("@techreport{office-2020,") and "institution" not in entry
    assert "author = {{The Office}}," in entry


def test_a_document_that_fails_does_not_lose_the_others(notebook, monkeypatch):
    """It is named with what went wrong."""

    def broken(document):
        raise RuntimeError("no pandoc here")

    light = {".docx": broken, ".bib": lambda document: b"cite"}
    monkeypatch.setattr(making, "_MAKERS", light)
    made = making.make_documents(
        notebook, CheckedJob(JOB, {}), {"title": "T"}, case_name="Sutton", sources=[]
    )
    assert made.files == {".bib": b"cite"}
    assert made.problems == ("no .docx: RuntimeError: no pandoc here",)


def test_a_failed_document_is_told_and_the_report_stays(
    zoo_run, evaluate, tmp_path, monkeypatch, capfd
):
    """The page is there, the exit code is 1, and the next run makes the document alone."""
    project = copy_of(zoo_run, tmp_path)
    style = {"templates/documents/report.typ": "another style"}
    monkeypatch.setattr("report_runner.planning.read_basis", other_style(style))
    monkeypatch.setattr("report_runner.collection.run_all", in_this_process)
    with monkeypatch.context() as broken:
        broken.setattr(making, "_MAKERS", {".pdf": lambda document: 1 / 0})
        run = evaluate("report", "sutton", "--notebook", "good", project=project)
    assert run.code == 1
    assert "no .pdf: ZeroDivisionError" in run.err
    assert (project / "reports" / "good" / "sutton.html").is_file()
    run = evaluate("report", "sutton", "--notebook", "good", "--why", project=project)
    assert run.code == 0
    assert "good × sutton: documents made, because " in run.out  # noqa: RUF001
    assert (project / "reports" / "good" / "sutton.pdf").is_file()


def copy_of(run, tmp_path):
    """The project of the zoo after its run, with one report."""
    project = tmp_path / "project"
    shutil.copytree(run.project, project)
    (project / "parameters" / "good" / "misspelt_name.yml").unlink()
    return project


def other_style(documents):
    """Read the basis with another style of documents."""
    from report_runner.basis import read_basis

    return lambda *given: replace(read_basis(*given), documents=documents)


def in_this_process(tasks, *, work, **options):
    """Work through reports without a pool; running a notebook is not meant."""
    assert "make_report" not in repr(work)
    return ((task, work(task)) for task in tasks)


def test_what_is_offered_is_what_is_made(zoo_run):
    """Every suffix that a page offers is beside it, and nothing but reports and schema."""
    folder = zoo_run.reports / "good"
    for suffix, label in offered(JOB):
        assert (folder / f"sutton{suffix}").is_file(), suffix
        assert label
    short = [suffix for suffix, _ in offered(replace(JOB, with_documents=False))]
    assert short == [".ipynb", ".findings.json"]
    assert set(DOCUMENTS) == {suffix for suffix, _ in offered(JOB)} - set(short)


def test_documents_can_be_left_out(zoo_run, evaluate, tmp_path, monkeypatch):
    """Then the old ones are taken away, so that none stands beside a page it does not fit."""
    project = copy_of(zoo_run, tmp_path)
    monkeypatch.setattr("report_runner.collection.run_all", in_this_process)
    run = evaluate("report", "sutton", "--notebook", "good", "--no-documents", project=project)
    assert run.code == 0
    assert not list((project / "reports" / "good").glob("sutton.[pdx]*"))
    run = evaluate("report", "sutton", "--notebook", "good", project=project)
    assert "0 reports made, 1 with a new page only" in run.out  # which offers them again
    assert (project / "reports" / "good" / "sutton.xlsx").is_file()


# Findings and provenance ------------------------------------------------------------------


def schema():
    """The published schema."""
    return json.loads(FILE.read_text(encoding="utf-8"))


def described(part):
    """Walk through everything that a schema allows."""
    for name, each in part.get("properties", {}).items():
        yield name, each
        yield from described(each)
        yield from described(each.get("items", {}))


def test_the_schema_is_one_and_describes_each_field():
    """Draft 2020-12, with a version in its name."""
    Draft202012Validator.check_schema(schema())
    assert schema()["$id"].endswith(":1")
    assert [name for name, each in described(schema()) if not each.get("description")] == []


def test_every_report_keeps_to_the_schema_that_lies_beside_it(zoo_run):
    """Those of the zoo, and those of the project where they were made by this version."""
    assert (zoo_run.reports / NAME).read_bytes() == FILE.read_bytes()
    check = Draft202012Validator(schema())
    mine = list((PROJECT / "reports").glob("*/*.findings.json"))
    found = 0
    for file in (zoo_run.reports / "good" / "sutton.findings.json", *mine):
        findings = json.loads(file.read_text(encoding="utf-8"))
        if "provenance" in findings:
            found += 1
            assert [error.message for error in check.iter_errors(findings)] == [], file.name
    assert found


def test_the_schema_refuses_what_is_wrong(zoo_run):
    """A verdict that is none, and a digest cut short."""
    findings = json.loads(zoo_run.read("good/sutton.findings.json"))
    findings["claims"][0]["verdict"] = "fine"
    findings["provenance"]["notebook"]["sha256"] = "abc"
    paths = {tuple(error.path) for error in Draft202012Validator(schema()).iter_errors(findings)}
    assert paths == {("claims", 0, "verdict"), ("provenance", "notebook", "sha256")}


def test_provenance_names_no_place_of_this_machine(zoo_run):
    """Whatever was read outside the project is given by its name alone."""
    made_from = json.loads(zoo_run.read("good/sutton.findings.json"))["provenance"]
    assert made_from["report"] == "good/sutton"
    assert made_from["parameters"]["case"] == "sutton"
    assert re.fullmatch(r"[0-9a-f]{64}", made_from["notebook"]["sha256"])
    assert str(zoo_run.project) not in json.dumps(made_from)
    assert provenance and with_provenance({"a": 1}, {})["provenance"] == {
        "findings_sha256": digest_of({"a": 1})
    }
