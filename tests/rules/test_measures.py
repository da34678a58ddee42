"""PHQ-4: every number in its range, and none where an answer is missing."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhurried.exercises import Entry, Result
from unhurried.exercises.measures import Score, phq_4, score

TODAY = date(2026, 11, 20)
ITEMS = ("nervous", "worrying", "interest", "down")
IDS = ("not-at-all", "several-days", "more-than-half", "nearly-every-day")

points = st.tuples(*[st.integers(0, 3)] * 4)
nothing = st.sampled_from([None, {"picked": None, "other": ""}, {"picked": "dropped", "other": ""}, {}])


def answers(numbers: tuple[int, ...]) -> dict[str, Any]:
    return {name: {"picked": IDS[number], "other": ""} for name, number in zip(ITEMS, numbers, strict=True)}


#: Points of the four questions, with what is said: the lowest and highest number of each range, and a part below, at
#: and above the sign.
GOLDEN = [
    ((0, 0, 0, 0), "phq_4_lowest"),
    ((1, 0, 0, 0), "phq_4_lowest"),
    ((2, 0, 0, 0), "phq_4_lowest"),
    ((0, 1, 1, 0), "phq_4_lowest"),
    ((2, 0, 0, 1), "phq_4_second"),
    ((1, 0, 1, 1), "phq_4_second"),
    ((2, 1, 0, 0), "phq_4_second_sign"),
    ((0, 0, 0, 3), "phq_4_second_sign"),
    ((1, 1, 1, 1), "phq_4_second"),
    ((2, 2, 0, 0), "phq_4_second_sign"),
    ((0, 1, 0, 3), "phq_4_second_sign"),
    ((3, 2, 0, 0), "phq_4_second_sign"),
    ((1, 1, 1, 2), "phq_4_second_sign"),
    ((3, 3, 0, 0), "phq_4_third"),
    ((2, 1, 1, 2), "phq_4_third"),
    ((2, 2, 2, 1), "phq_4_third"),
    ((3, 1, 1, 3), "phq_4_third"),
    ((3, 3, 3, 0), "phq_4_highest"),
    ((3, 2, 2, 3), "phq_4_highest"),
    ((3, 3, 3, 3), "phq_4_highest"),
]


@pytest.mark.parametrize(("numbers", "said"), GOLDEN)
def test_each_number_is_in_its_range(numbers: tuple[int, ...], said: str) -> None:
    """Somebody who has hardly got up for two weeks would be told that there was little."""
    facts = {"total": sum(numbers), "worry": sum(numbers[:2]), "low_mood": sum(numbers[2:])}
    assert Result(said, facts) == phq_4(answers(numbers), (), TODAY)


def test_above_the_second_range_a_part_is_always_a_sign() -> None:
    """Words that say "worry or low mood was much" would be wrong for somebody."""
    for numbers in product(range(4), repeat=4):
        found = score(answers(numbers))
        assert found is not None
        assert found.has_sign == (max(sum(numbers[:2]), sum(numbers[2:])) >= 3)
        assert found.has_sign or found.total < 6


@given(points, st.sets(st.sampled_from(ITEMS), min_size=1), nothing, st.booleans())
def test_a_missing_answer_gives_no_number(
    numbers: tuple[int, ...], open_: set[str], value: dict[str, Any] | None, absent: bool
) -> None:
    """What was too hard to answer would count as nothing, and the number would look better than the days were."""
    given_ = {name: answer for name, answer in answers(numbers).items() if name not in open_}
    left = given_ if absent else {**given_, **dict.fromkeys(open_, value)}
    assert score(left) is None
    assert Result("empty") == phq_4(left, (), TODAY)


@given(points, st.permutations(ITEMS))
def test_the_order_in_which_they_are_answered_changes_nothing(numbers: tuple[int, ...], order: list[str]) -> None:
    """Worry would be counted as low mood for whoever began with the last question."""
    given_ = answers(numbers)
    assert phq_4(given_, (), TODAY) == phq_4({name: given_[name] for name in order}, (), TODAY)


@given(points, points, st.dates())
def test_it_knows_no_other_day(numbers: tuple[int, ...], earlier: tuple[int, ...], day: date) -> None:
    """Today would be held against last month, and a person told that they are getting worse."""
    history = [Entry(name, value, day) for name, value in answers(earlier).items()]
    assert phq_4(answers(numbers), (), TODAY) == phq_4(answers(numbers), history, day)


def test_no_number_is_in_a_repr() -> None:
    """An error report could carry how somebody was."""
    assert "Score()" == repr(Score(worry=5, low_mood=4))
    assert not {"5", "4", "9"} & {*repr(phq_4(answers((3, 2, 2, 2)), (), TODAY)).replace("phq_4", "")}
