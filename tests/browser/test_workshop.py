"""An evening of a group, in real browsers: one leader, a wall, and eight people on their phones."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Dialog, Page, expect
from tests.browser.axe import faults
from tests.conftest import ROOT
from tests.rooms.guests import RoomServer

WORDS = yaml.safe_load((ROOT / "worksheets/en/interface.yaml").read_text("utf-8"))
ROOM = WORDS["room"]
LEAD = ROOM["lead"]
PLAN = yaml.safe_load((ROOT / "data/plans/introduction.yaml").read_text("utf-8"))
SESSION = PLAN["sessions"][0]
STEPS = SESSION["steps"]
#: Milliseconds until pages are back after a server was started again, on a busy machine.
RECOVERY = 45_000
PHONE = {"width": 360, "height": 740}


class Evening(RoomServer):
    """`unhurried workshop` with the introduction that comes with the program."""

    @property
    def environment(self) -> dict[str, str]:
        return {**super().environment, "HOME": str(self.folder), "XDG_DATA_HOME": str(self.folder / "data")}

    def command(self, *more: str) -> list[str]:
        own = ["--plan", "introduction", "--port", str(self.port), "--host", "127.0.0.1", "--plain"]
        return [sys.executable, "-m", "unhurried", "workshop", *own, *self.options]


@pytest.fixture
def evening(tmp_path: Path) -> Iterator[Evening]:
    server = Evening(tmp_path)
    try:
        yield server.start()  # type: ignore[misc]
    finally:
        server.close()


@pytest.fixture
def leader(evening: Evening, new_page: Callable[..., Page]) -> Page:
    page = new_page()
    page.goto(evening.ready)
    expect(page.get_by_role("heading", level=1)).to_have_text(SESSION["title"])
    return page


@pytest.fixture
def come_in(evening: Evening, new_page: Callable[..., Page]) -> Callable[[], Page]:
    """Somebody with a phone types the code, which is forgiving, and agrees."""

    def enter() -> Page:
        page = new_page(**PHONE)
        page.goto(evening.url)
        page.get_by_label(WORDS["workshop"]["join"]["code"]).fill(evening.code.lower().replace("-", " "))
        page.get_by_role("button", name=WORDS["workshop"]["join"]["come_in"]).click()
        press(page, ROOM["agreements"]["agree"])
        expect(page.get_by_text(ROOM["agreements"]["not"])).to_have_count(0)
        return page

    return enter


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def step_to(leader: Page, identity: str) -> dict[str, Any]:
    """The leader goes on until this step."""
    (wanted,) = (step for step in STEPS if step["id"] == identity)
    while not leader.get_by_role("heading", level=2, name=wanted["title"], exact=True).count():
        before = leader.locator("[aria-current=step]").inner_text()
        press(leader, LEAD["next"])
        expect(leader.locator("[aria-current=step]")).not_to_have_text(before)
    result: dict[str, Any] = wanted
    return result


def choose(page: Page, label: str) -> None:
    page.get_by_role("radio", name=label, exact=True).check()
    said = ROOM["asked"]["passed" if label == ROOM["asked"]["pass"] else "held"]
    expect(page.get_by_text(said)).to_be_visible()


def test_a_whole_evening(
    evening: Evening, leader: Page, come_in: Callable[[], Page], new_page: Callable[..., Page]
) -> None:
    """A group would stand in front of a screen that does not do what its leader says, or shows too much."""
    leader.on("dialog", Dialog.accept)
    people = [come_in() for _ in range(8)]
    expect(leader.get_by_text(LEAD["here"].format(here=8, agreed=8))).to_be_visible()

    press(leader, LEAD["link"]["projector"])
    wall = new_page()
    wall.goto(leader.get_by_label(LEAD["link_for"]["projector"]).input_value())
    expect(wall.get_by_text(evening.code)).to_be_visible()
    assert 0 == wall.locator("#room button, #room input").count()
    press(leader, LEAD["shut_door"])
    expect(wall.get_by_text(evening.code)).to_have_count(0)
    expect(leader.get_by_role("button", name=LEAD["open_door"])).to_be_focused()  # news takes nobody from their place

    # A pulse: everybody may answer, change it, or pass.
    step_to(leader, "how-now")
    press(leader, LEAD["pulse"])
    for person in people[:7]:
        choose(person, ROOM["pulse"]["too_high"])
    choose(people[0], ROOM["pulse"]["inside"])
    choose(people[7], ROOM["asked"]["pass"])
    expect(wall.get_by_text(ROOM["asked"]["on_phone"])).to_be_visible()
    expect(leader.locator("dl.room-result")).to_have_count(0)  # nothing while it is open
    press(leader, LEAD["close"])
    for page in (people[0], wall):
        expect(page.get_by_text(ROOM["asked"]["closed"])).to_be_visible()
    press(leader, LEAD["show"])
    for page in (*people, wall):
        shown_or_nothing(page)

    # Pausing turns every screen but the leaders'.
    press(leader, LEAD["pause"])
    for page in (*people, wall):
        expect(page.get_by_role("heading", name=WORDS["steady"]["title"], exact=True)).to_be_visible()
        expect(page.locator(".room-stage")).to_be_hidden()
    press(leader, LEAD["unpause"])
    for page in (*people, wall):
        expect(page.locator(".room-stage")).to_be_visible()

    # A prompt, answered while the server is killed and started again.
    prompt = step_to(leader, "hardest")["prompt"]
    press(leader, LEAD["ask"])
    first, second = (option["label"] for option in prompt["options"][:2])
    choose(people[0], first)
    assert evening.process is not None
    evening.process.kill()
    evening.process.wait()
    expect(people[0].locator("#connection")).not_to_be_empty(timeout=RECOVERY)
    people[1].get_by_role("radio", name=second, exact=True).check()
    expect(people[1].get_by_text(ROOM["asked"]["sending"])).to_be_visible()
    evening.start()
    expect(people[1].get_by_text(ROOM["asked"]["held"])).to_be_visible(timeout=RECOVERY)
    expect(people[0].get_by_role("radio", name=first, exact=True)).to_be_checked(timeout=RECOVERY)
    for person in people[2:]:
        expect(person.locator("#connection")).to_be_empty(timeout=RECOVERY)
        choose(person, first)
    press(leader, LEAD["close"])
    leader.get_by_role("button", name=LEAD["show"], exact=True).first.click()  # the newest one
    shown_or_nothing(people[3])

    # Somebody asks for a leader, who hears of the card and nothing else.
    card = people[2].get_by_text(ROOM["card"]["title"])
    card.click()
    people[2].get_by_label(ROOM["card"]["number"]).fill("7")
    people[2].get_by_label(ROOM["card"]["number"]).press("Tab")
    press(people[2], ROOM["check"]["ask"])
    asked = leader.get_by_role("alert")
    expect(asked.get_by_role("listitem")).to_contain_text("7")
    press(leader, LEAD["heard"])
    expect(people[2].get_by_text(ROOM["check"]["heard"])).to_be_visible()
    press(people[2], ROOM["check"]["take_back"])
    expect(asked).to_have_count(0)

    # A private exercise opens in a page of its own; groups; paper.
    (exercise,) = step_to(leader, "my-window")["worksheets"]
    title = yaml.safe_load((ROOT / f"worksheets/en/{exercise}.yaml").read_text("utf-8"))["title"]
    with people[3].context.expect_page() as opened:
        people[3].get_by_role("link", name=title, exact=True).click()
    expect(opened.value.get_by_role("banner").get_by_role("button", name="Leave this page")).to_be_visible()
    expect(opened.value.locator("#space-button")).to_be_hidden()
    step_to(leader, "small-things")
    press(leader, LEAD["breakout"]["go"])
    expect(people[4].get_by_text(ROOM["breakout"]["by_card"])).to_be_visible()
    for what in ("handouts", "guide"):
        paper = leader.request.get(f"{evening.url}room/{what}")
        assert paper.body().startswith(b"%PDF-"), what
        assert 403 == people[0].request.get(f"{evening.url}room/{what}").status

    # The end, after which nothing is left.
    step_to(leader, "close")
    press(leader, LEAD["end"]["button"])
    for page in (*people, wall, leader):
        expect(page.get_by_role("heading", level=1)).to_have_text(ROOM["over"]["ended"]["heading"])
    evening.stop()
    left = [path for folder in (evening.folder / "data", evening.runtime) for path in folder.rglob("*")]
    assert [] == [path for path in left if path.is_file()]
    printed = evening.out.read_text() + evening.err.read_text()
    assert not any(option["label"] in printed for option in prompt["options"])


def shown_or_nothing(page: Page) -> None:
    """Either a number of five or more, or the sentence that nothing can be shown; never a smaller number."""
    expect(page.locator("dl.room-result").or_(page.get_by_text(ROOM["result"]["nothing"]))).to_be_visible()
    for number in page.locator("dl.room-result dd").all_inner_texts():
        assert number == ROOM["result"]["hidden"] or int(re.findall(r"\d+", number)[0]) >= 5


def test_an_exercise_in_its_own_tab_says_that_the_group_has_paused(leader: Page, come_in: Callable[[], Page]) -> None:
    """Somebody who writes would not know that the room has stopped; or their words would be taken away from them."""
    said = WORDS["connection"]
    person = come_in()
    (exercise,) = step_to(leader, "my-window")["worksheets"]
    title = yaml.safe_load((ROOT / f"worksheets/en/{exercise}.yaml").read_text("utf-8"))["title"]
    with person.context.expect_page() as opened:
        person.get_by_role("link", name=title, exact=True).click()
    own, words = opened.value, "Zq7 words of my own"
    field = own.locator(f"section[data-exercise={exercise}] textarea").first
    field.fill(words)
    for button, sentence in (("pause", "group_paused"), ("unpause", "group_goes_on")):
        press(leader, LEAD[button])
        expect(own.locator("#connection")).to_have_text(said[sentence])
        expect(field).to_have_value(words)
    expect(own.locator("#connection")).to_be_empty()
    press(leader, LEAD["pause"])
    own.reload()
    expect(own.locator("#connection")).to_have_text(said["group_paused"])
    assert [] == faults(own)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_the_pages(
    scheme: str, evening: Evening, leader: Page, come_in: Callable[[], Page], new_page: Callable[..., Page]
) -> None:
    """Somebody with a screen reader, weak sight or a small phone would sit in a room that speaks to all others."""
    person = come_in()
    outside = new_page(color_scheme=scheme, **PHONE)
    outside.goto(evening.url)
    press(leader, LEAD["link"]["projector"])
    wall = new_page(color_scheme=scheme)
    wall.goto(leader.get_by_label(LEAD["link_for"]["projector"]).input_value())
    expect(wall.get_by_text(evening.code)).to_be_visible()
    for page in (person, leader):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    step_to(leader, "how-now")
    press(leader, LEAD["pulse"])
    choose(person, ROOM["pulse"]["inside"])
    press(person, ROOM["check"]["ask"])
    expect(leader.get_by_role("alert")).to_be_visible()
    for name, page in {"person": person, "outside": outside, "wall": wall, "leader": leader}.items():
        assert [] == faults(page), name
        width = page.viewport_size["width"] if page.viewport_size else 0
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} must be pushed sideways"
    leader.set_viewport_size({"width": 390, "height": 844})
    assert [] == faults(leader), "leader on a phone"
    assert leader.evaluate("document.documentElement.scrollWidth") <= 390
    press(leader, LEAD["pause"])
    expect(person.get_by_role("heading", name=WORDS["steady"]["title"], exact=True)).to_be_visible()
    assert [] == faults(person), "paused"


def test_a_question_is_answered_by_keyboard(leader: Page, come_in: Callable[[], Page]) -> None:
    """Somebody who uses no mouse could neither answer nor pass, and the focus would be lost with each news."""
    person = come_in()
    step_to(leader, "how-now")
    press(leader, LEAD["pulse"])
    first = person.get_by_role("radio", name=ROOM["pulse"]["too_high"], exact=True)
    first.focus()
    first.press(" ")
    expect(person.get_by_text(ROOM["asked"]["held"])).to_be_visible()
    person.keyboard.press("ArrowUp")  # to the last one
    expect(person.get_by_text(ROOM["asked"]["passed"])).to_be_visible()
    expect(person.get_by_role("radio", name=ROOM["asked"]["pass"], exact=True)).to_be_focused()


def test_a_wrong_code_says_one_sentence(evening: Evening, page: Page) -> None:
    """Somebody who mistyped would not know whether they are at the wrong place."""
    page.goto(evening.url)
    page.get_by_label(WORDS["workshop"]["join"]["code"]).fill("AAAA-AAAA")
    press(page, WORDS["workshop"]["join"]["come_in"])
    expect(page.get_by_role("alert")).to_have_text(WORDS["workshop"]["join"]["wrong"])


def test_leaving_gives_the_seat_back(evening: Evening, leader: Page, come_in: Callable[[], Page]) -> None:
    """A phone that is handed on would still be somebody's place in the room."""
    person = come_in()
    expect(leader.get_by_text(LEAD["here"].format(here=1, agreed=1))).to_be_visible()
    press(person, WORDS["page"]["leave"])
    expect(person.get_by_role("heading", name="Kitchen measures")).to_be_visible()
    expect(leader.get_by_text(LEAD["here"].format(here=0, agreed=0))).to_be_visible()
    person.goto(evening.url)
    expect(person.get_by_label(WORDS["workshop"]["join"]["code"])).to_be_visible()
