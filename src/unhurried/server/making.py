"""Having something made by a process of its own, for a request that waits for it."""

from __future__ import annotations

import base64
from typing import Any

from tornado import web

from unhurried.errors import UnhurriedError
from unhurried.server.guard import Guarded


class Making(Guarded):
    """Base of handlers that answer with what a short-lived process made. Nothing of it is kept."""

    async def made(self, job: dict[str, Any], failed: type[UnhurriedError]) -> dict[str, Any]:
        """What the job made. Raises HTTPError 500 with the key of an error; `failed`: where no process started."""
        order = {**job, "course": str(self.workbook.course.root)}
        async with self.workbook.printing:  # a few at a time: each takes a core for a moment
            made: dict[str, Any] = await self.workbook.visits.run_job(order, failed=failed)
        if "error" in made:
            raise web.HTTPError(500, reason=made["error"])
        return made

    def send_pdf(self, made: dict[str, Any]) -> None:
        """Answer with a sheet. Its file name tells nothing."""
        self.set_header("Content-Type", "application/pdf")
        self.set_header("Content-Disposition", 'inline; filename="pages.pdf"')
        self.finish(base64.b64decode(made["pdf"]))
