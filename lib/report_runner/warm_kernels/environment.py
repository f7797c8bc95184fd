"""The environment of kernels, as far as it has to be there when Python and its packages start."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

INLINE = "module://matplotlib_inline.backend_inline"
_FIXED = {
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "MPLBACKEND": "agg",
    "OMP_NUM_THREADS": "1",  # parallel kernels share the cores; threads on top fight
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}
_ABSENT = ("PYTHONDONTWRITEBYTECODE",)  # else each kernel compiles its imports anew
_PREFIXES = ("PYTHON", "LC_", "LD_", "MPL", "OMP_", "OPENBLAS_", "MKL_", "NPY_", "NUMPY_")
_NAMES = {"HOME", "LANG", "MATPLOTLIBRC"}
_READ_LATER = {
    "PYTHONBREAKPOINT",
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONINSPECT",
    "PYTHONSTARTUP",
    "PYTHONUNBUFFERED",
}


def fixed_environment() -> dict[str, str | None]:
    """List what the environment of a report's kernel has, whoever starts it.

    Returns
    -------
    dict
        Value by name; None where the variable is absent.
    """
    return {**_FIXED, **dict.fromkeys(_ABSENT)}


def single_threaded(environment: Mapping[str, str]) -> dict[str, str]:
    """Keep numerical libraries from starting threads, which a fork would lose.

    Parameters
    ----------
    environment : mapping
        Value by name.

    Returns
    -------
    dict
        A new environment, with byte code kept and one thread for each library that was not told
        otherwise.

    Examples
    --------
    >>> single_threaded({"OMP_NUM_THREADS": "2"})["OMP_NUM_THREADS"]
    '2'
    """
    one = {name: _FIXED[name] for name in _FIXED if name.endswith("_NUM_THREADS")}
    return changed({**one, **environment}, dict.fromkeys(_ABSENT))


def changed(environment: Mapping[str, str], changes: Mapping[str, str | None]) -> dict[str, str]:
    """Lay changes over an environment.

    Parameters
    ----------
    environment : mapping
        Value by name.
    changes : mapping
        Value by name; None takes the variable away.

    Returns
    -------
    dict
        A new environment.

    Examples
    --------
    >>> changed({"A": "1", "B": "2"}, {"B": None, "C": "3"})
    {'A': '1', 'C': '3'}
    """
    merged = {**environment, **changes}
    return {name: value for name, value in merged.items() if value is not None}


@contextmanager
def changed_for_a_while(changes: Mapping[str, str | None]) -> Iterator[None]:
    """Change the environment of this process, which it hands on to what it starts meanwhile.

    Parameters
    ----------
    changes : mapping
        Value by name; None takes the variable away.

    Yields
    ------
    None
        Until the end of the ``with``; the variables are then as they were.

    Examples
    --------
    >>> with changed_for_a_while({"A_NAME_OF_NOTHING": "1"}):
    ...     os.environ["A_NAME_OF_NOTHING"]
    '1'
    >>> "A_NAME_OF_NOTHING" in os.environ
    False
    """
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


def differences(ours: Mapping[str, str], wanted: Mapping[str, str]) -> list[str]:
    """Find the variables that count at the start and cannot be changed after it.

    Parameters
    ----------
    ours : mapping
        The environment that a process was started with.
    wanted : mapping
        The environment asked for.

    Returns
    -------
    list of str
        Their names, in alphabetical order. An absent ``MPLBACKEND`` stands for the one that
        kernels choose by themselves.

    Examples
    --------
    >>> differences({"PYTHONHASHSEED": "0"}, {"PYTHONHASHSEED": "1", "EDITOR": "vi"})
    ['PYTHONHASHSEED']
    """
    default = {"MPLBACKEND": INLINE}
    ours, wanted = {**default, **ours}, {**default, **wanted}
    return sorted(
        name
        for name in {*ours, *wanted}
        if (name.startswith(_PREFIXES) or name in _NAMES)
        and name not in _READ_LATER
        and ours.get(name) != wanted.get(name)
    )
