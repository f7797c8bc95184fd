"""Make all reports that were asked for, and bring the collection's pages up to date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from report_runner.checks import CheckedJob
from report_runner.failure import Failure
from report_runner.jobs import Job
from report_runner.pool import run_all
from report_runner.report import failure_files, make_report, parameter_failure
from report_runner.report_folder import prune, publish, state, withdraw
from report_runner.site import write_site


@dataclass(frozen=True)
class Result:
    """How one report ended.

    Attributes
    ----------
    job : Job
        The report.
    failure : Failure or None
        None when it was made.
    """

    job: Job
    failure: Failure | None


def make_reports(
    checked: Sequence[CheckedJob],
    *,
    project: Path,
    output: Path,
    all_jobs: Sequence[Job],
    processes: int,
    finished: Callable[[Result], None] = lambda result: None,
) -> list[Result]:
    """Make reports, and write the index and the summary.

    Parameters
    ----------
    checked : sequence of CheckedJob
        The reports asked for. Those with problems are not run: a page that names the problems
        takes the place of the old report.
    project : Path
        The project folder.
    output : Path
        The folder of all reports; made when missing.
    all_jobs : sequence of Job
        Every report that the project has; the others keep the files they have, and files of
        reports that are no longer among them are taken away.
    processes : int
        How many at a time, 1 or more.
    finished : callable, optional
        Told of each report that was run, as it ends.

    Returns
    -------
    list of Result
        One for each report that was run, in the order of the jobs.

    Raises
    ------
    OSError
        If the folder cannot be written to.

    Notes
    -----
    Index and summary are written from what the folder holds, also when the run is broken off, so
    that they never name a report that is not there.
    """
    output.mkdir(parents=True, exist_ok=True)
    for faulty in [each for each in checked if each.problems]:
        withdraw(output, faulty.job)
        publish(output, faulty.job, failure_files(faulty.job, parameter_failure(faulty)))
    sound = [each for each in checked if not each.problems]
    work = partial(make_report, project=project, output=output)
    results = []
    try:
        with closing(run_all(sound, work=work, processes=processes)) as outcomes:
            for task, failure in outcomes:
                results.append(Result(task.job, failure))
                _ensure_page(output, results[-1])
                finished(results[-1])
    finally:
        prune(output, all_jobs)
        write_site(output, [state(output, job) for job in all_jobs], project=project)
    return sorted(results, key=lambda result: result.job)


def _ensure_page(output: Path, result: Result) -> None:
    """Write the failure page where the worker could not."""
    if result.failure and not state(output, result.job).failure:
        with suppress(OSError):
            withdraw(output, result.job)
            publish(output, result.job, failure_files(result.job, result.failure))
