"""Pages but for what is one person's: rendered and compressed once for each change of the course's files, and again on
the day on which a help line turns out to be checked too long ago."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from unhurried.course import MY_PAGES, Chapter, Course
from unhurried.course.course import ROOM_NOTEBOOKS
from unhurried.course.definition import definition_of
from unhurried.course.freshness import as_shown
from unhurried.course.notebook import Code, Notebook, Prose, exercise_ids, is_import
from unhurried.errors import CourseError
from unhurried.markdown import render
from unhurried.server import ways
from unhurried.server.encodings import Beginning
from unhurried.server.my_pages import CELLS
from unhurried.server.templates import Templates, as_script

T = TypeVar("T")

#: Words of the print centre that page code says; the others stand in its HTML.
PAPER_SAYS = (
    *("begin", "chapters_done", "setting", "open_now", "ready"),
    *("stopped", "locked", "private", "failed"),
)

#: What pages say of a visitor's space: `Keys.state`.
SPACES = ("closed", "open", "two")


@dataclass(frozen=True)
class RenderedChapter:
    """A chapter's page. `beginnings`: how it begins, by the state of the visitor's space (`SPACES`), down to the end of
    the prose and of what its exercises show. `cells`: the sources of its code cells. `own_code`: whether they need a
    kernel and Voila's front end (server/fallback)."""

    beginnings: dict[str, Beginning]
    cells: list[str]
    own_code: bool = False


class Rendered:
    """All pages of a course.

    Args:
        course: the course.
        templates: the HTML around it.
        help_lines: as `Course.help_lines` gives them.
        today: gives this machine's day; a server may run for weeks.

    Raises (every method): CourseError where a file that the page needs is not right.
    """

    def __init__(
        self,
        course: Course,
        templates: Templates,
        help_lines: dict[str, Any],
        today: Callable[[], date] = date.today,
    ) -> None:
        self.course = course
        self.templates = templates
        self._help_lines = help_lines
        self._today = today

    def plain(self, template: str, space: str, **context: Any) -> Beginning:
        """How a page of words alone begins. `context`: what else its template shows, the same for everybody."""
        return self._beginning(template, space, lambda: context)

    def room(self, role: str, shown: dict[str, Any]) -> Beginning:
        """How the page of a seat in a room begins: the same for all who have this role. `shown`: for page code."""

        def make(lines: dict[str, Any]) -> Beginning:
            name = ROOM_NOTEBOOKS.get(role)
            notebook = self.course.notebook(name) if name else None
            prose = (
                [render(cell.markdown) for cell in notebook.cells if isinstance(cell, Prose)][1:] if notebook else []
            )
            title = notebook.title if notebook else ""
            context = {"help_lines": lines, "role": role, "about": title, "prose": prose}
            return Beginning(self.templates.beginning("room.html", "closed", shown, **context))

        return self._keep(f"room {role}", make)

    def map(self, space: str) -> Beginning:
        """How the map begins."""
        return self._beginning("map.html", space, self._map)

    def once(self, template: str, space: str, **context: Any) -> Beginning:
        """How a page begins that is for one person and one moment: nothing of it is held."""
        lines = as_shown(self._help_lines, self._today())
        return Beginning(self.templates.beginning(template, space, help_lines=lines, **context))

    def chapter(self, number: int) -> RenderedChapter | None:
        """The chapter with this page number, or our page for looking back; None when there is none, or it is in
        preparation."""
        return self._keep(f"chapter {number}", lambda lines: self._chapter(number, lines))

    def _beginning(self, template: str, space: str, context: Callable[[], dict[str, Any]]) -> Beginning:
        return self._keep(
            f"{template} {space}",
            lambda lines: Beginning(self.templates.beginning(template, space, help_lines=lines, **context())),
        )

    def _keep(self, name: str, make: Callable[[dict[str, Any]], T]) -> T:
        """What is made of the help lines of today, kept until a file changes or one of the lines becomes stale."""
        lines = as_shown(self._help_lines, self._today())
        stale = [number for number, line in enumerate((*lines["lines"], lines["anywhere"])) if line["stale"]]
        return self.course.keep(f"rendered {name} {stale}", lambda: make(lines))

    def _map(self) -> dict[str, Any]:
        return {
            "stages": self._stages(),
            "time_needed": self._time_needed,
            "ways": ways.ways(self.course),
            "today": ways.place_of_today(self.course),
        }

    def _stages(self) -> list[dict[str, Any]]:
        """The stages with their chapters, in the course's order."""
        chapters = self.course.chapters()
        return [
            {**stage.model_dump(), "chapters": [chapter for chapter in chapters if chapter.stage == stage.id]}
            for stage in self.course.stages()
        ]

    def _chapter(self, number: int, lines: dict[str, Any]) -> RenderedChapter | None:
        if number == MY_PAGES:
            return self._my_pages(lines)
        chapter = next((c for c in self.course.chapters() if c.page == number and c.ready), None)
        return None if chapter is None else self._render(chapter, lines)

    def _my_pages(self, lines: dict[str, Any]) -> RenderedChapter:
        words = self.course.words()
        shown = {"definitions": [{"says": words["looking_back"]}], "exercise_words": words["exercise"]}
        return RenderedChapter(self._beginnings("my_pages.html", shown, {"help_lines": lines}), list(CELLS))

    def _render(self, chapter: Chapter, lines: dict[str, Any]) -> RenderedChapter:
        notebook = self.course.notebook(chapter.notebook)
        exercises = exercise_ids(notebook)
        if exercises is None:
            return self._render_own_code(chapter, notebook, lines)
        sheets = [ways.sheet_of(self.course, name) for name in exercises]
        # An exercise that is alone in its chapter stands open (docs/adr/0011-exercises-stand-folded.md).
        shown: Iterator[dict[str, Any]] = iter(
            {"exercise": name, "number": number, "sheet": sheet if len(sheets) > 1 else None}
            for number, (name, sheet) in enumerate(zip(exercises, sheets, strict=True), start=1)
        )
        sections: list[str | dict[str, Any]] = []
        for cell in notebook.cells:
            if not isinstance(cell, Code):
                sections.append(self._prose(cell))
                if chapter.print_centre == cell.id:
                    sections.append({"paper": self._paper()})
            elif not is_import(cell.source):  # which shows nothing
                sections.append(next(shown))
        context = {
            "chapter": chapter,
            "stage": self._stage(chapter),
            "sections": sections,
            "folded": [section for section in sections if isinstance(section, dict) and section.get("sheet")],
            "reviewed": all(sheet and sheet.reviewed_by for sheet in sheets),
            "time_needed": self._time_needed(chapter),
            "onward": ways.onward(self.course, chapter),
            "help_lines": lines,
        }
        beginnings = self._beginnings("chapter.html", self._shown(exercises), context)
        return RenderedChapter(beginnings, [cell.source for cell in notebook.cells if isinstance(cell, Code)])

    def _render_own_code(self, chapter: Chapter, notebook: Notebook, lines: dict[str, Any]) -> RenderedChapter:
        sections: list[str | dict[str, int]] = []
        cells: list[str] = []
        for cell in notebook.cells:
            if not isinstance(cell, Code):
                sections.append(render(cell.markdown))
                continue
            if not is_import(cell.source):
                sections.append({"cell": len(cells)})
            cells.append(cell.source)
        shown = {"own_code": self.templates.words["own_code"]}
        context = {
            "entry": chapter,
            "stage": self._stage(chapter),
            "sections": sections,
            "onward": ways.onward(self.course, chapter),
            "help_lines": lines,
        }
        return RenderedChapter(self._beginnings("own_code.html", shown, context), cells, own_code=True)

    def _beginnings(self, template: str, shown: dict[str, Any], context: dict[str, Any]) -> dict[str, Beginning]:
        """How a chapter begins, by the state of the visitor's space."""
        return {space: Beginning(self.templates.beginning(template, space, shown, **context)) for space in SPACES}

    def _stage(self, chapter: Chapter) -> str:
        return next(stage.title for stage in self.course.stages() if stage.id == chapter.stage)

    def _prose(self, cell: Prose) -> str | dict[str, Any]:
        """Words as HTML; those on where a chapter comes from stand folded, for whoever wants them."""
        title = f"## {self.course.words()['exercise']['sources']}\n"
        if cell.markdown.startswith(title):
            return {"sources": render(cell.markdown.removeprefix(title))}
        return render(cell.markdown)

    def _paper(self) -> dict[str, Any]:
        """What can be put on paper, and what page code says about it."""
        said = self.templates.words["paper"]
        chapters = [
            {"page": chapter.page, "title": chapter.title, "sheets": ways.sheets(self.course, chapter.notebook)}
            for chapter in self.course.chapters()
            if chapter.ready
        ]
        return {"chapters": chapters, "words": as_script({name: said[name] for name in PAPER_SAYS})}

    def _shown(self, exercises: list[str]) -> dict[str, Any]:
        """What the exercises show before any answer. Their buttons' words are the same, and there only once."""
        return {
            "definitions": [self._definition(identity) for identity in exercises],
            "exercise_words": self.course.words()["exercise"],
        }

    def _definition(self, identity: str) -> dict[str, Any] | None:
        """None where the worksheet is not right: the page process says so, and the prose is there all the same."""
        try:
            shown = definition_of(self.course, identity)
        except CourseError:
            return None
        return {name: value for name, value in shown.items() if name != "words"}

    def _time_needed(self, chapter: Chapter) -> str:
        """How long a chapter takes, in words: where it has several exercises, how many and how long each is."""
        words = self.templates.words["page"]
        sheets = ways.sheets(self.course, chapter.notebook)
        if len(sheets) < 2:
            return str(words["minutes"].format(minutes=chapter.minutes))
        return str(words["exercises"].format(count=len(sheets), longest=max(sheet.minutes for sheet in sheets)))
