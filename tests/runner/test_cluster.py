"""Reports on a Dask cluster: the same bytes as here, nothing lost with a worker or scheduler."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from report_runner import cluster, cluster_bundle, warm_kernels
from report_runner.basis import Basis
from report_runner.checks import check_all, library_rules
from report_runner.cluster import ClusterError, connected
from report_runner.collection import make_reports
from report_runner.dependencies import Read
from report_runner.jobs import discover
from report_runner.planning import plan_reports

ZOO = Path(__file__).parent / "zoo" / "notebooks"
PATIENCE = 60
WORKER = "TRIAL_WORKER"
# Writes down which worker it runs on and its own number, and goes on when it is let.
WAITS = """
import os, time
with open({begun!r}, "a") as file:
    print(os.environ[{worker!r}], os.getpid(), file=file)
while not os.path.exists({go!r}):
    time.sleep(0.01)
"""
needs_processes = pytest.mark.skipif(
    not warm_kernels.is_supported(), reason="processes are told apart on Linux only"
)


@pytest.fixture(scope="module")
def workers():
    """A scheduler and two workers, each a process of its own, on loopback."""
    pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
    with running("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-show") as scheduler:
        line = next(line for line in scheduler.stderr if "Scheduler at:" in line)
        address = line.split()[-1]
        words = ("dask_worker", address, "--nthreads", "1", "--no-nanny")
        with running(*words, name="a") as first, running(*words, name="b") as second:
            yield address, {"a": first, "b": second, "scheduler": scheduler}


@contextmanager
def running(command, *words, name="none"):
    """Run one of Dask's programs."""
    process = subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.{command}", *words, "--no-dashboard"],
        env={**os.environ, WORKER: name},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def waiting(project, tmp_path):
    """A project of three reports, one of which waits until a file is there."""
    folder = project({"good": {"a": "case: a\n"}, "raises_half_way": {"a": "case: a\n"}})
    notebook = json.loads((ZOO / "good.ipynb").read_text(encoding="utf-8"))
    begun, go = tmp_path / "begun.txt", tmp_path / "go"
    begun.touch()
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    code[1]["source"] += [WAITS.format(begun=str(begun), go=str(go), worker=WORKER)]
    (folder / "notebooks" / "waits.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    (folder / "parameters" / "waits").mkdir()
    (folder / "parameters" / "waits" / "a.yml").write_text("case: a\n", encoding="utf-8")
    return folder, begun, go


def plan(folder, output="reports"):
    """Decide about all reports of a project."""
    jobs = discover(folder)
    checked = check_all(jobs, value_rules=library_rules())
    return plan_reports(checked, project=folder, output=folder / output, force=True), jobs


def make(folder, address, *, finished=lambda result: None):
    """Make all reports of a project on a cluster."""
    planned, jobs = plan(folder)
    with connected(address) as found:
        how = {"processes": 2, "cold": True, "cluster": found, "finished": finished}
        return make_reports(planned, all_jobs=jobs, **how)


def until(condition):
    """Wait for something that other processes do."""
    end = time.monotonic() + PATIENCE
    while not (found := condition()) and time.monotonic() < end:
        time.sleep(0.01)
    return found


def is_gone(process):
    """Wait until a process has ended."""
    with suppress(ProcessLookupError):
        handle = os.pidfd_open(process)
        found = select.select([handle], [], [], PATIENCE)[0]
        os.close(handle)
        return bool(found)
    return True


def files(folder):
    """Read everything that lies in a folder."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


# On two workers, in this order: the last of them ends the scheduler ---------------------------


@needs_processes
def test_a_worker_that_differs_is_refused_with_what_differs(workers, waiting, monkeypatch):
    """Nothing is run on it, and nothing is published."""
    folder, begun, _ = waiting
    planned, jobs = plan(folder)
    planned.now.basis = replace(
        planned.now.basis,
        library={**planned.now.basis.library, "tables.py": "another"},
        environment={**planned.now.basis.environment, "the package numpy": "0.1"},
    )
    with connected(workers[0]) as found, pytest.raises(ClusterError) as error:
        make_reports(planned, all_jobs=jobs, processes=1, cold=True, cluster=found)
    assert "by workers that are like this machine; none is: " in str(error.value)
    assert "tables.py of the library is another; the package numpy is " in str(error.value)
    assert "there and 0.1 here" in str(error.value)
    assert begun.read_text() == ""
    made = [name for name in files(folder / "reports") if name.endswith((".ipynb", ".json"))]
    assert not [name for name in made if "/" in name]


FIRST_DIFFERS = """
import os
from report_runner import cluster_worker

def station(content, digest, real=cluster_worker._station):
    if not os.path.exists({file!r}):
        open({file!r}, "x").close()
        station.differs = True
    if station.differs:
        raise cluster_worker.WorkerDiffers("the library is another")
    return real(content, digest)

station.differs = False
cluster_worker._station = station
"""


@needs_processes
def test_one_worker_that_differs_is_left_out_and_named(workers, project, tmp_path, capsys):
    """Its reports are made by the others."""
    folder = project({"good": {"a": "case: a\n"}})
    undo = "from report_runner import cluster_worker as w; w._station = w._station.__defaults__[0]"
    with connected(workers[0]) as found:
        found._client.run(exec, FIRST_DIFFERS.format(file=str(tmp_path / "first")), {})
        (result,) = make(folder, workers[0])
        assert found._client.run(exec, undo, {}).keys() == found._client.nthreads().keys()
    assert (result.failure, (tmp_path / "first").exists()) == (None, True)
    said = capsys.readouterr().err
    assert said.count("is left out, because it is not like this machine: the library is an") == 1


@needs_processes
def test_what_still_runs_is_called_off_with_ctrl_c(workers, waiting):
    """Its kernel is gone, though the cluster lives on."""
    folder, begun, _ = waiting

    def interrupt(result):
        until(begun.read_text)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make(folder, workers[0], finished=interrupt)
    assert is_gone(int(begun.read_text().split()[1]))
    assert not (folder / "reports" / "waits" / "a.html").exists()
    assert workers[1]["a"].poll() is workers[1]["b"].poll() is None


@needs_processes
def test_a_lost_worker_costs_no_report_and_the_bytes_are_those_of_a_local_run(
    workers, waiting, evaluate, monkeypatch
):
    """It is killed in the middle of a report, which the other worker makes."""
    folder, begun, go = waiting
    killed = []

    def kill(result):
        if not killed:
            name, kernel = until(begun.read_text).split()
            killed.append((name, int(kernel)))
            workers[1][name].kill()
            go.touch()

    results = make(folder, workers[0], finished=kill)
    assert [(each.job.notebook, each.failure is None) for each in results] == [
        ("good", True),
        ("raises_half_way", False),
        ("waits", True),
    ]
    ran_on = [line.split()[0] for line in begun.read_text().splitlines()]
    assert sorted(ran_on) == ["a", "b"] and ran_on[0] == killed[0][0]
    assert is_gone(killed[0][1])
    there = files(folder / "reports")
    kept = evaluate("report", "--notebook", "good", "--notebook", "waits", project=folder)
    assert kept.out.startswith("2 reports kept, nothing changed")
    monkeypatch.setenv(WORKER, "here")
    words = ("report", "--cold", "--force", "--output", str(folder / "here"))
    assert evaluate(*words, project=folder).code == 1
    here = files(folder / "here")
    assert {"good/a.pdf", "waits/a.ipynb", "raises_half_way/a.failure.json"} <= set(there)
    assert there == here


@needs_processes
def test_a_lost_scheduler_is_said_and_the_next_run_goes_on(workers, waiting, evaluate, monkeypatch):
    """What was finished stays; nothing is half-written."""
    folder, begun, go = waiting
    address, processes = workers

    def kill(result):
        until(begun.read_text)
        processes["scheduler"].kill()

    with pytest.raises(ClusterError, match="run the same command again"):
        make(folder, address, finished=kill)
    assert is_gone(int(begun.read_text().split()[1]))
    assert not any(".making-" in name for name in files(folder / "reports"))
    assert not (folder / "reports" / "waits" / "a.html").exists()
    go.touch()
    monkeypatch.setenv(WORKER, "here")
    monkeypatch.setattr(cluster, "SECONDS_TO_CONNECT", 0.2)
    assert evaluate("report", "--scheduler", address, project=folder).code == 2
    run = evaluate("report", "--cold", "--notebook", "waits", project=folder)
    assert (run.code, run.out[:13]) == (0, "1 report made")


def test_workers_are_waited_for_until_the_first_has_come_and_not_long_afterwards(monkeypatch):
    """Those that a queue will start may take hours; those that are lost may never come back."""
    there = {"tcp://127.0.0.1:1": 1}
    scheduler = SimpleNamespace(identity=None)
    client = SimpleNamespace(nthreads=lambda: there, sync=lambda *a, **k: {}, scheduler=scheduler)
    had, never_had = (cluster.Cluster(client, "tcp://127.0.0.1:2") for _ in range(2))
    monkeypatch.setattr(cluster, "SECONDS_WITHOUT_WORKERS", 0)
    had._tell_if_empty()
    there.clear()
    never_had._tell_if_empty()
    never_had._look()
    with pytest.raises(ClusterError, match=r"All workers are gone.*run the same command again"):
        had._look()


# Without a cluster ---------------------------------------------------------------------------


def test_without_dask_the_command_that_installs_it_is_named(project, evaluate, monkeypatch):
    """Before anything is run."""
    monkeypatch.setattr(cluster, "find_spec", lambda name: None)
    folder = project({"good": {"a": "case: a\n"}})
    run = evaluate("report", "--scheduler", "tcp://127.0.0.1:1", project=folder)
    assert (run.code, "pip install -e '.[cluster]'" in run.err) == (2, True)
    assert not (folder / "reports" / "good").exists()


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense://x", "127.0.0.1"])
def test_an_address_that_does_not_answer_is_named(address, monkeypatch):
    """Within some seconds."""
    pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
    monkeypatch.setattr(cluster, "SECONDS_TO_CONNECT", 0.2)
    with pytest.raises(ClusterError, match=f"must answer at {address}"), connected(address):
        pass


def test_dask_is_imported_only_when_it_is_asked_for():
    """Neither by the command line nor by a run on this machine."""
    code = (
        "import sys, report_runner.matrix, report_runner.cli; print('distributed' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


BASIS = Basis({"a.py": "1"}, {"b.py": "1"}, {}, {"the package numpy": "2", "the machine": "x"}, "1")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, []),
        ({"library": {"a.py": "2"}}, ["a.py of the library is another"]),
        ({"running": {}}, ["b.py of the runner is another"]),
        ({"site": "2"}, ["the runner is another"]),
        (
            {"environment": {"the package numpy": "3", "the machine": "x"}},
            ["the package numpy is 3 there and 2 here"],
        ),
        ({"environment": {**BASIS.environment, "the package dask_jobqueue": "1"}}, []),
        ({"environment": {**BASIS.environment, "the variable PYTHONPATH": "/x"}}, []),
        (
            {"environment": {**BASIS.environment, "the variable TZ": "UTC"}},
            ["the variable TZ is UTC there and absent here"],
        ),
    ],
)
def test_what_shapes_no_report_may_differ(change, words):
    """Packages that the lock does not name are the cluster's own."""
    assert cluster_bundle.differences(BASIS, replace(BASIS, **change), "numpy==2\n") == words


def test_a_bundle_is_the_same_for_the_same_files_and_unpacks_to_them(project, tmp_path):
    """Times do not count, so that the same reports have the same key."""
    folder = project({"good": {"a": "case: a\n"}})
    (folder / "data").mkdir()
    (folder / "data" / "cases.csv").write_text("case\na\n", encoding="utf-8")
    bundle = cluster_bundle.pack(folder, folder / "notebooks", BASIS)
    os.utime(folder / "data" / "cases.csv", (1, 1))
    assert cluster_bundle.pack(folder, folder / "notebooks", BASIS).digest == bundle.digest
    again = cluster_bundle.Bundle.from_content(bundle.content)
    assert again == bundle
    again.unpack(tmp_path / "there")
    assert (tmp_path / "there" / "data" / "cases.csv").read_text() == "case\na\n"
    notebook = (tmp_path / "there" / "notebooks" / "good.ipynb").read_bytes()
    assert notebook == (folder / "notebooks" / "good.ipynb").read_bytes()


def test_a_table_that_was_read_there_is_named_as_here(tmp_path):
    """Whether it lies in the project or where the library was installed from."""
    inside = Read("file", "data/x.csv", "", "1", "1")
    outside = replace(inside, path=str(tmp_path / "tables" / "x.csv"))
    assert cluster_bundle.read_there(inside, tmp_path) == inside
    found = cluster_bundle.read_here(cluster_bundle.read_there(outside, tmp_path))
    assert Path(found.path) == cluster_bundle.data_folder() / "x.csv"
