"""The index as a browser shows it: filters chosen by address and by hand."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from report_runner.catalogue import Case, Document
from report_runner.jobs import Job
from report_runner.report_folder import State
from report_runner.site import index_page

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")

REA = Document("rea", "Leadership of pedagogy", "Ann Rea, Bo Ek and Ida Roy", "2015")
EDGE = Document("edge", "North South partnerships", "Karen Edge", "2009")
CATALOGUE = {
    "sutton": Case("sutton", "Sutton Alliance", REA, "before_after_paired", "12 teachers", "Walks"),
    "eos": Case("eos", "Éos Alliance", REA, "single_group_once", "leaders", "Learning logs"),
    "north": Case("north", "North South", EDGE, "single_group_once", "1600 schools", "Visits"),
}
EVERYTHING = ["map/all", "numbers/north", "grades/sutton", "numbers/sutton", "numbers/eos"]
HELPERS = """
const seen = (part) => [...document.querySelectorAll(`${part} [data-report]`)]
  .filter((report) => report.checkVisibility()).map((report) => report.dataset.report);
const goTo = (hash) => {
  history.replaceState(null, "", hash);
  dispatchEvent(new Event("hashchange"));
};
const pick = (name, value) => {
  const control = document.querySelector(`[name=${name}]`);
  control.value = value;
  control.dispatchEvent(new Event("input", { bubbles: true }));
  control.dispatchEvent(new Event("change", { bubbles: true }));
};
const say = (found) => { document.title = JSON.stringify(found); };
"""


def state(notebook, name, claims=(), conclusions=()):
    """A finished report with these verdicts; without any it is not made."""
    job = Job(notebook, name, name, Path(f"{notebook}.ipynb"), Path(f"{name}.yml"))
    if not claims and not conclusions:
        return State(job)
    findings = {
        "brief": ["In brief."],
        "claims": [{"claim": f"c{i}", "verdict": word} for i, word in enumerate(claims)],
        "conclusions": [{"verdict": word} for word in conclusions],
    }
    return State(job, findings=findings)


@pytest.fixture(scope="module")
def page():
    """An index of five reports on three cases and the whole collection."""
    states = [
        state("grades", "sutton", ["not reproducible"], ["contradicted"]),
        state("numbers", "sutton", ["reproduced"]),
        state("numbers", "eos", ["reproduced"], ["supported"]),
        state("numbers", "north"),
        state("map", "all", (), ["contradicted"]),
    ]
    return index_page(states, catalogue=CATALOGUE)


@pytest.fixture
def shown(page, tmp_path):
    """Open the index at an address, let a script act if there is one, and read what is there."""

    def read(address: str = "", script: str = "") -> BeautifulSoup:
        text = page
        if script:  # the page runs its own script only, so its policy has to go
            text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
            text = text.replace("</body>", f"<script>{HELPERS}{script}</script></body>")
        file = tmp_path / "index.html"
        file.write_text(text, encoding="utf-8")
        return BeautifulSoup(opened(f"{file.as_uri()}{address}", tmp_path), "html.parser")

    return read


def opened(address: str, folder: Path) -> str:
    """Load a page in a browser without window, history or network, and take its elements."""
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu"]
    command += ["--disable-background-networking", f"--user-data-dir={folder / 'profile'}"]
    ended = subprocess.run(
        [*command, "--dump-dom", address], capture_output=True, check=True, timeout=120
    )
    return ended.stdout.decode("utf-8")


def reports(page):
    """The reports in view in each part of the page: grid, by case."""
    return [
        [
            tag["data-report"]
            for tag in page.select(f"{part} [data-report]")
            if not any(above.has_attr("hidden") for above in [tag, *tag.parents])
        ]
        for part in (".grid", "#by-case")
    ]


def test_all_reports_are_in_view_at_first(shown):
    """The controls appear once the script runs, and the line that is read out counts."""
    page = shown()
    assert not page.find(id="filters").has_attr("hidden")
    assert [sorted(part) for part in reports(page)] == [sorted(EVERYTHING)] * 2
    assert page.find(id="shown")["aria-live"] == "polite"
    assert page.find(id="shown").get_text() == "5 of 5 reports shown."


def test_an_address_leads_to_a_filtered_view(shown):
    """The grid and both lists show the same reports; rows, columns, headings without any go."""
    page = shown("#design=single_group_once&words=2015")
    assert reports(page) == [["numbers/eos"]] * 2
    assert page.find(id="shown").get_text() == "1 of 5 reports shown."
    heads = [
        head.get_text()
        for head in page.select(".grid th, section h3")
        if not any(above.has_attr("hidden") for above in [head, *head.parents])
    ]
    assert heads == ["Case", "Numbers", "Éos Alliance", "Éos Alliance"]


ADDRESSES = {
    "#design=single_group_once": ["numbers/north", "numbers/eos"],
    "#source=rea&design=single_group_once": ["numbers/eos"],
    "#case=all": ["map/all"],
    "#verdict=not-reproduced": ["grades/sutton"],
    "#verdict=contradicted": ["map/all", "grades/sutton"],
    "#verdict=all-hold": ["numbers/sutton", "numbers/eos"],
    "#words=EOS+2015": ["numbers/eos"],
    "#words=visits": ["numbers/north"],
    "#words=no+such+words": [],
    "#design=by_guess": EVERYTHING,
    "#%E0%A4%A=&=&words=": EVERYTHING,
    "#": EVERYTHING,
}


def test_the_view_follows_the_address(shown):
    """One after another, as when going back; a choice that is not offered hides nothing."""
    page = shown(
        script=f"const hashes = {json.dumps(list(ADDRESSES))};"
        'say(hashes.map((hash) => { goTo(hash); return seen("#by-case"); }));'
    )
    found = json.loads(page.title.get_text())
    assert dict(zip(ADDRESSES, found, strict=True)) == ADDRESSES


def test_no_report_that_fits_is_said_in_words(shown):
    """The grid and the lists go, with their headings."""
    page = shown(
        "#words=none",
        'say(["h2", "table"].map((each) => document.querySelector(each).checkVisibility()));',
    )
    assert json.loads(page.title.get_text()) == [False, False]
    assert page.find(id="shown").get_text().startswith("None of 5 reports fits.")


def test_a_choice_made_by_hand_is_kept_in_the_address(shown):
    """Going to a place on the narrowed page loses nothing."""
    page = shown(
        "#verdict=all-hold",
        """
        pick("source", "rea"); pick("words", " logs & "); const first = location.hash;
        pick("words", " logs "); goTo("#case-eos"); say([first, location.hash, seen("main")]);
        """,
    )
    assert json.loads(page.title.get_text()) == [
        "#source=rea&verdict=all-hold&words=logs+%26",
        "#source=rea&verdict=all-hold&words=logs",
        ["numbers/eos"] * 2,
    ]


def test_the_button_brings_all_reports_back(shown):
    """It takes the focus; choices and address are emptied, and a place on the page stays."""
    page = shown(
        "#design=single_group_once&words=logs",
        """
        const button = document.querySelector("#filters button");
        button.focus(); document.activeElement.click();
        const choices = [...document.querySelectorAll("#filters [name]")].map(({ value }) => value);
        const address = location.hash; goTo("#case-eos");
        say([choices, address, location.hash, seen("#by-case")]);
        """,
    )
    assert json.loads(page.title.get_text()) == [[""] * 5, "", "#case-eos", EVERYTHING]
