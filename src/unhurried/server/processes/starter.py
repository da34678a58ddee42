"""The server's side of starting page processes: forked from the warm process, or plainly where that is not safe."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from tornado.iostream import IOStream, StreamBufferFullError, StreamClosedError

from unhurried.errors import StartError
from unhurried.server.processes import frames

#: What a page process may know of the environment: how to find Python, fonts of the system, and language. Nothing of
#: the server's secrets, of a hub's tokens, of the person's shell.
ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "PYTHONPATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR")

#: -P: a file in the folder where somebody happens to stand is not taken for one of ours because of its name.
PYTHON = (sys.executable, "-P", "-m")

#: Seconds that a page process may take to finish and keep what it was sent, once its socket is closed.
LINGER = 5.0

#: Seconds until a start counts as failed.
PATIENCE = 30.0


class Channel:
    """One end of a socket over which frames go in and out. Holds a person's words only while they pass through."""

    def __init__(self, connection: socket.socket) -> None:
        self.stream = IOStream(connection, max_buffer_size=2 * frames.LONGEST, max_write_buffer_size=2 * frames.LONGEST)

    async def read(self) -> bytes | None:
        """The next frame's payload, kind first, still encoded; None when the other side has ended."""
        try:
            (length,) = frames.LENGTH.unpack(await self.stream.read_bytes(frames.LENGTH.size))
            return await self.stream.read_bytes(length)
        except StreamClosedError:
            return None

    def write(self, frame: bytes) -> None:
        """Send one frame. Nobody gets it who has ended, or is so far behind that it does not fit: a page that hears
        nothing of its words sends them again."""
        with contextlib.suppress(StreamClosedError, StreamBufferFullError):
            self.stream.write(frame)

    def close(self) -> None:
        self.stream.close()


class PageProcess(Channel):
    """One page process, seen from the server: frames in, frames out, and its end.

    Its socket is its lifeline, and its word: it ends once the server has closed its half, and only when it has ended is
    the other half closed. So no number of a process is ever needed to know whether it lives.

    Args:
        connection: the server's end of the socket pair.
        kill: ends the process by force; nothing when it has ended.
    """

    def __init__(self, connection: socket.socket, kill: Callable[[], None]) -> None:
        super().__init__(connection)
        self.kill = kill
        self._lingers: asyncio.TimerHandle | None = None
        self.stream.set_close_callback(self._ended)

    def close(self) -> None:
        """Let the process end, once what was sent to it has gone out; by force where it does not."""
        if self._lingers is None and not self.stream.closed():
            self._lingers = asyncio.get_running_loop().call_later(LINGER, self.kill)
            self.stream.write(b"").add_done_callback(lambda _: self._hang_up())

    def _hang_up(self) -> None:
        if not self.stream.closed():
            with contextlib.suppress(OSError):
                self.stream.socket.shutdown(socket.SHUT_WR)

    def _ended(self) -> None:
        if self._lingers is not None:
            self._lingers.cancel()


class Starter(Protocol):
    #: Bytes of memory that a page process is reckoned at: what it has for itself, with room for somebody's words.
    each: int

    async def open(self) -> None:
        """Make ready. Raises StartError when no process can be started."""

    async def start(self) -> PageProcess:
        """A new page process that waits for its first order. Raises StartError."""

    def close(self) -> None:
        """End every process that was started here."""


class WarmStarter:
    """Forks page processes from one warm process; starts that one again if it ever dies."""

    #: Measured: 3 to 4 MiB (docs/adr/0013).
    each = 6 * 1024**2

    def __init__(self, course: Path) -> None:
        self.course = course
        self._identities = itertools.count(1)
        self._forked: dict[int, asyncio.Future[None]] = {}
        self._orders: socket.socket | None = None
        self._opened = asyncio.Event()
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
        ours.setblocking(False)
        self._orders = ours
        reports = Channel(ours.dup())
        try:
            first = await asyncio.wait_for(reports.read(), PATIENCE)
        except TimeoutError:
            first = None
        if first is None:
            self._forget()
            reports.close()
            raise StartError("The workbook's warm process did not start. Try again; if it stays so, reinstall.")
        self._opened.set()
        self._watch = asyncio.create_task(self._follow(reports))

    async def _follow(self, reports: Channel) -> None:
        while payload := await reports.read():
            report = frames.decode(payload)[1]
            forked = self._forked.get(report.get("forked", report.get("failed")))
            if forked is None or forked.done():
                continue
            if "forked" in report:
                forked.set_result(None)
            else:
                forked.set_exception(ChildProcessError())
        reports.close()
        for forked in self._forked.values():
            if not forked.done():
                forked.set_exception(BrokenPipeError())
        while not self._closing:
            self._forget()
            with contextlib.suppress(StartError):
                await self.open()
                return
            await asyncio.sleep(1)

    async def start(self) -> PageProcess:
        try:
            async with asyncio.timeout(PATIENCE):
                await self._opened.wait()
                return await self._fork()
        except (TimeoutError, OSError):
            raise StartError("A page process did not start.") from None

    async def _fork(self) -> PageProcess:
        """Raises OSError when the warm process has ended, or the system allows no further file or process."""
        identity = next(self._identities)
        ours, theirs = socket.socketpair()
        process = PageProcess(ours, lambda: self._end(identity))
        forked = self._forked[identity] = asyncio.get_running_loop().create_future()
        try:
            with theirs:
                while not self._order({"fork": identity}, [theirs.fileno()]):
                    await asyncio.sleep(0.01)
            await forked
        except BaseException:  # also when whoever waits for it has gone: nobody else would end it
            process.close()
            raise
        finally:
            del self._forked[identity]
        return process

    def _order(self, order: dict[str, int], descriptors: Sequence[int] = ()) -> bool:
        """Whether it was sent; False while the warm process has too much to read. Raises OSError when it has ended."""
        if self._orders is None:
            raise BrokenPipeError
        with contextlib.suppress(BlockingIOError):
            socket.send_fds(self._orders, [frames.encode(frames.OWN, order)], descriptors)
            return True
        return False

    def _end(self, identity: int) -> None:
        with contextlib.suppress(OSError):  # it has ended with the warm process
            if not self._order({"end": identity}):
                asyncio.get_running_loop().call_later(0.1, self._end, identity)

    def _forget(self) -> None:
        self._opened.clear()
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
    #: Measured: 36 MiB; nothing is shared but the program's files.
    each = 48 * 1024**2

    def __init__(self, course: Path) -> None:
        self.course = course
        self._ready: list[tuple[subprocess.Popen[bytes], PageProcess]] = []
        self._started: list[subprocess.Popen[bytes]] = []

    async def open(self) -> None:
        while len(self._ready) < self.READY:
            self._ready.append(self._spawn())

    async def start(self) -> PageProcess:
        self._started = [process for process in self._started if process.poll() is None]
        try:
            await self.open()
            while self._ready:
                process, page = self._ready.pop(0)
                if process.poll() is None:
                    self._ready.append(self._spawn())
                    return page
                page.close()
        except OSError:  # the system allows no further file or process
            pass
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
        return process, PageProcess(ours, process.kill)

    def close(self) -> None:
        for process in self._started:
            process.kill()
            process.wait()


def can_fork_safely() -> bool:
    """Whether page processes may be forked. macOS has fork, but its frameworks start threads behind our back."""
    return sys.platform == "linux" and hasattr(os, "pidfd_open")


def environment() -> dict[str, str]:
    return {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
