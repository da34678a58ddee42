"""What every chapter and every exercise of the course that we ship has, whoever changes it next."""

from __future__ import annotations

import re
from datetime import date

import pytest

from unhurried.check import check, topics
from unhurried.check.invariants import SKIP_LINES, SKIP_TOPICS
from unhurried.check.material import Book, gather
from unhurried.course import BUILT_IN, Course
from unhurried.course.course import ROOM_NOTEBOOKS
from unhurried.worksheet import Note, Worksheet

COURSE = Course(BUILT_IN)
MATERIAL = gather(COURSE)
BOOKS = [book for book in MATERIAL.books.values() if book.stem not in ROOM_NOTEBOOKS.values()]
SHEETS = [sheet.worksheet for sheet in MATERIAL.sheets.values() if sheet.worksheet]
SOURCES = f"## {COURSE.words()['exercise']['sources']}"
CLOSING = "## Before you go"
#: Words of prose in a chapter, without its sources. Two pages are for a first night, and short.
ENOUGH = {True: range(250, 401), False: range(400, 1101)}
#: Worksheets whose names speak of sex, touch or openness, and which are about one's own life or conduct, alone.
ALONE = {"first-steps", "mine-again", "still-hidden"}


def cells(book: Book) -> list[str]:
    """A chapter's words, cell by cell."""
    return ["".join(cell["source"]) for cell in book.source.data["cells"] if cell["cell_type"] == "markdown"]


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.stem)
def test_a_chapter_opens_closes_and_says_where_it_comes_from(book: Book) -> None:
    """Somebody would be dropped in the middle of something, or left alone with what it stirred up."""
    written = cells(book)
    assert re.match(r"# \S", written[0])
    assert [True] == [one.startswith(SOURCES) for one in written[-1:]]
    closing = written[-2]
    assert closing.startswith(CLOSING)
    assert re.search(r"\*\*Please (?:talk to a person|get help from a person|call somebody)\*\* if ", closing)
    assert '"Get help"' in closing
    assert "ending your life" in closing


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.stem)
def test_a_chapter_is_long_enough_and_short_enough(book: Book) -> None:
    """Somebody at two in the morning would face a wall of words; or a form with nobody in it."""
    sources = {
        index for index, cell in enumerate(book.source.data["cells"]) if "".join(cell["source"]).startswith(SOURCES)
    }
    words = sum(len(passage.words) for passage in book.passages if passage.loc[1] not in sources)
    assert words in ENOUGH[book.stem.startswith("00-first-nights")]


def on(sheet: Worksheet) -> set[str]:
    return topics.of_worksheet(sheet) & {*SKIP_TOPICS}


@pytest.mark.parametrize("sheet", [one for one in SHEETS if on(one)], ids=lambda sheet: sheet.id)
def test_an_exercise_on_touch_sex_sharing_or_openness_opens_with_when_to_skip_it(sheet: Worksheet) -> None:
    """A printed page, or one that somebody else opened, would lead somebody into a no that is punished."""
    first = next(block for block in sheet.blocks if isinstance(block, Note)).text
    lines = [line for line, pattern in SKIP_LINES.items() if pattern.search(" ".join(first.split()))]
    assert (sheet.id not in ALONE, sheet.blocks[0].kind) == (lines == [*SKIP_LINES], "note")
    if sheet.id in ALONE:
        assert "together" not in sheet.who
        assert '"Get help"' in " ".join(block.text for block in sheet.blocks if isinstance(block, Note))


def test_nothing_on_the_map_is_in_preparation() -> None:
    """Somebody would come to a page that they were promised, and that is not there."""
    counts = check(COURSE, date.today())
    assert (0, len(BOOKS)) == (counts.in_preparation, counts.chapters)
