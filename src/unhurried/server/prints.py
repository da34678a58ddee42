"""A worksheet on paper over HTTP. The page sends the answers that it holds, and gets a PDF; nothing of it is kept."""

from __future__ import annotations

import base64
import datetime
from typing import Any

from tornado import web

from unhurried.errors import PrintFailed, StartError
from unhurried.server.guard import Guarded

#: Bytes of the longest order: a worksheet whose every question holds a hundred pages.
LONGEST_ORDER = 8 * 1024 * 1024


@web.stream_request_body
class Print(Guarded):
    """`POST /print`, `{worksheet, paper, answers, today}`: the sheet as a PDF, or `{error: key}`.

    The body is longer than any other, so it is read only once the guard has let its sender in.
    """

    def prepare(self) -> None:
        super().prepare()
        self.request.connection.set_max_body_size(LONGEST_ORDER)  # type: ignore[union-attr]
        self._received = bytearray()

    def data_received(self, chunk: bytes) -> None:
        self._received += chunk

    async def post(self) -> None:
        self.request.body = bytes(self._received)
        job = self._job(self.json_body())
        try:
            # A few at a time: each takes a core for a moment.
            async with self.workbook.printing:
                made = await self.workbook.visits.run_job(job)
        except StartError:
            made = {"error": PrintFailed.key}
        if "error" in made:
            raise web.HTTPError(500, reason=made["error"])
        self.set_header("Content-Type", "application/pdf")
        self.set_header("Content-Disposition", 'inline; filename="worksheet.pdf"')
        self.finish(base64.b64decode(made["pdf"]))

    def _job(self, body: dict[str, Any]) -> dict[str, Any]:
        worksheet, paper, answers = body.get("worksheet"), body.get("paper"), body.get("answers")
        try:
            today = datetime.date.fromisoformat(str(body.get("today")))
        except ValueError:
            today = datetime.date.today()
        if not isinstance(worksheet, str) or not isinstance(paper, str) or not isinstance(answers, dict | None):
            raise web.HTTPError(400, reason="unexpected")
        return {
            "do": "print",
            "course": str(self.workbook.course.root),
            "worksheet": worksheet,
            "paper": paper,
            "answers": answers,
            "today": today.isoformat(),
        }
