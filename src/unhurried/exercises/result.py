"""What a rule reads of earlier days, and what it says back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Entry:
    """What was answered to one question on one day. Holds a person's words: not in `repr`.

    Attributes:
        question: its id.
        value: as in docs/protocol.md; None: left open again.
        on: the reader's own day.
    """

    question: str
    value: Any = field(repr=False)
    on: date


@dataclass(frozen=True)
class Label:
    """Words of the worksheet, by id: a question, one side of a pair (`left`, `right`), or one option of a choice."""

    question: str
    part: str | None = None


@dataclass(frozen=True)
class Series:
    """Numbers over time, oldest first, for a chart that is drawn only when it is asked for."""

    label: Label
    points: tuple[tuple[date, int], ...] = field(repr=False)


@dataclass(frozen=True)
class Result:
    """What follows from the answers, without a word of the interface in it.

    Attributes:
        say: the key of a sentence in the worksheet's `says`. "empty": there is nothing to say yet.
        facts: numbers for the sentence's {placeholders}. A mean of one is the answer itself, so not in `repr`.
        head: for the heads of the columns, keys in `says` and labels; as many as each row has cells. Empty: no
            table.
        rows: the cells: text, a day or a label; in the person's own order, or oldest first. None where the person
            left it open. Holds the person's words: not in `repr`.
        series: the lines of a chart, with the same numbers as `rows`. Empty: nothing to draw.
    """

    say: str
    facts: Mapping[str, int | float] = field(default_factory=dict, repr=False)
    head: tuple[str | Label, ...] = ()
    rows: tuple[tuple[str | date | Label | None, ...], ...] = field(default=(), repr=False)
    series: tuple[Series, ...] = ()
