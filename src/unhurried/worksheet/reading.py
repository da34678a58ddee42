"""Reading one worksheet, with every fault of the file at once."""

from __future__ import annotations

import string
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from unhurried import course_file
from unhurried.course_file import Loc, YamlFile, did_you_mean
from unhurried.errors import CourseError, Fault
from unhurried.worksheet.blocks import KINDS, RESULT_OF, WIDGET_OF, Block, Date, Question, Scale, Show
from unhurried.worksheet.fields import FIELD_KINDS, Card, Option, Pile, Range, Step, kind_of
from unhurried.worksheet.model import DAYS, SHOW_SAYS, SWITCHES, Switch, Worksheet
from unhurried.worksheet.own_widgets import own_widget_faults
from unhurried.worksheet.script import script_faults
from unhurried.worksheet.touch import touch_faults
from unhurried.worksheet.values import unknown_ids, validate_value

#: The model of each step of a location that has keys of its own, for advice on these.
_MODELS: dict[str, type[BaseModel]] = {
    "": Worksheet,
    **KINDS,
    **{f"fields.{kind}": model for kind, model in FIELD_KINDS.items()},
    "left": Range,
    "right": Range,
    "options": Option,
    "cards": Card,
    "piles": Pile,
    "steps.steps": Step,
}
_QUESTIONS = [kind for kind, model in KINDS.items() if issubclass(model, Question)]


def load(path: Path, *, sources: Collection[str] | None = None, lists: Collection[str] | None = None) -> Worksheet:
    """Read one worksheet.

    Args:
        path: the YAML file. Its name is the worksheet's id.
        sources: ids that data/sources.yaml knows. None: not checked.
        lists: names of the CSV files in data/. None: not checked.

    Raises:
        CourseError: with every fault of the file, in the order of its lines.
    """
    source = course_file.read_yaml(path)
    worksheet, faults = course_file.validated(source, Worksheet, _MODELS, place)
    if isinstance(source.data, dict):
        faults += _file_faults(source, path, sources, lists)
    if worksheet is not None:
        faults += _whole_faults(source, worksheet)
    if faults or worksheet is None:
        raise CourseError(sorted(set(faults), key=lambda fault: (fault.line or 0, fault.problem)))
    return worksheet


def place(loc: Loc, data: Any) -> str:
    """Where in a worksheet a location is: `question 3 (list "rungs"), field 2 (scale "comfort")`, `block 1 (note)`."""
    if len(loc) < 2 or loc[0] != "blocks" or not isinstance(loc[1], int):
        return course_file.place_in_words(loc, data)
    blocks, index = data["blocks"], loc[1]
    kind = kind_of(blocks[index])
    if kind in _QUESTIONS:
        number = sum(kind_of(block) in _QUESTIONS for block in blocks[: index + 1])
        words = [f"question {number} ({_named(blocks[index])})"]
    else:
        words = [f"block {index + 1}" + (f" ({kind})" if kind else "")]
    rest = loc[3:]
    if len(rest) > 1 and rest[0] == "fields" and isinstance(rest[1], int):
        field = blocks[index][kind]["fields"][rest[1]]
        words.append(f"field {rest[1] + 1}" + (f" ({_named(field)})" if kind_of(field) else ""))
        rest = rest[3:]
    if rest and rest[0] in ("left", "right"):
        words.append(str(rest[0]))
    elif len(rest) > 1:
        words.append(course_file.place_in_words(rest, data))
    return ", ".join(words)


def _named(entry: dict[str, Any]) -> str:
    kind, body = next(iter(entry.items()))
    return f'{kind} "{body["id"]}"' if isinstance(body, dict) and isinstance(body.get("id"), str) else str(kind)


def _entries(source: YamlFile) -> Iterator[tuple[tuple[str, int, str], dict[str, Any]]]:
    """Each entry of `blocks` that is written as one kind: the location of its keys, and these."""
    blocks = source.data.get("blocks")
    for index, entry in enumerate(blocks if isinstance(blocks, list) else []):
        kind = kind_of(entry)
        if kind is not None and isinstance(entry[kind], dict):
            yield ("blocks", index, kind), entry[kind]


def _file_faults(
    source: YamlFile, path: Path, sources: Collection[str] | None, lists: Collection[str] | None
) -> Iterator[Fault]:
    """Faults that can be seen even while other parts of the file are wrong."""
    name = source.data.get("id")
    if isinstance(name, str) and name != path.stem:
        problem = f'the id is "{name}" and the file is "{path.name}"'
        yield source.fault(("id",), problem, "give both the same name", place)
    yield from _id_faults(source)
    cited = source.data.get("sources")
    for index, name in enumerate(cited if isinstance(cited, list) and sources is not None else []):
        if isinstance(name, str) and name not in (sources or ()):
            problem = f'"{name}" is not in data/sources.yaml'
            yield source.fault(("sources", index), problem, did_you_mean(name, sources or ()), place)
    for loc, body in _entries(source):
        wanted = body.get("suggestions")
        if isinstance(wanted, str) and lists is not None and wanted not in lists:
            problem = f"there is no data/{wanted}.csv"
            yield source.fault((*loc, "suggestions"), problem, did_you_mean(wanted, lists), place)
    yield from _example_faults(source)


def _id_faults(source: YamlFile) -> Iterator[Fault]:
    widget = str(source.data.get("widget"))
    taken = {*SWITCHES.get(widget, ()), *DAYS.get(widget, ())}
    for loc, body in _entries(source):
        name = body.get("id")
        if isinstance(name, str):
            if name in taken:
                advice = "give each question and result an id of its own"
                yield source.fault((*loc, "id"), f'the id "{name}" is taken', advice, place)
            taken.add(name)


def _example_faults(source: YamlFile) -> Iterator[Fault]:
    """Answers of the example that their questions would refuse. A block that is wrong hides no other."""
    adapter: TypeAdapter[Any] = TypeAdapter(Block)
    widget = str(source.data.get("widget"))
    questions: dict[str, Question | Switch] = {switch: Switch(id=switch) for switch in SWITCHES.get(widget, ())}
    questions |= {day: Date(id=day, question=day, share=None) for day in DAYS.get(widget, ())}
    blocks = source.data.get("blocks")
    broken = not isinstance(blocks, list)
    for entry in [] if broken else blocks:
        try:
            block = adapter.validate_python(entry)
        except ValidationError:
            broken = True
            continue
        if isinstance(block, Question):
            questions.setdefault(block.id, block)
    example = source.data.get("example")
    for name, value in (example if isinstance(example, dict) else {}).items():
        loc = ("example", str(name))
        if name in questions:
            for problem, advice in _wrong_answer(questions[name], value):
                yield source.fault(loc, problem, advice, place)
        elif not broken:
            problem = f'there is no question "{name}"'
            yield source.fault(loc, problem, did_you_mean(str(name), questions), place)


def _wrong_answer(question: Question | Switch, value: Any) -> Iterator[tuple[str, str]]:
    """`(problem, advice)` where an example's answer has the wrong shape, or names what its question has not."""
    try:
        validate_value(question, value)
    except ValueError:
        yield f'this is no answer to "{question.id}"', _SHAPES[question.kind]
        return
    for unknown in unknown_ids(question, value):
        yield f'the question "{question.id}" has no "{unknown}"', "name an option, card or pile that it has, by its id"


_CHOSEN = 'write {picked: %s, other: own words}; own words only where the question has "other: true"'
_SHAPES = {
    "scale": 'write a whole number between its "from" and "to"',
    "pair": "write {left: a number or null, right: a number or null}",
    "choice": _CHOSEN % "one option id or null",
    "choices": _CHOSEN % "[option ids, each once]",
    "short": "write one text",
    "writing": "write one text",
    "list": "write a list of entries, each with an id of its own and values for its fields",
    "sort": "write one line for each card: its id, a colon, the id of a pile",
    "date": "write one day as year, month and day: 2026-11-30",
    "switch": "write true or false",
}


def _whole_faults(source: YamlFile, worksheet: Worksheet) -> Iterator[Fault]:
    """Faults that need the whole worksheet."""

    def fault(loc: Loc, problem: str, advice: str) -> Fault:
        return source.fault(loc, problem, advice, place)

    if worksheet.questions and not worksheet.example:
        advice = 'add "example": made-up answers, so that people see one way to fill the page'
        yield fault((), 'no "example"', advice)
    if (worksheet.reviewed_by is None) != (worksheet.reviewed_on is None):
        given = "reviewed_by" if worksheet.reviewed_on is None else "reviewed_on"
        yield fault((given,), "half of a review", 'fill in both "reviewed_by" and "reviewed_on", or neither')
    yield from _says_faults(source, worksheet)
    shows = {show.id: show for show in worksheet.shows}
    for loc, body in _entries(source):
        for problem, advice in _of_faults(worksheet, shows[body["id"]]) if loc[2] == "show" else ():
            yield fault((*loc, "of"), problem, advice)
    for show in worksheet.shows:
        if (needed := WIDGET_OF.get(show.result)) not in (None, worksheet.widget):
            yield fault(("blocks",), f'the result "{show.result}" has no {needed}', f'add "widget: {needed}"')
    special = (*touch_faults(worksheet), *script_faults(worksheet), *own_widget_faults(worksheet))
    for where, problem, advice in special:
        found = next((loc for loc, body in _entries(source) if body.get("id") == where), (where,))
        yield fault(found, problem, advice)


def _says_faults(source: YamlFile, worksheet: Worksheet) -> Iterator[Fault]:
    """Words that a widget needs and does not have, and words that nothing asks for."""

    def fault(name: str, problem: str, advice: str) -> Fault:
        return source.fault(("says", name), problem, advice, place)

    known = worksheet.sayings
    for name in worksheet.needed_sayings:
        if name not in worksheet.says:
            result = next((result for result, words in SHOW_SAYS.items() if name in words), None)
            asks = f'the result "{result}"' if result else f'the widget "{worksheet.widget}"'
            yield fault(name, f'no "{name}"', f'add "{name}" to "says": {asks} needs it')
    for name, text in worksheet.says.items():
        if name not in known:
            yield fault(name, f'nothing asks for "{name}"', did_you_mean(name, known))
            continue
        try:
            parts = list(string.Formatter().parse(text))
        except ValueError:
            yield fault(name, f'"{name}" has half a pair of braces', "close the brace, or double it for a real one")
            continue
        for unknown in sorted({field for _, field, _, _ in parts if field is not None} - known[name]):
            yield fault(name, f'"{name}" has the placeholder {{{unknown}}}', did_you_mean(unknown, known[name]))


def _of_faults(worksheet: Worksheet, show: Show) -> Iterator[tuple[str, str]]:
    """`(problem, advice)` where a result would be of something that it cannot be of."""
    kinds = RESULT_OF.get(show.result, ())
    questions = [worksheet.questions[name] for name in show.of if name in worksheet.questions]
    for name in show.of:
        if name not in worksheet.questions:
            yield f'there is no question "{name}"', did_you_mean(name, worksheet.questions)
    for question in questions:
        if question.kind not in kinds:
            problem = f'"{show.result}" cannot be of "{question.id}", which is of the kind "{question.kind}"'
            yield problem, f"name questions of the kind {' or '.join(kinds)}"
    ends = {(question.from_, question.to) for question in questions if isinstance(question, Scale)}
    if show.result == "mean" and len(ends) > 1:
        yield "the mean is of scales with other ends", 'give all of them the same "from" and "to"'
