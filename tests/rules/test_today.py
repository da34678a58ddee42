"""What the page names for today: by room and body alone, with what is happening now before all else."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from unhurried.errors import CourseError
from unhurried.exercises import RESULTS, Entry, Result
from unhurried.exercises.today import SAID, today
from unhurried.worksheet import load

TODAY = date(2026, 11, 20)
ROOM = (None, "none", "few-minutes", "some")
BODY = (None, "now", "too-much", "too-little", "worn-out", "calm-enough", "cannot-tell")


def picked(option: str | None, other: str = "") -> dict[str, Any]:
    return {"picked": option, "other": other}


@pytest.mark.parametrize(("room", "body"), list(product(ROOM, BODY)))
def test_what_is_happening_now_comes_before_no_room_and_both_before_the_rest(
    room: str | None, body: str | None
) -> None:
    """Somebody in danger would be told to steady themselves, or somebody who wants to stop would be kept on."""
    if body == "now":
        expected = "today_now"
    elif room == "none":
        expected = "today_no_room"
    else:
        expected = SAID[body] if body else "empty"
    for answers in ({"room": picked(room), "body": picked(body)}, {"body": picked(body), "room": picked(room)}):
        assert Result(expected) == today(answers, (), TODAY)


@pytest.mark.parametrize("value", [None, picked(None), picked(None, "too-much"), picked("gone-from-the-course")])
def test_nothing_is_made_of_what_was_not_picked(value: Any) -> None:
    """Something would be named for a body of which nothing was said, or somebody's own words would be read."""
    assert Result("empty") == today({"room": None, "body": value}, (), TODAY)


def test_no_other_day_is_looked_at() -> None:
    """Today would be set against last week."""
    answers = {"body": picked("calm-enough")}
    history = [Entry("body", picked("now"), date(2026, 11, 19)), Entry("body", picked("too-much"), TODAY)]
    assert today(answers, (), TODAY) == today(answers, history, date(2027, 1, 1))


def test_worksheets_can_show_it() -> None:
    """The place on the page would stay empty."""
    assert today is RESULTS["today"]


def test_a_page_without_the_words_is_refused(tmp_path: Path) -> None:
    """Somebody would say how they are, and the place for what follows would stay empty."""
    path = tmp_path / "small.yaml"
    head = "id: small\ntitle: Small\nstage: steady\nwho: [hurt]\nminutes: 2\nabout: For today.\nsources: [own]\n"
    blocks = (
        "blocks:\n  - choice: {id: body, question: How?, options: [{id: now, label: Now}]}\n"
        "  - show: {id: things, title: Things, result: today, of: [body], empty: Nothing yet.}\n"
    )
    example = "example: {body: {picked: now, other: ''}}\n"
    words = "says:\n" + "".join(f"  {key}: A word.\n" for key in SAID.values())
    path.write_text(head + example + words + blocks)
    assert set(SAID.values()) == set(load(path).says)
    path.write_text(head + example + words.replace("  today_worn_out: A word.\n", "") + blocks)
    with pytest.raises(CourseError) as refused:
        load(path)
    (fault,) = refused.value.faults
    assert 'no "today_worn_out"' == fault.problem
    assert 'the result "today"' in fault.advice
