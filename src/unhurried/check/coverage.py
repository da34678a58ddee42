"""data/coverage.yaml, where a course has one: the ideas that it grew from, and where each of them lives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import Field

from unhurried import course_file
from unhurried.check.material import Material
from unhurried.course_file import Part, YamlFile, did_you_mean
from unhurried.errors import CourseError, Fault
from unhurried.worksheet.fields import Id, Text


class Idea(Part):
    """One idea of a document that the course grew from."""

    documents: list[Id] = Field(alias="from", min_length=1, description="the documents that it stands in")
    idea: Text = Field(description="the idea, in our own words")
    lives: list[Text] = Field(min_length=1, description="worksheets, by id, or chapters, by notebook: where it lives")
    corrected: Text | None = Field(None, description="what the course says instead; left out: it stands as it is")


class Coverage(Part):
    """All of coverage.yaml."""

    ideas: list[Idea] = Field(min_length=1, description="the ideas")


def read_coverage(root: Path) -> tuple[Coverage, YamlFile] | None:
    """The ideas of a course, and the file as read; None where the course keeps no list of them.

    Raises:
        CourseError: with every fault of the file's form and its line.
    """
    path = root / "data" / "coverage.yaml"
    if not path.is_file():
        return None
    return course_file.read_model(path, Coverage, {"ideas": Idea})


def faults(material: Material, root: Path) -> Iterator[Fault]:
    """Ideas that live nowhere, or stand twice."""
    try:
        found = read_coverage(root)
    except CourseError as error:
        yield from error.faults
        return
    if found is None:
        return
    read, source = found
    known = material.sheets.keys() | {chapter.notebook for chapter in material.chapters}
    for number, idea in enumerate(read.ideas):
        for index, place in enumerate(idea.lives):
            if place not in known:
                problem = f'there is no worksheet or chapter "{place}"'
                yield source.fault(("ideas", number, "lives", index), problem, did_you_mean(place, known))
        if idea.idea in [one.idea for one in read.ideas[:number]]:
            yield source.fault(("ideas", number, "idea"), "this idea stands here twice", "keep one of the two")
