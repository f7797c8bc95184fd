"""A folder of a school's own, made by ``evaluate new``: its data, its settings, its reports.

The notebooks are those of the project; the tables, the settings, the store of finished work and the
reports lie in the folder, so that nothing about a pupil comes into the project.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from report_runner.failure import Failure
from report_runner.jobs import Job, SelectionError, discover, is_project
from report_runner.own_release import RELEASE, SETTINGS, release

DATA, PARAMETERS = "data", "parameters"
WITHHELD = "withheld.json"


def is_own(folder: Path) -> bool:
    """Say whether a folder was made by ``evaluate new``.

    Parameters
    ----------
    folder : Path
        The folder to look at.

    Returns
    -------
    bool
        True when it has tables and settings and is no project.
    """
    has_tables = (folder / DATA / "datapackage.json").is_file()
    return has_tables and (folder / PARAMETERS).is_dir() and not is_project(folder)


def tables_for_readers(project: Path) -> Path:
    """Find the tables of which pages round the reports may tell.

    Parameters
    ----------
    project : Path
        The project, or a folder of a school's own.

    Returns
    -------
    Path
        What was released of a school's own data; else ``data/``.
    """
    return project / (RELEASE if is_own(project) else DATA)


def folder_in(words: Sequence[str]) -> Path | None:
    """Find the folder among the cases that a report was asked for.

    Parameters
    ----------
    words : sequence of str
        What stands behind ``evaluate report``.

    Returns
    -------
    Path or None
        The folder; None where cases are meant.

    Raises
    ------
    SelectionError
        When a folder stands beside other words, or is no folder of a school's own.
    """
    folders = [Path(word) for word in words if _is_path(word)]
    if not folders:
        return None
    if len(words) > 1:
        raise SelectionError(
            "Reports are made for cases of the project, or for one folder of your own; found "
            f"{' '.join(words)}. Give the folder alone."
        )
    if not is_own(folders[0]):
        raise SelectionError(
            f"A folder of your own has data/ and parameters/ in it; {folders[0]} has not. Make one "
            "with 'evaluate new'."
        )
    return folders[0].resolve()


def jobs_of(
    options: argparse.Namespace, *, project: Callable[[argparse.Namespace], Path]
) -> tuple[Path, list[Job], Sequence[str]]:
    """List the reports of the project, or of the folder that stands among the cases.

    Parameters
    ----------
    options : argparse.Namespace
        With ``cases`` and ``project``.
    project : callable
        Finds the project for the options.

    Returns
    -------
    (Path, list of Job, sequence of str)
        What stands for the project from here on (for a folder of one's own the folder: its tables,
        store and reports are there), the reports, and the cases to choose among them.

    Raises
    ------
    SelectionError
        When there is no project, a folder is none of a school's own, or nothing of its tables may
        be shown.

    Notes
    -----
    For a folder, its tables are released for the audience that its settings name, and the library
    is pointed to the release by the environment, which kernels inherit as they would in a shell.
    No kernel is told where the private tables are.
    """
    folder = folder_in(options.cases)
    if folder is None:
        home = project(options)
        return home, discover(home), options.cases
    home = home_of(options, project=project)
    release(folder, project=home, again=getattr(options, "force", False))
    jobs = [
        replace(job, notebook_file=home / "notebooks" / f"{job.notebook}.ipynb")
        for job in discover(folder)
    ]
    return folder, jobs, ()


def withheld(job: Job) -> Failure | None:
    """Say why a report may not be made, where its policy leaves nothing to show.

    Parameters
    ----------
    job : Job
        A report, of a case or of a school's own.

    Returns
    -------
    Failure or None
        None where there is something to show, and for the row of a matrix.
    """
    if job.row is not None:  # a matrix runs on the tables of the project, and may lie anywhere
        return None
    file = job.parameters_file.parents[2] / RELEASE / WITHHELD
    if not file.is_file():
        return None
    reason = json.loads(file.read_text(encoding="utf-8")).get(job.case)
    return reason and Failure(
        error=f"Nothing may be shown. {reason}",
        advice=f"Change the audience in {SETTINGS}, or the data. Nothing was run.",
    )


def home_of(options: argparse.Namespace, *, project: Callable[[argparse.Namespace], Path]) -> Path:
    """Find the project whose notebooks are run, also from a folder outside it.

    Parameters
    ----------
    options : argparse.Namespace
        With ``project``.
    project : callable
        Finds the project for the options.

    Returns
    -------
    Path
        The project that is named, or that the current folder lies in, or else the one that this
        program was installed from.

    Raises
    ------
    SelectionError
        When there is none.
    """
    try:
        return project(options)
    except SelectionError:
        installed = Path(__file__).resolve().parents[2]
        if options.project is not None or not is_project(installed):
            raise
        return installed


def _is_path(word: str) -> bool:
    return ("/" in word or os.sep in word or word == ".") or is_own(Path(word))
