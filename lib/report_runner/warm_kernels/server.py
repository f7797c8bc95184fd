"""The loop of the warm process: forks a kernel for each request, and tells when it has ended."""

from __future__ import annotations

import os
import selectors
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from report_runner.warm_kernels import family
from report_runner.warm_kernels.channel import Channel
from report_runner.warm_kernels.messages import Request, asked, tell

_PATIENCE = 10  # seconds that a provisioner has to say what it wants


@dataclass(frozen=True)
class Birth:
    """What a new kernel knows of itself.

    Attributes
    ----------
    request : Request
        What was asked for.
    streams : tuple of int
        Descriptors of its standard output and standard error.
    """

    request: Request
    streams: tuple[int, int]


@dataclass(frozen=True)
class _Kernel:
    process: int
    started: int
    connection: socket.socket


class Server:
    """The warm process as it waits for requests.

    Parameters
    ----------
    listener : socket or Channel
        Where provisioners connect.
    lifeline : socket
        Connected with the process that started this one; nothing is ever sent, and its end means
        that the other has ended, in whichever way.
    refusal : callable
        Takes a request and says why it cannot be granted; an empty text where it can.
    spared : int, optional
        The number of a child that is no kernel and is not to be killed like one left behind.
    admits : callable, optional
        Takes the number of the process that asks and says whether it may; all may unless given.
    """

    def __init__(
        self,
        listener: socket.socket | Channel,
        lifeline: socket.socket,
        *,
        refusal: Callable[[Request], str],
        spared: int | None = None,
        admits: Callable[[int], bool] = lambda asker: True,
    ) -> None:
        self._listener, self._lifeline, self._refusal = listener, lifeline, refusal
        self._admits = admits
        self._spared = {spared}
        self._kernels: dict[int, _Kernel] = {}
        self._selector = selectors.DefaultSelector()
        self._signalled, self._wakeup = socket.socketpair()

    def serve(self) -> Birth | None:
        """Answer requests until the lifeline ends.

        Returns
        -------
        Birth or None
            Like a fork, this returns more than once: in the process that was called, with None,
            after every kernel has ended; and in each kernel, with what that kernel shall be.
        """
        self._begin()
        while True:
            for key, _ in self._selector.select():
                if key.fileobj is self._lifeline:
                    family.kill_descendants()
                    return None
                if key.fileobj is self._signalled:
                    self._signalled.recv(4096)
                    self._collect()
                elif key.fileobj is self._listener:
                    if birth := self._answer():
                        return birth
                else:
                    self._abandon(key.data)

    def _begin(self) -> None:
        family.adopt_orphans()
        for end in (self._signalled, self._wakeup):
            end.setblocking(False)
        signal.set_wakeup_fd(self._wakeup.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)  # a default is not delivered
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # meant for whoever started this process
        for readable in (self._listener, self._lifeline, self._signalled):
            self._selector.register(readable, selectors.EVENT_READ)

    def _answer(self) -> Birth | None:
        connection, _ = self._listener.accept()
        if not self._admits(family.asker(connection)):
            connection.close()
            return None
        connection.settimeout(_PATIENCE)
        try:
            request, streams = asked(connection)
        except (OSError, TypeError, ValueError):
            connection.close()
            return None
        try:
            if reason := self._refusal(request):
                tell(connection, {"refused": reason})
                connection.close()
            elif self._fork(connection):
                return Birth(request, streams)
        except OSError:  # the provisioner has gone, or no process can be had
            connection.close()
        for stream in streams:
            os.close(stream)
        return None

    def _fork(self, connection: socket.socket) -> bool:
        """Fork a kernel; True in the kernel."""
        ready, announce = os.pipe()
        server = os.getpid()
        process = os.fork()
        if not process:
            os.close(ready)
            connection.close()
            self._forget()
            self._come_of_age(server)
            os.write(announce, b"!")
            os.close(announce)
            return True
        os.close(announce)
        # In a session of its own before anybody learns its number: a signal that is meant for the
        # kernel's group would otherwise reach the warm process.
        os.read(ready, 1)
        os.close(ready)
        kernel = _Kernel(process, family.started(process), connection)
        self._kernels[process] = kernel
        self._selector.register(connection, selectors.EVENT_READ, kernel)
        tell(connection, {"pid": process})
        return False

    def _forget(self) -> None:
        """Close in the kernel what belongs to the warm process."""
        signal.set_wakeup_fd(-1)
        self._selector.close()
        for end in (self._listener, self._lifeline, self._signalled, self._wakeup):
            end.close()
        for kernel in self._kernels.values():
            kernel.connection.close()
        self._kernels.clear()

    def _come_of_age(self, server: int) -> None:
        family.die_with_parent(server)
        os.setsid()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)

    def _collect(self) -> None:
        """Take note of every process that has ended."""
        while ended := self._ended():
            kernel = self._kernels.pop(ended, None)
            if kernel:  # its number is not given to another process before it is collected
                with suppress(ProcessLookupError):
                    os.killpg(ended, signal.SIGKILL)
            with suppress(ChildProcessError):
                _, status = os.waitpid(ended, 0)
                if kernel:
                    self._tell_end(kernel, os.waitstatus_to_exitcode(status))
        self._kill_strays()

    def _ended(self) -> int:
        try:
            found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:
            return 0
        return found.si_pid if found else 0

    def _tell_end(self, kernel: _Kernel, code: int) -> None:
        with suppress(KeyError):  # abandoned before
            self._selector.unregister(kernel.connection)
        with suppress(OSError):
            tell(kernel.connection, {"exit": code})
        kernel.connection.close()

    def _kill_strays(self) -> None:
        """Kill what ended kernels have left behind.

        An adopted process stems from a kernel that is older than itself. Whose it is cannot be
        told, so that it lives as long as one of those does.
        """
        oldest = min((kernel.started for kernel in self._kernels.values()), default=None)
        for process in set(family.children()) - set(self._kernels) - self._spared:
            if oldest is None or family.started(process) < oldest:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)

    def _abandon(self, kernel: _Kernel) -> None:
        """Kill a kernel that nobody asks for any more: whoever had it is gone."""
        if self._kernels.get(kernel.process) is not kernel:  # it has ended itself meanwhile
            return
        self._selector.unregister(kernel.connection)
        with suppress(ProcessLookupError):
            os.killpg(kernel.process, signal.SIGKILL)
