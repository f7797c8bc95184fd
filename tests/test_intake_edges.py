"""What schools send besides the ordinary: other programs, other ways to write a day or a code."""

import csv
import io
import zipfile
from datetime import date, time

import pytest
from openpyxl import Workbook

from partnership_evaluation import intake
from partnership_evaluation.intake import codes, data_folder, dates, school_names
from tests.test_intake import GRADES, LEVELS, TODAY, archive, book, cells, open_document

DATED = "Teacher,Grade before,Date before,Grade after,Date after\n"


def problems(data, instrument=GRADES, mapping=None):
    """List place, rule and severity of every problem."""
    found = intake.check(intake.read(data), instrument, mapping, today=TODAY)
    places = found["column"] + found["row"].astype("string").fillna("")
    return sorted(zip(places, found["rule"], found["severity"], strict=True))


# Days ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day", "how"),
    [
        ("2014-03-01", date(2014, 3, 1), ""),
        ("2014-3-1 00:00:00", date(2014, 3, 1), ""),
        ("1.3.14", date(2014, 3, 1), "two-digit year"),
        ("1st March 2014", date(2014, 3, 1), ""),
        ("Saturday 1 Mar 14", date(2014, 3, 1), "two-digit year"),
        ("29 Sept 2012", date(2012, 9, 29), ""),
    ],
)
def test_a_day_is_read_however_a_school_writes_it(text, day, how):
    """The day first, months in figures or words; a short year is told of."""
    assert dates.read_date(text) == (day, how, "")


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("1 Mrz 2014", "there is no such month"),
        ("31 April 2014", "there is no such day"),
        ("2014-13-01", "there is no such day"),
        ("soon", "no date"),
    ],
)
def test_what_is_no_day_says_why(text, wrong):
    """Nothing is guessed."""
    assert dates.read_date(text) == (None, "", wrong)


def test_days_that_are_odd_are_told_of():
    """Before any scale, a year cut short, and one day for both."""
    data = (
        f"{DATED}A,3,01/06/1985,2,01/10/2014\nB,3,02/10/12,2,02/06/2013\n"
        "C,3,02/10/2012,2,2 October 2012\n"
    ).encode()
    assert problems(data) == [
        ("C2", "impossible date", "error"),
        ("C3", "two-digit year", "note"),
        ("C4", "same date twice", "warning"),
    ]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("3,2012,2,2016", []),  # either framework of the year before fits
        ("satisfactory,2009,good,2011/12", []),
        ("requires improvement,2010,good,2014", [("B2", "code of another time", "error")]),
        ("satisfactory,2010,good,2014", [("D2", "grades that cannot be compared", "error")]),
        ("2,2030,good,2014", [("C2", "impossible date", "error")]),
        ("satisfactory,,good,", []),
        (
            "satisfactory,,requires improvement,",
            [("D2", "grades that cannot be compared", "error")],
        ),
        ("SWK,,not yet inspected,", [("D2", "before without after", "warning")]),
    ],
)
def test_a_year_alone_says_which_framework_and_without_one_the_words_do(rows, found):
    """A printed report seldom has days."""
    head = "School,Previous grade,Previous inspection,Current grade,Current inspection"
    told = problems(f"{head}\nHill,{rows}\nDale,3,2013,2,2016\n".encode(), "ofsted_grades")
    assert [one for one in told if one[2] != "note"] == found


def test_grades_without_any_dates_are_said_to_be_of_the_last_scale():
    """A three was satisfactory once, and the reader must know what was assumed."""
    data = b"School,Grade before,Grade after\nHill,3,2\nDale,RI,good\n"
    assert ("", "no dates", "note") in problems(data, "ofsted_grades")


# Codes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "scale", "code"),
    [
        ("2.5", "national_curriculum", ""),  # 2c, 2b or 2a: nobody knows
        ("o", "ofsted_2012", "1"),  # outstanding, not a nought
        ("level 3 b", "national_curriculum", "3b"),
        ("3_b", "national_curriculum", "3b"),
        ("zzzz", "ofsted_2012", ""),
    ],
)
def test_the_nearest_code_is_named_only_where_there_is_one(text, scale, code):
    """It is offered, never put in."""
    assert codes.nearest(text, scale=scale) == code


def test_a_number_with_a_nought_behind_its_point_is_the_code():
    """As spreadsheets write whole numbers."""
    assert codes.read_code("2.0", scale="ofsted_2012") == ("2", "number")
    assert codes.read_code("2.5", scale="ofsted_2012") == (None, "")


def test_words_for_missing_are_left_out_and_told_of():
    """An empty group means that nobody is in it; of an item, that there is no answer."""
    data = b"Pupil,Level before,Level after,Sex\nA,2b,3c,F\nB,absent,3c,\nC,-,3c,M\nD,2c,2b,M\n"
    told = problems(data, LEVELS)
    assert ("B3", "word for missing", "note") in told
    assert not [one for one in told if one[0] in ("B4", "D3") and "missing" in one[1]]
    form = "Name,Q1,Q2,Q3,Q4,Q5\nA,1,2,3,4,5\nB,1,,3,4,5\n"
    assert ("C3", "no answer", "note") in problems(form.encode(), "project_strands")


def test_a_time_that_is_empty_is_asked_for():
    """Whether an answer is of before or after cannot be guessed."""
    data = (
        "Name,Time,Q1,Q2,Q3,Q4,Q5,Q6\nA,before,1,2,3,4,5,1\nA,,1,2,3,4,5,1\nB,after,1,2,3,4,5,1\n"
    )
    told = problems(data.encode(), "differentiation_confidence")
    assert ("B3", "missing value", "error") in told


# Tables --------------------------------------------------------------------------------------


def test_a_table_of_which_nothing_is_left_says_so():
    """Each fault, and that they leave nothing."""
    told = problems(b"Teacher,Grade before,Grade after\nA,seven,nine\nB,eight,ten\n")
    assert ("", "nothing to use", "error") in told


def test_a_name_of_signs_alone_is_nobody():
    """It is asked for once, and not called a person twice."""
    told = problems(b"Teacher,Grade before,Grade after\n?,3,2\n?,3,2\nC,3,1\n")
    rules = [rule for _, rule, _ in told]
    assert "person twice" not in rules and "row twice" not in rules


def test_a_mapping_to_a_column_that_is_not_there_is_told():
    """With the role that was meant."""
    mapping = intake.Mapping(GRADES, {"person": 1, "grade_before": 2, "grade_after": 9})
    told = problems(b"Teacher,Grade before,Grade after\nA,3,2\nB,2,2\n", mapping=mapping)
    assert ("I", "no such column", "error") in told


def test_a_form_without_any_of_its_items_is_refused_once():
    """Not once for every item."""
    mapping = intake.Mapping("project_strands", {"person": 1})
    told = problems(b"Name,Other,More\nA,3,2\nB,2,2\n", "project_strands", mapping)
    assert [rule for _, rule, _ in told].count("missing column") == 1


def test_a_table_without_a_column_of_names_is_still_checked():
    """Who is twice in it nobody can tell."""
    mapping = intake.Mapping(GRADES, {"grade_before": 1, "grade_after": 2})
    told = problems(b"Grade before,Grade after,x\n3,2,a\n3,9,b\n", mapping=mapping)
    assert ("B3", "unknown code", "error") in told
    assert not any("twice" in rule for _, rule, _ in told)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("instrument: lesson_grades\nsheat: 1\ncolumns: {}", "'sheat'"),
        ("instrument: lesson_grades\nsheet: first\ncolumns: {}", "'?first'?"),
    ],
)
def test_a_mapping_says_which_of_its_lines_is_wrong(tmp_path, text, reason):
    """A line that is not known, and a sheet that is no place."""
    file = tmp_path / "mapping.yml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(intake.IntakeError, match=reason):
        intake.read_mapping(file)


def test_a_role_can_be_taken_out_of_a_mapping():
    """Without a column it is not read."""
    mapping = intake.Mapping(GRADES, {"person": 1, "grade_before": 2, "grade_after": 3})
    assert mapping.with_column("person", None).columns == {"grade_before": 2, "grade_after": 3}


def test_a_question_finds_its_instrument_where_only_one_is_for_it():
    """Else the ones to choose from are named."""
    assert intake.instrument("sublevel_progress").name == LEVELS
    with pytest.raises(intake.IntakeError, match="Choose one of: "):
        intake.instrument("before_after_survey")


# Headings ------------------------------------------------------------------------------------


def test_questions_that_are_numbered_are_headings():
    """The first of two rows as wide."""
    sheet = intake.read(b"1,2,3,4\n3,2,1,4\n3,2,2,4\n")
    assert (sheet.header_rows, sheet.rows) == ((1,), (2, 3))


def test_a_sheet_of_one_column_has_its_first_row_for_heading():
    """And one in which no row is wide enough has none."""
    assert intake.read(b"12\n13\n14\n").header_rows == (1,)
    with pytest.raises(intake.IntakeError, match="table with headings"):
        intake.read(b"1,,,,\n,2,,,\n,,3,4,5\n")


def merged(*rows, spans):
    """Write a workbook with merged cells."""
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    for span in spans:
        workbook.active.merge_cells(span)
    data = io.BytesIO()
    workbook.save(data)
    return data.getvalue()


def test_a_known_row_above_merged_over_two_groups_the_row_below():
    """Grade stands over Before and After; the title over everything does not group."""
    sheet = intake.read(
        merged(
            ["Marks of Hill School", None, None, None],
            ["Teacher", "Grade", None, "Date before"],
            [None, "before", "after", None],
            ["A", 3, 2, None],
            ["B", 2, 2, None],
            spans=["A1:D1", "B2:C2"],
        )
    )
    assert sheet.header_rows == (2, 3)
    assert [sheet.headers[column] for column in (2, 3)] == ["Grade before", "Grade after"]


# Files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        "sep=;\nTeacher;Grade before;Grade after\nÉmile;3;2\n".encode(),
        "Teacher,Grade before,Grade after\nÉmile,3,2\n".encode("utf-16-le"),
        "Teacher,Grade before,Grade after\nÉmile,3,2\n".encode("utf-16-be"),
        "Teacher\tGrade before\tGrade after\nÉmile\t3\t2\n".encode("utf-16"),
    ],
)
def test_a_text_file_is_read_in_its_own_letters(data):
    """Excel's line that names the separator; two bytes a letter, with or without a mark."""
    sheet = intake.read(data)
    row = sheet.rows[0]
    assert [sheet.cell(row, column).text for column in (1, 2, 3)] == ["Émile", "3", "2"]
    first = 2 if data.startswith(b"sep") else 1
    assert (sheet.header_rows, row) == ((first,), first + 1)


def test_a_file_of_two_encodings_says_from_which_byte():
    """It is read as far as it goes, and not used."""
    data = b"\xef\xbb\xbfTeacher,Grade before,Grade after\nA\xe9,3,2\nB,2,2\n"
    found = intake.check(intake.read(data), GRADES, today=TODAY)
    (message,) = found.loc[found["rule"] == "encoding", "message"]
    assert f"found byte {data.index(0xE9) - 2} " in message and "utf-8" in message


def test_half_a_letter_is_no_text():
    """An odd number of bytes, two to a letter."""
    with pytest.raises(intake.IntakeError, match="must be text"):
        intake.read("Teacher,Grade\nA,3\n".encode("utf-16-le") + b"\x00\xd8")


@pytest.mark.parametrize(("sheet", "reason"), [("Spring", "There are: 'Sheet'"), (2, "no 2")])
def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(sheet, reason):
    """By name or by place."""
    with pytest.raises(intake.IntakeError, match=reason):
        intake.read(book(), sheet=sheet)


def test_a_hidden_sheet_is_read_only_by_name():
    """And that it is hidden is told."""

    def hide(sheet, workbook):
        workbook.create_sheet("Other")["A1"] = "x"
        sheet.sheet_state = "hidden"
        workbook.active = 1

    found = intake.check(intake.read(book(hide), sheet="Sheet"), GRADES, today=TODAY)
    assert "hidden sheet" in set(found["rule"])


def test_a_file_that_is_not_there_or_holds_nothing_in_view_is_refused(tmp_path):
    """With what to do."""
    with pytest.raises(intake.IntakeError, match=r"none named 'gone\.xlsx'"):
        intake.read(tmp_path / "gone.xlsx")
    with pytest.raises(intake.IntakeError, match="visible sheet"):
        intake.read(merged(spans=[]))


def test_times_and_links_of_a_workbook_are_harmless():
    """A time is text; macros and links to other files are told of and not followed."""

    def change(sheet, workbook):
        sheet["D1"], sheet["D2"] = "Started", time(9, 30)

    plain = book(change)
    assert intake.read(plain).cell(2, 4).text == "09:30:00"
    data = io.BytesIO(plain)
    with zipfile.ZipFile(data, "a") as packed:
        packed.writestr("xl/vbaProject.bin", b"x")
        packed.writestr("xl/externalLinks/externalLink1.xml", b"<x/>")
    rules = {problem.rule for problem in intake.read(data.getvalue()).problems}
    assert {"macros", "external links"} <= rules


def test_a_file_with_a_password_is_refused():
    """Its parts say that they are enciphered."""
    data = bytearray(archive(**{"xl/workbook.xml": b"x"}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    with pytest.raises(intake.IntakeError, match="password"):
        intake.read(bytes(data))


def cell(kind, text, **attributes):
    """Write one cell of an OpenDocument spreadsheet."""
    given = "".join(f' office:{name}-value="{value}"' for name, value in attributes.items())
    value = f' office:value="{attributes["plain"]}"' if "plain" in attributes else given
    return (
        f'<table:table-cell office:value-type="{kind}"{value}><text:p>{text}</text:p>'
        "</table:table-cell>"
    )


def test_an_open_document_gives_days_shares_and_spaces_as_they_are_meant():
    """A day by its value and not by how it is shown; runs of spaces are elements of their own."""
    data = open_document(
        "<table:table-columns><table:table-column/>"
        '<table:table-column table:number-columns-repeated="3" table:visibility="collapse"/>'
        "</table:table-columns><table:table-header-rows>"
        + cells("Teacher", "Grade before", "Date before", "Grade after", "Share", "Seen")
        + "</table:table-header-rows><table:table-row>"
        + cell("string", 'Ann<text:s text:c="2"/>Lee<text:tab/>B<text:span>en</text:span>')
        + cell("float", "three", plain="nothing")
        + cell("date", "1. März", date="2014-03-01T00:00:00")
        + cell("float", "2.00", plain="2")
        + cell("percentage", "45%", plain="0.45")
        + cell("boolean", "WAHR", boolean="true")
        + "<text:soft-page-break/></table:table-row>"
    )
    sheet = intake.read(data)
    texts = [sheet.cell(2, column).text for column in range(1, 7)]
    assert texts == ["Ann  Lee Ben", "three", "2014-03-01 00:00:00", "2", "45%", "TRUE"]
    assert sheet.grid.hidden_columns == {2, 3, 4}
    told = {problem.rule for problem in sheet.problems}
    assert "hidden column" in told


def test_cells_that_an_open_document_merges_are_told_of():
    """Two teachers under one name."""
    wide = '<table:table-cell office:value-type="string" table:number-rows-spanned="2">'
    data = open_document(
        cells("Teacher", "Grade before", "Grade after")
        + f"<table:table-row>{wide}<text:p>A</text:p></table:table-cell>"
        + cell("float", "3", plain="3")
        + cell("float", "2", plain="2")
        + "</table:table-row><table:table-row><table:covered-table-cell/>"
        + cell("float", "3", plain="3")
        + cell("float", "2", plain="2")
        + "</table:table-row>"
    )
    assert ("A2", "merged cells", "error") in problems(data)


# Two tables, many schools --------------------------------------------------------------------


def test_a_row_without_a_name_is_matched_with_nobody():
    """The names put two tables side by side."""
    before = intake.read(b"Teacher,Grade\nAnn,3\n,2\nBen,2\n")
    after = intake.read(b"Teacher,Grade\nAnn,2\nBen,1\n")
    found = intake.check(intake.joined(before, after, GRADES), GRADES, today=TODAY)
    (row,) = found[found["rule"] == "missing value"].to_dict("records")
    assert (row["sheet"], row["row"], row["column"]) == ("file before", 3, "A")


def test_a_table_without_times_is_not_split():
    """A form that is filled in once has no two times either."""
    sheet = intake.read(b"Teacher,Grade,Remark\nAnn,3,x\nBen,2,y\n")
    assert intake.by_time(sheet, GRADES) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("School,File\nHill,a.csv\nhill,b.csv\n", r"'hill' in rows 2 and 3"),
        ("Name of it,File\nHill,a.csv\n", "column 'School'"),
    ],
)
def test_a_list_of_schools_names_each_once(tmp_path, text, reason):
    """In a column that says so."""
    file = tmp_path / "schools.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(intake.IntakeError, match=reason):
        school_names.read_list(file)


def test_a_list_of_schools_is_a_file_and_a_name_has_letters(tmp_path):
    """Digits alone name no school."""
    with pytest.raises(intake.IntakeError, match=r"none named 'gone\.csv'"):
        school_names.read_list(tmp_path / "gone.csv")
    assert school_names.plain_name("123-45") == ""
    assert school_names.plain_name("2nd form") == "School 2nd Form"


def test_a_column_of_schools_that_is_not_there_is_refused():
    """With the columns that are."""
    sheet = intake.read(b"Place,Teacher,Before,After\nHill,A,3,2\nDale,B,2,2\n")
    with pytest.raises(intake.IntakeError, match="Columns: A 'Place', B 'Teacher'"):
        intake.school_column(sheet, "Trust")


# Tables made ---------------------------------------------------------------------------------


def made(data, name):
    """Make the tables of a sheet."""
    sheet, form = intake.read(data), intake.instrument(name)
    mapping = intake.propose(sheet, name).mapping
    return intake.make(intake.examine(sheet, name, mapping), form, mapping, place="Hill")


def test_inspection_grades_become_two_rows_a_school():
    """In the order of the grades and without a name."""
    found = made(
        b"School,Grade before,Date before,Grade after,Date after\n"
        b"Hill,3,01/06/2013,2,01/06/2016\nDale,2,01/06/2013,1,01/06/2016\n",
        "ofsted_grades",
    )["group_grades"]
    assert found[["unit", "time", "grade"]].to_numpy().tolist() == [
        ["school 1", "before", "2"], ["school 1", "after", "1"],
        ["school 2", "before", "3"], ["school 2", "after", "2"],
    ]  # fmt: skip
    assert found["words"].tolist() == ["good", "outstanding", "requires improvement", "good"]
    assert not found.isin(["Hill", "Dale"]).any().any()


def test_a_comparison_of_nobody_is_not_made():
    """Each has one value only."""
    with pytest.raises(intake.IntakeError, match="somebody to compare"):
        made(b"Teacher,Grade before,Grade after\nA,3,\nB,,2\n", GRADES)


def test_a_level_without_points_has_no_gain():
    """W, working towards level 1, has points; what has none stops the count."""
    data = b"Pupil,Level before,Level after\nA,2b,3c\nB,2c,2a\n"
    frame = made(data, LEVELS)["gains"]
    rows = frame[frame["group"] == "all"]
    assert dict(zip(rows["sub_levels"], rows["pupils"], strict=True)) == {"2": "2"}


def test_a_short_name_is_of_small_letters_digits_and_hyphens():
    """It becomes a folder."""
    for name in ("Hill School", "1hill", "", "hill/up"):
        with pytest.raises(intake.IntakeError, match="short name"):
            data_folder._require_short(name)
    assert data_folder._require_short("hill-2") is None


def test_rows_of_a_table_are_written_as_csv_reads_them():
    """What the description does not list is left out."""
    text = data_folder._as_csv(["a", "b"], [{"a": 'x,"y"', "c": 1}])
    assert list(csv.reader(io.StringIO(text))) == [["a", "b"], ['x,"y"', ""]]
