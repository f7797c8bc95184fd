"""Make one report for each row of a matrix, a few hundred rows at a time.

A thousand schools are a thousand rows. Rows are read, checked, made and forgotten in turn; what was
made is found again by the same means as any other report, so that a run that was broken off is
taken up where it ended.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from report_runner.checks import library_rules
from report_runner.cluster import Cluster, connected
from report_runner.collection import Result, carry_out, refuse, remember
from report_runner.declared import DeclarationError, read_declared
from report_runner.findings_schema import publish_schema
from report_runner.jobs import Job, SelectionError, discover, notebook_names
from report_runner.matrix_file import Matrix, open_matrix
from report_runner.matrix_page import write_pages_if_changed
from report_runner.messages import bulleted, counted, nearest
from report_runner.planning import Plan, look, plan_on
from report_runner.pool import usable_cores
from report_runner.progress import progress
from report_runner.report_folder import SUFFIXES, clear_abandoned, path, prune, require_writable
from report_runner.staleness import KEEP, Staleness
from report_runner.told import explanation, shown, tell_failures
from report_runner.warm_kernels import WarmProcess

ROWS_AT_A_TIME = 256
ROWS_ON_A_CLUSTER = 2048
_SHOWN = 200
DONE, FAILED, FAULTY = 0, 1, 2


@dataclass
class Tally:
    """How the rows ended, counted as they end.

    Attributes
    ----------
    refused, kept, failed : int
        Rows with problems; reports that were up to date; reports that failed.
    made : int
        Reports made, put back from the store, or given a new page.
    failures : list of Result
        The first of those that failed, to be told.
    """

    refused: int = 0
    kept: int = 0
    made: int = 0
    failed: int = 0
    failures: list[Result] | None = None

    def add(self, result: Result) -> None:
        """Count one report.

        Parameters
        ----------
        result : Result
            How it ended.
        """
        self.failures = self.failures or []
        if result.failure:
            self.failed += 1
            self.failures += [result] if len(self.failures) < _SHOWN else []
        elif result.action == KEEP:
            self.kept += 1
        else:
            self.made += 1

    @property
    def code(self) -> int:
        """The exit code: 2 when a row was refused, 1 when a report failed, else 0."""
        return FAULTY if self.refused else FAILED if self.failed else DONE

    @property
    def words(self) -> str:
        """The whole in a line."""
        if self.kept and not (self.made or self.failed or self.refused):
            return f"{counted(self.kept, 'report')} kept, nothing changed"
        parts = [f"{counted(self.made, 'report')} made"]
        parts += [f"{self.kept} kept"] if self.kept else []
        parts += [f"{self.failed} failed"] if self.failed else []
        parts += [f"{counted(self.refused, 'row')} refused"] if self.refused else []
        return ", ".join(parts)


def run(options: argparse.Namespace, *, project: Path) -> int:
    """Make the reports of a matrix; the command ``evaluate report --matrix FILE NOTEBOOK``.

    Parameters
    ----------
    options : argparse.Namespace
        The words of the command line.
    project : Path
        The project folder.

    Returns
    -------
    int
        0 when every row has its report, 1 when one failed, 2 when a row was refused.

    Raises
    ------
    SelectionError
        If notebook, matrix or folder cannot be used; nothing is run then.
    OSError
        If the folder of reports cannot be written to.
    """
    matrix = _matrix(options, project)
    output = _output(options, project, matrix)
    now = look(project, output)
    stale = _tell_rows(now, matrix, force=options.force)
    if stale or not output.is_dir():
        require_writable(output)
    clear_abandoned(output)
    on_cluster = options.scheduler and stale
    tally = Tally()
    try:
        with ExitStack() as stack:
            cluster = stack.enter_context(connected(options.scheduler)) if on_cluster else None
            finished = stack.enter_context(progress(stale))
            for result in _results(now, matrix, options, tally, cluster):
                tally.add(result)
                if result.action != KEEP:
                    finished(result)
    finally:
        _close(now, matrix, made=tally.made + tally.failed)
    tell_failures(tally.failures or [])
    print(f"{tally.words}: {shown(output / 'index.html')}")
    return tally.code


def _matrix(options: argparse.Namespace, project: Path) -> Matrix:
    names = notebook_names(project)
    if len(options.cases) != 1 or options.notebook:
        raise SelectionError(
            "With --matrix, one notebook is named and nothing else; found "
            f"{' '.join([*options.cases, *options.notebook]) or 'none'}. "
            "Write: evaluate report --matrix schools.csv NOTEBOOK"
        )
    (name,) = options.cases
    if name not in names:
        raise SelectionError(f"There is no notebook {name!r}. {nearest(name, names)}")
    file = project / "notebooks" / f"{name}.ipynb"
    try:
        declared = read_declared(file)
    except DeclarationError as error:
        raise SelectionError(f"notebooks/{name}.ipynb:\n{bulleted(error.problems)}") from error
    return open_matrix(
        options.matrix,
        notebook_file=file,
        declared=declared,
        value_rules=library_rules(),
        with_documents=bool(options.documents),
    )


def _output(options: argparse.Namespace, project: Path, matrix: Matrix) -> Path:
    if options.output:
        return options.output.resolve()
    stem = matrix.file.stem
    if stem in notebook_names(project):
        raise SelectionError(
            f"Reports of a matrix go to reports/<name of the file>/; reports/{stem}/ holds those "
            "of the notebook of that name. Rename the file, or name a folder with --output."
        )
    return project / "reports" / stem


def _tell_rows(now: Staleness, matrix: Matrix, *, force: bool) -> int:
    """Look at all rows before any is run: tell all problems, and count what there is to make."""
    problems: list[str] = []
    refused = stale = total = 0
    for row in matrix.rows():
        total += 1
        refused += bool(row.problems)
        problems += row.problems if len(problems) < _SHOWN else ()
        stale += bool(row.problems) or now.decide(row, force=force).action != KEEP
        _forget(now, row.job)
    if not total:
        raise SelectionError(
            f"Each row of a matrix is a report; {matrix.file.name} has no row but the headings. "
            "Write one."
        )
    if problems:
        more = "\n- and more like these" if len(problems) >= _SHOWN else ""
        print(
            f"{counted(refused, 'row')} of {matrix.file.name} not run; mend these first:\n\n"
            f"{bulleted(problems[:_SHOWN])}{more}\n",
            file=sys.stderr,
        )
    return stale - refused


def _results(
    now: Staleness,
    matrix: Matrix,
    options: argparse.Namespace,
    tally: Tally,
    cluster: Cluster | None,
) -> Iterator[Result]:
    """Make the rows, some hundred at a time, so that never all of them are in memory."""
    rows, size = matrix.rows(), ROWS_ON_A_CLUSTER if cluster else ROWS_AT_A_TIME
    with WarmProcess(at_once=False) as warm:
        while batch := list(islice(rows, size)):
            plan: Plan = plan_on(now, batch, force=options.force)
            tally.refused += len(plan.faulty)
            if options.why:
                print(explanation(plan.decisions), flush=True)
            refuse(plan)
            yield from carry_out(
                plan,
                processes=options.jobs or usable_cores(),
                cold=options.cold,
                timeout=options.timeout,
                warm=warm,
                cluster=cluster,
            )
            for row in batch:
                _forget(now, row.job)


def _close(now: Staleness, matrix: Matrix, *, made: int) -> None:
    """Write the manifest and the index, and take away reports whose rows are gone."""
    prune(now.output, (row.job for row in matrix.rows()))
    publish_schema(now.output)
    write_pages_if_changed(now, matrix)
    remember(now, made=made, jobs=discover(now.project))


def _forget(now: Staleness, job: Job) -> None:
    """Keep the memory small: the files of a row are not looked at again."""
    now.digests.forget(path(now.output, job, suffix) for suffix in SUFFIXES)
