"""A page for a therapist of one's own, over HTTP: what the open space has to choose from, and the sheet."""

from __future__ import annotations

import base64
import datetime
from typing import Any

from tornado import web

from unhurried.errors import PrintFailed, StartError
from unhurried.server.guard import Guarded


class FromSpace(Guarded):
    """Base of both: an order to a process that reads the visitor's open space."""

    async def made(self, job: dict[str, Any]) -> dict[str, Any]:
        """What the job made. Raises HTTPError: 403 where no space is open, 500 with the key of an error."""
        key = self.workbook.keys.of(self.visitor)
        if key is None:
            raise web.HTTPError(403, reason="not_let_in")
        try:
            async with self.workbook.printing:
                made: dict[str, Any] = await self.workbook.visits.run_job(
                    {**job, "course": str(self.workbook.course.root), "key": key}
                )
        except StartError:
            made = {"error": PrintFailed.key}
        if "error" in made:
            raise web.HTTPError(500, reason=made["error"])
        if self.workbook.keys.of(self.visitor) != key:  # left, or locked, while it was being made
            raise web.HTTPError(403, reason="not_let_in")
        return made


class ToChooseFrom(FromSpace):
    """`POST /notes/list`: `{sheets: [{id, title, items: [{id, text, own}]}]}`; no answer is in it."""

    async def post(self) -> None:
        self.finish(await self.made({"do": "therapist_list"}))


class Sheet(FromSpace):
    """`POST /notes/sheet`, `{items: [[worksheet, question], …], own, paper, today}`: the page as a PDF."""

    async def post(self) -> None:
        body = self.json_body()
        items = body.get("items")
        if not isinstance(items, list) or not all(isinstance(one, list) and len(one) == 2 for one in items):
            raise web.HTTPError(400, reason="unexpected")
        try:
            today = datetime.date.fromisoformat(str(body.get("today")))
        except ValueError:
            today = datetime.date.today()
        order = {"items": items, "own": body.get("own") is True, "paper": str(body.get("paper"))}
        made = await self.made({"do": "therapist_page", **order, "today": today.isoformat()})
        self.set_header("Content-Type", "application/pdf")
        self.set_header("Content-Disposition", 'inline; filename="worksheet.pdf"')
        self.finish(base64.b64decode(made["pdf"]))


ROUTES = [("notes/list", ToChooseFrom), ("notes/sheet", Sheet)]
