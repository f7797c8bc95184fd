"""Before and after apart: on two sheets, in two files, on two lines; and codes with their words."""

import io
from datetime import date
from pathlib import Path

import pytest
import yaml
from openpyxl import Workbook

from partnership_evaluation import intake, tables
from partnership_evaluation.intake import codes

TODAY = date(2026, 11, 22)
FORM = intake.instrument("lesson_grades")
AUTUMN = (
    b"Hill School\n\nTeacher,Grade,Comment\nAnn Lee,3,x\nBen Ek,2 - Good,\nCat Ray,2,\nDan Roe,4,\n"
)
SUMMER = b"Name;Grade\nLee, Ann;2\nBen Ek;1\nCatt Ray;7\nEve New;3\nBen Ek;3\n"


def told(sheet, instrument=FORM.name):
    """List sheet, place and rule of every problem but notes."""
    found = intake.check(sheet, instrument, today=TODAY)
    found = found[found["severity"] != "note"]
    places = found["column"] + found["row"].astype("string").fillna("")
    return set(zip(found["sheet"], places, found["rule"], strict=True))


def test_two_files_are_matched_by_person_and_every_place_leads_back():
    """Another order of names and of rows, headings below a title, a misspelt and a missing name."""
    table = intake.joined(intake.read(AUTUMN), intake.read(SUMMER), FORM.name)
    values = intake.examine(table, FORM.name).values
    assert [values[4], values[5]] == [
        {"grade_before": "3", "grade_after": "2"},
        {"grade_before": "2", "grade_after": "1"},
    ]
    alone = "person at one time only"
    assert told(table) == {
        ("file before", "A6", alone),
        ("file before", "A7", alone),
        ("file after", "A4", alone),
        ("file after", "A5", alone),
        ("file after", "B4", "unknown code"),
        ("file after", "A6", "person twice"),
    }
    found = intake.check(table, FORM.name, today=TODAY)
    near = found[found["rule"] == alone].set_index("row")["nearest"]
    assert (near[6], near[4], near[7]) == ("row 4", "row 6", "")


def test_one_line_a_person_and_term_is_put_side_by_side():
    """As an export lists observations; who was seen once is named."""
    data = b"Teacher,Term,Grade\nAnn,Autumn,3\nAnn,Summer,2\nBen,Autumn,2\nCy,Summer,1\n"
    table = intake.joined(*intake.by_time(intake.read(data), FORM.name), FORM.name)
    examined = intake.examine(table, FORM.name)
    assert examined.values[2] == {"grade_before": "3", "grade_after": "2"}
    assert {place for _, place, _ in told(table)} == {"A4", "A5"}
    both = b"Teacher,Time,Grade before,Grade after\nAnn,Autumn,3,2\nAnn,Summer,2,2\n"
    assert intake.by_time(intake.read(both), FORM.name) is None


def test_a_form_of_two_files_is_that_of_one_with_two_lines_a_person():
    """Means before and after, question by question."""
    form = intake.instrument("differentiation_confidence")
    pre = b"Name,Q1,Q2,Q3,Q4,Q5,Q6\nA B,1,2,3,4,5,1\nC D,2,2,2,2,2,2\n"
    post = b"Name,Q1,Q2,Q3,Q4,Q5,Q6\nC D,1,1,1,1,1,1\nA B,1,1,2,3,4,1\n"
    long = b"Name,Time,Q1,Q2,Q3,Q4,Q5,Q6\n" + b"".join(
        line.replace(b",", b"," + time + b",", 1) + b"\n"
        for time, text in ((b"pre", pre), (b"post", post))
        for line in text.splitlines()[1:]
    )
    made = []
    for sheet in (intake.joined(*map(intake.read, (pre, post)), form.name), intake.read(long)):
        mapping = intake.propose(sheet, form.name).mapping
        examined = intake.examine(sheet, form.name, mapping)
        frames = intake.make(examined, form, mapping, place="Ours")
        made.append(frames["before_after"].drop(columns="locator"))
    assert made[0].equals(made[1]) and made[0]["before"].iloc[0] == "1.50"


def test_the_marked_copy_of_two_sheets_marks_the_cell_that_is_meant():
    """What came from the second stands beside the first."""
    table = intake.joined(intake.read(AUTUMN), intake.read(SUMMER), FORM.name)
    mapping = intake.propose(table, FORM.name).mapping
    found = intake.check(table, FORM.name, mapping, today=TODAY)
    copy = intake.workbooks.read(intake.marked(table, mapping, found))[0]
    assert [cell.text for cell in copy.cells.values()].count("7") == 1
    assert not [cell for cell in copy.cells.values() if "Ray" in cell.text]


def test_a_table_without_names_is_not_matched():
    """By the order of rows nobody is matched."""
    with pytest.raises(intake.IntakeError, match="names of people"):
        intake.joined(intake.read(b"Grade,x\n3,\n2,\n"), intake.read(AUTUMN), FORM.name)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *[("3 - RI", "3"), ("Grade 2 (Good)", "2"), ("2 good", "2"), ("Good (2)", "2")],
        *[
            ("2.", "2"),
            ("Grade: Good", "2"),
            ("3 (Requires improvement)", "3"),
            ("1=Outstanding", "1"),
        ],
        *[("2 - Outstanding", None), ("3 good", None), ("Inadequate 1", None), ("-2", None)],
        *[("2-", None), ("2/3", None), ("Level 2", None), ("2 Good 3", None), (".2", None)],
        *[("3 - Satisfactory", None), ("Grade 5", None), ("2 (Good) improved", None), ("2+", None)],
    ],
)
def test_a_code_with_a_word_is_read_where_both_agree(text, code):
    """A minus, a second code or a word of another time is never left out silently."""
    found, how = codes.read_code(text, scale="lesson_grade_2012", aliases=FORM.aliases)
    assert found == code and bool(how) == (code is not None)


def test_a_code_and_a_word_that_disagree_are_both_named():
    """And nothing is offered as nearest: nobody knows which is meant."""
    found = intake.check(intake.read(b"Teacher,Before,After\nA,3 - Good,2\n"), FORM.name)
    row = found.iloc[0]
    assert row["rule"] == "code and word disagree" and row["nearest"] == ""
    assert "says 3" in row["message"] and "'good' says 2" in row["message"]


def workbook(*rows):
    """Write a workbook."""
    book, data = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(data)
    return data.getvalue()


@pytest.mark.parametrize(
    ("rows", "rule"),
    [
        ([["Teacher", "Grade", "Grade"], ["A", 3, 2], ["B", 2, 2]], "unclear column"),
        (
            [
                ["Teacher", "Before", "After", None, "Teacher", "Before", "After"],
                ["A", 3, 2, None, "C", 2, 1],
                ["B", 2, 2, None, "D", 3, 3],
            ],
            "tables side by side",
        ),
    ],
)
def test_headings_that_say_too_little_stop_the_report(rows, rule):
    """Before and after are not guessed from the order of columns."""
    found = intake.check(intake.read(workbook(*rows)), FORM.name)
    assert rule in set(found.loc[found["severity"] == "error", "rule"])


def test_a_heading_that_would_be_run_is_reported():
    """Not only cells of data."""
    data = b"Teacher,Before,After,=cmd|' /C calc'!A0\nA,3,2,x\nB,2,2,y\n"
    assert ("", "D1", "formula as text") in told(intake.read(data))


def test_two_pupils_of_one_name_are_told_apart_by_their_number():
    """A column UPN beside the names is no question, and pupils of one name no error."""
    data = (
        b"Pupil,UPN,Level before,Level after\nSam Lee,A1,2b,3c\nSam Lee,A2,2a,3b\nJo Fox,A3,1a,2c\n"
    )
    assert told(intake.read(data), "sub_levels") == set()


@pytest.mark.parametrize(
    "name",
    [
        "coaching_culture",
        "differentiation_confidence",
        "mentor_skills_audit",
        "project_strands",
        "self_efficacy",
    ],
)
def test_a_form_is_scored_in_the_direction_that_its_document_printed(name):
    """The best end of the published form is that of the instrument; one is best in some."""
    file = Path(intake.__file__).parent / "instruments" / f"{name}.yml"
    form, items = intake.instrument(name), yaml.safe_load(file.read_text(encoding="utf-8"))["items"]
    printed = tables.read(items["table"])
    asked = printed["item"].astype(str).isin({item.item for item in form.items})
    best = {"last": "high", "first": "low"}
    assert {best[end] for end in printed.loc[asked, "scale_best"].dropna()} == {form.better}


def test_a_column_of_grades_is_no_column_of_times():
    """Ones and twos tell the times only below a heading that says so."""
    grades = "Teacher,Mark,Grade after\nAnn,3*,1\nBen,2*,2\n"
    assert intake.by_time(intake.read(grades.encode()), FORM.name) is None
    times = grades.replace("Grade after", "Visit")
    assert [one.rows for one in intake.by_time(intake.read(times.encode()), FORM.name)] == [
        (2,),
        (3,),
    ]
