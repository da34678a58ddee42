"""A PDF as those hear it who listen: its structure in reading order, and what is on each page outside of it."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from typing import Any

import pikepdf

#: (page, number of a piece of marked content on it)
Piece = tuple[int, int]
_CODE = rb"\s*<([0-9A-Fa-f]+)>"


@dataclass
class Read:
    """`tags`: of all elements in order, such as "H1"; `text`: all words in order, without spaces; `pieces`: what the
    structure names; `shown`: what stands on the pages under a number, with its words; `loose`: words that are neither
    in the structure nor marked as an ornament; `ornaments`: words that are; `alts`: of figures; `links`."""

    pdf: pikepdf.Pdf
    tags: list[str] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    shown: dict[Piece, str] = field(default_factory=dict)
    loose: str = ""
    ornaments: str = ""
    text: str = ""
    figures: list[Any] = field(default_factory=list)
    tables: list[list[str]] = field(default_factory=list)


def read(made: bytes) -> Read:
    pdf = pikepdf.open(io.BytesIO(made))
    found = Read(pdf)
    pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
    fonts: dict[tuple[int, int], dict[bytes, str]] = {}
    for number, page in enumerate(pdf.pages):
        _read_page(found, number, page, fonts)
    _walk(found, pdf.Root.StructTreeRoot.K, None, pages)
    found.text = "".join(found.shown.get(piece, "") for piece in found.pieces)
    return found


def plain(text: str) -> str:
    """Words without spaces: where lines break is no matter of reading."""
    return re.sub(r"[\s\u200b\u2060]+", "", text)


def _walk(found: Read, part: Any, page: int | None, pages: dict[tuple[int, int], int]) -> None:
    if isinstance(part, int):
        assert page is not None
        found.pieces.append((page, part))
    elif isinstance(part, pikepdf.Array):
        for one in part:
            _walk(found, one, page, pages)
    elif isinstance(part, pikepdf.Dictionary):
        page = pages[part.Pg.objgen] if "/Pg" in part else page
        if "/MCID" in part:
            _walk(found, int(part.MCID), page, pages)
        elif "/S" in part:
            tag = str(part.S)[1:]
            found.tags.append(tag)
            first = len(found.pieces)
            if tag == "Figure":
                found.figures.append(part)
            begun = len(found.tags)
            if "/K" in part:
                _walk(found, part.K, page, pages)
            if re.fullmatch(r"H\d", tag):
                words = "".join(found.shown.get(piece, "") for piece in found.pieces[first:])
                found.headings.append((int(tag[1:]), words))
            if tag == "Table":
                found.tables.append(found.tags[begun:])


def _read_page(found: Read, number: int, page: pikepdf.Page, fonts: dict[tuple[int, int], dict[bytes, str]]) -> None:
    resources = page.Resources
    inside: list[int | str | None] = []  # the marks around what comes next: a number, "Artifact", None for any other
    letters: dict[bytes, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC" | "BMC":
                marks = operands[1] if len(operands) > 1 and isinstance(operands[1], pikepdf.Dictionary) else {}
                if str(operands[0]) == "/Artifact":
                    inside.append("Artifact")
                else:
                    inside.append(int(marks["/MCID"]) if "/MCID" in marks else None)
            case "EMC":
                inside.pop()
            case "Tf":
                font = resources.Font[operands[0]]
                if font.objgen not in fonts:
                    fonts[font.objgen] = _letters(font)
                letters = fonts[font.objgen]
            case "Tj" | "TJ":
                parts = operands[0] if str(operator) == "TJ" else operands
                codes = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
                words = "".join(letters.get(codes[at : at + 2], "") for at in range(0, len(codes), 2))
                _put(found, number, inside, plain(words))


def _put(found: Read, number: int, inside: list[int | str | None], words: str) -> None:
    marks = [mark for mark in inside if mark is not None]
    if "Artifact" in marks:
        found.ornaments += words
    elif marks:
        piece = (number, int(marks[-1]))
        found.shown[piece] = found.shown.get(piece, "") + words
    else:
        found.loose += words


def _letters(font: Any) -> dict[bytes, str]:
    """What each code of two bytes stands for."""
    table = bytes(font.ToUnicode.read_bytes())
    letters: dict[bytes, str] = {}
    for body in re.findall(rb"beginbfchar(.*?)endbf", table, re.DOTALL):
        for one, two in re.findall(_CODE * 2, body):
            letters[bytes.fromhex(one.decode())] = _text(two)
    for body in re.findall(rb"beginbfrange(.*?)endbf", table, re.DOTALL):
        for first, last, start in re.findall(_CODE * 3, body):
            for step in range(int(last, 16) - int(first, 16) + 1):
                letters[(int(first, 16) + step).to_bytes(2, "big")] = chr(ord(_text(start)) + step)
    return letters


def _text(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be")
