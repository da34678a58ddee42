"""The browser side asks for words by key; every key must be in interface.yaml."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "src/unhurried/widgets").glob("*.js"))
WORDS: dict[str, Any] = yaml.safe_load((ROOT / "worksheets/en/interface.yaml").read_text())["exercise"]

#: `words("kept_at")`, and both keys of `words(condition ? "one" : "other")`.
ASKED = re.compile(r"""\bwords\(\s*(?P<quote>["`])(?P<key>[^"`]+)(?P=quote)""")
CHOSEN = re.compile(r"""\bwords\([^()"`]*\?\s*[`"](?P<one>[^"`]+)[`"]\s*:\s*[`"](?P<other>[^"`]+)[`"]""")


def found(key: str) -> Any:
    part: Any = WORDS
    for step in key.split("."):
        part = part.get(step) if isinstance(part, dict) else None
    return part


def keys(text: str) -> set[str]:
    chosen = {key for match in CHOSEN.finditer(text) for key in match.groups()}
    return {match["key"] for match in ASKED.finditer(text)} | chosen


def test_keys_are_found_in_the_files_at_all() -> None:
    """If the pattern stopped matching, a missing word would be found by a person instead of by us."""
    everything = set().union(*(keys(file.read_text()) for file in FILES))
    assert {
        "kept_at",
        "not_kept.${why}",
        "not_kept.unexpected",
        "groups.${group}",
        "conflict.use_this",
    } <= everything
    calls = sum(len(re.findall(r"\bwords\(", file.read_text())) for file in FILES)
    matched = sum(len(ASKED.findall(file.read_text())) + len(CHOSEN.findall(file.read_text())) for file in FILES)
    by_name = sum(len(re.findall(r"\bwords\((key|text)\b", file.read_text())) for file in FILES)
    assert calls == matched + by_name


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_word_that_is_asked_for_exists(file: Path) -> None:
    """An exercise would not open, because one button has no name."""
    for key in keys(file.read_text()):
        section, dynamic, _ = key.partition(".${")
        wanted = (dict, list) if dynamic else str
        assert isinstance(found(section if dynamic else key), wanted), key
