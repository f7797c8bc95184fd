"""What a Dask worker does: it hands reports to a station, a process of its own beside it.

The station has everything imported, one warm process, and a process for each report, as on a
single machine. It begins with the first report, and ends with the Dask worker or when it has been
idle for some minutes. A Dask worker's own process may start no others by ``multiprocessing``, and
loads nothing of what reports need.
"""

from __future__ import annotations

import os
import pickle
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

_STEP = 0.5
_LIVES = 2
_stations: dict[str, Station] = {}
_lock = threading.Lock()


class WorkerDiffers(RuntimeError):
    """A worker whose library, interpreter or packages are not those of the machine that asks.

    Its two arguments are what differs and the worker's address.
    """


class StationEnded(RuntimeError):
    """A station that was killed."""


def send(content: bytes) -> bytes:
    """Carry bytes to the workers.

    Parameters
    ----------
    content : bytes
        Anything.

    Returns
    -------
    bytes
        The same. As the result of a task it is made again where it was lost.
    """
    return content


def make(content: bytes, digest: str, request: bytes) -> bytes:
    """Make one report; called by Dask in a thread of a worker.

    Parameters
    ----------
    content : bytes
        What `report_runner.cluster_bundle.Bundle.content` gave.
    digest : str
        Its digest.
    request : bytes
        What the station is asked for.

    Returns
    -------
    bytes
        What came of it, for `report_runner.cluster`.

    Raises
    ------
    WorkerDiffers
        If the worker cannot make the same report as the machine that asks.
    StationEnded
        If the station was killed twice.
    """
    for life in range(1, _LIVES + 1):
        try:
            return _station(content, digest).make(request, is_unwanted=_unwanted())
        except WorkerDiffers as error:
            raise WorkerDiffers(str(error), _address()) from None
        except StationEnded:
            if life == _LIVES:
                raise
    raise StationEnded


def is_here() -> bool:
    """Show that a worker has this project.

    Returns
    -------
    bool
        True; where it has not, not even this can be called.
    """
    return True


def _address() -> str:
    from distributed import get_worker

    try:
        return get_worker().address
    except ValueError:  # not called by Dask
        return ""


def _station(content: bytes, digest: str) -> Station:
    with _lock:
        found = _stations.get(digest)
        if found is None or found.has_ended:
            for other in [name for name, each in _stations.items() if each.has_ended]:
                del _stations[other]
            found = _stations[digest] = Station(content)
        return found


def _unwanted() -> Callable[[], bool]:
    """Give what tells whether the task of this thread was called off meanwhile."""
    from distributed import get_worker

    try:
        worker = get_worker()
        key = worker.get_current_task()
    except (ValueError, KeyError):  # not called by Dask
        return lambda: False

    def unwanted() -> bool:
        if worker.status.name in {"closing", "closed", "failed", "stopping"}:
            return True  # it has lost the scheduler, and waits for its threads before it ends
        state = worker.state.tasks.get(key)
        return state is None or state.state in {"cancelled", "released", "forgotten"}

    return unwanted


class Station:
    """The process beside a Dask worker, as the worker sees it.

    Parameters
    ----------
    content : bytes
        What all its reports have in common.
    """

    def __init__(self, content: bytes) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "report_runner.cluster_station", str(theirs.fileno())],
                env={k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"},
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )
        self._connection = Connection(ours.detach())
        self._sending = threading.Lock()
        self._waiting: dict[int, Future[bytes]] = {}
        self._number = 0
        self.has_ended = False
        with suppress(OSError):
            self._connection.send_bytes(content)
        threading.Thread(target=self._listen, daemon=True).start()

    def make(self, request: bytes, *, is_unwanted: Callable[[], bool]) -> bytes:
        """Have one report made.

        Parameters
        ----------
        request : bytes
            What is sent.
        is_unwanted : callable
            Asked now and then whether to stop.

        Returns
        -------
        bytes
            What came of it.

        Raises
        ------
        StationEnded
            If the station ended before.
        WorkerDiffers
            If it refused.
        """
        answer: Future[bytes] = Future()
        with self._sending:
            if self.has_ended:
                raise StationEnded("The station of a worker has ended.")
            self._number += 1
            number = self._number
            self._waiting[number] = answer
            self._send(number, request)
        while True:
            try:
                return answer.result(_STEP)
            except NotYet:
                if is_unwanted():
                    with self._sending:
                        self._send(number, None)
                    return b""

    def _send(self, *words: Any) -> None:
        with suppress(OSError):  # its end is noticed by whoever listens
            self._connection.send_bytes(pickle.dumps(words))

    def _listen(self) -> None:
        refused = ""
        with suppress(OSError, EOFError):
            while True:
                number, answer, refused = pickle.loads(self._connection.recv_bytes())
                if refused:
                    break
                waiting = self._waiting.pop(number, None)
                if waiting:
                    waiting.set_result(answer)
        with self._sending:
            self.has_ended = True
        for waiting in list(self._waiting.values()):
            waiting.set_exception(
                WorkerDiffers(refused) if refused else StationEnded("A station was killed.")
            )
        self._connection.close()
        self._process.wait()
