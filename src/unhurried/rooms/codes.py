"""Codes by which people join a room, and keys for links to other seats."""

from __future__ import annotations

import secrets

#: Letters and digits that nobody takes for one another, read aloud or from a wall.
LETTERS = "ABCDEFGHJKMNPQRTVWXYZ2346789"
#: 28 ** 8 codes: 38 bits. With the limit on wrong ones (server/tries.py) guessing is out of reach within a day.
LENGTH = 8


def new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def as_read(code: str) -> str:
    """A code as people read and type it: in two halves."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def plain(typed: str) -> str:
    """What somebody typed, without what does not count: capitals, blanks and hyphens."""
    return "".join(typed.upper().replace("-", "").split())


def same(code: str, typed: str) -> bool:
    """Whether this is the code, in the same time whatever was typed."""
    return secrets.compare_digest(code.encode(), plain(typed).encode())


def new_key() -> str:
    """A key for a link that is good for one use."""
    return secrets.token_urlsafe(24)
