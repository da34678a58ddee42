"""A lid that is closed, a clock that is set: neither is a loss."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Page, expect

WORDS = yaml.safe_load((Path(__file__).parents[2] / "worksheets/en/interface.yaml").read_text("utf-8"))
CONFLICT = WORDS["exercise"]["conflict"]["title"]

#: Every sentence that the banner or an exercise's status ever showed, noted by the page itself.
DIARY = """
window.said = new Set();
new MutationObserver(() => {
  for (const line of document.querySelectorAll("#connection, .u-status")) said.add(line.textContent);
}).observe(document, {subtree: true, childList: true, characterData: true});
"""


@contextmanager
def asleep(server: Any) -> Iterator[None]:
    """The server does not run: nor does it on a laptop whose lid is closed."""
    os.kill(server.process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(server.process.pid, signal.SIGCONT)


def said(page: Page) -> list[str]:
    """What was said that would have frightened somebody."""
    calm = {"", *(WORDS["exercise"][name] for name in ("preparing", "nothing_yet", "held", "keeping"))}
    sentences: list[str] = page.evaluate("[...said]")
    return [one for one in sentences if one not in calm and not one.startswith("Kept ")]


def all_is_kept(person: Any, text: str) -> None:
    """Kept, and there when the page is loaded anew, as one version."""
    person.sees_kept()
    expect(person.stop_words).to_have_value(text)
    expect(person.page.get_by_text(CONFLICT)).to_have_count(0)
    person.page.reload()
    expect(person.stop_words).to_have_value(text)
    expect(person.page.locator(".u-versions:visible")).to_have_count(0)


def test_words_typed_before_the_lid_was_closed_are_kept_without_a_fright(
    page: Page, server: Any, person_at: Callable[..., Any]
) -> None:
    """Whoever closes the lid in mid-sentence would be told in the morning that the sentence is lost."""
    page.clock.install(time=datetime(2026, 11, 20, 22, 58))
    page.add_init_script(DIARY)
    person = person_at(page, server)
    person.go_in()
    person.make_space()
    person.stop_words.press_sequentially("before, ")
    person.sees_kept()
    with asleep(server):
        person.stop_words.press_sequentially("in mid-sentence, ")
        person.stop_words.press("Tab")
        page.clock.fast_forward("08:00:00")
    person.stop_words.press_sequentially("and on")
    expect(page.locator(".u-status")).to_have_text("Kept 06:58")
    assert [] == said(page)
    all_is_kept(person, "before, in mid-sentence, and on")


def test_a_clock_that_jumps_loses_nothing_and_says_the_hour_that_it_now_shows(
    page: Page, server: Any, person_at: Callable[..., Any]
) -> None:
    """Words typed while the laptop finds out where it is would wait for hours, or stand under a wrong hour."""
    page.clock.install(time=datetime(2026, 11, 20, 14, 2))
    page.add_init_script(DIARY)
    person = person_at(page, server)
    person.go_in()
    person.make_space()
    status = page.locator(".u-status")
    person.stop_words.press_sequentially("before, ")
    expect(status).to_have_text("Kept 14:02")
    text = "before, "
    for moment, shown in [
        (datetime(2026, 11, 20, 17, 30), "Kept 17:30"),
        (datetime(2026, 11, 20, 9, 10), "Kept 09:10"),
        (datetime(2026, 11, 23, 9, 11), "Kept 09:11"),
        (datetime(2026, 11, 19, 23, 12), "Kept 23:12"),
    ]:
        person.stop_words.press_sequentially("in mid-")
        page.clock.set_system_time(moment)
        person.stop_words.press_sequentially("sentence, ")
        text += "in mid-sentence, "
        expect(status).to_have_text(shown)
    assert [] == said(page)
    all_is_kept(person, text)
    expect(status).to_have_text("Kept 23:12")
