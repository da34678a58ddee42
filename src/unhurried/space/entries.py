"""Entries by name: which there are, what they say, and taking some of them out for good."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal, TypeAlias

from sqlcipher3 import dbapi2

from unhurried.space.schema import BESIDE, IN_LINE
from unhurried.space.sqlcipher import Connection, rewrite, transaction

Standing: TypeAlias = Literal["now", "earlier", "beside", "not_chosen"]
"""What an entry is to its question: the answer in use, one before it, one not yet chosen from, one chosen over."""

# In meta. No version up to this one is ever given again, so that a page which still shows a deleted answer cannot take
# a later one for it.
_SPENT = "spent_version"
# In meta while a rewriting is due: there from the moment of a deletion until the file was written anew.
_DUE = "rewriting_due"


@dataclass(frozen=True, repr=False)
class Entry:
    """One entry by all that is known of it but its words. `version`, `at`: change whenever its words do."""

    id: int
    worksheet: str
    question: str
    version: int
    at: str
    standing: Standing


def entries(connection: Connection) -> list[Entry]:
    """All of them, in the order in which they were begun."""
    rows = connection.execute(
        "SELECT id, worksheet, question, version, kept_at, beside, id IN (SELECT id FROM current)"
        " FROM entries ORDER BY id"
    )
    return [
        Entry(number, worksheet, question, version, at, _standing(beside, in_use))
        for number, worksheet, question, version, at, beside, in_use in rows
    ]


def stored_values(connection: Connection, numbers: Sequence[int]) -> list[tuple[int, bytes]]:
    """`(id, value as it is stored)` of these entries. One that is gone is not among them."""
    wanted = json.dumps(list(numbers))
    return connection.execute(
        "SELECT id, value FROM entries WHERE id IN (SELECT value FROM json_each(?))", (wanted,)
    ).fetchall()


def take_out(connection: Connection, named: Iterable[Entry]) -> bool:
    """Deletes these entries within the caller's transaction. Those that are gone already are passed over.

    False, with nothing deleted, when one of them says something else by now. Where a question loses every entry of its
    own line, the newest that stood beside becomes its answer: somebody wrote it, and chose nothing else.
    """
    one_by_one = list(named)
    for entry in one_by_one:
        found = connection.execute(
            "SELECT version, kept_at FROM entries WHERE id = ? AND worksheet = ? AND question = ?",
            (entry.id, entry.worksheet, entry.question),
        ).fetchone()
        if found and found != (entry.version, entry.at):
            return False
    connection.executemany(
        "DELETE FROM entries WHERE id = ? AND worksheet = ? AND question = ?",
        [(entry.id, entry.worksheet, entry.question) for entry in one_by_one],
    )
    spent = max([spent_version(connection), *(entry.version for entry in one_by_one)])
    for worksheet, question in {(entry.worksheet, entry.question) for entry in one_by_one}:
        spent += _move_up(connection, worksheet, question, spent + 1)
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_SPENT, str(spent)))
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, '')", (_DUE,))
    return True


def spent_version(connection: Connection) -> int:
    """The highest version that a deleted entry had; 0 while none was deleted."""
    row = connection.execute("SELECT value FROM meta WHERE name = ?", (_SPENT,)).fetchone()
    return int(row[0]) if row else 0


def rewrite_if_due(connection: Connection) -> None:
    """Writes the file anew if something was deleted since that was last done. Outside any transaction.

    What cannot be done now (a full disk, another program at the file) is done at the next opening.
    """
    if not connection.execute("SELECT 1 FROM meta WHERE name = ?", (_DUE,)).fetchone():
        return
    with suppress(dbapi2.Error, OSError):
        rewrite(connection)
        with transaction(connection):
            connection.execute("DELETE FROM meta WHERE name = ?", (_DUE,))


def _move_up(connection: Connection, worksheet: str, question: str, version: int) -> int:
    """1 if an entry was moved from beside into the line, else 0."""
    return connection.execute(
        "UPDATE entries SET beside = ?1, version = ?2 WHERE id ="
        " (SELECT max(id) FROM entries WHERE worksheet = ?3 AND question = ?4 AND beside = ?5)"
        " AND NOT EXISTS (SELECT 1 FROM entries WHERE worksheet = ?3 AND question = ?4 AND beside = ?1)",
        (IN_LINE, version, worksheet, question, BESIDE),
    ).rowcount


def _standing(beside: int, in_use: int) -> Standing:
    if beside == IN_LINE:
        return "now" if in_use else "earlier"
    return "beside" if beside == BESIDE else "not_chosen"
