"""The open space: answers in, answers out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import TracebackType
from typing import Self, TypeAlias

from unhurried.errors import NotForTwo
from unhurried.space import entries
from unhurried.space.cover import same_dates
from unhurried.space.durable import create_empty
from unhurried.space.entries import Entry
from unhurried.space.open_key import OpenKey
from unhurried.space.schema import BESIDE, IN_LINE, SETTLED, bring_up_to_date, lay_out
from unhurried.space.sqlcipher import Connection, connect, make_room, transaction
from unhurried.space.stored import Json, from_bytes, to_bytes
from unhurried.space.troubles import in_our_words

ForBoth: TypeAlias = Callable[[str, str], bool]
"""Whether a question, named by its worksheet and itself, is for both and may be shared."""

ENTRY_LASTS = timedelta(minutes=10)
"""Saves of one sitting within this time of the first replace each other, so that saving as one types does not
fill the disk; after it a new entry begins, so that a page emptied by mistake costs ten minutes of writing. A
design choice.
"""


@dataclass(frozen=True, repr=False)
class Version:
    """One state of an answer: an earlier one, or another one not yet chosen from. Holds a person's words; repr shows
    none."""

    value: Json
    at: str


@dataclass(frozen=True, repr=False)
class Answer:
    """The current answer. `value` None: left open. `at`: ISO 8601 with offset. Holds a person's words."""

    value: Json
    version: int
    at: str
    beside: list[Version] = field(default_factory=list)


@dataclass(frozen=True)
class Kept:
    """Committed to disk as `version`. `at` is when the value was kept first, if it was there already."""

    version: int
    at: str


@dataclass(frozen=True, repr=False)
class Conflict:
    """Committed beside a newer answer of another sitting, described here. Holds a person's words."""

    version: int
    value: Json
    at: str


@dataclass(frozen=True, repr=False)
class _Entry:
    id: int
    value: bytes
    version: int
    at: str
    begun_at: str
    sitting: str


class Vault:
    """One open space. Use from one thread. Every method raises the SpaceErrors of unhurried.errors and
    nothing else of the disk's or the database's; after any of them the vault can go on being used.
    """

    def __init__(self, connection: Connection, open_key: OpenKey, for_both: ForBoth) -> None:
        """Not for callers: use `open` or `create`."""
        self._connection = connection
        self._open_key = open_key
        self._folder = open_key.file.parent
        self._for_both = for_both
        self.kind = open_key.kind

    @classmethod
    @in_our_words
    def open(cls, open_key: OpenKey, for_both: ForBoth = lambda worksheet, question: False) -> Self:
        """Raises SpaceDamaged (also for a missing file), SpaceNewer, SpaceBusy, SpaceReadOnly.

        `for_both`: what a folder for two may keep; nothing, unless the caller says what.

        A space that cannot be written still opens and can be read.
        """
        connection = connect(open_key.file, open_key.key)
        try:
            bring_up_to_date(connection)
        except BaseException:
            connection.close()
            raise
        same_dates(open_key.file.parent)
        return cls(connection, open_key, for_both)

    @classmethod
    @in_our_words
    def create(cls, open_key: OpenKey) -> Self:
        """A new, empty space in a new file. Folder.make does this; callers open what it made."""
        create_empty(open_key.file)
        connection = connect(open_key.file, open_key.key)
        try:
            lay_out(connection)
        except BaseException:
            connection.close()
            raise
        same_dates(open_key.file.parent)
        return cls(connection, open_key, lambda worksheet, question: False)

    def close(self) -> None:
        """May be called twice."""
        self._connection.close()
        same_dates(self._folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @in_our_words
    def read(self) -> dict[tuple[str, str], Answer]:
        """(worksheet, question) -> current answer, with the versions beside it not yet chosen from."""
        # One statement, so that both halves are of one moment.
        rows = self._connection.execute(
            "SELECT worksheet, question, value, version, kept_at, beside FROM current"
            " UNION ALL"
            " SELECT worksheet, question, value, version, kept_at, beside FROM entries WHERE beside = ?"
            " ORDER BY beside",
            (BESIDE,),
        )
        answers: dict[tuple[str, str], Answer] = {}
        for worksheet, question, value, version, at, beside in rows:
            if beside == IN_LINE:
                answers[worksheet, question] = Answer(from_bytes(value), version, at)
            else:
                answers[worksheet, question].beside.append(Version(from_bytes(value), at))
        return answers

    @in_our_words
    def history(self, worksheet: str, question: str) -> list[Version]:
        """What was answered to one question, oldest first; the last is the current answer, if there is any.

        One for each sitting, or for each ten minutes of one (ENTRY_LASTS). Versions that stand beside, or were
        chosen over, are not in it: the person did not keep them.
        """
        rows = self._connection.execute(
            "SELECT value, kept_at FROM entries WHERE worksheet = ? AND question = ? AND beside = ? ORDER BY id",
            (worksheet, question, IN_LINE),
        )
        return [Version(from_bytes(value), at) for value, at in rows]

    @in_our_words
    def read_whole(self) -> dict[tuple[str, str], list[Answer]]:
        """(worksheet, question) -> every state of the answer, oldest first. The last is the current one, and has the
        versions beside it not yet chosen from. Questions come in the order in which they were first answered.

        Versions that were chosen over are not in it: the person did not keep them.
        """
        rows = self._connection.execute(
            "SELECT worksheet, question, value, version, kept_at, beside FROM entries WHERE beside IN (?, ?)"
            " ORDER BY beside, id",
            (IN_LINE, BESIDE),
        )
        answers: dict[tuple[str, str], list[Answer]] = {}
        for worksheet, question, value, version, at, beside in rows:
            if beside == IN_LINE:
                answers.setdefault((worksheet, question), []).append(Answer(from_bytes(value), version, at))
            else:
                answers[worksheet, question][-1].beside.append(Version(from_bytes(value), at))
        return answers

    @in_our_words
    def entries(self) -> list[Entry]:
        """Every entry that the file holds, without its words, in the order in which they were begun."""
        return entries.entries(self._connection)

    @in_our_words
    def values(self, numbers: Sequence[int]) -> dict[int, Json]:
        """What these entries say, by their ids. One that is gone is not in it."""
        return {number: from_bytes(value) for number, value in entries.stored_values(self._connection, numbers)}

    @in_our_words
    def delete(self, named: Iterable[Entry]) -> bool:
        """Deletes these entries for good: when this returns, the file holds nothing of them. Copies still do.

        False, with nothing deleted, when one of them says something else by now. One that is gone already is passed
        over, so an order that was given twice does no more than one. When the answer in use goes, the one before it is
        in use again. On a full disk the file is written anew only at the next opening; until then a gap in it may hold
        some of the words.
        """
        try:
            with transaction(self._connection):
                if not entries.take_out(self._connection, named):
                    return False
            entries.rewrite_if_due(self._connection)
            return True
        finally:
            same_dates(self._folder)

    @in_our_words
    def renew_copies(self, today: date) -> None:
        """Puts a copy of the space as it is now in the place of each of its copies. `today`: the reader's day."""
        from unhurried.space.backup import renew_copies  # on use only: with it comes what derives keys

        renew_copies(self._open_key, today)

    @in_our_words
    def keep(
        self,
        worksheet: str,
        question: str,
        value: Json,
        base: int,
        at: str,
        sitting: str,
        settles: bool = False,
    ) -> Kept | Conflict:
        """Commits one answer; when this returns, it is on disk.

        `base`: the version that the page last knew, 0 for none. `at`: the reader's time, ISO 8601 with offset
        (ValueError otherwise). `sitting`: a random id of one visit, whose saves arrive in the order typed.

        A conflict is: the current version is not `base`, was written in another sitting, and says something
        else. Then the new value is kept beside it. The same value again (sent twice, because the first "kept"
        was lost) is no conflict and stores nothing; written on another day of the reader's, it is an answer of that
        day, and kept as one. `settles`: the person chose; versions beside count as
        settled, but not when this is itself a conflict, for then they have not seen all there is.

        Raises NotForTwo where this is a folder for two and the question is not for both.
        """
        if self.kind == "two" and not self._for_both(worksheet, question):
            raise NotForTwo
        moment = _moment(at)
        words = to_bytes(value)
        make_room(self._connection, len(words))
        try:
            with transaction(self._connection):
                newest = self._newest(worksheet, question, IN_LINE)
                if newest and newest.value != words and newest.version != base and newest.sitting != sitting:
                    self._keep_beside(worksheet, question, words, base, at, sitting)
                    return Conflict(newest.version, from_bytes(newest.value), newest.at)
                if settles:
                    self._settle(worksheet, question)
                if newest and newest.value == words and _day(newest.at) == moment.date():
                    return Kept(newest.version, newest.at)
                version = max(base, newest.version if newest else 0, entries.spent_version(self._connection)) + 1
                if newest and newest.sitting == sitting and _still_lasts(newest, moment):
                    self._replace(newest, words, version, at)
                else:
                    self._add(worksheet, question, words, version, at, sitting, IN_LINE)
                return Kept(version, at)
        finally:
            same_dates(self._folder)

    @in_our_words
    def setting(self, name: str) -> Json:
        """A choice that is no answer (a leaving address, say). None: never set."""
        row = self._connection.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
        return from_bytes(row[0]) if row else None

    @in_our_words
    def set_setting(self, name: str, value: Json) -> None:
        """Replaces the setting. May hold a person's words."""
        words = to_bytes(value)
        make_room(self._connection, len(words))
        with transaction(self._connection):
            self._connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, words))
        same_dates(self._folder)

    def _newest(self, worksheet: str, question: str, beside: int, sitting: str | None = None) -> _Entry | None:
        row = self._connection.execute(
            "SELECT id, value, version, kept_at, begun_at, sitting FROM entries"
            " WHERE worksheet = ? AND question = ? AND beside = ? AND sitting = coalesce(?, sitting)"
            " ORDER BY id DESC LIMIT 1",
            (worksheet, question, beside, sitting),
        ).fetchone()
        return _Entry(*row) if row else None

    def _keep_beside(self, worksheet: str, question: str, words: bytes, base: int, at: str, sitting: str) -> None:
        """One version beside per sitting: what the page typed on takes the place of what it typed before."""
        earlier = self._newest(worksheet, question, BESIDE, sitting)
        if earlier:
            self._replace(earlier, words, base, at)
        else:
            self._add(worksheet, question, words, base, at, sitting, BESIDE)

    def _add(
        self, worksheet: str, question: str, words: bytes, version: int, at: str, sitting: str, beside: int
    ) -> None:
        self._connection.execute(
            "INSERT INTO entries (worksheet, question, value, version, kept_at, begun_at, sitting, beside)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (worksheet, question, words, version, at, at, sitting, beside),
        )

    def _replace(self, entry: _Entry, words: bytes, version: int, at: str) -> None:
        self._connection.execute(
            "UPDATE entries SET value = ?, version = ?, kept_at = ? WHERE id = ?",
            (words, version, at, entry.id),
        )

    def _settle(self, worksheet: str, question: str) -> None:
        self._connection.execute(
            "UPDATE entries SET beside = ? WHERE worksheet = ? AND question = ? AND beside = ?",
            (SETTLED, worksheet, question, BESIDE),
        )


def _still_lasts(entry: _Entry, moment: datetime) -> bool:
    """False too when the reader's clock went back: then nothing may be replaced."""
    return timedelta(0) <= moment - _moment(entry.begun_at) < ENTRY_LASTS


def _day(at: str) -> date:
    return _moment(at).date()


def _moment(at: str) -> datetime:
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        moment = datetime.min
    if moment.tzinfo is None:
        raise ValueError("a time must be ISO 8601 with an offset")
    return moment
