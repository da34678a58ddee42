"""Which small things the page names today, by how much room there is and how the body is. Nothing is counted, and no
other day is looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from unhurried.exercises.result import Entry, Result

#: Options that the rule knows, with the key of what is said; the first that was picked speaks. What is happening now
#: comes before all else, for an alarm may be right; then a wish for no more today. "Too much" and "too little" are the
#: two edges of a picture that trauma therapists use (Ogden, 2006).
SAID = {
    "now": "today_now",
    "none": "today_no_room",
    "too-much": "today_too_much",
    "too-little": "today_too_little",
    "worn-out": "today_worn_out",
    "calm-enough": "today_calm_enough",
    "cannot-tell": "today_cannot_tell",
}


def today(answers: Mapping[str, Any], history: Sequence[Entry], today: date) -> Result:
    """Name three small things, of which one or none may be taken.

    Args:
        answers: question id -> a choice `{picked: option id or None, other}`, or None: left open. Own words are not
            read.
        history: not looked at: no day is set against another.
        today: not looked at.

    Returns:
        One of `SAID`. `empty`: no option that the rule knows was picked.
    """
    picked = {choice.get("picked") for choice in answers.values() if choice}
    return Result(next((said for option, said in SAID.items() if option in picked), "empty"))
