"""How often an address may be wrong about a code, and how much a seat may say."""

from __future__ import annotations

import ipaddress
import time
from collections import deque
from collections.abc import Callable

#: Wrong codes that an address may send within `WITHIN` seconds. A person mistypes twice; a room behind one proxy, more.
MOST_WRONG, WITHIN = 20, 60.0
#: Addresses that are remembered. Whoever has more of them than this can as well have all that they want.
MOST_ADDRESSES = 10_000


class WrongCodes:
    """Wrong codes by address, in memory only, for a minute."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._wrong: dict[str, deque[float]] = {}

    def too_many(self, address: str) -> bool:
        """Whether this address has been wrong so often that even the right code is not looked at."""
        wrong = self._wrong.get(_network(address), deque())
        while wrong and wrong[0] <= self._clock() - WITHIN:
            wrong.popleft()
        return len(wrong) >= MOST_WRONG

    def wrong(self, address: str) -> None:
        """This address was wrong once more."""
        network = _network(address)
        wrong = self._wrong.pop(network, deque(maxlen=MOST_WRONG))
        wrong.append(self._clock())
        self._wrong[network] = wrong  # as the latest
        if len(self._wrong) > MOST_ADDRESSES:
            del self._wrong[next(iter(self._wrong))]


class Allowance:
    """How many messages may come: `burst` at once, and then `each_second`."""

    def __init__(self, burst: float, each_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.burst = self._left = burst
        self.each_second = each_second
        self._clock = clock
        self._at = clock()

    def take(self) -> bool:
        """Whether one more may come; if so, it is counted."""
        now = self._clock()
        self._left = min(self.burst, self._left + (now - self._at) * self.each_second)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


def _network(address: str) -> str:
    """Who an address belongs to: in IPv6 everybody has as many as they like within one /64."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False)) if parsed.version == 6 else str(parsed)
