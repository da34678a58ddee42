from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhurried.errors import PassphraseWeak
from unhurried.space.words import LEAST_CHARACTERS, check_strength, generate, normalise, read_list

LIST = Path(__file__).parents[2] / "data" / "passphrase-words.txt"


def test_the_list_is_large_enough_and_clean() -> None:
    """A short or repeated list would make words that can be guessed; a hurtful one would be read on a bad night."""
    words = read_list(LIST)
    assert len(words) == len(set(words))
    assert len(words) >= 1296  # 6^4: 62 bits for six words
    assert all(word.isascii() and word.isalpha() and word.islower() for word in words)
    assert len(words) == len({word[:4] for word in words})
    hurtful = {"abandon", "abuse", "affair", "blame", "cheat", "divorce", "pain", "victim", "weapon", "secret"}
    assert set() == hurtful & set(words)


def test_drawn_words_come_from_the_list() -> None:
    """Words drawn from anywhere else could not be written down from the page."""
    words = ["river", "lamp", "blue"]
    drawn = generate(words, 200).split()
    assert 200 == len(drawn)
    assert set(words) == set(drawn)  # chance of missing one: 3 * (2/3)^200


@pytest.mark.parametrize(
    "typed",
    ["  Blue   RIVER lamp ", "blue\triver\nlamp", "BLUE RIVER LAMP", "blue\u00a0river\u2003lamp", "ｂlue river lamp"],
)
def test_what_a_phone_or_paper_adds_does_not_count(typed: str) -> None:
    """Somebody who wrote the words down would be locked out by a capital letter or a line break."""
    assert "blue river lamp" == normalise(typed)


def test_one_accent_in_two_spellings_is_one() -> None:
    """A person with an accent in their words would be locked out on another kind of keyboard."""
    assert normalise("caf\u00e9 in paris") == normalise("cafe\u0301 in paris")


@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing_more(typed: str) -> None:
    """If it did, words copied from our own page could fail to open."""
    assert normalise(typed) == normalise(normalise(typed))


def test_short_words_are_refused() -> None:
    """A space behind a few characters would be open to anybody who tries a list."""
    with pytest.raises(PassphraseWeak):
        check_strength("x" * (LEAST_CHARACTERS - 1) + "      ")
    check_strength("x" * LEAST_CHARACTERS)
