"""docs/authors.md, carried out to the letter in a fresh clone.

What it says to type into a terminal is typed into a shell; what it says to make in JupyterLab is saved through
JupyterLab's own server. Three things differ: no browser is opened, ports are free ones, and what `make run` would
install comes from the environment that runs the tests.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import venv
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import nbformat
import pytest
from tests.conftest import ROOT, Server, free_port
from tests.lab import JupyterLab, ready_link
from tests.server.conftest import Visitor

from unhurried.course import find_course

GUIDE = ROOT / "docs/authors.md"
BLOCKS = re.findall(r"^```(\w+) ?(\S*)\n(.*?)^```$", GUIDE.read_text(), re.MULTILINE | re.DOTALL)
IDENTITY = "one-small-choice"
PAGE = 99
#: Commands that go on until somebody presses Ctrl+C.
GOES_ON = ("make run", "unhurried author", "unhurried open")
#: In the place of the installed command: no browser, and a free port.
COMMAND = """#!/bin/sh
case "$1" in open | author) set -- "$@" --no-browser --port "$FREE_PORT" ;; esac
exec "$(dirname "$0")/python" -m unhurried "$@"
"""


def git(*words: str | Path) -> list[str]:
    """What a git command prints, split where it puts a zero."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}  # as set for a hook
    done = subprocess.run(["git", *words], cwd=ROOT, env=own, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.split("\0")[:-1]


def clone(folder: Path) -> None:
    """A fresh clone, with what is not committed yet laid over it: what the next commit will be, and nothing ignored."""
    git("clone", "--quiet", ROOT, folder)
    changed = git("diff", "--name-only", "--no-renames", "-z", "HEAD")
    for name in [*changed, *git("ls-files", "--others", "--exclude-standard", "-z")]:
        ours, theirs = ROOT / name, folder / name
        theirs.unlink(missing_ok=True)
        if ours.is_symlink() or ours.exists():
            theirs.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ours, theirs, follow_symlinks=False)


def set_up(folder: Path) -> None:
    """What `make run` does first, without a download: the clone's own program, on the packages that are here."""
    environment = folder / ".venv"
    venv.create(environment, symlinks=True)
    for shared in ("share", "etc"):
        (environment / shared).symlink_to(Path(sys.prefix) / shared)
    (packages,) = environment.glob("lib/python*/site-packages")
    here = sysconfig.get_path("purelib")
    (packages / "running.pth").write_text(f"{folder / 'src'}\nimport site; site.addsitedir({here!r})\n")
    (environment / "bin/unhurried").write_text(COMMAND)
    (environment / "bin/unhurried").chmod(0o755)
    (environment / ".ready").touch()


class Going:
    """A command in a terminal of its own, which goes on until Ctrl+C. `link`: what it says after "Ready:"."""

    def __init__(self, command: str, desk: Desk) -> None:
        folder = Path(tempfile.mkdtemp(dir=desk.home))
        self.port = free_port()
        environment = {**desk.environment, "FREE_PORT": str(self.port)}
        with (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
            self.process = subprocess.Popen(
                desk.shell(command), cwd=desk.folder, env=environment, stdout=out, stderr=err, start_new_session=True
            )
        self.link = ready_link(self.process, folder / "out", folder / "err")

    def interrupt(self) -> None:
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(30)


@dataclass
class Desk:
    """A fresh clone, somebody's home beside it, and what came of the guide's commands."""

    folder: Path
    home: Path
    runtime: Path
    said: dict[str, list[str]] = field(default_factory=dict)
    going: dict[str, Going] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        return {**kept, "HOME": str(self.home), "TMPDIR": str(self.home), "XDG_RUNTIME_DIR": str(self.runtime)}

    @property
    def lab(self) -> JupyterLab:
        return JupyterLab(self.going["unhurried author"].link)

    def shell(self, command: str) -> list[str]:
        """A terminal in which the lines that began with "source" were typed before."""
        before = [line for line in self.said if line.startswith("source ")]
        return ["bash", "-c", " && ".join([*before, command])]

    def carry_out(self, language: str, info: str, text: str) -> None:
        what, _, path = info.partition("=")
        match what:
            case "file":
                self.lab.save(path, text)
            case "end-of":
                self.lab.save(path, (self.folder / path).read_text() + text)
            case "cell":
                self.add_cell(path, "markdown" if language == "markdown" else "code", text.rstrip())
            case "preview":
                assert text.rstrip() == self.previewed(IDENTITY)
            case _:
                assert ("console", "") == (language, info)
                for line in text.splitlines():
                    self.type(line.removeprefix("$ "))

    def add_cell(self, path: str, kind: str, source: str) -> None:
        """Add a cell as JupyterLab saves one that somebody ran: with an output, a count and metadata."""
        file = self.folder / path
        notebook: Any = nbformat.read(file, 4) if file.exists() else nbformat.v4.new_notebook()
        if kind == "markdown":
            cell = nbformat.v4.new_markdown_cell(source, metadata={"editable": True})
        else:
            output = nbformat.v4.new_output("stream", text="words that somebody typed")
            cell = nbformat.v4.new_code_cell(source, execution_count=7, outputs=[output], metadata={"trusted": True})
        notebook.cells.append(cell)
        notebook.metadata = {
            "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
            "language_info": {"name": "python", "version": "3.11.9", "file_extension": ".py"},
        }
        self.lab.save(path, notebook)

    def previewed(self, identity: str) -> str:
        """The cell of the preview notebook, with an id put between its quotes."""
        code = self.lab.ask("api/contents/preview.ipynb?content=1")["content"]["cells"][-1]["source"]
        return re.sub(r'"[^"]*"', f'"{identity}"', code)

    def type(self, command: str) -> None:
        """Type a command into a terminal. Where it goes on, JupyterLab and the workbook are left to do so."""
        ran = self.said.setdefault(command, [])
        if command in GOES_ON:
            self.going[command] = Going(command, self)
            if command == "make run":
                self.going[command].interrupt()
            return
        done = subprocess.run(
            self.shell(command), cwd=self.folder, env=self.environment, capture_output=True, text=True
        )
        assert (0, "") == (done.returncode, done.stderr), f"{command}: {done.stdout}"
        ran.append(done.stdout)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The whole guide, carried out."""
    if not (ROOT / ".git").exists():
        warnings.warn("NO CLONE: docs/authors.md was not carried out, since this folder is not git's.", stacklevel=1)
        pytest.skip("this folder is not git's, so there is nothing to clone")
    folder, home = tmp_path_factory.mktemp("clone"), tmp_path_factory.mktemp("home")
    desk = Desk(folder, home, Path(tempfile.mkdtemp(prefix="u-")))  # a pytest path is too long for a socket
    clone(folder)
    set_up(folder)
    try:
        for block in BLOCKS:
            desk.carry_out(*block)
        yield desk
    finally:
        for command in desk.going.values():
            if command.process.poll() is None:
                command.interrupt()
        shutil.rmtree(desk.runtime)


def test_every_command_was_typed_and_the_course_is_right(desk: Desk) -> None:
    """Else a clinician would be told of faults that they did not make, and give up."""
    typed = [*GOES_ON, "unhurried check", f"unhurried print {IDENTITY}"]
    assert sorted(typed) == sorted(command for command in desk.said if not command.startswith("source "))
    (said,) = desk.said["unhurried check"]
    assert said.startswith("No faults.")


def test_the_sheet_is_there(desk: Desk) -> None:
    """Else people who write on paper would not get the new page."""
    (printed,) = desk.said[f"unhurried print {IDENTITY}"]
    assert (desk.folder / printed.strip()).read_bytes().startswith(b"%PDF-")


def test_nothing_that_running_left_is_in_the_chapter(desk: Desk) -> None:
    """Else what somebody tried out would be published with the chapter."""
    text = (desk.folder / f"notebooks/15-{IDENTITY}.ipynb").read_text()
    for trace in ("words that somebody typed", "trusted", "3.11.9", '"execution_count": 7'):
        assert trace not in text


def test_the_new_page_answers_in_the_running_workbook(desk: Desk) -> None:
    """Else ten minutes of work would end before a page that nobody can open."""

    async def called(act: Callable[..., Any], *given: Any) -> Any:
        return await asyncio.wait_for(act(*given), 20)

    workbook = desk.going["unhurried open"]
    server = cast(Server, SimpleNamespace(port=workbook.port))
    with asyncio.Runner() as runner:
        visitor = Visitor(server, lambda act, *given: runner.run(called(act, *given)))
        assert 303 == visitor.get(workbook.link.partition(f":{workbook.port}/")[2]).status
        assert 200 == visitor.get("leaving").status
        assert 303 == visitor.post("leaving", "").status
        title = find_course(desk.folder).worksheet(IDENTITY).title
        assert title in visitor.page("").text
        line = visitor.line(visitor.page(f"p/{PAGE}"))
        line.put("choice", "The blue cup.")
        held = line.says("held")
        assert ("choice", 1) == (held["question"], held["seq"])
        assert "The blue cup." == line.state()["answers"]["choice"]["value"]
        line.close()


def test_it_is_the_clone_that_ran(desk: Desk) -> None:
    """Else the guide would be tried out on files that nobody else has."""
    where = "import unhurried; print(unhurried.__file__)"
    ran = subprocess.run([desk.folder / ".venv/bin/python", "-c", where], env=desk.environment, capture_output=True)
    assert str(desk.folder / "src/unhurried/__init__.py") == ran.stdout.decode().strip()
