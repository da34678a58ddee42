"""Many sheets bound into one: a chapter with its prose, and the whole course as one blank book. Plain JSON, as
sheet.typ sets it."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from typing import Any

from unhurried.course import Chapter, Course
from unhurried.course.notebook import Code, Prose, shown_by
from unhurried.printing.last_pages import help_page, steady_page
from unhurried.printing.prose import Node, heading, paragraph, prose
from unhurried.printing.rewording import for_paper
from unhurried.printing.sheet import Filled, Paper, content, document

#: One thing that is bound in: `{part: opening | prose | worksheet, offset, new_page, name, …}`. `offset`: how many
#: levels further in its headings stand; `name`: the address by which others refer to its page, None: nobody does.
Part = dict[str, Any]
#: Called with how many chapters are put together, and how many there are.
Tell = Callable[[int, int], None]


def chapter(
    course: Course, bound: Chapter, paper: Paper, filled: Mapping[str, Filled] | None, plain_cover: bool
) -> dict[str, Any]:
    """A chapter as a booklet: its prose and its worksheets in order.

    Args:
        course: the chapter's course.
        bound: the chapter; it is ready.
        paper: its size.
        filled: worksheet id -> what somebody answered; one that is not there stands blank. None: all are blank.
        plain_cover: with a first page that tells nothing.
    """
    parts = list(_chapter(course, bound, 0, {str(bound.page)}, filled or {}))
    return {**document(course, paper, plain_cover), "parts": parts}


def book(course: Course, paper: Paper, plain_cover: bool, tell: Tell) -> dict[str, Any]:
    """The whole course, blank, with contents: its stages with their chapters, then steadying and help lines."""
    said = course.words()["print"]["book"]
    chapters = [one for one in course.chapters() if one.ready]
    addresses = {*(str(one.page) for one in chapters), *LAST_PAGES}
    parts: list[Part] = [_prose("opening", prose(said["opening"], addresses))]
    done = 0
    tell(done, len(chapters))
    for stage in course.stages():
        within = [one for one in chapters if one.stage == stage.id]
        parts.append(_prose("prose", [heading(1, stage.title), paragraph(stage.about), *map(_entry, within)]))
        for one in within:
            parts += _chapter(course, one, 1, addresses, {})
            done += 1
            tell(done, len(chapters))
    parts += [_prose("prose", made(course), address) for address, made in LAST_PAGES.items()]
    return {**document(course, paper, plain_cover), "contents": said["contents"], "parts": parts}


#: What the book ends with, by the address that it has on a screen.
LAST_PAGES: dict[str, Callable[[Course], list[Node]]] = {"../steady": steady_page, "../help": help_page}


def _prose(part: str, nodes: list[Node], name: str | None = None) -> Part:
    return {"part": part, "offset": 0, "new_page": True, "name": name, "nodes": nodes}


def _entry(one: Chapter) -> Node:
    """A chapter as its stage announces it."""
    return paragraph(f"{one.title}.", f" {one.about}", to=str(one.page))


def _chapter(
    course: Course, bound: Chapter, offset: int, addresses: Container[str], filled: Mapping[str, Filled]
) -> Iterator[Part]:
    """A worksheet begins on a new page with the words that lead to it, and so does what follows it: somebody may take
    it out."""
    instead = course.words()["print"]["instead"]
    on_paper = [cell for cell in course.notebook(bound.notebook).cells if cell.id not in bound.not_on_paper]
    cells = [cell for cell in on_paper if isinstance(cell, Prose) or shown_by(cell.source)]
    for before, cell, after in zip([None, *cells], cells, [*cells[1:], None], strict=False):
        goes_on = isinstance(before, Prose)
        name = str(bound.page) if before is None else None
        if isinstance(cell, Prose):
            nodes = prose(for_paper(cell.markdown, instead), addresses)
            new_page = not goes_on or isinstance(after, Code)
            yield {"part": "prose", "offset": offset, "new_page": new_page, "name": name, "nodes": nodes}
        else:
            worksheet = course.worksheet(str(shown_by(cell.source)))
            shown = content(course, worksheet, filled.get(worksheet.id))
            yield {"part": "worksheet", "offset": offset + 1, "new_page": not goes_on, "name": name, **shown}
