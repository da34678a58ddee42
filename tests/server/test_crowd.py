"""Many people at once: nobody is lost, whoever waits is told, and nothing is left of them."""

from __future__ import annotations

import asyncio
import http.client
import re
import resource
import socket
import sys
from collections.abc import Callable, Iterator
from typing import Any

import psutil
import pytest
from benchmarks.light import LightVisitor

CHAPTER = "p/1"

#: Starts `unhurried` with the server's waits so short that a test can see them end.
HURRIED = """
import unhurried.server.app as app
app.PING = app.PONG = app.IDLE = 0.5
from unhurried.cli import main
main()
"""


@pytest.fixture
def small(server_of: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A server on a system that allows few files: room for four visits and a handful of connections."""
    server = server_of()
    command = server.command
    monkeypatch.setattr(server, "command", lambda *more: ["prlimit", "--nofile=88:88", *command(*more)])
    yield server.start()


@pytest.mark.parametrize("option", [(), ("--plain-start",)])
def test_everybody_of_a_crowd_is_served_and_nothing_is_left(
    server_of: Callable[..., Any], family_of: Any, join: str, until: Callable[..., Any], option: tuple[str, ...]
) -> None:
    """In a workshop, with everybody opening the same page at once, some would look at an exercise that never comes."""
    server = server_of(*option).start()
    count = 4 if option else 30

    async def come() -> list[BaseException]:
        visitors = [LightVisitor(server.url) for _ in range(count)]
        came = await asyncio.gather(*(one.come(join, CHAPTER) for one in visitors), return_exceptions=True)
        await asyncio.gather(*(one.go() for one in visitors))
        return [one for one in came if isinstance(one, BaseException)]

    before = set(family_of(server).all)
    assert [] == asyncio.run(come())
    ready = 2 if option else 0  # plain processes are kept ready; others take the place of those that were
    until(lambda: len([one for one in set(family_of(server).all) - before if _lives(one)]) <= ready)
    assert "" == server.err.read_text()


def test_a_page_that_waits_its_turn_is_whole_and_its_exercise_follows(
    visitor: Any, family: Any, until: Callable[..., Any]
) -> None:
    """Somebody would look at a page that loads for ever, and not know whether it ever comes."""
    family.warm.suspend()
    try:
        page = visitor.page()
        assert {"ready": [], "failed": None, "waits": "turn"} == page.block("visit")
        assert page.text.rstrip().endswith("</html>")
        line = visitor.line_of(page.block("unhurried")["page"])
        line.send('{"type": "ping"}')
        assert {"type": "pong"} == line.hear()
    finally:
        family.warm.resume()
    told = line.told("ready")
    assert ([0], None) == ([shown["section"] for shown in told["ready"]], told["failed"])
    line.comm = told["ready"][0]["comm"]
    line.put("stop", "with my hand")
    assert "held" == line.says("held", "not_kept")["say"]
    line.close()
    visitor.leave()
    until(lambda: not family.pages)


def test_without_any_room_the_page_says_so_and_asks_again(small: Any, visitor_of: Any, until: Any) -> None:
    """The server would stop for everybody, in the middle of their sentences, because one more came."""
    people = [visitor_of(small).enter() for _ in range(3)]
    lines = [person.line(person.page()) for person in people[:2] for _ in range(2)]
    page = people[2].page()
    assert {"ready": [], "failed": None, "waits": "full"} == page.block("visit")
    assert "</article>" in page.text
    identity = page.block("unhurried")["page"]
    assert 4404 == people[2].line_of(identity).code
    refused = people[2].post("p/1/visit", {"instead_of": identity})
    assert (503, {"error": "full"}) == (refused.status, refused.json)
    for line in lines:
        assert "looking" == line.state()["keeping"], "nobody else loses anything"
    people[0].leave()
    visit = until(lambda: (answer := people[2].post("p/1/visit", {"instead_of": identity})).status == 200 and answer)
    assert visit.json["waits"] != "full"


def test_connections_without_end_shut_nobody_out(small: Any, visitor_of: Any) -> None:
    """A program that only connects would take the server away from the people on it."""
    visitor = visitor_of(small).enter()
    line = visitor.line(visitor.page())
    crowd = []
    try:
        crowd += [socket.create_connection(("127.0.0.1", small.port), timeout=10) for _ in range(120)]
        line.put("stop", "with my hand")
        assert "held" == line.says("held", "not_kept")["say"]
        with pytest.raises((http.client.HTTPException, OSError)):
            visitor.get("health")  # not let in, and not left waiting either
    finally:
        for connection in crowd:
            connection.close()
    assert 200 == visitor.page().status
    assert "" == small.err.read_text()


def test_a_system_without_room_for_a_process_costs_nobody_theirs(visitor: Any, other: Any, family: Any) -> None:
    """One page too many would end the process that all others come from, and so all of them."""
    line = visitor.line(visitor.page())
    warm = family.warm
    before = resource.prlimit(warm.pid, resource.RLIMIT_NOFILE)
    resource.prlimit(warm.pid, resource.RLIMIT_NOFILE, (3, before[1]))  # not one more
    try:
        page = other.page()
        assert ([], 0) == (page.block("visit")["ready"], page.block("visit")["failed"])
    finally:
        resource.prlimit(warm.pid, resource.RLIMIT_NOFILE, before)
    line.put("stop", "with my hand")
    assert "held" == line.says("held", "not_kept")["say"]
    assert "looking" == other.line(other.page()).state()["keeping"]
    assert warm == family.warm


def test_a_connection_that_says_nothing_is_closed(
    server_of: Callable[..., Any], visitor_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Laptops that went to sleep, and programs that only connect, would pile up until nobody else gets in."""
    server = server_of()
    command = server.command
    monkeypatch.setattr(server, "command", lambda *more: [sys.executable, "-c", HURRIED, *command(*more)[3:]])
    visitor = visitor_of(server.start()).enter()
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as silent:
        assert b"" == silent.recv(1)
    page = visitor.page().block("unhurried")["page"]
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as deaf:
        cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
        deaf.sendall(
            f"GET /line/{page} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: eHh4eHh4eHh4eHh4eHh4eA==\r\n"
            f"Cookie: {cookies}\r\n\r\n".encode()
        )
        heard = b""
        while part := deaf.recv(4096):  # it never answers a ping, as a laptop that sleeps
            heard += part
        assert re.match(rb"HTTP/1.1 101 ", heard)
    line = visitor.line(visitor.page())  # one that answers stays
    for number in range(1, 30):
        line.put("room", number % 10, seq=number)
        assert "held" == line.says("held", "not_kept")["say"]


def test_a_crowd_ends_with_the_server(server_of: Callable[..., Any], family_of: Any, join: str) -> None:
    """After a workshop, processes with people's words in them would go on where nobody looks."""
    server = server_of().start()

    async def come() -> list[psutil.Process]:
        visitors = [LightVisitor(server.url) for _ in range(60)]
        await asyncio.gather(*(one.come(join, CHAPTER) for one in visitors))
        there: list[psutil.Process] = family_of(server).all  # while their lines are open
        return there

    processes = asyncio.run(come())
    assert len(processes) >= 62
    assert 0 == server.stop()
    assert [] == psutil.wait_procs(processes, timeout=2)[1]


def _lives(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
