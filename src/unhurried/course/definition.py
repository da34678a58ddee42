"""What a widget shows before any answer: a worksheet with its sources, suggestions and words, as plain
JSON."""

from __future__ import annotations

from typing import Any

from unhurried.course.course import Course
from unhurried.markdown import render
from unhurried.worksheet import Block, List, ListField, Note, Steps, Worksheet
from unhurried.worksheet.sharing import on_card


def definition(course: Course, worksheet: Worksheet) -> dict[str, Any]:
    """The `definition` trait of docs/protocol.md. Raises CourseError where a file that it needs is not
    right."""
    sources = course.sources()
    cited = [sources[name] for name in worksheet.sources]
    return {
        **worksheet.model_dump(include={"id", "title", "about", "minutes", "may_stir_up", "gentler", "who", "share"}),
        "reviewed": worksheet.reviewed,
        "sources": [{"text": one.short, "strength": one.strength, "year": one.year} for one in cited],
        "example": worksheet.example,
        "example_by": worksheet.example_by,
        "words": course.words()["exercise"],
        "says": worksheet.says,
        "on_card": on_card(worksheet),
        "blocks": [_block(course, worksheet, block) for block in worksheet.blocks],
        **({"offers": _offers(course)} if worksheet.widget == "script_builder" else {}),
    }


def definition_of(course: Course, identity: str) -> dict[str, Any]:
    """The definition of one of the course's own worksheets, made once for each change of its files; not to be altered.

    Raises:
        CourseError: there is no such worksheet, or a file that it needs is not right.
    """
    return course.keep(f"definition {identity}", lambda: definition(course, course.worksheet(identity)))


def _block(course: Course, worksheet: Worksheet, block: Block) -> dict[str, Any]:
    match block:
        case Note():
            return {"kind": block.kind, "html": render(block.text)}
        case Steps():
            return _plain(block)
        case List():
            return {
                **_plain(block),
                "fields": [_plain(field) for field in block.fields],
                "suggestions": course.suggestions(block.suggestions) if block.suggestions else [],
                "share": worksheet.may_share(block),
            }
    return {**_plain(block), "share": worksheet.may_share(block)}


def _plain(block: Block | ListField) -> dict[str, Any]:
    """Its keys as authors write them, and its kind."""
    return {"kind": block.kind, **block.model_dump(by_alias=True)}


def _offers(course: Course) -> dict[str, Any]:
    """What the script builder offers: situations with their examples put together, and words to choose from."""
    read = course.situations()
    shown = {"id", "speaker", "title", "purpose", "opens", "before", "reply"}
    return {
        "situations": [
            {
                **one.model_dump(include=shown),
                "slots": [slot.model_dump(include={"slot", "lead", "starters"}) for slot in one.slots],
                "after": read.after(one),
            }
            for one in read.situations
        ],
        "feelings": [{name: one[name] for name in ("label", "family", "strength")} for one in course.feelings()],
        "needs": [{name: one[name] for name in ("label", "group")} for one in course.suggestions("needs")],
    }
