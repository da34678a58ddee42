"""The ladder in full: by keyboard, by touch, for eyes and ears, with years of times, and the card beside it."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from conftest import Exercise

Json = dict[str, Any]
NEXT = {
    "sentence": "You asked. No touch for now is a complete answer.",
    "head": ["Rung"],
    "rows": [{"cells": ["Tea"]}],
    "series": [],
    "offers": ["no_touch"],
}
REST = {
    "sentence": "Rest.",
    "head": [],
    "rows": [],
    "series": [],
    "offers": ["no_touch", "pause"],
}


def stored(value: Any) -> Json:
    return {"value": value, "version": 1, "at": "2026-01-05T09:15:00+00:00", "beside": []}


def rungs(*names: str) -> Json:
    blank = dict.fromkeys(("from", "comfort", "wish", "conditions", "sign", "after", "open"))
    return {"rungs": stored([{**blank, "id": f"r{number}", "name": name} for number, name in enumerate(names)])}


def times(count: int) -> Json:
    blank = dict.fromkeys(("how", "felt", "body", "stopped"))
    made = [
        {
            **blank,
            "id": f"t{n}",
            "from": "r0",
            "rung": f"time {n}",
            "on": f"20{20 + n // 336}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02}",
        }
        for n in range(count)
    ]
    return {"log": stored(made)}


def heard(page: Page) -> Any:
    return expect(page.locator("[aria-live=polite]"))


def test_the_whole_ladder_by_keyboard(page: Page, exercise: Exercise) -> None:
    """Somebody who cannot use a mouse could make no ladder, write no time down, and ask for nothing."""
    exercise.open("ladder", asked={"next": NEXT})
    keys = page.keyboard
    page.get_by_label("Add one of your own").first.focus()
    for name in ("a hug", "tea", "a walk"):
        keys.type(name)
        keys.press("Enter")
        heard(page).to_have_text(re.compile(f"{name} was added"))
    page.get_by_role("button", name="Move a walk").focus()
    keys.press("ArrowUp")
    heard(page).to_have_text("a walk is now 2 of 3")
    keys.press("ArrowUp")
    heard(page).to_have_text("a walk is now 1 of 3")
    exercise.kept()
    assert ["a walk", "a hug", "tea"] == exercise.names() == exercise.kept_names()
    keys.press("Tab")  # from the handle to the rung itself
    keys.press("Enter")
    card = page.locator(".u-card", has_text="a walk")
    expect(card.get_by_label("What it is")).to_be_visible()
    card.get_by_role("radio", name="0 not at all").first.focus()
    keys.press("ArrowRight")
    card.get_by_role("checkbox", name="It may be named").focus()
    keys.press("Space")
    page.locator("summary", has_text="Show the times").focus()
    keys.press("Enter")
    page.get_by_role("group", name="Write down a time").get_by_role("button", name="a walk").focus()
    keys.press("Enter")
    heard(page).to_have_text(re.compile("a walk was added. It is number 1 of 1"))
    page.locator(".u-times .u-card summary").focus()
    keys.press("Enter")
    page.locator(".u-times").get_by_role("checkbox", name="froze").focus()
    keys.press("Space")
    exercise.kept()
    (time,) = exercise.answer("log")
    assert ("a walk", ["froze"]) == (time["rung"], time["body"]["picked"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", time["on"])
    (first, *_) = exercise.answer("rungs")
    assert (first["id"], 1, ["opened"]) == (time["from"], first["comfort"], first["open"]["picked"])
    page.get_by_role("button", name="What could be next?").focus()
    keys.press("Enter")
    heard(page).to_have_text("You asked. No touch for now is a complete answer.")
    offer = page.get_by_role("region", name="What could be next?").get_by_role("button", name="No touch for now")
    offer.focus()
    keys.press("Enter")
    expect(page.get_by_role("button", name="No touch for now", pressed=True)).to_be_focused()
    exercise.kept()
    assert exercise.answer("no_touch") is True
    exercise.reload()
    assert "a walk" == exercise.kept_names()[0]
    expect(page.get_by_role("button", name="No touch for now", pressed=True)).to_be_visible()


def test_the_order_can_be_changed_by_touch(
    new_page: Callable[..., Page], exercise_on: Callable[[Page], Exercise]
) -> None:
    """Somebody on a phone would be left with the order in which they thought of things."""
    page = new_page(width=390, has_touch=True, is_mobile=True)
    exercise = exercise_on(page).open("ladder", answers=rungs("one", "two", "three"))
    for pressed in (True, False):
        page.get_by_role("button", name="Pause all touch").tap()
        expect(page.get_by_role("button", name="Pause all touch", pressed=pressed)).to_be_visible()
    handle = page.get_by_role("button", name="Move one")
    handle.scroll_into_view_if_needed()
    start = handle.bounding_box()
    end = page.get_by_role("button", name="Move three").bounding_box()
    assert start and end
    x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    below = end["y"] + end["height"]
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    touch("touchStart", (x, y))
    for step in range(1, 9):
        touch("touchMove", (x, y + (below - y) * step / 8))
    touch("touchEnd")
    heard(page).to_have_text("one is now 3 of 3")
    exercise.kept()
    assert ["two", "three", "one"] == exercise.kept_names()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("stem", ["ladder", "near", "card"])
def test_a_narrow_page_can_be_read_by_everybody(
    new_page: Callable[..., Page], exercise_on: Callable[[Page], Exercise], stem: str, scheme: str
) -> None:
    """At four hundred percent, in the dark, or by ear, somebody would be shut out."""
    page = new_page(width=320, height=640, color_scheme=scheme)
    opened = rungs("A hug that has quite a long name, for a small screen", "Tea") if stem != "card" else {}
    result = {
        "sentence": "As it is.",
        "head": ["What", "Only if"],
        "rows": [{"cells": ["Tea", "clothed"]}],
        "series": [],
    }
    card = {
        "sentence": "Only for today.",
        "head": ["What", "Only if"],
        "rows": [{"cells": ["Tea", "clothed"]}],
        "series": [],
    }
    answers = {**opened, **(times(3) if stem == "ladder" else {})}
    if stem == "card":
        answers["day"] = stored(
            page.evaluate("new Date(Date.now() - new Date().getTimezoneOffset() * 6e4).toISOString().slice(0, 10)")
        )
    shown = {"my-ladder": result, "now": REST, "my-ways": result, "card": card}
    exercise = exercise_on(page).open(stem, answers=answers, results=shown, asked={"next": NEXT})
    for summary in page.locator("summary").all():
        if summary.is_visible():
            summary.click()
    if stem == "ladder":
        page.get_by_role("button", name="What could be next?").click()
        expect(page.get_by_role("table", name="What could be next?")).to_be_visible()
    assert [] == exercise.faults()
    if stem == "card":
        page.get_by_role("button", name="Show it on the whole screen").click()
        expect(page.get_by_role("dialog")).to_be_visible()
        assert [] == exercise.faults()


def test_what_could_be_next_goes_with_the_next_change(page: Page, exercise: Exercise) -> None:
    """What was true a minute ago would stand there, and look like something to do."""
    exercise.open("ladder", answers=rungs("Tea"), asked={"next": NEXT})
    region = page.get_by_role("region", name="What could be next?")
    expect(region.get_by_text("never says this by itself")).to_be_visible()
    assert not [one for one in page.evaluate("fake.model.sent") if one["do"] == "ask"]
    region.get_by_role("button", name="Show it").click()
    expect(region.get_by_role("table")).to_be_visible()
    exercise.say_results(now=REST)
    expect(region.get_by_role("table")).to_have_count(0)
    expect(region.get_by_text("never says this by itself")).to_be_visible()


def test_what_is_typed_is_sent_before_the_question(page: Page, exercise: Exercise) -> None:
    """The answer would be about what somebody had just changed."""
    page.clock.install()
    exercise.open("ladder", asked={"next": NEXT})
    page.get_by_label("How I will say stop").fill("red")
    page.get_by_role("button", name="What could be next?").click()
    assert ["hello", "put", "ask"] == [one["do"] for one in page.evaluate("fake.model.sent")]


@pytest.mark.parametrize("count", [0, 1, 14, 60])
def test_any_number_of_rungs_and_three_years_of_times(page: Page, exercise: Exercise, count: int) -> None:
    """Whoever used it for long would wait for it, on the page that they need most."""
    names = [f"rung {number}" for number in range(count)]
    exercise.open("ladder", answers={**(rungs(*names) if names else {}), **times(380)})
    assert names == exercise.names()
    expect(page.locator(".u-times .u-card")).to_have_count(0)
    page.get_by_text("Show the times that I wrote down").click()
    expect(page.locator(".u-times .u-card")).to_have_count(12)
    page.get_by_role("button", name="Show all 380").click()
    expect(page.locator(".u-times .u-card")).to_have_count(380)


def test_the_second_list_waits_until_it_is_asked_for(page: Page, exercise: Exercise) -> None:
    """Somebody who came for a cup of tea would meet a list about sex."""
    exercise.open("ladder")
    for group in ("Near, without touch", "A brief touch", "A longer touch"):
        page.locator("summary", has_text=group).click()
    expect(page.get_by_role("button", name="A kiss on the mouth")).to_be_hidden()
    expect(page.get_by_text("The second list")).to_be_hidden()
    page.get_by_role("button", name="Show a second list, with sexual rungs").click()
    expect(page.get_by_role("button", name="A kiss on the mouth")).to_be_visible()
    page.get_by_role("button", name="A kiss on the mouth").click()
    exercise.kept()
    assert exercise.answer("rungs")[0]["from"].startswith("sexual-")


def test_a_rung_says_how_it_can_be_gentler(page: Page, exercise: Exercise) -> None:
    """There would be only more or nothing."""
    kept = copy.deepcopy(rungs("A hand on my shoulder"))
    kept["rungs"]["value"][0]["from"] = "shoulder-touch"
    exercise.open("ladder", answers=kept)
    page.locator("summary", has_text="A hand on my shoulder").click()
    expect(page.get_by_text("Gentler: A hand on my sleeve.")).to_be_visible()


def test_the_other_form_has_nothing_to_ask(page: Page, exercise: Exercise) -> None:
    """The partner who broke trust would be given a way to look for the next step."""
    exercise.open("near")
    expect(page.get_by_role("button", name="No touch for now")).to_be_visible()
    for gone in ("What could be next", "times that I wrote down", "second list"):
        expect(page.get_by_text(re.compile(gone))).to_have_count(0)
    expect(page.get_by_role("radio")).to_have_count(0)


# The card -------------------------------------------------------------------------------------------------

CARD = {
    "sentence": "Only for 20 November 2026.",
    "head": ["What", "Only if"],
    "rows": [{"cells": ["A hug", "I start it"]}],
    "series": [],
}
OPEN = stored("2026-11-20")
CLOSED = "There is no card that is open."


def preview(page: Page) -> Any:
    return page.get_by_role("region", name="The card, exactly as it will be seen")


def test_the_preview_is_what_is_shown(page: Page, exercise: Exercise) -> None:
    """Somebody would show more than they had looked at, and what was seen cannot be unseen."""
    page.clock.install(time="2026-11-20T12:00:00")
    exercise.open("card", results={"card": CARD})
    expect(preview(page).get_by_text(CLOSED)).to_be_visible()
    expect(page.get_by_role("button", name="Show it on the whole screen")).to_be_hidden()
    page.get_by_role("button", name="Open this card for today").click()
    expect(page.get_by_role("button", name="Show it on the whole screen")).to_be_focused()
    exercise.kept()
    assert "2026-11-20" == exercise.answer("day")
    seen = preview(page).locator(".u-card-face")
    assert "Not a yes. Ask each time. Stillness means stop." in seen.inner_text()
    page.keyboard.press("Enter")
    shown = page.get_by_role("dialog").locator(".u-card-face")
    assert seen.evaluate("element => element.innerHTML") == shown.evaluate("element => element.innerHTML")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_card_ends_at_midnight_while_it_is_shown(page: Page, exercise: Exercise) -> None:
    """A screen that was left on would say today's yes tomorrow."""
    page.clock.install(time="2026-11-20T23:59:00")
    exercise.open("card", answers={"day": OPEN}, results={"card": CARD})
    page.get_by_role("button", name="Show it on the whole screen").click()
    expect(page.get_by_role("dialog").get_by_text("A hug")).to_be_visible()
    page.clock.run_for(61_000)
    assert CLOSED == page.get_by_role("dialog").locator(".u-card-face").inner_text().strip()
    page.keyboard.press("Escape")
    expect(preview(page).get_by_text("A hug")).to_be_hidden()


def test_a_pause_takes_an_open_card_back_in_every_tab(page: Page, exercise: Exercise, site: Any) -> None:
    """Whoever paused would still have a card out, in a tab that they forgot."""
    page.clock.install(time="2026-11-20T12:00:00")
    exercise.open("card", answers={"day": OPEN}, results={"card": CARD})
    page.get_by_role("button", name="Show it on the whole screen").click()
    other = page.context.new_page()
    other.goto(f"{site.url}/harness/index.html?stem=ladder&definition=ladder")
    expect(other.locator("html")).to_have_attribute("data-ready", "true")
    other.get_by_role("button", name="Pause all touch").click()
    expect(page.get_by_role("dialog").get_by_text(CLOSED)).to_be_visible()
    expect(page.locator(".u-card-face").get_by_text("A hug")).to_have_count(0)
    exercise.kept()
    assert exercise.answer("day") is None
    other.get_by_role("button", name="Pause all touch").click()  # lifting it is never told
    expect(other.get_by_role("button", name="Pause all touch", pressed=False)).to_be_visible()
    expect(page.get_by_role("dialog").get_by_text(CLOSED)).to_be_visible()
    assert exercise.answer("day") is None


def test_two_pages_that_disagree_close_the_card(page: Page, exercise: Exercise) -> None:
    """A card that was taken back elsewhere would stay open here."""
    page.clock.install(time="2026-11-20T12:00:00")
    beside = {**OPEN, "beside": [{"value": None, "at": "2026-11-20T11:00:00+00:00"}]}
    exercise.open("card", answers={"day": beside}, results={"card": CARD})
    expect(preview(page).locator(".u-card-face")).to_have_text(CLOSED)
    exercise.kept()
    assert exercise.answer("day") is None
