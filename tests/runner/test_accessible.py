"""Every kind of page in a browser: WCAG by axe, nothing fetched, search, folding, light and dark.

A page that fails leaves a picture of itself in ``tests/screenshots``, which is not committed.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from report_runner.checks import CheckedJob
from report_runner.failure import Failure
from report_runner.findings_file import as_text
from report_runner.jobs import Job
from report_runner.render import failure_page, report_page
from report_runner.report_folder import publish, state
from report_runner.site import write_site

PROJECT = Path(__file__).parents[2]
SCREENSHOTS = PROJECT / "tests" / "screenshots"
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
MOST_BYTES = 300_000
MODES = {"phone": (360, "light", "screen"), "laptop": (1280, "dark", "screen"),
         "paper": (794, "light", "print")}  # fmt: skip
CONTRAST = Path(__file__).with_name("contrast.js").read_text(encoding="utf-8")
PICTURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNiAAAABgADNjd8qAAAAABJRU5ErkJggg=="
)
TABLE = (
    "<table><caption>Who moved.</caption><thead><tr><th>Where printed</th><th>n</th></tr></thead>"
    "<tbody><tr><td>Table 7, row 1</td><td>6</td></tr></tbody></table>"
)
FINDINGS = {
    "schema": 1, "title": "Did the grades move?", "case": "sutton", "source": "s", "design": "d",
    "brief": ["6 of 12 moved up."], "strength": "Strength of evidence: weak.",
    "people": "12 teachers",
    "summary": {"title": "Half the teachers moved up", "number": "50% moved up",
                "interval": "From 21% to 79%.", "next_step": "Ask again."},
    "claims": [{"claim": "a", "printed": "7", "locator": "Table 7, row 1", "recomputed": "6",
                "verdict": "not reproducible", "note": "It is 6."}],
    "audit": [{"claim": "a", "case": "sutton", "locator": "Table 7, row 1", "printed": "7",
               "correction": "6", "severity": "material", "explanation": "7 is not 6."}],
    "conclusions": [{"text": "Half moved.", "verdict": "supported", "reason": "6 of 12.",
                     "locator": "Impact, paragraph 2"}],
    "estimates": [{"name": "share", "estimate": 0.5, "low": 0.21, "high": 0.79, "n": 12,
                   "unit": "share", "method": "exact"}],
    "cautions": [], "numbers": [],
    "places": [{"number": "6", "of": "brief", "sentence": 1, "found": "table", "which": 1}],
}  # fmt: skip


def notebook():
    """A notebook with each kind of output that a page shows."""
    data = [
        {"text/markdown": "- 6 of 12 moved up."},
        {"text/html": TABLE},
        {"text/html": f"<details><summary>All</summary>{TABLE}</details>"},
        {"image/png": PICTURE},
    ]
    outputs = [new_output("display_data", data=each) for each in data]
    outputs[-1].metadata = {"alt": "6 of 12 moved up.", "caption": "n = 12."}
    return new_notebook(
        cells=[
            new_markdown_cell("# Did the grades move?\n\nA case study and its sign test."),
            new_markdown_cell("## In brief"),
            new_code_cell(f"import math  # {'long ' * 30}\nprint('words', 1)", outputs=outputs),
            new_markdown_cell("## What this cannot show\n\nNo comparison group."),
        ]
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A small site with a report, a failure, and a report that was never made."""
    project = tmp_path_factory.mktemp("project")
    output = project / "reports"
    jobs = [
        Job("grades", name, name, project / "grades.ipynb", project / f"{name}.yml")
        for name in ("sutton", "aet", "eos")
    ]
    page = report_page(notebook(), CheckedJob(jobs[0], {"case": "sutton"}), FINDINGS,
                       case_name="Sutton Alliance")  # fmt: skip
    publish(output, jobs[0], {".html": page, ".ipynb": "{}", ".findings.json": as_text(FINDINGS)})
    failure = Failure("ValueError: no table", "Add it.", cell=2, cells=5)
    failed = {".html": failure_page(jobs[1], failure), ".failure.json": as_text(failure.as_json())}
    publish(output, jobs[1], failed)
    write_site(output, [state(output, job) for job in jobs], project=project)
    return output


@pytest.fixture(scope="module")
def browser():
    """One browser for all tests."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with api.sync_playwright() as started:
        running = started.chromium.launch(executable_path=CHROMIUM, args=options)
        yield running
        running.close()


@pytest.fixture
def opened(browser):
    """Open a page as somebody would; whatever it asks for is written down."""
    contexts = []

    def open_page(file, *, width=1280, scheme="light", media="screen", bypass=False, after=""):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=bypass
        )
        contexts.append(context)
        page = context.new_page()
        page.emulate_media(media=media)
        page.asked = []
        page.faults = []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("console", lambda said: page.faults.append(said.text))
        page.goto(file.as_uri() + after)
        return page

    yield open_page
    for context in contexts:
        context.close()


def pages(site, mode):
    """Each page of the small site; with AXE_REPORTS=1, finished reports of each notebook too."""
    yield from sorted(site.rglob("*.html"))
    if mode != "phone" or not os.environ.get("AXE_REPORTS"):
        return
    for folder in sorted((PROJECT / "notebooks").glob("*.ipynb")):
        made = sorted((PROJECT / "reports" / folder.stem).glob("*.findings.json"))
        ours = [file.with_name(file.name.replace(".findings.json", ".html")) for file in made]
        current = [file for file in ours if file.exists() and 'id="theme"' in file.read_text()]
        yield from current[:1]


@pytest.mark.parametrize("mode", MODES)
def test_no_page_breaks_a_rule_of_axe_or_scrolls_sideways(site, opened, mode):
    """At phone, laptop and print width, in light and dark, all unfolded; no text is faint."""
    axe = pytest.importorskip("axe_playwright_python", reason="axe is not installed")
    script = (Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    width, scheme, media = MODES[mode]
    rules = {"rules": {"target-size": {"enabled": media == "screen"}}}
    page = opened(site / "index.html", width=width, scheme=scheme, media=media, bypass=True)
    problems = []
    for file in pages(site, mode):
        page.goto(file.as_uri())
        page.evaluate(script)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        found = page.evaluate("rules => axe.run(document, rules)", rules)["violations"]
        faint = page.evaluate(CONTRAST)
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        if found or faint or (wide and media == "screen"):
            SCREENSHOTS.mkdir(exist_ok=True)
            name = f"{mode}-{file.parent.name}-{file.stem}.png"
            page.screenshot(path=SCREENSHOTS / name, full_page=True)
            problems += [(name, each["id"], each["nodes"][0]["html"]) for each in found]
            problems += [(name, "contrast", *each) for each in faint]
            problems += [(name, "scrolls sideways")] * wide
    assert problems == []


def test_nothing_is_asked_of_any_other_place(site, opened):
    """Only files of the folder are read, the index of the search among them; nothing is refused."""
    for file in sorted(site.rglob("*.html")):
        page = opened(file)
        assert {url for url in page.asked if not url.startswith((site.as_uri(), "data:"))} == set()
        assert page.faults == []


def test_the_search_finds_words_numbers_and_beginnings(site, opened):
    """A result leads to the section that has the words."""
    page = opened(site / "search.html", after="#words=compar+group")
    found = page.locator("#results a").all_inner_texts()
    assert any(each.startswith("Did the grades move?") for each in found)
    assert "Skip to the text" not in page.inner_text("#results")
    page.fill("#words", "import math")  # stands in code only
    assert "Nothing was found" in page.inner_text("#found")
    page.fill("#words", "moved 12")
    address = page.get_attribute("#results a", "href").split("#")[0]
    assert (site / address).exists()


def test_light_and_dark_are_chosen_and_remembered(site, opened):
    """The button says what it does; the next page is as the last one was."""
    page = opened(site / "index.html")
    paper = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(paper) == "rgb(255, 255, 255)"
    page.click("text=Dark view")
    dark = page.evaluate(paper)
    assert dark != "rgb(255, 255, 255)"
    for _ in range(20):  # a busy browser writes down the choice a moment later
        page.goto((site / "grades" / "sutton.html").as_uri())
        if page.evaluate(paper) == dark:
            break
    assert page.evaluate(paper) == dark
    assert page.inner_text("#theme") == "Light view"


def test_code_is_one_click_away(site, opened):
    """Of a cell, and of all cells together."""
    page = opened(site / "grades" / "sutton.html")
    assert not page.is_visible("details.code pre")
    page.click("details.code summary")
    assert page.is_visible("details.code pre")
    page.click("details.code summary")
    page.click("#code")
    assert page.is_visible("details.code pre")
    assert page.get_attribute("#code", "aria-pressed") == "true"


def test_a_number_in_brief_leads_to_its_table(site, opened):
    """And a place leads to the list of what is printed there."""
    page = opened(site / "grades" / "sutton.html")
    page.click("a.to-table")
    assert page.evaluate("document.querySelector(':target caption').textContent") == (
        "Table 1. Who moved."
    )
    page.click("#table-1 td a")
    assert "cases/sutton.html" in page.url
    assert "Table 7, row 1" in page.inner_text(":target")


def test_the_summary_prints_on_one_page(site, opened, tmp_path):
    """Title, number, interval, people, strength, next step; code and navigation stay away."""
    page = opened(site / "grades" / "sutton.html", width=794, media="print")
    assert page.inner_text(".summary h2") == "Half the teachers moved up"
    labels = page.eval_on_selector_all(".summary dt", "all => all.map(one => one.textContent)")
    assert labels == ["The number", "How far it may be off", "How many people", "How sure",
                      "What to do next"]  # fmt: skip
    assert page.evaluate("document.querySelector('.summary').getBoundingClientRect().bottom") < 1000
    assert not page.is_visible("details.code")
    assert not page.is_visible(".bar")


def test_every_link_of_the_site_leads_somewhere(site):
    """Pages, places on them, and files."""
    from bs4 import BeautifulSoup

    known = {file: BeautifulSoup(file.read_text(), "html.parser") for file in site.rglob("*.html")}
    lost = []
    for file, page in known.items():
        for link in page.find_all("a", href=True):
            address, _, anchor = link["href"].partition("#")
            target = (file.parent / address).resolve() if address else file
            is_download = link.find_parent(class_="downloads")
            if not (is_download or target.exists()) or (
                anchor and target in known and not known[target].find(id=anchor)
            ):
                lost.append((file.name, link["href"]))
    assert lost == []


def test_every_report_is_light(made_reports):
    """Less than 300 kB each, with its figures."""
    if not made_reports:
        pytest.skip("no report is up to date: make reports")
    pages = {name: file.with_suffix("").with_suffix(".html") for name, file in made_reports.items()}
    assert [name for name, page in pages.items() if page.stat().st_size > MOST_BYTES] == []
