"""The database's own format, and how an older one becomes today's."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from unhurried.errors import SpaceDamaged, SpaceNewer
from unhurried.space.sqlcipher import Connection, make_room, transaction

IN_LINE, BESIDE, SETTLED = 0, 1, 2
"""Values of `entries.beside`: in the question's own line; a version not yet chosen from; one chosen over."""

# An entry is one state of one answer. `value`: JSON in UTF-8, a person's words. `version` counts up per
# question; for an entry beside it is the version that its page knew. `kept_at`, `begun_at`: reader's time,
# ISO 8601 with offset; begun_at is when the entry first took its place, kept_at when its value was last
# replaced within its sitting. `sitting`: random id of the visit that wrote it. `filler` is empty but for the
# moment the file grows.
_FIRST = (
    """CREATE TABLE entries (
        id INTEGER PRIMARY KEY,
        worksheet TEXT NOT NULL,
        question TEXT NOT NULL,
        value BLOB NOT NULL,
        version INTEGER NOT NULL,
        kept_at TEXT NOT NULL,
        begun_at TEXT NOT NULL,
        sitting TEXT NOT NULL,
        beside INTEGER NOT NULL
    )""",
    "CREATE INDEX entries_of_question ON entries (worksheet, question, beside)",
    """CREATE VIEW current AS SELECT * FROM entries
        WHERE id IN (SELECT max(id) FROM entries WHERE beside = 0 GROUP BY worksheet, question)""",
    "CREATE TABLE settings (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID",
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE filler (page BLOB NOT NULL)",
)


def _first(connection: Connection) -> None:
    for statement in _FIRST:
        connection.execute(statement)


MIGRATIONS: Mapping[int, Callable[[Connection], None]] = {1: _first}
"""Number -> what turns the format before into this one. From 1 without gaps; released ones never change."""


def lay_out(connection: Connection) -> None:
    """Gives an empty database today's format."""
    _migrate(connection, MIGRATIONS)
    make_room(connection, 0)


def bring_up_to_date(
    connection: Connection, migrations: Mapping[int, Callable[[Connection], None]] = MIGRATIONS
) -> None:
    """Runs the migrations that are missing, all in one transaction.

    Raises SpaceNewer, before anything is written, for a format that we do not know; SpaceDamaged for a file
    cut down to nothing, which SQLite takes for a new and empty database.
    """
    number = _format(connection)
    if number == 0:
        raise SpaceDamaged
    if number > max(migrations):
        raise SpaceNewer
    if number < max(migrations):
        _migrate(connection, migrations)
        make_room(connection, 0)


def _migrate(connection: Connection, migrations: Mapping[int, Callable[[Connection], None]]) -> None:
    with transaction(connection):
        # Read again under the lock: another process may have been first.
        for number in range(_format(connection) + 1, max(migrations) + 1):
            migrations[number](connection)
        connection.execute("INSERT OR REPLACE INTO meta VALUES ('format', ?)", (str(max(migrations)),))


def _format(connection: Connection) -> int:
    """0 where there is no format yet."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
        return 0
    row = connection.execute("SELECT value FROM meta WHERE name = 'format'").fetchone()
    return int(row[0]) if row else 0
