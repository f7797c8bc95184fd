"""The papermill engine of the runner: a run that breaks off leaves its notebook behind."""

from __future__ import annotations

from typing import Any

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_output
from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines

NAME = "keeps-half-run"


class KeepsHalfRun(NBClientEngine):
    """Run cells as papermill does, and write into the cell what stopped the kernel.

    Papermill saves a notebook when a cell raises, but loses it when the kernel itself dies. Here
    the running cell then gets an error output, so that both are saved and reported alike.
    """

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, **options: Any
    ) -> None:
        """Run all cells; called by papermill.

        Parameters
        ----------
        nb_man : NotebookExecutionManager
            Papermill's state of the run.
        kernel_name : str
            Name of the kernel specification.
        **options : object
            Passed on to nbclient.

        Raises
        ------
        DeadKernelError, CellTimeoutError
            If the kernel stopped before the first cell.
        """
        try:
            super().execute_managed_notebook(nb_man, kernel_name, **options)
        except (DeadKernelError, CellTimeoutError) as error:
            begun = [
                cell
                for cell in nb_man.nb.cells
                if cell.cell_type == "code" and cell.metadata.papermill["start_time"]
            ]
            if not begun:
                raise
            begun[-1].outputs.append(_error_output(error))


def _error_output(error: Exception) -> Any:
    if isinstance(error, CellTimeoutError):
        name, text = "TimeoutError", "the cell ran longer than it may"
    else:
        name = "DeadKernelError"
        text = "the Python process of the notebook ended (out of memory, or a crash outside Python)"
    return new_output("error", ename=name, evalue=text, traceback=[f"{name}: {text}"])


def register() -> str:
    """Make the engine known to papermill.

    Returns
    -------
    str
        The name to pass as ``engine_name``.
    """
    papermill_engines.register(NAME, KeepsHalfRun)
    return NAME
