"""What a room may show of its answers. Pure, but for `draw`, which throws the dice.

For each answer that could be chosen, a random number of people is taken away before anything is looked at, and what is
left is shown as "5 or more", "10 or more", and so on, or not at all. All that a room ever shows follows from these
numbers alone, so whoever sees it, and sees what is *not* shown, learns no more than they hold.

Three promises follow (tests/rooms/test_anonymity.py proves each; docs/adr/0022 says why it is these):

1. *Always:* a number that is shown is true, and stands for at least `FEWEST` people. A sensitive prompt never shows one
   answer alone, so never that all agree.
2. *With the same dice:* in two sessions that differ in what one person answered, or in one person's joining or leaving
   at any moment, each place shows the same, or nothing in one of the two. No person turns one number into another.
3. *With dice that nobody knows:* whatever all others answered, and whoever they tell, each thing that a prompt can show
   is at most twice as likely when one person answers it as when they pass or are not there, and at most four times as
   likely as with another answer of theirs; but for `slack()` and `2 * slack()`, about 1 and 2 cases in 46.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import SystemRandom

#: The fewest people that a number may stand for. k = 5 is the usual floor for what is not sensitive; here it holds for
#: each number that is shown, not only for the room (a design choice, stricter than "five answers, no cell under two").
FEWEST = 5
#: Numbers are shown in steps of this many people.
STEP = 5
#: How many people are taken away on average, and at least and at most `AWAY` fewer or more. A design choice: a higher
#: number makes `slack` smaller and hides more. It halves with each step of `AWAY`.
AWAY = 4

Dice = Mapping[str, int]  #: for each option how many people are taken away, 0 to 2 * AWAY


@dataclass(frozen=True)
class Shown:
    """One place of a result. `at_least`: a multiple of `STEP`; None where nothing is shown."""

    option: str
    at_least: int | None


def chances() -> dict[int, Fraction]:
    """How likely each number of people taken away is: most likely `AWAY`, and half as likely with each step from it."""
    weights = {away: Fraction(1, 2 ** abs(away - AWAY)) for away in range(2 * AWAY + 1)}
    whole = sum(weights.values())
    return {away: weight / whole for away, weight in weights.items()}


def slack() -> Fraction:
    """The chance that the third promise is not kept: that the very most, or the very fewest, are taken away."""
    return chances()[0]


def draw(options: Sequence[str]) -> dict[str, int]:
    """Throw the dice for one prompt. They are never kept: whoever knew them could count."""
    odds = chances()
    return dict(
        zip(
            options,
            SystemRandom().choices(list(odds), [float(chance) for chance in odds.values()], k=len(options)),
            strict=True,
        )
    )


def result(counts: Mapping[str, int], options: Sequence[str], sensitive: bool, dice: Dice) -> tuple[Shown, ...]:
    """What may be shown of a prompt that has closed.

    Args:
        counts: how many people chose each option; whoever passed is in none. Missing is 0.
        options: the options' ids, in the order of the prompt.
        sensitive: whether it would harm to see that all answered alike.
        dice: `draw(options)`; the same for every look at this result.

    Returns:
        A place for each option, in their order.
    """
    shown = tuple(Shown(option, _at_least(counts.get(option, 0) - dice[option])) for option in options)
    alone = sum(one.at_least is not None for one in shown) < 2
    return tuple(Shown(option, None) for option in options) if sensitive and alone else shown


def _at_least(left: int) -> int | None:
    """What is shown where this many people are left. One number of each step shows nothing, so that nobody can tip it
    from one step into the next."""
    return left - left % STEP if left >= FEWEST and left % STEP != STEP - 1 else None
