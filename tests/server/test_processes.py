"""Page processes: one for each page, confined, and none left behind."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
from tests.server.visiting import PROBE, STARTERS, FakeLine, ended, lives, probed, with_visits

from unhurried.course import find_course
from unhurried.server.processes import frames
from unhurried.server.processes.starter import ENVIRONMENT
from unhurried.server.visits import Visits


@pytest.mark.parametrize("kind", STARTERS)
def test_a_page_process_is_confined(kind: type[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """A crash, a leak or another program could put what somebody wrote where it stays and is found."""
    monkeypatch.setenv("ZQ7_HUB_TOKEN", "a secret of the server")

    async def story(visits: Visits) -> None:
        _, first = await probed(visits)
        _, second = await probed(visits)
        for seen in (first, second):
            assert set() == set(seen["environment"]) - {
                *ENVIRONMENT,
                "UNHURRIED_COURSE",
                "LC_CTYPE",
                "RAYON_NUM_THREADS",
            }
            assert [True, True, True] == seen["nowhere"]
            assert 4 == seen["descriptors"], "the standard three, and its own line"
            assert [0, 0] == seen["core"]
            assert 0 < seen["memory"] <= 4 * 1024**3
            assert 0 == seen["dumpable"]
            assert 1 == seen["threads"]
        assert first["pid"] != second["pid"]
        assert first["random"] != second["random"], "two pages would draw the same ids"

    with_visits(kind, story)


@pytest.mark.parametrize("kind", STARTERS)
def test_no_file_of_the_folder_that_one_stands_in_is_run(
    kind: type[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody starts the workbook in their downloads, and a file there reads along because of its name."""
    (tmp_path / "comm.py").write_text("raise SystemExit")
    monkeypatch.chdir(tmp_path)

    async def story(visits: Visits) -> None:
        await probed(visits)

    with_visits(kind, story)


@pytest.mark.parametrize("kind", STARTERS)
def test_a_page_process_ends_when_nobody_comes_for_it(kind: type[Any]) -> None:
    """Pages that were never seen, or lost for good, would fill the machine with words of people who have gone."""

    async def story(visits: Visits) -> None:
        _, unclaimed = await probed(visits)
        await ended(unclaimed["pid"])
        visit, dropped = await probed(visits)
        line = FakeLine()
        visits.connect(visit, line)
        await asyncio.sleep(0.6)
        assert lives(dropped["pid"]), "a page with a line stays"
        visits.disconnect(visit, line)
        await ended(dropped["pid"])
        assert [] == list(visits)

    with_visits(kind, story, patience=(0.3, 0.3))


@pytest.mark.parametrize("kind", STARTERS)
def test_a_page_that_comes_back_in_time_finds_its_process(kind: type[Any]) -> None:
    """A short walk out of the network's reach would cost what was written since."""

    async def story(visits: Visits) -> None:
        visit, seen = await probed(visits)
        first, second = FakeLine(), FakeLine()
        visits.connect(visit, first)
        visits.disconnect(visit, first)
        visits.connect(visit, second)
        await asyncio.sleep(0.6)
        assert visit is visits.find("somebody", visit.id)
        assert lives(seen["pid"])
        assert not second.hung_up

    with_visits(kind, story, patience=(1000, 0.3))


@pytest.mark.parametrize("kind", STARTERS)
def test_a_visit_that_ends_takes_its_process_with_it(kind: type[Any]) -> None:
    """What somebody wrote would stay in the memory of a process that nobody can reach."""

    async def story(visits: Visits) -> None:
        for _ in range(3):  # closed again before they have started
            visits.end(visits.begin("somebody", str(find_course().root), [PROBE]))
        visit, seen = await probed(visits)
        line = FakeLine()
        visits.connect(visit, line)
        visits.end(visit)
        assert ['{"type": "ended"}'] == line.told
        assert line.hung_up
        await ended(seen["pid"])
        assert [] == list(visits)

    with_visits(kind, story)


# ---- in a server


def test_each_page_has_a_process_of_its_own(visitor: Any, other: Any, family: Any) -> None:
    """What is wrong in one page, or written in it, would be in another one too."""
    pages = [visitor.page(), visitor.page(), other.page()]
    assert 3 == len(family.pages)
    lines = [visitor.line(pages[0]), visitor.line(pages[1]), other.line(pages[2])]
    lines[0].put("stop", "Zq7words")
    lines[0].says("held")
    for line in lines[1:]:
        assert {} == line.state()["answers"]


def test_two_pages_of_one_chapter_are_two_to_the_space(visitor: Any) -> None:
    """All pages come from one process: taken for one page, the later words would go over the earlier ones unseen."""
    lines = [visitor.line(visitor.page()) for _ in range(2)]
    assert 200 == visitor.post("space/make", {"passphrase": "two tabs marker by the river"}).status
    for line in lines:
        line.told("opened")
    lines[0].put("stop", "with my hand")
    assert "kept" == lines[0].says("kept", "not_kept")["say"]
    lines[1].put("stop", "with a word")
    assert "conflict" == lines[1].says("kept", "conflict", "not_kept")["say"]


def test_another_visitors_visit_is_none(visitor: Any, other: Any, family: Any) -> None:
    """Whoever learns an address of a page could read along, or end it in the middle of a sentence."""
    page = visitor.page()
    visit = page.block("unhurried")["page"]
    comm = visitor.shown(page)["ready"][0]["comm"]
    assert 4404 == other.line_of(visit, comm).code
    assert 4404 == other.line_of("no-such-visit").code
    token = f"page={visit}"
    theirs, none = other.post("goodbye", token), other.post("goodbye", "page=no-such-visit")
    assert (theirs.status, theirs.body) == (none.status, none.body)
    line = visitor.line(page)
    line.put("room", 3)
    assert "room" == line.says("held")["question"]
    assert 1 == len(family.pages)


def test_goodbye_ends_the_process_after_its_last_words(visitor: Any, family: Any, until: Callable[..., Any]) -> None:
    """What somebody wrote would stay in memory after they closed the page."""
    page = visitor.page()
    line = visitor.line(page)
    assert 204 == visitor.post("goodbye", f"page={page.block('unhurried')['page']}").status
    line.put("stop", "last words")
    assert "stop" == line.says("held")["question"]
    line.close()
    until(lambda: not family.pages)
    assert 4404 == visitor.line(page).code


def test_goodbye_to_a_page_without_a_line_ends_it_at_once(visitor: Any, family: Any, until: Callable[..., Any]) -> None:
    """Pages looked at for a moment would each stay for ten seconds more."""
    page = visitor.page()
    visitor.post("goodbye", f"page={page.block('unhurried')['page']}")
    until(lambda: not family.pages)


def test_a_fourth_tab_ends_the_one_used_longest_ago(visitor: Any, family: Any, until: Callable[..., Any]) -> None:
    """One visitor could use up the machine; or the tab they are writing in would be the one that goes."""
    lines = [visitor.line(visitor.page()) for _ in range(3)]
    lines[0].put("room", 3)
    lines[0].says("held")
    fourth = visitor.line(visitor.page())
    assert {"type": "ended"} == lines[1].hear()
    assert 1000 == lines[1].code
    until(lambda: len(family.pages) == 3)
    for line in (lines[0], lines[2], fourth):
        assert "looking" == line.state()["keeping"]


def test_pages_given_up_while_loading_leave_nothing(visitor: Any, family: Any, until: Callable[..., Any]) -> None:
    """Somebody who presses reload again and again would fill the machine."""
    warm = family.warm
    warm.suspend()
    try:
        for _ in range(12):
            response = (connection := visitor.connect("GET", "p/1", {}, b"")).getresponse()
            assert response.read1()
            connection.close()
            response.close()
    finally:
        warm.resume()
    for _ in range(12):
        visitor.connect("GET", "p/1", {}, b"").close()
    assert 200 == visitor.page().status
    line = visitor.line(visitor.page())
    assert "looking" == line.state()["keeping"]
    visitor.leave()
    until(lambda: not family.pages)


def test_five_hundred_starts_leave_nothing_behind(visitor: Any, family: Any, until: Callable[..., Any]) -> None:
    """After some hundred pages the server would stop for everybody."""
    warm = family.warm
    visitor.page()
    visitor.leave()
    until(lambda: not family.pages)
    visitor.enter()
    server_before, warm_before = family.server.num_fds(), warm.num_fds()
    for _ in range(500):
        visitor.page()
    visitor.leave()
    until(lambda: not family.pages)  # zombies would be among them
    until(lambda: family.server.num_fds() <= server_before)
    until(lambda: warm.num_fds() <= warm_before)
    assert [family.server, warm] == family.all


def test_a_warm_process_that_dies_is_started_again(visitor: Any, family: Any, until: Callable[..., Any]) -> None:
    """After one fault nobody could open an exercise until somebody starts the server again."""
    line = visitor.line(visitor.page())
    warm = family.warm
    warm.kill()
    line.told("ended")
    page = visitor.page()
    assert [0] == [shown["section"] for shown in visitor.shown(page)["ready"]]
    assert "looking" == visitor.line(page).state()["keeping"]
    assert warm != family.warm
    until(lambda: family.all[:2] == [family.server, family.warm])


def test_no_process_outlives_a_server_that_was_killed(server: Any, visitor_of: Any, family_of: Any) -> None:
    """What people wrote would stay in the memory of processes that nobody can reach and nobody ends."""
    visitor = visitor_of(server).enter()
    line = visitor.line(visitor.page())
    line.put("stop", "Zq7words")
    line.says("held")
    (stuck,) = family_of(server).pages
    stuck.suspend()  # even one that does not listen any more
    visitor.page()
    processes = family_of(server).all
    assert 4 == len(processes)
    server.stop(signal.SIGKILL)
    left = psutil.wait_procs(processes, timeout=2)[1]
    assert [] == [one for one in left if lives(one.pid)]


def test_without_a_fork_a_page_works_too(server_of: Any, visitor_of: Any, until: Callable[..., Any]) -> None:
    """On machines without a safe fork nobody could answer anything."""
    server = server_of("--plain-start").start()
    visitor = visitor_of(server).enter()
    children = psutil.Process(server.process.pid).children
    assert 2 == len(children()), "two are kept ready"
    page = visitor.page()
    line = visitor.line(page)
    line.put("stop", "with my hand")
    assert "held" == line.says("held", "not_kept")["say"]
    words = "plain marker river stone"
    assert 200 == visitor.post("space/make", {"passphrase": words}).status
    line.put("stop", "with my hand", seq=2)
    assert "kept" == line.says("kept", "not_kept")["say"]
    until(lambda: len([one for one in children() if one.status() != psutil.STATUS_ZOMBIE]) == 3)
    assert "with my hand" == visitor.line(visitor.page()).state()["answers"]["stop"]["value"]
    processes = [psutil.Process(server.process.pid), *children(recursive=True)]
    assert 0 == server.stop()
    assert [] == psutil.wait_procs(processes, timeout=2)[1]


def test_frames_come_back_as_they_were_sent() -> None:
    """Words would arrive cut, or be taken for the server's own orders."""
    for body in ({"a": "ä💔\ud83d\u0000"}, [], "x" * 70_000):
        for kind in (frames.COMM, frames.OWN):
            frame = frames.encode(kind, body)
            assert len(frame) == frames.LENGTH.size + frames.LENGTH.unpack(frame[: frames.LENGTH.size])[0]
            assert (kind, body) == frames.decode(frame[frames.LENGTH.size :])
