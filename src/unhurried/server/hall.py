"""Everybody in a room at once: their lines, what each is told, and answers that come together.

docs/rooms.md has what is said; the rules are in `unhurried.rooms`. Nothing that is answered is ever told to anybody but
its giver, and nothing is logged.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from unhurried.rooms.codes import as_read
from unhurried.rooms.messages import LEADERS, NotUnderstood, Refused, Role, understood
from unhurried.rooms.open_room import OpenRoom
from unhurried.rooms.room import LEADING, described, plain_result, shown_to_all
from unhurried.rooms.seats import Seat, may, signals
from unhurried.server.allowances import Allowance

#: Close codes (4000 to 4999 are for applications); docs/rooms.md has them.
NOT_UNDERSTOOD, NO_SEAT, NEWER_LINE, OVER, TOO_MUCH = 4400, 4404, 4409, 4410, 4429
#: Lines of one seat: a page, one that is being loaded again, and a second one.
MOST_LINES = 3
#: Messages (at once, each second) of one seat. A person changes their mind twice a second at most.
BURST, EACH_SECOND = 20.0, 5.0
#: Seconds for which answers are gathered: a crowd that answers together is one transaction, and nobody notices.
GATHER = 0.02
#: Seconds for which leaders wait for news of who is here: a crowd that comes together is told of once.
SOON = 0.2


class Line(Protocol):
    """One page's WebSocket, as the hall needs it."""

    visitor: str

    def tell(self, text: str) -> None: ...

    def close(self, code: int | None = None) -> None: ...


class Hall:
    """The lines of one room.

    Args:
        room: the room.
        origin: the address of this server as people's browsers have it, without a slash at its end.
        base: the path of everything, with slashes at both ends.
        tell_exercises: called when the room is paused, when it goes on, and when it has ended.
    """

    def __init__(self, room: OpenRoom, origin: str, base: str, tell_exercises: Callable[[], None]) -> None:
        self.room = room
        self.origin = origin
        self.base = base
        self._tell_exercises = tell_exercises
        self._lines: dict[str, list[Line]] = {}
        self._allowances: dict[str, Allowance] = {}
        self._gathered: list[tuple[Line, dict[str, Any]]] = []
        self._flushing: asyncio.TimerHandle | None = None
        self._telling: asyncio.TimerHandle | None = None

    @property
    def join_address(self) -> str:
        """What the QR picture leads to."""
        return f"{self.origin}{self.base}r/{self.room.code}"

    def seat_address(self, key: str) -> str:
        return f"{self.origin}{self.base}room/seat/{key}"

    def connect(self, line: Line) -> None:
        """A page is there: tell it everything that its seat may see."""
        seat = self._admitted(line)
        if seat is None:
            return
        lines = self._lines.setdefault(line.visitor, [])
        lines.append(line)
        for older in lines[:-MOST_LINES]:
            self.disconnect(older)
            older.close(NEWER_LINE)
        line.tell(self._room_for(seat.role))
        if seat.role == "participant":
            line.tell(self._you(line.visitor, seat))
            self._tell_leaders_soon()
        elif seat.role in LEADERS:
            line.tell(json.dumps({"type": "plan", "plan": self.room.plan}))
            line.tell(self._leading())
        if seat.role != "participant":
            line.tell(self._door())

    def disconnect(self, line: Line) -> None:
        lines = self._lines.get(line.visitor, [])
        if line in lines:
            lines.remove(line)
        if not lines and self._lines.pop(line.visitor, None) is not None:
            self._tell_leaders_soon()

    def said(self, line: Line, text: str | bytes) -> None:
        """A page said something: do it, and say that it is done, or why not."""
        seat = self._admitted(line)
        if seat is None:
            return
        try:
            message = understood(text)
        except NotUnderstood:
            line.close(NOT_UNDERSTOOD)
            return
        if message["type"] == "ping":
            line.tell('{"type": "pong"}')
        elif not may(seat.role, message):
            _refuse(line, message, "not_yours")
        elif message["type"] == "answer":
            self._gather(line, message)
        else:
            self._do(line, message)

    def _admitted(self, line: Line) -> Seat | None:
        """The seat of whoever is on this line. None: there is none, or they say too much, and the line is closed."""
        seat = self.room.seat(line.visitor) if not self.room.ended else None
        if seat is None:
            line.close(OVER if self.room.ended else NO_SEAT)
        elif not self._allowance(line).take():
            line.close(TOO_MUCH)
            return None
        return seat

    def _do(self, line: Line, message: dict[str, Any]) -> None:
        self._flush()  # what was answered before a prompt is closed counts
        kind = message["type"]
        try:
            if kind in LEADING:
                self.room.lead(message, time.time())
            elif kind == "heard":
                heard = self.room.heard(message["signal"])
                self._tell_seat(heard)
            elif kind == "seat":
                address = self.seat_address(self.room.link(message["role"]))
                told = {"type": "seat", "role": message["role"], "address": address, "seq": message["seq"]}
                line.tell(json.dumps(told))
                return
            elif kind == "end":
                _keep(line, message)
                self.end()
                return
            else:
                self.room.about(line.visitor, message)
        except Refused as refused:
            _refuse(line, message, refused.why)
            return
        _keep(line, message)
        if kind in LEADING:
            self._tell_all()
            if kind == "pause":
                self._tell_exercises()
        elif kind == "heard":
            self._tell_leaders()
        else:
            self._tell_own(line.visitor)
            self._tell_leaders_soon()

    def _gather(self, line: Line, message: dict[str, Any]) -> None:
        self._gathered.append((line, message))
        if self._flushing is None:
            self._flushing = asyncio.get_running_loop().call_later(GATHER, self._flush)

    def _flush(self) -> None:
        if self._flushing is not None:
            self._flushing.cancel()
            self._flushing = None
        gathered, self._gathered = self._gathered, []
        if not gathered:
            return
        outcomes = self.room.answer([(line.visitor, message) for line, message in gathered])
        for (line, message), why in zip(gathered, outcomes, strict=True):
            if why is None:
                _keep(line, message)
            else:
                _refuse(line, message, why)
        for line, _ in gathered:
            if len(self._lines.get(line.visitor, ())) > 1:  # another page of theirs shows it too
                self._tell_own(line.visitor)

    def leave(self, visitor: str) -> None:
        """Somebody leaves: their seat and their answer are gone, and their pages hear no more."""
        if self.room.ended:
            return
        self._flush()
        self.room.leave(visitor)
        self._allowances.pop(visitor, None)
        for line in self._lines.pop(visitor, []):
            line.close(NO_SEAT)
        self._tell_leaders_soon()

    def end(self) -> None:
        """End the room for everybody, and delete it."""
        self._stop()
        self._gathered = []
        self.room.end()
        lines, self._lines = self._lines, {}
        self._allowances = {}
        for line in (one for several in lines.values() for one in several):
            line.tell('{"type": "ended"}')
            line.close(OVER)
        self._tell_exercises()

    def close(self) -> None:
        """The server ends, and the room can be gone on with."""
        if not self.room.ended:
            self._flush()
            self._stop()
            self.room.close()

    def _stop(self) -> None:
        for timer in (self._flushing, self._telling):
            if timer is not None:
                timer.cancel()

    def _tell_all(self) -> None:
        """Each text is made once, however many it goes to."""
        texts: dict[Role, str] = {}
        for visitor, lines in self._lines.items():
            seat = self.room.seat(visitor)
            if seat is None:
                continue
            if seat.role not in texts:
                texts[seat.role] = self._room_for(seat.role)
            for line in lines:
                line.tell(texts[seat.role])
        self._tell_leaders()

    def _tell_leaders(self) -> None:
        if self._telling is not None:  # what was to be told soon is told now
            self._telling.cancel()
            self._telling = None
        leading, door = "", ""
        for visitor, lines in self._lines.items():
            seat = self.room.seat(visitor)
            if seat is None or seat.role == "participant":
                continue
            door = door or self._door()
            for line in lines:
                if seat.role in LEADERS:
                    leading = leading or self._leading()
                    line.tell(leading)
                line.tell(door)

    def _tell_leaders_soon(self) -> None:
        if self._telling is None and not self.room.ended:
            self._telling = asyncio.get_running_loop().call_later(SOON, self._tell_leaders)

    def _tell_own(self, visitor: str) -> None:
        seat = self.room.seat(visitor)
        if seat is not None:
            text = self._you(visitor, seat)
            for line in self._lines.get(visitor, []):
                line.tell(text)

    def _tell_seat(self, seat: Seat) -> None:
        for visitor in list(self._lines):
            if self.room.seat(visitor) == seat:
                self._tell_own(visitor)

    def _room_for(self, role: Role) -> str:
        shown = shown_to_all(self.room.room, self.room.plan, time.time())
        return json.dumps({**shown, "rehearsal": self.room.pretend > 0, "role": role})

    def _you(self, visitor: str, seat: Seat) -> str:
        answer = self.room.own_answer(visitor)
        own = {"agreed": seat.agreed, "card": seat.card, "check": seat.check, "answer": answer}
        return json.dumps({"type": "you", **own})

    def _leading(self) -> str:
        room = self.room.room
        participants = [seat for seat in self.room.seats if seat.role == "participant"]
        here = sum(1 for visitor in self._lines if self._is_participant(visitor))
        results = [{**described(one), "result": plain_result(one.result)} for one in room.asked if not one.open]
        told = {
            "type": "leading",
            "here": here + self.room.pretend,
            "agreed": sum(seat.agreed for seat in participants) + self.room.pretend,
            "signals": signals(participants),
            "results": results,
            "pulses": room.pulses_left,
            "can_ask": room.can_ask(self.room.plan),
        }
        return json.dumps(told)

    def _is_participant(self, visitor: str) -> bool:
        seat = self.room.seat(visitor)
        return seat is not None and seat.role == "participant"

    def _door(self) -> str:
        told = {"open": self.room.room.door, "address": self.join_address, "code": as_read(self.room.code)}
        return json.dumps({"type": "door", **told})

    def _allowance(self, line: Line) -> Allowance:
        return self._allowances.setdefault(line.visitor, Allowance(BURST, EACH_SECOND))


def _keep(line: Line, message: Mapping[str, Any]) -> None:
    line.tell(json.dumps({"type": "kept", "seq": message["seq"]}))


def _refuse(line: Line, message: Mapping[str, Any], why: str) -> None:
    line.tell(json.dumps({"type": "refused", "seq": message["seq"], "why": why}))
