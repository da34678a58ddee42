"""data/leader-guide.yaml: what whoever leads a group reads first, and the form for a talk with one person before it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from unhurried import course_file
from unhurried.course_file import Day, Part, YamlFile
from unhurried.errors import Fault
from unhurried.worksheet import Block, List, Show
from unhurried.worksheet.blocks import KINDS
from unhurried.worksheet.fields import FIELD_KINDS, Named, Text, distinct


class Section(Named):
    """One part of the guide."""

    title: Text = Field(description="its heading")
    text: Text = Field(description="what to read, in Markdown")


class Form(Part):
    """A form on paper. Nobody fills it in on a screen, and no answer to it is kept by this program."""

    title: Text = Field(description="its heading")
    about: Text = Field(description="what it is for, and what becomes of the paper")
    blocks: list[Block] = Field(min_length=1, description="what stands on it, as in a worksheet")


class LeaderGuide(Part):
    """All of data/leader-guide.yaml."""

    title: Text = Field(description="what stands at the top")
    about: Text = Field(description="whom it is for, and what it is not")
    reviewed_by: Text | None = Field(None, description="a clinician's name; empty: not yet reviewed")
    reviewed_on: Day | None = Field(None, description="the day of the review; empty: not yet reviewed")
    sections: Annotated[list[Section], AfterValidator(distinct)] = Field(
        min_length=1, description="its parts, in order"
    )
    screening: Form = Field(description="the form for a talk with one person before the group")

    @property
    def reviewed(self) -> bool:
        return self.reviewed_by is not None and self.reviewed_on is not None


_MODELS: dict[str, type[BaseModel]] = {
    "sections": Section,
    "screening": Form,
    **KINDS,
    **{f"fields.{kind}": model for kind, model in FIELD_KINDS.items()},
}


def read_leader_guide(path: Path) -> LeaderGuide:
    """Read data/leader-guide.yaml. Raises CourseError with every fault and its line."""
    return course_file.read_model(path, LeaderGuide, _MODELS, further=_result_faults)[0]


def _result_faults(source: YamlFile, read: LeaderGuide) -> Iterator[Fault]:
    """Results and suggested entries, which only a page with answers has."""
    for index, block in enumerate(read.screening.blocks):
        if isinstance(block, Show) or (isinstance(block, List) and block.suggestions):
            loc = ("screening", "blocks", index)
            yield source.fault(loc, f'a "{block.kind}" needs a page with answers', "use a note, or room to write")
