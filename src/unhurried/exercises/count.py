"""How many: entries of a list, and days on which an option was picked. Nothing is ranked, and there is no goal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from unhurried.exercises.result import Entry, Label, Result

#: The columns, as keys in `says`.
HEAD = ("count_what", "count_many")


def count(answers: Mapping[str, Any], history: Sequence[Entry], today: date) -> Result:
    """Count what is there. What is not there is not said: a nought could read as a lack.

    Args:
        answers: question id -> a list, of which the entries are counted; or a choice, of which only the question
            is looked at: its current answer is the last one in `history`.
        history: choices, `{picked: option id or ids, other}`, in the order in which they were kept. An option
            counts once for each day on whose last answer it stands; own words are not counted.
        today: not looked at.

    Returns:
        `empty`: there is nothing to count. `count`, with one row for each list that has entries, and one for each
        option that was picked, the first that was picked first.
    """
    rows: list[tuple[Label, str]] = []
    for question, value in answers.items():
        if isinstance(value, list):
            rows += [(Label(question), str(len(value)))] if value else []
        else:
            days = {entry.on: _picked(entry.value) for entry in history if entry.question == question}
            times = Counter(option for picked in days.values() for option in picked)
            rows += [(Label(question, option), str(number)) for option, number in times.items()]
    return Result("count", head=HEAD, rows=tuple(rows)) if rows else Result("empty")


def _picked(value: Any) -> list[str]:
    picked = value.get("picked") if isinstance(value, dict) else None
    return [picked] if isinstance(picked, str) else picked or []
