"""A server that falls silent, a network that goes, a process that dies: what somebody at the page sees and keeps."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Dialog, Locator, Page, expect

WORDS = yaml.safe_load((Path(__file__).parents[2] / "worksheets/en/interface.yaml").read_text("utf-8"))
LOST, GONE, SHUT, BACK = (WORDS["connection"][name] for name in ("lost", "gone", "shut", "back"))
OFFLINE = WORDS["exercise"]["not_kept"]["offline"]
HELD = WORDS["exercise"]["held"]
CONFLICT = WORDS["exercise"]["conflict"]["title"]

#: Milliseconds until a page has noticed that nobody answers (it asks every 10 s and waits 5 s), on a busy machine.
NOTICED = 40_000

MARKER = "zwetschgenmus am fensterbrett"


@pytest.fixture
def person(page: Page, shared_server: Any, person_at: Callable[..., Any]) -> Any:
    """Somebody with an open space, at the ladder."""
    person = person_at(page, shared_server)
    person.go_in()
    person.make_space()
    return person


@contextmanager
def silent(server: Any) -> Iterator[None]:
    """The server is there and takes connections, but says nothing: a machine that sleeps or swaps."""
    os.kill(server.process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(server.process.pid, signal.SIGCONT)


def banner(page: Page) -> Locator:
    return page.locator("#connection")


def status(page: Page) -> Locator:
    return page.locator(".u-status")


def sees_again(person: Any, text: str) -> None:
    """The text is there when the page is loaded anew, from the space and from nowhere else."""
    person.page.reload()
    expect(person.stop_words).to_have_value(text)


def test_what_is_typed_while_the_server_is_silent_is_kept_when_it_speaks_again(page: Page, person: Any) -> None:
    """A laptop that slept for a minute would cost the sentence that somebody was in the middle of."""
    person.stop_words.press_sequentially("before, ")
    person.sees_kept()
    with silent(person.server):
        person.stop_words.press_sequentially("meanwhile, ")
        expect(status(page)).to_have_text(OFFLINE, timeout=NOTICED)
        expect(banner(page)).to_have_text(LOST, timeout=NOTICED)
        person.stop_words.press_sequentially("and on")
    expect(banner(page)).to_have_text(BACK, timeout=NOTICED)
    person.sees_kept()
    expect(banner(page)).to_be_empty()
    sees_again(person, "before, meanwhile, and on")


def test_what_is_typed_without_a_network_is_kept_when_it_is_back(page: Page, person: Any) -> None:
    """A walk through a tunnel would cost what was written in it."""
    person.stop_words.press_sequentially("before, ")
    person.sees_kept()
    page.context.set_offline(True)
    person.stop_words.press_sequentially("meanwhile, ")
    expect(status(page)).to_have_text(OFFLINE, timeout=NOTICED)
    expect(banner(page)).to_have_text(GONE, timeout=NOTICED)
    expect(person.stop_words).to_have_value("before, meanwhile, ")
    person.stop_words.press_sequentially("and on")
    page.context.set_offline(False)
    expect(banner(page)).to_have_text(BACK, timeout=NOTICED)
    person.sees_kept()
    sees_again(person, "before, meanwhile, and on")


def test_a_new_page_process_holds_what_the_old_one_held(page: Page, server: Any, person_at: Callable[..., Any]) -> None:
    """Somebody just looking would lose their ladder to a crash that they cannot even see."""
    person = person_at(page, server)
    person.go_in()
    page.get_by_label("Add one of your own").fill(MARKER)
    page.get_by_role("button", name="Add", exact=True).click()
    person.stop_words.press_sequentially("before")
    expect(status(page)).to_have_text(HELD)

    (old,) = server.warm().children()
    with page.expect_websocket() as line:
        old.kill()
    with line.value.expect_event("framereceived", lambda frame: '"held"' in frame and '"stop"' in frame):
        pass
    # The table follows from what the new process holds: the old one's answer to it is gone with it.
    person.stop_words.press_sequentially(", after")
    expect(status(page)).to_have_text(HELD)
    expect(page.get_by_role("table").get_by_text(MARKER)).to_be_visible()
    expect(person.stop_words).to_have_value("before, after")
    assert [old.pid] != [process.pid for process in server.warm().children()]

    person.make_space()  # and from there it goes into the space
    person.sees_kept()
    sees_again(person, "before, after")
    expect(page.get_by_role("table").get_by_text(MARKER)).to_be_visible()


def restarted(person: Any, number: int = signal.SIGKILL) -> None:
    """The server ends and is started anew on its port; the person types on meanwhile."""
    person.server.stop(number)
    if number == signal.SIGTERM:  # an ordinary end locks all spaces, and says so
        dialog = person.page.get_by_role("dialog", name="My space")
        expect(dialog.get_by_text(WORDS["space"]["locked_by_itself"])).to_be_visible()
        dialog.get_by_role("button", name="Close").click()
    person.stop_words.press_sequentially("meanwhile, ")
    expect(banner(person.page)).to_have_text(GONE, timeout=NOTICED)
    person.stop_words.press_sequentially("and on")
    person.server.start()


def sees_anew(person: Any, text: str) -> None:
    """As `sees_again`, on a server that was started anew: it explains leaving before it shows the first page."""
    person.page.reload()
    person.page.get_by_role("button", name="Go on").click()
    expect(person.stop_words).to_have_value(text)
    expect(person.page.locator(".u-versions:visible")).to_have_count(0)


@pytest.fixture
def in_mid_sentence(page: Page, server: Any, person_at: Callable[..., Any]) -> tuple[Any, str]:
    """Somebody with an open space, on a server of their own; and the passphrase."""
    person = person_at(page, server)
    person.go_in()
    passphrase = person.make_space()
    person.stop_words.press_sequentially("before, ")
    person.sees_kept()
    return person, passphrase


def test_after_a_restart_the_passphrase_is_asked_over_the_words(page: Page, in_mid_sentence: tuple[Any, str]) -> None:
    """What was typed while the program was down would be gone, or go into no space, and nobody would say so."""
    person, passphrase = in_mid_sentence
    restarted(person)
    dialog = page.get_by_role("dialog", name="My space")
    expect(dialog.get_by_text(WORDS["space"]["after_restart"])).to_be_visible(timeout=NOTICED)
    expect(person.stop_words).to_have_value("before, meanwhile, and on")

    # Whoever closes the page now is asked, since these words were meant for a space that is locked.
    dialog.get_by_role("button", name="Close").click()
    expect(status(page)).to_have_text(HELD)
    questions: list[str] = []
    page.on("dialog", lambda asked: (questions.append(asked.type), asked.dismiss()))
    with page.expect_event("dialog"):
        page.close(run_before_unload=True)
    assert ["beforeunload"] == questions
    expect(person.stop_words).to_have_value("before, meanwhile, and on")

    person.open_space(passphrase)
    person.sees_kept()
    expect(page.get_by_text(CONFLICT)).to_have_count(0)
    sees_anew(person, "before, meanwhile, and on")


def test_a_restart_takes_nobody_out_of_steadying_themselves(page: Page, in_mid_sentence: tuple[Any, str]) -> None:
    """A question about a passphrase would come between somebody and the floor under their feet."""
    person, _ = in_mid_sentence
    person.server.stop(signal.SIGKILL)
    page.get_by_role("banner").get_by_role("link", name="Steady me").click()
    person.server.start()
    expect(page.locator("#space-button")).to_have_attribute("data-space", "closed", timeout=NOTICED)
    steady = page.get_by_role("dialog", name="Steady me")
    expect(steady).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(1)
    steady.get_by_role("button", name=WORDS["steady"]["close"], exact=True).click()
    expect(page.get_by_role("dialog", name="My space").get_by_text(WORDS["space"]["after_restart"])).to_be_visible()


def test_a_page_goes_on_when_the_workbook_was_ended_and_is_opened_anew(
    page: Page, in_mid_sentence: tuple[Any, str]
) -> None:
    """Whoever ends the program and starts it again would have to copy their words out of a page that is dead."""
    person, passphrase = in_mid_sentence
    restarted(person, signal.SIGTERM)
    expect(banner(page)).to_have_text(SHUT, timeout=NOTICED)
    expect(person.stop_words).to_have_value("before, meanwhile, and on")
    other = page.context.new_page()
    other.goto(person.server.ready)  # the new link, in the same browser
    page.bring_to_front()
    dialog = page.get_by_role("dialog", name="My space")
    expect(dialog.get_by_text(WORDS["space"]["after_restart"])).to_be_visible(timeout=NOTICED)
    person.open_space(passphrase)
    person.sees_kept()
    expect(page.get_by_text(CONFLICT)).to_have_count(0)
    sees_anew(person, "before, meanwhile, and on")


def test_with_the_server_gone_for_good_words_stay_and_leaving_works(
    page: Page, server: Any, person_at: Callable[..., Any]
) -> None:
    """Somebody would sit before a dead page with their words on it, and no way to get them off the screen."""
    person = person_at(page, server)
    person.go_in()
    person.make_space()
    person.stop_words.press_sequentially("before, ")
    person.sees_kept()
    server.stop(signal.SIGKILL)
    person.stop_words.press_sequentially(MARKER)
    expect(banner(page)).to_have_text(GONE, timeout=NOTICED)
    expect(status(page)).to_have_text(OFFLINE, timeout=NOTICED)
    expect(person.stop_words).to_have_value(f"before, {MARKER}")

    page.get_by_role("banner").get_by_role("button", name="Leave this page").click()
    expect(page.get_by_role("heading", name=WORDS["away"]["title"])).to_be_visible()
    assert MARKER not in page.content()


def test_closing_asks_only_while_words_are_unsent(page: Page, person: Any) -> None:
    """One wrong key would close the page over words that are nowhere else; or every visit would end in a question."""
    questions: list[str] = []

    def stay(dialog: Dialog) -> None:
        questions.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    with silent(person.server):
        person.stop_words.press_sequentially("unsent")
        with page.expect_event("dialog"):
            page.close(run_before_unload=True)
        expect(person.stop_words).to_have_value("unsent")
    person.sees_kept()
    with page.expect_event("close"):
        page.close(run_before_unload=True)
    assert ["beforeunload"] == questions


def test_unsent_words_are_in_no_storage_of_the_browser(page: Page, person: Any) -> None:
    """Whoever opens the browser's profile the next day would read what was never even kept."""
    with silent(person.server):
        person.stop_words.press_sequentially(MARKER)
        expect(status(page)).to_have_text(OFFLINE, timeout=NOTICED)
        stored = page.evaluate(
            """async () => JSON.stringify([
                 {...localStorage}, {...sessionStorage}, document.cookie, window.name, history.state, location.href,
                 (await indexedDB.databases()).map(({name}) => name), await caches.keys(),
                 (await navigator.serviceWorker.getRegistrations()).length,
               ])"""
        )
        state = page.context.storage_state(indexed_db=True)
        expect(person.stop_words).to_have_value(MARKER)
    assert '[{},{},"","",null,' + f'"{page.url}",[],[],0]' == stored
    assert [] == state["origins"]
    assert MARKER not in str(state)
