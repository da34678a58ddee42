"""Three copies of a space, one a day, and putting one back.

Each space has three files for copies from its first moment; until a copy is made they hold noise. Their names
come from the data key, so they are found when the database itself is damaged, and say nothing to anybody
else.

A copy is made page by page through SQLCipher's backup interface, not by VACUUM INTO: that one repeats the
first 16 bytes (the salt) of the original, and files that begin alike would show which ones are real.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlcipher3 import dbapi2

from unhurried.errors import SpaceDamaged
from unhurried.space.cover import same_dates
from unhurried.space.durable import create_empty, sync_folder
from unhurried.space.entries import rewrite_if_due
from unhurried.space.envelope import backup_name
from unhurried.space.open_key import OpenKey
from unhurried.space.sqlcipher import Connection, check, connect, transaction
from unhurried.space.troubles import in_our_words, writing

SLOTS = (0, 1, 2)


@dataclass(frozen=True)
class Copy:
    """A copy that was read through and found whole. `on`: the day it was made."""

    slot: int
    on: date


def backup_file(open_key: OpenKey, slot: int | str) -> Path:
    """Where the copy of a slot is."""
    return open_key.file.with_name(backup_name(open_key.key, str(slot)))


@in_our_words
def check_and_back_up(open_key: OpenKey, today: date) -> bool:
    """For every opening: reads the space through, and the first time of a day copies it. False: today has its copy.

    The copy replaces the oldest one only after it was read through itself. Raises SpaceDamaged, with all
    copies left as they are, when the space is not whole; SpaceFull, SpaceReadOnly or SpaceBusy when no copy
    can be made.
    """
    try:
        with closing(connect(open_key.file, open_key.key)) as space:
            rewrite_if_due(space)  # or the copy would have in its gaps what was deleted
        with _alone(open_key), closing(connect(open_key.file, open_key.key)) as space:
            check(space)
            days = {slot: _day(open_key, slot) for slot in SLOTS}
            if today in days.values():
                return False
            oldest = min(SLOTS, key=lambda slot: days[slot] or date.min)
            _copied(space, open_key, today).replace(backup_file(open_key, oldest))
            sync_folder(open_key.file.parent)
            return True
    finally:
        same_dates(open_key.file.parent)


@in_our_words
def renew_copies(open_key: OpenKey, today: date) -> None:
    """Puts a copy of the space as it is now in the place of every copy: what was deleted is in none of them any more.

    Cut short, each copy is the earlier one or the new one, and whole; it can be done again. Raises SpaceDamaged,
    SpaceFull, SpaceReadOnly or SpaceBusy, with the copies that were not reached left as they are.
    """
    try:
        with _alone(open_key), closing(connect(open_key.file, open_key.key)) as space:
            check(space)
            for slot in SLOTS:  # also where noise was, or a copy that cannot be read any more: it may hold words too
                _copied(space, open_key, today).replace(backup_file(open_key, slot))
                sync_folder(open_key.file.parent)
    finally:
        same_dates(open_key.file.parent)


@in_our_words
def good_copies(open_key: OpenKey) -> list[Copy]:
    """The copies that are whole, newest first. Reads each one through; changes nothing."""
    try:
        found = [Copy(slot, day) for slot in SLOTS if (day := _day(open_key, slot, read_through=True))]
    finally:
        same_dates(open_key.file.parent)
    return sorted(found, key=lambda copy: copy.on, reverse=True)


@in_our_words
def restore(open_key: OpenKey, slot: int) -> None:
    """Puts a copy in the place of the database. The copy stays, and so does the damaged file, renamed.

    Every vault of this space must be closed first, in every process. Cut short at any point, it can be done
    again. Raises SpaceDamaged, with nothing changed, when that copy is not whole.
    """
    folder = open_key.file.parent
    try:
        with closing(connect(backup_file(open_key, slot), open_key.key, "ro")) as copy:
            check(copy)
            day = _recorded_day(copy)
            if day is None:
                raise SpaceDamaged
            restored = _copied(copy, open_key, day)
        aside = folder / secrets.token_hex(16)
        # A journal left beside a damaged database would be played back into the good one: it goes first.
        for ending in ("-journal", ""):
            with suppress(FileNotFoundError):
                Path(f"{open_key.file}{ending}").replace(f"{aside}{ending}")
        restored.replace(open_key.file)
        sync_folder(folder)
    finally:
        same_dates(folder)


@contextmanager
def _alone(open_key: OpenKey) -> Iterator[None]:
    """Keeps a second process from writing the same copy; pages that keep something wait a moment.

    A connection of its own: SQLite copies nothing out of one that is in a writing transaction; the copy would
    wait for ever.
    """
    with closing(connect(open_key.file, open_key.key)) as guard, transaction(guard):
        yield


def _copied(source: Connection, open_key: OpenKey, day: date) -> Path:
    """A new file with what `source` holds and `day` written into it, read through and flushed to disk."""
    draft = backup_file(open_key, "draft")
    _remove(draft)  # of a copy that was cut short
    create_empty(draft)
    try:
        with closing(connect(draft, open_key.key)) as copy:
            with writing():
                source.backup(copy)
            with transaction(copy):
                copy.execute("INSERT OR REPLACE INTO meta VALUES ('copied_on', ?)", (day.isoformat(),))
            check(copy)
    except BaseException:
        _remove(draft)
        raise
    return draft


def _remove(draft: Path) -> None:
    for ending in ("-journal", ""):
        Path(f"{draft}{ending}").unlink(missing_ok=True)


def _day(open_key: OpenKey, slot: int, read_through: bool = False) -> date | None:
    """The day of a slot's copy; None for noise, for no file, and for damage as far as it was read."""
    try:
        with closing(connect(backup_file(open_key, slot), open_key.key, "ro")) as copy:
            if read_through:
                check(copy)
            return _recorded_day(copy)
    except (SpaceDamaged, dbapi2.DatabaseError):
        return None


def _recorded_day(copy: Connection) -> date | None:
    row = copy.execute("SELECT value FROM meta WHERE name = 'copied_on'").fetchone()
    return date.fromisoformat(row[0]) if row else None
