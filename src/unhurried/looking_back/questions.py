"""What the questions of a worksheet look like to whoever looks back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from unhurried.course import Course
from unhurried.course.definition import definition_of
from unhurried.errors import CourseError
from unhurried.worksheet import Answerable, Switch, Worksheet, validate_value

#: What a block has for filling it in, and not for reading what was filled in.
_FOR_FILLING = ("suggestions", "starters", "hint", "lines")


def worksheet_of(course: Course, identity: str) -> Worksheet | None:
    """A worksheet; None: the course has it no more, or its file is not right, which keeps nobody from their words."""
    try:
        return course.worksheet(identity)
    except CourseError:
        return None


def blocks_of(course: Course, worksheet: Worksheet) -> dict[str, dict[str, Any]]:
    """Question id -> its block as in docs/protocol.md, without what only serves to fill it in. A switch has none."""
    asked = {one.get("id"): one for one in definition_of(course, worksheet.id)["blocks"]}
    blocks: dict[str, dict[str, Any]] = {}
    for identity, question in worksheet.questions.items():
        if not isinstance(question, Switch):  # a day that a widget sets stands in no block
            shown = asked.get(identity) or {"kind": question.kind, "id": identity, "question": question.question}
            blocks[identity] = {name: part for name, part in shown.items() if name not in _FOR_FILLING}
    return blocks


def name_of(question: Answerable, says: Mapping[str, str]) -> str:
    """What a question is called."""
    return says[f"{question.id}_label"] if isinstance(question, Switch) else question.question


def shown(question: Answerable | None, value: Any) -> dict[str, Any]:
    """How an answer travels to the page: `{value}`, to be read with its question's block; `{switch}` for true or false;
    and `{loose}`, the plain value, where it does not fit the question any more, or the course has no such question."""
    if question is None or not _fits(question, value):
        return {"loose": value}
    return {"switch" if isinstance(question, Switch) else "value": value}


def _fits(question: Answerable, value: Any) -> bool:
    try:
        validate_value(question, value)
    except ValueError:
        return False
    return value is not None or not isinstance(question, Switch)
