"""`unhurried forget`: nothing of this program stays on the machine, and nothing else goes."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from unhurried.server.running import name_of

MARKER, PASSPHRASE = "zwiebelmuster am dachfirst", "quiet forgotten river lantern"


@pytest.fixture
def left(server_of: Any, visitor_of: Any) -> Any:
    """A machine on which somebody has written, and the program was killed: all that it can leave is there."""
    server = server_of().start()
    visitor = visitor_of(server).enter()
    line = visitor.line(visitor.page())
    assert 200 == visitor.post("space/make", {"passphrase": PASSPHRASE}).status
    line.put("stop", MARKER)
    line.says("kept")
    server.stop(signal.SIGKILL)
    return server


def forget(server: Any, typed: str, *options: str) -> tuple[int, str]:
    command = server.command()
    command = [*command[: command.index("open")], "forget", "--space", str(server.space), *options]
    done = subprocess.run(command, input=typed, capture_output=True, text=True, timeout=60, env=server.environment)
    return done.returncode, done.stdout + done.stderr


def files_of(server: Any) -> list[Path]:
    runtime = [path for path in server.runtime.rglob("*") if path.name.startswith(name_of(server.space))]
    return [*runtime, *(server.space.rglob("*") if server.space.exists() else ())]


def test_it_takes_away_everything_of_the_program(left: Any) -> None:
    """Somebody would leave a home believing that nothing stays behind."""
    assert {"salt"} < {file.name for file in left.space.iterdir()}
    assert any(file.suffix == ".visitors" for file in files_of(left))
    code, said = forget(left, "forget\n")
    assert 0 == code, said
    assert [] == files_of(left)
    assert not left.space.exists()
    assert not (left.runtime / "unhurried").exists()
    assert str(left.space) in said
    assert "your browser's history" in said
    assert "found nothing" in said
    assert (0, True) == (forget(left, "")[0], "There is nothing" in forget(left, "")[1])


@pytest.mark.parametrize("typed", ["", "\n", "yes\n", "y\n", "forge\n"])
def test_only_the_word_does_it(left: Any, typed: str) -> None:
    """A key that was pressed too often would take away what everybody here has written."""
    before = {file: file.read_bytes() for file in left.space.iterdir()}
    assert 1 == forget(left, typed)[0]
    assert before == {file: file.read_bytes() for file in left.space.iterdir()}


def test_it_refuses_while_the_workbook_runs(left: Any) -> None:
    """Files would be taken from under the hands of somebody who writes, or be written again a moment later."""
    left.start()
    before = len(list(left.space.iterdir()))
    code, said = forget(left, "forget\n")
    assert (1, True) == (code, "The workbook is running." in said)
    assert before == len(list(left.space.iterdir()))
    assert 200 == left.get("health")[0]


def test_what_it_did_not_make_stays(left: Any, tmp_path: Path) -> None:
    """Somebody's own files, or what a link leads to, would be gone."""
    elsewhere = tmp_path / "letter.txt"
    elsewhere.write_text("of somebody else")
    (left.space / ("c" * 32)).symlink_to(elsewhere)
    (left.space / "notes.txt").write_text("mine")
    (left.runtime / "unhurried" / "other.txt").write_text("of another program")
    code, said = forget(left, "forget\n")
    assert 0 == code
    assert ["c" * 32, "notes.txt"] == sorted(file.name for file in left.space.iterdir())
    assert "of somebody else" == elsewhere.read_text()
    assert "left as they are: 2" in said
    assert [left.runtime / "unhurried" / "other.txt"] == list((left.runtime / "unhurried").iterdir())
    assert "notes.txt" not in said


def test_a_link_to_the_folder_is_refused(left: Any, tmp_path: Path) -> None:
    """What the link leads to was perhaps not meant."""
    real = left.space
    left.space = tmp_path / "link"
    left.space.symlink_to(real)
    code, said = forget(left, "forget\n")
    assert (1, True) == (code, "is a link" in said)
    assert (real / "salt").exists()


def test_a_folder_of_others_is_refused(left: Any, tmp_path: Path) -> None:
    """A slip in a path would cost somebody else's files."""
    left.space = tmp_path / "theirs"
    left.space.mkdir()
    (left.space / "notes.txt").write_text("mine")
    code, said = forget(left, "forget\n")
    assert (1, True) == (code, "was not made by this program" in said)
    assert "mine" == (left.space / "notes.txt").read_text()


def test_another_workbook_that_runs_keeps_what_it_needs(left: Any, server_of: Any) -> None:
    """Somebody else at this machine would be thrown out of their pages."""
    other = server_of()
    other.runtime = left.runtime
    other.start()
    try:
        assert 0 == forget(left, "forget\n")[0]
        assert 200 == other.get("health")[0]
        kept = {file.name for file in (left.runtime / "unhurried").iterdir()}
        assert {f"{name_of(other.space)}.sock", f"{name_of(other.space)}.visitors"} <= kept
    finally:
        other.stop()
