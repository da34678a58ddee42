"""Numbers of today alone: the three strands, with words first, and which way somebody leans."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Locator, Page, expect

from unhurried.worksheet import SAYS

if TYPE_CHECKING:
    from conftest import Exercise

ROOT = Path(__file__).parents[3]
LAST_WEEK = "2026-01-05T09:15:00+00:00"
SCALES = {"strands": "safety", "leaning": "apart"}
QUESTIONS = {
    "strands": "How much is my body at ease when they are in the room?",
    "leaning": "How much draws me today to being apart?",
}
AWAY = {"strands": "There is a number from another day.", "leaning": "There is a mark from another day."}
ASKED = {"strands": "days", "leaning": "earlier"}
NUMBER = "A number beside it, if you like"
both = pytest.mark.parametrize("stem", list(SCALES))


def kept_at(at: str, **values: Any) -> dict[str, Any]:
    return {name: {"value": value, "version": 1, "at": at, "beside": []} for name, value in values.items()}


def scale(page: Page, stem: str) -> Locator:
    if stem == "strands":
        page.get_by_text(NUMBER).nth(1).click()
    return page.get_by_role("group", name=QUESTIONS[stem])


def test_the_widgets_ask_for_exactly_the_words_that_an_author_must_write() -> None:
    """A door would have no name, or an author would write words that nobody ever reads."""
    code = {stem: (ROOT / f"src/unhurried/widgets/{stem}.js").read_text() for stem in SCALES}
    assert set(re.findall(r"says\.(\w+)", code["strands"])) == set(SAYS["strands"])
    doors = {f"door_{door}{end}" for door in ("apart", "not_sure", "together") for end in ("", "_about")}
    plain = set(re.findall(r"says\.(\w+)", code["leaning"])) | set(re.findall(r'says\("(\w+)"\)', code["leaning"]))
    assert plain | doors == set(SAYS["leaning"])


@both
def test_a_mark_of_another_day_is_not_there_unasked(page: Page, exercise: Exercise, stem: str) -> None:
    """Somebody would meet last week's number before they know how it is today, and be held to it."""
    exercise.open(stem, answers=kept_at(LAST_WEEK, **{SCALES[stem]: 7}))
    found = scale(page, stem)
    expect(page.get_by_text(AWAY[stem]).filter(visible=True)).to_have_count(1)
    expect(found.get_by_role("radio", checked=True)).to_have_count(0)
    assert ["hello"] == [one["do"] for one in page.evaluate("fake.model.sent")]


@both
def test_a_mark_of_today_is_there_again(page: Page, exercise: Exercise, stem: str) -> None:
    """Somebody who comes back an hour later would think that it was lost."""
    exercise.open(stem)
    scale(page, stem).get_by_role("radio").nth(3).check(force=True)
    exercise.reload()
    expect(scale(page, stem).get_by_role("radio").nth(3)).to_be_checked()
    expect(page.get_by_text(AWAY[stem]).filter(visible=True)).to_have_count(0)


@both
def test_the_same_number_can_be_marked_again(page: Page, exercise: Exercise, stem: str) -> None:
    """A 7 today, as last week, could not be said."""
    exercise.open(stem, answers=kept_at(LAST_WEEK, **{SCALES[stem]: 7}))
    found = scale(page, stem)
    found.get_by_role("radio").nth(7).check(force=True)
    expect(page.get_by_text(AWAY[stem]).filter(visible=True)).to_have_count(0)
    exercise.kept()
    assert [7] == [put["value"] for put in exercise.puts()]


@both
def test_no_paper_has_what_was_put_away(page: Page, exercise: Exercise, stem: str) -> None:
    """A number that nobody sees on the page would lie on the table, on paper."""
    orders = "prints: {make: async (order) => { window.order = order; return '#'; }, open: () => true, saveText() {}}"
    page.add_init_script(f"window.asPaper = (model) => Object.assign(model, {{{orders}}});")
    name, other = SCALES[stem], {"strands": "trust", "leaning": "open"}[stem]
    today = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
    exercise.open(stem, answers=kept_at(LAST_WEEK, **{name: 7}) | kept_at(today, **{other: 4}), paper=True)
    page.locator(".u-print summary").click()
    page.get_by_role("radio", name="My answers as they stand now").check()
    page.get_by_role("checkbox", name="Put in what cannot be shared, too").check()
    page.get_by_role("button", name="Make the sheet").click()
    expect(page.get_by_text("The sheet is open in a tab")).to_be_visible()
    assert {other: 4} == page.evaluate("window.order.answers")


@both
def test_earlier_days_are_shown_when_asked_and_put_away_again(page: Page, exercise: Exercise, stem: str) -> None:
    """A row of old numbers would judge today; or somebody who wants to look back could not."""
    label = QUESTIONS[stem]
    found = {
        "sentence": "What you marked, the oldest first: 1.",
        "head": ["Day", label],
        "rows": [{"cells": ["5 January 2026", "7"]}],
        "series": [{"label": label, "from": 0, "to": 10, "points": [{"on": "2026-01-05", "value": 7}]}],
    }
    exercise.open(stem, answers=kept_at(LAST_WEEK, **{SCALES[stem]: 7}), asked={ASKED[stem]: found})
    result = page.locator("section.u-result")
    expect(result.get_by_role("table")).to_have_count(0)
    result.get_by_role("button", name="Show it").click()
    expect(result.get_by_role("row", name="5 January 2026 7")).to_be_visible()
    expect(result.get_by_role("img")).to_have_count(0)
    result.get_by_role("button", name="Show as a drawing").click()
    expect(result.get_by_role("img")).to_be_visible()
    result.get_by_role("button", name="Put it away").click()
    expect(result.get_by_role("table")).to_have_count(0)


def test_words_come_first_and_numbers_stay_folded(page: Page, exercise: Exercise) -> None:
    """Somebody who wanted to say something would be asked for three numbers."""
    exercise.open("strands")
    expect(page.get_by_role("radio").filter(visible=True)).to_have_count(5)  # the choice; no scale
    expect(page.get_by_text(NUMBER)).to_have_count(3)
    page.get_by_role("textbox", name="Safety, in words").fill("My shoulders drop when you call first.")
    page.get_by_text(NUMBER).nth(1).focus()
    page.locator(".u-blocks details > summary").nth(1).press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    exercise.kept()
    assert ("My shoulders drop when you call first.", 0) == (exercise.answer("safety-words"), exercise.answer("safety"))
    exercise.reload()
    expect(page.get_by_role("textbox", name="Safety, in words")).to_have_value("My shoulders drop when you call first.")
    expect(page.get_by_role("group", name=QUESTIONS["strands"])).to_be_hidden()


def test_three_lines_can_be_told_apart_without_colour(page: Page, exercise: Exercise) -> None:
    """Somebody who sees no colours, or has a copy, would take one line for another."""
    names = ["Trust", "Safety", "Closeness"]
    days = [{"on": "2026-01-05", "value": 7}, {"on": "2026-01-09", "value": 5}]
    series = [{"label": name, "from": 0, "to": 10, "points": days} for name in names]
    rows = [{"cells": [day, "7", "7", "7"]} for day in ("5 January 2026", "9 January 2026")]
    found = {"sentence": "Marks: 2.", "head": ["Day", *names], "rows": rows, "series": series}
    exercise.open("strands", asked={"days": found})
    result = page.locator("section.u-result")
    result.get_by_role("button", name="Show it").click()
    result.get_by_role("button", name="Show as a drawing").click()
    expect(result.locator("figcaption")).to_have_text(names)
    look = "all => all.map((one) => [getComputedStyle(one).strokeDasharray, getComputedStyle(one).strokeWidth].join())"
    dots = "all => all.map((one) => [getComputedStyle(one).fill, getComputedStyle(one).r].join())"
    assert 3 == len(set(result.locator("polyline").evaluate_all(look)))
    assert 3 == len(set(result.locator("circle").evaluate_all(dots)))
    assert [] == exercise.faults()


def test_doors_that_lead_nowhere_are_not_drawn(page: Page, exercise: Exercise) -> None:
    """In a notebook of somebody's own, three links would do nothing."""
    exercise.open("leaning")
    expect(page.get_by_role("link", name="Apart")).to_have_count(0)
    expect(page.get_by_role("heading", name="Three doors")).to_have_count(0)


@both
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_everybody_can_use_it(
    new_page: Callable[..., Page], exercise_on: Callable[[Page], Exercise], width: int, scheme: str, stem: str
) -> None:
    """Somebody with a screen reader, weak sight or a small phone would be shut out."""
    page = new_page(width=width, color_scheme=scheme)
    exercise = exercise_on(page).open(stem, answers=kept_at(LAST_WEEK, **{SCALES[stem]: 7}))
    scale(page, stem)
    assert [] == exercise.faults()
