"""Results that any worksheet may show: said back, never compared, never ranked, never with a direction."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhurried.exercises import RESULTS, Entry, Label, Result, Series
from unhurried.exercises.count import count
from unhurried.exercises.mean import mean
from unhurried.exercises.over_time import over_time

TODAY = date(2026, 11, 20)
GENERIC = ("mean", "over_time", "count", "phq_4")

numbers = st.none() | st.integers(0, 10)
scales = st.dictionaries(st.sampled_from("abcdef"), numbers, max_size=6)
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
pairs = st.none() | st.fixed_dictionaries({}, optional={"left": numbers, "right": numbers})
picks = st.lists(st.sampled_from(["sun", "rain", "fog"]), unique=True)
choices = st.none() | st.fixed_dictionaries({"picked": picks}, optional={"other": st.text(max_size=5)})
number_days = st.lists(st.builds(Entry, st.sampled_from("ab"), numbers, days), max_size=12)
pair_days = st.lists(st.builds(Entry, st.just("p"), pairs, days), max_size=8)
choice_days = st.lists(st.builds(Entry, st.sampled_from("xy"), choices, days), max_size=12)
OPEN = {"a": None, "b": None, "p": {"left": None, "right": None}}


# ---- mean


@given(scales)
def test_a_mean_is_of_what_was_answered(answers: dict[str, int | None]) -> None:
    """Else a question left open would count as nothing, and pull the number down."""
    given_ = [number for number in answers.values() if number is not None]
    result = mean(answers, (), TODAY)
    if not given_:
        assert Result("mean_open") == result
        return
    expected = {"count": len(given_), "open": len(answers) - len(given_)}
    assert ("mean", expected) == (result.say, {k: v for k, v in result.facts.items() if k != "mean"})
    shown = result.facts["mean"]
    assert re.fullmatch(r"\d+(\.[1-9])?", str(shown))
    assert abs(Fraction(str(shown)) - Fraction(sum(given_), len(given_))) <= Fraction(1, 20)
    assert min(given_) <= shown <= max(given_)


@pytest.mark.parametrize(
    ("given_", "expected"), [([0], 0), ([0, 1], 0.5), ([4, 4, 5, 4], 4.3), ([1, 2, 2], 1.7), ([10, 10], 10)]
)
def test_a_mean_is_rounded_as_people_do(given_: list[int], expected: float) -> None:
    """Else the number on the page would differ from the one that somebody works out on paper."""
    shown = mean(dict(enumerate(given_)), (), TODAY).facts["mean"]  # type: ignore[arg-type]
    assert str(expected) == str(shown)


@given(scales, number_days, days)
def test_a_mean_knows_no_other_day(answers: dict[str, Any], history: list[Entry], day: date) -> None:
    """Else today would be held against last week."""
    assert mean(answers, (), TODAY) == mean(answers, history, day)


# ---- over_time


@given(number_days, pair_days)
def test_every_answer_stands_once_oldest_first(of_scales: list[Entry], of_pairs: list[Entry]) -> None:
    """Else a day would be missing from the page on which somebody looks back."""
    result = over_time(OPEN, [*of_scales, *of_pairs], TODAY)
    head = ("over_time_day", Label("a"), Label("b"), Label("p", "left"), Label("p", "right"))
    if result.say == "empty":
        assert Result("empty") == result
    else:
        assert head == result.head
    dates = [row[0] for row in result.rows]
    assert sorted(dates) == dates  # type: ignore[type-var]
    for column, label in enumerate(head[1:], start=1):
        assert isinstance(label, Label)
        said = [
            (entry.on, number_in(entry, label)) for entry in [*of_scales, *of_pairs] if entry.question == label.question
        ]
        expected = Counter((on, str(number)) for on, number in said if number is not None)
        assert expected == Counter((row[0], row[column]) for row in result.rows if row[column] is not None)


def number_in(entry: Entry, label: Label) -> int | None:
    value = entry.value
    return value.get(label.part) if isinstance(value, dict) else value  # type: ignore[no-any-return]


@given(number_days, pair_days)
def test_the_drawing_has_the_numbers_of_the_table(of_scales: list[Entry], of_pairs: list[Entry]) -> None:
    """Else somebody who cannot see the drawing would read other numbers than somebody who can."""
    result = over_time(OPEN, [*of_scales, *of_pairs], TODAY)
    for column, series in enumerate(result.series, start=1):
        told = [(row[0], row[column]) for row in result.rows if row[column] is not None]
        assert told == [(on, str(number)) for on, number in series.points]
        assert result.head[column] == series.label


@given(pair_days)
def test_the_sides_of_a_pair_are_never_netted(history: list[Entry]) -> None:
    """Else wanting and fearing would be made into one number, and one of the two would be gone."""
    result = over_time({"p": OPEN["p"]}, history, TODAY)
    told = [(entry.on, *(text((entry.value or {}).get(side)) for side in ("left", "right"))) for entry in history]
    expected = Counter(row for row in told if row[1:] != (None, None))
    assert expected == Counter(result.rows)


def text(number: int | None) -> str | None:
    return None if number is None else str(number)


@given(number_days, days)
def test_nothing_but_the_count_is_made_of_other_days(history: list[Entry], day: date) -> None:
    """Else a rise, a fall or a target could be read out of the page, and used to press somebody."""
    result = over_time({"a": None, "b": 9}, history, day)
    assert result == over_time({"a": 3, "b": None}, history, TODAY)
    assert ({"count": len(result.rows)} if result.rows else {}) == result.facts
    assert result.say in {"over_time", "empty"}


def test_two_answers_of_one_day_are_two_rows() -> None:
    """Else a hard morning would vanish behind a lighter evening."""
    day, other = date(2026, 11, 3), date(2026, 11, 2)
    history = [Entry("a", 2, day), Entry("a", 7, day), Entry("a", None, day), Entry("b", 0, day), Entry("a", 5, other)]
    result = over_time({"a": 7, "b": 0}, history, TODAY)
    expected = ((other, "5", None), (day, "2", "0"), (day, "7", None))
    assert expected == result.rows
    points = ((other, 5), (day, 2), (day, 7))
    assert (Series(Label("a"), points), Series(Label("b"), ((day, 0),))) == result.series


# ---- count


@given(choice_days)
def test_an_option_counts_once_a_day(history: list[Entry]) -> None:
    """Else going back to change one word would make a feeling count twice."""
    result = count({"x": None, "y": None}, history, TODAY)
    last = {(entry.question, entry.on): (entry.value or {}).get("picked") or [] for entry in history}
    expected = Counter(Label(question, option) for (question, _), picked in last.items() for option in picked)
    assert {label: str(number) for label, number in expected.items()} == dict(result.rows)  # type: ignore[arg-type]
    assert ("count" if expected else "empty") == result.say


@given(st.lists(st.fixed_dictionaries({"id": st.text()}), max_size=5), choice_days)
def test_the_entries_of_a_list_are_counted_as_they_are_now(entries: list[Any], history: list[Entry]) -> None:
    """Else something that was taken off a list would still be held against somebody."""
    result = count({"list": entries, "x": None}, history, TODAY)
    counted = [row for row in result.rows if row[0] == Label("list")]
    assert ([(Label("list"), str(len(entries)))] if entries else []) == counted


def test_what_was_picked_first_stands_first() -> None:
    """Else the page would rank what somebody felt by how often."""
    history = [
        Entry("x", {"picked": "rain", "other": "and wind"}, date(2026, 11, 1)),
        Entry("x", {"picked": "sun", "other": ""}, date(2026, 11, 2)),
        Entry("x", {"picked": "sun", "other": ""}, date(2026, 11, 3)),
        Entry("x", {"picked": None, "other": "hail"}, date(2026, 11, 4)),
        Entry("x", None, date(2026, 11, 5)),
    ]
    result = count({"x": None}, history, TODAY)
    assert ((Label("x", "rain"), "1"), (Label("x", "sun"), "2")) == result.rows


# ---- all


@pytest.mark.parametrize("name", GENERIC)
def test_nothing_answered_is_no_fault(name: str) -> None:
    """Else a worksheet that somebody has just opened would show a crash in place of a sentence."""
    result = RESULTS[name](dict.fromkeys(("a", "b")), (), TODAY)
    assert Result("mean_open" if name == "mean" else "empty") == result


@given(number_days)
def test_no_number_of_anybody_is_in_a_repr(history: list[Entry]) -> None:
    """Else an error report could carry how somebody felt on each day."""
    results = [over_time({"a": None, "b": None}, history, TODAY), mean({"a": 7}, (), TODAY)]
    shown = re.sub(r"datetime\.date\([^)]*\)", "", repr([*results, *history]))
    assert not re.search(r"\d", shown)
