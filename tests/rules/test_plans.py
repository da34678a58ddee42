"""Plans for groups are read, and what a group may never be asked is refused, in a leader's own file too."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from pydantic import BaseModel

from unhurried.course import Course, exercise_ids
from unhurried.course.leader_guide import Form, LeaderGuide, Section
from unhurried.course.plans import (
    OPEN_KINDS,
    Breakout,
    Kind,
    Option,
    Plan,
    Prompt,
    Session,
    Step,
    Timer,
    not_for_groups,
    read_plan,
)
from unhurried.errors import CourseError

ROOT = Path(__file__).parents[2]
DOC = (ROOT / "docs/plans.md").read_text(encoding="utf-8")
SECTIONS = {
    title: text.split("\n#")[0]
    for title, text in re.findall(r"^#{2,4} ([^\n]+)\n(.*?)(?=^#{2,4} |\Z)", DOC, re.MULTILINE | re.DOTALL)
}
MODELS: dict[str, type[BaseModel]] = {
    "A plan": Plan,
    "A session": Session,
    "A step": Step,
    "prompt": Prompt,
    "option": Option,
    "timer": Timer,
    "breakout": Breakout,
    "The leader guide": LeaderGuide,
    "section": Section,
    "screening": Form,
}
EXAMPLE = re.findall(r"```yaml\n(.*?)```", DOC, re.DOTALL)[0]
Written = Callable[..., Path]


@pytest.fixture(scope="module")
def course() -> Course:
    return Course(ROOT)


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """The example of the documentation as a file, with pieces of it replaced."""

    def write(*changes: tuple[str, str]) -> Path:
        text = EXAMPLE.replace("[made-up]", "[samhsa-2014]")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / "data/plans/short-evening.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def faults(read: Callable[[Path], Any], path: Path) -> list[str]:
    with pytest.raises(CourseError) as caught:
        read(path)
    return [str(fault) for fault in caught.value.faults]


# ---- the page about plans


@pytest.mark.parametrize("title", MODELS)
def test_the_documentation_has_every_key(title: str) -> None:
    """Else an author would write a key that is refused, or read something else there than in the error message."""
    rows = re.findall(r"^\| `([a-z_]+)` \| (yes|no) \| (.*) \|$", SECTIONS[title], re.MULTILINE)
    fields = MODELS[title].model_fields
    expected = {
        field.alias or name: ("yes" if field.is_required() else "no", field.description)
        for name, field in fields.items()
    }
    assert expected == {key: (needed, text) for key, needed, text in rows}


def test_the_documentation_has_every_kind() -> None:
    """Else a leader would not know what can be done with a group."""
    assert list(get_args(Kind)) == re.findall(r"^\| `([a-z]+)` \|", SECTIONS["kinds"], re.MULTILINE)


def test_the_documentation_has_every_plan(course: Course) -> None:
    """Else a draft could be taken for a finished course."""
    rows = re.findall(r"^\| `([a-z]+)` \| .* \| (.*) \|$", DOC.split("## ")[0], re.MULTILINE)
    states = {name: "draft" in state for name, state in rows}
    assert {one: course.plan(one).draft for one in course.plan_ids()} == states


def test_the_example_can_be_copied(course: Course, written: Written) -> None:
    """Else a leader's first plan would be refused, word for word as we told them."""
    assert "short-evening" == course.plan_in(written()).id


def test_a_room_gets_plain_data_with_every_key(course: Course) -> None:
    """Else an evening would break off at a step that nobody tried."""
    for identity in course.plan_ids():
        plan = course.plan(identity)
        for number, session in enumerate(plan.sessions, start=1):
            room = plan.room(number)
            assert room == json.loads(json.dumps(room))
            told = re.findall(r"`([a-z_]+)`", SECTIONS["What a room gets"].partition("JSON:")[2].partition("with")[0])
            assert set(told) == set(room)
            assert [set(Step.model_fields)] * len(session.steps) == [set(step) for step in room["steps"]]


@pytest.mark.parametrize("number", [0, -1, 2])
def test_there_is_no_other_session(course: Course, number: int) -> None:
    """Else a leader who mistypes a number would open another evening than the one that was prepared."""
    with pytest.raises(IndexError):
        course.plan("introduction").room(number)


# ---- what no plan may do


@pytest.mark.parametrize("kind", sorted(OPEN_KINDS))
def test_nothing_is_shared_in_a_room_of_couples(written: Written, kind: str) -> None:
    """Somebody would speak of their fear in front of the one they fear."""
    more = {
        "pulse": "",
        "prompt": "",
        "round": "timer: {form: round, seconds: 30}",
        "pairs": "timer: {form: turns, seconds: 30}",
        "breakout": "breakout: {colours: [Blue, Green], report: Nothing.}",
    }[kind]
    document = yaml.safe_load(written().read_text())
    document["for"] = "couples"
    step = document["sessions"][0]["steps"][2]
    step["kind"] = kind
    if kind != "prompt":
        del step["prompt"]
        step |= yaml.safe_load(more) or {}
    path = written()
    path.write_text(yaml.safe_dump(document, sort_keys=False))
    found = faults(read_plan, path)
    assert 1 == len(found)
    assert f'a step of the kind "{kind}" in a room of couples' in found[0]


def _with_page(identity: str) -> tuple[str, str]:
    return ("kind: grounding\n", f"kind: grounding\n        worksheets: [{identity}]\n")


def test_no_plan_names_a_page_on_wanting_sex_or_the_touch_log(course: Course, written: Written) -> None:
    """A group would ask about what somebody's body does, and somebody would not dare to pass."""
    chapters = [one.notebook for one in course.chapters() if one.notebook.startswith(("06-", "09-"))]
    shown = {identity for one in chapters for identity in exercise_ids(course.notebook(one)) or []}
    assert len(shown) >= 8
    for identity in sorted(shown | {"touch-ladder", "touch-ladder-b"}):
        found = faults(course.plan_in, written(_with_page(identity)))
        assert any(f'"{identity}" is not for groups' in fault for fault in found), identity


def test_a_page_stays_closed_to_groups_when_its_own_line_is_changed(course: Course) -> None:
    """An author who edits one word would open a person's log to a room."""
    ladder = course.worksheet("touch-ladder").model_copy(update={"groups": "ask"})
    pulls = course.worksheet("two-voices").model_copy(update={"groups": "ask"})
    calm = course.worksheet("grounding-tools")
    chapters = {"two-voices": "06-wanting-and-fearing", "touch-ladder": "08-x", "grounding-tools": "01-x"}
    assert [True, True, False] == [not_for_groups(one, chapters) is not None for one in (ladder, pulls, calm)]


@pytest.mark.parametrize("identity", ["leaning", "phq-4", "yes-no-not-yet", "support-circle"])
def test_a_page_that_is_for_nobody_else_is_for_no_group(course: Course, written: Written, identity: str) -> None:
    """What somebody answered for themselves would lie on a table in a room."""
    assert any("is not for groups" in fault for fault in faults(course.plan_in, written(_with_page(identity))))


def test_nobody_types_anything_that_a_room_sees(written: Written) -> None:
    """A sentence on a screen could be known by who wrote it."""
    found = faults(read_plan, written(("sensitive: true\n", "sensitive: true\n          other: true\n")))
    assert any('unknown key "other"' in fault for fault in found)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("minutes: 30", "minutes: 31", "the steps take 30 minutes, and the session 31"),
        ("kind: welcome", "kind: talk", "does not begin with a welcome"),
        ("kind: close", "kind: talk", "does not end with a close"),
        ("kind: agreements", "kind: talk", "nobody is asked to agree"),
        ("kind: grounding", "kind: talk", "nothing steadies people before they go"),
        ("timer: {form: quiet}", "timer: {form: round}", 'the timer "round" says no seconds'),
        ("timer: {form: quiet}", "timer: {form: round, seconds: 30}", 'of the kind "grounding" has the timer "round"'),
        ("kind: prompt", "kind: round", 'a step of the kind "round" has a "prompt"'),
        ("for: hurt", "for: both", '"for" is "both"'),
        ("id: feet", "id: which", '"which" stands here twice'),
    ],
)
def test_a_broken_plan_says_where_and_what(written: Written, old: str, new: str, words: str) -> None:
    """A leader would find out in front of the group."""
    found = faults(read_plan, written((old, new)))
    assert any(words in fault for fault in found), found
    assert all(re.match(r"data/plans/short-evening\.yaml:\d+: ", fault) for fault in found)
