"""Run a lesson from top to bottom in this process, and keep what it showed."""

from __future__ import annotations

import copy
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from IPython.core.display_trap import DisplayTrap
from IPython.core.displayhook import CapturingDisplayHook
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from nbformat.v4 import new_output

if TYPE_CHECKING:
    from nbformat import NotebookNode

#: What a page without a kernel can show.
SHOWN = ("text/html", "text/markdown", "image/png", "text/plain")

_CONTROL = re.compile(r"\x1b\[\d*[A-Za-z]\r?|\r(?!\n)")


class LessonFailed(RuntimeError):
    """A cell of a lesson raised an error."""


def run(notebook: NotebookNode) -> NotebookNode:
    """Run a lesson as Jupyter would, cell by cell, without starting a kernel.

    Parameters
    ----------
    notebook : NotebookNode
        A lesson; it stays as it is.

    Returns
    -------
    NotebookNode
        The same with outputs. Widgets are left out: they need a kernel.

    Raises
    ------
    LessonFailed
        When a cell raises; says which and what.
    """
    executed = copy.deepcopy(notebook)
    with _shell() as shell:
        for number, cell in enumerate(executed.cells):
            if cell.cell_type == "code":
                cell.outputs = _run_cell(shell, cell.source, number + 1)
    return executed


@contextmanager
def _shell() -> Iterator[InteractiveShell]:
    """Lend a fresh shell; leave the process as it was found."""
    mine, main = not InteractiveShell.initialized(), sys.modules["__main__"]
    shell = InteractiveShell.instance()
    shell.history_manager.enabled = False
    shell.reset(new_session=False)
    try:
        yield shell
    finally:
        shell.reset(new_session=False)
        if mine:
            InteractiveShell.clear_instance()
        sys.modules["__main__"] = main  # the shell has put its own in its place


def _run_cell(shell: InteractiveShell, source: str, number: int) -> list[NotebookNode]:
    values: list[dict] = []
    shell.display_trap = DisplayTrap(hook=CapturingDisplayHook(shell, values))
    with capture_output() as captured:
        result = shell.run_cell(source, store_history=False)
    if not result.success:
        error = result.error_before_exec or result.error_in_exec
        raise LessonFailed(f"Cell {number} raised {type(error).__name__}: {error}")
    shown = [each.data for each in captured.outputs] + [each["data"] for each in values]
    return _outputs(captured.stdout, shown)


def _outputs(printed: str, shown: list[dict]) -> list[NotebookNode]:
    text = _CONTROL.sub("", printed)
    outputs = [new_output("stream", name="stdout", text=text)] if text.strip() else []
    for each in shown:
        if not any("widget" in kind for kind in each):
            data = {kind: each[kind] for kind in SHOWN if kind in each}
            outputs += [new_output("display_data", data=data, metadata={})] if data else []
    return outputs
