"""Everything that can be printed, as a document: for those who listen to it, in the order of the sheet, and without
what is for one person alone."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pypdf import PdfReader
from tests.printing.reading import Read, plain, read

from unhurried.course import Code, Course, shown_by
from unhurried.exercise_page.sheet import make_chapter, make_sheet, make_text
from unhurried.printing import PAPERS, Paper, print_book
from unhurried.printing.letters import printable
from unhurried.printing.pdf import to_pdf
from unhurried.worksheet import List, Worksheet, Writing
from unhurried.worksheet.fields import ChoiceField, ChoicesField, ShortField

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 20)
WORKSHEETS = sorted(path.stem for path in (ROOT / "worksheets/en").glob("*.yaml") if path.stem != "interface")
CHAPTERS = [(chapter.notebook, chapter.page) for chapter in Course(ROOT).chapters()]
#: Keys under which a sheet has words that stand on paper.
WORDS = ("title", "about", "text", "name", "label", "hint", "words", "low", "high", "sources_title")
LISTS = ("texts", "names", "head", "sources")


def spoken(part: Any) -> Iterator[str]:
    """The course's and a person's words in a part of a sheet, in their order on paper."""
    if isinstance(part, list):
        for one in part:
            yield from spoken(one)
    elif isinstance(part, dict):
        if part.get("form") == "scale":  # what was picked is said before its ends
            part = {"words": part["words"], "low": part["low"], "high": part["high"]}
        for key, value in part.items():
            if key in WORDS and isinstance(value, str):
                yield value
            elif key in LISTS and all(isinstance(one, str) for one in value):
                yield from value
            elif isinstance(value, dict | list):
                yield from spoken(value)


Made = Callable[..., tuple[dict[str, Any], Read]]


@pytest.fixture
def made(course: Course, monkeypatch: pytest.MonkeyPatch) -> Made:
    """A worksheet on paper: what was to stand on it, and what can be read."""
    sheets: list[dict[str, Any]] = []

    def keep(sheet: dict[str, Any]) -> bytes:
        sheets.append(sheet)
        return to_pdf(sheet)

    monkeypatch.setattr("unhurried.printing.to_pdf", keep)

    def make(identity: str, paper: Paper, answers: dict[str, Any] | None) -> tuple[dict[str, Any], Read]:
        pdf = make_sheet(course, identity, paper, answers, TODAY, everything=True)
        return sheets[-1], read(pdf)

    return make


def hold(made: Read) -> None:
    """What holds for every document of ours: the rules of PDF/UA that a program can look at."""
    with made.pdf.open_metadata() as metadata:
        assert "1" == metadata.get("pdfuaid:part")
        assert "Workbook" == metadata["dc:title"]
    assert "en" == str(made.pdf.Root.Lang)
    assert made.pdf.Root.MarkInfo.Marked
    assert "" == made.loose
    assert set(made.shown) == set(made.pieces), "something on a page is in no place of the structure"
    assert len(made.pieces) == len(set(made.pieces))
    links = [link for page in made.pdf.pages for link in page.get("/Annots", []) if link.Subtype == "/Link"]
    assert [] == [link for link in links if "/StructParent" not in link or not str(link.get("/Contents", ""))]
    levels = [level for level, _ in made.headings]
    assert [] == [step for step in zip([0, *levels], levels, strict=False) if step[1] > step[0] + 1]
    assert "" not in [words for _, words in made.headings]
    assert made.tags.count("LI") == made.tags.count("LBody")
    assert [] == [figure for figure in made.figures if "/Alt" not in figure]
    for table in made.tables:
        assert "TH" in table
        assert table.index("TH") < (table.index("TD") if "TD" in table else len(table))


def out_of_order(texts: Iterator[str], document: Read) -> list[str]:
    """Texts that cannot be read where they belong, each after the one before it."""
    at, missing = 0, []
    for text in (plain(printable(text)[0]) for text in texts):
        found = document.text.find(text, at)
        if found < 0:
            missing.append(text)
        else:
            at = found + len(text)
    return missing


@pytest.mark.parametrize("identity", WORKSHEETS)
def test_every_worksheet_reads_in_the_order_of_its_sheet(identity: str, course: Course, made: Made) -> None:
    """Somebody who listens would be asked what comes later first, or would not be told something at all."""
    worksheet = course.worksheet(identity)
    for paper in PAPERS:
        for answers in (None, worksheet.example or {}):
            sheet, document = made(identity, paper, answers)
            hold(document)
            assert (1, plain(worksheet.title)) == document.headings[0]
            texts = list(spoken({name: value for name, value in sheet.items() if name not in ("foot", "name")}))
            assert len(texts) > 3
            assert [] == out_of_order(iter(texts), document)


def test_out_of_order_is_noticed() -> None:
    """If it were not, the test above would guard nothing."""
    assert ["a"] == out_of_order(iter(["b", "a"]), Read(None, text="ab"))


@pytest.mark.parametrize(("notebook", "page"), CHAPTERS)
def test_every_chapter_is_a_booklet_that_can_be_listened_to(notebook: str, page: int, course: Course) -> None:
    """A chapter on paper would leave out somebody who cannot see, or a worksheet."""
    chapter = course.chapter(notebook)
    cells = [cell for cell in course.notebook(notebook).cells if cell.id not in chapter.not_on_paper]
    asked = [
        course.worksheet(one).title for one in map(shown_by, [c.source for c in cells if isinstance(c, Code)]) if one
    ]
    for paper in PAPERS:
        document = read(make_chapter(course, page, paper, None, TODAY, everything=False, plain_cover=False))
        hold(document)
        assert (1, plain(course.notebook(notebook).title)) == document.headings[0]
        titles = iter([words for level, words in document.headings if level == 2])
        assert [] == [title for title in map(plain, asked) if title not in titles]


@pytest.mark.parametrize("paper", PAPERS)
def test_the_book_has_every_chapter_and_worksheet_with_its_page(paper: Paper, course: Course) -> None:
    """Somebody who never runs a program would get a part of it, or look for a page where it is not."""
    heard: list[tuple[int, int]] = []
    document = read(print_book(course, paper, False, lambda done, of: heard.append((done, of))))
    hold(document)
    chapters = len(CHAPTERS)
    assert [(done, chapters) for done in range(chapters + 1)] == heard
    words = [words for _, words in document.headings]
    on_paper = [course.worksheet(one).title for one in WORKSHEETS if one not in NOT_ON_PAPER]
    expected = [*on_paper, *(chapter.title for chapter in course.chapters()), *(s.title for s in course.stages())]
    assert [] == [title for title in expected if plain(title) not in words]
    pages = {}
    for entry in document.pdf.open_outline().root:
        pages |= entries(document.pdf, entry)
    assert [] == [title for title in expected if plain(title) not in pages]
    contents = document.text[: document.text.index(plain("Getting through the day"))]
    for title in map(plain, expected):
        assert re.search(rf"{re.escape(title)}\.*{pages[title]}(?!\d)", contents), title
    assert document.tags.count("Link") > len(expected)


#: What is only about the screen, by worksheet.
NOT_ON_PAPER = ("my-space",)


def entries(pdf: pikepdf.Pdf, entry: pikepdf.OutlineItem) -> dict[str, int]:
    """Titles of the outline with their pages, from 1."""
    page = entry.destination[0] if entry.destination is not None else None
    number = next((n for n, one in enumerate(pdf.pages, 1) if page is not None and one.objgen == page.objgen), 0)
    found = {plain(entry.title): number}
    for child in entry.children:
        found |= entries(pdf, child)
    return found


# ---- a plain cover


@pytest.mark.parametrize("paper", PAPERS)
def test_a_plain_cover_tells_nothing(paper: Paper, course: Course) -> None:
    """Whoever sees a stack of paper on a table would know what it is about."""
    document = PdfReader(io.BytesIO(make_sheet(course, "leaning", paper, None, TODAY, plain_cover=True)))
    first, back, third = (page.extract_text().strip() for page in document.pages[:3])
    assert ("Workbook", "") == (first, back)
    assert third.startswith(course.worksheet("leaning").title)
    hold(read(make_sheet(course, "leaning", paper, None, TODAY, plain_cover=True)))


# ---- what can never be shared

MARK = "zwiebelmuster"


def marked(worksheet: Worksheet) -> tuple[dict[str, Any], list[str]]:
    """Answers in which every text is a marker of its question, and the markers of those that can never be shared."""
    answers: dict[str, Any] = {}
    private = []
    for number, (name, asked) in enumerate(worksheet.questions.items()):
        mark = f"{MARK}{number:02}x"
        value = with_words(asked, mark)
        if value is None:
            continue
        answers[name] = value
        if worksheet.may_share(asked) == "never":
            private.append(mark)
    return answers, private


def with_words(asked: Any, mark: str) -> Any:
    """An answer that has the marker in it; None for kinds without own words."""
    match asked:
        case Writing() | ShortField():
            return mark
        case ChoiceField():
            return {"picked": None, "other": mark} if asked.other else None
        case ChoicesField():
            return {"picked": [], "other": mark} if asked.other else None
        case List():
            fields = {field.id: with_words(field, mark) for field in asked.fields}
            return [{"id": "a", "from": None, **{name: value for name, value in fields.items() if value}}]
    return None


@pytest.fixture
def unset(monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes to the printer, word for word, in the place of a PDF."""
    monkeypatch.setattr("unhurried.printing.to_pdf", lambda sheet: json.dumps(sheet).encode())


@pytest.mark.parametrize("identity", WORKSHEETS)
def test_nothing_private_is_printed_without_the_second_tick(identity: str, course: Course, unset: None) -> None:
    """A sheet in somebody else's hand would say what nobody may ask for."""
    worksheet = course.worksheet(identity)
    answers, private = marked(worksheet)
    for whole in (False, True):
        without = make_sheet(course, identity, "a4", answers, TODAY, whole=whole).decode()
        assert [] == [mark for mark in private if mark in without]
    text = make_text(course, identity, answers, TODAY)
    assert [] == [mark for mark in private if mark in text]
    everything = make_sheet(course, identity, "a4", answers, TODAY, whole=True, everything=True).decode()
    assert bool(private) == any(mark in everything for mark in private)


@pytest.mark.parametrize("identity", WORKSHEETS)
def test_a_sheet_does_not_tell_whether_something_stayed_out(identity: str, course: Course, unset: None) -> None:
    """Whoever is handed a sheet could see that there was an answer, and ask for it."""
    worksheet = course.worksheet(identity)
    private = {name for name, asked in worksheet.questions.items() if worksheet.may_share(asked) == "never"}
    example = worksheet.example or {}
    shared = {name: value for name, value in example.items() if name not in private}
    if not private & example.keys():
        return
    assert make_sheet(course, identity, "a4", shared, TODAY) == make_sheet(course, identity, "a4", example, TODAY)
    assert make_text(course, identity, shared, TODAY) == make_text(course, identity, example, TODAY)


def test_a_question_of_ones_own_is_not_on_a_sheet_to_hand_over(course: Course) -> None:
    """The other person would ask what belongs there."""
    worksheet = course.worksheet("impact-letter")
    private = [one for one in worksheet.blocks if hasattr(one, "share") and worksheet.may_share(one) == "never"]
    example = worksheet.example or {}
    without = read(make_sheet(course, "impact-letter", "a4", example, TODAY))
    assert len(private) > 1
    assert [] == [one.question for one in private if plain(one.question) in without.text]
    for full in (make_sheet(course, "impact-letter", "a4", example, TODAY, everything=True),
                 make_sheet(course, "impact-letter", "a4", None, TODAY)):  # fmt: skip
        assert [] == [one.question for one in private if plain(one.question) not in read(full).text]


def test_a_private_worksheet_is_blank_without_the_second_tick(course: Course) -> None:
    """A booklet in a drawer would have somebody's leaning in it; or a page would be missing, and tell that."""
    example = course.worksheet("leaning").example or {}
    blank = make_sheet(course, "leaning", "a4", None, TODAY)
    assert blank == make_sheet(course, "leaning", "a4", example, TODAY)
    assert blank != make_sheet(course, "leaning", "a4", example, TODAY, everything=True)


@pytest.mark.parametrize("everything", [False, True])
def test_a_filled_chapter_has_what_was_kept_and_room_for_the_rest(everything: bool, course: Course) -> None:
    """Somebody's booklet would be empty, or would have pages that say "left open" where they could still write."""
    kept: dict[str, dict[str, Any]] = {}
    private: list[str] = []
    shared: list[str] = []
    for number, identity in enumerate(["kind-no", "leaning", "my-decision-for-now"]):
        worksheet = course.worksheet(identity)
        answers, marks = marked(worksheet)
        kept[identity] = json.loads(json.dumps(answers).replace(MARK, f"{MARK}{number}"))
        private += [mark.replace(MARK, f"{MARK}{number}") for mark in marks]
        everyones = set(re.findall(rf"{MARK}\d{{3}}x", json.dumps(kept[identity])))
        shared += sorted(everyones - {mark.replace(MARK, f"{MARK}{number}") for mark in marks})
    kept["my-decision-for-now"]["gone-since"] = "an answer to what the course asks no more"
    page = course.chapter("12-deciding").page
    document = read(make_chapter(course, page, "a4", kept, TODAY, everything, plain_cover=False))
    hold(document)
    in_chapter = [mark for mark in shared if not mark.startswith(f"{MARK}0")]
    assert [] == [mark for mark in in_chapter if mark not in document.text]
    private_here = [mark for mark in private if not mark.startswith(f"{MARK}0")]
    assert [everything] * len(private_here) == [mark in document.text for mark in private_here]
    assert "anansweertowhat" not in document.text
    blank = read(make_chapter(course, page, "a4", None, TODAY, everything, plain_cover=False))
    assert plain(course.worksheet("door-apart").title) in document.text
    assert MARK not in blank.text
    assert blank.pdf.pages[0].Contents.read_bytes() == document.pdf.pages[0].Contents.read_bytes()
