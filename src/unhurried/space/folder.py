"""The folder that holds every space of a machine, and looks the same however many there are.

    salt                16 random bytes, one for the folder
    <32 hex digits>     headers, 256 bytes each (see envelope)
    <32 hex digits>     four files of whole MiB for each header: a database and its three copies

At least three sets are noise. One more for each time a coin falls heads: so any number of sets may be chance,
and nobody, ourselves included, can tell from the count how many are real. Nothing records which are.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path

from unhurried.errors import PassphraseTaken, SpaceDamaged, WrongPassphrase
from unhurried.space.backup import SLOTS, backup_file
from unhurried.space.cover import SALT, STEP, is_ours, same_dates
from unhurried.space.durable import sync_folder, write_file
from unhurried.space.envelope import (
    HEADER_SIZE,
    NOTHING,
    SALT_SIZE,
    Contents,
    Lock,
    lock_for,
    new_contents,
    seal,
    unseal,
)
from unhurried.space.open_key import Kind, OpenKey
from unhurried.space.troubles import in_our_words
from unhurried.space.vault import Vault
from unhurried.space.words import check_strength

LEAST_NOISE = 3
"""Sets of noise in every folder, at the least. A design choice."""


class Folder:
    """Finds, makes and re-locks spaces. Meant for a short-lived process, one at a time.

    It never opens a database that anybody may be using: opening and closing a file drops every lock that the
    same process holds on it.
    """

    @in_our_words
    def __init__(self, path: Path) -> None:
        """Lays out a new folder where there is none; touches nothing in one that is there already.

        Raises SpaceReadOnly or SpaceFull when a new one cannot be written.
        """
        self.path = path
        if not (path / SALT).exists():
            self._lay_out()

    @in_our_words
    def find(self, passphrase: str) -> OpenKey:
        """The key of the space that these words open. Takes the same time whatever is there.

        Raises WrongPassphrase; SpaceDamaged or SpaceNewer for a header that cannot be read.
        """
        return self.locate(passphrase)[1]

    @in_our_words
    def locate(self, passphrase: str) -> tuple[Path, OpenKey]:
        """The same, with the header that led there."""
        try:
            lock = self._lock(passphrase)
            contents = self._contents(lock)
            if contents is None:
                raise WrongPassphrase
            # What cannot be tidied up in a folder that is read-only must not keep anybody out.
            with suppress(OSError):
                self._remove_replaced(contents)
        finally:
            same_dates(self.path)
        return self.path / lock.name, self._open_key(contents)

    @in_our_words
    def make(self, passphrase: str, kind: Kind = "own") -> OpenKey:
        """A new, empty space, complete on disk; open it with Vault.open. Nobody can tell one kind from the other.

        The header comes last. Whatever stops this earlier leaves at most some files that nobody can tell from
        noise, and words that open nothing. Raises PassphraseWeak, PassphraseTaken, SpaceFull, SpaceReadOnly.
        """
        check_strength(passphrase)
        lock = self._lock(passphrase)
        if self._contents(lock) is not None:
            raise PassphraseTaken
        contents = new_contents(kind)
        open_key = self._open_key(contents)
        header = self.path / lock.name
        copies = [backup_file(open_key, slot) for slot in SLOTS]
        try:
            Vault.create(open_key).close()
            for file in copies:
                write_file(file, os.urandom(STEP))
            write_file(header, seal(contents, lock))
        except BaseException:
            for file in (header, open_key.file, *copies):  # first what would lead to the others
                with suppress(OSError):
                    file.unlink(missing_ok=True)
            raise
        finally:
            same_dates(self.path)
        return open_key

    @in_our_words
    def change(self, open_key: OpenKey, old: str, new: str) -> None:
        """From now on the new words open this space, and the old ones nothing. Open vaults go on undisturbed.

        First the new header is written, then the old one removed: at every moment one of the two opens. Cut
        short in between, both do; the next opening with the new words, or the same change again, removes the
        old header. Raises WrongPassphrase unless `old` opens the space of `open_key`; PassphraseWeak,
        PassphraseTaken (also for the same words), SpaceFull, SpaceReadOnly.
        """
        check_strength(new)
        old_lock, new_lock = self._lock(old), self._lock(new)
        contents = self._contents(old_lock)
        if contents is None or not compare_digest(contents.data_key, open_key.key):
            raise WrongPassphrase
        try:
            replaces = sha256((self.path / old_lock.name).read_bytes()).digest()
            changed = replace(contents, replaces=replaces)
            present = self._contents(new_lock)
            if present is None:
                write_file(self.path / new_lock.name, seal(changed, new_lock))
            elif present.replaces != replaces:
                raise PassphraseTaken
            self._remove_replaced(changed)
        finally:
            same_dates(self.path)

    def _lay_out(self) -> None:
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        # A folder with other people's files in it keeps its own mode; our files are 0600 anyway.
        if all(map(is_ours, self.path.iterdir())):
            self.path.chmod(0o700)
        sets = LEAST_NOISE
        while secrets.randbelow(2):
            sets += 1
        for _ in range(sets):
            write_file(self.path / secrets.token_hex(16), os.urandom(HEADER_SIZE))
            for _ in range(1 + len(SLOTS)):
                write_file(self.path / secrets.token_hex(16), os.urandom(STEP))
        # The salt last: it says that the folder is complete.
        write_file(self.path / SALT, os.urandom(SALT_SIZE))
        same_dates(self.path)

    def _lock(self, passphrase: str) -> Lock:
        salt = (self.path / SALT).read_bytes()
        if len(salt) != SALT_SIZE:
            raise SpaceDamaged
        return lock_for(passphrase, salt)

    def _contents(self, lock: Lock) -> Contents | None:
        """None: no header has that name."""
        try:
            header = (self.path / lock.name).read_bytes()
        except FileNotFoundError:
            return None
        return unseal(header, lock)

    def _open_key(self, contents: Contents) -> OpenKey:
        return OpenKey(self.path / contents.database, contents.data_key, contents.kind)

    def _remove_replaced(self, contents: Contents) -> None:
        if contents.replaces == NOTHING:
            return
        for file in filter(is_ours, self.path.iterdir()):
            if file.stat().st_size == HEADER_SIZE and sha256(file.read_bytes()).digest() == contents.replaces:
                file.unlink()
                sync_folder(self.path)
