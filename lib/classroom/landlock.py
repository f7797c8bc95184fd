"""Confine this process, and all that it starts, to some folders: Linux's Landlock.

Landlock needs no privilege, so that a lecturer's own account suffices. Once confined, a process
cannot open what was not allowed, trace or read the memory, environment and open files of a process
outside, or send it a signal. There is no way back, and children inherit it.
"""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_CREATE, _ADD, _RESTRICT = 444, 445, 446  # numbers of the system calls, on every architecture
_VERSION, _BENEATH = 1, 1
_NO_NEW_PRIVILEGES = 38

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIRECTORY = (1 << bit for bit in range(4))
_RENAME_BETWEEN, _TRUNCATE, _CONTROL_DEVICE = (1 << bit for bit in range(13, 16))
_OLDEST = (1 << 13) - 1  # every right to files and folders of version 1
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _CONTROL_DEVICE
_READ = _EXECUTE | _READ_FILE | _READ_DIRECTORY
_CAPABILITIES_VERSION = 0x20080522
_SCOPES = 0b11  # no signals to, and no unnamed sockets of, processes outside
_ENOUGH = 6  # the version that keeps signals inside


class _Rules(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scopes", ctypes.c_uint64))


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("process", ctypes.c_int))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def version() -> int:
    """Tell which version of Landlock the system has.

    Returns
    -------
    int
        0 where it has none: another system than Linux, one older than 5.13, or switched off.
    """
    if sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64", "riscv64"):
        return 0
    return max(0, _system(_CREATE, None, 0, _VERSION))


def confine(*, read: Iterable[Path], write: Iterable[Path]) -> None:
    """Confine this process for good.

    Parameters
    ----------
    read : iterable of Path
        Files and folders that may be read and run, with everything beneath them.
    write : iterable of Path
        Those that may also be changed. Paths that do not exist are passed over.

    Raises
    ------
    OSError
        Where the system cannot confine it.

    Notes
    -----
    Rights that the system's version of Landlock does not know yet cannot be withheld: before
    version 6 (Linux 6.12), a process may still send signals to others of the same account.
    """
    known = version()
    if not known:
        raise OSError("A desk is confined by Landlock, which this system does not have.")
    handled = _handled(known)
    rules = _Rules(handled, 0, _SCOPES if known >= _ENOUGH else 0)
    size = ctypes.sizeof(rules) if known >= _ENOUGH else 8
    ruleset = _checked(_system(_CREATE, ctypes.byref(rules), size, 0), "rules")
    for paths, rights in ((read, _READ), (write, handled)):
        for path in paths:
            with suppress(FileNotFoundError):
                _allow(ruleset, path, rights & handled)
    library = ctypes.CDLL(None, use_errno=True)
    _checked(library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0), "no new privileges")
    _checked(_system(_RESTRICT, ruleset, 0, 0), "restriction")
    os.close(ruleset)
    # What makes the superuser one, such as looking into other processes, goes too.
    header, none = _Header(_CAPABILITIES_VERSION, 0), (ctypes.c_uint32 * 6)()
    _checked(library.capset(ctypes.byref(header), none), "capabilities")


def _handled(known: int) -> int:
    later = ((2, _RENAME_BETWEEN), (3, _TRUNCATE), (5, _CONTROL_DEVICE))
    return _OLDEST | sum(right for since, right in later if known >= since)


def _allow(ruleset: int, path: Path, rights: int) -> None:
    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not path.is_dir():
            rights &= _OF_FILES
        rule = _Beneath(rights, descriptor)
        _checked(_system(_ADD, ruleset, _BENEATH, ctypes.byref(rule), 0), str(path))
    finally:
        os.close(descriptor)


def _system(number: int, *arguments: object) -> int:
    return ctypes.CDLL(None, use_errno=True).syscall(number, *arguments)


def _checked(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"Landlock, {what}: {os.strerror(number)}")
    return result
