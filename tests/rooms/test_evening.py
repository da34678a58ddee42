"""An evening in a room, from the door to its end, on a real server."""

from __future__ import annotations

import json
import re
import signal
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.rooms.guests import Evening, RoomServer
from tests.server.conftest import Line, wait_until


def database(evening: Evening) -> Path:
    (found,) = evening.server.rooms.glob("*/room.sqlite")
    return Path(found)


def kept_answers(evening: Evening) -> list[tuple[str, int, bytes]]:
    with sqlite3.connect(f"file:{database(evening)}?mode=ro", uri=True) as reader:
        return reader.execute("SELECT mark, asked, sealed FROM answers").fetchall()


def test_a_whole_evening(evening: Evening) -> None:
    """People would sit in a room that does not do what its leader says."""
    people = evening.come(16)
    leader = evening.leader
    assert "welcome" == people[0].room()["step"]["id"]
    number = evening.ask("tired")
    for person in people[:14]:
        assert number == person.room()["asked"]["asked"]
        person.done("answer", asked=number, option="a_little")
        person.done("answer", asked=number, option="very")
    people[14].done("answer", asked=number, option=None)
    assert {"asked": number, "option": "very"} == evening.guests[0].room_line().settle().last["you"]["answer"]
    leader.done("close", asked=number)
    (result,) = leader.settle().last["leading"]["results"]
    places = {place["option"]: place["at_least"] for place in result["result"]}
    # 14 people, of whom 0 to 8 are taken away: 6 to 14 are left.
    assert places["very"] in (None, 5, 10) and places["a_little"] is None is places["not"]
    assert ("closed", None) == (people[0].room()["asked"]["state"], people[0].room()["asked"]["result"])
    leader.done("show", asked=number)
    assert result["result"] == people[0].room()["asked"]["result"]
    leader.done("hide", asked=number)
    assert people[0].room()["asked"]["result"] is None
    leader.done("show", asked=number)
    assert result["result"] == people[1].room()["asked"]["result"], "the same as before, and not thrown anew"
    leader.done("go", step="around")
    assert people[0].room()["asked"] is None
    leader.done("end")
    assert 4410 == leader.code
    assert 4410 == people[0].code
    assert {"type": "ended"} == people[0].last["ended"]


def test_nobody_sees_anything_while_a_prompt_is_open(evening: Evening) -> None:
    """Whoever leads could watch who puts down their phone as the number goes up."""
    people = evening.come(6)
    number = evening.ask("tired")
    projector = evening.guest().take(evening.leader.say("seat", role="projector")["address"])
    watching = [evening.leader, projector, people[5]]
    # News of who came is told a moment later.
    wait_until(lambda: evening.leader.settle().last["leading"]["agreed"] == 6)
    for line in watching:
        line.settle()
    heard = [len(line.all) for line in watching]
    for person in people[:5]:
        person.done("answer", asked=number, option="very")
    for line, before in zip(watching, heard, strict=True):
        assert [{"type": "pong"}] == line.settle().all[before:]


def test_each_role_gets_what_is_for_it(evening: Evening) -> None:
    """Words for the leader ("look out for tears") would stand on the wall; a signal would be seen by the whole room."""
    (person,) = evening.come(1)
    co_leader = evening.guest().take(evening.leader.say("seat", role="co_leader")["address"])
    projector = evening.guest().take(evening.leader.say("seat", role="projector")["address"])
    person.done("card", colour="Green", number=7)
    person.done("check", on=True)
    for leader in (evening.leader, co_leader):
        while not (leader.told("leading"))["signals"]:
            pass
        (one,) = leader.last["leading"]["signals"]
        assert {"colour": "Green", "number": 7} == one["card"]
        assert "Words to say." == leader.last["plan"]["plan"]["steps"][0]["say"]
    for line in (person, projector):
        line.settle()
        assert {"room", "pong", "kept", "you", "door"} >= set(line.last)
        text = json.dumps(line.all)
        assert "Words to say" not in text and "Look out" not in text and '"signals"' not in text
    assert {"room", "door", "pong"} == set(projector.last)
    assert "door" not in person.last
    co_leader.done("heard", signal=one["signal"])
    assert "heard" == person.settle().last["you"]["check"]
    while evening.leader.told("leading")["signals"]:
        pass


def test_pause_stops_everything(evening: Evening) -> None:
    """A prompt would go on while somebody is being looked after."""
    (person,) = evening.come(1)
    evening.leader.done("go", step="around")
    evening.leader.done("timer", act="start")
    evening.leader.done("pulse")
    number = evening.leader.room()["asked"]["asked"]
    evening.leader.done("pause", on=True)
    assert person.room()["paused"]
    assert not person.room()["timer"]["running"]
    assert "paused" == person.refused("answer", asked=number, option="too_high")
    for kind, fields in (("go", {"step": "tired"}), ("timer", {"act": "start"}), ("pulse", {}), ("ask", {})):
        assert "paused" == evening.leader.refused(kind, **fields)
    person.done("check", on=True)
    evening.leader.done("pause", on=False)
    assert person.room()["timer"]["running"]
    person.done("answer", asked=number, option="too_high")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_the_room_goes_on_after_a_restart(evening: Evening, how: signal.Signals) -> None:
    """A laptop that falls asleep would end an evening, and answers would be lost or count twice."""
    people = evening.come(14)
    people[0].done("card", colour="Blue", number=3)
    number = evening.ask("tired")
    for person in people:
        person.done("answer", asked=number, option="very")
    evening.server.stop(how)
    evening.server.start()
    evening.back()
    assert "tired" == evening.people[0].room()["step"]["id"]
    you = evening.people[0].last["you"]
    assert (True, {"colour": "Blue", "number": 3}) == (you["agreed"], you["card"])
    assert {"asked": number, "option": "very"} == you["answer"]
    for person in evening.people:
        person.done("answer", asked=number, option="very")
    assert 14 == len(kept_answers(evening)), "nobody counts twice"
    evening.leader.done("close", asked=number)


def test_without_its_key_open_answers_are_gone(evening: Evening) -> None:
    """After the machine itself was off nobody could change those answers; they would count with new ones."""
    people = evening.come(3)
    number = evening.ask("tired")
    for person in people:
        person.done("answer", asked=number, option="very")
    evening.server.stop()
    (key,) = evening.server.runtime.rglob("room-*.key")
    key.unlink()
    evening.server.start()
    evening.back()
    assert evening.people[0].settle().last["you"]["answer"] is None
    assert [] == kept_answers(evening)
    evening.people[0].done("answer", asked=number, option="not")


def test_answers_cannot_be_read_or_linked_and_do_not_outlive_their_prompt(evening: Evening) -> None:
    """Whoever takes the laptop, during the evening or after it, would know what each person answered."""
    people = evening.come(8)
    number = evening.ask("alone")
    for place, person in enumerate(people):
        person.done("answer", asked=number, option=["yes", "no", None][place % 3])
    rows = kept_answers(evening)
    assert 8 == len(rows) == len({mark for mark, *_ in rows}) == len({sealed for *_, sealed in rows})
    assert 1 == len({len(sealed) for *_, sealed in rows}), "a pass, a yes and a no are as long as each other"
    folder = database(evening).parent
    content = b"".join(file.read_bytes() for file in folder.iterdir())
    for guest in evening.guests:
        cookie = guest.cookies[f"v{evening.server.port}"]
        assert cookie.encode() not in content
    evening.leader.done("close", asked=number)
    assert [] == kept_answers(evening)
    content = b"".join(file.read_bytes() for file in folder.iterdir())
    assert not [mark for mark, _, sealed in rows if mark.encode() in content or sealed in content]
    assert 0o700 == folder.stat().st_mode & 0o777
    assert {0o600} == {file.stat().st_mode & 0o777 for file in folder.iterdir()}


def test_nothing_is_left_of_a_room_that_has_ended(evening: Evening) -> None:
    """The room was promised to be gone."""
    people = evening.come(8)
    number = evening.ask("alone")
    for person in people:
        person.done("answer", asked=number, option="yes")
    evening.leader.done("end")
    assert 4410 == evening.leader.code
    assert [] == list(evening.server.rooms.iterdir())
    assert [] == [file for file in evening.server.runtime.rglob("room-*") if file.suffix != ".sock"]
    printed = evening.server.out.read_text() + evening.server.err.read_text()
    assert "alone" not in printed and "answer" not in printed
    gone = evening.guests[0].get("room")
    assert 410 == gone.status and "This room has ended" in gone.text
    assert 410 == evening.guest().get(f"r/{evening.server.code}").status


def test_whoever_leaves_takes_their_answer_with_them(evening: Evening) -> None:
    """Somebody who gets up and goes would still be counted."""
    people = evening.come(3)
    number = evening.ask("tired")
    for person in people:
        person.done("answer", asked=number, option="very")
    assert 303 == evening.guests[0].post("leave", "").status
    assert 4404 == people[0].code
    assert 2 == len(kept_answers(evening))


def test_exercises_of_the_session_open_and_others_do_not(evening: Evening) -> None:
    """Pages that are not for groups would be one address away; or the exercise of the evening would not open."""
    evening.come(1)
    evening.leader.done("go", step="write")
    page = evening.page_of_step()
    assert 200 == evening.guests[0].get(f"p/{page}").status
    others = {number for number in range(1, 20) if number != page}
    assert {404} == {evening.guests[0].get(f"p/{number}").status for number in others}
    assert 404 == evening.guests[0].post("space/make", {"passphrase": "four words for nothing"}).status


def test_an_opened_exercise_hears_of_a_pause_and_of_the_end(evening: Evening) -> None:
    """Somebody who writes in a tab of its own would go on alone, and not know that the room has stopped."""
    evening.come(1)
    (guest,) = evening.guests
    evening.leader.done("go", step="write")
    page = evening.page_of_step()

    def hears(line: Line, state: str) -> None:
        while line.told("group")["state"] != state:
            pass

    line = guest.line(guest.page(f"p/{page}"))
    for on, state in ((True, "paused"), (False, "together"), (True, "paused")):
        evening.leader.done("pause", on=on)
        hears(line, state)
    late = guest.line_of(guest.page(f"p/{page}").block("unhurried")["page"])
    hears(late, "paused")
    evening.leader.done("end")
    hears(line, "over")
    hears(late, "over")


def test_every_link_of_its_pages_leads_somewhere(evening: Evening) -> None:
    """Somebody afraid of the person beside them would press the one link for that, and find that there is no page."""
    evening.come(1)
    (guest,) = evening.guests
    evening.leader.done("go", step="write")
    page = evening.page_of_step()
    pages = {"room", "steady", "help", f"p/{page}"}
    links = {
        address.removeprefix("/")
        for page in pages
        for address in re.findall(r'<a [^>]*href="(/[^"#]*)', guest.get(page).text)
        if not address.startswith("/static/")
    }
    assert {"", "alone", "help", "steady"} <= links
    assert {200} == {guest.get(link).status for link in links - {"", "keeps"}}  # the button to a space is not shown
    assert "Back to the room" in guest.get("alone").text
    elsewhere = guest.get("p/1")
    assert 404 == elsewhere.status
    assert '<a class="button" href="/room">Back to the room</a>' in elsewhere.text


def test_a_seat_starts_no_process(evening: Evening) -> None:
    """Two hundred phones would bring a laptop down before anybody had opened an exercise."""
    before = {child.pid for child in evening.server.warm().children()}
    evening.come(3)
    assert 200 == evening.guests[0].get("room").status
    assert before == {child.pid for child in evening.server.warm().children()}


def test_a_rehearsal_has_pretend_people(room_server_of: Callable[..., RoomServer], run: Callable[..., Any]) -> None:
    """A leader would meet a result for the first time in front of the group."""
    server = room_server_of("--pretend", "60").start()
    evening = Evening(server, run)  # type: ignore[arg-type]
    assert 60 == evening.leader.settle().last["leading"]["here"]
    assert evening.leader.room()["rehearsal"]
    number = evening.ask("tired")
    evening.leader.done("close", asked=number)
    (result,) = evening.leader.settle().last["leading"]["results"]
    assert any(place["at_least"] for place in result["result"])
