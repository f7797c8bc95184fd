"""What a notebook reads while it runs, written down by its own kernel.

Python announces each file that is opened, each folder that is listed and each program that is
started ("audit events"); the library announces which rows of which table it was asked for. `begin`
listens to both and writes one line of JSON for each new one. Nothing of the notebook changes.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

VARIABLE = "REPORT_RUNNER_RECORD"
LIBRARY = "partnership_evaluation.tables."
_START = f'__import__("{__name__}", fromlist=["begin"]).begin()\n'
_FOLDER_EVENTS = {"os.listdir", "os.scandir"}
_IMPORTERS = ("importlib", "pkgutil", "zipimport", "IPython", "traitlets", "inspect")
_HARMLESS = {
    "fc-list",
    "uname",
    "lsb_release",
}  # matplotlib and platform ask them about fonts, name
_SPAWNERS = {
    "multiprocessing.popen_spawn_posix",
    "multiprocessing.popen_spawn_win32",
    "multiprocessing.popen_forkserver",
    "joblib.externals.loky.backend.popen_loky_posix",
}
_LOOPBACK = ("localhost", "127.", "::1")


@contextmanager
def recorded() -> Iterator[Path]:
    """Let the kernels that are started meanwhile write down what they read.

    Yields
    ------
    Path
        The file that a kernel writes to; it is gone afterwards. It stays empty where no kernel
        took part, as when one is started that does not look at ``PYTHONSTARTUP``.

    Notes
    -----
    IPython runs the file that ``PYTHONSTARTUP`` names before the first cell, so that a kernel
    forked from a warm process takes part like one that is started afresh. A start-up file of the
    user's own is not run: it would make reports differ between people.
    """
    with TemporaryDirectory(prefix="run-") as folder:
        start, record = Path(folder, "start.py"), Path(folder, "record.jsonl")
        start.write_text(_START, encoding="utf-8")
        record.touch()
        changes = {"PYTHONSTARTUP": str(start), VARIABLE: str(record)}
        before = {name: os.environ.get(name) for name in changes}
        os.environ.update(changes)
        try:
            yield record
        finally:
            for name, value in before.items():
                os.environ.pop(name)
                if value is not None:
                    os.environ[name] = value


def begin() -> None:
    """Listen to this process from now on; called in the kernel.

    Returns
    -------
    None
        Lines are appended to the file that the environment variable `VARIABLE` names; nothing
        happens without one. Processes forked from this one are listened to as well.
    """
    file = os.environ.pop(VARIABLE, None)
    os.environ.pop("PYTHONSTARTUP", None)  # for programs that the notebook starts
    if file:
        own = {str(Path(file).parent), os.environ.get("IPYTHONDIR") or str(Path(file).parent)}
        sys.addaudithook(_Recorder(os.open(file, os.O_WRONLY | os.O_APPEND), own))


class _Recorder:
    """An audit hook: keeps what the process reads, each thing once."""

    def __init__(self, descriptor: int, own_folders: set[str]) -> None:
        self._descriptor, self._own = descriptor, own_folders
        self._written: set[str] = set()
        self._produced: set[str] = set()
        self._reading: list[set[str]] = []  # the files of the tables that the library is reading
        self._write({"begun": True})

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            self._opened(*arguments)
        elif event in _FOLDER_EVENTS:
            if not _by_import_system():
                self._write({"list": _absolute(arguments[0] or ".")})
        elif event.startswith(LIBRARY):
            self._library(event.removeprefix(LIBRARY), arguments)
        elif event == "os.rename":
            if _absolute(arguments[0]) in self._produced:
                self._produced.add(_absolute(arguments[1]))
        elif event == "sqlite3.connect":
            self._write({"open": _absolute(arguments[0])})
        elif unseen := _out_of_sight(event, arguments):
            self._write({"unseen": unseen})

    def _opened(self, path: Any, mode: Any, flags: int) -> None:
        if isinstance(path, int) or path is None:  # a descriptor: its file was announced before
            return
        name = _absolute(path)
        fresh = flags & (os.O_TRUNC | os.O_EXCL)
        if fresh:
            self._produced.add(name)  # what the notebook itself wrote is not what it depends on
        elif flags & (os.O_RDONLY | os.O_WRONLY | os.O_RDWR) == os.O_WRONLY:
            return
        elif name not in self._produced and not any(name in files for files in self._reading):
            self._write({"open": name})

    def _library(self, question: str, arguments: tuple[Any, ...]) -> None:
        if question == "done":
            self._reading.pop()
            return
        folder, *rest = arguments
        folder = _absolute(folder)
        files = {os.path.join(folder, "datapackage.json")}
        if question == "rows":
            files.add(os.path.join(folder, f"{rest[0]}.csv"))
        self._reading.append(files)
        self._write({question: [folder, *rest]})

    def _write(self, line: dict[str, Any]) -> None:
        text = json.dumps(line) + "\n"
        if text not in self._written and not any(folder in text for folder in self._own):
            self._written.add(text)
            try:
                os.write(self._descriptor, text.encode("utf-8", "surrogateescape"))
            except OSError:  # an empty record says that nothing is known
                os.ftruncate(self._descriptor, 0)


def _absolute(path: Any) -> str:
    return os.path.abspath(os.fsdecode(path)) if not isinstance(path, int) else f"/dev/fd/{path}"


def _by_import_system() -> bool:
    """Say whether a folder is listed to find a module: modules are accounted for elsewhere."""
    asking = sys._getframe(2).f_globals.get("__name__", "")
    return asking.startswith(_IMPORTERS)


def _out_of_sight(event: str, arguments: tuple[Any, ...]) -> str | None:
    """Name what reads where no audit event is raised: other programs, other machines."""
    if event == "subprocess.Popen":
        program = os.path.basename(os.fsdecode(arguments[0] or arguments[1][0]))
        return None if program in _HARMLESS else program
    if event in {"os.system", "os.exec", "os.posix_spawn", "os.startfile"}:
        return os.fsdecode(arguments[0]).split()[0]
    if event == "import" and arguments[0] in _SPAWNERS:
        return "another Python process"
    if event == "socket.connect":
        host = arguments[1][0] if isinstance(arguments[1], tuple) else "localhost"
        return None if str(host).startswith(_LOOPBACK) else f"the network address {host}"
    return None
