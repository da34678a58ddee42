"""The course is read from its folder, and told from one that is not right."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from unhurried.course import BUILT_IN, Code, Course, Prose, data_file, exercise_ids, find_course
from unhurried.errors import CourseError, Fault

IMPORT = "from unhurried import page"


def write_notebook(path: Path, *cells: tuple[str, str]) -> None:
    made = [{"cell_type": kind, "metadata": {}, "source": [source]} for kind, source in cells]
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": made}))


def faults_of(course: Course) -> list[Fault]:
    with pytest.raises(CourseError) as caught:
        course.check()
    return caught.value.faults


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_a_course_that_is_right_is_counted(small_course: Path) -> None:
    """Else a clinician could not tell whether the whole course was looked at."""
    counts = Course(small_course).check()
    expected = (2, 1, 2, 9, 1, 1)
    found = (counts.chapters, counts.in_preparation, counts.worksheets, counts.questions, counts.sources)
    assert expected == (*found, counts.help_lines)


def test_a_chapter_without_its_notebook_is_in_preparation(small_course: Path) -> None:
    """Else the map would lead somebody to a page that is not there."""
    chapters = Course(small_course).chapters()
    expected = [("01-today", 7, True), ("02-later", 3, False)]
    assert expected == [(chapter.notebook, chapter.page, chapter.ready) for chapter in chapters]


def test_a_notebook_is_read_as_prose_and_code(small_course: Path) -> None:
    """Else a chapter's words or exercises would be missing, or stand in another order."""
    path = small_course / "notebooks/01-today.ipynb"
    write_notebook(
        path, ("code", IMPORT), ("markdown", "# My *day*\n\nHello"), ("code", " \n"), ("code", "page('mood')")
    )
    notebook = Course(small_course).notebook("01-today")
    expected = (Code(IMPORT), Prose("# My *day*\n\nHello"), Code("page('mood')"))
    assert (expected, "My *day*") == (notebook.cells, notebook.title)


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        ([IMPORT, 'page("mood")'], ["mood"]),
        ([f"{IMPORT}  # the only import", "page('mood')\n", 'page("steps")'], ["mood", "steps"]),
        ([], []),
        ([IMPORT], []),
        (['page("mood")', IMPORT], None),
        ([IMPORT, "x = 1"], None),
        ([IMPORT, 'page("mood")\npage("steps")'], None),
        ([IMPORT, "page(name)"], None),
        ([IMPORT, 'page("mood", 2)'], None),
        ([IMPORT, 'page(identity="mood")'], None),
        ([IMPORT, "page(5)"], None),
        ([IMPORT, "%matplotlib inline"], None),
        (["import unhurried", 'page("mood")'], None),
        (["from unhurried import page as p", 'p("mood")'], None),
        ([f"import os\n{IMPORT}", 'page("mood")'], None),
    ],
)
def test_only_the_plain_form_is_fast(small_course: Path, sources: list[str], expected: list[str] | None) -> None:
    """Else a page would run code that nobody looked at, or a plain page would take seconds to open."""
    path = small_course / "notebooks/01-today.ipynb"
    write_notebook(path, *[("code", source) for source in sources], ("markdown", "# Today"))
    assert expected == exercise_ids(Course(small_course).notebook("01-today"))


BROKEN = {
    "no json": ("notebooks/01-today.ipynb", "{", "not a notebook", 1),
    "another json": ("notebooks/01-today.ipynb", "[1]", "format 4", 1),
    "an old format": ("notebooks/01-today.ipynb", '{"nbformat": 3, "cells": []}', "format 4", 1),
    "a raw cell": (
        "notebooks/01-today.ipynb",
        '{"nbformat": 4, "cells": [{"cell_type": "raw", "source": "x"}]}',
        '"raw"',
        1,
    ),
    "no source": (
        "notebooks/01-today.ipynb",
        '{"nbformat": 4, "cells": [{"cell_type": "code"}]}',
        "source",
        1,
    ),
    "other columns": ("data/small-things.csv", "id,name\n", "columns", 1),
    "a comma too many": ("data/small-things.csv", "id,label,group\na,b,c,d\n", "three columns", 2),
    "a suggestion twice": ("data/small-things.csv", "id,label,group\na,b,c\na,d,e\n", '"a" is taken', 3),
    "words twice": ("worksheets/en/interface.yaml", "exercise:\n  a: b\n  a: c\n", "twice", 3),
    "a word that is none": ("worksheets/en/interface.yaml", "exercise:\n  a: no\n", "False is not text", 2),
    "no map": ("notebooks/course.yaml", "stages: []\n", 'no "chapters"', 1),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_named(small_course: Path, name: str) -> None:
    """Else one file saved in a hurry would stop the whole workbook without a word why."""
    file, text, problem, line = BROKEN[name]
    (small_course / file).write_text(text)
    faults = [fault for fault in faults_of(Course(small_course)) if problem in fault.problem]
    assert [(file, line)] == [(fault.file, fault.line) for fault in faults]


PLANTED = {
    "one page twice": ("notebooks/course.yaml", "page: 3", "page: 7", 'page "7" is taken', 6),
    "an unknown stage": ("notebooks/course.yaml", "stage: choose", "stage: chose", '"chose"', 6),
    "an unknown key": ("notebooks/course.yaml", "minutes: 5}", "minute: 5}", '"minute"', 5),
    "a source without strength": ("data/sources.yaml", "    strength: C\n", "", 'no "strength"', 2),
    "an unknown strength": ("data/sources.yaml", "strength: C", "strength: D", '"D"', 7),
    "a number as a number": ("data/help-lines.yaml", 'tel: "1737"', "tel: 1737", "not text", 7),
    "letters to ring": ("data/help-lines.yaml", 'tel: "1737"', 'tel: "17 37"', "17 37", 7),
    "an unknown country": ("data/help-lines.yaml", "country: nz", "country: uk", '"uk"', 4),
    "a source that nobody lists": ("data/sources.yaml", "id: glass-2003", "id: glass", "sources.yaml", 11),
    "a list that is not there": (
        "worksheets/en/mood.yaml",
        "small-things",
        "things",
        "no data/things.csv",
        40,
    ),
    "an exercise that is not there": ("notebooks/01-today.ipynb", "mood", "moood", '"moood"', 1),
}


@pytest.mark.parametrize("name", PLANTED)
def test_files_are_held_against_each_other(small_course: Path, name: str) -> None:
    """Else a wrong number could be rung, or a chapter could open on an exercise that is not there."""
    file, old, new, problem, line = PLANTED[name]
    replace(small_course / file, old, new)
    faults = [fault for fault in faults_of(Course(small_course)) if problem in fault.problem]
    assert line in [fault.line for fault in faults]


def test_a_notebook_that_is_not_on_the_map_is_named(small_course: Path) -> None:
    """Else an author would wait for a chapter that nobody can reach."""
    write_notebook(small_course / "notebooks/03-new.ipynb", ("markdown", "# New"))
    assert "not on the map" in faults_of(Course(small_course))[0].problem


@pytest.mark.parametrize("identity", ["moood", "../../data/help-lines", "interface", ""])
def test_an_unknown_worksheet_is_refused(small_course: Path, identity: str) -> None:
    """Else a slip would show another file of the course as an exercise."""
    with pytest.raises(CourseError, match="no such worksheet"):
        Course(small_course).worksheet(identity)


def test_a_change_is_seen_at_once_and_only_then_read_again(small_course: Path) -> None:
    """Else an author would look at words that they changed a minute ago."""
    course = Course(small_course)
    before, stamp = course.worksheet("mood"), course.stamp()
    assert before is course.worksheet("mood")
    path = small_course / "worksheets/en/mood.yaml"
    replace(path, "title: How today is", "title: How it is today")
    assert stamp != course.stamp()
    assert course.worksheet("mood").title == "How it is today"
    stamp = course.stamp()
    os.utime(path, ns=(1, 1))
    assert stamp != course.stamp()


def test_hidden_files_do_not_count(small_course: Path) -> None:
    """Else an editor's own files would make the server read everything again and again."""
    course = Course(small_course)
    stamp = course.stamp()
    (small_course / "notebooks/.ipynb_checkpoints").mkdir()
    (small_course / "notebooks/.ipynb_checkpoints/x.ipynb").write_text("{}")
    assert stamp == course.stamp()


def test_the_course_that_is_asked_for_is_found(small_course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a translator would look at the English course and believe it is theirs."""
    monkeypatch.delenv("UNHURRIED_COURSE", raising=False)
    assert find_course().root == BUILT_IN
    monkeypatch.setenv("UNHURRIED_COURSE", str(small_course))
    assert find_course().root == small_course
    assert find_course(BUILT_IN).root == BUILT_IN
    assert data_file("help-lines.yaml").is_file()


def test_a_folder_that_is_no_course_is_named(tmp_path: Path) -> None:
    """Else a mistyped --course would end in a crash."""
    with pytest.raises(CourseError, match=r"notebooks/course.yaml: there is no such file"):
        Course(tmp_path).chapters()
    assert len(faults_of(Course(tmp_path))) == 4
