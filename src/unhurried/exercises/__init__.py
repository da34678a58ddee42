"""The rules of the exercises: pure functions `f(answers, history, today) -> Result`, standard library alone.

No clock, file, widget or network, and nothing else of ours: one day they run inside the reader's browser.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from unhurried.exercises.ladder import ladder
from unhurried.exercises.result import Result

#: A rule. `answers`: question id -> value as in docs/protocol.md, with chips already put into words.
#: `history`: earlier answers, oldest first. `today`: the reader's own day.
Rule = Callable[[Mapping[str, Any], Sequence[Mapping[str, Any]], date], Result]

#: Every rule by the name that a worksheet's `show` block calls it.
RESULTS: dict[str, Rule] = {"ladder": ladder}

__all__ = ["RESULTS", "Result", "Rule"]
