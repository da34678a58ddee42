"""What "Where am I today?" says back: three small things, each of which is there, and none of which is pressed."""

from __future__ import annotations

import re
from datetime import date

import pytest

from unhurried.course import BUILT_IN, Course, exercise_ids
from unhurried.exercise_page.results import results
from unhurried.exercises.today import SAID
from unhurried.worksheet import Choice, Note

COURSE = Course(BUILT_IN)
SHEET = COURSE.worksheet("where-am-i-today")
BODY_CHAPTER = "01-what-happened-to-my-body"
IN_THE_BAR = {"Steady me", "Get help"}


def said(room: str | None, body: str | None) -> str:
    answers = {"room": {"picked": room, "other": ""}, "body": {"picked": body, "other": ""}}
    shown = results(SHEET, COURSE.words()["exercise"], answers, lambda question: (), date(2026, 11, 20))
    return str(shown["small-things"]["sentence"])


def options(question: str) -> list[str]:
    asked = SHEET.questions[question]
    assert isinstance(asked, Choice)
    return [option.id for option in asked.options]


def test_every_body_gets_words_of_its_own() -> None:
    """Somebody would say how they are, and the page would say nothing, or the wrong thing."""
    expected = {body: SHEET.says[SAID[body]] for body in options("body")}
    assert expected == {body: said("some", body) for body in options("body")}
    assert len(set(expected.values())) == len(expected) == 6
    assert {*SAID} == {*options("body"), "none"}
    assert SHEET.says["today_no_room"] == said("none", None)
    assert "Once you have said" in said("few-minutes", None)


def test_what_is_happening_now_leads_to_help_and_to_no_steadying() -> None:
    """Somebody whose alarm is right would be soothed, and stay where they are not safe."""
    words = said("none", "now")
    assert '"Get help"' in words
    assert "Steady me" not in words
    assert "Ways to come back" not in words


@pytest.mark.parametrize("key", SAID.values())
def test_what_is_named_is_where_the_page_says(key: str) -> None:
    """Somebody on a bad day would look for a page that has another name, or is somewhere else."""
    (chapter,) = (one for one in COURSE.chapters() if one.notebook == BODY_CHAPTER)
    notes = [block.text for block in SHEET.blocks if isinstance(block, Note)]
    assert any(f"[{chapter.title}]({chapter.page})" in note for note in notes)
    titles = {COURSE.worksheet(one).title for one in exercise_ids(COURSE.notebook(BODY_CHAPTER)) or ()}
    assert set(re.findall(r'"([^"]+)"', SHEET.says[key])) <= titles | IN_THE_BAR


@pytest.mark.parametrize("key", SAID.values())
def test_three_small_things_are_named_and_none_is_pressed(key: str) -> None:
    """Somebody who can do nothing today would read that they should."""
    words = SHEET.says[key]
    assert re.search(r"[^.;,]+[;,][^.]+[;,] or [^.]+", words)
    assert re.search(r"leave all three|so will none|or none\b|None of them asks", words)
    assert not re.search(r"\b(?:should|must|need to|try to|have to (?!know|sleep|be used)|just|step|better)\b", words)
