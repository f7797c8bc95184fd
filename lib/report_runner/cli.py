"""The console command ``evaluate``.

What is slow to import is imported by the command that needs it, so that ``evaluate list`` and
``evaluate --help`` answer at once.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from report_runner import (
    audit_command,
    check_command,
    crate_command,
    new_command,
    own_data,
    verify_command,
)
from report_runner.jobs import (
    SelectionError,
    discover,
    find_project,
    is_project,
    notebook_names,
    select,
)
from report_runner.messages import columns
from report_runner.told import explanation, outcome, tell_failures, tell_problems

DONE, FAILED, FAULTY, INTERRUPTED = 0, 1, 2, 130
_SWITCHES = {
    "why": "say of each report why it is made or kept",
    "force": "make reports also where nothing has changed",
    "cold": "start each kernel afresh, not from a warm process",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command ``evaluate``.

    Parameters
    ----------
    arguments : sequence of str, optional
        The words after ``evaluate``; those of the process when None.

    Returns
    -------
    int
        0 when all is well; 1 when a report failed, a notebook is not normalised, the audit found
        something, or a file could not be written; 2 when the request, a parameters file, a list of
        numbers or a notebook's declarations are at fault; 130 when interrupted.
    """
    options = _parser().parse_args(arguments)
    try:
        return options.command(options)
    except SelectionError as error:
        return _complain(str(error), FAULTY)
    except OSError as error:
        return _complain(
            f"A file could not be read or written: {error.strerror or error}: {error.filename}. "
            "Check that the folder exists, may be written to, and that the disk is not full.",
            FAILED,
        )
    except KeyboardInterrupt:
        return _complain("Interrupted; reports that were not finished are not there.", INTERRUPTED)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="evaluate",
        description="Turn notebooks and parameters files into reports; audit a list of numbers.",
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    _add_report_options(_command(commands, _report, "report", "make reports"))
    _command(commands, _list, "list", "list all reports that can be made")
    normalise = _command(
        commands, _normalise, "normalise", "bring notebooks into the form they are committed in"
    )
    normalise.add_argument(
        "notebooks", nargs="*", metavar="NOTEBOOK", help="name below notebooks/ (default: all)"
    )
    normalise.add_argument(
        "--check", action="store_true", help="change nothing; fail when a notebook would change"
    )
    audit_command.add_to(commands)
    check_command.add_to(commands)
    new_command.add_to(commands)
    verify_command.add_to(commands, find=_project)
    crate_command.add_to(commands, find=_project)
    return parser


def _add_report_options(report: argparse.ArgumentParser) -> None:
    report.add_argument(
        "cases",
        nargs="*",
        metavar="CASE",
        help="case, or name of a parameters file (default: all); with --matrix the notebook",
    )
    report.add_argument(
        "--notebook",
        action="append",
        default=[],
        metavar="NAME",
        help="only reports from this notebook; may be given more than once",
    )
    _add_ways(report)


def _add_ways(report: argparse.ArgumentParser) -> None:
    """Add where reports are made, and how."""
    report.add_argument(
        "--jobs",
        type=_positive,
        metavar="N",
        help="reports at a time on this machine (default: processor cores)",
    )
    report.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="run the notebooks on the Dask cluster with this scheduler, such as "
        "tcp://10.0.0.1:8786 (needs the extra 'cluster')",
    )
    report.add_argument(
        "--output", type=Path, metavar="DIR", help="folder of reports (default: reports/)"
    )
    report.add_argument(
        "--matrix",
        type=Path,
        metavar="FILE",
        help="make one report of the notebook for each row of a CSV file: one column a parameter, "
        "and 'name' if wanted (output: reports/<name of the file>/)",
    )
    _add_documents(report)
    for name, meaning in _SWITCHES.items():
        report.add_argument(f"--{name}", action="store_true", help=meaning)
    report.add_argument(
        "--timeout",
        type=_seconds,
        metavar="SECONDS",
        help="how long a notebook may run, all its cells together (default: no limit)",
    )


def _add_documents(report: argparse.ArgumentParser) -> None:
    report.add_argument(
        "--documents",
        action=argparse.BooleanOptionalAction,
        help="make PDF, Word document, spreadsheet and citation of each report (default: yes; with "
        "--matrix no)",
    )


def _command(commands, function, name: str, summary: str) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=summary, description=f"{summary.capitalize()}.")
    command.set_defaults(command=function)
    command.add_argument(
        "--project",
        type=Path,
        metavar="DIR",
        help="project folder (default: the nearest with pyproject.toml and notebooks/)",
    )
    return command


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(
            f"the number of reports at a time is 1 or more; found {text!r}; give 1 or more"
        )
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise argparse.ArgumentTypeError(
            f"the time for a notebook is a number of seconds above 0; found {text!r}; give 600, say"
        )
    return seconds


def _project(options: argparse.Namespace) -> Path:
    if options.project is None:
        return find_project(Path.cwd())
    if not is_project(options.project):
        raise SelectionError(
            f"A project is a folder with pyproject.toml and notebooks/; {options.project} is not. "
            "Name another folder with --project."
        )
    return options.project.resolve()


def _list(options: argparse.Namespace) -> int:
    project = _project(options)
    jobs = discover(project)
    rows = [
        (job.notebook, job.case, job.parameters_file.relative_to(project).as_posix())
        for job in jobs
    ]
    idle = sorted(set(notebook_names(project)) - {job.notebook for job in jobs})
    rows += [(name, "-", f"none in parameters/{name}/") for name in idle]
    print(columns(("notebook", "case", "parameters"), sorted(rows)))
    return DONE


def _report(options: argparse.Namespace) -> int:
    if options.matrix:
        from report_runner.matrix import run

        return run(options, project=_project(options))
    project, jobs, cases = own_data.jobs_of(options, project=_project)
    jobs = [replace(job, with_documents=options.documents is not False) for job in jobs]
    chosen = select(jobs, cases=cases, notebooks=options.notebook)

    from report_runner.batch_manifest import conclude
    from report_runner.checks import check_all, library_rules
    from report_runner.cluster import connected
    from report_runner.collection import make_reports
    from report_runner.needed_files import tell_absent, with_their_files
    from report_runner.planning import plan_reports
    from report_runner.pool import usable_cores
    from report_runner.progress import progress

    checked, absent = with_their_files(check_all(chosen, value_rules=library_rules()))
    output = (options.output or project / "reports").resolve()
    plan = plan_reports(checked, project=project, output=output, force=options.force)
    tell_problems(plan.faulty)
    if options.why:
        print(explanation(plan.decisions), flush=True)
    with ExitStack() as stack:
        on_cluster = options.scheduler and plan.to_make
        cluster = stack.enter_context(connected(options.scheduler)) if on_cluster else None
        finished = stack.enter_context(progress(len(plan.to_make)))
        results = make_reports(
            plan,
            all_jobs=jobs,
            processes=options.jobs or usable_cores(),
            cold=options.cold,
            timeout=options.timeout,
            cluster=cluster,
            finished=finished,
        )
    tell_failures(results)
    tell_absent(absent)
    print(outcome(results, output / "index.html"))
    failed = any(result.failure for result in results)
    return conclude(plan.now, jobs, FAULTY if plan.faulty else FAILED if failed else DONE)


def _normalise(options: argparse.Namespace) -> int:
    project = _project(options)

    from report_runner.normalise import NotebookFailed, find_notebooks, is_normalised, normalise

    files = find_notebooks(project, options.notebooks)
    if options.check:
        different = [file for file in files if not is_normalised(file, project=project)]
        names = ", ".join(file.relative_to(project).as_posix() for file in different)
        return (
            _complain(f"Not normalised: {names}. Run: evaluate normalise", FAILED)
            if names
            else DONE
        )
    code = DONE
    for file in files:
        name = file.relative_to(project).as_posix()
        try:
            print(
                f"{name}: {'rewritten' if normalise(file, project=project) else 'as it should be'}"
            )
        except NotebookFailed as error:
            code = _complain(str(error), FAILED)
    return code


def _complain(message: str, code: int) -> int:
    print(message, file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
