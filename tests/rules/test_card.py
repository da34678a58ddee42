"""A card for today: what reaches another person is a function of the card alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from unhurried.course import BUILT_IN, Course
from unhurried.exercise_page.results import results
from unhurried.exercises.card import HEAD, card
from unhurried.exercises.result import Label, Result, Said

TODAY = date(2026, 11, 20)
COURSE = Course(BUILT_IN)
WORKSHEET, WORDS = COURSE.worksheet("card-for-today"), COURSE.words()["exercise"]

texts = st.none() | st.text(max_size=8)
touches = st.lists(
    st.fixed_dictionaries(
        {"id": st.uuids().map(str), "from": texts, "name": texts, "conditions": st.none()},
    ),
    max_size=3,
)
cards = st.fixed_dictionaries(
    {}, optional={"day": st.none() | st.just("2026-11-20"), "touch": touches, "stop": texts, "afterwards": texts}
)
ladders = st.fixed_dictionaries(
    {"paused": st.booleans(), "no_touch": st.booleans(), "comfort-from": st.integers(0, 10), "room": st.integers(0, 10)}
)
far = st.integers(-400, 400).filter(bool)
thorough = settings(max_examples=2_000)


def shown(answers: dict[str, Any], today: date = TODAY) -> dict[str, Any]:
    """As the page shows it, and as a sheet prints it."""
    found: dict[str, Any] = results(WORKSHEET, WORDS, answers, lambda _question: (), today)["card"]
    return found


@thorough
@given(cards, ladders, st.lists(st.dictionaries(st.text(max_size=5), st.integers())))
def test_a_card_is_the_same_whatever_else_there_is(own: dict[str, Any], ladder: dict[str, Any], log: list[Any]) -> None:
    """Else a card would tell a number, a pause, or that something is kept back."""
    beside = {**ladder, "log": log, "rungs": log}
    assert card(own, (), TODAY) == card({**beside, **own}, (), TODAY) == card(own, log, TODAY)


@thorough
@given(cards, far)
def test_on_any_other_day_there_is_no_card(own: dict[str, Any], days: int) -> None:
    """Else what was good today could be asked for tomorrow."""
    assert Result("closed") == card(own, (), TODAY + timedelta(days))


@thorough
@given(cards, cards, far)
def test_never_made_taken_back_and_ended_cannot_be_told_apart(
    one: dict[str, Any], other: dict[str, Any], days: int
) -> None:
    """Else somebody would learn that a card was taken back, and ask why."""
    never, taken_back = shown({}), shown({**one, "day": None})
    assert never == taken_back == shown(other, TODAY + timedelta(days))
    assert {"sentence", "head", "rows", "series"} == set(never)
    assert not never["rows"]


@thorough
@given(cards)
def test_an_open_card_has_what_was_put_on_it_and_nothing_more(own: dict[str, Any]) -> None:
    """Else the preview would not be what the other person sees, or an empty line would make somebody wonder."""
    found = card({**own, "day": "2026-11-20"}, (), TODAY)
    named = [one for one in own.get("touch", []) if (one["name"] or "").strip()]
    assert ("open" if named else "open_none") == found.say
    assert [(Said("touch", "name", one["name"]), Said("touch", "conditions", None)) for one in named] == [
        *found.rows[: len(named)]
    ]
    written = [name for name in ("stop", "afterwards") if (own.get(name) or "").strip()]
    assert [(Label(name), Said(name, None, own[name])) for name in written] == [*found.rows[len(named) :]]
    assert (HEAD, {"day": TODAY}) == (found.head, found.facts)


def test_a_card_without_a_touch_says_so_in_words() -> None:
    """Else an empty card would look as if anything went."""
    found = shown({"day": "2026-11-20"})
    assert "no touch" in found["sentence"].lower()
    assert "20 November 2026" in found["sentence"]
