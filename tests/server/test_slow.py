"""Page processes that do not answer, do not begin or do not end: noticed, said, and ended."""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import Callable
from typing import Any

import psutil
import pytest
from tests.server.visiting import STARTERS, FakeLine, ended, lives, with_visits

from unhurried.course import find_course
from unhurried.server import attention, visits
from unhurried.server.processes import frames, starter
from unhurried.server.visits import Visit, Visits

COURSE = str(find_course().root)

#: An exercise that does what it is told: nothing, or never to come back.
OBEDIENT = """
import json, os, traitlets
from unhurried.widgets.worksheet import Worksheet
class Probe(Worksheet):
    stem = traitlets.Unicode(json.dumps({"pid": os.getpid()}), read_only=True).tag(sync=True)
def act(content):
    while content["do"] == "loop":
        pass
    probe.say({"say": "done"})
probe = Probe({}, act)
probe
"""


async def until(state: Callable[[], Any]) -> None:
    """Wait for a state."""
    async with asyncio.timeout(30):
        while not state():
            await asyncio.sleep(0.01)


async def begun(all_visits: Visits) -> tuple[Visit, FakeLine, int, Callable[[str], None]]:
    """A visit with its line, the number of its process, and what gives its exercise an order."""
    visit = all_visits.begin("somebody", COURSE, [OBEDIENT])
    (shown,) = (await asyncio.wait_for(asyncio.shield(visit.ready), 30))["ready"]
    line = FakeLine()
    all_visits.connect(visit, line)

    def do(what: str) -> None:
        data = {"method": "custom", "content": {"do": what}}
        all_visits.relay(visit, json.dumps({"type": "comm_msg", "comm": shown["comm"], "data": data}))

    return visit, line, json.loads(shown["stem"])["pid"], do


def kinds(line: FakeLine) -> list[str]:
    """The server's own messages on a line."""
    return [kind for text in line.told if (kind := json.loads(text)["type"]) != "comm_msg"]


@pytest.fixture(autouse=True)
def short_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attention, "ROUND", 0.05)


@pytest.mark.parametrize("kind", STARTERS)
def test_an_exercise_that_never_comes_back_is_named_and_ended(kind: type[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """A page would say "Keeping…" for ever, and one core would be busy for nobody."""
    monkeypatch.setattr(starter, "LINGER", 1000.0)  # no force but the one for those that do not answer

    async def story(all_visits: Visits) -> None:
        watch = asyncio.create_task(all_visits.watch())
        _, line, pid, do = await begun(all_visits)
        other, other_line, other_pid, other_do = await begun(all_visits)
        do("loop")
        await until(lambda: line.hung_up)
        assert ["slow", "ended"] == kinds(line)
        assert {"type": "ended", "why": "slow"} == json.loads(line.told[-1])
        await ended(pid)
        other_do("answer")
        await until(lambda: len(other_line.told) == 1)
        assert ([], [other]) == (kinds(other_line), list(all_visits)), "it is nobody else's trouble"
        assert lives(other_pid)
        watch.cancel()

    with_visits(kind, story)


def test_one_that_answers_after_all_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine people would read that something is wrong long after all is well."""
    monkeypatch.setattr(attention, "STUCK", 10_000)

    async def story(all_visits: Visits) -> None:
        watch = asyncio.create_task(all_visits.watch())
        _, line, pid, do = await begun(all_visits)
        process = psutil.Process(pid)
        for number in (1, 2):
            process.suspend()
            do("answer")
            await until(lambda: len(kinds(line)) == 2 * number - 1)  # noqa: B023  # it is waited for here
            process.resume()
            await until(lambda: len(kinds(line)) == 2 * number)  # noqa: B023
        assert ["slow", "goes_on"] * 2 == kinds(line)
        assert not line.hung_up
        watch.cancel()

    with_visits(STARTERS[0].values[0], story)


def test_a_page_that_rests_is_asked_nothing() -> None:
    """A machine that runs on its battery would be woken every second for each open page."""

    async def story(all_visits: Visits) -> None:
        visit, line, _, do = await begun(all_visits)
        do("answer")
        await until(lambda: line.told)
        watch = asyncio.create_task(all_visits.watch())
        asked: list[bytes] = []
        assert visit.process is not None
        write = visit.process.write
        visit.process.write = lambda frame: (asked.append(frame), write(frame))[1]  # type: ignore[method-assign]
        await asyncio.sleep(20 * attention.ROUND)
        assert [frames.encode(frames.OWN, {"ask": True})] == asked, "once, for the message before"
        watch.cancel()

    with_visits(STARTERS[0].values[0], story)


@pytest.mark.parametrize("kind", STARTERS)
def test_cells_that_never_end_are_ended(kind: type[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """A slip in a chapter would keep a core busy for each person who ever opened it."""
    monkeypatch.setattr(visits, "CELLS", 0.5)
    monkeypatch.setattr(starter, "LINGER", 1000.0)

    async def story(all_visits: Visits) -> None:
        before = set(psutil.Process().children(recursive=True))
        visit = all_visits.begin("somebody", COURSE, ["while True: pass"])
        line = FakeLine()
        all_visits.connect(visit, line)
        async with asyncio.timeout(30):
            shown = await asyncio.shield(visit.ready)
        assert ([], 0) == (shown["ready"], shown["failed"])
        await until(lambda: visit.life is not None and visit.life.done())
        started = set(psutil.Process().children(recursive=True)) - before
        assert [] == [one for one in started if one.cpu_times().user > 0.4]
        assert [] == list(all_visits)

    with_visits(kind, story)


@pytest.mark.parametrize("kind", STARTERS)
def test_a_page_closed_while_its_process_loops_ends_it(kind: type[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """What somebody wrote would stay in a process that nobody can reach."""
    monkeypatch.setattr(starter, "LINGER", 0.3)

    async def story(all_visits: Visits) -> None:
        visit, _, pid, do = await begun(all_visits)
        do("loop")
        all_visits.end(visit)
        await ended(pid)

    with_visits(kind, story)


def test_words_that_were_not_acknowledged_go_to_the_next_process(
    visitor: Any, family: Any, until: Callable[..., Any]
) -> None:
    """What somebody typed while the exercise hung would be gone with it."""
    page = visitor.page()
    line = visitor.line(page)
    (process,) = family.pages
    process.send_signal(signal.SIGSTOP)
    line.put("stop", "with my hand")
    assert {"type": "slow"} == line.told("slow")
    assert {"type": "ended", "why": "slow"} == line.told("ended")
    until(lambda: process not in family.pages)
    visit = visitor.post("p/1/visit", {"instead_of": page.block("unhurried")["page"]}).json
    again = visitor.line_of(visit["page"], visit["ready"][0]["comm"] if visit["ready"] else "")
    if visit["waits"]:
        again.comm = again.told("ready")["ready"][0]["comm"]
    again.put("stop", "with my hand")
    assert 1 == again.says("held", "not_kept").get("version")
