"""Where in a course an exercise stands."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from unhurried.course.course import Course
from unhurried.course.notebook import exercise_ids
from unhurried.errors import CourseError


@dataclass(frozen=True)
class Place:
    """`page`, `title`: of the chapter. `number`: which of its exercises it is, from 1."""

    page: int
    title: str
    number: int

    @property
    def address(self) -> str:
        """What opens it, behind the server's own address."""
        return f"p/{self.page}#exercise-{self.number}"


def places(course: Course) -> dict[str, Place]:
    """Worksheet id -> where it stands, in the course's order. A chapter that is not right is passed over.

    Raises:
        CourseError: the map is not right.
    """
    found: dict[str, Place] = {}
    for chapter in course.chapters():
        if chapter.ready:
            with suppress(CourseError):
                for number, identity in enumerate(exercise_ids(course.notebook(chapter.notebook)) or [], start=1):
                    found.setdefault(identity, Place(chapter.page, chapter.title, number))
    return found
