"""Small projects put together from the zoo, and one shared run of its notebooks."""

from __future__ import annotations

import contextlib
import io
import os
import pickle
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from report_runner import cli, matrix, pool
from report_runner.checks import check_all, library_rules
from report_runner.jobs import discover
from report_runner.planning import plan_reports
from report_runner.staleness import KEEP
from report_runner.warm_kernels import WarmProcess

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

collect_ignore_glob = ["zoo/*"]  # wrong on purpose

PROJECT = Path(__file__).resolve().parents[2]
ZOO = Path(__file__).parent / "zoo"
RUNNING = (
    "good",
    "names_the_machine",
    "raises_half_way",
    "calls_sys_exit",
    "kills_its_kernel",
    "states_no_findings",
    "states_findings_too_early",
    "states_unknown_verdict",
)


def build_project(folder: Path, reports: Mapping[str, Mapping[str, str]]) -> Path:
    """Make a project of zoo notebooks: {notebook: {name of parameters file: text or zoo file}}."""
    (folder / "notebooks").mkdir(parents=True)
    (folder / "pyproject.toml").touch()
    for notebook, files in reports.items():
        shutil.copy(ZOO / "notebooks" / f"{notebook}.ipynb", folder / "notebooks")
        (folder / "parameters" / notebook).mkdir(parents=True)
        for name, text in files.items():
            (folder / "parameters" / notebook / f"{name}.yml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def project(tmp_path):
    """Build a project in a folder of the test's own."""
    return lambda reports: build_project(tmp_path / "project", reports)


@dataclass(frozen=True)
class Run:
    """A run of the command line: where, with which exit code, and what it said."""

    project: Path
    code: int
    out: str
    err: str

    @property
    def reports(self) -> Path:
        """The folder of reports."""
        return self.project / "reports"

    def read(self, name: str) -> str:
        """The text of one file of the reports."""
        return (self.reports / name).read_text(encoding="utf-8")


@pytest.fixture
def evaluate():
    """Run the command line inside this process."""
    return _evaluate


@pytest.fixture(scope="session")
def zoo_run(tmp_path_factory) -> Run:
    """Run every notebook of the zoo that can be started, two at a time; nobody changes the run."""
    return _made_once(tmp_path_factory, lambda folder: _run_zoo(folder / "here", RUNNING))


@pytest.fixture(scope="session")
def zoo_run_again(tmp_path_factory) -> Run:
    """Run some of the same notebooks in another folder, one at a time."""
    folder = tmp_path_factory.mktemp("again") / "a longer name" / "there"
    return _run_zoo(folder, RUNNING[:3], "--jobs", "1")


def _made_once(factory: pytest.TempPathFactory, make: Callable[[Path], Run]) -> Run:
    """Let the first of all processes of these tests make a run, and the others read it."""
    if fcntl is None or "PYTEST_XDIST_WORKER" not in os.environ:
        return make(factory.mktemp("zoo"))
    shared = factory.getbasetemp().parent
    kept = shared / "zoo.pickle"
    with (shared / "zoo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # ends with the process, however that ends
        if not kept.exists():
            run = make(Path(tempfile.mkdtemp(prefix="zoo", dir=shared)))
            kept.write_bytes(pickle.dumps((run.project, run.code, run.out, run.err)))
    return Run(*pickle.loads(kept.read_bytes()))


def _run_zoo(folder: Path, notebooks: Sequence[str], *options: str) -> Run:
    project = build_project(folder, {name: {"sutton": "case: sutton\n"} for name in notebooks})
    shutil.copy(ZOO / "parameters" / "misspelt_name.yml", project / "parameters" / "good")
    return _evaluate("report", *options, project=project)


def _evaluate(*words: str, project: Path) -> Run:
    out, err = io.StringIO(), io.StringIO()
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        for module in (matrix, pool):  # no notebook of the zoo imports a numerical package
            patch.setattr(module, "WarmProcess", partial(WarmProcess, packages=False))
        code = cli.main([*words, "--project", str(project)])
    return Run(project, code, out.getvalue(), err.getvalue())


@pytest.fixture(scope="session")
def made_reports():
    """The project's own reports that are up to date, by name: the findings file of each."""
    checked = check_all(discover(PROJECT), value_rules=library_rules())
    output = PROJECT / "reports"
    plan = plan_reports(checked, project=PROJECT, output=output)
    kept = [each.checked.job for each in plan.decisions if each.action == KEEP]
    return {job.title: output / job.notebook / f"{job.name}.findings.json" for job in kept}
