"""What no situation of the script builder may become, in any course: a way to press the partner who was hurt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from unhurried.course.situations import SituationEntry, read_situations
from unhurried.course_file import Loc, read_yaml
from unhurried.errors import CourseError, Fault

#: Slots in which somebody asks for something of their own, or says no to it.
ASKING: Final = ("request", "need", "feel", "no")
#: What the one who broke trust may not ask of the partner, in words of the course.
ASKS: Final = {
    "touch or sex": r"touch\w*|hugs?|kiss\w*|cuddl\w*|hold (?:me|you|hands)|sex\w*|make love|sleep (?:with|beside)",
    "forgiveness": r"forgiv\w*|pardon",
    "a decision": r"decid\w*|decision|take me back|(?:another|second) chance|stay with me|come back to me|trust me",
    "a date": r"how long|by when|when will|until when|set a day|deadline",
}
#: How an open question leaves room for nothing at all.
NONE: Final = re.compile(r", or (?:none|nothing|not)\b", re.IGNORECASE)
#: What nobody who was hurt has to add.
REASSURANCE: Final = re.compile(r"\b(?:i (?:still )?love you|it is not you|do not worry|i am sorry)\b", re.IGNORECASE)


def faults(root: Path) -> Iterator[Fault]:
    """Situations that let somebody press, and lines that ask the hurt one to comfort."""
    path = root / "data" / "situations.yaml"
    try:
        read, source = read_situations(path), read_yaml(path)
    except CourseError:
        return  # not there, or said by `Course.check`
    for number, situation in enumerate(read.situations):
        for loc, problem, advice in _faults(situation):
            yield source.fault(("situations", number, *loc), problem, advice)


def _faults(situation: SituationEntry) -> Iterator[tuple[Loc, str, str]]:
    if situation.speaker == "unfaithful" and situation.to == "partner":
        for index, one in enumerate(situation.slots):
            if one.slot in ASKING:
                advice = (
                    "use did, answer, heard, offer, question, next or pause: nothing is asked of the one who was hurt"
                )
                yield ("slots", index), f'the slot "{one.slot}" asks for something (principle 1)', advice
        for loc, slot, text in _texts(situation):
            yield from _asking(loc, slot, text)
    if situation.speaker == "hurt":
        for loc, _, text in _texts(situation):
            if found := REASSURANCE.search(text):
                yield loc, f'"{found[0]}" comforts the other one (principle 1)', 'leave it out: "No." is complete'


def _asking(loc: Loc, slot: str, text: str) -> Iterator[tuple[Loc, str, str]]:
    if slot == "question" and not NONE.search(text):
        yield loc, "this question leaves no room for nothing", 'end it with ", or none" (principle 2)'
    if slot != "heard":  # what the other one asked may be said back
        for what, words in ASKS.items():
            if found := re.search(rf"\b(?:{words})\b", text, re.IGNORECASE):
                yield loc, f'"{found[0]}" could ask for {what} (principle 2)', "say what you do, or what is true"


def _texts(situation: SituationEntry) -> Iterator[tuple[Loc, str, str]]:
    """Each text that may get into a script, with its place and its slot."""
    for index, one in enumerate(situation.slots):
        for key, joining in (("lead", one.lead), ("plain", one.plain)):
            if joining:
                yield ("slots", index, key), "", joining
        for number, text in enumerate(one.starters):
            yield ("slots", index, "starters", number), one.slot, text
    for slot, text in situation.example.items():
        yield ("example", slot), slot, text
