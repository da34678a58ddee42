import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from unhurried.errors import PassphraseTaken, PassphraseWeak, SpaceDamaged, SpaceFull, WrongPassphrase
from unhurried.space import envelope
from unhurried.space import folder as folder_module
from unhurried.space.envelope import HEADER_SIZE
from unhurried.space.folder import LEAST_NOISE, Folder
from unhurried.space.open_key import OpenKey
from unhurried.space.vault import Vault

WORDS = "blue river lamp stone"
OTHER_WORDS = "amber window quiet tea"
AT = "2026-03-01T09:30:00+01:00"
InChild = Callable[[Callable[[], None]], int]


def test_made_and_found(folder: Folder) -> None:
    """The one thing a passphrase is for."""
    made = folder.make(WORDS)
    with Vault.open(made) as vault:
        vault.keep("letter", "words", "a first line", 0, AT, "morning")
    found = Folder(folder.path).find("  Blue river LAMP  stone")
    assert made == found
    with Vault.open(found) as vault:
        assert "a first line" == vault.read()["letter", "words"].value


def test_other_words_open_nothing(folder: Folder) -> None:
    """Anybody with the machine could read the pages otherwise."""
    folder.make(WORDS)
    with pytest.raises(WrongPassphrase):
        folder.find(OTHER_WORDS)


def test_two_spaces_do_not_know_each_other(folder: Folder) -> None:
    """Two people on one machine would read each other's pages."""
    one, two = folder.make(WORDS), folder.make(OTHER_WORDS)
    assert one.file != two.file
    assert one.key != two.key
    with pytest.raises(SpaceDamaged):
        Vault.open(OpenKey(one.file, two.key))


def test_taken_words_are_refused(folder: Folder) -> None:
    """A second person choosing the same words would lock the first one out."""
    made = folder.make(WORDS)
    with pytest.raises(PassphraseTaken):
        folder.make(WORDS.upper())
    assert made == folder.find(WORDS)


def test_weak_words_make_nothing(folder: Folder) -> None:
    """A space that anybody can guess must not come to be by accident."""
    before = sorted(folder.path.iterdir())
    with pytest.raises(PassphraseWeak):
        folder.make("tiny words")
    assert before == sorted(folder.path.iterdir())


@pytest.mark.parametrize("spaces", [0, 1, 5])
def test_the_work_is_the_same_whatever_is_there(folder: Folder, spaces: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The time of a wrong try would tell whether there is anything to find."""
    for number in range(spaces):
        folder.make(f"{WORDS} {number}")
    calls: list[tuple[int, int, int]] = []
    real = envelope.Argon2id

    def counted(**asked: Any) -> Any:
        calls.append((asked["memory_cost"], asked["iterations"], asked["lanes"]))
        return real(**asked)

    monkeypatch.setattr(envelope, "Argon2id", counted)
    with pytest.raises(WrongPassphrase):
        folder.find(OTHER_WORDS)
    with pytest.raises(WrongPassphrase):
        folder.find("")
    if spaces:
        folder.find(f"{WORDS} 0")
    assert (3 if spaces else 2) == len(calls)
    assert 1 == len(set(calls))


def test_the_key_crosses_a_socket_and_shows_nothing(folder: Folder) -> None:
    """A page process could not open the space; or a log line would hold its key."""
    key = folder.make(WORDS)
    assert key == OpenKey.from_plain(json.loads(json.dumps(key.to_plain())))
    assert "OpenKey(…)" == repr(key) == str(key) == f"{key}"


def test_looking_again_changes_nothing(folder: Folder) -> None:
    """A second start that laid out the folder again would make every space unreachable."""
    before = {file.name: file.read_bytes() for file in folder.path.iterdir()}
    Folder(folder.path)
    assert before == {file.name: file.read_bytes() for file in folder.path.iterdir()}


def test_only_the_owner_can_look(folder: Folder) -> None:
    """Other accounts of the machine could copy the files and try words at home."""
    folder.make(WORDS)
    assert 0o700 == folder.path.stat().st_mode & 0o777
    assert {0o600} == {file.stat().st_mode & 0o777 for file in folder.path.iterdir()}


def test_other_peoples_files_are_left_alone(tmp_path: Path) -> None:
    """A folder chosen by mistake must not lose its dates or its readers."""
    tmp_path.chmod(0o755)
    letter = tmp_path / "letter.txt"
    letter.write_text("hello")
    os.utime(letter, (1000, 1000))
    Folder(tmp_path).make(WORDS)
    assert 1000 == letter.stat().st_mtime
    assert 0o755 == tmp_path.stat().st_mode & 0o777


def test_a_damaged_salt_is_named(folder: Folder) -> None:
    """A person would be told that their words are wrong, when it is the file."""
    folder.make(WORDS)
    (folder.path / "salt").write_bytes(b"")
    with pytest.raises(SpaceDamaged):
        folder.find(WORDS)


def test_a_damaged_header_is_named(folder: Folder) -> None:
    """A person would be told that their words are wrong, when it is the file."""
    noise = set(folder.path.iterdir())
    folder.make(WORDS)
    (header,) = (file for file in folder.path.iterdir() if file not in noise and file.stat().st_size == HEADER_SIZE)
    header.write_bytes(os.urandom(HEADER_SIZE))
    with pytest.raises(SpaceDamaged):
        folder.find(WORDS)


def test_the_number_of_sets_is_left_to_chance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a fixed number of dummies, counting files would prove that there is a second space."""
    monkeypatch.setattr(folder_module, "STEP", 1)  # the number is what counts here
    sets = set()
    for number in range(40):
        folder = Folder(tmp_path / str(number))
        sizes = [file.stat().st_size for file in folder.path.iterdir()]
        assert 4 * sizes.count(HEADER_SIZE) == sizes.count(1)
        sets.add(sizes.count(HEADER_SIZE))
    assert LEAST_NOISE == min(sets)
    assert len(sets) > 1  # chance of failing: 2^-40


def test_a_folder_half_laid_out_is_laid_out_again(tmp_path: Path, in_child: InChild) -> None:
    """A crash on the very first start would leave a folder that never works."""
    for stop_at in (1, 5, 12):
        path = tmp_path / str(stop_at)

        def lay_out(path: Path = path, stop_at: int = stop_at) -> None:
            _exit_at(stop_at, "replace")
            Folder(path)

        assert 7 == in_child(lay_out)
        folder = Folder(path)
        assert folder.make(WORDS) == folder.find(WORDS)


def test_a_making_cut_short_leaves_no_half_a_space(folder: Folder, in_child: InChild) -> None:
    """Words that open something broken could never be used again, and never be trusted."""
    for stop_at in range(1, 5):  # three copies' files, then the header

        def make(stop_at: int = stop_at) -> None:
            _exit_at(stop_at, "replace")
            folder.make(WORDS)

        assert 7 == in_child(make)
        with pytest.raises(WrongPassphrase):
            folder.find(WORDS)
    made = folder.make(WORDS)
    with Vault.open(made) as vault:
        assert {} == vault.read()


def test_a_making_that_fails_tidies_up(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is full would be filled further by every try."""
    before = sorted(folder.path.iterdir())

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folder_module, "write_file", full)
    with pytest.raises(SpaceFull):
        folder.make(WORDS)
    assert before == sorted(folder.path.iterdir())


def test_a_making_that_fails_at_the_very_end_leaves_nothing(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words would be taken for ever by a space whose files were tidied away."""
    before = sorted(folder.path.iterdir())
    real = folder_module.write_file

    def written_but_not_flushed(file: Path, data: bytes) -> None:
        real(file, data)
        if len(data) == HEADER_SIZE:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(folder_module, "write_file", written_but_not_flushed)
    with pytest.raises(SpaceFull):
        folder.make(WORDS)
    assert before == sorted(folder.path.iterdir())


def _exit_at(call: int, method: str) -> None:
    """Ends this process the moment that Path.<method> is called for the `call`-th time, before it does anything."""
    real = getattr(Path, method)
    calls = 0

    def counted(self: Path, *args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == call:
            os._exit(7)
        return real(self, *args, **kwargs)

    setattr(Path, method, counted)
