"""``evaluate report`` a second time: what is kept, what is made again, and what is said."""

from __future__ import annotations

import contextlib
import errno
import io
import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from report_runner import cli, report, report_faults
from report_runner.checks import check_all
from report_runner.downloads import DOCUMENTS
from report_runner.jobs import discover
from report_runner.planning import plan_reports
from report_runner.report_folder import SUFFIXES

DATA = Path(__file__).parents[2] / "data"
HEAVY = {"papermill", "nbconvert", "nbformat", "pandas", "numpy", "jinja2", "tqdm", "ipykernel"}
NOTHING_ELSE = "import sys; from report_runner.cli import main; code = main(sys.argv[1:]); "


def files(folder):
    """Every file below a folder with its bytes."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


@pytest.fixture(scope="module")
def settled(zoo_run, tmp_path_factory):
    """The project of the zoo with two reports, whose pages know that the others are gone."""
    project = tmp_path_factory.mktemp("settled") / "project"
    shutil.copytree(zoo_run.project, project)
    (project / "parameters" / "good" / "misspelt_name.yml").unlink()
    for folder in (project / "parameters").iterdir():
        if folder.name not in {"good", "names_the_machine"}:
            shutil.rmtree(folder)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        cli.main(["report", "--project", str(project)])
    return project


@pytest.fixture
def again(settled, tmp_path):
    """That project in a folder of its own."""
    return Path(shutil.copytree(settled, tmp_path / "project"))


@pytest.fixture
def no_kernel(monkeypatch):
    """Let any attempt to run a notebook fail."""

    def run_all(*arguments, **options):
        raise RuntimeError("a notebook was run")

    monkeypatch.setattr("report_runner.collection.run_all", run_all)


def checked(project):
    """All reports of a project, checked."""
    return check_all(discover(project), value_rules=lambda values: [])


def test_a_second_run_keeps_everything_and_says_so(again, evaluate, no_kernel):
    """Not a byte changes, not even in the pages about all reports."""
    evaluate("report", project=again)
    before = files(again / "reports")
    run = evaluate("report", "--why", project=again)
    assert run.code == 0
    assert run.out.splitlines()[:2] == [
        "good × sutton: kept, because nothing has changed",  # noqa: RUF001
        "names_the_machine × sutton: kept, because nothing has changed",  # noqa: RUF001
    ]
    assert run.out.splitlines()[2].startswith("2 reports kept, nothing changed: ")
    assert files(again / "reports") == before


def test_a_run_with_nothing_to_do_imports_nothing_heavy(again, evaluate):
    """That is what makes it quick."""
    evaluate("report", project=again)
    code = NOTHING_ELSE + f"print(code, *{HEAVY} & {{*sys.modules}})"
    words = ["report", "--why", "--project", str(again)]
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "0"


def test_one_changed_parameters_file_makes_its_report_alone(again, evaluate):
    """Every other file keeps its bytes; the index tells the new verdicts."""
    evaluate("report", project=again)
    before = files(again / "reports")
    (again / "parameters" / "good" / "sutton.yml").write_text("confidence_level: 0.9\n")
    run = evaluate("report", "--why", "--cold", project=again)
    assert "parameter confidence_level changed from 0.95 to 0.9" in run.out
    assert "1 report made, 1 kept: " in run.out
    after = files(again / "reports")
    changed = {name for name in after if after[name] != before.get(name)}
    expected = {f"good/sutton{end}" for end in SUFFIXES[:3] + DOCUMENTS[:3]}
    assert changed - {"search-index.js"} == expected


def test_force_makes_what_is_up_to_date_with_the_same_bytes(again, evaluate):
    """Kept, made again or put back: the reports are the same."""
    evaluate("report", project=again)
    before = files(again / "reports")
    run = evaluate("report", "--force", "--why", "--cold", "--notebook", "good", project=again)
    assert "this was asked for (--force)" in run.out
    assert "1 report made: " in run.out
    assert files(again / "reports") == before


def test_reports_that_were_deleted_are_put_back_without_a_run(again, evaluate, no_kernel):
    """The store has them; the index is written again."""
    evaluate("report", project=again)
    before = files(again / "reports")
    shutil.rmtree(again / "reports")
    run = evaluate("report", project=again)
    assert "0 reports made, 2 put back from the store: " in run.out
    assert files(again / "reports") == before


def test_another_folder_is_filled_from_the_same_store(again, evaluate, no_kernel, tmp_path):
    """``--output`` chooses where; nothing need be run for it."""
    evaluate("report", project=again)
    run = evaluate("report", "--output", str(tmp_path / "there"), project=again)
    assert run.code == 0
    assert files(tmp_path / "there") == files(again / "reports")


def test_a_failed_report_is_run_again(zoo_run, evaluate, tmp_path):
    """Whatever stopped it may have been mended elsewhere."""
    project = tmp_path / "project"
    shutil.copytree(zoo_run.project, project)
    words = ("report", "--why", "--cold", "--notebook", "raises_half_way")
    run = evaluate(*words, project=project)
    assert run.code == 1
    assert "raises_half_way × sutton: made, because its last run failed" in run.out  # noqa: RUF001


def test_a_new_style_is_applied_without_a_run(again, monkeypatch):
    """From the executed notebook in the store; notebook and findings keep their bytes."""
    before = files(again / "reports" / "good")
    (one, *_) = checked(again)
    plan = plan_reports([one], project=again, output=again / "reports")
    basis = replace(plan.now.basis, finishing={"style.css": "another digest"})
    monkeypatch.setattr(report, "execute", None)
    monkeypatch.setattr(report, "report_page", lambda *arguments, **options: "a new page")
    made = report.render_again(one, project=again, output=again / "reports", basis=basis)
    after = files(again / "reports" / "good")
    assert made is None
    assert after == before | {"sutton.html": b"a new page"}


def test_a_full_disk_is_said_and_the_old_report_stays(again, monkeypatch):
    """The next run will make the report, because the old one is known to be out of date."""
    before = files(again / "reports")
    (one, *_) = checked(again)
    one = replace(one, values=one.values | {"confidence_level": 0.8})

    def publish(*arguments, **options):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(report, "publish", publish)
    failure = report.make_report(one, project=again, output=again / "reports")
    monkeypatch.undo()
    assert isinstance(failure, report_faults.NotWritten)
    assert "No space left on device" in failure.error
    assert files(again / "reports") == before
    plan = plan_reports([one], project=again, output=again / "reports")
    assert [decision.action for decision in plan.decisions] == ["put back"]


def test_a_store_that_cannot_be_written_costs_time_and_no_report(again, evaluate):
    """A file in its place, as on a disk that may only be read."""
    shutil.rmtree(again / ".report-store")
    (again / ".report-store").touch()
    before = (again / "reports" / "good" / "sutton.html").read_bytes()
    run = evaluate("report", "--cold", "--notebook", "good", project=again)
    assert (run.code, run.out.startswith("1 report made: ")) == (0, True)
    assert (again / "reports" / "good" / "sutton.html").read_bytes() == before
    plan = plan_reports(checked(again), project=again, output=again / "reports")
    assert {decision.action for decision in plan.decisions} == {"run"}


def test_a_run_that_is_killed_leaves_whole_reports_or_none(project, evaluate, tmp_path):
    """And the next run makes what is missing, and keeps what was made."""
    folder = project({"good": {name: "case: aet\n" for name in ("a", "b", "c")}})
    command = [sys.executable, "-m", "report_runner", "report", "--cold", "--jobs", "1"]
    process = subprocess.Popen(
        [*command, "--project", str(folder)],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert "made" in process.stderr.readline()
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    run = evaluate("report", "--why", "--cold", project=folder)
    assert run.code == 0
    assert "a: kept, because nothing has changed" in run.out
    made = {name for name in files(run.reports) if name.startswith("good/")}
    assert made == {
        *(f"good/{n}{end}" for n in "abc" for end in SUFFIXES[:3] + DOCUMENTS),
    }
    assert len({run.read(f"good/{name}.ipynb") for name in "abc"}) == 1


def test_two_runs_at_once_end_alike(project):
    """Neither waits for the other, and neither disturbs it."""
    folder = project({"good": {name: "case: aet\n" for name in ("a", "b")}})
    command = [sys.executable, "-m", "report_runner", "report", "--cold", "--project", str(folder)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in "12"]
    assert [process.wait() for process in both] == [0, 0]
    for process in both:
        process.communicate()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("2 reports kept, nothing changed: ")


def test_cold_and_timeout_reach_the_kernel(again, monkeypatch):
    """Whoever starts kernels is told."""
    given = {}

    def execute(file, *, values, cold=False, timeout=None):
        given.update(cold=cold, timeout=timeout)
        return SimpleNamespace(notebook=report._parsed(text), seconds=1.0)

    (one, *_) = checked(again)
    text = (again / "reports" / "good" / "sutton.ipynb").read_text()
    monkeypatch.setattr(report, "execute", execute)
    options = {"project": again, "output": again / "reports"}
    assert report.make_report(one, cold=True, timeout=2.5, **options) is None
    assert given == {"cold": True, "timeout": 2.5}


@pytest.mark.parametrize("seconds", ["0", "-1", "soon", "inf", "nan"])
def test_the_time_for_a_cell_is_a_number_of_seconds(seconds, capsys):
    """argparse ends with exit code 2."""
    with pytest.raises(SystemExit) as error:
        cli.main(["report", f"--timeout={seconds}"])
    assert error.value.code == 2
    assert "a number of seconds above 0" in capsys.readouterr().err


# Tables of the library -----------------------------------------------------------------------

READS_CLAIMS = """\
from IPython.display import display
from partnership_evaluation import tables

ledger = tables.claims(case)
findings = {name: [] for name in ("brief", "claims", "conclusions", "estimates", "cautions")}
findings |= {"schema": 1, "title": f"{len(ledger)} numbers", "case": case}
findings |= {"source": "A report", "design": "none"}
display({"application/vnd.partnership-evaluation.findings+json": findings}, raw=True)
"""


@pytest.fixture
def two_cases(project, tmp_path, monkeypatch):
    """A project whose two reports read the claims of a case each, from a folder of their own."""
    shutil.copytree(DATA, tmp_path / "data")
    monkeypatch.setenv("PARTNERSHIP_DATA", str(tmp_path / "data"))
    folder = project({"good": {name: f"case: {name}\n" for name in ("aet", "camden")}})
    file = folder / "notebooks" / "good.ipynb"
    notebook = json.loads(file.read_text())
    settings, last = notebook["cells"][1], notebook["cells"][-1]
    notebook["cells"] = [notebook["cells"][0], settings, last | {"source": READS_CLAIMS}]
    file.write_text(json.dumps(notebook))
    return folder


def told(project):
    """Run the command in a process of its own, whose environment holds the folder of tables."""
    command = [sys.executable, "-m", "report_runner", "report", "--why", "--project", str(project)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_one_changed_number_of_a_shared_table_makes_one_report(two_cases):
    """The ledger holds the numbers of all cases; the other case is kept."""
    assert "2 reports made: " in told(two_cases)
    ledger = Path(os.environ["PARTNERSHIP_DATA"]) / "claims.csv"
    lines = ledger.read_text(encoding="utf-8").splitlines(keepends=True)
    number = next(n for n, line in enumerate(lines) if ",camden," in line)
    lines[number] = lines[number].replace("camden-", "camden-x-", 1)
    ledger.write_text("".join(lines), encoding="utf-8")
    said = told(two_cases)
    assert "camden: made, because the rows of claims.csv for case camden changed" in said
    assert "1 report made, 1 kept: " in said
    assert "2 reports kept, nothing changed: " in told(two_cases)
