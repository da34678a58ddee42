"""Words for one hard thing: what somebody wrote, slot by slot, put together as they would say it.

Their words are never changed. A form chooses which slots stand, in which order, and which joining words of the course
go between them. So nothing that was meant as a no can become a maybe, and no sorry, thanks or promise can get in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Literal, get_args

from unhurried.exercises.result import Entry, Result

#: What a situation can ask for. A worksheet with this exercise has a field for each.
Slot = Literal[
    "when",  # when and where
    "saw",  # what I saw or heard
    "feel",  # what I feel
    "need",  # what I need
    "request",  # what I ask for; a no can answer it
    "no",  # my no, or my limit
    "did",  # what I did
    "answer",  # what is true
    "heard",  # what I heard the other person say
    "offer",  # what I do now, unasked
    "question",  # one open question, which "none" ends
    "next",  # what comes now: where I will be, what goes on
    "pause",  # a way to pause or stop
]
SLOTS: tuple[Slot, ...] = get_args(Slot)
#: Who speaks.
Speaker = Literal["hurt", "unfaithful"]
#: How a script is put together, beside the whole of it in its own order.
Form = Literal["shorter", "plainer", "point-first"]
FORMS: tuple[Form, ...] = get_args(Form)
#: The columns, as keys in the worksheet's `says`.
HEAD = ("script_for", "script")

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ENDS = re.compile(r"[.?!…,;:–—-][\"'”’»)\]]*\Z")


@dataclass(frozen=True)
class Grammar:
    """What the joining goes by, in the language of the course. All words in small letters.

    Attributes:
        begins: first words of a sentence of one's own: nothing is put in front of those.
        capital: whether a capital letter begins such a sentence too; not where nouns have capitals.
        asks: first words of a question.
        refuses: words in which a no stands.
    """

    begins: frozenset[str]
    asks: frozenset[str]
    refuses: frozenset[str]
    capital: bool = True


@dataclass(frozen=True)
class Place:
    """One slot in a situation.

    Attributes:
        slot: what is asked for.
        lead: joining words before it, as they stand within a sentence; empty: none.
        plain: the same for the plainer form.
        then: what ends it, where the person set no mark: a comma goes on into the slot that comes next in the
            situation, a question mark stands where they ask.
        keep: whether it stands in the shorter form.
    """

    slot: Slot
    lead: str = ""
    plain: str = ""
    then: Literal[".", ",", "?"] = "."
    keep: bool = False


@dataclass(frozen=True)
class Situation:
    """One hard thing to say: its slots in order, and the grammar of its language."""

    speaker: Speaker
    places: tuple[Place, ...]
    grammar: Grammar


@dataclass(frozen=True)
class Part:
    """One slot as it stands in a script: `lead` is the course's, `words` the person's, `mark` what was set after them.

    `words` are exactly what the person wrote, without spaces at the ends; at the start of a sentence the first letter
    is a capital.
    """

    slot: Slot
    lead: str
    words: str = field(repr=False)
    mark: str


_Given = tuple[Place, str]


def compose(situation: Situation, slots: Mapping[str, str | None], form: Set[str] = frozenset()) -> str:
    """What somebody wrote, as one text to say.

    Args:
        situation: gives order and joining words.
        slots: slot -> what the person wrote. Missing, None and spaces: left open.
        form: any of FORMS. `shorter`: only the slots that the situation keeps, and every slot in which a no stands;
            the whole script where that would be nothing. `plainer`: each sentence on a line of its own, with plain
            joining words. `point-first`: what the situation keeps comes first.

    Returns:
        The text; empty while every slot is open.
    """
    return "".join(f"{part.lead}{part.words}{part.mark}" for part in parts(situation, slots, form))


def parts(situation: Situation, slots: Mapping[str, str | None], form: Set[str] = frozenset()) -> tuple[Part, ...]:
    """The same, part by part: put one after the other they are the text that `compose` gives."""
    grammar = situation.grammar
    given = [(place, (slots.get(place.slot) or "").strip()) for place in situation.places]
    sentences = _sentences([one for one in given if one[1]], situation)
    made: list[Part] = []
    for sentence in _chosen(sentences, grammar, form):
        gap = "" if not made else "\n" if "plainer" in form else " "
        for place, words in sentence:
            lead = "" if _is_sentence(words, grammar) else place.plain if "plainer" in form else place.lead
            if place is sentence[0][0]:
                lead, words = (_capital(lead), words) if lead else ("", _capital(words))
            mark = "," if place is not sentence[-1][0] else _mark(place, words, lead, grammar)
            made.append(Part(place.slot, f"{gap}{lead} " if lead else gap, words, mark))
            gap = " "
    return tuple(made)


def scripts(
    answers: Mapping[str, Any],
    history: Sequence[Entry],
    today: date,
    situations: Mapping[str, Situation] = MappingProxyType({}),
) -> Result:
    """Every script that somebody keeps, put together.

    Args:
        answers: `scripts`, a list: `from` is the id of a situation, `name` what the script is called, `form` a choice
            of FORMS, and each slot a text. Any of them may be missing or None.
        history: not looked at.
        today: not looked at.
        situations: by id. A script whose situation the course no longer has is said slot by slot.

    Returns:
        `empty`: there is no script. `scripts`, with one row for each script, in the person's order: its name, and its
        text or None.
    """
    rows = tuple(
        (script.get("name"), script_text(script, situations) or None) for script in answers.get("scripts") or ()
    )
    return Result("scripts", head=HEAD, rows=rows) if rows else Result("empty")


def script_text(script: Mapping[str, Any], situations: Mapping[str, Situation]) -> str:
    """One kept script as text; empty while every slot is open."""
    return compose(situation_of(script, situations), script, form_of(script))


def situation_of(script: Mapping[str, Any], situations: Mapping[str, Situation]) -> Situation:
    """Its situation; where the course no longer has that, one that says every slot as it is."""
    plain = Situation("hurt", tuple(map(Place, SLOTS)), Grammar(frozenset(), frozenset(), frozenset()))
    return situations.get(script.get("from") or "", plain)


def form_of(script: Mapping[str, Any]) -> frozenset[str]:
    return frozenset((script.get("form") or {}).get("picked") or ())


def _sentences(given: list[_Given], situation: Situation) -> list[list[_Given]]:
    """Slots that are said in one breath: one with a comma goes on into the next slot of its situation, unless the
    person ended it, or begins a sentence of their own there."""
    sentences: list[list[_Given]] = []
    for place, words in given:
        before, said = sentences[-1][-1] if sentences else (None, "")
        follows = before and situation.places.index(place) == situation.places.index(before) + 1
        if before and follows and before.then == "," and not _ENDS.search(said) and _goes_on(words, situation.grammar):
            sentences[-1].append((place, words))
        else:
            sentences.append([(place, words)])
    return sentences


def _chosen(sentences: list[list[_Given]], grammar: Grammar, form: Set[str]) -> list[list[_Given]]:
    """The sentences that stand, in the order in which they stand."""
    if "shorter" in form:
        kept = [
            [(place, words) for place, words in sentence if place.keep or _refuses(words, grammar)]
            for sentence in sentences
        ]
        sentences = [sentence for sentence in kept if sentence] or sentences
    if "point-first" in form:
        sentences = sorted(sentences, key=lambda sentence: not any(place.keep for place, _ in sentence))
    return sentences


def _is_sentence(words: str, grammar: Grammar) -> bool:
    """Whether it begins a sentence of its own."""
    return _first(words) in grammar.begins or (grammar.capital and words[:1].isupper())


def _goes_on(words: str, grammar: Grammar) -> bool:
    """Whether it can stand behind a comma as it was written."""
    return _first(words) in grammar.begins or not words[:1].isupper()


def _mark(place: Place, words: str, lead: str, grammar: Grammar) -> str:
    """What is set after the last words of a sentence: nothing where the person set a mark of their own."""
    if _ENDS.search(words):
        return ""
    return "?" if place.then == "?" and _first(lead or words) in grammar.asks else "."


def _first(text: str) -> str:
    word = _WORD.search(text)
    return _plain(word[0]) if word else ""


def _refuses(text: str, grammar: Grammar) -> bool:
    return any(_plain(word) in grammar.refuses for word in _WORD.findall(text))


def _plain(word: str) -> str:
    return word.lower().replace("’", "'")


def _capital(text: str) -> str:
    """The same with a capital first letter, where that is one letter as well."""
    first = text[:1].upper()
    return (first if len(first) == 1 else text[:1]) + text[1:]
