"""A card of any page: ticked, looked at, shown, printed, read elsewhere with six words, and gone again."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from pypdf import PdfReader
from tests.browser import axe
from tests.browser.conftest import caught

from unhurried.course import find_course
from unhurried.course.notebook import exercise_ids
from unhurried.worksheet.sharing import on_card

SAID = "If there is shouting, I go to the other room."
CLOSED = "There is no card here that is open."
COURSE = find_course()
#: A page with a letter, and one about touch: chapter, name of the exercise, label of a field of it.
LIMITS = ("p/13", "My limits", "One limit in a sentence that I could say")
TOUCH = ("p/13", "Our pace for now", "What we do instead")


class Sheet:
    """One exercise of a chapter, and the menu of cards at its foot."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.fold = page.locator("section.fold", has=page.get_by_role("heading", name=name, exact=True, level=2))
        self.menu = self.fold.locator(".u-card-menu")
        self.face = self.menu.locator("section .u-card-face")
        self.dialog = self.menu.locator("dialog")

    def open(self) -> Sheet:
        self.fold.locator("summary").first.click()
        return self

    def open_menu(self) -> None:
        self.fold.locator("summary", has_text="Put something from here").click()
        expect(self.menu.get_by_text("What should be on it?")).to_be_visible()

    def tick(self, name: str) -> None:
        self.menu.get_by_label(name).check()
        expect(self.menu.get_by_role("button", name="Show it on the whole screen")).to_be_visible()

    def show(self) -> None:
        self.menu.get_by_role("button", name="Show it on the whole screen").click()
        expect(self.dialog).to_be_visible()


def limits(page: Page, server: Any, person_at: Callable[..., Any]) -> Sheet:
    person_at(page, server).go_in(LIMITS[0])
    return filled(page)


def filled(page: Page) -> Sheet:
    sheet = Sheet(page, LIMITS[1]).open()
    sheet.fold.get_by_label(LIMITS[2]).fill(SAID)
    sheet.open_menu()
    return sheet


def about_touch(page: Page) -> Sheet:
    sheet = Sheet(page, "Signs that mean stop").open()
    sheet.fold.get_by_role("textbox").first.fill("red")
    sheet.open_menu()
    sheet.menu.get_by_role("checkbox").first.check()
    expect(sheet.face.locator(".u-said")).to_have_text("red")
    return sheet


def six_words(sheet: Sheet) -> str:
    sheet.menu.get_by_role("button", name="Make six words for this card").click()
    shown = sheet.menu.locator(".u-script-large")
    expect(shown).to_be_visible()
    return shown.inner_text()


def read(page: Page, words: str) -> Locator:
    page.goto(page.url.split("/p/")[0].split("/card")[0] + "/card")
    page.get_by_label("The six words").fill(words)
    page.keyboard.press("Enter")
    return page.locator("main")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_card_by_keyboard(
    width: int, new_page: Callable[..., Page], shared_server: Any, person_at: Callable[..., Any]
) -> None:
    """Somebody without a mouse, or with a reader, could not make one; or would show more than they looked at."""
    page = new_page(width=width)
    person_at(page, shared_server).go_in(LIMITS[0])
    sheet = Sheet(page, LIMITS[1]).open()
    sheet.fold.get_by_label(LIMITS[2]).fill(SAID)
    sheet.fold.locator("summary", has_text="Put something from here").focus()
    page.keyboard.press("Enter")
    expect(sheet.menu.get_by_text("Nothing is on it.")).to_be_visible()
    assert 0 == sheet.menu.locator("input:checked").count(), "nothing is ticked to begin with"
    expect(sheet.menu.get_by_role("button", name="Show it on the whole screen")).to_be_hidden()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(sheet.face.get_by_text(SAID)).to_be_visible()
    assert [] == axe.faults(page, sheet.menu)
    page.keyboard.press("Tab")
    expect(sheet.menu.get_by_role("button", name="Show it on the whole screen")).to_be_focused()
    page.keyboard.press("Enter")
    expect(sheet.dialog).to_be_visible()
    assert sheet.face.inner_html() == sheet.dialog.locator(".u-card-face").inner_html()
    assert [] == axe.faults(page, sheet.dialog)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    expect(sheet.dialog.get_by_role("button", name="Leave this page")).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet.dialog).to_be_hidden()
    expect(sheet.menu.get_by_role("button", name="Show it on the whole screen")).to_be_focused()
    sheet.fold.locator("summary", has_text="Put something from here").click()
    sheet.open_menu()
    expect(sheet.menu.locator("input:checked"), "a menu that was closed begins anew").to_have_count(0)


def test_only_what_can_be_shared_is_offered(page: Page, shared_server: Any, person_at: Callable[..., Any]) -> None:
    """A button would stand where the page says that there is none."""
    person = person_at(page, shared_server)
    person.go_in("p/1")
    for chapter in (chapter for chapter in COURSE.chapters() if chapter.ready):
        page.goto(f"{shared_server.url}p/{chapter.page}")
        page.wait_for_load_state("networkidle")
        expect(page.locator("section[aria-busy]")).to_have_count(0)
        ids = exercise_ids(COURSE.notebook(chapter.notebook)) or []
        sheets = [COURSE.worksheet(identity) for identity in ids]
        menus = page.locator("summary", has_text="Put something from here on a card")
        expect(menus).to_have_count(sum(bool(on_card(sheet)) for sheet in sheets))
        cannot = page.get_by_text("This page cannot be shared.")
        expect(cannot).to_have_count(sum(sheet.share == "never" for sheet in sheets))


def test_an_empty_page_says_so_and_a_changed_answer_makes_the_card_anew(
    page: Page, shared_server: Any, person_at: Callable[..., Any]
) -> None:
    """The card would say what its owner has just taken back."""
    person_at(page, shared_server).go_in(LIMITS[0])
    sheet = Sheet(page, LIMITS[1]).open()
    sheet.open_menu()
    expect(sheet.menu.get_by_text("There is no answer on this page yet that could be on a card.")).to_be_visible()
    field = sheet.fold.get_by_label(LIMITS[2]).first
    field.fill(SAID)
    sheet.tick(LIMITS[2])
    sheet.fold.get_by_role("textbox", name=LIMITS[2]).fill("Not tonight.")
    expect(sheet.face.locator(".u-said")).to_have_text("Not tonight.")
    sheet.fold.get_by_role("textbox", name=LIMITS[2]).fill("")
    expect(sheet.menu.get_by_text("Nothing is on it.")).to_be_visible()
    expect(sheet.menu.get_by_role("checkbox")).to_have_count(0)


def test_what_is_not_ticked_is_not_sent(page: Page, shared_server: Any, person_at: Callable[..., Any]) -> None:
    """What reaches another person could not be told from what did not."""
    sheet = limits(page, shared_server, person_at)
    sheet.fold.get_by_role("textbox", name="In your own words").first.fill("my secret room")
    with page.expect_request("**/card/look") as sent:
        sheet.menu.get_by_label(LIMITS[2]).check()
    assert {"say": SAID} == sent.value.post_data_json["answers"]


def test_a_card_that_cannot_be_made_says_so(page: Page, server: Any, person_at: Callable[..., Any]) -> None:
    """Somebody would wait for it, or think that their words are gone."""
    sheet = limits(page, server, person_at)
    server.stop()
    sheet.menu.get_by_label(LIMITS[2]).check()
    expect(sheet.menu.get_by_text("The card could not be made. Your words are still on this page.")).to_be_visible()
    expect(sheet.fold.get_by_role("textbox", name=LIMITS[2])).to_have_value(SAID)
    expect(sheet.menu.get_by_role("button", name="Show it on the whole screen")).to_be_hidden()


def test_a_printed_card_is_the_card_and_nothing_else(
    page: Page, shared_server: Any, person_at: Callable[..., Any]
) -> None:
    """Paper cannot be taken back: it would carry the page along."""
    sheet = limits(page, shared_server, person_at)
    sheet.tick(LIMITS[2])
    made = caught(page, "**/card/sheet")
    with page.context.expect_page() as tab:
        sheet.menu.get_by_role("button", name="Print the card").click()
    tab.value.wait_for_url("blob:**")
    text = " ".join(" ".join(part.extract_text() for part in PdfReader(io.BytesIO(made[0])).pages).split())
    assert " ".join(sheet.face.inner_text().split()) in text
    assert "My limits" not in text
    with tab.value.expect_event("close"):
        page.get_by_role("banner").get_by_role("button", name="Leave this page").click()


# Its end ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "forward"),
    [
        (datetime(2026, 11, 20, 23, 59), "00:02:00"),
        (datetime(2026, 11, 20, 9, 0), "15:01:00"),
    ],
)
def test_a_card_about_touch_ends_at_midnight_while_it_is_shown(
    at: datetime, forward: str, page: Page, shared_server: Any, person_at: Callable[..., Any]
) -> None:
    """A screen that was left on would say today's yes tomorrow."""
    page.clock.install(time=at)
    person_at(page, shared_server).go_in(LIMITS[0])
    sheet = about_touch(page)
    sheet.show()
    expect(sheet.dialog.get_by_text("Not a yes. Ask each time. Stillness means stop.")).to_be_visible()
    expect(sheet.dialog.get_by_text("Only for 20 November 2026.")).to_be_visible()
    page.clock.fast_forward(forward)
    expect(sheet.dialog.locator(".u-card-face")).to_have_text(CLOSED)
    page.keyboard.press("Escape")
    expect(sheet.menu.get_by_text("Nothing is on it.")).to_be_visible()


def test_any_other_card_ends_after_seven_days(page: Page, shared_server: Any, person_at: Callable[..., Any]) -> None:
    """What somebody once said would stand on a screen for ever."""
    page.clock.install(time=datetime(2026, 11, 20, 12, 0))
    sheet = limits(page, shared_server, person_at)
    sheet.tick(LIMITS[2])
    expect(sheet.face.get_by_text("To be read until the end of 26 November 2026.")).to_be_visible()
    sheet.show()
    for _ in range(6):
        page.clock.fast_forward("24:00:00")
    page.clock.fast_forward("11:58:00")
    expect(sheet.dialog.get_by_text(SAID)).to_be_visible()
    page.clock.fast_forward("00:03:00")
    expect(sheet.dialog.locator(".u-card-face")).to_have_text(CLOSED)


@pytest.mark.parametrize("set_to", [datetime(2026, 11, 19, 12), datetime(2026, 11, 21, 0, 0, 1), datetime(2027, 1, 1)])
@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles", "UTC"])
def test_a_clock_that_is_set_ends_a_card_about_touch(
    set_to: datetime, zone: str, new_page: Callable[..., Page], shared_server: Any, person_at: Callable[..., Any]
) -> None:
    """Whoever holds the device could turn its clock back, and today would not end."""
    page = new_page(timezone_id=zone)
    page.clock.install(time=datetime(2026, 11, 20, 20, 0))
    person_at(page, shared_server).go_in(LIMITS[0])
    sheet = about_touch(page)
    sheet.show()
    earlier = set_to < datetime(2026, 11, 20)
    moment = page.evaluate("Date.now()") + (-86_400_000 if earlier else 86_400_000 * (1 if set_to.year == 2026 else 40))
    page.clock.set_system_time(moment)
    page.clock.run_for(16_000)
    expect(sheet.dialog.locator(".u-card-face")).to_have_text(CLOSED)


# Six words --------------------------------------------------------------------------------------------------


def test_six_words_from_one_browser_to_another_and_back(
    new_page: Callable[..., Page], shared_server: Any, person_at: Callable[..., Any]
) -> None:
    """A card would not open, or not be gone when its owner wants it back."""
    mine, theirs = new_page(), new_page(width=390)
    sheet = limits(mine, shared_server, person_at)
    sheet.tick(LIMITS[2])
    words = six_words(sheet)
    expect(sheet.menu.locator(".u-six-words")).to_be_focused()
    assert [] == axe.faults(mine, sheet.menu)
    person_at(theirs, shared_server).go_in("p/1")
    shown = read(theirs, words)
    expect(shown.get_by_text(SAID)).to_be_visible()
    expect(shown.get_by_role("heading", name="The card", exact=True)).to_be_focused()
    assert [] == axe.faults(theirs)
    sheet.menu.get_by_role("button", name="Take it back: My limits").focus()
    mine.keyboard.press("Enter")
    expect(sheet.menu.get_by_role("status").filter(has_text="The card is taken back.")).to_be_focused()
    expect(sheet.menu.locator(".u-six-words")).to_be_hidden()
    gone = read(theirs, words)
    expect(gone.get_by_role("alert")).to_have_text(CLOSED)
    taken_back = gone.inner_text()
    wrong = read(theirs, "one two three four five six")
    expect(wrong.get_by_role("alert")).to_have_text(CLOSED)
    assert taken_back == wrong.inner_text()
    expect(theirs.get_by_label("The six words")).to_be_focused()
    assert [] == axe.faults(theirs)


def test_a_card_is_read_without_page_code_and_from_the_map(
    new_page: Callable[..., Page], shared_server: Any, person_at: Callable[..., Any]
) -> None:
    """Whoever has an old browser would be given words that open nothing."""
    mine, theirs = new_page(), new_page(java_script_enabled=False)
    sheet = limits(mine, shared_server, person_at)
    sheet.tick(LIMITS[2])
    words = six_words(sheet)
    person_at(theirs, shared_server).go_in("p/1")
    theirs.goto(shared_server.url)
    theirs.get_by_role("link", name="Read a card that somebody gave you six words for").click()
    theirs.get_by_label("The six words").fill(words)
    theirs.keyboard.press("Enter")
    expect(theirs.get_by_text(SAID)).to_be_visible()


def test_a_space_remembers_its_cards_on_another_page(
    page: Page, shared_server: Any, person_at: Callable[..., Any]
) -> None:
    """Whoever closed the page could not take back what they gave out from it."""
    person = person_at(page, shared_server)
    person.go_in(LIMITS[0])
    person.make_space()
    sheet = filled(page)
    sheet.tick(LIMITS[2])
    six_words(sheet)
    expect(sheet.menu.get_by_text("Your space remembers how to take the card back")).to_be_visible()
    page.goto(f"{shared_server.url}p/7")
    other = Sheet(page, "Saying no, or not yet").open()
    other.open_menu()
    other.menu.get_by_role("button", name="Take it back: My limits").click()
    expect(other.menu.get_by_text("The card is taken back.")).to_be_visible()
    expect(other.menu.get_by_role("button", name="Take it back")).to_have_count(0)


def test_a_pause_puts_away_and_takes_back_cards_about_touch(
    page: Page, shared_server: Any, person_at: Callable[..., Any]
) -> None:
    """Whoever paused would still have a card out, in a tab that they forgot."""
    person_at(page, shared_server).go_in(LIMITS[0])
    sheet = about_touch(page)
    words = six_words(sheet)
    ladder = page.context.new_page()
    ladder.goto(f"{shared_server.url}p/1")
    with page.expect_response("**/card/withdraw"):
        ladder.get_by_role("button", name="No touch for now").first.click()
    expect(sheet.menu.get_by_text("Nothing is on it.")).to_be_visible()
    expect(sheet.menu.get_by_role("button", name="Take it back")).to_have_count(0)
    expect(read(ladder, words).get_by_role("alert")).to_have_text(CLOSED)


def test_a_lock_takes_the_card_off_the_screen(page: Page, shared_server: Any, person_at: Callable[..., Any]) -> None:
    """A space that was locked would still say its words on the card, or the six words that open it."""
    person = person_at(page, shared_server)
    person.go_in(LIMITS[0])
    person.make_space()
    sheet = filled(page)
    sheet.tick(LIMITS[2])
    words = six_words(sheet)
    sheet.show()
    other = page.context.new_page()
    other.goto(f"{shared_server.url}steady")
    other.evaluate(
        """async () => {
          const { base, xsrf } = JSON.parse(document.getElementById("unhurried").textContent);
          await fetch(`${base}space/lock`, { method: "POST", headers: { "X-XSRFToken": xsrf } });
        }"""
    )
    expect(sheet.dialog).to_be_hidden()
    expect(page.get_by_text(SAID)).to_have_count(0)
    expect(page.get_by_text(words)).to_have_count(0)


def test_too_many_and_too_long_say_so(page: Page, shared_server: Any, person_at: Callable[..., Any]) -> None:
    """Somebody would press again and again, and not know why nothing comes."""
    sheet = limits(page, shared_server, person_at)
    sheet.tick(LIMITS[2])
    answer = {}

    def refuse(route: Route) -> None:
        route.fulfill(status=409, json=answer)

    page.route("**/card/give", refuse)
    for error, said in (
        ("too_many", "Wait an hour"),
        ("card_too_long", "This is too long for six words."),
        ("cards_full", "There is no place for another card"),
        ("anything", "The six words could not be made."),
    ):
        answer["error"] = error
        sheet.menu.get_by_role("button", name="Make six words for this card").click()
        expect(sheet.menu.get_by_text(said)).to_be_visible()
    expect(sheet.menu.locator(".u-six-words")).to_be_hidden()


def test_a_card_for_today_has_six_words_too(page: Page, shared_server: Any, person_at: Callable[..., Any]) -> None:
    """The one card that people will give each other most would be the only one that has none."""
    person_at(page, shared_server).go_in("p/19")
    sheet = Sheet(page, "A card for today").open()
    sheet.open_menu()
    expect(sheet.menu.get_by_text("There is no answer on this page yet that could be on a card.")).to_be_visible()
    sheet.fold.get_by_role("textbox", name="My sign that ends it").fill("I step back.")
    sheet.fold.get_by_role("button", name="Open this card for today").click()
    sheet.menu.get_by_role("checkbox").check()
    expect(sheet.face.get_by_text("I step back.")).to_be_visible()
    words = six_words(sheet)
    shown = read(page, words)
    expect(shown.get_by_text("Not a yes. Ask each time. Stillness means stop.")).to_be_visible()
    expect(shown.get_by_text("No touch today.")).to_be_visible()
