"""A disk that is full, a folder that cannot be written, and the steps in which a file grows."""

import os
import resource
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unhurried.errors import SpaceFull, SpaceReadOnly
from unhurried.space.backup import check_and_back_up, good_copies
from unhurried.space.cover import STEP
from unhurried.space.folder import Folder
from unhurried.space.open_key import OpenKey
from unhurried.space.vault import Kept, Vault

WORDS = "blue river lamp stone"
AT = "2026-03-01T09:30:00+01:00"
NOBODY = 65534
InChild = Callable[[Callable[[], None]], int]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(size=st.integers(0, 1_500_000))
def test_a_file_grows_by_whole_steps_only(vault: Vault, open_key: OpenKey, size: int) -> None:
    """The exact size would tell how much was written today, from one look to the next."""
    vault.keep("letter", secrets.token_hex(8), "x" * size, 0, AT, "tab")
    assert 0 == open_key.file.stat().st_size % STEP


def test_many_small_answers_stay_in_step(vault: Vault, open_key: OpenKey) -> None:
    """The same, for the way people do write."""
    sizes = set()
    for number in range(400):
        vault.keep("letter", f"question {number}", f"{number} " * 700, 0, AT, "tab")
        sizes.add(open_key.file.stat().st_size)
    assert {0} == {size % STEP for size in sizes}
    assert len(sizes) > 1


def test_a_full_disk_is_named_and_passes(vault: Vault, open_key: OpenKey) -> None:
    """Words would be lost without a word, or the page would stay stuck when there is room again."""
    vault.keep("letter", "words", "before", 0, AT, "tab")
    pages = vault._connection.execute("PRAGMA page_count").fetchone()[0]
    vault._connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(SpaceFull):
        vault.keep("letter", "words", "x" * STEP, 1, AT, "tab")
    assert "before" == vault.read()["letter", "words"].value
    assert Kept(2, AT) == vault.keep("letter", "words", "short enough", 1, AT, "tab")
    vault._connection.execute("PRAGMA max_page_count = 1000000")
    assert Kept(3, AT) == vault.keep("letter", "words", "x" * STEP, 2, AT, "tab")
    assert 0 == open_key.file.stat().st_size % STEP


def test_a_disk_that_is_really_full_is_named_and_passes(tmp_path: Path) -> None:
    """The same, as the system itself reports it."""
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", tmp_path], capture_output=True).returncode:
        pytest.skip("a small disk can only be mounted by root")
    try:
        with Vault.create(OpenKey(tmp_path / "0", secrets.token_bytes(32))) as vault:
            ballast = tmp_path / "ballast"
            with pytest.raises(OSError), ballast.open("wb") as file:
                while True:
                    file.write(bytes(4096))
            with pytest.raises(SpaceFull):
                vault.keep("letter", "words", "words", 0, AT, "tab")  # not even its journal fits
            ballast.unlink()
            assert Kept(1, AT) == vault.keep("letter", "words", "words", 0, AT, "tab")
            with pytest.raises(SpaceFull):
                vault.keep("letter", "words", "x" * 3 * STEP, 1, AT, "tab")
            assert Kept(2, AT) == vault.keep("letter", "words", "shorter", 1, AT, "tab")
    finally:
        subprocess.run(["umount", tmp_path], check=True)


def test_a_file_that_may_not_grow_is_full_and_passes(open_key: OpenKey, in_child: InChild) -> None:
    """The same for a used-up quota, which the system reports in another way."""

    def write() -> None:
        with Vault.open(open_key) as vault:
            _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (STEP, hard))
            with pytest.raises(SpaceFull):
                vault.keep("letter", "words", "x" * STEP, 0, AT, "tab")
            assert Kept(1, AT) == vault.keep("letter", "words", "short enough", 0, AT, "tab")
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
            assert Kept(2, AT) == vault.keep("letter", "words", "x" * STEP, 1, AT, "tab")

    assert 0 == in_child(write)
    with Vault.open(open_key) as vault:
        assert STEP == len(str(vault.read()["letter", "words"].value))


def test_a_full_disk_leaves_no_half_a_space(folder: Folder, in_child: InChild) -> None:
    """Words would be taken for ever by a space that does not open."""
    before = sorted(folder.path.iterdir())

    def make() -> None:
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (STEP // 2, hard))
        with pytest.raises(SpaceFull):
            folder.make(WORDS)

    assert 0 == in_child(make)
    assert before == sorted(folder.path.iterdir())
    folder.make(WORDS)


def test_a_full_disk_costs_no_copy(open_key: OpenKey, in_child: InChild) -> None:
    """The last good copy would be replaced by half of a new one."""
    with Vault.open(open_key) as vault:
        vault.keep("letter", "words", "x" * STEP, 0, AT, "tab")
    check_and_back_up(open_key, date(2026, 3, 1))
    before = sorted(open_key.file.parent.iterdir())

    def back_up() -> None:
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (STEP, hard))
        with pytest.raises(SpaceFull):
            check_and_back_up(open_key, date(2026, 3, 2))

    assert 0 == in_child(back_up)
    assert before == sorted(open_key.file.parent.iterdir())
    assert [date(2026, 3, 1)] == [copy.on for copy in good_copies(open_key)]


@pytest.fixture
def read_only() -> Iterator[tuple[Folder, OpenKey]]:
    """A folder with one answer in it that everybody may read and nobody may write."""
    above = Path(tempfile.mkdtemp())  # pytest's own folders cannot be entered by another user
    folder = Folder(above / "spaces")
    key = folder.make(WORDS)
    with Vault.open(key) as vault:
        vault.keep("letter", "words", "before", 0, AT, "tab")
    for file in folder.path.iterdir():
        file.chmod(0o444)
    folder.path.chmod(0o555)
    above.chmod(0o755)
    yield folder, key
    folder.path.chmod(0o700)
    shutil.rmtree(above)


def test_what_cannot_be_written_can_still_be_read(read_only: tuple[Folder, OpenKey], in_child: InChild) -> None:
    """On a locked-down machine a person would lose sight of everything, or believe that new words are kept."""
    folder, key = read_only

    def use() -> None:
        _as_nobody()
        assert key == Folder(folder.path).find(WORDS)
        with Vault.open(key) as vault:
            assert "before" == vault.read()["letter", "words"].value
            for _ in range(2):
                with pytest.raises(SpaceReadOnly):
                    vault.keep("letter", "words", "after", 1, AT, "tab")
            with pytest.raises(SpaceReadOnly):
                vault.set_setting("leave_to", "kitchen")
        with pytest.raises(SpaceReadOnly):
            check_and_back_up(key, date(2026, 3, 1))
        with pytest.raises(SpaceReadOnly):
            folder.make("amber window quiet tea")
        with pytest.raises(SpaceReadOnly):
            folder.change(key, WORDS, "amber window quiet tea")
        with pytest.raises(SpaceReadOnly):
            Folder(folder.path / "new")

    assert 0 == in_child(use)


def _as_nobody() -> None:
    """Root may write anywhere, whatever a mode says."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
