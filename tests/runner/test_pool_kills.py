"""Whoever is killed, and whenever: no process is left, no file is half-written, nothing is lost.

Each trial makes a few reports and kills something at random moments: the runner, the warm process,
a kernel, a worker, the server that forks workers. ``REPORT_RUNNER_KILLS=100 pytest
tests/runner/test_pool_kills.py`` makes a hundred trials; a few are made otherwise.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import subprocess
import sys
import uuid
from contextlib import suppress
from pathlib import Path

import pytest

from report_runner import warm_kernels
from report_runner.warm_kernels import family

pytestmark = pytest.mark.skipif(
    not warm_kernels.is_supported(), reason="processes are told apart on Linux only"
)
TRIALS = int(os.environ.get("REPORT_RUNNER_KILLS", "2"))
NOTEBOOKS = {"good": ("a", "b", "c"), "names_the_machine": ("a",), "raises_half_way": ("a",)}
MARK = "REPORT_RUNNER_TRIAL"
PATIENCE = 60
MADE = {".html", ".ipynb", ".findings.json"}
FAILED = {".html", ".failed.ipynb", ".failure.json"}
BARELY = {".html", ".failure.json"}


@pytest.fixture
def files(project):
    """A project of a few reports."""
    cases = {name: {case: f"case: {case}\n" for case in NOTEBOOKS[name]} for name in NOTEBOOKS}
    return project(cases)


@pytest.mark.parametrize("seed", range(TRIALS))
def test_kills_at_random_moments_leave_nothing_behind(files, tmp_path_factory, seed):
    """And the next run makes what is missing."""
    chance, mark = random.Random(seed), uuid.uuid4().hex
    scratch = tmp_path_factory.mktemp("t")  # workers are forked where sockets have short names
    run = _start(files, mark, scratch, cold=chance.random() < 0.2)
    victims = [chance.choice(["runner", "warm", "kernel", "worker", "server"]) for _ in range(3)]
    for victim in victims:
        if not select.select([run.lifeline], [], [], chance.uniform(0.2, 4.0))[0]:
            _kill(victim, run, mark, chance)
    assert select.select([run.lifeline], [], [], PATIENCE)[0], (victims, _commands(mark))
    run.wait(PATIENCE)
    assert _all_gone(mark), (victims, _commands(mark))
    _assert_whole(files / "reports")
    left = [path.name for path in scratch.iterdir()]
    assert not left or run.returncode < 0, (victims, left)
    again = _start(files, uuid.uuid4().hex, scratch, cold=False)
    assert again.wait(PATIENCE) == 1, "one notebook raises an error, as it should"
    _assert_whole(files / "reports")
    found = {path.relative_to(files / "reports").as_posix() for path in _files(files / "reports")}
    assert {f"good/{case}.findings.json" for case in "abc"} <= found
    assert {"names_the_machine/a.findings.json", "raises_half_way/a.failure.json"} <= found


def _start(files, mark, scratch, *, cold):
    command = [sys.executable, "-m", "report_runner", "report", "--project", str(files)]
    run = subprocess.Popen(
        [*command, "--no-documents", "--jobs", "2", *(["--cold"] if cold else [])],
        env={**os.environ, MARK: mark, "TMPDIR": str(scratch)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    run.lifeline = os.pidfd_open(run.pid)
    return run


def _kill(victim, run, mark, chance):
    """Kill a process of the run, if there is one of the kind."""
    kinds = {"runner": [run.pid], "warm": [], "kernel": [], "worker": [], "server": []}
    for process in _marked(mark):
        with suppress(OSError):
            command = Path(f"/proc/{process}/cmdline").read_text()
            parent = int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
            above = Path(f"/proc/{parent}/cmdline").read_text()
            for word, first, second in (
                ("warm_kernels.process", "warm", "kernel"),
                ("multiprocessing.forkserver", "server", "worker"),
                ("ipykernel_launcher", "kernel", "kernel"),
            ):
                if word in command:
                    kinds[second if word in above else first].append(process)
    if kinds[victim]:
        with suppress(ProcessLookupError):
            os.kill(chance.choice(sorted(kinds[victim])), signal.SIGKILL)


def _marked(mark):
    """List the processes that stem from a run."""
    wanted = f"{MARK}={mark}".encode()
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                if wanted in (folder / "environ").read_bytes():
                    yield int(folder.name)


def _all_gone(mark):
    """Wait until no process of a run is left."""
    for process in list(_marked(mark)):
        with suppress(ProcessLookupError):
            handle = os.pidfd_open(process)
            select.select([handle], [], [], PATIENCE)
            os.close(handle)
    return not [process for process in _marked(mark) if family.started(process)]


def _commands(mark):
    """List what processes of a run that are left were started with, and what they wait for."""
    found = []
    for process in _marked(mark):
        with suppress(OSError):
            folder = Path(f"/proc/{process}")
            words = (folder / "cmdline").read_text().split("\0")
            found.append((process, (folder / "wchan").read_text(), " ".join(words)[:200]))
    return found


def _files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def _assert_whole(folder):
    """Each report is all there, or says why it is not, or is not there; nothing is cut off."""
    suffixes = {}
    for path in _files(folder):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".json" or path.suffix == ".ipynb":
            json.loads(text)
        if path.suffix == ".html":
            assert text.rstrip().endswith("</html>"), path.name
        if path.parent.name in NOTEBOOKS and not path.name.startswith("."):
            name, dot, suffix = path.name.partition(".")
            suffixes.setdefault((path.parent.name, name), set()).add(dot + suffix)
    for report, found in suffixes.items():
        complete = found in (MADE, FAILED, BARELY)
        # Renames are made one after the other; what says how it ended comes last.
        unfinished = not found & {".findings.json", ".failure.json"}
        assert complete or unfinished, (report, found)
