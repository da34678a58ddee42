"""The pages of the workbook: the map, the chapters, and the plain ones."""

from __future__ import annotations

import contextlib
import secrets

from tornado import iostream, web

from unhurried.server.encodings import Beginning, Body
from unhurried.server.fallback import page as fallback
from unhurried.server.guard import Guarded, place
from unhurried.server.visits import Visit


class Page(Guarded):
    """Base of the pages that a person reads: how to leave is explained before the first of them."""

    def prepare(self) -> None:
        super().prepare()
        if not self.workbook.visitors.is_welcomed(self.visitor):
            to = self.request.path.removeprefix(self.workbook.base_url)
            self.redirect(f"{self.workbook.base_url}leaving" + (f"?to={to}" if to else ""), status=303)

    @property
    def space(self) -> str:
        """As `Keys.state` has it."""
        state: str = self.workbook.keys.state(self.visitor)
        return state

    def show(self, beginning: Beginning, to: str | None = None) -> None:
        """Send a page that has no process; `to` as in `Templates.personal`."""
        page = secrets.token_urlsafe(12)
        self.workbook.keys.hello(self.visitor, page)
        body = self.begin(beginning, page, visit=False, to=to)
        self.write(body.add(self.workbook.templates.end()))
        self.finish(body.end())

    def begin(self, beginning: Beginning, page: str, visit: bool, to: str | None = None) -> Body:
        """Write how a page begins, with what is its own; the body returned takes the rest."""
        token = self.xsrf_token.decode()
        personal = self.workbook.templates.personal(token, page, visit, self.space, to)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        body = beginning.body(self.encode())
        self.write(body.begun + body.add(personal))
        return body


class Map(Page):
    """`/`: the course by stages."""

    def get(self) -> None:
        self.show(self.workbook.rendered.map(self.space))


class Plain(Page):
    """A page of words alone: `/steady`, `/help`, `/keeps`, `/alone`."""

    def initialize(self, template: str) -> None:
        self.template = template

    def prepare(self) -> None:
        Guarded.prepare(self)  # help must not wait behind an explanation

    def get(self) -> None:
        self.show(self.workbook.rendered.plain(self.template, self.space))


class Leaving(Page):
    """`/leaving`: how to leave quickly, before anything else is shown; POST goes on."""

    def prepare(self) -> None:
        Guarded.prepare(self)

    def get(self) -> None:
        beginning = self.workbook.rendered.plain("leaving.html", self.space)
        self.show(beginning, to=place(self.get_query_argument("to", "")))

    def post(self) -> None:
        self.workbook.visitors.welcome(self.visitor)
        self.redirect(self.workbook.base_url + place(self.get_body_argument("to", "")), status=303)


class Erased(Page):
    """`/erased`: what was looked at after a space was erased. Shown once; then, and to everybody else, there is no such
    page."""

    def prepare(self) -> None:
        Guarded.prepare(self)

    def get(self) -> None:
        files = self.workbook.keys.erased.pop(self.visitor, None)
        if files is None:
            raise web.HTTPError(404, reason="not_found")
        self.show(self.workbook.rendered.once("erased.html", "closed", files=files))


class ChapterPage(Page):
    """`/p/NUMBER`: prose at once, then the exercises' first states when the page process has them."""

    visit: Visit | None = None

    async def get(self, number: str) -> None:
        chapter = self.workbook.rendered.chapter(int(number))
        if chapter is None:
            raise web.HTTPError(404, reason="not_found")
        own_code = chapter.own_code
        if own_code:
            self.visit = self.workbook.begin_kernel(self.visitor, chapter.cells)
        else:
            self.visit = self.workbook.begin_visit(self.visitor, chapter.cells, self.space == "two")
        self.workbook.keys.hello(self.visitor, self.visit.id)
        if own_code:
            self.set_header("Content-Security-Policy", fallback.policy())
        body = self.begin(chapter.beginnings[self.space], self.visit.id, visit=not own_code)
        with contextlib.suppress(iostream.StreamClosedError):
            await self.flush()
            if own_code:
                end = await fallback.end(self.workbook, self.visit)
            else:
                end = self.workbook.templates.end(await self.workbook.visits.shown(self.visit))
            self.write(body.add(end))
            self.finish(body.end())

    def on_connection_close(self) -> None:
        """The reader went away while the page was being made."""
        if self.visit is not None and self.visit.line is None:
            self.workbook.visits.end(self.visit)


class NewVisit(Guarded):
    """`POST /p/NUMBER/visit`: a page that is open has lost its line, and asks for its page process or another one."""

    async def post(self, number: str) -> None:
        chapter = self.workbook.rendered.chapter(int(number))
        if chapter is None or chapter.own_code:
            raise web.HTTPError(404, reason="not_found")
        body = self.json_body()
        before, for_two = str(body.get("instead_of")), body.get("for_two") is True
        visit = self.workbook.visits.find(self.visitor, before)
        if visit is None or visit.closing:
            visit = self.workbook.begin_visit(self.visitor, chapter.cells, for_two)
            if visit.waits == "full":
                raise web.HTTPError(503, reason="full")
            self.workbook.keys.hello(self.visitor, visit.id)
            self.workbook.keys.goodbye(self.visitor, before)
        shown = await self.workbook.visits.shown(visit)
        self.finish({"page": visit.id, "space": self.workbook.keys.state(self.visitor), **shown})


class Health(Guarded):
    """`/health`: the server answers. Starts nothing, says nothing."""

    needs_visitor = False

    def get(self) -> None:
        self.finish("ok")
