"""Sheets of the script builder: filled, what somebody wrote as they would say it; blank, slots with beginnings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, zip_longest
from typing import Any

from unhurried.course.situations import Situations
from unhurried.exercises.script import SLOTS
from unhurried.printing import forms
from unhurried.printing.forms import Form
from unhurried.printing.wording import Wording
from unhurried.worksheet import List
from unhurried.worksheet.fields import Hinted

#: How many beginnings stand with a slot, and how many lines there are to write on; for the whole script at the end.
BEGINNINGS, LINES, SCRIPT_LINES = 4, 2, 6


def spoken(result: Mapping[str, Any], words: Wording) -> Iterator[Form]:
    """Each script below its name, large enough to be read aloud from."""
    for name, text in (row["cells"] for row in result["rows"]):
        said = forms.left_open(text) if text == words.left_open else forms.spoken(text)
        yield forms.entry(forms.said(name), [said])


def slots(asked: List, situations: Situations, words: Wording) -> Iterator[Form]:
    """Room for one script: every slot with beginnings from different situations, then lines for the whole."""
    for field in asked.fields:
        if field.id not in SLOTS:
            continue
        hint = field.hint if isinstance(field, Hinted) else None
        beginnings = " · ".join(f"{text} …" for text in _beginnings(field.id, situations))
        small = [forms.small(text) for text in (hint, beginnings) if text]
        yield forms.together([forms.heading(words.label(field)), *small, forms.lines(LINES)])
    yield forms.together([forms.heading(words.says["script"]), forms.lines(SCRIPT_LINES)])


def _beginnings(slot: str, situations: Situations) -> Sequence[str]:
    """Beginnings without a mark at their end, one of each situation in turn, of either speaker in turn."""
    of = {
        speaker: [
            [text for text in one.starters if text[-1] not in ".?!"]
            for situation in situations.situations
            if situation.speaker == speaker
            for one in situation.slots
            if one.slot == slot
        ]
        for speaker in ("hurt", "unfaithful")
    }
    firsts = [[texts[0] for texts in lists if texts] for lists in of.values()]
    in_turn = [text for pair in zip_longest(*firsts) for text in pair if text]
    return list(islice(dict.fromkeys(in_turn), BEGINNINGS))
