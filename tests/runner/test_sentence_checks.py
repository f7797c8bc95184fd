"""A sentence that claims too much, or a number from nowhere, stops the run and names the cell."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from partnership_evaluation.sentences import claimed
from report_runner import sentence_checks
from report_runner.checks import CheckedJob
from report_runner.dependencies import Read
from report_runner.failure import Failure
from report_runner.findings_file import MIME
from report_runner.jobs import Job
from report_runner.notebook_file import read_notebook
from report_runner.passages import of_outputs, of_source

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "notebooks"
NOTEBOOKS = [
    path.relative_to(FOLDER).with_suffix("").as_posix()
    for path in sorted(FOLDER.rglob("*.ipynb"))
    if ".ipynb_checkpoints" not in path.parts
    and "workshop" not in path.parts  # lessons quote sentences that may not be written
]
WITHOUT_REPORTS = ("methods/", "explore/")
OVERCLAIM = "the programme led to better grades"
FINDINGS = {
    "schema": 1,
    "title": "Did the grades move?",
    "case": "sutton",
    "source": "s",
    "design": "before_after_paired",
    "library_version": "0.1.0",
    "brief": ["6 of 12 moved up."],
    "claims": [],
    "conclusions": [{"text": "Coaching led to it.", "verdict": "undetermined", "reason": "None."}],
    "estimates": [],
    "cautions": [],
}
TABLE = (
    "<table><caption>Teachers.</caption><tr><th>Grade</th><th>{head}</th></tr>"
    "<tr><th>good</th><td>{cell}</td></tr><tr><th>all</th><td>12</td></tr></table>"
)


def checked(file: Path, **values) -> CheckedJob:
    """A report on a notebook file."""
    return CheckedJob(Job(file.stem, "sutton", "sutton", file, file.with_suffix(".yml")), values)


def written(notebook, folder: Path) -> Path:
    """Write a notebook to a file."""
    file = folder / "grades.ipynb"
    nbformat.write(notebook, file)
    return file


def shown(data, *, metadata=None, kind="display_data"):
    """An output of a cell."""
    return new_output(kind, data=data, metadata=metadata or {})


def executed(*outputs, prose="Words."):
    """An executed notebook: a title, prose, one cell with these outputs, and the findings."""
    findings = shown({MIME: FINDINGS, "text/plain": "x"})
    numbers = shown({"text/html": TABLE.format(head="n", cell="6")})
    return new_notebook(
        cells=[
            new_markdown_cell("# Did the grades move?"),
            new_markdown_cell(f"## Who moved\n\n{prose}"),
            new_code_cell("show()", outputs=list(outputs), execution_count=1),
            new_code_cell("table()", outputs=[numbers], execution_count=2),
            new_code_cell("publish()", outputs=[findings], execution_count=3),
        ]
    )


def after(notebook, findings=FINDINGS, *, project=ROOT, reads=None, **values):
    """What comes of a run."""
    given = checked(Path("grades.ipynb"), **values)
    return sentence_checks.after_run(notebook, dict(findings), given, project=project, reads=reads)


# The notebooks of the project ----------------------------------------------------------------


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_no_notebook_says_too_much(name):
    """Prose, titles and the texts in the code; typed numbers where reports are made."""
    notebook = read_notebook(FOLDER / f"{name}.ipynb")
    numbers = not name.startswith(WITHOUT_REPORTS)
    found = sentence_checks.source_problems(notebook, numbers=numbers)
    assert [f"cell {one.placed.position}: {one.words}" for one in found] == []


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_the_sentence_in_any_cell_of_any_notebook_is_found_in_that_cell(name):
    """Added to prose, and to the code as a text that is said: every cell is named."""
    notebook = read_notebook(FOLDER / f"{name}.ipynb")
    for cell in notebook.cells:
        is_code = cell.cell_type == "code"
        cell.source += f'\n\nreport.say("{OVERCLAIM}")' if is_code else f"\n{OVERCLAIM}"
    found = sentence_checks.source_problems(notebook, numbers=False)
    named = [one.placed.position for one in found if "found 'led to'" in one.words]
    assert named == list(range(1, len(notebook.cells) + 1))


# Before the run ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell",
    [
        new_markdown_cell(OVERCLAIM),
        new_markdown_cell(f"### How {OVERCLAIM}"),
        new_markdown_cell("- one\n- the programme **led**\n  to better grades"),
        new_code_cell(f"report.say('{OVERCLAIM}')"),
        new_code_cell('report.say(f"{n} of {n}: the programme led " + f"to {better} grades")'),
        new_code_cell('report.say("the programme "\n           "led to better grades")'),
        new_code_cell(f'figures.shifts(x, alt="{OVERCLAIM}")'),
        new_code_cell(f'Report(title="{OVERCLAIM}")'),
        new_code_cell(f"table(f'{{x:.2f}} {{one(\"{OVERCLAIM}\")}}')"),
    ],
)
def test_the_sentence_is_found_wherever_it_stands(cell, tmp_path):
    """Prose, headings, lists, and texts in the code however they are put together."""
    notebook = new_notebook(cells=[new_markdown_cell("# Title"), cell])
    found = sentence_checks.before_run(checked(written(notebook, tmp_path)))
    assert (found.cell, found.cells, found.half_run) == (2, 2, False)
    assert "led" in found.summary and found.advice


@pytest.mark.parametrize(
    "cell",
    [
        new_code_cell(f"# {OVERCLAIM}\nx = 1"),
        new_markdown_cell(claimed(OVERCLAIM)),
        new_markdown_cell(f"> Claim: {OVERCLAIM}"),
        new_code_cell(f"report.say('''{claimed(OVERCLAIM)}''')"),
        new_markdown_cell(f"The numbers cannot show whether {OVERCLAIM}."),
        new_code_cell("not python at all ("),
    ],
)
def test_comments_claims_and_limits_may_stand(cell, tmp_path):
    """A code cell that is not Python is found out when it is run."""
    notebook = new_notebook(cells=[new_markdown_cell("# Title"), cell])
    assert sentence_checks.before_run(checked(written(notebook, tmp_path))) is None


def test_every_problem_is_listed_and_the_first_cell_is_named(tmp_path):
    """With the section that it stands under."""
    cells = [
        new_markdown_cell("# Title\n\n## Who moved"),
        new_code_cell("from partnership_evaluation import findings"),
        new_markdown_cell("Of twelve teachers, 42 % moved."),
        new_markdown_cell("Coaching transformed them."),
    ]
    found = sentence_checks.before_run(checked(written(new_notebook(cells=cells), tmp_path)))
    assert found.place == "cell 3 of 4, section “Who moved”"
    assert "found twelve" in found.summary
    assert "found 42 %" in found.error and "'transformed'" in found.error


@pytest.mark.parametrize("imported", [True, False])
def test_typed_numbers_stop_notebooks_that_use_the_library(imported, tmp_path):
    """One that states its findings by hand has nothing to compute them with."""
    cells = [new_code_cell("import partnership_evaluation")] if imported else []
    cells += [new_code_cell("say('6 of 12 moved up')")]
    found = sentence_checks.before_run(checked(written(new_notebook(cells=cells), tmp_path)))
    assert (found is not None) == imported


def test_the_cell_of_parameters_may_hold_numbers(tmp_path):
    """They are settings."""
    cells = [
        new_code_cell("import partnership_evaluation"),
        new_code_cell('claims: str = "a 1, b 2"', metadata={"tags": ["parameters"]}),
    ]
    assert sentence_checks.before_run(checked(written(new_notebook(cells=cells), tmp_path))) is None


def test_texts_in_the_code_are_read_as_the_reader_will_see_them():
    """Values stand as braces, and neither format nor single words are texts."""
    source = 'f"{a:.1f} of {b}" + " people"; g("one", f"x {h(\'in it\')} y"); {"k e y": 1}'
    notebook = new_notebook(cells=[new_code_cell(source)])
    texts = [passage.text for passage in of_source(notebook)]
    assert texts == ["{} of {} people", "x {} y", "in it", "k e y"]


# After the run -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "output",
    [
        shown({"text/markdown": OVERCLAIM}),
        shown({"text/html": f"<p>{OVERCLAIM}</p>", "text/plain": "x"}),
        shown({"text/html": "<p>the programme <b>led</b> to better grades</p>"}),
        shown({"text/html": TABLE.format(head="Why", cell=OVERCLAIM)}),
        shown({"text/html": f"<table><caption>{OVERCLAIM}</caption></table>"}),
        shown({"text/html": f'<img alt="{OVERCLAIM}">'}),
        shown({"text/html": f"<figure><figcaption>{OVERCLAIM}</figcaption></figure>"}),
        shown({"image/svg+xml": f"<svg><text>{OVERCLAIM}</text></svg>"}),
        shown({"text/plain": f"'{OVERCLAIM}'"}, kind="execute_result"),
        shown({"image/png": "x"}, metadata={"image/png": {"alt": OVERCLAIM}}),
        new_output("stream", name="stdout", text=OVERCLAIM),
    ],
)
def test_the_sentence_is_found_in_whatever_a_cell_shows(output):
    """Text, tables, captions, alternative texts, drawings and what is printed."""
    found = after(executed(output))
    assert isinstance(found, Failure)
    assert (found.cell, found.section) == (3, "Who moved")
    assert "led" in found.summary and found.half_run


@pytest.mark.parametrize(
    "output",
    [
        shown({"text/html": TABLE.format(head="The document says", cell=OVERCLAIM)}),
        shown({"text/html": TABLE.format(head="n", cell="Impact")}),
        shown({"text/html": f"<p>The document says <q>{OVERCLAIM}</q>.</p>"}),
        new_output("stream", name="stderr", text=OVERCLAIM),
    ],
)
def test_what_is_marked_as_a_claim_may_be_shown(output):
    """In a column of claims, in quotation marks; a single word is a label."""
    assert "places" in after(executed(output))


@pytest.mark.parametrize("part", ["title", "brief", "reason", "danger"])
def test_the_findings_themselves_are_read(part):
    """A title, a sentence in brief, a reason, a caution; the conclusion is the document's."""
    text = "It led to 6 of 12."
    changes = {
        "title": {"title": text},
        "brief": {"brief": [text]},
        "reason": {"conclusions": [{"text": "t", "verdict": "undetermined", "reason": text}]},
        "danger": {"cautions": [{"danger": text, "size": "6"}]},
    }
    notebook = executed()
    findings = FINDINGS | changes[part]
    notebook.cells[-1].outputs[0].data[MIME] = findings
    assert "'led to'" in after(notebook, findings).summary
    assert "places" in after(executed())


def test_what_the_tables_of_the_case_print_may_be_shown(tmp_path):
    """Word for word; the same words elsewhere may not."""
    (tmp_path / "data" / "sutton").mkdir(parents=True)
    printed = tmp_path / "data" / "sutton" / "items.csv"
    printed.write_text(f"item\n{OVERCLAIM}\n", encoding="utf-8")
    notebook = executed(shown({"text/html": TABLE.format(head="Item", cell=OVERCLAIM)}))
    assert "places" in after(notebook, project=tmp_path)
    assert isinstance(after(notebook, FINDINGS | {"case": "camden"}, project=tmp_path), Failure)


def test_only_what_the_run_has_read_is_the_documents(tmp_path):
    """Else a report would rest on words in a file whose change does not make it stale."""
    (tmp_path / "data").mkdir()
    shared = tmp_path / "data" / "items.csv"
    shared.write_text(f"case,item\nsutton,{OVERCLAIM}\ncamden,fine\n", encoding="utf-8")
    notebook = executed(shown({"text/html": TABLE.format(head="Item", cell=OVERCLAIM)}))

    def outcome(*reads):
        return after(notebook, project=tmp_path, reads=[Read(*each, "", "") for each in reads])

    assert isinstance(outcome(), Failure)
    assert isinstance(outcome(("rows", "data/items.csv", "camden")), Failure)
    assert "places" in outcome(("rows", "data/items.csv", "sutton"))
    assert "places" in outcome(("file", "data/items.csv", ""))


def test_a_sentence_that_chance_made_groups_license_may_be_shown():
    """Only word for word, and only where the findings list it."""
    text = "The programme raised agreement by 6 points."
    notebook = executed(shown({"text/markdown": text}))
    findings = FINDINGS | {"design": "randomised"}
    assert isinstance(after(notebook, findings), Failure)
    assert "places" in after(notebook, findings | {"licensed": [text]})


def test_a_failure_is_passed_on():
    """What stopped the notebook before is not hidden."""
    failure = Failure("stopped", "mend")
    given = checked(Path("x.ipynb"))
    assert sentence_checks.after_run(executed(), failure, given, project=ROOT) is failure


# Numbers -------------------------------------------------------------------------------------


def test_each_number_of_the_brief_is_traced_to_its_table():
    """The number as written, and which table holds it."""
    places = after(executed())["places"]
    assert [(one["number"], one["sentence"], one["found"], one["which"]) for one in places] == [
        ("6", 1, "table", 1),
        ("12", 1, "table", 1),
    ]


@pytest.mark.parametrize(
    ("sentence", "cell", "found"),
    [
        ("64% moved.", "0.639", True),
        ("64% moved.", "63.9%", True),
        ("64% moved.", "0.65", False),
        ("0.64 moved.", "64%", True),
        ("63.9% moved.", "64%", False),
        ("It moved by 0.5 points.", "-0.5", True),
        ("It moved by 0.50 points.", "0.5", True),
        ("It moved by 0.13 points.", "0.125", True),
        ("It moved by 0.14 points.", "0.125", False),
        ("Twelve moved.", "1", True),
        ("Thirteen moved.", "1", False),
        ("One or two moved.", "x", True),
        ("1,770 numbers.", "1770", True),
        ("In 2015, Table 7.", "x", True),
    ],
)
def test_a_number_is_found_after_the_rounding_of_the_display_and_not_otherwise(
    sentence, cell, found
):
    """Shares and percentages, signs, thousands, words; names are no numbers."""
    notebook = executed(shown({"text/html": TABLE.format(head="x", cell=cell)}))
    outcome = after(notebook, FINDINGS | {"brief": [sentence]})
    assert isinstance(outcome, dict) == found
    if not found:
        assert "a number is in none of the tables" in outcome.summary


@pytest.mark.parametrize(
    ("extra", "where"),
    [
        ({"estimates": [{"name": "x", "estimate": 0.43, "low": 0, "high": 1, "n": 9}]},
         ("estimates", 1)),
        ({"numbers": [{"value": 1}, {"value": 0.4286, "of": "share"}]}, ("numbers", 2)),
        ({"cautions": [{"danger": "few", "size": "43% of them"}]}, ("cautions", 1)),
        ({"claims": [{"printed": "43 per cent", "recomputed": None, "verdict": "reproduced"}]},
         ("claims", 1)),
    ],
)  # fmt: skip
def test_a_number_may_come_from_what_was_recorded(extra, where):
    """An estimate, a number with its meaning, a caution, a printed claim."""
    places = after(executed(), FINDINGS | {"brief": ["43% moved."]} | extra)["places"]
    assert [(one["found"], one["which"]) for one in places] == [where]


def test_settings_counts_of_verdicts_and_rows_are_known():
    """What a reader can see or count is not typed."""
    brief = ["At the 95% level, of 1 conclusion, in 2 rows."]
    places = after(executed(), FINDINGS | {"brief": brief}, confidence_level=0.95)["places"]
    assert [(one["number"], one["found"]) for one in places] == [
        ("95%", "settings"), ("1", "counts"), ("2", "table"),
    ]  # fmt: skip


def test_a_number_in_an_alternative_text_is_looked_up_too():
    """The picture is named, and the cell."""
    image = shown({"text/html": '<img alt="7 of 12 moved up.">'})
    found = after(executed(image))
    assert found.cell == 3 and "found 7 in “7 of 12 moved up.”" in found.summary


def test_of_two_tables_the_one_that_holds_more_of_the_sentence_is_named():
    """A six alone could be anything."""
    other = shown({"text/html": "<table><tr><th>x</th></tr><tr><td>6</td></tr></table>"})
    places = after(executed(other))["places"]
    assert {one["which"] for one in places} == {2}


def test_tables_are_counted_over_the_whole_notebook():
    """As a reader meets them."""
    two = shown({"text/html": 2 * "<table><tr><th>x</th></tr><tr><td>1</td></tr></table>"})
    tables = [passage.table for passage in of_outputs(executed(two)) if passage.table]
    assert sorted(set(tables)) == [1, 2, 3]


# The command ---------------------------------------------------------------------------------


def test_a_run_stops_before_and_after_and_names_the_cell(project, evaluate):
    """One notebook types the sentence, one puts it together, one is good."""
    built = project({"good": {"sutton": "case: sutton\n"}})
    good = (built / "notebooks" / "good.ipynb").read_text(encoding="utf-8")
    spoilt = {
        "typed": new_markdown_cell(OVERCLAIM),
        "put_together": new_code_cell('print("the programme", "led", "to better grades")'),
    }
    for name, cell in spoilt.items():
        notebook = nbformat.reads(good, as_version=4)
        notebook.cells.insert(2, cell)
        nbformat.write(notebook, built / "notebooks" / f"{name}.ipynb")
        (built / "parameters" / name).mkdir()
        (built / "parameters" / name / "sutton.yml").write_text("case: sutton\n")
    run = evaluate("report", project=built)
    assert run.code != 0 and (run.reports / "good" / "sutton.ipynb").is_file()
    for name in spoilt:
        failure = json.loads(run.read(f"{name}/sutton.failure.json"))
        assert failure["cell"] == 3 and "led" in failure["error"].splitlines()[0]
        assert failure["half_run"] == (name == "put_together")
        assert "cause" in run.read(f"{name}/sutton.html")
