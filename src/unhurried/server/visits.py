"""Visits: one page that a visitor has open, its page process, and the WebSocket between them.

The server is a relay here. It checks what a message is and how long, never what it says, and keeps none of it.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from unhurried.errors import StartError, UnhurriedError
from unhurried.server import attention, my_pages
from unhurried.server.attention import Attention
from unhurried.server.limits import Limits
from unhurried.server.processes import frames
from unhurried.server.processes.starter import PageProcess, Starter
from unhurried.server.room import Room

#: Seconds that a page process waits for the page's WebSocket after the page was sent.
UNCLAIMED = 10.0
#: Seconds that it waits after the WebSocket dropped: a short walk out of the wireless network's reach.
DROPPED = 60.0
#: Page processes that one visitor may have: several tabs, not a mistake in a loop.
EACH = 3
#: Seconds for a notebook's cells to run.
CELLS = 20.0
#: Page processes that begin at once. More than the cores gives nobody a page sooner and everybody one later.
AT_ONCE = os.cpu_count() or 1
#: Bytes that a kernel is reckoned at: measured about 70 MB.
KERNEL = 80 * 1024**2
#: Seconds that a page is held open for its exercises. After that it ends without them, and its line brings them.
PROMPT = 1.0


class Process(Protocol):
    """What a visit needs of what runs its page's cells: a page process, or a kernel (fallback/kernel.py)."""

    async def read(self) -> bytes | None: ...
    def write(self, frame: bytes) -> None: ...
    def close(self) -> None: ...


class Line(Protocol):
    """What a visit needs of the page's WebSocket."""

    def tell(self, text: str) -> None: ...
    def hang_up(self) -> None: ...


@dataclass(eq=False)
class Visit:
    """One open page. `id` is known to its own page and bound to its visitor.

    `waits`: for its "turn", because others came before; for "room", because there is no memory for another process;
    "full": it does not even stand in line, and is no visit. None: it has, or is getting, its process.
    `for_two`: its page was sent while a folder for two was open.
    `late`: its page was sent without the exercises, and hears of them over its line.
    """

    visitor: str
    cells: list[str]
    course: str
    id: str = field(default_factory=lambda: secrets.token_urlsafe(18))
    process: Process | None = None
    line: Line | None = None
    used_at: float = field(default_factory=time.monotonic)
    ready: asyncio.Future[dict[str, Any]] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    waits: str | None = "turn"
    for_two: bool = False
    late: bool = False
    closing: bool = False
    timer: asyncio.TimerHandle | None = None
    life: asyncio.Task[None] | None = None
    attention: Attention = field(default_factory=Attention)

    def tell(self, kind: str, **facts: Any) -> None:
        """Send the page one of the server's own messages (docs/protocol.md)."""
        if self.line is not None:
            self.line.tell(json.dumps({"type": kind, **facts}))

    def tell_ready(self) -> None:
        """Send a page that was sent without its exercises what they are, once that is known."""
        if self.late and self.ready.done():
            shown = self.ready.result()
            self.tell("ready", ready=shown["ready"], failed=shown["failed"])


class Visits:
    """All visits of this server.

    Args:
        starter: where page processes come from.
        limits: how much memory they may take together, and how many visits there may be.
        key_of: the open space of a visitor as plain JSON values, or None; handed to new page processes.
        patience: seconds (unclaimed, dropped) until a page process without a WebSocket ends.
    """

    def __init__(
        self,
        starter: Starter,
        limits: Limits,
        key_of: Callable[[str], dict[str, Any] | None],
        patience: tuple[float, float] = (UNCLAIMED, DROPPED),
    ) -> None:
        self.starter = starter
        self.limits = limits
        self.key_of = key_of
        self.unclaimed, self.dropped = patience
        #: Called with a visitor who has paused all touch, or said "no touch for now"; set by the server.
        self.rest: Callable[[str], None] = lambda visitor: None
        #: Called with a visit whose page has just opened its line; set by a server that has more to say to it.
        self.greet: Callable[[Visit], None] = lambda visit: None
        self._visits: dict[str, Visit] = {}
        self._lives: set[asyncio.Task[None]] = set()
        self._room = Room(limits.memory)
        self._page_turns = asyncio.Semaphore(AT_ONCE)
        self._kernel_turns = asyncio.Semaphore(1)  # its start takes seconds, which pages need not wait for

    def of(self, visitor: str) -> list[Visit]:
        return [visit for visit in self._visits.values() if visit.visitor == visitor]

    def find(self, visitor: str, visit_id: str) -> Visit | None:
        """The visit with this id, if it is this visitor's; None for anybody else's, as if there were none."""
        visit = self._visits.get(visit_id)
        return visit if visit is not None and secrets.compare_digest(visit.visitor, visitor) else None

    def __iter__(self) -> Iterator[Visit]:
        return iter(list(self._visits.values()))

    def begin(
        self,
        visitor: str,
        course: str,
        cells: list[str],
        start: Callable[[], Awaitable[Process]] | None = None,
        for_two: bool = False,
    ) -> Visit:
        """Start a page process for a page that is being sent, or let it stand in line for one.

        Its widgets' states arrive at `visit.ready`, as `{ready, failed, waits}` (docs/protocol.md).

        Args:
            visitor: whose page it is.
            course: the course's folder.
            cells: the sources of the notebook's code cells.
            start: starts something else in its place: the kernel of a notebook with code of its own.
            for_two: whether the page was sent while a folder for two was open.
        """
        mine = sorted(self.of(visitor), key=lambda visit: visit.used_at)
        for visit in mine[: max(0, len(mine) - EACH + 1)]:
            self.end(visit)
        visit = Visit(visitor, cells, course, for_two=for_two)
        if len(self._visits) >= self.limits.visits:
            visit.waits = "full"
            visit.ready.set_result({"ready": [], "failed": None, "waits": "full"})
            return visit
        self._visits[visit.id] = visit
        if start is None:
            more = my_pages.MEMORY if tuple(cells) == my_pages.CELLS else 0
            life = self._live(visit, self.starter.start, self.starter.each + more, self._page_turns, CELLS)
        else:
            life = self._live(visit, start, KERNEL, self._kernel_turns, None)
        visit.life = asyncio.create_task(life)
        self._lives.add(visit.life)
        visit.life.add_done_callback(self._lives.discard)
        return visit

    async def shown(self, visit: Visit) -> dict[str, Any]:
        """What a page shows first, `{ready, failed, waits}`: at once, or what it waits for.

        A page that is told to wait has to open its line, and hears the rest there.
        """
        try:
            return await asyncio.wait_for(asyncio.shield(visit.ready), PROMPT)
        except TimeoutError:
            visit.late = True
            self._wait_for_line(visit, self.unclaimed)
            return {"ready": [], "failed": None, "waits": visit.waits or "turn"}

    async def _live(
        self,
        visit: Visit,
        start: Callable[[], Awaitable[Process]],
        size: int,
        turns: asyncio.Semaphore,
        limit: float | None,
    ) -> None:
        """From standing in line to the end of the process. `limit`: seconds for the cells; None: `start` sees to it."""
        visit.waits = "turn" if self._room.has(size) else "room"
        try:
            async with self._room.of(size):  # until the process has really ended
                visit.waits = "turn"
                async with turns:
                    visit.waits = None
                    process = await start()
                    await self._begin_cells(visit, process, limit)
                while payload := await process.read():
                    self._take(visit, payload)
        except StartError:
            pass  # its page is told that it has ended, and asks for another one
        finally:
            self.end(visit)

    async def _begin_cells(self, visit: Visit, process: Process, limit: float | None) -> None:
        """Let the cells run, until the process has said what they show or has ended."""
        if visit.id not in self._visits:  # the page was closed again before its process had started
            process.close()
            return
        visit.process = process
        process.write(frames.encode(frames.OWN, {"start": {"course": visit.course, "cells": visit.cells}}))
        key = self.key_of(visit.visitor)
        if key is not None:
            self.hand_over(visit, key)
        late = asyncio.get_running_loop().call_later(limit, self._give_up, visit) if limit else None
        payload = await process.read()
        if late is not None:
            late.cancel()
        if payload and not visit.ready.done():
            visit.ready.set_result({**frames.decode(payload)[1], "waits": None})
            visit.tell_ready()
            self._wait_for_line(visit, self.unclaimed)

    def _take(self, visit: Visit, payload: bytes) -> None:
        if payload[:1] == frames.COMM:
            if visit.line is not None:
                visit.line.tell(payload[1:].decode())
            return
        body = frames.decode(payload)[1]
        if "here" in body:
            if visit.attention.answered():
                visit.tell("goes_on")
        elif "opened" in body:
            visit.tell("opened", **({"space": "two"} if body["opened"] == "two" else {}))
        elif "rest" in body:
            self.rest(visit.visitor)
        elif "refused" in body:
            visit.tell("refused", why=body["refused"])

    async def watch(self) -> None:
        """Look for page processes that do not answer, for ever."""
        while True:
            await asyncio.sleep(attention.ROUND)
            for visit in self:
                match visit.attention.round():
                    case "ask" if visit.process is not None:  # never for a kernel, which answers no frame
                        visit.process.write(frames.encode(frames.OWN, {"ask": True}))
                    case "slow":
                        visit.tell("slow")
                    case "stuck":
                        self._give_up(visit)

    def _give_up(self, visit: Visit) -> None:
        """End a process that does not answer, at once: it is not going to read that it should. Its page keeps what it
        has not heard of, and takes it to the next one."""
        if isinstance(visit.process, PageProcess):
            visit.process.kill()
        self.end(visit, why="slow")

    def hand_over(self, visit: Visit, key: dict[str, Any]) -> None:
        """Give a page process the key of its visitor's space. Its page is told whether it opened."""
        self._send(visit, frames.encode(frames.OWN, {"space": key}))

    def lock(self, visitor: str) -> None:
        """Take the space out of all page processes of a visitor, and let their pages know."""
        for visit in self.of(visitor):
            self._send(visit, frames.encode(frames.OWN, {"lock": True}))
            visit.tell("locked")

    def send_elsewhere(self, visitor: str, for_two: bool) -> None:
        """A space is about to be opened. What pages hold that were begun for the other kind was not meant for it: their
        processes end now, so that none of it arrives, and they go to the map."""
        for visit in [one for one in self.of(visitor) if one.for_two != for_two]:
            visit.tell("elsewhere")
            self.end(visit)

    async def end_all(self, visitor: str) -> None:
        """Blank all pages of a visitor, and wait until their processes have really ended."""
        visits = self.of(visitor)
        for visit in visits:
            visit.tell("left")
            self.end(visit)
        await asyncio.gather(*(visit.life for visit in visits if visit.life is not None), return_exceptions=True)

    def connect(self, visit: Visit, line: Line) -> None:
        """The page's WebSocket is open. An older one of the same page (silent, but not closed) is hung up."""
        if visit.line is not None:
            visit.line.hang_up()
        visit.line = line
        visit.used_at = time.monotonic()
        self._stop_waiting(visit)
        visit.tell_ready()
        self.greet(visit)

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
        self._send(visit, frames.encode_text(frames.COMM, text))

    def _send(self, visit: Visit, frame: bytes) -> None:
        if visit.process is not None:
            visit.process.write(frame)
            if isinstance(visit.process, PageProcess):
                visit.attention.sent()

    def end(self, visit: Visit, **why: str) -> None:
        """End a page process, and tell its page, which may ask for a new one. `why`: "slow", or not given."""
        if self._visits.pop(visit.id, None) is None:
            return
        self._stop_waiting(visit)
        if visit.process is not None:
            visit.process.close()
        elif visit.waits is not None and visit.life is not None:
            visit.life.cancel()  # it leaves the line
        if not visit.ready.done():
            visit.ready.set_result({"ready": [], "failed": 0, "waits": None})
        visit.tell("ended", **why)
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
        for life in self._lives:
            life.cancel()

    async def run_job(
        self,
        job: dict[str, Any],
        told: Callable[[int, int], None] | None = None,
        failed: type[UnhurriedError] = UnhurriedError,
    ) -> dict[str, Any]:
        """Do slow or private work in a short-lived process. Whoever is cancelled ends that process at once.

        Args:
            job: as processes/jobs.py has it.
            told: hears how far it is, and of how many.
            failed: the error that is told where no process started, or it was cut off, as by a want of memory.

        Returns:
            How the job went, or `{error: key of an error}`.
        """
        try:
            process = await self.starter.start()
        except StartError:
            return {"error": failed.key}
        try:
            process.write(frames.encode(frames.OWN, {"job": job}))
            while payload := await process.read():
                said: dict[str, Any] = frames.decode(payload)[1]
                if "told" not in said:
                    return said
                if told is not None:
                    told(*said["told"])
        except asyncio.CancelledError:
            process.kill()
            raise
        finally:
            process.close()
        return {"error": failed.key}
