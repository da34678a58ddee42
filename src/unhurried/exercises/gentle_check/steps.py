"""The parts of a pattern, and how they go through the words of a sentence: once, with every place that they may have
reached. They never go back, and every gap is short, so no text can make them slow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from unhurried.exercises.gentle_check.words import MARKS

#: Some words in their order.
Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One part of a pattern.

    Attributes:
        kind: words; a gap; the beginning or the end of a clause; or words that must not come next.
        first: phrases by their first word, each as the words that follow it.
        nested: alternatives that are patterns of their own.
        least, most: how often the words stand; for a gap, how many words it has.
        barred: words that a gap does not pass.
    """

    kind: Literal["words", "gap", "start", "end", "none"]
    first: Mapping[str, tuple[Phrase, ...]]
    nested: tuple[tuple[Step, ...], ...] = ()
    least: int = 1
    most: int = 1
    barred: frozenset[str] = frozenset()


def reached(steps: Sequence[Step], words: Sequence[str], places: set[int]) -> set[int]:
    """The places that a pattern may have reached at its end, from any of these."""
    for step in steps:
        if not places:
            break
        places = _after(step, words, places)
    return places


def _after(step: Step, words: Sequence[str], places: set[int]) -> set[int]:
    if step.kind == "words":
        if step.least == step.most:
            return _once(step, words, places)
        found = set(places)
        for _ in range(step.most):
            places = _once(step, words, places)
            if not places:
                break
            found |= places
        return found
    if step.kind == "gap":
        return {end for place in places for end in _gap(step, words, place)}
    if step.kind == "start":
        return {place for place in places if place == 0 or words[place - 1] in MARKS}
    if step.kind == "end":
        return {place for place in places if place >= len(words) or words[place] in MARKS}
    return {place for place in places if not _once(step, words, {place})}


def _gap(step: Step, words: Sequence[str], place: int) -> Iterator[int]:
    for end in range(place, min(place + step.most, len(words) - 1) + 1):
        yield end
        if words[end] in step.barred:
            return


def _once(step: Step, words: Sequence[str], places: set[int]) -> set[int]:
    found = set()
    for place in places:
        for rest in step.first.get(words[place], ()) if place < len(words) else ():
            if not rest or tuple(words[place + 1 : place + 1 + len(rest)]) == rest:
                found.add(place + 1 + len(rest))
    for steps in step.nested:
        found |= reached(steps, words, places)
    return found
