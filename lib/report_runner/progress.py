"""Show on the terminal how far a run of reports has come."""

from __future__ import annotations

import math
import sys
import time
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
        bar; elsewhere, as in a log, it writes one line a report. Both say how much time is left
        if the others take as long as those did.
    """
    if sys.stderr.isatty():
        with _bar(total) as finished:
            yield finished
    else:
        done, began = 0, time.monotonic()

        def finished(result: Result) -> None:
            nonlocal done
            done += 1
            ending = "failed" if result.failure else "made"
            left = time_left(time.monotonic() - began, done=done, total=total)
            line = f"[{done}/{total}] {result.job.title}: {ending}{left and f' ({left})'}"
            print(line, file=sys.stderr, flush=True)

        yield finished


def time_left(seconds: float, *, done: int, total: int) -> str:
    """Say in words how long the rest will take.

    Parameters
    ----------
    seconds : float
        How long it has taken so far.
    done, total : int
        How many are finished, 1 or more, and how many there are.

    Returns
    -------
    str
        Rounded up to ten seconds or to minutes; empty when nothing is left.

    Examples
    --------
    >>> time_left(30, done=10, total=52)
    'about 3 minutes left'
    >>> time_left(30, done=10, total=14)
    'about 20 seconds left'
    """
    rest = seconds / done * (total - done)
    if rest <= 0:
        return ""
    if rest < 100:
        return f"about {math.ceil(rest / 10) * 10} seconds left"
    return f"about {math.ceil(rest / 60)} minutes left"


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
