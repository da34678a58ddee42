"""How often something may be tried."""

from __future__ import annotations

from unhurried.server.tries import Tries


class Clock:
    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def test_each_and_all_together_have_an_end() -> None:
    """Else a guesser could go on for ever, under one name or under many."""
    clock = Clock()
    tries = Tries(each=(3, 600), together=(5, 3600), now=clock)
    assert [True, True, True, False] == [tries.may("one") for _ in range(4)]
    assert [True, True, False] == [tries.may(f"new {number}") for number in range(3)]
    clock.at = 601
    assert not tries.may("one"), "all together are still too many"
    clock.at = 3600
    assert tries.may("one")


def test_a_try_that_was_not_made_keeps_nobody_waiting_longer() -> None:
    """Else somebody who presses again and again in a bad hour would never be let in."""
    clock = Clock()
    tries = Tries(each=(1, 600), together=(10, 3600), now=clock)
    assert tries.may("one")
    for at in range(1, 600, 50):
        clock.at = at
        assert not tries.may("one")
    clock.at = 600
    assert tries.may("one")


def test_nobody_is_remembered_for_long() -> None:
    """Else a list would grow of who tried to read a card."""
    clock = Clock()
    tries = Tries(each=(2, 600), together=(10_000, 600), now=clock)
    for number in range(50):
        tries.may(f"visitor {number}")
    clock.at = 601
    tries.may("last")
    assert ["last"] == list(tries._of)
