"""Leaving: at once, from anywhere, with the server gone, and with nothing to find on the way back."""

from __future__ import annotations

import signal
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

WORDS = "what I would not say aloud"


def on_the_kitchen_page(page: Page) -> None:
    expect(page.get_by_role("heading", name="Kitchen measures")).to_be_visible()
    expect(page).to_have_title("Kitchen measures")


def has_fetched_ahead(page: Page) -> None:
    """Until the plain page is in the browser's cache. Whoever leaves sooner lands on an empty one, just as fast."""
    fetched = "performance.getEntriesByType('resource').filter(({ name }) => /away[.](html|css)$/.test(name))"
    page.wait_for_function(f"() => {fetched}.length > 1")


def press_shift(page: Page, times: int = 3) -> None:
    for _ in range(times):
        page.keyboard.press("Shift")


@pytest.mark.parametrize("way", ["button", "shift", "hidden link", "sheet"])
def test_every_way_out_ends_on_a_plain_page(way: str, server: Any, page: Page, person_at: Callable[..., Any]) -> None:
    """Somebody comes into the room, and the words stay on the screen."""
    person = person_at(page, server)
    person.go_in()
    person.stop_words.press_sequentially(WORDS)
    if way == "button":
        page.get_by_role("banner").get_by_role("button", name="Leave this page").click()
    elif way == "shift":
        press_shift(page)
    elif way == "hidden link":
        page.keyboard.press("Control+Home")
        page.get_by_role("link", name="Leave this page now").focus()
        page.keyboard.press("Enter")
    else:
        page.get_by_role("banner").get_by_role("link", name="Get help").click()
        page.get_by_role("dialog").get_by_role("button", name="Leave this page").click()
    on_the_kitchen_page(page)
    page.go_back(wait_until="commit")
    expect(page.get_by_text(WORDS)).to_have_count(0)
    expect(page.get_by_role("heading", name="touch")).to_have_count(0)


def test_capitals_do_not_leave(server: Any, page: Page, person_at: Callable[..., Any]) -> None:
    """Somebody who writes a name, or three, would be thrown out in the middle of a sentence."""
    person = person_at(page, server)
    person.go_in()
    person.stop_words.focus()
    for letter in "SAM":
        page.keyboard.press(f"Shift+{letter}")
    press_shift(page, 2)
    page.keyboard.press("x")
    press_shift(page, 1)
    expect(person.stop_words).to_have_value("SAMx")


def test_leaving_blanks_the_other_tabs(server: Any, page: Page, person_at: Callable[..., Any]) -> None:
    """The tab behind would still show everything."""
    person = person_at(page, server)
    person.go_in()
    other = page.context.new_page()
    other.goto(server.url + "p/1")
    expect(other.get_by_text("Held until you leave")).to_be_visible()
    other.get_by_role("textbox", name="How I will say stop").press_sequentially(WORDS)
    page.bring_to_front()
    has_fetched_ahead(page)
    press_shift(page)
    on_the_kitchen_page(page)
    on_the_kitchen_page(other)


def test_leaving_works_when_nothing_answers(server: Any, page: Page, person_at: Callable[..., Any]) -> None:
    """The program has crashed, and the page cannot be left."""
    person = person_at(page, server)
    person.go_in()
    expect(page.get_by_text("Held until you leave")).to_be_visible()
    has_fetched_ahead(page)
    server.stop(signal.SIGKILL)
    press_shift(page)
    on_the_kitchen_page(page)


def test_leaving_works_while_the_exercise_is_not_there_yet(
    server: Any, page: Page, person_at: Callable[..., Any]
) -> None:
    """A slow machine would hold somebody on the page."""
    person = person_at(page, server)
    person.go_in("")
    page.get_by_role("button", name="Go on").click()
    page.wait_for_load_state("networkidle")
    server.warm().send_signal(signal.SIGSTOP)
    page.goto(server.url + "p/1", wait_until="commit")
    expect(page.get_by_text("Getting this exercise ready")).to_be_visible()
    has_fetched_ahead(page)
    press_shift(page)
    on_the_kitchen_page(page)


def test_leaving_is_explained_and_can_be_tried(server: Any, page: Page) -> None:
    """Nobody finds a way out that they were never shown."""
    page.goto(server.ready)
    expect(page).to_have_url(server.url + "leaving")
    press_shift(page)
    expect(page.get_by_text("That worked")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_url(server.url)


def test_what_left_cannot_come_back(server: Any, page: Page, person_at: Callable[..., Any]) -> None:
    """Whoever sits down next would be let in by the browser's own memory."""
    person = person_at(page, server)
    person.go_in()
    has_fetched_ahead(page)
    press_shift(page)
    on_the_kitchen_page(page)
    assert [] == [cookie for cookie in page.context.cookies() if cookie["name"].startswith("v")]
    page.goto(server.url + "p/1")
    expect(page.get_by_role("heading", name="This page is closed")).to_be_visible()


def test_going_on_asks_before_words_are_lost(server: Any, page: Page, person_at: Callable[..., Any]) -> None:
    """Somebody who is just looking follows a link, and an hour's writing is gone without a word."""
    person = person_at(page, server)
    person.go_in()
    back = page.get_by_role("link", name="Back to the map").first
    person.stop_words.press_sequentially(WORDS)
    expect(page.get_by_text("Held until you leave")).to_be_visible()
    back.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("is on this page alone")).to_be_visible()
    dialog.get_by_role("button", name="Close").click()
    expect(person.stop_words).to_have_value(WORDS)
    back.click()
    dialog.get_by_role("link", name="Go on without keeping it").click()
    page.get_by_role("heading", level=1).wait_for()
    expect(page).to_have_url(server.url)


def test_going_on_asks_nothing_when_there_is_nothing_to_lose(
    server: Any, page: Page, person_at: Callable[..., Any]
) -> None:
    """A question at every step would be one more thing to get through."""
    person = person_at(page, server)
    person.go_in()
    person.make_space()
    person.stop_words.press_sequentially(WORDS)
    person.sees_kept()
    page.get_by_role("link", name="Back to the map").first.click()
    expect(page).to_have_url(server.url)
