"""How an answer of each kind is told in Markdown. Everything here holds a person's words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, assert_never

from unhurried.exporting.quoting import broken, lines, one_line
from unhurried.worksheet import (
    Answerable,
    AnswerWording,
    List,
    Pair,
    Range,
    Sort,
    Switch,
    Writing,
    is_open,
    validate_value,
)
from unhurried.worksheet.fields import ChoiceField, ChoicesField, DateField, ScaleField, ShortField


def says_nothing(asked: Answerable | None, value: Any) -> bool:
    """Whether a question was left open, or a switch is off."""
    return is_open(value) or (isinstance(asked, Switch) and value is False)


def answer(asked: Answerable | None, value: Any, words: AnswerWording) -> list[str]:
    """The lines of an answer, for a quote.

    What does not fit its question any more (a scale has become shorter, a choice a text) is told as it was kept.

    Args:
        asked: a question, a switch; None: the course has it no more.
        value: plain JSON that says something.
        words: the interface's words.
    """
    if asked is None or not _fits(asked, value):
        return _as_kept(value)
    return _paragraphs(asked, value, words)


def _paragraphs(asked: Answerable, value: Any, words: AnswerWording) -> list[str]:
    match asked:
        case Switch():
            return broken([one_line(words.says[f"{asked.id}_label"]), one_line(words.says[f"{asked.id}_on"])])
        case ScaleField():
            return [_of_scale(asked, value, words)]
        case Pair():
            sides = ((asked.left, value.get("left")), (asked.right, value.get("right")))
            return broken(_named(side.question, _of_scale(side, number, words)) for side, number in sides)
        case ChoiceField() | ChoicesField():
            return _options(asked, value)
        case Writing() | ShortField():
            return lines(value)
        case List():
            return _joined(_entry(asked, entry, number, words) for number, entry in enumerate(value, 1))
        case Sort():
            return _joined(_piles(asked, value))
        case DateField():
            return [words.day(value)]
    assert_never(asked)


def _fits(asked: Answerable, value: Any) -> bool:
    """A list whose entries have more than the course asks for now fits it too: the rest is told beside."""
    if isinstance(asked, List) and isinstance(value, list) and all(isinstance(entry, dict) for entry in value):
        value = [{name: part for name, part in entry.items() if name in _names(asked)} for entry in value]
    try:
        validate_value(asked, value)
    except ValueError:
        return False
    return True


def _names(asked: List) -> set[str]:
    return {"id", "from", *(field.id for field in asked.fields)}


def _of_scale(scale: Range, picked: int | None, words: AnswerWording) -> str:
    if picked is None:
        return one_line(words.left_open)
    ends = f"{scale.from_}: {scale.low}, {scale.to}: {scale.high}"
    return one_line(f"{words.of_scale(scale, picked)} ({ends})")


def _options(asked: ChoiceField | ChoicesField, value: Mapping[str, Any]) -> list[str]:
    picked = value.get("picked") or []
    labels = {option.id: option.label for option in asked.options}
    shown = _in_words(labels, [picked] if isinstance(picked, str) else picked)
    several = isinstance(asked, ChoicesField)
    return _joined([_bullets(shown) if several else [one_line(one) for one in shown], lines(value.get("other") or "")])


def _entry(asked: List, entry: Mapping[str, Any], number: int, words: AnswerWording) -> list[str]:
    name, facts = words.entry_of(asked, entry)
    place = f"{number}. " if asked.ordered else ""
    facts += [(field, _as_text(part)) for field, part in entry.items() if field not in _names(asked)]
    return broken([f"**{place}{one_line(name)}**", *(_named(label, one_line(line)) for label, line in facts)])


def _piles(asked: Sort, value: Mapping[str, str]) -> Iterator[list[str]]:
    cards = {card.id: card.text for card in asked.cards}
    piles = {pile.id: pile.label for pile in asked.piles}
    for pile in dict.fromkeys([*piles, *value.values()]):
        lying = [card for card, where in value.items() if where == pile]
        if lying:
            yield _joined([[_bold(piles.get(pile, pile))], _bullets(_in_words(cards, lying))])


def _in_words(known: Mapping[str, str], given: Sequence[str]) -> list[str]:
    """The words of these ids in the course's order, and after them the ids that it no longer has."""
    order = [*(one for one in known if one in given), *(one for one in given if one not in known)]
    return [known.get(one, one) for one in order]


def _as_kept(value: Any) -> list[str]:
    return lines(_as_text(value))


def _as_text(value: Any) -> str:
    """Words as words; anything else as JSON, which shows its ids."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2)


def _named(name: str, told: str) -> str:
    return f"{_bold(name if name.endswith((':', '?', '!', '.')) else f'{name}:')} {told}"


def _bold(text: str) -> str:
    return f"**{one_line(text)}**"


def _bullets(texts: Sequence[str]) -> list[str]:
    return [f"- {one_line(text)}" for text in texts]


def _joined(parts: Iterable[list[str]]) -> list[str]:
    """Paragraphs and lists, one below the other; empty ones leave nothing."""
    found: list[str] = []
    for part in parts:
        if part:
            found += ["", *part] if found else part
    return found
