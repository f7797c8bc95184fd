"""The tables of data/ keep to their description, and the ledger of claims holds together."""

import re
from functools import cache

import pandas as pd
import pytest
from frictionless import Package

from partnership_evaluation import tables

ROUTE = re.compile(r"(?P<rule>[a-z]+)\((?P<inputs>[a-z0-9-]+(?:; [a-z0-9-]+)*)\)")
INPUTS = {
    # rule: fewest and most claims it is computed from
    "sum": (2, None),
    "difference": (2, None),
    "mean": (2, None),
    "product": (2, None),
    "percent": (2, 2),
    "ratio": (2, 2),
    "same": (1, 1),
    "complement": (1, 1),
}
# A number that stands by itself: not the 4 of "4a", not the 5 of "year 5".
NUMBER = re.compile(r"(?<![\w.,])(?<!level )(?<!year )-?\d[\d,]*(?:\.\d+)?(?!\w)")
CASES = tables.read("cases")["case"].tolist()


@cache
def package():
    """Read the description of data/ once."""
    return Package(str(tables.folder() / tables.DESCRIPTION))


@cache
def ledger():
    """Read every claim once, empty cells as empty text."""
    return tables.claims("all").astype("str").fillna("")


def routes(claim):
    """Split the ways in which a claim can be recomputed into rule and inputs."""
    for route in claim.depends_on.split(" | ") if claim.depends_on else []:
        found = ROUTE.fullmatch(route)
        yield route, found and found["rule"], found["inputs"].split("; ") if found else []


# The package ---------------------------------------------------------------------------------


def test_the_whole_package_is_valid():
    """Frictionless finds no fault in any table, keys between tables included."""
    report = package().validate()
    faults = [f"{task.name}: {error.message}" for task in report.tasks for error in task.errors]
    assert not faults + [error.message for error in report.errors]


def test_every_file_is_described_and_every_description_has_a_file():
    """No table lies beside the package, and none is missing from the folder."""
    files = {
        path.relative_to(tables.folder()).as_posix() for path in tables.folder().rglob("*.csv")
    }
    assert files == {resource.path for resource in package().resources}


def test_every_table_has_a_title_a_description_and_a_source():
    """Each description says what the table holds and where it was printed."""
    bare = [r.path for r in package().resources if not (r.title and r.description and r.sources)]
    assert not bare


def test_every_column_is_described():
    """Each column has words of its own."""
    bare = [
        f"{resource.path}: {field.name}"
        for resource in package().resources
        for field in resource.schema.fields
        if not field.description
    ]
    assert not bare


@pytest.mark.parametrize("case", CASES)
def test_the_tables_of_a_case_are_read_without_a_problem(case):
    """The library itself, which also checks grades against their scale, finds nothing."""
    assert not [problem for name in tables.names(case) for problem in tables.problems(name)]


def test_every_folder_of_tables_belongs_to_a_case_study():
    """Folders are named by the cases of cases.csv."""
    folders = {name.split("/")[0] for name in tables.names() if "/" in name}
    assert folders <= set(CASES)


def test_every_table_of_a_case_says_where_each_row_was_printed():
    """Where there is a column of locators, none is empty; every case table has one."""
    without = []
    for name in tables.names():
        if "/" in name:
            frame = tables.read(name)
            located = "locator" in frame and frame["locator"].str.strip().ne("").all()
            without += [] if located and frame["locator"].notna().all() else [name]
    assert not without


def test_files_are_written_the_same_way():
    """UTF-8 without a mark, lines ended by a single newline, one newline at the end."""
    odd = []
    for path in tables.folder().rglob("*.csv"):
        text = path.read_bytes()
        mixed = b"\r" in text or text.startswith(b"\xef\xbb\xbf")
        odd += [path.name] if mixed or not text.endswith(b"\n") or text.endswith(b"\n\n") else []
    assert not odd


# The ledger ----------------------------------------------------------------------------------


def test_every_case_study_has_claims_from_its_own_document():
    """The document of a claim is the document of its case."""
    source = tables.read("cases").set_index("case")["source"]
    claims = ledger()
    assert set(claims["case"]) == set(CASES)
    assert (claims["source"] == claims["case"].map(source)).all()


def test_every_claim_begins_with_the_name_of_its_case():
    """The case can be read off the claim."""
    wrong = [row.claim for row in ledger().itertuples() if not row.claim.startswith(f"{row.case}-")]
    assert not wrong


def test_every_claim_has_a_place_and_a_subject():
    """Neither locator nor subject is blank."""
    blank = ledger()[["locator", "subject"]].apply(lambda column: column.str.strip() == "")
    assert ledger()["claim"][blank.any(axis=1)].empty


def test_every_route_to_a_claim_is_written_in_the_grammar():
    """A route is a rule with its inputs; alternatives are separated by a bar."""
    wrong = []
    for claim in ledger().itertuples():
        for route, rule, inputs in routes(claim):
            fewest, most = INPUTS.get(rule, (1, 0))
            if not fewest <= len(inputs) <= (most or len(inputs)) or rule not in INPUTS:
                wrong.append(f"{claim.claim}: {route}")
    assert not wrong


def test_every_input_of_a_route_is_another_claim_of_the_same_case():
    """Inputs exist, belong to the case, and are not the claim itself."""
    case = dict(zip(ledger()["claim"], ledger()["case"], strict=True))
    wrong = [
        f"{claim.claim}: {name}"
        for claim in ledger().itertuples()
        for _, _, inputs in routes(claim)
        for name in inputs
        if case.get(name) != claim.case or name == claim.claim
    ]
    assert not wrong


def test_following_a_repeat_to_where_it_was_first_printed_ends():
    """No chain of claims that are the same as one another comes back to its beginning."""
    same = {
        claim.claim: [inputs[0] for _, rule, inputs in routes(claim) if rule == "same"]
        for claim in ledger().itertuples()
    }
    for start in same:
        seen, ahead = set(), list(same[start])
        while ahead:
            claim = ahead.pop()
            assert claim != start, f"{start} is the same as itself"
            ahead += [] if claim in seen else same[claim]
            seen.add(claim)


def test_a_value_is_the_number_that_was_printed():
    """Where one number was printed, the value has the same digits, trailing zeros included."""
    compared, wrong = 0, []
    for claim in ledger().itertuples():
        numbers = NUMBER.findall(claim.printed)
        if len(numbers) == 1 and claim.value:
            compared += 1
            if numbers[0].replace(",", "") != claim.value.rstrip("."):
                wrong.append(f"{claim.claim}: printed {claim.printed!r}, value {claim.value!r}")
    assert compared > 500
    assert not wrong


def test_a_blank_or_unavailable_number_has_no_value_and_a_remark():
    """Nothing is filled in where nothing was printed."""
    claims = ledger()
    empty = claims[claims["printed"].isin(["", "not available"])]
    assert not empty.empty
    assert empty["value"].eq("").all() and empty["note"].ne("").all()


def test_a_percentage_has_its_unit_and_lies_between_none_and_all():
    """Kind and unit agree, and no share is below 0 or above 100."""
    claims = ledger()
    shares = claims[(claims["kind"] == "percent") & (claims["value"] != "")]
    assert shares["unit"].eq("percent").all()
    assert pd.to_numeric(shares["value"]).between(0, 100).all()
