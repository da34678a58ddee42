"""Entries taken out for good: nothing of them in the file, nothing else lost, whatever happens in the middle."""

import os
import random
import signal
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from unhurried.errors import SpaceBusy, SpaceFull
from unhurried.space import entries as entries_module
from unhurried.space import sqlcipher
from unhurried.space.backup import SLOTS, backup_file, check_and_back_up, good_copies, renew_copies, restore
from unhurried.space.cover import STEP
from unhurried.space.entries import Entry
from unhurried.space.folder import Folder
from unhurried.space.open_key import OpenKey
from unhurried.space.sqlcipher import check, connect
from unhurried.space.vault import Conflict, Kept, Vault

AT = "2026-03-01T09:30:00+01:00"
LATER = "2026-03-02T21:10:00+01:00"
DAY = date(2026, 3, 1)
MARKER = "zwetschgenmarker wrote this ünder the lamp "
PASSPHRASE = "quince marker lantern seven"
InChild = Callable[[Callable[[], None]], int]


def unlocked(file: Path, key: bytes) -> bytes:
    """Every byte of a database as whoever has the key can read it, the gaps between rows too.

    SQLCipher 4 with a raw key: pages of 4,096 bytes, the last 80 of which are a vector (16) and an HMAC; AES-256-CBC.
    """
    data, pages = file.read_bytes(), []
    for start in range(0, len(data), 4096):
        page = data[start : start + 4096]
        cipher = Cipher(algorithms.AES(key), modes.CBC(page[-80:-64])).decryptor()
        pages.append(cipher.update(page[16 if start == 0 else 0 : -80]) + cipher.finalize())
    return b"\0".join(pages)


def written(
    vault: Vault, words: str, at: str = AT, sitting: str = "tab", question: str = "words", base: int = 0
) -> int:
    """Keep an answer and return its version."""
    kept = vault.keep("letter", question, words, base, at, sitting)
    assert isinstance(kept, Kept)
    return kept.version


def named(vault: Vault, question: str = "words") -> list[Entry]:
    return [entry for entry in vault.entries() if entry.question == question]


def sayings(vault: Vault) -> list[object]:
    return list(vault.values([entry.id for entry in vault.entries()]).values())


def test_entries_say_what_they_are_and_no_word(vault: Vault) -> None:
    """Somebody would delete the answer that they meant to keep."""
    first = written(vault, "one")
    second = written(vault, "two", LATER, "evening", base=first)
    assert isinstance(vault.keep("letter", "words", "other", first, LATER, "another tab"), Conflict)
    assert isinstance(vault.keep("letter", "words", "third", second, LATER, "evening", settles=True), Kept)
    vault.keep("letter", "words", "yet another", first, LATER, "one more tab")
    assert ["earlier", "now", "not_chosen", "beside"] == [entry.standing for entry in vault.entries()]
    assert [AT, LATER, LATER, LATER] == [entry.at for entry in vault.entries()]
    assert ["one", "third", "other", "yet another"] == sayings(vault)
    assert "letter" not in repr(vault.entries())


def test_a_deleted_entry_is_gone_and_the_one_before_it_counts(vault: Vault) -> None:
    """The words that somebody took out would still be what the page shows, or everything would be gone."""
    first = written(vault, "one")
    written(vault, "two", LATER, "evening", base=first)
    assert vault.delete([named(vault)[-1]])
    assert "one" == vault.read()["letter", "words"].value
    assert ["one"] == [version.value for version in vault.history("letter", "words")]
    assert vault.delete(named(vault))
    assert {} == vault.read()
    assert [] == vault.entries()


def test_others_stay(vault: Vault) -> None:
    """Deleting one thing would cost another."""
    written(vault, "mine", question="words")
    written(vault, "also mine", question="other words")
    vault.set_setting("leave_to", "a page")
    assert vault.delete(named(vault))
    assert {("letter", "other words"): "also mine"} == {key: answer.value for key, answer in vault.read().items()}
    assert "a page" == vault.setting("leave_to")


def test_an_entry_that_was_typed_on_is_not_deleted(vault: Vault) -> None:
    """New words of another tab, which nobody meant, would go with the old ones."""
    version = written(vault, "one")
    written(vault, "kept", question="other words")
    shown = vault.entries()
    written(vault, "one, and on", "2026-03-01T09:31:00+01:00", base=version)
    assert not vault.delete(shown)
    assert ["one, and on", "kept"] == sayings(vault)


def test_an_order_given_twice_does_no_more_than_one(vault: Vault) -> None:
    """An answer that got lost on the way would cost the next words that somebody writes."""
    written(vault, "one")
    shown = named(vault)
    assert vault.delete(shown)
    written(vault, "new words")
    assert shown[0].id == named(vault)[0].id  # SQLite gives the number again
    assert not vault.delete(shown)
    assert ["new words"] == sayings(vault)
    assert vault.delete([]) and vault.delete([Entry(99, "letter", "words", 1, AT, "now")])


def test_a_tab_that_still_shows_it_overwrites_nothing(vault: Vault) -> None:
    """A tab in the background would take another tab's words for those that it knew, and put its own in their place."""
    first = written(vault, "one", sitting="morning")
    known = written(vault, "two", LATER, "evening", base=first)
    vault.delete([named(vault)[-1]])
    newer = written(vault, "three", LATER, "other tab", base=first)
    assert newer != known
    met = vault.keep("letter", "words", "two, and on", known, LATER, "background")
    assert isinstance(met, Conflict)
    assert "three" == vault.read()["letter", "words"].value


def test_a_version_beside_moves_up_when_it_is_all_that_is_left(vault: Vault) -> None:
    """Words that were waiting for a choice would be in the file, and on no page; or the space could not be read."""
    first = written(vault, "one")
    vault.keep("letter", "words", "of the other tab", first - 1, LATER, "other tab")
    line = [entry for entry in vault.entries() if entry.standing == "now"]
    assert vault.delete(line)
    assert "of the other tab" == vault.read()["letter", "words"].value
    assert ["now"] == [entry.standing for entry in vault.entries()]
    assert 1 == len(vault.read_whole()["letter", "words"])


def test_nothing_of_it_is_left_in_the_file(open_key: OpenKey) -> None:
    """Whoever gets the passphrase could still find what was taken out: rows leave copies when they move."""
    chance = random.Random(6)  # with these words one row does stay in a gap, if the file is not written anew
    with Vault.open(open_key) as vault:
        for _ in range(600):
            number = chance.randrange(120)
            words = f"{MARKER}{number:03}. " * chance.randint(1, 40)
            vault.keep(f"sheet {number % 9}", f"q {number}", words, 0, AT, "tab")
        size = open_key.file.stat().st_size
        gone = [entry for entry in vault.entries() if entry.id % 3]
        assert vault.delete(gone)
        left = vault.values([entry.id for entry in vault.entries()])
    lies = unlocked(open_key.file, open_key.key)
    assert all(str(value).encode()[:60] in lies for value in left.values())  # the reading itself is sound
    assert [] == [entry.question for entry in gone if f"{MARKER}{int(entry.question[2:]):03}.".encode() in lies]
    assert size == open_key.file.stat().st_size  # it does not tell that something was taken out
    assert [open_key.file] == [file for file in open_key.file.parent.iterdir() if file.is_file()]  # and no journal


def test_copies_keep_it_until_they_are_renewed(folder: Folder) -> None:
    """Somebody would rely on words being gone that lie in three more files."""
    key = folder.make(PASSPHRASE)
    with Vault.open(key) as vault:
        written(vault, MARKER)
        written(vault, "the rest", question="other words")
        for day in (1, 2, 3):
            assert check_and_back_up(key, date(2026, 3, day))
        assert vault.delete(named(vault))
        marker = MARKER.encode()
        copies = [backup_file(key, slot) for slot in SLOTS]
        assert [False, True, True, True] == [marker in unlocked(file, key.key) for file in (key.file, *copies)]
        vault.renew_copies(date(2026, 3, 3))
        assert "the rest" == vault.read()["letter", "other words"].value  # it goes on being open
    files = [file for file in folder.path.iterdir() if file.stat().st_size >= STEP]
    assert [] == [file for file in files if marker in unlocked(file, key.key)]
    assert [date(2026, 3, 3)] * 3 == [copy.on for copy in good_copies(key)]
    assert 1 == len({file.stat().st_mtime for file in folder.path.iterdir()})
    restore(key, 1)
    with Vault.open(key) as vault:
        assert ["the rest"] == sayings(vault)


@pytest.mark.parametrize("at", ["before", "between", "after"])
def test_killed_in_the_middle(at: str, open_key: OpenKey, in_child: InChild, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of what was deleted would come back, or the space would not open any more."""
    with Vault.open(open_key) as vault:
        written(vault, MARKER * 400)
        written(vault, "the rest", question="other words")

    def die(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def delete() -> None:
        vault = Vault.open(open_key)
        vault._connection.execute("PRAGMA cache_size = 1")  # so that much is in the file before the commit
        if at == "before":
            monkeypatch.setattr(entries_module, "_move_up", die)
        elif at == "between":
            monkeypatch.setattr(entries_module, "rewrite", die)
        else:
            monkeypatch.setattr(sqlcipher, "make_room", die)
        vault.delete(named(vault))

    assert -signal.SIGKILL == in_child(delete)
    check_and_back_up(open_key, DAY)
    with Vault.open(open_key) as vault:
        assert (2 if at == "before" else 1) == len(vault.entries())
        assert "the rest" == vault.read()["letter", "other words"].value
        assert vault.delete(named(vault))
        assert ["the rest"] == sayings(vault)
    connection = connect(open_key.file, open_key.key)
    check(connection)
    assert [] == connection.execute("PRAGMA cipher_integrity_check").fetchall()
    connection.close()
    assert MARKER.encode() not in unlocked(open_key.file, open_key.key)
    assert 0 == open_key.file.stat().st_size % STEP


def test_what_could_not_be_rewritten_is_at_the_next_opening(open_key: OpenKey, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a full disk the words would lie in the gaps for ever, or the deletion would be refused."""
    calls: list[str] = []

    def full(_: object) -> None:
        calls.append("full")
        raise OSError(28, "no space")

    with Vault.open(open_key) as vault:
        written(vault, MARKER)
        with monkeypatch.context() as patch:
            patch.setattr(entries_module, "rewrite", full)
            assert vault.delete(named(vault))
        assert [] == vault.entries()
    monkeypatch.setattr(entries_module, "rewrite", lambda connection: calls.append("done"))
    check_and_back_up(open_key, DAY)
    check_and_back_up(open_key, DAY)  # once is enough
    assert ["full", "done"] == calls


def test_a_space_that_is_busy_or_full_loses_nothing(open_key: OpenKey, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page would say "deleted" of what is still there, or a copy would be lost over it."""
    with Vault.open(open_key) as vault:
        written(vault, MARKER)
        check_and_back_up(open_key, DAY)
        other = connect(open_key.file, open_key.key)
        vault._connection.execute("PRAGMA busy_timeout = 10")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(SpaceBusy):
            vault.delete(named(vault))
        other.execute("ROLLBACK")
        other.close()
        assert [MARKER] == sayings(vault)
        monkeypatch.setattr("unhurried.space.backup._copied", _no_room)
        with pytest.raises(SpaceFull):
            renew_copies(open_key, DAY)
    assert [DAY] == [copy.on for copy in good_copies(open_key)]


def _no_room(*_: object) -> Path:
    raise OSError(28, "no space")
