"""`unhurried check`: everything that can be known of a course without a reader.

`Course.check` holds files to their formats and to each other. What stands here is about what the course says:
its words, numbers, links and help lines, and the promises that hold for every course (`invariants`).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from itertools import chain

from unhurried.check import (
    coverage,
    figures,
    gentle,
    grade,
    help_lines,
    invariants,
    links,
    notebooks,
    places,
    plans,
    situations,
    wording,
)
from unhurried.check.coverage import read_coverage
from unhurried.check.material import gather
from unhurried.course import Counts, Course
from unhurried.errors import CourseError, Fault


@dataclass(frozen=True)
class Checked(Counts):
    """What `check` went through.

    Attributes:
        words: words of the chapters and worksheets, as people read them; the interface's are not among them.
        ideas: ideas that the course grew from, each of which has a place in it; 0 where it keeps no list of them.
        corrected: how many of these it puts another way.
    """

    words: int
    ideas: int
    corrected: int


def check(course: Course, today: date) -> Checked:
    """Check a whole course.

    Args:
        course: the course in its folder.
        today: the day on which help lines must not be stale.

    Raises:
        CourseError: with every fault of every file, by file and line.
    """
    counts, found = None, list[Fault]()
    try:
        counts = course.check()
    except CourseError as error:
        found += error.faults
    material = gather(course)
    found += chain(
        notebooks.faults(material),
        help_lines.faults(material, today),
        links.faults(material),
        places.faults(material),
        figures.faults(material),
        wording.faults(material, course.root),
        grade.faults(material),
        gentle.faults(course.root),
        situations.faults(course.root),
        invariants.faults(material),
        coverage.faults(material, course.root),
        plans.faults(material),
    )
    if found or counts is None:
        order = {fault: (fault.file, fault.line or 0, fault.problem) for fault in found}
        raise CourseError(sorted(order, key=lambda fault: order[fault]))
    read = read_coverage(course.root)
    ideas = read[0].ideas if read else []
    return Checked(
        **asdict(counts),
        words=sum(len(passage.words) for passage in material.written),
        ideas=len(ideas),
        corrected=sum(idea.corrected is not None for idea in ideas),
    )
