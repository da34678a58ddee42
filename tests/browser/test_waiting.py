"""An exercise that waits its turn, finds no room, or answers slowly: what the page says, and what becomes of words."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest
import yaml
from benchmarks.light import LightVisitor
from playwright.sync_api import Locator, Page, expect

WORDS = yaml.safe_load((Path(__file__).parents[2] / "worksheets/en/interface.yaml").read_text("utf-8"))
WAITS = WORDS["page"]["waits"]
SLOW, SLOW_ENDED = WORDS["connection"]["slow"], WORDS["connection"]["slow_ended"]
HELD = WORDS["exercise"]["held"]
CONFLICT = WORDS["exercise"]["conflict"]["title"]

#: Milliseconds: a page process that hangs is ended after 15 s; a page without a place asks every 10 to 15 s.
NOTICED = 45_000


@contextmanager
def hanging(process: psutil.Process) -> Iterator[None]:
    process.suspend()
    try:
        yield
    finally:
        if process.is_running():
            process.resume()


def banner(page: Page) -> Locator:
    return page.locator("#connection")


def status(page: Page) -> Locator:
    return page.locator(".u-status")


def exercise(page: Page) -> Locator:
    return page.locator("section[data-exercise]")


def sees_again(person: Any, text: str) -> None:
    expect(person.page.get_by_text(CONFLICT)).to_have_count(0)
    person.page.reload()
    expect(person.stop_words).to_have_value(text)
    expect(person.page.locator(".u-versions:visible")).to_have_count(0)


def test_an_exercise_that_waits_its_turn_says_so_and_comes_by_itself(
    page: Page, server: Any, person_at: Callable[..., Any]
) -> None:
    """Somebody would sit before a page that seems broken, and load it again and again."""
    person = person_at(page, server)
    with hanging(server.warm()):
        person.go_in()
        expect(exercise(page).get_by_text(WAITS["turn"])).to_be_visible(timeout=NOTICED)
        expect(page.get_by_role("main").get_by_role("status")).to_have_text(WAITS["turn"])
        expect(page.get_by_role("heading", level=1).first).to_be_visible()
    person.stop_words.press_sequentially("at last")
    expect(status(page)).to_have_text(HELD)
    expect(page.get_by_text(WAITS["turn"])).to_have_count(0)
    expect(banner(page)).to_be_empty()


def test_words_wait_for_another_page_process_too(page: Page, server: Any, person_at: Callable[..., Any]) -> None:
    """What was typed while others were served first would be gone, or kept twice."""
    person = person_at(page, server)
    person.go_in()
    person.make_space()
    person.stop_words.press_sequentially("before, ")
    person.sees_kept()
    warm = server.warm()
    (process,) = warm.children()
    with hanging(warm):
        process.kill()
        person.stop_words.press_sequentially("meanwhile, ")
        expect(banner(page)).to_have_text(WAITS["turn"], timeout=NOTICED)
        person.stop_words.press_sequentially("and on")
    person.sees_kept()
    expect(banner(page)).to_be_empty()
    sees_again(person, "before, meanwhile, and on")


def test_a_slow_exercise_is_no_loss(page: Page, server: Any, person_at: Callable[..., Any]) -> None:
    """A disk that is slow to wake would look like a network that is gone."""
    person = person_at(page, server)
    person.go_in()
    person.make_space()
    (process,) = server.warm().children()
    with hanging(process):
        person.stop_words.press_sequentially("slowly, ")
        expect(banner(page)).to_have_text(SLOW, timeout=NOTICED)
    expect(banner(page)).to_be_empty()
    person.stop_words.press_sequentially("and on")
    person.sees_kept()
    assert [process] == server.warm().children()
    sees_again(person, "slowly, and on")


def test_words_of_an_exercise_that_hangs_go_to_another_one(
    page: Page, server: Any, person_at: Callable[..., Any]
) -> None:
    """One answer that takes for ever would hold up every word after it."""
    person = person_at(page, server)
    person.go_in()
    person.make_space()
    (process,) = server.warm().children()
    with hanging(process):
        person.stop_words.press_sequentially("stuck, ")
        expect(banner(page)).to_have_text(SLOW_ENDED, timeout=NOTICED)
        person.stop_words.press_sequentially("and on")
        expect(status(page)).to_have_text(re.compile(r"^Kept \d"), timeout=NOTICED)
        expect(banner(page)).to_be_empty(timeout=NOTICED)
    sees_again(person, "stuck, and on")


@pytest.fixture
def small(server_of: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Any:
    """A server on a system that allows few files: room for four visits."""
    server = server_of()
    command = server.command
    monkeypatch.setattr(server, "command", lambda *more: ["prlimit", "--nofile=88:88", *command(*more)])
    return server.start()


@pytest.fixture
def crowd(small: Any, join: str) -> Iterator[Callable[[], None]]:
    """Four people without browsers, who take all places; call it, and one of them goes."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def run(work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, loop).result(60)

    people = [LightVisitor(small.url) for _ in range(4)]
    for one in people:
        run(one.come(join, "p/1"))
    yield lambda: run(people.pop().go())
    for one in people:
        run(one.go())
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()


def test_without_a_place_the_page_says_so_and_asks_again(
    small: Any, crowd: Callable[[], None], page: Page, person_at: Callable[..., Any]
) -> None:
    """Whoever comes last to a full room would be told of a mistake, and never get in."""
    last = person_at(page, small)
    with page.expect_response(lambda response: response.status == 503, timeout=NOTICED):
        last.go_in()
    expect(exercise(page).get_by_text(WAITS["full"])).to_be_visible()
    expect(banner(page)).to_be_empty()
    crowd()
    last.stop_words.press_sequentially("at last", timeout=NOTICED)
    expect(status(page)).to_have_text(HELD)
    expect(page.get_by_text(WAITS["full"])).to_have_count(0)
    expect(banner(page)).to_be_empty()
