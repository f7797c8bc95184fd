"""A process that the warm process has forked, as it looks to whoever asked for it."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess

from report_runner.warm_kernels.channel import connected
from report_runner.warm_kernels.messages import Request, ask, told

_PATIENCE = 60.0  # seconds for the warm process to import everything


class ForkedProcess:
    """As much of `subprocess.Popen` as a provisioner uses, for a child of the warm process.

    Parameters
    ----------
    connection : socket
        On which the warm process will tell the end of the child; closing it kills the child.
    pid : int
        The child's process number.

    Attributes
    ----------
    returncode : int or None
        Its exit code; None while it runs.
    lost : bool
        Whether it ended together with the warm process.
    """

    stdin = stdout = stderr = None

    def __init__(self, connection: socket.socket, pid: int) -> None:
        self._connection, self.pid = connection, pid
        self.returncode: int | None = None
        self.lost = False

    def poll(self) -> int | None:
        """Look whether it has ended.

        Returns
        -------
        int or None
            Its exit code; None while it runs.
        """
        if self.returncode is None:
            try:
                line = self._connection.recv(4096)
            except BlockingIOError:
                return None
            except OSError:
                line = b""
            self.lost = not line
            self.returncode = told(line).get("exit", -signal.SIGKILL)
            self._connection.close()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended.

        Parameters
        ----------
        timeout : float, optional
            Seconds to wait at most; for ever when None.

        Returns
        -------
        int
            Its exit code.

        Raises
        ------
        subprocess.TimeoutExpired
            If it is still running then.
        """
        if self.returncode is None:
            self._connection.settimeout(timeout)
            try:
                self._connection.recv(1, socket.MSG_PEEK)
            except TimeoutError as error:
                raise subprocess.TimeoutExpired("a warm kernel", timeout or 0) from error
            finally:
                self._connection.setblocking(False)
        return self.poll()

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended.

        Parameters
        ----------
        number : int
            The signal.
        """
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill it."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


async def fork(address: str, request: Request, *, streams: tuple[int, int]) -> ForkedProcess:
    """Ask the warm process for a child.

    Parameters
    ----------
    address : str
        Where it is reached, as for `report_runner.warm_kernels.channel.connected`.
    request : Request
        What is wanted.
    streams : tuple of int
        Descriptors of the standard output and the standard error that the child shall have.

    Returns
    -------
    ForkedProcess
        The child.

    Raises
    ------
    OSError
        If nobody answers there, or the request is refused; the message says why.
    """
    connection = connected(address)
    try:
        ask(connection, request, streams=streams)
        connection.setblocking(False)
        said = told(await asyncio.wait_for(_line(connection), _PATIENCE))
        if "refused" in said:
            raise ConnectionRefusedError(said["refused"])
        return ForkedProcess(connection, said["pid"])
    except OSError:  # a time-out too
        connection.close()
        raise


async def _line(connection: socket.socket) -> bytes:
    line = b""
    while not line.endswith(b"\n"):
        piece = await asyncio.get_running_loop().sock_recv(connection, 4096)
        if not piece:
            raise ConnectionError("The warm process has ended.")
        line += piece
    return line
