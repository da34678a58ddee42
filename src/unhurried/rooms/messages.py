"""The closed set of messages of a room: which there are, who may send them, and what stands in each.

docs/rooms.md says what they mean.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

Role = Literal["leader", "co_leader", "projector", "participant"]
ROLES: tuple[Role, ...] = get_args(Role)
LEADERS: tuple[Role, ...] = ("leader", "co_leader")

Why = Literal["agree_first", "closed", "not_offered", "one_at_a_time", "enough", "paused", "not_yours"]
WHYS: tuple[Why, ...] = get_args(Why)

#: Bytes of the longest message that any seat has to send.
LONGEST = 2048
#: Characters of the longest id of a step, an option or a colour.
LONGEST_ID = 80
#: The largest number that a page counts up to; larger ones are no number of ours.
MOST = 2**31

Check = Callable[[Any], bool]


class NotUnderstood(ValueError):
    """A message is none of ours. Says nothing of what was in it."""


class Refused(Exception):
    """A message was understood and cannot be done. `why` is a key that pages have a sentence for."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < MOST


def _name(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_ID


def _name_or_none(value: Any) -> bool:
    return value is None or _name(value)


def _card_number(value: Any) -> bool:
    return value is None or (_number(value) and 1 <= value <= 99)


def _one_of(*values: str) -> Check:
    return lambda value: isinstance(value, str) and value in values


@dataclass(frozen=True)
class Message:
    """Who may send it, and a check for each of its fields besides `type` and `seq`."""

    roles: tuple[Role, ...]
    fields: Mapping[str, Check]


MESSAGES: dict[str, Message] = {
    "ping": Message(ROLES, {}),
    "agree": Message(("participant",), {}),
    "card": Message(("participant",), {"colour": _name_or_none, "number": _card_number}),
    "answer": Message(("participant",), {"asked": _number, "option": _name_or_none}),
    "check": Message(("participant",), {"on": _flag}),
    "go": Message(LEADERS, {"step": _name}),
    "timer": Message(LEADERS, {"act": _one_of("start", "stop", "again", "minute")}),
    "ask": Message(LEADERS, {}),
    "pulse": Message(LEADERS, {}),
    "close": Message(LEADERS, {"asked": _number}),
    "show": Message(LEADERS, {"asked": _number}),
    "hide": Message(LEADERS, {"asked": _number}),
    "pause": Message(LEADERS, {"on": _flag}),
    "breakout": Message(LEADERS, {"on": _flag}),
    "heard": Message(LEADERS, {"signal": _name}),
    "door": Message(LEADERS, {"open": _flag}),
    "seat": Message(("leader",), {"role": _one_of("leader", "co_leader", "projector")}),
    "end": Message(("leader",), {}),
}

#: What the room says, by its type, with the fields of each: for the test that holds docs/rooms.md to it.
SAID: dict[str, tuple[str, ...]] = {
    "room": (
        *("role", "title", "session", "rehearsal", "agreements", "colours"),
        *("step", "timer", "paused", "breakout", "asked"),
    ),
    "you": ("agreed", "card", "check", "answer"),
    "plan": ("plan",),
    "leading": ("here", "agreed", "signals", "results", "pulses", "can_ask"),
    "door": ("open", "address", "code"),
    "seat": ("role", "address", "seq"),
    "kept": ("seq",),
    "refused": ("seq", "why"),
    "ended": (),
    "pong": (),
}


def understood(text: str | bytes) -> dict[str, Any]:
    """The message in this text: exactly one of ours, with its fields and no other.

    Raises:
        NotUnderstood: it is none.
    """
    try:
        message = json.loads(text) if isinstance(text, str) and len(text) <= LONGEST else None
    except (ValueError, RecursionError):
        message = None
    kind = message.get("type") if isinstance(message, dict) else None
    known = MESSAGES.get(kind) if isinstance(kind, str) else None
    if not isinstance(message, dict) or known is None:
        raise NotUnderstood
    numbered = () if kind == "ping" else ("seq",)
    if set(message) != {"type", *numbered, *known.fields}:
        raise NotUnderstood
    if not all(check(message[field]) for field, check in known.fields.items()):
        raise NotUnderstood
    if numbered and not _number(message["seq"]):
        raise NotUnderstood
    return message
