"""Sealing a card, so that six words open it and nothing else does.

    six words + salt of the store --Argon2id--> root --HKDF--> id: where it lies in the store
                                                      --HKDF--> key: AES-256-GCM
    secret, random --SHA-256--> mark: whoever has the secret can take the card back

Six of 1,465 words are 63 bits, drawn by the system's secure source. The words are on no disk: a store has ids, sealed
bytes, marks and times. How long a card is shows only as one of a few lengths.
"""

from __future__ import annotations

import json
import os
import secrets
import struct
from dataclasses import dataclass, field
from hashlib import sha256
from hmac import compare_digest
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from unhurried.errors import CardTooLong
from unhurried.space.envelope import Lock, lock_for

_NONCE_SIZE = 12
_LENGTH = struct.Struct(">I")
_SMALLEST = 1024
LONGEST = 64 * 1024
"""Bytes of the longest card with its filling: some twenty printed pages. A design choice."""


@dataclass(frozen=True)
class Sealed:
    """A card as a store keeps it. Nothing of it tells what it says or whose it is.

    Attributes:
        id: 32 hex digits.
        sealed: 28 bytes more than a power of two from 1 KiB to LONGEST.
        mark: SHA-256 of the secret that takes it back.
    """

    id: str
    sealed: bytes = field(repr=False)
    mark: bytes = field(repr=False)


def seal_card(card: Any, words: str, salt: bytes) -> tuple[Sealed, str]:
    """`card`, plain JSON, under these six words, and the secret that takes it back. Takes 64 MiB and about 0.1 s.

    Raises CardTooLong.
    """
    lock, secret = lock_for(words, salt), secrets.token_urlsafe(16)
    nonce = os.urandom(_NONCE_SIZE)
    sealed = nonce + AESGCM(lock.key).encrypt(nonce, _filled(card), lock.name.encode())
    return Sealed(lock.name, sealed, sha256(secret.encode()).digest()), secret


def lock_of(words: str, salt: bytes) -> Lock:
    """Where a card under these words would lie, and what would open it. The same work whatever the words are."""
    return lock_for(words, salt)


def open_card(sealed: bytes | None, lock: Lock) -> Any:
    """The card; None where there is none, or where it was sealed under other words. The same work in each case."""
    found = sealed if sealed is not None else bytes(_NONCE_SIZE + _SMALLEST + 16)
    try:
        plain = AESGCM(lock.key).decrypt(found[:_NONCE_SIZE], found[_NONCE_SIZE:], lock.name.encode())
    except (InvalidTag, ValueError):  # ValueError: cut off inside the nonce
        return None
    (length,) = _LENGTH.unpack_from(plain)
    return json.loads(plain[_LENGTH.size : _LENGTH.size + length])


def takes_back(secret: str, mark: bytes) -> bool:
    """Whether this secret takes back the card with this mark."""
    return compare_digest(sha256(secret.encode("utf-8", "replace")).digest(), mark)


def _filled(card: Any) -> bytes:
    words = json.dumps(card).encode()  # ASCII: half an emoji is legal in JSON as an escape, and in UTF-8 not at all
    size = _SMALLEST
    while size < _LENGTH.size + len(words):
        size *= 2
    if size > LONGEST:
        raise CardTooLong
    return (_LENGTH.pack(len(words)) + words).ljust(size, b"\0")
