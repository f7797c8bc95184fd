"""The tables of data/: read by name, refused with every problem when one breaks its description."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from partnership_evaluation import tables

BROKEN = Path(__file__).with_name("broken_tables")
ADVICE = re.compile(
    r"Did you mean|Known: |\b(Add|Change|Correct|Delete|Give|Mend|Name|Remove|Rename|Replace"
    r"|Restore|Save|Set|Use|Write)\b"
)
PLACES = {
    # folder: table, and for each problem what its sentence must name
    "unknown_column": ("rolls", [["rolls.csv", "colour"]]),
    "missing_column": ("rolls", [["rolls.csv", "pupils"]]),
    "text_in_a_number": ("rolls", [["rolls.csv", "row 3", "column pupils", "'ninety'"]]),
    "number_out_of_range": ("rolls", [["rolls.csv", "row 3", "column pupils", "'9500'", "2000"]]),
    "repeated_key": ("rolls", [["rolls.csv", "row 3", "column school"]]),
    "empty_required_cell": ("rolls", [["rolls.csv", "row 3", "column pupils", "empty cell"]]),
    "grade_not_on_scale": ("lessons", [["lessons.csv", "row 3", "column grade", "'5'"]]),
    "unknown_scale": ("lessons", [["lessons.csv", "row 3", "column scale", "'ofsted_2012'?"]]),
    "extra_cell": ("rolls", [["rolls.csv", "row 3", "'7'"]]),
    "semicolons_for_commas": ("rolls", [["rolls.csv", ";"]]),
    "text_file_renamed_to_csv": ("rolls", [["rolls.csv", "utf-8"]]),
    "not_utf8": ("rolls", [["rolls.csv", "utf-8"]]),
    "missing_file": ("rolls", [["rolls.csv", "git checkout data"]]),
    "no_description": ("rolls", [["datapackage.json", "no_description", "PARTNERSHIP_DATA"]]),
    "two_problems": (
        "rolls",
        [
            ["rolls.csv", "row 2", "column pupils", "'many'"],
            ["rolls.csv", "row 3", "column pupils", "'9500'"],
        ],
    ),
}


@pytest.fixture
def use_folder(monkeypatch):
    """Make the library read another data folder."""
    return lambda folder: monkeypatch.setenv("PARTNERSHIP_DATA", str(folder))


def sentences_about(name, use_folder):
    """Read the table of a broken folder and return what the error says, one sentence a line."""
    use_folder(BROKEN / name)
    with pytest.raises(tables.DataError) as caught:
        tables.read(PLACES[name][0])
    return str(caught.value).splitlines()


def test_every_broken_folder_is_tried():
    """The list above and the folders beside this file name the same things."""
    assert sorted(PLACES) == sorted(path.name for path in BROKEN.iterdir() if path.is_dir())


@pytest.mark.parametrize("name", PLACES)
def test_a_broken_table_is_refused_with_the_place_of_each_problem(name, use_folder):
    """File, row and column stand in the sentence about each problem, with what was found."""
    found = sentences_about(name, use_folder)
    for wanted in PLACES[name][1]:
        assert any(all(part in sentence for part in wanted) for sentence in found), found


@pytest.mark.parametrize("name", PLACES)
def test_every_problem_of_a_table_comes_with_what_to_do(name, use_folder):
    """Each sentence says how to mend the table."""
    for sentence in sentences_about(name, use_folder):
        assert ADVICE.search(sentence), sentence


@pytest.mark.parametrize("name", PLACES)
def test_no_problem_of_a_table_is_left_without_a_rule(name, use_folder):
    """No sentence ends in an empty rule, and none speaks of cells when a column is at fault."""
    for sentence in sentences_about(name, use_folder):
        assert not re.search(r"[;:] ?\.$", sentence), sentence
        assert "column" not in name or "found an empty cell" not in sentence, sentence


# Reading -------------------------------------------------------------------------------------


@pytest.fixture
def small_package(tmp_path, use_folder):
    """Write a data folder of one table and make the library read it."""

    def write(text, **types):
        fields = [{"name": name, "type": kind} for name, kind in types.items()]
        resource = {"name": "small", "path": "small.csv", "schema": {"fields": fields}}
        package = {"name": "small", "resources": [resource | {"profile": "tabular-data-resource"}]}
        (tmp_path / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
        (tmp_path / "small.csv").write_text(text, encoding="utf-8")
        use_folder(tmp_path)
        return tables.read("small")

    return write


def test_printed_decimals_keep_their_trailing_zeros(small_package):
    """Text columns come back as they were printed."""
    frame = small_package("mean\n5.20\n5.2\n+0.60\n", mean="string")
    assert frame["mean"].tolist() == ["5.20", "5.2", "+0.60"]


def test_whole_numbers_stay_whole_beside_an_empty_cell(small_package):
    """A missing count does not turn the others into decimals."""
    frame = small_package("school,pupils\nAsh,7\nBirch,\n", school="string", pupils="integer")
    assert frame["pupils"].dtype == pd.Int64Dtype()
    assert frame["pupils"][0] == 7 and frame["pupils"].isna().tolist() == [False, True]


@pytest.mark.parametrize("word", ["NA", "None", "null", "nan"])
def test_only_an_empty_cell_is_missing(small_package, word):
    """Words that pandas would take for a missing value are text."""
    assert small_package(f"group,n\n{word},1\n", group="string", n="integer")["group"][0] == word


def test_accents_and_quotation_marks_are_read_as_written(small_package):
    """Files are UTF-8."""
    frame = small_package("words,n\n\N{LEFT SINGLE QUOTATION MARK}é↑,1\n", words="string", n="any")
    assert frame["words"][0] == "\N{LEFT SINGLE QUOTATION MARK}é↑"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Schools of the north\nschool,pupils\nAsh,7\n", "found 'Schools of the north'"),
        ("pupils,school\n7,Ash\n", "must stand in the order school, pupils; found pupils, school"),
        ("school,pupils\nAsh,7\n\n", "row 3: a row must hold something; found an empty one"),
        ("school,pupils\nAsh\n", "row 2: a row must have a cell in each of the 2 columns; found 1"),
        ("school,pupils,pupils\nAsh,7,7\n", "column 3: no name may stand twice; found 'pupils'"),
        ("school\tpupils\nAsh\t7\n", "separated by commas; found tabs"),
        ("", "found that the source is empty"),
    ],
)
def test_what_frictionless_would_guess_away_is_refused(small_package, text, found):
    """The first row names the columns, in order, and commas separate them."""
    with pytest.raises(tables.DataError, match=re.escape(found)) as caught:
        small_package(text, school="string", pupils="integer")
    assert all(ADVICE.search(sentence) for sentence in str(caught.value).splitlines())


def test_a_column_left_out_in_the_middle_is_the_one_that_is_named(small_package):
    """Rows are not reported, because their cells would be held against the wrong column."""
    with pytest.raises(tables.DataError) as caught:
        small_package("school,kind\nAsh,x\n", school="string", pupils="integer", kind="string")
    (sentence,) = str(caught.value).splitlines()
    assert sentence.startswith("small.csv, row 1, column pupils: every column that is described")


def test_a_space_beside_the_name_of_a_column_is_no_part_of_it(small_package):
    """The column has its name and its type."""
    frame = small_package("school, pupils\nAsh,7\n", school="string", pupils="integer")
    assert list(frame.columns) == ["school", "pupils"] and frame["pupils"].dtype == pd.Int64Dtype()


def test_a_space_beside_a_text_is_a_part_of_it(small_package):
    """It is not dropped, and it does not make a number of a printed decimal."""
    assert small_package("a,mean\nx, 5.20\n", a="string", mean="string")["mean"][0] == " 5.20"


# The tables of the project -------------------------------------------------------------------


def test_lesson_grades_of_the_twelve_teachers_are_read():
    """Table 7 of the document prints twelve participants on the four words of Ofsted."""
    frame = tables.read("sutton/lesson_grades")
    assert frame["participant"].tolist() == list(range(1, 13))
    assert frame["scale"].unique().tolist() == ["lesson_grade_2012"]


def test_names_can_be_kept_to_one_case():
    """Only that case's folder is listed, and shared tables are in no folder."""
    assert set(tables.names("sutton")) < set(tables.names())
    assert all(name.startswith("sutton/") for name in tables.names("sutton"))
    assert {"sources", "cases", "claims", "scales", "measures"} <= set(tables.names())


def test_a_described_table_exists_and_another_does_not():
    """Existence follows the description."""
    assert tables.exists("claims") and not tables.exists("claim")


def test_a_description_names_source_and_columns():
    """The document of the case stands in the description of its tables."""
    about = tables.describe("sutton/lesson_grades")
    assert "(2015)" in about["source"] and set(about) == {
        "title",
        "description",
        "source",
        "fields",
    }
    assert list(about["fields"]) == list(tables.read("sutton/lesson_grades").columns)


def test_the_claims_of_all_cases_are_the_whole_ledger():
    """One case at a time or all at once, the same rows in the same order."""
    ledger = tables.claims("all")
    parts = [tables.claims(case) for case in dict.fromkeys(ledger["case"])]
    pd.testing.assert_frame_equal(ledger, pd.concat(parts, ignore_index=True))


def test_a_mistyped_table_is_answered_with_the_nearest():
    """The error offers the name that was meant."""
    with pytest.raises(tables.DataError, match=r"found 'suton/lesson_grades'.*'sutton/lesson_"):
        tables.read("suton/lesson_grades")


def test_a_mistyped_case_is_answered_with_the_nearest():
    """The error offers the case that was meant."""
    with pytest.raises(tables.DataError, match=r"claims.csv; found 'suton'. Did you mean 'sutton'"):
        tables.claims("suton")


def test_a_folder_without_description_is_refused(tmp_path, use_folder):
    """The error names the folder and the variable to set."""
    use_folder(tmp_path)
    with pytest.raises(tables.DataError, match="Set PARTNERSHIP_DATA"):
        tables.folder()
