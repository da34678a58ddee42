"""Every chapter as people meet it: each exercise on its page opened, filled, kept, printed, and there again."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect
from tests.browser.axe import faults
from tests.browser.conftest import KEPT, Person, Watch, caught
from tests.browser.filling import fill, state
from tests.conftest import JOIN, Server

from unhurried.course import BUILT_IN, Chapter, Course
from unhurried.server.ways import sheets
from unhurried.worksheet import Worksheet

COURSE = Course(BUILT_IN)
CHAPTERS = COURSE.chapters()


@pytest.fixture(scope="module")
def reader(browser: Browser, shared_server: Server) -> Iterator[BrowserContext]:
    """Somebody with a space of their own, open. Sheets are made, and not shown in tabs."""
    context, watch = browser.new_context(), Watch()
    context.set_default_timeout(15_000)
    context.add_init_script("window.open = () => null")
    watch.over(context)

    def tell(message: ConsoleMessage) -> None:
        if message.type == "error":
            watch.faults.append(message.text)

    context.on("console", tell)
    person = Person(context.new_page(), shared_server, JOIN)
    person.go_in("p/17")
    person.make_space()
    yield context
    context.close()
    assert [] == watch.faults


def unfold(page: Page, exercises: list[Worksheet]) -> list[Locator]:
    """Open every exercise of a chapter, and what stands folded inside it."""
    found = []
    for sheet in exercises:
        place = page.locator(f"section[data-exercise={sheet.id}]")
        fold = page.locator("details:not([open])", has=place)
        if fold.count():
            fold.locator("> summary").click()
        article = place.locator(".u-exercise")
        expect(article).to_be_visible()
        for inner in article.locator(".u-times:not([open]) > summary").all():  # the ladder's, folded once more
            inner.click()
        found.append(article)
    return found


def sheet_of(page: Page, article: Locator, asks: bool) -> Any:
    """The sheet that "Print this" makes of an exercise."""
    made = caught(page, "**/print")
    menu = article.locator(".u-print").first  # the second one is for a card
    menu.locator("> summary").click()
    if asks:
        menu.get_by_role("radio").nth(1).check()
    everything = menu.get_by_role("checkbox", name=COURSE.words()["exercise"]["print"]["everything"])
    if everything.count():  # what can never be shared is on no sheet without it
        everything.check()
    menu.locator(".u-print-buttons button").first.click()
    expect(menu.get_by_role("status")).to_have_text(COURSE.words()["exercise"]["print"]["ready"], timeout=15_000)
    menu.locator("> summary").click()
    return pikepdf.open(io.BytesIO(made[0]))


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.notebook)
def test_every_exercise_of_a_chapter_opens_fills_keeps_prints_and_comes_back(
    chapter: Chapter, reader: BrowserContext, shared_server: Server
) -> None:
    """Somebody would open the page that they need, and could not read it, answer it, keep it or take it along."""
    exercises = [*sheets(COURSE, chapter.notebook)]
    page = reader.new_page()
    page.goto(f"{shared_server.url}p/{chapter.page}")
    articles = unfold(page, exercises)
    for width, scheme in ((390, "dark"), (1280, "light")):  # test_looks.py has all four, of fewer pages
        page.set_viewport_size({"width": width, "height": 900})
        assert 0 == page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # Playwright lists them
        page.evaluate("scrollTo(0, 0)")  # anywhere else, the bar at the top stands over something that can be pressed
        assert [] == faults(page), (width, scheme)
    page.emulate_media(color_scheme="light")
    blank = [state(article) for article in articles]
    for sheet, article in zip(exercises, articles, strict=True):
        fill(COURSE, sheet, article)
    filled = [state(article) for article in articles]
    for sheet, article, before, after in zip(exercises, articles, blank, filled, strict=True):
        if sheet.questions:
            assert before != after, sheet.id
            expect(article.locator(".u-status")).to_have_text(KEPT, timeout=15_000)
        with sheet_of(page, article, bool(sheet.questions)) as pdf:
            assert pdf.Root.MarkInfo.Marked, sheet.id
            assert pdf.Root.StructTreeRoot.K, sheet.id
    page.reload()
    articles = unfold(page, exercises)
    for sheet, article, after in zip(exercises, articles, filled, strict=True):
        if sheet.questions:
            expect(article.locator(".u-status")).to_have_text(KEPT, timeout=15_000)
        assert after == state(article), sheet.id
    page.close()
