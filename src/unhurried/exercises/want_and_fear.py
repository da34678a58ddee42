"""What a yes came from: a wish, something that pressed, or both; and, where there was fear, which fear.

The two sides are looked at each by itself. They are never added up, subtracted or turned into a number. Nothing that is
said proposes touch, and fear of the other person comes before all else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import IntEnum
from typing import Any

from unhurried.exercises.result import Entry, Result

#: Cards that speak of a wish. To want to be near somebody is one, and in studies of couples it went with better days
#: than what follows (Impett and Peplau, 2002; Kim, Muise and Impett, 2018).
WISH = frozenset({"wanted", "near"})
#: Cards that speak of something that pressed: fear, guilt, duty, or being tired of saying no.
PRESSED = frozenset(
    {"stay", "elsewhere", "peace", "owed", "make-up", "doubt", "better", "images", "easier", "later", "would-do"}
)
#: Of these, the cards of fear of losing somebody, and the card of fear of them.
LOSING = frozenset({"stay", "elsewhere"})
THEM = frozenset({"would-do"})
#: Cards that alone say that it was not wanted, or that a no could not be said.
STRONG = frozenset({"easier", "later", "would-do"})
#: From how much on a pull is strong, 0 to 10. Design choices, from no study: the second is lower on purpose, so that
#: what pressed is rather seen too often than overlooked.
WISH_FROM = 6
PRESSED_FROM = 4
#: What is shown below what is said: a button that opens the page with help.
HELP = ("help",)


class Pull(IntEnum):
    """How much of one side there was. Compared, never calculated with."""

    NONE = 0
    SOME = 1
    STRONG = 2


def want_and_fear(answers: Mapping[str, Any], history: Sequence[Entry], today: date) -> Result:
    """Say what seems stronger, or both.

    Args:
        answers: `reasons`: card id -> pile, of which `part` counts; `pulls`: `{left, right}`, how much it was wanted
            and how much fear, guilt or duty was in it, 0 to 10 each; `fear`: `{picked, other}`, picked being
            `losing`, `them`, `both`, `untold` or `none`. Each may be None or partly None: left open.
        history: not looked at: no yes is set against an earlier one.
        today: not looked at.

    Returns:
        `empty`: nothing is answered. `yes_fear_of_them`: there is a sign of fear of them, whatever else there is; it
        offers help. Else `yes_wish`, `yes_both`, `yes_pressed`, or `yes_unclear` where the answers speak of neither;
        after the second and third `_losing` where it was fear of losing them, and `_untold`, which offers help too,
        where nobody knows which fear it was.
    """
    part = frozenset(card for card, pile in (answers.get("reasons") or {}).items() if pile == "part")
    pulls = answers.get("pulls") or {}
    left, right = pulls.get("left"), pulls.get("right")
    fear = (answers.get("fear") or {}).get("picked")
    if fear in ("them", "both") or part & THEM:
        return Result("yes_fear_of_them", offers=HELP)
    if not answers.get("reasons") and left is None and right is None and fear is None:
        return Result("empty")
    wish, pressed = _wish(part, left), _pressed(part, right, fear)
    if wish is pressed is Pull.NONE:
        return Result("yes_unclear")
    if pressed is Pull.NONE:
        return Result("yes_wish")
    say = "yes_pressed" if pressed > wish else "yes_both"
    if fear == "losing" or (fear is None and part & LOSING):
        return Result(f"{say}_losing")
    if fear == "untold" or (fear is None and right != 0):
        return Result(f"{say}_untold", offers=HELP)
    return Result(say)


def _wish(part: frozenset[str], left: int | None) -> Pull:
    if left is not None:
        return Pull.STRONG if left >= WISH_FROM else Pull.SOME if left > 0 or part & WISH else Pull.NONE
    return Pull.STRONG if "wanted" in part else Pull.SOME if part & WISH else Pull.NONE


def _pressed(part: frozenset[str], right: int | None, fear: str | None) -> Pull:
    """The stronger of what the cards and the number say: whichever saw it counts."""
    if part & STRONG or (right or 0) >= PRESSED_FROM:
        return Pull.STRONG
    return Pull.SOME if part & PRESSED or right or fear in ("losing", "untold") else Pull.NONE
