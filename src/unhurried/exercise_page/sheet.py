"""Worksheets as files: one on paper, blank or with the answers that a page holds, or as text with them; a chapter as a
booklet."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from unhurried.course import Course, exercise_ids
from unhurried.errors import CourseError, Fault
from unhurried.exercise_page.exercise import RefusedError
from unhurried.exercise_page.results import result_of, results
from unhurried.exercise_page.scripting import scripting
from unhurried.exercises import RESULTS
from unhurried.exporting import one_worksheet
from unhurried.printing import PAPERS, Filled, Paper, print_chapter, print_worksheet
from unhurried.worksheet import Choice, Choices, Show, Worksheet, is_open, validate_value

#: What somebody kept: worksheet id -> question id -> value.
Kept = Mapping[str, Mapping[str, Any]]

#: Results that tell of other days.
OF_OTHER_DAYS = ("over_time", "ladder_now")


def make_sheet(
    course: Course,
    identity: str,
    paper: Paper,
    answers: Mapping[str, Any] | None,
    today: date,
    whole: bool = False,
    everything: bool = False,
    plain_cover: bool = False,
) -> bytes:
    """A worksheet as a PDF.

    Args:
        course: the worksheet's course.
        identity: the worksheet's id.
        paper: its size.
        answers: question id -> value, as the page holds them; None: a blank sheet.
        today: the reader's own day.
        whole: with the times that were written down, and what follows from them: a page for a therapist of one's own.
        everything: with what can never be shared; somebody asked for it.
        plain_cover: with a first page that tells nothing.

    Raises:
        CourseError: there is no such worksheet, or it is not right.
        RefusedError: an answer has the wrong shape, or there is no such paper.
        PrintFailed: the sheet could not be set.
    """
    worksheet = course.worksheet(identity)
    if paper not in PAPERS:
        raise RefusedError
    filled = None if answers is None else _filled(course, worksheet, answers, today, whole, everything)
    return print_worksheet(course, worksheet, paper, filled, plain_cover)


def make_chapter(
    course: Course, page: int, paper: Paper, kept: Kept | None, today: date, everything: bool, plain_cover: bool
) -> bytes:
    """A chapter as a booklet.

    Args:
        course: the chapter's course.
        page: the number in its address.
        paper: its size.
        kept: what somebody kept. A worksheet of which nothing may stand on paper is blank. None: all are.
        today: the reader's own day.
        everything: with what can never be shared; somebody asked for it.
        plain_cover: with a first page that tells nothing.

    Raises:
        CourseError: there is no such chapter, or it is not right.
        RefusedError: there is no such paper.
        PrintFailed: it could not be set.
    """
    chapter = next((one for one in course.chapters() if one.page == page and one.ready), None)
    if chapter is None:
        raise CourseError([Fault("notebooks/course.yaml", None, "", "there is no such chapter", "choose another")])
    if paper not in PAPERS:
        raise RefusedError
    filled = {}
    for identity in exercise_ids(course.notebook(chapter.notebook)) or []:
        worksheet = course.worksheet(identity)
        answers = usable(worksheet, kept.get(identity, {}), everything) if kept else {}
        if answers:
            filled[identity] = _filled(course, worksheet, answers, today, whole=False, everything=everything)
    return print_chapter(course, chapter, paper, filled, plain_cover)


def usable(worksheet: Worksheet, kept: Mapping[str, Any], everything: bool) -> dict[str, Any]:
    """What of somebody's answers a sheet can have: `{question: value}`, without what was left open and without what an
    earlier version of the course let pass and this one does not. What can never be shared needs `everything`."""
    questions = worksheet.questions
    found = {}
    for name, value in kept.items():
        if name not in questions or is_open(value) or value is False:  # a switch that is off says nothing
            continue
        if not everything and worksheet.may_share(questions[name]) == "never":
            continue
        with suppress(ValueError, RecursionError):
            validate_value(questions[name], value)
            found[name] = value
    return found


def make_text(course: Course, identity: str, answers: Mapping[str, Any], today: date, everything: bool = False) -> str:
    """A worksheet with the answers that a page holds, as Markdown.

    Args:
        course: the worksheet's course.
        identity: the worksheet's id.
        answers: question id -> value, as the page holds them.
        today: the reader's own day.
        everything: with what can never be shared; somebody asked for it.

    Raises:
        CourseError: there is no such worksheet, or it is not right.
        RefusedError: an answer has the wrong shape.
    """
    worksheet = course.worksheet(identity)
    filled = _filled(course, worksheet, answers, today, whole=False, everything=everything)
    return one_worksheet(course.words(), worksheet, filled.answers, filled.results, everything)


def _filled(
    course: Course, worksheet: Worksheet, answers: Mapping[str, Any], today: date, whole: bool, everything: bool
) -> Filled:
    try:
        for question, value in answers.items():
            validate_value(worksheet.questions[question], value)
    except (KeyError, ValueError, RecursionError):
        raise RefusedError from None
    script = scripting(course, worksheet)
    rules = script.rules if script else RESULTS
    words = course.words()["exercise"]
    found = results(worksheet, words, answers, lambda _question: (), today, rules)
    stands = {show.id for show in worksheet.shows if whole or _is_of_today(show, worksheet)}
    for show in worksheet.shows:
        if whole and show.result == "touch_log":
            found[show.id] = result_of(show, worksheet, words, answers, lambda _question: (), today)
    standing = {name: result for name, result in found.items() if name in stands and result}
    return Filled(answers, standing, whole, everything)


def _is_of_today(show: Show, worksheet: Worksheet) -> bool:
    """Whether a result follows from the answers on the page alone. What stood there on other days goes into no file:
    numbers that lie about can be used to press somebody."""
    counts_days = show.result == "count" and any(
        isinstance(worksheet.questions[question], Choice | Choices) for question in show.of
    )
    return show.result not in OF_OTHER_DAYS and not counts_days
