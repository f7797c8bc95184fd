"""What stands between browsers and desks: a web socket passes as if nothing stood there."""

from __future__ import annotations

import asyncio

import pytest

pytest.importorskip("configurable_http_proxy", reason="the extra 'workshop' is not installed")

from configurable_http_proxy import configproxy
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application
from tornado.websocket import WebSocketHandler, websocket_connect

from classroom import proxy

NEWEST, OLDER = "v1.kernel", "v0.kernel"


class Desk(WebSocketHandler):
    """Greets at once, repeats what it is told, and ends when it is told to."""

    def select_subprotocol(self, subprotocols):
        """Take the newest."""
        return NEWEST if NEWEST in subprotocols else None

    def open(self):
        """Speak first."""
        self.write_message("greeting")

    def on_message(self, message):
        """Answer."""
        if message == "end":
            self.close(4001, "the desk has closed")
        else:
            self.write_message(message, binary=isinstance(message, bytes))


@pytest.fixture
def spoken(monkeypatch):
    """Give a function that speaks to a desk through the proxy, by a number of sockets."""
    monkeypatch.setattr(configproxy, "ProxyHandler", proxy.Handler)

    async def speak(said, offered):
        desk, (at_desk, desk_port) = HTTPServer(Application([("/desk", Desk)])), bind_unused_port()
        desk.add_sockets([at_desk])
        between = configproxy.PythonProxy()
        between.add_route("/desk", {"target": f"http://127.0.0.1:{desk_port}"})
        entrance, (at_door, port) = HTTPServer(between.proxy_app), bind_unused_port()
        entrance.add_sockets([at_door])
        browser = await websocket_connect(f"ws://127.0.0.1:{port}/desk", subprotocols=offered)
        chosen, heard = browser.selected_subprotocol, [await browser.read_message()]
        for each in said:
            await browser.write_message(each, binary=isinstance(each, bytes))
            heard.append(await browser.read_message())
        browser.close()
        desk.stop(), entrance.stop()
        return heard, chosen, browser.close_code

    return lambda said, offered=(): asyncio.run(asyncio.wait_for(speak(said, list(offered)), 20))


def test_the_first_words_of_a_desk_arrive_and_so_does_every_answer(spoken):
    """Text as text, bytes as bytes."""
    heard, _, _ = spoken(["how", b"much"])
    assert heard == ["greeting", "how", b"much"]


@pytest.mark.parametrize(
    ("offered", "chosen"), [((OLDER, NEWEST), NEWEST), ((OLDER,), None), ((), None)]
)
def test_the_browser_learns_what_the_desk_has_chosen(spoken, offered, chosen):
    """A browser hangs up on a server that does not say."""
    _, told, _ = spoken([], offered)
    assert told == chosen


def test_a_desk_that_closes_leaves_nobody_connected(spoken):
    """With the number it gives for it."""
    heard, _, code = spoken(["end"])
    assert (heard, code) == (["greeting", None], 4001)
