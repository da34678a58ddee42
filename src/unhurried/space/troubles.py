"""Turns what the disk and SQLCipher complain about into our errors, with nothing of theirs attached."""

from __future__ import annotations

import errno
import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from sqlcipher3 import dbapi2

from unhurried.errors import SpaceBusy, SpaceDamaged, SpaceError, SpaceFull, SpaceReadOnly

P = ParamSpec("P")
T = TypeVar("T")

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}

# Where a folder cannot be written, SQLite fails to open its journal, and says only that it "cannot open".
_READ_ONLY_CODES = {dbapi2.SQLITE_READONLY, dbapi2.SQLITE_CANTOPEN, dbapi2.SQLITE_PERM}
_BUSY_CODES = {dbapi2.SQLITE_BUSY, dbapi2.SQLITE_LOCKED}
_DAMAGED_CODES = {dbapi2.SQLITE_CORRUPT, dbapi2.SQLITE_NOTADB, dbapi2.SQLITE_IOERR}
_UNKNOWN = 0


def in_our_words(function: Callable[P, T]) -> Callable[P, T]:
    """Lets only UnhurriedErrors out of `function` where it meets the disk or the database."""

    @functools.wraps(function)
    def told(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return function(*args, **kwargs)
        except OSError as trouble:
            ours = _from_disk(trouble)
        except dbapi2.Error as trouble:
            ours = _from_sqlite(_code(trouble))
        # Raised out here: in the handler the first error would stay as context, and its frames hold values.
        raise ours

    return told


@contextmanager
def writing() -> Iterator[None]:
    """Within it, an input/output error counts as a full disk.

    SQLite says "full" only for ENOSPC. A used-up quota, or a file at its size limit, is an input/output error like
    any other, and a failed copy has no code at all; while writing, those are what they nearly always mean.
    """
    try:
        yield
    except dbapi2.DatabaseError as trouble:
        if _code(trouble) in (_UNKNOWN, dbapi2.SQLITE_IOERR):
            raise OSError(errno.ENOSPC, "cannot write") from None
        raise


def _from_disk(trouble: OSError) -> SpaceError:
    if trouble.errno in _FULL:
        return SpaceFull()
    if trouble.errno == errno.EIO:
        return SpaceDamaged()
    return SpaceReadOnly()


def _from_sqlite(code: int) -> SpaceError:
    if code == dbapi2.SQLITE_FULL:
        return SpaceFull()
    if code in _READ_ONLY_CODES:
        return SpaceReadOnly()
    if code in _BUSY_CODES:
        return SpaceBusy()
    if code in _DAMAGED_CODES:
        return SpaceDamaged()
    return SpaceError()


def _code(trouble: dbapi2.Error) -> int:
    """SQLite's primary result code (the lowest byte, where there is more)."""
    code: int = getattr(trouble, "sqlite_errorcode", _UNKNOWN)
    return code & 0xFF
