"""A card for today. What reaches another person is a function of the card alone: nothing here sees a ladder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from unhurried.exercises.result import Entry, Label, Result, Said

#: The columns, as keys in the worksheet's `says`.
HEAD = ("what", "only_if")


def card(answers: Mapping[str, Any], history: Sequence[Entry], today: date) -> Result:
    """The card as another person may see it.

    Args:
        answers: `day`, the day that its owner opened it for (ISO 8601), or None; `touch`, entries with `name` and
            `conditions`; `stop` and `afterwards`, texts. Any of them may be missing or None: it is not on the card.
        history: not looked at: a card says nothing of other days.
        today: the reader's own day. A card ends at its midnight.

    Returns:
        `closed`, and nothing else, for a card that was never opened, was taken back, or has ended: nobody can tell
        which. `open`, or for a card without a touch `open_none`: no touch today; with the fact `day`, and rows for
        each touch and for what else was written.
    """
    day = answers.get("day")
    if day is None or date.fromisoformat(day) != today:
        return Result("closed")
    touches = [one for one in answers.get("touch") or () if (one.get("name") or "").strip()]
    rows: list[tuple[Said | Label | None, ...]] = [
        (Said("touch", "name", one["name"]), Said("touch", "conditions", one.get("conditions"))) for one in touches
    ]
    rows += [
        (Label(question), Said(question, None, answers[question]))
        for question in ("stop", "afterwards")
        if (answers.get(question) or "").strip()
    ]
    return Result("open" if touches else "open_none", {"day": today}, HEAD, tuple(rows))
