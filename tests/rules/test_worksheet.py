"""Faults in a worksheet are found, all at once, at their line, with a way out."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unhurried.course import BUILT_IN
from unhurried.errors import CourseError, Fault
from unhurried.exercises import RESULTS
from unhurried.exercises.ladder import HEAD
from unhurried.widgets import WIDGETS
from unhurried.worksheet import SAYS, SWITCHES, List, Scale, Show, Writing, load

#: (what is replaced, by what: the line with "# fault" is where it must be found, place, problem, advice)
PLANTED = {
    "unknown key": ("title: How", "titel: x # fault\ntitle: How", "top of the file", "titel", '"title"'),
    "missing key": ("title: How today is\n", "", "top of the file", 'no "title"', "people see at the top"),
    "missing in a block": ("      low: heavy\n", "", 'question 1 (scale "now")', 'no "low"', "lowest number"),
    "unknown key in a block": (
        "      item: thing\n",
        "      item: thing\n      orderd: true # fault\n",
        'question 3 (list "things")',
        "orderd",
        '"ordered"',
    ),
    "unknown kind": ("  - note:\n", "  - nota: # fault\n", "block 1 (nota)", 'kind "nota"', '"note"'),
    "no kind": ("  - note:\n", "  - a: 1 # fault\n    b:\n", "block 1", "no kind", "- note:"),
    "unknown word": ("stage: steady", "stage: stedy # fault", "top of the file", "stedy", '"steady"'),
    "a wrong word in a list": ("who: [hurt,", "who: [hrut, # fault\n ", "who, entry 1", "hrut", '"hurt"'),
    "a number as text": ("minutes: 5", 'minutes: "5" # fault', "top of the file", "minutes", "integer"),
    "YAML's yes": (
        "      low: heavy",
        "      low: no # fault",
        'question 1 (scale "now")',
        "not text",
        "quotes",
    ),
    "an empty text": ("title: How today is", "title: # fault", "top of the file", "empty", "write something"),
    "a scale upside down": (
        "      from: 0\n      to: 10\n      low: heavy",
        "      from: 10\n      to: 0\n      low: heavy",
        'question 1 (scale "now")',
        "from 10 to 0",
        "lower",
    ),
    "a scale too wide": (
        "      to: 10\n      low: heavy",
        "      to: 100\n      low: heavy",
        "",
        "101",
        "phone",
    ),
    "one id twice": (
        "      id: words",
        "      id: now # fault",
        'question 2 (writing "now")',
        "taken",
        "own",
    ),
    "one key twice": ("minutes: 5", "minutes: 5\nminutes: 6 # fault", "top of the file", "twice", "keep one"),
    "one field twice": ("{id: good,", "{id: name,", 'question 3 (list "things")', '"name"', "another id"),
    "one option twice": ("{id: quiet,", "{id: warm,", 'field 3 (choices "why")', '"warm"', "another id"),
    "a missing label": (
        "- {id: quiet, label: it was quiet}",
        "- {id: quiet} # fault",
        'question 3 (list "things"), field 3 (choices "why"), option 2',
        'no "label"',
        "words people see",
    ),
    "a capital in an id": (
        "      id: words",
        "      id: Words # fault",
        "question 2",
        "Words",
        "small letters",
    ),
    "an unknown source": (
        "sources: [glass-2003]",
        "sources: [glas-2003] # fault",
        "source 1",
        "glas",
        "glass-2003",
    ),
    "no source": (
        "sources: [glass-2003]",
        "sources: [] # fault",
        "top of the file",
        "nothing in it",
        "at least one",
    ),
    "an unknown list": (
        "suggestions: small-things",
        "suggestions: small-thing # fault",
        "question 3",
        "small-thing.csv",
        "small-things",
    ),
    "a reserved field": (
        "{id: name, question: What}",
        "{id: from, question: What}",
        "question 3",
        '"from"',
        "another",
    ),
    "suggestions with nowhere to go": (
        "        - short: {id: name, question: What}\n",
        "",
        "",
        "nowhere",
        "short",
    ),
    "an example of nothing": ("  now: 4", "  now: 4\n  nwo: 4 # fault", "example", '"nwo"', '"now"'),
    "a wrong example": ("  now: 4", "  now: 44 # fault", "example", "no answer", "whole number"),
    "another id than the file": ("id: mood", "id: moody # fault", "top of the file", "moody", "same name"),
    "half of a review": (
        "reviewed_by: null",
        "reviewed_by: A. B. # fault",
        "top of the file",
        "half",
        "both",
    ),
    "a date that is none": (
        "reviewed_on: null",
        "reviewed_on: soon # fault",
        "top of the file",
        "date",
        "2026-11-30",
    ),
    "a block without keys": (
        "  - note:\n      text: Take your *time*.",
        "  - note: # fault",
        "block 1",
        "keys",
        "below",
    ),
    "not YAML": ("title: How today is", "title: How: today # fault", "", "not YAML", "quotes"),
    "an alias": ("title: How today is", "title: &a How\nabout: *a\nx: y", "", "used again", "*"),
}


def faults_of(path: Path) -> list[Fault]:
    with pytest.raises(CourseError) as caught:
        load(path, sources=["glass-2003"], lists=["small-things"])
    return caught.value.faults


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found_at_its_line(small_course: Path, name: str) -> None:
    """Else a clinician who changes a word would be left with a page that does not open, and no idea why."""
    old, new, place, problem, advice = PLANTED[name]
    path = small_course / "worksheets/en/mood.yaml"
    text = path.read_text().replace(old, new, 1)
    assert new in text
    path.write_text(text)
    faults = faults_of(path)
    found = [fault for fault in faults if problem in fault.problem and place in fault.place and advice in fault.advice]
    assert found, faults
    assert found[0].file == "worksheets/en/mood.yaml"
    lines = [number for number, line in enumerate(text.splitlines(), 1) if "# fault" in line]
    assert found[0].line in (lines or range(1, 60))
    if lines:
        assert lines == [found[0].line]


LADDER_FAULTS = {
    "a shared ladder": ("share: never", "share: ask # fault", "", "may not be shared", "share: never"),
    "a missing word": ("  left_open: left open\n", "", "says", 'no "left_open"', "says"),
    "an unknown placeholder": (
        '  rungs: "Rungs {count}, open {open}."',
        '  rungs: "Rungs {cuont}." # fault',
        "says",
        "{cuont}",
        '"count"',
    ),
    "half a pair of braces": (
        "  paused: Paused.",
        '  paused: "Paused {." # fault',
        "says",
        "braces",
        "double",
    ),
    "no comfort": ("{id: comfort,", "{id: ease,", 'question 1 (list "rungs")', 'no scale "comfort"', "scale"),
    "no example": ("example: {paused: true}\n", "", "top of the file", 'no "example"', "made-up"),
    "a wrong switch": (
        "example: {paused: true}",
        "example: {paused: 1} # fault",
        "example",
        "no answer",
        "true",
    ),
    "an unknown result": ("result: ladder,", "result: lader,", "block 8 (show)", "lader", '"ladder"'),
    "a ladder without its widget": ("widget: ladder\n", "", "", "no ladder", "widget: ladder"),
    "a ladder for two": ("who: [hurt]", "who: [hurt, unfaithful] # fault", "", "one person", "who: [hurt]"),
    "no way to open a rung": ("{id: opened,", "{id: yes-please,", 'list "rungs"', 'no option "opened"', "protects"),
    "a body that cannot freeze": ("{id: froze, label", "{id: still, label", 'list "log"', '"froze"', "protects"),
    "no threshold": ("id: wish-from", "id: wish-at", "", 'no scale "wish-from"', "0 to 10"),
    "no log": ("id: log", "id: diary", "", 'no short "rung"', 'the list "log"'),
}


#: In the course's own worksheets: text, text instead of it, problem, advice.
TOUCH_FAULTS = {
    "a number in the other form": (
        "touch-ladder-b",
        "  - writing:\n      id: waiting",
        "  - scale: {id: wait, question: How long?, from: 0, to: 9, low: a, high: b}\n  - writing:\n      id: waiting",
        "numbers or days",
        "in words",
    ),
    "occasions in the other form": (
        "touch-ladder-b",
        "            question: What it is\n",
        '            question: What it is\n        - date: {id: "on", question: When?}\n',
        "numbers or days",
        "in words",
    ),
    "what could be next in the other form": ("touch-ladder-b", "result: near", "result: ladder_next", "no ladder", ""),
    "the other form shared": ("touch-ladder-b", "share: never", "share: ask", "may not be shared", "share: never"),
    "the other form for anybody": ("touch-ladder-b", "[unfaithful]", "[hurt, unfaithful]", "one person", "unfaithful"),
    "a card without a preview": (
        "card-for-today",
        "  - show:\n      id: card\n      title: The card, exactly as it will be seen\n      result: card\n"
        "      empty: There is no card that is open.\n",
        "",
        "no preview",
        "result: card",
    ),
}


@pytest.mark.parametrize("name", TOUCH_FAULTS)
def test_what_protects_somebody_cannot_be_edited_away(tmp_path: Path, name: str) -> None:
    """Else an author could turn the form of the partner who broke trust into a tool for pressing."""
    sheet, old, new, problem, advice = TOUCH_FAULTS[name]
    text = (BUILT_IN / f"worksheets/en/{sheet}.yaml").read_text("utf-8")
    assert old in text
    path = tmp_path / f"{sheet}.yaml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    assert [fault for fault in faults_of(path) if problem in fault.problem and advice in fault.advice]


@pytest.mark.parametrize("name", LADDER_FAULTS)
def test_a_fault_in_a_ladder_is_found(small_course: Path, name: str) -> None:
    """Else an author could share comfort and wish by accident, or leave a switch without words."""
    old, new, place, problem, advice = LADDER_FAULTS[name]
    path = small_course / "worksheets/en/steps.yaml"
    text = path.read_text().replace(old, new, 1)
    path.write_text(text)
    found = [
        fault
        for fault in faults_of(path)
        if problem in fault.problem and place in fault.place and advice in fault.advice
    ]
    assert found
    if "# fault" in new:
        assert text[: text.index("# fault")].count("\n") + 1 == found[0].line


def test_all_faults_are_told_at_once_in_the_order_of_lines(small_course: Path) -> None:
    """Else an author would mend one fault after another, each by a new try."""
    path = small_course / "worksheets/en/mood.yaml"
    text = path.read_text()
    for old, new in [
        ("minutes: 5", "minutes: soon"),
        ("      low: heavy\n", ""),
        ("  now: 4", "  things: 4"),
    ]:
        text = text.replace(old, new, 1)
    path.write_text(text.replace("id: words", "id: now"))
    lines = [fault.line or 0 for fault in faults_of(path)]
    assert len(lines) >= 4
    assert sorted(lines) == lines


def test_a_fault_reads_as_one_line(small_course: Path) -> None:
    """Else `unhurried check` could not be read, or used by an editor."""
    path = small_course / "worksheets/en/mood.yaml"
    path.write_text(path.read_text().replace("      high: light\n", ""))
    (fault,) = faults_of(path)
    place = 'worksheets/en/mood.yaml:22: question 1 (scale "now")'
    assert f'{place}: no "high": add "high": words for the highest number' == str(fault)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, "no such file"),
        (b"", "empty"),
        (b"title: \xff", "UTF-8"),
        (b"- 1", "no keys"),
        (b"\x00", "YAML"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None, problem: str) -> None:
    """Else a file saved in the wrong way would show as a crash."""
    path = tmp_path / "worksheets" / "en" / "mood.yaml"
    path.parent.mkdir(parents=True)
    if content is not None:
        path.write_bytes(content)
    (fault,) = faults_of(path)
    assert problem in fault.problem
    assert fault.file == "worksheets/en/mood.yaml"


@given(st.integers(0, 45), st.text(alphabet="ab: -[]{}'\"&*#!|>\t\n1", max_size=12))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_broken_line_ends_in_named_faults(small_course: Path, at: int, new: str) -> None:
    """Else some slip of the keyboard would show as a crash that only a programmer can read."""
    path = small_course / "mood.yaml"
    lines = (small_course / "worksheets/en/mood.yaml").read_text().splitlines()
    at %= len(lines)
    lines[at] = lines[at][: len(lines[at]) - len(lines[at].lstrip())] + new
    path.write_text("\n".join(lines))
    try:
        load(path, sources=["glass-2003"], lists=["small-things"])
    except CourseError as error:
        assert all(fault.problem and fault.advice for fault in error.faults)


def test_the_small_course_is_right(small_course: Path) -> None:
    """Else the tests above would find faults that they did not plant."""
    mood = load(small_course / "worksheets/en/mood.yaml", sources=["glass-2003"], lists=["small-things"])
    steps = load(small_course / "worksheets/en/steps.yaml")
    expected = [
        ["now", "words", "things"],
        ["rungs", "log", "comfort-from", "wish-from", "no_touch", "paused"],
    ]
    assert expected == [list(mood.questions), list(steps.questions)]
    assert not mood.reviewed


def test_sharing_on_a_question_can_only_be_stricter(small_course: Path) -> None:
    """Else one careless line could offer to share what the worksheet keeps private."""
    path = small_course / "worksheets/en/mood.yaml"
    expected = {"now": "ask", "words": "never", "things": "ask"}
    assert expected == shares(path)
    text = path.read_text().replace("share: never", "share: ask").replace("share: ask", "share: never", 1)
    path.write_text(text)
    assert dict.fromkeys(expected, "never") == shares(path)


def shares(path: Path) -> dict[str, str]:
    sheet = load(path)
    asked = [block for block in sheet.blocks if isinstance(block, Scale | Writing | List)]
    return {block.id: sheet.may_share(block) for block in asked}


def test_the_format_knows_exactly_the_rules_and_widgets_that_there_are() -> None:
    """Else an author would be refused something that works, or offered something that does not."""
    known = set(get_args(Show.model_fields["result"].annotation))
    assert set(RESULTS) == known
    assert {*WIDGETS} - {None} == set(SAYS) == set(SWITCHES)
    needed = {*HEAD, "left_open", "paused", "no_touch", "empty", "rungs"}
    assert needed <= set(SAYS["ladder"])
