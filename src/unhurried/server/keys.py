"""Keys of open spaces, in the server's memory only, and when they are dropped."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

#: Minutes of quiet after which a space locks itself (architecture: "15 quiet minutes"; a design choice between a
#: partner who comes into the room and somebody who thinks for a while before going on writing).
QUIET = 15 * 60.0
#: Seconds after the last page said goodbye: enough to go from one page to the next.
GOODBYE = 10.0
#: Seconds of quiet after which nothing is known of a visitor any more. Longer than anybody keeps a page open and does
#: nothing on it; a page that is closed after that locks nothing that was opened since.
FORGOTTEN = 24 * 3600.0
#: Pages of one visitor that count as open. A browser that crashed said no goodbye for its own.
MOST_PAGES = 100

Key = dict[str, str]  #: `OpenKey.to_plain()`: the server hands keys on and never uses one itself
Job = Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]


class Keys:
    """Which visitor has which space open.

    Holds keys, never words, and puts none into a log or an exception.

    Args:
        folder: where the spaces are.
        job: runs work on a space's files in a process of its own (`Visits.run_job`).
        opened, locked: called with a visitor's id after a space was opened or locked.
        waits: seconds (quiet, after the last goodbye).
    """

    def __init__(
        self,
        folder: Path,
        job: Job,
        opened: Callable[[str], None],
        locked: Callable[[str], None],
        waits: tuple[float, float] = (QUIET, GOODBYE),
    ) -> None:
        self.folder = folder
        self._job = job
        self._opened = opened
        self._locked = locked
        self.quiet, self.after_goodbye = waits
        self._keys: dict[str, Key] = {}
        self._pages: dict[str, dict[str, None]] = {}  # of each visitor, in the order in which they were sent
        self._touched: dict[str, float] = {}
        self._going: dict[str, asyncio.TimerHandle] = {}
        self._queue = asyncio.Lock()

    def __contains__(self, visitor: str) -> bool:
        return visitor in self._keys

    def of(self, visitor: str) -> Key | None:
        """The open space of a visitor, as it goes over a page process's socket; None if none is open."""
        return self._keys.get(visitor)

    async def open(self, visitor: str, passphrase: str, today: str) -> dict[str, Any]:
        """Open the space that these words open. Returns `{}`, or `{error: key}` with `copies` for a damaged one."""
        return await self._with_key(visitor, {"do": "open", "passphrase": passphrase, "today": today})

    async def make(self, visitor: str, passphrase: str) -> dict[str, Any]:
        """Make a space that these words open, and open it."""
        return await self._with_key(visitor, {"do": "make", "passphrase": passphrase})

    async def restore(self, visitor: str, passphrase: str, slot: int) -> dict[str, Any]:
        """Put a good copy in the place of a damaged file (which stays beside it), and open it."""
        async with self._queue:
            found = await self._job({"do": "find", "folder": str(self.folder), "passphrase": passphrase})
        if "error" in found:
            return found
        for other in [one for one, key in self._keys.items() if key == found["key"]]:
            self.lock(other)  # no page may hold the file that is about to be put aside
        return await self._with_key(visitor, {"do": "restore", "key": found["key"], "slot": slot})

    async def change(self, visitor: str, old: str, new: str) -> dict[str, Any]:
        """Other words for the space that is open."""
        key = self._keys.get(visitor)
        if key is None:
            return {"error": "wrong_passphrase"}
        return await self._with_key(visitor, {"do": "change", "key": key, "old": old, "new": new})

    async def copy(self, visitor: str, passphrase: str, order: dict[str, Any]) -> dict[str, Any]:
        """A copy that can be read of the space that is open, for whoever knows the words that open it.

        Args:
            visitor: whose space it is.
            passphrase: asked for again, since somebody else may sit at an open page.
            order: `{course, everything, today}`, as `export_job` has it.

        Returns:
            `{file}` in base64, or `{error: key}`.
        """
        key = self._keys.get(visitor)
        if key is None:
            return {"error": "wrong_passphrase"}
        job = {**order, "do": "copy", "folder": str(self.folder), "passphrase": passphrase, "key": key}
        async with self._queue:
            made = await self._job(job)
        # They left, or the space was locked, while it was being made.
        return made if self._keys.get(visitor) == key else {"error": "not_let_in"}

    async def in_turn(self, job: dict[str, Any]) -> dict[str, Any]:
        """Other work that derives a key, in the same line."""
        async with self._queue:
            return await self._job(job)

    async def _with_key(self, visitor: str, job: dict[str, Any]) -> dict[str, Any]:
        self.touch(visitor)
        # One at a time: each try takes 64 MiB and a tenth of a second of all cores, for whoever asks.
        async with self._queue:
            result = await self._job({**job, "folder": str(self.folder)})
        if "error" in result:
            return result
        if visitor not in self._touched:  # they left while the key was being derived
            return {"error": "not_let_in"}
        key: Key = result["key"]
        if self._keys.get(visitor) == key:
            return {}
        self.lock(visitor)
        self._keys[visitor] = key
        self.touch(visitor)
        self._opened(visitor)
        return {}

    def lock(self, visitor: str) -> None:
        """Drop the key. Does nothing when no space is open."""
        if self._keys.pop(visitor, None) is not None:
            self._locked(visitor)

    def touch(self, visitor: str) -> None:
        """The visitor did something."""
        self._touched[visitor] = now()

    def hello(self, visitor: str, page: str) -> None:
        """A page was sent to this visitor."""
        pages = self._pages.setdefault(visitor, {})
        pages[page] = None
        if len(pages) > MOST_PAGES:
            del pages[next(iter(pages))]

    def goodbye(self, visitor: str, page: str) -> None:
        """A page of this visitor was closed."""
        pages = self._pages.get(visitor, {})
        pages.pop(page, None)
        if not pages:
            self._stay(visitor)  # counted from this goodbye, not from one before it
            loop = asyncio.get_running_loop()
            self._going[visitor] = loop.call_later(self.after_goodbye, self._lock_if_gone, visitor)

    def _stay(self, visitor: str) -> None:
        if (going := self._going.pop(visitor, None)) is not None:
            going.cancel()

    def _lock_if_gone(self, visitor: str) -> None:
        self._going.pop(visitor, None)
        if not self._pages.get(visitor):
            self._pages.pop(visitor, None)
            self.lock(visitor)

    def lock_quiet(self) -> None:
        """Lock every space whose visitor has done nothing for a while, and in the end forget that they were here.
        Called every few seconds."""
        present = now()
        for visitor, at in list(self._touched.items()):
            if present - at > FORGOTTEN:
                self.forget(visitor)
            elif present - at > self.quiet:
                self.lock(visitor)

    def forget(self, visitor: str) -> None:
        """The visitor has left: lock, and forget that they were here."""
        self.lock(visitor)
        self._stay(visitor)
        self._pages.pop(visitor, None)
        self._touched.pop(visitor, None)

    def close(self) -> None:
        for visitor in list(self._keys):
            self.lock(visitor)


def now() -> float:
    """Seconds since some moment, in which the time that the machine slept counts as well where the system tells it
    (Linux): whoever opens their laptop in the morning finds their space locked."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)
