"""The room as a value: what a leader's message makes of it."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rooms.plan import PLAN

from unhurried.rooms.anonymity import Shown
from unhurried.rooms.messages import MESSAGES, NotUnderstood, Refused, understood
from unhurried.rooms.rehearsal import answers
from unhurried.rooms.room import LEADING, MOST_PULSES, Room, begin, colours, lead, shown_to_all

STEPS = [step["id"] for step in PLAN["steps"]]


def led(*messages: tuple[str, dict[str, Any]], room: Room | None = None, now: float = 0.0) -> Room:
    room = room or begin(PLAN)
    for kind, fields in messages:
        room = lead(room, {"type": kind, **fields}, PLAN, now)
    return room


def why(room: Room, kind: str, **fields: Any) -> str:
    with pytest.raises(Refused) as refused:
        led((kind, fields), room=room)
    return refused.value.why


def left(room: Room, now: float) -> float:
    return float(shown_to_all(room, PLAN, now)["timer"]["left"])


def test_a_prompt_is_asked_once() -> None:
    """Two results for nearly the same people would show what changed in between."""
    room = led(("go", {"step": "tired"}), ("ask", {}))
    assert "one_at_a_time" == why(room, "ask") == why(room, "pulse")
    room = led(("close", {"asked": 1}), room=room)
    assert not room.can_ask(PLAN)
    assert "closed" == why(room, "ask") == why(room, "close", asked=1)
    room = led(("go", {"step": "welcome"}), ("go", {"step": "tired"}), room=room)
    assert "closed" == why(room, "ask")


def test_pulses_are_few() -> None:
    """Each one more would let somebody who watches guess again."""
    room = begin(PLAN)
    for number in range(1, MOST_PULSES + 1):
        room = led(("pulse", {}), ("close", {"asked": number}), room=room)
    assert "enough" == why(room, "pulse")


def test_going_on_closes_and_hides() -> None:
    """An answer would be taken to a question that nobody sees any more."""
    room = led(("go", {"step": "tired"}), ("ask", {}), ("go", {"step": "alone"}))
    assert room.open is None and room.on_screen is None
    room = led(("show", {"asked": 1}), ("go", {"step": "around"}), room=room)
    assert (None, False) == (room.on_screen, room.shown)


def test_what_is_open_or_unknown_is_not_shown() -> None:
    """Numbers would be seen as they grow."""
    room = led(("go", {"step": "tired"}), ("ask", {}))
    assert "not_offered" == why(room, "show", asked=1) == why(room, "show", asked=7) == why(room, "hide", asked=1)
    settled = led(("close", {"asked": 1}), room=room).settled(1, (Shown("very", 5),))
    assert shown_to_all(settled, PLAN, 0)["asked"]["result"] is None
    shown = led(("show", {"asked": 1}), room=settled)
    assert [{"option": "very", "at_least": 5}] == shown_to_all(shown, PLAN, 0)["asked"]["result"]


def test_timers_are_counted_from_what_is_known() -> None:
    """After a restart, or a pause, somebody would be cut short."""
    room = led(("go", {"step": "around"}), ("timer", {"act": "start"}), now=100)
    assert (90, 60, 0) == (left(room, 100), left(room, 130), left(room, 500))
    paused = led(("pause", {"on": True}), room=room, now=130)
    assert 60 == left(paused, 900)
    on = led(("pause", {"on": False}), room=paused, now=900)
    assert 50 == left(on, 910)
    assert 110 == left(led(("timer", {"act": "minute"}), room=on, now=910), 910)
    assert 90 == left(led(("timer", {"act": "again"}), room=on, now=910), 910)
    still = led(("timer", {"act": "stop"}), ("pause", {"on": True}), ("pause", {"on": False}), room=on, now=910)
    assert 50 == left(still, 2000), "what stood still before the pause does so after it"
    assert 300 == left(led(("go", {"step": "write"})), 0), "a quiet timer is as long as its step"
    assert "not_offered" == why(begin(PLAN), "timer", act="start")


def test_leaders_words_are_in_no_view_of_the_room() -> None:
    """Notes on whom to watch would stand on the wall."""
    for step in STEPS:
        seen = json.dumps(shown_to_all(led(("go", {"step": step})), PLAN, 0))
        assert "Words to say" not in seen and "Look out" not in seen and "For the leader" not in seen


def test_groups_only_where_the_plan_has_them() -> None:
    """People would be sent apart with nowhere to go."""
    assert "not_offered" == why(begin(PLAN), "breakout", on=True)
    assert led(("go", {"step": "groups"}), ("breakout", {"on": True})).breakout
    assert ["Blue", "Green"] == colours(PLAN)


MESSAGE = st.one_of(
    st.tuples(st.just("go"), st.fixed_dictionaries({"step": st.sampled_from(STEPS)})),
    st.tuples(st.just("timer"), st.fixed_dictionaries({"act": st.sampled_from(["start", "stop", "again", "minute"])})),
    st.tuples(st.sampled_from(["ask", "pulse"]), st.just({})),
    st.tuples(st.sampled_from(["close", "show", "hide"]), st.fixed_dictionaries({"asked": st.integers(0, 9)})),
    st.tuples(st.sampled_from(["pause", "breakout"]), st.fixed_dictionaries({"on": st.booleans()})),
    st.tuples(st.just("door"), st.fixed_dictionaries({"open": st.booleans()})),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(MESSAGE, max_size=30))
def test_whatever_is_pressed_the_room_stays_whole(messages: list[tuple[str, dict[str, Any]]]) -> None:
    """A leader in a hurry would find a room that cannot go on, or that shows what is open."""
    room, now = begin(PLAN), 0.0
    for kind, fields in messages:
        now += 7
        try:
            room = lead(room, {"type": kind, **fields}, PLAN, now)
        except Refused:
            continue
        assert sum(one.open for one in room.asked) <= 1
        assert len({(one.kind, one.step) for one in room.asked if one.kind == "prompt"}) == sum(
            one.kind == "prompt" for one in room.asked
        )
        if room.open is not None:
            assert room.on_screen == room.open.number and not room.shown
        assert room == Room.from_plain(json.loads(json.dumps(room.to_plain()))), "and comes back as it was"
        assert shown_to_all(room, PLAN, now)["step"]["of"] == len(STEPS)


def test_every_message_that_changes_the_room_is_known() -> None:
    """A button would do nothing."""
    assert {*MESSAGES} - LEADING == {"ping", "agree", "card", "answer", "check", "heard", "seat", "end"}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(MESSAGES)), st.dictionaries(st.sampled_from(["seq", "asked", "option", "on"]), JSON))
def test_any_other_message_is_refused_without_a_word_of_it(kind: str, fields: dict[str, Any]) -> None:
    """What somebody sent would stand in an error, or do what nobody meant."""
    text = json.dumps({"type": kind, **fields})
    try:
        message = understood(text)
    except NotUnderstood as error:
        assert () == error.args
    else:
        assert set(message) == set(MESSAGES[kind].fields) | {"type"} | ({"seq"} if kind != "ping" else set())


def test_pretend_people_answer_and_pass() -> None:
    """A rehearsal in which everybody answers would surprise a leader later."""
    given_ = answers(500, ["a", "b"], random.Random(1))
    assert {"a", "b", None} == set(given_) and 500 == len(given_)
