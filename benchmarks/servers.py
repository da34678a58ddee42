"""The two servers that are compared, each started as a person starts it, on the same notebook."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import ClassVar, TypeVar

import psutil

from benchmarks.light import LightVisitor, Visitor
from benchmarks.stock_visitor import StockVisitor
from benchmarks.subjects import ROOT, Subject

JOIN = "benchmark"

#: Stock Voila has an environment of its own (`make bench` makes it): the same versions, and our package as installed.
STOCK_PYTHON = ROOT / ".venv-stock" / "bin" / "python"

#: Seconds until a start counts as failed.
PATIENCE = 60.0


class Server(ABC):
    """A running server and all its processes. Its files are in a folder of its own, gone when it ends."""

    python: ClassVar[Path]
    command: ClassVar[list[str]]

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.folder = Path(tempfile.mkdtemp(prefix="u-"))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/"
        self.printed = self.folder / "printed.txt"
        environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        # No settings, histories or running servers of whoever runs this.
        for name in ("XDG_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
            environment[name] = str(self.folder)
        with self.printed.open("wb") as out:
            self.process = psutil.Popen(
                [str(self.python), "-m", *self.command, *self.options()],
                cwd=ROOT,
                env={**environment, **self.environment()},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
            )

    @property
    @abstractmethod
    def page(self) -> str:
        """Where the page under test is, behind the server's own address."""

    @abstractmethod
    def visitor(self) -> Visitor:
        """Somebody without a browser."""

    @abstractmethod
    def environment(self) -> dict[str, str]:
        """What this server has in its environment besides."""

    @abstractmethod
    def options(self) -> list[str]:
        """What follows the command."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether pages can be served."""

    def wait(self) -> None:
        """Wait until pages can be served. Raises RuntimeError with what was printed when the server ends instead."""
        until = time.monotonic() + PATIENCE
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{self.command[0]} did not start:\n{self.printed.read_text()}")
            time.sleep(0.05)

    def tree(self) -> list[psutil.Process]:
        """Every process of this server that lives now, children before their parents."""
        return [*reversed(self.process.children(recursive=True)), self.process]

    def cpu(self) -> dict[psutil.Process, float]:
        """CPU seconds of each process of this server that lives now, by its own clock: the system's usual count has
        steps of 10 ms, and a visit takes less."""
        seconds = {}
        for process in self.tree():
            with contextlib.suppress(OSError):  # it has ended since
                seconds[process] = time.clock_gettime(_cpu_clock(process.pid))
        return seconds

    def cpu_since(self, before: Mapping[psutil.Process, float]) -> float:
        """CPU seconds that this server's processes have taken since; those that have ended are left out."""
        return sum(now - before.get(process, 0.0) for process, now in self.cpu().items())

    def stop(self) -> None:
        """End the server and every process that it has started, also those that it would leave behind."""
        tree = self.tree() if self.process.is_running() else []
        self.process.terminate()
        psutil.wait_procs([self.process], timeout=10)
        _, left = psutil.wait_procs(tree, timeout=5)
        for process in left:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


class Ours(Server):
    python: ClassVar[Path] = Path(sys.executable)
    command: ClassVar[list[str]] = ["unhurried", "open"]

    @property
    def page(self) -> str:
        return self.subject.chapter

    def visitor(self) -> LightVisitor:
        return LightVisitor(self.url, self.subject.question)

    def environment(self) -> dict[str, str]:
        return {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}

    def options(self) -> list[str]:
        folders = ["--space", str(self.folder / "spaces"), "--course", str(self.subject.course)]
        return ["--no-browser", "--port", str(self.port), *folders, "--join", JOIN]

    def answers(self) -> bool:
        return re.search(r"^Ready: ", self.printed.read_text(), re.MULTILINE) is not None


class Stock(Server):
    python: ClassVar[Path] = STOCK_PYTHON
    command: ClassVar[list[str]] = ["voila"]

    @property
    def page(self) -> str:
        return ""

    def visitor(self) -> StockVisitor:
        return StockVisitor(self.url, self.subject.question)

    def environment(self) -> dict[str, str]:
        return {"UNHURRIED_COURSE": str(self.subject.course)}

    def options(self) -> list[str]:
        # Voila takes the next port when its own is busy, and a script that waits for the old one waits for ever.
        return [str(self.subject.notebook), "--no-browser", "--port", str(self.port), "--Voila.port_retries=0"]

    def answers(self) -> bool:
        # A connection and no more: the first request for a page would start a kernel.
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


Kind = TypeVar("Kind", bound=Server)


@contextlib.contextmanager
def running(kind: type[Kind], subject: Subject) -> Iterator[Kind]:
    """A server of this kind, ready; all of its processes end with the block."""
    server = kind(subject)
    try:
        server.wait()
        yield server
    finally:
        server.stop()


def _cpu_clock(pid: int) -> int:
    """The clock of a process's CPU time, as clock_getcpuclockid(3) gives it; Python has only that of a thread."""
    return (~pid << 3) | 2
