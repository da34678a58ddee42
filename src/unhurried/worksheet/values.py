"""What an answer to each kind of question looks like: checked, and put into words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from unhurried.worksheet.blocks import List, Pair, Sort, Writing
from unhurried.worksheet.fields import (
    ID_LIMIT,
    ChoiceField,
    ChoicesField,
    DateField,
    Range,
    ScaleField,
    ShortField,
)
from unhurried.worksheet.model import Answerable, Switch

#: The longest text of one answer, in characters: about a hundred printed pages.
TEXT_LIMIT = 200_000

_ID = re.compile(r"[a-z][a-z0-9_-]*")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def validate_value(block: Answerable, value: Any) -> None:
    """Check an answer against docs/protocol.md, "Values by block kind".

    The id of an option, a card or a pile is checked for its form only: one that a later edition of the course has
    dropped must not keep somebody from keeping the rest of their answer.

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
            return _is_on(block, value)
        case Pair():
            sides = {"left": block.left, "right": block.right}
            if not isinstance(value, dict) or not value.keys() <= sides.keys():
                return False
            return all(number is None or _is_on(sides[side], number) for side, number in value.items())
        case Writing() | ShortField():
            return _is_text(value, TEXT_LIMIT)
        case ChoiceField():
            return _is_chosen(block, value) and (value.get("picked") is None or _is_id(value["picked"]))
        case ChoicesField():
            return _is_chosen(block, value) and _are_picked(block, value.get("picked"))
        case List():
            return _fits_list(block, value)
        case Sort():
            return isinstance(value, dict) and all(_is_id(part) for lies in value.items() for part in lies)
        case DateField():
            return _is_day(value)
        case Switch():
            return isinstance(value, bool)


def _is_on(scale: Range, value: Any) -> bool:
    return type(value) is int and scale.from_ <= value <= scale.to


def _is_chosen(block: ChoiceField | ChoicesField, value: Any) -> bool:
    """Whether it has the form of a choice; `picked` is not looked at."""
    if not isinstance(value, dict) or not value.keys() <= {"picked", "other"}:
        return False
    other = value.get("other") or ""
    return _is_text(other, TEXT_LIMIT) and (block.other or other == "")


def _are_picked(block: ChoicesField, picked: Any) -> bool:
    if not isinstance(picked, list) or not all(_is_id(one) for one in picked):
        return False
    return len(set(picked)) == len(picked) <= (block.at_most or len(picked))


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


def _is_day(value: Any) -> bool:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_id(value: Any) -> bool:
    return _is_text(value, ID_LIMIT) and bool(_ID.fullmatch(value))


def _is_text(value: Any, limit: int) -> bool:
    return isinstance(value, str) and len(value) <= limit


def is_open(value: Any) -> bool:
    """Whether an answer says nothing: null, no text but spaces, nothing picked, no entry, no card on a pile."""
    if isinstance(value, str):
        return value.strip() == ""
    if isinstance(value, dict):
        return all(is_open(part) for part in value.values())
    return value is None or value == []


def in_words(block: Answerable, value: Any) -> Any:
    """An answer with the ids of options, cards and piles replaced by the words that people see; what is left open
    stays None, and an id that the course no longer has stays as it is.

    >>> from unhurried.worksheet import Choices, Option
    >>> options = [Option(id="lights", label="Lights on"), Option(id="door", label="Door open")]
    >>> chips = Choices(id="conditions", question="Only if", options=options, other=True)
    >>> in_words(chips, {"picked": ["door", "lights"], "other": "not on Sundays"})
    'Lights on, Door open, not on Sundays'
    """
    if value is None:
        return None
    match block:
        case ChoiceField():
            return _chosen_words(block, [value["picked"]] if value.get("picked") else [], value.get("other"))
        case ChoicesField():
            return _chosen_words(block, value["picked"], value.get("other"))
        case Sort():
            cards, piles = {card.id: card.text for card in block.cards}, {pile.id: pile.label for pile in block.piles}
            return {cards.get(card, card): piles.get(value[card], value[card]) for card in _in_order(cards, value)}
        case List():
            fields = {field.id: field for field in block.fields}
            return [
                {name: in_words(fields[name], part) if name in fields else part for name, part in entry.items()}
                for entry in value
            ]
    return value


def _chosen_words(block: ChoiceField | ChoicesField, picked: list[str], other: str | None) -> str | None:
    labels = {option.id: option.label for option in block.options}
    words = [labels.get(option, option) for option in _in_order(labels, picked)]
    own = (other or "").strip()
    return ", ".join([*words, *([own] if own else [])]) or None


def _in_order(known: Mapping[str, str], given: Iterable[str]) -> list[str]:
    """The ids that were given: in the course's order, and after them those that it no longer has."""
    ids = list(given)
    return [*[one for one in known if one in ids], *[one for one in ids if one not in known]]


def unknown_ids(block: Answerable, value: Any) -> Iterator[str]:
    """The options, cards and piles in an answer that its question does not have: an author's slip in an example,
    and in a person's answer no more than something that the course has dropped."""
    match block:
        case ChoiceField() | ChoicesField() if value:
            options = {option.id for option in block.options}
            picked = value.get("picked") or []
            yield from (one for one in ([picked] if isinstance(picked, str) else picked) if one not in options)
        case Sort() if value:
            cards, piles = {card.id for card in block.cards}, {pile.id for pile in block.piles}
            yield from (card for card in value if card not in cards)
            yield from (pile for pile in value.values() if pile not in piles)
        case List() if value:
            for entry in value:
                for field in block.fields:
                    yield from unknown_ids(field, entry.get(field.id))
