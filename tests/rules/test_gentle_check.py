"""The gentle check on any text at all, and on the sentences that it was made for."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.gentle_sentences import BEGIN, DOC, END, LATER, is_measured, measure, read, tables

import unhurried
from unhurried.course import BUILT_IN, Course
from unhurried.exercises.gentle_check import KINDS, ROLES, Finding, Role, gentle_check
from unhurried.exercises.gentle_check.words import sentences

RULES = Course(BUILT_IN).gentle_rules()
SENTENCES = read("sentences.yaml")
MEASURED = [one for one in SENTENCES if is_measured(one.text)]

roles = st.sampled_from(ROLES)
#: Words that rules look for, in any order, with the marks that cut sentences.
told = [one.text for one in SENTENCES]
words = st.sampled_from(
    sorted({word for text in told for word in text.split()} | {",", ".", "?!", "…", "“", "”", '"', "\n"})
)
texts = (
    st.text(max_size=300)
    | st.lists(words, max_size=60).map(" ".join)
    | st.lists(st.sampled_from(told), max_size=6).map(" ".join)
)


def kinds(text: str, role: Role, situation: str | None = None) -> set[str]:
    return {finding.kind for finding in gentle_check(text, RULES, role=role, situation=situation)}


# ---- any text


@given(texts, roles)
def test_any_text_gives_findings_with_places_in_it(text: str, role: Role) -> None:
    """Else the page would mark the wrong words, or nothing at all, while somebody looks for words."""
    findings = gentle_check(text, RULES, role=role)
    for finding in findings:
        assert 0 <= finding.start < finding.end <= len(text)
        assert text[finding.start : finding.end].strip()
        assert finding.why
        assert len(set(finding.instead)) == 2
    assert sorted(findings, key=lambda one: (one.start, one.end)) == findings
    ends: Counter[str] = Counter()
    for finding in findings:
        assert ends[finding.kind] <= finding.start
        ends[finding.kind] = finding.end


@given(texts, roles, st.randoms(use_true_random=False))
def test_the_order_of_the_rules_changes_nothing(text: str, role: Role, chance: random.Random) -> None:
    """Else an author who moves a rule would change what people are told."""
    mixed = replace(RULES, rules=tuple(chance.sample(RULES.rules, len(RULES.rules))))
    assert gentle_check(text, RULES, role=role) == gentle_check(text, mixed, role=role)


def test_another_process_finds_the_same() -> None:
    """Else the same words would be marked on one day and not on the next."""
    code = (
        "import sys; from unhurried import gentle_check\n"
        "print([f for t in sys.stdin for f in gentle_check(t, role='unfaithful')])"
    )
    text = "\n".join(told)
    runs = [
        subprocess.run(
            [sys.executable, "-c", code], input=text, capture_output=True, text=True, check=True, env=None
        ).stdout
        for _ in range(2)
    ]
    assert runs[0] == runs[1]
    assert len(runs[0]) > 1000


def test_curly_apostrophes_and_capitals_change_nothing() -> None:
    """Else a telephone that sets curly apostrophes would hide what the check has to say."""
    for one in SENTENCES:
        expected = kinds(one.text, one.role)
        assert (one.text, expected) == (one.text, kinds(one.text.replace("'", "’"), one.role))
        if '"' not in one.text and "“" not in one.text:
            assert (one.text, expected) == (one.text, kinds(one.text.upper(), one.role))


@pytest.mark.parametrize(
    "text",
    ["You don't care about me", "You dont care about me", "YOU DON´T CARE ABOUT ME!!!", "u dont caaaare abt me"],
)
def test_it_reads_what_people_type(text: str) -> None:
    """Else only those who type with care would be told."""
    assert {"mind_reading"} == kinds(text, "hurt")


def test_british_and_american_spelling_are_one() -> None:
    """Else half of the readers would get half of the check."""
    for text in ("I apologise if you were upset.", "I apologize if you were upset."):
        assert "conditional_apology" in kinds(text, "unfaithful")


# ---- how long it takes


def calls(text: str, role: Role) -> int:
    """How many calls it takes: the same on every machine, however busy."""
    count = 0

    def counted(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(counted)
    try:
        gentle_check(text, RULES, role=role)
    finally:
        sys.setprofile(None)
    return count


@given(st.lists(words.filter(str.isalpha), min_size=1, max_size=5), roles)
def test_twice_the_text_takes_twice_the_steps(piece: list[str], role: Role) -> None:
    """Else a text that says one thing over and over would stop the page."""
    once = " ".join(piece * 120)
    assert calls(f"{once} {once}", role) <= 2.2 * calls(once, role) + 2000


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    "piece", ["you ", "you always ", "if you ", "'", '"', "“", "a'", "!?", "so very really ", "*", "…", "'d", "I'd"]
)
def test_one_piece_over_and_over_takes_its_share_and_no_more(piece: str, role: Role) -> None:
    """Else somebody could not write a long letter."""
    assert calls(piece * 4000, role) <= 2.2 * calls(piece * 2000, role) + 2000


# ---- what it was made for


def test_the_sentences_are_many_and_half_of_them_are_good() -> None:
    """Else the figures would say little of what people meet."""
    assert len(SENTENCES) >= 400
    assert len({one.text for one in SENTENCES}) == len(SENTENCES)
    assert 0.45 <= sum(not one.kinds for one in SENTENCES) / len(SENTENCES) <= 0.55
    for part in (MEASURED, [one for one in SENTENCES if one not in MEASURED]):
        labels = Counter(kind for one in part for kind in one.kinds)
        assert set(KINDS) == set(labels)
        assert min(labels.values()) >= 7
        assert set(ROLES) == {one.role for one in part}


def test_it_finds_what_it_is_for_and_leaves_good_words_alone() -> None:
    """Else it would miss what hurts, or tell people who are doing well that they are not."""
    figures = measure(MEASURED, RULES)
    assert figures.recall >= 0.90
    assert figures.false <= 0.05


@pytest.mark.parametrize("name", [*LATER, "drafts.yaml"])
def test_later_sentences_too(name: str) -> None:
    """Else a rule that was bettered for one sentence would be worse for ten others, and nobody would see it."""
    figures = measure(read(name), RULES)
    assert figures.recall >= 0.90
    assert figures.false <= 0.05


def test_the_guide_has_the_figures_that_are_measured() -> None:
    """Else we would claim what is not so. `python -m tests.gentle_sentences` writes them."""
    written = DOC.read_text("utf-8").partition(BEGIN)[2].partition(END)[0].strip()
    assert tables(RULES) == written


def test_every_kind_has_rules_for_both() -> None:
    """Else one of the two would not be told of something that both do."""
    assert {(kind, role) for kind in KINDS for role in ROLES} == {
        (rule.kind, role) for rule in RULES.rules for role in rule.roles
    }


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    "text",
    [
        "If you shout I will leave the room.",
        "If you see them again, I will move out.",
        "I always shut down.",
        "I was a coward.",
        "You always make me tea. Thank you.",
        "You said on Tuesday that you were at work.",
        "You told me I was crazy.",
        'She said "you always ruin everything" and left.',
        "I will never lie to you again.",
        "You never have to explain a no.",
        "No.",
        "Do you want a hug, or not? Either is fine.",
    ],
)
def test_good_words_are_left_alone(text: str, role: Role) -> None:
    """Else a limit, a fact or a no would be taken for an attack, and somebody might take it back."""
    assert [] == gentle_check(text, RULES, role=role)


def test_asking_again_after_a_not_yet_is_pressure_however_kind() -> None:
    """Else the script for taking a "not yet" could end in a new question."""
    text = "Would you like a hug later, or not?"
    assert set() == kinds(text, "unfaithful")
    assert {"pressure"} == kinds(text, "unfaithful", "answer-not-yet")


# ---- what it may not do


def test_no_word_of_the_text_is_in_a_repr() -> None:
    """Else an error report could carry what somebody meant to say."""
    text = "You always hide the marzipan."
    read_as = list(sentences(text, RULES.spelled))
    shown = repr(read_as) + repr(gentle_check(text, RULES, role="hurt"))
    assert "marzipan" in read_as[0].words
    assert "marzipan" not in shown


def test_it_imports_nothing_heavy() -> None:
    """Else it could not run inside the reader's browser one day."""
    code = (
        "import sys, unhurried.exercises.gentle_check\n"
        "print(*(m for m in sys.modules if m.split('.')[0] in ('pydantic', 'yaml', 'ipywidgets', 'IPython')"
        " or m.startswith('unhurried.') and not m.startswith('unhurried.exercises')))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "" == found.stdout.strip()


def test_the_package_offers_it_with_the_rules_of_the_course() -> None:
    """Else whoever has only a text would have to know where the rules are."""
    expected = gentle_check("You never listen.", RULES, role="hurt")
    assert expected == unhurried.gentle_check("You never listen.", role="hurt")  # type: ignore[operator]
    assert [Finding("absolutes", 0, 9, expected[0].why, expected[0].instead)] == expected
