"""What somebody kept as data, for programs and for readers in twenty years: docs/export-format.md."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, assert_never

from unhurried.exporting.kept import Sheet, State
from unhurried.worksheet import Answerable, List, Pair, Range, Sort, Switch, Worksheet, Writing
from unhurried.worksheet.fields import ChoiceField, ChoicesField, DateField, ScaleField, ShortField

#: Goes up when a reader of an earlier format would misread a later one. Keys may be added without it.
FORMAT = 1


def record(interface: Mapping[str, Any], sheets: Sequence[Sheet], everything: bool, today: date) -> dict[str, Any]:
    """A copy of a space as plain JSON. Holds a person's words.

    Args:
        interface: the interface's words.
        sheets: what goes in (`kept.sheets`).
        everything: whether nothing was kept back.
        today: the reader's own day.
    """
    return {
        "format": FORMAT,
        "made_by": "unhurried",
        "made_on": today.isoformat(),
        "language": interface["page"]["language"],
        "everything": everything,
        "left_out": None if everything else interface["text"]["left_out"],
        "worksheets": [
            {
                "id": sheet.id,
                "title": sheet.worksheet.title if sheet.worksheet else None,
                "answers": [_answer(sheet.worksheet, question, states) for question, states in sheet.answers.items()],
            }
            for sheet in sheets
        ],
    }


def to_json(value: Mapping[str, Any]) -> bytes:
    """JSON in UTF-8, indented for people. Half an emoji, cut in two by a field, is written as an escape."""
    return json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace") + b"\n"


def _answer(worksheet: Worksheet | None, question: str, states: Sequence[State]) -> dict[str, Any]:
    now = states[-1]
    block = worksheet.questions.get(question) if worksheet else None
    return {
        "question": question,
        "asked": _asked(block, worksheet.says) if worksheet and block else None,
        **_state(now),
        "beside": [{"value": other.value, "kept_at": other.at} for other in now.beside],
        "earlier": [_state(state) for state in states[:-1]],
    }


def _state(state: State) -> dict[str, Any]:
    return {"value": state.value, "version": state.version, "kept_at": state.at}


def _asked(asked: Answerable, says: Mapping[str, str]) -> dict[str, Any]:
    """The question, and words for each id that its answers can have."""
    if isinstance(asked, Switch):
        return {"kind": asked.kind, "question": says[f"{asked.id}_label"]}
    found = {"kind": asked.kind, "question": asked.question}
    match asked:
        case ScaleField():
            return found | _ends(asked)
        case Pair():
            sides = {"left": asked.left, "right": asked.right}
            return found | {name: {"question": side.question, **_ends(side)} for name, side in sides.items()}
        case ChoiceField() | ChoicesField():
            return found | {"options": {option.id: option.label for option in asked.options}}
        case List():
            return found | {"fields": {field.id: _asked(field, says) for field in asked.fields}}
        case Sort():
            cards = {card.id: card.text for card in asked.cards}
            return found | {"cards": cards, "piles": {pile.id: pile.label for pile in asked.piles}}
        case Writing() | ShortField() | DateField():
            return found
    assert_never(asked)


def _ends(scale: Range) -> dict[str, Any]:
    return {"from": scale.from_, "to": scale.to, "low": scale.low, "high": scale.high}
