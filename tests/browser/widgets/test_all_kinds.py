"""What holds for every kind of block: everybody can read it, nothing is stored by the browser, and words as text."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from conftest import Exercise

Json = dict[str, Any]

ENDS = {"from": 0, "to": 10, "low": "not there", "high": "very strong"}
OPTIONS = [
    {"id": "own", "label": "In my own room", "hint": "With the door shut."},
    {"id": "away", "label": "At somebody else's place, for as long as it takes and no longer"},
]
KINDS: dict[str, Json] = {
    "pair": {"left": {"question": "The wish", **ENDS}, "right": {"question": "The fear", **ENDS}},
    "choice": {"options": OPTIONS, "other": True},
    "choices": {"options": OPTIONS, "other": True, "at_most": 1},
    "short": {},
    "sort": {
        "cards": [{"id": "money", "text": "Money"}, {"id": "home", "text": "Where we live, and with whom"}],
        "piles": [{"id": name, "label": name} for name in ("now", "later", "only with somebody there")],
    },
    "date": {},
    "list": {
        "item": "day",
        "ordered": False,
        "at_most": 12,
        "fields": [
            {"date": {"id": "when", "question": "Which day"}},
            {"choice": {"id": "how", "question": "How was it?", "options": OPTIONS, "other": True}},
            {"scale": {"id": "strong", "question": "How strong?", **ENDS}},
        ],
    },
    "steps": {"steps": [{"text": "Sit."}, {"text": "Press down, as if you were leaving a print in sand."}]},
}
BLOCKS = [{kind: {"id": kind, "question": f"Question by {kind}", **keys}} for kind, keys in KINDS.items()]
KEPT: Json = {
    "pair": {"left": 0, "right": None},
    "choice": {"picked": "own", "other": "until Sunday"},
    "choices": {"picked": ["away"], "other": ""},
    "short": "tired",
    "sort": {"home": "later"},
    "date": "2026-12-01",
    "list": [{"id": "a", "from": None, "when": "2026-11-02", "how": {"picked": "own", "other": ""}, "strong": 4}],
}
SERIES = [
    {"label": "The wish", "from": 0, "to": 10, "points": [{"on": "2026-01-02", "value": 3}]},
    {
        "label": "The fear",
        "from": 0,
        "to": 10,
        "points": [{"on": "2026-01-02", "value": 10}, {"on": "2026-02-11", "value": 0}],
    },
]
RESULT = {
    "sentence": "Answered on 2 days.",
    "head": ["Day", "The wish", "The fear"],
    "rows": [{"cells": ["2 January 2026", "3", "10"]}, {"cells": ["11 February 2026", "left open", "0"]}],
    "series": SERIES,
}
SHOW: Json = {"show": {"id": "time", "title": "Over time", "result": "over_time", "of": ["pair"], "empty": "Nothing."}}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_accessibility_rule_is_broken(
    new_page: Callable[..., Page], exercise_on: Callable[[Page], Exercise], scheme: str, width: int
) -> None:
    """People who use a screen reader, a keyboard or much enlarged text would be left out."""
    page = new_page(width=width, color_scheme=scheme)
    exercise = exercise_on(page).open_page(*BLOCKS, SHOW, example=KEPT)
    assert [] == exercise.faults()
    exercise.say_state(answers={
        name: {"value": value, "version": 1, "at": "2026-01-05T09:15:00+00:00", "beside": []}
        for name, value in KEPT.items()
    })  # fmt: skip
    exercise.say_results(time=RESULT)
    page.locator(".u-card summary").click()
    page.get_by_text("Show an example").click()
    page.get_by_role("button", name="Show as a drawing").click()
    page.get_by_role("button", name="Show all steps").click()
    assert [] == exercise.faults()


def test_every_field_is_private(page: Page, exercise: Exercise) -> None:
    """The browser would store what is typed: without this it stood in session files within 12 seconds."""
    exercise.open_page(*BLOCKS, kept=KEPT)
    page.locator(".u-card summary").click()
    found = page.locator("input, textarea").evaluate_all(
        "(all, keys) => all.map((one) => keys.map((key) => one.getAttribute(key)))",
        ["autocomplete", "spellcheck", "translate"],
    )
    assert len(found) > 50
    assert [["off", "false", "no"]] * len(found) == found


def test_looking_changes_nothing(page: Page, exercise: Exercise) -> None:
    """Opening a page would already write into the space, and look like an answer."""
    exercise.open_page(*BLOCKS, kept=KEPT)
    page.locator(".u-card summary").click()
    for field in page.locator("input").all():
        field.focus()
    page.get_by_role("button", name="Keep now").focus()
    assert [] == exercise.puts()


def test_answers_come_and_go_with_the_space(page: Page, exercise: Exercise) -> None:
    """After locking, the next person at the screen would read what one had chosen."""
    exercise.open_page(*BLOCKS, kept=KEPT)
    expect(page.get_by_role("radio", name="In my own room").first).to_be_checked()
    exercise.say_state(keeping="looking", answers={})
    expect(page.get_by_text("Nothing here yet. It can stay that way.")).to_be_visible()
    left = page.get_by_role("radio", checked=True).locator("xpath=..").all_inner_texts()
    assert ["Left open"] * 2 == left
    for field in page.locator("input:is([type=text], [type=date])").all():
        expect(field).to_have_value("")
    assert 0 == page.get_by_role("checkbox", checked=True).count()


@pytest.mark.parametrize(("question", "mine", "theirs"), [
    ("pair", {"left": 4, "right": 5}, "The wish0 of 10The fearleft open"),
    ("choice", {"picked": "away", "other": ""}, "In my own room, until Sunday"),
    ("sort", {"money": "now"}, "nownothing herelaterWhere we live, and with whomonly with somebody therenothing here"),
    ("date", "2026-12-24", "1 December 2026"),
])  # fmt: skip
def test_two_versions_are_shown_in_words(page: Page, exercise: Exercise, question: str, mine: Any, theirs: str) -> None:
    """A person would have to choose between two answers that they cannot read."""
    beside = [{"value": KEPT[question], "at": "2026-01-05T09:15:00+00:00"}]
    held = {"value": mine, "version": 3, "at": "2026-01-06T09:15:00+00:00", "beside": beside}
    exercise.open_page(*BLOCKS)
    exercise.say_state(answers={question: held})
    panel = page.locator(".u-versions:visible")
    expect(panel.locator(".u-reading").nth(1)).to_have_text(theirs)
    panel.get_by_role("button", name="Use this one: From another page").click()
    exercise.kept()
    assert KEPT[question] == exercise.answer(question)


def test_an_entry_without_a_name_is_called_by_its_first_answer(page: Page, exercise: Exercise) -> None:
    """A list of days could not be begun, or its entries could not be told apart."""
    exercise.open_page({"list": {"id": "list", "question": "Days", **KINDS["list"]}})
    page.get_by_role("button", name="Add one day").click()
    expect(page.get_by_label("Which day")).to_be_focused()
    page.get_by_label("Which day").fill("2026-11-02")
    page.get_by_role("radio", name="In my own room").check()
    exercise.kept()
    (entry,) = exercise.answer("list")
    assert ("2026-11-02", {"picked": "own", "other": ""}, None) == (entry["when"], entry["how"], entry["strong"])
    page.locator(".u-card summary").click()
    expect(page.locator(".u-card summary")).to_have_text("2 November 2026How was it? In my own room")


def test_the_drawing_is_shown_only_when_asked_for(page: Page, exercise: Exercise) -> None:
    """Numbers would be put before somebody's eyes as a line that goes up or down."""
    exercise.open_page(*BLOCKS, SHOW)
    drawing = page.get_by_role("img")
    button = page.get_by_role("button", name="Show as a drawing")
    expect(button).to_be_hidden()
    exercise.say_results(time=RESULT)
    expect(drawing).to_have_count(0)
    button.press("Enter")
    expect(drawing).to_have_count(2)
    expect(drawing.nth(1)).to_have_accessible_name("The fear: a drawing of the numbers in the table")
    assert 2 == drawing.nth(1).locator("circle").count()
    assert 0 == page.locator("svg :is(marker, [marker-end], [marker-start])").count()
    heights = drawing.nth(1).locator("circle").evaluate_all("all => all.map((one) => Number(one.getAttribute('cy')))")
    assert heights[0] < heights[1]
    expect(drawing.first.get_by_text("2 January 2026")).to_be_visible()
    page.emulate_media(media="print")
    expect(drawing.first).to_be_visible()
    page.emulate_media(media="screen", forced_colors="active")
    expect(drawing.first).to_be_visible()
    page.get_by_role("button", name="Put the drawing away").click()
    expect(drawing).to_have_count(0)


def test_a_question_that_cannot_be_shared_says_so(page: Page, exercise: Exercise) -> None:
    """Nobody could answer "I cannot show you that, even if I wanted to"."""
    private = {"short": {"id": "own", "question": "For me alone", "share": "never"}}
    open_one = {"short": {"id": "other", "question": "For whom I choose", "share": "ask"}}
    exercise.open_page(private, open_one)
    expect(page.get_by_text("This answer cannot be shared")).to_have_count(1)
    exercise.open_page(private, open_one, share="never")
    expect(page.get_by_text("This answer cannot be shared")).to_have_count(0)
    expect(page.get_by_text("This page cannot be shared")).to_have_count(1)


def test_one_sees_where_one_is(page: Page, exercise: Exercise) -> None:
    """In shock, a page without an end in sight is one more thing to be afraid of."""
    exercise.open_page(*BLOCKS, SHOW)
    expect(page.locator(".u-here").first).to_have_text("Question 1 of 7")
    expect(page.locator(".u-here").last).to_have_text("Question 7 of 7")
    exercise.open_page(*BLOCKS[:2])
    expect(page.locator(".u-here")).to_have_count(0)
