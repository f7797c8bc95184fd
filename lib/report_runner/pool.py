"""Run several reports at a time, each in a process of its own."""

from __future__ import annotations

import os
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from report_runner.checks import CheckedJob
from report_runner.failure import Failure
from report_runner.pool_process import Process, begin, receive, stop
from report_runner.warm_kernels import WarmProcess

Work = Callable[[CheckedJob], Failure | None]


def usable_cores() -> int:
    """Count the processor cores that this process may use.

    Returns
    -------
    int
        At least 1.
    """
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_all(
    tasks: Iterable[CheckedJob],
    *,
    work: Work,
    processes: int,
    seconds: Callable[[CheckedJob], float | None] = lambda task: None,
    warm: WarmProcess | None = None,
    needs_kernels: bool = False,
) -> Iterator[tuple[CheckedJob, Failure | None]]:
    """Work through reports, several at a time, the longest first.

    Parameters
    ----------
    tasks : iterable of CheckedJob
        What to make.
    work : callable
        Makes one; can be pickled.
    processes : int
        How many at a time, 1 or more; there are never more than there are cores.
    seconds : callable, optional
        Says how long a task took the last time, None where nobody knows; those come first.
    warm : WarmProcess, optional
        What forks the kernels. When None there is one for this call.
    needs_kernels : bool
        Whether kernels will surely be asked for, so that the warm process imports while workers
        are made ready. When False it is started when the first is asked for.

    Yields
    ------
    tuple of CheckedJob and (Failure or None)
        As each is finished.

    Raises
    ------
    ValueError
        If `processes` is less than 1.

    Notes
    -----
    Each report has a process of its own, so that one that is killed is known by name: it is tried
    once more, and has failed when it is killed again. A process costs a few hundredths of a
    second, because it is forked from a small server that has everything imported; where the
    system cannot fork, it is started afresh. The kernels of all of them are forked from one warm
    process; when that is killed it is started once more, and when it is killed again kernels are
    stock from then on. When the caller stops listening, as after Ctrl-C, the processes are stopped
    together with their kernels; when the caller is killed, they end by themselves.
    """
    longest_first = sorted(tasks, key=lambda task: -(seconds(task) or float("inf")))
    with Pool(
        work=work,
        processes=processes,
        warm=warm,
        needs_kernels=needs_kernels,
        for_one=len(longest_first) == 1,
    ) as pool:
        for task in longest_first:
            pool.add(task)
        while pool.is_busy:
            yield from pool.finished()


class Pool:
    """Processes that work through reports while more of them may be added; see `run_all`.

    Parameters
    ----------
    work : callable
        Makes one; can be pickled.
    processes : int
        How many at a time, 1 or more; there are never more than there are cores.
    warm : WarmProcess, optional
        What forks the kernels. When None there is one for as long as this is used in a ``with``.
    needs_kernels : bool
        Whether the warm process is started at once.
    for_one : bool
        Whether there will be one task only, so that the warm process need not import what others
        might need.

    Raises
    ------
    ValueError
        If `processes` is less than 1.
    """

    def __init__(
        self,
        *,
        work: Work,
        processes: int,
        warm: WarmProcess | None = None,
        needs_kernels: bool = False,
        for_one: bool = False,
    ) -> None:
        if processes < 1:
            raise ValueError(
                f"The number of processes is 1 or more; found {processes}. Give 1 or more."
            )
        self._work, self._processes = work, min(processes, usable_cores())
        self._warm, self._needs_kernels, self._for_one = warm, needs_kernels, for_one
        self._waiting: deque[tuple[Any, bool]] = deque()
        self._running: dict[Connection, Process] = {}
        self._ready: set[Any] = set()
        self._stack = ExitStack()

    def __enter__(self) -> Pool:
        self._scratch = Path(self._stack.enter_context(_private_folder()))
        self._warm = self._warm or self._stack.enter_context(
            WarmProcess(at_once=False, for_one=self._for_one)
        )
        if self._needs_kernels:
            self._warm.start()
        self._kernels = _Kernels(self._warm)
        self._stack.callback(self._stop_all)
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    @property
    def is_busy(self) -> bool:
        """Whether anything waits or runs."""
        return bool(self._waiting or self._running)

    def add(self, task: Any) -> None:
        """Take one more task, after those that wait.

        Parameters
        ----------
        task : object
            What `work` takes.
        """
        self._waiting.append((task, False))

    def stop(self, unwanted: Callable[[Any], bool]) -> None:
        """Stop tasks that nobody wants any more; nothing is told of them.

        Parameters
        ----------
        unwanted : callable
            Says of a task whether it is one.
        """
        self._waiting = deque(each for each in self._waiting if not unwanted(each[0]))
        found = [end for end, each in self._running.items() if unwanted(each.task)]
        stop([self._running.pop(end) for end in found])
        for end in found:
            end.close()

    def finished(self, others: Sequence[Any] = ()) -> list[tuple[Any, Any]]:
        """Begin what can begin, and wait until something happens.

        Parameters
        ----------
        others : sequence of objects with a file number
            What to look out for besides; see `is_ready`.

        Returns
        -------
        list of tuple
            Task and result of those that have ended; may be empty.
        """
        while self._waiting and len(self._running) < self._processes:
            task, is_retry = self._waiting.popleft()
            end, process = begin(
                task, self._work, is_retry=is_retry, scratch=self._scratch, warm=self._warm.address
            )
            self._running[end] = process
        self._ready = set(wait([*self._running, *self._kernels.signs, *others]))
        done = [self._ended(end) for end in self._ready & set(self._running)]
        if self._ready & set(self._kernels.signs):
            self._kernels.look_after()
        return [each for each in done if each]

    def is_ready(self, other: Any) -> bool:
        """Say whether one of the others was ready when `finished` returned last.

        Parameters
        ----------
        other : object
            One of them.

        Returns
        -------
        bool
        """
        return other in self._ready

    def _ended(self, receiver: Connection) -> tuple[Any, Any] | None:
        ended = self._running.pop(receiver)
        arrived, result = receive(receiver, ended)
        if arrived or ended.is_retry:
            return ended.task, result if arrived else _killed()
        self._waiting.append((ended.task, True))
        return None

    def _stop_all(self) -> None:
        stop(self._running.values())


class _Kernels:
    """Sees to it that the warm process is there when a kernel is asked for."""

    def __init__(self, warm: WarmProcess) -> None:
        self._warm, self._was_killed = warm, False

    @property
    def signs(self) -> list[Any]:
        """What to watch: somebody who asks, or the end of the process."""
        return [each for each in (self._warm.listener, self._warm.lifeline) if each]

    def look_after(self) -> None:
        """Start the warm process when it is wanted; after its end once more, and then not again."""
        if self._warm.listener:
            self._warm.start()
        elif self._was_killed:
            self._warm.give_up()
        else:
            self._was_killed = True
            self._warm.listen_again()


def _private_folder() -> tempfile.TemporaryDirectory[str]:
    """Make a folder for what workers write meanwhile; it goes with them, even if one is killed."""
    return tempfile.TemporaryDirectory(prefix="evaluate-", ignore_cleanup_errors=True)


def _killed() -> Failure:
    return Failure(
        error="The process that made this report was killed, twice.",
        advice="It may need more memory than there is: make fewer reports at a time with --jobs 1, "
        "or look for very large tables in the notebook.",
    )
