"""Starting the warm process, and ending it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from report_runner.warm_kernels.environment import changed, fixed_environment
from report_runner.warm_kernels.names import ADDRESS, DEFAULT_PROVISIONER, PROVISIONER

_PATIENCE = 5  # seconds to end in
_BACKLOG = 128
_LONGEST_PATH = 100  # of a socket, in bytes; the systems have some more


def is_supported() -> bool:
    """Say whether kernels can be forked on this system.

    Returns
    -------
    bool
        True on Linux. Elsewhere kernels are stock: Windows cannot fork, and on macOS the system's
        numerical libraries do not survive it.
    """
    return sys.platform == "linux"


def provisioned(address: str) -> dict[str, str]:
    """List what the environment of a process holds whose kernels are forked at an address.

    Parameters
    ----------
    address : str
        The path of the socket where they are asked for.

    Returns
    -------
    dict
        Value by name.
    """
    return {ADDRESS: address, DEFAULT_PROVISIONER: PROVISIONER}


class WarmProcess:
    """A process that forks kernels, for as long as this object is used in a ``with``.

    Parameters
    ----------
    environment : mapping, optional
        The environment that kernels will ask for; as far as it counts when Python starts, kernels
        that ask for another are stock. When None, that of this process with `fixed_environment`.
    at_once : bool
        Whether it is started now. When False, whoever uses this object watches `listener` and
        calls `start` when somebody connects, so that nothing is started where nobody does.
    packages : bool
        Whether it imports the numerical packages and the library, or only what every kernel needs.
    for_one : bool
        Whether it stops to import when the first kernel is asked for, which then imports what else
        its notebook needs: where there is one notebook only, that is less than what all need.
    module : str
        What it runs: a module that takes the descriptors of listener and lifeline, then the words
        of `report_runner.warm_kernels.process`, as far as they concern it.

    Attributes
    ----------
    listener : socket or None
        Where kernels are asked for, until `start` hands it on.
    lifeline : socket or None
        Connected with the process while it runs; can be read when that has ended.

    Notes
    -----
    It imports while the caller goes on; requests wait until it is done. It ends, with every kernel
    and all that they started, when the ``with`` ends or when this process does, in whichever way.
    Where kernels cannot be forked, or temporary files have very long names, nothing is started.
    """

    def __init__(
        self,
        *,
        environment: Mapping[str, str] | None = None,
        at_once: bool = True,
        packages: bool = True,
        for_one: bool = False,
        module: str = "report_runner.warm_kernels.process",
    ) -> None:
        if environment is None:
            environment = changed(os.environ, fixed_environment())
        self._environment = {k: v for k, v in environment.items() if k != ADDRESS}
        self._at_once, self._packages, self._for_one = at_once, packages, for_one
        self._module = module
        self._folder: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self.listener: socket.socket | None = None
        self.lifeline: socket.socket | None = None

    def __enter__(self) -> WarmProcess:
        if is_supported():
            self._folder = Path(tempfile.mkdtemp(prefix="warm-"))
        if len(os.fsencode(self.address)) > _LONGEST_PATH:
            self._folder.rmdir()
            self._folder = None
        if self._folder:
            self._listen()
            if self._at_once:
                self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._end()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def address(self) -> str:
        """Where kernels are asked for; empty where they cannot be forked."""
        return str(self._folder / "warm") if self._folder else ""

    @property
    def variables(self) -> dict[str, str]:
        """What the environment of a process holds whose kernels shall all be warm."""
        if not self.address:
            return {}
        return provisioned(self.address)

    @property
    def process(self) -> int | None:
        """The number of the process; None where none runs."""
        return self._process.pid if self._process and not self.has_ended else None

    @property
    def has_ended(self) -> bool:
        """Whether it was started and is no longer there, because somebody has killed it."""
        return self._process is not None and self._process.poll() is not None

    def start(self) -> None:
        """Start the process; the one that listens from now on is that."""
        if not self.listener:
            return
        ours, theirs = socket.socketpair()
        ends = (self.listener.fileno(), theirs.fileno())
        with self.listener, theirs:
            words = [*map(str, ends), str(self._folder), "packages" if self._packages else ""]
            words.append("for one" if self._for_one else "")
            self._process = subprocess.Popen(
                [sys.executable, "-m", self._module, *words],
                env=self._environment,
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                pass_fds=ends,
                start_new_session=True,  # Ctrl-C is for this process to deal with
            )
        self.lifeline, self.listener = ours, None

    def listen_again(self) -> None:
        """Listen once more at the same address, after the process was killed."""
        self._end()
        self._listen()

    def give_up(self) -> None:
        """Do without it: from now on kernels are stock."""
        self._end()

    def _listen(self) -> None:
        address = Path(self.address)
        address.unlink(missing_ok=True)
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(address))
        self.listener.listen(_BACKLOG)

    def _end(self) -> None:
        for end in filter(None, (self.listener, self.lifeline)):
            end.close()
        if self._process:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_PATIENCE)
            if self._process.poll() is None:
                self._process.kill()
                self._process.wait()
        self.listener = self.lifeline = self._process = None
