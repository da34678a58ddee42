"""The ladder says back what is there. It never ranks, adds, averages or pushes."""

from __future__ import annotations

import random
import re
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from unhurried.exercises import RESULTS
from unhurried.exercises.ladder import HEAD, ladder, ladder_next, ladder_now, near, read_ladder, read_log
from unhurried.exercises.result import Result, Said
from unhurried.exercises.touch_log import touch_log

TODAY = date(2026, 11, 20)

texts = st.none() | st.text(max_size=12)
chips = st.none() | st.fixed_dictionaries(
    {"picked": st.lists(st.sampled_from(["clothed", "door"])), "other": st.text()}
)
numbers = st.none() | st.integers(0, 10)
rungs = st.lists(
    st.fixed_dictionaries(
        {"id": st.uuids().map(str)},
        optional={"from": st.none(), "name": texts, "comfort": numbers, "wish": numbers, "conditions": chips},
    ),
    max_size=8,
)
switches = st.none() | st.booleans()
answers = st.fixed_dictionaries(
    {}, optional={"rungs": st.none() | rungs, "paused": switches, "no_touch": switches, "room": numbers}
)


@given(answers)
def test_any_answers_give_a_result(given_answers: dict[str, Any]) -> None:
    """Else somebody who leaves one thing open would lose what the page says back."""
    result = ladder(given_answers, (), TODAY)
    assert result.say in {"paused", "no_touch", "empty", "rungs"}
    assert all(len(row) == len(HEAD) == len(result.head) for row in result.rows)


@given(answers, st.sampled_from(["paused", "no_touch"]))
def test_a_pause_or_no_touch_stands_alone(given_answers: dict[str, Any], switch: str) -> None:
    """Else a rung or a number beside "no touch" would ask for a reason, and it is a complete answer."""
    result = ladder({**given_answers, switch: True}, (), TODAY)
    assert result.say in {"paused", "no_touch"}
    assert Result(result.say) == result


@given(rungs)
def test_rows_keep_the_persons_own_order(own: list[dict[str, Any]]) -> None:
    """Else the page would rank what a person put in an order of their own."""
    result = ladder({"rungs": own}, (), TODAY)
    assert [Said("rungs", "name", rung.get("name")) for rung in own] == [row[0] for row in result.rows]


@given(rungs, st.integers())
def test_another_order_only_moves_the_rows(own: list[dict[str, Any]], seed: int) -> None:
    """Else where a rung stands would change what is said about it."""
    moved = random.Random(seed).sample(own, len(own))
    before, after = ladder({"rungs": own}, (), TODAY), ladder({"rungs": moved}, (), TODAY)
    assert sorted(before.rows, key=_plain) == sorted(after.rows, key=_plain)
    assert (before.say, before.facts) == (after.say, after.facts)


def _plain(row: Any) -> str:
    return repr([said.value for said in row])


@given(answers, st.dates())
def test_the_day_changes_nothing(given_answers: dict[str, Any], day: date) -> None:
    """Else a ladder would be measured against time, and time is a pressure."""
    assert ladder(given_answers, (), TODAY) == ladder(given_answers, (), day)


@given(rungs)
def test_the_only_numbers_are_the_persons_own_and_two_counts(own: list[dict[str, Any]]) -> None:
    """Else a sum, a mean or a difference of comfort and wish could be used as an argument."""
    result = ladder({"rungs": own}, (), TODAY)
    assert set(result.facts) <= {"count", "open"}
    for rung, row in zip(own, result.rows, strict=True):
        assert [Said("rungs", name, rung.get(name)) for name in ("comfort", "wish")] == list(row[1:3])


def test_zero_is_an_answer_and_open_is_not_zero() -> None:
    """Else "not at all comfortable" would read as "did not say", or the other way round."""
    result = ladder({"rungs": [{"name": "Tea", "comfort": 0, "wish": None, "conditions": None}]}, (), TODAY)
    values = (("name", "Tea"), ("comfort", 0), ("wish", None), ("conditions", None))
    expected = Result("rungs", {"count": 1, "open": 1}, HEAD, (tuple(Said("rungs", *value) for value in values),))
    assert expected == result


def test_a_result_shows_no_words_in_its_repr() -> None:
    """Else an error report could carry what somebody wrote about touch."""
    rungs = {"rungs": [{"id": "a", "name": "Marzipan", "comfort": 7, "wish": 7, "open": {"picked": ["opened"]}}]}
    log = {"log": [{"id": "b", "rung": "Marzipan", "on": "2026-11-20", "felt": 7, "body": {"picked": ["calm"]}}]}
    for rule in (ladder, ladder_now, ladder_next, near, touch_log):
        assert not re.search("Marzipan|7|calm", repr(rule({**rungs, **log}, (), TODAY)))
    assert not re.search("Marzipan|7|calm", repr((read_ladder(rungs), read_log(log))))


def test_the_ladder_is_in_the_table_of_results() -> None:
    """Else the page would show nothing where the ladder should be said back."""
    assert ladder is RESULTS["ladder"]


def test_the_other_form_says_no_number_back() -> None:
    """Else the partner who broke trust would have numbers to hold beside the other one's."""
    own = {"rungs": [{"id": "a", "name": "Tea", "comfort": 3, "wish": 9, "conditions": None}]}
    found = near(own, (), TODAY)
    assert (Said("rungs", "name", "Tea"), Said("rungs", "conditions", None)) == found.rows[0]
    assert {"count": 1} == found.facts
    assert Result("paused") == near({**own, "paused": True}, (), TODAY)


def test_the_log_is_said_oldest_first_and_drawn_by_rung() -> None:
    """Else a table would mix up the days, or lay one kind of touch over another."""

    def time(identity: str, rung: str | None, on: str | None, felt: int | None) -> dict[str, Any]:
        return {"id": identity, "from": rung, "rung": f"name of {rung}", "on": on, "felt": felt}

    log = [time("a", "hug", "2026-03-02", 4), time("b", "tea", None, 9), time("c", "hug", "2026-02-01", 0)]
    found = touch_log({"log": log}, (), TODAY)
    assert [date(2026, 2, 1), date(2026, 3, 2), None] == [row[0] for row in found.rows]
    assert [("name of hug", ((date(2026, 2, 1), 0), (date(2026, 3, 2), 4)))] == [
        (one.name, one.points) for one in found.series
    ]
    assert Result("no_times") == touch_log({}, (), TODAY)
