"""The course that we ship: every file is right, and every promise about it can be checked."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from unhurried.check import check
from unhurried.course import BUILT_IN, Course
from unhurried.course.course import ROOM_NOTEBOOKS
from unhurried.course.definition import definition

COURSE = Course(BUILT_IN)
NOTEBOOKS = sorted(
    path for path in (BUILT_IN / "notebooks").glob("*.ipynb") if path.stem not in ROOM_NOTEBOOKS.values()
)


def test_the_whole_course_is_right() -> None:
    """Else some page would not open, push somebody, or give a wrong number, on a day when somebody needs it."""
    counts = check(COURSE, date.today())
    assert counts.worksheets >= 1
    assert counts.chapters - counts.in_preparation == len(NOTEBOOKS)


@pytest.mark.parametrize("identity", COURSE.worksheet_ids())
def test_every_worksheet_becomes_a_page(identity: str) -> None:
    """Else a worksheet that reads well would still show nothing."""
    worksheet = COURSE.worksheet(identity)
    shown = definition(COURSE, worksheet)
    json.dumps(shown, allow_nan=False)
    assert shown["sources"]
    assert shown["example"] or not worksheet.questions


def test_every_address_is_a_number_of_its_own_that_tells_nothing() -> None:
    """Else a link could open another chapter, or a browser's history would tell what somebody read."""
    pages = [chapter.page for chapter in COURSE.chapters()]
    assert len(pages) == len(set(pages))
    numbered = {
        int(match[0]): chapter for chapter in COURSE.chapters() if (match := re.match(r"\d+", chapter.notebook))
    }
    assert not [chapter for number, chapter in numbered.items() if number == chapter.page]


def test_the_readme_says_that_no_clinician_has_reviewed_this() -> None:
    """Else somebody would lean on these pages as on a treatment."""
    reviewed = [COURSE.worksheet(identity).reviewed for identity in COURSE.worksheet_ids()]
    readme = (BUILT_IN / "README.md").read_text(encoding="utf-8")
    assert all(reviewed) or "not yet been reviewed by a clinician" in readme
