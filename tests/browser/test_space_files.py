"""Save files, the folder for two, and erasing, as a person meets them in "My space"."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Download, Locator, Page, expect
from tests.browser.axe import faults

MARKER, OTHER = "zwiebelmuster am dachfirst", "brombeerknoten ohne ufer"
BOTH = "p/5"  # its first exercise is for both of them
WIDTHS = [1280, 390]


def part(person: Any, title: str) -> Locator:
    """A folded part of "My space", unfolded by keyboard."""
    summary: Locator = person.open_dialog().locator("summary").filter(has_text=title)
    summary.focus()
    summary.press("Enter")
    return summary.locator("xpath=..")


def saved(page: Page, form: Locator, passphrase: str) -> Download:
    form.get_by_label("Your passphrase, once more").fill(passphrase)
    with page.expect_download() as download:
        form.get_by_role("button", name="Save the locked file").press("Enter")
    return download.value


def for_both(page: Page) -> Locator:
    """The exercise for both, unfolded; its field for free text is the first."""
    exercise = page.locator("section[data-exercise=a-different-us]")
    fold = page.locator("details", has=exercise)
    if not fold.evaluate("(fold) => fold.open"):
        fold.locator("> summary").press("Enter")
    return exercise


def ordinary(exercise: Locator) -> Locator:
    return exercise.get_by_role("textbox", name="An ordinary day")


def save_file(person: Any, passphrase: str, folder: Path) -> Path:
    person.open_dialog()
    download = saved(person.page, part(person, "Save a locked file to keep elsewhere"), passphrase)
    assert "pages.age" == download.suggested_filename
    download.save_as(folder / "pages.age")
    return folder / "pages.age"


def take_in(person: Any, file: Path, passphrase: str) -> Locator:
    form = part(person, "Take in a locked file")
    form.get_by_label("The file", exact=True).set_input_files(file)
    form.get_by_label("The passphrase that the file was saved with").fill(passphrase)
    form.get_by_role("button", name="Take it in").press("Enter")
    return form


@pytest.mark.parametrize("width", WIDTHS)
def test_somebody_moves_to_another_computer(
    new_page: Callable[..., Page], server_of: Any, person_at: Any, width: int, tmp_path: Path
) -> None:
    """Whoever changes computers, or loses one, would begin again with nothing."""
    here = person_at(new_page(width), server_of().start())
    here.go_in()
    here.stop_words.fill(MARKER)
    passphrase = here.make_space()
    here.sees_kept()
    file = save_file(here, passphrase, tmp_path)
    assert MARKER.encode() not in file.read_bytes()

    there = person_at(new_page(width), server_of().start())
    there.go_in()
    dialog = there.open_dialog()
    form = take_in(there, file, passphrase + "s")
    expect(form.get_by_role("status")).to_contain_text("The file did not open.", timeout=60_000)
    expect(form.get_by_label("The passphrase that the file was saved with")).to_be_focused()
    assert [] == faults(there.page)
    form.get_by_label("The passphrase that the file was saved with").fill(passphrase)
    form.get_by_role("button", name="Take it in").press("Enter")
    expect(dialog.locator(".notice")).to_have_text(
        "What is in the file is here now. Nothing that was here has changed.", timeout=60_000
    )
    there.close_open_dialog(dialog)
    expect(there.stop_words).to_have_value(MARKER)


def test_two_that_went_apart_are_both_shown(page: Page, server: Any, person_at: Any, tmp_path: Path) -> None:
    """One of two evenings of writing would be gone without a word."""
    person = person_at(page, server)
    person.go_in()
    person.stop_words.fill(OTHER)
    before = person.make_space()
    person.sees_kept()
    file = save_file(person, before, tmp_path)
    page.get_by_role("button", name="Lock my space").click()
    page.wait_for_url(server.url)
    person.go_in()
    person.stop_words.fill(MARKER)
    person.make_space()
    person.sees_kept()
    dialog = person.open_dialog()
    take_in(person, file, before)
    expect(dialog.locator(".notice")).to_contain_text("both are kept until you choose: 1.", timeout=60_000)
    person.close_open_dialog(dialog)
    expect(page.get_by_role("heading", name="There are two versions of this")).to_be_visible()
    expect(person.stop_words).to_have_value(MARKER)
    expect(page.get_by_text(OTHER)).to_be_visible()


def test_a_wrong_file_costs_nothing(page: Page, server: Any, person_at: Any, tmp_path: Path) -> None:
    """Somebody would not know whether their words are still there."""
    person = person_at(page, server)
    person.go_in()
    person.open_dialog()
    form = part(person, "Take in a locked file")
    form.get_by_role("button", name="Take it in").press("Enter")
    expect(form.get_by_role("status")).to_have_text("Choose the file first.")
    (tmp_path / "holiday.jpg").write_bytes(b"\xff\xd8 a photograph")
    form.get_by_label("The file", exact=True).set_input_files(tmp_path / "holiday.jpg")
    form.get_by_role("button", name="Take it in").press("Enter")
    expect(form.get_by_role("status")).to_contain_text("This is not a file that was saved with this workbook.")
    (tmp_path / "long").write_bytes(bytes(25 * 1024 * 1024))
    form.get_by_label("The file", exact=True).set_input_files(tmp_path / "long")
    form.get_by_role("button", name="Take it in").press("Enter")
    expect(form.get_by_role("status")).to_contain_text("This file is larger")


# ---- the folder for two


def make_folder(person: Any, width: int = 1280) -> str:
    dialog = person.open_dialog()
    part(person, "A folder for the two of us")
    dialog.get_by_text("Skip it if a no is punished").wait_for()
    form = part(person, "Make a folder for two")
    expect(form.locator(".offered-words")).not_to_be_empty()
    passphrase = str(form.locator(".offered-words").inner_text())
    form.get_by_label("The same passphrase again").fill(passphrase)
    assert [] == faults(person.page)
    form.get_by_role("button", name="Make the folder").press("Enter")
    return passphrase


@pytest.mark.parametrize("width", WIDTHS)
def test_a_folder_for_two_keeps_what_is_for_both(
    new_page: Callable[..., Page], server: Any, person_at: Any, width: int
) -> None:
    """Two people would have nowhere to keep what they agreed on; or one's own words would lie in it."""
    page = new_page(width)
    person = person_at(page, server)
    person.go_in("p/3")
    passphrase = make_folder(person)
    page.wait_for_url(server.url)
    expect(page.get_by_role("heading", name="The folder for the two of you is open").first).to_be_visible()
    expect(page.locator("#space-button")).to_have_attribute("data-space", "two")

    page.goto(f"{server.url}{BOTH}")
    exercise = for_both(page)
    expect(exercise.get_by_text("Both of you can read what you write here.")).to_be_visible()
    ordinary(exercise).fill(MARKER)
    person.sees_kept()
    assert [] == faults(page)

    page.goto(f"{server.url}p/1")
    expect(page.get_by_text("nothing that you write here is kept")).to_be_visible()
    person.stop_words.fill(OTHER)
    expect(
        page.get_by_role("status").filter(has_text="Not kept: the folder for the two of you is open")
    ).to_be_visible()
    person.stop_words.fill("")
    assert [] == faults(page)

    page.on("dialog", lambda asked: asked.accept())
    page.goto(f"{server.url}")
    dialog = page.get_by_role("dialog")
    page.locator("#space-button").click()
    expect(dialog.get_by_text("To write for yourself alone, lock the folder first.")).to_be_visible()
    assert [] == faults(page)
    dialog.get_by_role("button", name="Lock the folder").press("Enter")
    expect(page.locator("#space-button")).to_have_attribute("data-space", "closed")
    page.goto(f"{server.url}{BOTH}")
    person.open_dialog()
    field = page.get_by_role("dialog").get_by_label("The words that open your space")
    field.fill(passphrase)
    field.press("Enter")
    page.wait_for_url(server.url)
    page.goto(f"{server.url}{BOTH}")
    expect(ordinary(for_both(page))).to_have_value(MARKER)


def test_what_was_typed_alone_does_not_go_into_it(page: Page, server: Any, person_at: Any) -> None:
    """The other person would read what was typed before they sat down."""
    person = person_at(page, server)
    person.go_in(BOTH)
    ordinary(for_both(page)).fill(MARKER)
    expect(page.get_by_text("Held until you leave this page").first).to_be_visible()
    make_folder(person)
    dialog = page.get_by_role("dialog", name="This page does not go along")
    expect(dialog.get_by_text("It has not gone there, and it is kept nowhere.")).to_be_visible()
    assert [] == faults(page)
    dialog.get_by_role("link", name="Back to the map").press("Enter")
    page.wait_for_url(server.url)
    page.goto(f"{server.url}{BOTH}")
    exercise = for_both(page)
    expect(exercise.get_by_text("Both of you can read what you write here.")).to_be_visible()
    expect(ordinary(exercise)).to_have_value("")


def test_ones_own_space_says_who_reads_a_page_for_both(page: Page, server: Any, person_at: Any) -> None:
    """Somebody would think that the other person sees it; or that they do not."""
    person = person_at(page, server)
    person.go_in(BOTH)
    person.make_space()
    expect(for_both(page).get_by_text("only you can read what you write here now")).to_be_visible()
    page.goto(f"{server.url}p/1")
    expect(person.stop_words).to_be_visible()
    expect(page.get_by_text("only you can read what you write here now")).to_have_count(0)


# ---- erasing


@pytest.mark.parametrize("width", WIDTHS)
def test_erasing_closes_every_page_and_says_what_was_looked_at(
    new_page: Callable[..., Page], server: Any, person_at: Any, width: int
) -> None:
    """Words would stay on a screen in another tab, or somebody would not know what may be left."""
    page = new_page(width)
    person = person_at(page, server)
    person.go_in()
    person.stop_words.fill(MARKER)
    passphrase = person.make_space()
    person.sees_kept()
    second = page.context.new_page()
    second.goto(f"{server.url}p/1")
    expect(person_at(second, server).stop_words).to_have_value(MARKER)
    map_page = page.context.new_page()
    map_page.goto(server.url)

    person.open_dialog()
    form = part(person, "Erase all of it")
    expect(form.get_by_text("Clearing can be noticed.")).to_be_visible()
    form.get_by_role("button", name="Save a locked file first").press("Enter")
    expect(page.get_by_role("button", name="Save the locked file")).to_be_visible()
    form.get_by_label("Your passphrase, once more").fill(passphrase + "s")
    form.get_by_role("button", name="Erase everything in this space").press("Enter")
    expect(form.get_by_role("status")).to_contain_text("No space here opens with this passphrase.")
    expect(form.get_by_label("Your passphrase, once more")).to_be_focused()
    assert [] == faults(page)
    form.get_by_label("Your passphrase, once more").fill(passphrase)
    form.get_by_role("button", name="Erase everything in this space").press("Enter")

    expect(page.get_by_role("heading", name="It is erased")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("It opens nothing here now.")).to_be_visible()
    expect(page.get_by_text("Disks without moving parts")).to_be_visible()
    assert [] == faults(page)
    for other in (second, map_page):
        expect(other.get_by_role("heading", name="Kitchen measures")).to_be_visible()
    page.go_back()
    expect(page.get_by_text(MARKER)).to_have_count(0)
    page.goto(f"{server.url}p/1")
    expect(person.stop_words).to_have_value("")
    person.open_dialog()
    field = page.get_by_role("dialog").get_by_label("The words that open your space")
    field.fill(passphrase)
    field.press("Enter")
    expect(page.get_by_text("No space here opens with this passphrase.")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_what_this_keeps_can_be_reached_from_where_it_matters(
    new_page: Callable[..., Page], server: Any, person_at: Any, width: int
) -> None:
    """Somebody would write before they know who could read it."""
    page = new_page(width)
    person = person_at(page, server)
    person.go_in("p/9")
    expect(page.get_by_role("link", name="What this keeps").first).to_be_visible()
    dialog = person.open_dialog()
    dialog.get_by_role("link", name="What this keeps").press("Enter")
    expect(page.get_by_role("heading", name="What this keeps, and what it does not hide")).to_be_visible()
    for title in ("A court", "If someone makes you open it", "What you save or print", "What erasing cannot reach"):
        expect(page.get_by_role("heading", name=title)).to_be_visible()
    assert [] == faults(page)
