"""A worksheet on paper, or as text, over HTTP. The page sends the answers that it holds, and gets a file; nothing of it
is kept."""

from __future__ import annotations

import base64
import datetime
from typing import Any

from tornado import web

from unhurried.errors import ExportFailed, PrintFailed, StartError, UnhurriedError
from unhurried.server.guard import Guarded

#: Bytes of the longest order: a worksheet whose every question holds a hundred pages.
LONGEST_ORDER = 8 * 1024 * 1024


class Order(Guarded):
    """An order with answers in it, made by a process of its own.

    The body is longer than any other, so it is read only once the guard has let its sender in.
    """

    def prepare(self) -> None:
        super().prepare()
        self.request.connection.set_max_body_size(LONGEST_ORDER)  # type: ignore[union-attr]
        self._received = bytearray()

    def data_received(self, chunk: bytes) -> None:
        self._received += chunk

    def order(self) -> dict[str, Any]:
        """The order's JSON, with its worksheet's name checked for being text and its day for being one."""
        self.request.body = bytes(self._received)
        body = self.json_body()
        try:
            today = datetime.date.fromisoformat(str(body.get("today")))
        except ValueError:
            today = datetime.date.today()
        if not isinstance(body.get("worksheet"), str):
            raise web.HTTPError(400, reason="unexpected")
        return {**body, "course": str(self.workbook.course.root), "today": today.isoformat()}

    async def made(self, job: dict[str, Any], failed: type[UnhurriedError]) -> dict[str, Any]:
        """What the job made. Raises HTTPError 500 with the key of an error; `failed`: where no process started."""
        try:
            # A few at a time: each takes a core for a moment.
            async with self.workbook.printing:
                made: dict[str, Any] = await self.workbook.visits.run_job(job)
        except StartError:
            made = {"error": failed.key}
        if "error" in made:
            raise web.HTTPError(500, reason=made["error"])
        return made


@web.stream_request_body
class Print(Order):
    """`POST /print`, `{worksheet, paper, answers, today, whole}`: the sheet as a PDF, or `{error: key}`."""

    async def post(self) -> None:
        order = self.order()
        if not isinstance(order.get("paper"), str) or not isinstance(order.get("answers"), dict | None):
            raise web.HTTPError(400, reason="unexpected")
        names = ("course", "worksheet", "paper", "answers", "today")
        job = {"do": "print", **{name: order.get(name) for name in names}, "whole": order.get("whole") is True}
        made = await self.made(job, PrintFailed)
        self.set_header("Content-Type", "application/pdf")
        self.set_header("Content-Disposition", 'inline; filename="worksheet.pdf"')
        self.finish(base64.b64decode(made["pdf"]))


@web.stream_request_body
class Text(Order):
    """`POST /text`, `{worksheet, answers, today}`: the worksheet with these answers as Markdown, or `{error: key}`."""

    async def post(self) -> None:
        order = self.order()
        if not isinstance(order.get("answers"), dict):
            raise web.HTTPError(400, reason="unexpected")
        names = ("course", "worksheet", "answers", "today")
        made = await self.made({"do": "text", **{name: order[name] for name in names}}, ExportFailed)
        self.set_header("Content-Type", "text/markdown; charset=utf-8")
        self.set_header("Content-Disposition", 'attachment; filename="page.md"')
        self.finish(base64.b64decode(made["file"]))
