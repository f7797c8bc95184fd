"""Make the reports that are not up to date, and the pages about all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from report_runner.checks import CheckedJob
from report_runner.failure import Failure
from report_runner.findings_schema import publish_schema
from report_runner.jobs import Job
from report_runner.memory import Memory
from report_runner.planning import Plan
from report_runner.pool import run_all
from report_runner.pool_process import apart
from report_runner.report import (
    document_again,
    failure_files,
    make_report,
    render_again,
)
from report_runner.report_faults import PageStands, parameter_failure
from report_runner.report_folder import (
    clear_abandoned,
    prune,
    publish,
    require_writable,
    state,
)
from report_runner.site import write_site_if_changed
from report_runner.staleness import DOCUMENTS, KEEP, PUT_BACK, RENDER, RUN, Decision, Staleness
from report_runner.store import record_name
from report_runner.sweep import sweep_if_due
from report_runner.warm_kernels import WarmProcess

if TYPE_CHECKING:
    from report_runner.cluster import Cluster

_BY_WORKERS = {RUN, RENDER, DOCUMENTS}
_NOT_KNOWN = (
    "a table that it reads changed in rows of other cases, and no other report shows whether the "
    "table still keeps to its description"
)


@dataclass(frozen=True)
class Result:
    """How one report ended.

    Attributes
    ----------
    job : Job
        The report.
    failure : Failure or None
        None when it was made, or was up to date.
    action : str
        What was done: ``keep``, ``put back``, ``documents``, ``render`` or ``run``.
    """

    job: Job
    failure: Failure | None
    action: str = RUN


def make_reports(
    plan: Plan,
    *,
    all_jobs: Sequence[Job],
    processes: int,
    cold: bool = False,
    timeout: float | None = None,
    cluster: Cluster | None = None,
    finished: Callable[[Result], None] = lambda result: None,
) -> list[Result]:
    """Make the reports of a plan, and bring the index and the summary up to date.

    Parameters
    ----------
    plan : Plan
        From `report_runner.planning`.
    all_jobs : sequence of Job
        Every report that the project has; the others keep the files they have, and files of
        reports that are no longer among them are taken away.
    processes : int
        How many at a time, 1 or more.
    cold : bool
        Whether each kernel is started afresh.
    timeout : float, optional
        Seconds that a notebook may take; no limit when None.
    cluster : Cluster, optional
        Where notebooks are run; on this machine when None.
    finished : callable, optional
        Told of each report that was not kept, as it ends.

    Returns
    -------
    list of Result
        One for each report without problems, in the order of the jobs.

    Raises
    ------
    OSError
        If the folder cannot be written to.

    Notes
    -----
    Index and summary are written from what the folder holds, also when the run is broken off, so
    that they never name a report that is not there.
    """
    now = plan.now
    if plan.to_make or plan.faulty or not now.output.is_dir():
        require_writable(now.output)
    clear_abandoned(now.output)
    refuse(plan)
    results, apart_or_here = [], {}
    try:
        how = {"processes": processes, "cold": cold, "timeout": timeout, "cluster": cluster}
        for result in carry_out(plan, **how):
            results.append(result)
            if result.action != KEEP:
                finished(result)
        if cluster is None and any(r.action in _BY_WORKERS for r in results):
            apart_or_here = {"do": apart}  # there are processes that have everything imported
    finally:
        prune(now.output, all_jobs)
        publish_schema(now.output)
        write_site_if_changed(now, all_jobs, **apart_or_here)
        remember(now, made=sum(r.action != KEEP for r in results), jobs=all_jobs)
    return sorted(results, key=lambda result: result.job)


def refuse(plan: Plan) -> None:
    """Put a page that says what is wrong where a report cannot be run.

    Parameters
    ----------
    plan : Plan
        Its faulty reports.

    Raises
    ------
    OSError
        If the folder cannot be written to.
    """
    for faulty in plan.faulty:
        failure = parameter_failure(faulty)
        publish(plan.now.output, faulty.job, failure_files(faulty.job, failure), whole=True)
        with suppress(OSError):
            Memory(plan.now).keep_failure(faulty, failure.summary, seconds=None)


def carry_out(
    plan: Plan,
    *,
    processes: int,
    cold: bool = False,
    timeout: float | None = None,
    warm: WarmProcess | None = None,
    cluster: Cluster | None = None,
) -> Iterator[Result]:
    """Do what a plan says.

    Parameters
    ----------
    plan : Plan
        From `report_runner.planning`.
    processes, cold, timeout, cluster
        As for `make_reports`.
    warm : WarmProcess, optional
        What forks the kernels, where several plans share one.

    Yields
    ------
    Result
        As each report ends.

    Notes
    -----
    A report that is in doubt, because a table it reads changed in the rows of others, waits for
    the reports that must be run: one of them will have read the table as it is now. Where none
    does, the quickest of those in doubt is run; if it fails, so would the others, and they are run
    to say so.
    """
    now, waiting, tried = plan.now, list(plan.decisions), False
    with suppress(OSError):  # for the workers, which then need not read each module again
        now.store.put("digests", "files", now.digests.as_json())
    while waiting:
        sure = [each for each in waiting if each.action == RUN or not each.doubts]
        if not sure:
            doubtful = waiting if tried else [min(waiting, key=partial(_time, now))]
            sure = [replace(each, action=RUN, reasons=(_NOT_KNOWN,)) for each in doubtful]
            tried = True
        seconds = partial(_seconds, now)
        pool = partial(run_all, processes=processes, seconds=seconds, warm=warm)
        runner = None
        if cluster:
            how = {"cold": cold, "timeout": timeout}
            runner = partial(cluster.run_all, now=now, seconds=seconds, **how)
        yield from _done(now, sure, pool, runner, cold=cold, timeout=timeout)
        jobs = {each.job for each in sure}
        waiting = [now.decide(each.checked) for each in waiting if each.job not in jobs]


def remember(now: Staleness, *, made: int, jobs: Sequence[Job]) -> None:
    """Keep what makes the next run quick, and the store small.

    Parameters
    ----------
    now : Staleness
        What reports rest on, and where they are kept.
    made : int
        How many reports were made.
    jobs : sequence of Job
        Every report that the project has.
    """
    with suppress(OSError):
        if now.digests.is_changed:
            now.store.put("digests", "files", now.digests.as_json())
        sweep_if_due(now.store, made=made, names=map(record_name, jobs))


def _done(
    now: Staleness,
    decisions: Sequence[Decision],
    pool: Callable,
    elsewhere: Callable | None,
    **options: object,
) -> Iterator[Result]:
    actions = (KEEP, PUT_BACK, DOCUMENTS, RENDER, RUN)
    by_action: dict[str, list[Decision]] = {action: [] for action in actions}
    for each in decisions:
        by_action[each.action].append(each)
    for each in by_action[KEEP]:
        yield _kept(now, each)
    for each in by_action[PUT_BACK]:
        contents = now.store.contents(each.all_files)
        if contents is None:
            by_action[RENDER].append(each)
        else:
            yield _put_back(now, each, contents)
    given = {"project": now.project, "output": now.output, "basis": now.basis}
    again = partial(pool, work=partial(document_again, **given))
    yield from _worked(now, by_action[DOCUMENTS], again)
    yield from _worked(now, by_action[RENDER], partial(pool, work=partial(render_again, **given)))
    needs_kernels = not options.get("cold")
    work = partial(make_report, **given, **options)
    here = partial(pool, work=work, needs_kernels=needs_kernels)
    yield from _worked(now, by_action[RUN], elsewhere or here)


def _kept(now: Staleness, decision: Decision) -> Result:
    if decision.is_news:
        with suppress(OSError):
            Memory(now).keep_decision(decision)
    return Result(decision.job, None, KEEP)


def _put_back(now: Staleness, decision: Decision, contents: Mapping[str, bytes]) -> Result:
    publish(now.output, decision.job, contents, whole=True)
    with suppress(OSError):
        Memory(now).keep_decision(decision)
    return Result(decision.job, None, PUT_BACK)


def _worked(
    now: Staleness,
    decisions: Sequence[Decision],
    pool: Callable[[Sequence[CheckedJob]], Iterator[tuple[CheckedJob, Failure | None]]],
) -> Iterator[Result]:
    if not decisions:
        return
    actions = {each.job: each.action for each in decisions}
    tasks = [each.checked for each in decisions]
    with closing(pool(tasks)) as outcomes:
        for task, failure in outcomes:
            result = Result(task.job, failure, actions[task.job])
            _ensure_page(now.output, result)
            yield result


def _ensure_page(output: Path, result: Result) -> None:
    """Write the failure page where the worker could not."""
    failure = result.failure
    if not failure or isinstance(failure, PageStands) or state(output, result.job).failure:
        return
    with suppress(OSError):
        publish(output, result.job, failure_files(result.job, failure), whole=True)


def _seconds(now: Staleness, task: CheckedJob) -> float | None:
    """Say how long a report last took."""
    return now.record(task.job).get("seconds")


def _time(now: Staleness, decision: Decision) -> float:
    """The same for comparison: a report never made takes as long as need be."""
    return _seconds(now, decision.checked) or float("inf")
