import pytest

from unhurried.errors import SpaceDamaged, SpaceNewer
from unhurried.space import envelope
from unhurried.space.envelope import HEADER_SIZE, Lock, lock_for, new_contents, seal, unseal

LOCK = Lock("0" * 32, bytes(32))


def test_a_header_opens_again() -> None:
    """Without this nothing written could ever be read."""
    contents = new_contents()
    assert contents == unseal(seal(contents, LOCK), LOCK)


def test_a_header_is_of_one_size_and_never_twice_the_same() -> None:
    """Headers that differ in size or repeat could be told from noise, and so counted."""
    contents = new_contents()
    sealed = {seal(contents, LOCK) for _ in range(20)}
    assert 20 == len(sealed)
    assert {HEADER_SIZE} == {len(header) for header in sealed}


@pytest.mark.parametrize("length", [0, 5, 100, HEADER_SIZE - 1])
def test_a_header_cut_short_is_damage(length: int) -> None:
    """A person would be told that their words are wrong, when it is the file."""
    with pytest.raises(SpaceDamaged):
        unseal(seal(new_contents(), LOCK)[:length], LOCK)


def test_every_changed_byte_is_noticed() -> None:
    """A changed header must never lead to another key or another file."""
    header = seal(new_contents(), LOCK)
    for place in range(HEADER_SIZE):
        changed = bytearray(header)
        changed[place] ^= 1
        with pytest.raises(SpaceDamaged):
            unseal(bytes(changed), LOCK)


def test_a_header_does_not_open_under_another_name() -> None:
    """Files swapped by hand must not open as somebody else's space."""
    with pytest.raises(SpaceDamaged):
        unseal(seal(new_contents(), LOCK), Lock("1" * 32, LOCK.key))


def test_a_later_format_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """An old program would otherwise call a good space damaged."""
    with monkeypatch.context() as later:
        later.setattr(envelope, "_FORMAT", 2)
        header = seal(new_contents(), LOCK)
    with pytest.raises(SpaceNewer):
        unseal(header, LOCK)


def test_guessing_costs_what_we_say(argon2_costs: tuple[int, int, int]) -> None:
    """With less, a stolen folder could be opened by trying lists of words."""
    assert (64 * 1024, 3, 4) == argon2_costs


def test_salt_and_words_both_count() -> None:
    """The same words in two folders must not lead to one name: it could be looked up from machine to machine."""
    one, two = lock_for("blue river lamp", bytes(16)), lock_for("blue river lamp", bytes(15) + b"1")
    assert one.name != two.name
    assert one.key != two.key
    assert one == lock_for(" Blue river  lamp", bytes(16))


def test_half_an_emoji_in_the_words_raises_nothing() -> None:
    """The usual error about it carries the whole passphrase."""
    lock_for("blue river lamp \ud83d", bytes(16))
