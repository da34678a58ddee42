"""Where rooms are, and that they go."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.rooms.plan import PLAN

from unhurried.rooms.keys import RoomKey
from unhurried.rooms.open_room import MOST_SEATS, OpenRoom
from unhurried.rooms.places import LONGEST, Places, living, new_places


@pytest.fixture
def runtime(tmp_path: Path) -> Path:
    folder = tmp_path / "runtime"
    folder.mkdir()
    return folder


def opened(rooms: Path, runtime: Path, at: float) -> Places:
    places = new_places(rooms, runtime)
    OpenRoom(places, PLAN, 0, at).close()
    return places


def test_a_room_of_yesterday_is_deleted_at_the_next_start(tmp_path: Path, runtime: Path) -> None:
    """A leader who only closed the laptop would leave the evening on it."""
    places = opened(tmp_path / "rooms", runtime, at=1000)
    assert places == living(tmp_path / "rooms", runtime, 1000 + LONGEST - 1)
    assert living(tmp_path / "rooms", runtime, 1000 + LONGEST) is None
    assert [] == list((tmp_path / "rooms").iterdir()) == list(runtime.iterdir())


def test_a_clock_that_went_back_keeps_no_room(tmp_path: Path, runtime: Path) -> None:
    """A room that was opened under a wrong date would stay for years."""
    opened(tmp_path / "rooms", runtime, at=10**10)
    assert living(tmp_path / "rooms", runtime, 1000) is None


def test_what_a_crash_left_is_deleted_and_the_latest_room_goes_on(tmp_path: Path, runtime: Path) -> None:
    """A leader would come back into another room than that of this evening."""
    rooms = tmp_path / "rooms"
    opened(rooms, runtime, at=1000)
    latest = opened(rooms, runtime, at=2000)
    (rooms / "half").mkdir()
    (rooms / "torn").mkdir()
    (rooms / "torn" / "room.sqlite").write_bytes(b"no database")
    assert latest == living(rooms, runtime, 3000)
    assert [latest.folder] == list(rooms.iterdir())


def test_a_full_room_is_full(tmp_path: Path, runtime: Path) -> None:
    """Whoever has the code could fill the machine."""
    room = OpenRoom(new_places(tmp_path / "rooms", runtime), PLAN, 0, 0)
    assert all(room.join(f"visitor {number}") for number in range(MOST_SEATS))
    assert not room.join("one more")
    assert room.join("visitor 0"), "who is in is in"


def test_a_key_is_in_no_repr_and_opens_only_its_own(tmp_path: Path) -> None:
    """A key in a log opens what is sealed; a seal that moves could be put under another mark."""
    key, other = RoomKey.of(tmp_path / "a"), RoomKey.of(tmp_path / "b")
    assert key.secret.hex() not in repr(key) and str(key.secret) not in repr(key)
    assert key == RoomKey.of(tmp_path / "a") != other
    mark = key.mark("somebody", 1)
    assert len({mark, key.mark("somebody", 2), key.mark("another", 1), other.mark("somebody", 1)}) == 4
    sealed = key.seal(mark, 3)
    assert 3 == key.unseal(mark, sealed)
    assert key.unseal(mark, key.seal(mark, None)) is None
    for wrong, under in ((other, mark), (key, key.mark("somebody", 2))):
        with pytest.raises(ValueError, match="another key"):
            wrong.unseal(under, sealed)


def test_a_rooms_methods_give_back_no_answer_of_another(tmp_path: Path, runtime: Path) -> None:
    """A page for leaders could one day show who said what, because it was easy."""
    room = OpenRoom(new_places(tmp_path / "rooms", runtime), PLAN, 0, 0)
    for number in range(7):
        room.join(f"visitor {number}")
        room.about(f"visitor {number}", {"type": "agree"})
    room.lead({"type": "go", "step": "tired"}, 0)
    room.lead({"type": "ask"}, 0)
    given = {"type": "answer", "asked": 1, "option": "very"}
    assert [None] * 7 == room.answer([(f"visitor {number}", given) for number in range(7)])
    public = {name: getattr(room, name) for name in dir(room) if not name.startswith("_")}
    asks = {name for name, value in public.items() if callable(value)}
    assert asks == {
        *("about", "answer", "close", "end", "heard", "is_over", "join", "lead", "leave", "link", "may_join"),
        *("own_answer", "seat", "take"),
    }
    assert room.own_answer("visitor 9") is None
    held = str({name: value for name, value in public.items() if name not in asks and name != "plan"})
    assert 1 == held.count("very"), "as an option of the prompt, and nowhere else"
