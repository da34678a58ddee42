"""Worksheets on paper: a worksheet, and what somebody answered or nothing, becomes a PDF in memory.

sheet.py    what stands on it, as plain JSON          forms.py, wording.py, prose.py   what that is made of
room.py     blank: room to write in                   letters.py                       what the fonts can show
answers.py  filled: the answers                       pdf.py, sheet.typ                how it is set
card.py     a card                                    therapist.py                     a page for a therapist
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from unhurried.course import Course
from unhurried.printing.card import card_sheet
from unhurried.printing.pdf import to_pdf
from unhurried.printing.sheet import PAPERS, Filled, Paper, sheet
from unhurried.printing.therapist import therapist_sheet
from unhurried.worksheet import Worksheet

__all__ = ["PAPERS", "Filled", "Paper", "print_card", "print_for_therapist", "print_worksheet"]


def print_worksheet(course: Course, worksheet: Worksheet, paper: Paper = "a4", filled: Filled | None = None) -> bytes:
    """A worksheet as a tagged PDF (PDF/UA-1), black and white, with a name that tells no topic.

    Takes about a tenth of a second, and up to some seconds for hundreds of pages: from a server, call it in a process
    of its own.

    Args:
        course: the worksheet's course.
        worksheet: what is printed.
        paper: its size.
        filled: what somebody answered; None: blank.

    Raises:
        CourseError: sources, suggestions or words of the course are not right.
        PrintFailed: it could not be set; says nothing of the words in it.
    """
    return to_pdf(sheet(course, worksheet, paper, filled))


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
