"""The rules of the exercises: pure functions `f(answers, history, today) -> Result`, standard library alone.

No clock, file, widget or network, and nothing else of ours: one day they run inside the reader's browser.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from unhurried.exercises.count import count
from unhurried.exercises.ladder import ladder
from unhurried.exercises.mean import mean
from unhurried.exercises.over_time import over_time
from unhurried.exercises.result import Entry, Label, Result, Series

#: A rule. `answers`: question id -> value as in docs/protocol.md. A rule that any worksheet may show gets the
#: questions of its `of`, None for those left open (a pair: both sides None); the rule of a widget gets all that were
#: answered, with chips put into words. `history`: earlier answers and the current one to the questions of its `of`,
#: oldest first. `today`: the reader's own day.
Rule = Callable[[Mapping[str, Any], Sequence[Entry], date], Result]

#: Every rule by the name that a worksheet's `show` block calls it.
RESULTS: dict[str, Rule] = {"mean": mean, "over_time": over_time, "count": count, "ladder": ladder}

__all__ = ["RESULTS", "Entry", "Label", "Result", "Rule", "Series"]
