"""`unhurried author` as a person starts it, on a course of its own, with nothing of this machine's settings."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.conftest import free_port


def ready_link(process: subprocess.Popen[bytes], out: Path, err: Path) -> str:
    """Wait for the Ready line of a command of ours; if it ends instead, fail with what it printed."""
    while not (line := re.search(r"^Ready: (\S+)\n", out.read_text(), re.MULTILINE)):
        if process.poll() is not None:
            pytest.fail(f"It ended with {process.returncode}:\n{out.read_text()}{err.read_text()}")
        time.sleep(0.05)
    return line[1]


class JupyterLab:
    """JupyterLab behind its link, as its own page uses it."""

    def __init__(self, link: str) -> None:
        self.link = link

    def ask(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """What JupyterLab's own page would ask of its server: a GET, or a PUT of `body`."""
        token = parse_qs(urlsplit(self.link).query)["token"][0]
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f"http://{urlsplit(self.link).netloc}/{path}",
            data,
            {"Authorization": f"token {token}"},
            method="GET" if data is None else "PUT",
        )
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.loads(response.read())

    def save(self, path: str, content: str | dict[str, Any]) -> None:
        """Save a file as JupyterLab does: text, or a notebook."""
        kind, form = ("file", "text") if isinstance(content, str) else ("notebook", "json")
        self.ask(f"api/contents/{path}", {"type": kind, "format": form, "content": content})


class Lab(JupyterLab):
    """JupyterLab on the course in `course`. `out` and `err` are files with all that it ever printed."""

    def __init__(self, folder: Path, course: Path) -> None:
        self.home = folder / "home"
        self.home.mkdir()
        self.temporary = folder / "tmp"
        self.temporary.mkdir()
        self.out, self.err = folder / "out.txt", folder / "err.txt"
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "PYTHONPATH") if name in os.environ}
        self.environment = {**kept, "HOME": str(self.home), "TMPDIR": str(self.temporary)}
        command = [sys.executable, "-m", "unhurried", "author", "--no-browser"]
        options = ["--port", str(free_port()), "--course", str(course)]
        with self.out.open("wb") as out, self.err.open("wb") as err:
            self.process = subprocess.Popen([*command, *options], stdout=out, stderr=err, env=self.environment)
        super().__init__(ready_link(self.process, self.out, self.err))

    def stop(self, number: int = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(30)
