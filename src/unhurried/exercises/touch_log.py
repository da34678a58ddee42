"""Times with touch as they were written down, oldest first. There is no up or down in it, and no goal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from unhurried.exercises.result import Entry, Label, Result, Said, Series

#: The columns, as keys in the worksheet's `says`.
HEAD = ("on", "rung", "how", "felt", "body", "stopped")


def touch_log(answers: Mapping[str, Any], history: Sequence[Entry], today: date) -> Result:
    """Say the log back, and for each rung how comfortable it was over time. Only for an owner who has just asked.

    Args:
        answers: `log`, each entry with `from` (a rung's id or None), `rung` (its name on that day), `on` (a day),
            `how`, `body` and `stopped` (chips) and `felt` (0 to 10). Any of them may be None: left open.
        history: not looked at.
        today: not looked at.

    Returns:
        `no_times`: nothing is written down. `times`, with the fact `count`: one row for each time, the oldest first
        and those without a day last; one series for each rung, under its latest name, of the times that have a day
        and a number.
    """
    log = sorted(answers.get("log") or (), key=_moment)
    if not log:
        return Result("no_times")
    rows = tuple(
        (_day(entry), *(Said("log", name, entry.get(name)) for name in ("rung", "how", "felt", "body", "stopped")))
        for entry in log
    )
    return Result("times", {"count": len(log)}, HEAD, rows, tuple(_series(log)))


def _day(entry: Mapping[str, Any]) -> date | None:
    return date.fromisoformat(entry["on"]) if entry.get("on") else None


def _moment(entry: Mapping[str, Any]) -> tuple[date, str]:
    """By day, and within a day by an id that was drawn by chance: nobody knows what came first."""
    return _day(entry) or date.max, entry["id"]


def _series(log: Sequence[Mapping[str, Any]]) -> list[Series]:
    names: dict[str, str] = {}
    points: dict[str, list[tuple[date, int]]] = {}
    for entry in log:
        name = (entry.get("rung") or "").strip()
        rung = entry.get("from") or name.casefold()
        names[rung] = name or names.get(rung, "")
        on, felt = _day(entry), entry.get("felt")
        if on is not None and felt is not None:
            points.setdefault(rung, []).append((on, felt))
    return [Series(Label("log", "felt"), tuple(found), names[rung]) for rung, found in points.items()]
