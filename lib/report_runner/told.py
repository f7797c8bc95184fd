"""What the command line says of reports: why each is made, what failed, how it ended."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from report_runner.messages import columns, counted

if TYPE_CHECKING:
    from report_runner.checks import CheckedJob
    from report_runner.collection import Result
    from report_runner.staleness import Decision

_WHAT = {
    "keep": "kept",
    "put back": "put back from the store",
    "documents": "documents made",
    "render": "page written again",
    "run": "made",
}
_SHOWN = 50


def explanation(decisions: Iterable[Decision]) -> str:
    """Say why each report is made or kept.

    Parameters
    ----------
    decisions : iterable of Decision
        What is to be done.

    Returns
    -------
    str
        One line a report, and another for each further reason.
    """
    lines = []
    for each in decisions:
        first, *more = each.reasons
        provided = ", if another report finds the table in order" if each.doubts else ""
        lines.append(f"{each.job.title}: {_WHAT[each.action]}, because {first}{provided}")
        lines += [f"  and because {reason}" for reason in more]
    return "\n".join(lines)


def outcome(results: Sequence[Result], index: Path) -> str:
    """Say in a line how a run ended.

    Parameters
    ----------
    results : sequence of Result
        One for each report without problems.
    index : Path
        Where to begin to read.

    Returns
    -------
    str
        How many reports were made, kept and so on, and where they are.

    Examples
    --------
    >>> outcome([], Path("index.html"))
    '0 reports made: index.html'
    """
    done = Counter("failed" if each.failure else each.action for each in results)
    kept = done["keep"]
    if results and kept == len(results):
        return f"{counted(kept, 'report')} kept, nothing changed: {shown(index)}"
    parts = [f"{counted(done['run'], 'report')} made"]
    parts += [f"{done['render']} with a new page only"] if done["render"] else []
    parts += [f"{done['documents']} with new documents only"] if done["documents"] else []
    parts += [f"{done['put back']} put back from the store"] if done["put back"] else []
    parts += [f"{kept} kept"] if kept else []
    return f"{', '.join(parts)}: {shown(index)}"


def tell_problems(faulty: Sequence[CheckedJob]) -> None:
    """Say on standard error which reports cannot be run as they are.

    Parameters
    ----------
    faulty : sequence of CheckedJob
        Reports with problems; nothing is said where there are none.
    """
    if not faulty:
        return
    lines = [f"{counted(len(faulty), 'report')} not run; mend these first:"]
    for each in faulty:
        lines += ["", each.job.settings]
        lines += [f"  - {problem}" for problem in each.problems]
    print("\n".join(lines), end="\n\n", file=sys.stderr)


def tell_failures(results: Sequence[Result]) -> None:
    """Say on standard error which reports failed, where, and where to read more.

    Parameters
    ----------
    results : sequence of Result
        All reports that were run; nothing is said where none failed.
    """
    failed = [result for result in results if result.failure]
    if not failed:
        return
    headings = ("notebook", "parameters", "cell", "section", "error")
    rows = []
    for result in failed[:_SHOWN]:
        job, failure = result.job, result.failure
        cell = f"{failure.cell} of {failure.cells}" if failure.cell else "-"
        rows.append((job.notebook, job.name, cell, failure.section or "-", failure.summary))
    ran = sum(result.action != "keep" for result in results)
    print(f"\n{len(failed)} of {counted(ran, 'report')} failed:\n", file=sys.stderr)
    print(columns(headings, rows), file=sys.stderr)
    if len(failed) > _SHOWN:
        print(f"... and {len(failed) - _SHOWN} more, all in summary.csv", file=sys.stderr)
    _tell_pages([result for result in failed[:_SHOWN] if not _has_page(result)])
    print(file=sys.stderr)


def shown(file: Path) -> str:
    """Name a file from here where that is shorter than in full.

    Parameters
    ----------
    file : Path
        The file.

    Returns
    -------
    str
        Its name.
    """
    here = Path.cwd()
    return str(file.relative_to(here) if file.is_relative_to(here) else file)


def _tell_pages(failed: Sequence[Result]) -> None:
    if not failed:
        return
    print(
        "\nEach has a page that says what to do, and its notebook as far as it ran:",
        file=sys.stderr,
    )
    for result in failed:
        print(f"  {result.job.notebook}/{result.job.name}.html", file=sys.stderr)


def _has_page(result: Result) -> bool:
    from report_runner.report_faults import PageStands

    return isinstance(result.failure, PageStands)
