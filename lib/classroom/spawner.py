"""How JupyterHub opens a desk: by asking the process that forks them."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

from jupyterhub.spawner import Spawner
from jupyterhub.utils import random_port
from traitlets import List, Unicode

from classroom.copies import give_out
from classroom.names import LESSONS, SHARED
from report_runner.warm_kernels.forked import ForkedProcess, fork
from report_runner.warm_kernels.messages import Request

_ON_EVERY_DESK = Path(__file__).parent / "on_every_desk"
_STEP = 0.05
_RUN = ".run"
_SETTINGS = {
    "JUPYTER_CONFIG_DIR": "config",
    "JUPYTER_DATA_DIR": "data",
    "JUPYTER_RUNTIME_DIR": "runtime",
    "IPYTHONDIR": "ipython",
    "MPLCONFIGDIR": "matplotlib",
    "TMPDIR": "tmp",
}
#: Parts of the page that a lesson does not need; some would look for news or extensions outside.
_LEFT_OUT = (
    "@jupyter/nbgrader",
    "@jupyterlab/apputils-extension:announcements",
    "@jupyterlab/extensionmanager-extension",
    "@jupyterlab/lsp-extension",
)
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
        """Give out the lessons that are not there yet, and open the desk.

        Returns
        -------
        ip : str
            Where its notebook server listens.
        port : int
            Its port.
        """
        for copies in (Path(self.lessons), _ON_EVERY_DESK):
            give_out(copies, self.desk)
        self.desk.chmod(0o700)
        self.port = random_port()
        request = Request(sys.executable, self.get_args(), self._environment(), str(self.desk))
        log = os.open(self.desk / _RUN / "server.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            self._process = await fork(self.address, request, streams=(log, log))
        finally:
            os.close(log)
        return self.ip, self.port

    def _environment(self) -> dict[str, str]:
        run = self.desk / _RUN
        shutil.rmtree(run / "runtime", ignore_errors=True)  # of a server that was killed
        folders = {name: str(run / folder) for name, folder in _SETTINGS.items()}
        for folder in folders.values():
            Path(folder).mkdir(parents=True, exist_ok=True)
        _leave_out(Path(folders["JUPYTER_CONFIG_DIR"]))
        handed_on = {name: os.environ[name] for name in _HANDED_ON if name in os.environ}
        own = {"HOME": str(self.desk), "USER": self.user.name}
        own |= {LESSONS: self.lessons, SHARED: os.pathsep.join(self.shared)}
        return {**self.get_env(), **handed_on, **folders, **own}

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


def _leave_out(config: Path) -> None:
    page = config / "labconfig" / "page_config.json"
    page.parent.mkdir(exist_ok=True)
    page.write_text(json.dumps({"disabledExtensions": dict.fromkeys(_LEFT_OUT, True)}))
