"""Paper and text over HTTP. For a worksheet the page sends the answers that it holds, and gets a file; for a chapter,
or all of the course, it says which, and hears how far it is. Nothing of it is kept."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
from typing import Any

from tornado import web

from unhurried.errors import ExportFailed, PrintFailed
from unhurried.server.guard import Guarded, LongBody, today
from unhurried.server.making import Making

#: Bytes of the longest order: a worksheet whose every question holds a hundred pages.
LONGEST_ORDER = 8 * 1024 * 1024


class Order(LongBody, Making):
    """An order with answers in it, made by a process of its own."""

    longest = LONGEST_ORDER

    def order(self) -> dict[str, Any]:
        """The order's JSON, with its worksheet's name checked for being text and its day for being one."""
        body = self.json_body()
        if not isinstance(body.get("worksheet"), str):
            raise web.HTTPError(400, reason="unexpected")
        return {**body, "today": today(body)}


@web.stream_request_body
class Print(Order):
    """`POST /print`, `{worksheet, paper, answers, today, whole, everything, cover}`: the sheet as a PDF, or `{error:
    key}`."""

    async def post(self) -> None:
        order = self.order()
        if not isinstance(order.get("paper"), str) or not isinstance(order.get("answers"), dict | None):
            raise web.HTTPError(400, reason="unexpected")
        names = ("worksheet", "paper", "answers", "today")
        ticks = {name: order.get(name) is True for name in ("whole", "everything", "cover")}
        job = {"do": "print", **{name: order.get(name) for name in names}, **ticks}
        self.send_pdf(await self.made(job, PrintFailed))


@web.stream_request_body
class Text(Order):
    """`POST /text`, `{worksheet, answers, today, everything}`: the worksheet with these answers as Markdown, or
    `{error: key}`."""

    async def post(self) -> None:
        order = self.order()
        if not isinstance(order.get("answers"), dict):
            raise web.HTTPError(400, reason="unexpected")
        names = ("worksheet", "answers", "today")
        job = {"do": "text", **{name: order[name] for name in names}, "everything": order.get("everything") is True}
        made = await self.made(job, ExportFailed)
        self.set_header("Content-Type", "text/markdown; charset=utf-8")
        self.set_header("Content-Disposition", 'attachment; filename="page.md"')
        self.finish(base64.b64decode(made["file"]))


class Bind(Guarded):
    """`POST /bind`, `{worksheet | chapter, paper, filled, today, everything, cover}`: lines of JSON while it goes on.

    `{told: [chapters put together, of how many]}` for the book, which it is with neither worksheet nor chapter; at the
    end `{pdf}` in base64, or `{error: key}`, where "locked" means that the space to fill it from is not open. Whoever
    hangs up ends the work.
    """

    work: asyncio.Task[dict[str, Any]] | None = None

    async def post(self) -> None:
        body = self.json_body()
        key = self.workbook.keys.of(self.visitor) if body.get("filled") is True else None
        self.set_header("Content-Type", "application/x-ndjson")
        if body.get("filled") is True and key is None:
            self.say({"error": "locked"})
            return
        self.work = asyncio.create_task(self.made(self.job(body) | {"key": key}))
        with contextlib.suppress(asyncio.CancelledError):
            made = await self.work
            # They left, or the space was locked, while it was being made.
            is_theirs = key is None or self.workbook.keys.of(self.visitor) == key
            self.say(made if is_theirs else {"error": "locked"})

    def job(self, body: dict[str, Any]) -> dict[str, Any]:
        """The job without its key. Raises HTTPError 400."""
        what: dict[str, Any] = {name: body[name] for name in ("worksheet", "chapter") if name in body}
        kinds = {"worksheet": str, "chapter": int}
        if not isinstance(body.get("paper"), str) or any(not isinstance(what[name], kinds[name]) for name in what):
            raise web.HTTPError(400, reason="unexpected")
        ticks = {name: body.get(name) is True for name in ("everything", "cover")}
        return {
            "do": "bind",
            "course": str(self.workbook.course.root),
            "paper": body["paper"],
            "today": today(body),
            **what,
            **ticks,
        }

    async def made(self, job: dict[str, Any]) -> dict[str, Any]:
        # The book has a turn of its own: nobody waits for a sheet until a book is set.
        is_book = "worksheet" not in job and "chapter" not in job
        async with self.workbook.binding if is_book else self.workbook.printing:
            made: dict[str, Any] = await self.workbook.visits.run_job(job, self.tell, PrintFailed)
        return made

    def tell(self, done: int, of: int) -> None:
        self.say({"told": [done, of]})

    def say(self, line: dict[str, Any]) -> None:
        """Send one line. Nobody may be listening any more."""
        self.write(json.dumps(line) + "\n")
        self.flush().add_done_callback(lambda sent: sent.exception())

    def on_connection_close(self) -> None:
        if self.work is not None:
            self.work.cancel()
