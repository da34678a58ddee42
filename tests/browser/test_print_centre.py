"""The print centre: choosing a sheet, a chapter or the book, and hearing how far it is."""

from __future__ import annotations

import base64
import io
import json
import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from pypdf import PdfReader
from tests.browser.axe import faults
from tests.browser.conftest import caught

WRITTEN = "quiet amber lantern"
#: The page with things to reach for.
TOOLBOX = "p/9"


@pytest.fixture
def centre(page: Page, server: Any, person_at: Callable[..., Any]) -> Locator:
    person_at(page, server).go_in()
    page.goto(server.url + TOOLBOX)
    form = page.locator("[data-paper]")
    expect(form).to_be_visible()
    return form


def read(page: Page, act: Callable[[], None]) -> str:
    """What can be read on the pages that `act` has made. They open in a tab."""
    made = caught(page, "**/bind")
    with page.context.expect_page() as tab:
        act()
    tab.value.wait_for_url("blob:**")
    last = json.loads(made[0].splitlines()[-1])
    text = " ".join(part.extract_text() for part in PdfReader(io.BytesIO(base64.b64decode(last["pdf"]))).pages)
    return " ".join(text.split())


def test_a_sheet_and_a_chapter_without_a_space(page: Page, centre: Locator) -> None:
    """Somebody who writes nothing here, because somebody may look at the screen, would get no paper either."""
    what = centre.get_by_label("What would you like on paper?")
    make = centre.get_by_role("button", name="Make the pages")
    what.select_option("worksheet:leaning")
    assert "How much draws me today to being apart?" in read(page, make.click)
    expect(centre.get_by_role("status")).to_have_text(re.compile("open in a tab"))
    what.select_option("chapter:11")
    expect(centre.get_by_role("status")).to_have_text("")
    chapter = read(page, make.click)
    for part in ("Before any door", 'The door "apart"', "Where this comes from"):
        assert part in chapter


def test_the_book_by_keyboard_and_how_far_it_is(page: Page, centre: Locator) -> None:
    """Somebody would sit before a page that says nothing, press again and again, and get no book."""
    centre.get_by_label("What would you like on paper?").focus()
    for _ in range(3):  # the size of paper, the cover, the button
        page.keyboard.press("Tab")
    expect(centre.get_by_role("button", name="Make the pages")).to_be_focused()
    with page.context.expect_page(timeout=120_000) as tab:
        page.keyboard.press("Enter")
        expect(centre.locator("[data-making]")).to_have_text(re.compile(r"Chapters put together: \d+ of 19"))
        expect(centre.get_by_role("progressbar")).to_be_visible()
        expect(centre.get_by_role("progressbar")).to_have_attribute("max", "19")
        expect(centre.get_by_role("status")).to_have_text(re.compile("pages are set"), timeout=60_000)
    tab.value.wait_for_url("blob:**")
    expect(centre.get_by_role("status")).to_have_text(re.compile("open in a tab"))
    expect(centre.get_by_role("progressbar")).to_be_hidden()
    expect(centre.get_by_role("button", name="Make the pages")).to_be_focused()


def test_the_book_can_be_stopped(page: Page, centre: Locator) -> None:
    """A machine would go on working for a book that nobody wants any more; or the person would have to wait for it."""
    centre.get_by_role("button", name="Make the pages").click()
    expect(centre.locator("[data-making]")).to_have_text(re.compile("of 19"))
    centre.get_by_role("button", name="Stop making it").click()
    expect(centre.get_by_role("status")).to_have_text("Stopped. Nothing was made.")
    expect(centre.get_by_role("button", name="Make the pages")).to_be_focused()
    expect(centre.get_by_role("progressbar")).to_be_hidden()
    assert 1 == len(page.context.pages)


def test_filled_pages_need_an_open_space_and_private_ones_the_second_tick(
    page: Page, server: Any, person_at: Callable[..., Any]
) -> None:
    """Somebody would get an empty booklet without a word; or their numbers, without having asked for them."""
    person = person_at(page, server)
    person.go_in()
    person.make_space()
    person.stop_words.fill(WRITTEN)
    person.sees_kept()
    page.goto(server.url + TOOLBOX)
    centre = page.locator("[data-paper]")
    what = centre.get_by_label("What would you like on paper?")
    make = centre.get_by_role("button", name="Make the pages")
    private = centre.get_by_label("Put in what cannot be shared, too")
    expect(private).to_be_hidden()
    what.select_option("worksheet:touch-ladder")
    centre.get_by_label("What is kept in my space, and room for the rest").check()
    make.click()
    expect(centre.get_by_role("status")).to_have_text(re.compile("Nothing on this sheet can be shared"))
    private.check()
    assert WRITTEN in read(page, make.click)
    what.select_option("chapter:1")
    assert WRITTEN in read(page, make.click)
    private.uncheck()
    assert WRITTEN not in read(page, make.click)
    person.open_dialog().get_by_role("button", name="Lock my space").click()
    page.wait_for_url(server.url)
    page.goto(server.url + TOOLBOX)
    what.select_option("chapter:1")
    centre.get_by_label("What is kept in my space, and room for the rest").check()
    make.click()
    expect(centre.get_by_role("status")).to_have_text(re.compile("Your space is not open"))


def _answer(status: int, body: str, route: Route) -> None:
    route.fulfill(status=status, body=body)


def test_pages_that_cannot_be_made_say_so(page: Page, centre: Locator) -> None:
    """Somebody would wait for a tab that never comes."""
    what = centre.get_by_label("What would you like on paper?")
    what.select_option("chapter:12")
    make = centre.get_by_role("button", name="Make the pages")
    said = re.compile("The pages could not be made. Nothing that you wrote is lost.")
    for status, body in ((500, '{"error": "unexpected"}'), (200, '{"error": "print_failed"}\n'),
                         (200, '{"told": [1, 19]}\n')):  # fmt: skip
        page.route("**/bind", partial(_answer, status, body), times=1)
        make.click()
        expect(centre.get_by_role("status")).to_have_text(said)
        what.select_option("chapter:12")
    page.route("**/bind", lambda route: route.abort(), times=1)
    make.click()
    expect(centre.get_by_role("status")).to_have_text(said)
    assert 1 == len(page.context.pages)


def test_leaving_closes_the_pages(page: Page, centre: Locator) -> None:
    """Whoever comes into the room would find the page gone, and the same words in the tab beside it."""
    centre.get_by_label("What would you like on paper?").select_option("worksheet:kind-no")
    with page.context.expect_page() as tab:
        centre.get_by_role("button", name="Make the pages").click()
    tab.value.wait_for_url("blob:**")
    page.get_by_role("banner").get_by_role("button", name="Leave this page").click()
    expect(page.get_by_role("heading", name="Kitchen measures")).to_be_visible()
    if not tab.value.is_closed():
        tab.value.wait_for_event("close")


@pytest.mark.parametrize("width", [390, 1280])
def test_everybody_can_use_it(width: int, page: Page, centre: Locator) -> None:
    """Somebody who listens, or has a phone, could not print."""
    page.set_viewport_size({"width": width, "height": 900})
    centre.get_by_label("What would you like on paper?").select_option("chapter:12")
    centre.get_by_label("What is kept in my space, and room for the rest").check()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert [] == faults(page, page.locator(".paper"))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
