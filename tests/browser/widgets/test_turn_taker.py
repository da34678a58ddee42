"""Speaking in turns: two people at one screen, or one alone. Nothing of it is kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page, expect

from unhurried.worksheet import SAYS

if TYPE_CHECKING:
    from conftest import Exercise

ROOT = Path(__file__).parents[3]
WORDS = "that you sat there all afternoon"


@pytest.fixture
def talk(page: Page, exercise: Exercise) -> Locator:
    exercise.open("turn_taker")
    return page.get_by_role("region", name="The talk")


def press(talk: Locator, name: str) -> None:
    talk.get_by_role("button", name=name, exact=True).click()


def roles(talk: Locator) -> list[str]:
    return talk.get_by_role("heading", level=3).all_inner_texts()


def announced(page: Page) -> Locator:
    return page.locator("[aria-live=polite]")


def test_the_widget_asks_for_exactly_the_words_that_an_author_must_write() -> None:
    """A button would have no name, or an author would write words that nobody ever reads."""
    code = (ROOT / "src/unhurried/widgets/turn_taker.js").read_text()
    plain = set(re.findall(r'(?:says|button|side)\(\s*"(\w+)"', code)) | set(re.findall(r'side\("\w+", "(\w+)"', code))
    chosen = {key for pair in re.findall(r'\? "(\w+)" : "(\w+)"', code) for key in pair}
    by_role = {f"{role}_{end}" for role in ("speaker", "listener") for end in ("about", "alone")}
    assert set(SAYS["turn_taker"]) == plain | chosen | by_role


def test_who_speaks_and_who_listens_is_large_and_changes_sides(page: Page, talk: Locator) -> None:
    """Two people would not know whose turn it is, or would have to hand the phone over."""
    press(talk, "Begin, the two of us")
    assert ["Speaking", "Listening"] == roles(talk)
    expect(talk.get_by_role("heading", name="Speaking")).to_be_focused()
    size = talk.get_by_role("heading", name="Listening").evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    assert size >= 28
    press(talk, "Swap")
    assert ["Listening", "Speaking"] == roles(talk)
    expect(announced(page)).to_have_text("Now the other one may speak. To pass is fine.")
    expect(talk.get_by_text("Now the other one may speak.")).to_be_visible()
    press(talk, "Swap")
    assert ["Speaking", "Listening"] == roles(talk)


def test_what_was_heard_is_not_kept(page: Page, exercise: Exercise, talk: Locator) -> None:
    """Words said in a talk would be found by somebody later."""
    press(talk, "Begin, the two of us")
    expect(talk.get_by_text("Nothing of this is kept.").filter(visible=True)).to_have_count(1)
    talk.get_by_label("What I heard").press_sequentially(WORDS)
    press(talk, "Yes, you did")
    press(talk, "Swap")
    expect(talk.get_by_label("What I heard")).to_have_value("")
    talk.get_by_label("What I heard").press_sequentially(WORDS)
    press(talk, "Stop for good")
    press(talk, "Back to the start, for another day")
    press(talk, "Begin, the two of us")
    expect(talk.get_by_label("What I heard")).to_have_value("")
    assert ["hello"] == [one["do"] for one in page.evaluate("fake.model.sent")]
    assert [] == page.evaluate("fake.unsent")
    assert "[{},{}]" == page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")


def test_did_i_get_it(page: Page, talk: Locator) -> None:
    """To be misunderstood would look like somebody's fault, and to be heard like a thing to be solved."""
    press(talk, "Begin, the two of us")
    group = talk.get_by_role("group", name="Did I get it?")
    group.get_by_role("button", name="Not quite").click()
    expect(group.get_by_text("Nobody did anything wrong.")).to_be_visible()
    expect(announced(page)).to_contain_text("Nobody did anything wrong.")
    group.get_by_role("button", name="Yes, you did").click()
    expect(group.get_by_text("There is nothing to solve now.")).to_be_visible()
    expect(group.get_by_text("Nobody did anything wrong.")).to_be_hidden()
    press(talk, "Swap")
    expect(talk.get_by_text("There is nothing to solve now.")).to_be_hidden()


def test_a_pause_lasts_until_somebody_goes_on(page: Page, talk: Locator) -> None:
    """A pause would cost somebody their words, or show a clock that calls them back."""
    press(talk, "Begin, the two of us")
    talk.get_by_label("What I heard").fill(WORDS)
    press(talk, "Pause")
    expect(talk.get_by_text("This is a pause.")).to_be_focused()
    assert [] == roles(talk)
    assert not re.search(r"\d", talk.inner_text())
    press(talk, "Go on, if both of you want to")
    expect(talk.get_by_label("What I heard")).to_have_value(WORDS)


@pytest.mark.parametrize("paused", [False, True])
def test_to_stop_needs_no_reason(page: Page, talk: Locator, paused: bool) -> None:
    """Somebody would have to explain, or press on, to get out of a talk."""
    press(talk, "Begin, the two of us")
    if paused:
        press(talk, "Pause")
    press(talk, "Stop for good")
    expect(talk.get_by_text("This talk is over. Nobody has to say why")).to_be_focused()
    expect(talk.get_by_role("textbox")).to_have_count(0)
    expect(talk.get_by_role("button")).to_have_count(1)


def test_one_person_reads_both_sides(page: Page, exercise: Exercise, talk: Locator) -> None:
    """Somebody whose partner never joins would have nothing to do here."""
    press(talk, "Begin on my own")
    assert ["Speaking"] == roles(talk)
    talk.get_by_label("What I would like to say").fill(WORDS)
    press(talk, "Change places")
    assert ["Listening"] == roles(talk)
    expect(talk.get_by_role("heading", name="Listening")).to_be_focused()
    talk.get_by_label("What I heard").fill("all afternoon")
    press(talk, "Change places")
    expect(talk.get_by_label("What I would like to say")).to_have_value(WORDS)
    press(talk, "Pause")
    press(talk, "Go on")
    press(talk, "Stop for good")
    press(talk, "Back to the start, for another day")
    press(talk, "Begin on my own")
    expect(talk.get_by_label("What I would like to say")).to_have_value("")
    assert ["hello"] == [one["do"] for one in page.evaluate("fake.model.sent")]


# The quiet question ----------------------------------------------------------------------------------------


@pytest.fixture
def slow_talk(page: Page, exercise: Exercise) -> Locator:
    """The talk on a clock that the test turns."""
    page.clock.install()
    exercise.open("turn_taker")
    return page.get_by_role("region", name="The talk")


def test_nobody_is_asked_who_did_not_choose_it(page: Page, slow_talk: Locator) -> None:
    """A page that speaks up by itself would hurry somebody."""
    press(slow_talk, "Begin, the two of us")
    before = slow_talk.inner_html()
    page.clock.run_for("59:00")
    assert before == slow_talk.inner_html()


def test_it_asks_quietly_after_the_minutes_that_they_chose(page: Page, slow_talk: Locator) -> None:
    """Somebody who does not dare to stop would not be given the moment to."""
    slow_talk.get_by_role("combobox").select_option(label="Ask after 5 minutes")
    press(slow_talk, "Begin, the two of us")
    field = slow_talk.get_by_label("What I heard")
    field.fill(WORDS)
    asked = slow_talk.get_by_text("Is this still all right for both of you?")
    before = slow_talk.inner_html()
    page.clock.run_for("04:59")
    assert before == slow_talk.inner_html()  # nothing counts down
    page.clock.run_for("00:02")
    expect(asked).to_be_visible()
    expect(announced(page)).to_contain_text("Is this still all right")
    expect(field).to_be_focused()
    press(slow_talk, "Yes")
    expect(asked).to_be_hidden()
    expect(slow_talk.get_by_role("button", name="Swap")).to_be_focused()
    page.clock.run_for("05:01")
    expect(asked).to_be_visible()
    press(slow_talk, "Pause")
    page.clock.run_for("20:00")
    press(slow_talk, "Go on, if both of you want to")
    expect(asked).to_be_hidden()


def test_a_page_that_is_closed_asks_nothing(page: Page, slow_talk: Locator) -> None:
    """In JupyterLab, an exercise that was closed would still speak."""
    slow_talk.get_by_role("combobox").select_option(label="Ask after 5 minutes")
    press(slow_talk, "Begin, the two of us")
    page.evaluate("fake.close()")
    page.clock.run_for("05:01")
    expect(page.get_by_text("Is this still all right")).to_have_count(0)


# For everybody ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_everybody_can_use_it(
    new_page: Callable[..., Page], exercise_on: Callable[[Page], Exercise], width: int, scheme: str
) -> None:
    """Somebody with a screen reader, weak sight or a small phone would be shut out."""
    page = new_page(width=width, color_scheme=scheme)
    exercise = exercise_on(page).open("turn_taker")
    talk = page.get_by_role("region", name="The talk")
    for name in ("Begin, the two of us", "Yes, you did", "Swap", "Pause", "Stop for good"):
        assert [] == exercise.faults(), f"before {name}"
        for button in talk.get_by_role("button").all():
            box = button.bounding_box()
            assert box and box["height"] >= 56 and box["width"] >= 100, button.inner_text()
        press(talk, name)
    press(talk, "Back to the start, for another day")
    press(talk, "Begin on my own")
    assert [] == exercise.faults()
    for field in talk.locator("textarea, select").all():
        for name, value in {"autocomplete": "off", "spellcheck": "false", "translate": "no"}.items():
            expect(field).to_have_attribute(name, value)
        assert field.get_attribute("name") is None


def test_it_works_without_a_mouse(page: Page, talk: Locator) -> None:
    """Somebody who cannot use a mouse could not stop a talk."""
    talk.get_by_role("button", name="Begin, the two of us").press("Enter")
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(talk.get_by_role("button", name="Not quite")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(talk.get_by_role("button", name="Swap")).to_be_focused()
    page.keyboard.press("Enter")
    assert ["Listening", "Speaking"] == roles(talk)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(talk.get_by_text("This is a pause.")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(talk.get_by_text("This talk is over.")).to_be_focused()


def test_it_stands_before_the_closing_steps_and_is_not_printed(page: Page, talk: Locator) -> None:
    """The talk would be looked for below its own end, or a talk would lie on paper."""
    follows = talk.evaluate("one => one.nextElementSibling.classList.contains('u-steps')")
    assert follows
    page.emulate_media(media="print")
    expect(talk).to_be_hidden()
