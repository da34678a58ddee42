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
        moved: called with a visitor's id, and whether it is for two, before a space is opened: what was written on
            pages that were begun for the other kind must not go into it.
        gone: called with a visitor's id; ends their page processes, and returns once these have really ended.
        waits: seconds (quiet, after the last goodbye).
    """

    def __init__(
        self,
        folder: Path,
        job: Job,
        opened: Callable[[str], None],
        locked: Callable[[str], None],
        moved: Callable[[str, bool], None],
        gone: Callable[[str], Awaitable[None]],
        waits: tuple[float, float] = (QUIET, GOODBYE),
    ) -> None:
        self.folder = folder
        self._job = job
        self._opened = opened
        self._locked = locked
        self._moved = moved
        self._gone = gone
        self.quiet, self.after_goodbye = waits
        self._keys: dict[str, Key] = {}
        self.erased: dict[str, int] = {}  # of visitors whose space was erased, until their page has said so
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

    async def make(self, visitor: str, passphrase: str, kind: str) -> dict[str, Any]:
        """Make a space of a kind (`open_key.Kind`) that these words open, and open it."""
        return await self._with_key(visitor, {"do": "make", "passphrase": passphrase, "kind": kind})

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
        return await self._with_open(visitor, {**order, "do": "copy", "passphrase": passphrase})

    async def save(self, visitor: str, passphrase: str) -> dict[str, Any]:
        """The space that is open as a locked file; arguments and result as for `copy`."""
        return await self._with_open(visitor, {"do": "save", "passphrase": passphrase})

    async def load(self, visitor: str, passphrase: str, file: str, today: str) -> dict[str, Any]:
        """Take a save file in: into the space that is open; without one, into that of its own words, which then is.

        Args:
            visitor: whose space it is.
            passphrase: the words that the file was saved with.
            file: in base64.
            today: the reader's date, ISO 8601.

        Returns:
            `{added, both}`, as `save_job` has it, with `{space: "two"}` where that is one; or `{error: key}`.
        """
        job = {"do": "load", "passphrase": passphrase, "file": file, "today": today}
        if visitor not in self._keys:
            return await self._with_key(visitor, {**job, "key": None})
        done = await self._with_open(visitor, job)
        if "error" in done:
            return done
        self._opened(visitor)  # the pages look again at what is in it
        return _said(done)

    async def erase(self, visitor: str, passphrase: str) -> dict[str, Any]:
        """Erase the space that is open, for whoever knows the words that open it. Nobody has it open afterwards.

        Returns:
            `{}`, and `erased` has how many files were looked at afterwards; or `{error: key}`.
        """
        key = self._keys.get(visitor)
        if key is None:
            return {"error": "wrong_passphrase"}
        job = {"folder": str(self.folder), "passphrase": passphrase, "key": key}
        async with self._queue:  # all the while: nobody may open it in between
            found = await self._job({"do": "find", "folder": str(self.folder), "passphrase": passphrase})
            if found.get("key") != key:
                return {"error": found.get("error", "wrong_passphrase")}
            everybody = [one for one, open_key in self._keys.items() if open_key == key]
            for one in everybody:
                self.lock(one)
            for one in everybody:
                await self._gone(one)
            done = await self._job({**job, "do": "erase"})
        if "files" in done:
            self.erased[visitor] = done["files"]
        return {name: value for name, value in done.items() if name == "error"}

    async def _with_open(self, visitor: str, job: dict[str, Any]) -> dict[str, Any]:
        """Do a job on the space that is open."""
        key = self._keys.get(visitor)
        if key is None:
            return {"error": "wrong_passphrase"}
        async with self._queue:
            done = await self._job({**job, "folder": str(self.folder), "key": key})
        # They left, or the space was locked, meanwhile.
        return done if self._keys.get(visitor) == key else {"error": "not_let_in"}

    def state(self, visitor: str) -> str:
        """What pages say of a visitor's space: "closed"; "open", their own is; "two", a folder for two is."""
        key = self._keys.get(visitor)
        return "closed" if key is None else "two" if key["kind"] == "two" else "open"

    async def in_turn(self, job: dict[str, Any]) -> dict[str, Any]:
        """Other work that derives a key, in the same line."""
        async with self._queue:
            return await self._job(job)

    async def _with_key(self, visitor: str, job: dict[str, Any]) -> dict[str, Any]:
        """Do a job that gives a key, and open that space. Returns what else the job says, and whether it is for two."""
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
            return _said(result)
        self._moved(visitor, key["kind"] == "two")
        self.lock(visitor)
        self._keys[visitor] = key
        self.touch(visitor)
        self._opened(visitor)
        return _said(result)

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
        self.erased.pop(visitor, None)

    def close(self) -> None:
        for visitor in list(self._keys):
            self.lock(visitor)


def _said(result: dict[str, Any]) -> dict[str, Any]:
    """What a page is told of a job: all but the key, and whether the space is one for two."""
    told = {name: value for name, value in result.items() if name != "key"}
    return {**told, "space": "two"} if result["key"]["kind"] == "two" else told


def now() -> float:
    """Seconds since some moment, in which the time that the machine slept counts as well where the system tells it
    (Linux): whoever opens their laptop in the morning finds their space locked."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)
