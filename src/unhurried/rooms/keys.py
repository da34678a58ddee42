"""The room key: marks and seals answers while a prompt is open, so that the database alone tells nothing."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

#: Bytes of the room key, and of a seal's nonce.
KEY, NONCE = 32, 12
#: The byte for an answer that was passed on. Options count from 0.
PASS = 255


@dataclass(frozen=True)
class RoomKey:
    """A room's secret. It is kept beside the room and never in its database, and is in no `repr`."""

    secret: bytes = field(repr=False)

    @classmethod
    def of(cls, file: Path) -> RoomKey:
        """The key in this file, for its owner alone; a new one where there is none. Raises OSError."""
        with contextlib.suppress(FileNotFoundError):
            found = file.read_bytes()
            if len(found) == KEY:
                return cls(found)
        secret = secrets.token_bytes(KEY)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "wb") as out:
            out.write(secret)
        return cls(secret)

    def mark(self, visitor: str, asked: int) -> str:
        """Under what an answer is kept: the same for the same person and prompt, and without the key like chance.

        Args:
            visitor: the id in the cookie, which the database has only a hash of.
            asked: the number of the prompt. With another, nothing tells that it was the same person.
        """
        return hmac.new(self._part("mark"), f"{asked}:{visitor}".encode(), hashlib.sha256).hexdigest()

    def seal(self, mark: str, option: int | None) -> bytes:
        """One byte for what was answered, locked; as long for one answer as for any other."""
        nonce = secrets.token_bytes(NONCE)
        value = PASS if option is None else option
        return nonce + AESGCM(self._part("seal")).encrypt(nonce, bytes([value]), mark.encode())

    def unseal(self, mark: str, sealed: bytes) -> int | None:
        """The number of the option that was answered; None for a pass. Raises ValueError: not sealed by this key."""
        try:
            value = AESGCM(self._part("seal")).decrypt(sealed[:NONCE], sealed[NONCE:], mark.encode())[0]
        except InvalidTag:
            value = -1
        if value < 0:
            raise ValueError("sealed by another key")
        return None if value == PASS else value

    def check(self) -> str:
        """Tells, of a room's database, whether it was written with this key."""
        return hmac.new(self._part("check"), b"", hashlib.sha256).hexdigest()

    def _part(self, purpose: str) -> bytes:
        return hmac.new(self.secret, f"unhurried room 1 {purpose}".encode(), hashlib.sha256).digest()


def mark_of(visitor: str) -> str:
    """Under what a seat is kept: a hash of the cookie's random id."""
    return hashlib.sha256(visitor.encode()).hexdigest()
