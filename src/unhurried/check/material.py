"""Everything that the rules look at, read once. What cannot be read is left out here: `Course.check` says why."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from unhurried import worksheet
from unhurried.check import passages
from unhurried.check.passages import Passage, Span, key_path
from unhurried.course import Chapter, Code, Course, Notebook, Source, plans, shown_by
from unhurried.course.course import LANGUAGE
from unhurried.course.json_file import JsonFile, read_json
from unhurried.course.leader_guide import LeaderGuide
from unhurried.course.plans import Plan
from unhurried.course_file import Loc, Place, YamlFile, place_in_words, read_text, read_yaml, shown
from unhurried.errors import CourseError
from unhurried.worksheet import Worksheet

T = TypeVar("T")

#: Keys of a worksheet whose values nobody reads: ids and settings.
SETTINGS = frozenset(
    [
        *("id", "stage", "who", "share", "groups", "sources", "reviewed_by", "reviewed_on", "widget"),
        *("suggestions", "result", "of", "picked", "from"),
    ]
)
#: Likewise in course.yaml, sources.yaml and help-lines.yaml.
MAP_SETTINGS = frozenset({"id", "notebook", "stage", "print_centre", "not_on_paper"})
SOURCE_SETTINGS = frozenset({"id", "doi", "read", "strength", "figures"})
GENTLE_SETTINGS = frozenset(
    ["groups", "verbs", "spelled", "contexts", "id", "kind", "for", "situations", "find", "unless", "hits", "misses"]
)
SITUATION_SETTINGS = frozenset({"grammar", "id", "speaker", "to", "slot", "then"})
PLAN_SETTINGS = frozenset(["id", "for", "draft", "sources", "reviewed_by", "reviewed_on", "kind", "form", "worksheets"])
#: Keys of a plan that only leaders read.
FOR_LEADERS = frozenset({"about", "before", "purpose", "watch", "safety", "size"})
GUIDE_SETTINGS = frozenset({"id", "reviewed_by", "reviewed_on"})
LINE_SETTINGS = frozenset({"id", "country", "kind", "tel", "checked", "website"})


@dataclass(frozen=True)
class Sheet:
    """A worksheet that can be read as YAML; `worksheet` is None where it breaks a rule of the format."""

    source: YamlFile
    worksheet: Worksheet | None
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Book:
    """A chapter's notebook. `entry`: its line on the map, or None; `exercises`: the worksheets that it shows."""

    stem: str
    source: JsonFile
    notebook: Notebook
    exercises: tuple[str, ...]
    passages: tuple[Passage, ...]
    entry: Chapter | None

    @property
    def file(self) -> str:
        return self.source.file


@dataclass(frozen=True)
class PlanFile:
    """A plan for a group that can be read as YAML; `plan` is None where it breaks a rule of the format."""

    source: YamlFile
    plan: Plan | None
    passages: tuple[Passage, ...]

    @property
    def parts(self) -> list[tuple[Passage, ...]]:
        """Its words in texts that are heard or read as one: of each session what the group hears or sees, then
        what only leaders read; then all the rest."""
        parts: dict[tuple[Any, bool], list[Passage]] = {}
        for passage in self.passages:
            session = passage.loc[1] if passage.loc[0] == "sessions" else None
            parts.setdefault((session, bool(FOR_LEADERS.intersection(passage.loc))), []).append(passage)
        return [tuple(part) for part in parts.values()]


@dataclass(frozen=True)
class Material:
    """A course as the rules see it.

    Attributes:
        sheets: worksheets by the name of their file.
        books: chapters by the name of their notebook.
        every_book_read: whether there is a book for each notebook: False where one cannot be read.
        chapters: the map's entries in order, with and without a notebook.
        words, sources_file, lines_file: files as read; None where one cannot be.
        sources: what the course leans on, by id.
        plans: plans for groups by the name of their file.
        guide: the leader guide as read; None where it cannot be.
        data: the passages of each data file whose words are whole sentences, as people read them.
        other: the passages of the map, the interface, the sources, the help lines and the suggestions.
    """

    sheets: dict[str, Sheet]
    books: dict[str, Book]
    every_book_read: bool
    chapters: tuple[Chapter, ...]
    words: YamlFile | None
    sources_file: YamlFile | None
    sources: dict[str, Source]
    lines_file: YamlFile | None
    help_lines: dict[str, Any]
    plans: dict[str, PlanFile]
    guide: LeaderGuide | None
    data: tuple[tuple[Passage, ...], ...]
    other: tuple[Passage, ...]

    @property
    def written(self) -> Iterator[Passage]:
        """The words of all chapters and worksheets."""
        found = [*(book.passages for book in self.books.values()), *(sheet.passages for sheet in self.sheets.values())]
        return chain.from_iterable(found)

    @property
    def parts(self) -> list[tuple[Passage, ...]]:
        """The words of each chapter, worksheet, evening and data file: texts long enough to have a reading grade."""
        books, sheets = self.books.values(), self.sheets.values()
        evenings = chain.from_iterable(plan.parts for plan in self.plans.values())
        return [*(book.passages for book in books), *(sheet.passages for sheet in sheets), *evenings, *self.data]

    @property
    def passages(self) -> Iterator[Passage]:
        """Every word of the course and the interface."""
        return chain(*self.parts, self.other)

    def worksheets(self, book: Book) -> Iterator[Worksheet]:
        """The worksheets that a chapter shows, as far as they can be read."""
        for identity in book.exercises:
            sheet = self.sheets.get(identity)
            if sheet and sheet.worksheet:
                yield sheet.worksheet

    def word(self, *keys: str) -> str:
        """A word of the interface; empty where it is missing."""
        found: Any = self.words.data if self.words else None
        for key in keys:
            found = found.get(key) if isinstance(found, dict) else None
        return found if isinstance(found, str) else ""


def gather(course: Course) -> Material:
    """Read the whole course, as far as it can be read."""
    chapters = tuple(_tried(course.chapters) or ())
    entries = {chapter.notebook: chapter for chapter in chapters}
    folder, data = course.root / "worksheets" / LANGUAGE, course.root / "data"
    words, words_passages = _yaml(folder / "interface.yaml", frozenset(), key_path)
    sources, sources_passages = _yaml(data / "sources.yaml", SOURCE_SETTINGS, place_in_words)
    lines, lines_passages = _yaml(data / "help-lines.yaml", LINE_SETTINGS, place_in_words)
    _, gentle_passages = _yaml(data / "gentle-check.yaml", GENTLE_SETTINGS, place_in_words)
    _, situation_passages = _yaml(data / "situations.yaml", SITUATION_SETTINGS, place_in_words)
    _, guide_passages = _yaml(data / "leader-guide.yaml", GUIDE_SETTINGS, place_in_words)
    _, map_passages = _yaml(course.root / "notebooks" / "course.yaml", MAP_SETTINGS, place_in_words)
    notebooks = sorted((course.root / "notebooks").glob("*.ipynb"))
    books = [_book(course, path, entries.get(path.stem)) for path in notebooks]
    sheets = {identity: _sheet(course, folder / f"{identity}.yaml", identity) for identity in course.worksheet_ids()}
    return Material(
        sheets={identity: sheet for identity, sheet in sheets.items() if sheet},
        books={book.stem: book for book in books if book},
        every_book_read=None not in books,
        chapters=chapters,
        words=words,
        sources_file=sources,
        sources=_tried(course.sources) or {},
        lines_file=lines,
        help_lines=_tried(course.help_lines) or {},
        plans={identity: plan for identity in course.plan_ids() if (plan := _plan(course, identity))},
        guide=_tried(course.leader_guide),
        data=(gentle_passages, situation_passages, guide_passages),
        other=(*map_passages, *words_passages, *sources_passages, *lines_passages, *_suggestions(data)),
    )


def _tried(read: Callable[[], T]) -> T | None:
    try:
        return read()
    except CourseError:
        return None


def _yaml(path: Path, silent: frozenset[str], place: Place) -> tuple[YamlFile | None, tuple[Passage, ...]]:
    source = _tried(lambda: read_yaml(path))
    if source is None:
        return None, ()
    raw = read_text(path).split("\n")
    return source, tuple(
        passage
        for loc, text, span in passages.texts(source.root, silent)
        for passage in _kind(loc)(source.file, place(loc, source.data), loc, text, raw, span)
    )


def _kind(loc: Loc) -> Callable[..., Iterator[Passage]]:
    """The text of a note, of a section of the leader guide, and what a leader says are Markdown."""
    keys = tuple(step for step in loc if isinstance(step, str))
    markdown = keys[-2:] in {("note", "text"), ("sections", "text"), ("steps", "say")}
    return passages.of_markdown if markdown else passages.of_text


def _sheet(course: Course, path: Path, identity: str) -> Sheet | None:
    source, words = _yaml(path, SETTINGS, worksheet.place)
    return Sheet(source, _tried(lambda: course.worksheet(identity)), words) if source else None


def _plan(course: Course, identity: str) -> PlanFile | None:
    source, words = _yaml(course.root / "data" / "plans" / f"{identity}.yaml", PLAN_SETTINGS, plans.place)
    return PlanFile(source, _tried(lambda: course.plan(identity)), words) if source else None


def _book(course: Course, path: Path, entry: Chapter | None) -> Book | None:
    notebook = _tried(lambda: course.notebook(path.stem))
    if notebook is None:
        return None
    source = read_json(path)
    raw = read_text(path).split("\n")
    found: list[Passage] = []
    for index, cell in enumerate(source.data["cells"]):
        if cell["cell_type"] == "markdown":
            loc = ("cells", index, "source")
            parts = cell["source"]
            first = source.line((*loc, 0)) - 1
            last = source.line((*loc, len(parts) - 1)) - 1 if isinstance(parts, list) and parts else first
            span, text = Span(first, 0, last), "".join(parts)
            found += passages.of_markdown(source.file, f"cell {index + 1}", loc, text, raw, span)
    sources = [cell.source for cell in notebook.cells if isinstance(cell, Code)]
    exercises = tuple(identity for identity in map(shown_by, sources) if identity)
    return Book(path.stem, source, notebook, exercises, tuple(found), entry)


def _suggestions(folder: Path) -> Iterator[Passage]:
    """The rows of the CSV files, as they stand."""
    for path in sorted(folder.glob("*.csv")):
        raw = (_tried(partial(read_text, path)) or "").split("\n")
        for number, row in enumerate(raw[1:], start=1):
            cells = next(csv.reader([row]), [])
            for words in (*cells[1:2], *cells[3:5]):  # label; about and gentler
                span = Span(number, 0, number)
                yield from passages.of_text(shown(path), f"row {number}", ("rows", number), words, raw, span)
