"""How the runner talks to a kernel: papermill's client, with limits and without waiting.

A kernel is not trusted to end, nor to keep its output small.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterable, Mapping
from queue import Empty
from typing import Any

import zmq
import zmq.asyncio
from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import CellExecutionComplete, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from traitlets import Type

LARGEST_OUTPUT = 50 * 2**20
_LARGEST_MESSAGE = 64 * 2**20
_MESSAGES_WAITING = 100
_OVERHEAD = 1000  # bytes that any output costs, however short
_MILLISECONDS_TO_RECONNECT = 10
_GRACE = 0.5


class _KernelClient(AsyncKernelClient):
    def _context_default(self) -> zmq.asyncio.Context:
        self._created_context = True
        context = zmq.asyncio.Context()
        context.setsockopt(zmq.RECONNECT_IVL, _MILLISECONDS_TO_RECONNECT)
        context.setsockopt(zmq.MAXMSGSIZE, _LARGEST_MESSAGE)
        context.setsockopt(zmq.RCVHWM, _MESSAGES_WAITING)
        return context

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers and its outputs arrive.

        Jupyter's own client then waits until nothing has arrived for a fifth of a second. Here the
        kernel has said that it is idle after the very request, so that nothing more can come.
        """
        deadline = time.monotonic() + (timeout or float("inf"))
        while not await self._answers():
            if not await self._async_is_alive():
                raise RuntimeError("The kernel ended before it was ready.")
            if time.monotonic() > deadline:
                raise RuntimeError(f"The kernel was not ready after {timeout:g} seconds.")

    async def _answers(self) -> bool:
        request = self.kernel_info()
        try:
            reply = await self.shell_channel.get_msg(timeout=1)
            while not _says_idle(await self.iopub_channel.get_msg(timeout=0.2), request):
                pass
        except Empty:
            return False
        self._handle_kernel_info_reply(reply)
        return True


class _KernelManager(AsyncKernelManager):
    client_factory = Type(klass=_KernelClient, default_value=_KernelClient)


class NotebookClient(PapermillNotebookClient):
    """Run the cells of one notebook, as long as it keeps to its limits.

    Parameters
    ----------
    *arguments, **options : object
        Passed on to papermill's client.

    Attributes
    ----------
    has_said_too_much : bool
        Whether it was stopped because its outputs were larger than `LARGEST_OUTPUT`.
    """

    has_said_too_much = False

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, kernel_manager_class=_KernelManager, **options)
        self._received = 0
        self._manager: AsyncKernelManager | None = None
        self._monitor: zmq.Socket[bytes] | None = None

    @property
    def lost_its_kernel(self) -> bool:
        """Whether the kernel ended because the warm process did."""
        return bool(self._manager and getattr(self._manager.provisioner, "lost", False))

    def create_kernel_manager(self) -> AsyncKernelManager:
        """Make the kernel manager, and keep it beyond the run.

        Returns
        -------
        AsyncKernelManager
            With a bound on what may wait to be read.
        """
        self._manager = super().create_kernel_manager()
        return self._manager

    def execute(self, **options: Any) -> Any:
        """Run all cells.

        Parameters
        ----------
        **options : object
            Passed on to the kernel manager.

        Returns
        -------
        NotebookNode
            The notebook.

        Raises
        ------
        DeadKernelError, CellTimeoutError
            If the kernel ended, was stopped, or ran for too long.

        Notes
        -----
        Papermill also asks the kernel for its language and its widgets, which no report holds. What
        programs print that a notebook starts reaches its cells; it is not shown a second time.
        """
        self.reset_execution_trackers()
        with (
            open(os.devnull, "wb") as nowhere,
            self.setup_kernel(stdout=nowhere, stderr=nowhere, **options),
        ):
            self._watch_for_cuts()
            self.papermill_execute_cells()
        return self.nb

    def execute_cell(self, cell: Any, cell_index: int, **options: Any) -> Any:
        """Run one cell; called by papermill.

        Parameters
        ----------
        cell : NotebookNode
            The cell.
        cell_index : int
            Its position.
        **options : object
            Passed on to nbclient.

        Returns
        -------
        NotebookNode
            The cell, with its outputs.

        Raises
        ------
        DeadKernelError
            If an output was so large that it did not arrive.
        """
        try:
            done = super().execute_cell(cell, cell_index, **options)
        finally:
            if cell.cell_type == "code":
                cell.outputs = joined(cell.outputs)
        if self.has_said_too_much or self._was_cut():
            self._say_too_much()
        return done

    def process_message(self, msg: Mapping[str, Any], cell: Any, cell_index: int) -> Any:
        """Take in one message from the kernel; called by nbclient.

        Parameters
        ----------
        msg : mapping
            The message.
        cell : NotebookNode
            The running cell.
        cell_index : int
            Its position.

        Returns
        -------
        NotebookNode or None
            The output that was added.

        Raises
        ------
        CellExecutionComplete
            If it was the last one, or all outputs together are too large.
        """
        if msg["msg_type"] in {"stream", "display_data", "execute_result", "error"}:
            self._received += _OVERHEAD + _size(msg["content"])
        if self._received > LARGEST_OUTPUT:
            self.has_said_too_much = True
            self.task_poll_for_reply.cancel()  # as nbclient does when a kernel has died
            raise CellExecutionComplete
        return super().process_message(msg, cell, cell_index)

    async def _async_check_alive(self) -> None:
        """Raise an error when the kernel is gone; nbclient looks once a second."""
        if self._was_cut():
            await asyncio.sleep(_GRACE)  # a kernel that ends closes its side a little earlier
            await self._async_check_process()
            self._say_too_much()
        await self._async_check_process()

    async def _async_check_process(self) -> None:
        if self.kc is None:  # all is over, and this was waiting
            raise DeadKernelError("The kernel has been stopped.")
        await super()._async_check_alive()

    def _watch_for_cuts(self) -> None:
        """Learn of it when a message is so large that the connection is cut."""
        socket = self.kc.iopub_channel.socket
        self._monitor = socket.get_monitor_socket(zmq.EVENT_DISCONNECTED)

    def _was_cut(self) -> bool:
        monitor = self._monitor
        if monitor is None or monitor.closed:
            return False
        return bool(monitor.getsockopt(zmq.EVENTS) & zmq.POLLIN)

    def _say_too_much(self) -> None:
        self.has_said_too_much = True
        raise DeadKernelError("The outputs are too large.")


def joined(outputs: Iterable[Any]) -> list[Any]:
    """Join the streams of one cell, and let carriage returns overwrite what is before them.

    Parameters
    ----------
    outputs : iterable of NotebookNode
        The outputs, in order.

    Returns
    -------
    list of NotebookNode
        One standard output and one standard error at most, each where its first piece was; right
        beside each other standard output comes first, because the order depends on the clock.

    Notes
    -----
    nbclient does the same, but takes minutes for a line of a megabyte.
    """
    kept: list[Any] = []
    streams: dict[str, Any] = {}
    for output in outputs:
        if output.output_type != "stream":
            kept.append(output)
        elif output.name in streams:
            streams[output.name].text += output.text
        else:
            streams[output.name] = output
            kept.append(output)
    for stream in streams.values():
        stream.text = "\n".join(map(_overwritten, stream.text.split("\n")))
    names = [output.get("name") for output in kept]
    for at in range(len(kept) - 1):
        if names[at : at + 2] == ["stderr", "stdout"]:
            kept[at], kept[at + 1] = kept[at + 1], kept[at]
    return kept


def _overwritten(line: str) -> str:
    return line[line.rfind("\r", 0, max(0, len(line) - 1)) + 1 :]


def _says_idle(message: Mapping[str, Any], request: str) -> bool:
    return (
        message["msg_type"] == "status"
        and message["content"]["execution_state"] == "idle"
        and message["parent_header"].get("msg_id") == request
    )


def _size(content: Any) -> int:
    if isinstance(content, str):
        return len(content)
    if isinstance(content, Mapping):
        return sum(map(_size, content.values()))
    return sum(map(_size, content)) if isinstance(content, list) else 0
