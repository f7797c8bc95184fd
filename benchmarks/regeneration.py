"""What it costs to make all reports, in several ways, side by side in one run.

Run by ``make bench``. Prints a table with ratios, and writes it with the machine described to
``benchmarks/regeneration.json``. Every way makes the same reports of a copy of the project:

- the cells and nothing else, in one process (the floor);
- ``evaluate report``, kernels forked from a warm process;
- ``evaluate report --cold``, stock kernels;
- the command lines of papermill and nbconvert, report by report, on a part of the reports;
- ``evaluate report`` once more, when nothing has changed, and when one parameters file has;
- ``evaluate report --scheduler``, two Dask workers on loopback, started before;
- ``evaluate report --matrix``, 200 synthetic schools.

Processor seconds are those to compare: wall time depends on what else the machine does.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass, replace
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
PROJECT = FOLDER.parent
sys.path[:0] = [str(FOLDER)]

import schools  # noqa: E402
from machine import describe  # noqa: E402

PACKAGES = ("papermill", "nbclient", "nbconvert", "ipykernel", "jupyter_client", "numpy", "pandas")
FLOOR, WARM, STOCK = "cells only, one process", "warm kernels", "stock kernels"
LOOP, IDLE, ONE = "papermill and nbconvert commands", "nothing changed", "one parameters file"
DASK, SCHOOLS = "two Dask workers, once started", "200 synthetic schools"
IN_LOOP = 6
QUICK = ("participation",)


@dataclass(frozen=True)
class Cost:
    """What one way of making reports cost.

    Attributes
    ----------
    way : str
        Which.
    reports : int
        How many it made.
    wall_seconds, processor_seconds, peak_megabytes : float
        Of the command with everything that it started.
    """

    way: str
    reports: int
    wall_seconds: float
    processor_seconds: float
    peak_megabytes: float


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
    machine = describe(PACKAGES)
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        project = _copy_of_project(Path(scratch, "project"))
        reports = _reports(project, options.notebook)
        costs = list(_costs(project, reports, options))
    print(as_text(machine, costs))
    data = {"schema": 1, "machine": machine, "costs": [*map(asdict, costs)], **figures(costs)}
    if not options.notebook:
        text = json.dumps(data, indent=1, sort_keys=True)
        (FOLDER / "regeneration.json").write_text(text + "\n", encoding="utf-8")
    return 0


def _costs(project: Path, reports: list[str], options: argparse.Namespace):
    evaluate = [
        sys.executable,
        "-m",
        "report_runner",
        "report",
        "--no-documents",
        "--project",
        str(project),
    ]
    evaluate += [word for name in options.notebook for word in ("--notebook", name)]
    cells = [sys.executable, str(FOLDER / "cells.py"), str(project), *reports]
    number, output = len(reports), ["--output", str(project / "reports")]
    yield _measured(FLOOR, number, cells)
    yield _measured(WARM, number, [*evaluate, *output, "--force"])
    yield _measured(IDLE, 0, [*evaluate, *output])
    changed = project / "parameters" / f"{reports[0]}.yml"
    _change(changed)
    yield _measured(ONE, 1, [*evaluate, *output])
    yield _measured(f"{FLOOR}: {ONE}", 1, [*cells[:3], reports[0]])
    cold = ["--output", str(project / "cold"), "--force", "--cold"]
    yield _measured(STOCK, number, [*evaluate, *cold])
    step = max(1, number // options.in_loop) if options.in_loop else 1
    chosen = reports[::step]
    loop = [sys.executable, str(FOLDER / "loop.py"), str(project), *chosen]
    yield _measured(LOOP, len(chosen), loop)
    yield _measured(f"{FLOOR}: {LOOP}", len(chosen), [*cells[:3], *chosen])
    yield _on_cluster(project, reports, [*evaluate[4:], "--output", str(project / "dask")])
    matrix = schools.write_matrix(project / "schools.csv", options.schools)
    words = ["--matrix", str(matrix), schools.NOTEBOOK, "--project", str(project)]
    yield _measured(SCHOOLS, options.schools, [*evaluate[:4], *words])


def _on_cluster(project: Path, reports: list[str], words: list[str]) -> Cost:
    """Make all reports on two workers; wall time without what starts them."""
    seconds = project / "seconds.txt"
    command = [sys.executable, str(FOLDER / "on_cluster.py"), reports[0], *words, "--force"]
    os.environ["ONLY_SECONDS"] = str(seconds)
    cost = _measured(DASK, len(reports), command)
    return replace(cost, wall_seconds=float(seconds.read_text(encoding="utf-8")))


def _copy_of_project(place: Path) -> Path:
    for name in ("data", "notebooks", "parameters"):
        shutil.copytree(PROJECT / name, place / name)
    shutil.copy(PROJECT / "pyproject.toml", place)
    return place


def _reports(project: Path, notebooks: list[str]) -> list[str]:
    from report_runner.jobs import discover, select

    jobs = select(discover(project), notebooks=notebooks)
    return [f"{job.notebook}/{job.name}" for job in jobs]


def _change(file: Path) -> None:
    """Change one value, so that the report must be made again."""
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}\nseed: 7\n" if "seed:" not in text else text, encoding="utf-8")


def _measured(way: str, reports: int, command: list[str]) -> Cost:
    print(f"{way} ...", file=sys.stderr)
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "cost.json")
        meter = [sys.executable, str(FOLDER / "meter.py"), str(file), *command]
        done = subprocess.run(
            meter, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        if done.returncode:
            raise SystemExit(f"{way} failed:\n{done.stderr}")
        found = json.loads(file.read_text(encoding="utf-8"))
    found.pop("code")
    return Cost(way, reports, **found)


def figures(costs: list[Cost]) -> dict[str, float]:
    """Compare the ways, each as one ratio or number."""
    found = {cost.way: cost for cost in costs}
    floor, warm, loop = found[FLOOR], found[WARM], found[LOOP]
    # The reports of the loop stand for all by the processor time of their cells.
    share = found[f"{FLOOR}: {LOOP}"].processor_seconds / floor.processor_seconds
    return {
        "warm_processor_seconds_to_floor": warm.processor_seconds / floor.processor_seconds,
        "stock_processor_seconds_to_floor": found[STOCK].processor_seconds
        / floor.processor_seconds,
        "loop_wall_to_warm": loop.wall_seconds / share / warm.wall_seconds,
        "nothing_changed_wall_seconds": found[IDLE].wall_seconds,
        "one_changed_wall_to_cells": found[ONE].wall_seconds
        / found[f"{FLOOR}: {ONE}"].wall_seconds,
        "dask_throughput_to_warm": warm.wall_seconds / found[DASK].wall_seconds,
        "school_wall_seconds": found[SCHOOLS].wall_seconds / found[SCHOOLS].reports,
    }


def as_text(machine: dict, costs: list[Cost]) -> str:
    """Set everything in a table, with the ratios under it."""
    rows = [("", "reports", "wall s", "processor s", "per report", "peak MB")]
    rows += [
        (
            cost.way,
            str(cost.reports),
            f"{cost.wall_seconds:.1f}",
            f"{cost.processor_seconds:.1f}",
            f"{cost.processor_seconds / max(1, cost.reports):.2f}",
            f"{cost.peak_megabytes:.0f}",
        )
        for cost in costs
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in rows]
    known = [f"{name}: {value}" for name, value in machine.items()]
    ratios = [f"{name.replace('_', ' ')}: {value:.2f}" for name, value in figures(costs).items()]
    return "\n".join([*known, "", *map(str.rstrip, lines), "", *ratios])


if __name__ == "__main__":
    sys.exit(main())
