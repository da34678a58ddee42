"""`python -m benchmarks.burst N`: N visitors within one second, each opens a page and answers a question."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from benchmarks.light import PATIENCE, Came, Visitor
from benchmarks.memory import MINUTE, all_go, come, tree_memory, until_gone
from benchmarks.servers import JOIN, Ours, Server, running
from benchmarks.subjects import FIFTEEN

#: Seconds in which all of them come.
WITHIN = 1.0


@dataclass
class Burst:
    """What became of a crowd.

    `came`: those who were served. `failures`: what the others met, by kind. `cpu`: seconds of the server and all its
    processes. `mebibytes`: Pss of all of them before anybody came, and with everybody there.
    """

    visitors: int
    came: list[Came] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    cpu: float = 0.0
    mebibytes: tuple[float, float] = (0.0, 0.0)

    @property
    def each(self) -> float:
        """MiB of each visitor."""
        return (self.mebibytes[1] - self.mebibytes[0]) / self.visitors

    @property
    def held(self) -> pd.Series[float]:
        """Milliseconds until the answer of each was held."""
        return pd.Series([one.held * 1000 for one in self.came], dtype=float)

    def waits(self) -> pd.DataFrame:
        """Milliseconds: a row for each thing that is waited for; its median, 95th percentile and maximum."""
        times = pd.DataFrame([{"prose": one.prose, "drawn": one.drawn, "held": one.held} for one in self.came]) * 1000
        return pd.DataFrame({"median": times.median(), "p95": times.quantile(0.95), "most": times.max()})


async def come_all(server: Server, count: int) -> tuple[Burst, Sequence[Visitor]]:
    """Let `count` visitors come within a second. All stay: the caller sends them away."""
    visitors = [server.visitor() for _ in range(count)]
    for visitor in visitors:
        await visitor.join(JOIN, server.page)
    burst = Burst(count)
    before, cpu = tree_memory(server), server.cpu()

    async def arrive(visitor: Visitor) -> None:
        await asyncio.sleep(random.uniform(0, WITHIN))
        try:
            burst.came.append(await asyncio.wait_for(visitor.open(server.page), PATIENCE))
        except Exception as error:  # whatever it was, it is one visitor who was not served
            burst.failures.append(f"{type(error).__name__}: {error}")

    await asyncio.gather(*(arrive(visitor) for visitor in visitors))
    burst.cpu = server.cpu_since(cpu)
    burst.mebibytes = (before, tree_memory(server))
    return burst, visitors


def allow_files() -> None:
    """Let this process open as many files as the system allows: each visitor is one."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    with contextlib.suppress(ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


async def measure(server: Server, count: int) -> Burst:
    """One crowd, after a visitor who finds files and caches cold. Prints what became of it."""
    await come(server, server.visitor())  # and stays
    processes = set(server.tree())
    burst, visitors = await come_all(server, count)
    waited = sum(one.waited for one in burst.came)
    print(f"{count} visitors in {WITHIN:.0f} s: {len(burst.came)} served, {len(burst.failures)} not; {waited} in line")
    for failure in sorted(set(burst.failures)):
        print(f"  {burst.failures.count(failure)} x {failure}")
    print(burst.waits().round(0).to_string())
    print(f"CPU of the server and its processes: {burst.cpu / count * 1000:.1f} ms a visit")
    before, then = burst.mebibytes
    print(f"memory (Pss): {before:.0f} MiB before, {then:.0f} MiB with everybody, {burst.each:.2f} MiB each")
    went = time.monotonic()
    await all_go(visitors)
    await asyncio.sleep(MINUTE)
    left = await until_gone(server, processes)
    seconds, after = time.monotonic() - went, tree_memory(server)
    print(f"{left} processes of theirs after {seconds:.0f} s; {after:.0f} MiB, {(after - before) / count:.2f} MiB each")
    return burst


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("visitors", type=int)
    count = parser.parse_args().visitors
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # an exit by this way too ends the server
    allow_files()
    print(f"load average {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
    with running(Ours, FIFTEEN) as server:
        burst = asyncio.run(measure(server, count))
    sys.exit(bool(burst.failures))


if __name__ == "__main__":
    main()
