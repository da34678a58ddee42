"""The script builder in a real browser, by mouse, keyboard and touch: looked at, kept, copied, shown and printed."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader
from tests.browser import axe
from tests.browser.conftest import caught

from unhurried.worksheet import SAYS

ROOT = Path(__file__).parents[2]
PLACE = "p/7"


@pytest.fixture
def server(shared_server: Any) -> Any:
    return shared_server


class Builder:
    """The exercise on its page, and the few things that every walk does."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.exercise = page.locator("section[data-exercise=script-builder]")
        self.box = self.exercise.locator(".u-exercise")

    def open(self) -> None:
        """Open the exercise, which stands folded on a page that was just loaded."""
        self.page.locator("details", has=self.exercise).locator("> summary").click()
        expect(self.box.locator(".u-situations")).to_be_visible()

    def choose(self, speaker: str, situation: str) -> None:
        if self.box.locator(".u-situations:not([open])").count():
            self.box.get_by_role("button", name="Choose something else").click()
        self.summary(speaker).click()
        self.box.get_by_role("button", name=situation, exact=True).click()
        expect(self.box.get_by_role("heading", name=situation, exact=True)).to_be_focused()

    def summary(self, text: str) -> Locator:
        return self.box.locator("summary").filter(has_text=re.compile(f"^{re.escape(text)}$"))

    def slot(self, name: str) -> Locator:
        return self.box.get_by_role("textbox", name=name, exact=True)

    def button(self, name: str) -> Locator:
        return self.box.get_by_role("button", name=name, exact=True)

    @property
    def script(self) -> Locator:
        return self.box.locator(".u-script-text")

    @property
    def findings(self) -> Locator:
        return self.box.locator(".u-finding")

    @property
    def spoken(self) -> Locator:
        return self.box.locator("[aria-live=polite]")

    def faults(self) -> list[Any]:
        """What axe finds in the exercise, and what stands out of the page at its side."""
        self.page.evaluate(axe.SOURCE)
        found = self.box.evaluate("box => axe.run(box)")["violations"]
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        rules = [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
        return [*rules, *([f"{wide} pixels too wide"] if wide else [])]


@pytest.fixture
def enter(server: Any, person_at: Callable[..., Any]) -> Callable[[Page], Builder]:
    def go_in(page: Page) -> Builder:
        person_at(page, server).go_in(PLACE)
        builder = Builder(page)
        builder.open()
        return builder

    return go_in


def test_the_widget_asks_for_exactly_the_words_that_an_author_must_write() -> None:
    """A button would have no name, or an author would write words that nobody ever reads."""
    names = ("script_builder", "script_text", "script_out", "word_list")
    code = "\n".join((ROOT / f"src/unhurried/widgets/{name}.js").read_text() for name in names)
    plain = set(re.findall(r'\bsays\("(\w+)"', code))
    chosen = {key for pair in re.findall(r'\bsays\(\w+ \? "(\w+)" : "(\w+)"', code) for key in pair}
    by_name = {"hurt", "unfaithful", "faint", "clear", "strong", "feelings", "needs"}
    of_the_result = {"scripts", "script_for", "script"}
    assert set(SAYS["script_builder"]) == plain | chosen | by_name | of_the_result


def test_a_script_grows_while_it_is_written(page: Page, enter: Callable[[Page], Builder]) -> None:
    """Somebody would fill in a form, and never hear how it sounds."""
    builder = enter(page)
    builder.choose("If you were hurt", "Tell what set off my alarm")
    expect(builder.script).to_have_text("Nothing yet. One line is enough.")
    expect(builder.button("Practise")).to_be_hidden()
    builder.button("last night in the kitchen …").click()
    builder.slot("What I saw or heard").fill("I saw you turn your phone over")
    expect(builder.script).to_have_text("Last night in the kitchen, I saw you turn your phone over.")
    builder.summary("Words for feelings").click()
    builder.box.get_by_label("Find a word").fill("numb")
    builder.button("numb").click()
    builder.box.get_by_label("Find a word").fill("sad")
    expect(builder.box.get_by_text(re.compile(r"Words found: \d+"))).to_be_visible()
    builder.button("heavy").click()  # a word of the family that was looked for
    expect(builder.slot("What I feel")).to_have_value("numb and heavy")
    expect(builder.script).to_contain_text("I felt numb and heavy.")
    builder.slot("A way to pause or stop").fill("Please do not explain yet")
    builder.box.get_by_role("checkbox", name="shorter").check()
    expect(builder.script).to_have_text("I felt numb and heavy. Please do not explain yet.")


def test_no_is_complete(page: Page, enter: Callable[[Page], Builder]) -> None:
    """Somebody would think that a no has to be explained before the page takes it."""
    builder = enter(page)
    builder.choose("If you were hurt", "Say no, or not yet")
    builder.slot("My no, or my limit").fill("No.")
    expect(builder.script).to_have_text("No.")
    builder.button("Look at my words").click()
    expect(builder.box.get_by_text("The page found nothing to mark.").first).to_be_visible()


def test_who_was_hurt_is_looked_at_only_when_they_ask(page: Page, enter: Callable[[Page], Builder]) -> None:
    """Somebody would be corrected while they look for the words for what was done to them."""
    sent: list[str] = []
    page.on("websocket", lambda line: line.on("framesent", lambda frame: sent.append(str(frame))))
    builder = enter(page)
    builder.choose("If you were hurt", "Set a limit")
    builder.slot("My no, or my limit").fill("You always lie to me")
    expect(builder.script).to_have_text("You always lie to me.")
    builder.slot("What comes now").fill("I will go")
    expect(builder.script).to_have_text("You always lie to me. I will go.")
    assert any('"put"' in frame for frame in sent)
    assert not any('"look"' in frame for frame in sent)
    expect(builder.findings).to_have_count(0)
    builder.button("Look at my words").click()
    expect(builder.findings).to_have_count(1)
    expect(builder.spoken).to_have_text("Places to look at: 1")
    expect(builder.script.locator("mark")).to_have_text(re.compile("always"))
    assert any('"look"' in frame for frame in sent)
    builder.button("Leave it as I said it").click()
    expect(builder.findings).to_have_count(0)
    expect(builder.script).to_have_text("You always lie to me. I will go.")
    expect(builder.box.get_by_role("heading", name="As it stands now")).to_be_focused()


def test_who_broke_trust_is_told_while_they_write_and_may_take_another_way(
    page: Page, enter: Callable[[Page], Builder]
) -> None:
    """A conditional apology would be said aloud, and nobody would have seen it coming."""
    builder = enter(page)
    builder.choose("If you broke trust", "Say sorry")
    builder.slot("What I did").fill("I lied to you")
    builder.slot("What is true").fill("I mean it. I am sorry if you felt hurt. I know it")
    expect(builder.findings).to_have_count(1)
    expect(builder.button("Look at my words")).to_be_hidden()
    expect(builder.spoken).to_have_text("Places to look at: 1")
    ways = builder.findings.get_by_role("button", name=re.compile("^Put this there"))
    expect(ways).to_have_count(2)
    other = ways.first.inner_text().partition(": ")[2]
    ways.first.click()
    expect(builder.slot("What is true")).to_be_focused()
    expect(builder.slot("What is true")).to_have_value(f"I mean it. {other} I know it")
    assert other == page.evaluate("getSelection().toString()")
    expect(builder.findings).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(builder.slot("What is true")).to_have_value("I mean it. I am sorry if you felt hurt. I know it")
    ways.last.click()
    expect(builder.findings).to_have_count(0)
    builder.button("Undo").click()
    expect(builder.slot("What is true")).to_have_value("I mean it. I am sorry if you felt hurt. I know it")
    expect(builder.button("Undo")).to_be_hidden()


def test_practise_and_what_a_good_reply_sounds_like(page: Page, enter: Callable[[Page], Builder]) -> None:
    """Somebody would go into a talk with words that they never heard themselves say."""
    builder = enter(page)
    builder.choose("If you broke trust", 'Answer "not yet" well')
    builder.slot("What is true").fill("That is okay.")
    builder.button("Practise").click()
    large = builder.box.locator(".u-practise .u-script-large")
    expect(large).to_have_text("That is okay.")
    assert large.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") >= 24
    expect(builder.box.get_by_text("If they look to see whether you mean it, mean it.")).to_be_visible()
    builder.button("Put this away").click()
    expect(builder.button("Practise")).to_be_focused()


def test_copy_gives_exactly_the_script(page: Page, enter: Callable[[Page], Builder]) -> None:
    """Something that was not to be seen would be pasted into a message."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    builder = enter(page)
    builder.choose("If you were hurt", "Say no, or not yet")
    builder.slot("My no, or my limit").fill("Not tonight")
    expect(builder.script).to_have_text("Not tonight.")
    expect(builder.box.get_by_text("Other programs on this device may see what you copy")).to_be_visible()
    builder.button("Copy").click()
    expect(builder.box.get_by_text("It is copied.")).to_be_visible()
    assert "Not tonight." == page.evaluate("navigator.clipboard.readText()")


def test_a_card_shows_the_script_alone(page: Page, enter: Callable[[Page], Builder]) -> None:
    """The other person would see a situation, a slot or another script beside what was meant for them."""
    builder = enter(page)
    builder.choose("If you were hurt", "Say no, or not yet")
    builder.slot("My no, or my limit").fill("Not tonight")
    builder.button("Show or print it as a card").click()
    card = page.get_by_role("dialog", name="Show or print it as a card")
    expect(card).to_be_visible()
    assert "Not tonight. Print the card Put this away" == " ".join(card.inner_text().split())
    in_front = page.evaluate("""() => {
      const at = (x, y) => document.elementFromPoint(x, y);
      const leave = document.querySelector(".leave").getBoundingClientRect();
      const edges = [[1, innerHeight - 1], [innerWidth - 20, innerHeight / 2], [innerWidth / 2, innerHeight / 2]];
      const covered = edges.every(([x, y]) => at(x, y).closest(".u-shown-card"));
      return [covered, at(leave.x + leave.width / 2, leave.y + leave.height / 2).className];
    }""")
    assert [True, "leave"] == in_front
    page.emulate_media(media="print")
    assert "Not tonight." == page.locator("body").inner_text().strip()
    page.emulate_media(media="screen")
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(builder.button("Show or print it as a card")).to_be_focused()


def test_scripts_are_kept_and_back_after_a_reload(
    page: Page, enter: Callable[[Page], Builder], server: Any, person_at: Callable[..., Any]
) -> None:
    """Words that somebody found at last would be gone."""
    builder = enter(page)
    person_at(page, server).make_space()
    builder.choose("If you were hurt", "Say no, or not yet")
    builder.slot("My no, or my limit").fill("Not tonight")
    builder.choose("If you broke trust", "Say sorry")
    builder.slot("What I did").fill("I lied to you")
    builder.box.get_by_role("checkbox", name="plainer").check()
    expect(builder.box.get_by_role("status").filter(has_text="Kept ")).to_be_visible()
    page.reload()
    builder.open()
    expect(builder.script).to_have_text("I lied to you.")
    expect(builder.slot("What I did")).to_have_value("I lied to you")
    expect(builder.box.get_by_role("checkbox", name="plainer")).to_be_checked()
    first = builder.box.locator(".u-mine > li").filter(has_text="Say no, or not yet")
    expect(first).to_contain_text("Not tonight.")
    first.get_by_role("button", name="Go on with this Say no, or not yet").click()
    expect(builder.slot("My no, or my limit")).to_have_value("Not tonight")
    first.get_by_role("button", name="Take off").click()
    expect(builder.box.locator(".u-mine > li")).to_have_count(1)
    builder.button("Undo").click()
    expect(builder.box.locator(".u-mine > li")).to_have_count(2)
    expect(builder.box.get_by_role("status").filter(has_text="Kept ")).to_be_visible()


def printed(page: Page, builder: Builder) -> str:
    made = caught(page, "**/print")
    with page.context.expect_page() as tab:
        builder.button("Make the sheet").click()
    tab.value.wait_for_url("blob:**")
    tab.value.close()
    return " ".join(" ".join(part.extract_text() for part in PdfReader(io.BytesIO(made[0])).pages).split())


def test_a_filled_sheet_says_the_script_and_a_blank_one_has_slots(page: Page, enter: Callable[[Page], Builder]) -> None:
    """Somebody would take a form into the talk, or hand out their own words."""
    builder = enter(page)
    builder.choose("If you were hurt", "Set a limit")
    builder.slot("My no, or my limit").fill("I will not talk about this at night")
    builder.slot("What comes now").fill("If it gets loud, I will go")
    builder.box.locator("summary", has_text="Print this").click()
    blank = printed(page, builder)
    assert "I will not talk about this at night" not in blank
    for words in ("When and where", "What I feel", "last night in the kitchen …", "In my words"):
        assert words in blank
    builder.box.get_by_label("My answers as they stand now").check()
    filled = printed(page, builder)
    assert "Set a limit I will not talk about this at night. If it gets loud, I will go." in filled
    assert "When and where" not in filled
    assert not re.search(r"\b(?:hurt|unfaithful|broke trust)\b", filled.partition("Where this comes from")[0])


class Keys:
    """Tab, Shift+Tab, Enter and Space; the mouse is never touched."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, target: Locator) -> None:
        expect(target).to_be_visible()
        for _ in range(400):
            if target.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        pytest.fail("cannot be reached with Tab")

    def press(self, target: Locator, key: str = "Enter") -> None:
        self.reach(target)
        self.page.keyboard.press(key)


def test_the_whole_way_by_keyboard(page: Page, enter: Callable[[Page], Builder]) -> None:
    """Whoever cannot use a mouse could not say their no."""
    builder, keys = enter(page), Keys(page)
    keys.press(builder.summary("If you broke trust"))
    keys.press(builder.button("Say sorry"))
    expect(builder.box.get_by_role("heading", name="Say sorry", exact=True)).to_be_focused()
    keys.press(builder.button("I lied to you …"))
    expect(builder.slot("What I did")).to_be_focused()
    keys.reach(builder.slot("What is true"))
    page.keyboard.type("I am sorry if you felt hurt")
    expect(builder.findings).to_have_count(1)
    keys.press(builder.box.get_by_role("checkbox", name="shorter"), "Space")
    keys.press(builder.button("Leave it as I said it"))
    expect(builder.findings).to_have_count(0)
    expect(builder.script).to_have_text("I lied to you. I am sorry if you felt hurt.")
    keys.press(builder.button("Practise"))
    keys.press(builder.button("Put this away"))
    keys.press(builder.button("Show or print it as a card"))
    expect(page.get_by_role("dialog", name="Show or print it as a card")).to_be_visible()
    page.keyboard.press("Enter")
    expect(builder.button("Show or print it as a card")).to_be_focused()
    keys.press(builder.button("Choose something else"))
    expect(builder.summary("What do you want to say?")).to_be_focused()


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Page:
    return new_page(width=390, height=800, has_touch=True, is_mobile=True)


def test_the_whole_way_by_touch(phone: Page, enter: Callable[[Page], Builder]) -> None:
    """On a phone, where most people are at night, nothing could be chosen."""
    builder = enter(phone)
    builder.summary("If you were hurt").tap()
    builder.button("Say stop, while it is going on").tap()
    builder.box.get_by_role("button", name=re.compile(r"^Stop\.(?:\s…)?$")).tap()
    builder.summary("Words for needs").tap()
    builder.summary("room").tap()
    builder.button("space").tap()
    expect(builder.script).to_have_text("Stop. I need space.")
    builder.button("Look at my words").tap()
    expect(builder.box.get_by_text("The page found nothing to mark.").first).to_be_visible()
    builder.button("Practise").tap()
    expect(builder.box.locator(".u-practise")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_it_at_the_narrowest(
    new_page: Callable[..., Page], enter: Callable[[Page], Builder], scheme: str
) -> None:
    """Whoever reads with large letters, or by ear, would not find their way. 320 pixels are 1280 at 400 % zoom."""
    page = new_page(width=320, height=640, color_scheme=scheme)
    builder = enter(page)
    assert [] == builder.faults()
    builder.choose("If you broke trust", "Say sorry")
    builder.slot("What is true").fill("I am sorry if you felt hurt")
    expect(builder.findings).to_have_count(1)
    builder.summary("An example").click()
    builder.button("Practise").click()
    assert [] == builder.faults()
    builder.choose("If you were hurt", "Say that I went along last time")
    expect(builder.box.get_by_text("Was it fear of losing them, or fear of them?")).to_be_visible()
    builder.summary("Words for feelings").click()
    builder.summary("fear").click()
    assert [] == builder.faults()


def test_locking_takes_the_words_off_the_screen(
    page: Page, enter: Callable[[Page], Builder], server: Any, person_at: Callable[..., Any]
) -> None:
    """Somebody would lock their space, and the card would still show what they wrote."""
    builder = enter(page)
    person = person_at(page, server)
    person.make_space()
    builder.choose("If you were hurt", "Say no, or not yet")
    builder.slot("My no, or my limit").fill("Not tonight")
    expect(builder.box.get_by_role("status").filter(has_text="Kept ")).to_be_visible()
    builder.button("Show or print it as a card").click()
    dialog = person.open_dialog()
    dialog.get_by_role("button", name="Lock my space").click()
    expect(page.get_by_text("Not tonight")).to_have_count(0)
