"""Files that are whole after a crash, or not there at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def write_file(path: Path, data: bytes) -> None:
    """Writes under another random name, flushes, then renames over `path`. Mode 0600."""
    draft = path.with_name(secrets.token_hex(16))
    try:
        create_empty(draft)
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def create_empty(path: Path) -> None:
    """A new empty file with mode 0600. SQLite would make it readable by the whole machine."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def sync_folder(folder: Path) -> None:
    """Makes renames and removals in `folder` last. Windows has no such call and does it by itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
