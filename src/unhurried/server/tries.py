"""How often something may be tried, by one visitor and by all together."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable


class Tries:
    """Args: each: tries of one visitor, and together: of all, within these seconds. `now`: seconds of a clock that
    nobody sets.

    A visitor can come in anew and count from nothing, where there is a code to come in by: what keeps guessing out is
    `together`.
    """

    def __init__(
        self,
        each: tuple[int, float],
        together: tuple[int, float],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._each, self._together, self._now = each, together, now
        self._of: dict[str, deque[float]] = {}
        self._all: deque[float] = deque()

    def may(self, visitor: str) -> bool:
        """Count one try, and say whether it may be made. One that may not be made does not count."""
        present = self._now()
        self._of = {name: own for name, own in self._of.items() if present - own[-1] < self._each[1]}
        own = self._of.get(visitor, deque())
        for tries, (most, seconds) in ((own, self._each), (self._all, self._together)):
            while tries and present - tries[0] >= seconds:
                tries.popleft()
            if len(tries) >= most:
                return False
        own.append(present)
        self._all.append(present)
        self._of[visitor] = own
        return True
