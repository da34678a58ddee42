"""Words that the course never uses: `data/never-say.yaml` and `data/gendered-words.yaml` say which, and why.

The program's own lists hold for every course. A course may have files of the same names, with words and exceptions
of its own on top.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pydantic import Field

from unhurried.check.material import Material
from unhurried.check.passages import Passage
from unhurried.course import data_file
from unhurried.course_file import Part, YamlFile, read_model
from unhurried.errors import CourseError, Fault
from unhurried.worksheet.fields import Text

#: Files whose titles, names and samples are facts: nobody can write them without gender.
FACTS = ("data/sources.yaml", "data/help-lines.yaml")


class Allowed(Part):
    """A place where the words are right."""

    file: Text = Field(description="the file, as faults name it")
    words: Text = Field(description="the piece of text around the words, exactly as it stands there")
    why: Text = Field(description="why it is right there")


class Never(Part):
    """Words that are never said."""

    say: list[Text] = Field(min_length=1, description="the words; * any ending, a/b either, ... up to three words")
    why: Text = Field(description="what they do to somebody who reads them")
    instead: Text = Field(description="what to write")


class NeverSay(Part):
    """All of data/never-say.yaml."""

    never: list[Never] = Field(description="what is never said")
    exceptions: list[Allowed] = Field(alias="except", description="places where it is right; [] for none")


class Gendered(Part):
    """Words with a gender."""

    words: list[Text] = Field(min_length=1, description="the words; * any ending, a/b either")
    instead: Text = Field(description="what to write")


class GenderedWords(Part):
    """All of data/gendered-words.yaml."""

    words: list[Gendered] = Field(description="words with a gender")
    exceptions: list[Allowed] = Field(alias="except", description="places where they are right; [] for none")


@dataclass(frozen=True)
class Rule:
    """Words to look for, and what to say where they are found."""

    words: str
    problem: str
    advice: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return pattern(self.words)

    @cached_property
    def clues(self) -> tuple[str, ...]:
        """Pieces of which one stands wherever the pattern matches: of the longest word, in small letters."""
        words = [
            [one.replace("*", "") for one in word.lower().split("/")] for word in self.words.split() if word != "..."
        ]
        return tuple(max(words, key=lambda either: min(map(len, either))))

    def may_be_in(self, small: str) -> bool:
        """Whether a text in small letters could say it: most texts are done with at one look."""
        return any(clue in small for clue in self.clues)


@dataclass(frozen=True)
class Rules:
    """One list as read. `exceptions` have the line on which each stands."""

    file: str
    rules: tuple[Rule, ...]
    exceptions: tuple[tuple[Allowed, int], ...]


def faults(material: Material, root: Path) -> Iterator[Fault]:
    """Words that are found, faults of the lists, and exceptions that nothing needs any more."""
    passages = list(material.passages)
    everywhere = [passage for passage in passages if passage.file not in FACTS]
    for name, read, looked_at in (
        ("never-say.yaml", read_never_say, passages),
        ("gendered-words.yaml", read_gendered, everywhere),
    ):
        own = root / "data" / name
        lists: list[Rules] = []
        for path in dict.fromkeys([data_file(name), *([own] if own.is_file() else [])]):
            try:
                lists.append(read(path))
            except CourseError as error:
                yield from error.faults
            else:
                yield from _unused(lists[-1], looked_at) if path == own else ()
        yield from _found(lists, looked_at)


def pattern(words: str) -> re.Pattern[str]:
    """Words as an author writes them, made into a pattern.

    >>> bool(pattern("save your/the marriage").search("how to save the marriage"))
    True
    >>> bool(pattern("talk ... into it").search("Talk your partner into it"))
    True
    >>> bool(pattern("streak*").search("a streaker"))
    True
    """
    gap, joined = False, ""
    for word in words.split():
        if word == "...":
            gap = True
            continue
        either = "|".join(re.escape(one).replace(r"\*", r"[\w'-]*") for one in word.split("/"))
        between = r"[,;:–—-]*\s+" + (r"(?:\S+\s+){0,3}?" if gap else "")
        joined, gap = joined + (between if joined else "") + f"(?:{either})", False
    return re.compile(rf"(?<![\w']){joined}(?![\w'])", re.IGNORECASE)


def read_never_say(path: Path) -> Rules:
    """Read data/never-say.yaml. Raises CourseError with every fault and its line."""
    read, source = read_model(path, NeverSay, {"never": Never, "except": Allowed})
    rules = (
        Rule(words, "is never said here", f"{one.why} Instead: {one.instead}")
        for one in read.never
        for words in one.say
    )
    return Rules(source.file, tuple(rules), _with_lines(source, read.exceptions))


def read_gendered(path: Path) -> Rules:
    """Read data/gendered-words.yaml. Raises CourseError with every fault and its line."""
    read, source = read_model(path, GenderedWords, {"words": Gendered, "except": Allowed})
    rules = (
        Rule(words, "tells some readers that they are not meant", f"instead: {one.instead}")
        for one in read.words
        for words in one.words
    )
    return Rules(source.file, tuple(rules), _with_lines(source, read.exceptions))


def _with_lines(source: YamlFile, exceptions: Iterable[Allowed]) -> tuple[tuple[Allowed, int], ...]:
    return tuple((one, source.line(("except", index))) for index, one in enumerate(exceptions))


def _found(lists: list[Rules], passages: list[Passage]) -> Iterator[Fault]:
    exceptions = [one for read in lists for one, _ in read.exceptions]
    rules = [rule for read in lists for rule in read.rules]
    files: dict[str, list[Passage]] = {}
    for passage in passages:
        files.setdefault(passage.file, []).append(passage)
    for own in files.values():  # few rules have a clue in a whole file, and few of those in a passage
        small = "\n".join(passage.text for passage in own).lower()
        yield from _found_in(own, [rule for rule in rules if rule.may_be_in(small)], exceptions)


def _found_in(passages: list[Passage], rules: list[Rule], exceptions: list[Allowed]) -> Iterator[Fault]:
    for passage in passages:
        allowed = [
            match.span()
            for one in exceptions
            if one.file == passage.file
            for match in re.finditer(re.escape(one.words), passage.text)
        ]
        small = passage.text.lower()
        likely = [rule for rule in rules if rule.may_be_in(small)]
        found = [(m.start(), -m.end(), m[0], rule) for rule in likely for m in rule.pattern.finditer(passage.text)]
        said = 0  # where the last fault ends: of several that overlap, the longest is enough
        for start, minus_end, words, rule in sorted(found, key=lambda one: one[:2]):
            if start >= said and not any(first <= start and -minus_end <= last for first, last in allowed):
                said = -minus_end
                problem = f'"{words}" {rule.problem}'
                yield Fault(passage.file, passage.line_at(start), passage.place, problem, rule.advice)


def _unused(rules: Rules, passages: list[Passage]) -> Iterator[Fault]:
    for one, line in rules.exceptions:
        if not any(one.words in passage.text for passage in passages if passage.file == one.file):
            advice = "take it out, or write the text as it stands there now"
            yield Fault(rules.file, line, "except", f'"{one.words}" does not stand in {one.file}', advice)
