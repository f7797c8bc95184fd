"""The manifest and the index of a matrix: one line a row, written as the rows are read."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import quote

from report_runner.digests import digest_of
from report_runner.matrix_file import Matrix
from report_runner.messages import counted
from report_runner.render import page_frame, page_parts
from report_runner.report_folder import SUFFIXES, SUMMARY, path, state, write
from report_runner.site_entries import question
from report_runner.site_pages import glossary_page
from report_runner.site_summary import COLUMNS, summary_row
from report_runner.staleness import Staleness

MANIFEST_COLUMNS = ("row", *COLUMNS)


def write_pages_if_changed(now: Staleness, matrix: Matrix) -> bool:
    """Write manifest and index where what they tell has changed.

    Parameters
    ----------
    now : Staleness
        The folder of reports, and what pages rest on.
    matrix : Matrix
        The rows, read once or twice from their file, and never all at a time.

    Returns
    -------
    bool
        Whether they were written.
    """
    pages = [now.output / name for name in ("index.html", "glossary.html", SUMMARY)]
    told = _told(now, matrix)
    name = digest_of(str(now.output))
    now.digests.forget(pages)
    if now.store.get("sites", name) == [told, *map(now.digests.of, pages)]:
        return False
    write(now.output / SUMMARY, _manifest(now, matrix))
    write(now.output / "index.html", _index(now, matrix))
    write(now.output / "glossary.html", glossary_page(of_matrix=True))
    now.digests.forget(pages)
    with suppress(OSError):  # the next run will write them again
        now.store.put("sites", name, [told, *map(now.digests.of, pages)])
    return True


def _told(now: Staleness, matrix: Matrix) -> str:
    """Digest all that the pages are written from."""
    digest = hashlib.sha256(f"{now.basis.site} {now.basis.page_key}\n".encode())
    digest.update(now.digests.of(matrix.notebook_file).encode())
    for row in matrix.rows():
        files = [path(now.output, row.job, suffix) for suffix in SUFFIXES]
        now.digests.forget(files)
        about = [row.job.row, row.job.name, row.job.case, *map(now.digests.of, files)]
        digest.update(digest_of(about).encode())
        now.digests.forget(files)
    return digest.hexdigest()


def _manifest(now: Staleness, matrix: Matrix) -> Iterator[str]:
    line = io.StringIO()
    table = csv.DictWriter(line, MANIFEST_COLUMNS, restval="", lineterminator="\n")
    table.writeheader()
    for row in matrix.rows():
        table.writerow({"row": row.job.row, **summary_row(state(now.output, row.job))})
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _index(now: Staleness, matrix: Matrix) -> Iterator[str]:
    """Write the page from the manifest, whose rows are small."""
    counts = {"made": 0, "failed": 0, "not made": 0}
    for row in _manifest_rows(now):
        counts[row["status"]] += 1
    failed = f", {counts['failed']} failed" if counts["failed"] else ""
    missing = f", {counts['not made']} not made" if counts["not made"] else ""
    return page_parts(
        "matrix.html.j2",
        frame=page_frame(of_matrix=True),
        title=question(matrix.notebook_file),
        file=matrix.file.name,
        command=f"evaluate report --matrix {matrix.file.name} {matrix.notebook_file.stem}",
        total=f"{counted(sum(counts.values()), 'row')}: {counts['made']} made{failed}{missing}.",
        rows=map(_shown, _manifest_rows(now)),
    )


def _manifest_rows(now: Staleness) -> Iterator[dict[str, str]]:
    with (now.output / SUMMARY).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _shown(row: dict[str, str]) -> dict[str, Any]:
    made = row["status"] == "made"
    good = sum(int(row[name] or 0) for name in COLUMNS[5:7])
    wrong = int(row["not_reproducible"] or 0)
    return {
        "number": row["row"],
        "name": row["name"],
        "case": row["case"],
        "link": None if row["status"] == "not made" else quote(f"{row['notebook']}/{row['name']}"),
        "status": row["status"],
        "tone": "none" if made else "bad",
        "numbers": f"{good} of {good + wrong} reproduced" if good + wrong else "",
        "conclusions": f"{row['supported']} of {row['conclusions']} supported"
        if made and row["conclusions"] != "0"
        else "",
        "failure": row["failure"],
    }
