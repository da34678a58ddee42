"""A sheet as a document: for those who listen to it, for every printer, and without a word on who or what it is for."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest

from unhurried.course import Course
from unhurried.printing import PAPERS, Filled, Paper, print_worksheet

MILLIMETRES = {"a4": (210, 297), "letter": (215.9, 279.4)}
#: The fonts that typst carries.
FONTS = ("LibertinusSerif", "NewCM", "DejaVuSansMono")


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


@pytest.mark.parametrize("paper", PAPERS)
def test_a_sheet_fits_its_paper(paper: Paper, gallery: Course) -> None:
    """A printer would cut off the last line, or shrink everything."""
    for filled in (None, Filled(gallery.worksheet("everything").example or {}, {}, everything=True)):
        for page in opened(print_worksheet(gallery, gallery.worksheet("everything"), paper, filled)).pages:
            size = [float(corner) * 25.4 / 72 for corner in page.mediabox[2:]]
            assert MILLIMETRES[paper] == pytest.approx(size, abs=0.3)


def test_the_document_tells_no_topic_no_time_and_no_machine(course: Course) -> None:
    """A list of recent files, or a search of the disk, would tell what somebody is living through."""
    pdf = opened(print_worksheet(course, course.worksheet("touch-ladder")))
    assert {"/Title", "/Creator"} == set(pdf.docinfo.keys())
    with pdf.open_metadata() as metadata:
        assert "Workbook" == metadata["dc:title"]
        assert {"dc:creator", "dc:subject", "pdf:Keywords", "xmp:CreateDate"}.isdisjoint(metadata)
    assert "/Names" not in pdf.Root or "/EmbeddedFiles" not in pdf.Root.Names


def test_two_sheets_with_the_same_words_are_the_same(course: Course) -> None:
    """Somebody could tell from two files when each was made, or on which machine."""
    worksheet = course.worksheet("touch-ladder")
    assert print_worksheet(course, worksheet) == print_worksheet(course, worksheet)


def test_a_sheet_has_no_font_of_this_machine_and_no_colour(gallery: Course) -> None:
    """It would look different elsewhere, and on a printer without colour an answer could vanish."""
    pdf = opened(print_worksheet(gallery, gallery.worksheet("everything")))
    for page in pdf.pages:
        for font in page.Resources.Font.values():
            assert str(font.BaseFont).split("+")[1].startswith(FONTS)
        used = {str(instruction.operator) for instruction in pikepdf.parse_content_stream(page)}
        assert used.isdisjoint({"rg", "RG", "k", "K"})


@pytest.mark.parametrize("filled", [False, True])
def test_no_sheet_says_who_wrote_it(filled: bool, course: Course, text_of: Callable[[bytes], str]) -> None:
    """Whoever finds a sheet would learn which of two people it belongs to."""
    for identity in course.worksheet_ids():
        worksheet = course.worksheet(identity)
        read = text_of(print_worksheet(course, worksheet, "a4", Filled({}, {}, everything=True) if filled else None))
        for who in worksheet.who:
            assert f"For {course.words()['exercise']['who'][who]}" not in read


def test_every_page_says_what_it_is_not(course: Course, text_of: Callable[[bytes], str]) -> None:
    """Somebody in danger could wait for an answer from a sheet of paper."""
    pdf = print_worksheet(course, course.worksheet("touch-ladder"))
    pages = len(opened(pdf).pages)
    read = text_of(pdf)
    assert pages == read.count("Not a crisis service")
    assert pages == read.count('"Get help" in the workbook, or findahelpline.com')
    assert [True] * pages == [f"Page {page} of {pages}" in read for page in range(1, pages + 1)]
    assert "Not yet reviewed by a clinician" in read
    assert "Nobody has a right to ask you for this sheet" in read


def test_an_answer_of_one_persons_own_says_so(gallery: Course, text_of: Callable[[bytes], str]) -> None:
    """Nobody could say "that is not for you" of one answer on a sheet that can be shared."""
    read = text_of(print_worksheet(gallery, gallery.worksheet("writing")))
    assert "Nobody has a right to ask you for this answer" in read
    assert "Nobody has a right to ask you for this sheet" not in read


def test_sources_stand_at_the_end(course: Course, text_of: Callable[[bytes], str]) -> None:
    """Nobody could look up what a sheet rests on."""
    worksheet = course.worksheet("touch-ladder")
    read = text_of(print_worksheet(course, worksheet))
    for name in worksheet.sources:
        assert course.sources()[name].short in read
    assert "What experienced clinicians agree on" in read
