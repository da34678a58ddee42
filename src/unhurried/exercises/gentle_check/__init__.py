"""The gentle check: which words the listener may hear as blame or pressure, why, and two other ways to put them.

It finds, explains and offers. It counts nothing, blocks nothing, and says nothing of the person who writes. Rules are
given to it (data/gentle-check.yaml); what they find depends on them, the text, the role and the situation alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, get_args

from unhurried.exercises.gentle_check.patterns import Pattern, PatternError, Vocabulary, read_pattern
from unhurried.exercises.gentle_check.words import Sentence, sentences, written_out

Kind = Literal[
    "absolutes",
    "label",
    "mind_reading",
    "threat",
    "pressure",
    "guilt_lever",
    "minimising",
    "conditional_apology",
    "counting_time",
    "forgiveness_request",
    "borrowed_authority",
]
#: The kinds, in the order in which findings at the same place are said.
KINDS: tuple[Kind, ...] = get_args(Kind)
#: Who may write: the partner who was hurt, and the one who broke trust.
Role = Literal["hurt", "unfaithful"]
ROLES: tuple[Role, ...] = get_args(Role)
#: Where a context stands, seen from what was found: right before it, before it in the same clause, right after it,
#: after it in the same sentence, anywhere in the sentence, or also in the sentence before or after.
Where = Literal["before", "earlier", "after", "later", "sentence", "nearby"]


@dataclass(frozen=True)
class Finding:
    """Words that may be heard in a way that was not meant. Says nothing of the text itself.

    Attributes:
        kind: what they may be heard as.
        start, end: where they stand, in characters of the text: `text[start:end]`.
        why: what the listener may hear.
        instead: two other ways to put it.
    """

    kind: Kind
    start: int
    end: int
    why: str
    instead: tuple[str, str]


@dataclass(frozen=True)
class Context:
    """What around a finding makes it something else: a question, thanks, a report of what was said."""

    where: Where
    patterns: tuple[Pattern, ...]


@dataclass(frozen=True)
class Rule:
    """One thing that people say, in its many ways.

    Attributes:
        id: a name of its own.
        roles: who it is for.
        situations: the ids of the situations it is for; empty: all, and none.
        patterns: how it is said.
        unless: names of contexts in which it is something else.
    """

    id: str
    kind: Kind
    roles: frozenset[Role]
    situations: frozenset[str]
    patterns: tuple[Pattern, ...]
    unless: tuple[str, ...]
    why: str
    instead: tuple[str, str]


@dataclass(frozen=True)
class Rules:
    """Everything that the check goes by.

    Attributes:
        spelled: words as people type them, and how they are written out.
        contexts: by name.
        rules: their order changes nothing.
    """

    spelled: Mapping[str, tuple[str, ...]]
    contexts: Mapping[str, Context]
    rules: tuple[Rule, ...]

    @cached_property
    def by_clue(self) -> Mapping[str, tuple[tuple[Rule, Pattern], ...]]:
        """Which patterns are worth trying where a word stands: most texts have few of their words."""
        found: dict[str, list[tuple[Rule, Pattern]]] = {}
        for rule in self.rules:
            for pattern in rule.patterns:
                for word in pattern.clue:
                    found.setdefault(word, []).append((rule, pattern))
        return {word: tuple(pairs) for word, pairs in found.items()}


def gentle_check(text: str, rules: Rules, *, role: Role, situation: str | None = None) -> list[Finding]:
    """Look at a text.

    Args:
        text: any text.
        rules: what to look for.
        role: who writes.
        situation: the id of the situation it is written for; None: not known.

    Returns:
        What was found, in the order of the text. Of several findings of one kind that overlap, the longest one.
    """
    found: dict[Kind, list[tuple[int, int, Rule]]] = {}
    around = [_Around(sentence, rules.contexts) for sentence in sentences(text, rules.spelled)]
    for index, here in enumerate(around):
        near = around[max(0, index - 1) : index + 2]
        for first, after, rule in _look(here, near, rules, role, situation):
            start, end = here.sentence.span(first, after)
            found.setdefault(rule.kind, []).append((start, end, rule))
    findings = [
        Finding(rule.kind, start, end, rule.why, rule.instead)
        for of_kind in found.values()
        for start, end, rule in _apart(of_kind)
    ]
    return sorted(findings, key=lambda finding: (finding.start, finding.end, KINDS.index(finding.kind)))


def _look(
    here: _Around, near: Sequence[_Around], rules: Rules, role: Role, situation: str | None
) -> Iterator[tuple[int, int, Rule]]:
    tried = {
        (rule.id, id(pattern)): (rule, pattern)
        for word in here.sentence.vocabulary
        for rule, pattern in rules.by_clue.get(word, ())
        if role in rule.roles and (not rule.situations or situation in rule.situations)
    }
    for rule, pattern in tried.values():
        for first, after in pattern.find(here.sentence):
            if not any(here.holds(name, first, after, near) for name in rule.unless):
                yield first, after, rule


def _apart(found: list[tuple[int, int, Rule]]) -> list[tuple[int, int, Rule]]:
    """The longest of those that overlap; of equally long ones the first, then by the rule's name."""
    kept: list[tuple[int, int, Rule]] = []
    end_of_kept = -1
    for start, end, rule in sorted(found, key=lambda one: (one[0], -one[1], one[2].id)):
        if start < end_of_kept:
            if end - start > kept[-1][1] - kept[-1][0]:
                kept[-1] = (start, end, rule)
        else:
            kept.append((start, end, rule))
        end_of_kept = kept[-1][1]
    return kept


@dataclass(frozen=True)
class _Around:
    """What stands in one sentence around its findings; each context is looked for at most once."""

    sentence: Sentence
    contexts: Mapping[str, Context]
    _found: dict[str, _Places] = field(default_factory=dict)

    def holds(self, name: str, first: int, after: int, near: Sequence[_Around]) -> bool:
        """Whether a context holds for a finding from the word `first` to the one before `after`."""
        where, places = self.contexts[name].where, self.places(name)
        if where == "before":
            return first in places.ends
        if where == "after":
            return after in places.starts
        if where == "earlier":
            return places.between(self.sentence.clauses[first], first)
        if where == "later":
            return places.between(after, len(self.sentence.words))
        return any(one.places(name).starts for one in (near if where == "nearby" else [self]))

    def places(self, name: str) -> _Places:
        if name not in self._found:
            spans = [
                span
                for pattern in self.contexts[name].patterns
                if not pattern.clue.isdisjoint(self.sentence.vocabulary)
                for span in pattern.find(self.sentence)
            ]
            self._found[name] = _Places(sorted(spans))
        return self._found[name]


class _Places:
    """Where a context stands in a sentence: `(first word, word after the last)`, in order."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self.starts = {start for start, _ in spans}
        self.ends = {end for _, end in spans}
        shortest: dict[int, int] = {}
        for start, end in spans:
            shortest[start] = min(end, shortest.get(start, end))
        self._first, self._last = list(shortest), list(shortest.values())
        # From each on: the earliest end, so that looking takes the same time in a sentence of any length.
        for index in range(len(self._last) - 2, -1, -1):
            self._last[index] = min(self._last[index], self._last[index + 1])

    def between(self, start: int, end: int) -> bool:
        """Whether it stands somewhere from the word `start` to the one before `end`."""
        index = bisect_left(self._first, start)
        return index < len(self._first) and self._last[index] <= end


__all__ = [
    "KINDS",
    "ROLES",
    "Context",
    "Finding",
    "Kind",
    "Pattern",
    "PatternError",
    "Role",
    "Rule",
    "Rules",
    "Vocabulary",
    "Where",
    "gentle_check",
    "read_pattern",
    "written_out",
]
