"""My space over HTTP: open, make, lock, change the passphrase, put back a good copy, save one to read, save and load a
locked one, erase, offer words.

A passphrase comes in a request's body and goes to the key derivation; it is nowhere else. Its field is checked for
being text of a sane length, and nothing about it is ever said back.
"""

from __future__ import annotations

import base64
from typing import Any

from tornado import web

from unhurried.server.guard import Guarded, LongBody, today
from unhurried.space.save_file import LARGEST, NAME
from unhurried.space.words import generate

#: Characters. Longer text is somebody's mistake (a whole letter pasted into the field) or somebody's try.
LONGEST_PASSPHRASE = 500


class SpaceHandler(Guarded):
    def passphrase(self, body: dict[str, Any], name: str = "passphrase") -> str:
        value = body.get(name)
        if not isinstance(value, str) or len(value) > LONGEST_PASSPHRASE:
            raise web.HTTPError(400, reason="unexpected")
        return value

    def answer(self, result: dict[str, Any]) -> None:
        if "error" in result:
            self.set_status(409)
        self.finish(result)


class Open(SpaceHandler):
    async def post(self) -> None:
        body = self.json_body()
        self.answer(await self.workbook.keys.open(self.visitor, self.passphrase(body), today(body)))


class Make(SpaceHandler):
    async def post(self) -> None:
        body = self.json_body()
        kind = "two" if body.get("for_two") is True else "own"
        self.answer(await self.workbook.keys.make(self.visitor, self.passphrase(body), kind))


class Restore(SpaceHandler):
    async def post(self) -> None:
        body = self.json_body()
        slot = body.get("slot")
        if not isinstance(slot, int):
            raise web.HTTPError(400, reason="unexpected")
        self.answer(await self.workbook.keys.restore(self.visitor, self.passphrase(body), slot))


class Change(SpaceHandler):
    async def post(self) -> None:
        body = self.json_body()
        old, new = self.passphrase(body, "old"), self.passphrase(body, "new")
        self.answer(await self.workbook.keys.change(self.visitor, old, new))


class Copy(SpaceHandler):
    """`{passphrase, everything, today}`: the space that is open, as a file that is not locked, or `{error: key}`."""

    async def post(self) -> None:
        body = self.json_body()
        order = {
            "course": str(self.workbook.course.root),
            "everything": body.get("everything") is True,
            "today": today(body),
        }
        made = await self.workbook.keys.copy(self.visitor, self.passphrase(body), order)
        if "error" in made:
            self.answer(made)
            return
        self.set_header("Content-Type", "application/zip")
        self.set_header("Content-Disposition", 'attachment; filename="pages.zip"')
        self.finish(base64.b64decode(made["file"]))


class Save(SpaceHandler):
    """`{passphrase}`: the space that is open, as a locked file, or `{error: key}`."""

    async def post(self) -> None:
        made = await self.workbook.keys.save(self.visitor, self.passphrase(self.json_body()))
        if "error" in made:
            self.answer(made)
            return
        self.set_header("Content-Type", "application/octet-stream")
        self.set_header("Content-Disposition", f'attachment; filename="{NAME}"')
        self.finish(base64.b64decode(made["file"]))


@web.stream_request_body
class Load(LongBody, SpaceHandler):
    """`{passphrase, file, today}`, the file in base64: `{added, both}`, or `{error: key}`."""

    longest = LARGEST * 4 // 3 + 8 * 1024

    async def post(self) -> None:
        body = self.json_body()
        if not isinstance(body.get("file"), str):
            raise web.HTTPError(400, reason="unexpected")
        passphrase = self.passphrase(body)
        self.answer(await self.workbook.keys.load(self.visitor, passphrase, body["file"], today(body)))


class Erase(SpaceHandler):
    """`{passphrase}`: `{}`, and `/erased` says what was looked at; or `{error: key}`."""

    async def post(self) -> None:
        self.answer(await self.workbook.keys.erase(self.visitor, self.passphrase(self.json_body())))


class Lock(SpaceHandler):
    def post(self) -> None:
        self.workbook.keys.lock(self.visitor)
        self.finish({})


class Words(SpaceHandler):
    """Six words that nobody has chosen: a passphrase to offer."""

    def get(self) -> None:
        self.finish({"words": generate(self.workbook.passphrase_words)})


ROUTES = [
    ("open", Open),
    ("make", Make),
    ("restore", Restore),
    ("change", Change),
    ("copy", Copy),
    ("save", Save),
    ("load", Load),
    ("erase", Erase),
    ("lock", Lock),
    ("words", Words),
]
