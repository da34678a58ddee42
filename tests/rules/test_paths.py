"""The way through a small made-up course."""

from __future__ import annotations

from dataclasses import replace

import pytest

from unhurried.course import Chapter
from unhurried.course.paths import Leg, Stop, path
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
        STAGES, CHAPTERS, SHOWN, "hurt", "together", "first"
    )
    assert (early, words, Leg("late", (Stop("talk", "alone"),))) == path(
        STAGES, CHAPTERS, SHOWN, "hurt", "alone", "first"
    )


def test_a_stage_begins_where_the_map_has_it() -> None:
    """Somebody who is past the first weeks would be sent back to them."""
    expected = (Leg("late", (Stop("theirs", "own"), Stop("talk", "alone"))),)
    assert expected == path(STAGES, CHAPTERS, SHOWN, "unfaithful", "alone", "second")


def test_a_chapter_that_is_all_for_the_other_partner_is_left_out() -> None:
    """Somebody would be led into a chapter that has no page for them."""
    shown = {**SHOWN, "early": [sheet("theirs-early", "unfaithful")]}
    found = path(STAGES, CHAPTERS, shown, "hurt", "alone", "first")
    assert ["words", "late"] == [leg.notebook for leg in found]


def test_a_chapter_in_preparation_is_not_on_the_way() -> None:
    """Somebody would be led to a page that is not there."""
    chapters = tuple(replace(one, ready=one.notebook != "early") for one in CHAPTERS)
    found = path(STAGES, chapters, SHOWN, "both", "alone", "first")
    assert ["words", "late"] == [leg.notebook for leg in found]


def test_an_unknown_stage_is_refused() -> None:
    """A slip in a name would look like a course with nothing in it."""
    with pytest.raises(ValueError, match="not in"):
        path(STAGES, CHAPTERS, SHOWN, "hurt", "alone", "third")
