"""Who may ask the warm process for a kernel, and by which way."""

from __future__ import annotations

import os
import socket

import pytest

from report_runner.warm_kernels import family, is_supported
from report_runner.warm_kernels.channel import Channel, connected
from report_runner.warm_kernels.server import Server

pytestmark = pytest.mark.skipif(not is_supported(), reason="kernels are forked on Linux only")


@pytest.fixture
def pair():
    """Both ends of a channel."""
    ends = socket.socketpair()
    yield ends
    for end in ends:
        end.close()


def test_a_channel_brings_the_connections_of_who_has_its_other_end(pair):
    """And the system says who that was."""
    asking = connected(str(pair[0].fileno()))
    answering, _ = Channel(pair[1]).accept()
    with asking, answering:
        asking.sendall(b"a question")
        assert answering.recv(20) == b"a question"
        assert family.asker(answering) == os.getpid()
        assert family.parent(os.getpid()) == os.getppid()


def test_a_channel_that_has_ended_brings_a_connection_that_has(pair):
    """Rather than an error in the process that serves all others."""
    pair[0].close()
    with Channel(pair[1]).accept()[0] as answering:
        assert answering.recv(1) == b""


@pytest.mark.parametrize("admitted", [True, False])
def test_who_is_not_admitted_is_not_heard(pair, admitted):
    """Their connection ends before anything is read."""
    heard = []

    def refusal(request):
        heard.append(request)
        return "for this test"

    listener, lifeline = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
    with lifeline, listener, connected(str(pair[0].fileno())) as asking:
        socket.send_fds(asking, [b"?"], [1, 2])
        asking.sendall(b'{"interpreter": "", "arguments": [], "environment": {}, "folder": ""}\n')
        askers = []
        server = Server(
            Channel(pair[1]),
            lifeline,
            refusal=refusal,
            admits=lambda asker: askers.append(asker) or admitted,
        )
        assert server._answer() is None
        try:
            told = asking.recv(100)
        except ConnectionResetError:  # closed with what was said unread
            told = b""
    assert told == (b'{"refused": "for this test"}\n' if admitted else b"")
    assert askers == [os.getpid()]
    assert len(heard) == admitted
