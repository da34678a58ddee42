"""Copies are made by a process of its own, which writes nothing anywhere; and by `unhurried export`."""

from __future__ import annotations

import base64
import io
import json
import os
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from unhurried import cli
from unhurried.server.processes.jobs import run_job
from unhurried.space import envelope
from unhurried.space.folder import Folder
from unhurried.space.open_key import OpenKey
from unhurried.space.vault import Vault

ROOT = Path(__file__).parents[2]
WORDS, OTHERS = "quiet marker river lantern", "another marker river lantern"
MARKER, EARLIER = "zwiebelmuster am dachfirst", "brombeerknoten ohne ufer"
AT = "2026-11-20T21:30:00+01:00"
PLACE = ("everything", "name")


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNHURRIED_COURSE", "")  # a job sets it, in a process of its own


@pytest.fixture
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(envelope, "_MEMORY_KIB", 64)
    monkeypatch.setattr(envelope, "_PASSES", 1)


@pytest.fixture
def key(tmp_path: Path, quick_keys: None) -> OpenKey:
    """A space with one answer that was changed once, among those of others."""
    return space_in(tmp_path / "spaces")


def space_in(folder: Path) -> OpenKey:
    spaces = Folder(folder)
    spaces.make(OTHERS)
    key = spaces.make(WORDS)
    with Vault.open(key) as vault:
        for sitting, said in enumerate((EARLIER, MARKER)):
            vault.keep(*PLACE, said, sitting, AT, str(sitting))
        vault.keep("touch-ladder", "stop", MARKER, 0, AT, "a")
    return key


def text_order(**changes: Any) -> dict[str, Any]:
    job = {"do": "text", "course": str(ROOT / "docs/gallery"), "worksheet": "writing"}
    return {**job, "answers": {"garden": MARKER}, "today": "2026-11-20", "everything": True, **changes}


def copy_order(space: OpenKey, **changes: Any) -> dict[str, Any]:
    job = {"do": "copy", "course": str(ROOT / "docs/gallery"), "folder": str(space.file.parent), "passphrase": WORDS}
    return {**job, "key": space.to_plain(), "everything": False, "today": "2026-11-20", **changes}


def held(pages: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(pages)) as opened:
        return "".join(opened.read(name).decode() for name in opened.namelist())


def test_a_job_makes_a_text() -> None:
    """Nobody could save their page as text."""
    made = run_job(text_order())
    assert {"file"} == set(made)
    assert f"> {MARKER}\n" in base64.b64decode(made["file"]).decode()


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"worksheet": "no-such"}, "course"),
        ({"worksheet": "../../etc/passwd"}, "course"),
        ({"answers": {"no-such": MARKER}}, "export_failed"),
        ({"answers": {"garden": [MARKER]}}, "export_failed"),
        ({"today": MARKER}, "export_failed"),
    ],
)
def test_a_wrong_order_for_a_text_gets_one_word_back(changes: dict[str, Any], error: str) -> None:
    """What was wrong with an answer could repeat it."""
    assert {"error": error} == run_job(text_order(**changes))


@pytest.mark.parametrize("everything", [False, True])
def test_a_job_copies_a_space(key: OpenKey, everything: bool) -> None:
    """Somebody would be locked out of their own words the day this program is gone."""
    made = run_job(copy_order(key, everything=everything))
    assert {"file"} == set(made)
    pages = held(base64.b64decode(made["file"]))
    assert MARKER in pages
    assert everything == (EARLIER in pages)
    assert everything == ("touch-ladder" in pages)


def test_it_shows_only_the_space_that_its_words_open(key: OpenKey) -> None:
    """Somebody at an open page, with words of another space, would be handed what is in this one, or in that one."""
    assert {"error": "wrong_passphrase"} == run_job(copy_order(key, passphrase=OTHERS))
    assert {"error": "wrong_passphrase"} == run_job(copy_order(key, passphrase="no such words at all"))
    assert {"error": "wrong_passphrase"} == run_job(copy_order(key, passphrase="no such words at all", key=None))
    pages = held(base64.b64decode(run_job(copy_order(key, passphrase=OTHERS, key=None))["file"]))
    assert MARKER not in pages


def test_what_goes_wrong_is_named_and_nothing_is_changed(key: OpenKey) -> None:
    """A damaged file would be called a wrong passphrase, or be written to."""
    before = key.file.read_bytes()
    key.file.write_bytes(b"\0" * len(before))
    assert {"error": "space_damaged"} == run_job(copy_order(key))
    assert b"\0" * len(before) == key.file.read_bytes()
    key.file.write_bytes(before)
    assert {"error": "export_failed"} == run_job(copy_order(key, today=MARKER))


def test_a_copy_can_be_made_while_pages_keep(key: OpenKey) -> None:
    """Saving a copy would break into what somebody is writing."""
    with Vault.open(key) as vault:
        assert {"file"} == set(run_job_apart(copy_order(key)))
        vault.keep(*PLACE, "and on", 2, AT, "9")
        assert "and on" in held(base64.b64decode(run_job_apart(copy_order(key))["file"]))
        assert "and on" == vault.read()[PLACE].value


#: A process of its own, with keys as cheap as in these tests. `limit`: no byte may be written to any file.
APART = """
import json, resource, sys
from unhurried.server.processes.jobs import run_job
from unhurried.space import envelope
envelope._MEMORY_KIB, envelope._PASSES = 64, 1
if sys.argv[1:] == ["limit"]:
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
sys.stdout.write(json.dumps(run_job(json.loads(sys.stdin.read()))))
"""


def run_job_apart(job: dict[str, Any], *options: str) -> dict[str, Any]:
    """The space's file must not be opened and closed by a process that has it open."""
    done = subprocess.run(
        [sys.executable, "-c", APART, *options], input=json.dumps(job), capture_output=True, text=True
    )
    assert (0, "") == (done.returncode, done.stderr)
    made: dict[str, Any] = json.loads(done.stdout)
    return made


@pytest.mark.skipif(sys.platform == "win32", reason="a limit of POSIX systems")
def test_making_a_copy_writes_no_file(key: OpenKey, tmp_path: Path) -> None:
    """Everything that somebody ever wrote would lie about in a folder for temporary files."""
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    made = run_job_apart(copy_order(key, everything=True), "limit")
    assert EARLIER in held(base64.b64decode(made["file"]))
    assert before == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    made = run_job_apart(text_order(), "limit")
    assert MARKER in base64.b64decode(made["file"]).decode()


# ---- `unhurried export`


@pytest.fixture
def export(key: OpenKey, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Result]:
    """Runs the command in a folder of its own, with the words that somebody types when they are asked."""
    asked: list[str] = []

    def run(*options: str, words: str = WORDS, space: Path = key.file.parent) -> Result:
        monkeypatch.setattr(cli, "getpass", lambda prompt: asked.append(prompt) or words)
        course = str(ROOT / "docs/gallery")
        return CliRunner().invoke(cli.main, ["export", "--space", str(space), "--course", course, *options])

    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return run


def test_the_command_saves_a_copy_for_its_owner_alone(export: Callable[..., Result]) -> None:
    """Another account on the machine could read along."""
    done = export()
    assert (0, "pages.zip: not locked. Anyone who finds it can read it.\n") == (done.exit_code, done.output)
    pages = Path("pages.zip")
    assert 0o600 == stat.S_IMODE(pages.stat().st_mode)
    assert MARKER in held(pages.read_bytes())
    assert EARLIER not in held(pages.read_bytes())
    assert 0 == export("--all", "--out", "all.zip").exit_code
    assert EARLIER in held(Path("all.zip").read_bytes())
    assert ["all.zip", "pages.zip"] == sorted(path.name for path in Path().iterdir())


def test_the_command_writes_over_nothing(export: Callable[..., Result]) -> None:
    """The copy of last year would be gone."""
    Path("pages.zip").write_text("mine")
    done = export()
    assert 1 == done.exit_code
    assert "There is a file called pages.zip already" in done.output
    assert "mine" == Path("pages.zip").read_text()


def test_wrong_words_get_one_sentence_and_no_file(export: Callable[..., Result]) -> None:
    """A half-made file would look like a copy."""
    done = export(words="no such words at all")
    assert (1, "Error: No space here opens with this passphrase.\n") == (done.exit_code, done.output)
    assert [] == list(Path().iterdir())


def test_a_wrong_folder_is_left_as_it_is(export: Callable[..., Result], tmp_path: Path) -> None:
    """Somebody who mistyped a name would have files of noise there, and be told that their words are wrong."""
    done = export(space=tmp_path / "elsewhere")
    assert 1 == done.exit_code
    assert "There is no folder of spaces" in done.output
    assert not (tmp_path / "elsewhere").exists()


def test_a_place_that_cannot_be_written_is_named(export: Callable[..., Result]) -> None:
    """Somebody would see a page of code instead of what to do."""
    done = export("--out", "no-such-folder/pages.zip")
    assert 1 == done.exit_code
    assert "cannot be written" in done.output
    assert MARKER not in done.output


@pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX systems")
def test_the_passphrase_is_not_shown_while_it_is_typed(tmp_path: Path) -> None:
    """Whoever looks over a shoulder, or scrolls back, would read it."""
    import pty

    space_in(tmp_path / "spaces")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "unhurried", "export", "--space", str(tmp_path / "spaces")]
    running = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=tmp_path, start_new_session=True, close_fds=True
    )
    os.close(theirs)
    seen = os.read(ours, 1000)
    os.write(ours, f"{WORDS}\n".encode())
    try:
        while part := os.read(ours, 1000):
            seen += part
    except OSError:  # the terminal is closed with its last program
        pass
    assert 0 == running.wait(60)
    os.close(ours)
    assert b"The passphrase that opens your space:" in seen
    assert b"marker" not in seen
    assert (tmp_path / "pages.zip").exists()
