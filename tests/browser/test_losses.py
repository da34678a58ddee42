"""Rounds of typing in which the page process or the whole server is killed at any moment.

`UNHURRIED_ROUNDS` is how many (6 unless set; `make test-long` takes 50), `UNHURRIED_SEED` repeats a run.
"""

from __future__ import annotations

import os
import random
import re
import secrets
import signal
import statistics
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Locator, Page, expect

WORDS = yaml.safe_load((Path(__file__).parents[2] / "worksheets/en/interface.yaml").read_text("utf-8"))

ROUNDS = int(os.environ.get("UNHURRIED_ROUNDS", "6"))
SEED = os.environ.get("UNHURRIED_SEED") or secrets.token_hex(4)

#: Seconds. Longer, and somebody who stops to think would wonder whether their words are safe.
SOON = 1.5

#: Milliseconds between keys, at most: steady typing, with no pause that the page would take for the end of it.
BETWEEN_KEYS = 90

#: Seconds from the first word of a round within which the kill falls; the typing takes longer than that.
KILLED_WITHIN = 3.0

#: Milliseconds that a page may need to find its way back: a start of the server, and the longest wait between tries.
RECOVERY = 60_000

#: What the page did, noted by the page itself: `typed` is the text after the last keystroke; each of `kept` is a
#: moment at which "Kept" came up, with the text that then stood there, and the wait since the last keystroke.
DIARY = """
const diary = window.diary = {typed: "", kept: []};
let since = null, before = "";
addEventListener("input", ({target}) => {
  if (!target.matches("textarea")) return;
  diary.typed = target.value;
  since = Date.now();
}, true);
new MutationObserver(() => {
  const status = document.querySelector(".u-status")?.textContent ?? "";
  if (status === before) return;
  before = status;
  if (!status.startsWith("Kept ") || since === null) return;
  const [text, at] = [document.querySelector("textarea").value, Date.now()];
  diary.kept.push({text, at, wait: at - since});
  since = null;
}).observe(document, {subtree: true, childList: true, characterData: true});
"""


class Kill:
    """A `kill -9` in a thread of its own, so that the typing goes on; after one of the server, its new start."""

    def __init__(self, server: Any, what: str, after: float) -> None:
        self.server, self.what = server, what
        self.at = float("inf")
        self.failure: BaseException | None = None
        self._timer = threading.Timer(after, self._kill)
        self._timer.start()

    @property
    def done(self) -> bool:
        return not self._timer.is_alive()

    def wait(self) -> None:
        self._timer.join()
        if self.failure is not None:
            raise self.failure

    def _kill(self) -> None:
        try:
            self.at = time.time()
            if self.what == "server":
                self.server.stop(signal.SIGKILL)
                self.server.start()
            else:
                for process in self.server.warm().children():
                    process.kill()
        except BaseException as failure:
            self.failure = failure


class Writer:
    """Somebody who writes word after word into one field."""

    def __init__(self, page: Page, field: Locator, chance: random.Random) -> None:
        self.page, self.field, self.chance = page, field, chance
        self.kept = page.locator(".u-status").filter(has_text=re.compile(r"^Kept \d"))
        self.words = 0
        self.written = ""

    def go_to_the_end(self) -> None:
        self.field.click()
        self.field.press("Control+End")

    def write_word(self) -> None:
        word = f"{self.words}{''.join(self.chance.choices('abcdefgh', k=self.chance.randint(1, 7)))} "
        self.words += 1
        self.written += word
        for letter in word:
            self.page.keyboard.type(letter, delay=self.chance.uniform(0, BETWEEN_KEYS))

    def interrupted(self) -> bool:
        """Whether something has come up over the page; what is typed from there on goes nowhere."""
        return self.page.locator("dialog[open]").count() > 0

    def pause(self) -> None:
        """Stop typing until "Kept" shows, or something comes up over the page."""
        expect(self.kept.or_(self.page.locator("dialog[open]")).first).to_be_visible(timeout=RECOVERY)

    def sees_kept(self) -> None:
        expect(self.kept).to_be_visible(timeout=RECOVERY)


def one_round(writer: Writer, person: Any, passphrase: str, kill: Callable[[], Kill]) -> tuple[float, float]:
    """Returns when the round began and when the kill fell, both in seconds since 1970."""
    page, began = writer.page, time.time()
    writer.go_to_the_end()
    writer.write_word()
    writer.sees_kept()

    killed = kill()
    before = writer.written
    while not killed.done and not writer.interrupted():
        writer.write_word()
        if writer.chance.random() < 0.25:
            writer.pause()
    killed.wait()

    if killed.what == "server":
        dialog = page.get_by_role("dialog", name="My space")
        expect(dialog.get_by_text(WORDS["space"]["after_restart"])).to_be_visible(timeout=RECOVERY)
        typed = page.evaluate("diary.typed")
        assert typed.startswith(before) and writer.written.startswith(typed)
        writer.written = typed  # keys pressed over the dialog went into no field
        person.open_space(passphrase)
    expect(writer.field).to_have_value(writer.written, timeout=RECOVERY)
    writer.go_to_the_end()
    writer.write_word()
    writer.sees_kept()
    expect(writer.field).to_have_value(writer.written)
    expect(page.get_by_text(WORDS["exercise"]["conflict"]["title"])).to_have_count(0)
    return began, killed.at


def test_no_word_is_lost_when_processes_are_killed_while_somebody_types(
    server: Any, new_page: Callable[..., Page], person_at: Callable[..., Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """What somebody found the courage to write once would have to be found a second time."""
    with capsys.disabled():
        sys.stdout.write(f"\n{ROUNDS} rounds, UNHURRIED_SEED={SEED} ")
    chance = random.Random(SEED)
    page = new_page()
    page.add_init_script(DIARY)
    person = person_at(page, server)
    person.go_in()
    passphrase = person.make_space()
    writer = Writer(page, person.stop_words, chance)

    kills = [chance.choice(["page process", "server"]) for _ in range(ROUNDS)]
    rounds = [
        one_round(writer, person, passphrase, lambda what=what: Kill(server, what, chance.uniform(0, KILLED_WITHIN)))
        for what in kills
    ]

    kept = page.evaluate("diary.kept")
    page.close()
    server.stop()
    server.start()
    person = person_at(new_page(), server)
    person.go_in()
    person.open_space(passphrase)
    expect(person.stop_words).to_have_value(writer.written)
    assert [] == [entry for entry in kept if not writer.written.startswith(entry["text"])]

    waits = []
    for began, ended in rounds:
        of_round = [one["wait"] / 1000 for one in kept if began <= one["at"] / 1000 <= ended]
        assert of_round, "a round without a single word kept proves nothing"
        waits += of_round
    p95 = statistics.quantiles(waits, n=20, method="inclusive")[-1]
    with capsys.disabled():
        sys.stdout.write(
            f"({kills.count('page process')} page processes and {kills.count('server')} servers killed, "
            f"{writer.words} words; last key to Kept: {len(waits)} times, "
            f"median {statistics.median(waits):.2f} s, p95 {p95:.2f} s, longest {max(waits):.2f} s) "
        )
    assert p95 < SOON
