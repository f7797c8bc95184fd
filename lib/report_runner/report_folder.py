"""The folder of finished reports: what lies where, and how it changes in one step.

A report is written beside the others under a temporary name and then renamed, so that a reader
never meets half a file. Its old files are taken away before it runs, so that what is there was
made by the run that is named beside it.
"""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from report_runner.failure import Failure
from report_runner.findings_file import findings_problems
from report_runner.jobs import Job

SUFFIXES = (".html", ".ipynb", ".findings.json", ".failed.ipynb", ".failure.json")
SUMMARY = "summary.csv"
_FOLDER_NAME = re.compile(r"[\w.-]*\w[\w.-]*")


@dataclass(frozen=True)
class State:
    """What the folder holds for one report.

    Attributes
    ----------
    job : Job
        The report.
    findings : dict or None
        The findings of a finished report.
    failure : Failure or None
        Why the report failed, when it did.
    """

    job: Job
    findings: dict[str, Any] | None = None
    failure: Failure | None = None

    @property
    def status(self) -> str:
        """One of ``made``, ``failed``, ``not made``."""
        if self.findings is not None:
            return "made"
        return "failed" if self.failure else "not made"


def path(output: Path, job: Job, suffix: str) -> Path:
    """Name one file of a report.

    Parameters
    ----------
    output : Path
        The folder of all reports.
    job : Job
        The report.
    suffix : str
        One of `SUFFIXES`.

    Returns
    -------
    Path
        ``<output>/<notebook>/<name><suffix>``.
    """
    return output / job.notebook / f"{job.name}{suffix}"


def withdraw(output: Path, job: Job) -> None:
    """Take away every file of a report.

    Parameters
    ----------
    output : Path
        The folder of all reports.
    job : Job
        The report; nothing happens where it has no files.
    """
    for suffix in SUFFIXES:
        path(output, job, suffix).unlink(missing_ok=True)


def publish(output: Path, job: Job, files: Mapping[str, str]) -> None:
    """Put the files of a report in place.

    Parameters
    ----------
    output : Path
        The folder of all reports.
    job : Job
        The report.
    files : mapping
        Text by suffix. All are written before the first is renamed; the last of them to appear is
        the one that says how the report ended.
    """
    final = {path(output, job, suffix): text for suffix, text in files.items()}
    (output / job.notebook).mkdir(parents=True, exist_ok=True)
    staged: dict[Path, Path] = {}
    try:
        for file, text in final.items():
            staged[file] = _staged(file, text)
        for file in sorted(final, key=lambda file: file.suffix == ".json"):
            os.replace(staged.pop(file), file)
    finally:
        for left in staged.values():
            left.unlink(missing_ok=True)


def write(file: Path, text: str) -> None:
    """Write one file in one step.

    Parameters
    ----------
    file : Path
        Where to; its folder is made when missing.
    text : str
        What to write, as UTF-8 with plain newlines.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    staged = _staged(file, text)
    try:
        os.replace(staged, file)
    except OSError:
        staged.unlink(missing_ok=True)
        raise


def state(output: Path, job: Job) -> State:
    """Read what the folder holds for a report.

    Parameters
    ----------
    output : Path
        The folder of all reports.
    job : Job
        The report.

    Returns
    -------
    State
        Made only when page, notebook and findings are all there.
    """
    findings = _json(path(output, job, ".findings.json"))
    complete = all(path(output, job, suffix).is_file() for suffix in (".html", ".ipynb"))
    if findings and complete and not findings_problems(findings):
        return State(job, findings=findings)
    with suppress(TypeError):  # written by another version: as good as absent
        return State(
            job, failure=Failure.from_json(_json(path(output, job, ".failure.json")) or {})
        )
    return State(job)


def prune(output: Path, jobs: Iterable[Job]) -> list[str]:
    """Take away reports whose parameters file is gone.

    Parameters
    ----------
    output : Path
        The folder of all reports.
    jobs : iterable of Job
        Every report that the project has now.

    Returns
    -------
    list of str
        ``<notebook>/<name>`` of each report taken away.

    Notes
    -----
    Only reports that the folder's own ``summary.csv`` lists are touched: whatever else a user
    keeps in that folder stays.
    """
    current = {(job.notebook, job.name) for job in jobs}
    gone = [entry for entry in _listed(output) if entry not in current]
    for notebook, name in gone:
        for suffix in SUFFIXES:
            (output / notebook / f"{name}{suffix}").unlink(missing_ok=True)
        with suppress(OSError):  # other reports are still in it
            (output / notebook).rmdir()
    return [f"{notebook}/{name}" for notebook, name in gone]


def _listed(output: Path) -> list[tuple[str, str]]:
    try:
        with (output / SUMMARY).open(encoding="utf-8", newline="") as lines:
            rows = [(row["notebook"], row["name"]) for row in csv.DictReader(lines)]
    except (OSError, KeyError, ValueError, csv.Error):
        return []
    return [row for row in rows if all(word and _FOLDER_NAME.fullmatch(word) for word in row)]


def _staged(file: Path, text: str) -> Path:
    staged = file.with_name(f".making-{os.getpid()}-{file.name}")
    try:
        staged.write_text(text, encoding="utf-8", newline="\n")
    except OSError:
        staged.unlink(missing_ok=True)
        raise
    return staged


def _json(file: Path) -> dict[str, Any] | None:
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return data if isinstance(data, dict) else None
