"""Own questions, pile by pile: for paper, and for reading out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from unhurried.exercises.result import Entry, Label, Result, Said

#: The piles in the order in which they stand on paper. What lies on none comes last.
PILES = ("now", "later", "guide", "let-go")
#: The fields of a question, in the order of the columns.
FIELDS = ("pile", "question", "kind", "how")


def question_piles(answers: Mapping[str, Any], history: Sequence[Entry], today: date) -> Result:
    """Say the questions back, those of one pile together, within a pile in the person's own order.

    Args:
        answers: `questions`, each with `question` (text), `pile`, `kind` and `how` (`{picked, other}`). Any of them may
            be None: left open. A question without words has no row.
        history: not looked at.
        today: not looked at.

    Returns:
        `empty`: there is no question. `piles`, with the fact `count` (questions) and one row for each.
    """
    asked = [one for one in answers.get("questions") or () if (one.get("question") or "").strip()]
    if not asked:
        return Result("empty")
    rows = tuple(tuple(Said("questions", name, one.get(name)) for name in FIELDS) for one in sorted(asked, key=_place))
    head = tuple(Label("questions", name) for name in FIELDS)
    return Result("piles", {"count": len(asked)}, head, rows)


def _place(question: Mapping[str, Any]) -> int:
    picked = (question.get("pile") or {}).get("picked")
    return PILES.index(picked) if picked in PILES else len(PILES)
