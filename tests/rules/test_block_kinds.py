"""A fault in a block of any kind is found at its line, with a way out. One planted fault after another, in the
examples of tests/examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from unhurried.errors import CourseError, Fault
from unhurried.worksheet import KINDS, load

EXAMPLES = Path(__file__).parents[1] / "examples"

#: (example, what is replaced, by what: the line with "# fault" is where it must be found, place, problem, advice)
PLANTED = {
    "pair: unknown key": (
        "pair",
        "      id: company",
        "      id: company\n      middle: 5 # fault",
        "",
        "middle",
        "known",
    ),
    "pair: one side": (
        "pair",
        "      left: {question",
        "      # {question",
        'question 1 (pair "company")',
        'no "left"',
        "",
    ),
    "pair: a side without an end": (
        "pair",
        ", low: not at all, high: very much}\n      right",
        ", low: not at all} # fault\n      right",
        'question 1 (pair "company"), left',
        'no "high"',
        "words for the highest number",
    ),
    "pair: an unknown key in a side": ("pair", 'at home?", from: 0', 'at home?", form: 0', "right", "form", '"from"'),
    "pair: a side upside down": (
        "pair",
        "from: 0, to: 10, low: not at all, high: very much}\n      r",
        "from: 10, to: 0, low: a, high: b}\n      r",
        "left",
        "from 10 to 0",
        "lower",
    ),
    "pair: a side with an id": (
        "pair",
        "left: {question",
        "left: {id: a, question",
        "left",
        'unknown key "id"',
        "known",
    ),
    "pair: a side that is a number": ("pair", "      left: {", "      left: 5 # {", "left", "no keys", "below"),
    "pair: a wrong example": (
        "pair",
        "{left: 7, right: 8}",
        "{left: 7, right: 88} # fault",
        "example",
        "no answer",
        "left: a number",
    ),
    "choice: unknown key": (
        "choice",
        "      other: true",
        "      othr: true # fault",
        'question 1 (choice "seat")',
        "othr",
        '"other"',
    ),
    "choice: no options": (
        "choice",
        "      options:\n",
        "      opts:\n",
        "",
        'no "options"',
        "each with an id and a label",
    ),
    "choice: an empty list of options": (
        "choice",
        "      options:\n",
        "      options: [] # fault\n      opts:\n",
        "",
        "nothing in it",
        "at least one",
    ),
    "choice: one option twice": (
        "choice",
        "{id: kitchen,",
        "{id: window,",
        'question 1 (choice "seat")',
        '"window"',
        "another id",
    ),
    "choice: an option without a label": (
        "choice",
        "{id: outside, label: Outside}",
        "{id: outside} # fault",
        "option 3",
        'no "label"',
        "words people see",
    ),
    "choice: an unknown key in an option": ("choice", "label: At the", "labl: At the", "option 2", "labl", '"label"'),
    "choice: a comma": (
        "choice",
        "label: At the kitchen table",
        "label: At the table, or on it",
        "option 2",
        '"or on it"',
        "comma in quotes",
    ),
    "choice: at_most": (
        "choice",
        "      other: true",
        "      at_most: 1 # fault\n      other: true",
        "",
        "at_most",
        "known",
    ),
    "choice: an example that is a list": (
        "choice",
        "{picked: window,",
        "{picked: [window], # fault\n ",
        "example",
        "no answer",
        "one option id or null",
    ),
    "choice: an example of nothing": (
        "choice",
        "{picked: window,",
        "{picked: windw, # fault\n ",
        "example",
        'has no "windw"',
        "by its id",
    ),
    "choice: own words where none are asked": (
        "choice",
        "      other: true\n",
        "",
        "example",
        "no answer",
        "other: true",
    ),
    "choices: at_most over the options": (
        "choices",
        "at_most: 2",
        "at_most: 5",
        'question 1 (choices "evening")',
        "4 options",
        "lower",
    ),
    "choices: at_most of none": ("choices", "at_most: 2", "at_most: 0 # fault", "", "at_most", "greater"),
    "choices: one option twice": (
        "choices",
        "{id: music,",
        "{id: soup,",
        'question 1 (choices "evening")',
        '"soup"',
        "another id",
    ),
    "choices: an example with too many": (
        "choices",
        "[soup, music]",
        "[soup, music, walk] # fault\n ",
        "example",
        "no answer",
        "each once",
    ),
    "choices: an example of nothing": (
        "choices",
        "[soup, music]",
        "[soup, musik] # fault\n ",
        "example",
        '"musik"',
        "by its id",
    ),
    "short: unknown key": (
        "short",
        "      hint:",
        "      hnit: # fault\n       ",
        'question 1 (short "name")',
        "hnit",
        '"hint"',
    ),
    "short: lines": ("short", "      id: name", "      id: name\n      lines: 3 # fault", "", "lines", "known"),
    "short: no question": (
        "short",
        "      question: If",
        "      # question: If",
        "",
        'no "question"',
        "words people see",
    ),
    "short: a wrong example": (
        "short",
        "name: The day with the late bus",
        "name: 5 # fault",
        "example",
        "no answer",
        "one text",
    ),
    "writing: too many lines": (
        "writing",
        "lines: 4",
        "lines: 400 # fault",
        'question 1 (writing "garden")',
        "lines",
        "40",
    ),
    "writing: an empty starter": (
        "writing",
        "- This morning I saw",
        "- # fault",
        "starter 1",
        "empty",
        "write something",
    ),
    "list: an unknown kind of field": (
        "list",
        "- date: {id: day",
        "- dte: {id: day",
        "field 5 (dte",
        '"dte"',
        '"date"',
    ),
    "list: a field with share": (
        "list",
        "{id: day, question",
        "{id: day, share: ask, question",
        'field 5 (date "day")',
        "share",
        "known here: id, question",
    ),
    "list: one field twice": ("list", "{id: day,", "{id: name,", 'question 1 (list "things")', '"name"', "another id"),
    "list: no item": ("list", "      item: thing\n", "", "", 'no "item"', "what one entry is called"),
    "list: an option of a field twice": (
        "list",
        "{id: evening,",
        "{id: morning,",
        'field 3 (choice "time")',
        '"morning"',
        "another id",
    ),
    "list: at_most over the options of a field": (
        "list",
        "at_most: 2",
        "at_most: 3",
        'field 4 (choices "need")',
        "2 options",
        "lower",
    ),
    "list: an example of nothing in a field": (
        "list",
        "{picked: morning,",
        "{picked: noon,",
        "example",
        '"noon"',
        "by its id",
    ),
    "list: a malformed day in the example": (
        "list",
        "day: 2026-11-21",
        "day: 21.11.2026",
        "example",
        "no answer",
        "values for its fields",
    ),
    "sort: no cards": (
        "sort",
        "      cards:\n",
        "      crds:\n",
        'question 1 (sort "chores")',
        'no "cards"',
        "each with an id and a text",
    ),
    "sort: piles without cards": (
        "sort",
        "cards:\n",
        "cards: [] # fault\n      c:\n",
        "",
        "nothing in it",
        "at least one",
    ),
    "sort: one card twice": (
        "sort",
        "{id: letters,",
        "{id: dishes,",
        'question 1 (sort "chores")',
        '"dishes"',
        "another id",
    ),
    "sort: one pile twice": (
        "sort",
        "{id: later,",
        "{id: today,",
        'question 1 (sort "chores")',
        '"today"',
        "another id",
    ),
    "sort: a card without words": (
        "sort",
        "{id: lamp, text: The lamp in the hall}",
        "{id: lamp} # fault",
        "card 3",
        'no "text"',
        "words on the card",
    ),
    "sort: a pile without words": (
        "sort",
        "{id: today, label: Today}",
        "{id: today} # fault",
        "pile 1",
        'no "label"',
        "above the pile",
    ),
    "sort: a card with a label": (
        "sort",
        "text: The dishes",
        "label: The dishes",
        "card 1",
        "label",
        "known here: id, text",
    ),
    "sort: an example of no card": (
        "sort",
        "{dishes: today,",
        "{dshes: today, # fault\n ",
        "example",
        'has no "dshes"',
        "by its id",
    ),
    "sort: an example of no pile": (
        "sort",
        "{dishes: today,",
        "{dishes: tomorrow, # fault\n ",
        "example",
        'has no "tomorrow"',
        "by its id",
    ),
    "sort: an example that is a list": (
        "sort",
        "{dishes: today, letters: later}",
        "[dishes] # fault",
        "example",
        "no answer",
        "the id of a pile",
    ),
    "date: unknown key": (
        "date",
        "      id: again",
        "      id: again\n      from: 2026 # fault",
        'question 1 (date "again")',
        "from",
        "known here",
    ),
    "date: no id": ("date", "      id: again\n", "", "question 1 (date)", 'no "id"', "never changes"),
    "date: a malformed day": (
        "date",
        "again: 2026-11-30",
        "again: 30.11.2026 # fault",
        "example",
        "no answer",
        "2026-11-30",
    ),
    "date: a day that is none": (
        "date",
        "again: 2026-11-30",
        "again: 2026-02-31 # fault",
        "example",
        "no answer",
        "2026-11-30",
    ),
    "steps: no steps": (
        "steps",
        "      steps:\n",
        "      stps:\n",
        "block 1 (steps)",
        'no "steps"',
        "each with a text",
    ),
    "steps: a step without words": (
        "steps",
        "- {text: Fill the kettle. Listen to the water.}",
        "- {} # fault",
        "block 1 (steps), step 1",
        'no "text"',
        "words of this step",
    ),
    "steps: an unknown key in a step": ("steps", "- {text: Choose", "- {txt: Choose", "step 2", "txt", '"text"'),
    "steps: an unknown key": (
        "steps",
        "      id: tea",
        "      id: tea\n      share: never # fault",
        "block 1 (steps)",
        "share",
        "known here: hint, id, question, steps",
    ),
    "steps: an example of it": (
        "steps",
        "blocks:",
        "example: {tea: 1} # fault\nblocks:",
        "example",
        'no question "tea"',
        "take it out",
    ),
    "note: unknown key": ("note", "      text: |", "      txt: |", "block 1 (note)", 'unknown key "txt"', '"text"'),
    "note: no words": ("note", "      text: |", "      # text: |", "block 1 (note)", 'no "text"', "in Markdown"),
    "show: of nothing": (
        "show",
        "result: mean, of: [morning, evening],",
        "result: mean,",
        "block 6 (show)",
        "of no question",
        'add "of"',
    ),
    "show: of something unknown": (
        "show",
        "[morning, evening]",
        "[morning, evning]",
        "block 6 (show)",
        '"evning"',
        '"evening"',
    ),
    "show: of one thing twice": (
        "show",
        "[morning, evening]",
        "[morning, morning]",
        "block 6 (show)",
        '"morning"',
        "keep one",
    ),
    "show: the mean of a pair": (
        "show",
        "[morning, evening]",
        "[morning, company]",
        "block 6 (show)",
        '"company"',
        "kind scale",
    ),
    "show: a choice over time": (
        "show",
        "[morning, company]",
        "[morning, weather]",
        "block 7 (show)",
        '"weather"',
        "scale or pair",
    ),
    "show: a count of a scale": (
        "show",
        "[seen, weather]",
        "[seen, morning]",
        "block 8 (show)",
        '"morning"',
        "list or choice or choices",
    ),
    "show: the mean of unlike scales": (
        "show",
        'evening?", from: 0, to: 10',
        'evening?", from: 1, to: 5',
        "block 6 (show)",
        "other ends",
        "same",
    ),
    "show: an unknown result": ("show", "result: count", "result: cuont", "block 8 (show)", "cuont", '"count"'),
    "show: no words for nothing": (
        "show",
        ", of: [seen, weather], empty: Nothing here yet.",
        ", of: [seen, weather]",
        "block 8 (show)",
        'no "empty"',
        "nothing to show",
    ),
    "show: a ladder of something": (
        "show",
        "result: mean, of",
        "result: ladder, of",
        "block 6 (show)",
        "whole worksheet",
        '"of"',
    ),
    "says: a slip in a key": ("show", "  count:", "  cuont: # fault\n   ", "says", '"cuont"', '"count"'),
    "says: a fact that there is not": (
        "show",
        '"Seen and picked so far, as it stands:"',
        '"{count} so far" # fault',
        "says",
        "{count}",
        "take it out",
    ),
}


def faults_of(folder: Path, example: str, old: str, new: str) -> tuple[list[Fault], str]:
    text = (EXAMPLES / f"{example}.yaml").read_text()
    assert old in text
    text = text.replace(old, new, 1)
    path = folder / "worksheets" / f"{example}.yaml"
    path.parent.mkdir()
    path.write_text(text)
    with pytest.raises(CourseError) as caught:
        load(path, sources=["made-up"], lists=["calm-things"])
    return caught.value.faults, text


@pytest.mark.parametrize("name", PLANTED)
def test_a_fault_in_a_block_is_found_at_its_line(tmp_path: Path, name: str) -> None:
    """Else a clinician who writes a worksheet would be left with a page that does not open, and no idea why."""
    example, old, new, place, problem, advice = PLANTED[name]
    faults, text = faults_of(tmp_path, example, old, new)
    found = [fault for fault in faults if problem in fault.problem and place in fault.place and advice in fault.advice]
    assert found, "\n".join(map(str, faults))
    assert f"worksheets/{example}.yaml" == found[0].file
    assert found[0].line
    for number, line in enumerate(text.splitlines(), 1):
        if "# fault" in line:
            assert number in [fault.line for fault in found]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_faults_planted_in_it(kind: str) -> None:
    """Else a new kind of block could be added whose faults nobody has ever seen."""
    planted = [name for name in PLANTED if name.startswith(f"{kind}: ")]
    assert planted or kind in {"scale"}, "faults of a scale are planted in test_worksheet.py"
