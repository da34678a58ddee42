"""A person's words in Markdown: as they wrote them, whatever they wrote, and never as Markdown."""

from __future__ import annotations

import doctest
import html
import re
from collections.abc import Callable

import mistune
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from unhurried.exporting import quoting
from unhurried.exporting.quoting import lines, one_line, quoted

#: Signs that mean something somewhere in Markdown, and pieces that would be something as they stand.
PIECES = [
    *"\\`*_{}[]()<>#+-.!|~$^@=:&/%\"' \t\n",
    *("# ", "> ", "- ", "+ ", "1. ", "12) ", "***", "---", "===", "```", "~~~", "    ", "\n\n", "  \n", "\\\n"),
    *("[a](b)", "[a]: b", "![a](b)", "<b>", "<!-- ", "&amp;", "&#35;", "| a |", "|---|", "- [ ] ", "[^1]", "[!NOTE]"),
    *("http://a.b", "www.a.b", "a@b.c", "example.org/x", ":smile:", "$x$", "~~a~~", "==a==", "a", "word", "3.5"),
    *("\u2028", "\x0b", "\x00", "\x1b[2J", "\u00a0", "\u200f", "\U0001f622", "שלום", "سلام"),
]
SAID = st.one_of(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.text(max_size=60))

#: Another reader of Markdown than ours, with everything that it can add to it.
OTHER = mistune.create_markdown(
    escape=False,
    plugins=["strikethrough", "footnotes", "table", "url", "task_lists", "def_list", "abbr", "mark", "insert",
             "superscript", "subscript", "math"],
)  # fmt: skip


def seen(text: str) -> list[str]:
    """The lines that somebody wrote, without the signs that have no shape and the spaces that nobody sees."""
    shown = (re.sub(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]", "", line) for line in text.splitlines())
    return [" ".join(line.split()) for line in shown if line.strip()]


def lines_of(read: str) -> list[str]:
    return [" ".join(line.split()) for line in read.split("\n") if line.strip()]


@given(SAID)
@example("a\n===")
@example("| a |\n|---|")
@example("[a]\n\n[a]: b")
@example("\x00    code")
@example("1\n2. b")
@example("www.1and1.com")
def test_a_quote_is_nothing_but_paragraphs_with_every_word(
    structure_of: Callable[[str], list[str]], words_of: Callable[[str], str], said: str
) -> None:
    """A sentence would become a heading or a link, or two lines one, and be read as something that nobody wrote."""
    made = "\n".join(quoted(lines(said)))
    assert set(structure_of(made)) <= {
        *("blockquote_open", "blockquote_close", "paragraph_open", "paragraph_close", "inline", "hardbreak"),
    }
    assert seen(said) == lines_of(words_of(made))


@given(SAID)
@example("http://example.org")
@example("a ~~b~~ ==c== $d$")
def test_another_program_reads_the_same(said: str) -> None:
    """The promise would hold for the one program that we tried."""
    made = str(OTHER("\n".join(quoted(lines(said)))))
    assert {"blockquote", "p", "br"} >= set(re.findall(r"</?([a-z0-9]+)", made))
    assert seen(said) == lines_of(html.unescape(re.sub(r"<[^>]*>", "", made)))


@given(SAID)
def test_a_part_of_a_line_stays_one(
    structure_of: Callable[[str], list[str]], words_of: Callable[[str], str], said: str
) -> None:
    """What somebody called a rung of their ladder would take the rest of the page with it."""
    plain = " ".join(seen(said)) or "nothing"
    told = one_line(said) or "nothing"
    for frame in ("- **{}**", "> **1. {}**  \n> more", "## {}", "> a {} b"):
        made = frame.format(told)
        assert structure_of(frame.format("word")) == structure_of(made)
        assert plain in " ".join(words_of(made).split())


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("www.1and1.com", r"www\.1and1\.com"),
        ("https://example.org/x", r"https:\//example\.org/x"),
        ("bob@example.org", r"bob\@example\.org"),
        (": so that is what it means", r"\: so that is what it means"),
    ],
)
def test_what_some_programs_add_to_markdown_finds_nothing(said: str, told: str) -> None:
    """An address that somebody was sent would be one press away from being opened."""
    assert [told] == lines(said)


def test_words_stay_easy_to_read_as_they_are() -> None:
    """Whoever opens the file without a program for it would stumble over a stroke in every sentence."""
    letter = 'I don\'t know (yet). "Maybe," you said; 14:30, 3.5 hours - or more? Yes! Tea/coffee & 50%…'
    assert [letter] == lines(letter)


def test_space_at_the_beginning_of_a_line_stays(words_of: Callable[[str], str]) -> None:
    """A poem would lose its shape, or turn into a block of code."""
    assert "one\n\u00a0\u00a0\u00a0\u00a0two\n" == words_of("\n".join(quoted(lines("one\n\ttwo"))))


@pytest.mark.parametrize("piece", ["word ", "*", "> \n", "1. a\n", "שלום ", "\U0001f622"])
def test_a_hundred_thousand_signs_are_all_there(piece: str, words_of: Callable[[str], str]) -> None:
    """The end of a long letter would be missing."""
    said = piece * (100_000 // len(piece))
    assert seen(said) == lines_of(words_of("\n".join(quoted(lines(said)))))


def test_the_examples_in_the_code_are_right() -> None:
    """Whoever changes it would be led astray by its own description."""
    assert 0 == doctest.testmod(quoting).failed
    assert 2 <= doctest.testmod(quoting).attempted
