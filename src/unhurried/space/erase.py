"""Erasing: one space, so that its files become noise like any other; or the whole folder.

Nothing here follows a link, and nothing takes away what this program did not make.
"""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlcipher3 import dbapi2

from unhurried.errors import NotErased, SpaceDamaged, WrongPassphrase
from unhurried.space.backup import SLOTS, backup_file
from unhurried.space.cover import SALT, STEP, is_ours, same_dates
from unhurried.space.durable import sync_folder
from unhurried.space.envelope import HEADER_SIZE, SALT_SIZE
from unhurried.space.folder import Folder
from unhurried.space.open_key import OpenKey
from unhurried.space.sqlcipher import connect
from unhurried.space.troubles import in_our_words


@dataclass(frozen=True)
class Erased:
    """`files`: how many files of the folder were looked at afterwards, each with the key of the space that is gone."""

    files: int


@in_our_words
def erase_space(folder: Folder, passphrase: str) -> Erased:
    """Makes noise of the space that these words open, and looks whether anything is left.

    Every vault of it must be closed first, in every process. Its header, database and three copies are written over
    where they lie, cut to the size of noise, and given other names: the folder has as many sets as before, and nobody
    can tell which one it was. The header goes first, and with it the only way to the key; so after a crash the words
    open nothing, and what was not reached yet can be read by nobody.

    Raises WrongPassphrase, with nothing changed; NotErased where something is left; SpaceReadOnly.
    """
    header, open_key = folder.locate(passphrase)
    try:
        _make_noise(header, HEADER_SIZE)
        kept = [open_key.file, *(backup_file(open_key, slot) for slot in SLOTS)]
        for file in kept:
            _make_noise(file, STEP)
        for file in _opened_by(folder.path, open_key):  # put aside as damaged, or a copy that was cut short
            _make_noise(file, STEP)
        for file in (*kept, backup_file(open_key, "draft")):
            _remove(Path(f"{file}-journal"))
        sync_folder(folder.path)
        return _look(folder, passphrase, open_key)
    finally:
        same_dates(folder.path)


def is_folder_of_spaces(path: Path) -> bool:
    """Whether this program made the folder: its salt is there, or it has files of ours and no other.

    False for a link: what it leads to was perhaps not meant.
    """
    if path.is_symlink() or not path.is_dir():
        return False
    salt = path / SALT
    if _is_file(salt) and salt.stat().st_size == SALT_SIZE:
        return True
    files = list(path.iterdir())
    return bool(files) and all(map(_is_ours, files))


@in_our_words
def erase_folder(path: Path) -> int:
    """Takes away every file of ours in a folder that `is_folder_of_spaces`, and the folder if it is empty then.

    What opens the others (the salt, and every header) is written over first and goes first. Returns how many things
    were left because they are not ours: other files, folders, links.

    Raises SpaceReadOnly where something of ours cannot be taken away, NotErased where some of it is there again.
    """
    mine = [file for file in path.iterdir() if _is_ours(file)]
    for file in sorted(mine, key=lambda file: (file.name != SALT, file.stat().st_size)):
        if file.stat().st_size <= HEADER_SIZE:
            _write_over(file)
        file.unlink()
    sync_folder(path)
    left = list(path.iterdir())
    if any(map(_is_ours, left)):
        raise NotErased
    if not left:
        path.rmdir()
    return len(left)


def _look(folder: Folder, passphrase: str, open_key: OpenKey) -> Erased:
    with suppress(WrongPassphrase):
        folder.locate(passphrase)
        raise NotErased
    if _opened_by(folder.path, open_key) or any(backup_file(open_key, slot).exists() for slot in SLOTS):
        raise NotErased
    return Erased(sum(map(_is_ours, folder.path.iterdir())))


def _opened_by(folder: Path, open_key: OpenKey) -> list[Path]:
    """The files that this key opens. None of them may be in use by this process."""
    found = []
    for file in filter(_is_ours, folder.iterdir()):
        size = file.stat().st_size
        if size and size % STEP == 0:  # SQLite takes an empty file for a database to be, whatever the key
            with suppress(SpaceDamaged, dbapi2.Error), closing(connect(file, open_key.key, "ro")):
                found.append(file)
    return found


def _make_noise(file: Path, size: int) -> None:
    """Random bytes in the place of what is there, all of it, then no more than noise has, under another name."""
    if not _is_file(file):
        return
    _write_over(file, size)
    os.truncate(file, size)
    file.replace(file.with_name(secrets.token_hex(16)))


def _write_over(file: Path, least: int = 0) -> None:
    left = max(file.stat().st_size, least)
    with file.open("r+b") as out:
        while left > 0:
            left -= out.write(os.urandom(min(left, STEP)))
        out.flush()
        os.fsync(out.fileno())


def _remove(file: Path) -> None:
    if _is_file(file):
        _write_over(file)
        file.unlink()


def _is_ours(file: Path) -> bool:
    return is_ours(file) and _is_file(file)


def _is_file(file: Path) -> bool:
    """A file itself: no link to one, no folder."""
    try:
        return stat.S_ISREG(file.lstat().st_mode)
    except FileNotFoundError:
        return False
