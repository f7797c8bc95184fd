"""Which files belong to Python, its packages and the system: versions, and not data."""

from __future__ import annotations

import os
import sys
import sysconfig
from functools import cache
from pathlib import Path

_SYSTEM = ("/proc/", "/sys/", "/dev/", "/etc/ld.so", "/usr/share/zoneinfo/")


def source_of(path: str) -> str:
    """Name the module whose byte-code is in a file.

    Parameters
    ----------
    path : str
        Any file.

    Returns
    -------
    str
        For byte-code its module; else the file itself.

    Examples
    --------
    >>> source_of("notebooks/__pycache__/helpers.cpython-311.pyc").replace(os.sep, "/")
    'notebooks/helpers.py'
    """
    folder, name = os.path.split(path)
    if os.path.basename(folder) != "__pycache__":
        return path
    return os.path.join(os.path.dirname(folder), f"{name.partition('.')[0]}.py")


def holds(path: str, *, project: Path) -> bool:
    """Say whether a file is part of the installation.

    Parameters
    ----------
    path : str
        An absolute path.
    project : Path
        The project folder: what lies in it is its own, also where it lies inside a folder of the
        installation; an environment inside the project is not.

    Returns
    -------
    bool
        True for files of the interpreter, of installed packages, of this project's library and
        runner, of the system's view of itself, and of caches in the home folder.
    """
    own = f"{project}{os.sep}"
    return path.startswith(_SYSTEM) or any(
        path == folder or path.startswith(f"{folder}{os.sep}")
        for folder in _folders()
        if not path.startswith(own) or folder.startswith(own)
    )


@cache
def _folders() -> tuple[str, ...]:
    here, home = Path(__file__).resolve().parents[1], Path.home()
    names = ("stdlib", "platstdlib", "purelib", "platlib", "data")
    places = {sysconfig.get_path(name) for name in names} - {"/usr", "/usr/local"}
    library = os.path.realpath(sysconfig.get_path("stdlib"))
    archive = "python{}{}.zip".format(*sys.version_info[:2])  # on the path, whether it is there
    places |= {library, os.path.join(os.path.dirname(library), archive)}
    places |= {str(here / "report_runner"), str(here / "partnership_evaluation")}
    places |= {os.environ.get("XDG_CACHE_HOME") or str(home / ".cache"), str(home / ".ipython")}
    return tuple(sorted(places))
