"""What the pages about touch offer, and what they must never lead to."""

from __future__ import annotations

import csv
import json
import re

import pytest

from unhurried.course import BUILT_IN, Course
from unhurried.exercises.suggest import CALM, NOT_CALM, RULES
from unhurried.worksheet import List

COURSE = Course(BUILT_IN)
with (BUILT_IN / "data/touch-rungs.csv").open(newline="") as file:
    RUNGS = list(csv.DictReader(file))
LADDER = COURSE.worksheet("touch-ladder")


def test_there_are_enough_rungs_and_none_is_without_a_gentler_one() -> None:
    """Else somebody would find nothing that is small enough, or only more."""
    sexual = [rung for rung in RUNGS if rung["group"] == "sexual"]
    assert len(RUNGS) - len(sexual) >= 30
    assert len(sexual) >= 12
    assert all(rung["about"] and rung["gentler"] for rung in RUNGS)
    assert len({rung["label"] for rung in RUNGS}) == len(RUNGS)
    for rung in RUNGS:
        assert rung["source"] == "own" or rung["source"] in COURSE.sources(), rung["id"]


def test_ways_to_be_near_without_touch_ask_for_none() -> None:
    """Else the partner who broke trust would be handed rungs."""
    for way in COURSE.suggestions("near-without-touch"):
        words = f"{way['label']} {way['about']} {way['gentler']}".lower()
        assert not re.search(r"\b(?:hug|kiss|hold|touch|stroke|lap with|sex)\w*", words), way["id"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.say)
def test_whatever_the_ladder_says_no_touch_is_in_it(rule: object) -> None:
    """Else a sentence could read as if there were nothing but going on."""
    words = LADDER.says[f"now_{rule.say}"]  # type: ignore[attr-defined]
    assert re.search(r"no touch for now", words, re.IGNORECASE)


def test_the_body_can_do_all_that_the_rules_look_at() -> None:
    """Else somebody who froze could not say so, and the page would go on as if nothing had been."""
    (log,) = (block for block in LADDER.blocks if isinstance(block, List) and block.id == "log")
    (body,) = (field for field in log.fields if field.id == "body")
    assert {"aroused", *CALM, *NOT_CALM} == {option.id for option in body.options}  # type: ignore[union-attr]


def _links(text: str) -> set[str]:
    return set(re.findall(r"\]\(([^)]+)\)", text))


def test_a_page_that_looks_at_fear_never_leads_to_a_rung() -> None:
    """Else somebody whose yes came from fear would be led from there to touch."""
    ladder_pages = {str(one.page) for one in COURSE.chapters() if one.notebook.startswith(("08-", "09-"))}
    words = (BUILT_IN / "worksheets/en/where-does-my-yes-come-from.yaml").read_text("utf-8")
    chapter = (BUILT_IN / "notebooks/06-wanting-and-fearing.ipynb").read_text("utf-8")
    assert not {link.split("#")[0] for link in _links(words) | _links(chapter)} & ladder_pages
    sheet = COURSE.worksheet("where-does-my-yes-come-from")
    assert ["want_and_fear"] == [show.result for show in sheet.shows]
    assert {"never"} == {sheet.may_share(one) for one in (*sheet.questions.values(), *sheet.shows)}
    said = " ".join(text for key, text in sheet.says.items() if key.startswith("yes_"))
    assert re.findall(r"[^.]*\btouch\b[^.]*", said), "what is said of touch is looked at below"
    for sentence in re.findall(r"[^.]*\b(?:touch|sex|hug|kiss)\w*[^.]*\.", said):
        assert "leave touch out" in sentence, sentence


def test_wanting_or_fearing_and_a_kind_no_are_one_step_from_the_ladder() -> None:
    """Else somebody in doubt would have to search, with the ladder before their eyes."""
    pages = {
        str(chapter.page)
        for chapter in COURSE.chapters()
        if chapter.ready
        and {"where-does-my-yes-come-from", "kind-no"}
        & {
            match
            for cell in json.loads((BUILT_IN / f"notebooks/{chapter.notebook}.ipynb").read_text("utf-8"))["cells"]
            for match in re.findall(r'page\("([^"]+)"\)', "".join(cell["source"]))
        }
    }
    assert len(pages) == 2
    words = (BUILT_IN / "worksheets/en/touch-ladder.yaml").read_text("utf-8")
    assert pages <= {link.split("#")[0] for link in _links(words)}


def test_the_same_line_on_a_punished_no_is_there_for_everybody() -> None:
    """Else somebody could read from a page what another person had answered, or would find no help on it."""
    for identity in (
        "touch-ladder",
        "card-for-today",
        "touch-ladder-b",
        "when-you-stop",
        "ask-offer-decline",
        "afterwards",
    ):
        worksheet = COURSE.worksheet(identity)
        text = " ".join(getattr(block, "text", "") for block in worksheet.blocks)
        assert re.search(r"no is punished", text), identity
        assert "Get help" in text, identity
        assert not any("punish" in getattr(one, "question", "") for one in worksheet.questions.values())
