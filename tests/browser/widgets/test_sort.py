"""Cards that are put on piles."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Locator, Page, expect

if TYPE_CHECKING:
    from conftest import Exercise

SORT: dict[str, Any] = {
    "sort": {
        "id": "talks",
        "question": "Which talks, and when?",
        "cards": [{"id": "money", "text": "Money"}, {"id": "home", "text": "Where we live"}],
        "piles": [{"id": "now", "label": "now"}, {"id": "later", "label": "later"}],
    }
}


def pile(page: Page, name: str) -> Locator:
    return page.get_by_role("list", name=name, exact=True)


def card(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=name, exact=True)


def test_a_card_is_put_on_a_pile(page: Page, exercise: Exercise) -> None:
    """A person would sort, and the page would show or keep something else."""
    exercise.open_page(SORT)
    expect(card(page, "Money").get_by_role("radio", name="Left open")).to_be_checked()
    expect(pile(page, "Left open")).to_have_text("MoneyWhere we live")
    card(page, "Money").get_by_text("later").click()
    exercise.kept()
    assert {"money": "later"} == exercise.answer("talks")
    expect(pile(page, "later")).to_have_text("Money")
    expect(pile(page, "now")).to_have_text("nothing here")
    exercise.reload()
    expect(pile(page, "later")).to_have_text("Money")
    expect(card(page, "Money").get_by_role("radio", name="later")).to_be_checked()


def test_a_keyboard_is_enough_to_sort(page: Page, exercise: Exercise) -> None:
    """Whoever cannot use a mouse could not sort, or would lose their place with every card."""
    exercise.open_page(SORT)
    card(page, "Money").get_by_role("radio", name="Left open").focus()
    page.keyboard.press("ArrowUp")
    expect(card(page, "Money").get_by_role("radio", name="later")).to_be_focused()
    page.keyboard.press("Tab")
    expect(card(page, "Where we live").get_by_role("radio", name="Left open")).to_be_focused()
    page.keyboard.press("ArrowDown")
    exercise.kept()
    assert {"money": "later", "home": "now"} == exercise.answer("talks")


def test_a_finger_is_enough_to_sort(new_page: Callable[..., Page], exercise_on: Callable[[Page], Exercise]) -> None:
    """On a phone the cards would only hang there."""
    page = new_page(width=390, has_touch=True, is_mobile=True)
    exercise = exercise_on(page).open_page(SORT)
    card(page, "Where we live").get_by_text("now").tap()
    exercise.kept()
    assert {"home": "now"} == exercise.answer("talks")


def test_cards_are_left_open_again(page: Page, exercise: Exercise) -> None:
    """What was once sorted could never be taken back."""
    exercise.open_page(SORT, kept={"talks": {"money": "now"}})
    card(page, "Money").get_by_text("Left open").click()
    exercise.kept()
    assert exercise.answer("talks") is None
    expect(pile(page, "Left open")).to_have_text("MoneyWhere we live")


def test_what_the_course_has_dropped_stays(page: Page, exercise: Exercise) -> None:
    """A later edition of the course would silently throw old answers away."""
    exercise.open_page(SORT, kept={"talks": {"gone": "now", "money": "old-pile"}})
    expect(pile(page, "Left open")).to_have_text("MoneyWhere we live")
    card(page, "Where we live").get_by_text("later").click()
    exercise.kept()
    assert {"gone": "now", "money": "old-pile", "home": "later"} == exercise.answer("talks")


def middle(locator: Locator) -> tuple[float, float]:
    box = locator.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def begin_drag(page: Page, name: str, onto: str) -> None:
    pile(page, "now").scroll_into_view_if_needed()
    page.mouse.move(*middle(page.get_by_role("listitem").get_by_text(name)))
    page.mouse.down()
    page.mouse.move(*middle(pile(page, onto)), steps=6)


def test_a_card_is_dragged_by_mouse(page: Page, exercise: Exercise) -> None:
    """The plainest gesture would do nothing, and a screen reader's user beside it would not hear what it did."""
    exercise.open_page(SORT)
    begin_drag(page, "Money", "now")
    expect(page.locator(".u-over")).to_have_count(1)
    page.mouse.up()
    exercise.kept()
    assert {"money": "now"} == exercise.answer("talks")
    expect(page.locator(".u-over, .u-dragged")).to_have_count(0)
    expect(page.locator("[aria-live=polite]")).to_have_text("Money is now here: now")
    begin_drag(page, "Money", "Left open")
    page.mouse.up()
    exercise.kept()
    assert exercise.answer("talks") is None


def test_a_drag_can_be_called_off(page: Page, exercise: Exercise) -> None:
    """A card that was only touched would lie where nobody wanted it."""
    exercise.open_page(SORT)
    begin_drag(page, "Money", "now")
    page.keyboard.press("Escape")
    page.mouse.up()
    begin_drag(page, "Money", "now")
    page.mouse.move(2, 2, steps=4)
    page.mouse.up()
    expect(page.locator(".u-over, .u-dragged")).to_have_count(0)
    assert [] == exercise.puts()
    expect(pile(page, "Left open")).to_have_text("MoneyWhere we live")
