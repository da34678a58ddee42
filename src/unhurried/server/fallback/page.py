"""A page whose notebook has code of its own: its policy, its end, and the addresses by which it reaches its kernel."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from tornado import web, websocket

from unhurried.server.fallback.kernel import CELLS, START, Kernel, NotUnderstood
from unhurried.server.fallback.wire import PROTOCOL
from unhurried.server.guard import POLICY, Guarded
from unhurried.server.line import NOT_UNDERSTOOD
from unhurried.server.templates import as_script
from unhurried.server.visits import Visit, Visits

#: What Voila's front end needs beyond our own pages, all of it from this server: our directives, and what takes their
#: place. docs/adr/0014 says what each is for and what was tried without it.
_MORE = {
    "script-src 'self'": "script-src 'self' blob:",  # anywidget imports the text that a widget brings from a blob
    "style-src 'self'": "style-src 'self' 'unsafe-inline'",  # bundle and widgets add their styles as <style> elements
    "img-src 'self' data:": "img-src 'self' data: blob:; font-src 'self'",  # a widget's pictures; MathJax's letters
}

#: Seconds without a message from its page until a kernel ends: each takes the memory of many page processes.
IDLE = 30 * 60.0


def policy() -> str:
    """The policy of such a page: looser than that of all others, and still without any other host."""
    looser = POLICY
    for ours, theirs in _MORE.items():
        looser = looser.replace(ours, theirs)
    return looser


async def end(workbook: Any, visit: Visit) -> str:
    """How such a page ends, once its cells have run, or its kernel has ended."""
    try:
        told = await asyncio.wait_for(asyncio.shield(visit.ready), START + CELLS)
    except TimeoutError:
        told = {"ready": []}
    text: str = workbook.templates.text(
        "own_code_end.html",
        shown_json=as_script(told["ready"]),
        config_json=as_script(workbook.front_end.page_config(visit.id)),
        files=workbook.front_end.files,
        works=bool(told["ready"]),
    )
    return text


def end_idle(visits: Visits, now: float) -> None:
    """End the kernels whose pages have asked nothing for too long. `now`: seconds on the monotonic clock."""
    for visit in visits:
        if isinstance(visit.process, Kernel) and now - visit.used_at > IDLE:
            visits.end(visit)


class KernelModel(Guarded):
    """`api/kernels/VISIT`: what the front end asks before it connects. Only the visit's own visitor is answered."""

    def get(self, visit_id: str) -> None:
        visit = self.workbook.visits.find(self.visitor, visit_id)
        if visit is None or not isinstance(visit.process, Kernel):
            raise web.HTTPError(404, reason="not_found")
        # No more than the front end insists on: nothing of when somebody did something.
        self.finish({"id": visit.id, "name": "python", "execution_state": "idle", "connections": 1})


class KernelLine(websocket.WebSocketHandler, Guarded):
    """`api/kernels/VISIT/channels`: one page's line to its kernel. Only the visit's own visitor gets it."""

    visit: Visit | None = None
    kernel: Kernel | None = None

    def check_origin(self, origin: str) -> bool:
        return origin.partition("://")[2] == self.request.host

    def select_subprotocol(self, subprotocols: list[str]) -> str | None:
        return PROTOCOL if PROTOCOL in subprotocols else None

    async def get(self, visit_id: str) -> None:
        visit = self.workbook.visits.find(self.visitor, visit_id)
        if visit is None or not isinstance(visit.process, Kernel) or "Upgrade" not in self.request.headers:
            raise web.HTTPError(404, reason="not_found")
        self.visit, self.kernel = visit, visit.process
        await super().get(visit_id)

    def open(self, *args: str) -> None:
        self.set_nodelay(True)
        if self.visit is not None and self.kernel is not None:
            self.workbook.visits.connect(self.visit, self)
            self.kernel.page = self

    def on_message(self, message: str | bytes) -> None:
        # What was held up on an older line of this page is old: since then the front end has asked for everything anew.
        if self.visit is None or self.kernel is None or self.visit.line is not self:
            return
        self.visit.used_at = time.monotonic()
        try:
            self.kernel.take(message if isinstance(message, bytes) else b"")
        except NotUnderstood:
            self.close(NOT_UNDERSTOOD)

    def on_close(self) -> None:
        if self.visit is not None and self.kernel is not None:
            if self.kernel.page is self:
                self.kernel.page = None
            self.workbook.visits.disconnect(self.visit, self)

    def relay(self, message: bytes) -> None:
        """Send the page a kernel's message. A page that has gone gets nothing."""
        try:
            sent = self.write_message(message, binary=True)
        except websocket.WebSocketClosedError:
            return
        sent.add_done_callback(lambda done: done.cancelled() or done.exception())

    def tell(self, text: str) -> None:
        """The server's own messages are for our page host, which has no WebSocket on such a page."""

    def hang_up(self) -> None:
        self.close(1000)
