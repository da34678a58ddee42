"""Four people walk through the pages on touch, each with what they came for. The pictures go into docs/pictures."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
from playwright.sync_api import Locator, Page, expect
from tests.browser.pictures import picture

LADDER, TOUCH = "p/1", "p/19"
CLOSED = "There is no card that is open."


def picture_at(page: Page, name: str, at: Locator) -> None:
    """A picture of the page as somebody sees it who has come to this place."""
    at.evaluate("element => { element.scrollIntoView(); scrollBy(0, -80); }")
    picture(page, name)


def exercise(page: Page, title: str) -> Locator:
    """One exercise of a chapter, opened where it stands folded."""
    heading = page.locator("h2", has_text=re.compile(f"^{re.escape(title)}$"))  # hidden while it stands folded
    found = page.locator("section.exercise").filter(has=heading)
    expect(found.locator("article")).to_be_attached()
    fold = page.locator("details:not([open])").filter(has=found)
    if fold.count():
        fold.locator("summary").first.click()
    expect(found.locator("article")).to_be_visible()
    return found


def kept(found: Locator) -> None:
    expect(found.get_by_role("status").filter(has_text=re.compile(r"^Kept \d\d:\d\d$"))).to_be_visible()


def choose(ladder: Locator, group: str, *names: str) -> None:
    ladder.locator("summary", has_text=group).click()
    for name in names:
        ladder.get_by_role("button", name=re.compile(f"^{name}")).click()


def open_rung(ladder: Locator, name: str) -> Locator:
    card = ladder.locator(".u-card", has=ladder.page.get_by_role("button", name=f"Move {name}"))
    card.locator("summary").first.click()
    return card


def test_the_hurt_partner_alone(server: Any, new_page: Callable[..., Page], person_at: Callable[..., Any]) -> None:
    """Somebody alone at night would not find their way: to a rung, to a time that was too much, to rest, and out."""
    page = new_page()
    robin = person_at(page, server)
    robin.go_in(LADDER)
    robin.make_space()
    ladder = exercise(page, "My comfort-with-touch ladder")
    choose(ladder, "Near, without touch", "A cup of tea at one table")
    choose(ladder, "A brief touch", "A hand on my shoulder")
    for name, comfort, wish in (("A cup of tea", 8, 6), ("A hand on my shoulder", 7, 5)):
        card = open_rung(ladder, name)
        for question, number in (("How comfortable", comfort), ("How much do I wish", wish)):
            scale = card.get_by_role("group", name=question)
            scale.locator("label", has=page.get_by_role("radio")).nth(number).click()
        card.get_by_role("checkbox", name="It may be named").check()
    kept(ladder)
    next_ = ladder.get_by_role("region", name="What could be next?")
    next_.get_by_role("button", name="Show it").click()
    table = ladder.get_by_role("table", name="What could be next?")
    expect(table.get_by_role("rowheader", name="A cup of tea at one table")).to_be_visible()
    expect(table.get_by_role("rowheader", name="A hand on my shoulder")).to_be_visible()

    ladder.get_by_text("Show the times that I wrote down").click()
    times = ladder.locator(".u-times")
    times.get_by_role("button", name="A hand on my shoulder").click()
    times.locator(".u-card summary").first.click()
    times.get_by_role("checkbox", name="froze").check()
    times.get_by_role("radio", name="yes, I stopped it").check()
    now = ladder.get_by_role("region", name="What this page says to it")
    expect(now.get_by_text("Your body said that it was too much")).to_be_visible()
    expect(now.get_by_role("button", name="No touch for now")).to_be_visible()
    picture_at(page, "walk-hurt-alone", now)
    next_.get_by_role("button", name="Show it").click()
    expect(next_.get_by_text("Your body said that it was too much")).to_be_visible()
    expect(table).to_have_count(0)
    kept(ladder)

    now.get_by_role("button", name="No touch for now").click()
    expect(ladder.get_by_role("button", name="No touch for now", pressed=True)).to_be_focused()
    expect(now.get_by_text("Nothing follows from that")).to_be_visible()
    kept(ladder)
    page.reload()
    ladder = exercise(page, "My comfort-with-touch ladder")
    expect(ladder.get_by_role("button", name="No touch for now", pressed=True)).to_be_visible()
    ladder.get_by_role("link", name="a page for looking at one yes").click()
    expect(page.get_by_role("heading", name="Where does my yes come from?").first).to_be_attached()
    page.get_by_role("button", name="Leave this page").first.click()
    expect(page.get_by_role("heading", name="Kitchen measures")).to_be_visible()


def test_the_partner_who_broke_trust_alone(
    server: Any, new_page: Callable[..., Page], person_at: Callable[..., Any]
) -> None:
    """Somebody who wants to do no more harm would find a way to look for the next step instead."""
    page = new_page(width=390)
    sam = person_at(page, server)
    sam.go_in(TOUCH)
    own = exercise(page, "My own limits, and ways to be near")
    choose(own, "Near, and asking for nothing", "Leaving a cup of tea outside the door")
    own.get_by_role("checkbox", name="touch that is meant to make up for something").check()
    expect(own.get_by_role("table", name="My ways to be near, as they stand")).to_be_visible()
    expect(own.get_by_role("radio")).to_have_count(own.locator(".u-print").get_by_role("radio").count())
    expect(own.get_by_text(re.compile("could be next"))).to_have_count(0)
    picture_at(page, "walk-broke-trust-alone", own.get_by_role("button", name="No touch for now"))
    stop = exercise(page, "When the other one stops")
    stop.get_by_role("textbox", name="The one short thing that I will say").fill("I have stopped.")
    for _ in range(3):
        stop.get_by_role("button", name="Next", exact=True).click()
    expect(stop.get_by_role("listitem").filter(has_text="Wait. Do not ask why")).to_be_visible()
    stop.get_by_role("button", name="That is enough").click()
    own.get_by_role("button", name="Pause all touch").click()
    expect(own.locator(".u-switch-says", has_text="It is not a punishment")).to_be_visible()
    expect(own.get_by_text("Held until you leave")).to_be_visible()


def test_one_makes_a_card_and_the_other_reads_it(
    server: Any, new_page: Callable[..., Page], person_at: Callable[..., Any]
) -> None:
    """What somebody put on a card would be more than they had looked at, or would outlast their pause."""
    page = new_page(width=390)
    robin = person_at(page, server)
    robin.go_in(TOUCH)
    passphrase = robin.make_space()
    card = exercise(page, "A card for today")
    expect(card.get_by_text(CLOSED).first).to_be_visible()
    choose(card, "A brief touch", "A hug goodbye at the door")
    card.locator(".u-card summary").first.click()
    card.get_by_role("checkbox", name="I start it").check()
    card.get_by_role("textbox", name="My sign that ends it").fill("I step back.")
    card.get_by_role("button", name="Open this card for today").click()
    kept(card)
    preview = card.get_by_role("region", name="The card, exactly as it will be seen").locator(".u-card-face")
    expect(preview.get_by_role("row", name="A hug goodbye at the door I start it")).to_be_visible()
    before = preview.inner_text()
    card.get_by_role("button", name="Show it on the whole screen").click()
    seen = page.get_by_role("dialog", name="Not a yes").or_(page.locator("dialog.u-card-page[open]")).first
    expect(seen).to_be_visible()
    # What the other one reads: the card, and nothing but the card.
    assert before == seen.locator(".u-card-face").inner_text()
    for line in ("Not a yes. Ask each time. Stillness means stop.", "I step back.", "It ends at midnight"):
        expect(seen.get_by_text(line)).to_be_visible()
    picture_at(page, "walk-card", seen)
    seen.get_by_role("button", name="Put the card away").click()

    # Later that evening, on the ladder, in a window of its own.
    other = page.context.new_page()
    other.goto(server.url + LADDER)
    ladder = exercise(other, "My comfort-with-touch ladder")
    ladder.get_by_role("button", name="Pause all touch").click()
    kept(ladder)
    expect(preview).to_have_text(CLOSED)
    ladder.get_by_role("button", name="Pause all touch").click()  # lifting it is never told
    kept(ladder)
    page.reload()
    card = exercise(page, "A card for today")
    kept(card)
    expect(card.locator(".u-card-face").first).to_have_text(CLOSED)
    assert passphrase not in page.content()


def test_the_facilitator_prints_handouts(server: Any, tmp_path: Path) -> None:
    """A group would have nothing to take home, or a handout that says whom it is for."""
    sheets = ("touch-ladder", "card-for-today", "touch-ladder-b", "when-you-stop", "ask-offer-decline", "afterwards")
    command = [sys.executable, "-m", "unhurried", "print", *sheets, "--out", str(tmp_path)]
    subprocess.run(command, check=True, env=server.environment, capture_output=True)
    made = sorted(tmp_path.glob("*.pdf"))
    assert len(made) == len(sheets)
    for path in made:
        assert not re.search("touch|ladder|card", path.name)
        with pikepdf.open(io.BytesIO(path.read_bytes())) as pdf:
            assert pdf.Root.MarkInfo.Marked
            assert len(pdf.pages) <= 12
