"""The kernel provisioner: how Jupyter asks the warm process for a kernel."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress
from importlib.metadata import EntryPoint
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner
from traitlets.log import get_logger

from report_runner.warm_kernels.forked import ForkedProcess, fork
from report_runner.warm_kernels.launch import is_supported
from report_runner.warm_kernels.messages import Request
from report_runner.warm_kernels.names import ADDRESS, PROVISIONER

_LAUNCHER = ["-m", "ipykernel_launcher"]
_STEP = 0.002


def use_warm_kernels() -> None:
    """Have every kernel that this process starts come from a `WarmKernelProvisioner`.

    The environment variable that `report_runner.warm_kernels.WarmProcess` names does the same for
    programs that are not ours.
    """
    factory = KernelProvisionerFactory.instance()
    # Installed before the entry point was added, the project would otherwise not find itself.
    entry = EntryPoint(PROVISIONER, f"{__name__}:WarmKernelProvisioner", factory.GROUP_NAME)
    factory.provisioners.setdefault(PROVISIONER, entry)
    factory.default_provisioner_name = PROVISIONER


class WarmKernelProvisioner(LocalProvisioner):
    """Start kernels by asking the warm process, and stock ones where that does not answer.

    Whichever it is, the kernel and all processes of its group are gone after `cleanup`.

    Attributes
    ----------
    is_forked : bool
        Whether the kernel came from the warm process.
    lost : bool
        Whether it ended together with the warm process, through no fault of its own.
    """

    is_forked = False

    @property
    def lost(self) -> bool:
        """Whether the kernel ended together with the warm process."""
        return self._forked is not None and self._forked.lost

    _forked: ForkedProcess | None = None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the kernel; called by the kernel manager.

        Parameters
        ----------
        cmd : list of str
            The command of the kernel specification.
        **kwargs : object
            ``env``, ``cwd`` and what else `subprocess.Popen` takes.

        Returns
        -------
        dict
            How to connect to the kernel.
        """
        environment = dict(os.environ if kwargs.get("env") is None else kwargs["env"])
        address = environment.pop(ADDRESS, "")
        kwargs["env"] = environment
        self._forked = await _forked(address, cmd, kwargs)
        self.is_forked = self._forked is not None
        if self._forked is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.process = self._forked
        self.pid = self.pgid = self._forked.pid
        self.cwd = kwargs.get("cwd") or os.getcwd()
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel and its group, and wait until it has ended.

        Parameters
        ----------
        restart : bool
            Whether another kernel will follow.
        """
        await super().kill(restart=restart)
        for _ in range(500):  # else the kernel manager looks only ten times a second
            if await self.poll() is not None:
                return
            await asyncio.sleep(_STEP)

    async def cleanup(self, restart: bool = False) -> None:
        """Free what the kernel held, and kill what it has left running.

        Parameters
        ----------
        restart : bool
            Whether another kernel will follow.
        """
        if self.pgid and hasattr(os, "killpg"):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pgid, signal.SIGKILL)
            self.pgid = None
        await super().cleanup(restart=restart)


async def _forked(
    address: str, command: list[str], options: dict[str, Any]
) -> ForkedProcess | None:
    """Ask for a kernel; None where it has to be a stock one."""
    streams = tuple(_descriptor(options.get(name), at) for at, name in enumerate(_STREAMS, 1))
    if not (address and is_supported() and command[1:3] == _LAUNCHER) or None in streams:
        return None
    request = Request(
        interpreter=os.path.abspath(os.path.expanduser(command[0])),
        arguments=command[3:],
        environment=options["env"],
        folder=os.path.abspath(options.get("cwd") or os.getcwd()),
    )
    try:
        return await fork(address, request, streams=streams)
    except OSError as error:
        get_logger().info("A stock kernel is started: %s", error)
        return None


_STREAMS = ("stdout", "stderr")


def _descriptor(stream: Any, default: int) -> int | None:
    """Find the descriptor of a stream; None for those that only a new process can have."""
    if stream is None:
        return default
    if isinstance(stream, int):
        return stream if stream >= 0 else None
    return stream.fileno()
