"""A run of the whole zoo: what is made, what fails, and what is left in the folder."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from report_runner.document_archive import unpacked
from report_runner.downloads import DOCUMENTS
from report_runner.findings_file import MIME

ZOO = Path(__file__).parent / "zoo"
MADE = {"good", "names_the_machine"}
NOTEBOOKS = {
    *("good", "names_the_machine", "raises_half_way", "calls_sys_exit", "kills_its_kernel"),
    *("states_no_findings", "states_findings_too_early", "states_unknown_verdict"),
}
SITE = {
    *("index.html", "summary.csv", "audit.html", "methods.html", "glossary.html", "search.html"),
    *("search-index.js", "cases/sutton.html"),
    *(f"questions/{notebook}.html" for notebook in NOTEBOOKS),
}
RUN_TWICE = {"good", "names_the_machine", "raises_half_way"}


def failure(run, notebook):
    """The failure of one report as plain data."""
    return json.loads(run.read(f"{notebook}/sutton.failure.json"))


def files(folder):
    """Every file below a folder with its bytes."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def test_the_run_ends_non_zero_and_tells_every_failure(zoo_run):
    """Faulty settings outrank failures in the exit code; both are on standard error."""
    assert zoo_run.code == 2
    assert "1 report not run" in zoo_run.err
    assert "Did you mean 'confidence_level'?" in zoo_run.err
    assert "6 of 8 reports failed" in zoo_run.err
    assert "raises_half_way            sutton      5 of 6  Do the numbers hold?" in zoo_run.err
    assert zoo_run.out.startswith("2 reports made: ")


def test_one_line_is_written_for_each_finished_report(zoo_run):
    """Away from a terminal there is no bar."""
    assert "[8/8] " in zoo_run.err
    assert "good × sutton: made" in zoo_run.err  # noqa: RUF001


def test_what_a_kernel_prints_by_itself_is_not_shown(zoo_run):
    """Logs stay readable."""
    assert "IPKernelApp" not in zoo_run.err
    assert "Traceback" not in zoo_run.err


def test_a_report_is_seven_files_and_a_failure_three_others(zoo_run):
    """Round them stands the site; nothing else is left, no temporary file either."""
    names = set(files(zoo_run.reports)) - SITE
    ends = (".html", ".ipynb", ".findings.json", *DOCUMENTS)
    made = {f"{name}/sutton{end}" for name in MADE for end in ends} | {"findings.schema.json"}
    failed = {
        f"{folder.name}/sutton{end}"
        for folder in zoo_run.reports.iterdir()
        if folder.is_dir() and folder.name not in {*MADE, "cases", "questions"}
        for end in (".html", ".failed.ipynb", ".failure.json")
    }
    faulty = {"good/misspelt_name.html", "good/misspelt_name.failure.json"}
    assert names == made | failed | faulty
    assert set(files(zoo_run.reports)) > SITE


def test_two_runs_give_the_same_bytes(zoo_run, zoo_run_again):
    """Another folder and another number of workers change nothing."""
    again = files(zoo_run_again.reports)
    for name, content in files(zoo_run.reports).items():
        if name.partition("/")[0] in RUN_TWICE:
            assert again[name] == content, name


def test_no_file_names_the_machine(zoo_run):
    """Neither the project's folder nor the home folder nor a temporary one is left."""
    traces = [str(zoo_run.project), str(Path.home()) + "/", "ipykernel_", "/run-"]
    for name, content in files(zoo_run.reports).items():
        is_zip = name.endswith((".docx", ".xlsx"))
        text = b"".join(unpacked(content).values()) if is_zip else content
        assert not [trace for trace in traces if trace.encode() in text], name


def test_a_cell_that_raises_is_named_with_its_section(zoo_run):
    """The error keeps all its lines, with paths relative to the project."""
    found = failure(zoo_run, "raises_half_way")
    assert (found["cell"], found["cells"], found["label"]) == (5, 6, 4)
    assert found["section"] == "Do the numbers hold?"
    assert found["error"] == (
        "FileNotFoundError: There is no table 'missing'.\nFound in notebooks.\nAdd it."
    )


def test_the_page_of_a_failure_says_what_to_do(zoo_run):
    """It has the place, the words, the advice and the half-run notebook."""
    text = BeautifulSoup(zoo_run.read("raises_half_way/sutton.html"), "html.parser")
    words = text.get_text(" ", strip=True)
    assert "Cell 5 of 6, marked [4] in the half-run notebook" in words
    assert "There is no table 'missing'." in words
    assert "evaluate report sutton --notebook raises_half_way" in words
    assert text.find("a", href="sutton.failed.ipynb")


def test_the_half_run_notebook_shows_where_it_stopped(zoo_run):
    """Cells before the error have their outputs, and the traceback has no absolute path."""
    notebook = json.loads(zoo_run.read("raises_half_way/sutton.failed.ipynb"))
    errors = [
        output
        for cell in notebook["cells"]
        for output in cell.get("outputs", [])
        if output["output_type"] == "error"
    ]
    assert [error["ename"] for error in errors] == ["FileNotFoundError"]
    assert "encountered an exception" in "".join(
        "".join(cell["source"]) for cell in notebook["cells"]
    )


@pytest.mark.parametrize(
    ("notebook", "words"),
    [
        ("calls_sys_exit", "ended before its last cell: the cell left Python by sys.exit()"),
        ("kills_its_kernel", "DeadKernelError: the Python process of the notebook ended"),
        ("states_no_findings", "or its last code cell states no findings"),
        ("states_findings_too_early", "or its last code cell states no findings"),
        ("states_unknown_verdict", "claims, entry 3: a verdict is one of"),
        ("states_unknown_verdict", "'source' is text"),
    ],
)
def test_a_notebook_that_only_looks_finished_has_failed(zoo_run, notebook, words):
    """Success is the findings of the last cell, in the agreed form, and nothing else."""
    assert words in failure(zoo_run, notebook)["error"]


def test_faulty_settings_leave_a_page_and_nothing_is_run(zoo_run):
    """The page names the nearest parameter; there is no half-run notebook."""
    assert "confidence_level" in zoo_run.read("good/misspelt_name.html")
    assert not (zoo_run.reports / "good" / "misspelt_name.failed.ipynb").exists()


def test_the_kernel_runs_in_the_notebooks_folder_with_a_fixed_hash_seed(zoo_run, zoo_run_again):
    """As in JupyterLab; and nothing depends on the order of sets."""
    text = zoo_run.read("names_the_machine/sutton.ipynb")
    assert text == zoo_run_again.read("names_the_machine/sutton.ipynb")
    assert "hash of a word: " in text
    assert "notebooks ~/notes.txt site-packages/yaml/__init__.py python/os.py" in text
    assert "<cell>:9: UserWarning: careful" in text


def test_the_executed_notebook_holds_the_settings(zoo_run):
    """Every declared parameter stands in the injected cell, defaults too."""
    notebook = json.loads(zoo_run.read("good/sutton.ipynb"))
    tags = [cell["metadata"].get("tags") for cell in notebook["cells"]]
    injected = notebook["cells"][tags.index(["injected-parameters"])]
    assert "".join(injected["source"]).splitlines()[1:] == [
        'case = "sutton"',
        "confidence_level = 0.95",
    ]
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"}


def test_the_findings_are_written_as_they_were_stated(zoo_run):
    """Sorted names, two blanks, a newline at the end."""
    text = zoo_run.read("good/sutton.findings.json")
    found = json.loads(text)
    assert found["brief"] == ["Six of *twelve* moved up.", "Nobody fell."]
    assert text == json.dumps(found, sort_keys=True, indent=2, ensure_ascii=False) + "\n"


def test_the_summary_has_one_row_a_report(zoo_run):
    """Verdict counts for what was made, the first line of the failure for what was not."""
    rows = list(csv.DictReader(zoo_run.read("summary.csv").splitlines()))
    by_name = {(row["notebook"], row["name"]): row for row in rows}
    good = by_name["good", "sutton"]
    assert len(rows) == 9
    assert (good["status"], good["claims"], good["reproduced"]) == ("made", "3", "1")
    assert good["reproduced_with_another_rounding"] == good["not_reproducible"] == "1"
    assert by_name["kills_its_kernel", "sutton"]["status"] == "failed"
    assert by_name["raises_half_way", "sutton"]["failure"] == (
        "cell 5 of 6, section “Do the numbers hold?”: FileNotFoundError: There is no table "
        "'missing'."
    )


def test_the_index_shows_every_report_by_case_and_by_question(zoo_run):
    """Badges are words; every link of the page leads somewhere."""
    page = BeautifulSoup(zoo_run.read("index.html"), "html.parser")
    words = page.get_text(" ", strip=True)
    assert "9 reports on 1 case; 2 made, 7 failed." in words
    assert "2 of 3 reproduced" in words
    assert "Six of twelve moved up." in words
    for link in page.find_all("a", href=True):
        target, _, anchor = link["href"].partition("#")
        assert (zoo_run.reports / target).exists() if target else page.find(id=anchor)


def test_a_report_is_a_page_that_needs_nothing_but_itself(zoo_run):
    """One title, a language, one script that stands in it, nothing fetched, code folded away."""
    text = zoo_run.read("good/sutton.html")
    page = BeautifulSoup(text, "html.parser")
    assert [title.get_text() for title in page.find_all("h1")] == ["Did the grades move?"]
    assert page.html["lang"] == "en"
    assert not page.find_all(["link", "iframe"])
    assert [script.attrs for script in page.find_all("script")] == [{}]
    assert not [tag for tag in page.find_all(src=True) if not tag["src"].startswith("data:")]
    assert not [fold for fold in page.find_all("details") if fold.has_attr("open")]
    assert "http:" not in text
    assert "https:" not in text


def test_a_report_shows_settings_tables_and_figures(zoo_run):
    """Settings with their meaning, tables with scopes, pictures with words."""
    page = BeautifulSoup(zoo_run.read("good/sutton.html"), "html.parser")
    summaries = [summary.get_text() for summary in page.find_all("summary")]
    assert summaries[0] == "Settings of this report"
    assert "Messages from the software" in summaries
    assert "share of intervals that cover the true value" in page.find("details").get_text()
    assert all(head.has_attr("scope") for head in page.find_all("th"))
    assert page.find("img")["alt"] == "6 of 12 moved up."
    assert page.find("figcaption").get_text() == "n = 12."
    tables = page.find_all("table")
    assert len(tables) >= 4
    assert all(each.parent["class"] == ["scroll"] for each in tables)
    assert not [output for output in page.find_all(class_="output") if MIME in output.get_text()]


def test_a_second_run_replaces_removes_and_keeps(zoo_run, evaluate, tmp_path):
    """A failed report leaves no old page, a removed one leaves nothing, the rest stays."""
    project = tmp_path / "project"
    shutil.copytree(zoo_run.project, project)
    (project / "parameters" / "calls_sys_exit" / "sutton.yml").unlink()
    (project / "reports" / "calls_sys_exit" / "my own notes.txt").write_text("kept")
    (project / "parameters" / "good" / "sutton.yml").write_text("case: Sutton\n")
    before = files(project / "reports")
    run = evaluate("report", "misspelt_name", "Sutton", project=project)
    after = files(project / "reports")
    assert run.code == 2
    assert "case must be written in lower case" in run.err
    assert set(before) - set(after) == {
        "calls_sys_exit/sutton.html",
        "calls_sys_exit/sutton.failed.ipynb",
        "calls_sys_exit/sutton.failure.json",
        "good/sutton.ipynb",
        "good/sutton.findings.json",
        *(f"good/sutton{end}" for end in DOCUMENTS),
        *({"questions/calls_sys_exit.html"} & set(before)),
    }
    assert after["names_the_machine/sutton.html"] == before["names_the_machine/sutton.html"]
    assert b"calls_sys_exit" not in after["index.html"] + after["summary.csv"]
    assert b"good,sutton,Sutton,failed" in after["summary.csv"]
