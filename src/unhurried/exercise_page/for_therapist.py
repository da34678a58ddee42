"""A page for a therapist of one's own, out of everything that a space holds: what there is to choose from, and the page
with what was chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from unhurried.course import Course
from unhurried.errors import CourseError
from unhurried.exercise_page.exercise import RefusedError
from unhurried.exercise_page.open_space import Answer
from unhurried.exercise_page.results import result_of
from unhurried.exercise_page.scripting import scripting
from unhurried.exercises import RESULTS
from unhurried.printing import PAPERS, Filled, Paper, print_for_therapist
from unhurried.worksheet import Question, Show, Switch, Worksheet, is_open, validate_value

#: Results that tell no more than the answers that they are of, and tell it better. A result that reads its whole
#: worksheet comes with the questions named here; the others with all that they are of.
WITH = {"touch_log": ["log"], "scripts": ["scripts"], "mean": [], "phq_4": []}

#: Every answer in a space, by worksheet and question.
Kept = Mapping[tuple[str, str], Answer]


def to_choose_from(course: Course, kept: Kept) -> list[dict[str, Any]]:
    """`[{id, title, items: [{id, text, own}]}]`: every answer that could stand on the page, without a word of it.

    Worksheets are in the order in which they were begun. `own`: it can never be shared, and needs a second tick.
    """
    return [
        {"id": worksheet.id, "title": worksheet.title, "items": items}
        for worksheet in _worksheets(course, kept)
        if (items := [_item(worksheet, asked) for asked in _answered(worksheet, kept)])
    ]


def make_page(
    course: Course, kept: Kept, items: Sequence[tuple[str, str]], own: bool, paper: Paper, today: date
) -> bytes:
    """The page as a PDF, with what was chosen and nothing else.

    Args:
        course: the course.
        kept: what the space holds.
        items: worksheet and question of each answer that shall stand there.
        own: the second tick: what can never be shared may stand there too.
        paper: its size.
        today: the reader's own day.

    Raises:
        RefusedError: nothing was chosen, or something that is not there, or that needs the second tick.
        CourseError: the course's words are not right.
        PrintFailed: it could not be set.
    """
    wanted, chosen = set(items), []
    for worksheet in _worksheets(course, kept):
        asked = [one for one in _answered(worksheet, kept) if (worksheet.id, one.id) in wanted]
        if any(worksheet.may_share(one) == "never" for one in asked) and not own:
            raise RefusedError
        wanted -= {(worksheet.id, one.id) for one in asked}
        if asked:
            answers = {one.id: kept[worksheet.id, one.id].value for one in asked}
            chosen.append((worksheet, Filled(answers, _results(course, worksheet, answers, today), whole=True)))
    if wanted or not chosen or paper not in PAPERS:
        raise RefusedError
    return print_for_therapist(course, chosen, paper)


def _worksheets(course: Course, kept: Kept) -> Iterator[Worksheet]:
    """Those of the course that something was kept for. One with a mistake in its file is left out."""
    for identity in dict.fromkeys(worksheet for worksheet, _ in kept):
        with suppress(CourseError):
            yield course.worksheet(identity)


def _answered(worksheet: Worksheet, kept: Kept) -> Iterator[Question | Switch]:
    """What was answered, and still fits its question in this edition of the course."""
    for asked in worksheet.questions.values():
        answer = kept.get((worksheet.id, asked.id))
        if answer is None or is_open(answer.value) or answer.value is False:
            continue
        with suppress(ValueError):
            validate_value(asked, answer.value)
            yield asked


def _item(worksheet: Worksheet, asked: Question | Switch) -> dict[str, Any]:
    text = worksheet.says[f"{asked.id}_label"] if isinstance(asked, Switch) else asked.question
    return {"id": asked.id, "text": text, "own": worksheet.may_share(asked) == "never"}


def _results(course: Course, worksheet: Worksheet, answers: Mapping[str, Any], today: date) -> dict[str, Any]:
    script = scripting(course, worksheet)
    words, rules = course.words()["exercise"], script.rules if script else RESULTS
    shows = [show for show in worksheet.shows if _goes_with(show, answers)]
    found = {show.id: result_of(show, worksheet, words, answers, lambda _: (), today, rules) for show in shows}
    return {name: result for name, result in found.items() if result is not None}


def _goes_with(show: Show, answers: Mapping[str, Any]) -> bool:
    return show.result in WITH and all(name in answers for name in show.of or WITH[show.result])
