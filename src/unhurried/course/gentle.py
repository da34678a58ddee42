"""The gentle check with the rules of the course, for whoever has a text and no course at hand."""

from __future__ import annotations

from functools import cache

from unhurried.course.course import find_course
from unhurried.exercises import gentle_check as rule
from unhurried.exercises.gentle_check import Finding, Role, Rules


def gentle_check(text: str, *, role: Role, situation: str | None = None) -> list[Finding]:
    """Look at a text: `exercises.gentle_check.gentle_check` with the rules of the course.

    Raises:
        CourseError: the rules cannot be read. Never for anything in the text.
    """
    return rule.gentle_check(text, _rules(), role=role, situation=situation)


@cache
def _rules() -> Rules:
    return find_course().gentle_rules()
