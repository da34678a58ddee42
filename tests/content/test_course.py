"""The course that we ship: every file is right, and every promise about it can be checked."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from unhurried.course import BUILT_IN, Course, exercise_ids
from unhurried.widgets import definition

COURSE = Course(BUILT_IN)
NOTEBOOKS = sorted((BUILT_IN / "notebooks").glob("*.ipynb"))


def test_the_whole_course_is_right() -> None:
    """Else some page would not open, on a day when somebody needs it."""
    counts = COURSE.check()
    assert counts.worksheets >= 1
    assert counts.chapters - counts.in_preparation == len(NOTEBOOKS)


@pytest.mark.parametrize("identity", COURSE.worksheet_ids())
def test_every_worksheet_becomes_a_page(identity: str) -> None:
    """Else a worksheet that reads well would still show nothing."""
    shown = definition(COURSE, COURSE.worksheet(identity))
    json.dumps(shown, allow_nan=False)
    assert shown["sources"]
    assert shown["example"]


def test_every_address_is_a_number_of_its_own_that_tells_nothing() -> None:
    """Else a link could open another chapter, or a browser's history would tell what somebody read."""
    pages = [chapter.page for chapter in COURSE.chapters()]
    assert len(pages) == len(set(pages))
    numbered = {
        int(match[0]): chapter for chapter in COURSE.chapters() if (match := re.match(r"\d+", chapter.notebook))
    }
    assert not [chapter for number, chapter in numbered.items() if number == chapter.page]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_clean(path: Path) -> None:
    """Else somebody's answers could be in a file that is published, or a page would run code unseen."""
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    assert {"kernelspec", "language_info"} >= set(data["metadata"])
    for cell in data["cells"]:
        assert cell["metadata"] == {}
        assert cell["id"]
        if cell["cell_type"] == "code":
            assert (cell["outputs"], cell["execution_count"]) == ([], None)
            assert len("".join(cell["source"]).splitlines()) == 1
    ids = exercise_ids(COURSE.notebook(path.stem))
    assert ids is not None
    assert set(ids) <= set(COURSE.worksheet_ids())
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebooks_prose_has_no_html(path: Path) -> None:
    """Else readers would see tags, because the page shows raw HTML as text."""
    prose = [cell.markdown for cell in COURSE.notebook(path.stem).cells if hasattr(cell, "markdown")]
    assert not re.search(r"</?[a-z]+[^>\n]*>", re.sub(r"<https?://[^>]+>", "", "\n".join(prose)))


def test_every_number_that_we_did_not_see_on_a_page_is_marked() -> None:
    """Else somebody would ring a number from memory, on the worst night of their life."""
    lines = COURSE.help_lines()["lines"]
    assert not [line["name"] for line in lines if line["verified"] and not (line["checked"] or line["verified_on"])]
    assert not [line["name"] for line in lines if not (line["numbers"] or line["text"] or line["website"])]
    for country in COURSE.help_lines()["countries"]:
        kinds = {line["kind"] for line in lines if line["country"] == country["id"]}
        assert {"emergency", "emotional", "abuse"} <= kinds, country["name"]


def test_every_kind_of_line_has_a_word() -> None:
    """Else a line would stand there without saying what it is for."""
    kinds = {line["kind"] for line in COURSE.help_lines()["lines"]}
    assert kinds <= set(COURSE.words()["help"]["kinds"])
