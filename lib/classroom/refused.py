"""What Landlock does not withhold, withheld by a filter of system calls: Linux's seccomp.

A confined process could still connect with any local socket whose path it knows, and have a program
of the lecturer's session (one that starts others, holds keys or runs containers) do what it may not
itself; and it could change who may read what on any file of the account. So sockets are for the
network only, and permissions stay as they are: a change of them is passed over, as if it were done,
because programs that copy a file copy those too. Children inherit it, and there is no way back.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
from collections.abc import Iterable

_SECCOMP, _FILTER = 22, 2
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _ANSWER = 0x7FFF0000, 0x00050000
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # places in what a filter is told
_FAMILIES = (2, 10, 16)  # of sockets: both internets, and what asks the system about the network
_OTHER_NUMBERS = 0x40000000  # from here on, x86-64 has the same calls under other numbers

_ANYTHING_UNSEEN = 425  # io_uring_setup
_COMMON = {
    "fchmodat2": 452,
    "setxattrat": 463,
    "removexattrat": 466,
}
_GENERIC = {
    **_COMMON,
    **{"setxattr": 5, "lsetxattr": 6, "fsetxattr": 7},
    **{"removexattr": 14, "lremovexattr": 15, "fremovexattr": 16},
    **{"fchmod": 52, "fchmodat": 53, "fchownat": 54, "fchown": 55},
}
_INTEL = {
    **_COMMON,
    **{"chmod": 90, "fchmod": 91, "chown": 92, "fchown": 93, "lchown": 94},
    **{"setxattr": 188, "lsetxattr": 189, "fsetxattr": 190},
    **{"removexattr": 197, "lremovexattr": 198, "fremovexattr": 199},
    **{"fchownat": 260, "fchmodat": 268},
}
#: By machine: how the system names it, the number of the call ``socket``, what is passed over.
_MACHINES = {
    "x86_64": (0xC000003E, 41, tuple(_INTEL.values())),
    "aarch64": (0xC00000B7, 198, tuple(_GENERIC.values())),
    "riscv64": (0xC00000F3, 198, tuple(_GENERIC.values())),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def refuse() -> None:
    """Refuse local sockets to this process and pass over changes of permissions, for good.

    Raises
    ------
    OSError
        Where the system has no such filter.

    Notes
    -----
    The process must have given up new privileges before, as `classroom.landlock.confine` does.
    """
    steps = _steps(*_MACHINES[platform.machine()])
    program = _Program(len(steps), b"".join(steps))
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(_SECCOMP, _FILTER, ctypes.byref(program), 0, 0):
        number = ctypes.get_errno()
        raise OSError(number, f"A filter of system calls: {os.strerror(number)}")


def _steps(architecture: int, socket: int, passed_over: Iterable[int]) -> list[bytes]:
    """Write the filter: each step with how many to pass over if it holds, and if not."""
    done, no, unknown = (_ANSWER | number for number in (0, errno.EPERM, errno.ENOSYS))
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, unknown),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, _OTHER_NUMBERS),
        (_RETURN, 0, 0, unknown),
    ]
    for number, answer in [(_ANYTHING_UNSEEN, unknown), *((each, done) for each in passed_over)]:
        steps += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, answer)]
    steps += [(_EQUAL, 1, 0, socket), (_RETURN, 0, 0, _ALLOW), (_LOAD, 0, 0, _FIRST_ARGUMENT)]
    for family in _FAMILIES:
        steps += [(_EQUAL, 0, 1, family), (_RETURN, 0, 0, _ALLOW)]
    steps.append((_RETURN, 0, 0, no))
    return [struct.pack("HBBI", *step) for step in steps]
