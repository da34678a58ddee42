"""A ladder that somebody has had for a year: what its space holds, put there sitting by sitting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from benchmarks.light import LightVisitor
from benchmarks.servers import JOIN, Ours
from benchmarks.subjects import LADDER

RUNGS = 14
#: One a week.
SITTINGS = 52

SIGN = "I will say stop, or pull my hand back. When I go still, please let go at once, and do not ask me why."
AFTER = "Afterwards I would like ten minutes alone in the kitchen. Please do not ask if it was good."


def a_year_of_ladder(until: datetime) -> Iterator[tuple[datetime, dict[str, Any]]]:
    """`(when, {question: answer})` for each sitting, the oldest first: rungs come one by one, numbers move, and each
    sitting writes one time down.

    The scale that visits answer is left open, so that a visit is the first to answer it.
    """
    log: list[dict[str, Any]] = []
    for number in range(SITTINGS):
        at = until - timedelta(days=365) * (SITTINGS - number) / SITTINGS
        rungs = [_rung(place, number) for place in range(1 + number * RUNGS // SITTINGS)]
        log = [_time(number, at, rungs[number % len(rungs)]), *log]
        yield at, {"rungs": rungs, "stop": f"{SIGN} ({number})", "afterwards": f"{AFTER} ({number})", "log": log}


def _rung(place: int, sitting: int) -> dict[str, Any]:
    return {
        "id": f"rung-{place}",
        "from": None,
        "name": f"Sitting on the sofa together, number {place + 1}",
        "comfort": (3 * place + sitting) % 11,
        "wish": None if place % 5 == 4 else (7 * place + sitting) % 11,
        "conditions": {"picked": ["i-start", "free-to-move"], "other": "phones in the other room"},
    }


def _time(sitting: int, at: datetime, rung: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": f"time-{sitting}",
        "from": rung["id"],
        "rung": rung["name"],
        "on": at.date().isoformat(),
        "how": {"picked": ("better", "same", "worse")[sitting % 3], "other": ""},
        "body": {"picked": ["calm", "tense"], "other": "cold hands"},
        "felt": None if sitting % 5 == 4 else sitting % 11,
        "stopped": {"picked": "no", "other": ""},
    }


async def keep_a_year(server: Ours) -> str:
    """Put it into a new space; return its passphrase. Takes a few seconds, since each sitting is a visit."""
    visitor = LightVisitor(server.url)
    await visitor.join(JOIN, LADDER.chapter)
    passphrase = await visitor.make_space()
    for at, answers in a_year_of_ladder(datetime.now()):
        await visitor.sit_down(LADDER.chapter, answers, at)
    return passphrase
