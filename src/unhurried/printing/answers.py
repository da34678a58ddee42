"""Filled sheets: how an answer of each kind stands on paper. Everything here holds a person's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, assert_never

from unhurried.printing import forms
from unhurried.printing.forms import MARKS, Form
from unhurried.printing.wording import Wording
from unhurried.worksheet import Answerable, List, Pair, Range, Sort, Switch, Writing, is_open
from unhurried.worksheet.fields import ChoiceField, ChoicesField, DateField, ScaleField, ShortField


def answer(asked: Answerable, value: Any, words: Wording) -> list[Form]:
    """What stands below a question that somebody was asked.

    Args:
        asked: a question, a switch.
        value: as `validate_value` lets it pass. What is left open says so.
        words: the interface's words.
    """
    if isinstance(asked, Switch):
        return _switch(asked, value is True, words)
    if is_open(value):
        return [forms.left_open(words.left_open)]
    match asked:
        case ScaleField():
            return [forms.scale(asked, value, words.of_scale(asked, value))]
        case Pair():
            sides = ((asked.left, value.get("left")), (asked.right, value.get("right")))
            return [forms.beside([_side(side, number, words) for side, number in sides])]
        case ChoiceField() | ChoicesField():
            return [_options(asked, _picked(value)), *_own_words(value)]
        case Writing() | ShortField():
            return [forms.answer(value)]
        case List():
            return [_entry(asked, item, number, words) for number, item in enumerate(value, 1)]
        case Sort():
            return [_sorted(asked, value)]
        case DateField():
            return [forms.answer(words.day(value))]
    assert_never(asked)


def _switch(asked: Switch, is_on: bool, words: Wording) -> list[Form]:
    label = words.says[f"{asked.id}_label"]
    explained = words.says[f"{asked.id}_on"] if is_on else None
    return [forms.options([(label, explained)], [MARKS["many", is_on]])]


def _side(side: Range, picked: int | None, words: Wording) -> Sequence[Form]:
    if picked is None:
        return [forms.label(side.question), forms.left_open(words.left_open)]
    return [forms.label(side.question), forms.scale(side, picked, words.of_scale(side, picked))]


def _picked(value: Mapping[str, Any]) -> list[str]:
    picked = value.get("picked")
    return [picked] if isinstance(picked, str) else picked or []


def _options(asked: ChoiceField | ChoicesField, picked: list[str]) -> Form:
    known = {option.id: (option.label, option.hint) for option in asked.options}
    how = "many" if isinstance(asked, ChoicesField) else "one"
    shown = _with_dropped(known, picked)
    labels = [known.get(option, (option, None)) for option in shown]
    return forms.options(labels, [MARKS[how, option in picked] for option in shown])


def _own_words(value: Mapping[str, Any]) -> Iterator[Form]:
    if not is_open(value.get("other")):
        yield forms.answer(value["other"])


def _sorted(asked: Sort, value: Mapping[str, str]) -> Form:
    cards = {card.id: card.text for card in asked.cards}
    piles = {pile.id: pile.label for pile in asked.piles}
    columns = _with_dropped(piles, value.values())
    rows = [
        [cards.get(card, card), *(MARKS["many", value.get(card) == pile] for pile in columns)]
        for card in _with_dropped(cards, value)
    ]
    return forms.table(["", *(piles.get(pile, pile) for pile in columns)], rows, narrow=True)


def _with_dropped(known: Iterable[str], given: Iterable[str]) -> list[str]:
    """The ids of the course in its order, and after them those of an answer that it no longer has."""
    return list(dict.fromkeys([*known, *given]))


def _entry(asked: List, item: Mapping[str, Any], number: int, words: Wording) -> Form:
    name, rows = words.entry_of(asked, item)
    title = forms.said(f"{number}. {name}" if asked.ordered else name)
    return forms.entry(title, [forms.facts(rows)] if rows else [])
