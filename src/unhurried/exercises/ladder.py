"""The comfort-with-touch ladder, first form: it says back what is there, and nothing more.

It never ranks, nets, averages or suggests upward, and says nothing about a partner. Comfort and wish
stay two things.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from unhurried.exercises.result import Entry, Result

#: The columns, as keys in the worksheet's `says`.
HEAD = ("rung", "comfort", "wish", "conditions")


def ladder(
    answers: Mapping[str, Any],
    history: Sequence[Entry],
    today: date,
) -> Result:
    """Say the ladder back.

    Args:
        answers: `paused` and `no_touch`, true or false; `rungs`, the list in the person's order, each entry
            with `name` (text), `comfort` and `wish` (whole numbers 0 to 10) and `conditions` (text). Any of
            them may be missing or None: left open.
        history: not looked at by the first form: there is no log yet.
        today: not looked at: a ladder is not measured against time.

    Returns:
        `paused`: everything rests, so nothing of the ladder is said. `no_touch`: a complete answer, so
        nothing of the ladder is said either. `empty`: no rung yet. `rungs`: one row for each rung, in the
        person's order; facts `count` (rungs) and `open` (rungs whose comfort or wish is left open).
    """
    if answers.get("paused"):
        return Result("paused")
    if answers.get("no_touch"):
        return Result("no_touch")
    rungs = answers.get("rungs") or []
    if not rungs:
        return Result("empty")
    open_rungs = sum(rung.get("comfort") is None or rung.get("wish") is None for rung in rungs)
    return Result("rungs", {"count": len(rungs), "open": open_rungs}, HEAD, tuple(_row(rung) for rung in rungs))


def _row(rung: Mapping[str, Any]) -> tuple[str | None, ...]:
    cells = (rung.get("name"), rung.get("comfort"), rung.get("wish"), rung.get("conditions"))
    return tuple(None if cell is None or str(cell).strip() == "" else str(cell) for cell in cells)
