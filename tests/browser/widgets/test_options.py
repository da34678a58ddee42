"""Questions that offer options: one of them, or any number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from conftest import Exercise

Json = dict[str, Any]

OPTIONS = [
    {"id": "own", "label": "In my own room", "hint": "With the door shut."},
    {"id": "same", "label": "In the same room"},
    {"id": "away", "label": "Somewhere else"},
]


def choice(**keys: Any) -> Json:
    return {"choice": {"id": "sleep", "question": "Where will I sleep?", "options": OPTIONS, "other": True, **keys}}


def choices(**keys: Any) -> Json:
    return {"choices": {"id": "helps", "question": "What helps?", "options": OPTIONS, "other": True, **keys}}


def radio(page: Page, name: str) -> Any:
    return page.get_by_role("radio", name=name)


def test_one_option_is_picked_by_mouse(page: Page, exercise: Exercise) -> None:
    """A person would choose, and find nothing or two things chosen."""
    exercise.open_page(choice())
    expect(page.get_by_text("left open", exact=True)).to_be_visible()
    assert 0 == page.get_by_role("radio", checked=True).count()
    page.get_by_text("With the door shut.").click()
    exercise.kept()
    assert {"picked": "own", "other": ""} == exercise.answer("sleep")
    page.get_by_text("Somewhere else").click()
    exercise.kept()
    assert {"picked": "away", "other": ""} == exercise.answer("sleep")
    assert 1 == page.get_by_role("radio", checked=True).count()


def test_one_option_is_picked_by_keyboard(page: Page, exercise: Exercise) -> None:
    """Whoever cannot use a mouse could not choose, or not leave it open again."""
    exercise.open_page(choice())
    radio(page, "In my own room").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    exercise.kept()
    assert {"picked": "same", "other": ""} == exercise.answer("sleep")
    page.keyboard.press("Tab")
    page.keyboard.type("with the light on")
    page.keyboard.press("Tab")
    exercise.kept()
    assert {"picked": "same", "other": "with the light on"} == exercise.answer("sleep")
    expect(page.get_by_role("button", name="Leave this open")).to_be_focused()
    page.keyboard.press("Enter")
    expect(radio(page, "In my own room")).to_be_focused()
    exercise.kept()
    assert {"picked": None, "other": "with the light on"} == exercise.answer("sleep")


def test_a_choice_is_left_open_again(page: Page, exercise: Exercise) -> None:
    """A choice made in a hurry could never be taken back."""
    exercise.open_page(choice(), kept={"sleep": {"picked": "away", "other": ""}})
    expect(radio(page, "Somewhere else")).to_be_checked()
    page.get_by_role("button", name="Leave this open").click()
    exercise.kept()
    assert exercise.answer("sleep") is None
    assert 0 == page.get_by_role("radio", checked=True).count()
    expect(page.locator("[aria-live=polite]")).to_have_text("left open")


def test_leaving_a_choice_open_takes_no_words_away(page: Page, exercise: Exercise) -> None:
    """One press would delete what somebody wrote."""
    exercise.open_page(choice(), kept={"sleep": {"picked": "away", "other": "at my sister's"}})
    page.get_by_role("button", name="Leave this open").click()
    exercise.kept()
    assert {"picked": None, "other": "at my sister's"} == exercise.answer("sleep")
    expect(page.get_by_label("In your own words")).to_have_value("at my sister's")
    expect(page.locator("[aria-live=polite]")).to_have_text("Nothing is chosen now. Your own words stay.")
    page.get_by_label("In your own words").fill("")
    exercise.kept()
    assert exercise.answer("sleep") is None


def test_own_words_alone_are_an_answer(page: Page, exercise: Exercise) -> None:
    """Whoever fits none of the options could say nothing."""
    exercise.open_page(choice())
    page.get_by_label("In your own words").fill("in the car")
    exercise.kept()
    assert {"picked": None, "other": "in the car"} == exercise.answer("sleep")
    exercise.reload()
    expect(page.get_by_label("In your own words")).to_have_value("in the car")


def test_an_option_that_is_gone_is_not_lost(page: Page, exercise: Exercise) -> None:
    """A later edition of the course would silently change an old answer."""
    exercise.open_page(choice(), choices(), kept={
        "sleep": {"picked": "old", "other": ""},
        "helps": {"picked": ["old"], "other": ""},
    })  # fmt: skip
    for field in page.get_by_label("In your own words").all():
        field.fill("more")
    exercise.kept()
    assert {"picked": "old", "other": "more"} == exercise.answer("sleep")
    assert {"picked": ["old"], "other": "more"} == exercise.answer("helps")


def test_options_of_one_choice_have_one_size(page: Page, exercise: Exercise) -> None:
    """Staying, leaving and not being sure would not weigh the same on the page."""
    exercise.open_page(choice(options=[{"id": one, "label": one} for one in ("stay", "leave", "not sure yet")]))
    boxes = [label.bounding_box() for label in page.locator(".u-choice").all()]
    assert 1 == len({(box["width"], box["height"]) for box in boxes if box})


def test_options_are_picked_and_taken_back(page: Page, exercise: Exercise) -> None:
    """A mark that was set by mistake would stay."""
    exercise.open_page(choices())
    page.get_by_role("checkbox", name="In the same room").focus()
    page.keyboard.press("Space")
    page.get_by_text("Somewhere else").click()
    exercise.kept()
    assert {"picked": ["same", "away"], "other": ""} == exercise.answer("helps")
    exercise.reload()
    for name in ("In the same room", "Somewhere else"):
        page.get_by_role("checkbox", name=name).uncheck()
    exercise.kept()
    assert exercise.answer("helps") is None


@pytest.mark.parametrize("count", [1, 2])
def test_no_more_than_at_most(page: Page, exercise: Exercise, count: int) -> None:
    """One mark too many would be refused after it was set, without a word why."""
    exercise.open_page(choices(at_most=count))
    expect(page.get_by_role("group", name="What helps?")).to_have_accessible_description(
        f"Choose up to {count}, or none."
    )
    boxes = page.get_by_role("checkbox")
    for number in range(count):
        boxes.nth(number).check()
    expect(page.get_by_text(f"You have chosen {count}").first).to_be_visible()
    expect(boxes.nth(count)).to_be_disabled()
    boxes.first.uncheck()
    expect(boxes.nth(count)).to_be_enabled()
    exercise.kept()
    assert count == len((exercise.answer("helps") or {"picked": []})["picked"]) + 1
