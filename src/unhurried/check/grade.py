"""How hard a text is to read, by Flesch and Kincaid: about the school year in which it is easy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

import pyphen

from unhurried.check.material import Material
from unhurried.check.passages import Passage
from unhurried.errors import Fault

#: The highest grade that we publish (product.md, principle 12). People read this in shock, and at night.
HIGHEST = 8.0
#: Shorter texts say nothing about a grade: one long name would change it by a year.
WORDS = 100

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_VOWELS = re.compile(r"[aeiouyäöüéèêà]+")
_SILENT = re.compile(r"(?<=[^aeiouyl])(?:e|es|ed)$|(?<=[aeiouy]l)(?:e|es|ed)$")
_END = re.compile(r"[.!?…]+[\"'\N{RIGHT DOUBLE QUOTATION MARK})]*(?:\s+|$)")
_SENTENCE = re.compile(r"[.!?…][\"'\N{RIGHT DOUBLE QUOTATION MARK})]*$")


def faults(material: Material) -> Iterator[Fault]:
    for passages in material.parts:
        yield from _fault(passages)


def grade(sentences: Iterable[str]) -> float | None:
    """The grade of a text by its sentences; None for fewer than WORDS words."""
    counted = [words for sentence in sentences if (words := _WORD.findall(sentence))]
    words = [word for sentence in counted for word in sentence]
    if len(words) < WORDS:
        return None
    return 0.39 * len(words) / len(counted) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


@cache
def syllables(word: str) -> int:
    """How many syllables a word has, never fewer than one.

    pyphen knows where a word may be divided, and no book divides "only" or "about": short words are counted by
    their vowels as well, and the higher count holds.

    >>> [syllables(word) for word in ("hand", "about", "closeness", "relationship")]
    [1, 2, 2, 4]
    """
    word = word.lower()
    divided = len(_dictionary().positions(word)) + 1
    if len(word) > 6:
        return divided
    return max(divided, len(_VOWELS.findall(_SILENT.sub("", word))), 1)


def sentences(passages: Iterable[Passage]) -> Iterator[tuple[str, int]]:
    """Each sentence with the line on which it begins. Labels, headings and other words that end without a full
    stop are none: a page of buttons would else read like a page for small children."""
    for passage in passages:
        if not _SENTENCE.search(passage.text):
            continue
        start = 0
        for match in _END.finditer(passage.text):
            yield passage.text[start : match.end()].strip(), passage.line_at(start)
            start = match.end()


def _fault(passages: tuple[Passage, ...]) -> Iterator[Fault]:
    found = list(sentences(passages))
    value = grade(text for text, _ in found)
    if value is not None and value > HIGHEST:
        longest, line = max(found, key=lambda sentence: len(sentence[0].split()))
        advice = f"begin with this sentence of {len(longest.split())} words: use shorter sentences and plainer words"
        problem = f"the reading grade is {value:.1f}, and {HIGHEST:.0f} is the highest (principle 12)"
        yield Fault(passages[0].file, line, "all of its words", problem, advice)


@cache
def _dictionary() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_US")
