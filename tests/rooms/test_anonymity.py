"""What a room may show: the three promises of `rooms/anonymity.py`, each proved and not only tried."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unhurried.rooms.anonymity import AWAY, FEWEST, STEP, chances, draw, result, slack

#: One person's evening: what they answered to each prompt; None for a pass, and for whoever was not there.
Evening = tuple[int | None, ...]


def shown(people: list[Evening], prompts: list[tuple[int, bool]], dice: list[dict[str, int]]) -> list[Any]:
    """All that an evening shows: for each prompt (how many options, sensitive) what its result is."""
    evening = []
    for number, (count, sensitive) in enumerate(prompts):
        options = [str(option) for option in range(count)]
        counts = Counter(str(person[number]) for person in people if person[number] is not None)
        evening.append([one.at_least for one in result(counts, options, sensitive, dice[number])])
    return evening


@st.composite
def evenings(draws: Any) -> Any:
    """A random room with its dice, and the answers of one more person, before and after."""
    prompts = draws(st.lists(st.tuples(st.integers(2, 7), st.booleans()), min_size=1, max_size=6))
    one = st.tuples(*(st.none() | st.integers(0, count - 1) for count, _ in prompts))
    away = st.integers(0, 2 * AWAY)
    dice = [{str(option): draws(away) for option in range(count)} for count, _ in prompts]
    # Rooms of people who much agree are as likely as rooms of people who do not: there the edges are.
    crowd = [draws(one) for _ in range(draws(st.integers(0, 3)))]
    people = [*draws(st.lists(one, max_size=8)), *(kind for kind in crowd for _ in range(draws(st.integers(0, 40))))]
    return prompts, dice, people, draws(one), draws(one)


@settings(max_examples=500, deadline=None)
@given(evenings())
def test_one_person_never_turns_one_number_into_another(evening: Any) -> None:
    """Somebody who watches the screens while one person comes, goes, or changes their mind would learn their answer.

    Over all prompts of an evening, whatever that person answers in each of them or leaves out.
    """
    prompts, dice, people, before, after = evening
    first, second = shown([*people, before], prompts, dice), shown([*people, after], prompts, dice)
    without = shown(people, prompts, dice)
    for one, other in ((first, second), (first, without), (without, second)):
        for places in zip(one, other, strict=True):
            assert all(a == b or None in (a, b) for a, b in zip(*places, strict=True))


@settings(max_examples=500, deadline=None)
@given(evenings())
def test_what_is_shown_is_true_and_never_of_few(evening: Any) -> None:
    """A number could point at three people in a room, or say that all who were asked said the same painful thing."""
    prompts, dice, people, before, _ = evening
    people = [*people, before]
    for number, places in enumerate(shown(people, prompts, dice)):
        counts = Counter(person[number] for person in people if person[number] is not None)
        numbers = [(option, at_least) for option, at_least in enumerate(places) if at_least is not None]
        for option, at_least in numbers:
            assert at_least >= FEWEST == 5 and at_least % STEP == 0 and counts[option] >= at_least
        if prompts[number][1]:
            assert len(numbers) != 1 and (not numbers or len(counts) > 1)
        if counts.total() < 5:
            assert not numbers


def distribution(counts: Mapping[str, int], options: list[str], sensitive: bool) -> dict[tuple[Any, ...], Fraction]:
    """How likely each thing is that this room can show. Exact: every throw of the dice is gone through."""
    found: dict[tuple[Any, ...], Fraction] = defaultdict(Fraction)
    odds = chances()
    for thrown in product(odds, repeat=len(options)):
        chance = Fraction(1)
        for away in thrown:
            chance *= odds[away]
        places = result(counts, options, sensitive, dict(zip(options, thrown, strict=True)))
        found[tuple(one.at_least for one in places)] += chance
    return found


def beyond(one: Mapping[Any, Fraction], other: Mapping[Any, Fraction], times: int) -> Fraction:
    """How much of `one` is more than `times` as likely as in `other`, over every set of things that could be seen."""
    return sum((max(Fraction(0), chance - times * other.get(seen, 0)) for seen, chance in one.items()), Fraction(0))


def rooms() -> Iterator[tuple[dict[str, int], list[str]]]:
    """Counts around every edge, for two and three options."""
    for count in range(24):
        yield {"a": count, "b": 9}, ["a", "b"]
        yield {"a": count, "b": 0}, ["a", "b"]
    for count in range(3, 16, 2):
        yield {"a": count, "b": 8, "c": 4}, ["a", "b", "c"]


@pytest.mark.parametrize("sensitive", [False, True])
def test_whoever_knows_everybody_else_learns_little(sensitive: bool) -> None:
    """Everybody else in a room could put together what they answered, and read off what the last one did.

    What is *not* shown counts as seen here. So the promise holds for whatever is made of it, and against any number of
    people who tell each other everything, a leader among them.
    """
    worst_of_coming = worst_of_changing = Fraction(0)
    for counts, options in rooms():
        there = distribution({**counts, "a": counts["a"] + 1}, options, sensitive)
        gone = distribution(counts, options, sensitive)
        otherwise = distribution({**counts, "b": counts["b"] + 1}, options, sensitive)
        worst_of_coming = max(worst_of_coming, beyond(there, gone, 2), beyond(gone, there, 2))
        worst_of_changing = max(worst_of_changing, beyond(there, otherwise, 4), beyond(otherwise, there, 4))
    assert Fraction(1, 46) == slack()
    assert worst_of_coming <= slack()
    assert worst_of_changing <= 2 * slack()


def test_a_rule_without_dice_would_tell() -> None:
    """Leaving the dice out "because they make the numbers less exact" would make every edge a way to read an answer."""
    nothing_away = {"a": 0, "b": 0}
    with_one = result({"a": 9, "b": 9}, ["a", "b"], False, nothing_away)
    without = result({"a": 8, "b": 9}, ["a", "b"], False, nothing_away)
    assert with_one != without


def test_every_number_of_people_can_be_taken_away() -> None:
    """Dice that always fall the same way protect nobody."""
    seen = {draw(["a"])["a"] for _ in range(4000)}
    assert set(chances()) == seen
    assert 1 == sum(chances().values())


def test_the_table_for_leaders_is_right() -> None:
    """A leader would promise a group that it will see something, and it would see nothing."""
    text = (Path(__file__).parents[2] / "docs" / "rooms.md").read_text("utf-8")
    people = re.findall(r"(\d+)", text.split("| people who chose it |")[1].split("\n")[0])
    percent = re.findall(r"(\d+) %", text.split("| it is shown |")[1].split("\n")[0])
    said = dict(zip(map(int, people), map(int, percent), strict=True))
    assert {4, 5, 10, 30} <= set(said)
    for count, chance in said.items():
        shown_at_all = 1 - distribution({"a": count}, ["a"], False).get((None,), 0)
        assert chance == round(100 * shown_at_all)
