"""What the printer's fonts can show, and what stands on paper for the rest.

Sheets use the fonts that typst carries (Libertinus Serif, New Computer Modern, DejaVu Sans Mono) and none of the
machine's: the same sheet comes out everywhere, and nothing on it tells which machine made it. They cover Latin,
Greek, Cyrillic, Armenian, Hebrew, Arabic and Persian, Devanagari, Georgian and many signs. They do not cover Chinese,
Japanese, Korean, Thai, Urdu and most other scripts, nor most emoji.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

#: Stands for a letter that cannot be printed.
BOX = "\u25a1"

#: First and last of each run of letters that the fonts have (tests/printing holds them against the fonts).
_RUNS = (
    (0x0020, 0x007E),
    (0x00A0, 0x04FF),  # Latin, phonetic signs, accents, Greek, Cyrillic
    (0x0531, 0x05F4),  # Armenian, Hebrew
    (0x060C, 0x060C),
    (0x061B, 0x061B),
    (0x061F, 0x061F),
    (0x0621, 0x063A),  # Arabic …
    (0x0640, 0x0655),
    (0x0660, 0x066D),
    (0x067E, 0x067E),  # … and the letters that Persian adds
    (0x0686, 0x0686),
    (0x0698, 0x0698),
    (0x06A9, 0x06A9),
    (0x06AF, 0x06AF),
    (0x06CC, 0x06CC),
    (0x06F0, 0x06F9),
    (0x0900, 0x097F),  # Devanagari
    (0x10D0, 0x10FF),  # Georgian
    (0x1D00, 0x1FFF),  # Vietnamese, old Greek
    (0x2000, 0x2040),  # dashes, quotes, spaces, direction marks
    (0x2044, 0x2052),
    (0x2054, 0x206F),
    (0x2070, 0x20DC),  # raised and lowered figures, money
    (0x2100, 0x211E),
    (0x2122, 0x2122),
    (0x2126, 0x214F),
    (0x2153, 0x2184),
    (0x2190, 0x23FF),  # arrows, mathematics
    (0x2460, 0x262F),  # circled figures, lines, shapes
    (0x2638, 0x268B),
    (0x2690, 0x269C),
    (0x26A0, 0x26A7),
    (0x2761, 0x277F),  # hearts
    (0x27C0, 0x2BFF),
    (0xFB00, 0xFB06),
    (0xFB1D, 0xFB4F),
    (0xFFFD, 0xFFFD),
)
#: Categories of Unicode that show nothing by themselves: controls, joiners, accents, skin tones.
_UNSEEN = ("Cc", "Cf", "Me", "Mn", "Sk")
#: Letters without a gap after which a line may break all the same. Longer than any word, shorter than any line.
_LONGEST_WORD = 40
_TOO_LONG = re.compile(rf"(\S{{{_LONGEST_WORD}}})(?=\S)")
_BREAK = "\u200b"


def printable(value: Any) -> tuple[Any, bool]:
    """Plain JSON with every text in it made printable, and whether a letter had to be left out.

    Accents are put together with their letters. An emoji becomes its name in brackets, any other letter that the
    fonts lack a `BOX`, and controls vanish. A text without gaps gets places where a line may break.

    >>> printable({"a": ["so glad \\U0001f602", "\\u4e2d"]})
    ({'a': ['so glad [face with tears of joy]', '□']}, True)
    """
    if isinstance(value, str):
        shown = "".join(_shown(letter) for letter in unicodedata.normalize("NFC", value))
        return _TOO_LONG.sub(rf"\1{_BREAK}", shown), shown.count(BOX) > value.count(BOX)
    if isinstance(value, list):
        parts = [printable(part) for part in value]
        return [part for part, _ in parts], any(lost for _, lost in parts)
    if isinstance(value, dict):
        named = {name: printable(part) for name, part in value.items()}
        return {name: part for name, (part, _) in named.items()}, any(lost for _, lost in named.values())
    return value, False


def right_to_left(text: str) -> bool:
    """Whether a paragraph runs from right to left: its first letter that has a direction decides."""
    directions = (unicodedata.bidirectional(letter) for letter in text)
    return next((one != "L" for one in directions if one in ("L", "R", "AL")), False)


@cache
def _shown(letter: str) -> str:
    if _has(letter):
        return letter
    plain = unicodedata.normalize("NFKC", letter)
    if plain != letter and all(_has(part) for part in plain):
        return plain
    category = unicodedata.category(letter)
    if category == "So":
        return f"[{unicodedata.name(letter).lower()}]"
    return "" if category in _UNSEEN else BOX


def _has(letter: str) -> bool:
    if unicodedata.category(letter) in ("Cc", "Cn", "Me"):
        return False
    return any(first <= ord(letter) <= last for first, last in _RUNS)
