"""An exercise on paper, from the page: the menu, the sheet in a tab of its own, and that it goes with the page."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from tests.browser.conftest import caught

WRITTEN = "quiet amber lantern"
RUNG = "two chairs by the window"


def menu(page: Page) -> None:
    page.locator("summary", has_text="Print this").click()


def sheet(page: Page, choose: Callable[[], None] = lambda: None) -> tuple[Page, str]:
    """Make a sheet: the tab that it opens in, and what can be read on it."""
    choose()
    made = caught(page, "**/print")
    with page.context.expect_page() as tab:
        page.get_by_role("button", name="Make the sheet").click()
    tab.value.wait_for_url("blob:**")
    read = [part.extract_text() for part in PdfReader(io.BytesIO(made[0])).pages]
    return tab.value, " ".join(" ".join(read).split())


def with_answers(page: Page) -> None:
    """Nothing of this page can be shared, so it takes the second tick."""
    page.get_by_label("My answers as they stand now").check()
    page.get_by_label("Put in what cannot be shared, too").check()


def go_in(page: Page, server: Any, person_at: Callable[..., Any]) -> Any:
    person = person_at(page, server)
    person.go_in()
    person.stop_words.fill(WRITTEN)
    return person


def test_a_blank_and_a_filled_sheet(page: Page, server: Any, person_at: Callable[..., Any]) -> None:
    """Somebody who asked for an empty sheet would hand out their own words, or get an empty one for their therapist."""
    go_in(page, server, person_at)
    page.get_by_label("Add one of your own").fill(RUNG)
    page.get_by_role("button", name="Add", exact=True).click()
    menu(page)
    _, blank = sheet(page)
    assert "Rung 1" in blank
    assert WRITTEN not in blank
    assert RUNG not in blank
    expect(page.get_by_text("The sheet is open in a tab of its own.")).to_be_visible()
    _, filled = sheet(page, lambda: with_answers(page))
    assert WRITTEN in filled
    assert RUNG in filled


def test_what_was_typed_this_moment_is_on_the_sheet(page: Page, server: Any, person_at: Callable[..., Any]) -> None:
    """The last sentence would be missing, since nothing had kept it yet."""
    person = go_in(page, server, person_at)
    menu(page)
    with_answers(page)
    person.stop_words.press_sequentially(" and one more")
    _, filled = sheet(page)
    assert f"{WRITTEN} and one more" in filled


def test_a_private_page_needs_the_second_tick(page: Page, server: Any, person_at: Callable[..., Any]) -> None:
    """Comfort and wish would lie in the printer, for whoever comes by; or an empty sheet, and no reason for it."""
    go_in(page, server, person_at)
    orders: list[str] = []
    page.on("request", lambda request: orders.append(request.url) if request.method == "POST" else None)
    menu(page)
    page.get_by_label("My answers as they stand now").check()
    for name in ("Make the sheet", "Save my answers as text"):
        page.get_by_role("button", name=name).click()
        expect(page.get_by_text("Nothing on this page can be shared, so without the tick")).to_be_visible()
    assert [] == [url for url in orders if url.endswith(("/print", "/text"))]
    expect(page.get_by_label("Put in what cannot be shared, too")).to_have_accessible_description(
        re.compile("Without this, those answers stay out")
    )


@pytest.mark.parametrize("language", ["en-GB", "en-US"])
def test_paper_is_what_the_country_uses(
    language: str, new_page: Callable[..., Page], server: Any, person_at: Callable[..., Any]
) -> None:
    """The last lines would be cut off by a printer with other paper in it."""
    page = new_page(locale=language)
    go_in(page, server, person_at)
    menu(page)
    expect(page.get_by_label("US Letter" if language == "en-US" else "A4")).to_be_checked()


def test_leaving_closes_every_sheet(page: Page, server: Any, person_at: Callable[..., Any]) -> None:
    """Whoever comes into the room would find the page gone, and the same words in the tab beside it."""
    go_in(page, server, person_at)
    menu(page)
    tabs = [sheet(page)[0], sheet(page, lambda: with_answers(page))[0]]
    page.get_by_role("banner").get_by_role("button", name="Leave this page").click()
    expect(page.get_by_role("heading", name="Kitchen measures")).to_be_visible()
    for tab in tabs:
        if not tab.is_closed():
            tab.wait_for_event("close")
    assert [page] == page.context.pages


def test_going_elsewhere_and_locking_close_a_sheet(page: Page, server: Any, person_at: Callable[..., Any]) -> None:
    """A locked space would still stand open in the tab beside it."""
    person = go_in(page, server, person_at)
    menu(page)
    tab, _ = sheet(page)
    with tab.expect_event("close"):
        page.goto(server.url)
    person.go_in()
    person.make_space()
    menu(page)
    tab, _ = sheet(page)
    dialog = person.open_dialog()
    with tab.expect_event("close"):
        dialog.get_by_role("button", name="Lock my space").click()


def test_a_browser_that_holds_tabs_back_offers_a_button(page: Page, server: Any, person_at: Callable[..., Any]) -> None:
    """The sheet would be made and never be seen."""
    page.add_init_script("const open = window.open; window.held = true;"
                         "window.open = (address) => (window.held ? null : open.call(window, address));")  # fmt: skip
    go_in(page, server, person_at)
    menu(page)
    page.get_by_role("button", name="Make the sheet").click()
    expect(page.get_by_text("The sheet is ready.")).to_be_visible()
    page.evaluate("window.held = false")
    with page.context.expect_page() as tab:
        page.get_by_role("button", name="Open the sheet").click()
    tab.value.wait_for_url("blob:**")
    expect(page.get_by_role("button", name="Open the sheet")).to_be_hidden()


def test_a_sheet_that_cannot_be_made_says_so(page: Page, server: Any, person_at: Callable[..., Any]) -> None:
    """Somebody would press again and again, and not know whether their words are lost."""
    person = go_in(page, server, person_at)
    menu(page)
    page.route("**/print", lambda route: route.fulfill(status=500, json={"error": "print_failed"}))
    page.get_by_role("button", name="Make the sheet").click()
    expect(page.get_by_text("The sheet could not be made. Your words are still on this page.")).to_be_visible()
    expect(person.stop_words).to_have_value(WRITTEN)
    page.route("**/print", lambda route: route.abort())
    page.get_by_role("button", name="Make the sheet").click()
    expect(page.get_by_role("button", name="Make the sheet")).to_be_enabled()
    assert 1 == len(page.context.pages)


def test_the_menu_by_keyboard(page: Page, server: Any, person_at: Callable[..., Any]) -> None:
    """Somebody without a mouse could not print."""
    go_in(page, server, person_at)
    page.locator("summary", has_text="Print this").focus()
    for key in ("Enter", "Tab", "ArrowDown", "Tab", "Space", "Tab", "Tab", "Tab"):
        page.keyboard.press(key)
    expect(page.get_by_label("My answers as they stand now")).to_be_checked()
    expect(page.get_by_label("Put in what cannot be shared, too")).to_be_checked()
    with page.context.expect_page() as tab:
        page.keyboard.press("Enter")
    tab.value.wait_for_url("blob:**")


def test_a_chapter_on_paper_says_where_help_is(page: Page, server: Any, person_at: Callable[..., Any]) -> None:
    """Whoever prints with the browser's own command would read of a button that paper does not have."""
    person_at(page, server).go_in()
    foot = page.locator("footer").get_by_text("In danger now: the emergency number of your country.")
    expect(foot).to_be_hidden()
    page.emulate_media(media="print")
    expect(foot).to_be_visible()
    expect(page.get_by_role("banner")).to_be_hidden()
