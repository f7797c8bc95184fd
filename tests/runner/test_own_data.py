"""A report on own data: what is planted in the sheet is in no byte, and nobody is worked out."""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from partnership_evaluation import released
from report_runner import cli, own_release
from report_runner.jobs import SelectionError
from tests import artefacts, page_attacker

ROOT = Path(__file__).parents[2]
GOOD = Path(__file__).parent / "zoo/notebooks/good.ipynb"
PAIRS = [(3, 2)] * 4 + [(2, 2)] * 4 + [(2, 1)] * 2 + [(4, 4), (1, 1)]
#: Other teachers of whom the same may be told.
TWINS = [(4, 2)] + [(3, 2)] * 3 + PAIRS[4:]
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
    monkeypatch.setenv(own_release.VARIABLE, str(ROOT / "data"))
    words = ["new", "lesson_grades", "--data", planted(), "--output", "hill", "--name", "Hill"]
    assert cli.main([*words, "--project", str(ROOT)]) == 0
    capsys.readouterr()
    settings = Path(f"hill/parameters/{NOTEBOOK}/hill.yml")
    text = settings.read_text(encoding="utf-8").replace("# draws: 10000", "draws: 1000")
    settings.write_text(text, encoding="utf-8")  # these tests are not about the imagined groups
    return Path("hill").resolve()


def planted(pairs=PAIRS):
    """Write a workbook with something planted wherever a person could be recovered from."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "CANARY class"
    sheet["A1"] = "CANARY title"
    sheet.append(["Teacher", "Grade before", "Grade after", "Notes"])
    for number, pair in enumerate(pairs):
        sheet.append([f"CANARY {number}", *map(str, pair), f"C:\\staff\\canary\\{number}.doc"])
    sheet["F3"] = "CANARY hidden"
    sheet.column_dimensions["F"].hidden = True
    book.properties.creator = "CANARY author"
    book.create_sheet("CANARY other")["A1"] = "CANARY sheet"
    book.save("CANARY lessons.xlsx")
    return "CANARY lessons.xlsx"


def canaries(folder):
    """List the files with anything planted: as it stands, packed, drawn, or as a path."""
    return artefacts.with_words(folder, [b"canary"])


@pytest.mark.parametrize("ending", ["png", "xlsx", "docx", "html"])
def test_what_is_planted_inside_a_file_is_found(tmp_path, ending):
    """In the notes of a picture, of one on a page, and in a packed document."""
    picture, notes = io.BytesIO(), PngInfo()
    notes.add_text("Author", "canary", zip=True)
    Image.new("L", (9, 9)).save(picture, "png", pnginfo=notes)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("media/image.png", picture.getvalue())
    page = b'<img src="data:image/png;base64,' + base64.b64encode(picture.getvalue()) + b'">'
    files = {"html": page, "xlsx": packed.getvalue(), "docx": packed.getvalue()}
    (tmp_path / f"one.{ending}").write_bytes(files.get(ending, picture.getvalue()))
    assert b"canary" not in (tmp_path / f"one.{ending}").read_bytes()
    assert canaries(tmp_path) == [f"one.{ending}"]


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


def test_other_people_of_whom_the_same_is_told_make_the_same_release(school, capsys):
    """Not a byte that a report is made from depends on what is hidden."""
    words = ["new", "lesson_grades", "--data", planted(TWINS), "--output", "twin/hill"]
    assert cli.main([*words, "--name", "Hill", "--project", str(ROOT)]) == 0
    folders = [school, Path("twin/hill").resolve()]
    for folder in folders:
        released.release_folder(folder)
    ours, theirs = (
        {file.name: file.read_bytes() for file in (folder / "release").rglob("*.*")}
        for folder in folders
    )
    private = [(folder / "data/hill/lesson_grades.csv").read_bytes() for folder in folders]
    assert private[0] != private[1] and ours == theirs and "grade_moves.csv" in ours


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


def test_what_may_be_shown_is_worked_out_once(school, tmp_path, monkeypatch, capsys):
    """And again when data, settings, an earlier release or the result itself has changed."""

    def is_worked_out(**options):
        done = []
        use = released.use
        with monkeypatch.context() as patch:
            patch.setattr(released, "use", lambda folder: done.append(folder) or use(folder))
            own_release.release(school, project=ROOT, **options)
        said.add(capsys.readouterr().out)
        assert Path(own_release.os.environ[own_release.VARIABLE]) == school / "release"
        monkeypatch.setenv(own_release.VARIABLE, "")
        return bool(done)

    def change(name, text):
        file = school / name
        file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")

    said = set()
    assert is_worked_out()
    assert not is_worked_out()
    assert is_worked_out(again=True)
    for name in ("release/release.json", "mapping.yml", own_release.SETTINGS):
        change(name, "\n")
        assert is_worked_out(), name
        assert not is_worked_out(), name
    earlier = tmp_path / "earlier.json"
    earlier.write_bytes((school / "release/release.json").read_bytes())
    change(own_release.SETTINGS, f"previous: [{json.dumps(str(earlier))}]\n")
    assert is_worked_out()
    earlier.write_text(earlier.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert is_worked_out()
    assert not is_worked_out()
    assert len(said) <= 2  # with and without an earlier release


def test_a_setting_that_is_wrong_is_told_each_time(school):
    """Nothing is remembered of a folder that may not be reported on."""
    settings = school / own_release.SETTINGS
    settings.write_text("audience: everybody\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(SelectionError, match="everybody"):
            own_release.release(school, project=ROOT)
        assert list((school / "release").glob("*")) == []
