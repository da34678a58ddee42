"""A folder for two: it keeps what it is told is for both, and nothing tells it from a space."""

from __future__ import annotations

import os
import struct

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from unhurried.course import find_course
from unhurried.errors import NotForTwo
from unhurried.exercise_page import may_be_kept_for_two
from unhurried.space.envelope import HEADER_SIZE, lock_for, new_contents, seal, unseal
from unhurried.space.folder import Folder
from unhurried.space.open_key import OpenKey
from unhurried.space.vault import Kept, Vault

WORDS = "quince marker lantern seven"
AT = "2026-03-01T09:30:00+01:00"


def test_a_folder_for_two_keeps_only_what_it_is_told_is_for_both(folder: Folder) -> None:
    """What somebody wrote for themselves would lie open before the other person."""
    key = folder.make(WORDS, "two")
    with Vault.open(key, lambda worksheet, question: (worksheet, question) == ("talk", "when")) as vault:
        assert isinstance(vault.keep("talk", "when", "on Sunday", 0, AT, "tab"), Kept)
        for place in (("talk", "how"), ("letter", "when")):
            with pytest.raises(NotForTwo):
                vault.keep(*place, "for nobody", 0, AT, "tab")
        assert {("talk", "when")} == set(vault.read())
    with Vault.open(key) as vault, pytest.raises(NotForTwo):  # whoever forgets to say what may be kept, keeps nothing
        vault.keep("talk", "when", "on Monday", 1, AT, "tab")


def test_its_kind_lasts(folder: Folder) -> None:
    """After a change of words, or the next day, it would keep what is for one person alone."""
    key = folder.make(WORDS, "two")
    folder.change(key, WORDS, WORDS + " eight")
    found = folder.find(WORDS + " eight")
    assert ("two", key) == (found.kind, found)
    assert found == OpenKey.from_plain(found.to_plain())


def test_a_folder_for_two_looks_like_any_space(folder: Folder) -> None:
    """Somebody who finds the files would know that there is one, or that there is more than one."""
    before = {file.name for file in folder.path.iterdir()}
    folder.make(WORDS)
    one = {file.name: file.stat().st_size for file in folder.path.iterdir() if file.name not in before}
    folder.make(WORDS + " eight", "two")
    two = {
        file.name: file.stat().st_size
        for file in folder.path.iterdir()
        if file.name not in before and file.name not in one
    }
    assert sorted(one.values()) == sorted(two.values())
    lock = lock_for(WORDS, os.urandom(16))
    for kind in ("own", "two"):
        header = seal(new_contents(kind), lock)
        assert HEADER_SIZE == len(header)
        assert kind == unseal(header, lock).kind


def test_a_space_from_before_there_were_folders_for_two_is_ones_own() -> None:
    """Somebody's own space would stop keeping what they write."""
    lock, nonce = lock_for(WORDS, os.urandom(16)), os.urandom(12)
    plain = struct.pack(">B16s32s32s", 1, bytes(16), bytes(32), bytes(32)).ljust(HEADER_SIZE - 28, b"\0")
    old = nonce + AESGCM(lock.key).encrypt(nonce, plain, lock.name.encode())
    assert "own" == unseal(old, lock).kind


def test_what_can_never_be_shared_is_in_no_folder_for_two() -> None:
    """A page that says "this cannot be shared" would be shared."""
    course = find_course()
    kept, refused = 0, 0
    for identity in course.worksheet_ids():
        worksheet = course.worksheet(identity)
        for question, asked in worksheet.questions.items():
            may = may_be_kept_for_two(identity, question)
            assert not may or ("together" in worksheet.who and worksheet.share == "ask"), identity
            assert not may or getattr(asked, "share", None) != "never", (identity, question)
            kept, refused = kept + may, refused + (not may)
    assert kept > 20
    assert refused > 200
    assert not may_be_kept_for_two("no-such", "question")
    assert not may_be_kept_for_two("stop-signal", "no-such")
