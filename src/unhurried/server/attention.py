"""Whether a page process still answers: what a slow or looping callback looks like from outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: Seconds of one round.
ROUND = 1.0
#: Rounds without an answer until the page says so, and until the process is ended: every message takes milliseconds,
#: and the slowest thing that one may wait for, a space that another tab is writing to, five seconds.
SLOW, STUCK = 3, 15


@dataclass
class Attention:
    """A page process takes one message after the other. So once in a round in which something was sent to it, it is
    asked whether it is there; its answer means that everything before was done.

    Counted in rounds, not by the clock: a machine that slept, or was too busy to look, makes nobody late.
    """

    _unsure: bool = False  # something was sent since it was last asked
    _asked: bool = False
    _rounds: int = 0

    def sent(self) -> None:
        """Something was sent to it."""
        self._unsure = True

    def answered(self) -> bool:
        """It is there. Returns whether its page was told that it is slow."""
        slow = self._rounds >= SLOW
        self._asked, self._rounds = False, 0
        return slow

    def round(self) -> Literal["ask", "slow", "stuck"] | None:
        """What is to be done after one more round; None: nothing."""
        if self._asked:
            self._rounds += 1
            return "slow" if self._rounds == SLOW else "stuck" if self._rounds == STUCK else None
        if self._unsure:
            self._asked, self._unsure = True, False
            return "ask"
        return None
