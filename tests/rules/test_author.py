"""`unhurried author` without a browser: what it refuses, what it takes out of a notebook, and how a preview ends."""

from __future__ import annotations

import asyncio
import shutil
import socket
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from unhurried.author import lab, live_preview, preview
from unhurried.author.clean_notebook import clean
from unhurried.author.work_folder import WorkFolder
from unhurried.cli import main
from unhurried.course import BUILT_IN, Course
from unhurried.errors import Fault, StartError


def refused(*options: str) -> str:
    result = CliRunner().invoke(main, ["author", "--no-browser", *options])
    assert 1 == result.exit_code
    return result.output


def test_a_folder_without_a_course_is_refused(tmp_path: Path) -> None:
    """Else an author would look at an empty window and not know why."""
    assert f"There is no course in {tmp_path}." in refused("--course", str(tmp_path))


def test_the_course_inside_the_installed_program_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else an update would take an author's work away."""
    monkeypatch.setattr(lab, "_PACKAGE", tmp_path)
    with pytest.raises(StartError, match=r"Copy the folder .* unhurried author --course MY-FOLDER"):
        lab.refuse(tmp_path / "_course")


def test_a_port_in_use_is_said() -> None:
    """Else an author would see a program's own error, or end up at another program."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"Port {port} cannot be used here." in refused("--port", str(port), "--course", str(BUILT_IN))


def test_without_jupyterlab_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else an author would meet a traceback as the first thing of all."""
    monkeypatch.setattr(lab, "find_spec", lambda name: None)
    assert 'Install the program with its extra "author"' in refused()


def test_saving_takes_out_of_a_notebook_what_running_it_left() -> None:
    """Else words that somebody tried out would be published with a chapter."""
    model: dict[str, Any] = {
        "type": "notebook",
        "content": {
            "cells": [
                {"cell_type": "markdown", "id": "a", "metadata": {"tags": ["x"]}, "source": "# Words"},
                {
                    "cell_type": "code",
                    "id": "b",
                    "metadata": {"trusted": True},
                    "source": 'page("kind-no")',
                    "outputs": [{"output_type": "stream", "name": "stdout", "text": "words"}],
                    "execution_count": 3,
                },
            ],
            "metadata": {"language_info": {"name": "python", "version": "3"}, "widgets": {"state": "words"}},
            "nbformat": 4,
            "nbformat_minor": 5,
        },
    }
    clean(model, path="notebooks/a.ipynb")
    expected = [
        {"cell_type": "markdown", "id": "a", "metadata": {}, "source": "# Words"},
        {
            "cell_type": "code",
            "id": "b",
            "metadata": {},
            "source": 'page("kind-no")',
            "outputs": [],
            "execution_count": None,
        },
    ]
    assert expected == model["content"]["cells"]
    assert {"language_info": {"name": "python"}} == model["content"]["metadata"]


def test_saving_leaves_other_files_alone() -> None:
    """Else a worksheet could not be saved at all."""
    model = {"type": "file", "content": "id: kind-no"}
    clean(model, path="worksheets/en/kind-no.yaml")
    assert {"type": "file", "content": "id: kind-no"} == model


def test_the_work_folder_leads_to_the_course_and_nothing_else_of_it(tmp_path: Path) -> None:
    """Else an author would be lost among the program's files, or leave a preview inside the course."""
    folder = WorkFolder(tmp_path)
    folder.lay_out(Course(BUILT_IN))
    assert ["data", "notebooks", "preview.ipynb", "worksheets"] == sorted(path.name for path in folder.course.iterdir())
    assert (BUILT_IN / "notebooks").samefile(folder.course / "notebooks")
    code = {path.name for path in (BUILT_IN / "src/unhurried/widgets").iterdir() if path.suffix in (".js", ".css")}
    assert code == {path.name for path in (folder.page_code / "unhurried").iterdir()}


def test_a_fault_is_text_and_never_a_tag() -> None:
    """Else a worksheet with a tag in it could run code in the author's JupyterLab."""
    words = live_preview._in_words([Fault("a.yaml", 2, "block 1", 'unknown key "<img src=x>"', "take it out")])
    assert (
        "<strong>a.yaml, line 2</strong><br>Block 1: unknown key &quot;&lt;img src=x&gt;&quot;.<br>Take it out."
        in words
    )
    assert "<img" not in words


def test_a_new_preview_ends_the_one_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else each run of the cell would leave one more preview behind, until the author's machine grows slow."""
    for name in ("notebooks", "worksheets", "data"):
        shutil.copytree(BUILT_IN / name, tmp_path / name)
    monkeypatch.setenv("UNHURRIED_COURSE", str(tmp_path))

    async def twice() -> None:
        before = asyncio.all_tasks()
        first = preview("kind-no")
        while not first.children:
            await asyncio.sleep(0)
        (sheet,) = first.children
        assert "Saying no, or not yet" == sheet.definition["title"]
        second = preview("kind-no")
        assert (None, None) == (first.comm, sheet.comm)
        while not second.children:
            await asyncio.sleep(0)
        assert 1 == len(asyncio.all_tasks() - before)
        live_preview._showing.end()  # type: ignore[union-attr]

    asyncio.run(asyncio.wait_for(twice(), 20))


def test_a_file_that_trips_the_reader_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the preview would stop for good, and show nothing of what is mended later."""
    for name in ("notebooks", "worksheets", "data"):
        shutil.copytree(BUILT_IN / name, tmp_path / name)
    monkeypatch.setenv("UNHURRIED_COURSE", str(tmp_path))
    working = live_preview.definition

    def tripped(*_: Any) -> Any:
        raise KeyError("blocks")

    async def shows() -> None:
        monkeypatch.setattr(live_preview, "definition", tripped)
        box = preview("kind-no")
        while not box.children:
            await asyncio.sleep(0)
        assert "Take back your last change." in box.children[0].value
        monkeypatch.setattr(live_preview, "definition", working)
        (tmp_path / "worksheets/en/kind-no.yaml").touch()
        while not hasattr(box.children[0], "definition"):
            await asyncio.sleep(0.01)
        live_preview._showing.end()  # type: ignore[union-attr]

    asyncio.run(asyncio.wait_for(shows(), 20))
