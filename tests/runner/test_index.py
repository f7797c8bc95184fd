"""The index: what it offers to choose from, and what stands where."""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from report_runner.catalogue import EVIDENCE, Case, Document, described, read_catalogue
from report_runner.failure import Failure
from report_runner.index_filters import OUTCOMES, outcomes
from report_runner.jobs import Job
from report_runner.report_folder import State
from report_runner.site import index_page

PROJECT = Path(__file__).parents[2]
CATALOGUE = {
    "sutton": Case(
        "sutton",
        "Sutton Alliance",
        Document("rea", "Leadership: case studies", "Ann Rea, Bo Ek and Ida Roy", "2015"),
        "before_after_paired",
        "12 teachers",
        "Learning walks",
    ),
    "aet": Case(
        "aet", "The Academies Trust", Document("edge", "Partnerships", "Karen Edge", "2009")
    ),
}


def job(notebook="grades", name="sutton", case=None):
    """A report of the project."""
    return Job(notebook, name, case or name, Path("n.ipynb"), Path("p.yml"))


def findings(claims=(), conclusions=()):
    """As much of a report's findings as the index reads."""
    return {
        "brief": ["One."],
        "claims": [{"claim": f"c{i}", "verdict": word} for i, word in enumerate(claims)],
        "conclusions": [{"verdict": word} for word in conclusions],
    }


def index(*states):
    """The index of these reports, read."""
    return BeautifulSoup(index_page(states, catalogue=CATALOGUE), "html.parser")


@pytest.mark.parametrize(
    ("claims", "conclusions", "found"),
    [
        (["not reproducible", "reproduced"], ["supported"], ["not-reproduced"]),
        (["not reproducible"], ["contradicted"], ["not-reproduced", "contradicted"]),
        (["reproduced"], ["undetermined", "supported"], ["undetermined"]),
        (["reproduced", "cannot be checked"], ["supported"], ["all-hold"]),
        (["reproduced with another rounding"], [], ["all-hold"]),
        (["cannot be checked"], ["supported"], ["all-hold"]),
        (["cannot be checked"], [], ["nothing-to-check"]),
    ],
)
def test_a_report_is_found_by_how_it_came_out(claims, conclusions, found):
    """All holds only where something was checked and nothing was denied or left open."""
    assert outcomes(State(job(), findings=findings(claims, conclusions))) == found
    assert set(found) <= set(OUTCOMES)


def test_a_report_that_is_not_there_is_found_as_such():
    """Failed or not made: it holds nothing and denies nothing."""
    assert outcomes(State(job())) == ["no-report"]
    assert outcomes(State(job(), failure=Failure("x", "y"))) == ["no-report"]


def test_the_index_offers_what_its_cases_have():
    """Each list has a label, a way to choose nothing, and the words of the tables."""
    page = index(State(job()), State(job(name="aet")))
    offered = {
        page.find("label", attrs={"for": select["id"]}).get_text(): [
            (option["value"], option.get_text()) for option in select.find_all("option")
        ]
        for select in page.find_all("select")
    }
    assert offered["Case"] == [
        ("", "Any"),
        ("sutton", "Sutton Alliance"),
        ("aet", "The Academies Trust"),
    ]
    assert offered["Document"][1:] == [
        ("rea", "Ann Rea and others (2015), Leadership"),
        ("edge", "Karen Edge (2009), Partnerships"),
    ]
    assert offered["Kind of evidence"][1:] == [
        ("before_after_paired", "Before and after, the same people")
    ]
    assert [value for value, _ in offered["Verdict"][1:]] == list(OUTCOMES)
    assert page.find("label", attrs={"for": page.find("input")["id"]}).get_text()


def test_a_list_without_choices_is_not_offered():
    """Where no table says what a case is, there are no documents and designs to choose from."""
    page = BeautifulSoup(index_page([State(job())], catalogue={}), "html.parser")
    assert [select["name"] for select in page.find_all("select")] == ["case", "verdict"]


def test_without_its_script_the_index_shows_everything():
    """Only the controls wait for the script; the browser runs that one and no other."""
    page = index(State(job()), State(job(name="aet")))
    assert [tag.get("id") for tag in page.find_all(hidden=True)] == ["theme", "filters"]
    scripts = page.find_all("script")
    policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert len(scripts) == 2
    for script in scripts:
        assert not script.attrs
        digest = b64encode(sha256(script.string.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
        assert len(script.string.splitlines()) < 60


def test_an_index_without_reports_has_no_controls():
    """There is nothing to choose from."""
    page = index()
    assert not page.find_all(["form", "table"])
    assert len(page.find_all("script")) == 1  # that of every page


def test_the_index_says_what_a_case_is():
    """What was done, the kind of evidence with its people, and the document."""
    about = index(State(job())).find("section", attrs={"data-case": "sutton"}).header
    assert about.get_text("|", strip=True) == (
        "Sutton Alliance|Learning walks.|Evidence: before and after, the same people (12 teachers)."
        "|Ann Rea, Bo Ek and Ida Roy (2015),|Leadership: case studies|."
    )


def test_the_whole_collection_comes_first():
    """In the grid and in both lists; a lone report on it needs no name of its own."""
    page = index(
        State(job(name="aet")),
        State(job("map", "collection", "all"), findings=findings(["reproduced"])),
        State(job("grades", "early", "all")),
        State(job("grades", "late", "all")),
    )
    first, second = page.find("tbody").find_all("tr")
    assert first.th.get_text() == "The whole collection"
    assert second.th.get_text() == "The Academies Trust"
    cells = [cell.get_text(" ", strip=True) for cell in first.find_all("td")]
    assert cells == ["early not made yet late not made yet", "1 of 1 reproduced"]
    assert [item.get_text(" ", strip=True) for item in page.find(id="by-question")("li")] == [
        "N 3 reports",
        "N 1 report",
    ]
    assert page.find(id="by-case").h3.get_text() == "The whole collection"
    assert "1 report on 1 case; 1 not made. 3 reports on the whole collection; 1 made." in (
        page.get_text(" ", strip=True)
    )


def test_every_report_is_marked_wherever_it_stands():
    """The grid and the list by case are narrowed down together."""
    page = index(State(job()), State(job("map", "collection", "all")), State(job(name="aet")))
    marked = [tag["data-report"] for tag in page.find_all(attrs={"data-report": True})]
    assert {name: marked.count(name) for name in marked} == {
        "map/collection": 2,
        "grades/sutton": 2,
        "grades/aet": 2,
    }


def test_the_catalogue_joins_cases_to_their_documents(tmp_path):
    """A missing column, an unknown document or design leaves its part plain."""
    (tmp_path / "data").mkdir()
    assert read_catalogue(tmp_path) == {}
    (tmp_path / "data" / "cases.csv").write_text(
        "case,source,name,design\na,s,A school,case_description\nb,t,,by_lot\nc,,C,\n"
    )
    (tmp_path / "data" / "sources.csv").write_text("source,title,year\ns,Title (part 2),2019\n")
    found = read_catalogue(tmp_path)
    assert found["a"].document.short == "(2019), Title"
    assert found["a"].evidence == "a description, no effect measured"
    assert (found["b"].title, found["b"].document.short, found["b"].evidence) == (
        "b",
        "t",
        "by lot",
    )
    assert (found["c"].document, found["c"].evidence) == (None, "")
    assert described("d", found) == Case("d", "d")


def test_every_design_of_the_collection_has_plain_words():
    """The words of the index keep up with what data/cases.csv may hold."""
    package = json.loads((PROJECT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    cases = next(table for table in package["resources"] if table["name"] == "cases")
    design = next(field for field in cases["schema"]["fields"] if field["name"] == "design")
    assert set(design["constraints"]["enum"]) == set(EVIDENCE)
