"""Each kind of block as people meet it: the gallery in the real server, with a space open, by keyboard alone."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from pypdf import PdfReader
from tests.browser.axe import faults
from tests.browser.conftest import Person, Watch, caught
from tests.conftest import JOIN, ROOT, Server

from unhurried.worksheet import KINDS

KEPT = re.compile(r"^Kept \d\d:\d\d$")
#: One character more than an answer may have.
TOO_LONG = "x" * 200_001


class Desk:
    """Somebody with a keyboard and no mouse, at one exercise of the gallery."""

    def __init__(self, page: Page, kind: str) -> None:
        self.page = page
        self.exercise = page.locator(f"section[data-exercise={kind}]")
        self.opener = page.locator("details", has=self.exercise).locator("> summary")
        self.open()

    def open(self) -> None:
        """Open the exercise, on a page that was just loaded."""
        self.begin()
        self.press("Enter")
        expect(self.exercise.locator(".u-exercise")).to_be_visible()

    def begin(self) -> None:
        """Be before the exercise, as after reading what it is for."""
        self.opener.focus()

    def go_to(self, target: Locator) -> None:
        """Press Tab until `target` has the focus."""
        for _ in range(60):
            if target.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not come to {target}")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def choose(self, number: int, scale: Locator) -> None:
        self.go_to(scale.get_by_role("radio").first)
        self.press("Space", *["ArrowRight"] * number)

    def by(self, role: str, name: str) -> Locator:
        return self.exercise.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]  # Playwright lists them

    def says(self, text: str | re.Pattern[str]) -> None:
        expect(self.exercise.get_by_text(text).filter(visible=True).first).to_be_visible()

    def looks_right(self) -> None:
        """On a phone and on a screen, by day and by night; and much enlarged, nothing is pushed sideways."""
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        for width in (320, 390, 1280):
            self.page.set_viewport_size({"width": width, "height": 900})
            assert 0 == self.page.evaluate(wide), f"must be pushed sideways at {width}"
            for scheme in ("light", "dark") if width != 320 else ():
                self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                assert [] == faults(self.page, self.exercise), (width, scheme)

    def printed(self, asks: bool) -> str:
        """What can be read on the sheet that "Print this" makes."""
        made = caught(self.page, "**/print")
        self.go_to(self.exercise.locator("summary", has_text="Print this"))
        self.press("Enter")
        if asks:
            self.go_to(self.by("radio", "The questions, with room to write by hand"))
            self.press("ArrowDown")
            private = self.by("checkbox", "Put in what cannot be shared, too")
            if private.count():
                self.go_to(private)
                self.press(" ")
        self.go_to(self.by("button", "Make the sheet"))
        self.press("Enter")
        self.says("The sheet is ready.")
        text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(made[0])).pages)
        return " ".join(text.replace("\u200b", "").split())


@dataclass(frozen=True)
class Case:
    """What somebody does with one kind.

    Attributes:
        fill: answers its exercise.
        there: looks for the answer on the page.
        on_paper: what the filled sheet has of it.
        trouble: brings up what the kind says when it cannot take something; None where it takes everything.
        asks: whether there is an answer to keep.
    """

    fill: Callable[[Desk], None]
    there: Callable[[Desk], None]
    on_paper: tuple[str, ...]
    trouble: Callable[[Desk], None] | None = None
    asks: bool = True


# note and steps ask nothing


def reads(at: Desk) -> None:
    at.says("ten quiet minutes")
    expect(at.by("button", "Keep now")).to_have_count(0)


def goes_on(at: Desk) -> None:
    at.go_to(at.by("button", "Next"))
    at.press("Enter")
    at.says("Choose a cup that you like to hold.")
    expect(at.by("button", "Keep now")).to_have_count(0)


def is_at_the_first_step(at: Desk) -> None:
    at.says("Step 1 of 3")
    at.says("Fill the kettle. Listen to the water.")


# scale and pair


def is_at(number: int, scale: Locator) -> None:
    expect(scale.get_by_role("radio").nth(number)).to_be_checked()


NOW = "How is today, all in all?"
LEFT, RIGHT = "How much do I look forward to it?", "How much would I rather stay at home?"


def answers_both(at: Desk) -> None:
    at.choose(7, at.by("group", LEFT))
    at.choose(8, at.by("group", RIGHT))


def both_are_there(at: Desk) -> None:
    is_at(7, at.by("group", LEFT))
    is_at(8, at.by("group", RIGHT))


# choice and choices


def picks(at: Desk) -> None:
    at.go_to(at.exercise.get_by_role("radio").first)
    at.press("Space", "ArrowDown")
    at.go_to(at.by("textbox", "In your own words"))
    at.type("by the stove")


def picked(at: Desk) -> None:
    expect(at.by("radio", "At the kitchen table")).to_be_checked()
    expect(at.by("textbox", "In your own words")).to_have_value("by the stove")


def ticks(at: Desk) -> None:
    for name in ("Make soup", "Walk around the block"):
        at.go_to(at.by("checkbox", name))
        at.press("Space")
    at.go_to(at.by("textbox", "In your own words"))
    at.type("an early night")


def ticked(at: Desk) -> None:
    for name in ("Make soup", "Walk around the block"):
        expect(at.by("checkbox", name)).to_be_checked()
    expect(at.by("textbox", "In your own words")).to_have_value("an early night")


def is_full(at: Desk) -> None:
    at.says("You have chosen 2, as many as this question takes.")
    expect(at.by("checkbox", "Nothing at all")).to_be_disabled()


# short and writing


def writes_too_much(at: Desk) -> None:
    at.begin()
    at.go_to(at.exercise.get_by_role("textbox").first)
    at.press("ControlOrMeta+A")
    at.page.keyboard.insert_text(TOO_LONG)
    at.says("Not kept: this answer is too long")


NAME = "If today had a name, what would it be?"


def names_the_day(at: Desk) -> None:
    at.go_to(at.by("textbox", NAME))
    at.type("The day with the late bus")


GARDEN = "What did I notice outside today?"


def writes(at: Desk) -> None:
    at.go_to(at.by("textbox", GARDEN))
    at.type("The beans have come up.")
    at.go_to(at.by("button", "I had not noticed before\u00a0…"))
    at.press("Enter")
    at.type("how loud a blackbird is")


def written(at: Desk) -> None:
    text = "The beans have come up.\nI had not noticed before how loud a blackbird is"
    expect(at.by("textbox", GARDEN)).to_have_value(text)


# list


def entry(at: Desk, name: str) -> Locator:
    handle = at.page.get_by_role("button", name=f"Move {name}. Drag, or use the arrow keys.")
    return at.exercise.get_by_role("listitem").filter(has=handle)


def makes_a_list(at: Desk) -> None:
    at.go_to(at.exercise.locator(".u-suggestions > summary"))
    at.press("Enter")
    at.go_to(at.by("button", "Tea at one table"))
    at.press("Enter")
    at.go_to(at.by("textbox", "Add one of your own"))
    at.type("Repot the fern")
    at.press("Enter")
    at.begin()
    at.go_to(at.by("button", "Move Repot the fern. Drag, or use the arrow keys."))
    at.press("ArrowUp", "Tab", "Enter")
    fern = entry(at, "Repot the fern")
    at.choose(5, fern.get_by_role("group", name="How easy is it to do?"))
    at.go_to(fern.get_by_role("radio", name="in the morning"))
    at.press("Space")
    at.go_to(fern.get_by_role("checkbox", name="dry shoes"))
    at.press("Space")
    at.go_to(fern.get_by_role("textbox", name="In your own words").last)
    at.type("a bigger pot")
    at.go_to(fern.get_by_label("A day that would suit"))
    at.type("11302026")


def the_list_is_there(at: Desk) -> None:
    expect(at.exercise.locator(".u-card .u-name")).to_have_text(["Repot the fern", "Tea at one table"])
    gist = entry(at, "Repot the fern").locator(".u-gist")
    for part in ("5 of 10", "in the morning", "dry shoes, a bigger pot", "30 November 2026"):
        expect(gist).to_contain_text(part)


def fills_the_list(at: Desk) -> None:
    at.begin()
    at.go_to(at.by("textbox", "Add one of your own"))
    for name in ("One", "Two", "Three"):
        at.type(name)
        at.press("Enter")
    at.says("5 is as many as this list holds.")


# sort


def sorts(at: Desk) -> None:
    for card, times in (("The dishes", 1), ("The letters on the shelf", 2)):
        at.go_to(at.by("group", card).get_by_role("radio", name="Left open"))
        at.press(*["ArrowRight"] * times)


def sorted_(at: Desk) -> None:
    lying = {"Today": "The dishes", "Later": "The letters on the shelf", "Left open": "The lamp in the hall"}
    for pile, cards in lying.items():
        expect(at.by("list", pile)).to_have_text(cards)
        expect(at.by("group", cards).get_by_role("radio", name=pile)).to_be_checked()


# date


AGAIN = "When would I like to look at this page again?"


def types_a_day(at: Desk) -> None:
    at.go_to(at.exercise.get_by_label(AGAIN))
    at.type("11302026")


def types_half_a_day(at: Desk) -> None:
    at.begin()
    at.go_to(at.exercise.get_by_label(AGAIN))
    at.press("Delete", "Tab")
    at.go_to(at.by("button", "Leave this open"))
    at.says("This is not a whole date yet, so it counts as left open.")


# show


def answers_what_is_shown(at: Desk) -> None:
    at.choose(3, at.by("group", "How was the morning?"))
    at.choose(6, at.by("group", "How was the evening?"))
    at.go_to(at.by("radio", "Sun"))
    at.press("Space", "ArrowDown")
    at.go_to(at.by("textbox", "Add one of your own"))
    at.type("A blackbird")
    at.press("Enter")
    at.go_to(at.by("button", "Show as a drawing"))
    at.press("Enter")
    expect(at.exercise.get_by_role("img")).to_be_visible()


def it_is_shown(at: Desk) -> None:
    at.says("On average: 4.5. Answered: 2. Left open: 0.")
    at.says("Your answers so far, the oldest first: 1.")
    at.says("Seen and picked so far, as it stands:")


CASES = {
    "note": Case(reads, reads, ("ten quiet minutes",), asks=False),
    "scale": Case(
        lambda at: at.choose(4, at.by("group", NOW)), lambda at: is_at(4, at.by("group", NOW)), ("4 of 10",)
    ),
    "pair": Case(answers_both, both_are_there, ("7 of 10", "8 of 10")),
    "choice": Case(picks, picked, ("\u25cf At the kitchen table", "by the stove"), writes_too_much),
    "choices": Case(
        ticks, ticked, ("\u2612 Make soup", "\u2612 Walk around the block", "an early night"), is_full
    ),
    "short": Case(
        names_the_day,
        lambda at: expect(at.by("textbox", NAME)).to_have_value("The day with the late bus"),
        ("The day with the late bus",),
        writes_too_much,
    ),
    "writing": Case(
        writes, written, ("The beans have come up. I had not noticed before how loud a blackbird is",), writes_too_much
    ),
    "list": Case(
        makes_a_list,
        the_list_is_there,
        ("1. Repot the fern", "5 of 10", "in the morning", "a bigger pot", "30 November 2026", "2. Tea at one table"),
        fills_the_list,
    ),
    "sort": Case(
        sorts,
        sorted_,
        ("The dishes \u2612 \u2610 \u2610", "The letters on the shelf \u2610 \u2612 \u2610",
         "The lamp in the hall \u2610 \u2610 \u2610"),
    ),
    "date": Case(
        types_a_day,
        lambda at: expect(at.exercise.get_by_label(AGAIN)).to_have_value("2026-11-30"),
        ("30 November 2026",),
        types_half_a_day,
    ),
    "steps": Case(goes_on, is_at_the_first_step, ("Fill the kettle.", "It is ready when you are."), asks=False),
    "show": Case(answers_what_is_shown, it_is_shown, ("On average: 4.5.", "A blackbird")),
}  # fmt: skip


@pytest.fixture(scope="module")
def gallery(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """A browser that is let into the gallery, with a space open. Sheets are made, and not shown in tabs."""
    server = Server(tmp_path_factory.mktemp("gallery"), "--course", str(ROOT / "docs/gallery"))
    context, watch = browser.new_context(), Watch()
    context.set_default_timeout(15_000)
    context.add_init_script("window.open = () => null")
    watch.over(context)
    try:
        page = context.new_page()
        person = Person(page, server.start(), JOIN)
        person.go_in("p/1")
        person.make_space()
        yield context
        assert [] == watch.faults
    finally:
        context.close()
        server.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_for_everybody(kind: str, gallery: BrowserContext) -> None:
    """Somebody could not answer, read or print one kind of question: without a mouse, sight, room or daylight."""
    case = CASES[kind]
    page = gallery.new_page()
    page.goto(gallery.pages[0].url)
    at = Desk(page, kind)
    at.looks_right()
    at.begin()
    case.fill(at)
    if case.asks:
        expect(at.exercise.get_by_role("status").filter(has_text=KEPT)).to_be_visible()
    at.looks_right()
    sheet = at.printed(case.asks)
    assert [] == [words for words in case.on_paper if words not in sheet]
    page.reload()
    at.open()
    case.there(at)
    if case.trouble:
        case.trouble(at)
        at.looks_right()
    page.close()


def test_the_gallery_as_a_whole(gallery: BrowserContext) -> None:
    """Parts that are each right could still be one page in which nobody finds their way."""
    page = gallery.pages[0]
    expect(page.locator(".u-exercise")).to_have_count(len(KINDS) + 1)
    assert [] == faults(page)
