"""The command ``evaluate check``: what it says, how it ends, and the copy with the cells marked."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pytest

from report_runner import cli

ZOO = Path(__file__).parents[1] / "broken_sheets"


@pytest.fixture
def check(capsys):
    """Check a file: exit code, standard output and standard error."""

    def run(file, *options):
        code = cli.main(["check", str(file), *map(str, options)])
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def sheet(tmp_path):
    """Write a spreadsheet of a school's own."""

    def write(text, name="lessons.csv"):
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        return file

    return write


def test_an_error_ends_with_one_and_is_told_with_its_place(check):
    """Column letter and row as in the spreadsheet."""
    code, out, err = check(ZOO / "grade_off_the_scale.csv")
    assert (code, err) == (1, "")
    assert "Taken to be lesson_grades." in out and "1 error, 0 warnings and 0 notes." in out
    (line,) = [line for line in out.splitlines() if "unknown code" in line]
    assert line.split()[0] == "B3" and "found '5'" in line and "Nearest: 4" in line


@pytest.mark.parametrize("name", ["title_above", "before_without_after", "stray_spaces"])
def test_warnings_and_notes_end_with_nothing(check, name):
    """They are told, and do not stop a report."""
    assert check(ZOO / f"{name}.csv")[0] == 0


@pytest.mark.parametrize("name", ["nothing", "web_page", "headings_only", "no_such_file"])
def test_what_cannot_be_read_ends_with_two(check, name):
    """One sentence on standard error, no traceback."""
    code, out, err = check(ZOO / f"{name}.csv")
    assert (code, out) == (2, "")
    assert err.startswith(f"{name}.csv was not read.") and "Traceback" not in err


def test_a_table_that_fits_no_instrument_asks_for_its_name(check, sheet):
    """Nothing is guessed."""
    code, _, err = check(sheet("Bird,Colour\nRobin,red\nWren,brown\n"))
    assert code == 2 and "--instrument" in err


def test_the_problems_come_as_json_too(check):
    """The same problems, for a program; the file by its name alone."""
    code, out, _ = check(ZOO / "sub_level_misspelt.csv", "--json")
    data = json.loads(out)
    assert code == 1 and data["file"] == "sub_level_misspelt.csv"
    assert (data["schema"], data["instrument"], data["counts"]["error"]) == (1, "sub_levels", 1)
    (problem,) = data["problems"]
    assert (problem["row"], problem["column"], problem["header"]) == (3, "B", "Level before")
    assert (problem["found"], problem["nearest"]) == ("'2d'", "2c")


def test_names_are_in_nothing_that_is_printed(check, sheet):
    """Duplicates are told by their rows."""
    file = sheet("Teacher,Before,After,Notes\nZebedee Q,3,2,of Zebedee\nzebedee q,3,9,x\n")
    for options in ((), ("--json",)):
        code, out, err = check(file, *options)
        assert code == 1 and "stands in row 2 too" in out
        assert "zebedee" not in (out + err).lower()


def test_a_mapping_is_written_corrected_and_given_back(check, sheet, tmp_path):
    """The columns that the user names are those that are read."""
    file = sheet("Staff,First,Second,Third\nA,3,9,2\nB,2,9,2\n")
    mapping = tmp_path / "mapping.yml"
    check(file, "--instrument", "lesson_grades", "--write-mapping", mapping)
    text = mapping.read_text(encoding="utf-8")
    assert "grade_before: B  # First" in text
    lines = [line for line in text.splitlines() if "grade_after" not in line]
    mapping.write_text("\n".join([*lines, "  grade_after: D"]), encoding="utf-8")
    lines = mapping.read_text(encoding="utf-8").splitlines()
    ordered = [line for line in lines if not line.startswith("#")]
    mapping.write_text("\n".join(ordered), encoding="utf-8")
    assert check(file, "--mapping", mapping)[0] == 0


# The marked copy -----------------------------------------------------------------------------


def test_the_cells_are_marked_where_they_stand(check, tmp_path):
    """Red with a comment; the list of problems on a second sheet."""
    out = tmp_path / "marked.xlsx"
    check(ZOO / "grade_off_the_scale.csv", "--marked", out)
    book = openpyxl.load_workbook(out)
    cell = book["Checked"]["B3"]
    assert cell.value == "5" and cell.fill.fgColor.rgb.endswith("FFC7CE")
    assert "Nearest: 4" in cell.comment.text
    assert [c.value for c in book["Problems"][2]][:4] == ["3", "B", "Grade before", "error"]


def test_the_copy_runs_nothing_and_carries_nobody(check, tmp_path):
    """Formulas become text; names, hidden cells, other columns and the author stay behind."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["Teacher", "Before", "After", "Notes", "Hidden"],
        ["CANARY Ann", 3, 2, "CANARY note", "CANARY cell"],
        ["CANARY Ben", "=cmd|'/C calc'!A0", 2, "", ""],
        ["CANARY Cy", 3, "=1+1", "", ""],
        ["CANARY Dot", 5, 2, "", ""],
    ):
        sheet.append(row)
    sheet.column_dimensions["E"].hidden = True
    sheet.oddHeader.left.text = "CANARY header"
    book.properties.creator = "CANARY author"
    other = book.create_sheet("CANARY sheet")
    other["A1"], other.sheet_state = "CANARY other", "hidden"
    file, out = tmp_path / "CANARY lessons.xlsx", tmp_path / "marked.xlsx"
    book.save(file)
    assert check(file, "--marked", out)[0] == 1
    parts = openpyxl.reader.excel.ZipFile(out)
    assert not [name for name in parts.namelist() if b"CANARY" in parts.read(name)]
    copied = openpyxl.load_workbook(out)
    kinds = {cell.data_type for sheet in copied for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "inlineStr", "n"}
    assert copied["Checked"]["B5"].value == "5"


def test_names_are_copied_only_when_asked_for(check, sheet, tmp_path):
    """For the office that has to find the person."""
    file, out = sheet("Teacher,Before,After\nAnn,5,2\nBen,3,2\n"), tmp_path / "marked.xlsx"
    check(file, "--marked", out)
    assert openpyxl.load_workbook(out)["Checked"]["A2"].value is None
    check(file, "--marked", out, "--names")
    assert openpyxl.load_workbook(out)["Checked"]["A2"].value == "Ann"


def test_the_spreadsheet_itself_is_never_written_to(check, sheet):
    """Also not by mistake."""
    file = sheet("Teacher,Before,After\nAnn,5,2\nBen,3,2\n")
    before = file.read_bytes()
    code, _, err = check(file, "--marked", file)
    assert code == 2 and "never written to" in err and file.read_bytes() == before


def test_two_copies_have_the_same_bytes(check, tmp_path):
    """No clock in them."""
    first, second = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    for out in (first, second):
        check(ZOO / "person_twice.csv", "--marked", out)
    assert first.read_bytes() == second.read_bytes()
    assert io.BytesIO(first.read_bytes()).read(2) == b"PK"
