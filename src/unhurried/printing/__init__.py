"""Worksheets on paper: a worksheet, and what somebody answered or nothing, becomes a PDF in memory.

sheet.py    what stands on it, as plain JSON          forms.py, wording.py, prose.py   what that is made of
room.py     blank: room to write in                   letters.py                       what the fonts can show
answers.py  filled: the answers                       pdf.py, sheet.typ                how it is set
"""

from __future__ import annotations

from unhurried.course import Course
from unhurried.printing.pdf import to_pdf
from unhurried.printing.sheet import PAPERS, Filled, Paper, sheet
from unhurried.worksheet import Worksheet

__all__ = ["PAPERS", "Filled", "Paper", "print_worksheet"]


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
