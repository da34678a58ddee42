"""Scripts on their way through a page: kept, said back, and looked at only when the page asks."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhurried.course import BUILT_IN, Course
from unhurried.course.definition import definition
from unhurried.exercise_page.exercise import Exercise
from unhurried.exercise_page.scripting import Scripting, scripting
from unhurried.exercise_page.sheet import make_sheet
from unhurried.exercises.script import SLOTS, script_text

COURSE = Course(BUILT_IN)
SHEET = COURSE.worksheet("script-builder")
AT = "2026-11-20T20:15:00+01:00"


class Heard:
    """What an exercise says to its page."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.said: list[dict[str, Any]] = []
        self.exercise = Exercise(SHEET, definition(COURSE, SHEET), scripting(COURSE, SHEET))
        monkeypatch.setattr(self.exercise.widget, "send", self.said.append)
        self.seq = 0

    def put(self, *scripts: dict[str, Any]) -> None:
        self.seq += 1
        put = {"do": "put", "question": "scripts", "value": list(scripts), "base": 0, "seq": self.seq, "at": AT}
        self.exercise.receive(put)

    def look(self, identity: Any) -> list[dict[str, Any]]:
        before = len(self.said)
        self.exercise.receive({"do": "look", "script": identity})
        return self.said[before:]

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [one for one in self.said if one["say"] == kind]


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Heard:
    return Heard(monkeypatch)


SORRY = {
    "id": "a",
    "from": "say-sorry",
    "name": "Say sorry",
    "did": "  I lied to you",
    "answer": "I am sorry if you felt 😀 hurt",
}


def test_what_is_written_is_said_back_at_once(page: Heard) -> None:
    """Else somebody would write piece by piece and never see what it says."""
    page.put({"id": "a", "from": "not-yet", "name": "Say no", "no": "not tonight", "form": {"picked": ["shorter"]}})
    rows = page.of("results")[-1]["results"]["my-scripts"]["rows"]
    assert [{"cells": ["Say no", "Not tonight."]}] == rows


def test_nothing_is_looked_at_until_the_page_asks(page: Heard) -> None:
    """Else somebody who was hurt would be corrected while they find their words."""
    page.put(SORRY)
    page.exercise.receive({"do": "hello"})
    assert [] == page.of("looked")


def test_a_finding_names_its_words_and_where_they_were_written(page: Heard) -> None:
    """Else the wrong words would be marked, or changed."""
    page.put(SORRY)
    (looked,) = page.look("a")
    assert "looked" == looked["say"]
    assert "I lied to you. I am sorry if you felt 😀 hurt." == looked["text"]
    assert "conditional_apology" in [one["kind"] for one in looked["findings"]]
    units = looked["text"].encode("utf-16-le")
    for one in looked["findings"]:
        marked = units[2 * one["start"] : 2 * one["end"]].decode("utf-16-le")
        written = str(SORRY[one["slot"]]).encode("utf-16-le")
        assert written[2 * one["at"] :].decode("utf-16-le").startswith(marked)
        assert one["why"]
        assert 2 == len(one["instead"])


@pytest.mark.parametrize("asked", ["gone", None, 7, ["a"]])
def test_a_script_that_is_not_there_is_not_looked_at(page: Heard, asked: Any) -> None:
    """Else a page with an old script would end its visit."""
    page.put(SORRY)
    assert [] == page.look(asked)


def test_without_rules_in_this_language_it_says_so() -> None:
    """Else people would take silence for "nothing was found"."""
    assert {"off": True} == Scripting({}, None).look(SORRY)


def test_other_worksheets_have_nothing_to_look_at() -> None:
    """Else a letter could be checked that nobody may correct."""
    assert scripting(COURSE, COURSE.worksheet("kind-no")) is None


texts = st.text(max_size=40) | st.sampled_from(
    ["You always lie.", "if you loved me you would", " \n You never 😀 listen"]
)
kept = st.fixed_dictionaries(
    {"id": st.just("a"), "from": st.sampled_from([one.id for one in COURSE.situations().situations]) | st.none()},
    optional=dict.fromkeys(SLOTS, texts),
)


@given(kept)
def test_any_script_can_be_looked_at(script: dict[str, Any]) -> None:
    """Else some words would end the visit of the person who wrote them."""
    used = scripting(COURSE, SHEET)
    assert used is not None
    looked = used.look(script)
    assert script_text(script, used.situations) == looked["text"]
    length = len(looked["text"].encode("utf-16-le")) // 2
    for one in looked["findings"]:
        assert 0 <= one["start"] < one["end"] <= length
        assert one["slot"] is None or 0 <= one["at"] <= len(script[one["slot"]].encode("utf-16-le")) // 2


def test_sheets_say_scripts_and_beginnings() -> None:
    """Else the sheet for a talk would be a list of slots, or a handout would have nothing to begin with."""
    for answers in (None, SHEET.example, {}, {"scripts": [SORRY, {"id": "b", "from": "gone"}]}):
        assert make_sheet(COURSE, "script-builder", "a4", answers, date(2026, 11, 20)).startswith(b"%PDF-")
