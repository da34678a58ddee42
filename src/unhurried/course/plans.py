"""data/plans/*.yaml: what a leader does with a group, evening by evening.

A plan has sessions, and a session has steps. A room runs one session, and gets it as plain data (`Plan.room`). What a
plan may ask of a group is held here, for the plans that come with the program and for a leader's own alike: only
worksheets that are meant for groups, closed answers, an end that steadies, and in a room of couples nothing that one
of two could be known by.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, Field, model_validator

from unhurried import course_file
from unhurried.course_file import Day, Loc, Part, YamlFile, did_you_mean, place_in_words, wrong
from unhurried.errors import Fault
from unhurried.worksheet import Worksheet
from unhurried.worksheet.fields import Id, Named, Text, distinct

For = Literal["hurt", "unfaithful", "couples"]
Kind = Literal[
    "welcome", "agreements", "pulse", "talk", "prompt", "round", "writing", "pairs", "breakout", "exercise", "break",
    "grounding", "close",
]  # fmt: skip
TimerForm = Literal["quiet", "round", "turns"]

#: Kinds that ask a group to answer or to speak before others. In a room of couples two answers belong together, and
#: one who was hurt would speak before the one who did it (evidence.md, section 5).
OPEN_KINDS: Final = frozenset({"pulse", "prompt", "round", "pairs", "breakout"})
#: What a step of a kind needs, by key; only these kinds may have it.
_NEEDS: Final[Mapping[str, str]] = {"prompt": "prompt", "breakout": "breakout"}
#: Which timers a step of a kind may have. A kind that is not here may have none, or a quiet one.
_TIMERS: Final[Mapping[str, tuple[TimerForm, ...]]] = {
    "round": ("round",),
    "pairs": ("turns",),
    "writing": ("quiet",),
}
#: Chapters whose pages are for no group, by the beginning of their notebook's name (product.md, section 7).
NOT_FOR_GROUPS: Final = ("06-", "09-")
#: Widgets whose pages are for no group: their numbers, and their log of times with touch.
NO_GROUP_WIDGETS: Final = ("ladder", "near")


class Option(Named):
    """One answer that can be chosen."""

    label: Text = Field(description="the words people see")


class Prompt(Part):
    """A question to the whole group. It is answered by choosing, never in words of one's own."""

    question: Text = Field(description="what is asked")
    sensitive: bool = Field(description="true where it would hurt to be known by the answer; if unsure, true")
    options: Annotated[list[Option], AfterValidator(distinct)] = Field(
        min_length=2, max_length=7, description="two to seven answers, each with an id and a label"
    )


class Timer(Part):
    """How time is kept. `seconds`: of each person, or of each of two; None for one quiet stretch as long as the
    step."""

    form: TimerForm = Field(description="quiet, round (each person in turn) or turns (each of two)")
    seconds: int | None = Field(None, ge=15, le=1800, description="seconds for each; leave it out for quiet")

    @model_validator(mode="after")
    def _has_what_it_needs(self) -> Timer:
        if (self.form == "quiet") != (self.seconds is None):
            if self.seconds is None:
                raise wrong(f'the timer "{self.form}" says no seconds', 'add "seconds": how long each has')
            raise wrong('a quiet timer has "seconds"', "take it out: it runs as long as the step")
        return self


class Breakout(Part):
    """Small groups, by the colour of a card that each drew at the door."""

    colours: Annotated[list[Text], AfterValidator(distinct)] = Field(
        min_length=2, max_length=8, description="the colours of the cards, two to eight"
    )
    report: Text = Field(description="what is told to the whole group afterwards; said before people part")


class Step(Named):
    """One thing that the group does. `purpose`, `say`, `watch` and `safety` are for the leaders alone."""

    title: Text = Field(description="a few words; people see them")
    kind: Kind = Field(description="welcome, agreements, pulse, talk, prompt, round, writing, pairs, and so on")
    minutes: int = Field(ge=1, le=60, description="how long it takes, in minutes")
    purpose: Text = Field(description="what it is for, in a sentence, for the leaders")
    say: Text = Field(description="what the leader says, in Markdown")
    watch: list[Text] = Field(default_factory=list, description="what to look out for, for the leaders")
    safety: list[Text] = Field(default_factory=list, description="what keeps people safe here, for the leaders")
    shown: Text | None = Field(None, description="a line or two on everybody's screen")
    timer: Timer | None = Field(None, description="how time is kept; empty: not at all")
    prompt: Prompt | None = Field(None, description="the question of a step of the kind prompt")
    breakout: Breakout | None = Field(None, description="the small groups of a step of the kind breakout")
    worksheets: Annotated[list[Id], AfterValidator(distinct)] = Field(
        default_factory=list, description="ids of worksheets that each does alone; they are the handouts too"
    )

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Step:
        for kind, key in _NEEDS.items():
            if (self.kind == kind) != (getattr(self, key) is not None):
                if self.kind == kind:
                    raise wrong(f'a step of the kind "{kind}" has no "{key}"', f'add "{key}"')
                raise wrong(f'a step of the kind "{self.kind}" has a "{key}"', f'write "kind: {kind}", or take it out')
        if self.kind == "exercise" and not self.worksheets:
            raise wrong('a step of the kind "exercise" has no worksheet', 'add "worksheets": a list of ids')
        forms = _TIMERS.get(self.kind)
        if forms and (self.timer is None or self.timer.form not in forms):
            raise wrong(f'a step of the kind "{self.kind}" needs a timer', f'add "timer": {{form: {forms[0]}, …}}')
        if not forms and self.timer and self.timer.form != "quiet":
            problem = f'a step of the kind "{self.kind}" has the timer "{self.timer.form}"'
            raise wrong(problem, 'use a quiet one, or the kinds "round" and "pairs"')
        return self


class Session(Named):
    """One evening."""

    title: Text = Field(description="what people see at the top")
    about: Text = Field(description="what the evening is for, in a sentence or two")
    minutes: int = Field(ge=15, le=240, description="how long it takes; the minutes of its steps add up to it")
    before: list[Text] = Field(default_factory=list, description="what the leaders get ready")
    steps: Annotated[list[Step], AfterValidator(distinct)] = Field(min_length=3, description="the steps, in order")

    @property
    def worksheets(self) -> list[str]:
        """Ids of the worksheets of the evening, each once, in the order in which they are used."""
        return list(dict.fromkeys(identity for step in self.steps for identity in step.worksheets))


class Plan(Part):
    """A course for a group, or a single evening."""

    id: Id = Field(description="the file's name without .yaml")
    title: Text = Field(description="what people see")
    for_: For = Field(alias="for", description="hurt, unfaithful or couples")
    about: Text = Field(description="what it is for, in two sentences")
    draft: bool = Field(description="true while a clinician has to look at it before anybody uses it")
    size: Text = Field(description="how many people, and how many leaders")
    sources: Annotated[list[Id], AfterValidator(distinct)] = Field(
        min_length=1, description="ids from data/sources.yaml: what this rests on"
    )
    reviewed_by: Text | None = Field(None, description="a clinician's name; empty: not yet reviewed")
    reviewed_on: Day | None = Field(None, description="the day of the review; empty: not yet reviewed")
    agreements: Annotated[list[Text], AfterValidator(distinct)] = Field(
        min_length=1, description="what the group agrees on, one sentence or two each"
    )
    sessions: Annotated[list[Session], AfterValidator(distinct)] = Field(
        min_length=1, description="the evenings, in order"
    )

    @property
    def reviewed(self) -> bool:
        return self.reviewed_by is not None and self.reviewed_on is not None

    def session(self, number: int) -> Session:
        """One evening by its number, from 1. Raises IndexError where there is none."""
        if number < 1:
            raise IndexError(number)
        return self.sessions[number - 1]

    def room(self, number: int) -> dict[str, Any]:
        """Everything that a room knows of one evening, as plain JSON (docs/plans.md, "What a room gets").

        Args:
            number: which session, from 1.

        Raises:
            IndexError: there is no such session.
        """
        session = self.session(number)
        return {
            "plan": self.id,
            "title": self.title,
            "for": self.for_,
            "draft": self.draft,
            "reviewed": self.reviewed,
            "agreements": list(self.agreements),
            "session": number,
            "of": len(self.sessions),
            "session_title": session.title,
            "minutes": session.minutes,
            "steps": [step.model_dump() for step in session.steps],
        }


_MODELS: dict[str, type[BaseModel]] = {
    "sessions": Session,
    "steps": Step,
    "prompt": Prompt,
    "timer": Timer,
    "breakout": Breakout,
    "options": Option,
}


def read_plan(path: Path) -> tuple[Plan, YamlFile]:
    """Read one plan, and the file that it stands in. What it needs of its course is looked at by `worksheet_faults`.

    Raises:
        CourseError: with every fault and its line.
    """
    return course_file.read_model(path, Plan, _MODELS, place, _whole_faults)


def place(loc: Loc, data: Any) -> str:
    """Where in a plan a location is: `session 2, step 4 (round)`."""
    words = place_in_words(loc, data)
    if len(loc) > 3 and loc[0] == "sessions" and loc[2] == "steps":
        kind = data["sessions"][loc[1]]["steps"][loc[3]].get("kind")
        head, step, rest = words.partition(f"step {int(loc[3]) + 1}")
        return f"{head}{step} ({kind}){rest}" if isinstance(kind, str) else words
    return words


def steps(plan: Plan) -> Iterator[tuple[tuple[str | int, ...], Step]]:
    """Each step of a plan with its location."""
    for number, session in enumerate(plan.sessions):
        for index, step in enumerate(session.steps):
            yield ("sessions", number, "steps", index), step


def not_for_groups(worksheet: Worksheet, chapters: Mapping[str, str]) -> str | None:
    """Why a worksheet is for no group, whatever its own `groups` says; None where that decides.

    Args:
        worksheet: what a plan names.
        chapters: worksheet id -> the notebook of the chapter that shows it.
    """
    notebook = chapters.get(worksheet.id, "")
    if notebook.startswith(NOT_FOR_GROUPS):
        return f'it stands in the chapter "{notebook}", which is for no group'
    if worksheet.widget in NO_GROUP_WIDGETS:
        return "its numbers and its log of times with touch are for nobody else"
    return None


def worksheet_faults(
    source: YamlFile,
    plan: Plan,
    known: Collection[str],
    read: Callable[[str], Worksheet],
    chapters: Mapping[str, str],
) -> Iterator[Fault]:
    """Worksheets that are not there, are not for groups, or are for somebody else than the plan.

    Args:
        source: the plan's file.
        plan: what stands in it.
        known: the ids of all worksheets of the course.
        read: gives the worksheet of an id.
        chapters: as for `not_for_groups`.

    Raises:
        CourseError: a worksheet that the plan names cannot be read.
    """
    for loc, step in steps(plan):
        for index, identity in enumerate(step.worksheets):
            at = (*loc, "worksheets", index)
            if identity not in known:
                problem = f'there is no worksheet "{identity}"'
                yield source.fault(at, problem, did_you_mean(identity, known), place)
                continue
            sheet = read(identity)
            if why := not_for_groups(sheet, chapters):
                yield source.fault(at, f'"{identity}" is not for groups: {why}', "take it out", place)
            elif sheet.groups == "never":
                advice = 'take it out: only worksheets with "groups: ask" are for groups'
                yield source.fault(at, f'"{identity}" is not for groups', advice, place)
            elif plan.for_ != "couples" and not {plan.for_, "together"} & set(sheet.who):
                problem = f'"{identity}" is not for the people of this plan'
                yield source.fault(at, problem, f'use one that has "{plan.for_}" in "who"', place)


def _whole_faults(source: YamlFile, plan: Plan) -> Iterator[Fault]:
    if plan.id != Path(source.file).stem:
        yield source.fault(("id",), f'"id" is "{plan.id}"', f'write "{Path(source.file).stem}", as the file is called')
    for number, session in enumerate(plan.sessions):
        yield from _session_faults(source, ("sessions", number), session)
    if plan.for_ == "couples":
        for loc, step in steps(plan):
            if step.kind in OPEN_KINDS:
                problem = f'a step of the kind "{step.kind}" in a room of couples'
                advice = "use talk, writing or exercise: each couple works apart, and nothing is shared"
                yield source.fault((*loc, "kind"), problem, advice, place)


def _session_faults(source: YamlFile, loc: tuple[str | int, ...], session: Session) -> Iterator[Fault]:
    minutes = sum(step.minutes for step in session.steps)
    if minutes != session.minutes:
        problem = f"the steps take {minutes} minutes, and the session {session.minutes}"
        yield source.fault((*loc, "minutes"), problem, "make the two the same", place)
    kinds = [step.kind for step in session.steps]
    if kinds[0] != "welcome":
        yield source.fault((*loc, "steps", 0), "the session does not begin with a welcome", "put one first", place)
    if kinds[-1] != "close":
        at = (*loc, "steps", len(kinds) - 1)
        yield source.fault(at, "the session does not end with a close", 'end with a step of the kind "close"', place)
    if "agreements" not in kinds:
        advice = 'add a step of the kind "agreements" before anybody speaks'
        yield source.fault((*loc, "steps"), "nobody is asked to agree to anything", advice, place)
    if "grounding" not in kinds[-3:]:
        advice = 'put a step of the kind "grounding" right before the close'
        yield source.fault((*loc, "steps"), "nothing steadies people before they go", advice, place)
