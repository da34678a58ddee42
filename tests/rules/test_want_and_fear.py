"""What is said of a yes: fear of somebody first, nothing netted, no touch proposed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhurried.exercises import RESULTS, Entry, Result
from unhurried.exercises.want_and_fear import HELP, PRESSED, STRONG, THEM, WISH, want_and_fear
from unhurried.worksheet import SHOW_SAYS

TODAY = date(2026, 11, 20)
CARDS = sorted(WISH | PRESSED | {"chosen", "feel"})
FEARS = (None, "losing", "them", "both", "untold", "none")

numbers = st.one_of(st.none(), st.integers(0, 10))
reasons = st.dictionaries(st.sampled_from(CARDS), st.sampled_from(["part", "not", "unclear"]))
fears = st.sampled_from(FEARS)


def answers(
    part: dict[str, str] | tuple[str, ...] = (),
    left: int | None = None,
    right: int | None = None,
    fear: str | None = None,
) -> dict[str, Any]:
    """As a page sends them. `part`: the cards that were a part of it, or every card with its pile."""
    piles = part if isinstance(part, dict) else dict.fromkeys(part, "part")
    pulls = {"left": left, "right": right}
    return {"reasons": piles or None, "pulls": pulls, "fear": {"picked": fear, "other": ""} if fear else None}


def said(*given_: Any, **more: Any) -> str:
    return want_and_fear(answers(*given_, **more), (), TODAY).say


@pytest.mark.parametrize(
    ("given_", "say"),
    [
        (answers(), "empty"),
        ({"reasons": None, "pulls": None, "fear": None}, "empty"),
        (answers(("chosen",)), "yes_unclear"),
        (answers({"wanted": "not", "stay": "unclear"}), "yes_unclear"),
        (answers(left=0, right=0), "yes_unclear"),
        (answers(fear="none"), "yes_unclear"),
        (answers(("wanted",)), "yes_wish"),
        (answers(("near",), right=0), "yes_wish"),
        (answers(left=1, right=0, fear="none"), "yes_wish"),
        (answers(("wanted", "owed"), fear="none"), "yes_both"),
        (answers(left=6, right=4, fear="none"), "yes_both"),
        (answers(left=6, right=3, fear="none"), "yes_both"),
        (answers(left=5, right=4, fear="none"), "yes_pressed"),
        (answers(left=5, right=3, fear="none"), "yes_both"),
        (answers(("wanted", "stay")), "yes_both_losing"),
        (answers(left=8, right=8, fear="losing"), "yes_both_losing"),
        (answers(("near", "peace")), "yes_both_untold"),
        (answers(left=8, right=2), "yes_both_untold"),
        (answers(left=9, right=9, fear="untold"), "yes_both_untold"),
        (answers(("owed",), right=0), "yes_pressed"),
        (answers(left=0, right=7, fear="none"), "yes_pressed"),
        (answers(("near", "easier"), fear="none"), "yes_pressed"),
        (answers(("later",), left=5, fear="none"), "yes_pressed"),
        (answers(("stay",)), "yes_pressed_losing"),
        (answers(fear="losing"), "yes_pressed_losing"),
        (answers(("peace",)), "yes_pressed_untold"),
        (answers(right=1), "yes_pressed_untold"),
        (answers(("wanted",), left=10, right=0, fear="them"), "yes_fear_of_them"),
        (answers(fear="both"), "yes_fear_of_them"),
        (answers(("would-do",), fear="none"), "yes_fear_of_them"),
    ],
)
def test_each_thing_that_can_be_said(given_: dict[str, Any], say: str) -> None:
    """Somebody would be told of a wish that they did not have, or not of a fear that they named."""
    found = want_and_fear(given_, (), TODAY)
    assert say == found.say
    assert (HELP if say == "yes_fear_of_them" or say.endswith("_untold") else ()) == found.offers


def test_all_that_can_be_said_has_words_and_nothing_else_has() -> None:
    """The place on the page would stay empty for somebody."""
    some = [None, 0, 3, 4, 6]
    parts = [
        (),
        ("wanted",),
        ("near",),
        ("stay",),
        ("easier",),
        ("owed",),
        ("would-do",),
        ("wanted", "stay"),
        ("chosen",),
    ]
    found = {said(part, left, right, fear) for part in parts for left in some for right in some for fear in FEARS}
    assert {"empty", *SHOW_SAYS["want_and_fear"]} == found
    assert want_and_fear is RESULTS["want_and_fear"]


@given(reasons, numbers, numbers, fears)
def test_a_sign_of_fear_of_them_comes_before_everything(
    piles: dict[str, str], left: int | None, right: int | None, fear: str | None
) -> None:
    """Somebody who is afraid of the other person would be told about wishes, and not where help is."""
    afraid = fear in ("them", "both") or any(piles.get(card) == "part" for card in THEM)
    found = want_and_fear(answers(piles, left, right, fear), (), TODAY)
    assert afraid == (found.say == "yes_fear_of_them")
    assert not afraid or found.offers == HELP


@given(reasons, numbers, numbers, fears)
def test_nothing_is_netted_and_nothing_is_offered_but_help(
    piles: dict[str, str], left: int | None, right: int | None, fear: str | None
) -> None:
    """A yes would become a score, or the page would lead from fear to touch."""
    found = want_and_fear(answers(piles, left, right, fear), (), TODAY)
    assert ({}, (), (), ()) == (found.facts, found.head, found.rows, found.series)
    assert set(found.offers) <= set(HELP)


@given(reasons, numbers, st.integers(0, 10), fears, st.integers(1, 10))
def test_more_of_what_pressed_never_makes_it_less(
    piles: dict[str, str], left: int | None, right: int, fear: str | None, more: int
) -> None:
    """Whoever names more fear would be told of less."""
    order = ["yes_wish", "yes_unclear", "yes_both", "yes_pressed", "yes_fear_of_them"]

    def rank(pressed: int, wish: int | None) -> int:
        say = said(piles, wish, pressed, fear).removesuffix("_losing").removesuffix("_untold")
        return order.index("yes_unclear" if say == "empty" else say)

    assert rank(right, left) <= rank(min(10, right + more), left)


@given(reasons, numbers, numbers, fears)
def test_a_card_that_says_it_was_not_wanted_is_never_called_a_wish(
    piles: dict[str, str], left: int | None, right: int | None, fear: str | None
) -> None:
    """Somebody who saw later that they had not wanted it would be told that they did."""
    for card in STRONG:
        assert said({**piles, card: "part"}, left, right, fear) not in ("yes_wish", "yes_unclear", "empty")


@given(reasons, numbers, numbers, fears, st.dates())
def test_no_other_yes_is_looked_at(
    piles: dict[str, str], left: int | None, right: int | None, fear: str | None, day: date
) -> None:
    """A yes would be set against an earlier one."""
    given_ = answers(piles, left, right, fear)
    history = [Entry("pulls", {"left": 10, "right": 0}, day), Entry("fear", {"picked": "them", "other": ""}, day)]
    assert want_and_fear(given_, (), TODAY) == want_and_fear(given_, history, day)


def test_answers_of_an_earlier_edition_do_no_harm() -> None:
    """A card or an option that is gone would take away all that is said."""
    given_ = {"reasons": {"gone": "part", "near": "part"}, "pulls": {}, "fear": {"picked": "gone", "other": ""}}
    assert Result("yes_wish") == want_and_fear(given_, (), TODAY)
