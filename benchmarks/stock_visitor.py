"""A visitor of stock Voila without a browser: the page, its kernel's WebSocket, the first state, one answer.

It loads no page code, no styles and no fonts, which flatters stock Voila.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from tornado.httpclient import HTTPRequest
from tornado.simple_httpclient import SimpleAsyncHTTPClient
from tornado.websocket import WebSocketClientConnection, websocket_connect

from benchmarks.light import AT_ONCE, PATIENCE, Came
from benchmarks.messages import HELLO, put

#: How a page asks for all widgets of its kernel (ipywidgets, packages/schema/messages.md), and the version of that.
CONTROL, CONTROL_VERSION = "jupyter.widget.control", "1.0.0"


@dataclass
class StockVisitor:
    """`question`: the one that is answered."""

    url: str
    question: str
    line: WebSocketClientConnection | None = None
    came: Came = field(default_factory=Came)
    session: str = field(default_factory=lambda: uuid4().hex)

    async def join(self, code: str, chapter: str) -> None:
        """Nobody has to come in."""

    async def open(self, chapter: str) -> Came:
        """Open the page, answer the question, and stay. Its prose is not looked for: `came.prose` stays 0."""
        began = time.perf_counter()
        request = HTTPRequest(self.url + chapter, connect_timeout=PATIENCE, request_timeout=PATIENCE)
        html = (await SimpleAsyncHTTPClient(max_clients=AT_ONCE).fetch(request)).body.decode()
        kernel = re.search(r'"kernelId": ?"([\w-]+)"', html)
        if kernel is None:
            raise RuntimeError("The page names no kernel.")
        address = f"{self.url.replace('http', 'ws')}api/kernels/{kernel[1]}/channels?session_id={self.session}"
        self.line = await websocket_connect(HTTPRequest(address, request_timeout=PATIENCE))
        widget = await self._widget(uuid4().hex)
        self.came.drawn = time.perf_counter() - began
        await self._say(widget, {"method": "custom", "content": HELLO})
        await self._say(widget, {"method": "custom", "content": put(self.question, 0, seq=1)})
        await self._hear(widget, lambda data: data.get("content", {}).get("say") == "held")
        self.came.held = time.perf_counter() - began
        return self.came

    async def go(self) -> None:
        """A browser's page asks for the end of its kernel, and stock Voila refuses that (voila#1458)."""
        self.vanish()

    def vanish(self) -> None:
        if self.line is not None:
            self.line.close()

    async def _widget(self, control: str) -> str:
        """The comm of our exercise, asked for as a page does."""
        opened = {"comm_id": control, "target_name": CONTROL, "data": {}}
        await self._send("comm_open", opened, {"version": CONTROL_VERSION})
        await self._say(control, {"method": "request_states"})
        told = await self._hear(control, lambda data: data.get("method") == "update_states")
        ours: str = next(comm for comm, model in told["states"].items() if "stem" in model["state"])
        return ours

    async def _say(self, comm: str, data: dict[str, Any]) -> None:
        await self._send("comm_msg", {"comm_id": comm, "data": data}, {})

    async def _send(self, kind: str, carried: dict[str, Any], metadata: dict[str, str]) -> None:
        assert self.line is not None
        header = {
            "msg_id": uuid4().hex,
            "msg_type": kind,
            "session": self.session,
            "username": "",
            "version": "5.4",
            "date": datetime.now(UTC).isoformat(),
        }
        message = {"header": header, "parent_header": {}, "metadata": metadata, "content": carried, "channel": "shell"}
        await self.line.write_message(json.dumps(message))

    async def _hear(self, comm: str, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The data of the first wanted message of this comm."""
        assert self.line is not None
        while (text := await self.line.read_message()) is not None:
            message = json.loads(text)
            carried = message["content"]
            if message["msg_type"] == "comm_msg" and carried["comm_id"] == comm and wanted(carried["data"]):
                data: dict[str, Any] = carried["data"]
                return data
        raise RuntimeError(f"The line was closed with {self.line.close_code}.")
