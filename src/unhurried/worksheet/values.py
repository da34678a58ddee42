"""What an answer to each kind of question looks like: checked, and put into words."""

from __future__ import annotations

import re
from typing import Any

from unhurried.worksheet.model import (
    ID_LIMIT,
    TEXT_LIMIT,
    Answerable,
    Choices,
    List,
    ScaleField,
    Short,
    Switch,
    Writing,
)

_ID = re.compile(r"[a-z][a-z0-9_-]*")


def validate_value(block: Answerable, value: Any) -> None:
    """Check an answer against docs/protocol.md, "Values by block kind".

    Args:
        block: a question, or a field of a list.
        value: plain JSON. None is always right: every question may be left open.

    Raises:
        ValueError: always with the same words, never with the value.
    """
    if value is not None and not _fits(block, value):
        raise ValueError("this is not a value for this question")


def _fits(block: Answerable, value: Any) -> bool:
    match block:
        case ScaleField():
            return type(value) is int and block.from_ <= value <= block.to
        case Writing() | Short():
            return _is_text(value, TEXT_LIMIT)
        case Choices():
            return _fits_choices(block, value)
        case List():
            return _fits_list(block, value)
        case Switch():
            return isinstance(value, bool)


def _fits_choices(block: Choices, value: Any) -> bool:
    """An option's id is checked for its form only: one that a later edition of the course has dropped must
    not keep somebody from keeping the rest of their answer."""
    if not isinstance(value, dict) or not value.keys() <= {"picked", "other"}:
        return False
    picked, other = value.get("picked"), value.get("other") or ""
    if not isinstance(picked, list) or not all(_is_text(one, ID_LIMIT) and _ID.fullmatch(one) for one in picked):
        return False
    if len(set(picked)) != len(picked) or len(picked) > (block.at_most or len(picked)):
        return False
    return _is_text(other, TEXT_LIMIT) and (block.other or other == "")


def _fits_list(block: List, value: Any) -> bool:
    if not isinstance(value, list) or len(value) > block.at_most:
        return False
    fields = {field.id: field for field in block.fields}
    ids: set[str] = set()
    for entry in value:
        if not isinstance(entry, dict) or not entry.keys() <= {"id", "from", *fields}:
            return False
        if not _is_text(entry.get("id"), ID_LIMIT) or entry["id"] in ids | {""}:
            return False
        if entry.get("from") is not None and not _is_text(entry["from"], ID_LIMIT):
            return False
        if not all(entry.get(name) is None or _fits(field, entry[name]) for name, field in fields.items()):
            return False
        ids.add(entry["id"])
    return True


def _is_text(value: Any, limit: int) -> bool:
    return isinstance(value, str) and len(value) <= limit


def in_words(block: Answerable, value: Any) -> Any:
    """An answer with option ids replaced by the words that people see; what is left open stays None.

    >>> from unhurried.worksheet import Option
    >>> options = [Option(id="lights", label="Lights on"), Option(id="door", label="Door open")]
    >>> chips = Choices(id="conditions", question="Only if", options=options, other=True)
    >>> in_words(chips, {"picked": ["door", "lights"], "other": "not on Sundays"})
    'Lights on, Door open, not on Sundays'
    """
    if value is None:
        return None
    if isinstance(block, Choices):
        labels = {option.id: option.label for option in block.options}
        known = [label for option, label in labels.items() if option in value["picked"]]
        dropped = [option for option in value["picked"] if option not in labels]
        other = (value.get("other") or "").strip()
        return ", ".join([*known, *dropped, *([other] if other else [])]) or None
    if isinstance(block, List):
        fields = {field.id: field for field in block.fields}
        return [
            {name: in_words(fields[name], part) if name in fields else part for name, part in entry.items()}
            for entry in value
        ]
    return value
