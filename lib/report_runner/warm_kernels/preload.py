"""What the warm process has imported before the first kernel is asked for."""

from __future__ import annotations

import os
import pkgutil
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from itertools import takewhile
from pathlib import Path

from report_runner import lean_imports
from report_runner.warm_kernels.environment import INLINE

#: What is in the environment while imports are made, and not in that of a kernel.
OWN_VARIABLES = {
    "JPY_PARENT_PID": str(os.getpid()),  # ipykernel looks for its parent when it is imported
    "MPLBACKEND": INLINE,  # what kernels choose before matplotlib is imported
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # else the debugger advises against frozen modules
}
#: The kernel itself, and what it imports when it is set up or when a cell first needs it.
_KERNEL = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.debugger",
    "ipykernel.datapub",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.magics",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "faulthandler",
    "matplotlib_inline.config",
    "pdb",
    "sqlite3",
    "tornado.platform.asyncio",
    "zmq.eventloop.zmqstream",
)
#: The packages that notebooks and library use; some parts of them are imported only when used.
_PACKAGES = (
    "numpy",
    "pandas",
    "pandas.core.methods.to_dict",
    "pandas.io.formats.string",
    "scipy.stats",
    "scipy.optimize",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "PIL.BmpImagePlugin",
    "PIL.GifImagePlugin",
    "PIL.JpegImagePlugin",
    "PIL.PngImagePlugin",
    "PIL.PpmImagePlugin",
    "jsonschema",
    "frictionless",
)
_LIBRARY = "partnership_evaluation"
_TABLES = "partnership_evaluation.tables"


def preload(
    *,
    packages: bool = True,
    go_on: Callable[[], bool] = lambda: True,
    suffices: Callable[[], bool] = lambda: False,
) -> dict[Path, int]:
    """Import what kernels will need, and let the library read the tables that all reports share.

    Parameters
    ----------
    packages : bool
        Whether to import more than every kernel needs.
    go_on : callable
        Asked between two steps; nothing more is done once it says no.
    suffices : callable
        Asked between two steps that not every kernel needs; these end once it says yes.

    Returns
    -------
    dict
        The files whose content kernels will find in memory, each with the time of its last change,
        as `stamp` gives it.

    Notes
    -----
    A module that cannot be imported is passed over: the notebook that needs it fails on its own
    import, with the same words as in a stock kernel. The library itself looks whether a table has
    changed since it was read, but not whether its description has.
    """
    lean_imports.prepare()
    for name, value in OWN_VARIABLES.items():
        os.environ.setdefault(name, value)
    rests_on = {file: stamp(file) for file in _sources()} if packages else {}

    def goes_on() -> bool:
        return packages and go_on() and not suffices()

    show, warnings.showwarning = warnings.showwarning, _keep_quiet
    try:
        for name in takewhile(lambda name: go_on(), _KERNEL):
            with suppress(Exception):
                import_module(name)
        for name in takewhile(lambda name: goes_on(), _names()):
            with suppress(Exception):
                import_module(name)
        if goes_on():
            with suppress(Exception):
                rests_on |= _read_shared_tables(goes_on)
    finally:
        warnings.showwarning = show
    return rests_on


def _read_shared_tables(go_on: Callable[[], bool]) -> dict[Path, int]:
    tables = import_module(_TABLES)
    description = tables.folder() / tables.DESCRIPTION
    rests_on = {description: stamp(description)}
    for name in takewhile(lambda name: go_on(), tables.names()):
        if "/" not in name:  # those of one case are read by few reports
            with suppress(tables.DataError):
                tables.read(name)
    return rests_on


def stamp(file: Path) -> int:
    """Tell when a file was changed last.

    Parameters
    ----------
    file : Path
        The file.

    Returns
    -------
    int
        In nanoseconds; 0 when there is no such file.
    """
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0


def _names() -> Iterator[str]:
    yield from _PACKAGES
    library = _library()
    yield from (each.name for each in pkgutil.walk_packages(library, f"{_LIBRARY}."))


def _sources() -> Iterator[Path]:
    for folder in _library():
        yield from Path(folder).rglob("*.py")


def _library() -> list[str]:
    found = find_spec(_LIBRARY)
    return list(found.submodule_search_locations or ()) if found else []


def shadowed(folder: str) -> list[str]:
    """Find files that a kernel would import in place of a preloaded module.

    Parameters
    ----------
    folder : str
        The kernel's working folder, which is the first place that it imports from.

    Returns
    -------
    list of str
        Their names; ``matplotlibrc`` too, which matplotlib reads when it is imported.
    """
    imported = {name.partition(".")[0] for name in sys.modules}
    return sorted(
        entry.name
        for entry in os.scandir(folder)
        if entry.name == "matplotlibrc"
        or (entry.name.removesuffix(".py") in imported and _can_be_imported(entry))
    )


def _can_be_imported(entry: os.DirEntry[str]) -> bool:
    if entry.is_dir():
        return os.path.exists(os.path.join(entry.path, "__init__.py"))
    return entry.name.endswith(".py")


def _keep_quiet(*warning: object, **details: object) -> None:
    """Show no warning: kernels that import the same again would not either."""
