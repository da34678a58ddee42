"""Own questions, pile by pile."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from unhurried.exercises import RESULTS, Entry, Label, Result, Said
from unhurried.exercises.question_piles import FIELDS, PILES, question_piles

TODAY = date(2026, 11, 20)
PLACES = (*PILES, None, "gone-from-the-course")


def picked(option: str | None) -> dict[str, Any] | None:
    return {"picked": option, "other": ""} if option else None


def question(number: int, pile: str | None, text: str | None = "Who knew?") -> dict[str, Any]:
    return {"id": str(number), "from": None, "question": text, "pile": picked(pile), "kind": None, "how": None}


def shown(result: Result) -> list[tuple[Any, Any]]:
    """Pile and words of each row."""
    return [
        (row[0].value, row[1].value) for row in result.rows if isinstance(row[0], Said) and isinstance(row[1], Said)
    ]


def test_questions_of_one_pile_stand_together() -> None:
    """On paper, what somebody wants to ask tonight would stand between what they do not want to know."""
    asked = [question(1, "let-go", "a"), question(2, "now", "b"), question(3, None, "c"), question(4, "now", "d")]
    found = question_piles({"questions": asked}, (), TODAY)
    assert ("piles", {"count": 4}) == (found.say, found.facts)
    assert tuple(Label("questions", field) for field in FIELDS) == found.head
    assert [(picked("now"), "b"), (picked("now"), "d"), (picked("let-go"), "a"), (None, "c")] == shown(found)


@given(st.lists(st.sampled_from(PLACES), max_size=30))
def test_no_question_is_lost_and_the_own_order_stays(piles: list[str | None]) -> None:
    """A question that somebody needs answered would be missing on paper."""
    asked = [question(number, pile, f"question {number}") for number, pile in enumerate(piles)]
    found = shown(question_piles({"questions": asked or None}, (), TODAY))
    assert sorted(one["question"] for one in asked) == sorted(text for _, text in found)
    for pile in PLACES:
        in_it = [text for value, text in found if value == picked(pile)]
        assert [one["question"] for one in asked if one["pile"] == picked(pile)] == in_it


def test_nothing_is_said_while_there_is_no_question() -> None:
    """A table would have rows in which nothing stands."""
    for none in ({}, {"questions": None}, {"questions": [question(1, "now", None), question(2, "now", "  ")]}):
        assert Result("empty") == question_piles(none, (), TODAY)


def test_no_other_day_is_looked_at_and_worksheets_can_show_it() -> None:
    """A question that was let go would come back."""
    history = [Entry("questions", [question(9, "now")], TODAY)]
    assert Result("empty") == question_piles({}, history, TODAY)
    assert question_piles is RESULTS["question_piles"]
