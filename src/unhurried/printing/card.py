"""A card on paper: the same words as on the screen, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from unhurried.course import Course
from unhurried.printing import forms
from unhurried.printing.forms import Form
from unhurried.printing.sheet import Paper, document


def card_sheet(course: Course, face: Mapping[str, Any], paper: Paper) -> dict[str, Any]:
    """What stands on the sheet, for `to_pdf`.

    Args:
        course: gives the interface's words.
        face: `{lines, parts, ends}` (exercise_page/card_face.py). Holds a person's words.
        paper: its size.
    """
    interface = course.words()
    return {
        **document(course, paper, plain_cover=False),
        "title": interface["card"]["face"]["title"],
        "about": "",
        "head": [],
        "blocks": list(_blocks(face)),
        "sources_title": "",
        "sources": [],
        "foot": "",
    }


def _blocks(face: Mapping[str, Any]) -> Iterator[Form]:
    for line in face["lines"]:
        yield forms.note(f"**{line}**")
    for part in face["parts"]:
        heading = [forms.heading(part["name"])] if part["name"] else []
        yield forms.together([*heading, *(forms.answer(text) for text in part["said"])])
    yield forms.label(face["ends"])
