"""One worksheet as text: every kind of block, and nothing that a person wrote becomes a part of its form."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhurried.course import Course
from unhurried.exercise_page.exercise import RefusedError
from unhurried.exercise_page.sheet import make_text
from unhurried.exporting.answers import answer
from unhurried.worksheet import KINDS, AnswerWording

NOBODY_ASKS = "Nobody has a right to ask you for this"


@pytest.fixture(scope="session")
def text(gallery: Course, today: date) -> Callable[[str, Mapping[str, Any]], str]:
    return lambda name, answers: make_text(gallery, name, answers, today, everything=True)


#: What stands in the text of each worksheet of the gallery, with its example: whole lines.
TOLD = {
    "note": ["- a cup of tea"],
    "scale": ["## How is today, all in all?", "> 4 of 10 (0: heavy, 10: light)"],
    "pair": [
        "> **How much do I look forward to it?** 7 of 10 (0: not at all, 10: very much)  ",
        "> **How much would I rather stay at home?** 8 of 10 (0: not at all, 10: very much)",
    ],
    "choice": ["> By the window", "> with a blanket"],
    "choices": ["> - Make soup", "> - Listen to music", "> an early night"],
    "short": ["> The day with the late bus"],
    "writing": ["> This morning I saw that the beans had come up. I stood there longer than I had meant to."],
    "list": [
        "> **1. Tea at the table by the window**  ",
        "> **When?** in the morning  ",
        "> **A day that would suit:** 21 November 2026",
        "> **2. Repot the fern**  ",
        "> **What do I need for it?** a bigger pot",
    ],
    "sort": ["> **Today**", "> - The dishes", "> - The letters on the shelf"],
    "date": ["> 30 November 2026"],
    "steps": ["## Making tea, with no hurry", "1. Fill the kettle. Listen to the water."],
    "show": ["## The day as one number"],
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_told(kind: str, gallery: Course, text: Callable[..., str]) -> None:
    """Somebody's answer would be missing from what they keep for years."""
    told = text(kind, gallery.worksheet(kind).example or {}).split("\n")
    assert [] == [line for line in TOLD[kind] if line not in told]


@pytest.mark.parametrize("kind", sorted({*KINDS} - {"note", "steps", "show"}))
def test_what_is_left_open_says_so(kind: str, gallery: Course, text: Callable[..., str]) -> None:
    """An empty place could be read as the lowest number, or as a no."""
    nothing = {
        "pair": {"left": None, "right": None},
        "choice": {"picked": None, "other": " "},
        "choices": {"picked": [], "other": ""},
        "list": [],
        "sort": {},
    }
    question = next(iter(gallery.worksheet(kind).questions))
    for answers in ({}, {question: None}, {question: nothing.get(kind)}):
        told = text(kind, answers)
        assert "\nleft open\n" in told
        assert ">" not in told


def test_one_side_of_a_pair_may_be_left_open(text: Callable[..., str]) -> None:
    """An answer to one of two questions would look like an answer to both."""
    told = text("pair", {"company": {"left": 0, "right": None}})
    assert "> **How much do I look forward to it?** 0 of 10 (0: not at all, 10: very much)  \n" in told
    assert "> **How much would I rather stay at home?** left open\n" in told


def test_numbers_of_other_days_are_in_no_text(gallery: Course, text: Callable[..., str]) -> None:
    """ "You were a 7 last week" could be read from a file that lies about."""
    worksheet = gallery.worksheet("show")
    told = text("show", worksheet.example or {})
    titles = {show.result: f"## {show.title}\n" for show in worksheet.shows}
    assert titles["mean"] in told
    assert titles["over_time"] not in told
    assert titles["count"] not in told  # it counts the days on which something was picked


def test_a_ladder_is_told_and_one_that_rests_is_not(course: Course, today: date) -> None:
    """Whoever paused all touch would still hand over a ladder."""
    worksheet = course.worksheet("touch-ladder")
    example = worksheet.example or {}
    rung = example["rungs"][0]["name"]
    told = make_text(course, "touch-ladder", {**example, "paused": False}, today, everything=True)
    assert f"> **1. {rung}**" in told
    assert worksheet.says["paused_label"] not in told
    for switch in ("paused", "no_touch"):
        rests = make_text(course, "touch-ladder", {**example, switch: True}, today, everything=True)
        assert f"> {worksheet.says[f'{switch}_label']}  \n> {worksheet.says[f'{switch}_on']}\n" in rests
        assert rung not in rests


def test_it_says_what_nobody_has_a_right_to_ask_for(course: Course, gallery: Course, today: date) -> None:
    """Somebody who is pressed for a file would have nothing in it to point to."""
    assert f"{NOBODY_ASKS} page." in make_text(course, "touch-ladder", {}, today)
    alone = make_text(gallery, "everything", {"garden": "beans"}, today, everything=True)
    assert f"> beans\n\n{NOBODY_ASKS} answer.\n" in alone
    assert 1 == alone.count(NOBODY_ASKS)


def test_it_has_no_role_and_no_day(course: Course, today: date) -> None:
    """Whoever finds it would know who wrote it, and when."""
    told = make_text(course, "touch-ladder", {"stop": "red"}, today, everything=True)
    who = course.words()["exercise"]["who"]
    assert [] == [one for one in (who["hurt"], who["unfaithful"], "2026", "20 November") if one in told]


@pytest.mark.parametrize("answers", [{"no-such": "x"}, {"garden": ["x"]}, {"garden": "x" * 200_001}])
def test_what_no_page_of_ours_sends_is_refused(answers: Any, text: Callable[..., str]) -> None:
    """An answer could be told in a way that nobody has looked at."""
    with pytest.raises(RefusedError):
        text("writing", answers)


# ---- after a change of the course


def test_what_the_course_has_dropped_is_told_by_its_id(text: Callable[..., str]) -> None:
    """After an update of the course, an answer would be gone from what somebody keeps."""
    assert "> attic\n" in text("choice", {"seat": {"picked": "attic", "other": ""}})
    assert "> - Make soup\n> - stars\n" in text("choices", {"evening": {"picked": ["stars", "soup"], "other": ""}})
    assert "> **spring**\n>\n> - lawn\n" in text("sort", {"chores": {"lawn": "spring"}})


def test_what_fits_its_question_no_more_is_told_as_it_was_kept(gallery: Course) -> None:
    """A number would be gone because a scale became shorter."""
    words = AnswerWording(gallery.words()["exercise"], {})
    (scale,) = gallery.worksheet("scale").questions.values()
    (things,) = gallery.worksheet("list").questions.values()
    assert ["70"] == answer(scale, 70, words)
    assert ["once a text"] == answer(scale, "once a text", words)
    assert ["\\[  ", '\u00a0\u00a0"x"  ', "\\]"] == answer(None, ["x"], words)
    assert ["\\[  ", "\u00a0\u00a01  ", "\\]"] == answer(things, [1], words)
    entries = [{"id": "a", "name": "Tea", "mood": "calm *then*"}, {"id": "b", "name": "Fern", "mood": {"left": 1}}]
    told = answer(things, entries, words)
    assert ["**1. Tea**  ", "**mood:** calm \\*then\\*", "", "**2. Fern**  ", '**mood:** \\{ "left": 1 \\}'] == told


# ---- whatever somebody writes

EVIL = st.one_of(
    st.sampled_from(
        ["# heading", "- a", "1. a", "> a", "```", "***", "[a](http://a.b)", "<b>a</b>", "| a |", "**", "`a`", "a  "]
    ),
    st.text(st.sampled_from("\\`*_{}[]()<>#+-.!|~$^@=:&/ a1\u200f\u05d0"), min_size=1, max_size=20),
    st.text(min_size=1, max_size=20),
).map(lambda said: re.sub(r"[\x00-\x1f\x7f-\x9f]", "", " ".join(said.split())).strip() or "a")


def answered(said: str) -> dict[str, dict[str, Any]]:
    """Every place in which a person can write."""
    entry = {"id": said[:20], "from": None, "name": said, "time": {"picked": None, "other": said}}
    return {
        "choice": {"seat": {"picked": "window", "other": said}},
        "choices": {"evening": {"picked": ["soup"], "other": said}},
        "short": {"name": said},
        "writing": {"garden": said},
        "list": {"things": [entry]},
    }


@pytest.mark.parametrize("kind", answered("a"))
@given(said=EVIL)
def test_nobodys_words_become_a_part_of_its_form(
    kind: str, gallery: Course, text: Callable[..., str], structure_of: Callable[[str], list[str]], said: str
) -> None:
    """One sign in one answer would hide, change or link everything after it."""
    plain = structure_of(text(kind, answered("word")[kind]))
    told = text(kind, answered(said)[kind])
    assert plain == structure_of(told)
