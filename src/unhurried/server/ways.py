"""Ways through the course, as the map and the foot of a chapter show them.

The same bytes for everybody: nobody's choice is sent, kept, or in an address
(docs/adr/0021-ways-that-nobody-learns-of.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from unhurried.course import Chapter, Course, Stage, exercise_ids, places
from unhurried.course.paths import COMPANIES, ROLES, Company, Leg, Role, Shown, next_ones, only_for, path
from unhurried.errors import CourseError
from unhurried.worksheet import Worksheet


def sheets(course: Course, notebook: str) -> tuple[Worksheet, ...]:
    """The worksheets that a chapter shows. What is not right is left out: its own page says so."""
    return tuple(sheet for identity in _ids(course, notebook) if (sheet := sheet_of(course, identity)))


def sheet_of(course: Course, identity: str) -> Worksheet | None:
    """A worksheet; None where it is not right: its exercise says so, and the rest of a page is there all the same."""
    try:
        return course.worksheet(identity)
    except CourseError:
        return None


def ways(course: Course) -> list[dict[str, Any]]:
    """For each role `{role, companies: [{company, stages: [{title, chapters: [{page, title, own, two}, …]}, …]}, …]}`.

    `own`: how many exercises somebody does for themselves, `two`: how many are done by two; both 0 where there is
    only something to read.
    """
    stages, chapters, shown = course.stages(), course.chapters(), _shown(course)

    def of(role: Role, company: Company) -> list[dict[str, Any]]:
        legs = path([stage.id for stage in stages], chapters, shown, role, company, stages[0].id)
        return _by_stages(stages, {chapter.notebook: chapter for chapter in chapters}, legs)

    return [
        {"role": role, "companies": [{"company": one, "stages": of(role, one)} for one in COMPANIES]} for role in ROLES
    ]


def onward(course: Course, chapter: Chapter) -> list[dict[str, Any]]:
    """What may come after a chapter: `[{page, title, only_for}, …]`; `only_for` as in `paths.only_for`."""
    chapters, shown = {one.notebook: one for one in course.chapters()}, _shown(course)
    following = next_ones([stage.id for stage in course.stages()], [*chapters.values()], shown, chapter.notebook)
    return [
        {"page": one.page, "title": one.title, "only_for": only_for(shown(one.notebook))}
        for one in map(chapters.__getitem__, following)
    ]


def place_of_today(course: Course) -> str | None:
    """Where the map leads in one step: `Place.address`; None where the course names nothing, or it is on no page."""
    found = places(course).get(course.today() or "")
    return found.address if found else None


def _ids(course: Course, notebook: str) -> list[str]:
    try:
        return exercise_ids(course.notebook(notebook)) or []
    except CourseError:
        return []


def _shown(course: Course) -> Shown:
    """What each chapter shows. Each is looked up once: to look is to see whether any file has changed."""
    return cache(lambda notebook: sheets(course, notebook))


def _by_stages(stages: Sequence[Stage], entries: Mapping[str, Chapter], legs: Sequence[Leg]) -> list[dict[str, Any]]:
    """A way by stages; without those in which there is nothing on it."""
    found = [(stage.title, [leg for leg in legs if entries[leg.notebook].stage == stage.id]) for stage in stages]
    return [
        {"title": title, "chapters": [_line(entries[leg.notebook], leg) for leg in own]} for title, own in found if own
    ]


def _line(entry: Chapter, leg: Leg) -> dict[str, Any]:
    two = sum(stop.form == "two" for stop in leg.stops)
    return {"page": entry.page, "title": entry.title, "own": len(leg.stops) - two, "two": two}
