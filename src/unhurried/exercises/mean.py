"""The mean of several scales: one number, and how many were left open. It is compared with nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from unhurried.exercises.result import Entry, Result

#: Numbers that people picked by feel carry no second decimal.
_ONE_DECIMAL = Decimal("0.1")


def mean(answers: Mapping[str, Any], history: Sequence[Entry], today: date) -> Result:
    """Say the mean of the scales that are answered.

    Args:
        answers: question id -> whole number, or None: left open, which counts for nothing and is not zero.
        history: not looked at: a mean is never set against an earlier one.
        today: not looked at.

    Returns:
        `mean_open`: none is answered. `mean`, with the facts `mean` (to one decimal at most, halves up), `count`
        (answered) and `open` (left open).
    """
    given = [number for number in answers.values() if number is not None]
    if not given:
        return Result("mean_open")
    rounded = (Decimal(sum(given)) / len(given)).quantize(_ONE_DECIMAL, ROUND_HALF_UP)
    shown = int(rounded) if rounded == int(rounded) else float(rounded)
    return Result("mean", {"mean": shown, "count": len(given), "open": len(answers) - len(given)})
