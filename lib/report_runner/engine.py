"""The papermill engine of the runner: a run that breaks off leaves its notebook behind."""

from __future__ import annotations

from typing import Any

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_output
from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines
from papermill.log import logger

from report_runner.notebook_client import LARGEST_OUTPUT, NotebookClient
from report_runner.warm_kernels.provisioner import use_warm_kernels

NAME = "keeps-half-run"
_TOO_LARGE = "OutputTooLarge"
_OF_PAPERMILL_ALONE = ("input_path", "log_output", "stdout_file", "stderr_file")


class KernelLost(RuntimeError):
    """A run whose kernel went down with the process that had forked it."""


class KeepsHalfRun(NBClientEngine):
    """Run cells as papermill does, and write into the cell what stopped the kernel.

    Papermill saves a notebook when a cell raises, but loses it when the kernel itself dies. Here
    the running cell then gets an error output, so that both are saved and reported alike.
    """

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        *,
        start_timeout: float = 60,
        allowed_seconds: float | None = None,
        **options: Any,
    ) -> None:
        """Run all cells; called by papermill.

        Parameters
        ----------
        nb_man : NotebookExecutionManager
            Papermill's state of the run.
        kernel_name : str
            Name of the kernel specification.
        start_timeout : float
            Seconds within which the kernel must be there.
        allowed_seconds : float, optional
            Seconds that the whole notebook may take, to be named where it takes longer.
        **options : object
            Passed on to nbclient.

        Raises
        ------
        KernelLost
            If the notebook is not to blame, and can be run again.
        DeadKernelError, CellTimeoutError
            If the kernel stopped before the first cell.
        """
        for name in _OF_PAPERMILL_ALONE:
            options.pop(name, None)
        client = NotebookClient(
            nb_man, kernel_name=kernel_name, startup_timeout=start_timeout, log=logger, **options
        )
        try:
            client.execute()
        except (DeadKernelError, CellTimeoutError, RuntimeError) as error:
            if client.lost_its_kernel:
                raise KernelLost("The process that forks kernels was killed.") from error
            if not isinstance(error, DeadKernelError | CellTimeoutError):
                raise
            _write_into_cell(nb_man.nb, error, _words(error, client, allowed_seconds))


def _write_into_cell(notebook: Any, error: Exception, words: tuple[str, str]) -> None:
    begun = [
        cell
        for cell in notebook.cells
        if cell.cell_type == "code" and cell.metadata.papermill["start_time"]
    ]
    if not begun:
        raise error
    name, text = words
    if name == _TOO_LARGE:
        begun[-1].outputs = []
    begun[-1].outputs.append(
        new_output("error", ename=name, evalue=text, traceback=[f"{name}: {text}"])
    )


def _words(error: Exception, client: NotebookClient, seconds: float | None) -> tuple[str, str]:
    if client.has_said_too_much:
        most = LARGEST_OUTPUT >> 20
        return _TOO_LARGE, f"the outputs of a notebook may have {most} MB; these have more"
    if not isinstance(error, CellTimeoutError):
        return (
            "DeadKernelError",
            "the Python process of the notebook ended (out of memory, or a crash outside Python)",
        )
    if seconds is None:
        return "TimeoutError", "the outputs of the cell did not arrive"
    return "TimeoutError", f"the notebook ran longer than the {seconds:g} s it may"


def register() -> str:
    """Make the engine known to papermill.

    Returns
    -------
    str
        The name to pass as ``engine_name``.
    """
    use_warm_kernels()
    papermill_engines.register(NAME, KeepsHalfRun)
    return NAME
