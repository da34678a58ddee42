"""The examples of tests/examples: one worksheet for each kind of block, for tests, pictures and the gallery."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from unhurried.course import Course, exercise_ids
from unhurried.course.definition import definition
from unhurried.worksheet import FIELD_KINDS, KINDS, Question, Worksheet, in_words, load

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "tests/examples").glob("*.yaml"))
GALLERY = Course(ROOT / "docs/gallery")
SHEETS = {path.stem: load(path, sources=["made-up"], lists=["calm-things"]) for path in EXAMPLES}


def blocks(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for entry in data["blocks"]:
        yield from entry.items()


def test_there_is_one_for_each_kind_and_one_with_all() -> None:
    """Else a kind of block would be shown to people that nobody has looked at."""
    assert {*KINDS, "everything"} == set(SHEETS)
    assert {*KINDS} == {block.kind for block in SHEETS["everything"].blocks}


@pytest.mark.parametrize("kind", KINDS)
def test_an_example_uses_every_key_of_its_kind(kind: str) -> None:
    """Else an author would not find out from the gallery what a kind of block can do."""
    data = yaml.safe_load((ROOT / f"tests/examples/{kind}.yaml").read_text())
    (used, *_) = [body for name, body in blocks(data) if name == kind]
    assert {field.alias or name for name, field in KINDS[kind].model_fields.items()} == set(used)
    if kind == "list":
        fields = {name: body for entry in used["fields"] for name, body in entry.items()}
        assert {
            name: {field.alias or key for key, field in model.model_fields.items()}
            for name, model in FIELD_KINDS.items()
        } == {name: set(body) for name, body in fields.items()}


@pytest.mark.parametrize("name", SHEETS)
def test_the_example_answers_every_question(name: str) -> None:
    """Else a test or a picture would show an empty field, and miss what is wrong with a full one."""
    sheet = SHEETS[name]
    assert set(sheet.questions) == set(sheet.example or {})
    for question, value in (sheet.example or {}).items():
        in_words(sheet.questions[question], value)


@pytest.mark.parametrize("name", SHEETS)
def test_the_page_gets_every_key_that_the_author_wrote(name: str) -> None:
    """Else a hint, an option or a limit would be in the file and not on the page."""
    shown = definition(GALLERY, GALLERY.worksheet(name))
    json.dumps(shown, allow_nan=False)
    written = list(blocks(yaml.safe_load((ROOT / f"tests/examples/{name}.yaml").read_text())))
    assert [kind for kind, _ in written] == [block["kind"] for block in shown["blocks"]]
    for (kind, body), block in zip(written, shown["blocks"], strict=True):
        if kind == "note":
            continue
        for key in set(body) - {"fields", "suggestions", "options"}:
            assert body[key] == block[key], (kind, key)
        assert (kind == "steps") == ("share" not in block)


def test_the_gallery_shows_each_example_once() -> None:
    """Else an author would write a worksheet with a kind of block that they have never seen."""
    assert GALLERY.check().worksheets == len(SHEETS)
    assert [*KINDS, "everything"] == exercise_ids(GALLERY.notebook("gallery"))
    linked = [path for path in (ROOT / "docs/gallery/worksheets/en").iterdir() if path.stem != "interface"]
    assert [path.resolve() for path in sorted(linked)] == EXAMPLES


def changed(tmp_path: Path, name: str, *replacements: tuple[str, str]) -> Worksheet:
    text = (ROOT / f"tests/examples/{name}.yaml").read_text()
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / f"{name}.yaml"
    path.write_text(text)
    return load(path)


@pytest.mark.parametrize("name", sorted({*SHEETS} - {"note", "steps"}))
def test_what_a_worksheet_keeps_closed_no_question_opens(tmp_path: Path, name: str) -> None:
    """Else one careless line could offer to share what a whole worksheet keeps private."""
    text = (ROOT / f"tests/examples/{name}.yaml").read_text()
    more = [("share: never", "share: ask")] if "share: never" in text else []
    sheet = changed(tmp_path, name, *more, ("\nshare: ask", "\nshare: never"))
    asked = [*sheet.questions.values(), *sheet.shows]
    assert {"never"} == {sheet.may_share(block) for block in asked}


@pytest.mark.parametrize("name", sorted({*SHEETS} - {"note", "steps", "show", "everything"}))
def test_a_question_can_be_closed_by_itself(tmp_path: Path, name: str) -> None:
    """Else somebody would have to close a whole worksheet to keep one answer to themselves."""
    (question,) = SHEETS[name].questions.values()
    assert "never" == SHEETS[name].may_share(question)
    opened = changed(tmp_path, name, ("    share: never", "    share: ask"))
    assert "ask" == opened.may_share(*opened.questions.values())


def test_a_result_tells_no_more_than_its_questions(tmp_path: Path) -> None:
    """Else a number that cannot be shared would be shared as a mean."""
    sheet = changed(tmp_path, "show", ("id: evening, question", "id: evening, share: never, question"))
    assert {"whole-day": "never", "days": "never", "how-many": "ask"} == shares_of_results(sheet)


def test_what_stood_on_other_days_is_never_shared() -> None:
    """Else "you were a 7 last week" could be held against somebody."""
    assert {"whole-day": "ask", "days": "never", "how-many": "ask"} == shares_of_results(SHEETS["show"])


def shares_of_results(sheet: Worksheet) -> dict[str, str]:
    return {show.id: sheet.may_share(show) for show in sheet.shows}


def test_every_question_says_whether_it_can_be_shared() -> None:
    """Else the page would offer to share an answer because nobody had thought of it."""
    for sheet in SHEETS.values():
        for block in sheet.blocks:
            if isinstance(block, Question):
                assert "never" == sheet.may_share(block.model_copy(update={"share": "never"}))
