"""A visitor without a browser: cookies, the headers that a browser sends by itself, and a page's line."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import re
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any, TypeVar

import psutil
import pytest
from tests.conftest import JOIN, Server
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, WebSocketClosedError, websocket_connect

from unhurried.server.app import Workbook
from unhurried.server.fallback.frontend import FrontEnd
from unhurried.server.running import name_of

T = TypeVar("T")

#: Seconds until a state that has to come counts as missing.
DEADLINE = 20.0

#: What a browser says of itself when a person opens a page, and when page code of that page asks for something.
NAVIGATION = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
FETCH = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}


def routes_of(kind: type[Workbook]) -> list[tuple[Any, ...]]:
    """Every address of a server with what answers it, without starting one."""
    bare = type("Bare", (kind,), {"base_url": "/", "front_end": FrontEnd("/voila/")})
    routes: list[tuple[Any, ...]] = bare.init_handlers(bare.__new__(bare))
    return routes


def wait_until(state: Callable[[], T]) -> T:
    """Wait for a state, and return what it is; fail when it does not come."""
    end = time.monotonic() + DEADLINE
    while not (seen := state()):
        if time.monotonic() > end:
            pytest.fail(f"This state did not come in {DEADLINE:.0f} seconds.")
        time.sleep(0.02)
    return seen


@dataclass(frozen=True)
class Answer:
    """One response, whole. `raw`: status line, headers and body, for searching."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes
    raw: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    def block(self, name: str) -> Any:
        """The JSON of a `<script type="application/json" id=name>`."""
        found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', self.text, re.DOTALL)
        assert found is not None, f"the page has no {name} block"
        return json.loads(found[1])


class Line:
    """A page's WebSocket."""

    def __init__(self, run: Callable[..., Any], connection: WebSocketClientConnection, comm: str) -> None:
        self._run = run
        self._connection = connection
        self.comm = comm

    def send(self, text: str | bytes) -> None:
        # The server may hang up before it has read all; what it says then is for `code` to tell.
        with contextlib.suppress(WebSocketClosedError):
            self._run(self._connection.write_message, text, isinstance(text, bytes))

    def do(self, content: dict[str, Any], written: Callable[[str], str] = str) -> None:
        """Send what the exercise's page code would send; `written` may change its text to what no page would write."""
        data = {"method": "custom", "content": content}
        self.send(written(json.dumps({"type": "comm_msg", "comm": self.comm, "data": data})))

    def put(self, question: str, value: Any, seq: int = 1, written: Callable[[str], str] = str) -> None:
        at = "2026-11-20T21:30:00+01:00"
        self.do({"do": "put", "question": question, "value": value, "base": 0, "seq": seq, "at": at}, written)

    def hear(self) -> Any:
        """The next frame; None when the line is closed."""
        text = self._run(self._connection.read_message)
        return None if text is None else json.loads(text)

    def says(self, *kinds: str) -> Any:
        """The exercise's next message of one of these kinds; what comes before it is passed over."""
        while (frame := self.hear()) is not None:
            if frame["type"] == "comm_msg" and frame["data"]["content"]["say"] in kinds:
                return frame["data"]["content"]
        pytest.fail(f"The line was closed with {self.code} before {kinds}.")

    def told(self, kind: str) -> Any:
        """The server's own next message of this kind."""
        while (frame := self.hear()) is not None:
            if frame["type"] == kind:
                return frame
        pytest.fail(f"The line was closed with {self.code} before {kind}.")

    def state(self) -> Any:
        """What the exercise holds, as a page asks for it."""
        self.do({"do": "hello"})
        return self.says("state")

    @property
    def code(self) -> int | None:
        """The code with which the server closes the line; waits for that."""
        while self.hear() is not None:
            pass
        return self._connection.close_code

    def close(self) -> None:
        """Close it as a browser does, and wait until it is closed."""
        self._connection.close()
        while self.hear() is not None:
            pass


class Visitor:
    """One person's browser, as far as the server can tell."""

    def __init__(self, server: Server, run: Callable[..., Any]) -> None:
        self.server = server
        self.cookies: dict[str, str] = {}
        self._run = run

    def connect(
        self, method: str, path: str, headers: dict[str, str | None], body: bytes
    ) -> http.client.HTTPConnection:
        """Send a request and leave its response to be read. A header of None is left out."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=DEADLINE)
        connection.putrequest(method, "/" + path, skip_host=True, skip_accept_encoding=True)
        own: dict[str, str | None] = {
            "Host": f"127.0.0.1:{self.server.port}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()) or None,
            "Content-Length": str(len(body)) if body else None,
            **(NAVIGATION if method == "GET" else FETCH),
        }
        for name, value in {**own, **headers}.items():
            if value is not None:
                connection.putheader(name, value)
        connection.endheaders(body or None)
        return connection

    def ask(
        self, method: str, path: str = "", headers: dict[str, str | None] | None = None, body: bytes = b""
    ) -> Answer:
        """One request; cookies are kept as a browser keeps them. `path` has no leading slash."""
        connection = self.connect(method, path, headers or {}, body)
        response = connection.getresponse()
        content = response.read()
        connection.close()
        for line in response.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
                if not morsel.value:
                    del self.cookies[name]
        head = f"{response.status} {response.reason}\r\n{response.headers}".encode()
        return Answer(response.status, response.headers, content, head + content)

    def get(self, path: str = "", headers: dict[str, str | None] | None = None) -> Answer:
        return self.ask("GET", path, headers)

    def post(self, path: str, body: Any = None, headers: dict[str, str | None] | None = None) -> Answer:
        """A POST as our page code makes it: with the token, and JSON (a dict) or a form (text)."""
        data = body.encode() if isinstance(body, str) else json.dumps(body).encode() if body is not None else b""
        kind = "application/x-www-form-urlencoded" if isinstance(body, str) else "application/json"
        token = self.cookies.get(f"_x{self.server.port}", "")
        return self.ask("POST", path, {"Content-Type": kind, "X-XSRFToken": token, **(headers or {})}, data)

    def enter(self, to: str = "p/1") -> Visitor:
        """Come in by the join code, without a stop at how to leave; and get a token by looking at a page."""
        assert 303 == self.get(f"join/{JOIN}?to={to}").status
        assert 200 == self.get("steady").status
        return self

    def page(self, path: str = "p/1") -> Answer:
        answer = self.get(path)
        assert 200 == answer.status
        return answer

    def line(self, page: Answer, **headers: str) -> Line:
        """The line of a page that was served, once its exercises are there."""
        shown, line = page.block("visit"), self.line_of(page.block("unhurried")["page"], **headers)
        if shown["waits"] is not None:
            shown = line.told("ready")
        line.comm = shown["ready"][0]["comm"] if shown["ready"] else ""
        return line

    def shown(self, page: Answer) -> Any:
        """What a page that was served shows first: in its HTML, or on its line where it has to wait."""
        shown = page.block("visit")
        if shown["waits"] is None:
            return shown
        return self.line_of(page.block("unhurried")["page"]).told("ready")

    def line_of(self, visit: str, comm: str = "", **headers: str) -> Line:
        """The line of a visit. Raises tornado's HTTPClientError when it is refused."""
        address = f"127.0.0.1:{self.server.port}"
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {"Origin": f"http://{address}", "Cookie": cookie, **headers}
        request = HTTPRequest(f"ws://{address}/line/{visit}", headers=sent)
        return Line(self._run, self._run(websocket_connect, request), comm)

    def leave(self) -> Answer:
        return self.post("leave", "")


class Family:
    """The processes of a server: its warm process, and the page processes that were forked from that."""

    def __init__(self, server: Server) -> None:
        assert server.process is not None
        self.server = psutil.Process(server.process.pid)

    @property
    def warm(self) -> psutil.Process:
        return wait_until(
            lambda: next((one for one in self.server.children() if one.status() != psutil.STATUS_ZOMBIE), None)
        )

    @property
    def pages(self) -> set[psutil.Process]:
        """Page processes, zombies among them."""
        return set(self.warm.children())

    @property
    def all(self) -> list[psutil.Process]:
        return [self.server, *self.server.children(recursive=True)]


@pytest.fixture
def until() -> Callable[[Callable[[], T]], T]:
    return wait_until


@pytest.fixture
def run() -> Iterator[Callable[..., Any]]:
    """Calls something and waits for what it promises, on one loop for the whole test."""

    async def called(act: Callable[..., Any], *given: Any) -> Any:
        return await asyncio.wait_for(act(*given), DEADLINE)

    with asyncio.Runner() as runner:
        yield lambda act, *given: runner.run(called(act, *given))


@pytest.fixture(scope="session")
def server_class() -> type[Server]:
    """For tests that share a server of their own."""
    return Server


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests that leave it as they found it."""
    server = Server(tmp_path_factory.mktemp("shared")).start()
    yield server
    server.close()


@pytest.fixture
def visitor_of(run: Callable[..., Any]) -> Iterator[Callable[[Server], Visitor]]:
    """Makes visitors who have not come in yet; all leave with the test."""
    visitors: list[Visitor] = []

    def make(server: Server) -> Visitor:
        visitors.append(Visitor(server, run))
        return visitors[-1]

    yield make
    for visitor in visitors:
        if visitor.cookies and visitor.server.process and visitor.server.process.poll() is None:
            visitor.leave()


@pytest.fixture
def stranger(shared: Server, visitor_of: Callable[[Server], Visitor]) -> Visitor:
    """Somebody who was not let in."""
    return visitor_of(shared)


@pytest.fixture
def visitor(shared: Server, visitor_of: Callable[[Server], Visitor]) -> Visitor:
    return visitor_of(shared).enter()


@pytest.fixture
def other(shared: Server, visitor_of: Callable[[Server], Visitor]) -> Visitor:
    """Another visitor of the same server."""
    return visitor_of(shared).enter()


@pytest.fixture
def family_of() -> type[Family]:
    return Family


@pytest.fixture
def family(shared: Server) -> Family:
    """The shared server's processes, once those of earlier tests have ended."""
    family = Family(shared)
    wait_until(lambda: not family.pages)
    return family


@pytest.fixture
def new_link() -> Callable[[Server], str]:
    """Asks a running server for a link, as a second `unhurried open` does; returns its path without the slash."""

    def ask(server: Server) -> str:
        with socket.socket(socket.AF_UNIX) as asking:
            asking.connect(str(server.runtime / "unhurried" / f"{name_of(server.space)}.sock"))
            return asking.recv(4096).decode().removeprefix(server.url)

    return ask
