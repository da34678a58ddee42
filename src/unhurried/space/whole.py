"""Everything in a space at once, and joining to it what was saved elsewhere. All of it holds a person's words."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from unhurried.errors import SaveOtherKind
from unhurried.space.cover import same_dates
from unhurried.space.open_key import Kind, OpenKey
from unhurried.space.schema import BESIDE, IN_LINE, SETTLED, bring_up_to_date
from unhurried.space.sqlcipher import Connection, connect, make_room, transaction
from unhurried.space.stored import Json, from_bytes, to_bytes
from unhurried.space.troubles import in_our_words


@dataclass(frozen=True, repr=False)
class Entry:
    """One state of one answer, as `schema` lays it out. `beside`: IN_LINE, BESIDE or SETTLED."""

    worksheet: str
    question: str
    value: Json
    version: int
    kept_at: str
    begun_at: str
    sitting: str
    beside: int

    @property
    def state(self) -> tuple[object, ...]:
        """What makes it this state and no other: all but its place. Equal values are equal bytes."""
        return to_bytes(self.value), self.version, self.kept_at, self.begun_at, self.sitting


@dataclass(frozen=True, repr=False)
class Whole:
    """Everything in a space. `entries`: those of one question stand in the order in which they took their place."""

    kind: Kind
    entries: list[Entry]
    settings: dict[str, Json] = field(default_factory=dict)


@dataclass(frozen=True)
class Joined:
    """What joining did. `added`: questions of which the space knows more than before; `both`: those among them that now
    wait for the person's choice between two versions."""

    added: int
    both: int


_of_question = attrgetter("worksheet", "question")


@in_our_words
def read_whole(open_key: OpenKey) -> Whole:
    """Reads everything, of one moment. Raises SpaceDamaged, SpaceNewer, SpaceBusy, SpaceReadOnly."""
    try:
        with closing(connect(open_key.file, open_key.key)) as space:
            bring_up_to_date(space)
            with transaction(space):
                settings = {name: from_bytes(value) for name, value in space.execute("SELECT * FROM settings")}
                return Whole(open_key.kind, _entries(space), settings)
    finally:
        same_dates(open_key.file.parent)


@in_our_words
def join(open_key: OpenKey, other: Whole) -> Joined:
    """Takes everything of `other` in, in one step: all of it is there afterwards, or nothing was changed.

    Nothing that is there is changed or taken away (see `joined`), and a setting that is there stays. Doing it again
    adds nothing. Raises SaveOtherKind, SpaceFull, SpaceReadOnly, SpaceBusy, SpaceDamaged, SpaceNewer.
    """
    if other.kind != open_key.kind:
        raise SaveOtherKind
    added = both = 0
    try:
        with closing(connect(open_key.file, open_key.key)) as space:
            bring_up_to_date(space)
            make_room(space, sum(len(to_bytes(entry.value)) + 500 for entry in other.entries))
            with transaction(space):
                here = _by_question(_entries(space))
                for question, there in _by_question(other.entries).items():
                    before = here.get(question, [])
                    after = joined(before, there)
                    if after == before:
                        continue
                    added += 1
                    both += _waiting(after) > _waiting(before)
                    space.execute("DELETE FROM entries WHERE worksheet = ? AND question = ?", question)
                    _insert(space, after)
                for name, value in other.settings.items():
                    space.execute("INSERT OR IGNORE INTO settings VALUES (?, ?)", (name, to_bytes(value)))
            make_room(space, 0)  # many small values may have taken more than was reckoned: back to whole steps
    finally:
        same_dates(open_key.file.parent)
    return Joined(added, both)


def joined(here: list[Entry], there: list[Entry]) -> list[Entry]:
    """Both pasts of one question as one, with every state of either in it.

    Where one side builds on the other's newest state, or says the same, there is nothing to choose: the later one is in
    use. Otherwise what is in use here stays in use, and the other one stands beside it until the person chooses.

    Args:
        here, there: the states, in order. `here` may be empty; each other list has one state in line at least.
    """
    if not here:
        return there
    known = {entry.state for entry in here}
    chosen_over = {entry.state for entry in there if entry.beside == SETTLED}
    kept = [
        replace(entry, beside=SETTLED) if entry.beside == BESIDE and entry.state in chosen_over else entry
        for entry in here
    ]
    new = [entry for entry in there if entry.state not in known]
    if not new:
        return kept
    mine, theirs = _in_use(kept), _in_use(there)
    if _knows(there, mine) and not _knows(here, theirs):
        last = theirs
    else:
        last = mine
        if not _knows(here, theirs) and to_bytes(mine.value) != to_bytes(theirs.value):
            new = [replace(entry, beside=BESIDE) if entry is theirs else entry for entry in new]
    rest = [entry for entry in kept + new if entry is not last]
    return [*sorted(rest, key=_begun), last]


def _knows(entries: Iterable[Entry], one: Entry) -> bool:
    """Whether this state, or a later one of the same ten minutes of the same sitting, is among them.

    A sitting is one visit to one page, so its states follow each other and never part.
    """
    same = (entry for entry in entries if (entry.sitting, entry.begun_at) == (one.sitting, one.begun_at))
    return any(entry.version > one.version or entry.state == one.state for entry in same)


def _in_use(entries: list[Entry]) -> Entry:
    return [entry for entry in entries if entry.beside == IN_LINE][-1]


def _waiting(entries: list[Entry]) -> int:
    return sum(entry.beside == BESIDE for entry in entries)


def _begun(entry: Entry) -> datetime:
    return datetime.fromisoformat(entry.begun_at)


def _by_question(entries: list[Entry]) -> dict[tuple[str, str], list[Entry]]:
    ordered = sorted(entries, key=_of_question)  # stable: the order within a question stays
    return {question: list(group) for question, group in groupby(ordered, key=_of_question)}


def _entries(space: Connection) -> list[Entry]:
    rows = space.execute(
        "SELECT worksheet, question, value, version, kept_at, begun_at, sitting, beside FROM entries ORDER BY id"
    )
    return [Entry(worksheet, question, from_bytes(value), *rest) for worksheet, question, value, *rest in rows]


def _insert(space: Connection, entries: list[Entry]) -> None:
    space.executemany(
        "INSERT INTO entries (worksheet, question, value, version, kept_at, begun_at, sitting, beside)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (one.worksheet, one.question, to_bytes(one.value), one.version, one.kept_at, one.begun_at, one.sitting,
             one.beside)
            for one in entries
        ],
    )  # fmt: skip
