"""Blank sheets: the room that each kind of question gets on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from unhurried.printing import forms
from unhurried.printing.forms import MARKS, Form
from unhurried.printing.wording import Wording
from unhurried.worksheet import Answerable, List, ListField, Pair, Range, Sort, Switch, Writing
from unhurried.worksheet.fields import ChoiceField, ChoicesField, DateField, Hinted, ScaleField, ShortField

#: Empty entries of a list, at most: two pages of them say enough, and there is more paper.
MOST_ENTRIES = 6
#: Suggestions of a list by group, in the file's order: `{group: [label, …]}`.
Suggestions = dict[str, list[str]]


def room(asked: Answerable, words: Wording, suggestions: Suggestions, flowing: bool = False) -> list[Form]:
    """What stands below a question that nobody has answered.

    Args:
        asked: a question, a field of a list, a switch.
        words: the interface's words.
        suggestions: of a list; empty for any other.
        flowing: options one after the other on a line: inside an entry, where they come again and again.
    """
    match asked:
        case ScaleField():
            return [forms.scale(asked)]
        case Pair():
            return [forms.beside([_side(asked.left), _side(asked.right)])]
        case ChoiceField() | ChoicesField():
            return [*_at_most(asked, words), _options(asked, flowing), *_own_words(asked, words)]
        case Writing():
            return [*_starters(asked, words), forms.lines(asked.lines)]
        case ShortField():
            return [forms.lines(1)]
        case List():
            return [*_suggested(words, suggestions), *_entries(asked, words)]
        case Sort():
            head = ["", *(pile.label for pile in asked.piles)]
            mark = MARKS["many", False]
            return [forms.table(head, [[card.text, *(mark for _ in asked.piles)] for card in asked.cards], narrow=True)]
        case DateField():
            return [forms.gaps(words.on_paper["day_month_year"])]
        case Switch():
            label = words.says[f"{asked.id}_label"]
            return [forms.options([(label, None)], [MARKS["many", False]])]
    assert_never(asked)


def _side(side: Range) -> Sequence[Form]:
    return [forms.label(side.question), forms.scale(side)]


def _options(asked: ChoiceField | ChoicesField, flowing: bool) -> Form:
    mark = MARKS["many" if isinstance(asked, ChoicesField) else "one", False]
    return forms.options([(one.label, one.hint) for one in asked.options], [mark] * len(asked.options), flowing)


def _at_most(asked: ChoiceField | ChoicesField, words: Wording) -> Iterator[Form]:
    if isinstance(asked, ChoicesField) and asked.at_most:
        yield forms.small(words.on_page["up_to"].format(count=asked.at_most))


def _own_words(asked: ChoiceField | ChoicesField, words: Wording) -> Iterator[Form]:
    if asked.other:
        yield forms.line(words.on_page["own_words"])


def _starters(asked: Writing, words: Wording) -> Iterator[Form]:
    if asked.starters:
        yield forms.small(f"{words.on_page['starters']}: " + " \u00b7 ".join(asked.starters))


def _suggested(words: Wording, suggestions: Suggestions) -> Iterator[Form]:
    if suggestions:
        yield forms.small(words.on_paper["suggestions"])
    names = words.on_page["groups"]
    for group, labels in suggestions.items():
        yield forms.small(f"{names.get(group, group)}: " + " \u00b7 ".join(labels))


def _entries(asked: List, words: Wording) -> Iterator[Form]:
    for number in range(1, min(asked.at_most, MOST_ENTRIES) + 1):
        inside = [form for field in asked.fields for form in _field(field, words, first=number == 1)]
        yield forms.entry(forms.said(words.entry(asked.item, number)), inside)
    if asked.at_most > MOST_ENTRIES:
        yield forms.small(words.on_paper["more_entries"].format(count=asked.at_most))


def _field(field: ListField, words: Wording, first: bool) -> Iterator[Form]:
    """The first entry asks in full, the others by the short name."""
    name = field.question if first else words.label(field)
    hint = field.hint if first and isinstance(field, Hinted) else None
    if isinstance(field, ShortField):
        yield forms.line(name, asks=True)
    else:
        yield forms.label(name)
    if hint:
        yield forms.small(hint)
    if not isinstance(field, ShortField):
        yield from room(field, words, {}, flowing=True)
