"""The command ``evaluate new``: from a spreadsheet to a folder that reports are made from."""

from __future__ import annotations

import json
import random
from pathlib import Path

import openpyxl
import pytest
import yaml

from partnership_evaluation import intake, measures, tables
from report_runner import cli, own_data, own_release

ROOT = Path(__file__).parents[2]
GRADES = "Teacher,Grade before,Grade after\n" + "".join(
    f"CANARYNAME{i},{before},{after}\n"
    for i, (before, after) in enumerate([(3, 2), (2, 2), (3, 1), (2, 1), (4, 3), (2, 2), (1, 1)])
)


@pytest.fixture
def new(capsys, tmp_path, monkeypatch):
    """Run the command in a folder outside the project."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(own_release.VARIABLE, str(ROOT / "data"))

    def run(*words):
        code = cli.main(["new", *map(str, words), "--project", str(ROOT)])
        return code, *capsys.readouterr()

    return run


def write(text, name="lessons.csv"):
    """Write a spreadsheet into the current folder."""
    file = Path(name)
    file.write_text(text, encoding="utf-8")
    return file


def canaries(folder):
    """List the files of a folder that hold anything planted in the input, store included."""
    found = []
    for path in filter(Path.is_file, folder.rglob("*")):
        planted = b"CANARY" in path.read_bytes() or b"canary" in path.read_bytes()
        found += [path.name] if planted else []
    return found


def test_the_list_names_each_instrument_and_its_notebook(new):
    """And each notebook is there."""
    code, out, _ = new("--list")
    rows = [line.split() for line in out.splitlines()[1:]]
    assert code == 0 and [row[0] for row in rows] == intake.names()
    assert all((ROOT / "notebooks" / f"{row[1]}.ipynb").is_file() for row in rows)


def test_a_template_is_written_and_never_over_another_file(new):
    """With a drop-down in each column of codes."""
    assert new("lesson-grades", "--template")[0] == 0
    sheet = openpyxl.load_workbook("lesson_grades.xlsx")["Data"]
    rules = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert set(rules) == {"B2:B501", "C2:C501"}
    code, _, err = new("lesson_grades", "--template")
    assert code == 2 and "there already" in err
    assert new("lesson_grades", "--template", "mine.xlsx")[0] == 0 and Path("mine.xlsx").is_file()


def test_a_folder_holds_tables_settings_and_the_mapping(new):
    """Everything that a report needs, and a notebook for JupyterLab."""
    code, out, _ = new("lesson_grades", "--data", write(GRADES), "--name", "Hill School")
    assert code == 0 and "evaluate report my_school/" in out
    folder = Path("my_school")
    rows = (folder / "data/my-school/lesson_grades.csv").read_text(encoding="utf-8").splitlines()
    pairs = [tuple(row.split(",")[2:4]) for row in rows[1:]]
    assert len(pairs) == 7 and pairs == sorted(pairs)  # not the order of the sheet
    settings = folder / "parameters/ofsted_grade_shifts/my-school.yml"
    text = settings.read_text(encoding="utf-8")
    assert yaml.safe_load(text)["case"] == "my-school" and "# confidence_level: 0.95" in text
    assert "# the level of every interval" in text
    assert intake.read_mapping(folder / "mapping.yml").letters["grade_after"] == "C"
    assert (folder / ".gitignore").read_text(encoding="utf-8").splitlines()[-1] == "*"
    assert canaries(folder) == []


def test_a_sheet_with_errors_makes_nothing(new):
    """Exit code 1, the problems, and what to do."""
    code, out, err = new("lesson_grades", "--data", write(GRADES + "X,7,1\n"))
    assert code == 1 and "B9" in out and "Nothing was made" in err
    assert not Path("my_school").exists()


@pytest.mark.parametrize("inside", ["data/ours", "notebooks/ours", ".git/ours", "."])
def test_nothing_is_written_into_the_folders_of_the_project(new, inside):
    """Data about pupils do not come into the repository."""
    code, _, err = new("lesson_grades", "--data", write(GRADES), "--output", ROOT / inside)
    assert code == 2 and "out of the project" in err
    assert not (ROOT / "data/ours").exists()


def test_a_folder_that_holds_something_is_not_written_over(new):
    """One that this command made is, when asked."""
    Path("full").mkdir()
    Path("full/letter.txt").touch()
    words = ("lesson_grades", "--data", write(GRADES), "--output")
    assert new(*words, "full")[0] == 2
    assert [new(*words, "ours")[0], new(*words, "ours")[0]] == [0, 2]
    assert new(*words, "ours", "--replace")[0] == 0


@pytest.mark.parametrize("word", ["lesson_grade", "ofsted_grade_shift"])
def test_a_misspelt_analysis_gets_the_nearest_name(new, word):
    """Instruments and notebooks alike."""
    code, _, err = new(word, "--template")
    assert code == 2 and "Did you mean" in err


def test_a_notebook_stands_for_the_instrument_that_fits(new):
    """Three forms go into one notebook; the headings decide."""
    file = write("Name,Time,Q1,Q2,Q3,Q4,Q5,Q6\nA,pre,1,2,3,4,5,1\nA,post,1,1,2,3,4,1\n")
    code, out, _ = new("before_after_survey", "--data", file)
    assert code == 0 and "Taken to be differentiation_confidence." in out


# The tables are those of the library ---------------------------------------------------------


def answers(form):
    """Make up the answers of twelve people to an instrument."""
    draw = random.Random(form.name)
    times = ("before", "after") if form.shape == "items_twice" else ("",)
    codes = measures.scale(form.scales[0]).codes
    lines = [",".join(f'"{role.heading}"' for role in form.roles)]
    for time in times:
        for person in range(12):
            cells = {"person": f"CANARY {person}", "time": time, "group": "no"}
            cells |= {"date": "01/10/2013" if form.name == "ofsted_grades" else ""}
            lines.append(
                ",".join(
                    cells.get(role.kind, draw.choice(codes))
                    if role.name != "sex"
                    else draw.choice("mf")
                    for role in form.roles
                )
            )
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", intake.names())
def test_the_tables_of_every_instrument_keep_to_their_description(new, monkeypatch, name):
    """As the library reads them; the shared ones are copies; nothing planted is in them."""
    assert new(name, "--data", write(answers(intake.instrument(name))))[0] == 0
    monkeypatch.setenv(own_release.VARIABLE, str(Path("my_school/data").resolve()))
    own = {"cases", "claims", "sources"} | {one for one in tables.names() if "/" in one}
    assert len(own) > 4 and [one for table in sorted(own) for one in tables.problems(table)] == []
    for shared in set(tables.names()) - own:
        copy = Path("my_school/data", f"{shared}.csv")
        assert copy.read_bytes() == (ROOT / "data" / copy.name).read_bytes()
    assert canaries(Path("my_school")) == []


def test_the_notebook_for_jupyterlab_reads_the_folder_it_lies_in(new):
    """The same cells, with one before them and other settings."""
    new("lesson_grades", "--data", write(GRADES))
    copy = json.loads(Path("my_school/notebooks/ofsted_grade_shifts.ipynb").read_text("utf-8"))
    original = json.loads((ROOT / "notebooks/ofsted_grade_shifts.ipynb").read_text("utf-8"))
    sources = [cell["source"] for cell in copy["cells"] if cell["cell_type"] == "code"]
    assert 'released.use("..")' in sources[0]
    assert "case: str = 'my-school'" in sources[1]
    assert len(copy["cells"]) == len(original["cells"]) + 1
    assert not [cell for cell in copy["cells"] if cell.get("outputs")]


# Reports -------------------------------------------------------------------------------------


def test_a_folder_stands_alone_and_must_be_one_of_your_own(tmp_path):
    """Cases of the project and a folder do not go together."""
    with pytest.raises(own_data.SelectionError, match="folder alone"):
        own_data.folder_in(["sutton", f"{tmp_path}/"])
    with pytest.raises(own_data.SelectionError, match="evaluate new"):
        own_data.folder_in([f"{tmp_path}/"])
    assert own_data.folder_in(["sutton"]) is None


def test_a_form_that_is_no_instrument_is_sent_to_the_notebook_that_reads_any(tmp_path, capsys):
    """Seven points and questions of one's own."""
    sheet = tmp_path / "own.csv"
    sheet.write_text("Name,Time,I feel at home here,I was heard\nA,pre,6,7\nA,post,7,7\n")
    assert cli.main(["new", "before_after_survey", "--data", str(sheet)]) != 0
    told = capsys.readouterr()
    assert "linked_survey" in told.err + told.out
