"""A small language for saying how something is said, by words and grammar and not by whole phrases.

    you always            these words, one after the other
    always/never          either of them
    (get over/drop) it    either of them, where one has several words
    care~                 every form of a verb: care, cares, cared, caring
    <name>                any entry of a group
    just?  (a/the)?       may be left out
    <soft>*               none to three of them
    ..                    up to three words with no new subject among them
    ...                   up to four words
    ....                  up to twelve words, over commas too
    !have/need            the next word is none of these
    ,  ?  ^  $            a comma; a mark of interrogation; the beginning of a clause; its end
    "  #  *               words of somebody else; a number in digits; a word that was made unreadable

This module reads patterns; `steps` finds them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from unhurried.exercises.gentle_check.steps import Phrase, Step, reached
from unhurried.exercises.gentle_check.words import COMMA, MARKS, Sentence

#: The gaps, in words at most. Wider ones began to find what was said of somebody else.
GAPS = {"..": 3, "...": 4, "....": 12}
#: How often words with `*` may stand.
OFTEN = 3
#: Words that begin a new subject, or a new thought: `..` does not pass them.
_SUBJECTS = frozenset(
    ("i", "you", "we", "they", "he", "she", "it", "who", "which", "and", "or", "if", "when", "that", "than", "as")
)
#: Words that stand in most texts, and so tell little of where a pattern may be found.
_COMMON = frozenset(
    [
        *("a", "and", "are", "be", "do", "for", "have", "i", "in", "is", "it", "me", "my", "not", "of", "on", "or"),
        *("that", "the", "this", "to", "was", "we", "what", "will", "you"),
    ]
)
#: Groups of groups would grow without end: larger products are kept as steps.
_LARGEST = 2000

_WORD = re.compile(r"[a-z']+~?|[,?$\"#*]")
_PART = re.compile(r"\s*(!?)(\(|<|\.{2,4}(?=\s|$|/|\))|\^|[^\s()<>]+)")


class PatternError(ValueError):
    """A pattern that cannot be read. It repeats nothing but the pattern, which is an author's and not a reader's.

    Attributes:
        problem: what is wrong, in an author's words.
        advice: a way out.
    """

    def __init__(self, problem: str, advice: str) -> None:
        super().__init__(problem)
        self.problem, self.advice = problem, advice


@dataclass(frozen=True)
class Vocabulary:
    """What patterns may speak of.

    Attributes:
        groups: groups of words by name; an entry is written as in a pattern, and may have several words.
        verbs: forms of verbs that follow no rule, by the verb: `{"go": ("goes", "went", "gone", "going")}`.
    """

    groups: Mapping[str, Sequence[str]]
    verbs: Mapping[str, Sequence[str]]
    _read: dict[tuple[str, bool], Step] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class Pattern:
    """A pattern that was read.

    Attributes:
        clue: words of which one stands in every sentence where it is found.
        openers: words of which one is the first that it finds; None: it may begin with any word.
    """

    steps: tuple[Step, ...]
    clue: frozenset[str]
    openers: frozenset[str] | None

    def find(self, sentence: Sentence) -> Iterator[tuple[int, int]]:
        """Where it is found: each `(first word, word after the last)`."""
        for start in sentence.where(self.openers):
            for end in reached(self.steps, sentence.words, {start}):
                yield start, end


def read_pattern(text: str, vocabulary: Vocabulary) -> Pattern:
    """Read a pattern as an author writes it. Raises PatternError."""
    steps = _sequence(text, vocabulary)
    clue = _clue(steps)
    if clue is None:
        raise PatternError(f'"{text}" has no word that must be there', "add a word without ? or *")
    return Pattern(steps, clue, _openers(steps))


def forms(verb: str) -> frozenset[str]:
    """The forms of a verb that follows the rule, and some that nobody writes: no need to know where it is stressed.

    >>> sorted(forms("stop"))
    ['stop', 'stoped', 'stoping', 'stopped', 'stopping', 'stops']
    """
    if verb.endswith("e"):
        made = {verb + "s", verb + "d", verb[:-1] + "ing", verb + "ing"}
    elif verb.endswith("y") and verb[-2:-1] not in "aeiou":
        made = {verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"}
    else:
        plural = "es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s"
        doubled = {verb + verb[-1] + "ed", verb + verb[-1] + "ing"} if verb[-1:] in "bdglmnprt" else set()
        made = {verb + plural, verb + "ed", verb + "ing", *doubled}
    return frozenset({verb, *made})


def _sequence(text: str, vocabulary: Vocabulary) -> tuple[Step, ...]:
    steps, at = [], 0
    while text[at:].strip():
        part = _PART.match(text, at)
        if part is None:
            raise _unreadable(text[at:].strip())
        at = part.end()
        refused, what = bool(part[1]), part[2]
        if what in GAPS:
            barred = {"..": MARKS | _SUBJECTS, "...": MARKS, "....": MARKS - {COMMA}}[what]
            steps.append(Step("gap", {}, least=0, most=GAPS[what], barred=barred))
            continue
        if what in ("^", "$"):
            steps.append(Step("start" if what == "^" else "end", {}))
            continue
        if what in "(<":
            closed = _closing(text, at - 1)
            what, at = text[at - 1 : closed + 1], closed + 1
            tail = re.compile(r"(?:/[^\s()<>]+|/<[a-z_]+>)*").match(text, at)
            what, at = what + (tail[0] if tail else ""), tail.end() if tail else at
            if text[at : at + 1] in ("?", "*"):
                what, at = what + text[at], at + 1
        steps.append(_words(what, refused, vocabulary))
    return tuple(steps)


def _closing(text: str, opened: int) -> int:
    depth, pair = 0, "()" if text[opened] == "(" else "<>"
    for index in range(opened, len(text)):
        depth += (text[index] == pair[0]) - (text[index] == pair[1])
        if depth == 0:
            return index
    raise PatternError(f'"{text[opened:]}" is not closed', f'add a "{pair[1]}"')


def _words(what: str, refused: bool, vocabulary: Vocabulary) -> Step:
    """Words of a pattern; each is read once, since most patterns share some."""
    read = vocabulary._read
    if (what, refused) not in read:
        read[what, refused] = _read_words(what, refused, vocabulary)
    return read[what, refused]


def _read_words(what: str, refused: bool, vocabulary: Vocabulary) -> Step:
    times = what[-1] if len(what) > 1 and what[-1] in "?*" and what[-2] != "/" else ""
    what = what.removesuffix(times) if times else what
    if what[0] == "(" and _closing(what, 0) == len(what) - 1:
        what = what[1:-1]
    phrases: set[Phrase] = set()
    nested: list[tuple[Step, ...]] = []
    for alternative in _entries(what, vocabulary):
        made = _phrases(alternative, vocabulary)
        if made is None:
            if alternative == what and not re.search(r"[\s(]", what):
                raise _unreadable(what)
            nested.append(_sequence(alternative, vocabulary))
        else:
            phrases |= made
    first: dict[str, tuple[Phrase, ...]] = {}
    for phrase in sorted(phrases):
        first[phrase[0]] = (*first.get(phrase[0], ()), phrase[1:])
    least, most = {"": (1, 1), "?": (0, 1), "*": (0, OFTEN)}[times]
    return Step("none" if refused else "words", first, tuple(nested), least, most)


def _entries(what: str, vocabulary: Vocabulary) -> Iterator[str]:
    """The alternatives of `what`, and in the place of a group its entries."""
    for alternative in _alternatives(what):
        if re.fullmatch("<[a-z_]+>", alternative):
            for entry in _group(alternative[1:-1], vocabulary):
                yield from _entries(entry, vocabulary)
        else:
            yield alternative


def _alternatives(what: str) -> list[str]:
    """`what` at each `/` that stands in no bracket of its own."""
    found, depth = [""], 0
    for letter in what:
        depth += (letter == "(") - (letter == ")")
        if letter == "/" and depth == 0:
            found.append("")
        else:
            found[-1] += letter
    if not all(alternative.strip() for alternative in found):
        raise PatternError(f'"{what}" has nothing on one side of a /', "write a word there, or take out the /")
    return found


def _phrases(text: str, vocabulary: Vocabulary) -> set[Phrase] | None:
    """Everything that a text without brackets and gaps may be; None for one that has them, or is too many things."""
    parts: list[set[Phrase]] = []
    for word in text.split():
        if word.startswith("<") and word.endswith(">"):
            entries = [_phrases(entry, vocabulary) for entry in _group(word[1:-1], vocabulary)]
            if None in entries:
                return None
            parts.append({phrase for entry in entries if entry for phrase in entry})
        elif word == "$":
            parts.append({(mark,) for mark in MARKS})
        elif not _WORD.fullmatch(word):
            return None
        elif word.endswith("~"):
            own = vocabulary.verbs.get(word[:-1])
            parts.append({(form,) for form in ((word[:-1], *own) if own else forms(word[:-1]))})
        else:
            parts.append({(word,)})
    size = 1
    for part in parts:
        size *= len(part)
    if size > _LARGEST and len(parts) > 1:
        return None
    return {tuple(word for phrase in chosen for word in phrase) for chosen in product(*parts)}


def _group(name: str, vocabulary: Vocabulary) -> Sequence[str]:
    if name not in vocabulary.groups:
        raise PatternError(f'there is no group "{name}"', "known here: " + ", ".join(sorted(vocabulary.groups)))
    return vocabulary.groups[name]


def _unreadable(text: str) -> PatternError:
    return PatternError(f'"{text}" cannot be read', "write small letters, a/b, (a b/c), <group>, verb~ or ..")


def _clue(steps: Sequence[Step]) -> frozenset[str] | None:
    """The words of the most telling step that must be there; None where there is none."""
    clues = [clue for step in steps if step.kind == "words" and step.least and (clue := _clue_of(step))]
    return min(clues, key=lambda clue: (not _COMMON.isdisjoint(clue), len(clue)), default=None)


def _clue_of(step: Step) -> frozenset[str] | None:
    inner = [_clue(steps) for steps in step.nested]
    if None in inner:
        return None
    return frozenset(step.first).union(*(clue for clue in inner if clue))


def _openers(steps: Sequence[Step]) -> frozenset[str] | None:
    """The words that a pattern may begin with; None where that is any word."""
    found: frozenset[str] = frozenset()
    for step in steps:
        if step.kind in ("start", "none"):
            continue
        inner = [_openers(nested) for nested in step.nested]
        if step.kind != "words" or None in inner:
            return None
        found = found.union(step.first, *(openers for openers in inner if openers))
        if step.least:
            return found
    return None
