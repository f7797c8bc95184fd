"""The manifests of a batch: how each school was read, what is wrong, and how its report ended."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from report_runner.messages import counted
from report_runner.report_folder import state, write

if TYPE_CHECKING:
    from report_runner.batch import School
    from report_runner.jobs import Job
    from report_runner.staleness import Staleness

SCHOOLS, SUMMARY = "schools.csv", "summary.csv"
READ, LEFT_OUT = "read", "left out"
_SCHOOLS = ("school", "case", "file", "status", "errors", "warnings", "notes", "reason")
_SUMMARY = ("school", "status", "seconds", "headline", "reason", "report")
_PROBLEM = (
    *("school", "file", "sheet", "row", "column", "header", "rule", "severity"),
    *("found", "allowed", "nearest", "message"),
)


def status_of(school: School) -> str:
    """Say whether a school is in the folder.

    Parameters
    ----------
    school : School
        The school.

    Returns
    -------
    {"read", "left out"}
    """
    return LEFT_OUT if school.reason else READ


def schools_text(schools: Sequence[School], cases: Mapping[str, str]) -> str:
    """Write how each school was read.

    Parameters
    ----------
    schools : sequence of School
        All of them.
    cases : mapping of str to str
        Short name by name, of those that are in.

    Returns
    -------
    str
        CSV, one line a school.
    """
    rows = [
        {
            "school": one.name,
            "case": "" if one.reason else cases[one.name],
            "file": one.file,
            "status": status_of(one),
            **{f"{name}s": one.count(name) for name in ("error", "warning", "note")},
            "reason": one.reason,
        }
        for one in schools
    ]
    return _as_csv(_SCHOOLS, rows)


def problems_text(schools: Sequence[School]) -> str:
    """Write every problem of every school.

    Parameters
    ----------
    schools : sequence of School
        All of them.

    Returns
    -------
    str
        CSV, one line a problem, as ``evaluate check`` lists them.
    """
    rows = []
    for one in schools:
        found = [] if one.found is None else one.found.astype(object).to_dict("records")
        for each in found:
            row = "" if str(each["row"]) == "<NA>" else each["row"]
            rows.append({"school": one.name, "file": one.file, **each, "row": row})
        if one.reason and not one.count("error"):
            about = {"rule": "school left out", "severity": "error", "message": one.reason}
            rows.append({"school": one.name, "file": one.file, **about})
    return _as_csv(_PROBLEM, rows)


def conclude(now: Staleness, jobs: Sequence[Job], code: int) -> int:
    """Write the summary of a folder of many schools, where it is one.

    Parameters
    ----------
    now : Staleness
        The folder of reports, and how long each took.
    jobs : sequence of Job
        Every report of the folder.
    code : int
        The exit code so far.

    Returns
    -------
    int
        1 where a school has no report and the code was 0; else the code.

    Notes
    -----
    ``summary.csv`` has a line for the group and for each school: its status, the seconds that its
    report took when it was made, its first sentence, and why there is none. The seconds are the
    one thing in it that differs from machine to machine; so it stands beside ``reports/``, in
    which the same inputs give the same bytes, and a run that makes nothing leaves it as it is.
    """
    read = _read(now.project / SCHOOLS)
    if not read:
        return code
    names = {row["case"]: row["school"] for row in read if row["case"]}
    rows = [_row(now, job, names) for job in sorted(jobs, key=lambda job: job.case in names)]
    rows += [
        {"school": row["school"], "status": LEFT_OUT, "reason": row["reason"]}
        for row in read
        if row["status"] != READ
    ]
    write(now.project / SUMMARY, _as_csv(_SUMMARY, rows))
    without = [row["school"] for row in rows if row["status"] != "made"]
    if without:
        print(
            f"{counted(len(without), 'report')} not there: {', '.join(without)}. The reasons are "
            f"in {SUMMARY}.",
            file=sys.stderr,
        )
    return code or int(bool(without))


def _row(now: Staleness, job: Job, names: Mapping[str, str]) -> dict[str, Any]:
    found = state(now.output, job)
    brief = found.findings["brief"] if found.findings else []
    seconds = now.record(job).get("seconds")
    failure = found.failure
    return {
        "school": names.get(job.case, "(all schools together)"),
        "status": found.status,
        "seconds": f"{seconds:.1f}" if found.status == "made" and seconds else "",
        "headline": re.sub(r"[*`]", "", str(brief[0])) if brief else "",
        "reason": ": ".join(filter(None, [failure.place, failure.summary])) if failure else "",
        "report": f"{job.notebook}/{job.name}.html" if found.status != "not made" else "",
    }


def _read(file: Path) -> list[dict[str, str]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except (OSError, ValueError, csv.Error):
        return []
    return rows if rows and set(_SCHOOLS) <= set(rows[0]) else []


def _as_csv(fields: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, fields, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _harmless(value) for name, value in row.items()} for row in rows)
    return text.getvalue()


def _harmless(value: Any) -> str:
    """Write a cell so that no spreadsheet takes it for a formula."""
    text = str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
