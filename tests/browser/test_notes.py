"""A page for a therapist, from the toolbox: chosen item by item, out of the space that is open."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from tests.browser import axe
from tests.browser.conftest import caught

SAID, OWN = "I cannot sleep in that bed.", "red"
LIMIT = "One limit in a sentence that I could say"


def go_to_notes(page: Page, server: Any) -> None:
    page.goto(f"{server.url}p/9")
    page.get_by_role("link", name="A page for my therapist").click()
    expect(page.get_by_role("heading", name="A page for my therapist")).to_be_visible()


def writer(page: Page, server: Any, person_at: Callable[..., Any]) -> Any:
    """Somebody with an answer that may be shared, and one that may not."""
    person = person_at(page, server)
    person.go_in("p/1")
    person.make_space()
    person.stop_words.fill(OWN)
    person.sees_kept()
    page.goto(f"{server.url}p/13")
    fold = page.locator("section.fold", has=page.get_by_role("heading", name="My limits", exact=True))
    fold.locator("summary").first.click()
    fold.get_by_label(LIMIT).fill(SAID)
    expect(fold.get_by_role("status").filter(has_text="Kept ")).to_be_visible()
    return person


def the_page(page: Page) -> str:
    made = caught(page, "**/notes/sheet")
    with page.context.expect_page() as tab:
        page.get_by_role("button", name="Make the page").click()
    tab.value.wait_for_url("blob:**")
    return " ".join(" ".join(part.extract_text() for part in PdfReader(io.BytesIO(made[0])).pages).split())


@pytest.mark.parametrize("width", [1280, 390])
def test_a_page_by_keyboard_and_the_second_tick(
    width: int, new_page: Callable[..., Page], shared_server: Any, person_at: Callable[..., Any]
) -> None:
    """Somebody would hand over what they meant to keep, or have no page that they can make without a mouse."""
    page = new_page(width=width)
    writer(page, shared_server, person_at)
    go_to_notes(page, shared_server)
    expect(page.get_by_label(LIMIT)).to_be_visible()
    expect(page.get_by_label("How I will say stop")).to_have_count(0)
    assert 0 == page.locator("#notes input[type=checkbox]:checked").count()
    assert [] == axe.faults(page)
    page.get_by_label("Show also what is yours alone").focus()
    page.keyboard.press("Space")
    mine = page.get_by_label("How I will say stop (yours alone)")
    expect(mine).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_text("Chosen: 1")).to_be_visible()
    mine.check()
    page.get_by_label(LIMIT).check()
    text = the_page(page)
    for line in (SAID, OWN, "not a record and not an assessment", "These are my own notes or numbers."):
        assert line in text
    page.get_by_label("Show also what is yours alone").uncheck()
    expect(page.get_by_text("Chosen: 1")).to_be_visible()
    text = the_page(page)
    assert SAID in text
    assert OWN not in text
    assert "my own notes or numbers" not in text
    assert [] == axe.faults(page)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_without_a_space_and_with_an_empty_one(page: Page, shared_server: Any, person_at: Callable[..., Any]) -> None:
    """Somebody would look at an empty page and not know what it waits for."""
    person = person_at(page, shared_server)
    person.go_in("p/9")
    go_to_notes(page, shared_server)
    expect(page.get_by_text("Your space is not open.")).to_be_visible()
    assert [] == axe.faults(page)
    page.get_by_role("button", name="Go to my space").click()
    person.make_space()
    expect(page.get_by_text("Nothing is kept in your space yet")).to_be_visible()
    expect(page.get_by_role("button", name="Make the page")).to_have_count(0)


def test_with_the_workbook_gone_it_says_so(page: Page, server: Any, person_at: Callable[..., Any]) -> None:
    """Somebody would wait for a page, on the way to their appointment."""
    writer(page, server, person_at)
    go_to_notes(page, server)
    page.get_by_role("button", name="Make the page").click()
    expect(page.get_by_role("status").filter(has_text="Nothing is chosen.").last).to_be_visible()
    page.get_by_label(LIMIT).check()
    server.stop()
    page.get_by_role("button", name="Make the page").click()
    expect(page.get_by_text("The page could not be made. Nothing that you kept is lost.")).to_be_visible()


def test_leaving_closes_the_page_that_was_made(page: Page, shared_server: Any, person_at: Callable[..., Any]) -> None:
    """Whoever comes into the room would find it in the tab beside."""
    writer(page, shared_server, person_at)
    go_to_notes(page, shared_server)
    page.get_by_label(LIMIT).check()
    with page.context.expect_page() as tab:
        page.get_by_role("button", name="Make the page").click()
    tab.value.wait_for_url("blob:**")
    with tab.value.expect_event("close"):
        page.get_by_role("banner").get_by_role("button", name="Leave this page").click()


def test_a_quiet_page_shows_no_longer_what_somebody_wrote_about(
    page: Page, shared_server: Any, person_at: Callable[..., Any]
) -> None:
    """Long after the space had locked itself, the screen would still list what there is in it."""
    page.clock.install()
    writer(page, shared_server, person_at)
    go_to_notes(page, shared_server)
    expect(page.get_by_label(LIMIT)).to_be_visible()
    with page.expect_navigation():
        page.clock.fast_forward("15:01")
