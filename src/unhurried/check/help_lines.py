"""Help lines: a wrong number fails somebody on the worst night of their life."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from unhurried.check.material import Material
from unhurried.course.freshness import is_stale
from unhurried.course_file import Loc
from unhurried.errors import Fault

#: What nobody may be left without, in any country of the list.
NEEDED = ("emergency", "emotional", "abuse")


def faults(material: Material, today: date) -> Iterator[Fault]:
    """Lines that nobody can reach, that say more than was checked, or that were checked too long ago."""
    source = material.lines_file
    if source is None or not material.help_lines:
        return
    lines: list[dict[str, Any]] = material.help_lines["lines"]
    ways: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    first: dict[tuple[str, str], int] = {}
    for index, line in enumerate(lines):
        loc: Loc = ("lines", index)
        key = (line["country"], line["kind"])
        own = _ways(line)
        ways[key] += own
        first.setdefault(key, index)
        if not own:
            yield source.fault(loc, "nobody can reach it", "write a number, a number for texts, or a website")
        if line["verified"] and not (line["checked"] or line["verified_on"]):
            advice = 'write "verified: false", or how it was checked'
            yield source.fault((*loc, "verified"), "it counts as checked, and nothing says how", advice)
        if material.words and not material.word("help", "kinds", line["kind"]):
            advice = "add it to help.kinds in interface.yaml"
            yield source.fault((*loc, "kind"), f'there is no word for the kind "{line["kind"]}"', advice)
    checked: list[tuple[Loc, date | None]] = [(("lines", n), line["verified_on"]) for n, line in enumerate(lines)]
    checked.append((("anywhere",), material.help_lines["anywhere"]["verified_on"]))
    for loc, day in checked:
        if day and is_stale(day, today):
            advice = "ring it, or read the live page, and write the day"
            yield source.fault((*loc, "verified_on"), f"it was checked {(today - day).days} days ago", advice)
        if day and day > today:
            advice = "write the day on which it was checked"
            yield source.fault((*loc, "verified_on"), "it was checked in the future", advice)
    for index, country in enumerate(material.help_lines["countries"]):
        for kind in NEEDED:
            if (country["id"], kind) not in ways:
                problem = f'{country["name"]} has no line of the kind "{kind}"'
                yield source.fault(("countries", index), problem, "add one, or take the country out")
    for key, found in ways.items():
        index = first[key]
        if key[1] != "emergency" and lines[index]["numbers"] and len(found) < 2:
            problem = "one number, and no second way if nobody answers"
            yield source.fault(("lines", index), problem, "add a second number, a number for texts, or a website")


def _ways(line: dict[str, Any]) -> list[str]:
    """Every way to reach a line."""
    numbers = [number["tel"] for number in line["numbers"]]
    text = [f"text {line['text']['to']}"] if line["text"] else []
    return [*numbers, *text, *([line["website"]] if line["website"] else [])]
