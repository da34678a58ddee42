"""Two scales side by side, a day, a line of words, and steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Locator, Page, expect

if TYPE_CHECKING:
    from conftest import Exercise

Json = dict[str, Any]

ENDS = {"from": 0, "to": 10, "low": "not there", "high": "very strong"}
PAIR: Json = {
    "pair": {
        "id": "pulls",
        "question": "Two pulls",
        "left": {"question": "How strong is the wish?", **ENDS},
        "right": {"question": "How strong is the fear, on a day like this one?", **ENDS},
    }
}
DATE: Json = {"date": {"id": "again", "question": "When will I look at this again?"}}
SHORT: Json = {"short": {"id": "word", "question": "One word", "hint": "Any word."}}
STEPS: Json = {
    "steps": {
        "id": "feet",
        "question": "Feet on the floor",
        "steps": [{"text": "Sit."}, {"text": "Press down."}, {"text": "Let go."}],
    }
}


# Pair -----------------------------------------------------------------------------------------------------


def side(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=name)


def test_two_scales_are_answered_apart(page: Page, exercise: Exercise) -> None:
    """A wish and a fear would be mixed up, or one be made of both."""
    exercise.open_page(PAIR)
    side(page, "How strong is the wish?").get_by_role("radio", name="7", exact=True).click()
    exercise.kept()
    assert {"left": 7, "right": None} == exercise.answer("pulls")
    side(page, "How strong is the fear").get_by_role("radio").first.focus()
    page.keyboard.press("ArrowLeft")
    exercise.kept()
    assert {"left": 7, "right": 10} == exercise.answer("pulls")
    exercise.reload()
    expect(side(page, "How strong is the wish?").get_by_role("radio", name="7", exact=True)).to_be_checked()
    expect(side(page, "How strong is the fear").get_by_role("radio", name="10 very strong")).to_be_checked()


def test_each_of_two_scales_is_left_open_again(page: Page, exercise: Exercise) -> None:
    """A number given in a hurry could never be taken back, or would take the other one along."""
    exercise.open_page(PAIR, kept={"pulls": {"left": 2, "right": 9}})
    side(page, "How strong is the wish?").get_by_role("button", name="Leave this open").click()
    exercise.kept()
    assert {"left": None, "right": 9} == exercise.answer("pulls")
    side(page, "How strong is the fear").get_by_role("button", name="Leave this open").press("Enter")
    exercise.kept()
    assert exercise.answer("pulls") is None


@pytest.mark.parametrize(("width", "beside"), [(1280, True), (390, False)])
def test_two_scales_stand_side_by_side_where_there_is_room(
    new_page: Callable[..., Page], exercise_on: Callable[[Page], Exercise], width: int, beside: bool
) -> None:
    """On a phone the numbers would be too small for a thumb; on a screen the two would not be seen together."""
    page = new_page(width=width)
    exercise_on(page).open_page(PAIR)
    left, right = (row.bounding_box() for row in page.locator(".u-points").all())
    assert left and right
    assert beside == (left["y"] == right["y"])
    assert 24 <= min(point.bounding_box()["width"] for point in page.locator(".u-point").all())  # type: ignore[index]


# Date -----------------------------------------------------------------------------------------------------


def test_a_day_is_typed_kept_and_left_open(page: Page, exercise: Exercise) -> None:
    """A day that was fixed could not be read again, or not be given up."""
    exercise.open_page(DATE)
    field = page.get_by_label("When will I look at this again?")
    expect(page.get_by_text("left open", exact=True)).to_be_visible()
    field.focus()
    page.keyboard.type("12012026")
    exercise.kept()
    assert "2026-12-01" == exercise.answer("again")
    exercise.reload()
    expect(field).to_have_value("2026-12-01")
    page.get_by_role("button", name="Leave this open").click()
    expect(field).to_be_focused()
    exercise.kept()
    assert exercise.answer("again") is None
    expect(field).to_have_value("")


def test_half_a_day_is_no_answer(page: Page, exercise: Exercise) -> None:
    """A person would believe that a day is kept while only its month was typed, or find the year 20 there."""
    exercise.open_page(DATE, SHORT)
    page.get_by_label("When will I look at this again?").focus()
    page.keyboard.type("1201202")
    page.get_by_label("One word").focus()
    expect(page.get_by_text("This is not a whole date yet")).to_be_visible()
    exercise.kept()
    assert exercise.answer("again") is None
    assert [None] == [put["value"] for put in exercise.puts()]
    page.get_by_role("button", name="Leave this open").click()
    expect(page.get_by_text("This is not a whole date yet")).to_be_hidden()


# Short ----------------------------------------------------------------------------------------------------


def test_a_line_of_words_is_kept_and_emptied(page: Page, exercise: Exercise) -> None:
    """One line could not be taken back, and would come up again."""
    exercise.open_page(SHORT)
    field = page.get_by_label("One word")
    expect(field).to_have_accessible_description("Any word.")
    field.press_sequentially("tired")
    exercise.kept()
    assert "tired" == exercise.answer("word")
    exercise.reload()
    expect(field).to_have_value("tired")
    field.fill("")
    exercise.kept()
    assert exercise.answer("word") is None


# Steps ----------------------------------------------------------------------------------------------------


def step(page: Page, text: str) -> Locator:
    return page.locator(".u-stepping li", has_text=text)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def test_one_step_at_a_time(page: Page, exercise: Exercise) -> None:
    """All at once is too much for somebody who shakes; and nobody must be hurried or recorded."""
    exercise.open_page(STEPS)
    expect(step(page, "Sit.")).to_be_visible()
    expect(step(page, "Press down.")).to_be_hidden()
    expect(page.get_by_role("button", name="Back")).to_be_hidden()
    page.get_by_role("button", name="Next").focus()
    page.keyboard.press("Enter")
    expect(step(page, "Press down.")).to_be_visible()
    expect(step(page, "Sit.")).to_be_hidden()
    expect(page.locator("[aria-live=polite]")).to_have_text("Step 2 of 3. Press down.")
    expect(page.get_by_role("button", name="Next")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="That is enough")).to_be_focused()
    expect(page.get_by_role("button", name="Next")).to_be_hidden()
    press(page, "Back")
    press(page, "Back")
    expect(step(page, "Sit.")).to_be_visible()
    expect(page.get_by_role("button", name="Next")).to_be_focused()
    assert [] == exercise.puts()


def test_steps_end_at_any_time(page: Page, exercise: Exercise) -> None:
    """Whoever has had enough in the middle would have to go on to the end."""
    exercise.open_page(STEPS)
    press(page, "Next")
    press(page, "That is enough")
    expect(page.get_by_role("paragraph").filter(has_text="You stopped here. Nothing of this is kept.")).to_be_visible()
    expect(step(page, "Press down.")).to_be_hidden()
    expect(page.get_by_role("button", name="Begin again")).to_be_focused()
    page.keyboard.press("Enter")
    expect(step(page, "Sit.")).to_be_visible()
    expect(page.get_by_role("button", name="Next")).to_be_focused()
    assert [] == exercise.puts()


def test_all_steps_are_shown_when_asked_for(page: Page, exercise: Exercise) -> None:
    """Whoever wants to know first what is coming would be led blindfold."""
    exercise.open_page(STEPS)
    press(page, "Show all steps")
    for text in ("Sit.", "Press down.", "Let go."):
        expect(step(page, text)).to_be_visible()
    expect(page.get_by_role("button", name="Show one step at a time")).to_be_focused()
    page.keyboard.press("Enter")
    expect(step(page, "Press down.")).to_be_hidden()
    expect(page.get_by_role("button", name="Show all steps")).to_be_focused()


def test_a_page_that_asks_nothing_says_nothing_of_keeping(page: Page, exercise: Exercise) -> None:
    """A page without a field would tell that something is held, and let a person wonder what was taken down."""
    exercise.open_page(STEPS)
    expect(page.get_by_role("button", name="Keep now")).to_have_count(0)
    expect(page.get_by_text("Held until you leave")).to_have_count(0)
    exercise.open_page(STEPS, SHORT)
    expect(page.get_by_role("button", name="Keep now")).to_be_visible()


def test_all_steps_are_printed(page: Page, exercise: Exercise) -> None:
    """The sheet on the fridge would hold one step of three."""
    exercise.open_page(STEPS)
    press(page, "That is enough")
    page.emulate_media(media="print")
    for text in ("Sit.", "Press down.", "Let go."):
        expect(step(page, text)).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
