"""A copy a day, and putting one back."""

import os
import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from unhurried.errors import SpaceDamaged
from unhurried.space.backup import SLOTS, backup_file, check_and_back_up, good_copies, restore
from unhurried.space.cover import STEP
from unhurried.space.envelope import HEADER_SIZE
from unhurried.space.folder import Folder
from unhurried.space.open_key import OpenKey
from unhurried.space.vault import Vault

WORDS = "blue river lamp stone"
AT = "2026-03-01T09:30:00+01:00"
TODAY = date(2026, 3, 1)
Q = ("letter", "words")
InChild = Callable[[Callable[[], None]], int]


@pytest.fixture
def key(folder: Folder) -> OpenKey:
    return folder.make(WORDS)


def test_a_new_space_has_no_copies_yet(key: OpenKey) -> None:
    """Noise offered as a copy would destroy what is there."""
    assert [] == good_copies(key)


def test_once_a_day(key: OpenKey) -> None:
    """A copy on every page would push yesterday's out within minutes."""
    assert check_and_back_up(key, TODAY)
    assert not check_and_back_up(key, TODAY)
    assert check_and_back_up(key, TODAY + timedelta(days=1))


def test_three_are_kept_the_newest_first(key: OpenKey) -> None:
    """The only copy would be from the day of the mistake."""
    days = [TODAY + timedelta(days=number) for number in range(7)]
    for number, day in enumerate(days):
        _write(key, f"day {number}", number)
        check_and_back_up(key, day)
    assert days[:-4:-1] == [copy.on for copy in good_copies(key)]
    assert set(SLOTS) == {copy.slot for copy in good_copies(key)}


def test_the_number_of_files_never_changes(folder: Folder, key: OpenKey) -> None:
    """Files that come with use would show which sets are real, and how often they are opened."""
    before = sorted(folder.path.iterdir())
    for number in range(5):
        check_and_back_up(key, TODAY + timedelta(days=number))
    assert before == sorted(folder.path.iterdir())
    sizes = [file.stat().st_size for file in folder.path.iterdir()]
    assert 4 * sizes.count(HEADER_SIZE) == sizes.count(STEP)


def test_a_copy_shares_no_block_with_its_original(folder: Folder, key: OpenKey) -> None:
    """Files that begin alike, or share a block, belong together: they would be known for real ones."""
    for number in range(3):
        check_and_back_up(key, TODAY + timedelta(days=number))
    blocks: set[bytes] = set()
    count = 0
    for file in folder.path.iterdir():
        data = file.read_bytes()
        blocks |= {data[start : start + 16] for start in range(0, len(data), 4096)}
        count += len(range(0, len(data), 4096))
    assert count == len(blocks)


def test_a_page_may_stay_open_while_a_copy_is_made(key: OpenKey) -> None:
    """Coming back to the desk in the morning would stop what is being written."""
    with Vault.open(key) as vault:
        vault.keep(*Q, "one", 0, AT, "tab")
        assert check_and_back_up(key, TODAY)
        vault.keep(*Q, "two", 1, AT, "tab")
        assert "two" == vault.read()[Q].value


@pytest.mark.parametrize("page", [0, 1, 2, 3])
def test_damage_is_found_and_a_copy_put_back(folder: Folder, key: OpenKey, page: int) -> None:
    """One bad spot on a disk would cost a year of writing; or a worse copy would replace a good one."""
    for number in range(30):
        _write(key, f"{number} " * 400, number, question=f"question {number}")
    check_and_back_up(key, TODAY)
    _write(key, "after the copy", 0, question="last")
    _flip(key.file, page * 4096 + random.randrange(4096))
    damaged = key.file.read_bytes()

    with pytest.raises(SpaceDamaged):
        check_and_back_up(key, TODAY + timedelta(days=1))
    with pytest.raises(SpaceDamaged), Vault.open(key) as vault:
        vault.read()
        raise SpaceDamaged  # a spot that this reading did not touch
    assert damaged == key.file.read_bytes()
    (copy,) = good_copies(key)
    assert TODAY == copy.on

    restore(key, copy.slot)
    with Vault.open(key) as vault:
        answers = vault.read()
    assert {f"question {number}" for number in range(30)} == {question for _, question in answers}
    assert [copy] == good_copies(key)
    assert 1 == sum(damaged == file.read_bytes() for file in folder.path.iterdir())


def test_a_damaged_copy_is_not_offered(key: OpenKey) -> None:
    """A person would be led from one broken file to the next."""
    check_and_back_up(key, TODAY)
    (copy,) = good_copies(key)
    _flip(backup_file(key, copy.slot), 4096 + 77)
    before = key.file.read_bytes()
    assert [] == good_copies(key)
    with pytest.raises(SpaceDamaged):
        restore(key, copy.slot)
    assert before == key.file.read_bytes()


def test_noise_is_never_put_back(key: OpenKey) -> None:
    """The space itself would be replaced by nothing."""
    before = key.file.read_bytes()
    with pytest.raises(SpaceDamaged):
        restore(key, 1)
    assert before == key.file.read_bytes()


def test_a_lost_file_comes_back(key: OpenKey) -> None:
    """The copies are of use only if they are found without the file that they are copies of."""
    _write(key, "kept", 0)
    check_and_back_up(key, TODAY)
    key.file.unlink()
    restore(key, good_copies(key)[0].slot)
    with Vault.open(key) as vault:
        assert "kept" == vault.read()[Q].value


def test_a_journal_of_the_damaged_file_stays_out_of_the_good_one(key: OpenKey) -> None:
    """SQLite would play old pages back into the copy, and damage that as well."""
    _write(key, "kept", 0)
    check_and_back_up(key, TODAY)
    journal = Path(f"{key.file}-journal")
    journal.write_bytes(b"of a crash")
    restore(key, good_copies(key)[0].slot)
    assert not journal.exists()
    assert 1 == sum(b"of a crash" == file.read_bytes() for file in key.file.parent.iterdir())


@pytest.mark.parametrize("call", [1, 2])
def test_a_restore_cut_short_can_be_done_again(key: OpenKey, in_child: InChild, call: int) -> None:
    """A second power cut would take what the first one left."""
    _write(key, "kept", 0)
    check_and_back_up(key, TODAY)
    _flip(key.file, 50)
    slot = good_copies(key)[0].slot

    def cut_short() -> None:
        real = Path.replace
        calls = 0

        def counted(self: Path, target: Any) -> Any:
            nonlocal calls
            if self.name.endswith("-journal"):
                return real(self, target)
            calls += 1
            if calls == call:
                os._exit(7)
            return real(self, target)

        Path.replace = counted  # type: ignore[method-assign]
        restore(key, slot)

    assert 7 == in_child(cut_short)
    restore(key, slot)
    with Vault.open(key) as vault:
        assert "kept" == vault.read()[Q].value


def test_a_copying_cut_short_costs_no_copy(key: OpenKey, in_child: InChild) -> None:
    """The oldest copy would go before the newest is there."""
    check_and_back_up(key, TODAY)

    def cut_short() -> None:
        Path.replace = lambda *_: os._exit(7)  # type: ignore[assignment, method-assign]
        check_and_back_up(key, TODAY + timedelta(days=1))

    assert 7 == in_child(cut_short)
    assert [TODAY] == [copy.on for copy in good_copies(key)]
    files = len(list(key.file.parent.iterdir()))
    assert check_and_back_up(key, TODAY + timedelta(days=1))
    assert files - 1 == len(list(key.file.parent.iterdir()))  # the draft that was left has gone


def _write(key: OpenKey, words: str, base: int, question: str = Q[1]) -> None:
    with Vault.open(key) as vault:
        known = vault.read().get((Q[0], question))
        vault.keep(Q[0], question, words, known.version if known else 0, AT, f"sitting {base}")


def _flip(file: Path, place: int) -> None:
    data = bytearray(file.read_bytes())
    data[place] ^= 1
    file.write_bytes(data)
