"""Taking a save file into a space that has answers of its own: nothing of either side is ever lost."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.space.wholes import AT, entry, pasts

from unhurried.errors import SaveOtherKind, SpaceFull
from unhurried.space.folder import Folder
from unhurried.space.open_key import OpenKey
from unhurried.space.schema import BESIDE, IN_LINE, SETTLED
from unhurried.space.vault import Conflict, Kept, Vault
from unhurried.space.whole import Entry, Joined, Whole, join, joined, read_whole

LATER = "2026-03-02T09:30:00+01:00"


def in_use(entries: list[Entry]) -> Entry:
    return [one for one in entries if one.beside == IN_LINE][-1]


def knows(entries: list[Entry], one: Entry) -> bool:
    """Whether this state, or one that the same sitting put in its place, is among them."""
    same = [other for other in entries if (other.sitting, other.begun_at) == (one.sitting, one.begun_at)]
    return any(other.version >= one.version for other in same)


def states(entries: list[Entry]) -> set[tuple[object, ...]]:
    return {one.state for one in entries}


@settings(max_examples=150)
@given(here=pasts("a", "p"), there=pasts("a", "p"))
def test_nothing_of_either_side_is_lost(here: list[Entry], there: list[Entry]) -> None:
    """An answer would be written over by the one from the other computer."""
    after = joined(here, there)
    assert states(here) | states(there) == states(after)
    mine, theirs, now = in_use(here), in_use(there), in_use(after)
    assert now.state in (mine.state, theirs.state)
    if not knows(there, mine):
        assert now.state == mine.state, "what is new here stays in use"
        beside = {one.state for one in after if one.beside == BESIDE}
        assert theirs.value == now.value or knows(here, theirs) or theirs.state in beside, "and the other is in sight"


@settings(max_examples=150)
@given(here=pasts("a", "p"), there=pasts("a", "p"))
def test_a_second_time_adds_nothing(here: list[Entry], there: list[Entry]) -> None:
    """Whoever takes the same file in twice would be asked to choose again and again."""
    once = joined(here, there)
    assert once == joined(once, there)
    assert once == joined(once, once)


@settings(max_examples=100)
@given(whole=pasts("a", "p"), cut=st.integers(1, 5))
def test_going_on_is_no_conflict(whole: list[Entry], cut: int) -> None:
    """Somebody who only goes on writing on another computer would be asked to choose between today and yesterday."""
    whole = [replace(one, sitting=f"s{number}") for number, one in enumerate(whole)]
    before = whole[:cut]
    if all(one.beside != IN_LINE for one in before):
        return
    assert in_use(whole).state == in_use(joined(before, whole)).state
    assert in_use(whole).state == in_use(joined(whole, before)).state
    assert sum(one.beside == BESIDE for one in whole) == sum(one.beside == BESIDE for one in joined(whole, before))


def test_a_save_in_the_middle_of_typing_is_no_conflict() -> None:
    """Half a sentence would stand beside the whole one and ask to be chosen."""
    half = entry(value="I was", version=1)
    full = replace(half, value="I was afraid", version=7, kept_at="2026-03-01T09:35:00+01:00")
    assert [half, full] == joined([full], [half])
    assert [half, full] == joined([half], [full])


def test_two_that_went_apart_are_both_kept() -> None:
    """What was written on one of two computers would be gone."""
    first = entry(value="once", sitting="0")
    here = [first, entry(value="here", version=2, sitting="1", begun_at=LATER, kept_at=LATER)]
    there = [first, entry(value="there", version=2, sitting="2")]
    after = joined(here, there)
    assert ["once", "there", "here"] == [one.value for one in after]
    assert [IN_LINE, BESIDE, IN_LINE] == [one.beside for one in after]


def test_the_same_words_on_both_sides_need_no_choice() -> None:
    """Somebody would be asked to choose between two that say the same."""
    after = joined([entry(sitting="1")], [entry(sitting="2")])
    assert [IN_LINE, IN_LINE] == [one.beside for one in after]


def test_a_choice_made_there_counts_here() -> None:
    """What was settled on one computer would be asked again on the other."""
    over, mine = entry(value="not this", sitting="2", beside=BESIDE), entry(value="this", sitting="1")
    there = [replace(over, beside=SETTLED), mine]
    assert [SETTLED, IN_LINE] == [one.beside for one in joined([over, mine], there)]


# ---- over real files


def keep(key: OpenKey, question: str, value: str, base: int, at: str, sitting: str) -> Kept | Conflict:
    with Vault.open(key) as vault:
        return vault.keep("letter", question, value, base, at, sitting)


@pytest.fixture
def two(folder: Folder) -> tuple[OpenKey, OpenKey]:
    """Two computers: the second has what the first had yesterday, and both went on."""
    one, other = folder.make("first words to open"), folder.make("other words to open")
    keep(one, "same", "yesterday", 0, AT, "0")
    keep(one, "apart", "yesterday", 0, AT, "0")
    join(other, read_whole(one))
    keep(one, "apart", "at home", 1, LATER, "1")
    keep(other, "apart", "away", 1, LATER, "2")
    keep(other, "new", "only away", 0, LATER, "2")
    return one, other


def test_both_versions_wait_for_a_choice_as_those_of_two_tabs_do(two: tuple[OpenKey, OpenKey]) -> None:
    """One of two evenings of writing would be out of sight."""
    one, other = two
    assert Joined(added=2, both=1) == join(one, read_whole(other))
    with Vault.open(one) as vault:
        answers = vault.read()
        assert {"same", "apart", "new"} == {question for _, question in answers}
        apart = answers["letter", "apart"]
        assert ("at home", ["away"]) == (apart.value, [version.value for version in apart.beside])
        chosen = vault.keep("letter", "apart", "away", apart.version, LATER, "3", settles=True)
        assert Kept(apart.version + 1, LATER) == chosen
        assert [] == vault.read()["letter", "apart"].beside
    assert Joined(added=0, both=0) == join(one, read_whole(other))
    assert Joined(added=1, both=0) == join(other, read_whole(one))
    with Vault.open(other) as vault:
        assert ("away", []) == (vault.read()["letter", "apart"].value, vault.read()["letter", "apart"].beside)


def test_a_page_that_is_open_meanwhile_goes_on(two: tuple[OpenKey, OpenKey]) -> None:
    """Whoever writes while a file is taken in would lose the next sentence."""
    one, other = two
    with Vault.open(one) as vault:
        known = vault.read()["letter", "apart"]
        done = join_apart(one, read_whole(other))
        assert done == 0
        kept = vault.keep("letter", "apart", "at home, and on", known.version, LATER, "1")
        assert isinstance(kept, Kept)
        assert ["away"] == [version.value for version in vault.read()["letter", "apart"].beside]


def join_apart(key: OpenKey, other: Whole) -> int:
    """In a process of its own, as the program does: it must not open a file that this one has open."""
    child = os.fork()
    if child == 0:
        try:
            join(key, other)
        except BaseException:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_it_is_all_or_nothing(two: tuple[OpenKey, OpenKey], monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk in the middle would leave half of the one and half of the other."""
    one, other = two
    before = read_whole(one)
    from unhurried.space import whole

    insert, calls = whole._insert, []

    def fails(*given: object) -> None:
        calls.append(given)
        if len(calls) == 2:
            raise OSError(28, "no room")
        insert(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(whole, "_insert", fails)
    with pytest.raises(SpaceFull):
        join(one, read_whole(other))
    assert before == read_whole(one)


def test_a_setting_that_is_there_stays(folder: Folder) -> None:
    """Somebody's way to leave would lead elsewhere after taking in an old file."""
    key = folder.make("first words to open")
    with Vault.open(key) as vault:
        vault.set_setting("leave_to", "here")
    join(key, Whole("own", [], {"leave_to": "there", "other": 1}))
    with Vault.open(key) as vault:
        assert ("here", 1) == (vault.setting("leave_to"), vault.setting("other"))


@pytest.mark.parametrize(("of_space", "of_file"), [("own", "two"), ("two", "own")])
def test_one_kind_never_goes_into_the_other(folder: Folder, of_space: str, of_file: str) -> None:
    """What somebody wrote for themselves would lie open before the other person."""
    key = folder.make("first words to open", of_space)  # type: ignore[arg-type]
    with pytest.raises(SaveOtherKind):
        join(key, Whole(of_file, [entry()]))  # type: ignore[arg-type]
    assert [] == read_whole(key).entries


def test_reading_changes_nothing(two: tuple[OpenKey, OpenKey]) -> None:
    """Saving a file would itself show as a change of words."""
    one, _ = two
    before = one.file.read_bytes()
    read_whole(one)
    assert before == one.file.read_bytes()
