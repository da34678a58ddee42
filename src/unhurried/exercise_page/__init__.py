"""`page(id)`: the one place where worksheet, rules, widget and space meet.

An `Exercise` speaks docs/protocol.md with its page. It holds the answers of one worksheet: in memory while
the person is just looking, else in their open space, which the server hands to this process. One process is
one visit, so the open exercises are known by module: the server opens and locks a space for all of them.

Nothing here writes, logs or raises what a person said.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from unhurried.course import Course, find_course
from unhurried.course.definition import definition_of
from unhurried.errors import CourseError, SpaceError
from unhurried.exercise_page.exercise import Exercise
from unhurried.exercise_page.looking_back import LookingBack
from unhurried.exercise_page.open_space import OpenSpace
from unhurried.exercise_page.scripting import scripting
from unhurried.worksheet.model import DAYS

Shown = Exercise | LookingBack

_open: weakref.WeakSet[Shown] = weakref.WeakSet()
_course: Course | None = None
_prepared_at = ""


def _nobody() -> None:
    """Nobody has to hear that touch rests: there are no cards elsewhere."""


_rest: Callable[[], None] = _nobody


def page(identity: str) -> Any:
    """The exercise with this worksheet id, as a widget: what a chapter's code cell shows.

    Raises:
        CourseError: there is no such worksheet, or it is not right. In JupyterLab and under nbval this shows
            where it stands; under our server the page process reports which section failed, and the others still
            work.
    """
    course = current_course()
    worksheet = course.worksheet(identity)
    shown = definition_of(course, identity)
    exercise = Exercise(worksheet, shown, scripting(course, worksheet), partial(_cards, course), lambda: _rest())
    _open.add(exercise)
    return exercise.widget


def my_pages() -> Any:
    """The page on which somebody looks back, as a widget: what the one page of ours that is no chapter shows."""
    shown = LookingBack(current_course())
    _open.add(shown)
    return shown.widget


def may_be_kept_for_two(worksheet: str, question: str) -> bool:
    """What a folder for two may hold: `Worksheet.may_be_kept_for_two`. Nothing of a worksheet that is not right."""
    try:
        return current_course().worksheet(worksheet).may_be_kept_for_two(question)
    except CourseError:
        return False


def take_open() -> list[Shown]:
    """The exercises that were shown so far. From now on the process has none."""
    shown = list(_open)
    _open.clear()
    return shown


def begin(exercises: list[Shown]) -> None:
    """This process is from now on a visit of these exercises, which were shown and taken before it was forked."""
    _open.update(exercises)
    for exercise in exercises:
        exercise.begin()


def when_touch_rests(act: Callable[[], None]) -> None:
    """Call this whenever somebody pauses all touch, or says "no touch for now", with their space open."""
    global _rest
    _rest = act


def _cards(course: Course) -> set[tuple[str, str]]:
    """The questions that say for which day a card is open. A worksheet that is not right has none."""
    found: set[tuple[str, str]] = set()
    for identity in course.worksheet_ids():
        with suppress(CourseError):
            worksheet = course.worksheet(identity)
            found |= {(identity, day) for day in DAYS.get(worksheet.widget or "", ())}
    return found


def attach_all(vault: OpenSpace) -> None:
    """Keep in this space from now on, in every exercise of this process.

    Raises:
        SpaceError: the space cannot be read; no exercise is attached.
    """
    try:
        for exercise in list(_open):
            exercise.attach(vault)
    except SpaceError:
        detach_all()
        raise


def detach_all() -> None:
    """Forget everything of the space, in every exercise of this process."""
    for exercise in list(_open):
        exercise.detach()


def prepare(folder: str) -> bool:
    """Read the course ahead, so that processes forked from this one need not. Quick while nothing changed.

    Returns whether there was something to read.

    A course that is not right is no reason to stop here: each page says for itself what is wrong with it.
    """
    global _course, _prepared_at
    if _course is None or _course.root != Path(folder).resolve():
        _course, _prepared_at = find_course(Path(folder)), ""
    stamp = _course.stamp()
    if stamp == _prepared_at:
        return False
    _prepared_at = stamp
    with suppress(CourseError):
        _course.check()
    for identity in _course.worksheet_ids():
        with suppress(CourseError):
            definition_of(_course, identity)
    return True


def current_course() -> Course:
    """The course of this process, with what was read ahead."""
    global _course
    found = find_course()
    if _course is None or _course.root != found.root:
        _course = found
    return _course
