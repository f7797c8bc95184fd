"""The warm process: what ``python -m report_runner.warm_kernels.process`` runs."""

from __future__ import annotations

import gc
import os
import select
import shutil
import socket
import sys
from pathlib import Path

from report_runner.warm_kernels import family, kernel
from report_runner.warm_kernels.environment import differences
from report_runner.warm_kernels.messages import Request
from report_runner.warm_kernels.preload import OWN_VARIABLES, preload, shadowed, stamp
from report_runner.warm_kernels.server import Server


def main(listener: int, lifeline: int, folder: str, packages: bool, for_one: bool) -> None:
    """Import, then serve kernels until whoever started this process has ended.

    Parameters
    ----------
    listener : int
        Descriptor of the socket where kernels are asked for.
    lifeline : int
        Descriptor of a socket whose other end is held by whoever started this process.
    folder : str
        A folder to take away at the end, because whoever made it may have been killed.
    packages : bool
        Whether more is imported than every kernel needs.
    for_one : bool
        Whether that ends when the first kernel is asked for.
    """
    environment = dict(os.environ)
    alive, asked = socket.socket(fileno=lifeline), socket.socket(fileno=listener)
    rests_on = preload(
        packages=packages,
        go_on=lambda: not _has_come(alive),
        suffices=lambda: for_one and _has_come(asked),
    )
    gc.collect()
    gc.freeze()  # else the first collection in each kernel would copy every page
    server = Server(
        asked,
        alive,
        refusal=lambda request: refusal(request, environment, rests_on),
    )
    birth = server.serve()
    if birth:
        kernel.become(birth, left=left_by_imports(environment))
    else:
        shutil.rmtree(folder, ignore_errors=True)


def _has_come(end: socket.socket) -> bool:
    return bool(select.select([end], [], [], 0)[0])


def left_by_imports(before: dict[str, str]) -> dict[str, str]:
    """Collect the variables that packages set when they are imported.

    Parameters
    ----------
    before : dict
        The environment before anything was imported.

    Returns
    -------
    dict
        Value by name.
    """
    return {k: v for k, v in os.environ.items() if k not in before and k not in OWN_VARIABLES}


def refusal(request: Request, environment: dict[str, str], rests_on: dict[Path, int]) -> str:
    """Say why a kernel must be started afresh to be what was asked for.

    Parameters
    ----------
    request : Request
        The kernel.
    environment : dict
        The environment of the process that would fork it.
    rests_on : dict
        What `preload` has found in files, with the time of their last change.

    Returns
    -------
    str
        The reason; empty where it can be forked.
    """
    if request.interpreter != sys.executable:
        return f"it is for another Python, {request.interpreter}"
    if different := differences(environment, request.environment):
        return f"the environment differs in {', '.join(different)}"
    if files := shadowed(request.folder):
        return f"its folder has modules or settings of its own: {', '.join(files)}"
    if changed := [file.name for file, then in rests_on.items() if stamp(file) != then]:
        return f"these were changed since they were read: {', '.join(changed)}"
    if family.threads() > 1:
        return "the warm process has more than one thread"
    return ""


if __name__ == "__main__":
    if sys.path[0] in ("", os.getcwd()):  # kernels do not import from the folder it began in
        del sys.path[0]
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], bool(sys.argv[4]), bool(sys.argv[5]))
