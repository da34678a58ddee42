"""A small course that is right, for tests to break one thing in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is no fault of a rule: examples are counted, never timed.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

MOOD = """\
id: mood
title: How today is
stage: steady
who: [hurt, unfaithful]
minutes: 5
about: For noticing how the day is.
may_stir_up: Little.
gentler: Answer one question only.
share: ask
groups: never
sources: [glass-2003]
reviewed_by: null
reviewed_on: null
example:
  now: 4
  words: It rained.
  things:
    - {id: a, from: tea, name: Tea, good: 7, why: {picked: [warm], other: ""}}
blocks:
  - note:
      text: Take your *time*.
  - scale:
      id: now
      question: How is it now?
      from: 0
      to: 10
      low: heavy
      high: light
  - writing:
      id: words
      question: In my words
      starters: [Today]
      share: never
  - list:
      id: things
      question: Small things
      item: thing
      ordered: true
      at_most: 3
      suggestions: small-things
      fields:
        - short: {id: name, question: What}
        - scale: {id: good, question: How good?, from: 0, to: 10, low: not, high: very}
        - choices:
            id: why
            question: Because
            other: true
            options:
              - {id: warm, label: it was warm}
              - {id: quiet, label: it was quiet}
"""

LADDER = """\
id: steps
title: My steps
stage: choose
who: [hurt]
minutes: 5
about: For finding out.
share: never
sources: [glass-2003]
widget: ladder
example: {paused: true}
says:
  empty: Nothing yet.
  paused: Paused.
  no_touch: No touch for now.
  rungs: "Rungs {count}, open {open}."
  rung: Rung
  comfort: Comfort
  wish: Wish
  conditions: Only if
  left_open: left open
  no_touch_label: No touch for now
  no_touch_on: It is on.
  no_touch_off: It is off.
  paused_label: Pause
  paused_on: It is on.
  paused_off: It is off.
  now_paused: Now paused.
  now_no_touch: Now no touch.
  now_empty: Now empty.
  now_steady: Now steady.
  now_rest: Now rest.
  now_gentler: Now gentler.
  now_not_yet: Now not yet.
  now_stay: Now stay.
  now_as_it_is: Now as it is.
  now_none: Now none.
  now_next: "Next, from {comfort} and {wish}."
  times: "Times: {count}."
  no_times: No times.
  "on": Day
  how: How
  felt: Felt
  body: Body
  stopped: Stopped
  open_log: Open the times
  close_log: Close the times
  add_time: What was it?
  second_list: A second list
  for_therapist: For a therapist
blocks:
  - list:
      id: rungs
      question: My rungs
      item: rung
      ordered: true
      fields:
        - short: {id: name, question: What}
        - scale: {id: comfort, question: Comfort?, from: 0, to: 10, low: none, high: full}
        - scale: {id: wish, question: Wish?, from: 0, to: 10, low: none, high: full}
        - choices:
            id: conditions
            question: Only if
            other: true
            options:
              - {id: clothed, label: clothed}
              - {id: lights-on, label: lights on}
        - choices: {id: open, question: May it be named?, options: [{id: opened, label: it may}]}
  - list:
      id: log
      question: Times
      item: time
      fields:
        - short: {id: rung, question: What}
        - date: {id: "on", question: When}
        - choice:
            id: how
            question: How
            options: [{id: better, label: better}, {id: same, label: the same}, {id: worse, label: worse}]
        - scale: {id: felt, question: Felt?, from: 0, to: 10, low: none, high: full}
        - choices:
            id: body
            question: Body
            other: true
            options:
              - {id: calm, label: calm}
              - {id: warm, label: warm}
              - {id: tense, label: tense}
              - {id: disgusted, label: disgusted}
              - {id: numb, label: numb}
              - {id: far-away, label: far away}
              - {id: froze, label: froze}
              - {id: went-along, label: went along}
              - {id: images, label: images}
              - {id: tears, label: tears}
        - choice: {id: stopped, question: Stopped?, options: [{id: "yes", label: "yes"}, {id: "no", label: "no"}]}
  - scale: {id: comfort-from, question: Comfort from?, from: 0, to: 10, low: none, high: full}
  - scale: {id: wish-from, question: Wish from?, from: 0, to: 10, low: none, high: full}
  - show: {id: now, title: Now, result: ladder_now, empty: Nothing.}
  - show: {id: next, title: Next?, result: ladder_next, empty: Ask.}
  - show: {id: times, title: Times, result: touch_log, empty: Ask.}
  - show: {id: back, title: As it stands, result: ladder, empty: Not yet.}
"""

FILES = {
    "notebooks/course.yaml": """\
stages:
  - {id: steady, title: Steady, about: First.}
  - {id: choose, title: Choose, about: Later.}
chapters:
  - {notebook: 01-today, page: 7, stage: steady, title: Today, about: How it is., minutes: 5}
  - {notebook: 02-later, page: 3, stage: choose, title: Later, about: What comes., minutes: 5}
""",
    "worksheets/en/interface.yaml": 'exercise:\n  kept_at: "Kept {time}"\nhelp:\n  kinds: {abuse: Abuse}\n',
    "worksheets/en/mood.yaml": MOOD,
    "worksheets/en/steps.yaml": LADDER,
    "data/small-things.csv": 'id,label,group\ntea,A cup of tea,near\nwalk,"A walk, slow",near\n',
    "data/sources.yaml": """\
sources:
  - id: glass-2003
    short: Glass
    year: 2003
    doi: null
    read: page
    strength: C
    supports: Asking.
    does_not_support: Anything else.
""",
    "data/help-lines.yaml": """\
countries:
  - {id: nz, name: New Zealand}
lines:
  - country: nz
    kind: emotional
    name: A line
    numbers: [{shown: "1737", tel: "1737"}]
    source: A page.
    checked: null
    verified: false
    verified_on: null
anywhere: {name: A list, source: A page., checked: null, verified: false, verified_on: null}
""",
}


def notebook_json(*cells: tuple[str, str]) -> str:
    """A notebook of format 4 with (kind, source) cells."""
    made = [{"cell_type": kind, "metadata": {}, "source": source} for kind, source in cells]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": made})


@pytest.fixture
def small_course(tmp_path: Path) -> Path:
    """The folder of a small course that is right."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    chapter = notebook_json(
        ("code", "from unhurried import page"), ("markdown", "Hello\n\n# Today\n"), ("code", 'page("mood")')
    )
    (tmp_path / "notebooks/01-today.ipynb").write_text(chapter, encoding="utf-8")
    return tmp_path
