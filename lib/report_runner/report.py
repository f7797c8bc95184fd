"""Make one report: run the notebook, read its findings, write the page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from report_runner.checks import CheckedJob
from report_runner.execute import ExecutionError, execute
from report_runner.failure import Failure, find_failure
from report_runner.findings_file import as_text, read_findings
from report_runner.jobs import Job, case_names
from report_runner.messages import bulleted
from report_runner.notebook_file import notebook_text
from report_runner.render import failure_page, report_page
from report_runner.report_folder import publish, withdraw
from report_runner.tidy import scrubber, tidy

if TYPE_CHECKING:
    from nbformat import NotebookNode


def make_report(checked: CheckedJob, *, project: Path, output: Path) -> Failure | None:
    """Make one report, or the page that says why there is none.

    Parameters
    ----------
    checked : CheckedJob
        A report without problems, and the values it runs on.
    project : Path
        The project folder.
    output : Path
        The folder of all reports.

    Returns
    -------
    Failure or None
        None when the report was made.

    Raises
    ------
    OSError
        If the folder cannot be written to.

    Notes
    -----
    The old files of the report go first, so that a run that is broken off leaves no report rather
    than an old one. Everything that can go wrong with the notebook becomes a failure; so does a
    fault of the runner itself, because one report must not stop the others.
    """
    withdraw(output, checked.job)
    try:
        files, failure = _run(checked, project)
    except ExecutionError as error:
        failure = _no_kernel(error, project)
        files = failure_files(checked.job, failure)
    except Exception as error:
        failure = _fault(error, project)
        files = failure_files(checked.job, failure)
    publish(output, checked.job, files)
    return failure


def failure_files(
    job: Job, failure: Failure, notebook: NotebookNode | None = None
) -> dict[str, str]:
    """Write what stands in place of a report that could not be made.

    Parameters
    ----------
    job : Job
        The report.
    failure : Failure
        What stopped it.
    notebook : NotebookNode, optional
        The notebook as far as it ran.

    Returns
    -------
    dict
        Text by suffix, for `report_runner.report_folder.publish`.
    """
    files = {".html": failure_page(job, failure), ".failure.json": as_text(failure.as_json())}
    if notebook is not None:
        files[".failed.ipynb"] = notebook_text(notebook)
    return files


def parameter_failure(checked: CheckedJob) -> Failure:
    """Describe a report that was not run because of what its files say.

    Parameters
    ----------
    checked : CheckedJob
        A report with problems.

    Returns
    -------
    Failure
        Without a cell.
    """
    file = f"parameters/{checked.job.notebook}/{checked.job.parameters_file.name}"
    problems = checked.problems
    return Failure(
        error=problems[0] if len(problems) == 1 else bulleted(problems),
        advice=f"Mend {file} or the notebook's declared settings as said above. Nothing was run.",
    )


def _run(checked: CheckedJob, project: Path) -> tuple[Mapping[str, str], Failure | None]:
    executed = execute(checked.job.notebook_file, values=checked.values)
    notebook = tidy(executed, project=project)
    outcome = find_failure(notebook) or read_findings(notebook)
    if isinstance(outcome, Failure):
        return failure_files(checked.job, outcome, notebook), outcome
    name = case_names(project).get(checked.job.case, checked.job.case)
    return {
        ".ipynb": notebook_text(notebook),
        ".html": report_page(notebook, checked, outcome, case_name=name),
        ".findings.json": as_text(outcome),
    }, None


def _no_kernel(error: ExecutionError, project: Path) -> Failure:
    return Failure(
        error=f"No Python kernel could be started. {scrubber(project)(str(error))}",
        advice="Install the project's environment again (make, or pip install -e .), and check "
        "that 'jupyter kernelspec list' shows python3.",
    )


def _fault(error: Exception, project: Path) -> Failure:
    return Failure(
        error=scrubber(project)(f"{type(error).__name__}: {error}"),
        advice="This is a fault of the report runner, not of the notebook: please report it with "
        "the notebook and the parameters file.",
    )
