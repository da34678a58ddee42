"""The rules of the gentle check against their own examples: what must be found is, what is close to it is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from unhurried.course.gentle_rules import RuleEntry, read_with_examples
from unhurried.course_file import Loc
from unhurried.errors import CourseError, Fault
from unhurried.exercises.gentle_check import Role, Rules, gentle_check


def faults(root: Path) -> Iterator[Fault]:
    """Examples that do not hold, in a course that has rules of its own."""
    path = root / "data" / "gentle-check.yaml"
    if not path.is_file():
        return
    try:
        rules, source, entries = read_with_examples(path)
    except CourseError:
        return  # `Course.check` says why
    for index, entry in enumerate(entries):
        for loc, problem, advice in _problems(rules, entry):
            yield source.fault(("rules", index, *loc), problem, advice)


def _problems(rules: Rules, entry: RuleEntry) -> Iterator[tuple[Loc, str, str]]:
    """`(place in the rule, problem, advice)`, once for both roles."""
    found: dict[tuple[Loc, str], str] = {}
    for role in entry.roles:
        for number, text in enumerate(entry.hits):
            if entry.kind not in _kinds(rules, entry, role, text):
                found[("hits", number), f'"{text}" is not found'] = "add a pattern, or take it out"
        for name, texts, advice in (
            ("misses", entry.misses, "make the patterns narrower, or name what makes it good in a context"),
            ("instead", entry.instead, "write one that the check itself has nothing to say to"),
        ):
            for number, text in enumerate(texts):
                for kind in _kinds(rules, entry, role, text):
                    found[(name, number), f'"{text}" is found as {kind}'] = advice
    for (loc, problem), advice in found.items():
        yield loc, problem, advice


def _kinds(rules: Rules, entry: RuleEntry, role: Role, text: str) -> list[str]:
    situation = entry.situations[0] if entry.situations else None
    return [finding.kind for finding in gentle_check(text, rules, role=role, situation=situation)]
