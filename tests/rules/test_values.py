"""What an answer may look like (docs/protocol.md, "Values by block kind")."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhurried.worksheet import Worksheet, in_words, load, validate_value
from unhurried.worksheet.model import TEXT_LIMIT

SECRET = "marzipan"


@pytest.fixture
def mood(small_course: Path) -> Worksheet:
    return load(small_course / "worksheets/en/mood.yaml")


@pytest.fixture
def steps(small_course: Path) -> Worksheet:
    return load(small_course / "worksheets/en/steps.yaml")


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
