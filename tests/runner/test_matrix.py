"""A matrix: one report a row, all problems at once, taken up where it was broken off."""

from __future__ import annotations

import contextlib
import csv
import io
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from report_runner import cli, collection, matrix, matrix_file
from report_runner.checks import library_rules
from report_runner.declared import read_declared
from report_runner.matrix_file import MatrixError, open_matrix, typed
from report_runner.own_data import withheld
from report_runner.value_types import WrongType

ZOO = Path(__file__).parent / "zoo"
NOTEBOOK = ZOO / "notebooks" / "good.ipynb"
SCHOOLS = """\
name,case,confidence_level
ash,sutton,0.9
birch,aet,
cedar,Sutton,high
"""


@dataclass(frozen=True)
class Made:
    """The first run of the matrix: where, with which exit code, and what it said."""

    project: Path
    code: int
    out: str
    err: str

    @property
    def reports(self):
        """The folder of reports."""
        return self.project / "reports"


def opened(folder, text):
    """Open a matrix of the notebook ``good``."""
    file = folder / "schools.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return open_matrix(
        file,
        notebook_file=NOTEBOOK,
        declared=read_declared(NOTEBOOK),
        value_rules=library_rules(),
    )


def rows(folder, text):
    """Read all rows of a matrix."""
    return list(opened(folder, text).rows())


# Reading -------------------------------------------------------------------------------------


def test_a_row_is_the_settings_of_one_report(tmp_path):
    """An empty cell, and a column that is not there, mean the value the notebook declares."""
    first, second = rows(tmp_path, "case,name\naet,ash\n,birch\n")
    assert (first.values, second.values) == (
        {"case": "aet", "confidence_level": 0.95},
        {"case": "sutton", "confidence_level": 0.95},
    )
    assert (first.job.name, first.job.case, first.job.row) == ("ash", "aet", 2)
    assert first.job.settings == "schools.csv, row 2"
    assert first.job.command == "evaluate report --matrix schools.csv good"


def test_a_matrix_may_be_named_from_the_folder_it_lies_in(tmp_path, monkeypatch):
    """Its rows run on the tables of the project, so that no policy is looked for above it."""
    monkeypatch.chdir(tmp_path)
    (row,) = rows(Path(), "case,name\naet,ash\n")
    assert str(row.job.parameters_file) == "schools.csv"
    assert withheld(row.job) is None


def test_a_row_without_a_name_is_called_after_its_number(tmp_path):
    """As a spreadsheet counts; empty rows are passed over."""
    assert [row.job.name for row in rows(tmp_path, "case\naet\n\nsutton\n")] == ["row-2", "row-4"]


@pytest.mark.parametrize(
    ("text", "annotation", "value"),
    [
        ("12", "int", 12),
        ("12", "float", 12.0),
        ("12", "str", "12"),
        ("0123", "str", "0123"),
        ("no", "str", "no"),
        ("a: b # c", "str", "a: b # c"),
        ("true", "bool", True),
        ("null", "int | None", None),
        ("b", "Literal['a', 'b']", "b"),
        ("[1, 2]", "list[int]", [1, 2]),
        ("{a: 1}", "dict[str, int]", {"a": 1}),
    ],
)
def test_a_cell_is_read_as_in_a_parameters_file_but_text_needs_no_quotes(text, annotation, value):
    """The type decides what the text of a cell is."""
    found = typed(text, annotation=annotation)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(("text", "annotation"), [("0,9", "float"), ("1.5", "int"), ("ja", "bool")])
def test_a_cell_of_a_wrong_type_is_refused(text, annotation):
    """As in a parameters file."""
    with pytest.raises(WrongType):
        typed(text, annotation=annotation)


def test_all_problems_of_all_rows_are_found_each_with_row_and_column(tmp_path):
    """A bad row does not hide the next one."""
    text = "name,case,confidence_level\nash,aet,high\nASH,aet,\nb c,aet,\nbirch,aet,95\ncedar,aet\n"
    problems = [problem for row in rows(tmp_path, text) for problem in row.problems]
    starts = [problem.partition(":")[0] for problem in problems]
    assert starts == [
        "row 2, column confidence_level",
        "row 3, column name",
        "row 4, column name",
        "row 5, column confidence_level",
        "row 6, a row has a cell in each of the 3 columns; found 2. Add what is missing, or put "
        "text with a comma in quotes.",
    ]
    assert "which row 2 has too" in problems[1]
    assert "at most 0.999; found 95" in problems[3]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("kase,name\n", "declares no parameter 'kase'. Did you mean 'case'?"),
        ("case,case\n", "'case' is there twice"),
        ("case,\n", "column 2: a column has a name; found none"),
        ("case;name\n", "separated by commas; found 'case;name'"),
        ("", "found none"),
        (b"case\n\xff\n", "UTF-8"),
        ('case\n"aet\n', "must be CSV"),
    ],
)
def test_a_matrix_that_cannot_be_read_is_refused_with_what_to_do(tmp_path, text, words):
    """Before any row is run."""
    with pytest.raises(MatrixError) as error:
        rows(tmp_path, text)
    assert words in str(error.value)


def test_all_wrong_headings_are_named_at_once(tmp_path):
    """Each with its column."""
    with pytest.raises(MatrixError) as error:
        opened(tmp_path, "kase,confidance_level\n")
    assert str(error.value).count("declares no parameter") == 2


def test_rows_are_read_one_at_a_time(tmp_path, monkeypatch):
    """What is wrong at the end of a file does not keep its first row from being read."""
    found = opened(tmp_path, "case\naet\n" + '"aet\n').rows()
    assert next(found).values["case"] == "aet"
    with pytest.raises(MatrixError):
        next(found)


# Making --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def schools(tmp_path_factory):
    """A project with one notebook and a matrix of three rows, one of them faulty."""
    project = tmp_path_factory.mktemp("schools")
    (project / "notebooks").mkdir()
    shutil.copy(NOTEBOOK, project / "notebooks")
    (project / "pyproject.toml").touch()
    file = project / "schools.csv"
    file.write_text(SCHOOLS)
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.main(
            ["report", "--cold", "--matrix", str(file), "good", "--project", str(project)]
        )
    return Made(project, code, out.getvalue(), err.getvalue())


def manifest(run):
    """The manifest as rows by name."""
    with (run.reports / "schools" / "summary.csv").open(newline="") as lines:
        return {row["name"]: row for row in csv.DictReader(lines)}


def test_a_bad_row_fails_alone_and_the_exit_code_says_so(schools):
    """The others are made; each row stands in the manifest."""
    found = manifest(schools)
    assert schools.code == 2
    assert schools.out.startswith("2 reports made, 1 row refused: ")
    assert "row 4, column confidence_level: It must be a number" in schools.err
    assert {name: row["status"] for name, row in found.items()} == {
        "ash": "made",
        "birch": "made",
        "cedar": "failed",
    }
    assert (found["ash"]["row"], found["ash"]["claims"], found["ash"]["reproduced"]) == (
        "2",
        "3",
        "1",
    )
    assert found["cedar"]["failure"].startswith("row 4, column confidence_level")


def test_reports_of_rows_are_reports_like_others(schools):
    """The page says which row it was made from, and the index leads to it."""
    folder = schools.reports / "schools"
    assert "schools.csv, row 2" in (folder / "good" / "ash.html").read_text()
    assert {file.name for file in (folder / "good").iterdir()} == {
        *(f"{name}{end}" for name in ("ash", "birch") for end in (".html", ".ipynb")),
        *("ash.findings.json", "birch.findings.json", "cedar.html", "cedar.failure.json"),
    }
    index = (folder / "index.html").read_text()
    assert 'href="good/ash.html"' in index
    assert "3 rows: 2 made, 1 failed." in index


def test_a_second_call_makes_only_what_is_missing_or_stale(schools, evaluate, monkeypatch):
    """One row was changed and one mended; the third is kept, and nothing else is written."""
    ran = []
    run_all = collection.run_all

    def noted(tasks, **options):
        tasks = list(tasks)
        ran.extend(task.job.name for task in tasks)
        return run_all(tasks, **options)

    monkeypatch.setattr(collection, "run_all", noted)
    file = schools.project / "schools.csv"
    before = {each: each.read_bytes() for each in schools.reports.rglob("*") if each.is_file()}
    file.write_text(SCHOOLS.replace("birch,aet,", "birch,aet,0.8").replace("Sutton,high", "aet,"))
    run = evaluate("report", "--cold", "--matrix", str(file), "good", project=schools.project)
    assert (run.code, sorted(ran)) == (0, ["birch", "cedar"])
    assert run.out.startswith("2 reports made, 1 kept: ")
    file.write_text(SCHOOLS)
    ran.clear()
    again = evaluate("report", "--matrix", str(file), "good", project=schools.project)
    assert (again.code, ran) == (2, [])
    after = {each: each.read_bytes() for each in schools.reports.rglob("*") if each.is_file()}
    assert after == before


def test_a_row_that_is_taken_out_takes_its_report_with_it(schools, evaluate, tmp_path):
    """What else lies in the folder stays."""
    file, output = tmp_path / "schools.csv", tmp_path / "out"
    file.write_text("name,case\nash,Sutton\nbirch,Sutton\n")
    words = ("report", "--matrix", str(file), "good", "--output", str(output))
    assert evaluate(*words, project=schools.project).code == 2
    (output / "good" / "notes.txt").touch()
    file.write_text("name,case\nash,Sutton\n")
    evaluate(*words, project=schools.project)
    left = {each.name for each in (output / "good").iterdir()}
    assert left == {"ash.html", "ash.failure.json", "notes.txt"}


def test_some_hundred_rows_are_in_memory_at_a_time(schools, evaluate, monkeypatch):
    """Each batch is finished before the next is read."""
    sizes = []
    plan_on = matrix.plan_on

    def noted(now, batch, **options):
        sizes.append(len(batch))
        return plan_on(now, batch, **options)

    monkeypatch.setattr(matrix, "plan_on", noted)
    monkeypatch.setattr(matrix, "ROWS_AT_A_TIME", 2)
    file = schools.project / "schools.csv"
    evaluate("report", "--matrix", str(file), "good", project=schools.project)
    assert sizes == [2, 1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["goood"], "Did you mean 'good'?"),
        ([], "one notebook is named and nothing else; found none"),
        (["good", "--notebook", "good"], "found good good"),
    ],
)
def test_one_notebook_is_named(schools, evaluate, words, said):
    """Exit code 2, and nothing is run."""
    run = evaluate(
        "report", "--matrix", str(schools.project / "schools.csv"), *words, project=schools.project
    )
    assert (run.code, said in run.err) == (2, True)


def test_a_matrix_named_like_a_notebook_needs_a_folder_of_its_own(schools, evaluate, tmp_path):
    """Its reports would lie among those of the parameters files."""
    file = tmp_path / "good.csv"
    file.write_text("case\naet\n")
    run = evaluate("report", "--matrix", str(file), "good", project=schools.project)
    assert run.code == 2
    assert "name a folder with --output" in run.err


def test_a_matrix_without_rows_is_an_error(schools, evaluate, tmp_path):
    """Not a success of nothing."""
    (tmp_path / "none.csv").write_text("case\n")
    run = evaluate(
        "report", "--matrix", str(tmp_path / "none.csv"), "good", project=schools.project
    )
    assert (run.code, "no row but the headings" in run.err) == (2, True)


def test_a_matrix_that_is_not_there_is_named(schools, evaluate):
    """With what the system says."""
    run = evaluate("report", "--matrix", "no.csv", "good", project=schools.project)
    assert (run.code, "no.csv gives: No such file" in run.err) == (2, True)


def test_the_own_column_is_a_parameter_where_the_notebook_declares_it(tmp_path):
    """Then rows are called after their number."""
    declared = read_declared(NOTEBOOK)
    own = type(declared[0])("name", "str", "x", "")
    (tmp_path / "m.csv").write_text("name\nb c\n")
    found = matrix_file.open_matrix(
        tmp_path / "m.csv",
        notebook_file=NOTEBOOK,
        declared=(*declared, own),
        value_rules=lambda values: [],
    )
    (row,) = found.rows()
    assert (row.job.name, row.values["name"], row.problems) == ("row-2", "b c", ())
