"""A visitor without a browser: as little work as can be for whoever measures, all of it for the server."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from http.cookies import SimpleCookie
from typing import Any, Protocol
from urllib.parse import urlencode

from tornado.httpclient import HTTPRequest, HTTPResponse
from tornado.simple_httpclient import SimpleAsyncHTTPClient
from tornado.websocket import WebSocketClientConnection, websocket_connect

from benchmarks.messages import HELLO, content, frame, put, said, script_block
from benchmarks.subjects import LADDER

#: Requests at once, of all visitors in this process together; tornado's own limit of ten would be what is measured.
AT_ONCE = 10_000

#: Seconds until an answer counts as missing.
PATIENCE = 120.0


@dataclass
class Came:
    """When a visitor's page was there, in seconds since it was asked for.

    `prose`: the first part of the page, with all that can be read. `drawn`: the exercises' first state. `held`: an
    answer had made its way to the page process and back. `waited`: the page had to wait in line.
    """

    prose: float = 0.0
    drawn: float = 0.0
    held: float = 0.0
    waited: bool = False


class Visitor(Protocol):
    """One visitor of a server with one open page, without a browser. Raises RuntimeError, or what tornado raises, when
    it is not served."""

    async def join(self, code: str, chapter: str) -> None:
        """Come in, before anything is measured."""

    async def open(self, chapter: str) -> Came:
        """Open a chapter, answer its first question, and stay."""

    async def go(self) -> None:
        """Close the page as a browser does."""

    def vanish(self) -> None:
        """Close the line and nothing else, as a browser that lost its network."""


@dataclass
class LightVisitor:
    """A visitor of our server. `question`: the one that is answered."""

    url: str
    question: str = LADDER.question
    cookies: dict[str, str] = field(default_factory=dict)
    line: WebSocketClientConnection | None = None
    came: Came = field(default_factory=Came)
    comm: str = ""
    goodbye: dict[str, str] = field(default_factory=dict)

    async def join(self, code: str, chapter: str) -> None:
        """Get the cookie of one who came in by the join code."""
        joined = await self._ask(f"join/{code}?to={chapter}", follow_redirects=False)
        if not self.cookies:
            raise RuntimeError(f"Joining was answered {joined.code}.")

    async def open(self, chapter: str) -> Came:
        """Open a chapter, answer the question, and stay."""
        began = time.perf_counter()
        await self.load(chapter, began)
        await self.say(HELLO)
        await self.answer(seq=1)
        self.came.held = time.perf_counter() - began
        return self.came

    async def come(self, code: str, chapter: str) -> Came:
        await self.join(code, chapter)
        return await self.open(chapter)

    async def answer(self, seq: int, value: int = 0) -> None:
        """Answer a question, and wait until that is held."""
        await self.say(put(self.question, value, seq))
        await self.hear(lambda message: said(message) == "held")

    async def make_space(self) -> str:
        """Make a space, which is then open; return its passphrase."""
        passphrase: str = json.loads((await self._ask("space/words")).body)["words"]
        await self._space("make", {"passphrase": passphrase})
        return passphrase

    async def open_space(self, passphrase: str) -> None:
        """Open the space that these words open."""
        await self._space("open", {"passphrase": passphrase})

    async def _space(self, what: str, order: dict[str, str]) -> None:
        token = script_block((await self._ask("keeps")).body.decode(), "unhurried")["xsrf"]
        headers = {**self._headers(), "X-XSRFToken": token, "Content-Type": "application/json"}
        answer = await self._ask(f"space/{what}", method="POST", headers=headers, body=json.dumps(order))
        if answer.code != 200:
            raise RuntimeError(f"The server answered {answer.code} when asked for a space.")

    async def sit_down(self, chapter: str, answers: dict[str, Any], at: datetime) -> None:
        """One sitting with a space open: open a chapter, keep these answers, written at this time, and go."""
        await self.load(chapter, time.perf_counter())
        await self.say(HELLO)
        known = content(await self.hear(lambda message: said(message) == "state"))["answers"]
        for seq, (question, value) in enumerate(answers.items(), start=1):
            base = known.get(question, {}).get("version", 0)
            await self.say(put(question, value, seq, base, at))
            await self.hear(lambda message: said(message) == "kept")
        await self.go()

    async def say(self, carried: dict[str, Any]) -> None:
        assert self.line is not None
        await self.line.write_message(json.dumps(frame(self.comm, carried)))

    async def go(self) -> None:
        """Close the page as a browser does: with a goodbye."""
        await self._ask("goodbye", method="POST", body=urlencode(self.goodbye))
        self.vanish()

    def vanish(self) -> None:
        """Close the line without a goodbye, as a browser that lost its network."""
        if self.line is not None:
            self.line.close()

    async def load(self, chapter: str, began: float) -> None:
        """Load a chapter down to its exercise, and open its line."""
        parts: list[bytes] = []

        def take(part: bytes) -> None:
            if not parts:
                self.came.prose = time.perf_counter() - began
            parts.append(part)

        answer = await self._ask(chapter, streaming_callback=take)
        if answer.code != 200:
            raise RuntimeError(f"The page was answered {answer.code}.")
        html = b"".join(parts).decode()
        page, shown = script_block(html, "unhurried"), script_block(html, "visit")
        self.goodbye = {"page": page["page"], "_xsrf": page["xsrf"]}
        address = f"{self.url.replace('http', 'ws')}line/{page['page']}"
        self.line = await websocket_connect(HTTPRequest(address, headers=self._headers()))
        self.came.waited = shown["waits"] is not None
        if self.came.waited:
            shown = await self.hear(lambda message: message["type"] == "ready")
        if not shown["ready"]:
            raise RuntimeError("The page came without its exercise.")
        self.comm = shown["ready"][0]["comm"]
        self.came.drawn = time.perf_counter() - began

    async def hear(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        assert self.line is not None
        while (text := await self.line.read_message()) is not None:
            message: dict[str, Any] = json.loads(text)
            if wanted(message):
                return message
        raise RuntimeError(f"The line was closed with {self.line.close_code}.")

    async def _ask(self, path: str, **options: Any) -> HTTPResponse:
        options = {"headers": self._headers(), **options}
        request = HTTPRequest(self.url + path, connect_timeout=PATIENCE, request_timeout=PATIENCE, **options)
        answer = await SimpleAsyncHTTPClient(max_clients=AT_ONCE).fetch(request, raise_error=False)
        for sent in answer.headers.get_list("Set-Cookie"):
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(sent).items()})
        return answer

    def _headers(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
