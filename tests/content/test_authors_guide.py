"""docs/authors.md, carried out to the letter on a copy of the course.

What it says to type into a terminal is run by a shell; what it says to make in JupyterLab is saved through
JupyterLab's own server. Only two things differ: no browser is opened, and ports are free ones.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from tests.conftest import Server
from tests.lab import Lab
from tests.server.conftest import Visitor

from unhurried.course import BUILT_IN, find_course

GUIDE = Path(__file__).parents[2] / "docs/authors.md"
BLOCKS = re.findall(r"^```(\w+) ?(\S*)\n(.*?)^```$", GUIDE.read_text(), re.MULTILINE | re.DOTALL)
IDENTITY = "one-small-choice"
PAGE = 99


@dataclass
class Desk:
    """A copy of the course, JupyterLab on it, and what came of the guide's commands."""

    folder: Path
    lab: Lab
    said: dict[str, list[str]]

    @property
    def environment(self) -> dict[str, str]:
        return {**self.lab.environment, "UNHURRIED_COURSE": str(self.folder)}

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
        """Type a command into a terminal. The two that go on until somebody stops them are started elsewhere."""
        ran = self.said.setdefault(command, [])
        if command in ("unhurried author", "unhurried open"):
            return
        shell = ["bash", "-c", f"source .venv/bin/activate && {command}"]
        done = subprocess.run(shell, cwd=self.folder, env=self.environment, capture_output=True, text=True)
        assert (0, "") == (done.returncode, done.stderr), f"{command}: {done.stdout}"
        ran.append(done.stdout)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The whole guide, carried out."""
    folder = tmp_path_factory.mktemp("course")
    for name in ("notebooks", "worksheets", "data"):
        shutil.copytree(BUILT_IN / name, folder / name)
    (folder / ".venv").symlink_to(sys.prefix)
    lab = Lab(tmp_path_factory.mktemp("lab"), folder)
    try:
        desk = Desk(folder, lab, {})
        for block in BLOCKS:
            desk.carry_out(*block)
        yield desk
    finally:
        lab.stop()


def test_every_command_was_typed_and_the_course_is_right(desk: Desk) -> None:
    """Else a clinician would be told of faults that they did not make, and give up."""
    typed = ["unhurried author", "unhurried check", "unhurried open", f"unhurried print {IDENTITY}"]
    assert sorted(typed) == sorted(command for command in desk.said if not command.startswith("source "))
    assert 2 == len(desk.said["unhurried check"])
    assert all(said.startswith("No faults.") for said in desk.said["unhurried check"])


def test_the_sheet_is_there(desk: Desk) -> None:
    """Else people who write on paper would not get the new page."""
    (printed,) = desk.said[f"unhurried print {IDENTITY}"]
    assert (desk.folder / printed.strip()).read_bytes().startswith(b"%PDF-")


def test_nothing_that_running_left_is_in_the_chapter(desk: Desk) -> None:
    """Else what somebody tried out would be published with the chapter."""
    text = (desk.folder / f"notebooks/15-{IDENTITY}.ipynb").read_text()
    for trace in ("words that somebody typed", "trusted", "3.11.9", '"execution_count": 7'):
        assert trace not in text


def test_the_new_page_answers_in_the_running_workbook(desk: Desk, server_of: Callable[..., Server]) -> None:
    """Else ten minutes of work would end before a page that nobody can open."""

    async def called(act: Callable[..., Any], *given: Any) -> Any:
        return await asyncio.wait_for(act(*given), 20)

    server = server_of("--course", str(desk.folder)).start()
    with asyncio.Runner() as runner:
        visitor = Visitor(server, lambda act, *given: runner.run(called(act, *given))).enter(f"p/{PAGE}")
        title = find_course(desk.folder).worksheet(IDENTITY).title
        assert title in visitor.page("").text
        line = visitor.line(visitor.page(f"p/{PAGE}"))
        line.put("choice", "The blue cup.")
        held = line.says("held")
        assert ("choice", 1) == (held["question"], held["seq"])
        assert "The blue cup." == line.state()["answers"]["choice"]["value"]
        line.close()
