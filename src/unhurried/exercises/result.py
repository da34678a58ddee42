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
    """Words of the worksheet, by id: a question, one side of a pair (`left`, `right`), one option of a choice, or one
    field of a list."""

    question: str
    part: str | None = None


@dataclass(frozen=True)
class Said:
    """An answer as it was given, to be put into words by its worksheet. Holds a person's words: not in `repr`.

    Attributes:
        question: its id.
        part: of a list, the field's id; None: the question itself.
        value: as in docs/protocol.md; None: left open.
    """

    question: str
    part: str | None
    value: Any = field(repr=False)


@dataclass(frozen=True)
class Series:
    """Numbers over time, oldest first, for a chart that is drawn only when it is asked for.

    Attributes:
        label: the scale that the numbers are on.
        points: each with its day.
        name: what the line is called, in a person's words; None: as its scale.
    """

    label: Label
    points: tuple[tuple[date, int], ...] = field(repr=False)
    name: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Result:
    """What follows from the answers, without a word of the interface in it.

    Attributes:
        say: the key of a sentence in the worksheet's `says`. "empty": there is nothing to say yet.
        facts: numbers and days for the sentence's {placeholders}. A mean of one is the answer itself, so not in
            `repr`.
        head: for the heads of the columns, keys in `says` and labels; as many as each row has cells. Empty: no
            table.
        rows: the cells: text, a day, a label or an answer; in the person's own order, or oldest first. None where the
            person left it open. Holds the person's words: not in `repr`.
        series: the lines of a chart, with the same numbers as `rows`. Empty: nothing to draw.
        offers: what the page puts below it as buttons, by name.
    """

    say: str
    facts: Mapping[str, int | float | date] = field(default_factory=dict, repr=False)
    head: tuple[str | Label, ...] = ()
    rows: tuple[tuple[str | date | Label | Said | None, ...], ...] = field(default=(), repr=False)
    series: tuple[Series, ...] = ()
    offers: tuple[str, ...] = ()
