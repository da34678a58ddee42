"""`python -m benchmarks.looking_back`: how long somebody waits who looks back at three years."""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from benchmarks.light import LightVisitor
from benchmarks.messages import content, said
from benchmarks.servers import JOIN, Ours, running
from benchmarks.subjects import LADDER
from unhurried.course import BUILT_IN, Course
from unhurried.space.folder import Folder
from unhurried.space.vault import Vault
from unhurried.worksheet import List, Pair, Worksheet, Writing
from unhurried.worksheet.fields import ChoiceField, ScaleField, ShortField

DAYS = 3 * 365
#: Worksheets for every second or third day; everything else is filled in six times.
OFTEN = {"body-check-in", "where-am-i-today", "feelings-log", "three-strands", "leaning", "touch-ladder", "two-voices"}
SELDOM = 6
#: Seconds that are promised.
PROMISED = 1.0
ROUNDS = 9
PAGE = "p/0"

LINES = "It was quieter today, and I noticed it only in the evening. I do not know yet what I make of it. "

Kept = tuple[datetime, str, dict[str, Any]]


def three_years(course: Course, until: datetime, seed: int = 1) -> Iterator[Kept]:
    """`(when, worksheet, {question: answer})` for each sitting, the oldest first, from the worksheets' examples."""
    chance = random.Random(seed)
    sittings: list[Kept] = []
    for identity in course.worksheet_ids():
        worksheet = course.worksheet(identity)
        if worksheet.example:
            for day in _days(identity, chance):
                at = until - timedelta(days=DAYS - day, minutes=chance.randrange(600))
                sittings.append((at, identity, _answers(worksheet, day, chance)))
    return iter(sorted(sittings, key=lambda sitting: sitting[0]))


def _days(identity: str, chance: random.Random) -> list[int]:
    if identity not in OFTEN:
        return sorted(chance.sample(range(DAYS), SELDOM))
    return sorted(chance.sample(range(DAYS), DAYS * 2 // 5))


def _answers(worksheet: Worksheet, day: int, chance: random.Random) -> dict[str, Any]:
    """The example's answers, each a little other than on other days: the same words again are no new entry."""
    asked = {name: worksheet.questions[name] for name in worksheet.example or {} if name in worksheet.questions}
    return {name: _answer(question, (worksheet.example or {})[name], day, chance) for name, question in asked.items()}


def _answer(question: Any, value: Any, day: int, chance: random.Random) -> Any:
    match question:
        case ScaleField():
            return chance.randint(question.from_, question.to)
        case Pair():
            sides = {"left": question.left, "right": question.right}
            return {name: chance.randint(side.from_, side.to) for name, side in sides.items()}
        case ChoiceField():
            return {"picked": chance.choice(question.options).id, "other": ""}
        case Writing():
            return f"{LINES * chance.randint(1, 12)}({day})"
        case ShortField():
            return f"{value} ({day})"
        case List():
            fields = {field.id: field for field in question.fields}
            return [
                {
                    name: _answer(fields[name], part, day, chance) if name in fields and part is not None else part
                    for name, part in entry.items()
                }
                for entry in value or ()
            ]
    return value


def fill(vault: Vault, sittings: Iterator[Kept]) -> int:
    """Put them into a space; how many entries there are then. Not flushed one by one, which would take minutes."""
    vault._connection.execute("PRAGMA synchronous = OFF")
    versions: dict[tuple[str, str], int] = {}
    for number, (at, worksheet, answers) in enumerate(sittings):
        when = at.astimezone().isoformat(timespec="seconds")
        for question, value in answers.items():
            known = versions.get((worksheet, question), 0)
            kept = vault.keep(worksheet, question, value, known, when, f"sitting {number}")
            versions[worksheet, question] = kept.version
    return len(vault.entries())


async def waits(server: Ours, passphrase: str) -> dict[str, list[float]]:
    """Seconds from asking for the page until its list is there, and from opening the fullest worksheet until its words
    are."""
    found: dict[str, list[float]] = {"the list": [], "the fullest worksheet": [], "numbers on request": []}
    visitor = LightVisitor(server.url)
    await visitor.join(JOIN, PAGE)
    await visitor.open_space(passphrase)
    for _ in range(ROUNDS):
        began = time.perf_counter()
        await visitor.load(PAGE, began)
        await visitor.say({"do": "overview"})
        await visitor.hear(lambda one: said(one) == "overview" and content(one)["keeping"] == "space")
        found["the list"].append(time.perf_counter() - began)
        for what, order, answer in (
            ("the fullest worksheet", {"do": "open", "worksheet": "touch-ladder"}, "opened"),
            ("numbers on request", {"do": "draw", "worksheet": "three-strands", "question": "trust"}, "drawn"),
        ):
            began = time.perf_counter()
            await visitor.say(order)
            await visitor.hear(lambda one, wanted=answer: said(one) in (wanted, "failed"))
            found[what].append(time.perf_counter() - began)
        await visitor.go()
    return found


def main() -> None:
    with running(Ours, LADDER) as server:
        passphrase = "three years of quiet lines"
        key = Folder(server.folder / "spaces").make(passphrase)
        with Vault.open(key) as vault:
            count = fill(vault, three_years(Course(BUILT_IN), datetime.now()))
        size = key.file.stat().st_size / 1024**2
        print(f"{count} entries of {DAYS} days, {size:.0f} MiB. Load average {os.getloadavg()[0]:.1f}.")
        found = asyncio.run(waits(server, passphrase))
    for what, seconds in found.items():
        median, longest = statistics.median(seconds), max(seconds)
        met = "" if median < PROMISED else f"  MORE THAN {PROMISED:.0f} s"
        print(f"{what}: {median * 1000:.0f} ms, the longest of {ROUNDS} {longest * 1000:.0f} ms{met}")


if __name__ == "__main__":
    main()
