"""A network that falls silent, or is cut, between the browser and the server: at the level of TCP, as it happens."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Locator, Page, Playwright, expect

WORDS = yaml.safe_load((Path(__file__).parents[2] / "worksheets/en/interface.yaml").read_text("utf-8"))
LOST, GONE, BACK = (WORDS["connection"][name] for name in ("lost", "gone", "back"))
OFFLINE = WORDS["exercise"]["not_kept"]["offline"]
CONFLICT = WORDS["exercise"]["conflict"]["title"]

#: Milliseconds until the page is back: the longest wait between tries, on a busy machine.
RECOVERY = 45_000


class Wire:
    """What lies between the browser and the server: takes the browser's connections and passes their bytes on.

    `server_port` is where they go. While the wire is silent nothing passes, and neither end is told. Afterwards what
    was held up arrives late, as after a tunnel; or it never does, and a connection that lost bytes stays silent, as
    after a router forgot about it. While it is cut every connection ends at once, and no new one is taken.
    """

    def __init__(self) -> None:
        self.server_port = 0
        self.swallowed = 0
        self._silent = self._late = self._cut = False
        self._loop = asyncio.new_event_loop()
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._speaks = asyncio.Event()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        listening = asyncio.run_coroutine_threadsafe(asyncio.start_server(self._take, "127.0.0.1", 0), self._loop)
        self.port: int = listening.result(10).sockets[0].getsockname()[1]
        self._do(self._speaks.set)

    @contextmanager
    def silent(self, *, late: bool) -> Iterator[None]:
        """`late`: whether what was sent meanwhile arrives afterwards."""

        def fall_silent() -> None:
            self._silent, self._late = True, late
            self._speaks.clear()

        def speak() -> None:
            self._silent = False
            self._speaks.set()

        self._do(fall_silent)
        try:
            yield
        finally:
            self._do(speak)

    @contextmanager
    def cut(self) -> Iterator[None]:
        def cut() -> None:
            self._cut = True
            self._end_all()

        def mend() -> None:
            self._cut = False

        self._do(cut)
        try:
            yield
        finally:
            self._do(mend)

    def close(self) -> None:
        self._do(lambda: [task.cancel() for task in self._tasks])
        self._do(self._end_all)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _do(self, act: Callable[[], object]) -> None:
        """Run something in the wire's own thread, and wait for it."""
        done = threading.Event()
        self._loop.call_soon_threadsafe(lambda: (act(), done.set()))
        assert done.wait(10)

    def _end_all(self) -> None:
        for writer in self._writers:
            writer.transport.abort()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        if self._cut:
            writer.transport.abort()
            return
        if self._silent and not self._late:
            await self._swallow(reader)
            return
        await self._speaks.wait()
        with suppress(OSError):
            from_server, to_server = await asyncio.open_connection("127.0.0.1", self.server_port)
            self._writers.add(to_server)
            for one, other in ((reader, to_server), (from_server, writer)):
                task = asyncio.create_task(self._pass_on(one, other))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            return
        writer.transport.abort()  # no server: refused

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(65536):
                if self._silent and not self._late:
                    self.swallowed += len(data)
                    await self._swallow(reader)
                    return
                await self._speaks.wait()
                writer.write(data)
                await writer.drain()
            await self._speaks.wait()
        writer.close()

    async def _swallow(self, reader: asyncio.StreamReader) -> None:
        with suppress(OSError):
            while data := await reader.read(65536):
                self.swallowed += len(data)


@pytest.fixture(scope="module")
def wire() -> Iterator[Wire]:
    wire = Wire()
    yield wire
    wire.close()


@pytest.fixture(scope="module")
def browser(playwright: Playwright, chromium: dict[str, Any], wire: Wire) -> Iterator[Browser]:
    """A browser whose every connection goes through the wire."""
    arguments = [*chromium["args"], f"--host-resolver-rules=MAP 127.0.0.1 127.0.0.1:{wire.port}"]
    browser = playwright.chromium.launch(**{**chromium, "args": arguments})
    yield browser
    browser.close()


@pytest.fixture
def real_time() -> bool:
    return False


@pytest.fixture
def person(page: Page, shared_server: Any, wire: Wire, person_at: Callable[..., Any], real_time: bool) -> Any:
    """Somebody with an open space, at the ladder, on a page whose clock can be turned, or runs as clocks do."""
    wire.server_port = shared_server.port
    if not real_time:
        page.clock.install()
    person = person_at(page, shared_server)
    person.go_in()
    person.make_space()
    return person


def banner(page: Page) -> Locator:
    return page.locator("#connection")


def status(page: Page) -> Locator:
    return page.locator(".u-status")


def all_is_kept(person: Any, text: str) -> None:
    """Kept, and there when the page is loaded anew, as one version."""
    page = person.page
    expect(status(page)).to_have_text(
        f"Kept {page.evaluate('new Date().toTimeString().slice(0, 5)')}", timeout=RECOVERY
    )
    expect(person.stop_words).to_have_value(text)
    expect(page.get_by_text(CONFLICT)).to_have_count(0)
    page.reload()
    expect(person.stop_words).to_have_value(text)
    expect(page.locator(".u-versions:visible")).to_have_count(0)


@pytest.mark.parametrize("late", [True, False], ids=["bytes-come-late", "bytes-are-gone"])
def test_what_is_typed_in_five_silent_minutes_is_kept(page: Page, person: Any, wire: Wire, late: bool) -> None:
    """A train ride would cost what was written on it, or show it twice as if somebody else had written too."""
    person.stop_words.press_sequentially("before, ")
    person.sees_kept()
    text = "before, "
    with wire.silent(late=late):
        person.stop_words.press_sequentially("at once, ")
        text += "at once, "
        page.clock.run_for("00:10")
        expect(status(page)).to_have_text(OFFLINE)
        expect(banner(page)).to_have_text(LOST)
        for minute in ("one, ", "two, ", "three, ", "four, ", "five, "):
            person.stop_words.press_sequentially(minute)
            text += minute
            page.clock.run_for("01:00")
            expect(status(page)).to_have_text(OFFLINE)
            expect(banner(page)).to_have_text(GONE)
        assert late or wire.swallowed > 0
    person.stop_words.press_sequentially("and on")
    expect(banner(page)).to_have_text(BACK, timeout=RECOVERY)
    all_is_kept(person, f"{text}and on")
    assert 1 == len(person.server.warm().children())  # the same page process, and none that was started in vain


@pytest.mark.skipif("UNHURRIED_ROUNDS" not in os.environ, reason="takes five minutes: `make test-long` runs it")
@pytest.mark.parametrize("real_time", [True])
@pytest.mark.parametrize("late", [True, False], ids=["bytes-come-late", "bytes-are-gone"])
def test_five_silent_minutes_on_every_clock_cost_nothing(page: Page, person: Any, wire: Wire, late: bool) -> None:
    """On a train the server waits too: it gives up the page process, and the next one has to get what was typed."""
    person.stop_words.press_sequentially("before, ")
    person.sees_kept()
    text = "before, "
    with wire.silent(late=late):
        for minute in ("one, ", "two, ", "three, ", "four, ", "five, "):
            person.stop_words.press_sequentially(minute)
            text += minute
            expect(status(page)).to_have_text(OFFLINE, timeout=RECOVERY)
            page.wait_for_timeout(60_000)  # the point of this test is the time itself
    person.stop_words.press_sequentially("and on")
    expect(banner(page)).to_have_text(BACK, timeout=RECOVERY)
    all_is_kept(person, f"{text}and on")
    assert 1 == len(person.server.warm().children())


def test_what_is_typed_while_the_wire_is_cut_is_kept(page: Page, person: Any, wire: Wire) -> None:
    """A plug pulled out by a foot would cost the sentence."""
    person.stop_words.press_sequentially("before, ")
    person.sees_kept()
    with wire.cut():
        person.stop_words.press_sequentially("meanwhile, ")
        expect(banner(page)).to_have_text(GONE, timeout=RECOVERY)
        page.clock.run_for("00:10")
        expect(status(page)).to_have_text(OFFLINE)
        person.stop_words.press_sequentially("and on, ")
    person.stop_words.press_sequentially("to the end")
    expect(banner(page)).to_have_text(BACK, timeout=RECOVERY)
    all_is_kept(person, "before, meanwhile, and on, to the end")
