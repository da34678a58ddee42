"""Starting and ending `unhurried open`, and what it says when it cannot."""

from __future__ import annotations

import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
from click.testing import CliRunner

from unhurried.cli import main
from unhurried.course import find_course
from unhurried.server.running import name_of


def printed(server: Any, *more: str) -> subprocess.CompletedProcess[str]:
    """Run `unhurried open` until it ends by itself."""
    return subprocess.run(server.command(*more), env=server.environment, capture_output=True, text=True, timeout=60)


def sentence(done: subprocess.CompletedProcess[str]) -> str:
    """The one line that a start which failed says, after which it ended with 1."""
    assert (1, "") == (done.returncode, done.stdout)
    assert "Traceback" not in done.stderr
    (line,) = done.stderr.strip().splitlines()
    return line


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_server_says_one_line_and_ends_within_two_seconds(
    server_of: Any, visitor_of: Callable[..., Any], family_of: Any, number: int
) -> None:
    """Somebody who has to close everything now would wait, and leave processes and sockets behind."""
    began = time.monotonic()
    server = server_of().start()
    patience = max(2, time.monotonic() - began)  # where even a start takes longer, the machine has much else to do
    visitor = visitor_of(server).enter()
    line = visitor.line(visitor.page())
    line.put("stop", "Zq7words")
    line.says("held")
    slow = visitor.connect("GET", "p/1", {}, b"")  # a load under way
    processes = family_of(server).all
    assert len(processes) >= 3
    began = time.monotonic()
    assert 0 == server.stop(number)
    assert [] == psutil.wait_procs(processes, timeout=patience)[1]
    assert time.monotonic() - began < patience
    slow.close()
    assert re.fullmatch(rf"Ready: {re.escape(server.url)}enter/[\w-]+\n", server.out.read_text())
    assert "" == server.err.read_text()
    assert [] == [path for path in server.runtime.rglob("*") if not path.is_dir()]


def test_a_taken_port_is_said_in_one_sentence(server_of: Any) -> None:
    """Somebody who is no programmer would read a traceback, and give up."""
    server = server_of()
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", server.port))
        holder.listen()
        line = sentence(printed(server))
    assert str(server.port) in line
    assert f"--port {server.port + 1}" in line
    assert [] == [path for path in server.runtime.rglob("*") if not path.is_dir()]


def test_a_folder_that_cannot_be_written_is_said_in_one_sentence(server_of: Any, tmp_path: Path) -> None:
    """Somebody would write for an hour before learning that nothing can be kept."""
    (tmp_path / "file").write_text("")
    line = sentence(printed(server_of(), "--space", str(tmp_path / "file" / "spaces")))
    assert str(tmp_path / "file" / "spaces") in line
    assert "--space" in line


@pytest.mark.parametrize("file", ["no folder", "notebooks/course.yaml"])
def test_a_course_that_is_none_is_said_in_one_sentence(server_of: Any, tmp_path: Path, file: str) -> None:
    """An author would have to find one slip in a hundred files by guessing."""
    if file != "no folder":
        for name in ("notebooks", "worksheets", "data"):
            shutil.copytree(find_course().root / name, tmp_path / name)
        (tmp_path / file).write_text("a: [\n")
    line = sentence(printed(server_of(), "--course", str(tmp_path)))
    assert re.fullmatch(r"Error: (worksheets/en/interface|notebooks/course)\.yaml(:\d+)?: .+: .+", line)


def test_help_is_quick_and_names_every_way_to_start() -> None:
    """Somebody who asks how to start would wait for seconds, or find nothing."""
    asked = "import sys; from unhurried.cli import main; main(['open', '--help'], standalone_mode=False); "
    done = subprocess.run(
        [sys.executable, "-c", asked + "print('voila' in sys.modules)"], capture_output=True, text=True, timeout=30
    )
    assert 0 == done.returncode
    assert "False" == done.stdout.splitlines()[-1], "help need not wait for the server's modules"
    for option in ("--port", "--no-browser", "--space", "--course", "--join"):
        assert option in done.stdout


@pytest.mark.parametrize("mistake", [["--port", "0"], ["--port", "x"], ["--nonsense"], ["more"]])
def test_a_mistake_on_the_command_line_is_said(mistake: list[str]) -> None:
    """The program would start in a way that nobody asked for."""
    done = CliRunner().invoke(main, ["open", *mistake])
    assert (2, "") == (done.exit_code, done.stdout)
    assert "Usage: " in done.stderr


def test_each_folder_of_spaces_has_a_server_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two people at one machine would be led into each other's workbook."""
    monkeypatch.chdir(tmp_path)
    assert name_of(tmp_path / "a") == name_of(Path("a"))
    assert name_of(tmp_path / "a") != name_of(tmp_path / "b")


def test_the_socket_and_the_secret_are_for_this_user_only(shared: Any) -> None:
    """Another user of the machine could ask for a link, or make a cookie."""
    folder = shared.runtime / "unhurried"
    assert 0o700 == folder.stat().st_mode & 0o777
    files = [path for path in folder.iterdir() if path.suffix in (".sock", ".visitors")]
    assert len(files) >= 2
    assert {0o600} == {path.stat().st_mode & 0o777 for path in files}
