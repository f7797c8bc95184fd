"""A report on own data: what is planted in the sheet is in no byte, and nobody is worked out."""

from __future__ import annotations

import base64
import json
import re
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from partnership_evaluation import released
from report_runner import cli, own_data
from tests import page_attacker

ROOT = Path(__file__).parents[2]
GOOD = Path(__file__).parent / "zoo/notebooks/good.ipynb"
PAIRS = [(3, 2)] * 4 + [(2, 2)] * 4 + [(2, 1)] * 2 + [(4, 4), (1, 1)]
NOTEBOOK = "ofsted_grade_shifts"
PRINTS = """
import os
from partnership_evaluation import tables
for name in tables.names(case):
    print(tables.read(name).to_string())
print(os.environ["PARTNERSHIP_DATA"][-8:])
raise ValueError(sorted(os.listdir(os.environ["PARTNERSHIP_DATA"])))
"""


@pytest.fixture
def school(capsys, tmp_path, monkeypatch):
    """Make a folder from a workbook, in a place and for a user with names to be searched for."""
    place = tmp_path / "canary_place"
    place.mkdir()
    monkeypatch.chdir(place)
    for name in ("USER", "LOGNAME", "USERNAME"):
        monkeypatch.setenv(name, "canary_user")
    monkeypatch.setenv(own_data.VARIABLE, str(ROOT / "data"))
    words = ["new", "lesson_grades", "--data", planted(), "--output", "hill", "--name", "Hill"]
    assert cli.main([*words, "--project", str(ROOT)]) == 0
    capsys.readouterr()
    settings = Path(f"hill/parameters/{NOTEBOOK}/hill.yml")
    text = settings.read_text(encoding="utf-8").replace("# draws: 10000", "draws: 1000")
    settings.write_text(text, encoding="utf-8")  # these tests are not about the imagined groups
    return Path("hill").resolve()


def planted():
    """Write a workbook with something planted wherever a person could be recovered from."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "CANARY class"
    sheet["A1"] = "CANARY title"
    sheet.append(["Teacher", "Grade before", "Grade after", "Notes"])
    for number, pair in enumerate(PAIRS):
        sheet.append([f"CANARY {number}", *map(str, pair), f"C:\\staff\\canary\\{number}.doc"])
    sheet["F3"] = "CANARY hidden"
    sheet.column_dimensions["F"].hidden = True
    book.properties.creator = "CANARY author"
    book.create_sheet("CANARY other")["A1"] = "CANARY sheet"
    book.save("CANARY lessons.xlsx")
    return "CANARY lessons.xlsx"


def canaries(folder):
    """List the files with anything planted, as it stands or within a picture, or as a path."""
    found = []
    for path in filter(Path.is_file, folder.rglob("*")):
        data = path.read_bytes()
        pictures = re.findall(rb"iVBORw0KGgo[A-Za-z0-9+/=\\n]+", data)
        inside = [base64.b64decode(one.replace(b"\\n", b"") + b"==") for one in pictures]
        if any(b"canary" in one.lower() for one in (data, *inside)):
            found.append(path.relative_to(folder).as_posix())
    return found


def test_a_report_on_own_data_gives_nobody_away(school, capsys):
    """No name, path, user, author, note or hidden cell in a byte; no small count from the page."""
    words = ["report", f"{school}/", "--project", str(ROOT), "--jobs", "1", "--cold"]
    assert cli.main(words) == 0, capsys.readouterr()
    page = (school / f"reports/{NOTEBOOK}/hill.html").read_text("utf-8")
    words = " ".join(re.sub(r"<[^>]+>", "", page).split())
    assert "of 12 people, 6 moved up, 6 stayed and 0 moved down" in words
    assert "Made for staff, under the policy adults_staff" in page
    assert "One line a person" not in re.sub(r"<pre.*?</pre>", "", page, flags=re.DOTALL)
    assert canaries(school) == []
    pages = [school / "reports" / name for name in ("index.html", "cases/hill.html")]
    for read in [page, *(file.read_text("utf-8") for file in pages)]:
        read = re.sub(r"<(script|style|pre)\b.*?</\1>|<[^>]+>", " ", read, flags=re.DOTALL)
        assert re.findall(r"(?i)\w*print\w*|\w*document\w*|publish\w*|case stud\w*", read) == []
    assert "What was recorded" in page and "What you would like to say" in page
    made_from = json.loads((school / f"reports/{NOTEBOOK}/hill.findings.json").read_text("utf-8"))
    paths = [each["path"] for each in made_from["provenance"]["data"]]
    assert {path.partition("/")[0] for path in paths} == {"release", "startup"}
    truth = Counter((str(before), str(after)) for before, after in PAIRS)
    told = page_attacker.lines_of(page)
    limits = page_attacker.limits_of_grades(told, truth, mine=lambda atom: True)
    assert len(limits) > 3 and page_attacker.recovered(limits, truth, threshold=3) == []


def test_a_report_that_fails_keeps_nothing_of_the_sheet(school, tmp_path, capsys):
    """Its page, the half-run notebook and the store hold what may be shown and no more."""
    project = tmp_path / "project"
    (project / "notebooks").mkdir(parents=True)
    (project / "pyproject.toml").touch()
    notebook = json.loads(GOOD.read_text(encoding="utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    notebook["cells"] = [code[0], code[1] | {"source": PRINTS, "id": "prints"}]
    (project / f"notebooks/{NOTEBOOK}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    (school / f"parameters/{NOTEBOOK}/hill.yml").write_text("case: hill\n")
    words = ["report", f"{school}/", "--project", str(project), "--jobs", "1", "--cold"]
    assert cli.main(words) == 1
    kept = "".join(file.read_text("utf-8") for file in (school / "reports").rglob("*.ipynb"))
    assert "moved up" in kept and "/release" in kept and "grade_before" not in kept
    assert canaries(school) == []


def test_a_policy_that_leaves_nothing_says_for_whom_there_would_be_something(school, capsys):
    """Exit code 1 and a page with the reason; nothing is released, so nothing is run on it."""
    (school / "parameters/strict.yml").write_text(
        "audience: public\nthreshold: 20\nminimum_n_mean: 20\nminimum_n_percentage: 20\nwidth: 2\n"
    )
    (school / "parameters/disclosure.yml").write_text("audience: public\npolicy: strict.yml\n")
    assert cli.main(["report", f"{school}/", "--project", str(ROOT)]) == 1
    said = capsys.readouterr().err
    assert "at least 20 teachers" in said and "There would be something for: staff" in said
    assert not list((school / "release").rglob("*.csv"))
    pages = [file for file in (school / "reports").rglob("*.html") if "methods" not in file.parts]
    told = " ".join(re.sub(r"<[^>]+>", " ", file.read_text("utf-8")) for file in pages)
    assert "Hill" in told and not re.search(r"\b12 (teachers|people)", told)


def test_a_leak_in_the_report_on_one_school_takes_its_older_page_away(school, capsys, monkeypatch):
    """Exit code 1 and a page with the reason, in place of what was there before."""

    def leak(*_, **__):
        raise released.DisclosureError("A protected count must stay hidden: found a way to it.")

    older = school / f"reports/{NOTEBOOK}/hill.html"
    older.parent.mkdir(parents=True)
    older.write_text("6 of 12 people")
    monkeypatch.setattr("partnership_evaluation.released.folder.make", leak)
    assert cli.main(["report", f"{school}/", "--project", str(ROOT)]) == 1
    assert "found a way to it" in capsys.readouterr().err
    page = older.read_text("utf-8")
    assert "found a way to it" in page and "6 of 12" not in page
    assert not list((school / "release").rglob("*.csv"))
