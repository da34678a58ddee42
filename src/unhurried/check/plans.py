"""What every plan for a group says and never asks, whoever writes it.

`course/plans.py` holds what a plan may do. What stands here is about its words: what a group hears before anybody
speaks, and questions that a group is never asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from unhurried.check.invariants import review_faults
from unhurried.check.material import Material, PlanFile
from unhurried.course.plans import NOT_FOR_GROUPS, Plan, Session, not_for_groups, place, steps
from unhurried.course_file import Loc
from unhurried.errors import Fault
from unhurried.worksheet import place as place_in_worksheet
from unhurried.worksheet.sharing import NEVER_ASKED_ALOUD
from unhurried.worksheet.topics import of_words


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


#: What the agreements of every group say (evidence.md, section 5), with the principle that it comes from.
AGREED: Final[Mapping[str, tuple[re.Pattern[str], int]]] = {
    "what is said stays here": (_any(r"\bstays? (?:here|in this room)\b"), 4),
    "when it does not: danger": (_any(r"\bdanger\b"), 4),
    "nothing is recorded": (_any(r"\brecord"), 4),
    "anybody may pass": (_any(r"\bpass\b"), 2),
    "no details of sex or violence": (_any(r"\bdetails?\b"), 5),
    "no advice unless asked": (_any(r"\badvice\b"), 2),
    "anybody may leave the room": (_any(r"\b(?:leave|go out of) the room\b", r"\bstep out\b"), 5),
}
#: What is said on every evening before the group is asked anything.
OPENING: Final[Mapping[str, tuple[re.Pattern[str], int]]] = {
    "anybody may pass": (_any(r"\bpass\b"), 2),
    "anybody may leave the room": (_any(r"\b(?:leave|go out of) the room\b", r"\bstep out\b"), 5),
    "the limits of keeping things here: danger": (_any(r"\bdanger\b"), 4),
}
#: And where there is a pulse or a prompt: that a small group often sees nothing, and answers on paper instead.
SMALL_GROUP: Final = (_any(r"\bon paper\b"), 4)
#: What is said at the end of every evening.
CLOSING: Final[Mapping[str, tuple[re.Pattern[str], int]]] = {
    "nothing has to be done at home": (_any(r"\bnothing has to be done\b"), 2),
    "a leader stays behind": (_any(r"\b(?:stay|stays|are here|am here)\b[^.]*\b(?:after|longer|minutes)\b"), 5),
}
#: Topics that a whole group is never asked about.
NOT_ASKED: Final = ("touch", "sex")


def faults(material: Material) -> Iterator[Fault]:
    titles = {
        chapter.title: chapter.notebook for chapter in material.chapters if chapter.notebook.startswith(NOT_FOR_GROUPS)
    }
    for file in material.plans.values():
        yield from _named_faults(file, titles)
        if file.plan:
            yield from _agreement_faults(file, file.plan)
            for number, session in enumerate(file.plan.sessions):
                yield from _session_faults(file, ("sessions", number), session)
            yield from _prompt_faults(file, file.plan)
            if not file.plan.reviewed:
                yield from review_faults(file.passages)
    yield from _worksheet_faults(material)


def _fault(file: PlanFile, loc: Loc, problem: str, advice: str, principle: int) -> Fault:
    return file.source.fault(loc, problem, f"{advice} (principle {principle})", place)


def _agreement_faults(file: PlanFile, plan: Plan) -> Iterator[Fault]:
    text = " ".join(plan.agreements)
    for what, (words, principle) in AGREED.items():
        if not words.search(text):
            problem = f'nothing says "{what}"'
            yield _fault(file, ("agreements",), problem, "add an agreement that says it", principle)


def _session_faults(file: PlanFile, loc: tuple[str | int, ...], session: Session) -> Iterator[Fault]:
    """What is said before the first question of an evening, and in its last step."""
    asking = [n for n, step in enumerate(session.steps) if step.kind not in ("welcome", "agreements", "talk")]
    before = " ".join(step.say for step in session.steps[: min(asking, default=0)])
    said = dict(OPENING)
    if any(step.kind in ("pulse", "prompt") for step in session.steps):
        said["in a small group nothing is shown, and a round is on paper"] = SMALL_GROUP
    for what, (words, principle) in said.items():
        if not words.search(before):
            problem = f'before the first question nothing says "{what}"'
            yield _fault(file, (*loc, "steps", 0, "say"), problem, "say it in the welcome", principle)
    for what, (words, principle) in CLOSING.items():
        if not words.search(session.steps[-1].say):
            at = (*loc, "steps", len(session.steps) - 1, "say")
            yield _fault(file, at, f'the close does not say "{what}"', "say it there", principle)


def _prompt_faults(file: PlanFile, plan: Plan) -> Iterator[Fault]:
    for loc, step in steps(plan):
        if step.prompt is None:
            continue
        asked = " . ".join([step.prompt.question, *(option.label for option in step.prompt.options)])
        found = [topic for topic in NOT_ASKED if topic in of_words(asked)]
        if found:
            problem = f"this asks a whole group about {found[0]}"
            yield _fault(file, (*loc, "prompt"), problem, "leave it to each person's own pages", 7)
        elif NEVER_ASKED_ALOUD.search(asked):
            problem = "this asks a whole group about safety, or about where somebody leans"
            yield _fault(file, (*loc, "prompt"), problem, "ask each person alone, before the group", 7)


def _named_faults(file: PlanFile, titles: Mapping[str, str]) -> Iterator[Fault]:
    """Chapters that are for no group, called by their title or their number, and the log of times with touch."""
    numbers = "|".join(rf"0?{stem.rstrip('-').lstrip('0')}" for stem in NOT_FOR_GROUPS)
    named = _any(*map(re.escape, titles), rf"\bchapters? (?:{numbers})\b", r"\btouch log\b")
    for passage in file.passages:
        for match in named.finditer(passage.text):
            problem, advice = f'"{match[0]}" is for no group', "leave it to each person's own reading (principle 7)"
            yield Fault(passage.file, passage.line_at(match.start()), passage.place, problem, advice)


def _worksheet_faults(material: Material) -> Iterator[Fault]:
    """Worksheets that say they are for groups, and are not."""
    chapters = {one: book.stem for book in material.books.values() for one in book.exercises}
    for sheet in material.sheets.values():
        one = sheet.worksheet
        why = not_for_groups(one, chapters) if one and one.groups == "ask" else None
        if why:
            advice = 'write "groups: never" (principle 7)'
            yield sheet.source.fault(("groups",), f"this is for no group: {why}", advice, place_in_worksheet)
