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
from unhurried.worksheet.model import (
    SAYS,
    SWITCHES,
    Block,
    Choices,
    List,
    Note,
    Option,
    Question,
    Scale,
    Short,
    Show,
    Switch,
    Worksheet,
    Writing,
    kind_of,
)
from unhurried.worksheet.values import validate_value

_MODELS: dict[str, type[BaseModel]] = {
    "": Worksheet,
    "note": Note,
    "scale": Scale,
    "writing": Writing,
    "list": List,
    "show": Show,
    "short": Short,
    "choices": Choices,
    "options": Option,
}
_QUESTIONS = ("scale", "writing", "list")


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
    faults = course_file.twice_faults(source, _place)
    worksheet = None
    try:
        worksheet = Worksheet.model_validate(source.data)
    except ValidationError as error:
        faults += course_file.model_faults(source, error, _MODELS, _place)
    if isinstance(source.data, dict):
        faults += _file_faults(source, path, sources, lists)
    if worksheet is not None:
        faults += _whole_faults(source, worksheet)
    if faults or worksheet is None:
        raise CourseError(sorted(set(faults), key=lambda fault: (fault.line or 0, fault.problem)))
    return worksheet


def _place(loc: Loc, data: Any) -> str:
    """Where a fault is: `question 3 (list "rungs"), field 2 (scale "comfort")`, `block 1 (note)`, `says`."""
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
    if len(rest) > 1:
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
        yield source.fault(("id",), problem, "give both the same name", _place)
    yield from _id_faults(source)
    cited = source.data.get("sources")
    for index, name in enumerate(cited if isinstance(cited, list) and sources is not None else []):
        if isinstance(name, str) and name not in (sources or ()):
            problem = f'"{name}" is not in data/sources.yaml'
            yield source.fault(("sources", index), problem, did_you_mean(name, sources or ()), _place)
    for loc, body in _entries(source):
        wanted = body.get("suggestions")
        if isinstance(wanted, str) and lists is not None and wanted not in lists:
            problem = f"there is no data/{wanted}.csv"
            yield source.fault((*loc, "suggestions"), problem, did_you_mean(wanted, lists), _place)
    yield from _example_faults(source)


def _id_faults(source: YamlFile) -> Iterator[Fault]:
    taken = set(SWITCHES.get(str(source.data.get("widget")), ()))
    for loc, body in _entries(source):
        name = body.get("id")
        if isinstance(name, str):
            if name in taken:
                advice = "give each question and result an id of its own"
                yield source.fault((*loc, "id"), f'the id "{name}" is taken', advice, _place)
            taken.add(name)


def _example_faults(source: YamlFile) -> Iterator[Fault]:
    """Answers of the example that their questions would refuse. A block that is wrong hides no other."""
    adapter: TypeAdapter[Any] = TypeAdapter(Block)
    switches = SWITCHES.get(str(source.data.get("widget")), ())
    questions: dict[str, Question] = {switch: Switch(id=switch) for switch in switches}
    blocks = source.data.get("blocks")
    broken = not isinstance(blocks, list)
    for entry in [] if broken else blocks:
        try:
            block = adapter.validate_python(entry)
        except ValidationError:
            broken = True
            continue
        if isinstance(block, Scale | Writing | List):
            questions.setdefault(block.id, block)
    example = source.data.get("example")
    for name, value in (example if isinstance(example, dict) else {}).items():
        loc = ("example", str(name))
        if name in questions:
            try:
                validate_value(questions[name], value)
            except ValueError:
                problem = f'this is no answer to "{name}"'
                yield source.fault(loc, problem, _SHAPES[questions[name].kind], _place)
        elif not broken:
            problem = f'there is no question "{name}"'
            yield source.fault(loc, problem, did_you_mean(str(name), questions), _place)


_SHAPES = {
    "scale": 'write a whole number between its "from" and "to"',
    "writing": "write one text",
    "switch": "write true or false",
    "list": "write a list of entries, each with an id of its own and values for its fields; chips are "
    "{picked: [option ids], other: own words}",
}


def _whole_faults(source: YamlFile, worksheet: Worksheet) -> Iterator[Fault]:
    """Faults that need the whole worksheet."""

    def fault(loc: Loc, problem: str, advice: str) -> Fault:
        return source.fault(loc, problem, advice, _place)

    if worksheet.questions and not worksheet.example:
        advice = 'add "example": made-up answers, so that people see one way to fill the page'
        yield fault((), 'no "example"', advice)
    if (worksheet.reviewed_by is None) != (worksheet.reviewed_on is None):
        given = "reviewed_by" if worksheet.reviewed_on is None else "reviewed_on"
        yield fault((given,), "half of a review", 'fill in both "reviewed_by" and "reviewed_on", or neither')
    for name, placeholders in SAYS.get(worksheet.widget or "", {}).items():
        if name not in worksheet.says:
            advice = f'add "{name}" to "says": the widget "{worksheet.widget}" needs it'
            yield fault(("says", name), f'no "{name}"', advice)
            continue
        try:
            parts = list(string.Formatter().parse(worksheet.says[name]))
        except ValueError:
            advice = "close the brace, or double it for a real one"
            yield fault(("says", name), f'"{name}" has half a pair of braces', advice)
            continue
        for unknown in sorted({field for _, field, _, _ in parts if field is not None} - placeholders):
            problem = f'"{name}" has the placeholder {{{unknown}}}'
            yield fault(("says", name), problem, did_you_mean(unknown, placeholders))
    if worksheet.widget == "ladder":
        yield from _ladder_faults(source, worksheet)
    elif any(show.result == "ladder" for show in worksheet.shows):
        yield fault(("blocks",), 'the result "ladder" has no ladder', 'add "widget: ladder"')


def _ladder_faults(source: YamlFile, worksheet: Worksheet) -> Iterator[Fault]:
    """What the ladder's rules read, and that comfort and wish stay unshared: a number becomes pressure."""
    rungs = worksheet.questions.get("rungs")
    loc = next((loc for loc, body in _entries(source) if body.get("id") == "rungs"), ("blocks",))
    kinds = {field.id: field.kind for field in rungs.fields} if isinstance(rungs, List) else {}
    for name, kind in {"name": "short", "comfort": "scale", "wish": "scale", "conditions": "choices"}.items():
        if kinds.get(name) != kind:
            advice = f'give the list "rungs" a field of the kind "{kind}" with the id "{name}"'
            yield source.fault(loc, f'the ladder has no {kind} "{name}"', advice, _place)
    if worksheet.share != "never":
        advice = 'write "share: never": numbers about comfort and wish cannot be shared, in any course'
        yield source.fault(("share",), "a ladder may not be shared", advice, _place)
