"""The folder of finished reports: what lies where, and how it changes in one step.

A report is written beside the others under a temporary name and then renamed, so that a reader
never meets half a file. Its old files stay until the new ones are all on the disk, so that a run
that is broken off, or that finds the disk full, loses nothing.
"""

from __future__ import annotations

import csv
import json
import os
import re
import socket
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from report_runner.downloads import DOCUMENTS
from report_runner.failure import Failure
from report_runner.findings_file import findings_problems
from report_runner.jobs import Job

SUFFIXES = (".html", ".ipynb", ".findings.json", ".failed.ipynb", ".failure.json", *DOCUMENTS)
SUMMARY = "summary.csv"
_ENDED = (".findings.json", ".failure.json")  # say how a report ended
_MAKING = ".making-"
_DAY = 86_400
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


def publish(
    output: Path, job: Job, files: Mapping[str, str | bytes], *, whole: bool = False
) -> None:
    """Put the files of a report in place of those that it had.

    Parameters
    ----------
    output : Path
        The folder of all reports.
    job : Job
        The report.
    files : mapping
        Text or bytes by suffix; a file that is already there with the same content is left alone.
    whole : bool
        Whether these are all the files of the report, so that others are taken away.

    Raises
    ------
    OSError
        If they cannot all be written; the files that were there are then still there.

    Notes
    -----
    All are written before the first is renamed. The file that says how a report ended goes first
    and comes last, so that whoever looks in between, or after a kill, finds no report rather than
    one put together from two.
    """
    (output / job.notebook).mkdir(parents=True, exist_ok=True)
    endings = {suffix: path(output, job, suffix) for suffix in SUFFIXES}
    contents = {suffix: _encoded(content) for suffix, content in files.items()}
    changed = {
        suffix: content
        for suffix, content in contents.items()
        if _content(endings[suffix]) != content
    }
    others = [file for suffix, file in endings.items() if suffix not in files]
    gone = [file for file in others if whole and file.exists()]
    if not changed and not gone:
        return
    staged: dict[str, Path] = {}
    try:
        for suffix, content in changed.items():
            staged[suffix] = _staged(endings[suffix], content)
        for file in (*(endings[suffix] for suffix in _ENDED if suffix in changed), *gone):
            file.unlink(missing_ok=True)
        for suffix in sorted(changed, key=lambda suffix: suffix in _ENDED):
            os.replace(staged.pop(suffix), endings[suffix])
    finally:
        for left in staged.values():
            left.unlink(missing_ok=True)


def require_writable(output: Path) -> None:
    """Make sure, before anything runs, that reports can be written.

    Parameters
    ----------
    output : Path
        The folder of all reports; made when missing.

    Raises
    ------
    OSError
        If a file cannot be written in it.
    """
    output.mkdir(parents=True, exist_ok=True)
    try:
        _staged(output / "nothing", "nothing").unlink()
    except OSError as error:
        error.filename = str(output)
        raise


def clear_abandoned(output: Path) -> None:
    """Take away what killed processes left half-written.

    Parameters
    ----------
    output : Path
        The folder of all reports. Files that a living process of this machine may still be
        writing stay; so do those of other machines for a day.
    """
    for folder in (output, *(each for each in _entries(output) if each.is_dir())):
        for file in _entries(folder):
            if file.name.startswith(_MAKING) and _is_abandoned(file):
                with suppress(OSError):
                    file.unlink()


def being_made(name: str) -> str:
    """Name a file while it is written.

    Parameters
    ----------
    name : str
        What it will be called.

    Returns
    -------
    str
        A name that no other process on any machine uses, and that says whose it is.
    """
    return f"{_MAKING}{socket.gethostname()}+{os.getpid()}+{name}"


def write(file: Path, text: str | Iterable[str]) -> None:
    """Write one file in one step.

    Parameters
    ----------
    file : Path
        Where to; its folder is made when missing.
    text : str, or iterable of str
        What to write, as UTF-8 with plain newlines; in pieces, so that it need never be in memory
        as a whole.
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


def _staged(file: Path, content: str | bytes | Iterable[str]) -> Path:
    staged = file.with_name(being_made(file.name))
    try:
        with staged.open("wb") as lines:
            pieces = [content] if isinstance(content, str | bytes) else content
            lines.writelines(map(_encoded, pieces))
    except BaseException as error:  # also Ctrl-C, and whatever is wrong with the pieces
        with suppress(OSError):
            staged.unlink(missing_ok=True)
        if isinstance(error, OSError):
            error.filename = str(file)  # a full disk does not say which file it had no room for
        raise
    return staged


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _is_abandoned(file: Path) -> bool:
    host, process, *_ = [*file.name.removeprefix(_MAKING).split("+"), "", ""]
    # Windows has no way to ask after a process that does not also end it.
    if host != socket.gethostname() or not process.isdigit() or os.name == "nt":
        return time.time() - file.stat().st_mtime > _DAY
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _content(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None


def _encoded(content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.encode("utf-8")


def _json(file: Path) -> dict[str, Any] | None:
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return data if isinstance(data, dict) else None
