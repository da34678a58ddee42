"""Sheets, and what can be read in them."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from unhurried.course import Course
from unhurried.printing import Filled, print_worksheet

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def course() -> Course:
    """The course that comes with the program."""
    return Course(ROOT)


@pytest.fixture(scope="session")
def gallery() -> Course:
    """One worksheet for each kind of block."""
    return Course(ROOT / "docs/gallery")


@pytest.fixture(scope="session")
def text_of() -> Callable[[bytes], str]:
    """Everything that can be read in a PDF, with single spaces."""

    def read(pdf: bytes) -> str:
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
        return " ".join(" ".join(pages).replace("\u200b", "").split())

    return read


@pytest.fixture
def garden(gallery: Course) -> Callable[[Any], bytes]:
    """The worksheet with one question in own words, filled with these."""
    worksheet = gallery.worksheet("writing")
    return lambda words: print_worksheet(gallery, worksheet, "a4", Filled({"garden": words}, {}, everything=True))
