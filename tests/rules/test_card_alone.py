"""Two people whose ladders differ in everything make the same card: page, state and print are the same bytes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unhurried import exercise_page
from unhurried.course import BUILT_IN, Course
from unhurried.course.definition import definition
from unhurried.exercise_page.exercise import Exercise
from unhurried.exercise_page.open_space import Held
from unhurried.exercise_page.sheet import make_sheet
from unhurried.space.folder import Folder
from unhurried.space.vault import Vault

COURSE = Course(BUILT_IN)
LADDER, CARD = COURSE.worksheet("touch-ladder"), COURSE.worksheet("card-for-today")
AT = "2026-11-20T10:00:00+00:00"
OPEN = {**(CARD.example or {}), "day": "2026-11-20"}

Json = dict[str, Any]
chips = st.sampled_from([None, {"picked": ["opened"], "other": ""}])
rungs = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.uuids().map(str),
            "name": st.text(max_size=5),
            "comfort": st.none() | st.integers(0, 10),
            "wish": st.none() | st.integers(0, 10),
            "open": chips,
        }
    ),
    max_size=3,
)
log = st.lists(st.fixed_dictionaries({"id": st.uuids().map(str), "rung": st.text(max_size=5)}), max_size=3)
ladders = st.fixed_dictionaries(
    {"rungs": rungs, "log": log, "paused": st.booleans(), "no_touch": st.booleans(), "room": st.integers(0, 10)}
)


class Space:
    """An open space with a ladder and a card in it."""

    kind = "own"

    def __init__(self, ladder: Json, card: Json) -> None:
        both = {"touch-ladder": ladder, "card-for-today": card}
        self.answers = {(sheet, name): Held(value, 1, AT) for sheet, own in both.items() for name, value in own.items()}

    def read(self) -> dict[tuple[str, str], Held]:
        return self.answers

    def history(self, worksheet: str, question: str) -> list[Held]:
        return [self.answers[worksheet, question]]

    def keep(self, *_: Any) -> Any:
        raise AssertionError("a card that is looked at keeps nothing")


def page_of(ladder: Json, card: Json, monkeypatch: pytest.MonkeyPatch) -> str:
    """Everything that the card's exercise says to its page."""
    said: list[Json] = []
    exercise = Exercise(CARD, definition(COURSE, CARD))
    monkeypatch.setattr(exercise.widget, "say", said.append)
    exercise.receive({"do": "put", "question": "stop", "value": None, "base": 0, "seq": 1, "at": AT})
    said.clear()
    exercise.attach(Space(ladder, card))
    return json.dumps(said)


@settings(max_examples=300, deadline=None)
@given(ladders, ladders)
def test_ladders_that_differ_give_the_same_card_on_the_page(one: Json, other: Json) -> None:
    """Else a number, a time that was written down, or a pause would reach the other person through the card."""
    with pytest.MonkeyPatch.context() as patch:
        first = page_of(one, OPEN, patch)
        assert first == page_of(other, OPEN, patch)
    assert "A hug goodbye at the door" in first


def test_ladders_that_differ_give_the_same_sheet() -> None:
    """Else a printed card would carry what its owner did not put on it, and paper cannot be taken back."""
    today = date(2026, 11, 20)
    first = make_sheet(COURSE, "card-for-today", "a4", OPEN, today)
    assert first == make_sheet(COURSE, "card-for-today", "a4", json.loads(json.dumps(OPEN)), today)
    ended = make_sheet(COURSE, "card-for-today", "a4", OPEN, date(2026, 11, 21))
    taken_back = make_sheet(COURSE, "card-for-today", "a4", {**OPEN, "day": None}, today)
    never = make_sheet(COURSE, "card-for-today", "a4", {}, today)
    assert ended == taken_back == never


@pytest.mark.parametrize("sheet", ["touch-ladder", "touch-ladder-b"])
@pytest.mark.parametrize("switch", ["paused", "no_touch"])
def test_a_pause_takes_back_every_card_of_the_space(tmp_path: Path, sheet: str, switch: str) -> None:
    """Else a card that was opened in the morning would still be open, on a page that is not, when touch rests."""
    with Vault.open(Folder(tmp_path / "spaces").make("seven quiet rivers under the old bridge")) as vault:
        vault.keep("card-for-today", "day", "2026-11-20", 0, AT, "morning")
        ladder, card = COURSE.worksheet(sheet), ("card-for-today", "day")
        exercise = Exercise(ladder, definition(COURSE, ladder), cards=lambda: {card})
        exercise.attach(vault)
        for seq, value in enumerate((False, True, False), 1):
            assert (None if seq > 2 else "2026-11-20") == vault.read()[card].value
            said = {"do": "put", "question": switch, "value": value, "base": seq - 1, "seq": seq, "at": AT}
            exercise.receive(said)
        assert vault.read()[card].value is None
        assert [] == vault.read()[card].beside
        assert vault.read()[sheet, switch].value is False


def test_every_card_of_the_course_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a pause would not find the card that it takes back."""
    monkeypatch.setenv("UNHURRIED_COURSE", str(BUILT_IN))
    widget = exercise_page.page("touch-ladder")
    (exercise,) = (one for one in exercise_page._open if one.widget is widget)
    assert {("card-for-today", "day")} == exercise._cards()


def test_a_card_knows_no_other_worksheet() -> None:
    """Else the bytes would be the same today, and tomorrow's change would let something through."""
    assert "touch-ladder" not in json.dumps(definition(COURSE, CARD))
