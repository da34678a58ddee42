"""Pretend participants, so that leaders can try a session before anybody comes."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

#: One in this many pretend participants passes on what is asked.
PASSES = 8


def answers(pretend: int, options: Sequence[str], dice: Random) -> list[str | None]:
    """What each pretend participant answers; None for a pass. Options differ in how often they are chosen, so that a
    result looks like one of real people.

    Args:
        pretend: how many there are.
        options: at least one option's id.
        dice: where chance comes from.
    """
    liked = [dice.random() ** 2 + 0.1 for _ in options]
    return [None if dice.random() < 1 / PASSES else dice.choices(options, liked)[0] for _ in range(pretend)]
