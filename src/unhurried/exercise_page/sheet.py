"""A worksheet as a file: on paper, blank or with the answers that a page holds, or as text with them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from unhurried.course import Course
from unhurried.exercise_page.exercise import RefusedError
from unhurried.exercise_page.results import result_of, results
from unhurried.exercise_page.scripting import scripting
from unhurried.exercises import RESULTS
from unhurried.exporting import one_worksheet
from unhurried.printing import PAPERS, Filled, Paper, print_worksheet
from unhurried.worksheet import Choice, Choices, Show, Worksheet, validate_value

#: Results that tell of other days.
OF_OTHER_DAYS = ("over_time", "ladder_now")


def make_sheet(
    course: Course, identity: str, paper: Paper, answers: Mapping[str, Any] | None, today: date, whole: bool = False
) -> bytes:
    """A worksheet as a PDF.

    Args:
        course: the worksheet's course.
        identity: the worksheet's id.
        paper: its size.
        answers: question id -> value, as the page holds them; None: a blank sheet.
        today: the reader's own day.
        whole: with the times that were written down, and what follows from them: a page for a therapist of one's own.

    Raises:
        CourseError: there is no such worksheet, or it is not right.
        RefusedError: an answer has the wrong shape, or there is no such paper.
        PrintFailed: the sheet could not be set.
    """
    worksheet = course.worksheet(identity)
    if paper not in PAPERS:
        raise RefusedError
    filled = None if answers is None else _filled(course, worksheet, answers, today, whole)
    return print_worksheet(course, worksheet, paper, filled)


def make_text(course: Course, identity: str, answers: Mapping[str, Any], today: date) -> str:
    """A worksheet with the answers that a page holds, as Markdown.

    Args:
        course: the worksheet's course.
        identity: the worksheet's id.
        answers: question id -> value, as the page holds them.
        today: the reader's own day.

    Raises:
        CourseError: there is no such worksheet, or it is not right.
        RefusedError: an answer has the wrong shape.
    """
    worksheet = course.worksheet(identity)
    filled = _filled(course, worksheet, answers, today, whole=False)
    return one_worksheet(course.words(), worksheet, filled.answers, filled.results)


def _filled(course: Course, worksheet: Worksheet, answers: Mapping[str, Any], today: date, whole: bool) -> Filled:
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
    return Filled(answers, {name: result for name, result in found.items() if name in stands and result}, whole)


def _is_of_today(show: Show, worksheet: Worksheet) -> bool:
    """Whether a result follows from the answers on the page alone. What stood there on other days goes into no file:
    numbers that lie about can be used to press somebody."""
    counts_days = show.result == "count" and any(
        isinstance(worksheet.questions[question], Choice | Choices) for question in show.of
    )
    return show.result not in OF_OTHER_DAYS and not counts_days
