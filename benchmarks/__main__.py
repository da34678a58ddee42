"""`python -m benchmarks`: measure, print, and put the figures into docs/performance.md."""

from __future__ import annotations

import asyncio
import os
import platform
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from typing import Any

import pandas as pd
from playwright.sync_api import Browser, BrowserContext

from benchmarks import memory, table
from benchmarks.browser import browsing, come_in, expected, make_space, new_context, plain, visit
from benchmarks.servers import ROOT, Ours, Server, Stock, running
from benchmarks.stages import of_page_processes

REPORT = ROOT / "docs" / "performance.md"

#: In which order the four kinds of visits follow each other. Each kind stands in each place once and follows each
#: other kind once (a Williams square): what one leaves behind in the browser or in a server weighs on all alike.
ORDERS = ((0, 1, 3, 2), (1, 2, 0, 3), (2, 3, 1, 0), (3, 0, 2, 1))

#: Counted rounds: whole squares. One more before them finds files and caches cold, and is not counted.
ROUNDS = 3 * len(ORDERS)


@dataclass(frozen=True)
class Way:
    """One kind of visit. `before` runs before each, and is not part of it."""

    name: str
    server: Server
    address: str
    waits_for: dict[str, Any]
    before: Callable[[BrowserContext], None] = lambda context: None


def ways(browser: Browser, ours: Ours, stock: Stock) -> list[Way]:
    with new_context(browser, plain()) as context:
        static = come_in(context, ours)["static"]
    page = ours.url + ours.page
    return [
        Way(table.STOCK, stock, stock.url, expected("held")),
        Way(table.OURS, ours, page, expected("held")),
        Way(table.SPACE, ours, page, expected("kept_at"), lambda context: make_space(context, ours)),
        Way(table.PLAIN, ours, f"{ours.url.rstrip('/')}{static}away.html", plain()),
    ]


def visits(browser: Browser, ours: Ours, stock: Stock) -> pd.DataFrame:
    """One row for each visit. Each round has all ways in it, each in a new browser profile with two visits."""
    rows: list[dict[str, Any]] = []
    kinds = ways(browser, ours, stock)
    for number in range(1 + ROUNDS):
        for way in (kinds[place] for place in ORDERS[number % len(ORDERS)]):
            with new_context(browser, way.waits_for) as context:
                page = context.new_page()
                for time in table.TIMES:
                    way.before(context)
                    row = {"page": way.name, "visit": time, **visit(page, way.server, way.address)}
                    rows += [row] if number else []
                page.goto("about:blank")  # a page that is left says goodbye; a context that is closed does not
    return pd.DataFrame(rows)


def memory_of_visitors() -> pd.DataFrame:
    """The server's memory with one visitor, and what each further one adds, in megabytes (Pss)."""
    with running(Ours) as ours:
        light = asyncio.run(memory.of_our_visitors(ours))
    with running(Stock) as stock, browsing() as browser:
        heavy = memory.of_stock_visitors(stock, browser)
    return pd.DataFrame([heavy, light], index=[table.STOCK, table.OURS], columns=["one", "each"])


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # an exit by this way too ends the servers
    load = os.getloadavg()[0]
    stages = asyncio.run(of_page_processes())
    megabytes = memory_of_visitors()
    with running(Ours) as ours, running(Stock) as stock, browsing() as browser:
        chromium = browser.version
        rows = visits(browser, ours, stock)
    packages = ("voila", "ipykernel", "ipywidgets", "anywidget", "tornado")
    versions = ", ".join([f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in packages)])
    conditions = (
        f"{date.today().isoformat()}. {versions}, Chromium {chromium}. {os.cpu_count()} cores, shared by browser and "
        f"servers; load average {load:.1f} at the start, {os.getloadavg()[0]:.1f} at the end. "
        f"{ROUNDS} visits of each kind, {len(rows)} in all."
    )
    figures = table.report(conditions, rows, megabytes, stages)
    REPORT.write_text(table.put_between_markers(REPORT.read_text("utf-8"), figures), "utf-8")
    print(figures)


if __name__ == "__main__":
    main()
