"""What a desk may see of the machine."""

from __future__ import annotations

import os
import sys
import sysconfig
from pathlib import Path

from classroom import landlock, refused

_SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/sbin", "/etc", "/proc", "/sys/devices/system/cpu")
_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
_LARGEST_FILE = 500 * 2**20
_MOST_MEMORY = 2 * 2**30  # of one process, what it shares with all others included


def confine_to(desk: Path, *, shared: tuple[Path, ...]) -> None:
    """Let this process see its desk, the programs it runs and the shared folders, and no more.

    Parameters
    ----------
    desk : Path
        The participant's folder, which may be changed.
    shared : tuple of Path
        Folders that all may read: the tables, the library, the student copies.

    Raises
    ------
    OSError
        Where the system cannot confine it.
    """
    programs = (sys.prefix, sys.base_prefix, sysconfig.get_path("stdlib"))
    read = [Path(each) for each in (*_SYSTEM, *programs)]
    _limit()
    landlock.confine(read=[*read, *shared], write=[desk, *map(Path, _DEVICES)])
    refused.refuse()


def _limit() -> None:
    """Keep one desk's mistake from filling disk or memory; what is short is taken from it first."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_FILE, _LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_DATA, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    descriptor = os.open("/proc/self/oom_score_adj", os.O_WRONLY)
    os.write(descriptor, b"500")
    os.close(descriptor)
