"""Processes and their children, so that none is left behind. Linux only."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import struct
from contextlib import suppress
from pathlib import Path

_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36
_CREDENTIALS = struct.Struct("3i")


def die_with_parent(parent: int) -> None:
    """Have the system kill this process as soon as its parent ends, however it ends.

    Parameters
    ----------
    parent : int
        The parent's process number; where it has ended already, this process ends at once.

    Notes
    -----
    The wish is not inherited over a fork, so that each process states its own. It is granted when
    the *thread* that forked this process ends: the parent must have forked in its only thread.
    """
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own parent ends.

    Otherwise what a kernel started would pass to the first process of the system.
    """
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def children(process: int | None = None) -> list[int]:
    """List the children of a process.

    Parameters
    ----------
    process : int, optional
        Its number; this process when None.

    Returns
    -------
    list of int
        Numbers of running and of ended, not yet collected processes; empty where the system does
        not tell.
    """
    found = []
    for thread in Path("/proc", str(process or os.getpid()), "task").glob("*"):
        with suppress(OSError):
            found += [int(word) for word in (thread / "children").read_text().split()]
    return found


def kill_descendants() -> None:
    """Kill every process that stems from this one, and wait until they are gone.

    Where this process does not `adopt_orphans`, a descendant whose parent has ended before is out
    of reach.
    """
    while family := children():
        for process in family:
            _kill_tree(process)
        for process in family:
            with suppress(ChildProcessError):
                os.waitpid(process, 0)


def _kill_tree(process: int) -> None:
    """Kill a process after what it has started, while that can still be found."""
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGSTOP)  # it shall start nothing more meanwhile
    for child in children(process):
        _kill_tree(child)
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


def started(process: int) -> int:
    """Tell when a process was started.

    Parameters
    ----------
    process : int
        Its number.

    Returns
    -------
    int
        In ticks of the system's clock since the system started; 0 when there is no such process.
    """
    return _told_of(process, 19)


def parent(process: int) -> int:
    """Tell which process is the parent of another.

    Parameters
    ----------
    process : int
        Its number.

    Returns
    -------
    int
        The parent's number; 0 when there is no such process.
    """
    return _told_of(process, 1)


def asker(connection: socket.socket) -> int:
    """Tell which process has connected.

    Parameters
    ----------
    connection : socket
        The end of a local socket that was accepted.

    Returns
    -------
    int
        The number that the process had when it connected; the system says so, not the process.
    """
    told = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    return _CREDENTIALS.unpack(told)[0]


def _told_of(process: int, place: int) -> int:
    try:
        line = Path("/proc", str(process), "stat").read_text()
    except OSError:
        return 0
    return int(line.rpartition(")")[2].split()[place])


def threads() -> int:
    """Count the threads of this process, those that Python does not know of included.

    Returns
    -------
    int
        At least 1.
    """
    return len(list(Path("/proc/self/task").iterdir()))


def _prctl(option: int, value: int) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(option, value, 0, 0, 0):
        number = ctypes.get_errno()
        raise OSError(number, f"prctl({option}): {os.strerror(number)}")
