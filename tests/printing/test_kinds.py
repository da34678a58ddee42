"""Every kind of block on paper, blank and filled: nothing of the worksheet is missing, and nothing is made up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from unhurried.course import Course
from unhurried.exercise_page.sheet import make_sheet
from unhurried.printing import Filled, print_worksheet
from unhurried.printing.sheet import sheet
from unhurried.worksheet import KINDS, Worksheet

TODAY = date(2026, 11, 20)
#: Keys whose texts are no words for people on paper. `empty` and a result's title stand for what follows from answers.
NAMES = {"id", "kind", "share", "suggestions", "result", "of", "item", "empty"}


def words(value: Any) -> Iterator[str]:
    """The words of a block, as its author wrote them; a note is looked at by itself."""
    if isinstance(value, dict):
        for name, part in value.items():
            if name not in NAMES:
                yield from words(part)
    elif isinstance(value, list):
        for part in value:
            yield from words(part)
    elif isinstance(value, str):
        yield " ".join(value.split())


def asked(worksheet: Worksheet) -> list[str]:
    blocks = [block.model_dump(by_alias=True) for block in worksheet.blocks if block.kind not in ("note", "show")]
    return [text for block in blocks for text in words(block)]


@pytest.mark.parametrize("kind", [*KINDS, "everything"])
def test_a_blank_sheet_has_every_word_of_its_worksheet(
    kind: str, gallery: Course, text_of: Callable[[bytes], str]
) -> None:
    """Somebody who works on paper would not be asked, or not be told, what the page asks and tells."""
    worksheet = gallery.worksheet(kind)
    read = text_of(print_worksheet(gallery, worksheet))
    fields = [field.id for block in worksheet.blocks if block.kind == "list" for field in block.fields]
    expected = [worksheet.title, worksheet.about, *asked(worksheet)]
    assert [] == [text for text in expected if text not in read and text not in fields]


def test_a_note_keeps_its_form(gallery: Course, text_of: Callable[[bytes], str]) -> None:
    """Stars and dashes of the author's own writing would stand between a reader and the words."""
    read = text_of(print_worksheet(gallery, gallery.worksheet("note")))
    assert "Take what is of use, and leave the rest. A note can have emphasis, lists and paragraphs:" in read
    assert "a cup of tea" in read
    assert "*" not in read


@pytest.mark.parametrize("kind", sorted({*KINDS} - {"show"}))
def test_every_kind_of_the_model_has_its_form(kind: str, gallery: Course) -> None:
    """A new kind of block would be an empty place on paper."""
    worksheet = gallery.worksheet(kind)
    for filled in (None, Filled(worksheet.example or {}, {}, everything=True)):
        assert sheet(gallery, worksheet, "a4", filled)["blocks"]


FILLED = {
    "scale": ["4 of 10"],
    "pair": ["7 of 10", "8 of 10"],
    "choice": ["\u25cf By the window", "with a blanket"],
    "choices": ["\u2612 Make soup", "\u2612 Listen to music", "an early night"],
    "short": ["The day with the late bus"],
    "writing": ["This morning I saw that the beans had come up. I stood there longer than I had meant to."],
    "list": [
        "1. Tea at the table by the window",
        "When? in the morning",
        "21 November 2026",
        "5 of 10",
        "a bigger pot",
    ],
    "sort": ["The dishes \u2612 \u2610 \u2610", "The letters on the shelf \u2610 \u2612 \u2610"],
    "date": ["30 November 2026"],
}


@pytest.mark.parametrize("kind", FILLED)
def test_an_answer_stands_on_its_sheet_and_on_no_blank_one(
    kind: str, gallery: Course, text_of: Callable[[bytes], str]
) -> None:
    """Somebody would carry a sheet to their therapist, and what they had said would not be on it."""
    worksheet = gallery.worksheet(kind)
    filled = text_of(make_sheet(gallery, kind, "a4", worksheet.example or {}, TODAY, everything=True))
    assert [] == [text for text in FILLED[kind] if text not in filled]
    blank = text_of(print_worksheet(gallery, worksheet))
    assert [] == [text for text in FILLED[kind] if text in blank]


@pytest.mark.parametrize("kind", FILLED)
def test_what_is_left_open_says_so(kind: str, gallery: Course, text_of: Callable[[bytes], str]) -> None:
    """An empty place could be read as the lowest number, or as a no."""
    nothing = {"choice": {"picked": None, "other": " "}, "choices": {"picked": [], "other": ""}, "list": [], "sort": {}}
    for value in (None, nothing.get(kind), {"left": None, "right": None} if kind == "pair" else None):
        question = next(iter(gallery.worksheet(kind).questions))
        assert "left open" in text_of(make_sheet(gallery, kind, "a4", {question: value}, TODAY, everything=True))


def test_what_the_course_has_dropped_is_not_lost(gallery: Course, text_of: Callable[[bytes], str]) -> None:
    """After an update of the course, an answer would be missing from paper while it still counts."""
    chosen = text_of(
        make_sheet(gallery, "choice", "a4", {"seat": {"picked": "attic", "other": ""}}, TODAY, everything=True)
    )
    assert "\u25cf attic" in chosen
    sorted_cards = text_of(make_sheet(gallery, "sort", "a4", {"chores": {"lawn": "spring"}}, TODAY, everything=True))
    assert "lawn \u2610 \u2610 \u2610 \u2612" in sorted_cards


def test_results_of_today_are_printed_and_no_earlier_ones(gallery: Course, text_of: Callable[[bytes], str]) -> None:
    """ "You were a 7 last week" could be read from a sheet that lies about."""
    worksheet = gallery.worksheet("show")
    read = text_of(make_sheet(gallery, "show", "a4", worksheet.example or {}, TODAY, everything=True))
    titles = {show.result: show.title for show in worksheet.shows}
    assert titles["mean"] in read
    assert titles["over_time"] not in read
    assert titles["count"] not in read  # it counts the days on which something was picked
    assert titles["mean"] not in text_of(print_worksheet(gallery, worksheet))


def test_a_ladder_that_rests_is_not_printed(course: Course, text_of: Callable[[bytes], str]) -> None:
    """Whoever paused all touch would still hand over a ladder."""
    worksheet = course.worksheet("touch-ladder")
    rung = worksheet.example["rungs"][0]["name"] if worksheet.example else ""
    for switch in ("paused", "no_touch"):
        answers = {**(worksheet.example or {}), switch: True}
        read = text_of(make_sheet(course, "touch-ladder", "a4", answers, TODAY, everything=True))
        assert rung not in read
        assert f"\u2612 {worksheet.says[f'{switch}_label']}" in read
    assert rung in text_of(make_sheet(course, "touch-ladder", "a4", worksheet.example or {}, TODAY, everything=True))


def test_a_list_has_room_for_six_and_says_that_there_may_be_more(
    course: Course, text_of: Callable[[bytes], str]
) -> None:
    """A list of thirty would be fifteen empty pages, or a promise of six and no more."""
    read = text_of(print_worksheet(course, course.worksheet("touch-ladder")))
    assert "Rung 6" in read
    assert "Rung 7" not in read
    assert "up to 60" in read
    assert "second list" not in read and "kiss" not in read
    assert "A cup of tea at one table" in read  # suggestions, to choose from
