"""Show on the terminal how far a run of reports has come."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from report_runner.collection import Result


@contextmanager
def progress(total: int) -> Iterator[Callable[[Result], None]]:
    """Show progress on standard error while reports are made.

    Parameters
    ----------
    total : int
        How many reports will be run.

    Yields
    ------
    callable
        To be told of each finished `report_runner.collection.Result`. On a terminal it moves a
        bar; elsewhere, as in a log, it writes one line a report.
    """
    if sys.stderr.isatty():
        with _bar(total) as finished:
            yield finished
    else:
        done = 0

        def finished(result: Result) -> None:
            nonlocal done
            done += 1
            ending = "failed" if result.failure else "made"
            print(f"[{done}/{total}] {result.job.title}: {ending}", file=sys.stderr, flush=True)

        yield finished


@contextmanager
def _bar(total: int) -> Iterator[Callable[[Result], None]]:
    from tqdm import tqdm

    failures = 0
    with tqdm(total=total, unit="report", dynamic_ncols=True) as bar:

        def finished(result: Result) -> None:
            nonlocal failures
            failures += result.failure is not None
            bar.set_postfix_str(_state(failures, result), refresh=False)
            bar.update()

        yield finished


def _state(failures: int, result: Result) -> str:
    return f"{failures} failed" if failures else result.job.title
