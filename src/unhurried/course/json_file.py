"""A JSON file with the line of each of its pieces: a notebook's faults are found where they stand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from unhurried import course_file
from unhurried.course_file import Loc, shown
from unhurried.errors import CourseError, Fault

_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


@dataclass(frozen=True)
class JsonFile:
    """One file as read: the name to show, its plain data, and the line (from 1) of each location in it."""

    file: str
    data: Any
    lines: dict[tuple[str | int, ...], int]

    def line(self, loc: Loc) -> int:
        """The line of the deepest part of `loc` that is there."""
        steps = tuple(loc)
        while steps not in self.lines:
            steps = steps[:-1]
        return self.lines[steps]


def read_json(path: Path) -> JsonFile:
    """Read one JSON file. Raises CourseError when it is missing, unreadable or not JSON."""
    text = course_file.read_text(path)
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        fault = Fault(
            shown(path), error.lineno, "", f"this is not a notebook: {error.msg}", "save it again in JupyterLab"
        )
        raise CourseError([fault]) from None
    return JsonFile(shown(path), data, _lines(text))


def _lines(text: str) -> dict[tuple[str | int, ...], int]:
    """The line of each value of a text that is JSON; of an entry of an object, the line of its key."""
    lines: dict[tuple[str | int, ...], int] = {}
    pieces = _pieces(text)
    _note((), *next(pieces), pieces, lines)
    return lines


def _pieces(text: str) -> Iterator[tuple[str, int]]:
    """Each bracket, comma, colon, text and number, with its line."""
    line, seen = 1, 0
    for match in _PIECE.finditer(text):
        line, seen = line + text.count("\n", seen, match.start()), match.start()
        yield match[0], line


def _note(
    loc: tuple[str | int, ...],
    piece: str,
    line: int,
    pieces: Iterator[tuple[str, int]],
    lines: dict[tuple[str | int, ...], int],
) -> None:
    """Note the line of the value that begins with `piece`, and of all that is in it."""
    lines.setdefault(loc, line)
    if piece == "[":
        index = 0
        for first, at in pieces:
            if first == "]":
                return
            if first != ",":
                _note((*loc, index), first, at, pieces, lines)
                index += 1
    elif piece == "{":
        for key, at in pieces:
            if key == "}":
                return
            if key != ",":
                next(pieces)  # the colon
                lines[(*loc, json.loads(key))] = at
                _note((*loc, json.loads(key)), *next(pieces), pieces, lines)
