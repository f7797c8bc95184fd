"""One participant of a classroom, by script: comes in and runs a lesson to its first plot."""

from __future__ import annotations

import asyncio
import json
import re
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
from yarl import URL

_PATIENCE = 300
_ATTEMPTS = 5
_XSRF = re.compile(r'name="_xsrf" value="([^"]+)"')


@dataclass(frozen=True)
class Times:
    """Seconds from coming in until each step was reached.

    Attributes
    ----------
    desk, kernel, plot : float or None
        Until the desk was open, its kernel was started, the first plot was there; None for what
        was not reached.
    problem : str
        Why it went no further; empty where the plot was reached.
    """

    desk: float | None = None
    kernel: float | None = None
    plot: float | None = None
    problem: str = ""


@dataclass(frozen=True)
class Shown:
    """What a cell shows.

    Attributes
    ----------
    printed : str
        Its printed text.
    picture : bool
        Whether there is a picture among its outputs.
    """

    printed: str
    picture: bool


class Participant:
    """Somebody who comes in under a name of their own.

    Parameters
    ----------
    address : str
        Where the class meets, without a slash at the end.
    name, password, word : str
        What they type.
    """

    def __init__(self, address: str, name: str, *, password: str, word: str = "secret") -> None:
        self.address, self.name, self.password, self.word = address, name, password, word
        self.desk = f"{address}/user/{name}"

    async def first_plot(self, lesson: str) -> Times:
        """Take a lesson as far as its first plot.

        Parameters
        ----------
        lesson : str
            The file, as it stands on the desk.

        Returns
        -------
        Times
            How long it took, or why it went no further.
        """
        reached: dict[str, float] = {}
        began = time.monotonic()
        try:
            async with self.at_the_desk() as desk:
                reached["desk"] = time.monotonic() - began
                cells = await desk.cells(lesson)
                kernel = await desk.start(lesson)
                reached["kernel"] = time.monotonic() - began
                await desk.run_to_picture(kernel, cells)
                reached["plot"] = time.monotonic() - began
        except (aiohttp.ClientError, TimeoutError, RuntimeError) as error:
            return Times(**reached, problem=f"{type(error).__name__}: {error}")
        return Times(**reached)

    async def answers(self, source: str) -> str:
        """Run one cell at the desk.

        Parameters
        ----------
        source : str
            The code.

        Returns
        -------
        str
            What it prints.

        Raises
        ------
        RuntimeError
            If the cell fails, or the desk does not open.
        """
        async with self.at_the_desk() as desk:
            kernel = await desk.start("scratch.ipynb")
            return (await desk.run(kernel, [source]))[0].printed

    @asynccontextmanager
    async def at_the_desk(self) -> AsyncIterator[Desk]:
        """Come in, and wait until the desk is open.

        Yields
        ------
        Desk
            What can be done there.
        """
        jar, limit = aiohttp.CookieJar(unsafe=True), aiohttp.ClientTimeout(total=_PATIENCE)
        async with aiohttp.ClientSession(cookie_jar=jar, timeout=limit) as session:
            await self._come_in(session)
            yield Desk(session, self.desk)

    async def _come_in(self, session: aiohttp.ClientSession) -> None:
        async with session.get(f"{self.address}/hub/login") as page:
            token = _XSRF.search(await page.text())
        form = {"username": self.name, "password": self.password, "otp": self.word}
        form["_xsrf"] = token[1] if token else ""
        async with session.post(f"{self.address}/hub/login", data=form) as page:
            if page.status != 200:
                raise RuntimeError(f"the entrance answers {page.status}")
        while True:
            async with session.get(f"{self.desk}/api/status") as answer:
                if answer.status == 200 and answer.content_type == "application/json":
                    return
            await self._ask_for_desk(session)
            await asyncio.sleep(0.2)

    async def _ask_for_desk(self, session: aiohttp.ClientSession) -> None:
        async with session.get(f"{self.address}/hub/spawn-pending/{self.name}") as page:
            await page.read()


class Desk:
    """An open desk, as the browser speaks to it.

    Parameters
    ----------
    session : aiohttp.ClientSession
        One that has come in.
    address : str
        Where the desk is.
    """

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self._session, self._address = session, address

    async def cells(self, lesson: str) -> list[str]:
        """List the code cells of a lesson.

        Parameters
        ----------
        lesson : str
            The file, as it stands on the desk.

        Returns
        -------
        list of str
            Their sources.
        """
        notebook = (await self._api(f"contents/{lesson}"))["content"]
        return [each["source"] for each in notebook["cells"] if each["cell_type"] == "code"]

    async def start(self, lesson: str) -> str:
        """Start a lesson's kernel.

        Parameters
        ----------
        lesson : str
            The file, as it stands on the desk.

        Returns
        -------
        str
            The kernel's name.
        """
        body = {"path": lesson, "name": lesson, "type": "notebook", "kernel": {"name": "python3"}}
        return (await self._api("sessions", body))["kernel"]["id"]

    async def run(self, kernel: str, cells: list[str]) -> list[Shown]:
        """Run cells one after the other.

        Parameters
        ----------
        kernel : str
            Its name.
        cells : list of str
            Their sources.

        Returns
        -------
        list of Shown
            What each shows.
        """
        return [shown async for shown in self._run(kernel, cells)]

    async def run_to_picture(self, kernel: str, cells: list[str]) -> None:
        """Run cells until one shows a picture.

        Parameters
        ----------
        kernel, cells
            As for `run`.

        Raises
        ------
        RuntimeError
            If none does, or one fails.
        """
        async for shown in self._run(kernel, cells):
            if shown.picture:
                return
        raise RuntimeError("no cell showed a picture")

    async def _run(self, kernel: str, cells: list[str]) -> AsyncIterator[Shown]:
        where = f"{self._address}/api/kernels/{kernel}/channels".replace("http", "ws", 1)
        async with await self._connected(where) as channel:
            for source in cells:
                yield await _run_one(channel, source)

    async def _connected(self, where: str) -> aiohttp.ClientWebSocketResponse:
        """Connect, and again where the proxy is too busy, as a browser does."""
        answers = []
        for attempt in range(_ATTEMPTS):
            try:
                return await self._session.ws_connect(where, max_msg_size=0)
            except aiohttp.WSServerHandshakeError as error:
                answers.append(error.status)
                if error.status == 404:  # there is no such kernel any more
                    break
                await asyncio.sleep(attempt + 1)
        raise RuntimeError(f"the kernel cannot be reached: answers {answers}")

    async def _api(self, path: str, body: object = None) -> dict:
        cookies = self._session.cookie_jar.filter_cookies(URL(f"{self._address}/"))
        token = cookies["_xsrf"].value if "_xsrf" in cookies else ""
        method = "GET" if body is None else "POST"
        async with self._session.request(
            method, f"{self._address}/api/{path}", json=body, headers={"X-XSRFToken": token}
        ) as answer:
            if answer.status >= 400:
                raise RuntimeError(f"{path} answers {answer.status}: {await answer.text()}")
            return await answer.json()


async def _run_one(channel: aiohttp.ClientWebSocketResponse, source: str) -> Shown:
    number, printed, picture = uuid.uuid4().hex, [], False
    await channel.send_str(json.dumps(_request(number, source)))
    async for said in channel:
        reply = json.loads(said.data)
        if reply.get("parent_header", {}).get("msg_id") != number:
            continue
        kind, told = reply["msg_type"], reply["content"]
        if kind == "error":
            raise RuntimeError(f"{told['ename']}: {told['evalue']}")
        printed.append(told.get("text", ""))
        picture |= _has_picture(told.get("data", {}))
        if kind == "status" and told["execution_state"] == "idle":
            return Shown("".join(printed), picture)
    raise RuntimeError("the desk was closed")


def _request(number: str, source: str) -> dict[str, object]:
    header = {"msg_id": number, "msg_type": "execute_request", "username": "", "session": number}
    return {
        "header": header | {"date": "", "version": "5.3"},
        "parent_header": {},
        "metadata": {},
        "content": {"code": source, "silent": False, "store_history": True, "allow_stdin": False},
        "channel": "shell",
        "buffers": [],
    }


def _has_picture(data: dict[str, object]) -> bool:
    kinds = {"image/png", "image/svg+xml"}
    return bool(kinds & set(data)) or "<img" in str(data.get("text/html", ""))
