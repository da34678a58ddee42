"""From a passphrase to the key of a database.

    passphrase + salt of the folder --Argon2id--> root --HKDF--> name of the header file
                                                       --HKDF--> wrapping key
    header = AES-GCM(wrapping key, {format, database name, data key, what it replaces, whose it is})
    data key --HKDF--> names of the backup files

The passphrase opens only the header, so changing it rewrites one small file and leaves the database, and
every connection to it, as they are. A header is HEADER_SIZE bytes that look random, and so does its name.
"""

from __future__ import annotations

import os
import secrets
import struct
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from unhurried.errors import SpaceDamaged, SpaceNewer
from unhurried.space.open_key import Kind
from unhurried.space.words import normalise

SALT_SIZE = 16
HEADER_SIZE = 256

# RFC 9106, section 4, second recommended option: 64 MiB, 3 passes, 4 lanes. About 0.1 s on a plain laptop.
_MEMORY_KIB, _PASSES, _LANES = 64 * 1024, 3, 4

_FORMAT = 1
_NONCE_SIZE, _TAG_SIZE = 12, 16
_PLAIN_SIZE = HEADER_SIZE - _NONCE_SIZE - _TAG_SIZE
_LAYOUT = struct.Struct(">B16s32s32sB")
NOTHING = bytes(32)
"""Stands in `Contents.replaces` of a header that replaces none."""
_KINDS: tuple[Kind, ...] = ("own", "two")


@dataclass(frozen=True, repr=False)
class Lock:
    """What a passphrase leads to: the header's file name (32 hex digits) and the key to it (32 bytes)."""

    name: str
    key: bytes


@dataclass(frozen=True, repr=False)
class Contents:
    """What a header holds.

    `database`: the database's file name, 32 hex digits. `data_key`: 32 bytes. `replaces`: SHA-256 of the
    header file that this one took the place of, so that a change cut short by a crash can be finished later;
    NOTHING for none. (A hash of the file and not its name: someone else may later choose words that lead to
    that name.) `kind`: whose the space is. It stands here, and not in the database, so that it is known, and cannot be
    changed, before anything is kept.
    """

    database: str
    data_key: bytes
    replaces: bytes = NOTHING
    kind: Kind = "own"


def new_contents(kind: Kind = "own") -> Contents:
    """A random name and a random data key for a space about to be made."""
    return Contents(secrets.token_hex(16), secrets.token_bytes(32), kind=kind)


def lock_for(passphrase: str, salt: bytes) -> Lock:
    """One Argon2id, whatever exists and whatever was typed: the time tells nothing."""
    kdf = Argon2id(salt=salt, length=32, iterations=_PASSES, lanes=_LANES, memory_cost=_MEMORY_KIB)
    # surrogatepass: an error about a lone surrogate would carry the whole passphrase.
    root = kdf.derive(normalise(passphrase).encode("utf-8", "surrogatepass"))
    name = _expand(root, b"unhurried 1 header name", 16).hex()
    return Lock(name, _expand(root, b"unhurried 1 wrapping key", 32))


def seal(contents: Contents, lock: Lock) -> bytes:
    """HEADER_SIZE bytes, indistinguishable from random, that only `lock` opens."""
    kind = _KINDS.index(contents.kind)
    plain = _LAYOUT.pack(_FORMAT, bytes.fromhex(contents.database), contents.data_key, contents.replaces, kind)
    nonce = os.urandom(_NONCE_SIZE)
    return nonce + AESGCM(lock.key).encrypt(nonce, plain.ljust(_PLAIN_SIZE, b"\0"), lock.name.encode())


def unseal(header: bytes, lock: Lock) -> Contents:
    """Raises SpaceDamaged when the header was changed by anything but us, SpaceNewer for a later format."""
    plain = _decrypt(header, lock)
    if plain is None:
        raise SpaceDamaged
    number, database, data_key, replaces, kind = _LAYOUT.unpack_from(plain)
    if number > _FORMAT or kind >= len(_KINDS):
        raise SpaceNewer
    return Contents(database.hex(), data_key, replaces, _KINDS[kind])


def backup_name(data_key: bytes, slot: str) -> str:
    """The file name of one backup slot, 32 hex digits: found by the data key, telling nothing without."""
    return _expand(data_key, b"unhurried 1 backup " + slot.encode(), 16).hex()


def _decrypt(header: bytes, lock: Lock) -> bytes | None:
    try:
        return AESGCM(lock.key).decrypt(header[:_NONCE_SIZE], header[_NONCE_SIZE:], lock.name.encode())
    except (InvalidTag, ValueError):  # ValueError: cut off inside the nonce
        return None


def _expand(key: bytes, purpose: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=purpose).derive(key)
