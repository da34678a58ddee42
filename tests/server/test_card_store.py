"""Where sealed cards lie: what has ended is gone, and a clock that is set makes nothing last longer."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unhurried.errors import CardsFull
from unhurried.server import card_store
from unhurried.server.card_store import BACK, CardStore
from unhurried.space.cards import Sealed

NOW = 1_800_000_000.0
DAY = 24 * 3600.0
MARKER = b"marker of a sealed card"


def sealed(name: str = "a" * 32, secret: str = "secret") -> Sealed:
    from hashlib import sha256

    return Sealed(name, MARKER * 30, sha256(secret.encode()).digest())


@pytest.fixture
def store(tmp_path: Path) -> CardStore:
    return CardStore(tmp_path / "cards")


def test_it_is_there_until_it_ends(store: CardStore) -> None:
    """Else a card would end before its midnight, or be read after it."""
    store.put(sealed(), NOW + DAY, NOW)
    assert (MARKER * 30, NOW + DAY) == store.get("a" * 32, NOW + DAY - 1)
    assert store.get("a" * 32, NOW + DAY) is None
    assert store.get("a" * 32, NOW + DAY + 1) is None


def test_what_was_taken_back_or_has_ended_is_nowhere_in_the_file(store: CardStore) -> None:
    """Else the machine would still have it for whoever learns the words later."""
    store.put(sealed(), NOW + DAY, NOW)
    store.put(sealed("b" * 32), NOW + 10, NOW)
    assert 2 * 30 == store.file.read_bytes().count(MARKER)
    store.take_back("a" * 32, "secret", NOW + 1)
    assert 30 == store.file.read_bytes().count(MARKER)
    store.tidy(NOW + 11)
    assert 0 == store.file.read_bytes().count(MARKER)
    assert [store.file] == list(store.file.parent.iterdir())


def test_only_the_secret_takes_back_and_nothing_is_said(store: CardStore) -> None:
    """Else anybody could take somebody's card away, or learn that there is one."""
    store.put(sealed(), NOW + DAY, NOW)
    for name, secret in (("a" * 32, "other"), ("b" * 32, "secret"), ("", "")):
        assert store.take_back(name, secret, NOW) is None  # type: ignore[func-returns-value]
    assert store.get("a" * 32, NOW) is not None


@settings(max_examples=100, deadline=None)
@given(st.lists(st.floats(-40 * DAY, 40 * DAY), min_size=1, max_size=8), st.sampled_from([DAY, 7 * DAY]))
def test_a_clock_that_is_set_makes_no_card_last_longer(
    tmp_path_factory: pytest.TempPathFactory, set_to: list[float], term: float
) -> None:
    """Else whoever sets the machine's clock back could read what its owner believes to be gone. Time passes; before
    each look somebody sets the clock by any amount."""
    store = CardStore(tmp_path_factory.mktemp("clock") / "cards")
    store.put(sealed(), NOW + term, NOW)
    latest = NOW
    passed = 0.0
    for by in set_to:
        passed += term / 5
        shown = NOW + passed + by
        there = store.get("a" * 32, shown)
        assert there is None or (shown < NOW + term and shown >= latest - BACK)
        if there is None:
            assert store.get("a" * 32, NOW + 1) is None  # it never comes back
            return
        latest = max(latest, shown)


def test_a_clock_that_goes_back_ends_every_card(store: CardStore) -> None:
    """Else nobody could say how old they are. A correction by a time server ends none."""
    store.put(sealed(), NOW + DAY, NOW)
    assert store.get("a" * 32, NOW - BACK) is not None
    assert store.get("a" * 32, NOW - BACK - 1) is None
    assert store.get("a" * 32, NOW) is None
    store.put(sealed(), NOW + DAY, NOW)  # and the store goes on
    assert store.get("a" * 32, NOW + 1) is not None


def test_there_are_only_so_many(store: CardStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else guessing would become easier with every card, without an end."""
    monkeypatch.setattr(card_store, "MOST_CARDS", 2)
    store.put(sealed("a" * 32), NOW + 10, NOW)
    store.put(sealed("b" * 32), NOW + DAY, NOW)
    with pytest.raises(CardsFull):
        store.put(sealed("c" * 32), NOW + DAY, NOW)
    store.put(sealed("c" * 32), NOW + DAY, NOW + 11)


def test_the_file_is_its_owners_and_knows_nobody(store: CardStore) -> None:
    """Else another account could read along, or the file would tell who gave what to whom, and when it was read."""
    salt = store.salt(NOW)
    store.put(sealed(), NOW + DAY, NOW)
    assert 0o600 == stat.S_IMODE(store.file.stat().st_mode)
    assert salt == store.salt(NOW + 5)
    assert 16 == len(salt)
    assert salt != CardStore(store.file.with_name("other")).salt(NOW)
    with sqlite3.connect(store.file) as read:
        columns = {row[1] for table in ("cards", "store") for row in read.execute(f"PRAGMA table_info({table})")}
        before = list(read.execute("SELECT * FROM cards"))
    assert {"id", "sealed", "mark", "ends", "salt", "seen"} == columns
    store.get("a" * 32, NOW + 6)
    with sqlite3.connect(store.file) as read:
        assert before == list(read.execute("SELECT * FROM cards"))
