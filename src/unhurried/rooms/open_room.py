"""A room that is open: its plan, its state and its seats in memory, and all of it in its database at every moment.

Knows no browser. Nothing here, not even for a leader, gives back one person's answer: only its own giver's cookie does
(`own_answer`), and the only other thing that reads answers is `_result`, which gives back what may be shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any, cast

from unhurried.rooms import codes, rehearsal
from unhurried.rooms.anonymity import Shown, draw, result
from unhurried.rooms.keys import RoomKey, mark_of
from unhurried.rooms.messages import Refused, Role, Why
from unhurried.rooms.places import LONGEST, Places
from unhurried.rooms.room import Asked, Plan, Room, begin, colours, lead
from unhurried.rooms.seats import Seat, answerable, changed

#: Seats in one room: twice what one is made for. Whoever has the code could otherwise fill the machine.
MOST_SEATS = 400


class OpenRoom:
    """One room. Its methods are quick and whole: what one has done is in the database when it returns.

    Args:
        places: where its files are. A room that is kept there is gone on with.
        plan: what a new room is for, as `messages.py` and `room.py` need it; not looked at where one is kept.
        pretend: pretend participants in a new room; 0: no rehearsal.
        now: seconds since the epoch.

    Raises:
        OSError: its files cannot be written.
    """

    def __init__(self, places: Places, plan: Plan, pretend: int, now: float) -> None:
        self._places = places
        self._store = places.store()
        self._key = RoomKey.of(places.key)
        kept = self._store.read()
        if kept is None:
            code = codes.new_code()
            self._store.make(now, code, pretend, plan, begin(plan), self._key.check())
            kept = {"opened": now, "code": code, "pretend": pretend, "plan": dict(plan), "room": begin(plan)}
        elif kept["check"] != self._key.check():  # the machine was off: nobody could change those answers any more
            self._store.keep_key(self._key.check())
        self.opened: float = kept["opened"]
        self.code: str = kept["code"]
        self.pretend: int = kept["pretend"]
        self.plan: dict[str, Any] = kept["plan"]
        self.room: Room = kept["room"]
        self.ended = False
        self._seats = {seat.mark: seat for seat in self._store.seats()}

    @property
    def seats(self) -> list[Seat]:
        """Every seat, in no order that means anything."""
        return list(self._seats.values())

    def seat(self, visitor: str) -> Seat | None:
        """The seat of whoever has this cookie's id; None if they have none."""
        return self._seats.get(mark_of(visitor))

    def is_over(self, now: float) -> bool:
        """Whether its time is up."""
        return not 0 <= now - self.opened < LONGEST

    def may_join(self, typed: str) -> bool:
        """Whether this is the code."""
        return codes.same(self.code, typed)

    def join(self, visitor: str) -> bool:
        """Give whoever came by the code a seat. False where the door is closed, or every seat is taken."""
        if self.seat(visitor) is not None:
            return True
        if not self.room.door or len(self._seats) >= MOST_SEATS:
            return False
        self._sit(visitor, "participant")
        return True

    def link(self, role: Role) -> str:
        """A key for a seat of this role, good for one use."""
        key = codes.new_key()
        self._store.keep_link(mark_of(key), role)
        return key

    def take(self, key: str, visitor: str) -> bool:
        """Use a key up, and give whoever has it its seat in the place of the one they had. False: unknown, or used."""
        role = self._store.take_link(mark_of(key))
        if role is not None:
            self._sit(visitor, cast(Role, role))
        return role is not None

    def _sit(self, visitor: str, role: Role) -> None:
        self._keep(Seat(mark_of(visitor), role, codes.new_key()))

    def _keep(self, *seats: Seat) -> None:
        self._store.keep_seats(seats)
        self._seats.update({seat.mark: seat for seat in seats})

    def leave(self, visitor: str) -> None:
        """Somebody leaves: their seat and what they answered to what is open are gone. Unknown: nothing happens."""
        seat = self._seats.pop(mark_of(visitor), None)
        if seat is not None:
            is_open = self.room.open
            self._store.drop_seat(seat.mark, None if is_open is None else self._key.mark(visitor, is_open.number))

    def about(self, visitor: str, message: Mapping[str, Any]) -> None:
        """A participant's message about itself. Raises Refused."""
        seat = self._seats[mark_of(visitor)]
        came = 1 + max((one.came for one in self._seats.values()), default=0)
        self._keep(changed(seat, message, colours(self.plan), came))

    def heard(self, signal: str) -> Seat:
        """A leader has seen a "please check on me"; returns whose it was. Raises Refused."""
        for seat in self._seats.values():
            if seat.signal == signal and seat.check == "asked":
                self._keep(heard := Seat(**{**vars(seat), "check": "heard", "came": 0}))
                return heard
        raise Refused("not_offered")

    def answer(self, given: Sequence[tuple[str, Mapping[str, Any]]]) -> list[Why | None]:
        """Keep answers that came at about the same time, in one transaction.

        Args:
            given: for each its giver's cookie id and the message `answer`; a later one replaces an earlier one.

        Returns:
            For each why it is refused, None where it is kept.
        """
        outcomes: list[Why | None] = []
        sealed: dict[str, bytes] = {}
        for visitor, message in given:
            try:
                seat = self._seats.get(mark_of(visitor))
                if seat is None:
                    raise Refused("not_yours")
                one = answerable(seat, self.room, message)
            except Refused as refused:
                outcomes.append(refused.why)
                continue
            outcomes.append(None)
            sealed.update([self._sealed(visitor, one, message["option"])])
        if sealed and self.room.open is not None:
            self._store.keep_answers(self.room.open.number, sealed)
        return outcomes

    def _sealed(self, visitor: str, one: Asked, option: str | None) -> tuple[str, bytes]:
        mark = self._key.mark(visitor, one.number)
        return mark, self._key.seal(mark, None if option is None else one.ids.index(option))

    def own_answer(self, visitor: str) -> dict[str, Any] | None:
        """`{asked, option}`: what whoever has this cookie answered to what is open; None if nothing."""
        one = self.room.open
        mark = "" if one is None else self._key.mark(visitor, one.number)
        sealed = None if one is None else self._store.answer(mark)
        if one is None or sealed is None:
            return None
        option = self._key.unseal(mark, sealed)
        return {"asked": one.number, "option": None if option is None else one.ids[option]}

    def lead(self, message: Mapping[str, Any], now: float) -> None:
        """A leader's message that changes the room. Raises Refused."""
        before, room = self.room, lead(self.room, message, self.plan, now)
        if before.open is not None and room.open is None:
            room = room.settled(before.open.number, self._result(before.open))
            self._store.keep_room(room, closed=[before.open.number])
        else:
            self._store.keep_room(room)
        self.room = room
        if self.pretend and room.open is not None and before.open is None:
            self._pretend(room.open)

    def _result(self, one: Asked) -> tuple[Shown, ...]:
        chosen = (self._key.unseal(mark, sealed) for mark, sealed in self._store.answers(one.number).items())
        counts = Counter(one.ids[option] for option in chosen if option is not None)
        return result(counts, one.ids, one.sensitive, draw(one.ids))

    def _pretend(self, one: Asked) -> None:
        answered = enumerate(rehearsal.answers(self.pretend, one.ids, Random()))  # noqa: S311  # nobody's answers
        self._store.keep_answers(one.number, dict(self._sealed(f"pretend {n}", one, option) for n, option in answered))

    def end(self) -> None:
        """The room is over, and nothing of it is left."""
        self.ended = True
        self.close()
        self._places.delete()

    def close(self) -> None:
        """Let go of the files. The room can be gone on with."""
        self._store.close()
