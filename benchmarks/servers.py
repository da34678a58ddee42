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
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar, TypeVar

import psutil

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOK = ROOT / "notebooks" / "08-comfort-with-touch-ladder.ipynb"
#: The address of that notebook's chapter in our server (notebooks/course.yaml).
CHAPTER = "p/1"
JOIN = "benchmark"

#: Seconds until a start counts as failed.
PATIENCE = 60.0


class Server(ABC):
    """A running server and all its processes. Its files are in a folder of its own, gone when it ends."""

    command: ClassVar[list[str]]
    #: Where the page under test is, behind the server's own address.
    page: ClassVar[str]

    def __init__(self) -> None:
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
                [sys.executable, "-m", *self.command, *self.options()],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
            )

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

    def cpu(self) -> float:
        """CPU seconds of this server and of all its processes so far, those that have ended included."""
        seconds = 0.0
        for process in self.tree():
            # One that ends between listing and reading is counted by its parent, which is read after it.
            with contextlib.suppress(psutil.NoSuchProcess):
                times = process.cpu_times()
                seconds += times.user + times.system + times.children_user + times.children_system
        return seconds

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
    command: ClassVar[list[str]] = ["unhurried", "open"]
    page: ClassVar[str] = f"join/{JOIN}?to={CHAPTER}"

    def options(self) -> list[str]:
        spaces = str(self.folder / "spaces")
        return ["--no-browser", "--port", str(self.port), "--space", spaces, "--join", JOIN]

    def answers(self) -> bool:
        return re.search(r"^Ready: ", self.printed.read_text(), re.MULTILINE) is not None


class Stock(Server):
    command: ClassVar[list[str]] = ["voila"]
    page: ClassVar[str] = ""

    def options(self) -> list[str]:
        # Voila takes the next port when its own is busy, and a script that waits for the old one waits for ever.
        return [str(NOTEBOOK), "--no-browser", "--port", str(self.port), "--Voila.port_retries=0"]

    def answers(self) -> bool:
        # A connection and no more: the first request for a page would start a kernel.
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


Kind = TypeVar("Kind", bound=Server)


@contextlib.contextmanager
def running(kind: type[Kind]) -> Iterator[Kind]:
    """A server of this kind, ready; all of its processes end with the block."""
    server = kind()
    try:
        server.wait()
        yield server
    finally:
        server.stop()
