"""The situations that we ship: who speaks, what they may ask for, and what stands before a dangerous one."""

from __future__ import annotations

import re

import pytest

from unhurried.course import BUILT_IN, Course
from unhurried.course.situations import STRENGTHS, SituationEntry
from unhurried.exercises.script import FORMS, compose

COURSE = Course(BUILT_IN)
READ = COURSE.situations()
ALL = READ.situations
HURT = [one for one in ALL if one.speaker == "hurt"]
TO_PARTNER = [one for one in ALL if one.speaker == "unfaithful" and one.to == "partner"]

#: What a partner who broke trust could ask for, in any of the words of a script.
ASKS = re.compile(
    r"\b(?:touch\w*|hug\w*|kiss\w*|cuddl\w*|hold (?:me|you|hands)|sex\w*|make love|bed with|sleep (?:with|next|beside)"
    r"|forgiv\w*|pardon|decid\w*|decision|choose|take me back|another chance|second chance|stay with me|come back to me"
    r"|trust me|believe me|how long|by when|when will|until when|a date|set a day|deadline"
    r"|by (?:monday|friday|sunday|christmas))\b",
    re.IGNORECASE,
)
#: Slots in which somebody asks for something of their own.
ASKING = {"request", "need", "feel", "no"}
REASSURE = re.compile(
    r"\b(?:i love you|i still love|it is not you|do not worry|you are a good|i am sorry)\b", re.IGNORECASE
)


def ids(entries: list[SituationEntry]) -> list[str]:
    return [one.id for one in entries]


def said(entry: SituationEntry) -> list[str]:
    """Every word that may get into a script of this situation."""
    starters = [text for one in entry.slots for text in (*one.starters, one.lead or "", one.plain or "")]
    return [*starters, *entry.example.values()]


def test_there_are_enough_for_either_speaker() -> None:
    """Else somebody would not find the one thing that they have to say tonight."""
    assert len(ALL) >= 24
    assert min(len(HURT), len(ALL) - len(HURT)) >= 10


def test_every_situation_of_the_design_is_there() -> None:
    """Else one of the hard things that people come with would have no help."""
    hurt = {
        *("ask-for-honesty", "tell-a-trigger", "not-yet", "stop", "comfort-without-touch", "set-a-limit", "went-along"),
        *("call-a-time-out", "end-the-talk", "ask-a-friend", "leaving-for-now", "invite-to-a-check-in"),
        *("back-from-a-time-out", "first-words-to-a-therapist"),
    }
    unfaithful = {
        *(
            "answer-a-question",
            "own-what-i-did",
            "tell-of-contact",
            "answer-not-yet",
            "one-open-question",
            "offer-room",
        ),
        *("say-sorry", "room-for-a-check-in", "back-after-a-pause", "tell-a-therapist-what-i-did"),
    }
    assert hurt <= set(ids(HURT))
    assert unfaithful <= set(ids(ALL)) - set(ids(HURT))


@pytest.mark.parametrize("entry", TO_PARTNER, ids=ids(TO_PARTNER))
def test_the_one_who_broke_trust_asks_the_partner_for_nothing(entry: SituationEntry) -> None:
    """Else the program would help somebody to press for touch, sex, forgiveness, a decision or a date."""
    assert set() == ASKING & {one.slot for one in entry.slots}
    asked = [text for text in said(entry) if ASKS.search(text) and text not in entry.example.get("heard", "")]
    questions = {text for one in entry.slots if one.slot == "heard" for text in one.starters}
    assert [] == [text for text in asked if text not in questions]


@pytest.mark.parametrize("entry", TO_PARTNER, ids=ids(TO_PARTNER))
def test_an_open_question_is_ended_by_none(entry: SituationEntry) -> None:
    """Else a question would leave no room for the answer that is easiest to want and hardest to say."""
    questions = [text for one in entry.slots if one.slot == "question" for text in one.starters]
    questions += [entry.example["question"]] if "question" in entry.example else []
    assert [] == [text for text in questions if not re.search(r", or (?:none|nothing|not)\b", text)]


@pytest.mark.parametrize("entry", HURT, ids=ids(HURT))
def test_nobody_who_was_hurt_is_asked_to_comfort(entry: SituationEntry) -> None:
    """Else a no would come with a duty to make the other one feel better."""
    assert [] == [text for text in said(entry) if REASSURE.search(text)]


@pytest.mark.parametrize("identity", ["not-yet", "stop"])
def test_a_no_needs_nothing_beside_it(identity: str) -> None:
    """Else somebody would think that they owe a reason."""
    entry = next(one for one in ALL if one.id == identity)
    first = entry.slots[0]
    assert ("no", True) == (first.slot, first.keep)
    assert first.starters[0] in ("No.", "Stop.")


def test_what_may_be_dangerous_opens_with_where_help_is() -> None:
    """Else a script could put somebody in danger whom an abuse line would have helped."""
    opens = {one.id: one.opens or "" for one in ALL}
    assert "fear of losing them, or fear of them?" in opens["went-along"]
    assert "sexual violence" in opens["went-along"]
    assert opens["leaving-for-now"].startswith(
        "If you fear their reaction, plan with an abuse line before you tell them."
    )
    assert all("Get help" in opens[one] for one in ("went-along", "leaving-for-now"))


@pytest.mark.parametrize("entry", ALL, ids=ids(ALL))
def test_every_example_is_a_script_that_is_easy_to_say(entry: SituationEntry) -> None:
    """Else the page would show people something that nobody could say aloud."""
    situation = READ.spoken()[entry.id]
    for form in ((), *((one,) for one in FORMS)):
        text = compose(situation, entry.example, frozenset(form))
        assert 1 <= len(text.split()) <= 60
        assert re.fullmatch(r"[A-Z].*[.?!]", text, re.DOTALL)


def test_there_are_words_enough_for_what_one_feels_and_needs() -> None:
    """Else somebody who has no word for it would find none here either."""
    feelings, needs = COURSE.feelings(), COURSE.suggestions("needs")
    assert len(feelings) >= 120
    assert len(needs) >= 60
    for family in {one["family"] for one in feelings}:
        assert set(STRENGTHS) == {one["strength"] for one in feelings if one["family"] == family}
    assert len({one["label"] for one in feelings}) == len(feelings)
