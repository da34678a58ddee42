"""Where the script builder meets the course: its situations, and the gentle check of one script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from unhurried.course import Course
from unhurried.exercises import RESULTS, Rule
from unhurried.exercises.gentle_check import Finding, Rules, gentle_check
from unhurried.exercises.script import Part, Situation, form_of, parts, scripts, situation_of
from unhurried.worksheet import Worksheet

#: The language of the rules that come with the program. A course in another language has rules of its own, or none.
RULES_LANGUAGE = "en"


@dataclass(frozen=True)
class Scripting:
    """What the rules of the script builder go by.

    Attributes:
        situations: by id.
        gentle_rules: what the gentle check looks for; None: there are no rules in this language.
    """

    situations: Mapping[str, Situation]
    gentle_rules: Rules | None

    @property
    def rules(self) -> Mapping[str, Rule]:
        """The rules of all results, with that of the script builder among them."""
        return {**RESULTS, "scripts": partial(scripts, situations=self.situations)}

    def look(self, script: Mapping[str, Any]) -> dict[str, Any]:
        """The gentle check of one kept script, as docs/protocol.md has it in "looked"."""
        if self.gentle_rules is None:
            return {"off": True}
        situation = situation_of(script, self.situations)
        made = parts(situation, script, form_of(script))
        text = "".join(f"{part.lead}{part.words}{part.mark}" for part in made)
        found = gentle_check(text, self.gentle_rules, role=situation.speaker, situation=script.get("from"))
        return {"text": text, "findings": [_finding(one, text, made, script) for one in found]}


def scripting(course: Course, worksheet: Worksheet) -> Scripting | None:
    """What a worksheet with the script builder needs of its course; None for any other worksheet.

    Raises:
        CourseError: the situations or the rules are not right.
    """
    if worksheet.widget != "script_builder":
        return None
    has_rules = course.words()["page"]["language"] == RULES_LANGUAGE or course.gentle_file().is_relative_to(course.root)
    return Scripting(course.situations().spoken(), course.gentle_rules() if has_rules else None)


def _finding(finding: Finding, text: str, made: Sequence[Part], script: Mapping[str, Any]) -> dict[str, Any]:
    """A finding with its place in the script, and in the slot that it begins in."""
    slot, at = next(_places(finding, made, script), (None, 0))
    return {
        "kind": finding.kind,
        "start": _units(text[: finding.start]),
        "end": _units(text[: finding.end]),
        "why": finding.why,
        "instead": list(finding.instead),
        "slot": slot,
        "at": at,
    }


def _places(finding: Finding, made: Sequence[Part], script: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """`(slot, where in what the person wrote there)` for each slot that a finding has words of."""
    start = 0
    for part in made:
        begins = start + len(part.lead)
        ends = begins + len(part.words)
        if finding.start < ends and begins < finding.end:
            written = str(script[part.slot])
            before = len(written) - len(written.lstrip())
            yield part.slot, _units(written[: before + max(finding.start - begins, 0)])
        start = ends + len(part.mark)


def _units(text: str) -> int:
    """The length of a text as a browser counts it."""
    return len(text.encode("utf-16-le")) // 2
