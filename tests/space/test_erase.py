"""Erasing one space, and taking away a whole folder."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from unhurried.errors import NotErased, SpaceReadOnly, WrongPassphrase
from unhurried.space import erase
from unhurried.space.backup import SLOTS, backup_file, check_and_back_up, good_copies, restore
from unhurried.space.cover import SALT, STEP
from unhurried.space.envelope import HEADER_SIZE
from unhurried.space.erase import erase_folder, erase_space, is_folder_of_spaces
from unhurried.space.folder import Folder
from unhurried.space.open_key import OpenKey
from unhurried.space.sqlcipher import connect
from unhurried.space.vault import Vault

WORDS, OTHERS = "quince marker lantern seven", "another marker lantern seven"
AT = "2026-03-01T09:30:00+01:00"
InChild = Callable[[Callable[[], None]], int]


@pytest.fixture
def key(folder: Folder) -> OpenKey:
    """A space that was used for some days and has grown, beside that of somebody else."""
    key, other = folder.make(WORDS), folder.make(OTHERS)
    for one in (key, other):
        with Vault.open(one) as vault:
            vault.keep("letter", "words", "x" * STEP, 0, AT, "tab")
    for day in (1, 2, 3):
        check_and_back_up(key, date(2026, 3, day))
    return key


def contents(folder: Folder) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.path.iterdir()}


def opened_by(folder: Folder, key: OpenKey) -> list[Path]:
    return [file for file in folder.path.iterdir() if file.stat().st_size >= STEP and opens(file, key)]


def opens(file: Path, key: OpenKey) -> bool:
    try:
        connect(file, key.key, "ro").close()
    except Exception:
        return False
    return True


def test_nothing_of_it_is_left(folder: Folder, key: OpenKey) -> None:
    """Somebody who believed that it was gone would be read after all."""
    before = contents(folder)
    assert 4 == len(opened_by(folder, key)), "the database and three copies"
    erased = erase_space(folder, WORDS)
    assert len(before) == erased.files
    with pytest.raises(WrongPassphrase):
        folder.find(WORDS)
    assert [] == opened_by(folder, key)
    assert not key.file.exists()
    assert not any(backup_file(key, slot).exists() for slot in SLOTS)
    after = contents(folder)
    gone = [name for name in before if name not in after]
    assert 5 == len(gone)
    mine = {before[name][start : start + 64] for name in gone for start in range(0, len(before[name]), 4096)}
    left = b"".join(data for name, data in after.items() if name not in before)
    assert [] == [piece for piece in mine if piece in left]


def test_its_files_look_like_noise_that_was_always_there(folder: Folder, key: OpenKey) -> None:
    """A gap, or a size of its own, would show that somebody had something to hide."""
    before = contents(folder)
    erase_space(folder, WORDS)
    after = contents(folder)
    fresh = sorted(len(data) for name, data in after.items() if name not in before)
    assert [HEADER_SIZE, STEP, STEP, STEP, STEP] == fresh
    assert len(before) == len(after)
    assert {0o600} == {file.stat().st_mode & 0o777 for file in folder.path.iterdir()}
    assert 1 == len({file.stat().st_mtime for file in folder.path.iterdir()})


def test_others_keep_theirs(folder: Folder, key: OpenKey) -> None:
    """One person's clearing would take another person's words."""
    erase_space(folder, WORDS)
    with Vault.open(folder.find(OTHERS)) as vault:
        assert "x" * STEP == vault.read()["letter", "words"].value


def test_other_words_erase_nothing(folder: Folder, key: OpenKey) -> None:
    """A slip of the finger would cost everything."""
    before = contents(folder)
    with pytest.raises(WrongPassphrase):
        erase_space(folder, WORDS + " eight")
    assert before == contents(folder)


def test_what_was_put_aside_as_damaged_goes_too(folder: Folder, key: OpenKey) -> None:
    """A file that was mended once would still hold every word."""
    with key.file.open("r+b") as file:
        file.seek(8192)
        file.write(b"\0" * 4096)
    restore(key, good_copies(key)[0].slot)
    assert 5 == len(opened_by(folder, key))
    erase_space(folder, WORDS)
    assert [] == opened_by(folder, key)


def test_a_journal_goes_too(folder: Folder, key: OpenKey, in_child: InChild) -> None:
    """What was being written when the program was killed would be left."""

    def die_in_the_middle() -> None:
        vault = Vault.open(key)
        vault._connection.execute("PRAGMA cache_size = 1")
        vault._connection.execute("BEGIN IMMEDIATE")
        vault._connection.execute("UPDATE entries SET value = ?", (b"y" * 200_000,))
        os.kill(os.getpid(), signal.SIGKILL)

    assert -signal.SIGKILL == in_child(die_in_the_middle)
    assert Path(f"{key.file}-journal").exists()
    erase_space(folder, WORDS)
    assert [] == [file for file in folder.path.iterdir() if file.name.endswith("-journal")]


@pytest.mark.parametrize("reached", range(4))
def test_cut_short_the_words_open_nothing(folder: Folder, key: OpenKey, reached: int, in_child: InChild) -> None:
    """The power goes, and whoever finds the machine opens what was to be gone."""

    def die() -> None:
        make_noise, calls = erase._make_noise, []

        def once_more(file: Path, size: int) -> None:
            if len(calls) == reached + 1:
                os.kill(os.getpid(), signal.SIGKILL)
            calls.append(file)
            make_noise(file, size)

        erase._make_noise = once_more
        erase_space(folder, WORDS)

    assert -signal.SIGKILL == in_child(die)
    with pytest.raises(WrongPassphrase):
        folder.find(WORDS)
    with Vault.open(folder.find(OTHERS)) as vault:
        assert 1 == len(vault.read())


def test_it_never_says_so_when_something_is_left(folder: Folder, key: OpenKey, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page would call clean what is not."""
    make_noise = erase._make_noise
    kept = backup_file(key, 1)
    monkeypatch.setattr(erase, "_make_noise", lambda file, size: file == kept or make_noise(file, size))
    with pytest.raises(NotErased):
        erase_space(folder, WORDS)


def test_a_link_in_place_of_a_file_is_not_followed(folder: Folder, key: OpenKey, tmp_path: Path) -> None:
    """Somebody's own file elsewhere would be filled with noise."""
    elsewhere = tmp_path / "letter.txt"
    elsewhere.write_text("of somebody else")
    copy = backup_file(key, 0)
    copy.unlink()
    copy.symlink_to(elsewhere)
    with pytest.raises(NotErased):
        erase_space(folder, WORDS)
    assert "of somebody else" == elsewhere.read_text()


# ---- the whole folder


def test_every_file_of_ours_goes_and_the_folder_with_them(folder: Folder, key: OpenKey) -> None:
    """Somebody would leave a home believing that nothing stays behind."""
    assert is_folder_of_spaces(folder.path)
    assert 0 == erase_folder(folder.path)
    assert not folder.path.exists()


def test_what_opens_the_rest_is_written_over_first(
    folder: Folder, key: OpenKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut short, the words would still open what had not been reached."""
    gone: list[str] = []
    unlink = Path.unlink

    def watched(file: Path, missing_ok: bool = False) -> None:
        gone.append("salt" if file.name == SALT else "small" if file.stat().st_size <= HEADER_SIZE else "large")
        unlink(file, missing_ok)

    before = {file.name: file.read_bytes() for file in folder.path.iterdir() if file.stat().st_size <= HEADER_SIZE}
    seen: list[bytes] = []
    write_over = erase._write_over

    def looked_at(file: Path) -> None:
        seen.append(file.read_bytes())
        write_over(file)

    monkeypatch.setattr(erase, "_write_over", looked_at)
    monkeypatch.setattr(Path, "unlink", watched)
    erase_folder(folder.path)
    assert "salt" == gone[0]
    assert gone == sorted(gone, key=["salt", "small", "large"].index)
    assert sorted(before.values()) == sorted(seen)


def test_what_is_not_ours_stays(folder: Folder, key: OpenKey, tmp_path: Path) -> None:
    """Somebody's photographs, or what a link leads to, would be gone."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("of somebody else")
    (folder.path / "holiday.jpg").write_bytes(b"a photograph")
    (folder.path / ("a" * 32)).symlink_to(elsewhere)
    (folder.path / ("b" * 32)).mkdir()
    assert 3 == erase_folder(folder.path)
    assert "of somebody else" == elsewhere.read_text()
    assert {"holiday.jpg", "a" * 32, "b" * 32} == {file.name for file in folder.path.iterdir()}


def test_a_folder_of_others_is_known(tmp_path: Path, folder: Folder) -> None:
    """A slip in a path would cost somebody else's files."""
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    assert not is_folder_of_spaces(theirs)
    (theirs / "notes.txt").write_text("mine")
    (theirs / ("a" * 32)).write_bytes(b"0" * 256)
    assert not is_folder_of_spaces(theirs)
    (theirs / SALT).write_text("and pepper")
    assert not is_folder_of_spaces(theirs)
    assert not is_folder_of_spaces(tmp_path / "nowhere")
    link = tmp_path / "link"
    link.symlink_to(folder.path)
    assert not is_folder_of_spaces(link)
    (folder.path / SALT).unlink()  # a first start that was cut short
    assert is_folder_of_spaces(folder.path)


def test_a_folder_that_cannot_be_changed_says_so(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody would be told that it is gone."""

    def refused(file: Path, missing_ok: bool = False) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "unlink", refused)
    with pytest.raises(SpaceReadOnly):
        erase_folder(folder.path)
