"""What blocks are made of: words, scales, options, cards, and the fields of a list. A key's description is the
advice that an author is given when the key is missing."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, StringConstraints, Tag, model_validator

from unhurried.course_file import Part, wrong

#: The most points that a scale may have: a row of 11 buttons still fits a phone 320 pixels wide.
SCALE_POINTS = 11
#: The longest id of an entry, suggestion or option, in characters.
ID_LIMIT = 80

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$", max_length=ID_LIMIT)]
Share = Literal["ask", "never"]


def distinct(values: list[Any]) -> list[Any]:
    """Refuse a list in which a value, or the id of one, stands twice."""
    keys = [getattr(value, "id", value) for value in values]
    for value in keys:
        if keys.count(value) > 1:
            raise wrong(f'"{value}" stands here twice', "keep one of the two, or give one another id")
    return values


# ---- pieces of blocks


class Named(Part):
    """Base of what answers hang on, or what the page has to find."""

    id: Id = Field(description="a short name for answers to hang on; never changes once released")


class Option(Named):
    """One thing that can be chosen."""

    label: Text = Field(description="the words people see")
    hint: Text | None = Field(None, description="a few more words below the label")


class Card(Named):
    """One thing that can be laid on a pile."""

    text: Text = Field(description="the words on the card")


class Pile(Named):
    """One place to lay cards on."""

    label: Text = Field(description="the words people see above the pile")


class Step(Part):
    """One thing to do or to read, before the next one."""

    text: Text = Field(description="the words of this step")


class Range(Part):
    """Whole numbers between two ends in words. Unset is not the lowest."""

    question: Text = Field(description="the words people see above the scale")
    from_: int = Field(alias="from", description="the lowest number, usually 0")
    to: int = Field(description="the highest number, usually 10")
    low: Text = Field(description="words for the lowest number")
    high: Text = Field(description="words for the highest number")

    @model_validator(mode="after")
    def _runs_upwards(self) -> Range:
        if not self.from_ < self.to:
            raise wrong(f"the scale goes from {self.from_} to {self.to}", '"from" must be lower than "to"')
        if self.to - self.from_ >= SCALE_POINTS:
            points = self.to - self.from_ + 1
            raise wrong(f"the scale has {points} points", f"use at most {SCALE_POINTS}, so that it fits a phone")
        return self


class Asked(Named):
    """Base of what has one question."""

    question: Text = Field(description="the words people see above it")


class Hinted(Asked):
    """Base of what may need a few more words."""

    hint: Text | None = Field(None, description="a few more words below the question")


class Shareable(Part):
    """Base of blocks whose answers can be kept to oneself, whatever the worksheet says."""

    share: Share | None = Field(None, description="ask or never; empty: as the worksheet says")


# ---- fields of a list


class ShortField(Hinted):
    """A few words, on one line."""

    kind: ClassVar[str] = "short"


class ScaleField(Range, Named):
    """A whole number between two ends in words."""

    kind: ClassVar[str] = "scale"


class _Options(Hinted):
    options: Annotated[list[Option], AfterValidator(distinct)] = Field(
        min_length=1, description="the options, each with an id and a label"
    )
    other: bool = Field(False, description="true where people may add words of their own")


class ChoiceField(_Options):
    """One of several options, and own words."""

    kind: ClassVar[str] = "choice"


class ChoicesField(_Options):
    """Any number of options, and own words."""

    kind: ClassVar[str] = "choices"
    at_most: int | None = Field(None, ge=1, description="how many may be chosen; empty: all of them")

    @model_validator(mode="after")
    def _can_be_reached(self) -> ChoicesField:
        if self.at_most and self.at_most > len(self.options):
            problem = f'"at_most" is {self.at_most}, and there are {len(self.options)} options'
            raise wrong(problem, "use a lower number, or leave the line out")
        return self


class DateField(Asked):
    """One day."""

    kind: ClassVar[str] = "date"


def kind_of(entry: Any) -> str | None:
    """The kind of a block or field, written as its only key: `- scale: {…}`. None: it is not written so."""
    if isinstance(entry, Part):  # pydantic asks again when it writes a block out as plain data
        return str(getattr(entry, "kind", None))
    if isinstance(entry, dict) and len(entry) == 1:
        name = next(iter(entry))
        return name if isinstance(name, str) else None
    return None


def body_of(entry: dict[str, Any]) -> Any:
    """The keys below the kind, for an entry that has one."""
    return next(iter(entry.values()))


ListField = Annotated[
    Annotated[ShortField, BeforeValidator(body_of), Tag("short")]
    | Annotated[ScaleField, BeforeValidator(body_of), Tag("scale")]
    | Annotated[ChoiceField, BeforeValidator(body_of), Tag("choice")]
    | Annotated[ChoicesField, BeforeValidator(body_of), Tag("choices")]
    | Annotated[DateField, BeforeValidator(body_of), Tag("date")],
    Discriminator(kind_of),
]
#: Every kind of field of a list by its name.
FIELD_KINDS: dict[str, type[Part]] = {
    model.kind: model for model in (ShortField, ScaleField, ChoiceField, ChoicesField, DateField)
}
