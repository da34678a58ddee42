"""A person's words on paper: as they wrote them, whatever they wrote, and never as commands."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
import typst
from pypdf import PdfReader

from unhurried.course import Course
from unhurried.errors import PrintFailed
from unhurried.printing import Filled, print_worksheet
from unhurried.printing.letters import _RUNS, _has, printable, right_to_left

EVIL = [
    '#import "@preview/cetz:0.3.0": *',
    '#read("/etc/passwd")',
    "#panic() ] } ) \\ ] }",
    "$ x^2 $ and $5 and \\$",
    "*bold* _slanted_ `raw` = heading",
    "- a dash + a plus / a term: x",
    "@label <label> // comment /* comment */",
    "--- -- ~ \" ' \u201c \u2019",
    '"}; json(bytes(sys.inputs.sheet)) {"',
    "{page} {pages} {count}",
    "https://example.org/a?b=c#d",
]


@pytest.mark.parametrize("words", EVIL)
def test_signs_stay_signs(words: str, garden: Callable[[Any], bytes], text_of: Callable[[bytes], str]) -> None:
    """What somebody wrote would be changed, or run, by the program that prints it."""
    assert words in text_of(garden(words))


def test_lines_stay_apart(garden: Callable[[Any], bytes], text_of: Callable[[bytes], str]) -> None:
    """A letter would become one lump."""
    read = text_of(garden("first\nsecond\r\n\r\nthird\u2028fourth"))
    assert "first second third fourth" in read


def test_a_hundred_pages_are_all_there(garden: Callable[[Any], bytes], text_of: Callable[[bytes], str]) -> None:
    """The end of a long letter would be missing."""
    words = [f"word{number}" for number in range(12_000)]
    assert len(" ".join(words)) > 100_000
    assert words == [word for word in text_of(garden(" ".join(words))).split() if word.startswith("word")]


def test_words_without_gaps_stay_on_the_page(garden: Callable[[Any], bytes]) -> None:
    """A long address would run off the paper."""
    assert 4 <= len(PdfReader(io.BytesIO(garden("x" * 20_000))).pages)


def test_other_scripts_are_printed_and_what_is_missing_is_said(
    garden: Callable[[Any], bytes], text_of: Callable[[bytes], str]
) -> None:
    """Somebody would find holes in their own words, and no reason for them."""
    for words in ("Ελληνικά", "Русский", "Tiếng Việt", "Հայերեն", "हाँ", "ქართული"):
        read = text_of(garden(words))
        assert "could not be printed" not in read, words
    for words in ("עברית", "العربية", "فارسی گچپژ"):
        assert "could not be printed" not in text_of(garden(words)), words
    read = text_of(garden("before 中文 after"))
    assert "before \u25a1\u25a1 after" in read
    assert "could not be printed" in read


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("\U0001f622", "[crying face]"),
        ("\u2764\ufe0f", "\u2764"),
        ("\U0001f44d\U0001f3fd", "[thumbs up sign]"),
        ("1\ufe0f\u20e3", "1"),
        ("\U0001d4d7\U0001d4f2", "Hi"),
        ("a\0b\x07c\x1bd", "abcd"),
        ("\ud83d", "\u25a1"),
        ("e\u0301", "\u00e9"),
        ("\U000e0041", ""),
    ],
)
def test_what_stands_for_signs_that_paper_does_not_have(
    written: str, printed: str, garden: Callable[[Any], bytes]
) -> None:
    """A tear would be an empty box, and a broken sign would keep a whole page from being printed."""
    assert printed == printable(written)[0]
    assert garden(written)


def test_every_letter_that_we_call_printable_is(garden: Callable[[Any], bytes]) -> None:
    """A sheet would lose its mark for accessibility, or a person their letters, after an update of the fonts."""
    letters = [chr(code) for first, last in _RUNS for code in range(first, last + 1) if _has(chr(code))]
    assert len(letters) > 5_000
    assert b"<pdfuaid:part>1<" in garden("\n".join(letters))


def test_direction_follows_the_words(garden: Callable[[Any], bytes]) -> None:
    """Hebrew and Arabic would begin at the wrong end of the line."""
    assert right_to_left("(שלום) hello")
    assert right_to_left("العربية")
    assert not right_to_left("hello שלום")
    assert not right_to_left("12 !")
    assert garden("שלום (hello) 12\nالعربية 34!\n\u202e\u2067\u200f")


def test_a_cluster_that_no_font_has_whole_is_printed_all_the_same(garden: Callable[[Any], bytes]) -> None:
    """One odd sign would keep a person from printing anything."""
    made = garden("\u0104\u0952")
    assert b"<pdfuaid:part>" not in made
    assert b"/StructTreeRoot" in made


@pytest.mark.parametrize("kind", [typst.TypstError, RuntimeError, BaseException])
def test_an_error_repeats_nobodys_words(
    kind: type[BaseException], gallery: Course, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """What typst quotes of a letter would stand in a log."""

    def fail(*_: Any, sys_inputs: dict[str, str], **__: Any) -> None:
        raise kind(f"unexpected {sys_inputs['sheet']}")

    monkeypatch.setattr(typst, "compile", fail)
    with pytest.raises(PrintFailed) as caught:
        print_worksheet(
            gallery, gallery.worksheet("writing"), "a4", Filled({"garden": "zwiebelmuster"}, {}, everything=True)
        )
    assert caught.value.__context__ is None
    assert caught.value.__cause__ is None
    assert "zwiebelmuster" not in f"{caught.value!r} {caught.value.args}"
    assert ("", "") == capfd.readouterr()


def test_typst_does_quote(gallery: Course) -> None:
    """If it no longer did, the test above would guard nothing."""
    source = b'#set document(title: "x")\n#set text(lang: "en")\n#text(sys.inputs.a)'
    with pytest.raises(typst.TypstError, match="\u4e2d"):
        typst.compile(source, ignore_system_fonts=True, pdf_standards=["ua-1"], sys_inputs={"a": "\u4e2d"})


def test_filled_answers_are_not_in_repr() -> None:
    """A debugger's line or a crash report would show a person's words."""
    assert "zwiebelmuster" not in repr(Filled({"garden": "zwiebelmuster"}, {"mean": "zwiebelmuster"}))
