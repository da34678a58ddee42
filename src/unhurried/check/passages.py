"""The words that people see, taken out of course files together with the line on which each of them stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from unhurried.course_file import Loc

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
_CORE = re.compile(r"\w(?:.*\w)?")


@dataclass(frozen=True)
class Passage:
    """A paragraph, heading, list item, table cell or single text.

    Attributes:
        file: the name to show.
        place: where in the file, in words.
        loc: the keys and indexes that lead to it.
        words: its words in order, without Markdown's marks.
        lines: the line (from 1) of each word.
        heading: 1 or 2 for a heading of that level, and so on; 0 for anything else.
        links: `(index of the first word, address)` of each link and picture.
    """

    file: str
    place: str
    loc: Loc
    words: tuple[str, ...]
    lines: tuple[int, ...]
    heading: int = 0
    links: tuple[tuple[int, str], ...] = ()

    @cached_property
    def text(self) -> str:
        """The words with one space between them, and with straight apostrophes."""
        return " ".join(self.words).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate((len(word) + 1 for word in self.words), initial=0))

    def line_at(self, offset: int) -> int:
        """The line of the character at this offset of `text`."""
        return self.line_of(bisect_right(self._starts, offset) - 1)

    def line_of(self, word: int) -> int:
        return self.lines[min(word, len(self.lines) - 1)]


@dataclass(frozen=True)
class Span:
    """Where a text stands in a file: from a column of the line `first` to the end of the line `last`, from 0."""

    first: int
    column: int
    last: int


def of_markdown(file: str, place: str, loc: Loc, text: str, raw: Sequence[str], span: Span) -> Iterator[Passage]:
    """The passages of a Markdown text. `raw`: the lines of the file that it stands in."""
    heading = 0
    found: list[tuple[int, list[str], list[tuple[int, str]]]] = []
    for token in _markdown.parse(text):
        if token.type == "heading_open":
            heading = int(token.tag[1:])
        elif token.type == "heading_close":
            heading = 0
        elif token.type == "inline":
            found.append((heading, *_plain(token.children or [])))
        elif token.type in ("fence", "code_block"):
            found.append((0, token.content.split(), []))
    lines = _lines([word for _, words, _ in found for word in words], raw, span)
    for level, words, links in found:
        own, lines = lines[: len(words)], lines[len(words) :]
        if words:
            yield Passage(file, place, loc, tuple(words), tuple(own), level, tuple(links))


def of_text(file: str, place: str, loc: Loc, text: str, raw: Sequence[str], span: Span) -> Iterator[Passage]:
    """The passage of a plain text; none where it is empty."""
    words = text.split()
    if words:
        yield Passage(file, place, loc, tuple(words), tuple(_lines(words, raw, span)))


def texts(node: yaml.Node, silent: Collection[str], loc: tuple[str | int, ...] = ()) -> Iterator[tuple[Loc, str, Span]]:
    """Each text of a YAML file, with its location and where it stands; without what is below a `silent` key."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value not in silent:
                yield from texts(value, silent, (*loc, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from texts(value, silent, (*loc, index))
    elif node.tag == "tag:yaml.org,2002:str":
        start, end = node.start_mark, node.end_mark
        yield loc, str(node.value), Span(start.line, start.column, end.line)


def _plain(tokens: Sequence[Token]) -> tuple[list[str], list[tuple[int, str]]]:
    text, links = "", []
    for token in tokens:
        if token.type == "link_open":
            links.append((len(text.split()), str(token.attrGet("href") or "")))
        elif token.type == "image":
            links.append((len(text.split()), str(token.attrGet("src") or "")))
        text += " " if token.type in ("softbreak", "hardbreak") else token.content
    return text.split(), links


def _lines(words: Sequence[str], raw: Sequence[str], span: Span) -> list[int]:
    """The line (from 1) of each word: words stand in the file in their order, whatever marks and quotes stand
    between them. One that cannot be seen there (it is written with an escape) counts to the line of the one before."""
    line, column, found = span.first, span.column, []
    for word in words:
        core = _CORE.search(word)
        for at in range(line, min(span.last + 1, len(raw))) if core else ():
            place = raw[at].find(core[0], column if at == line else 0) if core else -1
            if place >= 0:
                line, column = at, place + len(core[0] if core else "")
                break
        found.append(line + 1)
    return found


def key_path(loc: Loc, _data: Any = None) -> str:
    """A location as the keys that lead to it.

    >>> key_path(("page", "help"))
    'page.help'
    """
    return ".".join(str(step) for step in loc)
