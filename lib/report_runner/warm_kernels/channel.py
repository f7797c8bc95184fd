"""How the warm process is reached: by a socket that has a path, or by a channel that was inherited.

A process that may not connect with anything on the machine can still be given a channel when it is
forked: it makes a pair of sockets and hands one of them over.
"""

from __future__ import annotations

import os
import socket

_WORD = b"?"  # descriptors travel with one byte


def connected(address: str) -> socket.socket:
    """Connect with the warm process.

    Parameters
    ----------
    address : str
        The path of its socket, or the number of the descriptor of a channel to it.

    Returns
    -------
    socket
        Ours of both ends.

    Raises
    ------
    OSError
        If nobody is there.
    """
    if not address.isdigit():
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.connect(address)
        except OSError:
            connection.close()
            raise
        return connection
    ours, theirs = socket.socketpair()
    with theirs, socket.socket(fileno=os.dup(int(address))) as channel:
        socket.send_fds(channel, [_WORD], [theirs.fileno()])
    return ours


class Channel:
    """The warm process's end of a channel; accepts connections like a socket that listens.

    Parameters
    ----------
    end : socket
        One of a pair; the other is inherited by the process that will ask.
    """

    def __init__(self, end: socket.socket) -> None:
        self._end = end

    def accept(self) -> tuple[socket.socket, str]:
        """Take a connection.

        Returns
        -------
        connection : socket
            Theirs is the other end; one that has ended where nothing usable was handed over.
        address : str
            Always empty.
        """
        _, handed, _, _ = socket.recv_fds(self._end, len(_WORD), 1)
        if handed:
            return socket.socket(fileno=handed[0]), ""
        ours, theirs = socket.socketpair()
        theirs.close()
        return ours, ""

    def fileno(self) -> int:
        """Tell the descriptor that can be read when somebody has connected.

        Returns
        -------
        int
        """
        return self._end.fileno()

    def close(self) -> None:
        """Close it."""
        self._end.close()
