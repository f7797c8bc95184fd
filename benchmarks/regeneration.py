"""What it costs to make all reports, in several ways, side by side in one run.

Run by ``make bench``. Prints a table with the figures that should be reached, and writes both with
the machine described to ``benchmarks/regeneration.json``, after each part. A part that fails is
told at the end and stops no other. Every way makes the same reports of a copy of the project:

- the cells and nothing else, in one process (the floor);
- ``evaluate report``, kernels forked from a warm process; without documents, as papermill and
  nbconvert make none, and with them;
- ``evaluate report`` once more, when nothing has changed, and when one parameters file has;
- ``evaluate report --cold``, stock kernels;
- the command lines of papermill and nbconvert, report by report, on a part of the reports;
- ``evaluate report --scheduler``, two Dask workers on loopback, started before;
- ``evaluate report --matrix``, 200 synthetic schools with grades of their own.

Processor seconds are those to compare: wall time depends on what else the machine does.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
PROJECT = FOLDER.parent
sys.path[:0] = [str(FOLDER)]

import schools  # noqa: E402
from machine import describe  # noqa: E402
from regeneration_figures import (  # noqa: E402
    CELLS_ONCE,
    DASK,
    DOCUMENTS,
    FLOOR,
    IDLE,
    LOOP,
    ONE,
    ONE_BARE,
    SCHOOLS,
    STOCK,
    WARM,
    Cost,
    Found,
    as_data,
    as_text,
)

PACKAGES = ("papermill", "nbclient", "nbconvert", "ipykernel", "jupyter_client", "numpy", "pandas")
IN_LOOP = 6
QUICK = ("participation",)
Part = Callable[[], Cost]


class PartFailed(RuntimeError):
    """A part whose command did not end well."""


def main() -> int:
    """Measure, print, write down."""
    parser = argparse.ArgumentParser(description="Benchmark the making of all reports.")
    parser.add_argument("--notebook", action="append", default=[], help="only its reports")
    parser.add_argument(
        "--in-loop",
        type=int,
        default=IN_LOOP,
        metavar="N",
        help=f"how many reports papermill's command makes, 0 for all ({IN_LOOP})",
    )
    parser.add_argument("--quick", action="store_true", help="a few reports, and 20 schools")
    parser.add_argument("--schools", type=int, default=200, metavar="N", help="rows (200)")
    options = parser.parse_args()
    if options.quick:
        options.notebook, options.in_loop, options.schools = [*QUICK], 2, 20
    machine, found = describe(PACKAGES), Found()
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        project = _copy_of_project(Path(scratch, "project"))
        reports = _reports(project, options.notebook)
        for way, part in _parts(project, reports, options, found):
            _measure(way, part, found)
            _save(as_data(machine, found), whole=not options.notebook)
    print(as_text(machine, found))
    return 1 if found.failures else 0


def _measure(way: str, part: Part, found: Found) -> None:
    """Measure one part; whatever goes wrong is kept to be told."""
    print(f"{way} ...", end=" ", file=sys.stderr, flush=True)
    try:
        cost = part()
    except Exception as error:
        found.failures[way] = f"{type(error).__name__}: {error}"
        print(f"failed: {error}", file=sys.stderr, flush=True)
        return
    found.costs[way] = cost
    words = f"{cost.wall_seconds:.1f} s wall, {cost.processor_seconds:.1f} s of processors"
    print(words, file=sys.stderr, flush=True)


def _save(data: dict, *, whole: bool) -> None:
    """Write down what there is so far; of a part of the reports beside that of all."""
    file = FOLDER / ("regeneration.json" if whole else "regeneration-part.json")
    staged = file.with_suffix(".new")
    staged.write_text(json.dumps(data, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    staged.replace(file)


def _parts(
    project: Path, reports: list[str], options: argparse.Namespace, found: Found
) -> Iterator[tuple[str, Part]]:
    """List the parts in order; those that build on the folder of reports come right after it."""
    chosen = [word for name in options.notebook for word in ("--notebook", name)]
    words, output = ["--project", str(project), *chosen], ["--output", str(project / "reports")]
    evaluate = [sys.executable, "-m", "report_runner", "report"]
    bare, number = [*evaluate, "--no-documents", *words], len(reports)
    cells = [sys.executable, str(FOLDER / "cells.py"), str(project)]
    step = max(1, number // options.in_loop) if options.in_loop else 1
    some = reports[::step]
    loop = [sys.executable, str(FOLDER / "loop.py"), str(project), *some]
    one = _changeable(project, reports)
    found.one, found.in_loop = one, some

    def changed(way: str, value: float, command: list[str]) -> Cost:
        if not one:
            raise PartFailed("no report has a level of confidence that could be changed")
        _change(project / "parameters" / f"{one}.yml", value)
        return _measured(way, 1, command)

    yield FLOOR, lambda: _floor(project, [*cells, *reports], number, found)
    yield WARM, lambda: _measured(WARM, number, [*bare, *output, "--force"])
    yield IDLE, lambda: _measured(IDLE, 0, [*bare, *output])
    yield ONE_BARE, lambda: changed(ONE_BARE, 0.9, [*bare, *output])
    yield CELLS_ONCE, lambda: _measured(CELLS_ONCE, 1, [*cells, one])
    yield DOCUMENTS, lambda: _measured(DOCUMENTS, number, [*evaluate, *words, *output, "--force"])
    yield ONE, lambda: changed(ONE, 0.99, [*evaluate, *words, *output])
    yield SCHOOLS, lambda: _schools(project, options.schools, evaluate, found)
    yield DASK, lambda: _on_cluster(project, reports, bare[4:])
    cold = ["--output", str(project / "cold"), "--force", "--cold"]
    yield STOCK, lambda: _measured(STOCK, number, [*bare, *cold])
    yield LOOP, lambda: _measured(LOOP, len(some), loop)


def _floor(project: Path, command: list[str], number: int, found: Found) -> Cost:
    """Run the cells of all reports, and keep how long those of each took."""
    file = project / "cells.json"
    cost = _measured(FLOOR, number, command, CELLS_SECONDS=str(file))
    found.cells.update(json.loads(file.read_text(encoding="utf-8")))
    return cost


def _schools(project: Path, number: int, evaluate: list[str], found: Found) -> Cost:
    """Make a report for each of many schools; their spreadsheet was read before.

    One that fails has cost as much as the others, and is told.
    """
    drawn = schools.make(project / "schools", number, project=project)
    words = ["--matrix", str(drawn.matrix), schools.NOTEBOOK, "--project", str(project)]
    output = project / "school-reports"
    command = [*evaluate, *words, "--output", str(output)]
    cost = _measured(SCHOOLS, number, command, fine=(0, 1), PARTNERSHIP_DATA=str(drawn.data))
    with (output / "summary.csv").open(encoding="utf-8", newline="") as lines:
        failed = [row["failure"] for row in csv.DictReader(lines) if row["status"] != "made"]
    if failed:
        found.failures[f"{SCHOOLS}, reports"] = f"{len(failed)} of {number}, such as: {failed[0]}"
    return cost


def _on_cluster(project: Path, reports: list[str], words: list[str]) -> Cost:
    """Make all reports on two workers; wall time without what starts them."""
    seconds = project / "seconds.txt"
    words = [*words, "--output", str(project / "dask"), "--force"]
    command = [sys.executable, str(FOLDER / "on_cluster.py"), reports[0], *words]
    cost = _measured(DASK, len(reports), command, ONLY_SECONDS=str(seconds))
    return replace(cost, wall_seconds=float(seconds.read_text(encoding="utf-8")))


def _copy_of_project(place: Path) -> Path:
    for name in ("data", "notebooks", "parameters"):
        shutil.copytree(PROJECT / name, place / name)
    shutil.copy(PROJECT / "pyproject.toml", place)
    return place


def _reports(project: Path, notebooks: list[str]) -> list[str]:
    """List the reports that can be made here: some need a file that is not part of the project."""
    from report_runner.checks import check_all, library_rules
    from report_runner.jobs import discover, select
    from report_runner.needed_files import tell_absent, with_their_files

    jobs = select(discover(project), notebooks=notebooks)
    checked, absent = with_their_files(check_all(jobs, value_rules=library_rules()))
    tell_absent(absent)
    return [f"{each.job.notebook}/{each.job.name}" for each in checked if not each.problems]


def _changeable(project: Path, reports: list[str]) -> str:
    """Choose a report whose level of confidence can be changed; not the first, which imports.

    Empty where there is none, and then the part that changes it fails.
    """
    from report_runner.declared import read_declared

    for report in reports[1:]:
        notebook = project / "notebooks" / f"{report.partition('/')[0]}.ipynb"
        text = (project / "parameters" / f"{report}.yml").read_text(encoding="utf-8")
        known = {parameter.name for parameter in read_declared(notebook)}
        if "confidence_level" in known and "confidence_level" not in text:
            return report
    return ""


def _change(file: Path, value: float) -> None:
    """Set the level of confidence, so that one report must be made again."""
    lines = file.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("confidence_level:")]
    text = "\n".join([*kept, f"confidence_level: {value}"])
    file.write_text(f"{text}\n", encoding="utf-8")


def _measured(
    way: str, reports: int, command: list[str], *, fine: tuple[int, ...] = (0,), **variables: str
) -> Cost:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "cost.json")
        meter = [sys.executable, str(FOLDER / "meter.py"), str(file), *command]
        done = subprocess.run(
            meter,
            env=environment | variables,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        found = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    if not found or found.pop("code") not in fine:
        raise PartFailed(f"{way}: {done.stderr[-2000:]}")
    return Cost(way, reports, **found)


if __name__ == "__main__":
    sys.exit(main())
