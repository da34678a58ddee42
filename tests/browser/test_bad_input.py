"""What people and disks really do: odd text in every field, wrong and taken words, a broken file, no room."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest
import yaml
from playwright.sync_api import Locator, Page, expect

from unhurried.space.folder import Folder

WORDS = yaml.safe_load((Path(__file__).parents[2] / "worksheets/en/interface.yaml").read_text("utf-8"))
SPACE, EXERCISE = WORDS["space"], WORDS["exercise"]

ODD = " ".join(
    [
        "🧦 👩🏽‍❤️‍👩🏻 🇺🇦 e\u0301 \u200d",
        "שלום, \u202eabc\u202c مرحبا",
        "<script>alert(1)</script> <img src=x onerror=alert(1)> &lt;b&gt; &amp;",
        "{{7*7}} ${7*7} {room} %s %(name)s {0}",
        "' \" ` ´ “ „ ” « » \\ \\n '); DROP TABLE entries; --",
    ]
)
LONG = ("a hundred thousand characters, " * 4_000)[:99_999] + "."

#: Milliseconds until a page has tried again by itself: 5 s, then 10 s, on a busy machine.
TRIED_AGAIN = 40_000

PAGE_SIZE = 4096  # of the database, in bytes


@pytest.fixture
def server(shared_server: Any) -> Any:
    """The file of one space or the rights of one process are broken here; other people's spaces never notice."""
    return shared_server


@pytest.fixture
def person(page: Page, server: Any, person_at: Callable[..., Any]) -> Any:
    """Somebody with an open space, at the ladder."""
    person = person_at(page, server)
    person.strangers = server.warm().children()  # page processes of tests before this one, which end in a minute
    person.go_in()
    person.passphrase = person.make_space()
    return person


def page_processes(person: Any) -> list[psutil.Process]:
    return [process for process in person.server.warm().children() if process not in person.strangers]


def lock(person: Any) -> None:
    """Lock, and wait until no process has the space's file open."""
    pages = page_processes(person)
    person.open_dialog().get_by_role("button", name=SPACE["lock_button"]).click()
    expect(person.page).to_have_url(person.server.url)
    assert [] == psutil.wait_procs(pages, 10)[1]


def come_back(person: Any) -> None:
    person.page.goto(f"{person.server.url}p/1")
    expect(person.stop_words).to_have_value("")


def refused(dialog: Locator, passphrase: str) -> Locator:
    """Try to open a space; returns the line that says why not."""
    dialog.get_by_label(SPACE["open_label"]).fill(passphrase)
    dialog.get_by_role("button", name=SPACE["open_button"]).click()
    return dialog.locator(".form-status").first


# Text -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [ODD, LONG], ids=["odd", "long"])
def test_every_field_keeps_text_as_it_was_typed(page: Page, person: Any, text: str) -> None:
    """Words in another script, or very many of them, would come back changed, cut, or carried out as code."""
    alerts: list[str] = []
    page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    afterwards = page.get_by_role("textbox", name="What helps me afterwards")
    card = page.locator(".u-card")
    name = card.get_by_role("textbox", name="What it is")
    condition = card.get_by_role("textbox", name=EXERCISE["own_words"])

    person.stop_words.fill(f"{text}\n\n{text[:10_000]}")
    afterwards.focus()
    page.keyboard.insert_text(text)
    page.get_by_label(EXERCISE["add_own"]).fill(text)
    page.get_by_role("button", name=EXERCISE["add"], exact=True).click()
    if not name.is_visible():
        card.locator("summary").click()
    name.fill(f"2 {text}")
    condition.fill(text)
    condition.press("Tab")
    person.sees_kept()

    page.reload()
    expect(person.stop_words).to_have_value(f"{text}\n\n{text[:10_000]}")
    expect(afterwards).to_have_value(text)
    card.locator("summary").click()
    expect(name).to_have_value(f"2 {text}")
    expect(condition).to_have_value(text)
    assert f"2 {text}" == card.locator(".u-name").text_content()
    cells = page.get_by_role("table").locator("tbody tr").locator("td, th").all_text_contents()
    assert f"2 {text}" in cells
    assert text in cells
    assert [] == alerts


# Words that open a space ----------------------------------------------------------------------------------


def test_wrong_words_get_one_plain_sentence_and_the_right_ones_still_open(page: Page, person: Any) -> None:
    """Somebody who mistyped once would believe that their space is gone."""
    person.stop_words.fill("hands off")
    person.sees_kept()
    lock(person)
    come_back(person)
    dialog = person.open_dialog()
    for wrong in ("not these words at all", "", ODD):
        expect(refused(dialog, wrong)).to_have_text(SPACE["wrong"])
    person.open_space(f"  {person.passphrase.upper()} ")  # as a phone writes it
    expect(person.stop_words).to_have_value("hands off")


def test_taken_words_are_turned_down_like_any_others(
    server: Any, new_page: Callable[..., Page], person: Any, person_at: Callable[..., Any]
) -> None:
    """Two people would write into one space, or one would learn that the other has one."""
    person.stop_words.fill("hands off")
    person.sees_kept()
    other = person_at(new_page(), server)
    other.go_in()
    dialog = other.open_dialog()
    dialog.locator("summary", has_text=SPACE["make_title"]).click()
    dialog.get_by_label(SPACE["own_words"]).check()
    dialog.get_by_label(SPACE["own_label"]).fill(person.passphrase)
    dialog.get_by_label(SPACE["again_label"]).fill(person.passphrase)
    dialog.get_by_role("button", name=SPACE["make_button"]).click()
    expect(dialog.locator(".form-status", has_text=SPACE["taken"])).to_be_visible()
    expect(other.page.locator("#space-button")).to_have_attribute("data-space", "closed")
    person.page.reload()
    expect(person.stop_words).to_have_value("hands off")


# A damaged file -------------------------------------------------------------------------------------------


def flip(data: bytes, offsets: range) -> bytes:
    changed = bytearray(data)
    for offset in offsets:
        changed[offset] ^= 0xFF
    return bytes(changed)


@pytest.mark.parametrize("first_page", [0, 1], ids=["all of it", "all but its head"])
def test_a_damaged_file_is_left_alone_and_a_good_copy_is_offered(
    page: Page, server: Any, person: Any, first_page: int
) -> None:
    """One bad sector would cost everything somebody ever wrote, or the attempt to read it would finish it off."""
    person.stop_words.fill("hands off")
    person.sees_kept()
    lock(person)
    come_back(person)
    person.open_space(person.passphrase)  # the first opening of the day copies it
    expect(person.stop_words).to_have_value("hands off")
    lock(person)
    file = Folder(server.space).find(person.passphrase).file
    good = file.read_bytes()
    damaged = flip(good, range(first_page * PAGE_SIZE + 100, len(good), PAGE_SIZE))
    file.write_bytes(damaged)

    come_back(person)
    dialog = person.open_dialog()
    expect(refused(dialog, person.passphrase)).to_have_text(SPACE["damaged"])
    assert damaged == file.read_bytes()
    expect(page.locator("#space-button")).to_have_attribute("data-space", "closed")
    dialog.get_by_role("button", name=SPACE["restore_button"].partition("{")[0]).click()
    expect(dialog.get_by_text(SPACE["restored"])).to_be_visible()
    person.close_open_dialog(dialog)
    expect(person.stop_words).to_have_value("hands off")
    assert damaged in [other.read_bytes() for other in server.space.iterdir()]

    person.stop_words.fill("hands off, and on")
    person.sees_kept()
    page.reload()
    expect(person.stop_words).to_have_value("hands off, and on")


# No room, no right ----------------------------------------------------------------------------------------


@contextmanager
def no_room(person: Any) -> Iterator[None]:
    """The page process may not write a byte to any file: what a used-up quota does."""
    if not hasattr(psutil, "RLIMIT_FSIZE"):
        pytest.skip("this system cannot limit a running process, so a full disk cannot be played")
    (process,) = page_processes(person)
    before = process.rlimit(psutil.RLIMIT_FSIZE)
    process.rlimit(psutil.RLIMIT_FSIZE, (0, before[1]))
    yield
    process.rlimit(psutil.RLIMIT_FSIZE, before)


@contextmanager
def no_right(person: Any) -> Iterator[None]:
    """The folder of spaces cannot be written to. Root may write anyway, so for root it is mounted read-only."""
    folder = str(person.server.space)
    if not hasattr(os, "geteuid"):
        pytest.skip("this system has no permissions that could be taken away")
    if os.geteuid() != 0:
        person.server.space.chmod(0o500)
        yield
        person.server.space.chmod(0o700)
        return
    if subprocess.run(["mount", "--bind", folder, folder], capture_output=True).returncode != 0:
        pytest.skip("root may write everywhere and may not mount here, so a read-only folder cannot be played")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.mark.parametrize(("trouble", "why"), [(no_room, "space_full"), (no_right, "space_read_only")])
def test_what_cannot_be_kept_stays_on_the_page_until_it_can(
    page: Page, person: Any, trouble: Callable[..., Any], why: str
) -> None:
    """A full disk in the middle of a sentence would cost the sentence, or be told to nobody."""
    status = page.locator(".u-status")
    person.stop_words.fill("before, ")
    person.sees_kept()
    with trouble(person):
        person.stop_words.press("Control+End")
        person.stop_words.press_sequentially("meanwhile, ")
        expect(status).to_have_text(EXERCISE["not_kept"][why])
        person.stop_words.press_sequentially("and on")
        page.get_by_role("button", name=EXERCISE["keep_now"]).click()
        expect(status).to_have_text(EXERCISE["not_kept"][why])
        expect(person.stop_words).to_have_value("before, meanwhile, and on")
    expect(status).to_contain_text("Kept ", timeout=TRIED_AGAIN)
    expect(person.stop_words).to_have_value("before, meanwhile, and on")
    page.reload()
    expect(person.stop_words).to_have_value("before, meanwhile, and on")
