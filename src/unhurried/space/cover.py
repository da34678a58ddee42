"""What makes the files of a folder look alike: their names, sizes, dates, and noise where nothing is."""

from __future__ import annotations

import os
import re
import time
from contextlib import suppress
from pathlib import Path

STEP = 1024 * 1024
"""Bytes. Databases and their backups have a whole number of steps."""

SALT = "salt"
_OURS = re.compile(r"salt|[0-9a-f]{32}(-journal)?")
_DAY = 24 * 60 * 60


def is_ours(file: Path) -> bool:
    """True for the names of our own files, and of the journal that SQLite keeps for one transaction."""
    return _OURS.fullmatch(file.name) is not None


def same_dates(folder: Path) -> None:
    """Gives the folder and every file of ours in it the same date: today, 00:00 UTC.

    A file that cannot be dated is left as it is: dates are cover, and no answer may be lost over them.
    Nothing is opened, so no lock of an open database is dropped. The kernel's own change time (ctime) cannot
    be set.
    """
    today = int(time.time()) // _DAY * _DAY
    with suppress(OSError):
        for file in filter(is_ours, folder.iterdir()):
            with suppress(OSError):
                os.utime(file, (today, today))
        os.utime(folder, (today, today))
