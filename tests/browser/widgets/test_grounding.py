"""Ways to steady oneself: tried one at a time, and the ones that help on a list of one's own."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from playwright.sync_api import Locator, Page, expect

from unhurried.worksheet import SAYS

if TYPE_CHECKING:
    from conftest import Exercise

ROOT = Path(__file__).parents[3]
BEFORE, AFTER = "One word for how it is now", "One word for afterwards"


@pytest.fixture
def drawer(page: Page, exercise: Exercise) -> Locator:
    exercise.open("grounding")
    return page.get_by_role("region", name="Ways to try")


def way(drawer: Locator, name: str) -> Locator:
    return drawer.locator(".u-drawer-ways").get_by_role("button", name=name)


def test_the_widget_asks_for_exactly_the_words_that_an_author_must_write() -> None:
    """A button would have no name, or an author would write words that nobody ever reads."""
    code = (ROOT / "src/unhurried/widgets/grounding.js").read_text()
    plain = set(re.findall(r'says\("(\w+)"\)', code))
    times = set(re.findall(r'"(\w+)"', re.findall(r"TIMES = \[(.*)\]", code)[0]))
    assert set(SAYS["grounding"]) == plain | times | {f"{time}_says" for time in times}


def test_then_or_now_comes_first_and_now_leads_to_no_soothing(page: Page, exercise: Exercise, drawer: Locator) -> None:
    """Somebody in danger would be helped to bear it."""
    question = page.get_by_role("group", name="Which is it, at this moment?")
    assert question.evaluate("one => one.nextElementSibling.classList.contains('u-drawer')")
    question.get_by_role("button", name="Something is happening now").click()
    expect(question.get_by_text("Then your alarm may be right")).to_be_visible()
    expect(page.locator("[aria-live=polite]").last).to_contain_text("Then your alarm may be right")
    question.get_by_role("button", name="It is about then").click()
    expect(question.get_by_role("button", pressed=True)).to_have_text("It is about then")
    expect(question.get_by_text("Then your alarm may be right")).to_be_hidden()
    assert ["hello"] == [one["do"] for one in page.evaluate("fake.model.sent")]


def test_one_way_is_open_at_a_time_and_none_to_begin_with(drawer: Locator) -> None:
    """Nine ways at once would be one more thing that is too much."""
    steps = drawer.locator(".u-steps")
    expect(steps.filter(visible=True)).to_have_count(0)
    way(drawer, "Against a wall").click()
    expect(steps.filter(visible=True)).to_have_count(1)
    expect(drawer.get_by_role("group", name="Against a wall").first).to_be_focused()
    way(drawer, "By ear").click()
    expect(steps.filter(visible=True)).to_have_count(1)
    expect(drawer.get_by_text("Find the sound that is nearest.")).to_be_visible()
    expect(drawer.locator("[aria-expanded=true]")).to_have_count(1)
    drawer.get_by_role("button", name="Put this way back").click()
    expect(steps.filter(visible=True)).to_have_count(0)
    expect(way(drawer, "By ear")).to_be_focused()


def test_what_helps_goes_to_an_own_list_with_its_two_words(page: Page, exercise: Exercise, drawer: Locator) -> None:
    """At the next bad hour somebody would have to try all of it again."""
    way(drawer, "Against a wall").click()
    drawer.get_by_label(BEFORE).fill("buzzing")
    drawer.get_by_label(AFTER).fill("heavier")
    drawer.get_by_role("button", name="This one helps me").click()
    expect(drawer.get_by_text("It is on your list, below.")).to_be_focused()
    exercise.kept()
    [kept] = exercise.answer("mine")
    assert {"from": "push", "way": "Against a wall", "before": "buzzing", "after": "heavier"}.items() <= kept.items()
    way(drawer, "By ear").click()
    expect(drawer.get_by_label(BEFORE)).to_have_value("")
    drawer.get_by_role("button", name="This one helps me").click()
    exercise.reload()
    expect(page.locator(".u-cards .u-name")).to_have_text(["Against a wall", "By ear"])
    expect(page.locator(".u-cards .u-gist").first).to_have_text("Before: buzzing · Afterwards: heavier")
    way(drawer, "Against a wall").click()
    expect(drawer.get_by_text("It is on your list, below.")).to_be_visible()
    expect(drawer.get_by_role("button", name="This one helps me")).to_be_hidden()


def test_a_way_that_was_taken_off_can_be_put_on_again(page: Page, exercise: Exercise, drawer: Locator) -> None:
    """A slip of the finger would cost somebody what they had found."""
    way(drawer, "Outdoors").click()
    drawer.get_by_role("button", name="This one helps me").click()
    page.locator(".u-card summary").click()
    page.get_by_role("button", name="Take off").click()
    expect(drawer.get_by_role("button", name="This one helps me")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(drawer.get_by_role("button", name="This one helps me")).to_be_hidden()
    expect(page.locator(".u-cards .u-name")).to_have_text(["Outdoors"])


def test_what_was_tried_and_not_taken_is_kept_nowhere(page: Page, drawer: Locator) -> None:
    """Somebody else would find what a bad hour was like."""
    way(drawer, "Outdoors").click()
    drawer.get_by_label(BEFORE).fill("frozen")
    drawer.get_by_role("button", name="Next", exact=True).click()
    drawer.get_by_role("button", name="Put this way back").click()
    way(drawer, "Outdoors").click()
    expect(drawer.get_by_label(BEFORE)).to_have_value("")
    assert ["hello"] == [one["do"] for one in page.evaluate("fake.model.sent")]
    assert [] == page.evaluate("fake.unsent")


def test_a_full_list_says_so(page: Page, exercise: Exercise) -> None:
    """The button would do nothing, at a bad hour, and nobody would say why."""
    mine = [{"id": f"own-{number}", "from": None, "way": f"Way {number}"} for number in range(12)]
    at = "2026-01-05T09:15:00+00:00"
    exercise.open("grounding", answers={"mine": {"value": mine, "version": 1, "at": at, "beside": []}})
    expect(page.locator(".u-card")).to_have_count(12)
    drawer = page.get_by_role("region", name="Ways to try")
    way(drawer, "Outdoors").click()
    drawer.get_by_role("button", name="This one helps me").click()
    expect(page.locator("[aria-live=polite]").last).to_contain_text("12 is as many as this list holds.")
    expect(page.locator(".u-card")).to_have_count(12)
    assert [] == exercise.puts()


def test_nothing_moves_by_itself(page: Page, exercise: Exercise) -> None:
    """A page that counts or goes on would hurry somebody who cannot be hurried."""
    page.clock.install()
    exercise.open("grounding")
    drawer = page.get_by_role("region", name="Ways to try")
    way(drawer, "With a hum").click()
    before = drawer.inner_html()
    page.clock.run_for("30:00")
    assert before == drawer.inner_html()


def test_a_keyboard_is_enough(page: Page, exercise: Exercise, drawer: Locator) -> None:
    """Somebody who cannot use a mouse could not steady themselves."""
    way(drawer, "Against a wall").press("Enter")
    for key in ("Tab", "h", "o", "t", "Tab", "Enter"):
        page.keyboard.press(key)
    expect(drawer.get_by_text("Push, as if you wanted to move it.")).to_be_visible()
    helps = drawer.get_by_role("button", name="This one helps me")
    for _ in range(8):
        if helps.evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    exercise.kept()
    assert ["hot"] == [one["before"] for one in exercise.answer("mine")]
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(way(drawer, "Against a wall")).to_be_focused()


def test_paper_has_every_way(page: Page, drawer: Locator) -> None:
    """Whoever prints the page from the browser would have a drawer on paper, and nothing in it."""
    page.emulate_media(media="print")
    blocks = yaml.safe_load((ROOT / "worksheets/en/grounding-tools.yaml").read_text())["blocks"]
    steps = [step["text"] for block in blocks if "steps" in block for step in block["steps"]["steps"]]
    expect(drawer.locator(".u-steps li").filter(visible=True)).to_have_text(steps)
    expect(drawer.get_by_role("button")).to_have_count(0)
    expect(drawer.get_by_role("textbox")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_everybody_can_use_it(
    new_page: Callable[..., Page], exercise_on: Callable[[Page], Exercise], width: int, scheme: str
) -> None:
    """Somebody with a screen reader, weak sight or a small phone would be shut out."""
    page = new_page(width=width, color_scheme=scheme)
    exercise = exercise_on(page).open("grounding")
    drawer = page.get_by_role("region", name="Ways to try")
    assert [] == exercise.faults()
    page.get_by_role("button", name="I cannot tell").click()
    way(drawer, "Back from far away").click()
    assert [] == exercise.faults()
    drawer.get_by_role("button", name="This one helps me").click()
    assert [] == exercise.faults()
