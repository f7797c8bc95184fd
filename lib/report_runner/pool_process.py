"""The process that makes one report: how it begins, sends its result, and ends."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from report_runner.failure import Failure
from report_runner.warm_kernels import ADDRESS, family
from report_runner.warm_kernels.environment import changed_for_a_while

SECONDS_TO_STOP = 10
_LONGEST_PATH = 103  # of a socket, in bytes
_PAUSES = (0.01, 0.1, 1.0)  # seconds


@dataclass(frozen=True)
class Process:
    """A process at work.

    Attributes
    ----------
    task : object
        What it does.
    process : BaseProcess
        The process itself.
    is_retry : bool
        Whether another was killed over the same task.
    """

    task: Any
    process: BaseProcess
    is_retry: bool


def _can_fork() -> bool:
    """Say whether a server can fork processes: its socket's name stands in the temporary folder."""
    longest = _LONGEST_PATH - len("/pymp-12345678/listener-12345678")
    has_room = len(os.fsencode(tempfile.gettempdir())) <= longest
    return has_room and "forkserver" in multiprocessing.get_all_start_methods()


def _context() -> BaseContext:
    if not _can_fork():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["report_runner.worker"])
    return context


def begin(
    task: Any, work: Callable[[Any], Any], *, is_retry: bool, scratch: Path, warm: str
) -> tuple[Connection, Process]:
    """Start a process that does one task.

    Parameters
    ----------
    task : object
        What `work` takes.
    work : callable
        Does it; can be pickled.
    is_retry : bool
        Whether it was begun before.
    scratch : Path
        Where the process puts its temporary files.
    warm : str
        Address of the warm process; empty where there is none.

    Returns
    -------
    tuple of Connection and Process
        Where the result will arrive, and the process.
    """
    context = _context()
    receiver, sender = context.Pipe(duplex=False)
    environment = dict(os.environ) | ({ADDRESS: warm} if warm else {})
    process = context.Process(
        target=_work_and_send, args=(work, task, sender, scratch, environment), daemon=True
    )
    _start(process, scratch)
    sender.close()  # so that the end of the process ends the connection
    return receiver, Process(task, process, is_retry)


def _start(process: BaseProcess, scratch: Path) -> None:
    """Start a process; the server that forks it may be killed meanwhile, and is started anew.

    What that server writes while it imports goes with the folder of the run, like what is written
    in the processes.
    """
    with changed_for_a_while({"TMPDIR": str(scratch)}):
        for pause in _PAUSES:
            with suppress(EOFError, OSError):
                return process.start()
            time.sleep(pause)  # a killed server does not answer, and is not seen to be gone yet
        process.start()


def _work_and_send(
    work: Callable[[Any], Any],
    task: Any,
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


def receive(receiver: Connection, ended: Process) -> tuple[bool, Any]:
    """Take what a process sent, and wait for its end.

    Parameters
    ----------
    receiver : Connection
        Where the result has arrived, or never will.
    ended : Process
        The process.

    Returns
    -------
    tuple of bool and object
        Whether anything was sent, and what; nothing was when the process was killed.
    """
    try:
        result = receiver.recv()
    except (EOFError, OSError):  # nothing was sent, or only a part
        return False, None
    finally:
        receiver.close()
        ended.process.join()
    return True, result


def apart(work: Callable[[Any], Any], task: Any) -> Any:
    """Do one thing in a process that has everything imported, while this one has not.

    Parameters
    ----------
    work : callable
        Does it; can be pickled. What goes wrong in it goes wrong again here, where it can be told.
    task : object
        What `work` takes.

    Returns
    -------
    object
        What `work` returned.
    """
    if not _can_fork():
        return work(task)
    with tempfile.TemporaryDirectory(prefix="evaluate-", ignore_cleanup_errors=True) as scratch:
        end, process = begin(task, work, is_retry=False, scratch=Path(scratch), warm="")
        try:
            arrived, result = receive(end, process)
        except BaseException:  # Ctrl-C too
            stop([process])
            raise
    return result if arrived and not isinstance(result, Failure) else work(task)


def stop(processes: Iterable[Process]) -> None:
    """Stop processes together with their kernels.

    Parameters
    ----------
    processes : iterable of Process
        Those that are no longer wanted; after some seconds they are killed.
    """
    running = [each.process for each in processes]
    for process in running:
        process.terminate()
    for process in running:
        process.join(SECONDS_TO_STOP)
        if process.is_alive():
            process.kill()
            process.join()


def _could_not_write(error: Exception) -> Failure:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return Failure(
        error=f"The report could not be written: {reason}.",
        advice="Check that the folder of reports can be written to and that the disk is not full.",
    )
