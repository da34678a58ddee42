"""Reading the YAML files that authors write, so that every fault names its file, line, place and a way out.

Authors are clinicians, editors and translators: a fault is written for them, not for a programmer. What
stands in a course file is public text, so faults may repeat it (answers never come through here).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, ClassVar, TypeVar

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from unhurried.errors import CourseError, Fault

Loc = Sequence[str | int]
#: Says in words where in the file a fault is: `place(loc, data)`.
Place = Callable[[Loc, Any], str]

#: libyaml where the wheel has it: ten times faster.
_Yaml: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

M = TypeVar("M", bound=BaseModel)


class _Loader(_Yaml):  # type: ignore[misc]  # one of two classes, as the wheel has it
    """Reads a day as the text that the author wrote, so that it may stand in quotes or without."""

    yaml_implicit_resolvers: ClassVar = {
        first: [(tag, form) for tag, form in forms if tag != "tag:yaml.org,2002:timestamp"]
        for first, forms in _Yaml.yaml_implicit_resolvers.items()
    }


_NOUNS = {
    "blocks": "block",
    "fields": "field",
    "options": "option",
    "slots": "slot",
    "situations": "situation",
    "cards": "card",
    "piles": "pile",
    "steps": "step",
    "starters": "starter",
    "chapters": "chapter",
    "stages": "stage",
    "sessions": "session",
    "agreements": "agreement",
    "sections": "section",
    "worksheets": "worksheet",
    "sources": "source",
    "countries": "country",
    "lines": "line",
    "numbers": "number",
}
_FOLDERS = ("notebooks", "worksheets", "data")
_QUOTES = "put it in quotes (YAML reads yes, no, on, off and numbers without quotes as something else)"


def _day(value: Any) -> Any:
    with suppress(TypeError, ValueError):
        return date.fromisoformat(value)
    return value


#: A day, written as 2026-11-30.
Day = Annotated[date, BeforeValidator(_day)]


class Part(BaseModel):
    """Base of all models of course files: unknown keys are refused, nothing is converted or changed."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)


@dataclass(frozen=True)
class YamlFile:
    """One file as read: its plain data, and where each piece of it stands.

    Attributes:
        file: the name to show (see `shown`).
        data: mappings, lists, texts, numbers, true and false, None.
        root: the nodes that `data` was made from, with their lines.
        twice: the locations of keys that stand a second time in one mapping, with the line of the second.
    """

    file: str
    data: Any
    root: yaml.Node
    twice: tuple[tuple[tuple[str | int, ...], int], ...]

    def line(self, loc: Loc) -> int:
        """The line (from 1) of the deepest part of `loc` that is there: a key's own, an entry's first."""
        node, line = self.root, self.root.start_mark.line
        for step in loc:
            found = _child(node, step)
            if found is None:
                break
            line, node = found
        return int(line) + 1

    def fault(self, loc: Loc, problem: str, advice: str, place: Place | None = None) -> Fault:
        words = (place or place_in_words)(loc, self.data)
        return Fault(self.file, self.line(loc), words, problem, advice)


def shown(path: Path) -> str:
    """A path as authors know it, from the course's own folder on: no home folder's name goes into a message.

    >>> shown(Path("/home/someone/course/worksheets/en/mood.yaml"))
    'worksheets/en/mood.yaml'
    """
    for index in range(len(path.parts) - 2, -1, -1):
        if path.parts[index] in _FOLDERS:
            return "/".join(path.parts[index:])
    return path.name


def read_text(path: Path) -> str:
    """The text of a course file. Raises CourseError when it is missing, unreadable or not UTF-8."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise CourseError([Fault(shown(path), None, "", "there is no such file", "check its name")]) from None
    except OSError as error:
        problem = f"cannot be read ({error.strerror})"
        raise CourseError([Fault(shown(path), None, "", problem, "check the file's permissions")]) from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise CourseError([Fault(shown(path), line, "", "is not UTF-8 text", "save it as UTF-8")]) from None


def read_yaml(path: Path) -> YamlFile:
    """Read one YAML file. Raises CourseError when it is not YAML, is empty, or uses anchors and aliases."""
    text = read_text(path)
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
        if root is None:
            raise CourseError([Fault(shown(path), 1, "", "the file is empty", "write something in it, or delete it")])
        _refuse_aliases(root, shown(path), set())
        data = loader.construct_document(root)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = f"this is not YAML: {error.problem or error.context}"
        advice = "check spaces at the start of the line, and put text with a colon, # or quotes in it in quotes"
        raise CourseError([Fault(shown(path), mark.line + 1 if mark else None, "", problem, advice)]) from None
    except (yaml.YAMLError, ValueError) as error:  # a character YAML forbids
        problem = f"this is not YAML: {str(error).splitlines()[0]}"
        raise CourseError([Fault(shown(path), None, "", problem, "put the text in quotes")]) from None
    finally:
        loader.dispose()
    return YamlFile(shown(path), data, root, tuple(_keys_twice(root, ())))


def validated(
    source: YamlFile, model: type[M], models: Mapping[str, type[BaseModel]], place: Place
) -> tuple[M | None, list[Fault]]:
    """What a file holds, and what is wrong with it; None where it is not of this model.

    Args:
        source: the file.
        model: the whole file's.
        models: the models of its parts, as `model_faults` takes them.
        place: says where, in words.
    """
    faults = twice_faults(source, place)
    try:
        return model.model_validate(source.data), faults
    except ValidationError as error:
        return None, faults + model_faults(source, error, {"": model, **models}, place)


def read_model(
    path: Path,
    model: type[M],
    models: Mapping[str, type[BaseModel]],
    place: Place | None = None,
    further: Callable[[YamlFile, M], Iterable[Fault]] = lambda _source, _read: (),
) -> tuple[M, YamlFile]:
    """What one YAML file holds, and the file as read.

    Args:
        path: the file.
        model, models, place: as `validated` takes them; without `place`, `place_in_words`.
        further: faults that no model of a part can see. Asked only where the file is of this model.

    Raises:
        CourseError: with every fault, in the order of its lines.
    """
    source = read_yaml(path)
    read, faults = validated(source, model, models, place or place_in_words)
    if read is not None:
        faults += further(source, read)
    if faults or read is None:
        raise in_order(faults)
    return read, source


def in_order(faults: Collection[Fault]) -> CourseError:
    """All of them at once, each once, by their lines."""
    return CourseError(sorted(set(faults), key=lambda fault: fault.line or 0))


def model_faults(
    source: YamlFile, error: ValidationError, models: Mapping[str, type[BaseModel]], place: Place
) -> list[Fault]:
    """Say pydantic's errors in an author's words.

    Args:
        source: the file.
        error: what pydantic found in `source.data`.
        models: the model of each step of a location that has keys of its own, or of two steps in a row, joined by
            a dot; `""` is the whole file's. Their field descriptions are the advice for a missing key.
        place: says where, in words.
    """
    found = []
    for details in error.errors(include_url=False):
        problem, advice = _say(details, models)
        found.append(source.fault(details["loc"], problem, advice, place))
    return found


def twice_faults(source: YamlFile, place: Place) -> list[Fault]:
    """A fault for each key that stands twice in one mapping: YAML would silently take the last."""
    return [
        Fault(
            source.file,
            line,
            place(loc, source.data),
            f'"{loc[-1]}" stands here twice',
            "keep one of the two",
        )
        for loc, line in source.twice
    ]


def wrong(problem: str, advice: str) -> PydanticCustomError:
    """An error for our own validators to raise; it becomes a fault with exactly these words."""
    return PydanticCustomError("course", "{problem}", {"problem": problem, "advice": advice})


def did_you_mean(word: str, known: Collection[str]) -> str:
    """Advice for a word that is not known: the nearest one, or all of them.

    >>> did_you_mean("scael", ["scale", "note"])
    'did you mean "scale"?'
    """
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    if near:
        return f'did you mean "{near[0]}"?'
    return "known here: " + ", ".join(sorted(known)) if known else "take it out"


def place_in_words(loc: Loc, _data: Any) -> str:
    """Where a location is, in words: `chapter 3`, `block 2, option 1`, or `top of the file`."""
    steps = [
        f"{_NOUNS.get(str(name), f'{name}, entry')} {index + 1}"
        for name, index in pairwise(loc)
        if isinstance(name, str) and isinstance(index, int)
    ]
    return ", ".join(steps) or (str(loc[0]) if len(loc) > 1 else "top of the file")


def _child(node: yaml.Node, step: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step].start_mark.line, node.value[step]
    return None


def _keys_twice(node: yaml.Node, loc: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], int]]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            if name in seen:
                yield (*loc, name), key.start_mark.line + 1
            seen.add(name)
            yield from _keys_twice(value, (*loc, name))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _keys_twice(value, (*loc, index))


def _refuse_aliases(node: yaml.Node, file: str, seen: set[int]) -> None:
    """Refuse `*alias`: unquoted asterisks are meant as emphasis, and a loop of aliases never ends."""
    if id(node) in seen:
        advice = "put text that starts with * or & in quotes"
        raise CourseError([Fault(file, node.start_mark.line + 1, "", "this is used again further down by *", advice)])
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            _refuse_aliases(key, file, seen)
            _refuse_aliases(value, file, seen)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _refuse_aliases(value, file, seen)


def _say(details: ErrorDetails, models: Mapping[str, type[BaseModel]]) -> tuple[str, str]:
    """`(problem, advice)` for one of pydantic's errors."""
    loc, given, context = details["loc"], details["input"], details.get("ctx", {})
    key = next((str(step) for step in reversed(loc) if isinstance(step, str)), "this file")
    match details["type"]:
        case "missing":
            return f'no "{key}"', f'add "{key}": {_fields(loc, models)[key]}'
        case "extra_forbidden" if given is None and " " in key:  # {label: Sit, or lie} has the key "or lie"
            return f'unknown key "{key}"', "put the text with the comma in quotes"
        case "extra_forbidden":
            return f'unknown key "{key}"', did_you_mean(key, _fields(loc, models))
        case "union_tag_invalid":
            expected = re.findall(r"'([^']+)'", str(context["expected_tags"]))
            return f'unknown kind "{context["tag"]}"', did_you_mean(str(context["tag"]), expected)
        case "union_tag_not_found":
            return (
                "this entry has no kind of its own",
                'write it as one kind with its keys below it, as in "- note:"',
            )
        case "literal_error":
            expected = re.findall(r"'([^']+)'", str(context["expected"]))
            return f'"{key}" is {_quoted(given)}', did_you_mean(str(given), expected)
        case "string_type" if given is None:
            return f'"{key}" is empty', "write something, or take the line out if it may be left out"
        case "string_type":
            return f'"{key}" is not text', _QUOTES if not isinstance(given, dict | list) else "write one text"
        case "string_too_short":
            return f'"{key}" is empty', "write something, or take the line out if it may be left out"
        case "string_pattern_mismatch":
            advice = "use small letters a-z, digits, - and _, beginning with a letter"
            return f'"{key}" is {_quoted(given)}', advice
        case "too_short" if context["min_length"] > 1:
            return f'"{key}" has too few entries', f"write at least {context['min_length']}"
        case "too_short":
            return f'"{key}" has nothing in it', "add at least one entry"
        case "too_long":
            problem = f'"{key}" has {context["actual_length"]} entries'
            return problem, f"keep at most {context['max_length']}"
        case "list_type":
            return f'"{key}" is not a list', "write one entry a line, each after a dash, or [one, two]"
        case "model_type" | "model_attributes_type" | "dict_type":
            return f'"{key}" has no keys', "write its keys below it, two spaces further in"
        case "date_type" | "date_from_datetime_inexact":
            return f'"{key}" is not a date', "write it as year, month and day: 2026-11-30"
        case "course":
            return str(context["problem"]), str(context["advice"])
    return f'"{key}" is {_quoted(given)}', details["msg"][:1].lower() + details["msg"][1:]


def _fields(loc: Loc, models: Mapping[str, type[BaseModel]]) -> dict[str, str]:
    """The keys that may stand where `loc` is, with what each is for."""
    names = [step for step in loc[:-1] if isinstance(step, str)]
    steps = [key for outer, step in reversed([*pairwise(["", *names])]) for key in (f"{outer}.{step}", step)]
    model = next((models[step] for step in steps if step in models), models[""])
    return {field.alias or name: field.description or "" for name, field in model.model_fields.items()}


def _quoted(given: object) -> str:
    return f'"{given}"' if isinstance(given, str) else "empty" if given is None else str(given)
