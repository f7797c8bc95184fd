"""What a kernel provisioner and the warm process say to each other.

The provisioner connects, hands over its standard output and standard error, and sends one line of
JSON: the arguments, environment and folder of the kernel it wants. The answer is one line: ``pid``
of the kernel, or ``refused`` with a reason. The connection stays open as long as the kernel runs:
its end is the end of the kernel, and the kernel's end is told by one more line, ``exit``.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

_WORD = b"?"  # descriptors travel with one byte, so that they are never cut off from it
_LONGEST = 16 * 2**20


@dataclass(frozen=True)
class Request:
    """A kernel to start.

    Attributes
    ----------
    interpreter : str
        The Python that shall run it.
    arguments : list of str
        What follows ``python -m ipykernel_launcher``.
    environment : dict
        The whole environment, value by name.
    folder : str
        The working folder.
    """

    interpreter: str
    arguments: list[str]
    environment: dict[str, str]
    folder: str


def ask(connection: socket.socket, request: Request, *, streams: tuple[int, int]) -> None:
    """Send a request.

    Parameters
    ----------
    connection : socket
        To the warm process.
    request : Request
        What is wanted.
    streams : tuple of int
        Descriptors of the standard output and the standard error that the kernel shall have.
    """
    socket.send_fds(connection, [_WORD], list(streams))
    tell(connection, asdict(request))


def asked(connection: socket.socket) -> tuple[Request, tuple[int, int]]:
    """Receive a request.

    Parameters
    ----------
    connection : socket
        From a provisioner.

    Returns
    -------
    request : Request
        What is wanted.
    streams : tuple of int
        Descriptors of standard output and standard error; to be closed.

    Raises
    ------
    ValueError
        If something else arrives.
    OSError
        If the connection breaks.
    """
    word, streams, _, _ = socket.recv_fds(connection, len(_WORD), 2)
    line = b""
    while word == _WORD and not line.endswith(b"\n") and len(line) < _LONGEST:
        piece = connection.recv(65536)
        if not piece:
            break
        line += piece
    if len(streams) != 2 or not line.endswith(b"\n"):
        raise ValueError("A request is two descriptors and one line; found something else.")
    return Request(**json.loads(line)), (streams[0], streams[1])


def tell(connection: socket.socket, message: Mapping[str, Any]) -> None:
    """Send one line.

    Parameters
    ----------
    connection : socket
        The other side.
    message : mapping
        Plain data.
    """
    connection.sendall(json.dumps(message).encode() + b"\n")


def told(line: bytes) -> dict[str, Any]:
    """Read lines that have arrived.

    Parameters
    ----------
    line : bytes
        One or more complete lines.

    Returns
    -------
    dict
        What they say together.

    Examples
    --------
    >>> told(b'{"pid": 7}\\n{"exit": 0}\\n')
    {'pid': 7, 'exit': 0}
    """
    return {name: value for each in line.splitlines() for name, value in json.loads(each).items()}
