"""The key of one open space, as it is handed from the folder to the server and on to page processes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

Kind = Literal["own", "two"]
"""Whose a space is: one person's own, or a folder for the two of them, which keeps only what is for both."""


@dataclass(frozen=True, repr=False)
class OpenKey:
    """Where the database is, the 32 bytes that decrypt it, and whose it is. Not a passphrase, but worth as much.

    `repr` shows nothing of it, so that neither a log line nor a traceback can.
    """

    file: Path
    key: bytes
    kind: Kind = "own"

    def to_plain(self) -> dict[str, str]:
        """JSON values for the socket to a page process: `{"file": path, "key": 64 hex digits, "kind": kind}`."""
        return {"file": str(self.file), "key": self.key.hex(), "kind": self.kind}

    @classmethod
    def from_plain(cls, plain: dict[str, str]) -> OpenKey:
        """The reverse of `to_plain`."""
        return cls(Path(plain["file"]), bytes.fromhex(plain["key"]), cast(Kind, plain["kind"]))

    def __repr__(self) -> str:
        return "OpenKey(…)"
