"""Who is in a room: seats without names, and what each may do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from unhurried.rooms.messages import MESSAGES, Refused, Role
from unhurried.rooms.room import Asked, Room

Check = Literal["off", "asked", "heard"]


@dataclass(frozen=True)
class Seat:
    """One browser in the room.

    `mark`: a hash of its cookie. `signal`: a random name, by which leaders speak of its "please check on me"; it is
    made from nothing else. `came`: the order of the signals, 0 for none. The card is what was drawn at the door.
    """

    mark: str
    role: Role
    signal: str
    agreed: bool = False
    colour: str | None = None
    number: int | None = None
    check: Check = "off"
    came: int = 0

    @property
    def card(self) -> dict[str, Any]:
        return {"colour": self.colour, "number": self.number}


def may(role: Role, message: Mapping[str, Any]) -> bool:
    """Whether a seat of this role may send this message."""
    return role in MESSAGES[message["type"]].roles


def changed(seat: Seat, message: Mapping[str, Any], colours: Sequence[str], came: int) -> Seat:
    """A participant's seat after a message about itself: `agree`, `card` or `check`.

    Args:
        seat: the seat before it.
        message: one of the three.
        colours: those of the room.
        came: the number of a new signal.

    Raises:
        Refused: there is no such card in this room.
    """
    if message["type"] == "agree":
        return replace(seat, agreed=True)
    if message["type"] == "card":
        if message["colour"] is not None and message["colour"] not in colours:
            raise Refused("not_offered")
        return replace(seat, colour=message["colour"], number=message["number"])
    if not message["on"]:
        return replace(seat, check="off", came=0)
    return seat if seat.check == "asked" else replace(seat, check="asked", came=came)


def answerable(seat: Seat, room: Room, message: Mapping[str, Any]) -> Asked:
    """What this seat's answer is to. Raises Refused where it may not give this answer now."""
    if not seat.agreed:
        raise Refused("agree_first")
    if room.paused:
        raise Refused("paused")
    one = room.open
    if one is None or one.number != message["asked"]:
        raise Refused("closed")
    if message["option"] is not None and message["option"] not in one.ids:
        raise Refused("not_offered")
    return one


def signals(seats: Sequence[Seat]) -> list[dict[str, Any]]:
    """The open "please check on me", the one that came first in front."""
    asked = sorted((seat for seat in seats if seat.check == "asked"), key=lambda seat: seat.came)
    return [{"signal": seat.signal, "card": seat.card} for seat in asked]
