"""Reports on a school's own data speak of what was recorded, published ones of what was printed."""

import ast
import json
import os
import re
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from partnership_evaluation import exhibits, intake, own_words
from report_runner import own_text

ROOT = Path(__file__).parents[1]
LIBRARY = ROOT / "lib/partnership_evaluation"
OF_DOCUMENTS = re.compile(r"print|document|publish|case stud|\bpaper\b", re.I)
#: What the tables of the school below say themselves.
LABEL = "The printed documents were useful"
NOTEBOOKS = sorted({intake.instrument(name).notebook for name in intake.names()})


@pytest.fixture
def own(tmp_path, monkeypatch):
    """Let the library read the tables of a school."""
    (tmp_path / "release/hill").mkdir(parents=True)
    (tmp_path / "release/release.json").write_text("{}")
    (tmp_path / "release/hill/ratings.csv").write_text(f"item,label\n1,{LABEL}\n")
    monkeypatch.setenv("PARTNERSHIP_DATA", str(tmp_path / "release"))
    return tmp_path


def literals():
    """List every text that a module for the notebooks on own data may show, docstrings apart."""
    found = set()
    for file in [*LIBRARY.glob("questions/*.py"), *LIBRARY.glob("f*s/*.py"), *LIBRARY.glob("*.py")]:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant)]
        found |= {n.value for n in texts if isinstance(n.value, str) and id(n) not in said}
    return {text for text in found if " " in text and "\\" not in text}


def test_no_sentence_of_the_library_speaks_of_a_document_on_own_data():
    """And one that was said in other words once stays as it is when it passes again."""
    texts = literals()
    told = {own_words.reworded(text) for text in texts}
    assert sum(bool(OF_DOCUMENTS.search(text)) for text in texts) > 100
    assert [text for text in told if OF_DOCUMENTS.search(text)] == []
    assert [text for text in told if own_words.reworded(text) != text] == []


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_no_heading_or_help_of_a_notebook_speaks_of_a_document_on_own_data(name):
    """Prose and the help on settings; the code is the same."""
    cells = json.loads((ROOT / f"notebooks/{name}.ipynb").read_text("utf-8"))["cells"]
    tags = [cell["metadata"].get("tags", []) for cell in cells]
    before = ["".join(cell["source"]) for cell in cells]
    after = [
        own_text.source(text, kind=cell["cell_type"], tags=of)
        for cell, text, of in zip(cells, before, tags, strict=True)
    ]
    shown = [
        text if cell["cell_type"] == "markdown" else " ".join(re.findall("  # (.*)", text))
        for cell, text, of in zip(cells, after, tags, strict=True)
        if cell["cell_type"] == "markdown" or "parameters" in of
    ]
    assert len(shown) > 8 and [text for text in shown if OF_DOCUMENTS.search(text)] == []
    code = [n for n, cell in enumerate(cells) if cell["cell_type"] == "code" and not tags[n]]
    assert [after[n] for n in code] == [before[n] for n in code]


def test_tables_and_figures_keep_what_the_school_wrote(own):
    """Captions, headings, axes and alternative texts change; a label of the sheet does not."""
    table = exhibits.Table(pd.DataFrame({"Printed": [LABEL]}), "As printed.")
    for shown in (table._repr_html_(), repr(table)):
        assert "As recorded." in shown and "Recorded" in shown and LABEL in shown
    drawing, axes = plt.subplots()
    axes.set_title(LABEL)
    axes.set_xlabel("the printed share")
    drawn = exhibits.finish(drawing, alt=f"{LABEL}: 3 printed.", caption="As printed.")
    assert axes.get_xlabel() == "the recorded share" and axes.get_title() == LABEL
    assert f"{LABEL}: 3 recorded." in drawn._repr_html_()


def test_a_label_of_the_sheet_may_say_what_a_report_may_not(own):
    """A form that says that something helps is not our sentence; outside a sheet it is refused."""
    words = "The course improved my lessons"
    with pytest.raises(exhibits.sentences.SentenceError):
        exhibits.Table(pd.DataFrame(), f"{words}: answers.")
    (own / "release/hill/ratings.csv").write_text(f"item,label\n1,{words}\n")
    assert exhibits.Table(pd.DataFrame(), f"{words}: answers.").caption


def test_a_page_keeps_its_markup_and_its_code(own):
    """Only what is read out is said in other words."""
    page = '<a href="printed.html" title="As printed">printed</a><pre>print(printed)</pre>'
    told = '<a href="printed.html" title="As recorded">recorded</a><pre>print(printed)</pre>'
    assert own_words.page(page) == told
    os.environ["PARTNERSHIP_DATA"] = str(ROOT / "data")
    assert own_words.page(page) == page
