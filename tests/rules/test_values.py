"""What an answer may look like (docs/protocol.md, "Values by block kind")."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unhurried.worksheet import Worksheet, in_words, load, validate_value
from unhurried.worksheet.values import TEXT_LIMIT, unknown_ids

SECRET = "marzipan"
EXAMPLES = Path(__file__).parents[1] / "examples"


@pytest.fixture
def mood(small_course: Path) -> Worksheet:
    return load(small_course / "worksheets/en/mood.yaml")


@pytest.fixture
def steps(small_course: Path) -> Worksheet:
    return load(small_course / "worksheets/en/steps.yaml")


@pytest.fixture
def everything() -> Worksheet:
    """One question of every kind."""
    return load(EXAMPLES / "everything.yaml")


RIGHT: list[tuple[str, Any]] = [
    ("now", None),
    ("now", 0),
    ("now", 10),
    ("words", ""),
    ("words", "x" * TEXT_LIMIT),
    ("things", []),
    ("things", [{"id": "a", "from": None}]),
    ("things", [{"id": "a", "from": "tea", "name": "Tea", "good": 0, "why": {"picked": [], "other": ""}}]),
    ("things", [{"id": "a"}, {"id": "b", "why": {"picked": ["warm", "quiet"], "other": "own words"}}]),
    ("things", [{"id": "a", "why": {"picked": ["dropped-by-a-later-edition"], "other": ""}}]),
]
WRONG: list[tuple[str, Any]] = [
    ("now", 11),
    ("now", -1),
    ("now", 5.0),
    ("now", True),
    ("now", SECRET),
    ("words", 5),
    ("words", [SECRET]),
    ("words", "x" * (TEXT_LIMIT + 1)),
    ("things", SECRET),
    ("things", {"id": SECRET}),
    ("things", [SECRET]),
    ("things", [{"name": SECRET}]),
    ("things", [{"id": ""}]),
    ("things", [{"id": "a"}, {"id": "a"}]),
    ("things", [{"id": "a"}, {"id": "b"}, {"id": "c"}, {"id": "d"}]),
    ("things", [{"id": "a", "name": 5}]),
    ("things", [{"id": "a", "good": 11}]),
    ("things", [{"id": "a", "secret": SECRET}]),
    ("things", [{"id": "a", "from": 5}]),
    ("things", [{"id": "a", "why": {"picked": SECRET}}]),
    ("things", [{"id": "a", "why": {"picked": ["warm", "warm"]}}]),
    ("things", [{"id": "a", "why": {"picked": [SECRET.upper()]}}]),
    ("things", [{"id": "a", "why": {"picked": [], "other": 5}}]),
]


@pytest.mark.parametrize(("question", "value"), RIGHT)
def test_right_values_are_taken(mood: Worksheet, question: str, value: Any) -> None:
    """Else words that a person typed would not be kept."""
    validate_value(mood.questions[question], value)


@pytest.mark.parametrize(("question", "value"), WRONG)
def test_wrong_values_are_refused_without_repeating_them(mood: Worksheet, question: str, value: Any) -> None:
    """Else a damaged message would overwrite an answer, or an error would carry one to a log."""
    with pytest.raises(ValueError, match=r"^this is not a value for this question$") as caught:
        validate_value(mood.questions[question], value)
    assert SECRET not in repr(caught.value.args)


@pytest.mark.parametrize("switch", ["no_touch", "paused"])
def test_switches_are_true_false_or_open(steps: Worksheet, switch: str) -> None:
    """Else "no touch for now" could not be kept."""
    for value in (True, False, None):
        validate_value(steps.questions[switch], value)
    with pytest.raises(ValueError, match="not a value"):
        validate_value(steps.questions[switch], "yes")


EVERY_RIGHT: list[tuple[str, Any]] = [
    ("visit", {"left": 0, "right": 10}),
    ("visit", {"left": None, "right": 3}),
    ("visit", {}),
    ("seat", {"picked": "window", "other": ""}),
    ("seat", {"picked": None, "other": "on the stairs"}),
    ("seat", {"picked": "dropped-by-a-later-edition", "other": ""}),
    ("evening", {"picked": ["soup", "music"], "other": ""}),
    ("name", "The day with the late bus"),
    ("chores", {}),
    ("chores", {"dishes": "today"}),
    ("chores", {"dropped": "today", "letters": "also-dropped"}),
    ("again", "2028-02-29"),
    ("things", [{"id": "a", "day": "2026-11-30"}]),
]
EVERY_WRONG: list[tuple[str, Any]] = [
    ("visit", 7),
    ("visit", {"left": 11}),
    ("visit", {"left": True}),
    ("visit", {"middle": 5}),
    ("visit", {"left": 5, "right": SECRET}),
    ("seat", "window"),
    ("seat", {"picked": ["window"]}),
    ("seat", {"picked": SECRET.upper()}),
    ("seat", {"picked": "window", "other": 5}),
    ("seat", {"picked": "window", "why": SECRET}),
    ("evening", {"picked": ["soup", "music", "walk"]}),
    ("evening", {"picked": [], "other": SECRET}),
    ("name", ["a"]),
    ("chores", ["dishes"]),
    ("chores", {"dishes": ["today"]}),
    ("chores", {"dishes": SECRET.upper()}),
    ("chores", {SECRET.upper(): "today"}),
    ("again", "2026-02-31"),
    ("again", "20261130"),
    ("again", "2026-W48-1"),
    ("again", "30.11.2026"),
    ("again", 20261130),
    ("things", [{"id": "a", "day": SECRET}]),
]


@pytest.mark.parametrize(("question", "value"), EVERY_RIGHT)
def test_right_values_of_every_kind_are_taken(everything: Worksheet, question: str, value: Any) -> None:
    """Else what a person chose, sorted or dated would not be kept."""
    validate_value(everything.questions[question], value)
    validate_value(everything.questions[question], None)
    in_words(everything.questions[question], value)


@pytest.mark.parametrize(("question", "value"), EVERY_WRONG)
def test_wrong_values_of_every_kind_are_refused(everything: Worksheet, question: str, value: Any) -> None:
    """Else a damaged message would overwrite an answer, or a side of a pair could stand for both."""
    with pytest.raises(ValueError, match=r"^this is not a value for this question$") as caught:
        validate_value(everything.questions[question], value)
    assert SECRET not in repr(caught.value.args)


def test_every_kind_has_words(everything: Worksheet) -> None:
    """Else a print would show ids that only a program can read."""
    questions = everything.questions
    seat = {"picked": "window", "other": " with a blanket "}
    assert "By the window, with a blanket" == in_words(questions["seat"], seat)
    assert in_words(questions["seat"], {"picked": None, "other": ""}) is None
    sorted_words = {"The dishes": "Later", "The letters on the shelf": "Today", "gone": "dropped"}
    given = {"gone": "dropped", "letters": "today", "dishes": "later"}
    assert list(sorted_words.items()) == list(in_words(questions["chores"], given).items())
    assert {"left": 7, "right": None} == in_words(questions["visit"], {"left": 7, "right": None})
    assert "2026-11-30" == in_words(questions["again"], "2026-11-30")


@given(question=st.sampled_from(["visit", "seat", "evening", "chores", "again", "things"]), data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_json_for_any_kind_is_either_taken_or_refused(everything: Worksheet, question: str, data: Any) -> None:
    """Else one strange message would stop the page process."""
    block = everything.questions[question]
    value = data.draw(json_of("left", "right", "picked", "other", "dishes", "day", "id"))
    try:
        validate_value(block, value)
    except ValueError as error:
        assert "this is not a value for this question" == str(error)
    else:
        in_words(block, value)
        list(unknown_ids(block, value))


def json_of(*keys: str) -> st.SearchStrategy[Any]:
    leaves = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["today", "2026-11-30"])
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(keys), inner, max_size=3),
        max_leaves=8,
    )


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "from", "name", "why", "picked"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(value=json_values)
def test_any_json_is_either_taken_or_refused(value: Any) -> None:
    """Else a strange message would stop the page process, and with it everything typed since."""
    from unhurried.worksheet import Choices, List, Option, Short

    why = Choices(id="why", question="Why", options=[Option(id="warm", label="warm")])
    block = List.model_construct(
        id="things",
        fields=[Short(id="name", question="What"), why],
        at_most=3,
        question="Things",
        item="thing",
    )
    try:
        validate_value(block, value)
    except ValueError as error:
        assert str(error) == "this is not a value for this question"
    else:
        in_words(block, value)


def test_chips_are_put_into_words_in_the_authors_order(mood: Worksheet) -> None:
    """Else a print would show "warm" where the person chose the words "it was warm"."""
    things = mood.questions["things"]
    value = [
        {"id": "a", "good": 0, "why": {"picked": ["quiet", "gone", "warm"], "other": " sun "}},
        {"id": "b"},
    ]
    expected = [{"id": "a", "good": 0, "why": "it was warm, it was quiet, gone, sun"}, {"id": "b"}]
    assert expected == in_words(things, value)
    assert in_words(things, [{"id": "a", "why": {"picked": [], "other": ""}}])[0]["why"] is None
