"""docs/rooms.md says what is so: whoever builds a page on it would build on sand."""

from __future__ import annotations

import re
from pathlib import Path

from unhurried.rooms import codes
from unhurried.rooms.anonymity import STEP
from unhurried.rooms.messages import LONGEST, MESSAGES, ROLES, SAID, WHYS
from unhurried.rooms.places import LONGEST as LONGEST_ROOM
from unhurried.rooms.room import MOST_PULSES
from unhurried.server import allowances, hall
from unhurried.server.rooms import ROUTES

DOCUMENT = Path(__file__).parents[2] / "docs" / "rooms.md"
TEXT = DOCUMENT.read_text("utf-8")

#: How the document names those who may send or hear something.
WHO = {"any seat": ROLES, "every seat": ROLES}


def rows(kinds: set[str]) -> dict[str, tuple[tuple[str, ...], set[str]]]:
    """The messages of the tables whose first column names one of these: by type, who, and the fields."""
    found = {}
    for who, fields in re.findall(r"^\| ([\w ,]+?) \| `\{type: (.*?)\}` \|", TEXT, re.MULTILINE):
        kind, *more = [part.strip() for part in fields.split(",")]
        name = kind.strip('"')
        if name in kinds:
            roles = WHO.get(who) or tuple(role for role in ROLES if role in who.split(", "))
            found.setdefault(name, []).append((roles, set(more)))
    return {name: several[0] for name, several in found.items() if len(several) == 1} | {
        f"{name} {number}": one
        for name, several in found.items()
        if len(several) > 1
        for number, one in enumerate(several)
    }


def test_every_message_is_there_with_its_fields_and_its_senders() -> None:
    """A page would send what nobody understands, or never draw what it was told."""
    wanted = {
        name: (message.roles, {*message.fields, *(() if name == "ping" else ("seq",))})
        for name, message in MESSAGES.items()
    }
    said = {name: set(fields) for name, fields in SAID.items()}
    there = rows({*wanted, *said})
    both = {"door", "seat"}  # asked for, and said
    assert {name: one for name, one in wanted.items() if name not in both} == {
        name: one for name, one in there.items() if name in wanted and name not in both
    }
    assert {name: one for name, one in said.items() if name not in both} == {
        name: one[1] for name, one in there.items() if name in said and name not in both
    }
    for name in both:
        assert wanted[name] == there[f"{name} 0"]
        assert said[name] == there[f"{name} 1"][1]


def test_every_reason_is_there() -> None:
    """Somebody would be refused, and not be told why."""
    table = TEXT.split("| `why` | meaning |")[1].split("\n\n")[0]
    assert list(WHYS) == re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)


def test_every_address_is_there() -> None:
    """An address would be open without anybody knowing who may use it."""
    named = {re.sub(r"\b(CODE|KEY)$", "", one) for one in re.findall(r"^\| `(?:GET|POST) /(\S+)`", TEXT, re.MULTILINE)}
    assert {re.sub(r"\(.*", "", one).replace("\\", "") for one, _ in ROUTES} | {"leave"} == named


def test_numbers_are_those_of_the_code() -> None:
    """A leader would rely on limits that are others."""
    for number in (hall.NOT_UNDERSTOOD, hall.NO_SEAT, hall.NEWER_LINE, hall.OVER, hall.TOO_MUCH):
        assert str(number) in TEXT
    assert (2048, 5.0, 20.0, 3) == (LONGEST, hall.EACH_SECOND, hall.BURST, hall.MOST_LINES)
    assert (20, 60.0, 8, 28) == (allowances.MOST_WRONG, allowances.WITHIN, codes.LENGTH, len(set(codes.LETTERS)))
    assert (6, 5, 24 * 3600) == (MOST_PULSES, STEP, LONGEST_ROOM)
    assert 800_000 < len(codes.LETTERS) ** codes.LENGTH / (16 * allowances.MOST_WRONG * 24 * 60) < 850_000
