"""Copies that can be read, from the page: of a whole space, and of one exercise."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Download, Error, Locator, Page, Route, expect
from tests.browser.axe import faults

OPEN, PRIVATE = "quittengelee im mondlicht", "zwiebelmuster am dachfirst"
GALLERY = str(Path(__file__).parents[2] / "docs/gallery")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The gallery: one of its exercises can be shared, but for one question."""
    from tests.conftest import Server

    server = Server(tmp_path_factory.mktemp("copies"), "--course", GALLERY)
    try:
        yield server.start()
    finally:
        server.close()


class Writer:
    """Somebody at the exercise with every kind of question."""

    def __init__(self, person: Any) -> None:
        self.person, self.page = person, person.page
        self.exercise = self.page.locator("section[data-exercise=everything]")
        person.go_in()
        self.page.locator("details", has=self.exercise).locator("> summary").click()
        self.write("If today had a name, what would it be?", OPEN)
        self.write("What did I notice outside today?", PRIVATE)

    def write(self, question: str, words: str) -> None:
        self.exercise.get_by_role("textbox", name=question).fill(words)

    def copy_form(self) -> Locator:
        dialog = self.person.open_dialog()
        dialog.locator("summary", has_text="Save a copy that you can read").click()
        form: Locator = dialog.locator("form", has=self.page.get_by_role("button", name="Save the copy"))
        return form


@pytest.fixture
def writer(page: Page, server: Any, person_at: Callable[..., Any]) -> Writer:
    return Writer(person_at(page, server))


def saved(page: Page, act: Callable[[], None]) -> Download:
    with page.expect_download() as download:
        act()
    return download.value


def held(download: Download) -> tuple[str, Any]:
    assert "pages.zip" == download.suggested_filename
    with zipfile.ZipFile(io.BytesIO(Path(download.path()).read_bytes())) as pages:
        return pages.read("words.md").decode(), json.loads(pages.read("words.json"))


def test_a_copy_has_the_words_and_leaves_the_private_ones_out(writer: Writer) -> None:
    """Somebody would have nothing left without this program; or hand on what was for nobody."""
    passphrase = writer.person.make_space()
    form = writer.copy_form()
    expect(form.get_by_text("This file is not locked.")).to_be_visible()
    expect(form.get_by_label("Put everything in")).not_to_be_checked()
    form.get_by_label("Your passphrase, once more").fill(passphrase)
    copy = saved(writer.page, form.get_by_role("button", name="Save the copy").click)
    text, kept = held(copy)
    assert f"### If today had a name, what would it be?\n\n> {OPEN}\n" in text
    assert OPEN in str(kept)
    assert PRIVATE not in text + str(kept)
    expect(form.get_by_role("status")).to_contain_text("The copy has gone to your browser")
    expect(form.get_by_label("Your passphrase, once more")).to_have_value("")
    form.get_by_label("Put everything in").check()
    form.get_by_label("Your passphrase, once more").fill(passphrase)
    everything, _ = held(saved(writer.page, form.get_by_role("button", name="Save the copy").click))
    assert f"> {PRIVATE}\n" in everything
    expect(writer.page.get_by_role("heading", name="My space is open")).to_be_visible()


def test_what_was_typed_this_moment_is_in_it(writer: Writer) -> None:
    """The last sentence would be missing, since nothing had kept it yet."""
    passphrase = writer.person.make_space()
    writer.write("If today had a name, what would it be?", f"{OPEN} and one more")
    form = writer.copy_form()
    form.get_by_label("Your passphrase, once more").fill(passphrase)
    text, _ = held(saved(writer.page, form.get_by_role("button", name="Save the copy").click))
    assert f"> {OPEN} and one more\n" in text


def test_wrong_words_save_nothing(writer: Writer) -> None:
    """Whoever sits down at an open page would carry everything away."""
    writer.person.make_space()
    downloads: list[Download] = []
    writer.page.on("download", lambda download: downloads.append(download))
    form = writer.copy_form()
    form.get_by_label("Your passphrase, once more").fill("not these words")
    form.get_by_role("button", name="Save the copy").click()
    expect(form.get_by_role("status")).to_contain_text("No space here opens with this passphrase.")
    expect(form.get_by_label("Your passphrase, once more")).to_be_focused()
    assert [] == downloads


def test_what_goes_wrong_is_said_and_nothing_is_lost(writer: Writer) -> None:
    """Somebody would press again and again, and not know whether their words are lost."""
    passphrase = writer.person.make_space()
    form = writer.copy_form()
    form.get_by_label("Your passphrase, once more").fill(passphrase)
    button, status = form.get_by_role("button", name="Save the copy"), form.get_by_role("status")

    def refuse(error: str) -> Callable[[Route], None]:
        return lambda route: route.fulfill(status=409, json={"error": error})

    for error, said in (("export_failed", "The copy could not be made."), ("space_busy", "Another program is using")):
        writer.page.route("**/space/copy", refuse(error), times=1)
        button.click()
        expect(status).to_contain_text(said)
    writer.page.route("**/space/copy", lambda route: route.abort(), times=1)
    button.click()
    expect(status).to_contain_text("The workbook cannot be reached")
    assert f"> {OPEN}\n" in held(saved(writer.page, button.click))[0]


def test_it_says_that_it_is_working_and_saves_nothing_after_leaving(writer: Writer) -> None:
    """Somebody would press twice; or everything they wrote would land on the disk just after they had left."""
    passphrase = writer.person.make_space()
    downloads: list[Download] = []
    writer.page.on("download", lambda download: downloads.append(download))
    waiting: list[Route] = []
    writer.page.route("**/space/copy", lambda route: waiting.append(route))
    form = writer.copy_form()
    form.get_by_label("Your passphrase, once more").fill(passphrase)
    form.get_by_role("button", name="Save the copy").click()
    expect(form.get_by_role("status")).to_contain_text("Getting the copy ready")
    form.get_by_role("button", name="Save the copy").click()
    writer.page.get_by_role("dialog").get_by_role("button", name="Leave this page").click()
    expect(writer.page.get_by_role("heading", name="Kitchen measures")).to_be_visible()
    assert 1 == len(waiting)
    with suppress(Error):  # the browser has given it up with its page
        waiting[0].fulfill(body=b"PK", content_type="application/zip")
    writer.page.reload()
    expect(writer.page.get_by_role("heading", name="Kitchen measures")).to_be_visible()
    assert [] == downloads


def test_a_page_as_text_also_while_just_looking(writer: Writer) -> None:
    """Whoever keeps nothing here would have no way to take their words along."""
    writer.exercise.locator("summary", has_text="save it as text").click()
    expect(writer.exercise.get_by_text("a file with your text is not locked either")).to_be_visible()
    writer.exercise.get_by_label("Put in what cannot be shared, too").check()
    button = writer.exercise.get_by_role("button", name="Save my answers as text")
    text = saved(writer.page, button.click)
    assert "page.md" == text.suggested_filename
    told = Path(text.path()).read_text()
    assert f"> {OPEN}\n" in told
    assert f"> {PRIVATE}\n\nNobody has a right to ask you for this answer.\n" in told
    expect(writer.exercise.get_by_text("The text has gone to your browser")).to_be_visible()
    writer.page.route("**/text", lambda route: route.abort(), times=1)
    button.click()
    expect(
        writer.exercise.get_by_text("The text could not be made. Your words are still on this page.")
    ).to_be_visible()


def test_both_by_keyboard(writer: Writer) -> None:
    """Somebody without a mouse could save nothing."""
    passphrase = writer.person.make_space()
    keyboard = writer.page.keyboard
    writer.exercise.locator("summary", has_text="save it as text").focus()
    for key in ("Enter", "Tab", "Tab", "Space", "Tab", "Tab", "Tab", "Tab"):
        keyboard.press(key)
    expect(writer.exercise.get_by_role("button", name="Save my answers as text")).to_be_focused()
    saved(writer.page, lambda: keyboard.press("Enter"))
    expect(writer.exercise.get_by_text("The text has gone to your browser")).to_be_visible()
    expect(writer.exercise.get_by_role("button", name="Save my answers as text")).to_be_focused()
    writer.person.open_dialog().locator("summary", has_text="Save a copy that you can read").focus()
    for key in ("Enter", "Tab"):
        keyboard.press(key)
    keyboard.type(passphrase)
    for key in ("Tab", "Space", "Tab"):
        keyboard.press(key)
    text, _ = held(saved(writer.page, lambda: keyboard.press("Enter")))
    assert PRIVATE in text


def test_an_exercise_without_questions_offers_no_text(page: Page, server: Any, person_at: Callable[..., Any]) -> None:
    """A button would promise words that nobody can write there."""
    person_at(page, server).go_in()
    note = page.locator("section[data-exercise=note]")
    page.locator("details", has=note).locator("> summary").click()
    note.locator("summary", has_text="Print this").click()
    expect(note.get_by_role("button", name="Make the sheet")).to_be_visible()
    expect(note.get_by_role("button", name="Save my answers as text")).to_have_count(0)
    expect(note.get_by_text("save it as text")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_everybody_can_read_the_form(
    width: int, scheme: str, new_page: Callable[..., Page], server: Any, person_at: Callable[..., Any]
) -> None:
    """Somebody with a screen reader, weak sight or a small phone would not learn that the file is not locked."""
    page = new_page(width=width, color_scheme=scheme)
    writer = Writer(person_at(page, server))
    writer.person.make_space()
    writer.exercise.locator("summary", has_text="save it as text").click()
    page.evaluate("scrollTo(0, 0)")  # a button half under the bar would count as a small one
    assert [] == faults(page)
    form = writer.copy_form()
    form.get_by_label("Your passphrase, once more").fill("not these words")
    form.get_by_role("button", name="Save the copy").click()
    expect(form.get_by_role("status")).to_contain_text("No space here opens")
    assert [] == faults(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
