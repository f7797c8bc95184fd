"""National files: read as publishers give them, and the difference that turns its sign."""

import gzip
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from partnership_evaluation import files, national, parameters
from partnership_evaluation.files import FileError
from partnership_evaluation.questions import school_trusts, school_trusts_limits

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data"
SCHOOLS = BESIDE / "ofsted_mi_state_funded_2020-08-31.csv.gz"
LINKS = BESIDE / "gias_academy_group_links_2019-06-01.csv.gz"
national_files = pytest.mark.skipif(
    not (SCHOOLS.is_file() and LINKS.is_file()),
    reason="the publishers' files are not beside the project",
)
TRUSTS = "Multi-academy trust"
RAW = (
    "Management information,,,,\r\nas at 31 August 2020,,,,\r\n\r\n"
    "URN,School name,Overall effectiveness ,Inspection start date,"
    "Previous graded inspection overall effectiveness,Previous inspection start date,"
    "Type of education\r\n"
    "1,St John\u2019s,2,03/09/2019,3,05/10/2015,Academy Converter\r\n"
    '2,"Hill, Lower",NULL,,2,04/03/2014,Community School\r\n'
    "2,Listed twice,1,01/02/2018,2,04/03/2014,Community School\r\n"
    "3,Caf\u00e9 Road,Good,13/02/2018,9,,Community School\r\n"
    "4,Vale,4,2018-03-01 00:00:00,Good,01-Mar-2014,Community School\r\n"
)
LINKED = (
    "URN,Group UID,Group Name,Group Type,Joined date\n"
    "1,7,Oak Trust,Multi-academy trust,01-04-2017\n1,8,Oak,School sponsor,01-04-2017\n"
    "9,7,Oak Trust,Multi-academy trust,01-04-2017\n"
)


@pytest.fixture
def raw(tmp_path):
    """The two files as publishers give them: cp1252, titles, dates the day first."""
    (tmp_path / "schools.csv").write_bytes(RAW.encode("cp1252"))
    (tmp_path / "links.csv").write_text(LINKED, encoding="utf-8")
    return tmp_path


def comparison(rows):
    """Set up a comparison from (grade before, joined, improved, cluster)."""
    columns = ["previous_grade", "joined_between", "improved", "cluster"]
    return pd.DataFrame(rows, columns=columns)


# Reading -------------------------------------------------------------------------------------


def test_a_raw_file_is_read_with_its_letters_titles_and_dates(raw):
    """Windows letters, three rows above the header, a comma within a name."""
    found = national.read_schools(str(raw / "schools.csv"))
    assert found.table["name"].tolist()[:2] == ["St John\u2019s", "Hill, Lower"]
    assert found.table["date"].iloc[0] == pd.Timestamp(2019, 9, 3)
    assert found.table["previous_date"].iloc[-1] == pd.Timestamp(2014, 3, 1)
    assert any("cp1252" in clause for clause in found.met)
    assert any("title" in clause for clause in found.met)


def test_each_step_says_how_many_rows_it_kept(raw):
    """A school listed twice counts once; NULL and 9 are no grades."""
    found = national.graded(national.read_schools(str(raw / "schools.csv")))
    assert [n for _, n in found.steps] == [5, 4, 3, 2, 2]
    assert found.table["improved"].tolist() == [True, False]


def test_a_school_of_several_kinds_of_group_is_counted_once(raw):
    """Its sponsor is no second school, and a school of the other file only is left out."""
    schools = national.graded(national.read_schools(str(raw / "schools.csv")))
    members = national.read_memberships(str(raw / "links.csv"), trust_types=TRUSTS)
    both = national.joined(schools, members)
    assert [n for _, n in members.steps] == [3, 2, 2, 2]
    assert both.table["standing"].tolist() == ["joined between", "no academy"]


@pytest.mark.parametrize("form", ["csv.gz", "parquet"])
def test_packed_files_and_parquet_are_read_alike(raw, form):
    """The same table, whatever it is packed in."""
    plain = national.read_memberships(str(raw / "links.csv"), trust_types=TRUSTS)
    packed = raw / f"links.{form}"
    if form == "csv.gz":
        packed.write_bytes(gzip.compress((raw / "links.csv").read_bytes()))
    else:
        duckdb = pytest.importorskip("duckdb")
        query = f"SELECT * FROM read_csv('{raw / 'links.csv'}', all_varchar = true)"
        duckdb.sql(query).write_parquet(str(packed))
    again = national.read_memberships(str(packed), trust_types=TRUSTS)
    pd.testing.assert_frame_equal(plain.table, again.table)


def test_columns_may_be_named_by_the_user(raw):
    """A name that no publisher used is given as ours = theirs."""
    text = RAW.replace("Overall effectiveness ", "How good")
    (raw / "renamed.csv").write_text(text, encoding="utf-8")
    with pytest.raises(FileError, match="grade"):
        national.read_schools(str(raw / "renamed.csv"))
    found = national.read_schools(str(raw / "renamed.csv"), column_names="grade = How good")
    assert found.table["grade"].notna().sum() == 3


def test_a_row_may_stand_for_several_schools(raw):
    """A printed table of counts: trust, grade before, grade after, number of schools."""
    (raw / "printed.csv").write_text(
        "Trust,Previous grade,Current grade,Number of schools\n"
        "Oak,Requires improvement,Good,3\nOak,Good,Good,2\n,Requires improvement,Good,4\n"
        ",Good,Inadequate,6\n",
        encoding="utf-8",
    )
    both = national.joined(national.graded(national.read_schools(str(raw / "printed.csv"))))
    found = national.compare(both, definition="not_academies")
    assert (found.n_joined, found.n_maintained) == (5, 10)
    result = national.contrast(found.table)
    assert result.raw.estimate == pytest.approx(3 / 5 - 4 / 10)
    assert result.standardised.estimate == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(
    ("cell", "message"), [("32/13/2019", "day, month, year"), ("excellent", "A grade is 1 to 4")]
)
def test_a_cell_that_cannot_be_read_is_named(raw, cell, message):
    """With its column, and how many there are."""
    old = "03/09/2019" if "/" in cell else "Good,13"
    text = RAW.replace(old, cell if "/" in cell else f"{cell},13")
    (raw / "wrong.csv").write_text(text, encoding="utf-8")
    with pytest.raises(FileError, match=message):
        national.read_schools(str(raw / "wrong.csv"))


def test_suppressed_numbers_are_missing_and_counted():
    """SUPP is not zero, and not a fault."""
    values, counts = files.numbers(pd.Series(["1.5", "SUPP", "NE", "12%", None, "1,204"]))
    assert values.dropna().tolist() == [1.5, 12.0, 1204.0]
    assert counts == {"suppressed": 1, "not applicable": 1, "blank": 1}


def test_sums_of_whole_numbers_are_exact_beyond_the_reach_of_decimal_numbers(tmp_path):
    """2 ** 53 + 1 is lost in a float."""
    path = tmp_path / "large.csv"
    path.write_text(f"school,score\na,{2**53}\na,1\nb,2\n", encoding="utf-8")
    found = files.sums_by(str(path), ["school"], {"total": "score", "n": "1"})
    assert found["total"].tolist() == [2**53 + 1, 2]


def test_a_parameter_that_names_a_missing_file_says_where_to_get_it():
    """Nothing fails: the report is only not made."""
    (found,) = parameters.missing({"schools_file": "downloads/none.csv", "case": "england"})
    assert "none.csv is missing" in found and "Download" in found
    assert parameters.missing({"schools_file": "invented"}) == []


# Differences ---------------------------------------------------------------------------------


def clustered_by_hand(table, weights):
    """Standard error of the standardised difference from the sums of each cluster."""
    influence = np.zeros(len(table))
    for grade, weight in weights.items():
        for side, sign in ((True, 1), (False, -1)):
            cell = (
                (table["previous_grade"] == grade) & (table["joined_between"] == side)
            ).to_numpy()
            y = table["improved"].to_numpy(dtype=float)
            influence[cell] += sign * weight * (y[cell] - y[cell].mean()) / cell.sum()
    sums = pd.Series(influence).groupby(table["cluster"].to_numpy()).sum()
    g, n, k = len(sums), len(table), 2 * len(weights)
    return float(np.sqrt((sums**2).sum() * g / (g - 1) * (n - 1) / (n - k)))


def test_errors_clustered_by_trust_are_those_worked_out_by_hand():
    """Sums of residuals by trust, as the sandwich formula has them."""
    rng = np.random.default_rng(3)
    table = pd.DataFrame(
        {
            "previous_grade": rng.integers(2, 5, 300),
            "joined_between": rng.random(300) < 0.4,
            "improved": rng.random(300) < 0.5,
            "cluster": rng.integers(0, 40, 300),
        }
    )
    found = national.contrast(table).standardised
    joined = table[table["joined_between"]]["previous_grade"].value_counts(normalize=True)
    error = clustered_by_hand(table, joined.to_dict())
    assert found.estimate / found.statistic == pytest.approx(error, rel=1e-10)


def test_the_sign_turns_where_low_grades_rise_anyway_and_join_more_often():
    """At each grade schools that joined do worse, and better in the whole: Simpson's paradox."""
    rows = [(4, True, True, f"a{i}") for i in range(80)] + [(4, True, False, "b")] * 20
    rows += [(2, True, False, f"c{i}") for i in range(20)]
    rows += [(4, False, True, f"d{i}") for i in range(18)] + [(4, False, False, "e")] * 2
    rows += [(2, False, i < 10, f"f{i}") for i in range(100)]
    found = national.contrast(comparison(rows))
    assert found.raw.estimate > 0.3 and found.standardised.estimate < -0.05


def test_a_grade_from_which_only_schools_that_joined_came_is_left_out_and_counted():
    """There is nothing to compare them with."""
    rows = [(3, True, True, "a"), (3, True, False, "b"), (3, False, True, "c")]
    rows += [(3, False, False, "d"), (4, True, True, "e")]
    assert national.contrast(comparison(rows)).left_out == 1


def test_published_figures_are_held_to_their_rounding():
    """Printed whole: 87.5 gives 88, not 87; a name that is unknown cannot be checked."""
    figures = {"good_all": (7, 8, "schools good")}
    found = national.given_back("good_all = 88; good_all = 90%; other = 3", figures)
    assert found["verdict"].tolist() == ["reproduced", "not reproducible", "cannot be checked"]
    with pytest.raises(ValueError, match="name: figure"):
        national.given_back("good_all 88", figures)


# The publishers' own files -------------------------------------------------------------------


@pytest.fixture(scope="module")
def england():
    """Schools of England at two inspections, and the trusts that they joined."""
    schools = national.read_schools(str(SCHOOLS))
    members = national.read_memberships(str(LINKS), trust_types=TRUSTS)
    return schools, members, national.joined(national.graded(schools), members)


@national_files
def test_the_publishers_own_figures_come_back(england):
    """88, 76, 77 and 56 per cent; 57 without short inspections."""
    figures = national.figures_of(england[0].table, year_from="2019-09-01")
    printed = "good_primary=88; good_secondary=76; good_this_year=77; up_from_3_this_year=56"
    found = national.given_back(f"{printed}; good_this_year_full_only=57", figures)
    assert set(found["verdict"]) == {"reproduced"}


@national_files
def test_the_difference_between_joined_and_maintained_schools_turns_its_sign(england):
    """7 to 9 points as they are, about -2 given the same grades before; trusts drawn together."""
    for definition in ("not_academies", "local_authority", "local_authority_and_special"):
        table = national.compare(england[2], definition=definition).table
        found = national.contrast(table)
        assert 0.07 <= found.raw.estimate <= 0.09
        assert -0.03 <= found.standardised.estimate <= -0.015
        assert found.raw.low > 0 > found.standardised.high
    again = national.bootstrap(table, draws=400)
    for name in ("raw", "standardised"):
        one, other = getattr(found, name), getattr(again, name)
        assert other.high - other.low == pytest.approx(one.high - one.low, rel=0.15)


@national_files
def test_what_the_files_leave_out_is_counted(england):
    """Most grades before of schools that joined are of the school before them."""
    schools, members, both = england
    found = national.compare(both, definition="not_academies")
    gaps = national.survivors(both, found, memberships=members, every=schools.table)
    assert (gaps.academies, gaps.unplaced) == (8276, 1696)
    assert gaps.low < gaps.as_found < gaps.high
    before = national.predecessors(both).set_index(["standing", "earlier_grade_of"])["n"]
    assert before["joined between", "a school before it"] == 1908
    assert members.types["rows"].sum() == 14621


# Files as others save them -------------------------------------------------------------------


def test_numbers_of_schools_are_one_whatever_saved_them(raw):
    """Text, whole numbers of a database, and a spreadsheet's decimals."""
    plain = national.read_schools(str(raw / "schools.csv")).table
    text = (raw / "schools.csv").read_bytes().decode("cp1252")
    urns = plain["urn"].unique()
    for urn in urns:
        text = text.replace(f"\n{urn},", f"\n{urn}.0,")
    (raw / "decimals.csv").write_text(text, encoding="utf-16")  # Excel's "Unicode text"
    again = national.read_schools(str(raw / "decimals.csv")).table
    assert again["urn"].tolist() == plain["urn"].tolist() and len(urns) > 1


def test_a_file_without_the_date_before_does_not_say_who_joined_between(raw):
    """Everybody in a trust would have."""
    text = (raw / "schools.csv").read_bytes().decode("cp1252")
    (raw / "undated.csv").write_text(text.replace("Previous inspection start date", "When"))
    schools = national.graded(national.read_schools(str(raw / "undated.csv")))
    members = national.read_memberships(str(raw / "links.csv"), trust_types=TRUSTS)
    with pytest.raises(FileError, match="no column for previous_date"):
        national.joined(schools, members)


def test_a_school_of_a_trust_whose_inspection_has_no_date_has_a_place_of_its_own(raw):
    """It neither joined between nor before."""
    schools = national.graded(national.read_schools(str(raw / "schools.csv")))
    blank = schools.table.assign(previous_date=pd.NaT)
    members = national.read_memberships(str(raw / "links.csv"), trust_types=TRUSTS)
    found = national.joined(national.Schools(blank, schools.steps, schools.met), members).table
    assert found["standing"].tolist() == [national.STANDINGS[-1], "no academy"]


def test_invented_memberships_are_of_invented_schools_only(tmp_path):
    """A printed table says itself which trust a school is in, and may have no numbers."""
    path = tmp_path / "printed.csv"
    path.write_text(
        "Trust,Previous grade,Current grade,Number of schools\n"
        "Oak,3,2,3\nElm,4,3,2\n,3,3,4\n,2,4,6\n"
    )
    named = {
        "schools_file": str(path), "memberships_file": "invented", "school_columns": "",
        "membership_columns": "", "trust_types": TRUSTS, "seed": 1,
    }  # fmt: skip
    _, memberships, both = school_trusts.read(parameters.Settings(**named))
    assert memberships is None and len(both.table) == 15
    low = school_trusts_limits.low_shares(national.compare(both, definition="not_academies"))
    assert low == {"joined": 1.0, "maintained": 0.4}
    links = tmp_path / "links.csv"
    links.write_text(LINKED)
    with pytest.raises(FileError, match="by their numbers"):
        school_trusts.read(parameters.Settings(**named | {"memberships_file": str(links)}))
