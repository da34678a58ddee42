"""Visits of several kinds in one interleaved run, with a real browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

import pandas as pd
from playwright.sync_api import Browser, BrowserContext

from benchmarks import table
from benchmarks.browser import FURTHER, come_in, expected, make_space, new_context, open_space, plain, visit
from benchmarks.servers import Ours, Server, Stock
from benchmarks.subjects import FIFTEEN, LADDER

#: In which order the five kinds of visits follow each other. Each kind stands in each place twice and follows each
#: other kind twice (Williams squares for an odd number): what one leaves behind in the browser or in a server weighs
#: on all alike.
_FIRST = (0, 1, 4, 2, 3)
ORDERS = tuple(tuple((place + step) % 5 for place in order) for order in (_FIRST, _FIRST[::-1]) for step in range(5))

#: Counted rounds: each order twice. With half as many, the ratio to a static page moves by 0.1 from run to run. One
#: more before them finds files and caches cold, and is not counted.
ROUNDS = 2 * len(ORDERS)


@dataclass(frozen=True)
class Way:
    """One kind of visit. `address`: where the next one goes to. `before` runs before each, and is not part of it.
    `further`: numbers to mark after it."""

    name: str
    server: Server
    address: Callable[[], str]
    waits_for: dict[str, Any]
    before: Callable[[BrowserContext], object] = lambda context: None
    further: int = 0


def visits(browser: Browser, stock: Stock, ours: Ours, ladder: Ours, passphrase: str) -> pd.DataFrame:
    """One row for each visit. Each round has all ways in it, each in a new browser profile with two visits.

    `passphrase`: of the space that `ladder` has (benchmarks/year.py).
    """
    rows: list[dict[str, Any]] = []
    kinds = _ways(browser, stock, ours, ladder, passphrase)
    for number in range(1 + ROUNDS):
        for way in (kinds[place] for place in ORDERS[number % len(ORDERS)]):
            with new_context(browser, way.waits_for) as context:
                page = context.new_page()
                for time in table.TIMES:
                    way.before(context)
                    row = {"page": way.name, "visit": time, **visit(page, way.server, way.address(), way.further)}
                    rows += [row] if number else []
                page.goto("about:blank")  # a page that is left says goodbye; a context that is closed does not
    return pd.DataFrame(rows)


def _ways(browser: Browser, stock: Stock, ours: Ours, ladder: Ours, passphrase: str) -> list[Way]:
    with new_context(browser, plain()) as context:
        static = come_in(context, ours)["static"]
    held, kept = expected(FIFTEEN, "held"), expected(FIFTEEN, "kept_at")
    numbers = count()

    def page() -> str:
        return ours.url + ours.page

    return [
        Way(table.STOCK, stock, lambda: stock.url, held, further=FURTHER),
        Way(table.OURS, ours, page, held, lambda context: come_in(context, ours), FURTHER),
        Way(table.SPACE, ours, page, kept, lambda context: make_space(context, ours), FURTHER),
        Way(
            table.LADDER,
            ladder,
            lambda: ladder.url + ladder.page,
            expected(LADDER, "kept_at"),
            lambda context: open_space(context, ladder, passphrase),
        ),
        # Under an address that is new each time, a browser asks for this page as it asks for any other of ours.
        Way(table.PLAIN, ours, lambda: f"{ours.url.rstrip('/')}{static}away.html?{next(numbers)}", plain()),
    ]
