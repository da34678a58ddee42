"""Memory for page processes, given out in the order in which it was asked for."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Room:
    """Args: size: bytes that may be taken at once."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._free = size
        self._line: deque[tuple[int, asyncio.Future[None]]] = deque()

    def has(self, size: int) -> bool:
        """Whether nobody would have to wait for this many bytes."""
        return not self._line and self._free >= min(size, self.size)

    @asynccontextmanager
    async def of(self, size: int) -> AsyncIterator[None]:
        """Wait for this many bytes, and give them back at the end. More than there are is all of them."""
        size = min(size, self.size)
        await self._take(size)
        try:
            yield
        finally:
            self._give_back(size)

    async def _take(self, size: int) -> None:
        if self.has(size):
            self._free -= size
            return
        turn = asyncio.get_running_loop().create_future()
        self._line.append((size, turn))
        try:
            await turn
        except asyncio.CancelledError:
            # It may have been given in the same moment; nobody takes it then.
            self._give_back(0 if turn.cancelled() else size)
            raise

    def _give_back(self, size: int) -> None:
        self._free += size
        self._line = deque(one for one in self._line if not one[1].cancelled())
        while self._line and self._line[0][0] <= self._free:
            wanted, turn = self._line.popleft()
            self._free -= wanted
            turn.set_result(None)
