"""What the ladder says back: rest, stay, something gentler. Upward only where the owner asks, and within tight limits.

A rule is a line of `RULES`; the first that applies speaks. docs/ladder-rules.md is that table, and a test holds the
two together. No rule measures anybody against time, adds comfort and wish, or knows of another person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

#: Where the thresholds stand until the owner sets their own. No study gives them: a design choice, and shown as one.
#: The middle of a scale is 5; touch asks for a little more comfort than that, and for a wish that is not below it.
COMFORT_FROM, WISH_FROM = 6, 5
#: What a body may do that says "too much", whatever else was there: clinical consensus on trauma, and Möller 2017.
TOO_MUCH = frozenset({"disgusted", "numb", "far-away", "froze", "went-along", "images"})
#: What is met with something that steadies, before anything else.
STEADY_FIRST = frozenset({"images", "tears"})
#: A calm time has one of the first, and none of the others. Arousal is neither: it is not wanting, and not a yes.
CALM, NOT_CALM = frozenset({"calm", "warm"}), TOO_MUCH | {"tears", "tense"}
#: How many calm times, at the same rung or a lower one, before anything upward is named again. A design choice.
CALM_TIMES = 2
#: A safety net below the owner's own choice, for rungs that they wrote themselves; the second list needs none. English.
_SEXUAL = re.compile(
    r"\b(?:(?:un)?sex\w*|naked\w*|nude|undress\w*|genital\w*|penis|vulva|vagina\w*|clit\w*|breasts?|nipples?|intercourse"
    r"|orgasm\w*|masturbat\w*|erotic\w*|foreplay|making love|make love|blow ?jobs?|oral|anal|french kiss\w*|fuck\w*)\b",
    re.IGNORECASE,
)

Asked = Literal["nothing", "next"]
Form = Literal["hurt", "unfaithful"]
How = Literal["better", "same", "worse"]
Say = Literal["paused", "no_touch", "empty", "steady", "rest", "gentler", "not_yet", "next", "none", "stay", "as_it_is"]
Offer = Literal["no_touch", "pause"]


@dataclass(frozen=True)
class Rung:
    """One rung. Holds a person's words and numbers: not in `repr`.

    Attributes:
        id: the entry's id.
        name: in the owner's words; empty: not named yet.
        comfort, wish: 0 to 10; None: left open, which is not zero.
        opened: the owner lets it be named when they ask what could be next.
        second_list: it came from the second, sexual list of suggestions.
    """

    id: str
    name: str = field(default="", repr=False)
    comfort: int | None = field(default=None, repr=False)
    wish: int | None = field(default=None, repr=False)
    opened: bool = field(default=False, repr=False)
    second_list: bool = field(default=False, repr=False)

    @property
    def sexual(self) -> bool:
        return self.second_list or _SEXUAL.search(self.name) is not None


@dataclass(frozen=True)
class Time:
    """One time that was written down. Holds what is private: not in `repr`.

    Attributes:
        rung: the id of its rung, or the owner's words for it where it is on no ladder.
        on: the owner's own day. None: left open; it counts as the latest, for it may have been today.
        how: None: left open.
        body: ids of what the body did.
        own_words: words were added about the body. Nobody reads them here, so the time does not count as calm.
    """

    rung: str = field(repr=False)
    on: date | None = field(default=None, repr=False)
    how: How | None = field(default=None, repr=False)
    body: frozenset[str] = field(default=frozenset(), repr=False)
    own_words: bool = field(default=False, repr=False)

    @property
    def too_much(self) -> bool:
        return self.how == "worse" or bool(self.body & TOO_MUCH)

    @property
    def calm(self) -> bool:
        """Whether somebody stopped does not count, neither way: stopping is looking after oneself."""
        return bool(self.body & CALM) and not self.body & NOT_CALM and self.how != "worse" and not self.own_words


@dataclass(frozen=True)
class Ladder:
    """A ladder as it stands. The first rung is the lowest."""

    rungs: tuple[Rung, ...] = ()
    form: Form = "hurt"
    paused: bool = False
    no_touch: bool = False
    comfort_from: int = COMFORT_FROM
    wish_from: int = WISH_FROM


@dataclass(frozen=True)
class Suggestion:
    """What follows.

    Attributes:
        say: which rule spoke.
        rungs: the ids of rungs that may be next, in the owner's order. Empty unless `say` is "next".
        offers: what can be done at once. "No touch for now" is always among them.
    """

    say: Say
    rungs: tuple[str, ...] = field(default=(), repr=False)
    offers: tuple[Offer, ...] = ("no_touch",)


@dataclass(frozen=True)
class _Case:
    """Everything that rules look at, worked out once."""

    ladder: Ladder
    asked: bool
    latest: tuple[Time, ...]
    held: bool
    named: tuple[str, ...]

    def body(self, states: frozenset[str]) -> bool:
        return any(time.body & states for time in self.latest)


@dataclass(frozen=True)
class Rule:
    """One line of the table. `when` and `then` are for people who read docs/ladder-rules.md."""

    say: Say
    when: str
    then: str
    applies: Callable[[_Case], bool]
    offers: tuple[Offer, ...] = ("no_touch",)


RULES: tuple[Rule, ...] = (
    Rule("paused", "all touch is paused", "it rests; nothing of the ladder is said", lambda case: case.ladder.paused),
    Rule("no_touch", '"No touch for now" is on', "that is a complete answer", lambda case: case.ladder.no_touch),
    Rule("empty", "there is no rung", "it can stay that way", lambda case: not case.ladder.rungs),
    Rule(
        "steady",
        "the latest day brought images or tears",
        "first something that steadies, then rest; no rung is named",
        lambda case: case.body(STEADY_FIRST),
        ("no_touch", "pause"),
    ),
    Rule(
        "rest",
        "on the latest day the body was disgusted, numb or far away, froze or went along",
        "rest; no rung is named",
        lambda case: case.body(TOO_MUCH),
        ("no_touch", "pause"),
    ),
    Rule(
        "gentler",
        "on the latest day it was worse, or the body was tense",
        "something gentler, or nothing; no rung is named",
        lambda case: case.body(frozenset({"tense"})) or any(time.how == "worse" for time in case.latest),
        ("no_touch", "pause"),
    ),
    Rule(
        "not_yet",
        f"the owner asks, and some time was too much and was not followed by {CALM_TIMES} calm ones, on later days, at "
        "that rung or a lower one",
        "stay, or something gentler; no rung is named",
        lambda case: case.asked and case.held,
    ),
    Rule(
        "next",
        "the owner asks, in the form for the partner who was hurt, and some rung may be named",
        "rungs that the owner has opened, none of them sexual, with comfort and wish both at the owner's thresholds or "
        "above, in the owner's order",
        lambda case: case.asked and bool(case.named),
    ),
    Rule(
        "none",
        "the owner asks, and no rung may be named",
        "none, and that is an answer",
        lambda case: case.asked,
    ),
    Rule(
        "stay",
        "something is written down",
        "staying where it is easy; no rung is named",
        lambda case: bool(case.latest),
    ),
    Rule("as_it_is", "always", "the ladder is whole as it is; no rung is named", lambda case: True),
)


def suggest(ladder: Ladder, log: Sequence[Time], asked: Asked) -> Suggestion:
    """What the ladder says back.

    Total: every ladder and log has an answer, the same each time. The order of the log does not matter, only its days.

    Args:
        ladder: as it stands. In the form for the partner who broke trust, a log and a question are not looked at.
        log: times that were written down, also of rungs that are on the ladder no more.
        asked: "next" only where the owner has just asked what could be next.

    Returns:
        The first of `RULES` that applies.
    """
    times = log if ladder.form == "hurt" else ()
    case = _Case(
        ladder,
        asked == "next" and ladder.form == "hurt",
        _latest(times),
        any(time.too_much and not _followed_by_calm(time, times, ladder) for time in times),
        tuple(rung.id for rung in ladder.rungs if _may_be_named(rung, ladder)),
    )
    rule = next(rule for rule in RULES if rule.applies(case))
    return Suggestion(rule.say, case.named if rule.say == "next" else (), rule.offers)


def _may_be_named(rung: Rung, ladder: Ladder) -> bool:
    if not rung.opened or rung.sexual or rung.comfort is None or rung.wish is None:
        return False
    return rung.comfort >= ladder.comfort_from and rung.wish >= ladder.wish_from


def _latest(log: Sequence[Time]) -> tuple[Time, ...]:
    """All of the last day that is written down, and whatever has no day."""
    last = max((time.on for time in log if time.on is not None), default=None)
    return tuple(time for time in log if time.on is None or time.on == last)


def _followed_by_calm(hard: Time, log: Sequence[Time], ladder: Ladder) -> bool:
    """On later days only: of two times on one day, nobody knows here which came first."""
    if hard.on is None:
        return False
    after = [time for time in log if time.calm and time.on is not None and time.on > hard.on]
    return sum(_there_or_lower(time.rung, hard.rung, ladder) for time in after) >= CALM_TIMES


def _there_or_lower(rung: str, other: str, ladder: Ladder) -> bool:
    """Whether one rung is another, or stands lower. Of a rung that is on the ladder no more, nobody knows how high it
    stood: then only the same one counts."""
    order = [one.id for one in ladder.rungs]
    return rung == other or (rung in order and other in order and order.index(rung) <= order.index(other))
