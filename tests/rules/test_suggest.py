"""What the ladder says back: rest, stay, something gentler; upward only where the owner asks, within tight limits."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unhurried.exercises.suggest import (
    CALM,
    CALM_TIMES,
    NOT_CALM,
    RULES,
    STEADY_FIRST,
    TOO_MUCH,
    Ladder,
    Rung,
    Say,
    Suggestion,
    Time,
    suggest,
)

DOC = Path(__file__).parents[2] / "docs/ladder-rules.md"
DAY = date(2026, 11, 20)
BODY = sorted(CALM | NOT_CALM | {"aroused"})
NAMES = ("Tea", "A hug", "Sex, slowly", "Lying undressed", "Middlesex park", "Oral history evening", "")

#: Drawn from once, by chance with a known beginning: whole ladders of Hypothesis' own making take minutes.
_CHANCE = random.Random(2026)


def _number() -> int | None:
    return _CHANCE.choice([None, 0, 4, 5, 6, 7, 10])


def _rungs(identity: str) -> list[Rung]:
    def drawn() -> Rung:
        name, opened, second = _CHANCE.choice(NAMES), _CHANCE.random() < 0.7, _CHANCE.random() < 0.2
        return Rung(identity, name, _number(), _number(), opened, second)

    return [Rung(identity, "Tea", 8, 7, True), *(drawn() for _ in range(60))]


def _time() -> Time:
    body = frozenset(_CHANCE.sample(BODY, _CHANCE.choice([0, 1, 1, 2])))
    how = _CHANCE.choice([None, None, "better", "same", "worse"])
    on = _CHANCE.choice([None, *(DAY - timedelta(days) for days in range(6))])
    return Time(_CHANCE.choice([*"abcd", "gone"]), on, how, body, _CHANCE.random() < 0.2)


def _calm() -> Time:
    return Time(_CHANCE.choice("abcd"), DAY - timedelta(_CHANCE.randrange(6)), body=frozenset({"calm"}))


POOL = {identity: _rungs(identity) for identity in "abcd"}
times = st.sampled_from([_time() for _ in range(300)])
calm = st.sampled_from([_calm() for _ in range(60)])
logs = st.lists(times | calm, max_size=8)
rungs = st.tuples(*(st.sampled_from(pool) for pool in POOL.values()))
easy = st.permutations([pool[0] for pool in POOL.values()]).map(tuple)
switches = st.sampled_from([(False, False)] * 4 + [(True, False), (False, True)])
ladders = st.builds(
    lambda own, some, form, resting, comfort, wish: Ladder(own[:some], form, *resting, comfort, wish),
    rungs | easy,
    st.integers(0, 4),
    st.sampled_from(["hurt", "unfaithful"]),
    switches,
    st.sampled_from([0, 6, 10]),
    st.sampled_from([0, 5, 10]),
)
#: Ladders on which something may be named as long as the log lets it.
open_ladders = easy.map(Ladder)
asked = st.sampled_from(["nothing", "next"])
thorough = settings(max_examples=2_000)


@thorough
@given(ladders, logs, asked)
def test_every_ladder_has_an_answer_and_no_touch_is_in_it(ladder: Ladder, log: list[Time], asked: str) -> None:
    """Else somebody would stand before an empty place, or before one that offers only touch."""
    found = suggest(ladder, log, asked)  # type: ignore[arg-type]
    assert found.say in get_args(Say)
    assert "no_touch" in found.offers
    assert found == suggest(ladder, tuple(log), asked)  # type: ignore[arg-type]


@thorough
@given(ladders | open_ladders, logs)
def test_nothing_is_named_unasked(ladder: Ladder, log: list[Time]) -> None:
    """Else the page would push: the one thing that it must never do."""
    assert () == suggest(ladder, log, "nothing").rungs


@thorough
@given(ladders | open_ladders, logs, asked)
def test_nothing_is_ever_named_to_the_partner_who_broke_trust(ladder: Ladder, log: list[Time], asked: str) -> None:
    """Else their form would be an engine for pressing."""
    found = suggest(replace(ladder, form="unfaithful"), log, asked)  # type: ignore[arg-type]
    assert () == found.rungs
    assert found.say not in ("next", "none", "not_yet")
    assert found == suggest(replace(ladder, form="unfaithful"), (), "nothing")


@thorough
@given(ladders | open_ladders, logs)
def test_what_is_named_was_opened_is_not_sexual_and_reaches_both_thresholds(ladder: Ladder, log: list[Time]) -> None:
    """Else the page would name what its owner kept for themselves, does not want, or never agreed to be asked about."""
    own = {rung.id: rung for rung in ladder.rungs}
    found = suggest(ladder, log, "next")
    for rung in (own[name] for name in found.rungs):
        assert rung.opened
        assert not rung.second_list
        assert rung.name not in ("Sex, slowly", "Lying undressed")
        assert rung.comfort is not None and rung.comfort >= ladder.comfort_from
        assert rung.wish is not None and rung.wish >= ladder.wish_from
    assert [rung.id for rung in ladder.rungs if rung.id in found.rungs] == list(found.rungs)
    assert bool(found.rungs) == (found.say == "next")


@thorough
@given(ladders | open_ladders, logs, asked, st.sampled_from(["paused", "no_touch"]))
def test_while_touch_rests_nothing_is_named(ladder: Ladder, log: list[Time], asked: str, switch: str) -> None:
    """Else a pause would be an invitation to argue."""
    found = suggest(replace(ladder, **{switch: True}), log, asked)  # type: ignore[arg-type]
    assert () == found.rungs
    assert found.say in ("paused", "no_touch")


def _lower_or_there(ladder: Ladder, one: str, other: str) -> bool:
    order = [rung.id for rung in ladder.rungs]
    return one == other or (one in order and other in order and order.index(one) <= order.index(other))


@thorough
@given(open_ladders, logs)
def test_after_too_much_nothing_is_named_until_two_calm_times_there_or_lower(ladder: Ladder, log: list[Time]) -> None:
    """Else the page would send somebody back into what froze them."""
    if suggest(ladder, log, "next").rungs:
        for hard in log:
            if hard.how == "worse" or hard.body & TOO_MUCH:
                assert hard.on is not None
                later = [
                    time
                    for time in log
                    if time.on is not None
                    and time.on > hard.on
                    and time.body & CALM
                    and not time.body & NOT_CALM
                    and time.how != "worse"
                    and _lower_or_there(ladder, time.rung, hard.rung)
                ]
                assert len(later) >= CALM_TIMES


@thorough
@given(ladders | open_ladders, logs, asked, st.randoms(use_true_random=False))
def test_the_order_of_the_log_does_not_matter(
    ladder: Ladder, log: list[Time], asked: str, chance: random.Random
) -> None:
    """Else what the page says would hang on which line was written first."""
    moved = chance.sample(log, len(log))
    assert suggest(ladder, log, asked) == suggest(ladder, moved, asked)  # type: ignore[arg-type]


@thorough
@given(ladders | open_ladders, logs, asked, st.integers(-2_000, 2_000))
def test_nothing_grows_old(ladder: Ladder, log: list[Time], asked: str, far: int) -> None:
    """Else a long pause would count against somebody: only which day came first is looked at."""
    moved = [replace(time, on=time.on and time.on + timedelta(far)) for time in log]
    assert suggest(ladder, log, asked) == suggest(ladder, moved, asked)  # type: ignore[arg-type]


def hard(rung: str = "b", state: str = "froze", day: int = 0) -> Time:
    return Time(rung, DAY + timedelta(day), body=frozenset({state}))


def good(rung: str, day: int, **more: object) -> Time:
    return Time(rung, DAY + timedelta(day), body=frozenset({"calm"}), **more)  # type: ignore[arg-type]


OPEN = Ladder(tuple(Rung(name, name, 8, 8, True) for name in "abc"))
HELD: dict[str, list[Time]] = {
    "nothing since": [hard()],
    "one calm time": [hard(), good("a", 1), good("c", 2)],
    "higher up": [hard(), good("c", 1), good("c", 2)],
    "on the same day": [hard(), good("a", 0), good("a", 0)],
    "before it": [good("a", -2), good("a", -1), hard(), good("a", 1)],
    "with words that nobody reads": [hard(), good("a", 1), good("a", 2, own_words=True), good("c", 3)],
    "calm, but worse": [hard(), good("a", 1), good("a", 2, how="worse"), good("a", 3)],
    "no day": [replace(hard(), on=None), good("a", 1), good("a", 2)],
    "a rung that is gone": [hard("gone"), good("a", 1), good("a", 2)],
    "another one since": [hard(), good("a", 1), good("a", 2), hard(day=3), good("b", 4)],
}


@pytest.mark.parametrize("name", HELD)
def test_a_hard_time_holds(name: str) -> None:
    """Else two calm evenings somewhere else would be taken for an answer about this one."""
    assert () == suggest(OPEN, HELD[name], "next").rungs


@pytest.mark.parametrize("state", sorted(TOO_MUCH))
def test_two_calm_times_there_or_lower_end_it(state: str) -> None:
    """Else one bad evening would close the page for good, and the owner had asked."""
    for rungs in (("a", "b"), ("b", "b"), ("a", "a")):
        log = [hard(state=state), *(good(rung, day) for day, rung in enumerate(rungs, 1))]
        assert Suggestion("next", ("a", "b", "c")) == suggest(OPEN, log, "next")
    gone = [hard("gone"), good("gone", 1), good("gone", 2)]
    assert ("a", "b", "c") == suggest(OPEN, gone, "next").rungs


@pytest.mark.parametrize(
    ("time", "say"),
    [
        *((Time("a", DAY, body=frozenset({state})), "steady") for state in sorted(STEADY_FIRST)),
        *((Time("a", DAY, body=frozenset({state, "calm"})), "rest") for state in sorted(TOO_MUCH - STEADY_FIRST)),
        (Time("a", DAY, body=frozenset({"tense"})), "gentler"),
        (Time("a", DAY, how="worse"), "gentler"),
        (Time("a", DAY, how="better", body=frozenset({"calm"})), "stay"),
        (Time("a", DAY, body=frozenset({"aroused"})), "stay"),
    ],
)
def test_what_a_time_leads_to(time: Time, say: str) -> None:
    """Else somebody who froze would be told to stay where they are."""
    for log in ([time], [good("a", -3), time], [time, replace(time, rung="gone")]):
        assert say == suggest(OPEN, log, "nothing").say


def test_zero_and_open_are_two_things() -> None:
    """Else what somebody left open would count as a number that they never gave."""
    anything = Ladder((Rung("a", "a", None, 0, True), Rung("b", "b", 0, 0, True)), comfort_from=0, wish_from=0)
    assert ("b",) == suggest(anything, (), "next").rungs


def table() -> str:
    """The table in docs/ladder-rules.md."""
    rows = [f"| {number} | {rule.when} | {rule.then} | `{rule.say}` |" for number, rule in enumerate(RULES, 1)]
    return "\n".join(["| | when | what follows | key |", "| --- | --- | --- | --- |", *rows])


def test_the_document_has_these_rules() -> None:
    """Else a clinician would review rules that are not the ones in use. UNHURRIED_DOCS=1 writes them anew."""
    text = DOC.read_text("utf-8")
    before, after = text.split("<!-- rules -->\n")[0], text.split("<!-- /rules -->\n")[1]
    now = f"{before}<!-- rules -->\n{table()}\n<!-- /rules -->\n{after}"
    if os.environ.get("UNHURRIED_DOCS"):
        DOC.write_text(now, "utf-8")
    assert now == text
    for states in (TOO_MUCH, STEADY_FIRST, CALM, NOT_CALM):
        assert f"`{', '.join(sorted(states))}`" in text
