"""docs/worksheet-format.md against the model: every key, every kind, and every example loads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel, TypeAdapter

from unhurried.exercises.today import SAID
from unhurried.exercises.want_and_fear import PRESSED, WISH
from unhurried.worksheet import (
    FIELD_KINDS,
    KINDS,
    RESULT_SAYS,
    SHOW_SAYS,
    Block,
    Card,
    Option,
    Pile,
    Range,
    Show,
    Step,
    Worksheet,
    load,
)
from unhurried.worksheet.blocks import RESULT_OF
from unhurried.worksheet.own_widgets import FEARS

DOC = (Path(__file__).parents[2] / "docs/worksheet-format.md").read_text()
SECTIONS = {
    title: text.split("\n#")[0]
    for title, text in re.findall(r"^#{2,4} ([^\n]+)\n(.*?)(?=^#{2,4} |\Z)", DOC, re.MULTILINE | re.DOTALL)
}
MODELS: dict[str, type[BaseModel]] = {
    "A worksheet": Worksheet,
    **KINDS,
    "left and right": Range,
    "option": Option,
    "card": Card,
    "pile": Pile,
    "step": Step,
}
EXAMPLES = re.findall(r"```yaml\n(.*?)```", DOC, re.DOTALL)


def rows(title: str) -> list[list[str]]:
    lines = re.findall(r"^\| (`.*) \|$", SECTIONS[title], re.MULTILINE)
    return [[cell.strip() for cell in line.split(" | ")] for line in lines]


def keys_of(model: type[BaseModel]) -> dict[str, bool]:
    """Key -> whether it is needed."""
    return {field.alias or name: field.is_required() for name, field in model.model_fields.items()}


@pytest.mark.parametrize("title", MODELS)
def test_every_key_is_there_and_no_other(title: str) -> None:
    """Else an author would write a key that is refused, or never learn of one that would help."""
    assert keys_of(MODELS[title]) == {key.strip("`"): needed == "yes" for key, needed, _ in rows(title)}


@pytest.mark.parametrize("title", MODELS)
def test_what_it_says_of_a_key_is_what_an_author_is_advised(title: str) -> None:
    """Else the page and the error message would tell two different things."""
    fields = MODELS[title].model_fields
    described = {field.alias or name: field.description for name, field in fields.items()}
    assert described == {key.strip("`"): text for key, _, text in rows(title)}


def test_the_fields_of_a_list_are_the_blocks_without_sharing() -> None:
    """Else what the page says of fields would not be so."""
    for kind, model in FIELD_KINDS.items():
        assert {key: need for key, need in keys_of(KINDS[kind]).items() if key != "share"} == keys_of(model)
        assert f"`{kind}`" in SECTIONS["list"]


def test_every_kind_has_its_example() -> None:
    """Else an author would have to guess how a kind of block is written."""
    shown = [next(iter(entry)) for text in EXAMPLES if text.startswith("- ") for entry in yaml.safe_load(text)]
    assert list(KINDS) == shown


@pytest.mark.parametrize("text", EXAMPLES, ids=[text.split(":")[0].strip("- ") for text in EXAMPLES])
def test_every_example_can_be_copied(tmp_path: Path, text: str) -> None:
    """Else an author's first worksheet would be refused, word for word as we told them."""
    if text.startswith("- "):
        adapter = TypeAdapter(list[Block])  # type: ignore[valid-type]
        assert adapter.validate_python(yaml.safe_load(text))
    else:
        path = tmp_path / f"{re.match(r'id: (.*)', text)[1]}.yaml"  # type: ignore[index]
        path.write_text(text)
        load(path, sources=["made-up"])


def test_the_results_and_their_words_are_there() -> None:
    """Else an author could not show what follows from the answers in words of their own."""
    told = {result.strip("`"): set(re.findall(r"`(\w+)`", of)) for result, of, _ in rows("results")}
    names = set(Show.model_json_schema()["properties"]["result"]["enum"])
    assert {name: set(RESULT_OF.get(name, ())) for name in names} == told
    facts = {key.strip("`"): set(re.findall(r"\{(\w+)\}", text)) for key, text in rows("says")}
    assert {key: set(placeholders) for key, placeholders in RESULT_SAYS.items()} == facts


def test_the_options_of_today_and_their_words_are_there() -> None:
    """Else an author would name an option of which the page says nothing."""
    assert SAID == {option.strip("`"): key.strip("`") for key, option in rows("today")}
    assert dict.fromkeys(SAID.values(), frozenset()) == SHOW_SAYS["today"]


def test_what_is_said_of_a_yes_is_there() -> None:
    """Else an author would leave out the words for somebody who is afraid."""
    assert set(SHOW_SAYS["want_and_fear"]) == {key.strip("`") for key, _ in rows("want_and_fear")}
    assert {"today", "want_and_fear"} == set(SHOW_SAYS)
    cards = set(re.findall(r"`([a-z-]+)`", SECTIONS["want_and_fear"]))
    assert cards >= WISH | PRESSED | set(FEARS)
