"""A room as its leader starts it, and people in it without browsers."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from typing import Any

import pytest
from tests.conftest import ROOT, Server
from tests.server.conftest import NAVIGATION, Line, Visitor, wait_until
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect


class RoomServer(Server):
    """`unhurried workshop` with the small plan of these tests, unencrypted and on this machine alone."""

    @property
    def rooms(self) -> Any:
        return self.folder / "rooms"

    @property
    def environment(self) -> dict[str, str]:
        here = super().environment
        return {**here, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}

    def command(self, *more: str) -> list[str]:
        own = [str(self.rooms), "--port", str(self.port), "--host", "127.0.0.1", "--plain", *self.options]
        return [sys.executable, "-m", "tests.rooms.serve", *own]

    @property
    def code(self) -> str:
        """The code that was printed last; it comes right after the Ready line."""
        ready = f"Ready: {self.ready}"
        after = wait_until(lambda: re.search(r"^Code:  (\S+)$", self.out.read_text().split(ready)[1], re.MULTILINE))
        return str(after[1])


class RoomLine(Line):
    """A seat's line: remembers what it was told last, by type."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.seq = 0
        self.last: dict[str, Any] = {}
        self.all: list[Any] = []

    def hear(self) -> Any:
        frame = super().hear()
        if frame is not None:
            self.last[frame["type"]] = frame
            self.all.append(frame)
        return frame

    def say(self, kind: str, **fields: Any) -> Any:
        """Send a message, and return its answer: `kept`, `refused` or `seat`."""
        self.seq += 1
        self.send(json.dumps({"type": kind, "seq": self.seq, **fields}))
        while (frame := self.hear()) is not None:
            if frame.get("seq") == self.seq:
                return frame
        pytest.fail(f"The line was closed with {self.code} after {kind}.")

    def done(self, kind: str, **fields: Any) -> None:
        """Send a message that has to be kept."""
        assert "kept" == self.say(kind, **fields)["type"], kind

    def refused(self, kind: str, **fields: Any) -> str:
        """Send a message that must not be kept; why it was not."""
        answer = self.say(kind, **fields)
        assert "refused" == answer["type"], kind
        return str(answer["why"])

    def settle(self) -> RoomLine:
        """Hear everything that was on its way."""
        self.send('{"type": "ping"}')
        self.told("pong")
        return self

    def room(self) -> Any:
        """The room as it is now, for this seat."""
        return self.settle().last["room"]


class Guest(Visitor):
    """One browser at the door of a room."""

    def join(self, code: str) -> Any:
        assert 200 == self.get("room").status
        return self.post("room/join", f"code={code}", NAVIGATION)  # a form, without any page code

    def come_in(self, code: str) -> RoomLine:
        assert 303 == self.join(code).status
        return self.room_line()

    def take(self, address: str) -> RoomLine:
        """A leader's, co-leader's or projector's link."""
        assert 303 == self.get(address.removeprefix(self.server.url)).status
        return self.room_line()

    def room_line(self, **headers: str) -> RoomLine:
        """Raises tornado's HTTPClientError when it is refused."""
        address = f"127.0.0.1:{self.server.port}"
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {"Origin": f"http://{address}", "Cookie": cookie, **headers}
        request = HTTPRequest(f"ws://{address}/room/line", headers=sent)
        return RoomLine(self._run, self._run(websocket_connect, request), "")


class Evening:
    """A room with a leader, and people who come in one after the other."""

    def __init__(self, server: RoomServer, run: Callable[..., Any]) -> None:
        self.server = server
        self._run = run
        self.leading = self.guest()
        self.leader = self.leading.take(server.ready)
        self.guests: list[Guest] = []
        self.people: list[RoomLine] = []

    def guest(self) -> Guest:
        return Guest(self.server, self._run)

    def come(self, count: int) -> list[RoomLine]:
        """So many people come in and agree."""
        for _ in range(count):
            guest = self.guest()
            person = guest.come_in(self.server.code)
            person.done("agree")
            self.guests.append(guest)
            self.people.append(person)
        return self.people[-count:]

    def ask(self, step: str) -> int:
        """Go to a step and open its prompt; its number."""
        self.leader.done("go", step=step)
        self.leader.done("ask")
        return int(self.leader.room()["asked"]["asked"])

    def page_of_step(self) -> int:
        """The number of the page that has the step's exercise, as people in the room are told."""
        (worksheet,) = self.people[0].room()["step"]["worksheets"]
        place = self.guests[0].page("room").block("course")["room"]["places"][worksheet]
        found = re.fullmatch(r"p/([0-9]+)#exercise-[0-9]+", place)
        assert found is not None
        return int(found[1])

    def back(self) -> None:
        """Everybody's line is new, as after the server was away."""
        self.leader = self.leading.room_line()
        self.people = [guest.room_line() for guest in self.guests]
