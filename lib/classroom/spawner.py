"""How JupyterHub opens a desk: by asking the process that forks them."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

from jupyterhub.spawner import Spawner
from traitlets import List, Unicode

from classroom.furnishing import folders
from classroom.names import LESSONS, SHARED
from report_runner.warm_kernels.forked import ForkedProcess, fork
from report_runner.warm_kernels.messages import Request

_STEP = 0.05
_PORT = 8888
_NETWORKS = 254  # for classes on the same machine; each has a hub at another port
_HANDED_ON = ("PATH", "LANG", "LC_ALL", "TZ", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")


class DeskSpawner(Spawner):
    """Open a desk for a participant, in a folder of their own."""

    address = Unicode(help="The socket of the process that forks desks.").tag(config=True)
    classroom = Unicode(help="The folder that holds every participant's folder.").tag(config=True)
    lessons = Unicode(help="The folder of the student copies.").tag(config=True)
    shared = List(Unicode(), help="Folders that every desk may read.").tag(config=True)

    _process: ForkedProcess | None = None

    @property
    def desk(self) -> Path:
        """The participant's folder."""
        return Path(self.classroom) / self.user.name

    async def start(self) -> tuple[str, int]:
        """Open the desk, in a folder that this process makes and never looks into.

        Returns
        -------
        ip : str
            Where its notebook server listens.
        port : int
            Its port.
        """
        self.desk.mkdir(mode=0o700, exist_ok=True)
        self.desk.chmod(0o700)
        self.ip, self.port = self._address(), _PORT
        arguments = [*self.get_args(), f"--KernelManager.ip={self.ip}"]
        request = Request(sys.executable, arguments, self._environment(), str(self.desk))
        log = os.open(self._log(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            self._process = await fork(self.address, request, streams=(log, log))
        finally:
            os.close(log)
        return self.ip, self.port

    def _address(self) -> str:
        """Choose an address of this machine that is the desk's alone.

        At one address, thirty desks that look for free ports in the same second find the same.
        """
        hub, user = self.hub.port, self.user.id
        return f"127.{1 + hub % _NETWORKS}.{user // 256 % 256}.{user % 256}"

    def _log(self) -> Path:
        """Name the file for what the desk's programs say; outside the desk, as the hub opens it."""
        logs = Path(self.classroom) / ".hub" / "desks"
        logs.mkdir(parents=True, exist_ok=True)
        return logs / f"{self.user.name}.log"

    def _environment(self) -> dict[str, str]:
        handed_on = {name: os.environ[name] for name in _HANDED_ON if name in os.environ}
        own = {"HOME": str(self.desk), "USER": self.user.name}
        own |= {LESSONS: self.lessons, SHARED: os.pathsep.join(self.shared)}
        return {**self.get_env(), **handed_on, **folders(self.desk), **own}

    async def poll(self) -> int | None:
        """Look whether the desk is open.

        Returns
        -------
        int or None
            None while it is; else its exit code.
        """
        return self._process.poll() if self._process else 0

    async def stop(self, now: bool = False) -> None:
        """Close the desk; what was saved stays in the participant's folder.

        Parameters
        ----------
        now : bool
            Makes no difference: the browser saves, not the server.
        """
        while self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGKILL)
            await asyncio.sleep(_STEP)
        self._process = None

    def get_state(self) -> dict[str, Any]:
        """Say nothing that would outlive the hub, because desks end with it.

        Returns
        -------
        dict
            Nothing.
        """
        return {}
