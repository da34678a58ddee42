"""Changing the passphrase."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from unhurried.errors import PassphraseTaken, PassphraseWeak, WrongPassphrase
from unhurried.space.folder import Folder
from unhurried.space.open_key import OpenKey
from unhurried.space.vault import Kept, Vault

OLD = "blue river lamp stone"
NEW = "amber window quiet tea"
AT = "2026-03-01T09:30:00+01:00"
InChild = Callable[[Callable[[], None]], int]


def test_the_new_words_open_it_and_the_old_ones_nothing(folder: Folder) -> None:
    """Somebody who learned the old words could go on reading."""
    key = folder.make(OLD)
    files = len(list(folder.path.iterdir()))
    folder.change(key, OLD, NEW)
    assert key == folder.find(NEW)
    with pytest.raises(WrongPassphrase):
        folder.find(OLD)
    assert files == len(list(folder.path.iterdir()))


def test_a_page_that_is_open_goes_on_keeping(folder: Folder) -> None:
    """What is being typed in another tab would be lost."""
    key = folder.make(OLD)
    with Vault.open(key) as vault:
        vault.keep("letter", "words", "before", 0, AT, "tab")
        folder.change(key, OLD, NEW)
        assert Kept(2, AT) == vault.keep("letter", "words", "after", 1, AT, "tab")
    with Vault.open(folder.find(NEW)) as vault:
        assert "after" == vault.read()["letter", "words"].value


def test_wrong_old_words_change_nothing(folder: Folder) -> None:
    """Somebody at an unlocked screen could lock the person out."""
    key = folder.make(OLD)
    with pytest.raises(WrongPassphrase):
        folder.change(key, "not the old words", NEW)
    assert key == folder.find(OLD)


def test_words_of_another_space_change_nothing(folder: Folder) -> None:
    """One person's words would move another person's space."""
    mine, other = folder.make(OLD), folder.make(NEW)
    with pytest.raises(WrongPassphrase):
        folder.change(mine, NEW, "third words of somebody")
    assert (mine, other) == (folder.find(OLD), folder.find(NEW))


@pytest.mark.parametrize("new", [NEW, OLD])
def test_taken_words_are_refused(folder: Folder, new: str) -> None:
    """The other space would be overwritten, or this one's only header removed."""
    mine, other = folder.make(OLD), folder.make(NEW)
    with pytest.raises(PassphraseTaken):
        folder.change(mine, OLD, new)
    assert (mine, other) == (folder.find(OLD), folder.find(NEW))


def test_weak_words_are_refused(folder: Folder) -> None:
    """The space would be open to anybody who tries a list."""
    key = folder.make(OLD)
    with pytest.raises(PassphraseWeak):
        folder.change(key, OLD, "short")
    assert key == folder.find(OLD)


@pytest.mark.parametrize("step", ["replace", "unlink"])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_cut_short_it_still_opens_and_finishes_later(folder: Folder, in_child: InChild, step: str, moment: str) -> None:
    """A power cut would leave nobody able to open the space, or the old words alive for ever."""
    key = folder.make(OLD)

    def change() -> None:
        _exit_around(step, moment)
        folder.change(key, OLD, NEW)

    assert 7 == in_child(change)
    opens = [words for words in (OLD, NEW) if _opens(folder, words)]
    assert ([OLD] if (step, moment) == ("replace", "before") else [NEW]) == opens[-1:]
    if opens == [OLD]:
        folder.change(key, OLD, NEW)
    assert key == folder.find(NEW)
    assert not _opens(folder, OLD)


def test_the_same_change_again_finishes_it(folder: Folder, in_child: InChild) -> None:
    """A person who tries again would read "choose other words", with the old ones still open."""
    key = folder.make(OLD)

    def change() -> None:
        _exit_around("unlink", "before")
        folder.change(key, OLD, NEW)

    assert 7 == in_child(change)
    folder.change(key, OLD, NEW)
    assert key == folder.find(NEW)
    assert not _opens(folder, OLD)


def test_old_words_taken_up_by_somebody_else_are_theirs(folder: Folder) -> None:
    """Opening the first space would delete the way into the second."""
    mine = folder.make(OLD)
    folder.change(mine, OLD, NEW)
    theirs = folder.make(OLD)
    assert mine == folder.find(NEW)
    assert theirs == folder.find(OLD)


def test_there_and_back_again(folder: Folder) -> None:
    """Going back to earlier words must not remove the header just written."""
    key = folder.make(OLD)
    folder.change(key, OLD, NEW)
    folder.change(key, NEW, OLD)
    assert key == folder.find(OLD) == folder.find(OLD)
    assert not _opens(folder, NEW)


def _opens(folder: Folder, words: str) -> OpenKey | None:
    try:
        return folder.find(words)
    except WrongPassphrase:
        return None


def _exit_around(method: str, moment: str) -> None:
    """Ends this process at the first call of Path.<method>: before it does anything, or after it did."""
    real = getattr(Path, method)

    def last(self: Path, *args: Any, **kwargs: Any) -> None:
        if moment == "after":
            real(self, *args, **kwargs)
        os._exit(7)

    setattr(Path, method, last)
