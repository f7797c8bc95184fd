"""Reports on files that everybody downloads for themselves: made where the files are there."""

from __future__ import annotations

from collections.abc import Sequence

from report_runner.checks import CheckedJob

Absent = tuple[CheckedJob, list[str]]


def with_their_files(checked: Sequence[CheckedJob]) -> tuple[list[CheckedJob], list[Absent]]:
    """Set aside the reports whose files are not there.

    Parameters
    ----------
    checked : sequence of CheckedJob
        The reports asked for.

    Returns
    -------
    present : list of CheckedJob
        Those that can be made, or that have problems to be told.
    absent : list of (CheckedJob, list of str)
        The others, each with one sentence a missing file.
    """
    from partnership_evaluation.parameters import missing

    found = [(each, [] if each.problems else missing(each.values)) for each in checked]
    present = [each for each, lacking in found if not lacking]
    return present, [(each, lacking) for each, lacking in found if lacking]


def tell_absent(absent: Sequence[Absent]) -> None:
    """Say which reports were not made for want of a file, and where to get it; no failure.

    Parameters
    ----------
    absent : sequence of (CheckedJob, list of str)
        From `with_their_files`.
    """
    for each, lacking in absent:
        print(f"Not made: {each.job.title}. {' '.join(lacking)}")
