"""The rules of the exercises: pure functions `f(answers, history, today) -> Result`, standard library alone.

No clock, file, widget or network, and nothing else of ours: one day they run inside the reader's browser.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from unhurried.exercises.card import card
from unhurried.exercises.count import count
from unhurried.exercises.ladder import ladder, ladder_next, ladder_now, near
from unhurried.exercises.mean import mean
from unhurried.exercises.measures import phq_4
from unhurried.exercises.over_time import over_time
from unhurried.exercises.question_piles import question_piles
from unhurried.exercises.result import Entry, Label, Result, Said, Series
from unhurried.exercises.script import scripts
from unhurried.exercises.today import today
from unhurried.exercises.touch_log import touch_log
from unhurried.exercises.want_and_fear import want_and_fear

#: A rule. `answers`: question id -> value as in docs/protocol.md. A rule that any worksheet may show gets the
#: questions of its `of`, None for those left open (a pair: both sides None); the rule of a widget gets all that were
#: answered. `history`: earlier answers and the current one to the questions of its `of`,
#: oldest first. `today`: the reader's own day.
Rule = Callable[[Mapping[str, Any], Sequence[Entry], date], Result]

#: Every rule by the name that a worksheet's `show` block calls it.
RESULTS: dict[str, Rule] = {
    "mean": mean,
    "over_time": over_time,
    "count": count,
    "today": today,
    "phq_4": phq_4,
    "want_and_fear": want_and_fear,
    "ladder": ladder,
    "ladder_now": ladder_now,
    "ladder_next": ladder_next,
    "touch_log": touch_log,
    "near": near,
    "card": card,
    "scripts": scripts,
    "question_piles": question_piles,
}

__all__ = ["RESULTS", "Entry", "Label", "Result", "Rule", "Said", "Series"]
