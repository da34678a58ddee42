"""A page for a therapist of one's own, over HTTP: what the open space has to choose from, and the sheet."""

from __future__ import annotations

from typing import Any

from tornado import web

from unhurried.errors import PrintFailed
from unhurried.server.guard import today
from unhurried.server.making import Making


class FromSpace(Making):
    """Base of both: an order to a process that reads the visitor's open space."""

    async def made_of_space(self, job: dict[str, Any]) -> dict[str, Any]:
        """What the job made. Raises HTTPError: 403 where no space is open, 500 with the key of an error."""
        key = self.workbook.keys.of(self.visitor)
        if key is None:
            raise web.HTTPError(403, reason="not_let_in")
        made = await self.made({**job, "key": key}, PrintFailed)
        if self.workbook.keys.of(self.visitor) != key:  # left, or locked, while it was being made
            raise web.HTTPError(403, reason="not_let_in")
        return made


class ToChooseFrom(FromSpace):
    """`POST /notes/list`: `{sheets: [{id, title, items: [{id, text, own}]}]}`; no answer is in it."""

    async def post(self) -> None:
        self.finish(await self.made_of_space({"do": "therapist_list"}))


class Sheet(FromSpace):
    """`POST /notes/sheet`, `{items: [[worksheet, question], …], own, paper, today}`: the page as a PDF."""

    async def post(self) -> None:
        body = self.json_body()
        items = body.get("items")
        if not isinstance(items, list) or not all(isinstance(one, list) and len(one) == 2 for one in items):
            raise web.HTTPError(400, reason="unexpected")
        order = {"items": items, "own": body.get("own") is True, "paper": str(body.get("paper")), "today": today(body)}
        self.send_pdf(await self.made_of_space({"do": "therapist_page", **order}))


ROUTES = [("notes/list", ToChooseFrom), ("notes/sheet", Sheet)]
