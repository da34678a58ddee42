"""Shared by all tests: a workbook server of one's own, with nothing of this machine's in it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import psutil
import pytest

ROOT = Path(__file__).resolve().parent.parent
JOIN = "together"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Server:
    """`unhurried open` as a person starts it, with its own space folder, runtime folder and port.

    `out` and `err` are files, so that tests can search all that was ever printed.
    """

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        self.space = folder / "spaces"
        self.runtime = Path(tempfile.mkdtemp(prefix="u-"))  # a pytest path is too long for a socket
        self.port = free_port()
        self.options = options
        self.out, self.err = folder / "out.txt", folder / "err.txt"
        self.process: subprocess.Popen[bytes] | None = None
        self.ready = ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "PYTHONPATH") if name in os.environ}
        return {**kept, "XDG_RUNTIME_DIR": str(self.runtime)}

    def command(self, *more: str) -> list[str]:
        own = ["--no-browser", "--port", str(self.port), "--space", str(self.space)]
        return [sys.executable, "-m", "unhurried", "open", *own, *self.options, *more]

    def start(self) -> Server:
        """Start, and wait for the Ready line; if the server ends instead, fail with what it printed."""
        seen = self.out.stat().st_size if self.out.exists() else 0
        with self.out.open("ab") as out, self.err.open("ab") as err:
            self.process = subprocess.Popen(self.command("--join", JOIN), stdout=out, stderr=err, env=self.environment)
        while True:
            printed = self.out.read_bytes()[seen:].decode(errors="replace")
            if line := re.search(r"^Ready: (\S+)$", printed, re.MULTILINE):
                self.ready = line[1]
                return self
            if self.process.poll() is not None:
                pytest.fail(f"The server ended with {self.process.returncode}:\n{self.err.read_text()}")
            time.sleep(0.02)

    def stop(self, number: int = signal.SIGTERM) -> int:
        """End the server by a signal and return its exit code."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(10)

    def warm(self) -> psutil.Process:
        """The process that page processes are forked from."""
        assert self.process is not None
        (warm,) = psutil.Process(self.process.pid).children()
        return warm

    def close(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.stop(signal.SIGKILL)
        shutil.rmtree(self.runtime, ignore_errors=True)

    def get(self, path: str = "", **headers: str) -> tuple[int, str]:
        """A GET without a browser: `(status, text)`."""
        request = urllib.request.Request(self.url + path, headers={k.replace("_", "-"): v for k, v in headers.items()})
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


S = TypeVar("S", bound=Server)


def makes(kind: type[S], folder: Path) -> Iterator[Callable[..., S]]:
    """For a fixture that makes servers with options of their own; all end with the test."""
    servers: list[S] = []

    def make(*options: str) -> S:
        own = folder / f"server{len(servers)}"
        own.mkdir()
        servers.append(kind(own, *options))
        return servers[-1]

    yield make
    for server in servers:
        server.close()


@pytest.fixture
def server_of(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    yield from makes(Server, tmp_path)


@pytest.fixture
def server(server_of: Callable[..., Server]) -> Server:
    return server_of().start()


@pytest.fixture(scope="module")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests of a module: for those that leave it as they found it."""
    server = Server(tmp_path_factory.mktemp("shared"))
    try:
        yield server.start()
    finally:
        server.close()


@pytest.fixture(scope="session")
def join() -> str:
    """The code that every server of ours is joined with."""
    return JOIN
