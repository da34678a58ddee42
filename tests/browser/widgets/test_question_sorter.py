"""Own questions on piles: by mouse, by keyboard, and with a word about answers that stay as images."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Locator, Page, expect

from unhurried.worksheet import SAYS

if TYPE_CHECKING:
    from conftest import Exercise

ROOT = Path(__file__).parents[3]
HEALTH, BED, FRIENDS = "Is my health at risk?", "Was it in our bed?", "Which of our friends knew?"
WARNING = "This one may ask about bodies"
SORT = "Where does each of them belong?"


def write(page: Page, *questions: str) -> None:
    for question in questions:
        page.get_by_role("textbox", name="Add one of your own").fill(question)
        page.keyboard.press("Enter")


def card(page: Page, question: str) -> Locator:
    return page.get_by_role("group", name=question, exact=True)


def pile(page: Page, name: str) -> Locator:
    return page.get_by_role("list", name=name, exact=True)


def lies(exercise: Exercise) -> dict[str, str | None]:
    return {one["question"]: (one["pile"] or {}).get("picked") for one in exercise.answer("questions") or []}


def test_the_widget_asks_for_exactly_the_words_that_an_author_must_write() -> None:
    """Something on the page would have no name, or an author would write words that nobody ever reads."""
    code = (ROOT / "src/unhurried/widgets/question_sorter.js").read_text()
    assert {*re.findall(r"says\.(\w+)", code), "piles"} == set(SAYS["question_sorter"])


def test_nobody_is_shown_piles_without_a_question(page: Page, exercise: Exercise) -> None:
    """Somebody would stand before empty boxes that want to be filled."""
    exercise.open("question_sorter")
    expect(page.get_by_role("group", name=SORT)).to_have_count(0)
    write(page, HEALTH)
    expect(page.get_by_role("group", name=SORT)).to_be_visible()
    expect(page.get_by_role("textbox", name="Add one of your own")).to_be_focused()


def test_a_question_is_put_on_a_pile_and_stays_there(page: Page, exercise: Exercise) -> None:
    """What somebody wants to ask tonight, and what they never want to hear, would be mixed up again."""
    exercise.open("question_sorter")
    write(page, HEALTH, FRIENDS)
    card(page, HEALTH).get_by_text("Ask now", exact=True).click()
    card(page, FRIENDS).get_by_text("I do not need to know any more", exact=True).click()
    exercise.kept()
    assert {HEALTH: "now", FRIENDS: "let-go"} == lies(exercise)
    expect(pile(page, "Ask now")).to_have_text(HEALTH)
    exercise.reload()
    expect(pile(page, "Ask now")).to_have_text(HEALTH)
    expect(pile(page, "I do not need to know any more")).to_have_text(FRIENDS)
    expect(card(page, HEALTH).get_by_role("radio", name="Ask now")).to_be_checked()


def test_a_keyboard_is_enough(page: Page, exercise: Exercise) -> None:
    """Whoever cannot use a mouse could not sort, or would lose their place with every card."""
    exercise.open("question_sorter")
    write(page, HEALTH)
    card(page, HEALTH).get_by_role("radio", name="Left open").focus()
    page.keyboard.press("ArrowUp")
    expect(card(page, HEALTH).get_by_role("radio", name="I do not need to know any more")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(card(page, HEALTH).get_by_role("radio", name="With a guide there")).to_be_focused()
    exercise.kept()
    assert {HEALTH: "guide"} == lies(exercise)


def test_a_mouse_moves_a_question_and_escape_puts_it_back(page: Page, exercise: Exercise) -> None:
    """Whoever drags a card would find it on the same pile, or on one that they had not meant."""
    exercise.open("question_sorter")
    write(page, HEALTH)

    def drag(to: str) -> None:
        chip, there = page.locator(".u-pile-card"), pile(page, to)
        chip.scroll_into_view_if_needed()
        start, end = chip.bounding_box(), there.bounding_box()
        assert start and end
        page.mouse.move(start["x"] + 5, start["y"] + 5)
        page.mouse.down()
        page.mouse.move(end["x"] + 5, end["y"] + 5, steps=4)

    drag("Ask later")
    page.mouse.up()
    exercise.kept()
    assert {HEALTH: "later"} == lies(exercise)
    drag("Ask now")
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(pile(page, "Ask later")).to_have_text(HEALTH)
    assert {HEALTH: "later"} == lies(exercise)


def test_a_question_that_may_leave_an_image_has_a_word_beside_it_and_can_be_asked(
    page: Page, exercise: Exercise
) -> None:
    """Somebody would get an image that stays, and nobody had said so; or they would be kept from asking."""
    exercise.open("question_sorter")
    write(page, BED, HEALTH)
    expect(card(page, BED).get_by_text(WARNING)).to_be_visible()
    expect(card(page, HEALTH).get_by_text(WARNING)).to_have_count(0)
    card(page, BED).get_by_text("Ask now", exact=True).click()
    exercise.kept()
    assert "now" == lies(exercise)[BED]
    assert not any(WARNING in str(put) for put in exercise.puts())


@pytest.mark.parametrize("text", ["Did you embed it?", "Who knew that nobody was home?", "?", "1 2 3"])
def test_a_word_within_a_word_is_no_reason_for_it(page: Page, exercise: Exercise, text: str) -> None:
    """A plain question would be met with a warning, and look like something to be ashamed of."""
    exercise.open("question_sorter")
    write(page, text)
    expect(card(page, text)).to_be_visible()
    expect(page.get_by_text(WARNING)).to_have_count(0)


def test_what_kind_it_is_and_where_it_lies_are_one_answer(page: Page, exercise: Exercise) -> None:
    """To say one thing of a question would take back the other."""
    exercise.open("question_sorter")
    write(page, HEALTH)
    page.locator(".u-card summary").click()
    page.locator(".u-card").get_by_role("radio", name="I need to know").check()
    card(page, HEALTH).get_by_text("Ask now", exact=True).click()
    page.locator(".u-card").get_by_role("radio", name="in writing").check()
    exercise.kept()
    [one] = exercise.answer("questions")
    assert ["need", "written", "now"] == [one[field]["picked"] for field in ("kind", "how", "pile")]
    expect(page.locator(".u-card").get_by_role("radio", name="Ask now")).to_have_count(0)  # asked once, on the board


def test_a_question_that_comes_back_lies_where_it_lay(page: Page, exercise: Exercise) -> None:
    """A slip of the finger would put a question that was let go among the open ones."""
    exercise.open("question_sorter")
    write(page, HEALTH, FRIENDS)
    card(page, HEALTH).get_by_text("Ask later", exact=True).click()
    page.locator(".u-card summary").first.click()
    page.get_by_role("button", name="Take off").click()
    expect(card(page, HEALTH)).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(pile(page, "Ask later")).to_have_text(HEALTH)
    exercise.kept()
    assert "later" == lies(exercise)[HEALTH]


def test_words_that_are_changed_in_the_list_change_on_the_pile(page: Page, exercise: Exercise) -> None:
    """Somebody would read out a question that they had put more gently since."""
    exercise.open("question_sorter")
    write(page, BED)
    card(page, BED).get_by_text("Ask now", exact=True).click()
    page.locator(".u-card summary").click()
    field = page.get_by_role("textbox", name="The question")
    field.fill("Was it at home?")
    expect(field).to_be_focused()
    expect(pile(page, "Ask now")).to_have_text("Was it at home?")
    expect(page.get_by_text(WARNING)).to_have_count(0)


def test_two_versions_can_be_told_apart(page: Page, exercise: Exercise) -> None:
    """Questions that were written in two tabs would be lost without a word."""
    exercise.open("question_sorter")
    write(page, HEALTH)
    exercise.kept()
    other: list[dict[str, Any]] = [
        {"id": "x", "from": None, "question": FRIENDS, "pile": None, "kind": None, "how": None}
    ]
    at = "2026-01-05T09:15:00+00:00"
    exercise.set(answers={"questions": {"value": other, "version": 9, "at": at, "beside": []}})
    card(page, HEALTH).get_by_text("Ask now", exact=True).click()
    expect(page.get_by_role("heading", name="There are two versions of this")).to_be_visible()
    expect(page.get_by_text(FRIENDS).first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_everybody_can_use_it(
    new_page: Callable[..., Page], exercise_on: Callable[[Page], Exercise], width: int, scheme: str
) -> None:
    """Somebody with a screen reader, weak sight or a small phone would be shut out."""
    page = new_page(width=width, color_scheme=scheme)
    exercise = exercise_on(page).open("question_sorter")
    assert [] == exercise.faults()
    write(page, BED, "x" * 300)
    card(page, BED).get_by_text("With a guide there", exact=True).click()
    assert [] == exercise.faults()
