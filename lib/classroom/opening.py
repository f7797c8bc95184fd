"""Opening a classroom, and keeping it open until Ctrl-C."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from classroom import landlock
from report_runner.warm_kernels.environment import single_threaded
from report_runner.warm_kernels.launch import WarmProcess

LOOPBACK = "127.0.0.1"
EVERYWHERE = ("0.0.0.0", "")
_SECONDS_TO_END = 15
_PATIENCE = 120
_STEP = 0.3
#: Desks inherit the memory of the process that forks them: what else the lecturer's programs are
#: told in the environment, tokens for example, is none of their business.
_KNOWN_AT_DESKS = {"HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "TMPDIR", "TZ"}

#: Of the system's allocator: one heap for all threads, which gives back what is free at its end.
_THRIFT = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "131072"}


@dataclass(frozen=True)
class Room:
    """A classroom to open.

    Attributes
    ----------
    classroom : str
        The folder that holds every participant's folder; kept from one time to the next.
    lessons : str
        The folder of the student copies.
    shared : tuple of str
        Folders that every participant may read: the library, the tables.
    host : str
        The address to listen at; the loopback address keeps the class on this machine.
    port : int
        The port participants go to.
    password : str
        That of the class, at least eight characters.
    participants : int
        How many desks may be open at once.
    """

    classroom: str
    lessons: str
    shared: Sequence[str]
    host: str = LOOPBACK
    port: int = 8000
    password: str = ""
    participants: int = 60


def problems(room: Room) -> list[str]:
    """List what keeps a classroom from being opened.

    Parameters
    ----------
    room : Room
        The classroom.

    Returns
    -------
    list of str
        Rule, what was found and what to do, one each.
    """
    found = []
    if not landlock.version():
        found.append(
            "Each participant's programs are kept in their own folder by Landlock, a part of Linux "
            f"since 5.13; this system ({sys.platform}) does not offer it. Run the classroom on a "
            "Linux machine, a virtual one or WSL 2 too; without it anybody could read everybody."
        )
    if not any(Path(room.lessons).glob("*.ipynb")):
        found.append(
            f"The student copies are looked for in {room.lessons}; found none. "
            "Make them with: make lessons"
        )
    if room.password and len(room.password) < 8:
        found.append(
            "The password of the class has at least 8 characters; "
            f"found {len(room.password)}. Choose a longer one, or leave it out to be given one."
        )
    if _is_taken(room.host, room.port):
        found.append(
            f"The class meets at port {room.port} of {room.host}; it cannot be had, most likely "
            "because something else uses it. Choose another: make workshop PORT=8001"
        )
    return found


def given_password() -> str:
    """Think of a password that can be read out.

    Returns
    -------
    str
        Nine digits in groups of three.
    """
    return "-".join(f"{secrets.randbelow(1000):03}" for _ in range(3))


def keep_open(room: Room, *, welcome: Callable[[], None] = lambda: None) -> int:
    """Run a classroom until it is told to end.

    Parameters
    ----------
    room : Room
        A classroom without `problems`.
    welcome : callable
        Called as soon as people can come in.

    Returns
    -------
    int
        The exit code of JupyterHub; 0 after Ctrl-C.

    Raises
    ------
    ValueError
        If temporary files have names too long for a socket.
    """
    # A window that is closed ends the class too, and Ctrl-C even where it was begun in the
    # background, which has Python pass it over.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    private = Path(room.classroom) / ".hub"
    private.mkdir(parents=True, exist_ok=True)
    Path(room.classroom).chmod(0o700)
    known = {name: value for name, value in os.environ.items() if name in _KNOWN_AT_DESKS}
    forking = WarmProcess(environment=single_threaded(known | _THRIFT), module="classroom.desks")
    with forking as desks:
        if not desks.address:
            raise ValueError(
                "Desks are asked for by a socket, whose name is short; the folder for temporary "
                f"files is {tempfile.gettempdir()}. Set TMPDIR to a folder with a shorter name."
            )
        ports = {"hub_port": free_port(), "proxy_port": free_port()}
        settings = {**asdict(room), **ports, "desks": desks.address, "opener": os.getpid()}
        file = private / "settings.json"
        file.touch(mode=0o600)
        file.write_text(json.dumps(settings), encoding="utf-8")
        config = Path(__file__).parent / "jupyterhub_config.py"
        with (private / "hub.log").open("w") as log:
            hub = subprocess.Popen(
                [sys.executable, "-m", "jupyterhub", "--config", str(config)],
                cwd=private,
                env={**os.environ, "CLASSROOM_SETTINGS": str(file)},
                stdout=log,
                stderr=log,
            )
            return _wait(hub, room, welcome)


def _wait(hub: subprocess.Popen[bytes], room: Room, welcome: Callable[[], None]) -> int:
    try:
        if answers(f"http://{address_here(room)}:{room.port}/hub/login", hub):
            welcome()
        return hub.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        hub.terminate()
        with suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
            hub.wait(_SECONDS_TO_END)
        hub.kill()


def answers(address: str, process: subprocess.Popen[bytes]) -> bool:
    """Wait until a server answers.

    Parameters
    ----------
    address : str
        A page of it.
    process : Popen
        The process that runs it.

    Returns
    -------
    bool
        False when that process has ended, or does not answer for two minutes.
    """
    until = time.monotonic() + _PATIENCE
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while process.poll() is None and time.monotonic() < until:
        with suppress(OSError), direct.open(address, timeout=_PATIENCE) as page:
            return page.status == 200
        time.sleep(_STEP)
    return False


def address_here(room: Room) -> str:
    """Say under which address this machine itself reaches the classroom.

    Parameters
    ----------
    room : Room
        The classroom.

    Returns
    -------
    str
        That at which it listens, or the loopback address where it listens at all.
    """
    return LOOPBACK if room.host in EVERYWHERE else room.host


def _is_taken(host: str, port: int) -> bool:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError:
            return True
    return False


def free_port() -> int:
    """Find a port of this machine that nothing uses.

    Returns
    -------
    int
        Its number.
    """
    with socket.socket() as trial:
        trial.bind((LOOPBACK, 0))
        return trial.getsockname()[1]
