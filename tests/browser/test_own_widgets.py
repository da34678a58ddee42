"""Widgets of their own in their chapters: real pages with a space open. They open, fill, are kept, come back, are
printed, and are for everybody."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from pypdf import PdfReader
from tests.browser.axe import faults
from tests.browser.conftest import KEPT, Person, Watch, caught
from tests.conftest import JOIN, Server

#: Chapters, by page, in which the worksheets stand.
PAGES = {
    "grounding-tools": 4,
    "three-strands": 16,
    "where-does-my-yes-come-from": 8,
    "question-sorter": 15,
    "leaning": 11,
    "turn-taker": 7,
    "phq-4": 4,
}
#: All at one moment: between two of Playwright's own measurements the page may still scroll to what was opened.
BOXES = "all => all.map((one) => one.getBoundingClientRect().toJSON())"
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def opened(page: Page, worksheet: str) -> Locator:
    """An exercise of the page, opened by keyboard."""
    found = page.locator(f"section[data-exercise={worksheet}]")
    expect(found.locator("article")).to_be_attached()
    page.locator("details", has=found).locator("> summary").press("Enter")
    expect(found.locator("article")).to_be_visible()
    return found


def printed(page: Page, found: Locator) -> str:
    """What can be read on the sheet with answers."""
    made = caught(page, "**/print")
    found.locator(".u-print > summary").first.press("Enter")  # the second one is for a card
    found.get_by_role("radio", name="My answers as they stand now").check()
    everything = found.get_by_role("checkbox", name="Put in what cannot be shared, too")
    if everything.count():
        everything.check()
    found.get_by_role("button", name="Make the sheet").press("Enter")
    expect(found.get_by_text("The sheet is ready.")).to_be_visible()
    text = " ".join(one.extract_text() for one in PdfReader(io.BytesIO(made[0])).pages)
    return " ".join(text.replace("\u200b", "").split())


# What somebody does ------------------------------------------------------------------------------------------


def tries_a_way(at: Locator) -> None:
    at.get_by_role("button", name="It is about then").press("Enter")
    at.locator(".u-drawer-ways").get_by_role("button", name="Against a wall").press("Enter")
    at.get_by_label("One word for how it is now").press_sequentially("buzzing")
    at.get_by_label("One word for afterwards").press_sequentially("heavier")
    at.get_by_role("button", name="This one helps me").press("Enter")


def the_way_is_there(at: Locator) -> None:
    expect(at.locator(".u-cards .u-name")).to_have_text(["Against a wall"])
    expect(at.locator(".u-steps").filter(visible=True)).to_have_count(0)


def says_it_in_words(at: Locator) -> None:
    at.get_by_role("textbox", name="Trust, in words").press_sequentially("I saw the statement.")
    at.locator(".u-blocks details > summary").first.press("Enter")
    at.get_by_role("group", name="How much do I believe what they tell me?").get_by_role("radio").nth(2).press("Space")


def the_words_are_there(at: Locator) -> None:
    expect(at.get_by_role("textbox", name="Trust, in words")).to_have_value("I saw the statement.")
    expect(at.get_by_role("table")).to_have_count(0)
    at.get_by_role("button", name="Show it").press("Enter")
    expect(at.get_by_role("table").get_by_role("cell", name="2", exact=True)).to_be_visible()
    at.get_by_role("button", name="Show as a drawing").press("Enter")
    expect(at.get_by_role("img")).to_be_visible()
    at.locator(".u-blocks details > summary").first.press("Enter")
    trust = at.get_by_role("group", name="How much do I believe what they tell me?")
    expect(trust.get_by_role("radio").nth(2)).to_be_checked()


def looks_at_a_yes(at: Locator) -> None:
    at.get_by_role("group", name="I wanted to be near").get_by_role("radio", name="A part of it", exact=True).press(
        "Space"
    )
    at.get_by_role("radio", name="fear of them", exact=True).press("Space")
    expect(at.get_by_text("There is fear of them in these answers.")).to_be_visible()
    expect(at.get_by_role("button", name="Get help")).to_be_visible()


def the_fear_is_told(at: Locator) -> None:
    expect(at.get_by_text("There is fear of them in these answers.")).to_be_visible()
    at.get_by_role("button", name="Get help").press("Enter")
    sheet = at.page.get_by_role("dialog", name="Get help")
    expect(sheet).to_be_visible()
    sheet.get_by_role("button", name="Close").press("Enter")
    expect(sheet).to_be_hidden()


def sorts_questions(at: Locator) -> None:
    for question in ("Who knew?", "Was it in our bed?"):
        at.get_by_role("textbox", name="Add one of your own").fill(question)
        at.page.keyboard.press("Enter")
    card = at.get_by_role("group", name="Was it in our bed?", exact=True)
    expect(card.get_by_text("This one may ask about bodies")).to_be_visible()
    card.get_by_role("radio", name="With a guide there").press("Space")


def the_questions_are_sorted(at: Locator) -> None:
    expect(at.get_by_role("list", name="With a guide there")).to_have_text("Was it in our bed?")
    expect(at.get_by_role("list", name="Left open")).to_have_text("Who knew?")


def leans(at: Locator) -> None:
    at.get_by_role("group", name="How much draws me today to being apart?").get_by_role("radio").nth(6).press("Space")
    at.get_by_role("radio", name="Not yet sure", exact=True).press("Space")


def the_mark_is_there(at: Locator) -> None:
    apart = at.get_by_role("group", name="How much draws me today to being apart?")
    expect(apart.get_by_role("radio").nth(6)).to_be_checked()
    expect(at.get_by_role("radio", name="Not yet sure", exact=True)).to_be_checked()


def names_a_topic(at: Locator) -> None:
    at.get_by_role("textbox", name="The one thing that this talk is about").press_sequentially("Sunday afternoons")
    at.get_by_role("button", name="Begin, the two of us").press("Enter")
    at.get_by_label("What I heard").fill("that I was late")


def the_topic_is_there_and_the_talk_is_not(at: Locator) -> None:
    expect(at.get_by_role("textbox", name="The one thing that this talk is about")).to_have_value("Sunday afternoons")
    at.get_by_role("button", name="Begin, the two of us").press("Enter")
    expect(at.get_by_label("What I heard")).to_have_value("")


def answers_all_four(at: Locator) -> None:
    for number in range(4):
        expect(at.get_by_text("A number stands here once all four are answered.")).to_be_visible()
        at.get_by_role("radio", name="Several days").nth(number).press("Space")
    expect(at.get_by_text("4 out of 12: worry 2 out of 6, low mood 2 out of 6.")).to_be_visible()


def the_number_is_there(at: Locator) -> None:
    expect(at.get_by_text("4 out of 12: worry 2 out of 6, low mood 2 out of 6.")).to_be_visible()
    expect(at.get_by_text("developed by Drs. Robert L. Spitzer")).to_be_visible()


@dataclass(frozen=True)
class Case:
    """What somebody does on a page, what is there afterwards, what the sheet has, and what it has not."""

    fill: Callable[[Locator], None]
    there: Callable[[Locator], None]
    on_paper: tuple[str, ...]
    not_on_paper: tuple[str, ...] = ()


CASES = {
    "grounding-tools": Case(
        tries_a_way,
        the_way_is_there,
        ("Against a wall Before: buzzing Afterwards: heavier", "Find the sound that is nearest.", "Outdoors"),
        ("It is about then",),
    ),
    "three-strands": Case(
        says_it_in_words, the_words_are_there, ("I saw the statement.", "2 of 10"), ("What you marked",)
    ),
    "where-does-my-yes-come-from": Case(
        looks_at_a_yes, the_fear_is_told, ("There is fear of them in these answers.", "\u25cf fear of them")
    ),
    "question-sorter": Case(
        sorts_questions,
        the_questions_are_sorted,
        (
            "Pile Question What kind How to be told With a guide there Was it in our bed? left open left open",
            "left open Who knew?",
            "Questions on this page: 2.",
        ),
        ("This one may ask about bodies",),
    ),
    "leaning": Case(leans, the_mark_is_there, ("6 of 10", "\u25cf Not yet sure"), ("What you marked", "Three doors")),
    "turn-taker": Case(
        names_a_topic, the_topic_is_there_and_the_talk_is_not, ("Sunday afternoons",), ("that I was late",)
    ),
    "phq-4": Case(
        answers_all_four, the_number_is_there, ("4 out of 12", "developed by Drs. Robert L. Spitzer", "no diagnosis")
    ),
}


@pytest.fixture(scope="module")
def home(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[BrowserContext, Server]]:
    """A browser that is let in, with a space open. Sheets are made, and not shown in tabs."""
    server = Server(tmp_path_factory.mktemp("own-widgets"))
    context, watch = browser.new_context(), Watch()
    context.set_default_timeout(15_000)
    context.add_init_script("window.open = () => null")
    watch.over(context)
    try:
        person = Person(context.new_page(), server.start(), JOIN)
        person.go_in("p/1")
        person.make_space()
        yield context, server
        assert [] == watch.faults
    finally:
        context.close()
        server.close()


@pytest.mark.parametrize("worksheet", CASES)
def test_a_widget_in_its_chapter(worksheet: str, home: tuple[BrowserContext, Server]) -> None:
    """Somebody could not open, fill, find again or print a page that the course sends them to."""
    context, server = home
    case = CASES[worksheet]
    page = context.new_page()
    page.goto(f"{server.url}p/{PAGES[worksheet]}")
    at = opened(page, worksheet)
    case.fill(at)
    expect(at.get_by_role("status").filter(has_text=KEPT)).to_be_visible()
    sheet = printed(page, at)
    assert [] == [words for words in case.on_paper if words not in sheet], sheet
    assert [] == [words for words in case.not_on_paper if words in sheet]
    page.reload()
    at = opened(page, worksheet)
    case.there(at)
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert 0 == page.evaluate(WIDE), f"must be pushed sideways at {width}"
        assert [] == faults(page, at), width
    page.close()


# Three doors -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [390, 600, 1280])
def test_three_doors_of_one_size_each_open_their_page(width: int, home: tuple[BrowserContext, Server]) -> None:
    """One way would look like the one that is meant, or lead nowhere; or somebody could see which one was opened."""
    context, server = home
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{server.url}p/{PAGES['leaning']}")
    at = opened(page, "leaning")
    doors = at.get_by_role("region", name="Three doors").get_by_role("link")
    expect(doors.locator("strong")).to_have_text(["Apart", "Not yet sure", "Together"])
    boxes = doors.evaluate_all(BOXES)
    sizes = {(round(box["width"]), round(box["height"])) for box in boxes}
    assert 3 == len(boxes) and 1 == len(sizes), boxes
    edges = [{box[edge] for box in boxes} for edge in ("x", "y")]
    assert 1 == min(map(len, edges)), "one of them stands apart"
    look = "JSON.stringify([style.color, style.backgroundColor, style.borderColor, style.font])"
    looks = f"all => all.map((one) => {{ const style = getComputedStyle(one); return {look}; }})"
    assert 1 == len(set(doors.evaluate_all(looks)))
    before = at.get_by_role("status").first.inner_text()
    for number, name in enumerate(("door-apart", "door-not-sure", "door-together")):
        doors.nth(number).press("Enter")
        expect(page.locator(f"section[data-exercise={name}] article")).to_be_visible()
    assert before == at.get_by_role("status").first.inner_text()
    page.reload()
    expect(page.locator("section[data-exercise=leaning] article")).to_be_attached()
    assert not re.search(r"\bdoor\b", page.url)
    page.close()


# At a bad hour -----------------------------------------------------------------------------------------------


def test_ways_to_steady_oneself_work_when_the_program_is_gone(
    server: Server, page: Page, person_at: Callable[[Page, Server], Person]
) -> None:
    """At the worst moment there would be nothing but an error."""
    person_at(page, server).go_in(f"p/{PAGES['grounding-tools']}")
    at = opened(page, "grounding-tools")
    server.stop(9)
    at.get_by_role("button", name="Something is happening now").press("Enter")
    at.get_by_role("button", name="Get help").press("Enter")
    sheet = page.get_by_role("dialog", name="Get help")
    expect(sheet).to_be_visible()
    sheet.get_by_role("button", name="Close").press("Enter")
    at.locator(".u-drawer-ways").get_by_role("button", name="Around the room").press("Enter")
    at.get_by_role("button", name="Next", exact=True).filter(visible=True).press("Enter")
    expect(at.get_by_role("listitem").filter(has_text="Find the door and the window.")).to_be_visible()
    at.get_by_role("button", name="This one helps me").press("Enter")
    expect(at.locator(".u-cards .u-name")).to_have_text(["Around the room"])
    expect(at.get_by_role("status").filter(has_text="Not kept yet")).to_be_visible(timeout=15_000)
