"""What worksheets about touch must have, in any course: what their rules read, and what may never be edited away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from unhurried.exercises.suggest import CALM, NOT_CALM
from unhurried.worksheet.blocks import List, Pair, Scale, Show
from unhurried.worksheet.fields import ChoiceField, ChoicesField
from unhurried.worksheet.model import Worksheet

#: `(id, problem, advice)`: `id` is that of a block, or a key of the worksheet.
Found = tuple[str, str, str]

#: What the rules of each widget read: the fields of its lists, by kind.
LISTS: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "ladder": {
        "rungs": {"name": "short", "comfort": "scale", "wish": "scale", "conditions": "choices", "open": "choices"},
        "log": {
            "rung": "short",
            "on": "date",
            "how": "choice",
            "felt": "scale",
            "body": "choices",
            "stopped": "choice",
        },
    },
    "near": {"rungs": {"name": "short", "conditions": "choices"}},
    "card": {"touch": {"name": "short", "conditions": "choices"}},
}
#: Options that the ladder's rules read, by list and field.
OPTIONS: Mapping[tuple[str, str], frozenset[str]] = {
    ("rungs", "open"): frozenset({"opened"}),
    ("log", "how"): frozenset({"better", "same", "worse"}),
    ("log", "body"): CALM | NOT_CALM,
}
#: For whom a ladder is. Two people never fill in one form: only one of them may ask what could be next.
FOR_WHOM = {"ladder": "hurt", "near": "unfaithful"}


def touch_faults(worksheet: Worksheet) -> Iterator[Found]:
    """Faults of a ladder, of its form for the partner who broke trust, and of a card."""
    widget = worksheet.widget or ""
    for name, fields in LISTS.get(widget, {}).items():
        yield from list_faults(worksheet, name, fields, OPTIONS)
    if widget == "ladder":
        yield from _ladder_faults(worksheet)
    if widget == "near":
        yield from _near_faults(worksheet)
    if widget == "card" and not any(show.result == "card" for show in worksheet.shows):
        yield (
            "blocks",
            "the card has no preview",
            'add a "show" with "result: card": nobody shows what they have not seen',
        )
    if widget in FOR_WHOM:
        if worksheet.share != "never":
            advice = 'write "share: never": numbers about comfort and wish cannot be shared, in any course'
            yield "share", "a ladder may not be shared", advice
        if worksheet.who != [FOR_WHOM[widget]]:
            yield (
                "who",
                "a ladder is for one person",
                f'write "who: [{FOR_WHOM[widget]}]": the other one has a form too',
            )


def list_faults(
    worksheet: Worksheet,
    name: str,
    fields: Mapping[str, str],
    options: Mapping[tuple[str, str], frozenset[str]],
) -> Iterator[Found]:
    """What the list `name` lacks of `fields` (id -> kind) and of `options`, by list and field."""
    found = worksheet.questions.get(name)
    where = name if isinstance(found, List) else "blocks"
    has = {field.id: field for field in found.fields} if isinstance(found, List) else {}
    for field, kind in fields.items():
        if field not in has or has[field].kind != kind:
            advice = f'give the list "{name}" a field of the kind "{kind}" with the id "{field}"'
            yield where, f'the {worksheet.widget} has no {kind} "{field}"', advice
            continue
        choice = has[field]
        if isinstance(choice, ChoiceField | ChoicesField):
            known = {option.id for option in choice.options}
            for missing in sorted(options.get((name, field), frozenset()) - known):
                yield where, f'"{field}" has no option "{missing}"', "add it: a rule that protects somebody reads it"


def _ladder_faults(worksheet: Worksheet) -> Iterator[Found]:
    for name in ("comfort-from", "wish-from"):
        if not isinstance(worksheet.questions.get(name), Scale):
            yield "blocks", f'the ladder has no scale "{name}"', f'add a "scale" with the id "{name}", from 0 to 10'


def _near_faults(worksheet: Worksheet) -> Iterator[Found]:
    """No number and no record of occasions: each could be used to press somebody."""
    for question in worksheet.questions.values():
        numbers = isinstance(question, Scale | Pair) or (
            isinstance(question, List) and any(field.kind in ("scale", "date") for field in question.fields)
        )
        if numbers:
            problem = f'"{question.id}" asks for numbers or days'
            yield question.id, problem, "ask in words: this form counts nothing and keeps no record of occasions"
    for show in worksheet.shows:
        if isinstance(show, Show) and show.result != "near":
            yield show.id, f'the result "{show.result}" is not for this form', 'use "result: near"'
