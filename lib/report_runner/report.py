"""Make one report: run the notebook, write page and documents, remember how."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from report_runner import own_data, own_text, sentence_checks
from report_runner.basis import Basis, read_basis
from report_runner.checks import CheckedJob
from report_runner.dependencies import Read, Untraceable, reads_of
from report_runner.digests import Digests
from report_runner.document_sources import sources_of
from report_runner.documents import Documents, make_documents
from report_runner.execute import execute
from report_runner.failure import Failure, find_failure
from report_runner.findings_file import as_text, read_findings
from report_runner.finished_run import Run
from report_runner.jobs import Job
from report_runner.memory import Memory
from report_runner.notebook_file import notebook_text
from report_runner.provenance import with_provenance
from report_runner.recording import recorded
from report_runner.render import failure_page, report_page
from report_runner.report_faults import NotWritten, is_full, not_documented, not_written, of_runner
from report_runner.report_folder import publish
from report_runner.staleness import Staleness
from report_runner.store import FOLDER, Store
from report_runner.tidy import tidy

if TYPE_CHECKING:
    from nbformat import NotebookNode


def make_report(
    checked: CheckedJob,
    *,
    project: Path,
    output: Path,
    basis: Basis | None = None,
    cold: bool = False,
    timeout: float | None = None,
) -> Failure | None:
    """Run a notebook and make its report, or the page that says why there is none.

    Parameters
    ----------
    checked : CheckedJob
        A report without problems, and the values it runs on.
    project : Path
        The project folder.
    output : Path
        The folder of all reports.
    basis : Basis, optional
        Code and packages as they were when the first kernel was started, which may have loaded
        them; as they are now when None.
    cold : bool
        Whether to start a kernel afresh instead of forking it from a warm process.
    timeout : float, optional
        Seconds that the notebook may take; no limit when None.

    Returns
    -------
    Failure or None
        None when the report was made.

    Notes
    -----
    Everything that can go wrong with the notebook becomes a failure, with its page in place of the
    old report; so does a fault of the runner itself, because one report must not stop the others.
    Where the files cannot be written the old ones stay, and the failure is a `NotWritten`.
    """
    now = _staleness(project, output, basis)
    return keep_report(checked, now, run_report(checked, now, cold=cold, timeout=timeout))


def run_report(
    checked: CheckedJob, now: Staleness, *, cold: bool = False, timeout: float | None = None
) -> Run:
    """Run a notebook and write its files, but put them nowhere.

    Parameters
    ----------
    checked : CheckedJob
        A report without problems, and the values it runs on.
    now : Staleness
        What it rests on.
    cold, timeout
        As for `make_report`.

    Returns
    -------
    Run
        For `keep_report`, here or on another machine.
    """
    began = time.monotonic()
    try:
        run = _run(checked, now, project=now.project, cold=cold, timeout=timeout)
    except Exception as error:
        failure = not_written(error) if is_full(error) else of_runner(error, now.project)
        run = Run(failure_files(checked.job, failure), failure)
    return replace(run, seconds=time.monotonic() - began)


def keep_report(checked: CheckedJob, now: Staleness, run: Run) -> Failure | None:
    """Put the files of a report in place, and remember how they came about.

    Parameters
    ----------
    checked : CheckedJob
        The report.
    now : Staleness
        What it rests on, and its folder.
    run : Run
        What came of it.

    Returns
    -------
    Failure or None
        None when the report was made.
    """
    if isinstance(run.failure, NotWritten):
        return run.failure
    return _publish_and_remember(checked, now, run, seconds=run.seconds)


def render_again(
    checked: CheckedJob, *, project: Path, output: Path, basis: Basis | None = None
) -> Failure | None:
    """Write the page of a report from the executed notebook in the store.

    Parameters
    ----------
    checked, project, output, basis
        As for `make_report`.

    Returns
    -------
    Failure or None
        None when the report was made. Where the executed notebook is not in the store after all,
        it is run.
    """
    now = _staleness(project, output, basis)
    decision = now.decide(checked)
    text = now.store.text(decision.executed) if decision.executed else None
    if text is None:
        return make_report(checked, project=project, output=output, basis=basis)
    try:
        run = _finish(_parsed(text), checked, now, reads=decision.reads)
    except Exception as error:
        failure = of_runner(error, project)
        run = Run(failure_files(checked.job, failure), failure)
    return _publish_and_remember(checked, now, run, seconds=None)


def remake(
    checked: CheckedJob, *, project: Path, output: Path
) -> tuple[Mapping[str, str | bytes], Failure | None]:
    """Make a report from nothing that is kept, and publish and remember nothing.

    Parameters
    ----------
    checked, project, output
        As for `make_report`.

    Returns
    -------
    files : mapping
        Text or bytes by suffix.
    failure : Failure or None
        None when the report was made.
    """
    now = _staleness(project, output, None)
    try:
        run = _run(checked, now, project=project, cold=False, timeout=None)
    except Exception as error:
        return {}, of_runner(error, project)
    return {**run.files, **run.documents.files}, run.failure


def document_again(
    checked: CheckedJob, *, project: Path, output: Path, basis: Basis | None = None
) -> Failure | None:
    """Make the documents of a report whose page is in the store.

    Parameters
    ----------
    checked, project, output, basis
        As for `make_report`.

    Returns
    -------
    Failure or None
        None when they were made. Where the page is not in the store after all, it is written.
    """
    now = _staleness(project, output, basis)
    decision = now.decide(checked)
    text = now.store.text(decision.executed) if decision.executed else None
    files = now.store.contents(decision.files)
    if text is None or not files:
        return render_again(checked, project=project, output=output, basis=basis)
    findings = json.loads(files[".findings.json"])
    documents = _documents(_parsed(text), checked, findings, now)
    run = Run(files, None, decision.reads, documents=documents)
    return _publish_and_remember(checked, now, run, seconds=None)


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


def _run(
    checked: CheckedJob, now: Staleness, *, project: Path, cold: bool, timeout: float | None
) -> Run:
    if failure := own_data.withheld(checked.job) or sentence_checks.before_run(checked):
        return Run(failure_files(checked.job, failure), failure)
    before, since = now.inputs(checked), time.time_ns()
    reads: list[Read] = []
    untraceable = ""
    with recorded() as record:
        executed = execute(
            checked.job.notebook_file, values=checked.values, cold=cold, timeout=timeout
        )
        try:
            reads = reads_of(record, around=now.around, since=since)
        except Untraceable as error:
            untraceable = str(error)
    after = _staleness(project, now.output, None)
    if after.inputs(checked) != before or after.basis != now.basis:
        untraceable = "the notebook or the code was changed while it was being made"
    notebook = own_text.notebook(tidy(executed.notebook, project=project))
    run = _finish(notebook, checked, now, reads=None if untraceable else reads)
    return replace(run, reads=reads, untraceable=untraceable)


def _finish(
    notebook: NotebookNode, checked: CheckedJob, now: Staleness, *, reads: Iterable[Read] | None
) -> Run:
    """Turn an executed notebook into the files of a report; nothing is run."""
    outcome = find_failure(notebook) or read_findings(notebook)
    outcome = sentence_checks.after_run(
        notebook, outcome, checked, project=now.project, reads=reads
    )
    if isinstance(outcome, Failure):
        return Run(failure_files(checked.job, outcome, notebook), outcome)
    findings = with_provenance(outcome, now.provenance(checked, reads))
    name = now.case_name(checked.job)
    files = {
        ".ipynb": notebook_text(notebook),
        ".html": report_page(notebook, checked, findings, case_name=name, cases=now.case_names),
        ".findings.json": as_text(findings),
    }
    documents = _documents(notebook, checked, findings, now)
    return Run(files, None, reads or (), documents=documents)


def _documents(
    notebook: NotebookNode, checked: CheckedJob, findings: Mapping[str, Any], now: Staleness
) -> Documents:
    if not checked.job.with_documents:
        return Documents()
    return make_documents(
        notebook,
        checked,
        findings,
        case_name=now.case_name(checked.job),
        sources=sources_of(now.project, checked.job.case) or findings.get("documents", ()),
    )


def _publish_and_remember(
    checked: CheckedJob, now: Staleness, run: Run, *, seconds: float | None
) -> Failure | None:
    failure, documents = run.failure, run.documents
    if documents.problems:
        failure = not_documented(documents.problems)
    try:
        publish(now.output, checked.job, {**run.files, **documents.files}, whole=True)
    except OSError as error:
        failure = not_written(error)
    memory = Memory(now)
    # A store that cannot be written costs the next run its time, and nothing else.
    with suppress(OSError):
        if run.failure:
            memory.keep_failure(checked, run.failure.summary, seconds=seconds)
        else:
            memory.keep_run(
                checked,
                run.files,
                reads=run.reads,
                documents=None if documents.problems else documents.files,
                untraceable=run.untraceable,
                seconds=seconds,
            )
    return failure


def _staleness(project: Path, output: Path, basis: Basis | None) -> Staleness:
    store = Store(project / FOLDER)
    digests = Digests(store.get("digests", "files"))
    basis = basis or read_basis(project, digests)
    return Staleness(project, output, store=store, basis=basis, digests=digests)


def _parsed(text: str) -> NotebookNode:
    import nbformat

    return nbformat.reads(text, as_version=4)
