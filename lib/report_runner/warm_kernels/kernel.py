"""What a forked process does to become a kernel like one that was started afresh."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping

from report_runner.warm_kernels.server import Birth


def become(birth: Birth, *, left: Mapping[str, str]) -> None:
    """Run a kernel in this process until it is shut down.

    Parameters
    ----------
    birth : Birth
        Where it is to run, with which arguments and environment.
    left : mapping
        Environment variables that imported packages have set, and would set in any kernel.

    Raises
    ------
    SystemExit
        When the kernel ends.
    """
    request = birth.request
    take_streams(birth.streams)
    take_environment({**left, **request.environment})
    os.chdir(request.folder)
    _start_afresh()
    import ipykernel_launcher
    from ipykernel.kernelapp import IPKernelApp

    sys.argv = [ipykernel_launcher.__file__, *request.arguments]
    IPKernelApp.launch_instance(argv=request.arguments)


def take_streams(streams: tuple[int, int]) -> None:
    """Make these the standard output and the standard error of this process, and nothing its input.

    Parameters
    ----------
    streams : tuple of int
        Their descriptors, which are closed.
    """
    nothing = os.open(os.devnull, os.O_RDONLY)
    for own, given in enumerate((nothing, *streams)):
        os.dup2(given, own)
        os.close(given)


def take_environment(environment: dict[str, str]) -> None:
    """Replace the environment of this process, as far as that can be done after its start.

    Parameters
    ----------
    environment : dict
        Value by name.
    """
    os.environ.clear()
    os.environ.update(environment)
    # Every kernel has it: its parent's number, by which it would notice that the parent has ended.
    os.environ["JPY_PARENT_PID"] = str(os.getppid())
    sys.dont_write_bytecode = bool(environment.get("PYTHONDONTWRITEBYTECODE"))
    time.tzset()


def _start_afresh() -> None:
    """Undo what must not be shared with the warm process; Python has seeded its own numbers."""
    # It ties itself to the kernel in which it is imported, and shows no picture without one.
    sys.modules.pop("matplotlib_inline.backend_inline", None)
    numpy = sys.modules.get("numpy")
    if numpy:
        numpy.random.seed()
