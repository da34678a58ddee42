"""The script builder's rule: what people wrote stays theirs, in every form."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unhurried.course import BUILT_IN, Course
from unhurried.exercises import RESULTS
from unhurried.exercises.result import Result
from unhurried.exercises.script import (
    FORMS,
    HEAD,
    SLOTS,
    Grammar,
    Part,
    Place,
    Situation,
    compose,
    parts,
    script_text,
    scripts,
)

TODAY = date(2026, 11, 20)
COURSE = Course(BUILT_IN)
SITUATIONS = COURSE.situations()
SPOKEN = SITUATIONS.spoken()
ENTRIES = {one.id: one for one in SITUATIONS.situations}
MANY = settings(max_examples=2_000)

#: What turns a no into a maybe, and what nobody asked us to say.
SOFTENED = re.compile(
    r"\b(?:maybe|perhaps|possibly|might|a bit|kind of|sort of|if that is (?:ok|okay|all right)|but|later|yet"
    r"|sorry|apolog\w*|forgive\w*|thanks?|grateful|promise\w*|swear|never again|i love you)\b",
    re.IGNORECASE,
)
NO = ("No", "Not tonight", "I do not want that", "never", "I won't", "Don’t touch me", "stop", "nothing of it")
A_NO = re.compile(rf"(?<![\w'’])(?:{'|'.join(NO)})(?![\w'’])")

forms = st.frozensets(st.sampled_from(FORMS))


@st.composite
def filled(draw: st.DrawFn) -> tuple[str, dict[str, str | None]]:
    """A situation of the course, and its slots: starters, words with a no in them, any text, or left open."""
    entry = ENTRIES[draw(st.sampled_from(sorted(ENTRIES)))]
    slots: dict[str, str | None] = {}
    for one in entry.slots:
        words = st.sampled_from([*one.starters, *NO]) | st.text(max_size=30) | st.none()
        both = st.tuples(st.sampled_from(one.starters), st.text(max_size=12)).map(" ".join)
        slots[one.slot] = draw(words | both)
    return entry.id, slots


def standing(made: tuple[Part, ...]) -> set[str]:
    return {part.slot for part in made}


def same_words(one: str, other: str) -> bool:
    """The same but for a capital at the start."""
    return one == other or (one[1:] == other[1:] and one[:1] == other[:1].upper())


@MANY
@given(filled(), forms)
def test_nothing_that_was_written_is_changed_and_only_joining_words_are_added(
    given_slots: tuple[str, dict[str, str | None]], form: frozenset[str]
) -> None:
    """Else somebody would read aloud, to the person who hurt them, a sorry, thanks, a promise or a maybe that they
    never wrote."""
    identity, slots = given_slots
    made = parts(SPOKEN[identity], slots, form)
    leads = {
        one.slot: {"", (one.lead or "").casefold(), (one.plain or "").casefold()} for one in ENTRIES[identity].slots
    }
    for part in made:
        assert same_words(part.words, (slots[part.slot] or "").strip())
        assert part.lead.strip().casefold() in leads[part.slot]
        assert part.mark in ("", ".", ",", "?")
        assert not SOFTENED.search(part.lead)
    assert compose(SPOKEN[identity], slots, form) == "".join(f"{part.lead}{part.words}{part.mark}" for part in made)


@MANY
@given(filled(), forms)
def test_a_no_stands_in_every_form(given_slots: tuple[str, dict[str, str | None]], form: frozenset[str]) -> None:
    """Else a shorter script would leave the no out, and the other person would hear a maybe. What a situation cannot
    do without stands too, in whatever words."""
    identity, slots = given_slots
    refusing = {slot for slot, words in slots.items() if words is not None and A_NO.search(words)}
    kept = {one.slot for one in ENTRIES[identity].slots if one.keep and (slots[one.slot] or "").strip()}
    assert refusing | kept <= standing(parts(SPOKEN[identity], slots, form))


@given(filled(), forms)
def test_another_form_says_nothing_new(given_slots: tuple[str, dict[str, str | None]], form: frozenset[str]) -> None:
    """Else pressing "shorter" or "plainer" would put something in."""
    identity, slots = given_slots
    whole = {part.slot: part.words.casefold() for part in parts(SPOKEN[identity], slots)}
    made = {part.slot: part.words.casefold() for part in parts(SPOKEN[identity], slots, form)}
    assert made.items() <= whole.items()
    assert bool(made) == bool(whole)
    if "shorter" not in form:
        assert made == whole


@given(filled(), forms)
def test_each_slot_stands_once_and_the_text_has_no_loose_ends(
    given_slots: tuple[str, dict[str, str | None]], form: frozenset[str]
) -> None:
    """Else a sentence would be said twice, or run into the next one."""
    identity, slots = given_slots
    made = parts(SPOKEN[identity], slots, form)
    assert len(standing(made)) == len(made)
    text = compose(SPOKEN[identity], slots, form)
    assert text == text.strip()
    for before, after in pairwise(made):
        assert before.mark or re.search(r"[.?!…,;:–—-]", before.words[-3:])
        assert after.lead[:1] in (" ", "\n")


@given(filled(), forms)
def test_the_same_words_give_the_same_script(
    given_slots: tuple[str, dict[str, str | None]], form: frozenset[str]
) -> None:
    """Else a script that somebody learned by heart would read otherwise the next day."""
    identity, slots = given_slots
    backwards = dict(reversed(slots.items()))
    padded = {slot: None if words is None else f"\n {words} " for slot, words in slots.items()}
    text = compose(SPOKEN[identity], slots, form)
    assert text == compose(SPOKEN[identity], backwards, form)
    assert text == compose(SPOKEN[identity], padded, form)


@pytest.mark.parametrize("form", [(), FORMS], ids=["whole", "every form"])
def test_no_is_a_whole_script(form: tuple[str, ...]) -> None:
    """Else somebody would have to explain a no before the page takes it."""
    assert "No." == compose(SPOKEN["not-yet"], {"no": "No."}, frozenset(form))
    assert "Stop." == compose(SPOKEN["stop"], {"no": "stop"}, frozenset(form))


GRAMMAR = Grammar(frozenset({"i"}), frozenset({"would"}), frozenset({"not"}))
SMALL = Situation(
    "hurt",
    (
        Place("when", then=","),
        Place("saw"),
        Place("feel", lead="I feel", plain="I am"),
        Place("request", then="?", keep=True),
    ),
    GRAMMAR,
)


@pytest.mark.parametrize(
    ("slots", "form", "expected"),
    [
        ({}, (), ""),
        ({"when": " ", "saw": None}, (), ""),
        ({"when": "last night", "saw": "I saw it"}, (), "Last night, I saw it."),
        ({"when": "last night", "saw": "The door was open"}, (), "Last night. The door was open."),
        ({"when": "last night", "feel": "cold"}, (), "Last night. I feel cold."),
        ({"when": "Last night!", "saw": "you laughed"}, (), "Last night! You laughed."),
        ({"feel": "My hands are cold"}, (), "My hands are cold."),
        ({"feel": "I am cold"}, (), "I am cold."),
        ({"feel": "cold …"}, (), "I feel cold …"),
        ({"request": "would you stay"}, (), "Would you stay?"),
        ({"request": "Please stay"}, (), "Please stay."),
        ({"feel": "cold", "request": "Would you stay"}, ("shorter",), "Would you stay?"),
        ({"feel": "not well", "request": "Would you stay"}, ("shorter",), "I feel not well. Would you stay?"),
        ({"feel": "cold"}, ("shorter",), "I feel cold."),
        ({"feel": "cold", "saw": "the door was open"}, ("plainer",), "The door was open.\nI am cold."),
        ({"feel": "cold", "request": "Would you stay"}, ("point-first",), "Would you stay? I feel cold."),
    ],
)
def test_order_marks_and_joining_words_adjust(
    slots: dict[str, str | None], form: tuple[str, ...], expected: str
) -> None:
    """Else a script would sound like a form that was filled in."""
    assert expected == compose(SMALL, slots, frozenset(form))


texts = st.none() | st.text(max_size=20)
entry = st.fixed_dictionaries(
    {"id": st.uuids().map(str)},
    optional={
        "from": st.none() | st.sampled_from([*sorted(ENTRIES), "gone"]),
        "name": texts,
        "form": st.none() | st.fixed_dictionaries({"picked": st.lists(st.sampled_from([*FORMS, "gone"]), unique=True)}),
        **dict.fromkeys(SLOTS, texts),
    },
)


@given(st.none() | st.lists(entry, max_size=5))
def test_any_kept_scripts_are_said(kept: list[dict[str, Any]] | None) -> None:
    """Else somebody who left most of it open, or kept it years ago, would lose their scripts."""
    result = scripts({"scripts": kept}, (), TODAY, SPOKEN)
    assert ("scripts" if kept else "empty") == result.say
    assert [(one.get("name"), script_text(one, SPOKEN) or None) for one in kept or ()] == list(result.rows)
    assert not kept or result.head == HEAD


def test_a_script_whose_situation_is_gone_keeps_all_of_its_words() -> None:
    """Else a new edition of the course would take words away."""
    kept = {"from": "gone", "name": "Old", "saw": "it rained", "pause": "wait"}
    assert "It rained. Wait." == script_text(kept, SPOKEN)


def test_no_words_in_a_repr() -> None:
    """Else an error report could carry what somebody wanted to say."""
    kept = {"scripts": [{"from": "not-yet", "name": "Marzipan", "no": "Never marzipan"}]}
    assert "arzipan" not in repr(scripts(kept, (), TODAY, SPOKEN))
    assert "arzipan" not in repr(parts(SPOKEN["not-yet"], {"no": "Never marzipan"}))


def test_the_rule_is_in_the_table_of_results() -> None:
    """Else the page would show nothing where the script should stand."""
    assert scripts is RESULTS["scripts"]
    assert Result("empty") == scripts({}, (), TODAY)
