"""The kinds of blocks: one small pydantic model each. What a worksheet may hold, in the order of
docs/worksheet-format.md."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag, computed_field, model_validator

from unhurried.course_file import Part, wrong
from unhurried.worksheet.fields import (
    Asked,
    Card,
    ChoiceField,
    ChoicesField,
    DateField,
    Hinted,
    Id,
    ListField,
    Named,
    Pile,
    Range,
    ScaleField,
    Shareable,
    ShortField,
    Step,
    Text,
    body_of,
    distinct,
    kind_of,
)


class Note(Part):
    """Words between questions, in Markdown without raw HTML. Asks nothing."""

    kind: ClassVar[str] = "note"
    text: Text = Field(description="the words to show, in Markdown")


class Scale(ScaleField, Shareable):
    """A question answered by a whole number."""


class Pair(Asked, Shareable):
    """Two scales side by side for two things that are both true. They are never added up or set against each other."""

    kind: ClassVar[str] = "pair"
    left: Range = Field(description="the first scale: question, from, to, low and high")
    right: Range = Field(description="the second scale: question, from, to, low and high")


class Choice(ChoiceField, Shareable):
    """A question answered by one of several options, by own words, or both."""


class Choices(ChoicesField, Shareable):
    """A question answered by any number of options, by own words, or both."""


class Short(ShortField, Shareable):
    """A question answered in a few words, on one line."""


class Writing(Hinted, Shareable):
    """A question answered in own words, over many lines."""

    kind: ClassVar[str] = "writing"
    starters: list[Text] = Field(default_factory=list, description="first lines that people may take and change")
    lines: int = Field(6, ge=1, le=40, description="lines of room, on the page and on paper")


class List(Hinted, Shareable):
    """A question answered by a list of entries that the person makes, each with the same fields."""

    kind: ClassVar[str] = "list"
    item: Text = Field(description='what one entry is called, for example "rung"')
    fields: Annotated[list[ListField], AfterValidator(distinct)] = Field(
        min_length=1, description="what each entry asks: short, scale, choice, choices or date"
    )
    at_most: int = Field(12, ge=1, le=400, description="how many entries there may be; 12 where it is left out")
    ordered: bool = Field(False, description="true where the person puts entries in an order of their own")
    suggestions: Id | None = Field(None, description="the name of a CSV file in data/, without .csv")

    @model_validator(mode="after")
    def _fields_fit(self) -> List:
        for field in self.fields:
            if field.id in ("id", "from"):
                raise wrong(
                    f'a field cannot be called "{field.id}"',
                    "every entry has that already: choose another id",
                )
        if self.suggestions and not isinstance(self.fields[0], ShortField):
            raise wrong("suggestions have nowhere to go", 'make the first field a "short": a suggestion fills it')
        return self


class Sort(Asked, Shareable):
    """A question answered by laying cards on piles. A card may stay where it is."""

    kind: ClassVar[str] = "sort"
    cards: Annotated[list[Card], AfterValidator(distinct)] = Field(
        min_length=1, description="the cards, each with an id and a text"
    )
    piles: Annotated[list[Pile], AfterValidator(distinct)] = Field(
        min_length=1, description="the piles, each with an id and a label; two or more"
    )

    @model_validator(mode="after")
    def _has_somewhere_else(self) -> Sort:
        if len(self.piles) < 2:
            raise wrong("there is only one pile", 'add another one, or use "choices"')
        return self


class Date(DateField, Shareable):
    """A question answered by one day."""


class Steps(Hinted):
    """Things to do or to read one at a time, at the reader's own pace. Nothing of it is kept."""

    kind: ClassVar[str] = "steps"
    steps: list[Step] = Field(min_length=1, description="the steps in order, each with a text")


#: The results that any worksheet may show, with the kinds of questions that each can be of. A pair is in no mean:
#: its two sides are never netted. Every other result belongs to one widget, and reads its whole worksheet.
RESULT_OF: dict[str, tuple[str, ...]] = {
    "mean": ("scale",),
    "over_time": ("scale", "pair"),
    "count": ("list", "choice", "choices"),
    "today": ("choice",),
    "phq_4": ("choice",),
    "want_and_fear": ("choice", "sort", "pair"),
}
#: Results of a widget of its own, with the widget that each belongs to. They read the whole worksheet.
WIDGET_OF: dict[str, str] = {
    "ladder": "ladder",
    "ladder_now": "ladder",
    "ladder_next": "ladder",
    "touch_log": "ladder",
    "near": "near",
    "card": "card",
    "scripts": "script_builder",
    "question_piles": "question_sorter",
}
#: Results that are worked out only when somebody asks for them, and said once: never unasked, and never sent ahead. A
#: worksheet can ask for the same of any other, by `when_asked`.
ON_REQUEST = frozenset({"ladder_next", "touch_log"})


class Show(Named):
    """A place for what follows from the answers. `result` names a pure function in exercises/."""

    kind: ClassVar[str] = "show"
    title: Text = Field(description="the words above the result")
    result: Literal[
        "mean",
        "over_time",
        "count",
        "today",
        "phq_4",
        "want_and_fear",
        "ladder",
        "ladder_now",
        "ladder_next",
        "touch_log",
        "near",
        "card",
        "scripts",
        "question_piles",
    ] = Field(
        description=(
            "which result to show: mean, over_time, count, today, phq_4, want_and_fear, or one that a widget brings"
        )
    )
    of: Annotated[list[Id], AfterValidator(distinct)] = Field(
        default_factory=list, description="the ids of the questions that it is about"
    )
    empty: Text = Field(description="what stands there while there is nothing to show")
    when_asked: bool = Field(False, description="true where it is shown only after somebody presses a button for it")

    @computed_field  # type: ignore[prop-decorator]  # mypy knows no decorator on a property (pydantic's docs)
    @property
    def on_request(self) -> bool:
        """Whether the page asks for it only when the person does."""
        return self.when_asked or self.result in ON_REQUEST

    @model_validator(mode="after")
    def _is_of_something(self) -> Show:
        if self.result in RESULT_OF and not self.of:
            raise wrong(f'"{self.result}" is of no question', 'add "of": the ids of the questions that it is about')
        if self.result not in RESULT_OF and self.of:
            raise wrong(f'"{self.result}" reads the whole worksheet', 'take the line "of" out')
        return self


Block = Annotated[
    Annotated[Note, BeforeValidator(body_of), Tag("note")]
    | Annotated[Scale, BeforeValidator(body_of), Tag("scale")]
    | Annotated[Pair, BeforeValidator(body_of), Tag("pair")]
    | Annotated[Choice, BeforeValidator(body_of), Tag("choice")]
    | Annotated[Choices, BeforeValidator(body_of), Tag("choices")]
    | Annotated[Short, BeforeValidator(body_of), Tag("short")]
    | Annotated[Writing, BeforeValidator(body_of), Tag("writing")]
    | Annotated[List, BeforeValidator(body_of), Tag("list")]
    | Annotated[Sort, BeforeValidator(body_of), Tag("sort")]
    | Annotated[Date, BeforeValidator(body_of), Tag("date")]
    | Annotated[Steps, BeforeValidator(body_of), Tag("steps")]
    | Annotated[Show, BeforeValidator(body_of), Tag("show")],
    Discriminator(kind_of),
]
#: Blocks that ask for an answer.
Question = Scale | Pair | Choice | Choices | Short | Writing | List | Sort | Date
#: Every kind of block by its name.
KINDS: dict[str, type[Part]] = {
    model.kind: model for model in (Note, Scale, Pair, Choice, Choices, Short, Writing, List, Sort, Date, Steps, Show)
}
