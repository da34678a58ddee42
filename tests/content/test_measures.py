"""Measures that others made stand in the course word for word, with their credit line, and are counted as they say."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml

from unhurried.course import BUILT_IN, find_course
from unhurried.exercise_page.results import results
from unhurried.exercise_page.sheet import make_text
from unhurried.exercises import measures
from unhurried.worksheet import Choice, Note

COURSE = find_course(BUILT_IN)
[PHQ_4] = yaml.safe_load((BUILT_IN / "data/measures.yaml").read_text("utf-8"))["measures"]
SHEET = COURSE.worksheet(PHQ_4["id"])
QUESTIONS = [block for block in SHEET.blocks if isinstance(block, Choice)]


def notes() -> str:
    return " ".join(" ".join(block.text.split()) for block in SHEET.blocks if isinstance(block, Note))


def shown(answers: dict[str, Any]) -> str:
    """What the page says to answers by question id."""
    given = {name: {"picked": picked, "other": ""} for name, picked in answers.items()}
    found = results(SHEET, COURSE.words()["exercise"], given, lambda _: [], date(2026, 11, 20))
    return str(found["number"]["sentence"])


def test_its_words_are_those_of_its_makers() -> None:
    """A doctor would be brought a number of a questionnaire that nobody knows."""
    assert [(item["id"], item["text"]) for item in PHQ_4["items"]] == [(one.id, one.question) for one in QUESTIONS]
    answers = [(one["id"], one["label"]) for one in PHQ_4["answers"]]
    for question in QUESTIONS:
        assert answers == [(option.id, option.label) for option in question.options]
        assert not question.other, "own words cannot be counted, and would be lost"
    assert PHQ_4["ask"] in notes()


def test_it_says_whose_it_is() -> None:
    """We would print the work of others as ours, and could be made to take it away."""
    assert PHQ_4["credit"] in notes()
    assert [PHQ_4["source"]] == SHEET.sources


def test_it_is_counted_as_its_makers_say() -> None:
    """The number on the page would not be the one that a doctor counts."""
    assert {one["id"]: one["points"] for one in PHQ_4["answers"]} == measures.POINTS
    parts = {part: [one["id"] for one in PHQ_4["items"] if one["part"] == part] for part in ("worry", "low_mood")}
    assert {"worry": [*measures.WORRY], "low_mood": [*measures.LOW_MOOD]} == parts
    assert PHQ_4["part_sign"] == measures.PART_SIGN
    assert [low for low, _ in PHQ_4["ranges"]] == sorted(low for low, _ in measures.RANGES)


def test_it_is_never_shared() -> None:
    """Somebody's number could be asked for, and used against them."""
    assert ("never", "never") == (SHEET.share, SHEET.groups)
    assert {"never"} == {SHEET.may_share(block) for block in [*QUESTIONS, *SHEET.shows]}


#: Points of the four questions in order, with the range that the page names.
AT_THE_ENDS = [
    ((0, 0, 0, 0), "from 0 to 2"),
    ((1, 0, 0, 1), "from 0 to 2"),
    ((1, 1, 1, 0), "from 3 to 5"),
    ((2, 1, 1, 1), "from 3 to 5"),
    ((2, 1, 2, 1), "from 6 to 8"),
    ((2, 2, 2, 2), "from 6 to 8"),
    ((3, 2, 2, 2), "from 9 to 12"),
    ((3, 3, 3, 3), "from 9 to 12"),
]


@pytest.mark.parametrize(("points", "ends"), AT_THE_ENDS)
def test_the_page_says_the_number_its_range_and_that_it_is_no_diagnosis(points: tuple[int, ...], ends: str) -> None:
    """Somebody would be left alone with a bare number at night, or take it for an illness."""
    ids = [option.id for option in QUESTIONS[0].options]
    said = shown({one.id: ids[number] for one, number in zip(QUESTIONS, points, strict=True)})
    first, second = sum(points[:2]), sum(points[2:])
    assert f"{sum(points)} out of 12: worry {first} out of 6, low mood {second} out of 6." in said
    assert ends in said
    assert "no diagnosis" in said
    assert "doctor" in said


def test_one_question_left_open_gives_no_number() -> None:
    """Somebody would be told that they are better off than they are."""
    given = {one.id: "nearly-every-day" for one in QUESTIONS[1:]}
    assert SHEET.shows[0].empty == shown(given)
    assert SHEET.shows[0].empty == shown({**given, QUESTIONS[0].id: None})


def test_the_number_is_in_the_copy_for_a_doctor() -> None:
    """Somebody would come to the doctor with the answers alone, and have to count in front of them."""
    told = " ".join(make_text(COURSE, SHEET.id, SHEET.example or {}, date(2026, 11, 20), everything=True).split())
    assert "7 out of 12: worry 5 out of 6, low mood 2 out of 6." in told
