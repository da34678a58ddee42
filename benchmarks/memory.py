"""What a visitor costs the server in memory, while there and after."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.light import Visitor
from benchmarks.servers import JOIN, Ours, Server

#: Visitors at once. A stock kernel is so much larger than the noise that three show its size.
LIGHT_VISITORS = 20
STOCK_VISITORS = 3

MIB = 1024**2

#: Seconds in which somebody who lost the line may come back; what is left of everybody is measured after them.
MINUTE = 60.0
#: Seconds that everybody's page process may take to end, after that minute.
UNTIL_GONE = 60.0


@dataclass(frozen=True)
class Memory:
    """MiB (Pss) of a server with all its processes.

    `one`: with one visitor. `each`: what each further one adds, with an answer held. `left`: what is left of each,
    `after` seconds after they went, half of them without a goodbye. `processes`: how many of theirs are left.
    """

    one: float
    each: float
    left: float
    after: float
    processes: int


def memory(process: psutil.Process, kind: str) -> float:
    """MiB of one process. `kind`: "Pss" (its own, and its share of what it shares) or "Private_Dirty" (its own).

    Page processes let nobody but the system's administrator look into them; for anybody else this is not a number.
    """
    try:
        lines = Path(f"/proc/{process.pid}/smaps_rollup").read_text("ascii").splitlines()
    except PermissionError:
        return math.nan
    except (FileNotFoundError, ProcessLookupError):  # it has ended since it was listed
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith(f"{kind}:")) * 1024 / MIB


def tree_memory(server: Server) -> float:
    """MiB (Pss) of a server with all its processes."""
    return sum(memory(process, "Pss") for process in server.tree())


async def of_visitors(server: Server) -> Memory:
    """Let some come, one after the other, and go again all at once. Takes a minute."""
    count = LIGHT_VISITORS if isinstance(server, Ours) else STOCK_VISITORS
    resident, *visitors = (server.visitor() for _ in range(1 + count))
    await come(server, resident)
    there = set(server.tree())
    one = tree_memory(server)
    for visitor in visitors:
        await come(server, visitor)
    full = tree_memory(server)
    went = time.monotonic()
    await all_go(visitors)
    await asyncio.sleep(MINUTE)
    processes = await until_gone(server, there) if isinstance(server, Ours) else len(set(server.tree()) - there)
    after = time.monotonic() - went
    left = (tree_memory(server) - one) / count
    resident.vanish()
    return Memory(one, (full - one) / count, left, after, processes)


async def come(server: Server, visitor: Visitor) -> None:
    await visitor.join(JOIN, server.page)
    await visitor.open(server.page)


async def all_go(visitors: Sequence[Visitor]) -> None:
    """All go at once, half of them without a goodbye."""
    for visitor in visitors[::2]:
        visitor.vanish()
    await asyncio.gather(*(visitor.go() for visitor in visitors[1::2]))


async def until_gone(server: Server, before: set[psutil.Process]) -> int:
    """Wait until no process is left that was not there before, at most a minute; return how many are left."""
    until = time.monotonic() + UNTIL_GONE
    while (left := len(set(server.tree()) - before)) and time.monotonic() < until:
        await asyncio.sleep(0.2)
    return left
