"""A course in which every rule of `unhurried check` is broken once, each at a known line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from unhurried.check import check
from unhurried.course import Course
from unhurried.errors import CourseError, Fault

TESTS = Path(__file__).parents[1]
#: The day on which the planted help lines are too old, or checked in the future.
TODAY = date(2026, 12, 1)
MARK = "# fault: "


def faults_of(root: Path) -> list[Fault]:
    with pytest.raises(CourseError) as caught:
        check(Course(root), TODAY)
    return caught.value.faults


def planted(root: Path) -> Iterator[tuple[str, int, str]]:
    """`(file, line, words of the fault)` as broken-course/README.md says."""
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.suffix == ".yaml":
            for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
                for words in line.partition(MARK)[2].split(" | ") if MARK in line else ():
                    yield name, number, words
        elif path.suffix == ".faults":
            for line in path.read_text(encoding="utf-8").splitlines():
                at, _, words = line.partition(": ")
                yield name.removesuffix(".faults"), int(at), words


@pytest.mark.parametrize("folder", ["broken-course", "broken-files"])
def test_each_planted_fault_is_found_at_its_line_and_nothing_else(folder: str) -> None:
    """Else an author would publish words that push somebody, or hunt for a mistake that is not there."""
    rest = faults_of(TESTS / folder)
    missing = []
    for file, line, words in planted(TESTS / folder):
        hit = next((fault for fault in rest if (file, line) == (fault.file, fault.line) and words in str(fault)), None)
        if hit is None:
            missing.append((file, line, words))
        else:
            rest.remove(hit)
    assert ([], []) == (missing, rest)


def test_enough_is_planted_in_every_kind_of_file() -> None:
    """Else a rule could be lost, and nobody would see it before a reader does."""
    kinds = Counter(file.rpartition(".")[2] for file, _, _ in planted(TESTS / "broken-course"))
    assert kinds.total() >= 80
    assert {"csv", "ipynb", "yaml"} == kinds.keys()


@pytest.mark.parametrize("folder", ["broken-course", "broken-files"])
def test_each_fault_says_a_way_out(folder: str) -> None:
    """Else a clinician would know that something is wrong, and not what to write instead."""
    assert [] == [fault for fault in faults_of(TESTS / folder) if not (fault.advice and fault.problem and fault.line)]


def test_every_principle_that_check_keeps_is_named() -> None:
    """Else an author would take a promise to the reader for a matter of taste."""
    advice = " ".join(fault.advice for fault in faults_of(TESTS / "broken-course"))
    assert [] == [number for number in (3, 6, 7, 8, 11, 12) if f"(principle {number})" not in advice]
