"""Looking back in a real browser: what was written, on which day, in numbers when asked for, and taken out for good."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Locator, Page, expect
from tests.browser.axe import faults

from unhurried.space.backup import check_and_back_up, good_copies
from unhurried.space.folder import Folder
from unhurried.space.open_key import OpenKey
from unhurried.space.vault import Vault

ROOT = Path(__file__).parents[2]
SAYS: dict[str, Any] = yaml.safe_load((ROOT / "worksheets/en/interface.yaml").read_text("utf-8"))["looking_back"]
PLACE = "p/0"
STRANDS, LADDER = "Trust, safety and closeness, each by itself", "My comfort-with-touch ladder"
TRUST = "How much do I believe what they tell me?"
STOP = "How I will say stop"
PASSPHRASES = (f"walnut lantern {number:04} quiet" for number in range(10_000))

Person = Any
Kept = tuple[str, str, Any, str]


class Back:
    """The page, and the few things that every walk does."""

    def __init__(self, person: Person, key: OpenKey | None = None) -> None:
        self.person, self.page, self.key = person, person.page, key
        self.notice = self.page.locator(".u-kept-notice")
        self.sheets = self.page.locator(".u-kept-sheet")

    def sheet(self, title: str) -> Locator:
        return self.sheets.filter(has=self.page.get_by_role("heading", name=title, exact=True))

    def open(self, title: str) -> Locator:
        sheet = self.sheet(title)
        sheet.locator("summary").first.click()
        expect(sheet.locator(".u-kept").first).to_be_visible()
        return sheet

    def entries(self, sheet: Locator, question: str) -> Locator:
        return sheet.get_by_role("region", name=question, exact=True).locator(".u-kept-entry")

    def choose_to_delete(self, entry: Locator) -> Locator:
        """Press "Delete" of an entry; returns what is asked then."""
        entry.get_by_role("button", name=re.compile("^Delete:")).click()
        return entry.get_by_role("group", name=SAYS["what"])

    def delete(self, entry: Locator, *ticks: str) -> None:
        choice = self.choose_to_delete(entry)
        for tick in ticks:
            choice.get_by_label(tick).check()
        choice.get_by_role("button", name=SAYS["do_delete"]).click()


def at(day: int, hour: int = 20) -> str:
    return datetime(2026, 11, day, hour, 15).astimezone().isoformat(timespec="seconds")


def space_with(server: Any, entries: list[Kept]) -> tuple[str, OpenKey]:
    """A space with these entries, `(worksheet, question, value, at)`, each of a sitting of its own."""
    passphrase = next(PASSPHRASES)
    key = Folder(server.space).make(passphrase)
    with Vault.open(key) as vault:
        for number, (worksheet, question, value, when) in enumerate(entries):
            known = vault.read().get((worksheet, question))
            vault.keep(worksheet, question, value, known.version if known else 0, when, f"sitting {number}")
    return passphrase, key


@pytest.fixture
def look_back(shared_server: Any, person_at: Callable[..., Any]) -> Callable[..., Back]:
    def look(page: Page, entries: list[Kept]) -> Back:
        passphrase, key = space_with(shared_server, entries)
        person = person_at(page, shared_server)
        person.go_in(PLACE)
        person.open_space(passphrase)
        back = Back(person, key)
        expect(back.sheets.first).to_be_visible()
        return back

    return look


def held(back: Back) -> list[Any]:
    """All that the file itself holds."""
    assert back.key is not None
    with Vault.open(back.key) as vault:
        return list(vault.values([entry.id for entry in vault.entries()]).values())


TWO_DAYS = [
    ("touch-ladder", "stop", "I pull my hand back", at(17)),
    ("three-strands", "trust", 3, at(17)),
    ("touch-ladder", "stop", "I say stop", at(18)),
    ("three-strands", "trust", 0, at(18)),
    ("three-strands", "trust-words", "Quince jam on the sill", at(18)),
]


def test_two_days_are_looked_back_at(server: Any, page: Page, person_at: Callable[..., Any]) -> None:
    """Somebody could not find what they wrote, or would find it under a day that was not theirs."""
    page.clock.set_fixed_time(datetime(2026, 11, 17, 23, 50))
    person = person_at(page, server)
    person.go_in()
    person.make_space()
    person.stop_words.fill("I pull my hand back")
    person.stop_words.press("Tab")
    person.sees_kept()
    page.clock.set_fixed_time(datetime(2026, 11, 18, 0, 10))
    page.goto(f"{server.url}p/1")
    person.stop_words.fill("I say stop")
    person.stop_words.press("Tab")
    person.sees_kept()
    page.goto(f"{server.url}p/16#exercise-1")
    page.locator("section[data-exercise=three-strands] .u-blocks details > summary").first.click()  # words come first
    scale = page.get_by_role("group", name=TRUST)
    scale.locator("label", has=page.get_by_role("radio")).first.click()
    person.sees_kept()

    person.open_dialog().get_by_role("link", name=SAYS["title"]).click()
    back = Back(person)
    expect(back.sheets.locator("h2")).to_have_text([STRANDS, LADDER])
    expect(back.sheet(STRANDS)).to_contain_text("Kept on 18 November 2026.")
    ladder = back.open(LADDER)
    expect(ladder).to_contain_text("Last kept on 18 November 2026. There is something from 2 days.")
    entries = back.entries(ladder, STOP)
    expect(entries).to_have_count(2)
    expect(entries.nth(0)).to_contain_text("18 November 2026, 00:10Your answer now")
    expect(entries.nth(0)).to_contain_text("I say stop")
    expect(entries.nth(1)).to_contain_text("17 November 2026, 23:50")
    expect(entries.nth(1)).to_contain_text("I pull my hand back")
    strands = back.open(STRANDS)
    expect(back.entries(strands, TRUST)).to_contain_text(["0 of 10"])
    expect(strands.get_by_text("0: nothing")).to_be_visible()
    expect(strands.get_by_text("10: all of it")).to_be_visible()
    back.sheet(LADDER).get_by_role("link", name="Change it on its page").click()
    expect(person.stop_words).to_have_value("I say stop")


def test_numbers_come_only_when_asked_for(page: Page, look_back: Callable[..., Back]) -> None:
    """A chart that nobody asked for would say "you were at 3 last week" to somebody who did not want to know."""
    back = look_back(page, TWO_DAYS)
    strands = back.open(STRANDS)
    expect(strands.locator("table, svg")).to_have_count(0)
    chart = strands.get_by_role("region", name=f"On other days: {TRUST}")
    chart.get_by_role("button", name="Show it").press("Enter")
    expect(chart.get_by_role("row")).to_have_count(3)
    expect(chart.get_by_role("row").nth(1)).to_contain_text("17 November 2026")
    expect(chart.get_by_role("row").nth(2).get_by_role("cell")).to_have_text("0")
    expect(chart.get_by_text("the oldest first: 2.")).to_be_visible()
    expect(chart.locator("svg")).to_have_count(0)
    chart.get_by_role("button", name="Show as a drawing").press("Enter")
    expect(chart.locator("svg circle")).to_have_count(2)
    chart.get_by_role("button", name="Put it away").press("Enter")
    expect(chart.locator("table, svg")).to_have_count(0)


def test_one_version_is_deleted_and_the_one_before_it_counts(page: Page, look_back: Callable[..., Back]) -> None:
    """Words that somebody takes out would be gone from the screen and lie on in the file."""
    back = look_back(page, TWO_DAYS)
    ladder = back.open(LADDER)
    entry = back.entries(ladder, STOP).first
    back.delete(entry, SAYS["only_this"])
    expect(entry).to_contain_text("Not deleted yet")
    expect(entry.get_by_role("button", name=SAYS["undo"])).to_be_focused()
    assert "I say stop" in held(back)
    entry.get_by_role("button", name=SAYS["now"]).click()
    expect(back.notice).to_have_text(SAYS["deleted"])
    assert "I say stop" not in held(back)
    expect(back.entries(ladder, STOP)).to_have_count(1)
    expect(back.entries(ladder, STOP)).to_contain_text(["I pull my hand back"])
    expect(back.entries(ladder, STOP)).to_contain_text([SAYS["standing"]["now"]])
    page.goto(f"{back.person.server.url}p/1")
    expect(back.person.stop_words).to_have_value("I pull my hand back")


def test_all_versions_and_the_copies_too(page: Page, look_back: Callable[..., Back]) -> None:
    """A sentence that endangers somebody would still be in three copies, while the page says that it is gone."""
    back = look_back(page, TWO_DAYS)
    assert back.key is not None
    check_and_back_up(back.key, date(2026, 11, 19))
    ladder = back.open(LADDER)
    back.delete(back.entries(ladder, STOP).first, SAYS["all_versions"].format(count=2), SAYS["copies"])
    page.get_by_role("button", name=SAYS["now"]).click()
    expect(back.notice).to_have_text(SAYS["deleted_renewed"])
    expect(back.sheet(LADDER)).to_have_count(0)
    assert {3, 0, "Quince jam on the sill"} == set(held(back))
    assert 3 == len(good_copies(back.key))
    assert date.today() in {copy.on for copy in good_copies(back.key)}


def test_it_can_be_taken_back_by_keyboard(page: Page, look_back: Callable[..., Back]) -> None:
    """A slip of the finger would cost a letter that took a night; or nobody could do this without a mouse."""
    back = look_back(page, TWO_DAYS)
    sheet = back.sheet(STRANDS)
    sheet.locator("summary").first.focus()
    page.keyboard.press("Enter")
    words = back.entries(sheet, "Trust, in words")
    expect(words).to_contain_text("Quince jam on the sill")
    delete = words.get_by_role("button", name=re.compile("^Delete:"))
    delete.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name=SAYS["what"]).get_by_label(SAYS["copies"])).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name=SAYS["do_delete"], exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # "Keep it"
    expect(words.get_by_role("button", name=re.compile("^Delete:"))).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(words.get_by_role("button", name=SAYS["undo"])).to_be_focused()
    page.keyboard.press("Enter")
    expect(words).to_contain_text("Quince jam on the sill")
    expect(words.get_by_role("button", name=re.compile("^Delete:"))).to_be_focused()
    expect(page.locator("[aria-live=polite]").filter(has_text=SAYS["undone"])).to_have_count(1)
    assert "Quince jam on the sill" in held(back)


def test_after_a_while_it_is_done_by_itself(page: Page, look_back: Callable[..., Back]) -> None:
    """Somebody would press "Delete it", close the lid, and find it there a week later."""
    page.clock.install()
    back = look_back(page, TWO_DAYS)
    sheet = back.open(STRANDS)
    back.delete(back.entries(sheet, "Trust, in words").first)
    page.clock.run_for(15_000)
    expect(sheet.get_by_text("Not deleted yet")).to_be_visible()
    assert "Quince jam on the sill" in held(back)
    page.clock.run_for(6_000)
    expect(back.notice).to_have_text(SAYS["deleted"])
    expect(back.notice).to_be_focused()
    assert "Quince jam on the sill" not in held(back)


def test_going_to_another_page_does_it(page: Page, look_back: Callable[..., Back]) -> None:
    """The page says so, and it would not be true."""
    back = look_back(page, TWO_DAYS)
    sheet = back.open(STRANDS)
    back.delete(back.entries(sheet, "Trust, in words").first)
    page.get_by_role("link", name="Back to the map").first.click()
    expect(page.get_by_role("heading", name="Where would you like to start?")).to_be_visible()
    page.goto(f"{back.person.server.url}{PLACE}")
    again = back.open(STRANDS)
    expect(back.entries(again, TRUST)).to_have_count(2)
    expect(again.get_by_role("heading", name="Trust, in words")).to_have_count(0)


def test_what_another_tab_wrote_meanwhile_is_not_deleted(
    page: Page, look_back: Callable[..., Back], person_at: Callable[..., Any]
) -> None:
    """Words of a minute ago would go with those of last week, unseen."""
    back = look_back(page, TWO_DAYS)
    other = person_at(page.context.new_page(), back.person.server)
    other.go_in()
    ladder = back.open(LADDER)
    expect(other.stop_words).to_have_value("I say stop")
    other.stop_words.fill("I say stop, and go out")
    other.stop_words.press("Tab")
    other.sees_kept()
    back.delete(back.entries(ladder, STOP).first, SAYS["all_versions"].format(count=2))
    page.get_by_role("button", name=SAYS["now"]).click()
    expect(back.notice).to_have_text(SAYS["not_deleted"]["changed"])
    expect(back.entries(ladder, STOP)).to_have_count(3)
    expect(back.entries(ladder, STOP).first).to_contain_text("I say stop, and go out")


def test_an_open_tab_does_not_go_on_showing_it(
    page: Page, look_back: Callable[..., Back], person_at: Callable[..., Any]
) -> None:
    """What was deleted would stand on a screen that somebody else may see, and be kept again with the next letter."""
    back = look_back(page, TWO_DAYS)
    other = person_at(page.context.new_page(), back.person.server)
    other.go_in()
    expect(other.stop_words).to_have_value("I say stop")
    ladder = back.open(LADDER)
    back.delete(back.entries(ladder, STOP).first, SAYS["all_versions"].format(count=2))
    page.get_by_role("button", name=SAYS["now"]).click()
    expect(back.notice).to_have_text(SAYS["deleted"])
    expect(other.stop_words).to_have_value("")


def test_locking_clears_the_page(page: Page, look_back: Callable[..., Back], person_at: Callable[..., Any]) -> None:
    """The whole space would stand on a screen that its owner has locked from another tab."""
    back = look_back(page, TWO_DAYS)
    sheet = back.open(STRANDS)
    expect(sheet).to_contain_text("Quince jam on the sill")
    other = person_at(page.context.new_page(), back.person.server)
    other.go_in()
    other.open_dialog().get_by_role("button", name="Lock my space").click()
    expect(page.locator(".u-kept-empty")).to_have_text(SAYS["closed"])
    expect(back.sheets).to_have_count(0)
    assert "Quince jam" not in page.content()


def test_nothing_yet_and_no_space(page: Page, shared_server: Any, person_at: Callable[..., Any]) -> None:
    """Somebody would think that what they wrote is lost."""
    person = person_at(page, shared_server)
    person.go_in(PLACE)
    empty = page.locator(".u-kept-empty")
    expect(empty).to_have_text(SAYS["closed"])
    person.make_space()
    expect(empty).to_have_text(SAYS["nothing"])
    expect(page.locator(".u-kept-filter")).to_be_hidden()


def test_only_a_chapter_or_a_time(page: Page, look_back: Callable[..., Back]) -> None:
    """Whoever looks for one week would have to go through three years."""
    back = look_back(page, TWO_DAYS)
    page.get_by_text(SAYS["filter"]).click()
    page.get_by_label(SAYS["chapter"]).select_option(label="Closeness without touch")
    page.get_by_role("button", name=SAYS["show"]).click()
    expect(back.sheets.locator("h2")).to_have_text([STRANDS])
    page.get_by_label(SAYS["until"]).fill("2026-11-17")
    page.get_by_role("button", name=SAYS["show"]).click()
    expect(back.sheet(STRANDS)).to_contain_text("Kept on 17 November 2026.")
    sheet = back.open(STRANDS)
    expect(back.entries(sheet, TRUST)).to_have_count(1)
    page.get_by_label(SAYS["until"]).fill("2026-11-16")
    page.get_by_role("button", name=SAYS["show"]).click()
    expect(page.locator(".u-kept-empty")).to_have_text(SAYS["nothing_here"])


def test_what_cannot_be_shared_says_so(page: Page, look_back: Callable[..., Back]) -> None:
    """Somebody would not know that they may say "this cannot be shared"."""
    back = look_back(
        page, [("leaning", "words", "not today", at(17)), ("what-i-lost", "no-such", "an old word", at(17))]
    )
    expect(back.sheets.filter(has_text=SAYS["never"]).first).to_be_visible()
    for sheet in back.sheets.all():
        sheet.locator("summary").first.click()
    expect(back.sheets.filter(has_text="an old word")).to_contain_text(SAYS["not_asked"])


def test_without_the_workbook_nothing_is_said_to_be_deleted(
    server: Any, page: Page, person_at: Callable[..., Any]
) -> None:
    """The page would say "deleted" of what a stopped program never heard of."""
    passphrase, key = space_with(server, TWO_DAYS)
    person = person_at(page, server)
    person.go_in(PLACE)
    person.open_space(passphrase)
    back = Back(person, key)
    sheet = back.open(STRANDS)
    server.stop(9)
    back.delete(back.entries(sheet, "Trust, in words").first)
    page.get_by_role("button", name=SAYS["now"]).click()
    expect(sheet.get_by_text(SAYS["not_deleted"]["offline"])).to_be_visible(timeout=30_000)
    assert "Quince jam on the sill" in held(back)


@pytest.fixture(scope="module")
def many() -> Iterator[list[Kept]]:
    """Three years of two worksheets."""
    start = datetime(2024, 1, 1, 20).astimezone()
    days = [(start + timedelta(days=day)).isoformat(timespec="seconds") for day in range(0, 1096, 4)]
    yield [("three-strands", "trust", day % 11, when) for day, when in enumerate(days)] + [
        ("three-strands", "trust-words", f"{day}: a page of a diary. " * 20, when) for day, when in enumerate(days)
    ]


def test_years_of_it_stay_light(page: Page, look_back: Callable[..., Back], many: list[Kept]) -> None:
    """The page would be too heavy to open for exactly those who have used it longest."""
    back = look_back(page, many)
    assert "diary" not in page.content()
    sheet = back.open(STRANDS)
    words = back.entries(sheet, "Trust, in words")
    expect(words).to_have_count(5)
    expect(words.first).to_contain_text("273: a page")
    more = sheet.get_by_role("region", name="Trust, in words").get_by_role("button", name=re.compile("^Show earlier"))
    expect(more).to_contain_text("269 more")
    more.click()
    expect(words).to_have_count(25)
    expect(words.nth(5)).to_contain_text("268: a page")
    expect(words.nth(5).get_by_role("button")).to_be_focused()
    sheet.locator("summary").first.click()
    expect(sheet.locator(".u-kept")).to_have_count(0)
    assert "diary" not in page.content()


@pytest.mark.parametrize("width", [390, 1280])
def test_everybody_can_use_it(width: int, new_page: Callable[..., Page], look_back: Callable[..., Back]) -> None:
    """Somebody with a screen reader, weak sight or a small phone would be shut out of their own words."""
    page = new_page(width=width)
    back = look_back(page, TWO_DAYS)
    page.get_by_text(SAYS["filter"]).click()
    sheet = back.open(STRANDS)
    sheet.get_by_role("button", name="Show it").click()
    sheet.get_by_role("button", name="Show as a drawing").click()
    back.choose_to_delete(back.entries(sheet, "Trust, in words").first)
    back.delete(back.entries(back.open(LADDER), STOP).last)
    page.evaluate("scrollTo(0, 0)")
    assert [] == faults(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_word_that_it_asks_for_is_there() -> None:
    """A button would have no name, or the page would stop where a word is missing."""
    code = "\n".join((ROOT / f"src/unhurried/widgets/{name}.js").read_text() for name in ("looking_back", "kept"))
    asked = set(re.findall(r'\bsays\(\s*"(\w+)"', code)) | set(re.findall(r'field\("(\w+)"', code))
    asked |= {key for pair in re.findall(r'\bsays\([^()"]*\? "(\w+)" : "(\w+)"', code) for key in pair}
    in_done = {"deleted", "deleted_renewed", "deleted_not_renewed", "deleting"}
    by_template = {"title", "intro"}
    assert set(SAYS) == asked | in_done | by_template | {"standing", "not_deleted"}
