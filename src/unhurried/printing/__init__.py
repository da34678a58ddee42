"""The course on paper: a worksheet, a chapter or all of it, blank or with what somebody answered, becomes a PDF in
memory.

sheet.py    what stands on one, as plain JSON         forms.py, wording.py, prose.py   what that is made of
bound.py    a chapter, and the book; last_pages.py    rewording.py                     words that only a screen needs
room.py     blank: room to write in                   letters.py                       what the fonts can show
answers.py  filled: the answers                       pdf.py, sheet.typ                how it is set
card.py     a card                                    therapist.py                     a page for a therapist
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from unhurried.course import Chapter, Course
from unhurried.printing import bound
from unhurried.printing.bound import Tell
from unhurried.printing.card import card_sheet
from unhurried.printing.pdf import to_pdf
from unhurried.printing.sheet import PAPERS, Filled, Paper, sheet
from unhurried.printing.therapist import therapist_sheet
from unhurried.worksheet import Worksheet

__all__ = [
    "PAPERS",
    "Filled",
    "Paper",
    "Tell",
    "print_book",
    "print_card",
    "print_chapter",
    "print_for_therapist",
    "print_worksheet",
]


def print_worksheet(
    course: Course,
    worksheet: Worksheet,
    paper: Paper = "a4",
    filled: Filled | None = None,
    plain_cover: bool = False,
) -> bytes:
    """A worksheet as a tagged PDF (PDF/UA-1), black and white, with a name that tells no topic.

    Takes about a tenth of a second, and up to some seconds for hundreds of pages: from a server, call it in a process
    of its own.

    Args:
        course: the worksheet's course.
        worksheet: what is printed.
        paper: its size.
        filled: what somebody answered; None: blank.
        plain_cover: with a first page that tells nothing.

    Raises:
        CourseError: sources, suggestions or words of the course are not right.
        PrintFailed: it could not be set; says nothing of the words in it.
    """
    return to_pdf(sheet(course, worksheet, paper, filled, plain_cover))


def print_chapter(
    course: Course,
    chapter: Chapter,
    paper: Paper = "a4",
    filled: Mapping[str, Filled] | None = None,
    plain_cover: bool = False,
) -> bytes:
    """A chapter as a booklet, with its prose and its worksheets in order. About half a second.

    Args:
        course: the chapter's course.
        chapter: one that is ready.
        paper: its size.
        filled: worksheet id -> what somebody answered; one that is not there stands blank. None: all are blank.
        plain_cover: with a first page that tells nothing.

    Raises:
        CourseError: the chapter, or something that it needs, is not right.
        PrintFailed: it could not be set; says nothing of the words in it.
    """
    return to_pdf(bound.chapter(course, chapter, paper, filled, plain_cover))


def print_book(course: Course, paper: Paper, plain_cover: bool, tell: Tell) -> bytes:
    """The whole course as one blank book with contents.

    Args:
        course: what is printed.
        paper: its size.
        plain_cover: with a first page that tells nothing.
        tell: called with how many chapters are put together, and how many there are. Once all are, they are set,
            which takes longest (docs/adr/0016).

    Raises:
        CourseError: a chapter, or something that it needs, is not right.
        PrintFailed: it could not be set.
    """
    return to_pdf(bound.book(course, paper, plain_cover, tell))


def print_card(course: Course, face: Mapping[str, Any], paper: Paper = "a4") -> bytes:
    """A card as a PDF, likewise: what another person sees (`exercise_page/card_face.py`), and nothing else.

    Raises:
        CourseError: the words of the course are not right.
        PrintFailed: it could not be set; says nothing of the words in it.
    """
    return to_pdf(card_sheet(course, face, paper))


def print_for_therapist(course: Course, chosen: Sequence[tuple[Worksheet, Filled]], paper: Paper = "a4") -> bytes:
    """A page for a therapist of one's own as a PDF, likewise.

    Args:
        course: gives the interface's words.
        chosen: worksheets with the answers that shall stand there and no others, and with the results of these.
        paper: its size.

    Raises:
        CourseError: the words of the course are not right.
        PrintFailed: it could not be set; says nothing of the words in it.
    """
    return to_pdf(therapist_sheet(course, chosen, paper))
