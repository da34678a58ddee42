"""Turns what the disk and SQLCipher complain about into our errors, with nothing of theirs attached."""

from __future__ import annotations

import errno
import functools
import sqlite3
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from sqlcipher3 import dbapi2

from unhurried.errors import SpaceBusy, SpaceDamaged, SpaceError, SpaceFull, SpaceReadOnly

P = ParamSpec("P")
T = TypeVar("T")

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}

# SQLite reports a failed write as "full" only for ENOSPC. A used-up quota, or a file that reached its size
# limit, comes as an input/output error of these kinds.
_FULL_CODES = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_FSYNC,
    sqlite3.SQLITE_IOERR_DIR_FSYNC,
    sqlite3.SQLITE_IOERR_TRUNCATE,
}
# Where a folder cannot be written, SQLite fails to open its journal, and says only that it "cannot open".
_READ_ONLY_CODES = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}
_BUSY_CODES = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DAMAGED_CODES = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR}


def in_our_words(function: Callable[P, T]) -> Callable[P, T]:
    """Lets only UnhurriedErrors out of `function` where it meets the disk or the database."""

    @functools.wraps(function)
    def told(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return function(*args, **kwargs)
        except OSError as trouble:
            ours = _from_disk(trouble)
        except dbapi2.Error as trouble:
            ours = _from_sqlite(getattr(trouble, "sqlite_errorcode", sqlite3.SQLITE_ERROR))
        # Raised out here: in the handler the first error would stay as context, and its frames hold values.
        raise ours

    return told


def _from_disk(trouble: OSError) -> SpaceError:
    if trouble.errno in _FULL:
        return SpaceFull()
    if trouble.errno == errno.EIO:
        return SpaceDamaged()
    return SpaceReadOnly()


def _from_sqlite(code: int) -> SpaceError:
    """`code` may be extended; its lowest byte is the primary code."""
    primary = code & 0xFF
    if code in _FULL_CODES:
        return SpaceFull()
    if primary in _READ_ONLY_CODES:
        return SpaceReadOnly()
    if primary in _BUSY_CODES:
        return SpaceBusy()
    if primary in _DAMAGED_CODES:
        return SpaceDamaged()
    return SpaceError()
