"""A copy of a whole space: what goes in, what stays out, and that the JSON gives back what was kept."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhurried.course import Course
from unhurried.exporting import copy_of_space
from unhurried.worksheet import SWITCHES

States = Callable[..., Any]
Copied = Callable[..., tuple[str, Any]]

PRIVATE, OPEN, OLD = "quittengelee im mondlicht", "zwiebelmuster am dachfirst", "brombeerknoten ohne ufer"
LEFT_OUT = "This copy leaves out what cannot be shared, and earlier versions of answers."


def questions(kept: Any) -> list[tuple[str, str]]:
    return [(sheet["id"], answer["question"]) for sheet in kept["worksheets"] for answer in sheet["answers"]]


def find(course: Course, share: str) -> tuple[str, str]:
    """A question in own words, on a page that can be shared."""
    for identity in course.worksheet_ids():
        worksheet = course.worksheet(identity)
        for one in worksheet.questions.values():
            if worksheet.share == "ask" and one.kind in ("short", "writing") and worksheet.may_share(one) == share:
                return identity, one.id
    raise AssertionError(share)


@pytest.fixture
def written(course: Course, states: States) -> dict[tuple[str, str], Any]:
    """A page that is never shared, and two answers of pages that are: one that can be shared, and one that cannot."""
    return {
        ("touch-ladder", "stop"): states(OLD, PRIVATE),
        find(course, "ask"): states(OLD, OPEN),
        find(course, "never"): states(PRIVATE),
    }


def test_what_can_never_be_shared_is_left_out(course: Course, written: Any, copied: Copied) -> None:
    """A copy made for a therapist would hold what somebody was told nobody could ask for."""
    text, kept = copied(course, written, False)
    assert [find(course, "ask")] == questions(kept)
    for held in (text, str(kept)):
        assert OPEN in held
        assert PRIVATE not in held
        assert OLD not in held
        assert course.worksheet("touch-ladder").title not in held
    assert LEFT_OUT in text
    assert kept["left_out"].startswith(LEFT_OUT)
    assert not kept["everything"]


def test_the_second_tick_puts_everything_in(course: Course, written: Any, copied: Copied) -> None:
    """Somebody's own words would be locked away from themselves."""
    text, kept = copied(course, written, True)
    assert sorted(written) == sorted(questions(kept))
    assert 2 == text.count(PRIVATE)
    assert course.worksheet("touch-ladder").title in text
    assert "Nobody has a right to ask you for this page." in text
    assert LEFT_OUT not in text
    assert (True, None) == (kept["everything"], kept["left_out"])
    (ladder,) = kept["worksheets"][0]["answers"]
    assert (PRIVATE, 2, [OLD]) == (ladder["value"], ladder["version"], [one["value"] for one in ladder["earlier"]])


def test_nobody_can_tell_whether_something_was_left_out(course: Course, written: Any, copied: Copied) -> None:
    """Whoever reads the copy would know that there is more, and could ask for it."""
    shared = {place: states[-1:] for place, states in written.items() if place == find(course, "ask")}
    shared_anew = {place: [type(one)(one.value, 2, one.at) for one in states] for place, states in shared.items()}
    assert copied(course, shared_anew, False) == copied(course, written, False)
    text, kept = copied(course, {}, False)
    assert LEFT_OUT in text
    assert "There is nothing else in this copy." in text
    assert [] == kept["worksheets"]


def test_a_space_with_only_private_words_gives_an_empty_copy(course: Course, states: States, copied: Copied) -> None:
    """A heading without an answer would tell what somebody is working on."""
    assert copied(course, {}, False) == copied(course, {("touch-ladder", "stop"): states(PRIVATE)}, False)


def test_many_versions_are_all_there_in_their_order(course: Course, states: States, copied: Copied) -> None:
    """What somebody took out years ago, and wants back, would be gone."""
    place = find(course, "ask")
    values = [f"{OPEN} {number}" for number in range(200)]
    text, kept = copied(course, {place: states(*values)}, True)
    (answer,) = kept["worksheets"][0]["answers"]
    assert values == [*(one["value"] for one in answer["earlier"]), answer["value"]]
    assert list(range(1, 201)) == [*(one["version"] for one in answer["earlier"]), answer["version"]]
    assert 1 == text.count(OPEN)
    assert "Earlier versions of answers are in words.json." in text


def test_an_answer_that_was_emptied_goes_out_only_with_everything(
    course: Course, states: States, copied: Copied
) -> None:
    """A page that somebody emptied would still say that it was filled in once."""
    place = find(course, "ask")
    emptied = {place: states(OLD, None)}
    assert copied(course, {}, False) == copied(course, emptied, False)
    text, kept = copied(course, emptied, True)
    assert OLD not in text
    assert [None, OLD] == [
        kept["worksheets"][0]["answers"][0]["value"],
        kept["worksheets"][0]["answers"][0]["earlier"][0]["value"],
    ]


def test_versions_that_wait_for_a_choice_are_both_there(course: Course, states: States, copied: Copied) -> None:
    """One of two versions would be lost because somebody had not chosen yet."""
    text, kept = copied(course, {find(course, "ask"): states(OPEN, beside=("the other one",))}, False)
    assert f"> {OPEN}\n\nThere is another version of this." in text
    assert "\n> the other one\n" in text
    assert ["the other one"] == [one["value"] for one in kept["worksheets"][0]["answers"][0]["beside"]]
    emptied, _ = copied(course, {find(course, "ask"): states(None, beside=("the other one",))}, False)
    assert "left open\n\nThere is another version of this." in emptied


def test_what_the_course_no_longer_has_is_under_its_id(course: Course, states: States, copied: Copied) -> None:
    """After an update, years of somebody's words would be in no file that they can read."""
    sheet, _ = find(course, "ask")
    gone = {("old-sheet", "old-question"): states({"picked": ["one"], "other": OPEN}), (sheet, "dropped"): states(OPEN)}
    text, kept = copied(course, gone, True)
    assert [("old-sheet", "old-question"), (sheet, "dropped")] == questions(kept)
    assert [None, course.worksheet(sheet).title] == [one["title"] for one in kept["worksheets"]]
    assert [None, None] == [answer["asked"] for one in kept["worksheets"] for answer in one["answers"]]
    assert "\n## old-sheet\n\n### old-question\n" in text
    assert "\n### dropped\n" in text
    assert 2 == text.count(OPEN)
    assert copied(course, {}, False) == copied(course, gone, False)  # nobody can tell whether it could be shared


def test_a_worksheet_with_a_mistake_keeps_nobody_from_their_words(
    gallery: Course, states: States, copied: Copied, tmp_path: Path
) -> None:
    """A slip of an author would lock somebody out of what they wrote."""
    broken = tmp_path / "worksheets/en"
    broken.mkdir(parents=True)
    words = gallery.root / "worksheets/en/interface.yaml"
    (broken / "interface.yaml").write_text(words.read_text(encoding="utf-8"), encoding="utf-8")
    (broken / "writing.yaml").write_text("id: [", encoding="utf-8")
    text, _ = copied(Course(tmp_path), {("writing", "garden"): states(OPEN)}, True)
    assert f"> {OPEN}" in text


def test_a_ladder_that_rests_is_in_a_copy_of_everything(course: Course, states: States, copied: Copied) -> None:
    """Whoever paused would find their whole ladder gone from their own copy."""
    example = course.worksheet("touch-ladder").example or {}
    rests = {("touch-ladder", name): states(value) for name, value in {**example, "paused": True}.items()}
    text, _ = copied(course, rests, True)
    assert course.worksheet("touch-ladder").says["paused_label"] in text
    assert example["rungs"][0]["name"] in text
    for off in (False, None):
        text, kept = copied(course, {("touch-ladder", switch): states(off) for switch in SWITCHES["ladder"]}, True)
        assert "There is nothing else in this copy." in text
        assert 2 == len(questions(kept))


def test_the_example_of_every_worksheet_can_be_copied(
    course: Course, gallery: Course, states: States, copied: Copied
) -> None:
    """One page of the course could keep all others from being saved."""
    for one in (course, gallery):
        sheets = [one.worksheet(identity) for identity in one.worksheet_ids()]
        whole = {(sheet.id, name): states(value) for sheet in sheets for name, value in (sheet.example or {}).items()}
        text, kept = copied(one, whole, True)
        assert {place: answers[-1].value for place, answers in whole.items()} == values_of(kept)
        assert [] == [sheet.title for sheet in sheets if sheet.questions and sheet.title not in text]


def values_of(kept: Any) -> dict[tuple[str, str], Any]:
    return {(sheet["id"], one["question"]): one["value"] for sheet in kept["worksheets"] for one in sheet["answers"]}


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(), inside, max_size=4),
    max_leaves=12,
)
NAMES = st.text(st.sampled_from("abc-"), min_size=1, max_size=5) | st.sampled_from(
    ["writing", "list", "garden", "things"]
)


@given(st.dictionaries(st.tuples(NAMES, NAMES), st.lists(PLAIN, min_size=1, max_size=3), max_size=5))
def test_the_json_gives_back_what_was_kept(gallery: Course, states: States, copied: Copied, whole: Any) -> None:
    """A program that reads it one day would get something else than what somebody wrote."""
    _, kept = copied(gallery, {place: states(*values) for place, values in whole.items()}, True)
    read = {
        (sheet["id"], answer["question"]): [*(one["value"] for one in answer["earlier"]), answer["value"]]
        for sheet in kept["worksheets"]
        for answer in sheet["answers"]
    }
    assert whole == read


def test_a_broken_sign_keeps_nothing_from_being_copied(course: Course, states: States, copied: Copied) -> None:
    """Half an emoji, cut in two by a field, would cost somebody the whole copy."""
    text, kept = copied(course, {find(course, "ask"): states("rain \ud83d")}, True)
    assert "> rain ?" in text
    assert "rain \ud83d" == kept["worksheets"][0]["answers"][0]["value"]


def test_the_file_tells_nothing_about_this_machine(course: Course, written: Any, today: date) -> None:
    """Whoever is handed the copy would learn when and where it was made, and by which account."""
    made = copy_of_space(course, written, True, today)
    assert made == copy_of_space(course, written, True, today)
    with zipfile.ZipFile(io.BytesIO(made)) as pages:
        for entry in pages.infolist():
            assert ((1980, 1, 1, 0, 0, 0), 0o600, b"", b"") == (
                entry.date_time, entry.external_attr >> 16, entry.extra, entry.comment,
            )  # fmt: skip
