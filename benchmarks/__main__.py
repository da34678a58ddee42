"""`python -m benchmarks`: measure, print, and put the figures into docs/performance.md."""

from __future__ import annotations

import asyncio
import os
import platform
import signal
import sys
from datetime import date
from importlib.metadata import version

from benchmarks import table
from benchmarks.browser import browsing
from benchmarks.burst import Burst, allow_files, come_all
from benchmarks.memory import Memory, come, of_visitors, until_gone
from benchmarks.servers import Ours, Server, Stock, running
from benchmarks.stages import of_page_processes
from benchmarks.subjects import FIFTEEN, LADDER, ROOT
from benchmarks.targets import targets
from benchmarks.visits import ROUNDS, visits
from benchmarks.year import keep_a_year

REPORT = ROOT / "docs" / "performance.md"

#: Visitors within a second. Stock Voila keeps the kernel of each, with about 50 MiB.
OUR_CROWDS, STOCK_CROWDS = (1, 20, 100, 200), (1, 20)


async def crowds(server: Server, counts: tuple[int, ...]) -> dict[int, Burst]:
    """What became of crowds of these sizes, one after the other, after a visitor who finds files and caches cold."""
    await come(server, server.visitor())  # and stays
    found = {}
    for count in counts:
        there = set(server.tree())
        found[count], visitors = await come_all(server, count)
        await asyncio.gather(*(visitor.go() for visitor in visitors))
        if isinstance(server, Ours):
            await until_gone(server, there)
    return found


async def memory_of(ours: Ours, stock: Stock) -> tuple[Memory, Memory]:
    """Of both at once, since most of it is waiting for a minute."""
    light, heavy = await asyncio.gather(of_visitors(ours), of_visitors(stock))
    return light, heavy


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # an exit by this way too ends the servers
    allow_files()
    load = os.getloadavg()[0]
    stages = asyncio.run(of_page_processes())
    with running(Ours, FIFTEEN) as ours:
        our_crowds = asyncio.run(crowds(ours, OUR_CROWDS))
    with running(Stock, FIFTEEN) as stock:
        stock_crowds = asyncio.run(crowds(stock, STOCK_CROWDS))
    with running(Ours, FIFTEEN) as ours, running(Stock, FIFTEEN) as stock:
        memories = asyncio.run(memory_of(ours, stock))
    with (
        running(Ours, FIFTEEN) as ours,
        running(Ours, LADDER) as ladder,
        running(Stock, FIFTEEN) as stock,
    ):
        passphrase = asyncio.run(keep_a_year(ladder))
        with browsing() as browser:
            chromium = browser.version
            rows = visits(browser, stock, ours, ladder, passphrase)
    packages = ("voila", "ipykernel", "ipywidgets", "anywidget", "tornado")
    versions = ", ".join([f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in packages)])
    conditions = (
        f"{date.today().isoformat()}. {versions}, Chromium {chromium}. {os.cpu_count()} cores, shared by browser and "
        f"servers; load average {load:.1f} at the start, {os.getloadavg()[0]:.1f} at the end. "
        f"{ROUNDS} visits of each kind, {len(rows)} in all."
    )
    found = targets(rows, *memories, our_crowds, stock_crowds)
    all_crowds = {table.STOCK: stock_crowds, table.OURS: our_crowds}
    all_memories = {table.STOCK: memories[1], table.OURS: memories[0]}
    figures = table.report(conditions, found, rows, all_crowds, all_memories, stages)
    REPORT.write_text(table.put_between_markers(REPORT.read_text("utf-8"), figures), "utf-8")
    print(figures)
    for target in found:
        if not target.met:
            print(f"\nMISSED: {target.what}: {target.required} required, {target.measured} measured", file=sys.stderr)


if __name__ == "__main__":
    main()
