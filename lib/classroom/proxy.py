"""The proxy in front of hub and desks, with web sockets as a browser opens them.

``python -m classroom.proxy`` takes the options of ``configurable-http-proxy``. That one, as of 0.4,
does not answer which subprotocol was chosen, so that a browser hangs up on every kernel once and
connects a second time with an older one; hands on the browser's bytes as text; loses what a server
says in the same breath as its greeting; and leaves the browser connected to a desk that has closed.
"""

from __future__ import annotations

import os
from contextlib import suppress

from configurable_http_proxy import cli, configproxy
from configurable_http_proxy.handlers import ProxyHandler
from tornado.httpclient import HTTPClientError
from tornado.ioloop import IOLoop
from tornado.websocket import WebSocketClosedError, websocket_connect

from report_runner.warm_kernels.family import die_with_parent


class Handler(ProxyHandler):
    """One request of a browser, handed on to the hub or a desk."""

    async def start_ws_client(self, path: str | None = None) -> None:
        """Connect with the server before the browser is answered.

        Parameters
        ----------
        path : str
            What was asked for.
        """
        url = await self.get_target_url(path)
        if url is None:
            return
        request = self._get_proxy_request(url.replace("http", "ws", 1))
        try:
            self.ws_client = await websocket_connect(request)
        except HTTPClientError as error:
            self.set_status(error.code)
            self.finish(error.message)
        except OSError as error:
            await self.handle_proxy_error(503, error)

    def select_subprotocol(self, subprotocols: list[str]) -> str | None:
        """Choose what the server has chosen.

        Parameters
        ----------
        subprotocols : list of str
            What the browser offers.

        Returns
        -------
        str or None
            One of them; None where the server wants none.
        """
        return self.ws_client.selected_subprotocol

    def open(self, *path: str) -> None:
        """Begin to hand on what the server says, now that the browser listens.

        Parameters
        ----------
        *path : str
            What was asked for.
        """
        IOLoop.current().spawn_callback(self._hand_on)

    def on_message(self, message: str | bytes) -> None:
        """Hand on what the browser says.

        Parameters
        ----------
        message : str or bytes
            As it was sent.
        """
        self.proxy.update_last_activity(self.target["prefix"])
        with suppress(WebSocketClosedError):
            self.ws_client.write_message(message, binary=isinstance(message, bytes))

    async def _hand_on(self) -> None:
        server = self.ws_client
        with suppress(WebSocketClosedError):
            while (message := await server.read_message()) is not None:
                self.proxy.update_last_activity(self.target["prefix"])
                await self.write_message(message, binary=isinstance(message, bytes))
        self.close(server.close_code, server.close_reason)


def main() -> None:
    """Run the proxy until it is told to end, or who started it ends; options are as on the line."""
    die_with_parent(os.getppid())
    configproxy.ProxyHandler = Handler
    cli.main()


if __name__ == "__main__":
    main()
