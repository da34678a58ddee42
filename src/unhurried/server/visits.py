"""Visits: one page that a visitor has open, its page process, and the WebSocket between them.

The server is a relay here. It checks what a message is and how long, never what it says, and keeps none of it.
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from unhurried.errors import StartError
from unhurried.server.processes import frames
from unhurried.server.processes.starter import PageProcess, Starter

log = logging.getLogger(__name__)

#: Seconds that a page process waits for the page's WebSocket after the page was sent.
UNCLAIMED = 10.0
#: Seconds that it waits after the WebSocket dropped: a short walk out of the wireless network's reach.
DROPPED = 60.0
#: Page processes that one visitor may have: several tabs, not a mistake in a loop.
EACH = 3
#: Seconds for a notebook's cells to run.
CELLS = 20.0


class Line(Protocol):
    """What a visit needs of the page's WebSocket."""

    def tell(self, text: str) -> None: ...
    def hang_up(self) -> None: ...


@dataclass(eq=False)
class Visit:
    """One open page. `id` is known to its own page and bound to its visitor."""

    visitor: str
    cells: list[str]
    course: str
    id: str = field(default_factory=lambda: secrets.token_urlsafe(18))
    process: PageProcess | None = None
    line: Line | None = None
    used_at: float = field(default_factory=time.monotonic)
    ready: asyncio.Future[dict[str, Any]] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    closing: bool = False
    timer: asyncio.TimerHandle | None = None

    def tell(self, kind: str, **facts: str) -> None:
        """Send the page one of the server's own messages (docs/protocol.md)."""
        if self.line is not None:
            self.line.tell(json.dumps({"type": kind, **facts}))


class Visits:
    """All visits of this server.

    Args:
        starter: where page processes come from.
        key_of: the open space of a visitor as plain JSON values, or None; handed to new page processes.
        patience: seconds (unclaimed, dropped) until a page process without a WebSocket ends.
    """

    def __init__(
        self,
        starter: Starter,
        key_of: Callable[[str], dict[str, Any] | None],
        patience: tuple[float, float] = (UNCLAIMED, DROPPED),
    ) -> None:
        self.starter = starter
        self.key_of = key_of
        self.unclaimed, self.dropped = patience
        self._visits: dict[str, Visit] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def of(self, visitor: str) -> list[Visit]:
        return [visit for visit in self._visits.values() if visit.visitor == visitor]

    def find(self, visitor: str, visit_id: str) -> Visit | None:
        """The visit with this id, if it is this visitor's; None for anybody else's, as if there were none."""
        visit = self._visits.get(visit_id)
        return visit if visit is not None and secrets.compare_digest(visit.visitor, visitor) else None

    def __iter__(self) -> Iterator[Visit]:
        return iter(list(self._visits.values()))

    def begin(self, visitor: str, course: str, cells: list[str]) -> Visit:
        """Start a page process for a page that is being sent. Its widgets' states arrive at `visit.ready`."""
        mine = sorted(self.of(visitor), key=lambda visit: visit.used_at)
        for visit in mine[: max(0, len(mine) - EACH + 1)]:
            self.end(visit)
        visit = Visit(visitor, cells, course)
        self._visits[visit.id] = visit
        task = asyncio.create_task(self._live(visit))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return visit

    async def _live(self, visit: Visit) -> None:
        try:
            visit.process = await self.starter.start()
        except StartError:
            self.end(visit)
            return
        if visit.id not in self._visits:  # the page was closed again before its process had started
            visit.process.close()
            return
        visit.process.write(frames.encode(frames.OWN, {"start": {"course": visit.course, "cells": visit.cells}}))
        key = self.key_of(visit.visitor)
        if key is not None:
            self.hand_over(visit, key)
        while payload := await visit.process.read():
            self._take(visit, payload)
        self.end(visit)

    def _take(self, visit: Visit, payload: bytes) -> None:
        if payload[:1] == frames.COMM:
            if visit.line is not None:
                visit.line.tell(payload[1:].decode())
            return
        body = frames.decode(payload)[1]
        if "ready" in body:
            if not visit.ready.done():
                visit.ready.set_result(body)
            self._wait_for_line(visit, self.unclaimed)
        elif "opened" in body:
            visit.tell("opened")
        elif "refused" in body:
            visit.tell("refused", why=body["refused"])

    def hand_over(self, visit: Visit, key: dict[str, Any]) -> None:
        """Give a page process the key of its visitor's space. Its page is told whether it opened."""
        if visit.process is not None:
            visit.process.write(frames.encode(frames.OWN, {"space": key}))

    def lock(self, visitor: str) -> None:
        """Take the space out of all page processes of a visitor, and let their pages know."""
        for visit in self.of(visitor):
            if visit.process is not None:
                visit.process.write(frames.encode(frames.OWN, {"lock": True}))
            visit.tell("locked")

    def connect(self, visit: Visit, line: Line) -> None:
        """The page's WebSocket is open. An older one of the same page (silent, but not closed) is hung up."""
        if visit.line is not None:
            visit.line.hang_up()
        visit.line = line
        visit.used_at = time.monotonic()
        self._stop_waiting(visit)

    def disconnect(self, visit: Visit, line: Line) -> None:
        if visit.line is line:
            visit.line = None
            if visit.closing:
                self.end(visit)
            else:
                self._wait_for_line(visit, self.dropped)

    def goodbye(self, visit: Visit) -> None:
        """The page is being closed. Its last words may still be on their way on the WebSocket, which closes after."""
        visit.closing = True
        if visit.line is None:
            self.end(visit)

    def relay(self, visit: Visit, text: str) -> None:
        visit.used_at = time.monotonic()
        if visit.process is not None:
            visit.process.write(frames.encode_text(frames.COMM, text))

    def end(self, visit: Visit) -> None:
        """End a page process, and tell its page, which may ask for a new one."""
        if self._visits.pop(visit.id, None) is None:
            return
        self._stop_waiting(visit)
        if visit.process is not None:
            visit.process.close()
        if not visit.ready.done():
            visit.ready.set_result({"ready": [], "failed": 0})
        visit.tell("ended")
        if visit.line is not None:
            visit.line.hang_up()

    def _wait_for_line(self, visit: Visit, seconds: float) -> None:
        self._stop_waiting(visit)
        if visit.line is None and visit.id in self._visits:
            visit.timer = asyncio.get_running_loop().call_later(seconds, self.end, visit)

    def _stop_waiting(self, visit: Visit) -> None:
        if visit.timer is not None:
            visit.timer.cancel()
            visit.timer = None

    def close(self) -> None:
        for visit in self:
            self.end(visit)
        for task in self._tasks:
            task.cancel()

    async def run_job(self, job: dict[str, Any]) -> dict[str, Any]:
        """Do slow or private work in a short-lived process (processes/jobs.py). Raises StartError."""
        process = await self.starter.start()
        try:
            process.write(frames.encode(frames.OWN, {"job": job}))
            payload = await process.read()
        finally:
            process.close()
        if payload is None:
            raise StartError("The work in a process of its own was cut off.")
        result: dict[str, Any] = frames.decode(payload)[1]
        return result
