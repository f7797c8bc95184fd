"""The command ``evaluate``: what it accepts, what it says, how it ends."""

from __future__ import annotations

import subprocess
import sys

import pytest

from report_runner import cli, collection
from report_runner.pool import run_all


def test_list_shows_every_report_and_notebooks_without_one(project, evaluate):
    """A table of notebook, case and parameters file."""
    folder = project({"good": {"aet-langer": "case: aet\n"}, "calls_sys_exit": {}})
    assert evaluate("list", project=folder).out.splitlines() == [
        "notebook        case  parameters",
        "calls_sys_exit  -     none in parameters/calls_sys_exit/",
        "good            aet   parameters/good/aet-langer.yml",
    ]


def test_list_imports_nothing_heavy(project):
    """It answers at once because notebooks and numbers are not touched."""
    folder = project({"good": {"sutton": "case: sutton\n"}})
    heavy = {"papermill", "nbconvert", "nbformat", "pandas", "numpy", "jinja2"}
    code = (
        "import sys; from report_runner.cli import main; "
        f"main(['list', '--project', {str(folder)!r}]); "
        f"print(*{heavy} & {{*sys.modules}})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == ""


def test_an_unknown_case_is_refused_before_anything_is_written(project, evaluate):
    """The nearest name is offered and no folder is made."""
    folder = project({"good": {"sutton": "case: sutton\n"}})
    run = evaluate("report", "suton", project=folder)
    assert (run.code, run.err) == (2, "- There is no case 'suton'. Did you mean 'sutton'?\n")
    assert not run.reports.exists()


def test_a_project_without_parameters_files_says_how_to_begin(project, evaluate):
    """No report is an error, not a success of nothing."""
    run = evaluate("report", project=project({"good": {}}))
    assert (run.code, "there is none yet" in run.err) == (2, True)


def test_a_folder_that_is_no_project_is_refused(tmp_path, evaluate):
    """The message names the folder and the option."""
    run = evaluate("list", project=tmp_path)
    assert run.code == 2
    assert run.err.endswith("is not. Name another folder with --project.\n")


@pytest.mark.parametrize("number", ["0", "-1", "two", "1.5"])
def test_the_number_of_jobs_is_one_or_more(number, capsys):
    """argparse ends with exit code 2."""
    with pytest.raises(SystemExit) as error:
        cli.main(["report", "--jobs", number])
    assert error.value.code == 2
    assert "1 or more" in capsys.readouterr().err


def test_faulty_settings_alone_start_no_kernel(project, evaluate):
    """All faulty files are named at once, and the index shows them as failed."""
    folder = project(
        {"good": {"a": "kase: x\n", "b": "case: 1\n"}, "no_parameters_cell": {"c": ""}}
    )
    run = evaluate("report", project=folder)
    assert run.code == 2
    assert run.out.startswith("0 reports made")
    for words in ("3 reports not run", "good/a.yml", "good/b.yml", "no_parameters_cell/c.yml"):
        assert words in run.err
    assert run.read("index.html").count("badge bad") >= 3


def test_a_folder_that_cannot_be_written_is_named(project, evaluate, tmp_path):
    """A file in the place of the folder ends the command with a message, not a traceback."""
    (tmp_path / "taken").write_text("")
    folder = project({"good": {"sutton": "case: sutton\n"}})
    run = evaluate("report", "--output", str(tmp_path / "taken"), project=folder)
    assert run.code == 1
    assert "could not be read or written" in run.err
    assert "Traceback" not in run.err


def test_an_interrupted_run_leaves_an_index_of_what_is_there(project, evaluate, monkeypatch):
    """Ctrl-C ends with 130; reports that were not finished are shown as not made."""

    def interrupted(*arguments, **options):
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(collection, "run_all", interrupted)
    run = evaluate("report", project=project({"good": {"sutton": "case: sutton\n"}}))
    assert run.code == 130
    assert "good,sutton,sutton,not made" in run.read("summary.csv")
    assert "not made yet" in run.read("index.html")


def test_results_come_back_from_other_processes():
    """Each task is worked on once, and its own result comes with it."""
    found = dict(run_all(["1 + 1", "__import__('os').getpid()"], work=eval, processes=2))
    assert found["1 + 1"] == 2
    assert found["__import__('os').getpid()"] not in (None, 0)


def test_a_killed_worker_does_not_take_the_others_with_it():
    """What was lost is tried again alone; what is lost again has failed."""
    deadly = "__import__('os')._exit(9)"
    found = dict(run_all(["1", deadly, "2", "3"], work=eval, processes=2))
    assert (found["1"], found["2"], found["3"]) == (1, 2, 3)
    assert "killed, twice" in found[deadly].error


def test_a_report_that_cannot_be_written_fails_alone():
    """A full disk is a failure of that report, with the system's own words."""
    broken = "open('/no such folder/a')"
    found = dict(run_all(["1", broken], work=eval, processes=1))
    assert found["1"] == 1
    assert "No such file or directory" in found[broken].error


def test_no_processes_is_an_error():
    """The message names the number found."""
    with pytest.raises(ValueError, match="found 0"):
        list(run_all([], work=eval, processes=0))
