"""data/situations.yaml and data/feelings.csv: what the script builder offers, and how it joins words."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field

from unhurried import course_file
from unhurried.course_file import Part, YamlFile, shown
from unhurried.errors import CourseError, Fault
from unhurried.exercises import script
from unhurried.exercises.script import Grammar, Place, Situation, Slot, Speaker
from unhurried.worksheet.fields import Id, Text, distinct

#: How strongly a feeling is felt, in the order in which the words of a family stand.
STRENGTHS = ("faint", "clear", "strong")

Listener = Literal["partner", "friend", "therapist", "other"]


class SlotEntry(Part):
    """One thing that a situation asks for."""

    slot: Slot = Field(description="what is asked for, for example when, feel or request")
    lead: Text | None = Field(None, description="joining words in front, as they stand inside a sentence")
    plain: Text | None = Field(None, description="the same for the plainer form")
    then: Literal[".", ",", "?"] = Field(".", description='what ends it: ".", "," or "?"')
    keep: bool = Field(False, description="true where it stands in the shorter form too")
    starters: list[Text] = Field(min_length=2, max_length=3, description="two or three beginnings to change")


class SituationEntry(Part):
    """One hard thing to say."""

    id: Id = Field(description="a short name for kept scripts to hang on; never changes once released")
    speaker: Speaker = Field(description="who speaks: hurt or unfaithful")
    to: Listener = Field(description="who hears it: partner, friend, therapist or other")
    title: Text = Field(description="what people choose")
    purpose: Text = Field(description="what it is for, and what it cannot do")
    opens: Text | None = Field(None, description="words before everything else, where somebody could be in danger")
    slots: list[SlotEntry] = Field(min_length=1, description="what is asked for, in the order in which it is said")
    before: Text = Field(description="how it may come out on a bad day")
    example: dict[Slot, Text] = Field(min_length=1, description="made-up words, one for each slot")
    reply: list[Text] = Field(min_length=1, description="what a good reply sounds like")

    def spoken(self, grammar: Grammar) -> Situation:
        """What the rules of the script builder read of it."""
        places = tuple(Place(one.slot, one.lead or "", one.plain or "", one.then, one.keep) for one in self.slots)
        return Situation(self.speaker, places, grammar)


class GrammarEntry(Part):
    """What the joining goes by, in the language of the course."""

    begins: list[Text] = Field(description="first words of a sentence of one's own, in small letters")
    asks: list[Text] = Field(description="first words of a question, in small letters")
    refuses: list[Text] = Field(description="words in which a no stands, in small letters")
    capital: bool = Field(description="true where a capital letter begins a sentence; false where nouns have one")

    def read(self) -> Grammar:
        return Grammar(frozenset(self.begins), frozenset(self.asks), frozenset(self.refuses), self.capital)


class Situations(Part):
    """All of data/situations.yaml."""

    grammar: GrammarEntry = Field(description="what the joining goes by")
    situations: Annotated[list[SituationEntry], AfterValidator(distinct)] = Field(
        min_length=1, description="the situations, in the order in which they are offered"
    )

    def spoken(self) -> Mapping[str, Situation]:
        """What the rules of the script builder read, by the situation's id."""
        grammar = self.grammar.read()
        return {one.id: one.spoken(grammar) for one in self.situations}

    def after(self, situation: SituationEntry) -> str:
        """The situation's example, put together."""
        return script.compose(
            situation.spoken(self.grammar.read()), {str(slot): words for slot, words in situation.example.items()}
        )


_MODELS: dict[str, type[BaseModel]] = {
    "grammar": GrammarEntry,
    "situations": SituationEntry,
    "slots": SlotEntry,
}


def read_situations(path: Path) -> Situations:
    """Read data/situations.yaml. Raises CourseError with every fault and its line."""
    return course_file.read_model(path, Situations, _MODELS, further=_slot_faults)[0]


def _slot_faults(source: YamlFile, read: Situations) -> Iterator[Fault]:
    """Slots that stand twice, examples for slots that are not there, and situations whose shorter form is nothing."""
    for number, situation in enumerate(read.situations):
        loc = ("situations", number)
        slots = [one.slot for one in situation.slots]
        for index, slot in enumerate(slots):
            if slot in slots[:index]:
                problem = f'the slot "{slot}" stands here twice'
                yield source.fault((*loc, "slots", index), problem, "keep one of the two")
        for slot in situation.example:
            if slot not in slots:
                advice = course_file.did_you_mean(slot, slots)
                yield source.fault((*loc, "example", slot), f'this situation has no slot "{slot}"', advice)
        if not any(one.keep for one in situation.slots):
            advice = 'write "keep: true" on the slot without which nothing is said'
            yield source.fault((*loc, "slots"), "the shorter form would keep nothing", advice)


def read_feelings(path: Path) -> list[dict[str, str]]:
    """Read a CSV file with the columns id, label, family and strength, each family from faint to strong. Raises
    CourseError with every fault's line."""
    columns = ["id", "label", "family", "strength"]
    rows = csv.DictReader(io.StringIO(course_file.read_text(path)))
    read: list[dict[str, str]] = []
    faults: list[Fault] = []

    def fault(line: int, problem: str, advice: str) -> None:
        faults.append(Fault(shown(path), line, f"row {line - 1}" if line > 1 else "", problem, advice))

    if rows.fieldnames != columns:
        fault(1, "the columns are not id, label, family, strength", 'begin with "id,label,family,strength"')
    for row in rows if not faults else ():
        before = read[-1] if read else None
        if None in row or not all((value or "").strip() for value in row.values()):
            fault(rows.line_num, "it does not have four columns", "write id, label, family and strength")
            continue
        if row["strength"] not in STRENGTHS:
            problem = f'the strength is "{row["strength"]}"'
            fault(rows.line_num, problem, course_file.did_you_mean(row["strength"], STRENGTHS))
            continue
        if row["id"] in [one["id"] for one in read]:
            fault(rows.line_num, f'the id "{row["id"]}" is taken', "give it another id")
        if before and before["family"] == row["family"]:
            if STRENGTHS.index(before["strength"]) > STRENGTHS.index(row["strength"]):
                fault(rows.line_num, "it stands after a stronger one", "put a family's words from faint to strong")
        elif row["family"] in [one["family"] for one in read]:
            fault(rows.line_num, f'the family "{row["family"]}" stands in two places', "put its words together")
        read.append({name: value.strip() for name, value in row.items()})
    if faults:
        raise CourseError(faults)
    return read
