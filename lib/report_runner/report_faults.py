"""What can go wrong with a report outside its notebook, in words."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from report_runner.checks import CheckedJob
from report_runner.execute import ExecutionError
from report_runner.failure import Failure
from report_runner.messages import bulleted
from report_runner.tidy import scrubber

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}


@dataclass(frozen=True)
class PageStands(Failure):
    """Something that went wrong although there is a page to read, which is to stay."""


@dataclass(frozen=True)
class NotWritten(PageStands):
    """A report that was made but could not be put in its folder; the older one is still there."""


def is_full(error: BaseException | None) -> bool:
    """Say whether it was for want of room on a disk that something failed.

    Parameters
    ----------
    error : BaseException or None
        What was raised.

    Returns
    -------
    bool
    """
    return any(each.errno in _NO_ROOM for each in _of_the_system(error))


def _of_the_system(error: BaseException | None) -> Iterator[OSError]:
    """Find what the system said among what led to an error."""
    while error is not None:
        if isinstance(error, OSError):
            yield error
        error = error.__cause__


def not_written(error: BaseException) -> NotWritten:
    """Describe a report that could not be put in its folder.

    Parameters
    ----------
    error : BaseException
        What the system said.

    Returns
    -------
    NotWritten
    """
    reason = next((each.strerror for each in _of_the_system(error) if each.strerror), str(error))
    return NotWritten(
        error=f"The report could not be written: {reason}.",
        advice="Check that the folder of reports can be written to and that no disk is full, that "
        "of temporary files included. The report that was there before is still there.",
    )


def not_documented(problems: Sequence[str]) -> PageStands:
    """Describe a report of which some documents could not be made.

    Parameters
    ----------
    problems : sequence of str
        As `report_runner.documents.make_documents` gives them.

    Returns
    -------
    PageStands
    """
    return PageStands(
        error=f"The report was made, but {'; '.join(problems)}.",
        advice="The page, the notebook and the findings are there. Make the report again; if the "
        "same document fails again, please report it with the notebook and the parameters file.",
    )


def of_runner(error: Exception, project: Path) -> Failure:
    """Describe what stopped a report outside its cells.

    Parameters
    ----------
    error : Exception
        What was raised.
    project : Path
        The project folder, which is named in no report.

    Returns
    -------
    Failure
    """
    scrub = scrubber(project)
    if isinstance(error, ExecutionError):
        return Failure(
            error=f"No Python kernel could be started. {scrub(str(error))}",
            advice="Install the project's environment again (make, or pip install -e .), and check "
            "that 'jupyter kernelspec list' shows python3.",
        )
    return Failure(
        error=scrub(f"{type(error).__name__}: {error}"),
        advice="This is a fault of the report runner, not of the notebook: please report it with "
        "the notebook and the parameters file.",
    )


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
    problems = checked.problems
    return Failure(
        error=problems[0] if len(problems) == 1 else bulleted(problems),
        advice=f"Mend {checked.job.settings} or the notebook's declared settings as said above. "
        "Nothing was run.",
    )
