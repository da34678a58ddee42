"""PHQ-4: four questions about worry and low mood in the last two weeks. It screens, and never says what anybody has.

Its words, its licence and where its numbers come from are in data/measures.yaml; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from unhurried.exercises.result import Entry, Result

#: What each answer counts, by the option's id.
POINTS = {"not-at-all": 0, "several-days": 1, "more-than-half": 2, "nearly-every-day": 3}
#: The two parts, by the ids of their questions.
WORRY = ("nervous", "worrying")
LOW_MOOD = ("interest", "down")
#: From how many points on a part is a sign to look more closely (Kroenke and others, 2009).
PART_SIGN = 3
#: The four ranges of the sum, each with its lowest number (the same).
RANGES = ((9, "phq_4_highest"), (6, "phq_4_third"), (3, "phq_4_second"), (0, "phq_4_lowest"))


@dataclass(frozen=True)
class Score:
    """Two parts, 0 to 6 each. A person's own numbers: not in `repr`."""

    worry: int = field(repr=False)
    low_mood: int = field(repr=False)

    @property
    def total(self) -> int:
        """0 to 12."""
        return self.worry + self.low_mood

    @property
    def has_sign(self) -> bool:
        """Whether either part is a sign to look more closely."""
        return max(self.worry, self.low_mood) >= PART_SIGN


def score(answers: Mapping[str, Any]) -> Score | None:
    """The points of the two parts.

    Args:
        answers: question id -> `{picked: option id or None, other}`, or None: left open.

    Returns:
        None where any of the four is left open, or picked an option that there is no more: nothing is guessed.
    """
    points = {name: POINTS.get(_picked(answers.get(name))) for name in (*WORRY, *LOW_MOOD)}
    known = {name: number for name, number in points.items() if number is not None}
    if known.keys() != points.keys():
        return None
    return Score(worry=sum(known[name] for name in WORRY), low_mood=sum(known[name] for name in LOW_MOOD))


def phq_4(answers: Mapping[str, Any], history: Sequence[Entry], today: date) -> Result:
    """Say the range that the answers are in.

    Args:
        answers: as in `score`.
        history: not looked at: a number is never set against an earlier one.
        today: not looked at.

    Returns:
        `empty`: there is no score. Else the range's name in `RANGES`, with the facts `total`, `worry` and `low_mood`;
        `phq_4_second_sign` in the second range where a part is a sign to look more closely. In the two above it one
        always is.
    """
    found = score(answers)
    if found is None:
        return Result("empty")
    say = next(name for lowest, name in RANGES if found.total >= lowest)
    if say == "phq_4_second" and found.has_sign:
        say = "phq_4_second_sign"
    return Result(say, {"total": found.total, "worry": found.worry, "low_mood": found.low_mood})


def _picked(value: Any) -> str:
    return (value or {}).get("picked") or ""
