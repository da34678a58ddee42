"""Ways through the course: shown on the map to whoever opens them, walked from page to page, and learned by nobody."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Request, expect
from tests.browser.axe import faults
from tests.conftest import JOIN, Server

from unhurried.course import BUILT_IN, Course
from unhurried.course.paths import COMPANIES, ROLES, Company, Leg, Role, path
from unhurried.server.ways import sheets

COURSE = Course(BUILT_IN)
WORDS = COURSE.words()["ways"]
CHAPTERS = {chapter.notebook: chapter for chapter in COURSE.chapters()}
STAGES = [stage.id for stage in COURSE.stages()]
DECIDING = "12-deciding"
DOORS = ["door-apart", "door-not-sure", "door-together"]


def way(role: Role, company: Company) -> tuple[Leg, ...]:
    return path(STAGES, [*CHAPTERS.values()], lambda one: sheets(COURSE, one), role, company, STAGES[0])


def fold(page: Page, name: str) -> Locator:
    """What opens under a line, of all that are seen just now."""
    return page.locator("details", has=page.locator("> summary", has_text=name)).filter(visible=True).last


def open_way(page: Page, role: Role, company: Company) -> Locator:
    for name in (WORDS["title"], WORDS["roles"][role]["name"], WORDS["companies"][company]["name"]):
        fold(page, name).locator("> summary").click()
    return fold(page, WORDS["companies"][company]["name"])


def go_to_the_map(page: Page, server: Server, person_at: Callable[..., Any]) -> None:
    person_at(page, server).go_in()
    page.goto(server.url)


def place(link: Locator) -> str:
    return str(link.get_attribute("href"))


@pytest.fixture(scope="module")
def reader(browser: Browser, shared_server: Server) -> Iterator[Page]:
    """Somebody whose browser runs no script, let in: each link is a link, and each fold opens by itself."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{shared_server.url}join/{JOIN}")
    page.get_by_role("button", name="Go on").click()
    yield page
    context.close()


@dataclass(frozen=True)
class Read:
    """What a chapter's page has for everybody: its exercises, and the pages that it offers at its end."""

    exercises: list[str]
    onward: list[str]


@pytest.fixture(scope="module")
def pages(reader: Page, shared_server: Server) -> dict[str, Read]:
    """Each chapter's page as it was read, by its place. One page is the same for every reader."""
    read = {}
    for chapter in CHAPTERS.values():
        reader.goto(f"{shared_server.url}p/{chapter.page}")
        exercises = [str(one.get_attribute("data-exercise")) for one in reader.locator("section.exercise").all()]
        links = reader.get_by_role("navigation", name=WORDS["onward_title"]).get_by_role("link")
        read[f"/p/{chapter.page}"] = Read(exercises, [place(one) for one in links.all()])
    return read


@pytest.mark.parametrize(("role", "company"), list(product(ROLES, COMPANIES)))
def test_each_way_leads_from_its_beginning_to_its_end_and_to_each_door(
    role: Role, company: Company, reader: Page, pages: dict[str, Read], shared_server: Server
) -> None:
    """Somebody would be left standing at the end of a page, or never come to a door that is as much theirs."""
    legs = way(role, company)
    reader.goto(shared_server.url)
    listed = [place(one) for one in open_way(reader, role, company).get_by_role("link").all()]
    assert [f"/p/{CHAPTERS[leg.notebook].page}" for leg in legs] == listed
    for leg, here, following in zip(legs, listed, [*listed[1:], "/"], strict=True):
        assert {stop.worksheet for stop in leg.stops} <= set(pages[here].exercises)
        assert following in pages[here].onward
    assert ["/"] == pages[listed[-1]].onward
    assert [*CHAPTERS].index(legs[-1].notebook) == len(CHAPTERS) - 1
    assert DOORS == [one for one in pages[f"/p/{CHAPTERS[DECIDING].page}"].exercises if one.startswith("door-")]
    assert f"/p/{CHAPTERS[DECIDING].page}" in listed


def test_a_page_offers_what_comes_next_on_some_way_and_nothing_else(pages: dict[str, Read]) -> None:
    """Somebody would be led off every way, into a chapter that is not for them."""
    ways = [[leg.notebook for leg in way(role, company)] for role, company in product(ROLES, COMPANIES)]
    for notebook, chapter in CHAPTERS.items():
        following = {then for names in ways for one, then in pairwise(names) if one == notebook}
        expected = {f"/p/{CHAPTERS[one].page}" for one in following}
        assert {*expected, "/"} == set(pages[f"/p/{chapter.page}"].onward)


def test_a_way_is_walked_by_its_links_alone(reader: Page, shared_server: Server) -> None:
    """Somebody would follow the end of each page, as anybody does, and not come to the last one."""
    legs = way("hurt", "alone")
    reader.goto(shared_server.url)
    open_way(reader, "hurt", "alone").get_by_role("link").first.click()
    for leg in legs:
        expect(reader).to_have_url(re.compile(rf"/p/{CHAPTERS[leg.notebook].page}$"))
        onward = reader.get_by_role("navigation", name=WORDS["onward_title"])
        if leg is not legs[-1]:
            expect(onward).to_contain_text(WORDS["onward"])
            onward.get_by_role("link").first.click()
    expect(onward).to_contain_text(WORDS["last"])
    onward.get_by_role("link").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(COURSE.words()["map"]["title"])


def test_the_doors_open_from_the_way_by_keyboard(
    new_page: Callable[..., Page], shared_server: Server, person_at: Callable[..., Any]
) -> None:
    """Somebody without a mouse would see three doors and open none."""
    page = new_page(width=390)
    go_to_the_map(page, shared_server, person_at)
    for name in (WORDS["title"], WORDS["roles"]["not_sure"]["name"], WORDS["companies"]["alone"]["name"]):
        fold(page, name).locator("> summary").focus()
        page.keyboard.press("Enter")
    assert [] == faults(page)
    assert 0 == page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    opened = fold(page, WORDS["companies"]["alone"]["name"])
    opened.get_by_role("link", name="Together, apart, or not yet sure").focus()
    page.keyboard.press("Enter")
    for door in DOORS:
        opened = page.locator("section.fold", has=page.locator(f"[data-exercise={door}]"))
        opened.locator("> details > summary").focus()
        page.keyboard.press("Enter")
        expect(opened.locator(".u-exercise")).to_be_visible()


def test_a_way_is_in_no_address_no_cookie_no_message_and_on_no_print(
    page: Page, shared_server: Server, person_at: Callable[..., Any]
) -> None:
    """Whoever looks at the history, the cookies, the network or a sheet would read who somebody is, or that they go."""
    go_to_the_map(page, shared_server, person_at)
    expect(page.locator("#space-button-state")).to_be_attached()
    page.wait_for_load_state("networkidle")
    before, asked = page.context.storage_state(), list[Request]()
    page.on("request", lambda request: asked.append(request))
    opened = open_way(page, "apart", "alone")
    expect(opened).to_contain_text("Together, apart, or not yet sure")
    assert (shared_server.url, "Workbook") == (page.url, page.title())
    assert before == page.context.storage_state()
    assert [] == asked
    page.emulate_media(media="print")
    for words in (*WORDS["roles"].values(), *WORDS["companies"].values()):
        assert words["name"] not in page.locator("body").inner_text()
    page.emulate_media(media="screen")
    page.reload()
    expect(page.locator(".through[open], .through [open]")).to_have_count(0)


def test_the_map_leads_to_today_in_one_step(page: Page, shared_server: Server, person_at: Callable[..., Any]) -> None:
    """Somebody who comes back on a bad day would have to read the map before they find out where they are."""
    go_to_the_map(page, shared_server, person_at)
    page.get_by_role("link", name=WORDS["today"]).click()
    expect(page.get_by_role("group", name="How much room do I have for this today?")).to_be_in_viewport()
