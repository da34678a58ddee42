"""What stands on paper makes sense on paper: no word of it is about a screen."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from unhurried.course import Course
from unhurried.printing import Filled, bound
from unhurried.printing.rewording import for_paper
from unhurried.printing.sheet import sheet

#: Words that a person can only follow on a screen.
SCREEN = re.compile(
    r"at the top of the (?:screen|page)|this screen|one screen|button|click|scroll|unfold|space of your own|passphrase"
    r"|my space|leave this page\"|show an example|what you type|the first link|press \"",
    re.IGNORECASE,
)
INSTEAD = [{"screen": "at the top of the screen", "paper": "in the workbook"}, {"screen": "It is blue.", "paper": ""}]


def about_a_screen(document: object) -> Iterator[str]:
    text = json.dumps(document, ensure_ascii=False).replace('\\"', '"')
    for found in SCREEN.finditer(text):
        yield text[max(0, found.start() - 60) : found.end() + 30]


def test_no_word_of_the_book_is_about_a_screen(course: Course) -> None:
    """Somebody with a sheet of paper on a bad night would look for the top of a screen."""
    book = bound.book(course, "a4", False, lambda _done, _of: None)
    assert [] == list(about_a_screen({**book, "foot": ""}))


WORKSHEETS = sorted(path.stem for path in (Path(__file__).parents[2] / "worksheets/en").glob("*.yaml"))


@pytest.mark.parametrize("identity", [one for one in WORKSHEETS if one not in ("interface", "my-space")])
def test_no_word_of_a_filled_sheet_is_about_a_screen(identity: str, course: Course) -> None:
    """The same, where somebody's own words stand on it. The sheet about one's space on this computer is about that."""
    worksheet = course.worksheet(identity)
    filled = Filled(worksheet.example or {}, {}, everything=True)
    assert [] == list(about_a_screen(sheet(course, worksheet, "a4", filled)))


def test_a_screen_is_noticed() -> None:
    """If it were not, the tests above would guard nothing."""
    assert [] != list(about_a_screen({"text": 'Press "My space" at the top of the screen.'}))


def test_a_persons_words_stay_as_they_are(course: Course) -> None:
    """Paper would say what they did not write."""
    worksheet = course.worksheet("kind-no")
    own = next(block for block in worksheet.blocks if block.kind in ("writing", "short"))
    words = 'I wrote: "Get help" is at the top of the screen and has lines'
    made = json.dumps(sheet(course, worksheet, "a4", Filled({own.id: words}, {}, everything=True)))
    assert json.dumps(words)[1:-1] in made


@pytest.mark.parametrize(
    ("words", "on_paper"),
    [
        ("It is at the top of the screen.", "It is in the workbook."),
        ("It is at the top\nof the screen.", "It is in the workbook."),
        ("Look. It is blue. Go on.", "Look. Go on."),
        ("Look. It is\nblue.\n\nGo on.", "Look.\n\nGo on."),
        ("At the top of the screening", "At the top of the screening"),
        (["It is blue.", {"a": "at the top of the screen"}, 3, None], ["", {"a": "in the workbook"}, 3, None]),
    ],
)
def test_other_words_for_paper(words: object, on_paper: object) -> None:
    """A sentence would be cut in two, or stay as it was because a line breaks in it."""
    assert on_paper == for_paper(words, INSTEAD)


def test_without_other_words_nothing_changes() -> None:
    """A course in another language, which has no list yet, could not be printed."""
    assert "at the top of the screen" == for_paper("at the top of the screen", [])


def test_every_pair_is_still_needed(course: Course) -> None:
    """An editor would change a sentence of the course, and paper would get the words of the screen again."""
    texts = [
        cell.markdown
        for one in course.chapters()
        for cell in course.notebook(one.notebook).cells
        if hasattr(cell, "markdown")
    ]
    texts += [course.worksheet(one).model_dump_json() for one in course.worksheet_ids()]
    everything = " ".join(" ".join(texts).replace('\\"', '"').replace("\\n", " ").split())
    pairs = course.words()["print"]["instead"]
    assert [] == [pair["screen"] for pair in pairs if " ".join(pair["screen"].split()) not in everything]
