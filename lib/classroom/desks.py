"""The process that forks desks: what ``python -m classroom.desks`` runs.

It imports the notebook server and the numerical packages once. A desk, forked from it, confines
itself, forks its notebook server, and then waits to fork that server's kernels: so thirty desks
share one copy of every package, and each kernel is confined like its desk.

This process forks for the hub alone, which the same process has started: whatever stems from a desk
stays below this one. A desk forks kernels for whoever holds the other end of its channel, which is
its own notebook server.
"""

from __future__ import annotations

import gc
import os
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

from jupyter_client import localinterfaces

from classroom.confined import confine_to
from classroom.furnishing import furnish
from classroom.names import LESSONS, SHARED
from report_runner.warm_kernels import family, kernel
from report_runner.warm_kernels.channel import Channel
from report_runner.warm_kernels.launch import provisioned
from report_runner.warm_kernels.preload import preload
from report_runner.warm_kernels.process import left_by_imports, refusal
from report_runner.warm_kernels.server import Birth, Server

_SERVER = (
    "jupyterhub.singleuser.extension",
    "jupyter_server.serverapp",
    "jupyter_server.services.contents.largefilemanager",
    "jupyter_server.services.kernels.connection.channels",
    "jupyterlab.labapp",
    "notebook.app",
    "matplotlib.font_manager",
    "seaborn",
    "statsmodels.api",
)


def main(listener: int, lifeline: int) -> None:
    """Import, then fork desks until the classroom closes.

    Parameters
    ----------
    listener : int
        Descriptor of the socket where desks are asked for.
    lifeline : int
        Descriptor of a socket whose other end is held by whoever started this process.
    """
    environment = dict(os.environ)
    rests_on = preload()
    for name in _SERVER:
        with suppress(ImportError):
            import_module(name)
    gc.collect()
    gc.freeze()
    opener = os.getppid()
    server = Server(
        socket.socket(fileno=listener),
        socket.socket(fileno=lifeline),
        refusal=_refusal,
        admits=lambda asker: family.parent(asker) == opener,
    )
    if birth := server.serve():
        _Desk(birth, left_by_imports(environment), rests_on).open()


def _refusal(request: object) -> str:
    return "the process has more than one thread" if family.threads() > 1 else ""


class _Desk:
    """One participant's processes, from the moment of the fork."""

    def __init__(self, birth: Birth, left: dict[str, str], rests_on: dict[Path, int]) -> None:
        self._birth, self._left, self._rests_on = birth, left, rests_on

    def open(self) -> None:
        """Confine this process, start its notebook server, and fork kernels until that ends."""
        request = self._birth.request
        kernel.take_streams(self._birth.streams)
        kernel.take_environment({**self._left, **request.environment})
        os.chdir(request.folder)
        desk, lessons = Path(request.folder), Path(request.environment[LESSONS])
        shared = map(Path, filter(None, request.environment[SHARED].split(os.pathsep)))
        confine_to(desk, shared=(lessons, *shared))
        furnish(desk, lessons)
        environment = dict(os.environ)
        channel, lifeline, notebook_server = self._serve(request.arguments)
        warm = Server(
            channel,
            lifeline,
            refusal=lambda each: refusal(each, environment, self._rests_on),
            spared=notebook_server,
        )
        if birth := warm.serve():
            kernel.become(birth, left=self._left)

    def _serve(self, arguments: list[str]) -> tuple[Channel, socket.socket, int]:
        """Fork the notebook server, with a channel by which it asks for kernels.

        The end of the second pair of sockets tells when the notebook server has ended.
        """
        pairs = [socket.socketpair() for _ in range(2)]
        desk = os.getpid()
        child = os.fork()
        for pair in pairs:
            pair[bool(child)].close()
        if child:
            return Channel(pairs[0][0]), pairs[1][0], child
        family.die_with_parent(desk)
        os.environ.update(provisioned(str(pairs[0][1].fileno())))
        _run(lambda: _notebook_server(arguments))
        raise SystemExit


def _notebook_server(arguments: list[str]) -> None:
    sys.argv = ["jupyterhub-singleuser", *arguments]
    # All of 127.0.0.0/8 is this machine; Jupyter knows of its first address only.
    localinterfaces.local_ips()
    localinterfaces.LOCAL_IPS += [urlsplit(os.environ["JUPYTERHUB_SERVICE_URL"]).hostname]
    import_module("jupyterhub.singleuser").main()


def _run(work: Callable[[], None]) -> None:
    """Run and end, whatever happens: the fork must not go on as its parent would."""
    code = 1
    try:
        work()
        code = 0
    finally:
        with suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
