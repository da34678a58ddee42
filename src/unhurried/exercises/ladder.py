"""The comfort-with-touch ladder from a worksheet's answers: said back as it stands, and what follows from it.

It never ranks, nets or averages, and says nothing about a partner. Comfort and wish stay two things. What may be said
upward, and when, is in suggest.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from unhurried.exercises.result import Entry, Result, Said
from unhurried.exercises.suggest import COMFORT_FROM, WISH_FROM, Asked, Ladder, Rung, Time, suggest

#: The columns, as keys in the worksheet's `says`.
HEAD = ("rung", "comfort", "wish", "conditions")
#: How the ids of the second, sexual list of suggestions begin (`course/data.py` holds the list to it).
SECOND_LIST = "sexual-"


def ladder(answers: Mapping[str, Any], history: Sequence[Entry], today: date) -> Result:
    """Say the ladder back.

    Args:
        answers: `paused` and `no_touch`, true or false; `rungs`, the list in the person's order, each entry
            with `name` (text), `comfort` and `wish` (whole numbers 0 to 10) and `conditions` (chips and own words).
            Any of them may be missing or None: left open.
        history: not looked at: a ladder is never set against an earlier one.
        today: not looked at: a ladder is not measured against time.

    Returns:
        `paused`: everything rests, so nothing of the ladder is said. `no_touch`: a complete answer, so
        nothing of the ladder is said either. `empty`: no rung yet. `rungs`: one row for each rung, in the
        person's order; facts `count` (rungs) and `open` (rungs whose comfort or wish is left open).
    """
    if resting := _resting(answers):
        return resting
    rungs = answers["rungs"]
    open_rungs = sum(rung.get("comfort") is None or rung.get("wish") is None for rung in rungs)
    rows = tuple(tuple(Said("rungs", name, rung.get(name)) for name in _FIELDS) for rung in rungs)
    return Result("rungs", {"count": len(rungs), "open": open_rungs}, HEAD, rows)


_FIELDS = ("name", "comfort", "wish", "conditions")


def near(answers: Mapping[str, Any], history: Sequence[Entry], today: date) -> Result:
    """The same for the partner who broke trust: own limits and ways to be near, without any number.

    Args:
        answers: `paused`, `no_touch` and `rungs` as for `ladder`; `comfort` and `wish` are not looked at.
        history: not looked at.
        today: not looked at.
    """
    if resting := _resting(answers):
        return resting
    rungs = answers["rungs"]
    rows = tuple(tuple(Said("rungs", name, rung.get(name)) for name in ("name", "conditions")) for rung in rungs)
    return Result("rungs", {"count": len(rungs)}, ("rung", "conditions"), rows)


def _resting(answers: Mapping[str, Any]) -> Result | None:
    if answers.get("paused"):
        return Result("paused")
    if answers.get("no_touch"):
        return Result("no_touch")
    return None if answers.get("rungs") else Result("empty")


def ladder_now(answers: Mapping[str, Any], history: Sequence[Entry], today: date) -> Result:
    """What the page says of itself: rest, stay, or something gentler. It names no rung.

    Args:
        answers: as for `ladder`, and `log`, `comfort-from` and `wish-from` (see `read_ladder`, `read_log`).
        history: not looked at: the log is the history.
        today: not looked at: nothing grows old here, and nothing becomes due.

    Returns:
        `now_` and the name of the rule that spoke; what it offers.
    """
    return _said("nothing", answers)


def ladder_next(answers: Mapping[str, Any], history: Sequence[Entry], today: date) -> Result:
    """What could be next. Only for an owner who has just asked; the arguments are those of `ladder_now`.

    Returns:
        `now_` and the name of the rule that spoke; for `now_next` one row for each rung, and the facts `comfort` and
        `wish`: the thresholds.
    """
    return _said("next", answers)


def _said(asked: Asked, answers: Mapping[str, Any]) -> Result:
    own = read_ladder(answers)
    found = suggest(own, read_log(answers), asked)
    names = {rung.id: rung.name for rung in own.rungs}
    rows = tuple((names[rung] or None,) for rung in found.rungs)
    facts = {"comfort": own.comfort_from, "wish": own.wish_from}
    return Result(f"now_{found.say}", facts, ("rung",) if rows else (), rows, offers=found.offers)


def read_ladder(answers: Mapping[str, Any]) -> Ladder:
    """The ladder in a worksheet's answers: `rungs` with `id`, `from`, `name`, `comfort`, `wish` and `open` (chips),
    the switches, and the thresholds `comfort-from` and `wish-from`."""
    rungs = tuple(
        Rung(
            rung["id"],
            rung.get("name") or "",
            rung.get("comfort"),
            rung.get("wish"),
            "opened" in _picked(rung.get("open")),
            (rung.get("from") or "").startswith(SECOND_LIST),
        )
        for rung in answers.get("rungs") or ()
    )
    comfort_from, wish_from = answers.get("comfort-from"), answers.get("wish-from")
    return Ladder(
        rungs,
        paused=answers.get("paused") is True,
        no_touch=answers.get("no_touch") is True,
        comfort_from=COMFORT_FROM if comfort_from is None else comfort_from,
        wish_from=WISH_FROM if wish_from is None else wish_from,
    )


def read_log(answers: Mapping[str, Any]) -> tuple[Time, ...]:
    """The times in a worksheet's answers: `log` with `from` (a rung's id), `rung` (its name on that day), `on`, `how`
    and `body`."""
    return tuple(_time(entry) for entry in answers.get("log") or ())


def _time(entry: Mapping[str, Any]) -> Time:
    body, on = entry.get("body") or {}, entry.get("on")
    return Time(
        entry.get("from") or (entry.get("rung") or "").strip().casefold(),
        date.fromisoformat(on) if on else None,
        (entry.get("how") or {}).get("picked"),
        frozenset(_picked(body)),
        bool((body.get("other") or "").strip()),
    )


def _picked(value: Any) -> Sequence[str]:
    return value.get("picked") or () if value else ()
