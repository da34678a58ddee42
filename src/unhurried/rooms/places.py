"""Where a room's files are, and when they go."""

from __future__ import annotations

import contextlib
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from unhurried.rooms.store import Store

#: Seconds after which a room is deleted, whether somebody ended it or not: an evening with all that may come before it.
LONGEST = 24 * 3600.0


@dataclass(frozen=True)
class Places:
    """The files of one room.

    `folder`: its own, for its owner alone. `runtime`: the folder for what must not outlive the machine's being on.
    """

    folder: Path
    runtime: Path

    @property
    def database(self) -> Path:
        return self.folder / "room.sqlite"

    @property
    def certificate(self) -> Path:
        """A certificate made for this room, and its key in the same file."""
        return self.folder / "certificate.pem"

    @property
    def cards(self) -> Path:
        """Sealed cards that people gave each other this evening."""
        return self.folder / "cards.sqlite"

    @property
    def key(self) -> Path:
        return self.runtime / f"room-{self.folder.name}.key"

    @property
    def visitors(self) -> Path:
        return self.runtime / f"room-{self.folder.name}.visitors"

    def store(self) -> Store:
        """The database, its file made for its owner alone. Raises OSError."""
        self.database.touch(mode=0o600)
        return Store(f"sqlite:///{self.database}")

    def delete(self) -> None:
        """Delete all of it, the keys first: without them nothing that is left on a disk can be read."""
        for file in (self.key, self.visitors):
            with contextlib.suppress(OSError):
                file.write_bytes(bytes(file.stat().st_size))
            file.unlink(missing_ok=True)
        shutil.rmtree(self.folder)


def new_places(rooms: Path, runtime: Path) -> Places:
    """A folder for a new room below `rooms`. Its name says nothing. Raises OSError."""
    rooms.mkdir(mode=0o700, parents=True, exist_ok=True)
    places = Places(rooms / secrets.token_hex(8), runtime)
    places.folder.mkdir(mode=0o700)
    return places


def living(rooms: Path, runtime: Path, now: float) -> Places | None:
    """The room that is still open below `rooms`, None if there is none. Whatever else is there is deleted: rooms that
    are older than `LONGEST`, and what a crash has left.

    Args:
        rooms: the folder of all rooms. It need not be there.
        runtime: where their keys are.
        now: seconds since the epoch. A room from after it is one of a clock that was wrong, and is deleted too.
    """
    found: list[tuple[float, Places]] = []
    for folder in rooms.iterdir() if rooms.is_dir() else ():
        places = Places(folder, runtime)
        opened = _opened(places)
        if opened is not None and 0 <= now - opened < LONGEST:
            found.append((opened, places))
        else:
            places.delete()
    found.sort(key=lambda one: one[0])
    for _, places in found[:-1]:
        places.delete()
    return found[-1][1] if found else None


def _opened(places: Places) -> float | None:
    if not places.database.is_file():
        return None
    store = places.store()
    try:
        kept = store.read()
    finally:
        store.close()
    return None if kept is None else float(kept["opened"])
