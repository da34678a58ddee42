"""A room as a value: where the group is in its plan, and what a leader's message makes of it. Pure: no clock, no file,
no network, and no answer of anybody.

A plan is plain data, as `course/plans.py` gives it for one session.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from unhurried.rooms.anonymity import Shown
from unhurried.rooms.messages import Refused

#: Pulses in one room. Each lets somebody who knows everybody else guess once more (docs/adr/0022), so they are few:
#: one for each twenty minutes of a two-hour evening (a design choice).
MOST_PULSES = 6
#: The answers of a pulse, in the order in which they are shown; the interface has their words.
PULSE = ("too_high", "inside", "too_low")
#: Seconds that "one more minute" adds.
MINUTE = 60.0

Plan = Mapping[str, Any]


@dataclass(frozen=True)
class Timer:
    """`form`: as in the plan. `seconds`: its whole length. `left`: seconds left when it stood still or was started.
    `since`: when it was started, in seconds since the epoch; None while it stands still."""

    form: str
    seconds: float
    left: float
    since: float | None = None

    def left_at(self, now: float) -> float:
        gone = 0.0 if self.since is None else max(0.0, now - self.since)
        return max(0.0, self.left - gone)

    def started(self, now: float) -> Timer:
        return self if self.since is not None else replace(self, since=now)

    def stopped(self, now: float) -> Timer:
        return replace(self, left=self.left_at(now), since=None)


@dataclass(frozen=True)
class Asked:
    """A prompt or a pulse that was asked. `number`: from 1. `step`: the step that it belongs to. `result`: what may be
    shown of it, and nothing else that was answered; None while it is open."""

    number: int
    kind: Literal["prompt", "pulse"]
    step: str
    question: str | None
    options: tuple[tuple[str, str | None], ...]
    sensitive: bool
    open: bool = True
    result: tuple[Shown, ...] | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its options."""
        return tuple(identity for identity, _ in self.options)


@dataclass(frozen=True)
class Room:
    """What a room knows of itself. `step`: an index. `on_screen`: the number of what was asked last and stands on
    everybody's screen, None if nothing does; `shown`: whether with its result."""

    step: int = 0
    timer: Timer | None = None
    paused: bool = False
    went_on: bool = False  # whether the timer ran when the room was paused
    breakout: bool = False
    door: bool = True
    asked: tuple[Asked, ...] = field(default=())
    on_screen: int | None = None
    shown: bool = False

    @property
    def open(self) -> Asked | None:
        """What can be answered now."""
        return next((one for one in self.asked if one.open), None)

    @property
    def pulses_left(self) -> int:
        return MOST_PULSES - sum(one.kind == "pulse" for one in self.asked)

    def one(self, number: int) -> Asked:
        """What was asked under this number. Raises Refused."""
        for one in self.asked:
            if one.number == number:
                return one
        raise Refused("not_offered")

    def can_ask(self, plan: Plan) -> bool:
        """Whether this step has a prompt that was not asked yet."""
        step = plan["steps"][self.step]
        return step["prompt"] is not None and not any(
            one.kind == "prompt" and one.step == step["id"] for one in self.asked
        )

    def settled(self, number: int, result: tuple[Shown, ...]) -> Room:
        """The same with the result of what was closed."""
        return replace(
            self, asked=tuple(replace(one, result=result) if one.number == number else one for one in self.asked)
        )

    def to_plain(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Room:
        timer = plain["timer"]
        asked = tuple(
            Asked(
                **{
                    **one,
                    "options": tuple((identity, label) for identity, label in one["options"]),
                    "result": None if one["result"] is None else tuple(Shown(**shown) for shown in one["result"]),
                }
            )
            for one in plain["asked"]
        )
        return cls(**{**plain, "timer": None if timer is None else Timer(**timer), "asked": asked})


def begin(plan: Plan) -> Room:
    """A room at the first step of its session."""
    return _at(Room(), plan, 0)


def colours(plan: Plan) -> list[str]:
    """The colours of the cards that are drawn at the door: those of all breakouts of the session, each once."""
    named = [colour for step in plan["steps"] for colour in (step["breakout"] or {}).get("colours", ())]
    return list(dict.fromkeys(named))


def lead(room: Room, message: Mapping[str, Any], plan: Plan, now: float) -> Room:
    """The room after a leader's message.

    Args:
        room: the room before it.
        message: one of `messages.MESSAGES` for leaders that changes the room itself.
        plan: the session.
        now: seconds since the epoch.

    Returns:
        The room after it. What was open and is not any more has no result yet: see `Room.settled`.

    Raises:
        Refused: it cannot be done now.
    """
    return _ACTS[message["type"]](room, message, plan, now)


def _at(room: Room, plan: Plan, step: int) -> Room:
    """At the beginning of a step, with nothing open and nothing on the screen."""
    timer = plan["steps"][step]["timer"]
    seconds = float((timer or {}).get("seconds") or plan["steps"][step]["minutes"] * MINUTE)
    return replace(
        _closed(room),
        step=step,
        timer=Timer(timer["form"], seconds, seconds) if timer else None,
        breakout=False,
        on_screen=None,
        shown=False,
    )


def _closed(room: Room) -> Room:
    return replace(room, asked=tuple(replace(one, open=False) for one in room.asked))


def _running(room: Room) -> None:
    if room.paused:
        raise Refused("paused")


def _go(room: Room, message: Mapping[str, Any], plan: Plan, now: float) -> Room:
    _running(room)
    for index, step in enumerate(plan["steps"]):
        if step["id"] == message["step"]:
            return _at(room, plan, index)
    raise Refused("not_offered")


def _timer(room: Room, message: Mapping[str, Any], plan: Plan, now: float) -> Room:
    _running(room)
    timer, act = room.timer, message["act"]
    if timer is None:
        raise Refused("not_offered")
    if act == "again":
        timer = Timer(timer.form, timer.seconds, timer.seconds).started(now)
    elif act == "minute":
        runs = timer.since is not None
        timer = timer.stopped(now)
        timer = replace(timer, left=timer.left + MINUTE, since=now if runs else None)
    else:
        timer = timer.started(now) if act == "start" else timer.stopped(now)
    return replace(room, timer=timer)


def _asking(room: Room, one: Asked) -> Room:
    return replace(room, asked=(*room.asked, one), on_screen=one.number, shown=False)


def _ask(room: Room, message: Mapping[str, Any], plan: Plan, now: float) -> Room:
    _running(room)
    if room.open is not None:
        raise Refused("one_at_a_time")
    step = plan["steps"][room.step]
    if step["prompt"] is None:
        raise Refused("not_offered")
    if not room.can_ask(plan):
        raise Refused("closed")
    prompt = step["prompt"]
    options = tuple((option["id"], option["label"]) for option in prompt["options"])
    one = Asked(len(room.asked) + 1, "prompt", step["id"], prompt["question"], options, prompt["sensitive"])
    return _asking(room, one)


def _pulse(room: Room, message: Mapping[str, Any], plan: Plan, now: float) -> Room:
    _running(room)
    if room.open is not None:
        raise Refused("one_at_a_time")
    if room.pulses_left <= 0:
        raise Refused("enough")
    options = tuple((identity, None) for identity in PULSE)
    step = plan["steps"][room.step]["id"]
    return _asking(room, Asked(len(room.asked) + 1, "pulse", step, None, options, sensitive=False))


def _close(room: Room, message: Mapping[str, Any], plan: Plan, now: float) -> Room:
    if not room.one(message["asked"]).open:
        raise Refused("closed")
    return _closed(room)


def _show(room: Room, message: Mapping[str, Any], plan: Plan, now: float) -> Room:
    _running(room)
    if room.one(message["asked"]).open:
        raise Refused("not_offered")
    if room.open is not None:
        raise Refused("one_at_a_time")
    return replace(room, on_screen=message["asked"], shown=True)


def _hide(room: Room, message: Mapping[str, Any], plan: Plan, now: float) -> Room:
    if not (room.shown and room.on_screen == message["asked"]):
        raise Refused("not_offered")
    return replace(room, shown=False)


def _pause(room: Room, message: Mapping[str, Any], plan: Plan, now: float) -> Room:
    if message["on"] == room.paused:
        return room
    timer, went_on = room.timer, False
    if timer is not None:
        went_on = message["on"] and timer.since is not None
        timer = timer.stopped(now) if message["on"] else timer.started(now) if room.went_on else timer
    return replace(room, paused=message["on"], timer=timer, went_on=went_on)


def _breakout(room: Room, message: Mapping[str, Any], plan: Plan, now: float) -> Room:
    _running(room)
    if plan["steps"][room.step]["breakout"] is None:
        raise Refused("not_offered")
    return replace(room, breakout=message["on"])


def _door(room: Room, message: Mapping[str, Any], plan: Plan, now: float) -> Room:
    return replace(room, door=message["open"])


_ACTS = {
    "go": _go,
    "timer": _timer,
    "ask": _ask,
    "pulse": _pulse,
    "close": _close,
    "show": _show,
    "hide": _hide,
    "pause": _pause,
    "breakout": _breakout,
    "door": _door,
}
#: The messages that change the room itself.
LEADING = frozenset(_ACTS)


def shown_to_all(room: Room, plan: Plan, now: float) -> dict[str, Any]:
    """The room as everybody may see it: the message `room`, but for the role."""
    step = plan["steps"][room.step]
    number = room.step + 1
    public = {name: step[name] for name in ("id", "title", "kind", "minutes", "shown", "worksheets")}
    return {
        "type": "room",
        "title": plan["title"],
        "session": plan["session_title"],
        "agreements": list(plan["agreements"]),
        "colours": colours(plan),
        "step": {**public, "number": number, "of": len(plan["steps"])},
        "timer": None if room.timer is None else _timer_shown(room.timer, now),
        "paused": room.paused,
        "breakout": room.breakout,
        "asked": _asked_shown(room),
    }


def _timer_shown(timer: Timer, now: float) -> dict[str, Any]:
    left = round(timer.left_at(now), 1)
    return {"form": timer.form, "seconds": timer.seconds, "left": left, "running": timer.since is not None}


def _asked_shown(room: Room) -> dict[str, Any] | None:
    if room.on_screen is None:
        return None
    one = room.one(room.on_screen)
    state = "open" if one.open else "shown" if room.shown else "closed"
    return {**described(one), "state": state, "result": plain_result(one.result) if state == "shown" else None}


def described(one: Asked) -> dict[str, Any]:
    """What was asked, without anything that was answered."""
    return {
        "asked": one.number,
        "kind": one.kind,
        "question": one.question,
        "options": [{"id": identity, "label": label} for identity, label in one.options],
        "sensitive": one.sensitive,
    }


def plain_result(result: Sequence[Shown] | None) -> list[dict[str, Any]] | None:
    return None if result is None else [asdict(one) for one in result]
