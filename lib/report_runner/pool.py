"""Run several reports at a time, each in a process of its own."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from report_runner.checks import CheckedJob
from report_runner.failure import Failure
from report_runner.warm_kernels import ADDRESS, WarmProcess, family

Work = Callable[[CheckedJob], Failure | None]
SECONDS_TO_STOP = 10


@dataclass(frozen=True)
class _Running:
    task: CheckedJob
    process: BaseProcess
    is_retry: bool


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
    if processes < 1:
        raise ValueError(
            f"The number of processes is 1 or more; found {processes}. Give 1 or more."
        )
    processes = min(processes, usable_cores())
    longest_first = sorted(tasks, key=lambda task: -(seconds(task) or float("inf")))
    waiting = deque((task, False) for task in longest_first)
    running: dict[Connection, _Running] = {}
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(_private_folder()))
        warm = warm or stack.enter_context(WarmProcess(at_once=False))
        if needs_kernels:
            warm.start()
        kernels = _Kernels(warm)
        stack.callback(lambda: _stop([each.process for each in running.values()]))
        while waiting or running:
            while waiting and len(running) < processes:
                _begin(running, *waiting.popleft(), work, scratch, warm.address)
            for receiver in wait([*running, *kernels.signs]):
                if receiver not in running:
                    kernels.look_after()
                    continue
                ended = running.pop(receiver)
                arrived, result = _receive(receiver, ended.process)
                if arrived or ended.is_retry:
                    yield ended.task, result if arrived else _killed()
                else:
                    waiting.append((ended.task, True))


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


def _context() -> BaseContext:
    methods = multiprocessing.get_all_start_methods()
    if "forkserver" not in methods:
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["report_runner.worker"])
    return context


def _begin(
    running: dict[Connection, _Running],
    task: CheckedJob,
    is_retry: bool,
    work: Work,
    scratch: Path,
    address: str,
) -> None:
    context = _context()
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(
        target=_work_and_send,
        args=(
            work,
            task,
            sender,
            scratch,
            dict(os.environ) | ({ADDRESS: address} if address else {}),
        ),
        daemon=True,
    )
    process.start()
    sender.close()  # so that the end of the process ends the connection
    running[receiver] = _Running(task, process, is_retry)


def _work_and_send(
    work: Work,
    task: CheckedJob,
    sender: Connection,
    scratch: Path,
    environment: Mapping[str, str],
) -> None:
    """Make one report; runs in the worker process."""
    # Ctrl-C reaches every process of the terminal; stopping is for the parent to decide.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    threading.Thread(target=_end_with_parent, args=(scratch,), daemon=True).start()
    tempfile.tempdir = str(scratch)
    # The server that forked this process has the environment of its own start.
    os.environ.clear()
    os.environ.update(environment)
    try:
        result = work(task)
    except SystemExit:
        os._exit(1)  # kernel and scratch folder are gone; what asyncio would still say is noise
    except Exception as error:
        result = _could_not_write(error)
    sender.send(result)


def _end_with_parent(scratch: Path) -> None:
    """Leave nothing behind when the process that wanted the report is killed."""
    wait([multiprocessing.parent_process().sentinel])
    family.kill_descendants()
    shutil.rmtree(scratch, ignore_errors=True)
    os._exit(1)


def _leave(number: int, frame: Any) -> None:
    raise SystemExit(f"stopped by signal {number}")


def _receive(receiver: Connection, process: BaseProcess) -> tuple[bool, Failure | None]:
    """Take what a worker sent; it sent nothing when it was killed."""
    try:
        result = receiver.recv()
    except EOFError:
        return False, None
    finally:
        receiver.close()
        process.join()
    return True, result


def _stop(processes: list[BaseProcess]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(SECONDS_TO_STOP)
        if process.is_alive():
            process.kill()
            process.join()


def _killed() -> Failure:
    return Failure(
        error="The process that made this report was killed, twice.",
        advice="It may need more memory than there is: make fewer reports at a time with --jobs 1, "
        "or look for very large tables in the notebook.",
    )


def _could_not_write(error: Exception) -> Failure:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return Failure(
        error=f"The report could not be written: {reason}.",
        advice="Check that the folder of reports can be written to and that the disk is not full.",
    )
