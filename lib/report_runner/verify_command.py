"""The command ``evaluate verify REPORT``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path

from report_runner import own_data, verify
from report_runner.jobs import SelectionError
from report_runner.messages import bulleted, columns

HOLDS, DOES_NOT = 0, 1
_MOST, _WIDEST = 20, 60


def add_to(commands, *, find: Callable[[argparse.Namespace], Path]) -> None:
    """Add the command to those of ``evaluate``.

    Parameters
    ----------
    commands : argparse action
        What ``add_subparsers`` returned.
    find : callable
        Finds the project for the options.
    """
    summary = "recompute a report and say whether it still holds"
    parser = commands.add_parser("verify", help=summary, description=f"{summary.capitalize()}.")
    parser.add_argument(
        "report",
        metavar="REPORT",
        help="a file of a report, also a copy that somebody was sent, or NOTEBOOK/NAME",
    )
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")
    parser.add_argument("--project", type=Path, metavar="DIR", help="project folder")
    parser.set_defaults(command=lambda options: run(options, find=find))


def run(options: argparse.Namespace, *, find: Callable[[argparse.Namespace], Path]) -> int:
    """Verify a report.

    Parameters
    ----------
    options : argparse.Namespace
        With ``report``, ``json`` and ``project``.
    find : callable
        Finds the project for the options.

    Returns
    -------
    int
        0 when it holds, 1 when it does not or cannot be recomputed.

    Raises
    ------
    SelectionError
        If there is no such report here.
    """
    own = [str(each) for each in Path(options.report).resolve().parents if own_data.is_own(each)]
    options.cases = own[:1]
    with redirect_stdout(sys.stderr):  # what is said of a release is no part of the answer
        project, jobs, _ = own_data.jobs_of(options, project=find)
    output = project / "reports"
    old = verify.given(options.report, output=output)
    verdict = _recomputed(old, verify.job_of(old.report, jobs), project, output)
    print(verdict.as_json() if options.json else in_words(verdict, old), end="")
    return HOLDS if verdict.holds else DOES_NOT


def _recomputed(old: verify.Given, job, project: Path, output: Path) -> verify.Verdict:
    from report_runner.checks import check_all, library_rules
    from report_runner.report import remake

    (checked,) = check_all([job], value_rules=library_rules())
    if checked.problems:
        raise SelectionError(f"{job.settings} is at fault:\n{bulleted(checked.problems)}")
    files, failure = remake(checked, project=project, output=output)
    if failure:
        return verify.Verdict(old.report, False, [], [], [], failure.summary)
    return verify.compare(old, files)


def in_words(verdict: verify.Verdict, old: verify.Given) -> str:
    """Tell a verdict.

    Parameters
    ----------
    verdict : Verdict
        The verdict.
    old : Given
        The report as somebody has it.

    Returns
    -------
    str
        Lines to print.
    """
    if verdict.failure:
        return f"{verdict.report} cannot be recomputed: {verdict.failure}\n"
    lines = [f"{verdict.report} {'holds' if verdict.holds else 'does not hold'}: {_sum(verdict)}"]
    if verdict.altered:
        lines += ["", "Altered after it was made, or made by other code:"]
        lines += [f"- {each}" for each in verdict.altered[:_MOST]]
    if verdict.inputs_changed:
        lines += ["", "Changed since it was made:"]
        lines += [f"- {each}" for each in verdict.inputs_changed[:_MOST]]
    if verdict.moved:
        rows = [tuple(_short(each[name]) for name in each) for each in verdict.moved[:_MOST]]
        lines += ["", columns(("part", "name", "field", "in the report", "recomputed"), rows)]
    more = max(map(len, (verdict.altered, verdict.inputs_changed, verdict.moved))) - _MOST
    lines += [f"... and {more} more, all with --json"] if more > 0 else []
    return "\n".join(lines) + "\n"


def _sum(verdict: verify.Verdict) -> str:
    if verdict.holds:
        state = "though what it rests on changed" if verdict.inputs_changed else "nothing changed"
        return f"it was recomputed and every number is the same, {state}."
    parts = [f"{len(verdict.moved)} of its statements moved"] if verdict.moved else []
    parts += ["it was altered"] if verdict.altered else []
    return f"{' and '.join(parts)}."


def _short(value: object) -> str:
    text = "-" if value in (None, "") else str(value).replace("\n", " ")
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}\N{HORIZONTAL ELLIPSIS}"
