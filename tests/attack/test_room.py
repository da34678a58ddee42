"""People who mean harm, in a room and at its door."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.rooms.guests import Evening, RoomServer
from tornado.httpclient import HTTPClientError

SCRIPT = '"><img src=x onerror=alert(1)><script>alert(1)</script>'


def test_codes_cannot_be_guessed(evening: Evening) -> None:
    """Somebody's partner would try codes from the car park until one opens."""
    guest = evening.guest()
    statuses = [guest.join("AAAA-AAAA").status for _ in range(25)]
    assert [403] * 20 + [429] * 5 == statuses
    assert 429 == guest.join(evening.server.code).status, "not even the right one, so that it cannot be told apart"
    assert "v" + str(evening.server.port) not in guest.cookies


def test_a_code_is_read_as_people_type_it(shared_evening: Evening) -> None:
    """Somebody who came with courage would stand at the door."""
    typed = " ".join(shared_evening.server.code.lower().replace("-", ""))
    assert 303 == shared_evening.guest().join(typed.replace(" ", "+")).status


def test_a_link_makes_no_seat_until_somebody_presses(shared_evening: Evening) -> None:
    """Messengers that look at links would count as people, and fill the room."""
    before = len(shared_evening.leader.settle().all)
    page = shared_evening.guest().get(f"r/{shared_evening.server.code}")
    assert shared_evening.server.code in page.text and "Set-Cookie: v" not in page.raw.decode()
    assert [{"type": "pong"}] == shared_evening.leader.settle().all[before:]


LEADING: list[tuple[str, dict[str, Any]]] = [
    ("go", {"step": "tired"}),
    ("timer", {"act": "start"}),
    ("ask", {}),
    ("pulse", {}),
    ("close", {"asked": 1}),
    ("show", {"asked": 1}),
    ("hide", {"asked": 1}),
    ("pause", {"on": True}),
    ("breakout", {"on": True}),
    ("heard", {"signal": "x"}),
    ("door", {"open": False}),
    ("seat", {"role": "leader"}),
    ("end", {}),
]


def test_nobody_but_leaders_leads(shared_evening: Evening) -> None:
    """One person could open prompts, show results, or end the shared_evening for all."""
    (person,) = shared_evening.come(1)
    for kind, fields in LEADING:
        assert "not_yours" == person.refused(kind, **fields), kind
    assert 403 == shared_evening.guests[-1].get("room/qr.svg").status
    projector = shared_evening.guest().take(shared_evening.leader.say("seat", role="projector")["address"])
    own = [("agree", {}), ("card", {"colour": None, "number": None}), ("check", {"on": True})]
    for kind, fields in [*LEADING, *own, ("answer", {"asked": 1, "option": None})]:
        assert "not_yours" == projector.refused(kind, **fields), kind
    co_leader = shared_evening.guest().take(shared_evening.leader.say("seat", role="co_leader")["address"])
    assert "not_yours" == co_leader.refused("end")
    assert "not_yours" == co_leader.refused("seat", role="leader")
    assert "welcome" == person.room()["step"]["id"] and person.room()["asked"] is None


def test_a_link_to_a_seat_is_good_once(shared_evening: Evening) -> None:
    """A link in a browser's history would let the next one lead."""
    link = shared_evening.leader.say("seat", role="co_leader")["address"].removeprefix(shared_evening.server.url)
    assert 303 == shared_evening.guest().get(link).status
    assert 403 == shared_evening.guest().get(link).status
    assert 403 == shared_evening.guest().get(shared_evening.server.ready.removeprefix(shared_evening.server.url)).status
    assert 403 == shared_evening.guest().get("room/seat/" + "a" * 32).status


def test_no_line_without_a_seat(shared_evening: Evening) -> None:
    """A stranger, another page, or somebody who has left could listen."""
    with pytest.raises(HTTPClientError) as refused:
        shared_evening.guest().room_line()
    assert 403 == refused.value.code
    shared_evening.come(1)
    with pytest.raises(HTTPClientError):
        shared_evening.guests[-1].room_line(Origin="http://elsewhere.example")
    old = dict(shared_evening.guests[-1].cookies)
    shared_evening.guests[-1].post("leave", "")
    shared_evening.guests[-1].cookies = old
    with pytest.raises(HTTPClientError):
        shared_evening.guests[-1].room_line()


def test_what_was_said_before_changes_nothing_when_it_is_said_again(evening: Evening) -> None:
    """Somebody who kept a message could turn an answer back after it was changed, or count twice."""
    first, second = evening.come(2)
    number = evening.ask("tired")
    first.done("answer", asked=number, option="very")
    first.done("answer", asked=number, option="very")
    again = json.dumps({"type": "answer", "seq": 1, "asked": number, "option": "very"})
    second.send(again)
    second.told("kept")
    assert {"asked": number, "option": "very"} == evening.guests[1].room_line().settle().last["you"]["answer"]
    evening.leader.done("close", asked=number)
    assert "closed" == first.refused("answer", asked=number, option="not")
    assert "closed" == evening.leader.refused("ask")
    assert "closed" == evening.leader.refused("close", asked=number)


def test_two_pages_of_one_browser_are_one_person(evening: Evening) -> None:
    """One person with many tabs would be a majority."""
    evening.come(1)
    number = evening.ask("tired")
    lines = [evening.guests[0].room_line() for _ in range(3)]
    assert 4409 == evening.people[0].code, "the oldest of four is closed"
    lines[0].done("answer", asked=number, option="very")
    lines[1].done("answer", asked=number, option="not")
    assert {"asked": number, "option": "not"} == lines[2].settle().last["you"]["answer"]
    evening.leader.done("close", asked=number)


def test_a_flood_is_cut_off_and_the_room_goes_on(evening: Evening) -> None:
    """One page could keep everybody else's answers from arriving."""
    bad, good = evening.come(2)
    number = evening.ask("tired")
    for seq in range(200):
        bad.send(json.dumps({"type": "answer", "seq": seq, "asked": number, "option": "very"}))
    assert 4429 == bad.code
    assert 4429 == evening.guests[0].room_line().code, "coming back at once does not help"
    good.done("answer", asked=number, option="very")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nothing",
        "[]",
        "[" * 2000,
        '{"type": "everything"}',
        '{"type": ["answer"]}',
        '{"type": "agree"}',
        '{"type": "agree", "seq": true}',
        '{"type": "agree", "seq": 1, "more": 1}',
        '{"type": "answer", "seq": 1, "asked": "1", "option": null}',
        '{"type": "answer", "seq": 1, "asked": 1, "option": {"a": 1}}',
        '{"type": "card", "seq": 1, "colour": null, "number": 100}',
        json.dumps({"type": "card", "seq": 1, "colour": "B" * 81, "number": None}),
        b"\x00\x01",
    ],
)
def test_what_is_no_message_ends_the_line(shared_evening: Evening, text: str | bytes) -> None:
    """What nobody has thought of would find a way in."""
    (person,) = shared_evening.come(1)
    person.send(text)
    assert 4400 == person.code


def test_a_message_that_is_too_long_ends_the_line(shared_evening: Evening) -> None:
    """A few phones could fill the machine's memory."""
    (person,) = shared_evening.come(1)
    person.send("x" * 3000)
    assert person.code in (1009, 1006, None)


def test_script_in_any_field_goes_nowhere(evening: Evening) -> None:
    """One person's code would run on everybody's phone."""
    (person,) = evening.come(1)
    number = evening.ask("tired")
    assert "not_offered" == person.refused("answer", asked=number, option=SCRIPT)
    assert "not_offered" == person.refused("card", colour=SCRIPT, number=None)
    assert "not_offered" == evening.leader.refused("go", step=SCRIPT)
    assert "not_offered" == evening.leader.refused("heard", signal=SCRIPT)
    quoted = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
    for answer in (evening.guest().join(quoted), evening.guest().get(f"r/{quoted}"), evening.guest().get("r/a-b_c")):
        assert "alert(1)" not in answer.text
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert SCRIPT not in json.dumps(evening.leader.settle().all + person.settle().all)


def test_a_closed_door_lets_nobody_in(shared_evening: Evening) -> None:
    """Somebody could join when everybody feels among themselves."""
    shared_evening.come(1)
    shared_evening.leader.done("door", open=False)
    closed = shared_evening.guest().join(shared_evening.server.code)
    assert 403 == closed.status and "The door is closed" in closed.text
    assert 303 == shared_evening.guests[-1].join(shared_evening.server.code).status, "whoever was in comes back in"
    shared_evening.leader.done("door", open=True)
    assert 303 == shared_evening.guest().join(shared_evening.server.code).status


def test_only_known_addresses_are_answered(room_server_of: Callable[..., RoomServer], run: Callable[..., Any]) -> None:
    """A page elsewhere could give itself this machine's name, and read the room from somebody's browser."""
    server = room_server_of("--behind-proxy", "https://rooms.example.org").start()
    guest = Evening.__new__(Evening)
    guest.server, guest._run = server, run  # type: ignore[assignment]  # no Evening begins here: nobody leads
    one = guest.guest()
    page = one.get("room", {"Host": "rooms.example.org"})
    assert 200 == page.status and "Secure" in page.headers["Set-Cookie"]
    assert 403 == one.get("room", {"Host": "elsewhere.example"}).status
    assert server.ready.startswith("https://rooms.example.org/room/seat/")


def test_another_page_cannot_act_for_somebody_in_a_plain_network(shared_evening: Evening) -> None:
    """Browsers say less where nothing is encrypted: a page elsewhere could join, or leave, in somebody's name."""
    unsaid: dict[str, str | None] = {"Sec-Fetch-Site": None, "Sec-Fetch-Mode": None, "Sec-Fetch-Dest": None}
    guest, body = shared_evening.guest(), f"code={shared_evening.server.code}"
    assert 200 == guest.get("room", unsaid).status
    own = f"http://127.0.0.1:{shared_evening.server.port}"
    for origin in ("http://elsewhere.example", "null", own.replace("127.0.0.1", "localhost")):
        assert 403 == guest.post("room/join", body, {**unsaid, "Origin": origin}).status
    assert 403 == guest.post("room/join", body, {**unsaid, "Origin": own, "X-XSRFToken": None}).status
    assert 303 == guest.post("room/join", body, {**unsaid, "Origin": own}).status
