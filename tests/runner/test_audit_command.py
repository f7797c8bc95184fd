"""The command ``evaluate audit``: what it reads, what it says, how it ends."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report_runner import cli
from report_runner.audit_command import audit_numbers
from report_runner.numbers_file import NumbersFileError, read_numbers

ZOO = Path(__file__).parent / "zoo" / "numbers"


@pytest.fixture
def audit(capsys):
    """Audit a file of the zoo: exit code, standard output and standard error."""

    def run(name, *options):
        code = cli.main(["audit", str(ZOO / f"{name}.csv"), *options])
        return code, *capsys.readouterr()

    return run


# What is found -------------------------------------------------------------------------------


def test_findings_are_a_table_of_four_columns_that_puts_first_what_matters(audit, monkeypatch):
    """Row, what is wrong, what it could have been, does it matter; rows as a spreadsheet counts."""
    monkeypatch.setenv("COLUMNS", "100")
    code, out, err = audit("good")
    assert (code, err) == (1, "")
    title, table, *_ = out.split("\n\n")
    heading, *lines = table.splitlines()
    assert title == "2 findings, 1 of them material."
    assert [part.strip() for part in heading.split("  ") if part] == [
        "row",
        "what is wrong",
        "what it could have been",
        "does it matter",
    ]
    assert [" ".join(line.split()) for line in lines] == [
        "6 People prints '23', but 18 + 6 is 24. 24 material",
        "2 Row 2 prints '35', but no whole number out of 16 gives 38 cosmetic",
        "it: 5 of 16 is 31.25 and 6 of 16 is 37.5 per cent; it",
        "would be possible for 17 people.",
    ]


def test_what_is_in_order_and_what_was_not_checked_is_counted(audit):
    """Passing over a number in silence would look like a clean bill."""
    out = audit("good")[1]
    assert "Of 7 numbers: 2 with a finding, 2 in order, 3 not checked." in out
    assert "Not checked: rows 4 to 5, 8. A percentage needs its n" in out


@pytest.mark.parametrize("width", ["60", "200"])
def test_the_table_is_as_wide_as_the_terminal(audit, monkeypatch, width):
    """No line of the table is longer, and no word is lost."""
    monkeypatch.setenv("COLUMNS", width)
    table = audit("good")[1].split("\n\n")[1]
    assert max(map(len, table.splitlines())) <= max(int(width), 92)
    assert "would be possible for 17 people." in " ".join(table.split())


def test_json_holds_the_findings_and_the_counts(audit):
    """Nothing else is printed, so that it can be piped."""
    code, out, err = audit("good", "--json")
    data = json.loads(out)
    assert (code, err) == (1, "")
    assert {key: data[key] for key in data if key != "findings"} == {
        "schema": 1,
        "file": "good.csv",
        "numbers": 7,
        "with_findings": 2,
        "in_order": 2,
        "not_checked": 3,
    }
    assert data["findings"][1] == {
        "row": 2,
        "claim": "row 2",
        "rule": "grim_percent",
        "printed": "35",
        "possible": "31 or 38",
        "correction": "38",
        "severity": "cosmetic",
        "explanation": "Row 2 prints '35', but no whole number out of 16 gives it: 5 of 16 is "
        "31.25 and 6 of 16 is 37.5 per cent; it would be possible for 17 people.",
    }


def test_csv_has_one_row_a_finding(audit):
    """With the same fields as the JSON."""
    code, out, err = audit("good", "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert (code, err) == (1, "")
    assert [(row["row"], row["correction"]) for row in rows] == [("6", "24"), ("2", "38")]
    assert list(rows[0]) == list(json.loads(audit("good", "--json")[1])["findings"][0])


def test_one_form_at_a_time(capsys):
    """argparse ends with exit code 2."""
    with pytest.raises(SystemExit) as error:
        cli.main(["audit", "x.csv", "--json", "--csv"])
    assert error.value.code == 2
    assert "not allowed with" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["nothing_wrong", "nothing_to_check", "column_of_their_own"])
def test_nothing_found_is_exit_code_0(audit, name):
    """Also where nothing could be checked, which is then said."""
    code, out, err = audit(name)
    assert (code, err) == (0, "")
    assert out.startswith("Nothing found.\n\nOf 1 number: 0 with a finding, ")
    assert ("Not checked: row 2." in out) == (name == "nothing_to_check")
    assert ("Columns left alone: page." in out) == (name == "column_of_their_own")
    assert audit(name, "--csv")[1].count("\n") == 1
    assert json.loads(audit(name, "--json")[1])["findings"] == []


def test_a_deviation_is_checked_beside_its_mean(audit):
    """Found, in order, or left open with the reason; counts and scales are held to as well."""
    code, out, _ = audit("deviations", "--json")
    found = json.loads(out)["findings"]
    assert code == 1
    assert [(each["row"], each["rule"], each["correction"]) for each in found] == [
        (4, "count", "3"),
        (5, "count", "3"),
        (6, "scale", "5.0"),
        (2, "grimmer", "2.48"),
    ]
    assert "Row 7: Left open: a standard deviation is checked against" in audit("deviations")[1]


def test_an_authors_table_of_tests_is_checked_by_its_subjects(audit):
    """Three slips are three findings; what lacks something is left open with what it lacks."""
    code, out, _ = audit("authors_table", "--json")
    found = json.loads(out)["findings"]
    assert code == 1
    assert [(each["row"], each["rule"], each["correction"]) for each in found] == [
        (7, "t recomputed", "3.82"),
        (13, "degrees of freedom", "23"),
        (14, "statcheck", "0.002"),
    ]
    assert "which the printed p goes with." in found[0]["explanation"]
    assert "Row 17: Left open: give the degrees of freedom" in audit("authors_table")[1]


def test_a_reference_to_a_row_that_is_not_there_is_named(audit):
    """The sum is not checked, and the nearest name is offered."""
    code, out, _ = audit("reference_to_no_row")
    assert code == 0
    assert "Row 3: sum(womn; women) cannot be checked: 'womn' is not in this table" in out
    assert "'women'" in out


def test_the_ledger_of_the_project_can_be_audited_by_file():
    """The same findings as from the library, each with its row in the file."""
    from partnership_evaluation import consistency, tables

    file = Path(__file__).parents[2] / "data" / "claims.csv"
    checked = audit_numbers(read_numbers(file))
    wrong = checked.loc[[each is False for each in checked["consistent"]]]
    expected = consistency.audit(tables.read("claims"))
    assert list(wrong["explanation"]) == list(expected["explanation"])
    lines = file.read_text(encoding="utf-8").splitlines()
    for row, claim in zip(wrong["row"], wrong["claim"], strict=True):
        assert lines[row - 1].startswith(f"{claim},")


# What is read --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["semicolons", "tabs", "byte_order_mark", "from_windows"])
def test_every_usual_way_of_saving_gives_the_same_findings(audit, name):
    """Separators, byte-order mark, line ends and letters of Windows."""
    expected = json.loads(audit("good", "--json")[1])
    found = json.loads(audit(name, "--json")[1])
    assert found | {"file": ""} == expected | {"file": ""}


def test_lines_above_the_headings_are_left_out_but_counted(audit):
    """A row has the number that the spreadsheet shows beside it."""
    found = json.loads(audit("title_above_headings", "--json")[1])["findings"]
    assert [(each["row"], each["claim"]) for each in found] == [(9, "people"), (5, "row 5")]


def test_whole_numbers_with_a_point_and_empty_rows_are_read(audit):
    """A column with gaps comes out of some programs as 16.0."""
    data = json.loads(audit("gaps_written_as_floats", "--json")[1])
    assert (data["numbers"], [each["row"] for each in data["findings"]]) == (2, [2])


# What is refused -----------------------------------------------------------------------------

WRONG = {
    "no_kind_column": ["Row 1, the headings: there must be a column 'kind': found what, value"],
    "misspelt_column": ["Row 1, the headings", "found 'valeu'; did you mean 'value'? Rename it."],
    "column_twice": ["Row 1, the headings", "found 'n' 2 times; rename or delete all but one."],
    "unknown_kind": ["Row 2, column kind", "found 'percentage'; did you mean 'percent'?"],
    "kind_left_out": ["Row 2, column kind", "found ''", "Use one of these."],
    "value_in_words": ["Row 2, column value", "found 'a third'; give it as text such as '5.20'"],
    "decimal_comma": ["Row 2, column value", "found '3,67'; write 3.67 or 367"],
    "comma_of_thousands_or_decimals": ["Row 2, column value", "write 3.125 or 3125, whichever"],
    "size_in_words": ["Row 2, column n", "found 'sixteen'; leave it empty when not stated."],
    "scale_became_a_date": ["Row 2, column scale", "found '01-May'", "a date", "'1 to 5'"],
    "scale_upside_down": ["Row 2, column scale", "found '5 to 1'; write it as '1 to 5'."],
    "fewer_decimals_than_printed": ["Row 2, column decimals", "found 1 for '3.67'; correct"],
    "deviation_in_words": ["Row 2, column sd", "found 'about one'; give it as text"],
    "decimal_comma_in_deviation": ["Row 2, column sd", "found '1,1'; write 1.1 or 11"],
    "scale_in_words": ["Row 2, column scale", "found 'likert'; write it as '1 to 5'."],
    "claim_twice": ["Row 3, column claim", "found 'women' in row 2 too; rename one."],
    "unknown_rule": ["Row 2, column depends_on", "found 'total(row 3; row 4)'", "sum, difference"],
    "unquoted_comma": ["Row 2: ", "found 'all women' beyond; put", "in double quotes."],
    "unpaired_quotation_mark": ["quoted as a whole: found one that", "write the mark twice"],
    "headings_only": ["at least one number: found none below the headings; add a row"],
    "workbook": ["text in columns: found a workbook; save it", "'CSV UTF-8'"],
    "neither_utf8_nor_windows": ["found neither on line 2; save it"],
    "stars_alone": ["Row 2, column value", "found '***'; write the limit as a p, such as '<.05'."],
    "limit_of_a_t": ["Row 2, column value", "found '<2.1'; leave it out."],
    "degrees_of_freedom_in_a_row": ["Row 2, column kind", "found 'df'; write it in the column df"],
    "degrees_of_freedom_in_words": ["Row 2, column df", "found 'n-1'; write '23', '38.7' or"],
    "p_of_a_mean": ["Row 3, column depends_on", "found 'mean'; name the row of the test."],
    "t_of_one_mean": ["Row 3, column depends_on", "takes a difference, two means or both"],
    "no_such_file": ["found No such file or directory; check its name."],
}


@pytest.mark.parametrize("name", WRONG)
def test_a_broken_file_ends_with_place_rule_found_and_what_to_do(audit, name):
    """One thing is wrong with each, one line says so, nothing else is printed."""
    code, out, err = audit(name)
    assert (code, out) == (2, "")
    title, *lines = err.splitlines()
    assert title.endswith(f"{name}.csv cannot be audited; mend this first:")
    assert len(lines) == 1
    for words in WRONG[name]:
        assert words in lines[0]


def test_every_broken_file_of_the_zoo_is_looked_at():
    """A new file in the zoo is named in one of the tests."""
    text = Path(__file__).read_text(encoding="utf-8")
    assert all(f'"{file.stem}"' in text for file in ZOO.glob("*.csv"))


def test_an_empty_file_has_neither_headings_nor_numbers(audit):
    """Three things are missing, and all three are said."""
    code, _, err = audit("empty")
    assert code == 2
    assert [line[:37] for line in err.splitlines()[1:]] == [
        "- Row 1, the headings: there must be ",
        "- Row 1, the headings: there must be ",
        "- There must be at least one number: ",
    ]


def test_a_folder_is_no_file(tmp_path, capsys):
    """It is named, without a traceback."""
    assert cli.main(["audit", str(tmp_path)]) == 2
    assert "readable: found " in capsys.readouterr().err


def test_everything_wrong_is_said_at_once_in_the_order_of_the_file(audit):
    """Each problem with its row and column; no cell is complained of twice."""
    code, out, err = audit("everything_wrong", "--json")
    places = [line.split(": ")[0] for line in err.splitlines()[1:]]
    assert (code, out) == (2, "")
    assert places == [
        "- Row 1, the headings",
        "- Row 3",
        "- Row 2, column kind",
        "- Row 2, column value",
        "- Row 2, column n",
        "- Row 2, column decimals",
        "- Row 2, column scale",
        "- Row 2, column depends_on",
        "- Row 3, column value",
        "- Row 3, column scale",
        "- Row 3, column claim",
        "- Row 3, column depends_on",
        "- Row 4, column decimals",
        "- Row 5, column value",
    ]


# How it behaves ------------------------------------------------------------------------------

TEXTS = st.sampled_from(
    [
        "",
        "35",
        "3.5",
        "x",
        "-1",
        "1,000",
        "0",
        "16",
        "16.0",
        "1-5",
        "5-1",
        "percent",
        "mean",
        "count",
        "t",
        "p",
        "<.05",
    ]
)
ROWS = st.lists(st.lists(TEXTS | st.text(max_size=4), max_size=8), max_size=5)
HEADINGS = st.lists(
    st.sampled_from(
        [
            *("kind", "value", "n", "decimals", "scale", "sd", "df", "subject"),
            *("claim", "depends_on", "note", ""),
        ]
    ),
    max_size=7,
)


@given(HEADINGS, ROWS, st.sampled_from(",;\t"))
@settings(derandomize=True, max_examples=80, deadline=None)
def test_any_table_is_either_audited_or_refused(tmp_path_factory, headings, rows, separator):
    """No table of any content ends in a traceback."""
    file = tmp_path_factory.getbasetemp() / "any.csv"
    with file.open("w", encoding="utf-8", errors="replace", newline="") as lines:
        csv.writer(lines, delimiter=separator).writerows([["kind", "value", *headings], *rows])
    try:
        checked = audit_numbers(read_numbers(file))
    except NumbersFileError as error:
        assert error.problems
        assert all(text.endswith((".", "?")) for text in error.problems)
    else:
        assert set(checked["row"]) <= {number + 2 for number in range(len(file.read_bytes()))}


def test_help_names_the_columns_and_imports_nothing_heavy():
    """`evaluate audit --help` answers at once."""
    code = (
        "import sys; from report_runner.cli import main\n"
        "try: main(['audit', '--help'])\n"
        "except SystemExit: print(*{'pandas', 'numpy', 'papermill'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == ""
    for column in ("kind", "value", "n", "decimals", "scale", "sd", "df", "subject", "claim"):
        assert f"\n  {column} " in done.stdout


def test_a_terminal_without_the_letters_gets_question_marks(tmp_path):
    """An arrow in a claim does not end in a traceback where output is not UTF-8."""
    file = tmp_path / "arrow.csv"
    file.write_text("kind,value,n,subject\npercent,35,16,grade → up\n", encoding="utf-8")
    command = [sys.executable, "-m", "report_runner", "audit", str(file)]
    done = subprocess.run(command, capture_output=True, env={"PYTHONIOENCODING": "cp1252"})
    assert done.returncode == 1
    assert b"grade ? up" in done.stdout
