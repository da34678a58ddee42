"""docs/export-format.md against what is made: somebody will read these files when this program is gone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from unhurried.course import Course
from unhurried.exporting.record import FORMAT
from unhurried.worksheet import KINDS, Question, Switch

DOC = (Path(__file__).parents[2] / "docs/export-format.md").read_text(encoding="utf-8")
SECTIONS = {
    title.strip("`"): text
    for title, text in re.findall(r"^#{2,3} ([^\n]+)\n(.*?)(?=^#{2,3} |\Z)", DOC, re.MULTILINE | re.DOTALL)
}
(EXAMPLE,) = re.findall(r"```json\n(.*?)```", DOC, re.DOTALL)

States = Callable[..., Any]
Copied = Callable[..., tuple[str, Any]]


def rows(title: str) -> list[list[str]]:
    lines = re.findall(r"^\| (`.*?) \|$", SECTIONS[title], re.MULTILINE)
    return [[cell.strip() for cell in line.split(" | ")] for line in lines]


def keys(title: str) -> list[str]:
    return [row[0].strip("`") for row in rows(title)]


@pytest.fixture(scope="module")
def made(gallery: Course, course: Course, states: States, copied: Copied) -> list[Any]:
    """A copy of everything, of the examples of every worksheet with every kind of question."""
    found = []
    for one in (gallery, course):
        sheets = [one.worksheet(identity) for identity in one.worksheet_ids()]
        whole = {
            (sheet.id, name): states("before", value, beside=("beside",))
            for sheet in sheets
            for name, value in (sheet.example or {}).items()
        }
        found.append(copied(one, whole, True)[1])
    return found


def test_every_key_is_there_and_no_other(made: list[Any]) -> None:
    """Whoever reads the file would meet something that nobody explains, or look for what is not there."""
    for copy in made:
        assert keys("words.json") == list(copy)
        for sheet in copy["worksheets"]:
            assert keys("A worksheet") == list(sheet)
            for answer in sheet["answers"]:
                assert keys("An answer") == list(answer)
                told = {row[0].strip("`"): set(re.findall(r"`(\w+)`", row[1])) for row in rows("An answer")}
                assert told["beside"] == set(answer["beside"][0])
                assert told["earlier"] == set(answer["earlier"][0])


def kinds_in(asked: Any) -> dict[str, set[str]]:
    """Kind -> the keys of `asked`, of a question and of the fields in it."""
    found = {asked["kind"]: set(asked) - {"kind", "question"}}
    for field in asked.get("fields", {}).values():
        found.update(kinds_in(field))
    return found


def test_every_kind_is_there_with_its_keys(made: list[Any]) -> None:
    """An answer could be read and not be understood, because nobody knows what was asked."""
    written = {
        kind: keys
        for copy in made
        for sheet in copy["worksheets"]
        for answer in sheet["answers"]
        for kind, keys in kinds_in(answer["asked"]).items()
    }
    told = {
        kind.strip("`"): set(re.findall(r"`(\w+)`", also))
        for kind, also, _ in rows("What was asked, and what the value is")
    }
    told["pair"] &= {"left", "right"}  # the others belong to each of these two
    assert told == written
    assert {*(kind for kind, model in KINDS.items() if issubclass(model, Question)), Switch.kind} == set(told)


def test_each_side_of_a_pair_is_told(made: list[Any]) -> None:
    """A number would stand there without its scale."""
    (pair,) = (row[1] for row in rows("What was asked, and what the value is") if row[0] == "`pair`")
    expected = {*re.findall(r"`(\w+)`", pair)} - {"left", "right"}
    found = [answer["asked"] for sheet in made[0]["worksheets"] for answer in sheet["answers"]]
    sides = [set(asked[side]) for asked in found if asked["kind"] == "pair" for side in ("left", "right")]
    assert sides
    assert all(expected == side for side in sides)


def test_the_example_is_what_is_made(gallery: Course, states: States, copied: Copied) -> None:
    """The one thing that a reader would hold the file against would be wrong."""
    seat = ({"picked": "kitchen", "other": ""}, {"picked": "window", "other": "with a blanket"})
    _, kept = copied(gallery, {("choice", "seat"): states(*seat)}, True)
    assert json.loads(EXAMPLE) == kept
    assert FORMAT == kept["format"]
    assert json.dumps(kept, ensure_ascii=False, indent=2) == EXAMPLE.strip()


def test_it_says_under_which_names_the_files_come() -> None:
    """Somebody would look for a file that is called something else."""
    for name in ("pages.zip", "words.md", "words.json", "page.md"):
        assert f"`{name}`" in DOC
