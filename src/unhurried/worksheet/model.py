"""What a worksheet may hold: one small pydantic model for each kind of block. A field's description is the
advice that an author is given when the field is missing."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    model_validator,
)

from unhurried.course_file import Part, wrong

#: The longest text of one answer, in characters: about a hundred printed pages.
TEXT_LIMIT = 200_000
#: The most points that a scale may have: a row of 11 buttons still fits a phone 320 pixels wide.
SCALE_POINTS = 11
#: The longest id of an entry, suggestion or option, in characters.
ID_LIMIT = 80


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$", max_length=ID_LIMIT)]
Share = Literal["ask", "never"]
Stage = Literal["steady", "understand", "choose"]
Who = Literal["hurt", "unfaithful", "together"]


def _distinct(values: list[Any]) -> list[Any]:
    keys = [getattr(value, "id", value) for value in values]
    for value in keys:
        if keys.count(value) > 1:
            raise wrong(f'"{value}" stands here twice', "keep one of the two, or give one another id")
    return values


class Note(Part):
    """Words between questions, in Markdown without raw HTML. Asks nothing."""

    kind: ClassVar = "note"
    text: Text = Field(description="the words to show, in Markdown")


class Option(Part):
    """One thing that can be chosen."""

    id: Id = Field(description="a short name for answers to hang on; never changes once released")
    label: Text = Field(description="the words people see")
    hint: Text | None = Field(None, description="a few more words below the label")


class Short(Part):
    """A field of a list: a few words."""

    kind: ClassVar = "short"
    id: Id = Field(description="a short name for answers to hang on; never changes once released")
    question: Text = Field(description="the words people see above the field")
    hint: Text | None = Field(None, description="a few more words below the question")


class ScaleField(Part):
    """A field of a list: a whole number between two ends in words. Unset is not the lowest."""

    kind: ClassVar = "scale"
    id: Id = Field(description="a short name for answers to hang on; never changes once released")
    question: Text = Field(description="the words people see above the scale")
    from_: int = Field(alias="from", description="the lowest number, usually 0")
    to: int = Field(description="the highest number, usually 10")
    low: Text = Field(description="words for the lowest number")
    high: Text = Field(description="words for the highest number")

    @model_validator(mode="after")
    def _runs_upwards(self) -> ScaleField:
        if not self.from_ < self.to:
            raise wrong(f"the scale goes from {self.from_} to {self.to}", '"from" must be lower than "to"')
        if self.to - self.from_ >= SCALE_POINTS:
            points = self.to - self.from_ + 1
            raise wrong(f"the scale has {points} points", f"use at most {SCALE_POINTS}, so that it fits a phone")
        return self


class Choices(Part):
    """A field of a list: any number of options, and own words."""

    kind: ClassVar = "choices"
    id: Id = Field(description="a short name for answers to hang on; never changes once released")
    question: Text = Field(description="the words people see above the options")
    hint: Text | None = Field(None, description="a few more words below the question")
    options: Annotated[list[Option], AfterValidator(_distinct)] = Field(
        min_length=1, description="the options, each with an id and a label"
    )
    other: bool = Field(False, description="true where people may add words of their own")
    at_most: int | None = Field(None, ge=1, description="how many may be chosen; empty: all of them")


class Scale(ScaleField):
    """A question answered by a whole number."""

    share: Share | None = Field(None, description="ask or never; empty: as the worksheet says")


class Writing(Part):
    """A question answered in own words, at most TEXT_LIMIT characters."""

    kind: ClassVar = "writing"
    id: Id = Field(description="a short name for answers to hang on; never changes once released")
    question: Text = Field(description="the words people see above the field")
    hint: Text | None = Field(None, description="a few more words below the question")
    starters: list[Text] = Field(default_factory=list, description="first lines that people may take and change")
    lines: int = Field(6, ge=1, le=40, description="lines of room, on the page and on paper")
    share: Share | None = Field(None, description="ask or never; empty: as the worksheet says")


def kind_of(entry: Any) -> str | None:
    """The kind of a block or field, written as its only key: `- scale: {…}`. None: it is not written so."""
    if isinstance(entry, Part):  # pydantic asks again when it writes a block out as plain data
        return str(getattr(entry, "kind", None))
    if isinstance(entry, dict) and len(entry) == 1:
        name = next(iter(entry))
        return name if isinstance(name, str) else None
    return None


def _body(entry: dict[str, Any]) -> Any:
    return next(iter(entry.values()))


ListField = Annotated[
    Annotated[Short, BeforeValidator(_body), Tag("short")]
    | Annotated[ScaleField, BeforeValidator(_body), Tag("scale")]
    | Annotated[Choices, BeforeValidator(_body), Tag("choices")],
    Discriminator(kind_of),
]


class List(Part):
    """A question answered by a list of entries that the person makes, each with the same fields."""

    kind: ClassVar = "list"
    id: Id = Field(description="a short name for answers to hang on; never changes once released")
    question: Text = Field(description="the words people see above the list")
    hint: Text | None = Field(None, description="a few more words below the question")
    item: Text = Field(description='what one entry is called, for example "rung"')
    fields: Annotated[list[ListField], AfterValidator(_distinct)] = Field(
        min_length=1, description="what each entry asks: short, scale or choices"
    )
    at_most: int = Field(12, ge=1, le=100, description="how many entries there may be")
    ordered: bool = Field(False, description="true where the person puts entries in an order of their own")
    suggestions: Id | None = Field(None, description="the name of a CSV file in data/, without .csv")
    share: Share | None = Field(None, description="ask or never; empty: as the worksheet says")

    @model_validator(mode="after")
    def _fields_fit(self) -> List:
        for field in self.fields:
            if field.id in ("id", "from"):
                raise wrong(
                    f'a field cannot be called "{field.id}"',
                    "every entry has that already: choose another id",
                )
        if self.suggestions and not isinstance(self.fields[0], Short):
            raise wrong("suggestions have nowhere to go", 'make the first field a "short": a suggestion fills it')
        return self


class Show(Part):
    """A place for what follows from the answers. `result` names a pure function in exercises/."""

    kind: ClassVar = "show"
    id: Id = Field(description="a short name for the page to find the place by")
    title: Text = Field(description="the words above the result")
    result: Literal["ladder"] = Field(description="which result to show, for example ladder")
    empty: Text = Field(description="what stands there while there is nothing to show")


class Switch(Part):
    """A question answered by true or false, put on the page by a widget of its own and not by a block."""

    kind: ClassVar = "switch"
    id: Id


Block = Annotated[
    Annotated[Note, BeforeValidator(_body), Tag("note")]
    | Annotated[Scale, BeforeValidator(_body), Tag("scale")]
    | Annotated[Writing, BeforeValidator(_body), Tag("writing")]
    | Annotated[List, BeforeValidator(_body), Tag("list")]
    | Annotated[Show, BeforeValidator(_body), Tag("show")],
    Discriminator(kind_of),
]
Question = Scale | Writing | List | Switch
Answerable = Question | Short | ScaleField | Choices

#: Questions that a widget adds to the blocks of its worksheet.
SWITCHES: dict[str, tuple[str, ...]] = {"ladder": ("no_touch", "paused")}
#: Words that a widget and its result take from `says`, with the {placeholders} that are filled in. Here, and
#: not beside the rules, because `exercises` imports nothing of ours; a test holds the two together.
SAYS: dict[str, dict[str, frozenset[str]]] = {
    "ladder": {
        **dict.fromkeys(("empty", "paused", "no_touch"), frozenset()),
        "rungs": frozenset({"count", "open"}),
        **dict.fromkeys(("rung", "comfort", "wish", "conditions", "left_open"), frozenset()),
        **dict.fromkeys(("no_touch_label", "no_touch_on", "no_touch_off"), frozenset()),
        **dict.fromkeys(("paused_label", "paused_on", "paused_off"), frozenset()),
    }
}


class Worksheet(Part):
    """One worksheet. Every question may be left empty; `share` on a question may only be stricter."""

    id: Id = Field(description="the file's name without .yaml; never changes once released, answers hang on it")
    title: Text = Field(description="what people see at the top")
    stage: Stage = Field(description="steady, understand or choose")
    who: Annotated[list[Who], AfterValidator(_distinct)] = Field(
        min_length=1, description="for whom: hurt, unfaithful, together"
    )
    minutes: int = Field(ge=1, le=120, description="about how long it takes, in minutes")
    about: Text = Field(description="what it is for, in two sentences")
    may_stir_up: Text | None = Field(None, description="one plain sentence on what it may stir up; empty: nothing")
    gentler: Text | None = Field(None, description="another way to do it, or what to skip")
    share: Share = Field("never", description="ask or never")
    groups: Share = Field("never", description="ask or never")
    sources: Annotated[list[Id], AfterValidator(_distinct)] = Field(
        min_length=1, description="ids from data/sources.yaml: what this rests on"
    )
    reviewed_by: Text | None = Field(None, description="a clinician's name; empty: not yet reviewed")
    reviewed_on: date | None = Field(None, description="the day of the review; empty: not yet reviewed")
    widget: Literal["ladder"] | None = Field(None, description="a widget of its own; empty: the blocks alone")
    example: dict[Id, Any] | None = Field(None, description="made-up answers, one for each question id")
    says: dict[Id, Text] = Field(default_factory=dict, description="its own words for results and switches")
    blocks: list[Block] = Field(min_length=1, description="what stands on the page, in order")

    @property
    def reviewed(self) -> bool:
        return self.reviewed_by is not None and self.reviewed_on is not None

    @property
    def questions(self) -> dict[str, Question]:
        """Everything that can be answered, by id: blocks in order, then the switches of its widget."""
        asked: list[Question] = [block for block in self.blocks if isinstance(block, Scale | Writing | List)]
        asked += [Switch(id=switch) for switch in SWITCHES.get(self.widget or "", ())]
        return {question.id: question for question in asked}

    @property
    def shows(self) -> list[Show]:
        return [block for block in self.blocks if isinstance(block, Show)]

    def may_share(self, block: Scale | Writing | List) -> Share:
        """`never` where either the worksheet or the question says so."""
        return "never" if "never" in (self.share, block.share) else "ask"
