"""The course's other files: the map, sources, help lines, suggestions, and the words of the interface."""

from __future__ import annotations

import csv
import io
from collections.abc import Container, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints

from unhurried import course_file
from unhurried.course_file import Day, Part, YamlFile, did_you_mean, shown
from unhurried.errors import CourseError, Fault
from unhurried.worksheet.fields import Id, Text

#: The number of the page on which somebody looks back: ours, and in every course. Chapters count from 1.
MY_PAGES = 0

Stem = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]


class Stage(Part):
    """One of the stages of the map."""

    id: Id = Field(description="a short name")
    title: Text = Field(description="the words people see")
    about: Text = Field(description="one sentence")


class Entry(Part):
    """One chapter as course.yaml lists it."""

    notebook: Stem = Field(description="the notebook's file name without .ipynb")
    page: int = Field(ge=1, description="the number in its address; says nothing of the topic and never changes")
    stage: Id = Field(description="the id of its stage")
    title: Text = Field(description="the words people see on the map")
    about: Text = Field(description="one sentence")
    minutes: int = Field(ge=1, description="about how long it takes, in minutes")
    own_code: bool = Field(False, description="true where its notebook has code of its own, and nothing on it is kept")
    print_centre: Id | None = Field(None, description="the id of the cell after which people choose what to print")
    not_on_paper: list[Id] = Field(default_factory=list, description="ids of cells that only a screen needs")


class Map(Part):
    """All of course.yaml."""

    stages: list[Stage] = Field(min_length=1, description="the stages, in order")
    chapters: list[Entry] = Field(min_length=1, description="the chapters, in order")
    today: Id | None = Field(None, description="the worksheet that the map leads to in one step; left out: none")


class Source(Part):
    """Something that the course leans on.

    `strength`: A tested in trials, B small studies, C what experienced clinicians agree on. `read`: how much
    of it we have read. `doi`: None where none is known to us. `figures`: its numbers, each as the course may write
    it ("298 women", "70 in 100"); no other number is said with its name.
    """

    id: Id = Field(description="a short name for worksheets to cite")
    short: Text = Field(description="who, and on what, in a few words")
    year: int = Field(ge=1900, le=2100, description="the year")
    doi: Text | None = Field(None, description="its doi; empty: none known")
    read: Literal["article", "abstract", "page"] = Field(description="article, abstract or page")
    strength: Literal["A", "B", "C"] = Field(description="A, B or C")
    supports: Text = Field(description="what it supports, in our own words")
    does_not_support: Text = Field(description="what it does not show, in our own words")
    figures: list[Text] = Field(default_factory=list, description="its numbers, each as the course may write it")


class _Sources(Part):
    sources: list[Source] = Field(description="the sources")


class _Country(Part):
    id: Id = Field(description="a short name")
    name: Text = Field(description="the words people see")


class _Number(Part):
    shown: Text = Field(description="the number as people write it, in quotes")
    tel: Annotated[str, StringConstraints(pattern=r"^\+?[0-9]+$")] = Field(description="digits only, in quotes")


class _Message(Part):
    to: Text = Field(description="the number to write to, in quotes")
    say: Text | None = Field(description="the word to send; null: any words")


class _Checked(Part):
    """How far a line was checked; see the head of data/help-lines.yaml."""

    source: Text = Field(description="where the number was read")
    checked: Text | None = Field(description="how it was checked; null: from memory")
    verified: bool = Field(description="false where it was not seen on any page")
    verified_on: Day | None = Field(description="the day somebody rang; null: nobody has")
    website: Text | None = Field(None, description="its address as plain text")
    note: Text | None = Field(None, description="a few words; null: none")


class _Line(_Checked):
    country: Id = Field(description="the id of a country")
    kind: Literal["emergency", "emotional", "abuse", "sexual_violence", "own_behaviour"] = Field(
        description="emergency, emotional, abuse, sexual_violence or own_behaviour"
    )
    name: Text = Field(description="the name of the line")
    numbers: list[_Number] = Field(description="its numbers")
    text: _Message | None = Field(None, description="how to write to it; null: not known")
    hours: Text | None = Field(None, description="when it answers; null: not known")
    languages: Text | None = Field(None, description="in which languages; null: not known")


class _Anywhere(_Checked):
    name: Text = Field(description="the name of the directory")


class _HelpLines(Part):
    countries: list[_Country] = Field(min_length=1, description="the countries, in order")
    lines: list[_Line] = Field(min_length=1, description="the lines")
    anywhere: _Anywhere = Field(description="where to look in any other country")


def read_map(path: Path) -> Map:
    """Read notebooks/course.yaml. Raises CourseError with every fault and its line."""
    return course_file.read_model(path, Map, {"stages": Stage, "chapters": Entry}, further=_map_faults)[0]


def _map_faults(source: YamlFile, read: Map) -> Iterator[Fault]:
    stages = [stage.id for stage in read.stages]
    yield from _repeated(source, "stages", "id", stages)
    yield from _repeated(source, "chapters", "page", [entry.page for entry in read.chapters])
    yield from _repeated(source, "chapters", "notebook", [entry.notebook for entry in read.chapters])
    for index, entry in enumerate(read.chapters):
        if entry.stage not in stages:
            loc = ("chapters", index, "stage")
            yield source.fault(loc, f'there is no stage "{entry.stage}"', did_you_mean(entry.stage, stages))


def read_sources(path: Path) -> dict[str, Source]:
    """Read data/sources.yaml. Raises CourseError with every fault and its line."""
    read, _ = course_file.read_model(path, _Sources, {"sources": Source}, further=_source_faults)
    return {one.id: one for one in read.sources}


def _source_faults(source: YamlFile, read: _Sources) -> Iterator[Fault]:
    return _repeated(source, "sources", "id", [one.id for one in read.sources])


def read_help_lines(path: Path) -> dict[str, Any]:
    """Read data/help-lines.yaml as plain data. Raises CourseError with every fault and its line."""
    models: dict[str, type[BaseModel]] = {
        "countries": _Country,
        "lines": _Line,
        "anywhere": _Anywhere,
        "numbers": _Number,
        "text": _Message,
    }
    return course_file.read_model(path, _HelpLines, models, further=_line_faults)[0].model_dump()


def _line_faults(source: YamlFile, read: _HelpLines) -> Iterator[Fault]:
    countries = [country.id for country in read.countries]
    yield from _repeated(source, "countries", "id", countries)
    for index, line in enumerate(read.lines):
        if line.country not in countries:
            problem = f'there is no country "{line.country}"'
            yield source.fault(("lines", index, "country"), problem, did_you_mean(line.country, countries))


#: The columns of a list of suggestions: the first three, or all.
COLUMNS = ("id", "label", "group", "about", "gentler", "source")
#: The group that pages show only when it is asked for. Its ids begin with the same word: rules about touch name nothing
#: that came from it.
SECOND_LIST = "sexual"


def read_suggestions(path: Path) -> list[dict[str, str]]:
    """Read a CSV file of suggestions. Raises CourseError with every fault's line.

    Its columns are `id`, `label` and `group`; or these and `about` (a plain description), `gentler` (another way to do
    it) and `source` (an id of data/sources.yaml, or "own"), which is for whoever changes the list and is left out here.
    """
    rows = csv.DictReader(io.StringIO(course_file.read_text(path)))
    faults: list[Fault] = []
    columns = rows.fieldnames or []
    if list(columns) not in ([*COLUMNS], [*COLUMNS[:3]]):
        advice = f'begin with "{",".join(COLUMNS[:3])}", or with "{",".join(COLUMNS)}"'
        faults.append(Fault(shown(path), 1, "", f"the columns are not {', '.join(COLUMNS[:3])}", advice))
    read: dict[str, dict[str, str]] = {}
    for row in rows if not faults else ():
        for problem, advice in _row_faults(row, columns, read):
            faults.append(Fault(shown(path), rows.line_num, f"row {len(read) + 1}", problem, advice))
        if None not in row:
            read[row["id"]] = {name: (value or "").strip() for name, value in row.items() if name != "source"}
    if faults:
        raise CourseError(faults)
    return list(read.values())


def _row_faults(row: dict[Any, str | None], columns: Sequence[str], read: Container[str]) -> Iterator[tuple[str, str]]:
    if None in row or not all((value or "").strip() for value in row.values()):
        problem = f"it does not have {'three' if len(columns) == 3 else 'six'} columns"
        yield problem, f'write {", ".join(columns[:-1])} and {columns[-1]}; put words with a comma in "quotes"'
        return
    identity, group = str(row["id"]), str(row["group"])
    if identity in read:
        yield f'the id "{identity}" is taken', "give it another id"
    if identity.startswith(f"{SECOND_LIST}-") != (group == SECOND_LIST):
        yield (
            f'the id "{identity}" does not go with the group "{group}"',
            f'in the group "{SECOND_LIST}", and in no other, ids begin with "{SECOND_LIST}-"',
        )


def read_words(path: Path) -> dict[str, Any]:
    """Read interface.yaml. Raises CourseError where a key stands twice or a word is not text."""
    source = course_file.read_yaml(path)
    faults = course_file.twice_faults(source, _key_path)
    faults += [
        source.fault(loc, f"{value!r} is not text", "put it in quotes", _key_path)
        for loc, value in _leaves(source.data, ())
        if not isinstance(value, str)
    ]
    if not isinstance(source.data, dict):
        faults.append(Fault(source.file, 1, "", "this is not a mapping", "write sections, each with its words"))
    if faults:
        raise CourseError(faults)
    words: dict[str, Any] = source.data
    return words


def _key_path(loc: course_file.Loc, _data: Any) -> str:
    return ".".join(str(step) for step in loc)


def _leaves(data: Any, loc: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _leaves(value, (*loc, str(key)))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _leaves(value, (*loc, index))
    else:
        yield loc, data


def _repeated(source: YamlFile, container: str, key: str, values: list[Any]) -> Iterator[Fault]:
    for index, value in enumerate(values):
        if value in values[:index]:
            loc = (container, index, key)
            yield source.fault(loc, f'the {key} "{value}" is taken', f"give each of the {container} one of its own")
