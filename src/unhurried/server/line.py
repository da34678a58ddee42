"""The page's WebSocket: checked, then relayed."""

from __future__ import annotations

import json
from typing import Any

from tornado import web, websocket

from unhurried.server.guard import Guarded
from unhurried.server.visits import Visit

#: Bytes of the longest message: 200,000 characters of text in the widest UTF-8, as JSON, and some.
LONGEST_MESSAGE = 2 * 1024 * 1024

#: Close codes that the page host understands (4000 to 4999 are for applications).
NO_SUCH_VISIT = 4404
NOT_UNDERSTOOD = 4400


def relayable(message: Any) -> bool:
    """Whether a browser's message may go on to the page process: a custom widget message and nothing else.

    Trait updates are left out on purpose: through them a page could set any synced trait of any widget.
    """
    return (
        isinstance(message, dict)
        and message.get("type") == "comm_msg"
        and isinstance(message.get("comm"), str)
        and isinstance(message.get("data"), dict)
        and message["data"].get("method") == "custom"
        and isinstance(message["data"].get("content"), dict)
    )


class PageLine(websocket.WebSocketHandler, Guarded):
    """`/line/VISIT`: one page's line to its process. Only the visit's own visitor gets it."""

    visit: Visit | None = None

    def check_origin(self, origin: str) -> bool:
        return origin.partition("://")[2] == self.request.host

    async def get(self, visit_id: str) -> None:
        if "Upgrade" not in self.request.headers:
            raise web.HTTPError(404, reason="not_found")
        await super().get(visit_id)

    def open(self, *args: str) -> None:
        self.set_nodelay(True)
        self.visit = self.workbook.visits.find(self.visitor, args[0])
        if self.visit is None:
            self.close(NO_SUCH_VISIT)
        else:
            self.workbook.visits.connect(self.visit, self)

    def on_message(self, message: str | bytes) -> None:
        try:
            parsed = json.loads(message)
        except (ValueError, RecursionError):  # no JSON, or nested beyond anything that a worksheet asks for
            parsed = None
        if isinstance(parsed, dict) and parsed.get("type") == "ping":
            self.tell('{"type": "pong"}')
        elif self.visit is not None and relayable(parsed) and isinstance(message, str):
            if self.visit.line is not self:
                return  # held up on the way, and the page has said it again on a newer line since
            self.workbook.keys.touch(self.visitor)
            self.workbook.visits.relay(self.visit, message)
        else:
            self.close(NOT_UNDERSTOOD)

    def on_close(self) -> None:
        if self.visit is not None:
            self.workbook.visits.disconnect(self.visit, self)

    def tell(self, text: str) -> None:
        """Send text to the page. A page that has gone gets nothing; its process waits for it a while."""
        try:
            sent = self.write_message(text)
        except websocket.WebSocketClosedError:
            return
        sent.add_done_callback(lambda done: done.cancelled() or done.exception())

    def hang_up(self) -> None:
        self.close(1000)
