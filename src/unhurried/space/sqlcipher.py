"""The one place that opens SQLCipher databases: settings, transactions, growth."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sqlcipher3 import dbapi2

from unhurried.errors import SpaceDamaged
from unhurried.space.cover import STEP
from unhurried.space.troubles import writing

if TYPE_CHECKING:  # sqlcipher3 is the standard library's sqlite3 over another engine
    from sqlite3 import Connection as Connection
else:
    Connection = dbapi2.Connection

_PAGE = 4096
_PAGES_PER_STEP = STEP // _PAGE
_WAIT_MS = 5000

# After the key. DELETE: a write-ahead log would mark the one file that is in use.
_SETTINGS = (
    "PRAGMA cipher_compatibility = 4",
    f"PRAGMA busy_timeout = {_WAIT_MS}",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA synchronous = EXTRA",
)


def connect(file: Path, key: bytes, mode: Literal["rw", "ro"] = "rw") -> Connection:
    """Opens an existing file (an empty one is a database to be). No transaction is open.

    Raises SpaceDamaged when the file is missing, and dbapi2.Error (NOTADB) when `key` does not open it.
    """
    if not file.exists():
        raise SpaceDamaged
    address = f"{file.absolute().as_uri()}?mode={mode}"
    connection: Connection = dbapi2.connect(address, uri=True, isolation_level=None, timeout=_WAIT_MS / 1000)
    try:
        # First, or a wrong key is reported on stderr.
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for setting in _SETTINGS:
            connection.execute(setting)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """BEGIN IMMEDIATE … COMMIT. Any error rolls everything back and is raised again."""
    with writing():
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                with suppress(dbapi2.Error):
                    connection.execute("ROLLBACK")
            raise


def check(connection: Connection) -> None:
    """Raises SpaceDamaged or dbapi2.Error (CORRUPT) unless every page in use is authentic and in place."""
    if connection.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
        raise SpaceDamaged


def make_room(connection: Connection, size: int, at_least: int = 0) -> None:
    """Grows the file by whole STEPs until `size` bytes more of one value surely fit into free pages, and it has
    `at_least` so many pages.

    So the file's size changes in steps only, and a keep never changes it at all. Free pages are pages that
    were written once as filler and deleted: encrypted like the rest, not holes, and never given back.
    """
    # 4,000 of a page's 4,096 bytes are ours (80 are SQLCipher's); 16 pages cover splits of table and index.
    pages = size // 4000 + 16
    if _has_room(connection, pages, at_least):
        return
    with transaction(connection):
        connection.execute("DELETE FROM filler")
    if _has_room(connection, pages, at_least):
        return
    with transaction(connection):
        while not (_added(connection) >= pages and _is_whole(connection, at_least)):
            connection.execute("INSERT INTO filler (page) VALUES (zeroblob(3000))")  # one page each
    with transaction(connection):
        connection.execute("DELETE FROM filler")


def rewrite(connection: Connection) -> None:
    """Writes the file anew from what it holds, and leaves its size as it was. Outside any transaction.

    SQLCipher overwrites what is deleted. But where SQLite had moved rows from page to page it may have left a copy in
    the gap between them, and only this takes that away too. The size stays, or it would tell of the deletion.
    """
    before = _number(connection, "page_count")
    with writing():
        connection.execute("VACUUM")
    make_room(connection, 0, before)


def _has_room(connection: Connection, pages: int, at_least: int) -> bool:
    return _is_whole(connection, at_least) and _number(connection, "freelist_count") >= pages


def _is_whole(connection: Connection, at_least: int) -> bool:
    count = _number(connection, "page_count")
    return count >= at_least and count % _PAGES_PER_STEP == 0


def _added(connection: Connection) -> int:
    count: int = connection.execute("SELECT count(*) FROM filler").fetchone()[0]
    return count


def _number(connection: Connection, pragma: Literal["page_count", "freelist_count"]) -> int:
    number: int = connection.execute(f"PRAGMA {pragma}").fetchone()[0]
    return number
