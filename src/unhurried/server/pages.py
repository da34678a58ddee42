"""The pages of the workbook: the map, the chapters, and the plain ones."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tornado import iostream, web

from unhurried.course import Chapter, Course
from unhurried.course.notebook import Code, exercise_ids
from unhurried.errors import CourseError
from unhurried.markdown import render
from unhurried.server.guard import Guarded, place
from unhurried.server.templates import Templates, as_script
from unhurried.server.visits import CELLS, Visit
from unhurried.worksheet import Worksheet

#: Stand for what differs from visit to visit in a page that is otherwise rendered once.
XSRF, CONFIG, PAGE, OPEN = "@xsrf-7c1e@", "@config-7c1e@", "@page-7c1e@", "@open-7c1e@"


@dataclass(frozen=True)
class RenderedChapter:
    """A chapter's page, but for what differs from visit to visit.

    `head`: everything from the doctype to the end of the prose, once for each state of the space (closed, open).
    `tail`: how the page ends, around the widgets' states. `cells`: the sources of its code cells.
    """

    head: tuple[str, str]
    tail: tuple[str, str]
    cells: list[str]


class Chapters:
    """Chapters, rendered once for each change of the course's files."""

    def __init__(self, course: Course, templates: Templates) -> None:
        self.course = course
        self.templates = templates
        self._stamp: object = None
        self._rendered: dict[int, RenderedChapter] = {}
        self._times: dict[int, str] = {}

    def page(self, number: int) -> RenderedChapter | None:
        """The chapter with this page number; None when there is none, or it is in preparation."""
        self._follow_changes()
        if number not in self._rendered:
            chapter = next((c for c in self.course.chapters() if c.page == number and c.ready), None)
            if chapter is None:
                return None
            self._rendered[number] = self._render(chapter)
        return self._rendered[number]

    def time_needed(self, chapter: Chapter) -> str:
        """How long a chapter takes, in words: where it has several exercises, how many and how long each is."""
        self._follow_changes()
        if chapter.page not in self._times:
            self._times[chapter.page] = self._time_needed(chapter)
        return self._times[chapter.page]

    def _follow_changes(self) -> None:
        stamp = self.course.stamp()
        if stamp != self._stamp:
            self._rendered, self._times, self._stamp = {}, {}, stamp

    def _time_needed(self, chapter: Chapter) -> str:
        words = self.templates.words["page"]
        try:
            exercises = exercise_ids(self.course.notebook(chapter.notebook)) or []
        except CourseError:  # the page says so; the map is there all the same
            exercises = []
        sheets = [sheet for name in exercises if (sheet := self._sheet(name))]
        if len(sheets) < 2:
            return str(words["minutes"].format(minutes=chapter.minutes))
        return str(words["exercises"].format(count=len(sheets), longest=max(sheet.minutes for sheet in sheets)))

    def _render(self, chapter: Chapter) -> RenderedChapter:
        notebook = self.course.notebook(chapter.notebook)
        exercises = exercise_ids(notebook)
        if exercises is None:
            raise web.HTTPError(500, reason="page_failed")
        sheets = [self._sheet(name) for name in exercises]
        # An exercise that is alone in its chapter stands open (docs/adr/0011-exercises-stand-folded.md).
        shown: Iterator[dict[str, Any]] = iter(
            {"exercise": name, "number": number, "sheet": sheet if len(sheets) > 1 else None}
            for number, (name, sheet) in enumerate(zip(exercises, sheets, strict=True), start=1)
        )
        code = [cell for cell in notebook.cells if isinstance(cell, Code)]
        sections: list[str | dict[str, Any]] = [
            next(shown) if isinstance(cell, Code) else render(cell.markdown)
            for cell in notebook.cells
            if cell not in code[:1]  # the import, which shows nothing
        ]
        context = {
            "chapter": chapter,
            "stage": next(stage.title for stage in self.course.stages() if stage.id == chapter.stage),
            "sections": sections,
            "folded": [section for section in sections if isinstance(section, dict) and section["sheet"]],
            "reviewed": all(sheet and sheet.reviewed_by for sheet in sheets),
            "time_needed": self.time_needed(chapter),
        }
        marked = {"xsrf": XSRF, "config_json": CONFIG, "page_token": PAGE}
        closed, opened = (
            self.templates.text("chapter_head.html", space_open=space_open, **context, **marked)
            for space_open in (False, True)
        )
        before, after = self.templates.text("chapter_tail.html", state_json=CONFIG, **context).split(CONFIG)
        return RenderedChapter(
            (closed, opened),
            (before, after),
            [cell.source for cell in code],
        )

    def _sheet(self, identity: str) -> Worksheet | None:
        """A worksheet; None where it is not right: its exercise says so, and the prose is there all the same."""
        try:
            return self.course.worksheet(identity)
        except CourseError:
            return None


class Page(Guarded):
    """Base of the pages that a person reads: how to leave is explained before the first of them."""

    def prepare(self) -> None:
        super().prepare()
        if self.visitor not in self.workbook.welcomed:
            to = self.request.path.removeprefix(self.workbook.base_url)
            self.redirect(f"{self.workbook.base_url}leaving" + (f"?to={to}" if to else ""), status=303)

    def show(self, template: str, **context: Any) -> None:
        page = secrets.token_urlsafe(12)
        self.workbook.keys.hello(self.visitor, page)
        self.finish(self.workbook.templates.render(template, self, page=page, **context))


class Map(Page):
    """`/`: the course by stages."""

    def get(self) -> None:
        self.show("map.html", stages=self.workbook.stages(), time_needed=self.workbook.chapters.time_needed)


class Plain(Page):
    """A page of words alone: `/steady`, `/help`, `/keeps`, `/alone`."""

    def initialize(self, template: str) -> None:
        self.template = template

    def prepare(self) -> None:
        Guarded.prepare(self)  # help must not wait behind an explanation

    def get(self) -> None:
        self.show(self.template)


class Leaving(Page):
    """`/leaving`: how to leave quickly, before anything else is shown; POST goes on."""

    def prepare(self) -> None:
        Guarded.prepare(self)

    def get(self) -> None:
        self.show("leaving.html", to=place(self.get_query_argument("to", "")))

    def post(self) -> None:
        self.workbook.welcomed.add(self.visitor)
        self.redirect(self.workbook.base_url + place(self.get_body_argument("to", "")), status=303)


class ChapterPage(Page):
    """`/p/NUMBER`: prose at once, then the exercises' first states when the page process has them."""

    visit: Visit | None = None

    async def get(self, number: str) -> None:
        chapter = self.workbook.chapters.page(int(number))
        if chapter is None:
            raise web.HTTPError(404, reason="not_found")
        self.visit = self.workbook.begin_visit(self.visitor, chapter.cells)
        self.workbook.keys.hello(self.visitor, self.visit.id)
        space_open = self.visitor in self.workbook.keys
        token = self.xsrf_token.decode()
        config = self.workbook.templates.config(token, self.visit.id, True, space_open)
        head = chapter.head[space_open].replace(XSRF, token).replace(PAGE, self.visit.id).replace(CONFIG, config)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.write(head)
        with contextlib.suppress(iostream.StreamClosedError):
            await self.flush()
            before, after = chapter.tail
            self.finish(before + as_script(await shown(self.visit)) + after)

    def on_connection_close(self) -> None:
        """The reader went away while the page was being made."""
        if self.visit is not None and self.visit.line is None:
            self.workbook.visits.end(self.visit)


class NewVisit(Guarded):
    """`POST /p/NUMBER/visit`: another page process for a page that is open and has lost its own."""

    async def post(self, number: str) -> None:
        chapter = self.workbook.chapters.page(int(number))
        if chapter is None:
            raise web.HTTPError(404, reason="not_found")
        visit = self.workbook.begin_visit(self.visitor, chapter.cells)
        self.workbook.keys.hello(self.visitor, visit.id)
        self.workbook.keys.goodbye(self.visitor, str(self.json_body().get("instead_of")))
        space_open = self.visitor in self.workbook.keys
        self.finish({"page": visit.id, "space": "open" if space_open else "closed", **await shown(visit)})


class Health(Guarded):
    """`/health`: the server answers. Starts nothing, says nothing."""

    needs_visitor = False

    def get(self) -> None:
        self.finish("ok")


async def shown(visit: Visit) -> dict[str, Any]:
    """What a page process shows first: `{ready: [{comm, state, section}], failed: section or None}`."""
    try:
        return await asyncio.wait_for(asyncio.shield(visit.ready), CELLS)
    except TimeoutError:
        return {"ready": [], "failed": 0}
