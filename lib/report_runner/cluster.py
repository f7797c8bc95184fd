"""Make reports on a Dask cluster; what comes back is published here, as if it were made here."""

from __future__ import annotations

import pickle
import queue
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from report_runner.checks import CheckedJob
from report_runner.cluster_bundle import pack, placed, read_here
from report_runner.digests import digest_of
from report_runner.failure import Failure
from report_runner.jobs import SelectionError
from report_runner.staleness import Staleness

if TYPE_CHECKING:
    from distributed import Client, Future

SECONDS_TO_CONNECT = 5
SECONDS_WITHOUT_WORKERS = 60
_STEP = 2.0
_INSTALL = (
    "python -m pip install 'partnership-evaluation[cluster]'  (here: pip install -e '.[cluster]')"
)


class ClusterError(SelectionError):
    """A cluster that cannot be used, or is no longer there."""


def require_distributed() -> None:
    """Make sure that Dask is installed.

    Raises
    ------
    ClusterError
        If it is not.
    """
    if not find_spec("distributed"):
        raise ClusterError(
            "Reports on a cluster need the package 'distributed', which is not installed. "
            f"Install it: {_INSTALL}"
        )


@contextmanager
def connected(address: str) -> Iterator[Cluster]:
    """Connect with a scheduler.

    Parameters
    ----------
    address : str
        Such as ``tcp://10.0.0.1:8786``.

    Yields
    ------
    Cluster
        Until the end of the ``with``; what still runs then is called off.

    Raises
    ------
    ClusterError
        If Dask is not installed, or nobody answers within some seconds.
    """
    require_distributed()
    from distributed import Client

    quiet_about_lost_connections()
    try:
        client = Client(address, timeout=SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise ClusterError(
            f"A scheduler of Dask must answer at {address}; within {SECONDS_TO_CONNECT} seconds "
            f"none did ({_first_line(error)}). Start one with 'dask scheduler' and give the "
            "address that it prints, such as tcp://10.0.0.1:8786."
        ) from error
    try:
        yield Cluster(client, address)
    finally:
        with suppress(Exception):
            client.close(timeout=2)


def quiet_about_lost_connections() -> None:
    """Keep Dask's own log off the terminal: what matters is said by this module."""
    import logging

    for name in ("distributed", "tornado.application"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


class Cluster:
    """A cluster that is connected with.

    Parameters
    ----------
    client : distributed.Client
        The connection.
    address : str
        Of the scheduler, to be named.
    """

    def __init__(self, client: Client, address: str) -> None:
        self._client, self._address = client, address
        self._refused: dict[str, str] = {}
        self._asked: list[str] = []
        self._last_seen: float | None = None

    def run_all(
        self,
        tasks: Iterable[CheckedJob],
        *,
        now: Staleness,
        seconds: Callable[[CheckedJob], float | None],
        cold: bool = False,
        timeout: float | None = None,
    ) -> Iterator[tuple[CheckedJob, Failure | None]]:
        """Work through reports, the longest first.

        Parameters
        ----------
        tasks : iterable of CheckedJob
            What to make.
        now : Staleness
            What they rest on, and where they are kept.
        seconds : callable
            Says how long a task took the last time, None where nobody knows.
        cold, timeout
            As for `report_runner.report.make_report`.

        Yields
        ------
        tuple of CheckedJob and (Failure or None)
            As each is finished and published.

        Raises
        ------
        ClusterError
            If no worker is like this machine, all that were there have been gone for a minute, or
            the scheduler is gone; what was published stays, and nothing is half-written.

        Notes
        -----
        The key of a task is a digest of all that its report rests on, so that the same report is
        not made twice at a time, whoever asks. The reports of a worker that is lost are made
        again by another. A worker that is not like this machine is named in a warning, and its
        reports go to the others. When the caller stops listening, all the others are called off.
        """
        waiting = sorted(tasks, key=lambda task: -(seconds(task) or float("inf")))
        futures: dict[Any, CheckedJob] = {}
        ended: queue.SimpleQueue[Future] = queue.SimpleQueue()
        try:
            submit = self._submitter(waiting, now, cold=cold, timeout=timeout)
            for task in waiting:
                futures[(future := submit(task))] = task
                future.add_done_callback(ended.put)
            self._tell_if_empty()
            while futures:
                future = self._next(ended)
                task = futures.pop(future)
                if self._is_refused(future):
                    futures[(future := submit(task))] = task
                    future.add_done_callback(ended.put)
                else:
                    yield task, self._publish(future, task, now)
        finally:
            for future in futures:  # what nobody wants any more is called off by the scheduler
                future.release()

    def _submitter(
        self, tasks: list[CheckedJob], now: Staleness, **how: Any
    ) -> Callable[[CheckedJob], Future]:
        from report_runner import cluster_worker
        from report_runner.cluster_station import Order

        bundle = pack(now.project, tasks[0].job.notebook_file.parent, now.basis)
        digest = bundle.digest
        key = f"partnership-bundle-{digest}"
        sent = self._client.submit(cluster_worker.send, bundle.content, key=key)

        def submit(task: CheckedJob) -> Future:
            order = Order(placed(task, Path()), **how)
            request = pickle.dumps(order, protocol=5)
            name = f"report-{digest_of([digest, request.hex()])}"
            if not self._refused:
                return self._client.submit(cluster_worker.make, sent, digest, request, key=name)
            self._asked = self._like_this_machine()
            name = f"{name}-{len(self._refused)}"  # what has failed under a name is not tried again
            return self._client.submit(
                cluster_worker.make, sent, digest, request, key=name, workers=self._asked
            )

        return submit

    def _is_refused(self, future: Future) -> bool:
        """Say whether a worker could not make a report because it is not like this machine."""
        from report_runner import cluster_worker

        error = future.exception() if future.status == "error" else None
        if isinstance(error, cluster_worker.WorkerDiffers):
            words, address = (*error.args, "")[:2]
            self._refuse(address, words)
        elif isinstance(error, ImportError | AttributeError):
            found = self._client.run(cluster_worker.is_here, on_error="return")
            for address in [address for address, here in found.items() if here is not True]:
                self._refuse(address, f"it lacks this project ({_first_line(error)})")
        else:
            return False
        if not self._like_this_machine():
            raise ClusterError(
                "Reports are made only by workers that are like this machine; none is: "
                f"{'; '.join(dict.fromkeys(self._refused.values()))}. Install the same version of "
                "the project with the same requirements.lock there."
            )
        return True

    def _refuse(self, address: str, words: str) -> None:
        if address not in self._refused:
            self._refused[address] = words
            print(
                f"The worker at {address} is left out, because it is not like this machine: "
                f"{words}.",
                file=sys.stderr,
                flush=True,
            )

    def _like_this_machine(self) -> list[str]:
        return sorted(set(self._client.nthreads()) - set(self._refused))

    def _next(self, ended: queue.SimpleQueue[Future]) -> Future:
        """Wait for a report, and look now and then whether the scheduler is still there."""
        while True:
            try:
                future = ended.get(timeout=_STEP)
            except queue.Empty:
                self._look()
                continue
            if future.status in {"cancelled", "lost"}:
                raise self._gone()
            return future

    def _look(self) -> None:
        try:
            self._client.sync(self._client.scheduler.identity, callback_timeout=10)
            there = set(self._client.nthreads())
        except Exception as error:
            raise self._gone() from error
        if self._asked and not there & set(self._asked):
            raise self._without("The workers that are like this machine are gone")
        if there:
            self._last_seen = time.monotonic()
        elif self._last_seen and time.monotonic() - self._last_seen > SECONDS_WITHOUT_WORKERS:
            words = f"All workers are gone, and none has come for {SECONDS_WITHOUT_WORKERS} seconds"
            raise self._without(words)

    def _without(self, words: str) -> ClusterError:
        return ClusterError(
            f"{words}. Reports that were finished are in their place; run the same command again "
            "for the others."
        )

    def _gone(self) -> ClusterError:
        words = f"The scheduler at {self._address} is gone, or has dropped the reports"
        return self._without(words)

    def _tell_if_empty(self) -> None:
        if self._client.nthreads():
            self._last_seen = time.monotonic()
        else:
            print(
                f"The scheduler at {self._address} has no worker yet; the reports wait for the "
                "first.",
                file=sys.stderr,
                flush=True,
            )

    def _publish(self, future: Future, task: CheckedJob, now: Staleness) -> Failure | None:
        from report_runner.report import keep_report

        made = self._made(future)
        if isinstance(made, Failure):
            return made
        run = replace(made.run, reads=[read_here(read) for read in made.run.reads])
        inputs = now.inputs(task)
        if (made.cells, made.beside) != (inputs.cells, inputs.beside):
            run = replace(run, untraceable="the notebook was changed while it was being made")
        return keep_report(task, now, run)

    def _made(self, future: Future) -> Any:
        """Take what came back, or say why nothing did."""
        from distributed import KilledWorker

        from report_runner.cluster_worker import StationEnded

        try:
            made = pickle.loads(future.result(timeout=60))
        except (KilledWorker, StationEnded):
            return _killed()
        except (OSError, TimeoutError, EOFError) as error:
            raise self._gone() from error
        except Exception as error:
            if future.status in {"cancelled", "lost"}:
                raise self._gone() from error
            return Failure(
                error=f"The cluster could not make this report: {_first_line(error)}.",
                advice="Look into the log of its workers, or make the report on this machine, "
                "without --scheduler.",
            )
        return made.run if isinstance(made.run, Failure) else made


def _killed() -> Failure:
    return Failure(
        error="The workers that made this report were killed, several times.",
        advice="It may need more memory than a worker has: give workers fewer threads or more "
        "memory, or look for very large tables in the notebook.",
    )


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).partition("\n")[0]
