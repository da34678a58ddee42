"""The server's side of starting page processes: forked from the warm process, or plainly where that is not safe."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from tornado.iostream import IOStream, StreamClosedError

from unhurried.errors import StartError
from unhurried.server.processes import frames

#: What a page process may know of the environment: how to find Python, fonts of the system, and language. Nothing of
#: the server's secrets, of a hub's tokens, of the person's shell.
ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "PYTHONPATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR")

#: -P: a file in the folder where somebody happens to stand is not taken for one of ours because of its name.
PYTHON = (sys.executable, "-P", "-m")

#: Forks under way at once. More than the cores gives nobody a page sooner and everybody one later.
FORKS_AT_ONCE = 2 * (os.cpu_count() or 1)

#: Seconds that a page process may take to finish and keep what it was sent, once its socket is closed.
LINGER = 5.0

#: Seconds until a start counts as failed.
PATIENCE = 30.0


class PageProcess:
    """One page process, seen from the server: frames in, frames out, and its end.

    Holds a person's words only while they pass through.

    Args:
        connection: the server's end of the socket pair.
        closed: called when the server has closed its end.
    """

    def __init__(self, connection: socket.socket, closed: Callable[[], None] = lambda: None) -> None:
        self.stream = IOStream(connection, max_buffer_size=2 * frames.LONGEST)
        self.stream.set_close_callback(closed)

    async def read(self) -> bytes | None:
        """The next frame's payload, kind first, still encoded; None when the process has ended."""
        try:
            (length,) = frames.LENGTH.unpack(await self.stream.read_bytes(frames.LENGTH.size))
            return await self.stream.read_bytes(length)
        except StreamClosedError:
            return None

    def write(self, frame: bytes) -> None:
        """Send one frame. A process that has ended gets nothing; its end is noticed by whoever reads."""
        with contextlib.suppress(StreamClosedError):
            self.stream.write(frame)

    def close(self) -> None:
        """End the process, whose socket is its lifeline, once what was sent to it has gone out."""
        if self.stream.writing():
            self.stream.write(b"").add_done_callback(lambda _: self.stream.close())
        else:
            self.stream.close()


class Starter(Protocol):
    async def open(self) -> None:
        """Make ready. Raises StartError when no process can be started."""

    async def start(self) -> PageProcess:
        """A new page process that waits for its first order. Raises StartError."""

    def close(self) -> None:
        """End every process that was started here."""


class WarmStarter:
    """Forks page processes from one warm process; starts that one again if it ever dies."""

    def __init__(self, course: Path) -> None:
        self.course = course
        self._identities = itertools.count(1)
        self._admission = asyncio.Semaphore(FORKS_AT_ONCE)
        self._forked: dict[int, asyncio.Future[None]] = {}
        self._alive: set[int] = set()
        self._orders: socket.socket | None = None
        self._warm: subprocess.Popen[bytes] | None = None
        self._watch: asyncio.Task[None] | None = None
        self._closing = False

    async def open(self) -> None:
        ours, theirs = socket.socketpair()
        self._warm = subprocess.Popen(
            [*PYTHON, "unhurried.server.processes.warm", str(theirs.fileno()), str(self.course)],
            pass_fds=[theirs.fileno()],
            env=environment(),
            start_new_session=True,  # Ctrl+C in the terminal is for the server, which then ends us in order
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        theirs.close()
        self._orders = ours
        reports = PageProcess(ours.dup())
        try:
            first = await asyncio.wait_for(reports.read(), PATIENCE)
        except TimeoutError:
            first = None
        if first is None:
            self._forget()
            raise StartError("The workbook's warm process did not start. Try again; if it stays so, reinstall.")
        self._watch = asyncio.create_task(self._follow(reports))

    async def _follow(self, reports: PageProcess) -> None:
        while payload := await reports.read():
            report = frames.decode(payload)[1]
            if "ended" in report:
                self._alive.discard(report["ended"])
            elif "forked" in report:
                self._alive.add(report["forked"])
                waiting = self._forked.pop(report["forked"], None)
                if waiting and not waiting.done():
                    waiting.set_result(None)
        reports.close()
        for waiting in self._forked.values():
            if not waiting.done():
                waiting.set_exception(StartError("The warm process ended."))
        self._forked.clear()
        self._alive.clear()  # they ended with the warm process
        while not self._closing:
            self._forget()
            with contextlib.suppress(StartError):
                await self.open()
                return
            await asyncio.sleep(1)

    async def start(self) -> PageProcess:
        async with self._admission:
            if self._orders is None:
                raise StartError("The warm process is being started again.")
            identity = next(self._identities)
            forked = self._forked[identity] = asyncio.get_running_loop().create_future()
            ours, theirs = socket.socketpair()
            try:
                socket.send_fds(self._orders, [frames.encode(frames.OWN, {"fork": identity})], [theirs.fileno()])
            except OSError:
                ours.close()
                raise StartError("The warm process has ended.") from None
            finally:
                theirs.close()
            process = PageProcess(ours, lambda: self._end_later(identity))
            try:
                await asyncio.wait_for(forked, PATIENCE)
            except (TimeoutError, StartError):
                process.close()
                raise StartError("A page process did not start in time.") from None
            return process

    def _end_later(self, identity: int) -> None:
        asyncio.get_running_loop().call_later(LINGER, self._end, identity)

    def _end(self, identity: int) -> None:
        """End a process that is still there though its socket is closed: a callback of its loops."""
        if identity in self._alive and self._orders is not None:
            with contextlib.suppress(OSError):
                self._orders.send(frames.encode(frames.OWN, {"end": identity}))

    def _forget(self) -> None:
        if self._orders is not None:
            self._orders.close()
            self._orders = None
        if self._warm is not None:
            self._warm.kill()
            self._warm.wait()
            self._warm = None

    def close(self) -> None:
        self._closing = True
        self._forget()
        if self._watch is not None:
            self._watch.cancel()


class PlainStarter:
    """Starts page processes one by one, and keeps two ready, since each takes about a second to import everything."""

    READY = 2

    def __init__(self, course: Path) -> None:
        self.course = course
        self._ready: list[tuple[subprocess.Popen[bytes], PageProcess]] = []
        self._started: list[subprocess.Popen[bytes]] = []

    async def open(self) -> None:
        while len(self._ready) < self.READY:
            self._ready.append(self._spawn())

    async def start(self) -> PageProcess:
        self._started = [process for process in self._started if process.poll() is None]
        while self._ready:
            process, page = self._ready.pop(0)
            await self.open()
            if process.poll() is None:
                return page
        raise StartError("A page process did not start.")

    def _spawn(self) -> tuple[subprocess.Popen[bytes], PageProcess]:
        ours, theirs = socket.socketpair()
        command = [*PYTHON, "unhurried.server.processes.plain", str(self.course)]
        if sys.platform == "win32":
            process = subprocess.Popen(
                command,
                env=environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            shared = theirs.share(process.pid)
            assert process.stdin is not None
            process.stdin.write(b"%d\n" % len(shared) + shared)
            process.stdin.flush()
        else:
            process = subprocess.Popen(
                [*command, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env=environment(),
                start_new_session=True,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        theirs.close()
        self._started.append(process)
        return process, PageProcess(ours)

    def close(self) -> None:
        for process in self._started:
            process.kill()
            process.wait()


def can_fork_safely() -> bool:
    """Whether page processes may be forked. macOS has fork, but its frameworks start threads behind our back."""
    return sys.platform == "linux" and hasattr(os, "pidfd_open")


def environment() -> dict[str, str]:
    return {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
