"""What is never shared, in any course, whatever an author writes; and what may be put on a card.

`unhurried check` names what an author has left open here, a card refuses it, and a page has no control for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from unhurried.worksheet.blocks import Choice, Choices, List, Pair, Question, Scale, Sort
from unhurried.worksheet.model import Worksheet


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


#: Worksheets that are never shared, by their ids.
NEVER_SHARED: Final = _any(
    r"\bladder\b", r"\blog\b", r"\bleaning\b", r"\bsafety\b", r"\bbody-check", r"\bprivate\b", r"\bstill-hidden\b",
    r"\bwant(?:ing)?-(?:and|or)-fear", r"\btwo-voices\b", r"\byes-come-from\b", r"\byes-no-not-yet\b",
    r"\bnoticed\b", r"\bphq\b", r"\bgad\b", r"\bpcl\b", r"\bmeasures?\b",
)  # fmt: skip
#: What a body may do. A question that names two of these is a body check-in.
BODY: Final = [
    _any(rf"\b{word}")
    for word in (
        "froze",
        "freez",
        "numb",
        "far away",
        "arous",
        "disgust",
        "went along",
        "images",
        "heart races",
        "shak",
    )
]
#: What a question about safety, or about where somebody leans, is made of.
NEVER_ASKED_ALOUD: Final = _any(
    r"\bafraid of (?:them|my partner)\b", r"\bforced?\b", r"\bweapons?\b", r"\bpunish", r"\bhit(?:s|ting)? me\b",
    r"\bend(?:ing)? my life\b", r"\blean(?:ing)?\b",
)  # fmt: skip


def is_private(worksheet: Worksheet) -> bool:
    """Whether a worksheet is of a kind that is never shared, whatever its `share` says."""
    return bool(NEVER_SHARED.search(worksheet.id))


def why_private(question: Question) -> str | None:
    """Why answers to a question are never shared, whatever its `share` says; None where they may be."""
    if isinstance(question, Scale | Pair) or (
        isinstance(question, List) and any(field.kind == "scale" for field in question.fields)
    ):
        return "numbers become pressure"
    words = " . ".join(_asked(question))
    if NEVER_ASKED_ALOUD.search(words):
        return "it asks about safety or leaning"
    if isinstance(question, Choice | Choices | Sort) and sum(bool(state.search(words)) for state in BODY) > 1:
        return "it asks what a body does"
    return None


def _asked(question: Question) -> Iterator[str]:
    """The words of a question and of all that can be chosen in it."""
    yield getattr(question, "question", "")
    for name in ("options", "cards"):
        for part in getattr(question, name, ()):
            yield getattr(part, "label", "") or getattr(part, "text", "")


def on_card(worksheet: Worksheet) -> list[str]:
    """The questions whose answers may be put on a card, by id, in the worksheet's order.

    A card for today is shared as the card that it is: then it is the id of the block that shows it.
    """
    if is_private(worksheet):
        return []
    if worksheet.widget == "card":
        return [show.id for show in worksheet.shows if show.result == "card" and worksheet.may_share(show) == "ask"]
    return [
        question.id
        for question in worksheet.blocks
        if isinstance(question, Question) and worksheet.may_share(question) == "ask" and why_private(question) is None
    ]
