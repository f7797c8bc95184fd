"""What a whole country costs: schools through the notebook, pupils through the progress analysis.

Run by ``make bench``. Prints a table and writes ``benchmarks/scale.json``:

- 22,000 made-up schools through the national notebook (limit: 10 s, 1 GB), with the time for its
  cells alone;
- 600,000 made-up pupils in each of three years through the progress analysis, from Parquet and from
  CSV (limit: 15 s, 2 GB), at 1/16, 1/4 and the whole of that;
- the same plan on two Dask workers of this machine, and whether its result is the same to the last
  digit.

Each is measured in a process of its own. Processor seconds are those to compare.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
PROJECT = FOLDER.parent
sys.path[:0] = [str(FOLDER)]

from machine import describe  # noqa: E402

PARTS = 4
PACKAGES = ("duckdb", "numpy", "pandas", "scipy", "statsmodels", "distributed")
SAME = {True: "the same to the last digit", False: "NOT THE SAME"}
LIMITS = {"schools": (10, 1000), "pupils": (15, 2000)}


def main() -> int:
    """Measure, print, write down."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--part", nargs="+", help=argparse.SUPPRESS)
    parser.add_argument("--smallest", action="store_true", help="only the smallest sizes")
    options = parser.parse_args()
    if options.part:
        print(json.dumps(measured(*options.part)))
        return 0
    with tempfile.TemporaryDirectory(prefix="scale-") as folder:
        rows = every(Path(folder), smallest=options.smallest)
    if not options.smallest:
        found = {"machine": describe(PACKAGES), "rows": rows}
        text = json.dumps(found, indent=1) + "\n"
        (FOLDER / "scale.json").write_text(text, encoding="utf-8")
    return 0 if all(row["within"] for row in rows) else 1


def every(folder: Path, *, smallest: bool) -> list[dict]:
    """Make the files one after another, and measure on each."""
    from national_files import PUPILS, SCHOOLS, write_pupils, write_schools

    rows = []
    for n in [SCHOOLS // 16] if smallest else [SCHOOLS // 16, SCHOOLS // 4, SCHOOLS]:
        schools, links = write_schools(folder, n=n)
        rows.append(_row("schools, notebook", n, "schools", [str(schools), str(links)]))
    for n in [PUPILS // 16] if smallest else [PUPILS // 16, PUPILS // 4, PUPILS]:
        for form, path in write_pupils(folder, n=n).items():
            rows.append(_row(f"pupils, {form}", 3 * n, "pupils", [str(path)]))
            if form == "parquet":
                rows.append(_row("pupils, two Dask workers", 3 * n, "dask", [str(path)]))
                rows[-1]["same"] = rows[-1]["digest"] == rows[-2]["digest"]
                rows[-1]["within"] &= rows[-1]["same"]
                print(f"  {SAME[rows[-1]['same']]}", flush=True)
    return rows


def _row(name: str, n: int, kind: str, arguments: list[str]) -> dict:
    command = [sys.executable, __file__, "--part", kind, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=FOLDER)
    if done.returncode:
        raise RuntimeError(f"{name}: {done.stderr.strip()[-2000:]}")
    found = json.loads(done.stdout.splitlines()[-1])
    most = LIMITS.get(kind)
    within = most is None or (found["processor"] <= most[0] and found["megabytes"] <= most[1])
    row = {"what": name, "rows": n, "within": bool(within), **found}
    print(line(row), flush=True)
    return row


def line(row: dict) -> str:
    """Write one row of the table."""
    return (
        f"{row['what']:26}{row['rows']:>10,} rows {row['wall']:7.1f} s wall "
        f"{row['processor']:7.1f} s processor {row['megabytes']:7.0f} MB"
        f"{'' if row['within'] else '  OVER ITS LIMIT'}"
    )


# In a process of its own ---------------------------------------------------------------------


def measured(kind: str, *arguments: str) -> dict:
    """Run one part here and say what it cost, imports included."""
    import resource

    start = time.perf_counter()
    digest = {"schools": notebook, "pupils": progress, "dask": on_workers}[kind](*arguments)
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {
        "wall": time.perf_counter() - start,
        "processor": sum(one.ru_utime + one.ru_stime for one in spent),
        "megabytes": sum(one.ru_maxrss for one in spent) / 1024,
        "digest": digest,
    }


def notebook(schools: str, links: str) -> str:
    """Run the cells of the national notebook on these files."""
    from IPython.core.interactiveshell import InteractiveShell

    file = PROJECT / "notebooks" / "school_partnerships_national.ipynb"
    cells = [
        cell for cell in json.loads(file.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "code"
    ]  # fmt: skip
    shell = InteractiveShell.instance(colors="nocolor")
    shell.display_pub.publish = lambda *args, **kwargs: None
    shell.displayhook.write_output_prompt = lambda: None
    given = f"schools_file = {schools!r}\nmemberships_file = {links!r}\nyear_from = '2016-09-01'"
    for place, cell in enumerate(cells):
        source = "".join(cell["source"]) + (f"\n{given}\n" if place == 0 else "")
        result = shell.run_cell(source + ";" if not source.endswith(";") else source, silent=True)
        result.raise_error()
    return str(shell.user_ns["contrast"].standardised.estimate)


def progress(path: str) -> str:
    """Work out the progress of these pupils in this process."""
    from partnership_evaluation import school_effects

    return _digest(school_effects.large_progress(path, **NAMES))


def on_workers(path: str) -> str:
    """Work out the same on two workers, each a process of its own on this machine."""
    from dask.distributed import Client, LocalCluster

    from partnership_evaluation import school_effects

    settings = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    with LocalCluster(host="127.0.0.1", **settings) as cluster, Client(cluster) as client:
        found = school_effects.large_progress(
            path,
            **NAMES,
            parts=[f"pupil % {PARTS} = {part}" for part in range(PARTS)],
            run=lambda work, parts: client.gather(client.map(work, parts)),
        )
    return _digest(found)


def _digest(found) -> str:
    import hashlib

    text = "".join(
        table.map(lambda v: v.hex() if isinstance(v, float) else str(v)).to_csv(index=False)
        for table in (found.years, found.effects, found.totals)
    )
    return hashlib.sha256(text.encode()).hexdigest()


NAMES = {"before": "before", "after": "after", "school": "school", "year": "year"}

if __name__ == "__main__":
    sys.exit(main())
