"""A page for a therapist: what was chosen, marked for what it is, and nothing else."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pikepdf
import pytest
from pypdf import PdfReader

from unhurried.course import BUILT_IN, Course
from unhurried.exercise_page.exercise import RefusedError
from unhurried.exercise_page.for_therapist import make_page, to_choose_from
from unhurried.exercise_page.open_space import Held

COURSE = Course(BUILT_IN)
TODAY = date(2026, 11, 20)
AT = "2026-11-20T10:00:00+00:00"
MARKER, OTHER = "quiet amber lantern", "zwiebelmuster am dachfirst"


def space(**sheets: dict[str, Any]) -> dict[tuple[str, str], Held]:
    return {
        (name.replace("_", "-"), question): Held(value, 1, AT)
        for name, answers in sheets.items()
        for question, value in answers.items()
    }


def read(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def page(kept: Any, items: list[tuple[str, str]], own: bool = False) -> str:
    return read(make_page(COURSE, kept, items, own, "a4", TODAY))


def test_only_what_was_chosen_is_on_it_and_it_says_what_it_is() -> None:
    """Somebody would hand over what they meant to keep, or a page that reads like a record of them."""
    kept = space(impact_letter={"took": MARKER, "want": OTHER}, my_limits={"say": OTHER})
    seen = page(kept, [("impact-letter", "took")])
    assert MARKER in seen
    assert OTHER not in seen
    assert "for one appointment" in seen
    assert "not a record and not an assessment" in seen
    assert COURSE.worksheet("impact-letter").title in seen
    assert COURSE.worksheet("my-limits").title not in seen


def test_what_can_never_be_shared_needs_the_second_tick_and_is_marked() -> None:
    """A number would lie on a desk that its owner did not mean it for, and look like a finding."""
    phq = COURSE.worksheet("phq-4").example or {}
    kept = space(phq_4=phq, impact_letter={"took": MARKER})
    items = [("impact-letter", "took"), *(("phq-4", name) for name in phq)]
    with pytest.raises(RefusedError):
        page(kept, items)
    seen = page(kept, items, own=True)
    assert len(phq) == seen.count("These are my own notes or numbers.")
    assert "out of 12" in seen
    assert "It is no diagnosis." in seen
    part = page(kept, items[:2], own=True)
    assert "out of 12" not in part, "a total of what was not chosen tells it"


def test_times_with_touch_are_a_table_as_on_the_ladders_own_page() -> None:
    """The page for a therapist would say less than the one that the ladder makes."""
    ladder = COURSE.worksheet("touch-ladder").example or {}
    kept = space(touch_ladder=ladder)
    seen = page(kept, [("touch-ladder", "log")], own=True)
    assert "8 November 2026" in seen
    assert "tense, images" in seen
    rungs = page(kept, [("touch-ladder", "rungs")], own=True)
    assert "8 November 2026" not in rungs
    assert "A hand on my shoulder" in rungs


def test_a_script_stands_as_it_would_be_said() -> None:
    """A therapist would get a form with slots."""
    kept = space(script_builder=COURSE.worksheet("script-builder").example or {})
    assert "Not tonight." in page(kept, [("script-builder", "scripts")])


def test_what_there_is_to_choose_from_has_no_answer_in_it() -> None:
    """A list on a screen would say what its owner wrote, before they chose anything."""
    kept = space(
        impact_letter={"took": MARKER, "want": " ", "before": None},
        touch_ladder={"paused": True, "no_touch": False, "stop": OTHER},
        gone_from_the_course={"x": MARKER},
        my_limits={"say": 7, "gone": MARKER},
    )
    found = to_choose_from(COURSE, kept)
    assert ["impact-letter", "touch-ladder"] == [sheet["id"] for sheet in found]
    assert [("took", False)] == [(item["id"], item["own"]) for item in found[0]["items"]]
    assert {("paused", True), ("stop", True)} == {(item["id"], item["own"]) for item in found[1]["items"]}
    assert not any(text in str(found) for text in (MARKER, OTHER))


def test_an_empty_space_has_nothing_and_no_page() -> None:
    """Somebody would carry an empty sheet to their appointment."""
    assert [] == to_choose_from(COURSE, {})
    for items in ([], [("impact-letter", "took")], [("no-such", "x")]):
        with pytest.raises(RefusedError):
            page({}, items)
    with pytest.raises(RefusedError):
        make_page(COURSE, space(my_limits={"say": MARKER}), [("my-limits", "say")], False, "a0", TODAY)  # type: ignore[arg-type]


@pytest.mark.parametrize("identity", COURSE.worksheet_ids())
def test_every_page_of_the_course_can_be_taken_along(identity: str) -> None:
    """Somebody would choose a page, and get none."""
    example = COURSE.worksheet(identity).example
    kept = {(identity, name): Held(value, 1, AT) for name, value in (example or {}).items()}
    found = to_choose_from(COURSE, kept)
    if not found:
        assert not example
        return
    items = [(sheet["id"], item["id"]) for sheet in found for item in sheet["items"]]
    made = make_page(COURSE, kept, items, True, "letter", TODAY)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert "Workbook" == str(pdf.docinfo.get("/Title", "")) or pdf.open_metadata().get("dc:title") == "Workbook"
