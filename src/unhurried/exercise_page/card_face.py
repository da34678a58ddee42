"""What stands on a card: chosen answers of one worksheet, and how long they may be seen.

What reaches the other person is a function of the card alone. It is made in two steps for that: `chosen` takes the
answers that a person ticked out of all others, and refuses what is never shared; `face` sees nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from unhurried.course import Course
from unhurried.exercise_page.exercise import RefusedError
from unhurried.exercise_page.results import results
from unhurried.exercise_page.scripting import scripting
from unhurried.exercises import RESULTS
from unhurried.worksheet import AnswerWording, List, Question, Sort, Worksheet, in_words, is_open, validate_value
from unhurried.worksheet.fields import DateField
from unhurried.worksheet.sharing import on_card
from unhurried.worksheet.topics import of_worksheet

#: Days that a card may be seen, the day on which it is made among them. It ends at a midnight of the reader's, so
#: never later than so many times 24 hours after it was made. A card about touch or sex: one (principle 8 of the
#: course: a card is not a yes). Any other: seven, the time until a couple's next weekly talk. Design choices.
TOUCH_DAYS, OTHER_DAYS = 1, 7

#: What was chosen: item -> answer. An item is a question's id, or `LIST/ENTRY` for one entry of a list, by its id.
Chosen = Mapping[str, Any]
#: `{lines, parts: [{name, said: [text, …]}], ends}`: everything that another person sees, in words; a `name` may be
#: empty. Holds a person's words.
Face = dict[str, Any]


def days(worksheet: Worksheet) -> int:
    """How many days a card of this worksheet may be seen, today among them."""
    return TOUCH_DAYS if is_touch(worksheet) else OTHER_DAYS


def is_touch(worksheet: Worksheet) -> bool:
    """Whether a card of it says that it is not a yes, and ends today."""
    return bool(of_worksheet(worksheet) & {"touch", "sex"})


def chosen(worksheet: Worksheet, items: Sequence[str], answers: Mapping[str, Any]) -> Chosen:
    """The answers that somebody ticked, in the worksheet's order.

    Args:
        worksheet: whose questions they are.
        items: what was ticked, in any order.
        answers: question id -> value, as the page holds them.

    Raises:
        RefusedError: nothing was ticked, or something that is never shared, is left open, has the wrong shape, or is
            not there.
    """
    asked = {item.partition("/")[0] for item in items}
    may = [question for question in on_card(worksheet) if question in asked]
    there = {item: value for question in may for item, value in _items(worksheet, question, answers)}
    if not items or not there.keys() >= set(items) or len(set(items)) < len(items):
        raise RefusedError
    return {item: value for item, value in there.items() if item in items}


def _items(worksheet: Worksheet, question: str, answers: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """`(item, answer)` for everything that could be ticked under one question."""
    if worksheet.widget == "card":
        for name, value in answers.items():
            _validate(worksheet, name, value)
        yield question, dict(answers)
        return
    value = answers.get(question)
    _validate(worksheet, question, value)
    if isinstance(worksheet.questions[question], List):
        for entry in value or ():
            if not is_open({name: part for name, part in entry.items() if name not in ("id", "from")}):
                yield f"{question}/{entry['id']}", entry
    elif not is_open(value):
        yield question, value


def _validate(worksheet: Worksheet, question: str, value: Any) -> None:
    try:
        validate_value(worksheet.questions[question], value)
    except (KeyError, ValueError, RecursionError):
        raise RefusedError from None


def face(course: Course, worksheet: Worksheet, card: Chosen, today: date) -> Face:
    """The card as another person sees it: on a screen, on paper, and under six words.

    Args:
        course: gives the words.
        worksheet: whose questions they are.
        card: what `chosen` gave.
        today: the reader's own day, on which the card is made.

    Raises:
        RefusedError: it is a card for today that is not open.
    """
    said = course.words()["card"]["face"]
    words = AnswerWording(course.words()["exercise"], worksheet.says)
    if worksheet.widget == "card":
        return _card_for_today(course, worksheet, next(iter(card.values())), today)
    touch = is_touch(worksheet)
    last = words.day((today + timedelta(days(worksheet) - 1)).isoformat())
    parts: dict[str, list[str]] = {}
    for name, lines in _parts(course, worksheet, card, today, words):
        parts.setdefault(name, []).extend(lines)
    return {
        "lines": [said["touch"]] if touch else [],
        "parts": [{"name": name, "said": lines} for name, lines in parts.items()],
        "ends": said["ends_today" if touch else "ends"].format(day=last),
    }


def _card_for_today(course: Course, worksheet: Worksheet, answers: Mapping[str, Any], today: date) -> Face:
    show = next(show for show in worksheet.shows if show.result == "card")
    found = results(worksheet, course.words()["exercise"], answers, lambda _question: (), today)[show.id]
    if found["sentence"] == worksheet.says["closed"]:
        raise RefusedError
    parts = [{"name": row["cells"][0], "said": row["cells"][1:]} for row in found["rows"]]
    return {"lines": [worksheet.says["lines"]], "parts": parts, "ends": found["sentence"]}


def _parts(
    course: Course, worksheet: Worksheet, card: Chosen, today: date, words: AnswerWording
) -> Iterator[tuple[str, list[str]]]:
    """`(what was asked, what was said)` for each item. Entries of a list follow one another under one question."""
    if worksheet.widget == "script_builder":
        yield from _scripts(course, worksheet, card, today)
        return
    for item, value in card.items():
        asked = worksheet.questions[item.partition("/")[0]]
        if isinstance(asked, Question):
            yield asked.question, list(_said(asked, value, words))


def _said(asked: Question, value: Any, words: AnswerWording) -> Iterator[str]:
    match asked:
        case List():
            name, rows = words.entry_of(asked, value)
            yield "\n".join([name, *(f"{label}: {line}" for label, line in rows)])
        case Sort():
            yield from (f"{card}: {pile}" for card, pile in in_words(asked, value).items())
        case DateField():
            yield words.day(value)
        case _:
            yield str(in_words(asked, value)).strip()


def _scripts(course: Course, worksheet: Worksheet, card: Chosen, today: date) -> Iterator[tuple[str, list[str]]]:
    """A script is what somebody would say, put together; what it is for is a note to themselves."""
    script = scripting(course, worksheet)
    show = next(show for show in worksheet.shows if show.result == "scripts")
    words = course.words()["exercise"]
    for value in card.values():
        rules = script.rules if script else RESULTS
        found = results(worksheet, words, {"scripts": [value]}, lambda _question: (), today, rules)
        _, text = found[show.id]["rows"][0]["cells"]
        if text == words["left_open"]:
            raise RefusedError
        yield "", [text]
