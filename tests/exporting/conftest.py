"""Spaces as a vault gives them, and what Markdown makes of a text."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from markdown_it import MarkdownIt
from markdown_it.token import Token

from unhurried.course import Course
from unhurried.exporting import Whole, copy_of_space
from unhurried.space.vault import Answer, Version

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 20)
AT = "2026-11-20T21:30:00+01:00"
BEFORE = "2026-11-13T20:00:00+01:00"

# A busy machine is no fault of a rule: examples are counted, never timed.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


@pytest.fixture(scope="session")
def course() -> Course:
    """The course that comes with the program."""
    return Course(ROOT)


@pytest.fixture(scope="session")
def gallery() -> Course:
    """One worksheet for each kind of block."""
    return Course(ROOT / "docs/gallery")


@pytest.fixture(scope="session")
def today() -> date:
    return TODAY


@pytest.fixture(scope="session")
def states() -> Callable[..., list[Answer]]:
    """The states of an answer, oldest first; `beside`: values between which nobody has chosen yet."""

    def made(*values: Any, beside: tuple[Any, ...] = ()) -> list[Answer]:
        earlier = [Answer(value, number, BEFORE) for number, value in enumerate(values[:-1], 1)]
        return [*earlier, Answer(values[-1], len(values), AT, [Version(value, AT) for value in beside])]

    return made


@pytest.fixture(scope="session")
def copied() -> Callable[[Course, Whole, bool], tuple[str, Any]]:
    """What stands in a copy of a space: the Markdown, and the JSON as it is read again."""

    def read(course: Course, whole: Whole, everything: bool) -> tuple[str, Any]:
        with zipfile.ZipFile(io.BytesIO(copy_of_space(course, whole, everything, TODAY))) as pages:
            assert ["words.md", "words.json"] == pages.namelist()
            return pages.read("words.md").decode(), json.loads(pages.read("words.json"))

    return read


def _leaves(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _leaves(token.children or [])


@pytest.fixture(scope="session")
def structure_of() -> Callable[[str], list[str]]:
    """Everything in a Markdown text that is not words: paragraphs, emphasis, links and so on, in their order."""
    return lambda text: [token.type for token in _leaves(MARKDOWN.parse(text)) if token.type != "text"]


@pytest.fixture(scope="session")
def words_of() -> Callable[[str], str]:
    """What somebody reads when a Markdown text is shown, with line breaks where they see one."""

    def read(text: str) -> str:
        said = {"text": lambda token: token.content, "hardbreak": lambda _: "\n", "paragraph_close": lambda _: "\n"}
        return "".join(said[token.type](token) for token in _leaves(MARKDOWN.parse(text)) if token.type in said)

    return read
