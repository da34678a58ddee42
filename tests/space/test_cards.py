"""A sealed card: six words open it, nothing else does, and its bytes tell nothing."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from unhurried.course.course import data_file
from unhurried.errors import CardTooLong
from unhurried.server.card_store import MOST_CARDS
from unhurried.server.cards import READS_TOGETHER
from unhurried.space import cards
from unhurried.space.cards import LONGEST, lock_of, open_card, seal_card, takes_back
from unhurried.space.words import generate, read_list

SALT = bytes(range(16))
WORDS = "increase mountain index anchor shield link"
FACE = {"lines": [], "parts": [{"name": "Say", "said": ["quiet amber lantern \ud83d"]}], "ends": "26 November 2026"}


def test_six_words_open_it_however_they_are_typed() -> None:
    """Else a card would stay shut for a capital, or a line break on paper."""
    sealed, _ = seal_card(FACE, WORDS, SALT)
    for typed in (WORDS, WORDS.upper(), f"  {WORDS.replace(' ', '  ')}\n"):
        assert FACE == open_card(sealed.sealed, lock_of(typed, SALT))


def test_nothing_else_opens_it() -> None:
    """Else whoever keeps the server could read what was given to one person."""
    sealed, secret = seal_card(FACE, WORDS, SALT)
    for words, salt in ((WORDS[:-1], SALT), (" ".join(WORDS.split()[::-1]), SALT), (secret, SALT), (WORDS, bytes(16))):
        lock = lock_of(words, salt)
        assert lock.name != sealed.id
        assert open_card(sealed.sealed, lock) is None
    lock = lock_of(WORDS, SALT)
    for place in (0, 20, len(sealed.sealed) - 1):
        changed = bytearray(sealed.sealed)
        changed[place] ^= 1
        assert open_card(bytes(changed), lock) is None
    assert open_card(b"", lock) is None
    moved, _ = seal_card({"other": "card"}, "one two three four five six", SALT)
    assert open_card(moved.sealed, lock) is None


def test_sealed_bytes_look_like_noise_and_show_one_of_few_lengths() -> None:
    """Else the length would tell a no from a letter."""
    lengths = set()
    for size in (0, 1, 10, 400, 900):
        sealed, _ = seal_card({"said": "x" * size}, WORDS, SALT)
        assert b"xxx" not in sealed.sealed
        lengths.add(len(sealed.sealed))
    assert {1024 + 28} == lengths
    assert 2048 + 28 == len(seal_card({"said": "x" * 1100}, WORDS, SALT)[0].sealed)
    assert seal_card(FACE, WORDS, SALT)[0].sealed != seal_card(FACE, WORDS, SALT)[0].sealed


def test_a_card_that_is_too_long_is_refused_and_not_cut() -> None:
    """Else the end of a letter would be missing, and nobody would know."""
    whole = "x" * (LONGEST - 100)
    assert whole == open_card(seal_card(whole, WORDS, SALT)[0].sealed, lock_of(WORDS, SALT))
    with pytest.raises(CardTooLong) as caught:
        seal_card("secret" * LONGEST, WORDS, SALT)
    assert "secret" not in repr(caught.value)
    assert caught.value.__context__ is None


def test_only_its_secret_takes_it_back() -> None:
    """Else whoever can read a card could take it away, or nobody could."""
    sealed, secret = seal_card(FACE, WORDS, SALT)
    assert takes_back(secret, sealed.mark)
    for other in ("", WORDS, sealed.id, secret[:-1], "\ud83d"):
        assert not takes_back(other, sealed.mark)


def test_nothing_of_it_is_in_a_repr() -> None:
    """Else a log line could carry a card."""
    sealed, _ = seal_card(FACE, WORDS, SALT)
    assert "sealed=" not in repr(sealed)
    assert sealed.mark.hex() not in repr(sealed)


@pytest.mark.parametrize("found", [None, b"too short", bytes(1052)])
def test_the_work_is_the_same_whatever_is_there(found: bytes | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a stopwatch could tell a card that was taken back from one that never was."""
    tried: list[int] = []

    class Counting:
        def __init__(self, key: bytes) -> None:
            self._aes = AESGCM(key)

        def decrypt(self, nonce: bytes, sealed: bytes, name: bytes) -> Any:
            tried.append(len(sealed))
            return self._aes.decrypt(nonce, sealed, name)

    lock = lock_of(WORDS, SALT)
    monkeypatch.setattr(cards, "AESGCM", Counting)
    assert open_card(found, lock) is None
    assert 1 == len(tried)


def test_words_are_drawn_from_a_list_that_is_large_enough_to_keep_guessers_out() -> None:
    """Else somebody with time could type until a card opens. What docs/threat-model.md says is worked out here."""
    words = read_list(data_file("passphrase-words.txt"))
    assert len(set(words)) == len(words) >= 1465
    assert 6 == len(generate(words).split())
    bits = 6 * math.log2(len(words))
    assert bits > 63
    tries, seconds = READS_TOGETHER
    in_a_week = tries * 7 * 24 * 3600 / seconds
    chance = in_a_week * MOST_CARDS / len(words) ** 6
    assert 201_600 == in_a_week
    assert chance < 2.1e-11
    text = (data_file("").parent / "docs" / "threat-model.md").read_text("utf-8")
    for said in ("63 bits", "1,200 tries an hour", "1,000 cards", "2 in 10¹¹"):
        assert said in text, said
    assert json.dumps(FACE)  # half an emoji is a card too
