"""An author takes one line out of a worksheet that was right."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unhurried.check import check
from unhurried.course import BUILT_IN, Course
from unhurried.errors import CourseError

EXAMPLES = Path(__file__).parents[1] / "examples"
FOLDERS = (EXAMPLES, BUILT_IN / "worksheets/en")
SHEETS = {path.name: path for folder in FOLDERS for path in sorted(folder.glob("*.yaml"))}
SHEETS.pop("interface.yaml")


class Plain(yaml.SafeLoader):
    """Reads a day as the text that it is, as the course does."""


Plain.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in forms if not tag.endswith("timestamp")]
    for first, forms in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def keys(data: Any, loc: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where each key of each mapping stands."""
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        if isinstance(data, dict):
            yield (*loc, key)
        yield from keys(value, (*loc, key))


READ = {name: yaml.load(path.read_text(encoding="utf-8"), Plain) for name, path in SHEETS.items()}
CUTS = [(name, loc) for name, data in READ.items() for loc in keys(data)]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with our sources and suggestions, one chapter in preparation, and no worksheet."""
    root = tmp_path_factory.mktemp("course")
    (root / "notebooks").mkdir()
    (root / "worksheets/en").mkdir(parents=True)
    (root / "notebooks/course.yaml").write_text(
        "stages: [{id: steady, title: Steady, about: First.}]\n"
        "chapters: [{notebook: 01-one, page: 1, stage: steady, title: One, about: It is one., minutes: 5}]\n"
    )
    (root / "worksheets/en/interface.yaml").write_text("exercise: {sources: Where this comes from}\n")
    # Without the rules of the gentle check: each of them would be tried on its examples for every line that is cut. And
    # without the ideas, whose worksheets are not here.
    left_out = shutil.ignore_patterns("gentle-check.yaml", "coverage.yaml")
    shutil.copytree(BUILT_IN / "data", root / "data", ignore=left_out)
    for path in (EXAMPLES.parent.parent / "docs/gallery/data").glob("*.csv"):
        shutil.copy(path, root / "data")
    return root


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(CUTS))
def test_a_line_that_is_taken_out_is_named_or_not_missed(course: Path, cut: tuple[str, tuple[str | int, ...]]) -> None:
    """Else an author who deleted one line would see a crash, and give up on a page that somebody needs."""
    name, loc = cut
    data = copy.deepcopy(READ[name])
    inner = data
    for step in loc[:-1]:
        inner = inner[step]
    del inner[loc[-1]]
    path = course / "worksheets/en" / name
    path.write_text(yaml.safe_dump(data, sort_keys=False, allow_unicode=True), encoding="utf-8")
    try:
        check(Course(course), date(2026, 12, 1))
    except CourseError as error:
        own = [fault for fault in error.faults if fault.file == f"worksheets/en/{name}"]
        assert [] == [fault for fault in own if not fault.line]
        lines = path.read_text(encoding="utf-8").count("\n")
        assert all(1 <= fault.line <= lines for fault in own if fault.line)
    finally:
        path.unlink()
