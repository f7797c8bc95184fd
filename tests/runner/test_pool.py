"""The pool: the longest first, at most one a core, and nothing lost when processes are killed."""

from __future__ import annotations

import json
import multiprocessing
import os
import select
import subprocess
import sys
from contextlib import closing
from importlib import import_module
from multiprocessing import forkserver
from pathlib import Path
from types import SimpleNamespace

import pytest
import typst
from nbformat.v4 import new_code_cell, new_notebook

from report_runner import pool, pool_process, warm_kernels
from report_runner.notebook_file import notebook_text
from report_runner.pool import run_all, usable_cores
from report_runner.pool_process import apart
from report_runner.progress import time_left

ZOO = Path(__file__).parent / "zoo" / "notebooks"
needs_fork = pytest.mark.skipif(
    not warm_kernels.is_supported(), reason="kernels are forked on Linux only"
)


@pytest.fixture
def told(tmp_path):
    """A file that tasks add a line to, and how a task adds one."""
    file = tmp_path / "told.txt"
    file.touch()

    def add(word, more="None"):
        return f"(open({str(file)!r}, 'a').write('{word}\\n'), {more})[1]"

    return file, add


# Order and number ----------------------------------------------------------------------------


def test_the_longest_comes_first_and_the_unknown_before_it(told):
    """Nobody knows whether what never ran is short."""
    file, add = told
    seconds = {add("short"): 1.0, add("unknown"): None, add("long"): 9.0, add("none"): 0.01}
    list(run_all(seconds, work=eval, processes=1, seconds=seconds.get))
    assert file.read_text().split() == ["unknown", "long", "short", "none"]


def test_there_are_never_more_processes_than_cores(monkeypatch, told):
    """Asking for more would only cost memory."""
    monkeypatch.setattr(pool, "usable_cores", lambda: 1)
    file, add = told
    begin_and_end = f"[{add('begin')}, {add('end')}]"
    list(run_all([begin_and_end] * 3, work=eval, processes=8))
    assert file.read_text().split() == ["begin", "end"] * 3
    assert usable_cores() >= 1


def test_the_time_left_goes_by_what_is_done():
    """Rounded up to tens of seconds, then to minutes."""
    assert time_left(10.0, done=1, total=2) == "about 10 seconds left"
    assert time_left(61.0, done=1, total=3) == "about 3 minutes left"
    assert time_left(61.0, done=3, total=3) == ""


# What is ready before a report begins --------------------------------------------------------


@pytest.fixture
def worker():
    """What the server of workers imports; it takes half a second, so not while tests are found."""
    return import_module("report_runner.worker")


def test_the_rehearsal_of_a_report_runs_through(worker):
    """A fault in it would be passed over in silence, and each worker pay for it."""
    worker.rehearse()


@needs_fork
def test_what_forks_workers_has_no_thread_that_they_would_lack(worker, monkeypatch):
    """Typst starts threads when it first sets a page, so that the rehearsal leaves that out."""
    for name in ("Compiler", "Fonts", "compile"):
        monkeypatch.setattr(typst, name, lambda *words, **more: pytest.fail("typst was used"))
    worker.rehearse()
    server = apart(eval, "__import__('os').getppid()")
    assert len(list(Path(f"/proc/{server}/task").iterdir())) == 1


# Kernels -------------------------------------------------------------------------------------

ASKS_FOR_A_KERNEL = """
__import__("report_runner.execute").execute.execute(
    __import__("pathlib").Path({file!r}), values={{}}).notebook.cells[0].outputs[0].text
"""


@pytest.fixture
def parents(tmp_path):
    """A task that gives the parent of its kernel."""
    file = tmp_path / "notebook.ipynb"
    cells = [new_code_cell("import os; print(os.getppid())")]
    file.write_text(notebook_text(new_notebook(cells=cells)), encoding="utf-8")
    return ASKS_FOR_A_KERNEL.format(file=str(file)).replace("\n", "")


@needs_fork
def test_one_warm_process_serves_all_workers(parents):
    """Kernels of several workers have one parent, which is none of them."""
    with warm_kernels.WarmProcess(packages=False) as warm:
        tasks = [parents, f" {parents}", f"  {parents}"]
        found = {text for _, text in run_all(tasks, work=_evaluated, processes=2, warm=warm)}
        assert found == {f"{warm.process}\n"}


@needs_fork
def test_without_a_kernel_no_warm_process_is_started(monkeypatch):
    """Pages are rendered anew without one."""
    monkeypatch.setattr(warm_kernels.WarmProcess, "start", lambda self: pytest.fail("started"))
    assert dict(run_all(["1 + 1"], work=eval, processes=1)) == {"1 + 1": 2}


@needs_fork
def test_a_killed_warm_process_is_started_once_more_and_then_given_up(parents):
    """Reports are made all the same."""
    kills = f"(__import__('os').kill(int({parents}), 9), {parents})[1]"
    with warm_kernels.WarmProcess(packages=False) as warm:
        first = warm.process
        found = dict(run_all([kills], work=_evaluated, processes=1, warm=warm))
        assert found[kills].strip().isdigit()
        second = dict(run_all([parents], work=_evaluated, processes=1, warm=warm))[parents]
        assert warm.process not in (None, first)
        assert second == f"{warm.process}\n"


@needs_fork
def test_a_stock_kernel_does_not_outlive_its_worker(tmp_path):
    """Also where it is too busy to ask whether its parent is still there."""
    pids, file = tmp_path / "pids.txt", tmp_path / "notebook.ipynb"
    code = f"""import ctypes, os
open({str(pids)!r}, "a").write(f"{{os.getpid()}}\\n")
os.kill(os.getppid(), 9)
ctypes.PyDLL(None).sleep(99)  # and keeps Python from doing anything else meanwhile"""
    file.write_text(notebook_text(new_notebook(cells=[new_code_cell(code)])), encoding="utf-8")
    task = ASKS_FOR_A_KERNEL.format(file=str(file)).replace("values={}", "cold=True, values={}")
    ((_, failure),) = run_all([task.replace("\n", "")], work=_evaluated, processes=1)
    assert failure.error == "The process that made this report was killed, twice."
    kernels = [int(line) for line in pids.read_text().split()]
    assert len(kernels) == 2
    assert not any(map(_is_there, kernels))


def _is_there(process):
    """Say whether a process is there after a minute."""
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        return False
    with closing(open(handle, "rb")):
        return not select.select([handle], [], [], 60)[0]


@needs_fork
def test_one_thing_can_be_done_where_everything_is_imported():
    """What fails there is done again here, where the error can be told."""
    assert apart(eval, "__import__('os').getpid()") != os.getpid()
    with pytest.raises(ZeroDivisionError):
        apart(eval, "1 / 0")


@needs_fork
def test_a_server_of_workers_may_be_killed_as_it_is_asked_for_one(monkeypatch):
    """Another is started."""
    ask, asked = forkserver.connect_to_new_process, []

    def is_killed(descriptors):
        if not asked:
            asked.append(descriptors)
            os.kill(forkserver._forkserver._forkserver_pid, 9)
        return ask(descriptors)

    assert apart(eval, "1 + 1") == 2
    monkeypatch.setattr("multiprocessing.forkserver.connect_to_new_process", is_killed)
    assert dict(run_all(["1 + 1"], work=eval, processes=1)) == {"1 + 1": 2}
    assert asked


@pytest.mark.parametrize("sent", [b"", b"\0\0\0\x09half"])
def test_a_worker_may_be_killed_while_it_sends(sent):
    """Then nothing has arrived."""
    receiver, sender = multiprocessing.Pipe(duplex=False)
    os.write(sender.fileno(), sent)
    sender.close()
    ended = SimpleNamespace(process=SimpleNamespace(join=lambda: None))
    assert pool_process.receive(receiver, ended) == (False, None)


@needs_fork
def test_a_temporary_folder_with_a_long_name_is_no_error(tmp_path, monkeypatch):
    """Sockets have short names; workers are then started afresh."""
    folder = tmp_path / ("long" * 25)
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    assert dict(run_all(["1 + 1"], work=eval, processes=1)) == {"1 + 1": 2}
    assert apart(eval, "1 + 1") == 2
    assert list(folder.iterdir()) == []


def _evaluated(task):
    return eval(task.strip())


@needs_fork
def test_a_notebook_that_kills_its_parents_harms_no_other_report(project, evaluate):
    """It kills the warm process, then the worker, and again; then it has failed."""
    folder = project(
        {"good": {"a": "case: a\n", "b": "case: b\n"}, "names_the_machine": {"a": "case: a\n"}}
    )
    notebook = json.loads((ZOO / "good.ipynb").read_text(encoding="utf-8"))
    deadly = "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\nimport time; time.sleep(99)"
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    code[-2]["source"] = deadly.splitlines(keepends=True)
    (folder / "notebooks" / "deadly.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    (folder / "parameters" / "deadly").mkdir()
    (folder / "parameters" / "deadly" / "a.yml").write_text("case: a\n", encoding="utf-8")
    run = evaluate("report", project=folder)
    assert run.code == 1
    assert "1 of 4 reports failed" in run.err
    assert "killed, twice" in run.read("deadly/a.html")
    for name in ("good/a", "good/b", "names_the_machine/a"):
        assert (run.reports / f"{name}.findings.json").is_file()


# Ends ----------------------------------------------------------------------------------------


def test_a_caller_that_stops_listening_leaves_no_process_and_no_file(tmp_path, monkeypatch):
    """As after Ctrl-C."""
    monkeypatch.setattr(pool.tempfile, "tempdir", str(tmp_path))
    begin = "(__import__('tempfile').mkdtemp(), __import__('time').sleep(1000))"
    with closing(run_all(["__import__('os').getpid()", begin], work=eval, processes=2)) as ended:
        task, number = next(ended)
        assert task.endswith("getpid()") and number != os.getpid()
    assert list(tmp_path.iterdir()) == []


def test_importing_the_pool_imports_nothing_heavy():
    """A run in which nothing is stale ends at once."""
    heavy = {"papermill", "nbconvert", "nbformat", "pandas", "numpy", "jinja2", "jupyter_client"}
    code = f"import sys, report_runner.pool; print(*{heavy} & {{*sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
