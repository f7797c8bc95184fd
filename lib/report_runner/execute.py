"""Run one notebook from its first cell to its last, in a fresh kernel."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from report_runner import lean_imports, warm_kernels
from report_runner.notebook_file import read_notebook
from report_runner.warm_kernels.environment import changed_for_a_while

if TYPE_CHECKING:
    from nbformat import NotebookNode

KERNEL = "python3"
_SECONDS_TO_START = 60.0
_LONGEST_FOLDER = 90  # of sockets; the systems allow some more than 100 bytes for the whole name
_DIE_WITH_PARENT = f"""\
__import__({warm_kernels.family.__name__!r}, fromlist=[""]).die_with_parent(
    int(__import__("os").environ["JPY_PARENT_PID"])
)
"""


class ExecutionError(RuntimeError):
    """A notebook whose kernel could not be started."""


@dataclass(frozen=True)
class Executed:
    """What came of running a notebook.

    Attributes
    ----------
    notebook : NotebookNode
        The executed notebook. When a cell failed it is the last that ran, has an error output,
        and papermill's two banners stand in the notebook.
    seconds : float
        How long it ran, to put the longest first next time; it stands in no report.
    """

    notebook: NotebookNode
    seconds: float


def execute(
    notebook_file: Path,
    *,
    values: Mapping[str, Any],
    cold: bool = False,
    timeout: float | None = None,
) -> Executed:
    """Run a notebook with papermill and give back what came of it.

    Parameters
    ----------
    notebook_file : Path
        The notebook; it is not written to. Its folder is the kernel's working folder, as in
        JupyterLab.
    values : mapping
        Values by parameter name, put into a cell behind the one tagged ``parameters``; when empty
        the notebook runs on its own defaults.
    cold : bool
        Whether the kernel is a stock one even where a warm process could fork it.
    timeout : float, optional
        Seconds that the whole notebook may take, above 0; when None as long as it likes.

    Returns
    -------
    Executed
        The executed notebook, and how long it took.

    Raises
    ------
    ExecutionError
        If no kernel could be started, so that there is no half-run notebook either.

    Notes
    -----
    Three of papermill's settings are not its defaults: the kernel is stopped at once, because
    there is nothing to save in it; the notebook is written once and not after each cell; streams
    are joined, because where they are cut depends on the clock. When the warm process is killed
    the notebook is run again, in a stock kernel.
    """
    lean_imports.prepare()
    from report_runner.engine import KernelLost

    began = time.monotonic()
    try:
        notebook = _run(notebook_file, values, timeout, cold=cold)
    except KernelLost:
        notebook = _run(notebook_file, values, timeout, cold=True)
    return Executed(notebook, time.monotonic() - began)


def _run(
    notebook_file: Path, values: Mapping[str, Any], timeout: float | None, *, cold: bool
) -> NotebookNode:
    from papermill.execute import execute_notebook

    from report_runner.engine import KernelLost

    with tempfile.TemporaryDirectory(prefix="run-", ignore_cleanup_errors=True) as scratch:
        output = Path(scratch) / "executed.ipynb"
        _lean_start(Path(scratch))
        with (
            changed_for_a_while(_kernel_environment(scratch, cold=cold)),
            _short_name(scratch) as sockets,
        ):
            try:
                execute_notebook(
                    read_notebook(notebook_file),
                    output,
                    parameters=dict(values),
                    cwd=notebook_file.parent,
                    **_papermill_options(sockets, timeout),
                )
            except KernelLost:
                raise
            except Exception as error:
                if isinstance(error, OSError) or not output.is_file():  # or only half of it is
                    raise ExecutionError(_last_line(error)) from error
        return read_notebook(output)


def _lean_start(scratch: Path) -> None:
    """Say what IPython runs before the first cell: no slow import, no life without the runner.

    A stock kernel asks once a second whether its parent is there, if it comes to ask.
    """
    folder = scratch / "profile_default" / "startup"
    folder.mkdir(parents=True)
    start = f"__import__({lean_imports.__name__!r})\n"
    if warm_kernels.is_supported():
        start += _DIE_WITH_PARENT
    (folder / "lean_imports.py").write_text(start, encoding="utf-8")


def _papermill_options(sockets: str, timeout: float | None) -> dict[str, Any]:
    from traitlets.config import Config

    from report_runner import engine

    return {
        "engine_name": engine.register(),
        "kernel_name": KERNEL,
        "language": "python",
        "start_timeout": min(_SECONDS_TO_START, timeout or _SECONDS_TO_START),
        "timeout_func": _time_left(timeout),
        "allowed_seconds": timeout,
        "extra_arguments": ["--HistoryManager.enabled=False"],  # nobody could ask for it
        "shutdown_kernel": "immediate",
        "request_save_on_cell_execute": False,
        "autosave_cell_every": 0,
        "progress_bar": False,
        "log_output": False,
        "record_timing": False,
        "coalesce_streams": False,  # the client does that itself
        "config": Config({"KernelManager": _transport(sockets)}),
    }


def _time_left(timeout: float | None) -> Callable[[Any], float] | None:
    """Give each cell what the ones before it have left of the time."""
    if timeout is None:
        return None
    end = time.monotonic() + timeout
    return lambda cell: max(0.001, end - time.monotonic())  # none at all would mean: no end


@contextmanager
def _short_name(folder: str) -> Iterator[str]:
    """Name a folder so that the sockets in it can be named: in about a hundred bytes.

    On Linux an open folder has a short name, which others can use while this process is there.
    """
    if len(os.fsencode(folder)) < _LONGEST_FOLDER or not sys.platform.startswith("linux"):
        yield folder
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/{os.getpid()}/fd/{handle}"
    finally:
        os.close(handle)


def _transport(folder: str) -> dict[str, str]:
    """Choose how runner and kernel talk.

    Local sockets in a private folder need no port, which others could take first or listen to.
    Windows has none.
    """
    if sys.platform.startswith("linux"):
        return {"transport": "ipc", "ip": f"{folder}/kernel"}
    return {"transport": "tcp"}


def _kernel_environment(scratch: str, *, cold: bool) -> dict[str, str | None]:
    """List what a kernel's environment has (or, None, has not), whoever starts it."""
    changes = {
        **warm_kernels.fixed_environment(),
        "COLUMNS": "100",
        "JUPYTER_PREFER_ENV_PATH": "1",  # this environment's python3 kernel, not the user's
        "JUPYTER_RUNTIME_DIR": scratch,
        "IPYTHONDIR": scratch,  # no start-up files and no shared history of the user
    }
    return {**changes, warm_kernels.ADDRESS: None} if cold else changes


def _last_line(error: Exception) -> str:
    lines = str(error).strip().splitlines() or [""]
    return f"{type(error).__name__}: {lines[-1]}".removesuffix(": ")
