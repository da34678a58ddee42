"""What somebody sees who looks at the folder without a passphrase."""

import os
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

from unhurried.space.backup import check_and_back_up, good_copies, restore
from unhurried.space.cover import STEP, is_ours, same_dates
from unhurried.space.envelope import HEADER_SIZE
from unhurried.space.folder import Folder
from unhurried.space.vault import Vault

WORDS = "blue river lamp stone"
AT = "2026-03-01T09:30:00+01:00"


def test_every_date_is_the_same_after_every_step(folder: Folder) -> None:
    """The newest date would point at the file that is real, and tell when its owner writes."""
    key = folder.make(WORDS)

    def dates_agree() -> bool:
        changed = folder.path.stat().st_mtime  # the time of reading a folder changes with every listing, ours too
        return {(changed, changed)} == {_dates(file) for file in folder.path.iterdir()}

    assert dates_agree()
    with Vault.open(key) as vault:
        assert dates_agree()
        vault.read()
        vault.keep("letter", "words", "one", 0, AT, "tab")
        assert dates_agree()
        vault.keep("letter", "words", "two", 0, AT, "other tab")
        vault.set_setting("leave_to", "kitchen")
        assert dates_agree()
    steps: list[Callable[[], object]] = [
        lambda: folder.find(WORDS),
        lambda: check_and_back_up(key, date(2026, 3, 1)),
        lambda: check_and_back_up(key, date(2026, 3, 1)),
        lambda: good_copies(key),
        lambda: folder.change(key, WORDS, "amber window quiet tea"),
        lambda: restore(key, 0),
    ]
    for step in steps:
        _open_for_reading(key.file)
        step()
        assert dates_agree()


def test_the_date_is_a_whole_day(folder: Folder) -> None:
    """The hour would tell when somebody was awake."""
    assert {0} == {stamp % (24 * 60 * 60) for file in folder.path.iterdir() for stamp in _dates(file)}


def test_a_file_that_vanishes_meanwhile_stops_nothing(tmp_path: Path) -> None:
    """An answer that is on disk would be reported as lost."""
    same_dates(tmp_path / "not there")


def test_names_say_nothing(folder: Folder) -> None:
    """A name is readable without any passphrase."""
    folder.make(WORDS)
    assert all(is_ours(file) for file in folder.path.iterdir())
    assert [False] * 4 == [is_ours(Path(name)) for name in ("letter.txt", "salt2", "0" * 31, "0" * 32 + "-wal")]


def test_real_files_look_like_noise(folder: Folder) -> None:
    """A file with a pattern in it is a file that somebody uses."""
    key = folder.make(WORDS)
    with Vault.open(key) as vault:
        vault.keep("letter", "words", "the same words again and again " * 500, 0, AT, "tab")
    check_and_back_up(key, date(2026, 3, 1))
    files = [file for file in folder.path.iterdir() if file.name != "salt"]
    assert {HEADER_SIZE, STEP} == {file.stat().st_size for file in files}
    for file in files:
        data = file.read_bytes()
        assert len(zlib.compress(data)) > len(data)
        for start in range(0, len(data) - 4095, 4096):
            assert len(set(data[start : start + 4096])) > 250  # of 256; random bytes miss one in 35,000 times


def _dates(file: Path) -> tuple[float, float]:
    found = file.stat()
    return found.st_mtime, found.st_atime


def _open_for_reading(file: Path) -> None:
    descriptor = os.open(file, os.O_RDONLY)
    os.read(descriptor, 10)
    os.close(descriptor)
