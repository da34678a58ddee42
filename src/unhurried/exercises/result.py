"""What a rule says back."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Result:
    """What follows from the answers, without a word of the interface in it.

    Attributes:
        say: the key of a sentence in the worksheet's `says`.
        facts: numbers for the sentence's {placeholders}.
        head: keys in `says` for the heads of the columns; as many as each row has cells. Empty: no table.
        rows: the cells as text, in the person's own order; None where the person left it open. Holds the
            person's words, so it stays out of `repr`.
    """

    say: str
    facts: dict[str, int] = field(default_factory=dict)
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str | None, ...], ...] = field(default=(), repr=False)
