"""The ladder and the card on paper: what lies about in a house can be found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from unhurried.course import Course
from unhurried.exercise_page.sheet import make_sheet

TODAY = date(2026, 11, 20)


def test_times_are_only_on_the_page_for_a_therapist(course: Course, text_of: Callable[[bytes], str]) -> None:
    """A sheet in a drawer would tell on which evening a body froze."""
    answers = course.worksheet("touch-ladder").example or {}
    plain = text_of(make_sheet(course, "touch-ladder", "a4", answers, TODAY, everything=True))
    whole = text_of(make_sheet(course, "touch-ladder", "a4", answers, TODAY, whole=True, everything=True))
    for private in ("8 November 2026", "tense, images", "There were images or tears"):
        assert private not in plain
        assert private in whole
    for sheet in (plain, whole):
        assert "A hand on my shoulder" in sheet
        assert "What could be next?" not in sheet


def test_a_pause_folds_the_ladder_away_but_not_for_a_therapist(course: Course, text_of: Callable[[bytes], str]) -> None:
    """Whoever paused would bring an empty page to the person who could help."""
    answers = {**(course.worksheet("touch-ladder").example or {}), "paused": True}
    assert "A hand on my shoulder" not in text_of(
        make_sheet(course, "touch-ladder", "a4", answers, TODAY, everything=True)
    )
    assert "A hand on my shoulder" in text_of(
        make_sheet(course, "touch-ladder", "a4", answers, TODAY, whole=True, everything=True)
    )


def test_a_printed_card_is_the_card_and_nothing_else(course: Course, text_of: Callable[[bytes], str]) -> None:
    """The other person would be handed the notes that were meant for its owner, or a card without an end."""
    worksheet = course.worksheet("card-for-today")
    answers = {**(worksheet.example or {}), "day": "2026-11-20"}
    read = text_of(make_sheet(course, "card-for-today", "a4", answers, TODAY))
    for line in ("Not a yes. Ask each time. Stillness means stop.", "20 November 2026", "I will step back."):
        assert line in read
    for note in (worksheet.about[:30], "Please skip this page", "Get help", "Ladder"):
        assert note not in read
    ended = text_of(make_sheet(course, "card-for-today", "a4", answers, date(2026, 11, 21)))
    assert worksheet.says["closed"] in ended
    assert "A hug" not in ended
