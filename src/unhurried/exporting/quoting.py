"""A person's words inside Markdown: every sign stays a sign, and every line a line.

Held for CommonMark, and for the tables, strikethrough, tasks and addresses that GitHub adds to it. The file can still
be read as it is: only signs that could mean something get a backslash.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_SIGNS = re.compile(
    r"""
      [\\`*_{}\[\]<>|~$^@\#=+]                   # emphasis, code, links, HTML, tables, mathematics, mentions, tags
    | &(?=[\#\w])                                # an entity
    | /(?=/)                                     # an address
    | \.(?=[^\W\d_]) | (?<=[^\W\d_])\.(?=\w)     # an address without its beginning: example.org
    | \A[-:]                                     # a list, a line across, a definition
    """,
    re.VERBOSE,
)
_NUMBER = re.compile(r"\A([0-9]+)([.)])")  # a numbered list
#: Signs without a shape. In a terminal they could clear the screen.
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_HARD_SPACE = "\u00a0"


def one_line(text: str) -> str:
    r"""A text as a part of one line.

    >>> one_line("1. *not* a list")
    '1\\. \\*not\\* a list'
    """
    return _escaped(" ".join(_CONTROLS.sub("", " ".join(text.splitlines())).split()))


def lines(text: str) -> list[str]:
    r"""A text with its own line breaks, as the lines of one or more paragraphs.

    Space at the beginning of a line becomes a kind that Markdown neither drops nor takes for code.

    >>> lines("It rained.\n  # not a heading\n\nBut then:")
    ['It rained.  ', '\xa0\xa0\\# not a heading', '', 'But then:']
    """
    return broken(_whole(_CONTROLS.sub("", line)) for line in text.splitlines())


def broken(parts: Iterable[str]) -> list[str]:
    """Lines of Markdown, with two spaces where another line of the same paragraph follows: Markdown's line break."""
    given = list(parts)
    after = [*given[1:], ""]
    return [f"{line}  " if line and more else line for line, more in zip(given, after, strict=False)]


def quoted(inside: Iterable[str]) -> list[str]:
    """Lines of Markdown as a quote."""
    return [f"> {line}" if line else ">" for line in inside]


def _whole(line: str) -> str:
    plain = line.expandtabs(4).rstrip()
    inside = plain.lstrip(" ")
    return _HARD_SPACE * (len(plain) - len(inside)) + _escaped(inside)


def _escaped(text: str) -> str:
    return _NUMBER.sub(r"\1\\\2", _SIGNS.sub(r"\\\g<0>", text))
