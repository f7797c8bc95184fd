"""Run one notebook from its first cell to its last, in a fresh kernel."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from report_runner import lean_imports
from report_runner.notebook_file import read_notebook

if TYPE_CHECKING:
    from nbformat import NotebookNode

KERNEL = "python3"


class ExecutionError(RuntimeError):
    """A notebook whose kernel could not be started."""


def execute(notebook_file: Path, *, values: Mapping[str, Any]) -> NotebookNode:
    """Run a notebook with papermill and give back what came of it.

    Parameters
    ----------
    notebook_file : Path
        The notebook; it is not written to. Its folder is the kernel's working folder, as in
        JupyterLab.
    values : mapping
        Values by parameter name, put into a cell behind the one tagged ``parameters``; when empty
        the notebook runs on its own defaults.

    Returns
    -------
    NotebookNode
        The executed notebook. When a cell failed it is the last that ran, has an error output,
        and papermill's two banners stand in the notebook.

    Raises
    ------
    ExecutionError
        If no kernel could be started, so that there is no half-run notebook either.

    Notes
    -----
    Three of papermill's settings are not its defaults: the kernel is stopped at once, because
    there is nothing to save in it; the notebook is written once and not after each cell; streams
    are joined, because where they are cut depends on the clock.
    """
    lean_imports.prepare()
    from papermill.execute import execute_notebook

    with tempfile.TemporaryDirectory(prefix="run-") as scratch:
        output = Path(scratch) / "executed.ipynb"
        with _environment(_kernel_environment(scratch)):
            try:
                execute_notebook(
                    read_notebook(notebook_file),
                    output,
                    parameters=dict(values),
                    cwd=notebook_file.parent,
                    **_papermill_options(scratch),
                )
            except Exception as error:
                if not output.is_file():
                    raise ExecutionError(_last_line(error)) from error
        return read_notebook(output)


def _papermill_options(scratch: str) -> dict[str, Any]:
    from traitlets.config import Config

    from report_runner import engine

    return {
        "engine_name": engine.register(),
        "kernel_name": KERNEL,
        "language": "python",
        "shutdown_kernel": "immediate",
        "request_save_on_cell_execute": False,
        "autosave_cell_every": 0,
        "progress_bar": False,
        "log_output": False,
        "record_timing": False,
        "coalesce_streams": True,
        "config": Config({"KernelManager": _transport(scratch)}),
    }


def _transport(scratch: str) -> dict[str, str]:
    """Choose how runner and kernel talk.

    Local sockets in a folder of their own need no port, so that parallel kernels cannot meet.
    Windows has none, and elsewhere their path may not be longer than about a hundred bytes.
    """
    if sys.platform.startswith("linux") and len(scratch) < 90:
        return {"transport": "ipc", "ip": f"{scratch}/kernel"}
    return {"transport": "tcp"}


def _kernel_environment(scratch: str) -> dict[str, str | None]:
    """List what a kernel's environment has (or, None, has not), whoever starts it."""
    return {
        "PYTHONDONTWRITEBYTECODE": None,  # else each kernel compiles its imports anew
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "COLUMNS": "100",
        "MPLBACKEND": "agg",
        "OMP_NUM_THREADS": "1",  # parallel kernels share the cores; threads on top fight
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "JUPYTER_PREFER_ENV_PATH": "1",  # this environment's python3 kernel, not the user's
        "JUPYTER_RUNTIME_DIR": scratch,
        "IPYTHONDIR": scratch,  # no start-up files and no shared history of the user
    }


@contextmanager
def _environment(changes: Mapping[str, str | None]) -> Iterator[None]:
    """Change the environment for a while; papermill hands its own on to the kernel."""
    before = {name: os.environ.get(name) for name in changes}
    _set(changes)
    try:
        yield
    finally:
        _set(before)


def _set(changes: Mapping[str, str | None]) -> None:
    for name, value in changes.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


def _last_line(error: Exception) -> str:
    lines = str(error).strip().splitlines() or [""]
    return f"{type(error).__name__}: {lines[-1]}".removesuffix(": ")
