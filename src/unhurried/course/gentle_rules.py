"""data/gentle-check.yaml: what the gentle check looks for, and the words in which it says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, Field

from unhurried import course_file
from unhurried.course_file import Loc, Part, YamlFile, did_you_mean, place_in_words
from unhurried.errors import Fault
from unhurried.exercises.gentle_check import (
    ROLES,
    Context,
    Kind,
    Pattern,
    PatternError,
    Role,
    Rule,
    Rules,
    Vocabulary,
    Where,
    read_pattern,
    written_out,
)
from unhurried.worksheet.fields import Id, Text

Two = Annotated[list[Text], Field(min_length=2, max_length=2)]
Some = Annotated[list[Text], Field(min_length=1)]


class ContextEntry(Part):
    """What around the words makes them something else."""

    id: Id = Field(description="a short name for rules to use")
    where: Where = Field(description="before, earlier, after, later or sentence")
    say: Some = Field(description="patterns")


class RuleEntry(Part):
    """One thing that people say, in its many ways."""

    id: Id = Field(description="a short name")
    kind: Kind = Field(description="one of the kinds of the gentle check")
    roles: list[Role] = Field(list(ROLES), alias="for", min_length=1, description="hurt, unfaithful; empty: both")
    situations: list[Id] = Field([], description="ids of the situations it is for; empty: all")
    find: Some = Field(description="patterns: how it is said")
    unless: list[Id] = Field([], description="contexts in which it is something else")
    why: Text = Field(description="what the listener may hear, in one or two sentences")
    instead: Two = Field(description="two other ways to put it")
    hits: Some = Field(description="sentences in which it must be found")
    misses: Some = Field(description="good sentences that are close to it")


class GentleCheckFile(Part):
    """All of data/gentle-check.yaml."""

    groups: dict[str, Some] = Field(description="words that rules call by a name")
    verbs: dict[str, Some] = Field(description="forms of verbs that follow no rule")
    spelled: dict[str, Text] = Field(description="words as people type them, and how they are written out")
    contexts: list[ContextEntry] = Field(description="what makes words something else")
    rules: list[RuleEntry] = Field(min_length=1, description="what is looked for")


_MODELS: dict[str, type[BaseModel]] = {"contexts": ContextEntry, "rules": RuleEntry}


def read_gentle_rules(path: Path) -> Rules:
    """Read data/gentle-check.yaml. Raises CourseError with every fault and its line."""
    return read_with_examples(path)[0]


def read_with_examples(path: Path) -> tuple[Rules, YamlFile, list[RuleEntry]]:
    """The rules, and the file with the examples that hold them. Raises CourseError with every fault and its line."""
    source = course_file.read_yaml(path)
    read, faults = course_file.validated(source, GentleCheckFile, _MODELS, place_in_words)
    if read is None:
        raise course_file.in_order(faults)
    spelled = {word: tuple(text.split()) for word, text in read.spelled.items()}
    reading = _Reading(source, Vocabulary(read.groups, read.verbs), spelled, faults)
    for name, entries in read.groups.items():
        for index, entry in enumerate(entries):
            reading.never_written(("groups", name, index), entry)
    contexts = {
        entry.id: Context(entry.where, reading.patterns(("contexts", index, "say"), entry.say))
        for index, entry in enumerate(read.contexts)
    }
    rules = [reading.rule(("rules", index), entry, contexts) for index, entry in enumerate(read.rules)]
    for name, ids in (("contexts", [one.id for one in read.contexts]), ("rules", [one.id for one in read.rules])):
        faults += reading.repeated(name, ids)
    if faults:
        raise course_file.in_order(faults)
    return Rules(spelled, contexts, tuple(rules)), source, read.rules


@dataclass(frozen=True)
class _Reading:
    """Patterns as they are read, with a fault for each that cannot be, or that no text could ever match."""

    source: YamlFile
    vocabulary: Vocabulary
    spelled: Mapping[str, tuple[str, ...]]
    faults: list[Fault]

    def patterns(self, loc: Loc, texts: Sequence[str]) -> tuple[Pattern, ...]:
        return tuple(pattern for index, text in enumerate(texts) for pattern in self._pattern((*loc, index), text))

    def rule(self, loc: Loc, entry: RuleEntry, contexts: dict[str, Context]) -> Rule:
        for index, name in enumerate(entry.unless):
            if name not in contexts:
                problem = f'there is no context "{name}"'
                self.faults.append(self.source.fault((*loc, "unless", index), problem, did_you_mean(name, contexts)))
        return Rule(
            id=entry.id,
            kind=entry.kind,
            roles=frozenset(entry.roles),
            situations=frozenset(entry.situations),
            patterns=self.patterns((*loc, "find"), entry.find),
            unless=tuple(entry.unless),
            why=entry.why,
            instead=(entry.instead[0], entry.instead[1]),
        )

    def repeated(self, name: str, ids: Sequence[str]) -> Iterator[Fault]:
        for index, identity in enumerate(ids):
            if identity in ids[:index]:
                problem = f'the id "{identity}" is taken'
                yield self.source.fault((name, index, "id"), problem, "give it another id")

    def never_written(self, loc: Loc, text: str) -> None:
        """Find words that no text has once it is written out, such as short forms."""
        for word in re.findall(r"(?<![<\w'])[a-z][a-z']*(?![\w'>~])", text):
            written = " ".join(written_out(word, self.spelled))
            if written != word:
                problem = f'"{word}" is written out as "{written}" before it is looked for'
                self.faults.append(self.source.fault(loc, problem, f'write "{written}"'))

    def _pattern(self, loc: Loc, text: str) -> Iterator[Pattern]:
        self.never_written(loc, text)
        try:
            yield read_pattern(text, self.vocabulary)
        except PatternError as error:
            self.faults.append(self.source.fault(loc, error.problem, error.advice))
