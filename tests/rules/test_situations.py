"""The script builder's files are read, and each fault is told at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from unhurried import worksheet
from unhurried.course.situations import read_feelings, read_situations
from unhurried.errors import CourseError, Fault
from unhurried.exercises.script import FORMS, SLOTS, compose

RIGHT = """\
grammar: {begins: [i], capital: true, asks: [would], refuses: [not]}
situations:
  - id: tell
    speaker: hurt
    to: partner
    title: Tell it
    purpose: To tell it.
    slots:
      - {slot: when, then: ",", starters: ["last night", "today"]}
      - slot: feel
        lead: I feel
        keep: true
        starters: [cold, tired]
    before: You never listen.
    example: {when: last night, feel: cold}
    reply: ["I hear it."]
"""
FEELINGS = "id,label,family,strength\nlow,low,sadness,faint\nsad,sad,sadness,clear\nred,angry,anger,strong\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


def test_a_right_file_is_what_the_rules_read(folder: Path) -> None:
    """Else what an author writes would not be what people say."""
    path = folder / "situations.yaml"
    path.write_text(RIGHT)
    read = read_situations(path)
    assert "Last night, I feel cold." == read.after(read.situations[0])
    assert "I feel cold." == compose(read.spoken()["tell"], {"when": "then", "feel": "cold"}, frozenset({"shorter"}))


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("speaker: hurt", "speaker: both", 4, '"speaker" is "both": known here: hurt, unfaithful'),
        ("slot: when", "slot: wehn", 9, 'did you mean "when"?'),
        ("slot: feel", "slot: when", 10, 'the slot "when" stands here twice'),
        ('["last night", "today"]', '["last night"]', 9, '"starters" has too few entries: write at least 2'),
        ('["last night", "today"]', "[a, b, c, d]", 9, '"starters" has 4 entries: keep at most 3'),
        ("        keep: true\n", "", 8, "the shorter form would keep nothing"),
        ("feel: cold}", "need: tea}", 15, 'this situation has no slot "need"'),
        ("    before: You never listen.\n", "", 3, 'no "before"'),
        ("    to: partner\n", "    to: partner\n    to: friend\n", 6, '"to" stands here twice'),
        ("capital: true", "capitals: true", 1, 'unknown key "capitals": did you mean "capital"?'),
    ],
)
def test_a_fault_is_told_at_its_line(folder: Path, old: str, new: str, line: int, words: str) -> None:
    """Else a clinician who writes a situation would not find what is wrong with it."""
    assert old in RIGHT
    path = folder / "situations.yaml"
    path.write_text(RIGHT.replace(old, new, 1))
    with pytest.raises(CourseError) as caught:
        read_situations(path)
    told = [fault for fault in caught.value.faults if fault.line == line and words in str(fault)]
    assert told, caught.value.faults
    assert told[0].file == "data/situations.yaml"


def test_the_same_id_twice_is_told(folder: Path) -> None:
    """Else a kept script would come back under another situation."""
    path = folder / "situations.yaml"
    path.write_text(RIGHT + RIGHT.partition("situations:\n")[2])
    with pytest.raises(CourseError, match='"tell" stands here twice'):
        read_situations(path)


def test_feelings_go_from_faint_to_strong(folder: Path) -> None:
    """Else somebody would look for a small word and meet the hardest one first."""
    path = folder / "feelings.csv"
    path.write_text(FEELINGS)
    assert ["low", "sad", "angry"] == [one["label"] for one in read_feelings(path)]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("id,label,family,strength", "id,label,strength,family", 1, "the columns are not id, label, family, strength"),
        ("low,low,sadness,faint", "low,low,sadness", 2, "it does not have four columns"),
        ("low,low,sadness,faint", "low,low,sadness,fiant", 2, 'did you mean "faint"?'),
        ("low,low,sadness,faint", "low,low,sadness,strong", 3, "it stands after a stronger one"),
        ("sad,sad", "low,sad", 3, 'the id "low" is taken'),
        ("red,angry,anger,strong", "red,angry,anger,strong\nblue,blue,sadness,strong", 5, "stands in two places"),
    ],
)
def test_a_fault_in_the_feelings_is_told_at_its_line(folder: Path, old: str, new: str, line: int, words: str) -> None:
    """Else a translator would not find the row that is wrong."""
    path = folder / "feelings.csv"
    path.write_text(FEELINGS.replace(old, new, 1))
    with pytest.raises(CourseError) as caught:
        read_feelings(path)
    faults: list[Fault] = caught.value.faults
    assert [line] == [fault.line for fault in faults if words in str(fault)]


def builder(fields: str) -> str:
    return f"""\
id: words
title: Words
stage: steady
who: [hurt]
minutes: 5
about: For words.
share: ask
sources: [glass-2003]
widget: script_builder
example: {{}}
blocks:
  - list:
      id: scripts
      question: Scripts
      item: script
      fields:
{fields}
"""


def test_a_worksheet_has_a_field_for_each_slot_and_form(tmp_path: Path) -> None:
    """Else what somebody writes in a slot could not be kept."""
    path = tmp_path / "words.yaml"
    path.write_text(builder("        - choices: {id: form, question: F, options: [{id: shorter, label: s}]}"))
    with pytest.raises(CourseError) as caught:
        worksheet.load(path)
    problems = {fault.problem for fault in caught.value.faults}
    assert {f'the script builder has no short "{slot}"' for slot in SLOTS} <= problems
    assert {f'"form" has no option "{form}"' for form in FORMS if form != "shorter"} <= problems
    assert {'the script builder has no short "name"', "nothing says the scripts back"} <= problems
