"""The way through a small made-up course."""

from __future__ import annotations

from dataclasses import replace

import pytest

from unhurried.course import Chapter
from unhurried.course.paths import Leg, Stop, next_ones, only_for, path
from unhurried.worksheet import Worksheet
from unhurried.worksheet.model import Who

STAGES = ("first", "second")


def chapter(notebook: str, stage: str) -> Chapter:
    return Chapter(notebook, 1, stage, notebook, "About it.", 5, ready=True)


def sheet(identity: str, *who: Who) -> Worksheet:
    return Worksheet.model_validate(
        {
            "id": identity,
            "title": identity,
            "stage": "steady",
            "who": list(who),
            "minutes": 3,
            "about": "About it.",
            "sources": ["made-up"],
            "blocks": [{"note": {"text": "Words."}}],
        }
    )


#: Listed across the stages, as course.yaml may.
CHAPTERS = (chapter("late", "second"), chapter("early", "first"), chapter("words", "first"))
SHOWN = {
    "late": [sheet("theirs", "unfaithful"), sheet("talk", "together", "unfaithful")],
    "early": [sheet("mine", "hurt"), sheet("theirs-early", "unfaithful")],
    "words": [],
}


def test_a_joint_page_changes_its_form_and_nothing_else_does() -> None:
    """Somebody alone would be told to wait for another person, or a private page would be done by two."""
    early, words = Leg("early", (Stop("mine", "own"),)), Leg("words", ())
    assert (early, words, Leg("late", (Stop("talk", "two"),))) == path(
        STAGES, CHAPTERS, SHOWN.__getitem__, "hurt", "together", "first"
    )
    assert (early, words, Leg("late", (Stop("talk", "alone"),))) == path(
        STAGES, CHAPTERS, SHOWN.__getitem__, "hurt", "alone", "first"
    )


def test_a_stage_begins_where_the_map_has_it() -> None:
    """Somebody who is past the first weeks would be sent back to them."""
    expected = (Leg("late", (Stop("theirs", "own"), Stop("talk", "alone"))),)
    assert expected == path(STAGES, CHAPTERS, SHOWN.__getitem__, "unfaithful", "alone", "second")


def test_a_chapter_that_is_all_for_the_other_partner_is_left_out() -> None:
    """Somebody would be led into a chapter that has no page for them."""
    shown = {**SHOWN, "early": [sheet("theirs-early", "unfaithful")]}
    found = path(STAGES, CHAPTERS, shown.__getitem__, "hurt", "alone", "first")
    assert ["words", "late"] == [leg.notebook for leg in found]


def test_a_chapter_in_preparation_is_not_on_the_way() -> None:
    """Somebody would be led to a page that is not there."""
    chapters = tuple(replace(one, ready=one.notebook != "early") for one in CHAPTERS)
    found = path(STAGES, chapters, SHOWN.__getitem__, "both", "alone", "first")
    assert ["words", "late"] == [leg.notebook for leg in found]


def test_an_unknown_stage_is_refused() -> None:
    """A slip in a name would look like a course with nothing in it."""
    with pytest.raises(ValueError, match="not in"):
        path(STAGES, CHAPTERS, SHOWN.__getitem__, "hurt", "alone", "third")


def after(notebook: str, shown: dict[str, list[Worksheet]]) -> tuple[str, ...]:
    chapters = tuple(chapter(one, "first") for one in shown)
    return next_ones(("first",), chapters, shown.__getitem__, notebook)


def test_the_end_of_a_chapter_leads_on_for_each_whose_way_it_is() -> None:
    """Somebody would come to the end of a page and be led to one that is not for them, or to nothing."""
    mine, theirs, both = [sheet("m", "hurt")], [sheet("t", "unfaithful")], [sheet("b", "together")]
    shown = {"start": both, "mine": mine, "theirs": theirs, "talk": both, "words": []}
    assert ("mine", "theirs") == after("start", shown)
    # The next one of the hurt partner, and that of somebody who takes the pages of both.
    assert ("talk", "theirs") == after("mine", shown)
    assert ("talk",) == after("theirs", shown)
    assert ("words",) == after("talk", shown)
    assert () == after("words", shown)


def test_nothing_is_read_beyond_the_next_chapter_for_everybody() -> None:
    """The first page after a change would wait until the whole course is read."""
    shown = {"start": [sheet("b", "together")], "next": [sheet("c", "together")], "far": []}
    read: list[str] = []

    def look(notebook: str) -> list[Worksheet]:
        read.append(notebook)
        return shown[notebook]

    chapters = tuple(chapter(one, "first") for one in shown)
    assert ("next",) == next_ones(("first",), chapters, look, "start")
    assert "far" not in read


def test_a_chapter_says_whom_alone_it_is_for() -> None:
    """Somebody would open a page on a first night that is written to the other one."""
    assert "hurt" == only_for([sheet("m", "hurt"), sheet("n", "hurt")])
    assert "unfaithful" == only_for([sheet("t", "unfaithful")])
    assert only_for([sheet("m", "hurt"), sheet("t", "unfaithful")]) is None
    assert only_for([sheet("m", "hurt"), sheet("b", "together")]) is None
    assert only_for([sheet("b", "together")]) is None
    assert only_for([]) is None
