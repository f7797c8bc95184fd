"""Many schools at once: a report each, one for the group; a fault stays with its school."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from report_runner import cli, own_release

ROOT = Path(__file__).parents[2]
GOOD = Path(__file__).parent / "zoo/notebooks/good.ipynb"
HEADS = "Teacher,Grade before,Grade after\n"
SCHOOLS = {
    "hill_primary.csv": HEADS + "CANARY A,3,2\nCANARY B,2,2\nCANARY C,3,1\n",
    "Dale Infants.csv": HEADS + "CANARY D,4,3\nCANARY A,2,2\n",
    "st-marys.csv": HEADS + "CANARY E,3,3\nCANARY F,1,2\n",
}


@pytest.fixture
def batch(capsys, tmp_path, monkeypatch):
    """Run commands in a folder with the spreadsheets of three schools, outside the project."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(own_release.VARIABLE, str(ROOT / "data"))
    Path("schools").mkdir()
    for name, text in SCHOOLS.items():
        Path("schools", name).write_text(text, encoding="utf-8")

    def run(*words, command="new", project=ROOT):
        code = cli.main([command, *map(str, words), "--project", str(project)])
        return code, *capsys.readouterr()

    return run


MAKE = ("lesson_grades", "--data", "schools", "--output", "trust", "--name", "Tree Trust")


def rows(file):
    """Read a table, a dictionary a row."""
    with Path(file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def statuses(file="trust/schools.csv"):
    """How each school ended."""
    return {row["school"]: row["status"] for row in rows(file)}


def contents(folder):
    """Every file of a folder, with its bytes."""
    files = [path for path in Path(folder).rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_each_school_has_tables_and_settings_and_the_group_has_everybody(batch):
    """Two people of two schools who have one name stay two; nobody's name is in the folder."""
    code, out, _ = batch(*MAKE)
    assert code == 0 and "for 3 of 3 schools" in out and "evaluate report trust/" in out
    sizes = {
        path.parent.name: len(rows(path)) for path in Path("trust/data").glob("*/lesson_grades.csv")
    }
    assert sizes == {"hill-primary": 3, "dale-infants": 2, "st-marys": 2, "trust": 7}
    named = {
        row["case"]: (row["name"], row["what_was_done"]) for row in rows("trust/data/cases.csv")
    }
    assert named["st-marys"][0] == "St Marys"
    assert named["trust"] == (
        "Tree Trust",
        "Own data, read from the spreadsheets of 3 of 3 schools",
    )
    settings = {path.stem for path in Path("trust/parameters/ofsted_grade_shifts").iterdir()}
    assert settings == set(sizes)
    assert not [name for name, data in contents("trust").items() if b"CANARY" in data]


def test_what_is_wrong_with_one_school_leaves_the_others(batch):
    """A wrong code, a broken file, a misspelt school and one that is not there: all at once."""
    Path("schools/Dale Infants.csv").write_text(HEADS + "CANARY,9,2\nB,,\nC,2,x9\n")
    Path("schools/broken.xlsx").write_bytes(b"PK\x03\x04 no archive")
    Path("schools/letter.docx").touch()
    Path("list.csv").write_text(
        "Name of school,File\nHill Primry,\nDale Infants,\nSt Mary's,\nBroken,\n"
    )
    code, out, err = batch(*MAKE, "--schools", "list.csv")
    assert code == 1 and "4 schools left out" in err and "letter.docx" in out
    wanted = {"Broken", "Dale Infants", "Hill Primary", "Hill Primry"}
    assert {name for name, status in statuses().items() if status == "left out"} == wanted
    assert statuses()["St Mary's"] == "read"
    reasons = {row["school"]: row["reason"] for row in rows("trust/schools.csv")}
    assert "Did you mean 'Hill Primry'?" in reasons["Hill Primary"]
    assert "nothing of this school" in reasons["Hill Primry"]
    assert "damaged" in reasons["Broken"] and "unknown code (2)" in reasons["Dale Infants"]
    cells = [row["column"] + row["row"] for row in rows("trust/problems.csv") if row["found"]]
    assert {"B2", "C4"} <= set(cells) and "B2 " in out and "C4 " in out
    assert "CANARY" not in out + Path("trust/problems.csv").read_text(encoding="utf-8")


def test_a_workbook_with_a_column_of_schools_gives_the_same_tables(batch):
    """However the schools are written, by heading or letter."""
    batch(*MAKE)
    book = openpyxl.Workbook()
    book.active.append(["School", "Teacher", "Grade before", "Grade after"])
    spelt = {"hill_primary.csv": "HILL  primary", "Dale Infants.csv": "Dale Infants."}
    for file, text in SCHOOLS.items():
        for number, line in enumerate(text.splitlines()[1:]):
            name = (
                file.removesuffix(".csv").replace("_", " ").title() if number else spelt.get(file)
            )
            cells = line.split(",")
            book.active.append([name or "St-Marys", cells[0], *map(int, cells[1:])])
    book.save("all.xlsx")
    for by in ("school", "A"):
        words = ["lesson_grades", "--data", "all.xlsx", "--by", by, "--output", f"one-{by}"]
        assert batch(*words, "--name", "Tree Trust")[0] == 0
        for case in ("hill-primary", "dale-infants", "st-marys"):
            there = contents(f"trust/data/{case}")
            assert contents(f"one-{by}/data/{case}") == there and len(there) == 2
    code, _, err = batch("lesson_grades", "--data", "all.xlsx", "--by", "Scool", "--output", "x")
    assert code == 2 and "A 'School'" in err


def test_a_sheet_a_school_and_rows_without_a_school(batch):
    """A workbook of a trust office; a row that names no school is nobody's."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in ("Hill", "Dale"):
        sheet = book.create_sheet(name)
        for line in SCHOOLS["hill_primary.csv"].splitlines():
            sheet.append([int(c) if c.isdigit() else c for c in line.split(",")])
    book.save("sheets.xlsx")
    words = ("lesson_grades", "--data", "sheets.xlsx", "--by", "sheet", "--output", "sheets")
    assert batch(*words)[0] == 0 and statuses("sheets/schools.csv") == {
        "Dale": "read",
        "Hill": "read",
    }
    Path("one.csv").write_text("School,Teacher,Before,After\nHill,A,3,2\nHill,B,2,2\n,C,2,1\n")
    assert "--by 'School'" in batch("lesson_grades", "--data", "one.csv", "--output", "all")[1]
    code, out, _ = batch("lesson_grades", "--data", "one.csv", "--by", "School", "--output", "one")
    assert code == 1 and "row 4 names none" in out
    assert statuses("one/schools.csv") == {"Hill": "read", "No school": "left out"}
    assert {path.name for path in Path("one/data").iterdir() if path.is_dir()} == {"hill"}


def test_the_same_school_twice_is_nobody_s_guess(batch):
    """Both files are left out, and named."""
    Path("schools/Hill-Primary.csv").write_text(SCHOOLS["hill_primary.csv"])
    code, out, _ = batch(*MAKE)
    assert code == 1 and "Hill-Primary.csv and hill_primary.csv" in out
    assert [row["status"] for row in rows("trust/schools.csv")].count("left out") == 2


def test_again_gives_the_same_bytes_and_takes_away_who_is_gone(batch):
    """Nothing of a school that has errors now is left from the time when it had none."""
    batch(*MAKE)
    before = contents("trust")
    assert batch(*MAKE)[0] == 2
    assert batch(*MAKE, "--replace")[0] == 0 and contents("trust") == before
    Path("schools/st-marys.csv").write_text(HEADS + "A,17,2\n")
    assert batch(*MAKE, "--replace")[0] == 1
    left = {name for name in contents("trust") if "st-marys" in name}
    assert left == set() and Path("trust/data/hill-primary").is_dir()


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("before_after_survey", "--data", "schools", "--output", "x"), "choose one of"),
        (("lesson_grades", "--data", "nothing", "--output", "x"), "has none"),
        ((*MAKE, "--schools", "none.csv"), "none named"),
    ],
)
def test_a_request_at_fault_makes_nothing(batch, words, reason):
    """Exit code 2 and the reason."""
    Path("nothing").mkdir()
    code, _, err = batch(*words)
    assert code == 2 and reason in err and not Path("trust").exists()


def test_a_batch_in_which_nothing_can_be_used_makes_no_folder(batch):
    """Every school says why."""
    for file in Path("schools").iterdir():
        file.write_text("")
    code, out, err = batch(*MAKE)
    assert code == 1 and "Nothing was made" in err and out.count("empty file") == 3
    assert not Path("trust").exists()


# Reports -------------------------------------------------------------------------------------


def stub(folder):
    """Make a project whose one notebook fails for one school and is quick for the others."""
    (folder / "notebooks").mkdir(parents=True)
    (folder / "pyproject.toml").touch()
    notebook = json.loads(GOOD.read_text(encoding="utf-8"))
    fails = "if case == 'dale-infants':\n    raise ValueError('too few')"
    notebook["cells"].insert(3, notebook["cells"][3] | {"source": fails, "id": "fails"})
    text = json.dumps(notebook)
    (folder / "notebooks/ofsted_grade_shifts.ipynb").write_text(text, encoding="utf-8")
    return folder


def show_all(parameters):
    """Choose a policy that hides nothing: these schools have two teachers each."""
    rules = "audience: staff\nthreshold: 1\nminimum_n_mean: 1\nminimum_n_percentage: 1\nwidth: 1\n"
    (parameters / "open.yml").write_text(rules, encoding="utf-8")
    settings = "audience: staff\npolicy: open.yml\n"
    (parameters / "disclosure.yml").write_text(settings, encoding="utf-8")


def test_the_summary_says_how_every_school_ended_and_the_exit_code_too(batch, tmp_path):
    """A report that fails and a school that was left out stop no other; what is made is kept."""
    project = stub(tmp_path / "project")
    Path("schools/st-marys.csv").write_text(HEADS + "A,17,2\n")
    Path("schools/elm.csv").write_text(SCHOOLS["st-marys.csv"])
    assert batch(*MAKE, project=project)[0] == 1
    show_all(Path("trust/parameters"))
    words = ("trust/", "--jobs", "2", "--cold")
    code, _, err = batch(*words, command="report", project=project)
    assert code == 1 and "Dale Infants, St Marys" in err
    found = {row["school"]: row for row in rows("trust/summary.csv")}
    assert [*found] == ["(all schools together)", "Dale Infants", "Elm", "Hill Primary", "St Marys"]
    ended = [row["status"] for row in found.values()]
    assert ended == ["made", "failed", "made", "made", "left out"]
    assert "too few" in found["Dale Infants"]["reason"] and "17" not in str(found["St Marys"])
    assert found["Elm"]["headline"] and float(found["Elm"]["seconds"]) > 0
    assert Path("trust/reports", found["Elm"]["report"]).is_file()
    summary, page = Path("trust/summary.csv"), Path("trust/reports", found["Elm"]["report"])
    before = summary.read_bytes(), page.stat().st_mtime_ns
    shutil.rmtree("schools")  # the spreadsheets are not needed again
    assert batch(*words, command="report", project=project)[0] == 1
    assert (summary.read_bytes(), page.stat().st_mtime_ns) == before
