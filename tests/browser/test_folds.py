"""Exercises that stand folded in a chapter: found, opened and closed by everybody, and nothing is lost or hidden in
them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Page, Playwright, expect

WORDS = yaml.safe_load((Path(__file__).parents[2] / "worksheets/en/interface.yaml").read_text("utf-8"))
SAID = WORDS["page"]
TALKING, BEGINNING = "p/7", "p/12"
#: The height of a phone. At 28,000 pixels on a phone, a chapter was 33 of these long.
SCREEN = 844
MARKER = "zwetschgenmus am fensterbrett"

#: Milliseconds until a page is connected again after the network was gone, on a busy machine.
RECOVERY = 40_000


class Fold:
    """One exercise of a chapter, by its number from the top."""

    def __init__(self, page: Page, number: int = 1) -> None:
        self.page = page
        self.element = page.locator(f"#exercise-{number}")
        self.summary = self.element.locator("> details > summary")
        self.exercise = self.element.locator(".u-exercise")
        self.says = self.element.locator("> .fold-says")
        self.field = self.element.get_by_role("textbox", name="My no, in my own words")
        self.status = self.element.locator(".u-status")

    def open(self) -> None:
        self.summary.click()
        expect(self.exercise).to_be_visible()

    def close(self) -> None:
        self.summary.click()
        expect(self.exercise).to_be_hidden()


@pytest.fixture
def person(page: Page, shared_server: Any, person_at: Callable[..., Any]) -> Any:
    """Somebody at the chapter on talking, with an open space."""
    person = person_at(page, shared_server)
    person.go_in(TALKING)
    person.make_space()
    return person


@pytest.mark.parametrize("place", [TALKING, BEGINNING])
def test_a_chapter_is_no_longer_than_ten_screens_of_a_phone(
    place: str, shared_server: Any, new_page: Callable[..., Page], person_at: Callable[..., Any]
) -> None:
    """Somebody in shock would see a page without an end, and close it."""
    page = new_page(width=390, height=SCREEN)
    person_at(page, shared_server).go_in(place)
    expect(page.locator(".u-status").last).to_have_text(WORDS["exercise"]["held"])
    assert page.evaluate("document.documentElement.scrollHeight") <= 10 * SCREEN
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    Fold(page).open()
    box = Fold(page).exercise.bounding_box()
    assert box and box["width"] >= 0.95 * 390


def test_what_an_exercise_is_for_can_be_read_before_it_is_opened(
    shared_server: Any, page: Page, person_at: Callable[..., Any]
) -> None:
    """Somebody with ten minutes would have to open eight exercises to find the one that fits."""
    person_at(page, shared_server).go_in(TALKING)
    listed = page.get_by_role("navigation", name=SAID["contents"]).get_by_role("listitem")
    cards = page.locator(".fold")
    expect(cards).to_have_count(8)
    expect(page.locator(".here")).to_contain_text("8 exercises, each about 20 minutes or less")
    for number, line in enumerate(listed.all()):
        card = cards.nth(number)
        expect(card.get_by_role("heading", name=line.get_by_role("link").inner_text(), exact=True)).to_be_visible()
        expect(card).to_contain_text(line.locator(".quiet").inner_text())
        expect(card.locator("> p").first).to_contain_text(re.compile(r"^For "))
        expect(card.locator(".u-exercise")).to_be_hidden()
    page.goto(shared_server.url)
    expect(page.get_by_role("listitem").filter(has_text="Talking without more harm")).to_contain_text("8 exercises")


def test_each_exercise_opens_and_closes_by_keyboard_and_by_itself(
    shared_server: Any, page: Page, person_at: Callable[..., Any]
) -> None:
    """Somebody without a mouse would be shut out, or would lose the place at which they were reading."""
    person_at(page, shared_server).go_in(TALKING)
    first, second = Fold(page, 1), Fold(page, 2)
    first.summary.focus()
    expect(first.summary).to_have_accessible_name("Open this exercise : Saying no, or not yet")
    page.keyboard.press("Enter")
    expect(first.exercise).to_be_visible()
    expect(first.summary).to_have_accessible_name("Close this exercise : Saying no, or not yet")
    expect(first.element.get_by_role("heading", name="Saying no, or not yet")).to_have_count(1)
    second.summary.focus()
    page.keyboard.press("Space")
    expect(second.exercise).to_be_visible()
    expect(first.exercise).to_be_visible()
    end = first.element.get_by_role("button", name="Close this exercise : Saying no, or not yet")
    end.focus()
    page.keyboard.press("Enter")
    expect(first.exercise).to_be_hidden()
    expect(first.summary).to_be_focused()
    expect(first.summary).to_be_in_viewport()
    expect(second.exercise).to_be_visible()


def test_a_link_opens_the_exercise_that_it_names_and_back_leads_back(
    shared_server: Any, page: Page, person_at: Callable[..., Any]
) -> None:
    """Somebody would follow a link to a closed box, or lose what they typed by going back."""
    person_at(page, shared_server).go_in(TALKING)
    third = Fold(page, 3)
    contents = page.get_by_role("navigation", name=SAID["contents"])
    contents.get_by_role("link", name="One open question").click()
    expect(third.exercise).to_be_visible()
    expect(third.element.get_by_role("heading", name="One open question")).to_be_in_viewport()
    field = third.element.get_by_role("textbox", name='What I say to "none"')
    field.fill(MARKER)
    page.go_back()
    expect(page).to_have_url(shared_server.url + TALKING)
    expect(contents).to_be_in_viewport()
    third.summary.click()
    expect(third.exercise).to_be_hidden()
    contents.get_by_role("link", name="One open question").click()
    expect(field).to_be_visible()
    expect(field).to_have_value(MARKER)
    # A new tab at that address: opened at once, and nothing else is.
    tab = page.context.new_page()
    tab.goto(f"{shared_server.url}{TALKING}#exercise-5")
    expect(Fold(tab, 5).exercise).to_be_visible()
    expect(Fold(tab, 5).element.get_by_role("heading").first).to_be_in_viewport()
    expect(Fold(tab, 4).exercise).to_be_hidden()


def test_no_browser_keeps_which_exercise_was_open(
    shared_server: Any, page: Page, person_at: Callable[..., Any]
) -> None:
    """Whoever opens the laptop next would see which exercise somebody was at."""
    person_at(page, shared_server).go_in(TALKING)
    Fold(page).open()
    page.reload()
    expect(Fold(page).exercise).to_be_hidden()
    expect(Fold(page).status).to_have_text(WORDS["exercise"]["held"])
    assert 0 == page.evaluate("localStorage.length + sessionStorage.length")
    assert page.evaluate("history.state") is None


def test_what_was_written_is_kept_when_the_exercise_is_closed_at_once(page: Page, person: Any) -> None:
    """Somebody hears steps on the stairs and closes it in the middle of a word: the words would be gone."""
    fold = Fold(page)
    fold.open()
    fold.field.fill(MARKER)
    fold.close()
    expect(fold.status).to_have_text(re.compile("^Kept "))
    expect(fold.says).to_be_empty()
    page.reload()
    fold.open()
    expect(fold.field).to_have_value(MARKER)


def test_a_closed_exercise_says_that_something_in_it_is_not_kept_yet(page: Page, person: Any) -> None:
    """Somebody would close the page over words that nobody has kept, because nothing showed that they were there."""
    fold = Fold(page)
    fold.open()
    fold.field.fill("before")
    expect(fold.status).to_have_text(re.compile("^Kept "))
    page.context.set_offline(True)
    fold.field.fill(MARKER)
    fold.close()
    expect(fold.says).to_have_text(SAID["exercise_unsent"])
    expect(fold.says).to_have_role("status")
    expect(Fold(page, 2).says).to_be_empty()
    fold.open()
    expect(fold.says).to_be_empty()
    expect(fold.field).to_have_value(MARKER)
    fold.close()
    expect(fold.says).to_have_text(SAID["exercise_unsent"])
    page.context.set_offline(False)
    expect(fold.says).to_be_empty(timeout=RECOVERY)
    page.reload()
    fold.open()
    expect(fold.field).to_have_value(MARKER)


def test_a_closed_exercise_gets_another_process_like_an_open_one(page: Page, person: Any) -> None:
    """After a loss, whoever opens it again would find an exercise that no longer keeps anything."""
    fold = Fold(page)
    fold.open()
    fold.field.fill("before")
    fold.close()
    expect(fold.status).to_have_text(re.compile("^Kept "))
    with page.expect_response("**/visit", timeout=RECOVERY):
        for process in person.server.warm().children():
            process.kill()
    fold.open()
    expect(fold.field).to_have_value("before")
    fold.field.fill(MARKER)
    fold.close()
    expect(fold.says).to_be_empty()
    page.reload()
    fold.open()
    expect(fold.field).to_have_value(MARKER)


def test_a_closed_exercise_says_that_two_versions_wait_in_it(page: Page, person: Any) -> None:
    """Words from another tab would stand beside one's own, and nobody would know that there is something to choose."""
    fold = Fold(page)
    fold.open()
    fold.field.fill("the same beginning")
    expect(fold.status).to_have_text(re.compile("^Kept "))
    tab = page.context.new_page()
    tab.goto(person.server.url + TALKING)
    other = Fold(tab)
    other.open()
    expect(other.field).to_have_value("the same beginning")
    other.field.fill("mine of the other tab")
    expect(other.status).to_have_text(re.compile("^Kept "))
    expect(other.says).to_be_empty()
    other.element.get_by_role("textbox").first.focus()
    fold.field.fill("mine of tonight")
    fold.close()
    expect(fold.says).to_have_text(SAID["exercise_versions"])
    fold.open()
    fold.element.locator(".u-versions:visible").get_by_role("button", name="Put both together").click()
    fold.close()
    expect(fold.says).to_be_empty()


def test_a_talk_rests_while_its_exercise_is_closed(
    shared_server: Any, page: Page, person_at: Callable[..., Any]
) -> None:
    """The page was asked to ask whether it is still all right; closed, it would ask where nobody can see it."""
    person_at(page, shared_server).go_in(TALKING)
    fold = Fold(page, 7)
    fold.open()
    fold.element.get_by_role("button", name="Begin, the two of us").click()
    fold.element.get_by_role("textbox", name="What I heard").fill(MARKER)
    fold.close()
    fold.open()
    expect(fold.element.get_by_text("This is a pause.")).to_be_visible()
    fold.element.get_by_role("button", name="Go on, if both of you want to").click()
    expect(fold.element.get_by_role("textbox", name="What I heard")).to_have_value(MARKER)


def test_a_link_to_an_exercise_of_another_chapter_asks_first(
    shared_server: Any, page: Page, person_at: Callable[..., Any]
) -> None:
    """Somebody who is just looking would lose what they typed without a word, because a link led to an exercise."""
    person_at(page, shared_server).go_in(TALKING)
    fold = Fold(page)
    fold.open()
    fold.field.fill(MARKER)
    expect(fold.status).to_have_text(WORDS["exercise"]["held"])
    page.evaluate("document.querySelector('.back a').href = '12#exercise-2'")
    page.locator(".back a").click()
    expect(page.get_by_role("dialog")).to_contain_text(WORDS["space"]["held_only"])
    page.get_by_role("link", name=WORDS["space"]["go_on_without"]).click()
    expect(page).to_have_url(f"{shared_server.url}{BEGINNING}#exercise-2")
    expect(Fold(page, 2).exercise).to_be_visible()


def test_paper_and_search_reach_what_is_folded(shared_server: Any, page: Page, person_at: Callable[..., Any]) -> None:
    """Somebody who prints the chapter, or looks for a word that they remember, would find an empty box."""
    person_at(page, shared_server).go_in(TALKING)
    fold = Fold(page)
    expect(fold.status).to_have_text(WORDS["exercise"]["held"])
    seen = "element => element.checkVisibility({contentVisibilityAuto: true}) && element.offsetHeight > 100"
    assert not fold.exercise.evaluate(seen)
    page.emulate_media(media="print")
    assert fold.exercise.evaluate(seen)
    page.emulate_media(media="screen")
    assert not fold.exercise.evaluate(seen)
    # A link to a piece of text searches the page as the browser's own search does.
    page.evaluate("document.querySelector('.back a').href = '#:~:text=If%20it%20sounds%20like%20a%20maybe'")
    page.locator(".back a").click()
    expect(fold.exercise).to_be_visible()


def test_an_exercise_opens_without_javascript(
    shared_server: Any, playwright: Playwright, chromium: dict[str, Any], person_at: Callable[..., Any]
) -> None:
    """Somebody whose browser blocks scripts could not find out why there is nothing to fill in."""
    off = {**chromium, "args": [*chromium["args"], "--blink-settings=scriptEnabled=false"]}
    page = playwright.chromium.launch(**off).new_page()
    person_at(page, shared_server).go_in(TALKING)
    fold = Fold(page)
    expect(fold.element.locator("> p").first).to_contain_text("For finding words for a no")
    fold.summary.click()
    expect(fold.element.locator(".exercise")).to_have_text(re.compile("^Exercises need"), use_inner_text=True)
    expect(page.get_by_role("button", name=re.compile("^Close this exercise"))).to_have_count(0)
    page.context.browser.close()  # type: ignore[union-attr]
