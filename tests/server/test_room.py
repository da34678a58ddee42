"""Who waits, for what, and who comes next; and what the server knows of those who went."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from tests.server.visiting import STARTERS, FakeLine, ended, probed, with_visits

from unhurried.course import find_course
from unhurried.server import guard, keys, limits, my_pages
from unhurried.server.attention import SLOW, STUCK, Attention
from unhurried.server.guard import Visitors
from unhurried.server.keys import Keys
from unhurried.server.limits import FILES_EACH, OTHER_FILES, Limits
from unhurried.server.room import Room
from unhurried.server.visits import KERNEL, Visits

COURSE = str(find_course().root)
LADDER = ["from unhurried import page", 'page("touch-ladder")']


async def settled() -> None:
    """Let everything run that can run without waiting for anything from outside."""
    for _ in range(20):
        await asyncio.sleep(0)


def test_room_is_given_in_the_order_in_which_it_was_asked_for() -> None:
    """Whoever waits longest would wait for ever, while smaller or later ones go past."""

    async def told() -> None:
        room, order, leave = Room(10), [], {}

        async def stay(name: str, size: int) -> None:
            leave[name] = asyncio.Event()
            async with room.of(size):
                order.append(name)
                await leave[name].wait()

        tasks = {}
        for name, size in (("first", 6), ("large", 8), ("small", 2), ("gone", 1), ("more than there is", 99)):
            tasks[name] = asyncio.create_task(stay(name, size))
            await settled()
        assert ["first"] == order, "nobody goes past the one who waits for much"
        assert not room.has(1)
        tasks["gone"].cancel()
        leave["first"].set()
        await settled()
        assert ["first", "large", "small"] == order
        leave["large"].set()
        leave["small"].set()
        await settled()
        assert ["first", "large", "small", "more than there is"] == order
        leave["more than there is"].set()
        await settled()
        assert room.has(10)

    asyncio.run(told())


def test_whoever_leaves_the_line_holds_up_nobody() -> None:
    """After somebody closed a page that waited for much, everybody behind it would wait for ever."""

    async def told() -> None:
        room = Room(10)
        came = []

        async def stay(size: int) -> None:
            async with room.of(size):
                came.append(size)
                await asyncio.Event().wait()

        tasks = []
        for size in (6, 8, 2):
            tasks.append(asyncio.create_task(stay(size)))
            await settled()
        tasks[1].cancel()
        await settled()
        assert [6, 2] == came
        tasks[0].cancel()  # given and cancelled in the same moment: nothing is lost
        late = asyncio.create_task(stay(8))
        await settled()
        late.cancel()
        tasks[2].cancel()
        await settled()
        assert room.has(10)

    asyncio.run(told())


@pytest.mark.parametrize("kind", STARTERS[-1:])
def test_looking_back_is_reckoned_with_what_it_takes(kind: type[Any]) -> None:
    """A room of people who look back at once would take the machine's memory from each other."""

    async def story(visits: Visits) -> None:
        for cells, left in ((list(my_pages.CELLS), 0), (LADDER, my_pages.MEMORY)):
            visits._room = Room(visits.starter.each + my_pages.MEMORY)
            visit = visits.begin("somebody", COURSE, cells)
            await settled()
            assert visits._room.has(left)
            assert not visits._room.has(left + 1)
            visits.end(visit)

    with_visits(kind, story)


def test_a_process_that_answers_is_never_called_slow() -> None:
    """People would be told that something is wrong, or lose their process, for no reason but many words."""
    attention = Attention()
    assert {None} == {attention.round() for _ in range(100)}, "nothing was sent, so nothing is asked"
    for _ in range(100):
        attention.sent()
        assert "ask" == attention.round()
        attention.sent()
        assert {None} == {attention.round() for _ in range(SLOW - 1)}
        assert not attention.answered()


def test_a_process_that_does_not_answer_is_called_slow_then_stuck() -> None:
    """Somebody would type into a page that has stopped, and nobody would tell them."""
    attention = Attention()
    attention.sent()
    said = [attention.round() for _ in range(STUCK + 2)]
    assert ["ask"] + [None] * (SLOW - 1) + ["slow"] == said[: SLOW + 1]
    assert "stuck" == said[STUCK]
    assert 3 == len([one for one in said if one])
    assert attention.answered(), "its page was told, and is to be told again"
    assert not attention.answered()


@pytest.mark.parametrize("kind", STARTERS)
def test_whoever_finds_no_room_is_told_and_comes_in_when_there_is(kind: type[Any]) -> None:
    """With many pages open the machine would run out of memory, and everybody's words would go."""

    async def story(visits: Visits) -> None:
        first, seen = await probed(visits, "first")
        second = visits.begin("second", COURSE, LADDER)
        shown = await visits.shown(second)
        assert {"ready": [], "failed": None, "waits": "room"} == shown
        line = FakeLine()
        visits.connect(second, line)
        assert [] == line.told
        visits.end(first)
        await asyncio.wait_for(asyncio.shield(second.ready), 30)
        await ended(seen["pid"])
        (told,) = [json.loads(text) for text in line.told]
        assert ("ready", [0], None) == (told["type"], [one["section"] for one in told["ready"]], told["failed"])
        again = FakeLine()
        visits.connect(second, again)  # the line was lost just then: it is told once more
        assert line.told == again.told

    with_visits(kind, story, limits=Limits(memory=kind.each, visits=100))


def test_whoever_waits_and_goes_takes_nobodys_place() -> None:
    """Pages that were closed while they waited would each be started for nobody, in front of those who are there."""

    async def story(visits: Visits) -> None:
        first, _ = await probed(visits, "first")
        visits.connect(first, FakeLine())
        for _ in range(5):
            waiting = visits.begin("second", COURSE, LADDER)
            assert "room" == (await visits.shown(waiting))["waits"]
            visits.end(waiting)
        never_came = visits.begin("third", COURSE, LADDER)  # a page that is sent, and opens no line
        await visits.shown(never_came)
        while visits.find("third", never_came.id) is not None:
            await asyncio.sleep(0.01)
        last = visits.begin("fourth", COURSE, LADDER)
        visits.connect(last, FakeLine())
        visits.end(first)
        assert (await asyncio.wait_for(asyncio.shield(last.ready), 30))["ready"]
        assert [last] == list(visits)

    (kind,) = (param.values[0] for param in STARTERS[:1])
    with_visits(kind, story, patience=(0.2, 1000), limits=Limits(memory=kind.each, visits=100))


def test_a_kernel_counts_for_what_it_takes() -> None:
    """A few notebooks with code of their own would take the memory of everybody else's pages."""

    class Kernel:
        def __init__(self) -> None:
            self.closed = asyncio.Event()
            self.first = True

        async def read(self) -> bytes | None:
            if self.first:
                self.first = False
                return b'S{"ready": [], "failed": null}'
            await self.closed.wait()
            return None

        def write(self, frame: bytes) -> None: ...

        def close(self) -> None:
            self.closed.set()

    async def story(visits: Visits) -> None:
        async def start() -> Kernel:
            return Kernel()

        kernel = visits.begin("first", COURSE, [], start)
        assert (await visits.shown(kernel))["waits"] is None
        page = visits.begin("second", COURSE, LADDER)
        assert "room" == (await visits.shown(page))["waits"]
        visits.end(kernel)
        assert (await asyncio.wait_for(asyncio.shield(page.ready), 30))["ready"]

    (kind,) = (param.values[0] for param in STARTERS[:1])
    with_visits(kind, story, limits=Limits(memory=KERNEL + kind.each - 1, visits=100))


def test_limits_follow_from_memory_and_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small machine would be filled to the last byte, or a large one would send people away."""
    monkeypatch.setattr(limits, "free_memory", lambda: 4 * 1024**3)
    assert Limits(memory=3 * 1024**3, visits=10) == limits.of_this_machine(OTHER_FILES + 10 * FILES_EACH)
    assert 1 == limits.of_this_machine(0).visits
    monkeypatch.undo()
    assert 0 < limits.free_memory() < 2**50


@pytest.mark.skipif(sys.platform == "win32", reason="no such limits there")
def test_as_many_files_as_the_system_allows() -> None:
    """A crowd would be sent away though the system has room for it."""
    script = (
        "import resource; from unhurried.server.limits import allow_files; "
        "resource.setrlimit(resource.RLIMIT_NOFILE, (100, 300)); "
        "print(allow_files(), *resource.getrlimit(resource.RLIMIT_NOFILE)); print(allow_files())"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert ["300 300 300", "300"] == done.stdout.splitlines()


# ---- what the server knows of those who went


def test_who_left_is_known_for_as_long_as_their_cookie_could_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody who left would be let in again by their old cookie; or the list of them would grow for ever."""
    visitors = Visitors(tmp_path / "v")
    visitor, cookie = visitors.new_cookie("c")
    visitors.leave(visitor)
    assert visitors.visitor("c", cookie) is None
    assert Visitors(tmp_path / "v").visitor("c", cookie) is None, "after a crash neither"
    days = 24 * 3600.0
    now = time.time()
    monkeypatch.setattr(guard.time, "time", lambda: now + (guard.COOKIE_DAYS + 1) * days)
    visitors.leave("another")
    assert 1 == len(json.loads((tmp_path / "v").read_text())["left"])
    assert visitors.visitor("c", cookie) is None, "it is too old by itself"


def test_how_to_leave_is_remembered_of_the_last_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server's memory would grow with everybody who ever came; or people would be told the same every time."""
    monkeypatch.setattr(guard, "MOST_WELCOMED", 3)
    visitors = Visitors(tmp_path / "v")
    for name in "abcd":
        visitors.welcome(name)
    assert [False, True, True, True] == [visitors.is_welcomed(name) for name in "abcd"]
    visitors.leave("d")
    assert not visitors.is_welcomed("d")


def test_nothing_is_known_of_a_visitor_after_a_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the server knows of people who never said goodbye would only grow."""
    clock = [1000.0]
    monkeypatch.setattr(keys, "now", lambda: clock[0])

    async def job(order: dict[str, Any]) -> dict[str, Any]:
        return {"key": {"file": "f", "key": "k", "kind": "own"}}

    async def told() -> None:
        locked: list[str] = []

        async def gone(visitor: str) -> None: ...

        kept = Keys(tmp_path, job, lambda visitor: None, locked.append, lambda visitor, for_two: None, gone)
        before = _size(kept)
        for number in range(50):
            for page in range(2 * keys.MOST_PAGES):
                kept.hello(f"v{number}", f"p{page}")
            kept.touch(f"v{number}")
        assert _size(kept) <= before + 50 * (
            1 + keys.MOST_PAGES + 1
        )  # who, their pages, and when they last did something
        await kept.open("v0", "words of a test", "2026-11-20")
        clock[0] += kept.quiet + 1
        kept.lock_quiet()
        assert ["v0"] == locked
        clock[0] += keys.FORGOTTEN
        kept.lock_quiet()
        assert before == _size(kept)

    asyncio.run(told())


def _size(kept: Keys) -> int:
    """How many things it holds, one within the other."""

    def count(value: Any) -> int:
        if isinstance(value, dict):
            return sum(1 + count(one) for one in value.values())
        return 0

    return sum(count(value) for value in vars(kept).values())
