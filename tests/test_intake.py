"""A school's own spreadsheet: every fault of the zoo is found where it stands, and no other."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from partnership_evaluation import intake
from partnership_evaluation.intake import limits

ZOO = Path(__file__).with_name("broken_sheets")
TODAY = date(2026, 11, 22)
GRADES, LEVELS, STRANDS = "lesson_grades", "sub_levels", "project_strands"
CONFIDENCE = "differentiation_confidence"
FOUND = {
    # file: instrument, and of each problem: place, rule, severity, nearest legal value
    "grade_off_the_scale": (GRADES, [("B3", "unknown code", "error", "4")]),
    "grade_between_two": (GRADES, [("B3", "unknown code", "error", "2 or 3")]),
    "digits_of_another_kind": (
        GRADES,
        [("B3", "unknown code", "error", ""), ("B5", "unknown code", "error", "3")],
    ),
    "marks_behind_codes": (
        GRADES,
        [(f"B{row}", "unknown code", "error", str(2 + (row == 3))) for row in range(2, 6)],
    ),
    "key_pressed_twice": (GRADES, [("B3", "unknown code", "error", "2")]),
    "word_of_an_older_scale": (GRADES, [("B3", "code of another time", "error", "3")]),
    "satisfactory_after_2012": (GRADES, [("B3", "code of another time", "error", "3")]),
    "grades_across_2012": (GRADES, [("D2", "grades that cannot be compared", "error", "")]),
    "overall_grade_after_september_2024": (
        "ofsted_grades",
        [("D3", "no such scale on that date", "error", "")],
    ),
    "grade_before_any_scale": (GRADES, [("B2", "no such scale on that date", "error", "")]),
    "sub_level_after_levels_ended": (LEVELS, [("D3", "no such scale on that date", "error", "")]),
    "after_before_before": (GRADES, [("C2", "dates in the wrong order", "error", "")]),
    "date_in_the_future": (GRADES, [("E2", "date in the future", "error", "")]),
    "no_such_day": (GRADES, [("C2", "impossible date", "error", "")]),
    "month_before_day": (GRADES, [("C2", "impossible date", "error", "")]),
    "date_as_a_bare_number": (GRADES, [("C2", "impossible date", "error", "15/03/2014")]),
    "person_twice": (GRADES, [("A4", "person twice", "error", "")]),
    "person_twice_in_another_order": (GRADES, [("A4", "person twice", "error", "")]),
    "row_twice": (GRADES, [("A4", "row twice", "error", "")]),
    "before_without_after": (GRADES, [("C3", "before without after", "warning", "")]),
    "no_name": (GRADES, [("A3", "missing value", "error", "")]),
    "column_missing": (GRADES, [("", "missing column", "error", "")]),
    "column_empty": (
        GRADES,
        [
            ("C", "empty column", "error", ""),
            ("C2", "before without after", "warning", ""),
            ("C3", "before without after", "warning", ""),
        ],
    ),
    "level_without_sub_level": (LEVELS, [("B3", "unknown code", "error", "2c, 2b or 2a")]),
    "sub_level_misspelt": (LEVELS, [("B3", "unknown code", "error", "2c")]),
    "letter_for_a_number": (LEVELS, [("B2", "unknown code", "error", "1b")]),
    "scaled_score_among_levels": (LEVELS, [("C3", "mixed scales", "error", "")]),
    "p_scale_among_levels": (LEVELS, [("B3", "mixed scales", "error", "")]),
    "percentages_for_codes": (
        STRANDS,
        [(f"{column}2", "percentage", "error", "") for column in "BCDEF"],
    ),
    "counts_for_codes": (
        STRANDS,
        [
            ("B", "counts or percentages", "error", ""),
            *[(f"B{row}", "unknown code", "error", "5") for row in (2, 3, 4, 5)],
        ],
    ),
    "rating_off_the_scale": (STRANDS, [("D2", "unknown code", "error", "1")]),
    "time_unknown": (
        CONFIDENCE,
        [
            ("B3", "unknown value", "error", ""),
            ("A2", "before without after", "warning", ""),
        ],
    ),
    "answered_once_only": (
        CONFIDENCE,
        [
            ("A4", "before without after", "warning", "row 5"),
            ("A5", "after without before", "warning", "row 4"),
        ],
    ),
    "group_unknown": (LEVELS, [("D3", "unknown value", "error", "")]),
    "formula_as_text": (
        GRADES,
        [("B3", "formula as text", "error", ""), ("B3", "unknown code", "error", "")],
    ),
    "formula_in_a_name": (GRADES, [("A3", "formula as text", "error", "")]),
    "web_markup": (GRADES, [("B3", "markup", "error", ""), ("B3", "unknown code", "error", "")]),
    "path_in_a_cell": (GRADES, [("D2", "path", "warning", "")]),
    "number_beyond_range": (
        GRADES,
        [("B3", "extreme number", "error", ""), ("B3", "unknown code", "error", "")],
    ),
    "error_of_the_spreadsheet": (
        GRADES,
        [("B3", "error value", "error", ""), ("B3", "unknown code", "error", "")],
    ),
    "text_that_turns_round": (GRADES, [("A3", "invisible characters", "warning", "")]),
    "totals_below": (GRADES, [("5", "totals row", "warning", "")]),
    "note_below": (GRADES, [("6", "note below the table", "warning", "")]),
    "headings_again": (GRADES, [("3", "headings again", "note", "")]),
    "title_above": (GRADES, [("", "rows above the headings", "note", "")]),
    "two_rows_of_headings": (GRADES, []),
    "stray_spaces": (GRADES, [("B2", "spaces", "note", "3"), ("C3", "spaces", "note", "2")]),
    "upper_case": (
        LEVELS,
        [
            ("B2", "upper and lower case", "note", "2b"),
            ("C2", "upper and lower case", "note", "3c"),
            ("B3", "upper and lower case", "note", "2a"),
            ("C3", "upper and lower case", "note", "3c"),
        ],
    ),
    "words_for_codes": (
        GRADES,
        [
            ("B2", "word for a code", "note", "3"),
            ("C2", "word for a code", "note", "2"),
            ("B3", "word for a code", "note", "2"),
            ("C3", "word for a code", "note", "1"),
        ],
    ),
    "cell_without_heading": (GRADES, [("D3", "no heading", "warning", "")]),
    "surname_and_first_name": (LEVELS, []),
    "day_and_month_exchanged": (
        GRADES,
        [
            ("C2", "impossible date", "error", ""),
            ("C3", "day or month first", "error", "05/10/2014"),
        ],
    ),
    "points_for_levels": (
        LEVELS,
        [
            ("B2", "points for a code", "error", "2b"),
            ("C2", "points for a code", "error", "3c"),
        ],
    ),
    "table_on_its_side": (
        GRADES,
        [
            ("A", "table on its side", "error", ""),
            ("", "unclear column", "error", ""),
            ("", "unclear column", "error", ""),
            ("", "unclear column", "warning", ""),
        ],
    ),
    "class_average_below": (LEVELS, [("4", "totals row", "warning", "")]),
    "two_columns_that_fit_the_same": (
        LEVELS,
        [
            ("", "unclear column", "error", ""),
            ("", "unclear column", "error", ""),
            ("", "unclear column", "warning", ""),
        ],
    ),
    "row_without_values": (GRADES, [("B3", "row without values", "warning", "")]),
    "windows_1252_semicolons": (GRADES, [("", "encoding", "note", "")]),
    "tabs_with_a_mark": (GRADES, []),
    "utf_16": (GRADES, []),
}
REFUSED = {
    "nothing": "empty file",
    "web_page": "web page",
    "headings_only": "row of data below its headings",
}


def problems(data, instrument=GRADES):
    """List place, rule, severity and nearest value of every problem."""
    found = intake.check(intake.read(data), instrument, today=TODAY)
    places = found["column"] + found["row"].astype("string").fillna("")
    return sorted(zip(places, found["rule"], found["severity"], found["nearest"], strict=True))


# The zoo -------------------------------------------------------------------------------------


def test_every_file_of_the_zoo_is_looked_at():
    """A file that nobody opens would prove nothing."""
    assert {path.stem for path in ZOO.glob("*.csv")} == {*FOUND, *REFUSED}


@pytest.mark.parametrize("name", FOUND)
def test_what_is_wrong_is_found_where_it_stands_and_nothing_else_is(name):
    """One fault a file: its cell, its rule, how bad it is, the nearest legal value."""
    instrument, expected = FOUND[name]
    assert problems(ZOO / f"{name}.csv", instrument) == sorted(expected)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_table_is_refused_with_a_reason(name):
    """Rule, what was found, what to do."""
    with pytest.raises(intake.IntakeError, match=REFUSED[name]) as error:
        intake.read(ZOO / f"{name}.csv")
    assert ";" in str(error.value) and str(error.value).count(".") >= 2


def test_every_problem_says_the_rule_what_was_found_and_what_is_allowed():
    """A school office can act on it without asking."""
    found = intake.check(intake.read(ZOO / "grade_off_the_scale.csv"), GRADES)
    row = found.iloc[0]
    assert (row["row"], row["column"], row["header"]) == (3, "B", "Grade before")
    assert (row["found"], row["nearest"]) == ("'5'", "4")
    assert row["allowed"] == "1 outstanding, 2 good, 3 requires improvement, 4 inadequate"
    assert row["found"] in row["message"] and row["allowed"] in row["message"]


def test_all_problems_come_at_once_errors_first():
    """One round trip to the school office, not one for each cell."""
    data = b"Teacher,Before,After\nA,5,2\nA, 2,9\n,GOOD,\n"
    found = intake.check(intake.read(data), GRADES)
    assert found["severity"].tolist() == sorted(
        found["severity"], key=["error", "warning", "note"].index
    )
    assert set(found["rule"]) >= {"unknown code", "person twice", "missing value", "spaces"}


# Excel ---------------------------------------------------------------------------------------


def book(change=lambda sheet, workbook: None):
    """Write a workbook with three teachers, changed in one way."""
    workbook = Workbook()
    sheet = workbook.active
    for row in (["Teacher", "Grade before", "Grade after"], ["A", 3, 2], ["B", 2, 2], ["C", 3, 1]):
        sheet.append(row)
    change(sheet, workbook)
    data = io.BytesIO()
    workbook.save(data)
    return data.getvalue()


def put(place, value, number_format=None):
    """Change one cell."""

    def change(sheet, workbook):
        sheet[place] = value
        if number_format:
            sheet[place].number_format = number_format

    return change


def test_a_workbook_in_order_has_no_problem():
    """Else the rules below could not be told from noise."""
    assert problems(book()) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (put("B3", "=1+2"), ("B3", "formula without a value", "error", "")),
        (put("B3", "=cmd|'/C calc'!A0"), ("B3", "dangerous formula", "error", "")),
        (put("B3", '=WEBSERVICE("http://x")'), ("B3", "dangerous formula", "error", "")),
        (put("B3", 0.45, "0%"), ("B3", "percentage", "error", "")),
        (put("B3", " 2 "), ("B3", "spaces", "note", "2")),
        (put("B3", "2"), ("B", "numbers stored as text", "note", "")),
        (put("B3", "#REF!"), ("B3", "error value", "error", "")),
        (lambda s, w: s.merge_cells("A3:A4"), ("A3", "merged cells", "error", "")),
        (put("D3", "/etc/passwd/x"), ("D3", "no heading", "warning", "")),
    ],
)
def test_a_cell_of_a_workbook_is_harmless_and_reported(change, expected):
    """Nothing is run, followed or guessed."""
    assert expected in problems(book(change))


def test_hidden_rows_columns_and_sheets_are_told_of():
    """What nobody sees must not decide a report unnoticed."""

    def change(sheet, workbook):
        sheet.row_dimensions[3].hidden = True
        sheet["D1"], sheet["D2"] = "Secret", "x"
        sheet.column_dimensions["D"].hidden = True
        other = workbook.create_sheet("Old")
        other["A1"], other.sheet_state = "x", "hidden"

    found = problems(book(change))
    assert ("3", "hidden row", "warning", "") in found
    assert ("D", "hidden column", "warning", "") in found
    assert ("", "another sheet", "warning", "") in found


def test_dates_numbers_and_percentages_are_read_as_they_are_shown():
    """A date is a day, a whole number has no decimals."""

    def change(sheet, workbook):
        sheet["D1"], sheet["D2"] = "Date before", date(2014, 10, 1)
        sheet["B2"] = 3.0

    sheet = intake.read(book(change))
    assert [sheet.cell(2, column).text for column in (2, 4)] == ["3", "2014-10-01"]


def test_merged_headings_over_two_rows_are_joined():
    """As school offices group columns: a subject over before and after."""

    def change(sheet, workbook):
        sheet.insert_rows(1, 3)
        sheet["A1"] = "Hill School"
        sheet.merge_cells("A1:C1")
        sheet["B3"] = "Lesson grade"
        sheet.merge_cells("B3:C3")
        sheet["B4"], sheet["C4"] = "Autumn", "Summer"

    sheet = intake.read(book(change))
    assert sheet.header_rows == (3, 4) and sheet.rows == (5, 6, 7)
    assert sheet.headers[3] == "Lesson grade Summer"
    assert intake.propose(sheet, GRADES).mapping.letters["grade_after"] == "C"


def test_a_stray_cell_at_the_end_of_the_world_is_named():
    """And found at once, without walking over all the cells before it."""
    with pytest.raises(intake.IntakeError, match="XFD1048576"):
        intake.read(book(put("XFD1048576", "x")))


def archive(**parts):
    """Write a zip archive."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return data.getvalue()


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY a{i} "{f"&a{i - 1 or str()};" * 10}">' for i in range(1, 9))
    + "]><x>&a8;</x>"
)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (archive(**{"xl/workbook.xml": b"0" * 90_000_000}), "bytes when unpacked"),
        (archive(**{f"{i}.xml": b"" for i in range(2_001)}), "parts"),
        (archive(**{"content.xml": LAUGHS}), "cannot be opened"),
        (archive(**{"xl/workbook.xml": LAUGHS}), "cannot be opened"),
        (archive(**{"word/document.xml": b"x"}), "another kind of archive"),
        (book()[:1500], "damaged"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "old .xls file or one with a password"),
        (b"a,b\n" * 6_000_000, "bytes"),
        (b"Name,Before,After\n" + b"x,1,2\n" * (limits.ROWS + 1), "rows"),
        (b",".join(b"%d" % i for i in range(400)) + b"\n", "columns"),
    ],
)
def test_bombs_and_what_is_too_large_are_refused_before_they_unfold(data, reason):
    """Each limit is named."""
    with pytest.raises(intake.IntakeError, match=reason):
        intake.read(data)


def test_a_text_of_a_hundred_thousand_characters_is_reported_and_cut():
    """The message stays short."""
    data = b"Teacher,Grade before,Grade after\nA," + b"y" * 100_000 + b",2\nB,2,2\n"
    found = intake.check(intake.read(data), GRADES)
    assert "text too long" in set(found["rule"])
    assert found["message"].str.len().max() < 400 and found["found"].str.len().max() < 100


# OpenDocument --------------------------------------------------------------------------------

_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style")
)


def open_document(rows):
    """Write an OpenDocument spreadsheet from the XML of its rows."""
    return archive(
        **{
            "content.xml": f"<office:document-content {_NAMES}><office:body><office:spreadsheet>"
            f'<table:table table:name="Marks">{rows}</table:table></office:spreadsheet>'
            "</office:body></office:document-content>"
        }
    )


def cells(*texts, row="", cell=""):
    """Write a row of text cells."""
    inside = "".join(
        f'<table:table-cell office:value-type="string"{cell}><text:p>{text}</text:p>'
        "</table:table-cell>"
        for text in texts
    )
    return f"<table:table-row{row}>{inside}</table:table-row>"


def test_an_open_document_is_read_with_its_places_hidden_rows_and_formulas():
    """Repeated empty rows count; a comment is no part of its cell."""
    empty = (
        '<table:table-row table:number-rows-repeated="3"><table:table-cell '
        'table:number-columns-repeated="900"/></table:table-row>'
    )
    number = (
        '<table:table-row><table:table-cell office:value-type="string"><text:p>A</text:p>'
        '</table:table-cell><table:table-cell office:value-type="float" office:value="3">'
        "<text:p>3.00</text:p><office:annotation><text:p>said</text:p></office:annotation>"
        "</table:table-cell></table:table-row>"
    )
    data = open_document(
        empty
        + cells("Teacher", "Grade before", "Grade after")
        + number
        + cells("B", "3", "2", row=' table:visibility="collapse"')
        + cells("C", "2", "9", cell=' table:formula="of:=1+1"')
        + empty.replace('"3"', '"1048000"')
    )
    sheet = intake.read(data)
    assert (sheet.name, sheet.header_rows, sheet.rows) == ("Marks", (4,), (5, 6, 7))
    assert sheet.cell(5, 2).text == "3"
    found = problems(data)
    assert ("C7", "unknown code", "error", "4") in found
    assert ("6", "hidden row", "warning", "") in found
    assert ("B7", "formula", "warning", "") in found


# Mapping -------------------------------------------------------------------------------------


def test_two_columns_that_fit_as_well_are_named():
    """The user decides; the proposal says that it was a guess."""
    data = b"Name,Observation,Grade 1,Grade 2,Second grade\nA,x,3,2,2\nB,y,2,2,1\n"
    found = intake.propose(intake.read(data), GRADES)
    assert any("may be column" in question for question in found.questions)


def test_contents_decide_where_headings_say_nothing():
    """A heading that nobody knows over codes that everybody does, with a warning."""
    sheet = intake.read(b"Who,Zorp,Blib\nA,2b,3c\nB,2a,3b\n")
    found = intake.propose(sheet, LEVELS)
    assert found.mapping.letters == {"person": "A", "level_before": "B", "level_after": "C"}
    assert sum("by its contents alone" in question for question in found.questions) >= 2


def test_a_mapping_survives_its_file(tmp_path):
    """What was proposed, corrected and written is what is read."""
    sheet = intake.read(b"Staff,Obs 1,Obs 2\nA,3,2\n")
    mapping = intake.propose(sheet, GRADES).mapping.with_column("grade_before", "C")
    mapping = mapping.with_column("grade_after", "B")
    file = tmp_path / "mapping.yml"
    file.write_text(intake.as_yaml(mapping, headings=True, sheet=sheet), encoding="utf-8")
    assert intake.read_mapping(file) == mapping
    assert intake.examine(sheet, GRADES, mapping).values == {
        2: {"grade_before": "2", "grade_after": "3"}
    }


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("instrument: lesson_grades\ncolumns: {persn: A}", "persn"),
        ("instrument: lesson_grades\ncolumns: {person: A, grade_before: A}", "one role"),
        ("instrument: lesson_grade\ncolumns: {}", "lesson_grades"),
        ("instrument: lesson_grades\ncolumns: {person: 17}", "'17'"),
        ("instrument: lesson_grades\nscale: alps\ncolumns: {}", "alps"),
        ("just text", "instrument"),
        ("columns: [", "YAML"),
    ],
)
def test_a_mapping_that_is_wrong_says_what_is(tmp_path, text, reason):
    """Before the spreadsheet is held to it."""
    file = tmp_path / "mapping.yml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(intake.IntakeError, match=reason):
        intake.read_mapping(file)


def test_a_named_scale_reads_grades_of_its_own_time():
    """Undated grades of 2010 are read with the words of 2010."""
    sheet = intake.read(ZOO / "word_of_an_older_scale.csv")
    proposed = intake.propose(sheet, GRADES).mapping
    older = intake.Mapping(GRADES, proposed.columns, scale="lesson_grade_2005")
    assert not intake.has_errors(intake.check(sheet, GRADES, older))


# Instruments ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", intake.names())
def test_a_template_comes_back_as_the_instrument_it_was_made_for(name):
    """Its example has no error, every column is found, and its drop-downs hold only legal codes."""
    form = intake.instrument(name)
    data = intake.template(form)
    assert data == intake.template(form)
    sheet = intake.read(data, sheet="Example")
    assert intake.recognise(sheet, among=intake.names())[0][0] == name
    proposal = intake.propose(sheet, name)
    assert set(proposal.mapping.columns) == {role.name for role in form.roles}
    assert not intake.has_errors(intake.check(sheet, name, proposal.mapping, today=TODAY))
    with pytest.raises(intake.IntakeError, match="row of data"):
        intake.read(data)


def test_each_instrument_knows_which_end_is_best():
    """One is best in some forms and worst in others."""
    better = {name: intake.instrument(name).better for name in intake.names()}
    assert {name for name, end in better.items() if end == "low"} == {
        "lesson_grades",
        "ofsted_grades",
        CONFIDENCE,
        "coaching_culture",
    }


def test_a_form_with_two_columns_an_item_is_read_like_one_with_two_rows_a_person():
    """Schools send both."""
    wide = (
        b"Name,Q1 pre,Q2 pre,Q3 pre,Q4 pre,Q5 pre,Q6 pre,Q1 post,Q2 post,Q3 post,Q4 post,"
        b"Q5 post,Q6 post\nA,1,2,3,4,5,1,1,1,2,3,4,1\nB,2,2,2,2,2,2,1,1,1,1,1,1\n"
    )
    long = (
        b"Name,Time,Q1,Q2,Q3,Q4,Q5,Q6\nA,pre,1,2,3,4,5,1\nB,pre,2,2,2,2,2,2\n"
        b"A,post,1,1,2,3,4,1\nB,post,1,1,1,1,1,1\n"
    )
    made = []
    for data in (wide, long):
        sheet, form = intake.read(data), intake.instrument(CONFIDENCE)
        mapping = intake.propose(sheet, CONFIDENCE).mapping
        frames = intake.make(
            intake.examine(sheet, CONFIDENCE, mapping), form, mapping, place="Ours"
        )
        made.append(frames["before_after"].drop(columns="locator"))
    assert made[0].equals(made[1])
    first = made[0].iloc[0]
    assert (first["before"], first["after"], first["difference"]) == ("1.50", "1.00", "-0.50")
    assert first["better"] == "low"


def test_gains_are_counted_in_sub_levels_by_group():
    """2b to 3c is two sub-levels; W to 1c is two as well, four points."""
    data = b"Pupil,Level before,Level after,Sex,PP\nA,2b,3c,F,y\nB,W,1c,M,n\nC,2a,2b,F,n\n"
    sheet, form = intake.read(data), intake.instrument(LEVELS)
    mapping = intake.propose(sheet, LEVELS).mapping
    made = intake.make(intake.examine(sheet, LEVELS, mapping), form, mapping, place="Ours")
    rows = made["gains"][["group", "sub_levels", "pupils", "pupils_in_group"]].values.tolist()
    assert rows == [
        ["all", "-1", "1", "3"],
        ["all", "2", "2", "3"],
        ["female", "-1", "1", "2"],
        ["female", "2", "1", "2"],
        ["pupil premium", "2", "1", "1"],
        ["male", "2", "1", "1"],
    ]
