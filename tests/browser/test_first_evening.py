"""A person's first two evenings, from the Ready link to finding their words again: by mouse, and by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Protocol

import pytest
from playwright.sync_api import Locator, Page, expect

RUNGS = [
    ("A cup of tea at one table", 7, 6, "Clothed"),
    ("Walking side by side", 8, 7, "I start"),
    ("In the same room", 6, 3, "Door open"),
    ("Reading aloud to each other", 5, 5, "Clothed"),
    ("A wave or a nod at the door", 9, 4, "I start"),
]
OWN = ("A foot on a foot, \u202bעם\u202c 🧦 <b>socks</b>", 4, 2, "Only after we have talked")
STOP = "I will say … enough. <script>alert(1)</script>"


class Hands(Protocol):
    """One way of using a page."""

    def press(self, target: Locator) -> None: ...
    def write(self, target: Locator, text: str) -> None: ...
    def choose(self, group: Locator, number: int) -> None: ...


class Mouse:
    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, target: Locator) -> None:
        target.click()

    def write(self, target: Locator, text: str) -> None:
        target.click()
        target.press("End")
        self.page.keyboard.insert_text(text)

    def choose(self, group: Locator, number: int) -> None:
        group.locator("label", has=self.page.get_by_role("radio")).nth(number).click()


class Keyboard:
    """Tab, arrows, Space and Enter; the mouse is never touched."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, target: Locator) -> None:
        expect(target).to_be_visible()
        for key in ["Tab"] * 400:
            if target.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press(key)
        pytest.fail(f"{target} cannot be reached with Tab")

    def press(self, target: Locator) -> None:
        self.reach(target)
        checkbox = target.evaluate("element => element.matches('input[type=checkbox]')")
        self.page.keyboard.press("Space" if checkbox else "Enter")

    def write(self, target: Locator, text: str) -> None:
        self.reach(target)
        self.page.keyboard.press("End")
        self.page.keyboard.insert_text(text)

    def choose(self, group: Locator, number: int) -> None:
        self.reach(group.get_by_role("radio").first)
        self.page.keyboard.press("Space")
        for _ in range(number):
            self.page.keyboard.press("ArrowRight")


def rung(page: Page, name: str) -> Locator:
    return page.get_by_role("listitem").filter(has=page.get_by_role("button", name=f"Move {name}."))


def describe(page: Page, hands: Hands, name: str, comfort: int, wish: int, condition: str) -> None:
    card = rung(page, name)
    if not card.get_by_role("radio").first.is_visible():
        hands.press(card.locator("summary").first)
    hands.choose(card.get_by_role("group", name="How comfortable"), comfort)
    hands.choose(card.get_by_role("group", name="How much do I wish"), wish)
    chip = card.get_by_role("checkbox", name=condition)
    if chip.count():
        hands.press(chip)
    else:
        hands.write(card.get_by_role("textbox").last, condition)


def kept(page: Page) -> None:
    expect(page.get_by_role("status").filter(has_text=re.compile(r"^Kept \d"))).to_be_visible()


@pytest.mark.parametrize("way", [Mouse, Keyboard])
def test_words_are_there_the_next_time_and_gone_from_the_screen_after_leaving(
    way: Callable[[Page], Any], server_of: Callable[..., Any], new_page: Callable[..., Page]
) -> None:
    """Somebody's evening of hard work would be lost, or be found by whoever opens the laptop next."""
    server = server_of().start()
    page = new_page()
    hands: Hands = way(page)

    page.goto(server.ready)
    expect(page.get_by_role("heading", level=1)).to_contain_text("leave", ignore_case=True)
    hands.press(page.get_by_role("button", name="Go on"))
    expect(page).to_have_url(server.url)

    hands.press(page.locator("#space-button"))
    dialog = page.get_by_role("dialog", name="My space")
    hands.press(dialog.locator("summary", has_text="Make a space"))
    expect(dialog.locator(".offered-words")).not_to_be_empty()
    passphrase = dialog.locator(".offered-words").text_content() or ""
    assert 6 == len(passphrase.split())
    hands.write(dialog.get_by_label("The same passphrase again"), passphrase)
    hands.press(dialog.get_by_role("button", name="Make my space"))
    expect(dialog.get_by_role("heading", name="My space is open")).to_be_visible()
    hands.press(dialog.get_by_role("button", name="Close"))

    hands.press(page.get_by_role("link", name="Which touch is good, if any"))
    hands.press(page.locator("summary", has_text="Near, without touch"))
    for name, *_ in RUNGS:
        hands.press(page.get_by_role("button", name=name, exact=True))
    hands.write(page.get_by_label("Add one of your own"), OWN[0])
    hands.press(page.get_by_role("button", name="Add", exact=True))
    for entry in [*RUNGS, OWN]:
        describe(page, hands, *entry)
    hands.write(page.get_by_role("textbox", name="How I will say stop"), STOP)
    kept(page)
    table = page.get_by_role("table", name="My ladder, as it stands")
    expect(table.get_by_role("row")).to_have_count(7)
    before = table.inner_text()

    page.close()
    assert 0 == server.stop()
    server.start()
    page = new_page()
    hands = way(page)
    page.goto(server.ready)
    hands.press(page.get_by_role("button", name="Go on"))
    hands.press(page.get_by_role("link", name="Which touch is good, if any"))
    expect(page.get_by_text("Nothing here yet.")).to_be_visible()

    hands.press(page.locator("#space-button"))
    dialog = page.get_by_role("dialog")
    hands.write(dialog.get_by_label("The words that open your space"), passphrase)
    hands.press(dialog.get_by_role("button", name="Open my space"))
    expect(dialog.get_by_role("heading", name="My space is open")).to_be_visible()
    hands.press(dialog.get_by_role("button", name="Close"))
    expect(page.get_by_role("table", name="My ladder, as it stands")).to_have_text(before, use_inner_text=True)
    expect(page.get_by_role("textbox", name="How I will say stop")).to_have_value(STOP)
    for name, comfort, wish, _ in [*RUNGS, OWN]:
        card = rung(page, name)
        hands.press(card.locator("summary").first)
        expect(card.get_by_role("radio", checked=True).nth(0)).to_have_value(str(comfort))
        expect(card.get_by_role("radio", checked=True).nth(1)).to_have_value(str(wish))

    hands.press(page.locator("#space-button"))
    hands.press(page.get_by_role("button", name="Lock my space"))
    expect(page).to_have_url(server.url)
    expect(page.locator("#space-button")).to_have_attribute("data-space", "closed")
    hands.press(page.get_by_role("link", name="Which touch is good, if any"))
    expect(page.get_by_text("Nothing here yet.")).to_be_visible()
    expect(page.get_by_text("socks")).to_have_count(0)

    hands.press(page.get_by_role("banner").get_by_role("button", name="Leave this page"))
    expect(page.get_by_role("heading", name="Kitchen measures")).to_be_visible()
    for _ in range(4):
        page.go_back(wait_until="commit")
        for words in ("touch", "socks", "ladder", "betray"):
            expect(page.get_by_text(words)).to_have_count(0)
