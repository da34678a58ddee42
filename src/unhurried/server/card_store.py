"""Where sealed cards lie in a room or a hosted edition: one SQLite file, used by short-lived processes only.

It has no names and no words in it: ids, sealed bytes, marks and times (space/cards.py). A card that was taken back, has
ended, or was never there is in no row, so nobody can tell which it was. Of reading nothing is written down.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from unhurried.errors import CardsFull
from unhurried.space.cards import Sealed, takes_back

#: Cards at once. The chance that somebody hits one by guessing grows with them (docs/threat-model.md).
MOST_CARDS = 1000
#: Seconds that the machine's clock may go back (time servers correct it by less). If it goes back by more, nobody knows
#: how old a card is, and all of them end.
BACK = 120.0
_SALT_SIZE = 16
_SCHEMA = """
CREATE TABLE IF NOT EXISTS cards (id TEXT PRIMARY KEY, sealed BLOB, mark BLOB, ends REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS store (salt BLOB, seen REAL);
"""


class CardStore:
    """Args: file: made where there is none, for its owner alone."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def salt(self, now: float) -> bytes:
        """What the words of all cards here are salted with: 16 bytes, drawn once."""
        with self._at(now) as store:
            found: bytes = store.execute("SELECT salt FROM store").fetchone()[0]
        return found

    def put(self, card: Sealed, ends: float, now: float) -> None:
        """Keep a card until `ends`. `ends`, `now`: seconds since the epoch. Raises CardsFull."""
        with self._at(now) as store:
            if store.execute("SELECT count(*) FROM cards").fetchone()[0] >= MOST_CARDS:
                raise CardsFull
            store.execute("INSERT OR REPLACE INTO cards VALUES (?, ?, ?, ?)", (card.id, card.sealed, card.mark, ends))

    def get(self, identity: str, now: float) -> tuple[bytes, float] | None:
        """A sealed card, and when it ends; None for one that was taken back, has ended or was never there."""
        with self._at(now) as store:
            row = store.execute("SELECT sealed, ends FROM cards WHERE id = ?", (identity,)).fetchone()
        return (row[0], row[1]) if row else None

    def take_back(self, identity: str, secret: str, now: float) -> None:
        """Forget a card, for whoever has its secret. Says nothing: it is gone, or was."""
        with self._at(now) as store:
            row = store.execute("SELECT mark FROM cards WHERE id = ?", (identity,)).fetchone()
            if row and takes_back(secret, row[0]):
                store.execute("DELETE FROM cards WHERE id = ?", (identity,))

    def tidy(self, now: float) -> None:
        """Forget what has ended. Every other method does so first; this is for when nobody comes."""
        if self.file.exists():
            with self._at(now):
                pass

    @contextmanager
    def _at(self, now: float) -> Iterator[sqlite3.Connection]:
        """A transaction in which every card is one that has not ended."""
        if not self.file.exists():
            os.close(os.open(self.file, os.O_WRONLY | os.O_CREAT, 0o600))
        store = sqlite3.connect(self.file, isolation_level=None, timeout=10)
        try:
            store.execute("PRAGMA secure_delete = ON")
            store.executescript(_SCHEMA)
            store.execute("BEGIN IMMEDIATE")
            seen = store.execute("SELECT seen FROM store").fetchone()
            if seen is None:
                store.execute("INSERT INTO store VALUES (?, ?)", (os.urandom(_SALT_SIZE), now))
            elif now < seen[0] - BACK:
                store.execute("DELETE FROM cards")
            store.execute("UPDATE store SET seen = ? WHERE ? > seen OR ? < seen - ?", (now, now, now, BACK))
            store.execute("DELETE FROM cards WHERE ends <= ?", (now,))
            yield store
            store.execute("COMMIT")
        finally:
            store.close()  # what was not committed is undone
