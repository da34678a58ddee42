"""Answers in, answers out."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unhurried.errors import SpaceBusy, SpaceDamaged
from unhurried.space.open_key import OpenKey
from unhurried.space.vault import ENTRY_LASTS, Answer, Conflict, Kept, Vault

START = datetime.fromisoformat("2026-03-01T09:30:00+01:00")
AT = START.isoformat()
Q = ("letter", "words")

words = st.one_of(
    st.text(max_size=200),
    st.sampled_from(
        ["🕯️👩🏽‍🦰", "היום היה קשה", "اليوم كان صعبًا", "a\nb\r\nc\t", "x" * 100_000, "\u202eabc\u202c", "é" * 3000]
    ),
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=6,
)


def later(minutes: float) -> str:
    return (START + timedelta(minutes=minutes)).isoformat()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=json_values, worksheet=words.filter(bool), question=words.filter(bool))
def test_what_goes_in_comes_out(open_key: OpenKey, value: object, worksheet: str, question: str) -> None:
    """A letter in Hebrew, with a candle, or a very long one would come back changed, or not at all."""
    with Vault.open(open_key) as vault:
        known = vault.read().get((worksheet, question))
        kept = vault.keep(worksheet, question, value, known.version if known else 0, AT, "tab")
        assert isinstance(kept, Kept)
    with Vault.open(open_key) as vault:
        answer = vault.read()[worksheet, question]
    assert (value, kept.version, []) == (answer.value, answer.version, answer.beside)


def test_half_an_emoji_is_kept(vault: Vault) -> None:
    """A text field can cut one in two; the usual error about it would carry the whole letter."""
    vault.keep(*Q, "half \ud83d", 0, AT, "tab")
    assert "half \ud83d" == vault.read()[Q].value


def test_true_is_not_one(vault: Vault) -> None:
    """Python calls them equal; a switch would be taken for a number."""
    vault.keep(*Q, 1, 0, AT, "tab")
    assert Kept(2, AT) == vault.keep(*Q, True, 1, AT, "tab")
    assert vault.read()[Q].value is True


def test_left_open_is_an_answer(vault: Vault) -> None:
    """What somebody took back would reappear."""
    vault.keep(*Q, "said too much", 0, AT, "tab")
    vault.keep(*Q, None, 1, later(1), "tab")
    answer = vault.read()[Q]
    assert (None, 2, later(1)) == (answer.value, answer.version, answer.at)


def test_two_tabs_that_differ_are_both_kept(open_key: OpenKey) -> None:
    """One tab would silently overwrite what was written in the other."""
    with Vault.open(open_key) as one, Vault.open(open_key) as two:
        one.keep(*Q, "common", 0, AT, "tab 1")
        assert Kept(2, later(1)) == one.keep(*Q, "from the first", 1, later(1), "tab 1")
        conflict = two.keep(*Q, "from the second", 1, later(2), "tab 2")
        assert isinstance(conflict, Conflict)
        assert (2, "from the first", later(1)) == (conflict.version, conflict.value, conflict.at)
        answer = one.read()[Q]
        assert ("from the first", 2) == (answer.value, answer.version)
        assert [("from the second", later(2))] == [(other.value, other.at) for other in answer.beside]


def test_a_whole_space_is_read_with_everything_that_was_kept(open_key: OpenKey) -> None:
    """A copy that somebody saves would lack what they took out, or the version that they have not chosen yet."""
    with Vault.open(open_key) as one, Vault.open(open_key) as two:
        for number, said in enumerate(("first", "second", None)):
            one.keep(*Q, said, number, later(60 * number), f"sitting {number}")
        two.keep(*Q, "from elsewhere", 1, later(200), "another tab")
        one.keep("scale", "now", 4, 0, AT, "tab")
        one.keep(*Q, "said again", 3, later(300), "last")
        whole = one.read_whole()
        now = one.read()
    assert [Q, ("scale", "now")] == list(whole)  # in the order in which they were begun
    assert [("first", 1), ("second", 2), (None, 3), ("said again", 4)] == [(one.value, one.version) for one in whole[Q]]
    assert [AT, later(60), later(120), later(300)] == [one.at for one in whole[Q]]
    assert [[], [], [], ["from elsewhere"]] == [[other.value for other in one.beside] for one in whole[Q]]
    assert now == {place: states[-1] for place, states in whole.items()}


def test_what_was_not_chosen_is_in_no_whole(open_key: OpenKey) -> None:
    """Somebody would find in their copy what they had decided against."""
    with Vault.open(open_key) as vault:
        vault.keep(*Q, "first", 0, AT, "tab 1")
        vault.keep(*Q, "not this one", 0, later(1), "tab 2")
        vault.keep(*Q, "this one", 1, later(2), "tab 1", settles=True)
        assert [("this one", [])] == [(one.value, one.beside) for one in vault.read_whole()[Q]]


def test_the_past_of_an_answer_is_told_oldest_first(vault: Vault) -> None:
    """Somebody who looks back would see their days in disorder, or see only today."""
    vault.keep(*Q, "yesterday", 0, AT, "visit 1")
    vault.keep(*Q, None, 1, later(60), "visit 2")
    vault.keep("letter", "another question", "not this", 0, later(61), "visit 2")
    vault.keep(*Q, "today", 2, later(1440), "visit 3")
    expected = [("yesterday", AT), (None, later(60)), ("today", later(1440))]
    assert expected == [(one.value, one.at) for one in vault.history(*Q)]
    assert [] == vault.history("letter", "never asked")


def test_the_past_has_only_what_was_kept(vault: Vault) -> None:
    """A version that somebody chose against, or has not chosen yet, would turn up as their answer of that day."""
    vault.keep(*Q, "one", 0, AT, "tab 1")
    vault.keep(*Q, "two", 0, later(1), "tab 2")
    assert ["one"] == [one.value for one in vault.history(*Q)]
    vault.keep(*Q, "three", 1, later(2), "tab 2", settles=True)
    assert ["one", "three"] == [one.value for one in vault.history(*Q)]
    assert "three" not in repr(vault.history(*Q))


def test_the_last_of_the_past_is_the_current_answer(vault: Vault) -> None:
    """The page would show one number, and the table below it another."""
    for number, minute in enumerate((0, 5, 20, 21, 90)):
        vault.keep(*Q, number, number, later(minute), "tab")
        newest = vault.history(*Q)[-1]
        answer = vault.read()[Q]
        assert (answer.value, answer.at) == (newest.value, newest.at)


def test_choosing_settles(open_key: OpenKey) -> None:
    """The person would be asked again and again about what they have decided."""
    with Vault.open(open_key) as vault:
        vault.keep(*Q, "one", 0, AT, "tab 1")
        vault.keep(*Q, "two", 0, AT, "tab 2")
        assert Kept(2, AT) == vault.keep(*Q, "one and two", 1, AT, "tab 2", settles=True)
        answer = vault.read()[Q]
    assert ("one and two", 2, []) == (answer.value, answer.version, answer.beside)


def test_choosing_what_is_there_already_settles_too(vault: Vault) -> None:
    """Pressing "use this one" on the newer version would do nothing."""
    vault.keep(*Q, "one", 0, AT, "tab 1")
    vault.keep(*Q, "two", 0, AT, "tab 2")
    assert Kept(1, AT) == vault.keep(*Q, "one", 1, later(3), "tab 2", settles=True)
    assert [] == vault.read()[Q].beside


def test_choosing_without_having_seen_the_newest_is_a_conflict_again(vault: Vault) -> None:
    """A third tab's words would vanish under a choice made without them."""
    vault.keep(*Q, "one", 0, AT, "tab 1")
    vault.keep(*Q, "two", 0, AT, "tab 2")
    vault.keep(*Q, "three", 1, AT, "tab 3")
    conflict = vault.keep(*Q, "one and two", 1, AT, "tab 2", settles=True)
    assert isinstance(conflict, Conflict)
    assert "three" == conflict.value
    assert ["one and two"] == [other.value for other in vault.read()[Q].beside]


def test_typing_on_in_a_conflict_keeps_one_version_beside(vault: Vault) -> None:
    """Every keystroke would become one more version to choose from."""
    vault.keep(*Q, "one", 0, AT, "tab 1")
    for text in ("t", "tw", "two"):
        vault.keep(*Q, text, 0, AT, "tab 2")
    assert ["two"] == [other.value for other in vault.read()[Q].beside]


def test_the_same_words_sent_twice_are_no_conflict(open_key: OpenKey) -> None:
    """When the line drops before "kept" arrives, a person would have to choose between two equal texts."""
    with Vault.open(open_key) as vault:
        vault.keep(*Q, "one", 0, AT, "visit 1")
        assert Kept(1, AT) == vault.keep(*Q, "one", 0, later(1), "visit 2")
        assert [] == vault.read()[Q].beside


def test_the_same_answer_on_another_day_is_an_answer_of_that_day(vault: Vault) -> None:
    """Somebody who marks a 7 today, as last week, would find no mark of today."""
    next_day = AT.replace("2026-", "2027-")
    vault.keep(*Q, 7, 0, AT, "visit 1")
    assert Kept(2, next_day) == vault.keep(*Q, 7, 1, next_day, "visit 2")
    assert Kept(2, next_day) == vault.keep(*Q, 7, 1, next_day, "visit 2")  # sent twice
    assert [b"7", b"7"] == _history(vault)
    assert [] == vault.read()[Q].beside


def test_a_page_is_no_conflict_with_itself(vault: Vault) -> None:
    """When "kept" is lost and the person types on, they would be set against their own half sentence."""
    vault.keep(*Q, "I wan", 0, AT, "tab")
    assert Kept(2, later(1)) == vault.keep(*Q, "I want to rest", 0, later(1), "tab")
    assert [] == vault.read()[Q].beside


def test_a_page_that_knows_more_than_the_file_is_believed(vault: Vault) -> None:
    """After an older copy is put back, an open page's words would be refused or numbered backwards."""
    assert Kept(8, AT) == vault.keep(*Q, "still on the page", 7, AT, "tab")


def test_saves_of_ten_minutes_take_one_place(vault: Vault) -> None:
    """Saving as one types would fill the disk; saving over everything would lose an emptied page for good."""
    for minute in range(30):
        vault.keep(*Q, f"minute {minute}", minute, later(minute), "tab")
    assert timedelta(minutes=10) == ENTRY_LASTS
    assert [b'"minute 9"', b'"minute 19"', b'"minute 29"'] == _history(vault)
    assert 30 == vault.read()[Q].version


def test_another_visit_begins_a_new_entry(vault: Vault) -> None:
    """What was written yesterday would be gone without a trace by one keystroke today."""
    vault.keep(*Q, "one", 0, AT, "tab 1")
    vault.keep(*Q, "two", 1, later(1), "tab 2")
    assert [b'"one"', b'"two"'] == _history(vault)


def test_a_clock_set_back_replaces_nothing(vault: Vault) -> None:
    """Travelling west would let new words replace older ones of another hour."""
    vault.keep(*Q, "one", 0, AT, "tab")
    vault.keep(*Q, "two", 1, later(-30), "tab")
    assert [b'"one"', b'"two"'] == _history(vault)


def test_another_offset_is_the_same_moment(vault: Vault) -> None:
    """Nine o'clock in one zone is not an hour after eight o'clock in the next."""
    vault.keep(*Q, "one", 0, "2026-03-01T09:30:00+01:00", "tab")
    vault.keep(*Q, "two", 1, "2026-03-01T08:31:00Z", "tab")
    assert [b'"two"'] == _history(vault)


@pytest.mark.parametrize("at", ["", "yesterday", "2026-03-01T09:30:00"])
def test_a_time_without_zone_is_refused(vault: Vault, at: str) -> None:
    """Midnight is the reader's: without an offset nobody could say which day it was."""
    with pytest.raises(ValueError, match="ISO 8601"):
        vault.keep(*Q, "one", 0, at, "tab")
    assert {} == vault.read()


def test_settings_are_kept(open_key: OpenKey) -> None:
    """A chosen way out would be forgotten when it is needed."""
    with Vault.open(open_key) as vault:
        assert vault.setting("leave_to") is None
        vault.set_setting("leave_to", "https://example.org/")
        vault.set_setting("leave_to", {"address": "kitchen"})
    with Vault.open(open_key) as vault:
        assert {"address": "kitchen"} == vault.setting("leave_to")


def test_a_file_held_elsewhere_is_busy_and_then_free(open_key: OpenKey) -> None:
    """A page must say "not kept yet" and try again, not lose the words."""
    with Vault.open(open_key) as vault, Vault.open(open_key) as other:
        vault._connection.execute("PRAGMA busy_timeout = 1")
        other._connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(SpaceBusy):
            vault.keep(*Q, "words", 0, AT, "tab")
        other._connection.execute("ROLLBACK")
        assert Kept(1, AT) == vault.keep(*Q, "words", 0, AT, "tab")


def test_a_missing_file_is_not_made_anew(open_key: OpenKey) -> None:
    """An empty space would open in the place of a lost one, and nobody would look for the copies."""
    open_key.file.unlink()
    with pytest.raises(SpaceDamaged):
        Vault.open(open_key)
    assert not open_key.file.exists()


def test_an_emptied_file_is_damage(open_key: OpenKey) -> None:
    """SQLite takes nothing for a new database: an empty space would open in the place of a lost one."""
    open_key.file.write_bytes(b"")
    with pytest.raises(SpaceDamaged):
        Vault.open(open_key)
    assert b"" == open_key.file.read_bytes()


puts = st.tuples(st.sampled_from("AB"), st.integers(0, 5), st.integers(0, 20), st.booleans())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(puts, min_size=1, max_size=10))
def test_nothing_kept_is_ever_out_of_sight(vault: Vault, steps: list[tuple[str, int, int, bool]]) -> None:
    """Whatever two tabs do, the last words of each are on the page or beside it, unless chosen over."""
    question = f"words {next(_numbers)}"
    before = Answer(None, 0, AT)
    for number, (tab, base, minute, settles) in enumerate(steps):
        text = f"{tab} {number}"
        kept = vault.keep("letter", question, text, base, later(minute), tab, settles)
        after = vault.read()["letter", question]
        assert text in _shown(after)
        known = {before.value} if base == before.version else set()
        chosen_over = _shown(before) if settles and isinstance(kept, Kept) else set()
        own = {words for words in _shown(before) if str(words).startswith(tab)}
        assert set() == _shown(before) - _shown(after) - known - chosen_over - own - {None}
        before = after


def _shown(answer: Answer) -> set[object]:
    return {answer.value, *(other.value for other in answer.beside)}


_numbers = iter(range(10**6))


def _history(vault: Vault) -> list[bytes]:
    return [row[0] for row in vault._connection.execute("SELECT value FROM entries ORDER BY id")]
