"""The station beside a Dask worker: what ``python -m report_runner.cluster_station`` runs.

It gets notebooks and tables once, looks whether this machine has the same code and packages as the
one that asks, and then makes reports as on a single machine, but sends them back.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from report_runner.basis import Basis, read_basis, variables
from report_runner.checks import CheckedJob
from report_runner.cluster_bundle import LOCK, Bundle, differences, placed, read_there
from report_runner.digests import Digests
from report_runner.pool import Pool, usable_cores
from report_runner.staleness import Staleness
from report_runner.store import FOLDER, Store

SECONDS_IDLE = 300


@dataclass(frozen=True)
class Order:
    """One report that was asked for.

    Attributes
    ----------
    checked : CheckedJob
        The report.
    cold : bool
        Whether its kernel is started afresh.
    timeout : float or None
        Seconds that it may take.
    number : int
        By which the answer is known.
    """

    checked: CheckedJob
    cold: bool = False
    timeout: float | None = None
    number: int = 0


@dataclass(frozen=True)
class Made:
    """A report on its way back.

    Attributes
    ----------
    run : Run or Failure
        What came of it; a failure where its process was killed.
    cells, beside : list and dict
        The notebook that was run, as in `report_runner.inputs.Inputs`.
    """

    run: Any
    cells: list[str]
    beside: dict[str, str]


def main(descriptor: int) -> None:
    """Make reports until nobody asks any more.

    Parameters
    ----------
    descriptor : int
        Of the connection with the Dask worker; its end is the end of the worker.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the Dask worker decides, or its end
    connection = Connection(descriptor)
    with suppress(EOFError, OSError), tempfile.TemporaryDirectory(prefix="station-") as folder:
        bundle = Bundle.from_content(connection.recv_bytes())
        project = Path(folder).resolve()
        bundle.unpack(project)
        _take_environment(bundle.environment_in(project))
        basis = _basis(project)
        lock = project / LOCK
        found = differences(bundle.basis, basis, lock.read_text() if lock.is_file() else "")
        if found:
            _answer(connection, 0, b"", f"{'; '.join(found)}")
            return
        _serve(connection, project, basis)


def _take_environment(environment: dict[str, str]) -> None:
    for name in variables():
        if name not in {"PYTHONPATH", "PYTHONHOME"}:
            os.environ.pop(name, None)
    os.environ.update(environment)


def _basis(project: Path) -> Basis:
    """Look at code and packages, once for all reports."""
    digests = Digests()
    basis = read_basis(project, digests)
    with suppress(OSError):
        Store(project / FOLDER).put("digests", "files", digests.as_json())
    return basis


def _serve(connection: Connection, project: Path, basis: Basis) -> None:
    work = partial(make, project=project, basis=basis)
    number, request = _request(connection)
    first = replace(pickle.loads(request), number=number)
    with Pool(work=work, processes=usable_cores(), needs_kernels=not first.cold) as pool:
        pool.add(first)
        while True:
            if not pool.is_busy and not wait([connection], SECONDS_IDLE):
                return
            for order, made in pool.finished([connection]):
                content = made if isinstance(made, bytes) else _bytes(Made(made, [], {}))
                _answer(connection, order.number, content)
            if pool.is_ready(connection):
                number, request = _request(connection)
                if request is None:
                    pool.stop(lambda order, number=number: order.number == number)
                else:
                    pool.add(replace(pickle.loads(request), number=number))


def _request(connection: Connection) -> tuple[int, bytes | None]:
    """Take a number and an order; without one, the order of that number is called off."""
    return pickle.loads(connection.recv_bytes())


def make(order: Order, *, project: Path, basis: Basis) -> bytes:
    """Make one report; runs in a process of its own.

    Parameters
    ----------
    order : Order
        What was asked for.
    project : Path
        Where notebooks and tables are.
    basis : Basis
        Code, interpreter and packages.

    Returns
    -------
    bytes
        A `Made`.
    """
    from report_runner.report import run_report

    store = Store(project / FOLDER)
    digests = Digests(store.get("digests", "files"))
    now = Staleness(project, project / "reports", store=store, basis=basis, digests=digests)
    checked = placed(order.checked, project)
    run = run_report(checked, now, cold=order.cold, timeout=order.timeout)
    inputs = now.inputs(checked)
    reads = [read_there(read, project) for read in run.reads]
    return _bytes(Made(replace(run, reads=reads), inputs.cells, inputs.beside))


def _bytes(made: Made) -> bytes:
    return pickle.dumps(made, protocol=5)


def _answer(connection: Connection, number: int, content: bytes, refused: str = "") -> None:
    connection.send_bytes(pickle.dumps((number, content, refused)))


if __name__ == "__main__":
    from report_runner import cluster_station  # so that what is sent is known by that name

    cluster_station.main(int(sys.argv[1]))
