"""What pages look like: no accessibility fault, nothing cut off, and the pictures that the README shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, expect
from tests.browser.axe import faults
from tests.browser.pictures import picture

WIDTHS = [390, 1280]
SCHEMES = ["light", "dark"]
PLACES = {
    "home": "",
    "written": "p/0",
    "ladder": "p/1",
    "talking": "p/7",
    "touch": "p/19",
    "leaving": "leaving",
    "steady": "steady",
    "help": "help",
    "alone": "alone",
    "keeps": "keeps",
}


def fill_in(page: Page) -> None:
    """A ladder as somebody might have it after ten minutes."""
    for group, name in [
        ("Near, without touch", "A cup of tea at one table"),
        ("Near, without touch", "Walking side by side"),
        ("A brief touch", "A hand on my shoulder"),
    ]:
        suggestion = page.get_by_role("button", name=name, exact=True)
        if not suggestion.is_visible():
            page.locator("summary", has_text=group).click()
        suggestion.click()
    card = page.get_by_role("listitem").filter(has=page.get_by_role("button", name="Move A cup of tea"))
    card.locator("summary").first.click()
    for question, number in (("How comfortable", 7), ("How much do I wish", 5)):
        scale = card.get_by_role("group", name=question)
        scale.locator("label", has=page.get_by_role("radio")).nth(number).click()
    card.get_by_role("checkbox", name="Door open").check()
    expect(page.get_by_text("Held until you leave")).to_be_visible()
    page.evaluate("scrollTo(0, 0)")  # the bar at the top covers what is just beneath it


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_can_be_read_by_everybody(
    width: int, scheme: str, server: Any, new_page: Callable[..., Page], person_at: Callable[..., Any]
) -> None:
    """Somebody with a screen reader, weak sight or a small phone would be shut out."""
    page = new_page(width=width, color_scheme=scheme)
    person_at(page, server).go_in()
    for name, place in PLACES.items():
        page.goto(server.url + place)
        if name == "ladder":
            fill_in(page)
        if folds := page.locator(".fold > details > summary").all():
            assert [] == faults(page), f"{name}, folded"
            for exercise in folds:
                exercise.click()
            expect(page.locator(".u-exercise:visible")).to_have_count(len(folds))
            page.evaluate("scrollTo(0, 0)")  # a button half under the bar would count as a small one
        assert [] == faults(page), name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} must be pushed sideways"
    for opener in ("Steady me", "Get help", "My space"):
        page.goto(server.url)
        page.get_by_role("banner").get_by_role("link", name=opener).or_(
            page.get_by_role("banner").get_by_role("button", name=opener)
        ).first.click()
        expect(page.get_by_role("dialog")).to_be_visible()
        assert [] == faults(page), opener


def test_nothing_moves_under_a_finger(
    server: Any, new_page: Callable[..., Page], person_at: Callable[..., Any]
) -> None:
    """What somebody is about to press would jump away, and they would press something else."""
    page = new_page(width=390)
    person_at(page, server).go_in("p/1")
    summary = page.locator("summary", has_text="Near, without touch")
    summary.wait_for()
    top = "element => element.getBoundingClientRect().top + scrollY"
    before = summary.evaluate(top)
    summary.scroll_into_view_if_needed()
    page.wait_for_function("scrollY > 1000")
    page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    assert before == summary.evaluate(top)


def test_pictures(server: Any, new_page: Callable[..., Page], person_at: Callable[..., Any]) -> None:
    """The README would show what is no longer so."""
    for name, width, scheme in [("home", 1280, "light"), ("ladder", 1280, "light"), ("ladder-dark", 1280, "dark"),
                                ("ladder-phone", 390, "light")]:  # fmt: skip
        page = new_page(width=width, color_scheme=scheme)
        person = person_at(page, server)
        person.go_in("" if name == "home" else "p/1")
        if name == "home":
            page.get_by_role("button", name="Go on").click()
        else:
            fill_in(page)
            page.get_by_role("button", name="No touch for now").first.scroll_into_view_if_needed()
            page.get_by_role("group", name="My rungs").last.evaluate("element => element.scrollIntoView()")
        picture(page, name)


def test_reading_needs_no_javascript(
    server: Any, playwright: Playwright, chromium: dict[str, Any], person_at: Callable[..., Any]
) -> None:
    """Somebody whose browser blocks scripts could neither read nor get help nor leave."""
    # Switched off in the browser itself: Playwright's own switch leaves <noscript> hidden.
    off = {**chromium, "args": [*chromium["args"], "--blink-settings=scriptEnabled=false"]}
    page = playwright.chromium.launch(**off).new_page()
    person_at(page, server).go_in()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    exercise = page.locator("section.exercise")
    expect(exercise).to_have_text(re.compile("^Exercises need JavaScript"), use_inner_text=True)
    page.get_by_role("banner").get_by_role("link", name="Get help").click()
    page.locator("summary", has_text="United States").click()
    expect(page.get_by_text("988").first).to_be_visible()
    page.get_by_role("banner").get_by_role("link", name="Steady me").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("button", name="Leave this page").click()
    expect(page.get_by_role("heading", name="Kitchen measures")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="This page is closed")).to_be_visible()
    page.context.browser.close()


def test_a_page_asks_little(server: Any, page: Page, person_at: Callable[..., Any]) -> None:
    """On a slow line at night the page would not come; and anything asked elsewhere would tell somebody."""
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    person_at(page, server).go_in()
    expect(page.get_by_text("Held until you leave")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert len(sizes) <= 44
    assert sum(sizes) < 300_000
