"""Rows of measurements made into the tables of docs/performance.md."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from benchmarks.burst import Burst
    from benchmarks.memory import Memory
    from benchmarks.targets import Target

STOCK = "stock Voila"
OURS = "ours"
SPACE = "ours, a space open"
LADDER = "our ladder, a year in its space"
PLAIN = "static page"
PAGES = (STOCK, OURS, SPACE, LADDER, PLAIN)
TIMES = ("first", "second")

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"

WAITS = {
    "first_byte": "first byte",
    "prose": "heading seen",
    "drawn": "exercise drawn",
    "state": "earlier answers there",
    "answered": "answer held or kept",
}
COSTS = {
    "requests": "requests",
    "from_cache": "of them from the cache",
    "kilobytes": "kB over the wire",
    "other_hosts": "other hosts asked",
    "cpu": "server CPU, ms",
}
STAGES = {
    "wait": "wait for this stage, ms",
    "cpu": "CPU of this stage, ms",
    "own": "its own memory by then, MiB",
    "fair": "with its share of the shared, MiB",
}


def report(
    conditions: str,
    targets: Iterable[Target],
    rows: pd.DataFrame,
    crowds: Mapping[str, Mapping[int, Burst]],
    memories: Mapping[str, Memory],
    stages: pd.DataFrame,
) -> str:
    """All tables as Markdown. `crowds`: by server and number of visitors. `memories`: by server."""
    parts = [
        conditions,
        "### What is required, and what was measured",
        _markdown(
            ["", "required", "measured", ""],
            ([one.what, one.required, one.measured, "met" if one.met else "**missed**"] for one in targets),
        ),
        "### Stock Voila divided by ours\n\nMedians of this run; above 1, ours takes less.",
        _ratios(rows),
        "### Waiting\n\nMilliseconds since the navigation began: median (lowest to highest).",
        _waits(rows),
        "### One more number\n\nMilliseconds until it is held or kept and the mean says something else.",
        _clicks(rows),
        "### What a visit takes\n\nUp to half a second after the answer: medians.",
        _costs(rows),
        "### Many within a second\n\nWithout browsers: page, line, first state, one answer. Milliseconds until it was "
        "held; MiB (Pss) of the server with all its processes.",
        _crowds(crowds),
        "### Memory\n\nMiB (Pss) of a server with all its processes, each visitor with one answer held.",
        _memories(memories),
        "### One page process, stage by stage\n\nMedians.",
        _stages(stages),
    ]
    return "\n\n".join(parts)


def put_between_markers(text: str, figures: str) -> str:
    """The text with these figures in the place of the last ones. Raises ValueError where a marker is missing."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"The report needs the two lines {BEGIN} and {END}.")
    return f"{before}{BEGIN}\n{figures}\n{END}{after}"


def of(rows: pd.DataFrame, page: str, visit: str) -> pd.DataFrame:
    """The rows of one kind of visit."""
    return rows[(rows["page"] == page) & (rows["visit"] == visit)]


def _ratios(rows: pd.DataFrame) -> str:
    names = ("prose", "drawn", "answered", "requests", "kilobytes", "cpu")
    shown = {name: (WAITS | COSTS)[name].partition(",")[0] for name in names}
    body = []
    for visit in TIMES:
        stock, ours = of(rows, STOCK, visit), of(rows, OURS, visit)
        body.append([f"{visit} visit", *(number(stock[name].median() / ours[name].median()) for name in shown)])
    return _markdown(["", *shown.values()], body)


def _waits(rows: pd.DataFrame) -> str:
    body = [
        [f"{page}, {visit} visit", *(_spread(of(rows, page, visit)[name]) for name in WAITS)]
        for visit in TIMES
        for page in PAGES
    ]
    return _markdown(["", *WAITS.values()], body)


def _clicks(rows: pd.DataFrame) -> str:
    body = []
    for page in PAGES:
        clicks = rows[rows["page"] == page]["clicks"].explode().dropna().astype(float)
        if not clicks.empty:
            body.append([page, number(clicks.median()), number(clicks.quantile(0.95)), number(clicks.max())])
    return _markdown(["", "median", "95th percentile", "most"], body)


def _costs(rows: pd.DataFrame) -> str:
    body = []
    for visit in TIMES:
        for page in PAGES:
            these = of(rows, page, visit)
            body.append([f"{page}, {visit} visit", *(number(these[name].median()) for name in COSTS)])
    return _markdown(["", *COSTS.values()], body)


def _crowds(crowds: Mapping[str, Mapping[int, Burst]]) -> str:
    body = []
    for server, bursts in crowds.items():
        for count, burst in bursts.items():
            held = (burst.held.median(), burst.held.quantile(0.95), burst.held.max())
            memory = burst.mebibytes[1]
            body.append([f"{server}, {count}", str(len(burst.came)), *map(number, (*held, memory))])
    return _markdown(["", "served", "median", "95th percentile", "most", "MiB with everybody"], body)


def _memories(memories: Mapping[str, Memory]) -> str:
    head = ["", "server with one visitor", "each further visitor", "left of each", "seconds after", "processes left"]
    body = (
        [server, *map(number, (one.one, one.each, one.left, one.after, one.processes))]
        for server, one in memories.items()
    )
    return _markdown(head, body)


def _stages(stages: pd.DataFrame) -> str:
    medians = stages.groupby("stage", sort=False).median()
    body = [[stage, *(number(row[name]) for name in STAGES)] for stage, row in medians.iterrows()]
    return _markdown(["", *STAGES.values()], body)


def _spread(values: pd.Series[float]) -> str:
    if values.isna().all():
        return ""
    return f"{values.median():.0f} ({values.min():.0f} to {values.max():.0f})"


def number(value: float) -> str:
    """Two digits that mean something, or what is before the point; "not readable" for what could not be read."""
    if math.isnan(value):
        return "not readable"
    return f"{value:.0f}" if value >= 10 or value == int(value) else f"{value:.2g}"


def _markdown(head: list[str], body: Iterable[list[str]]) -> str:
    rule = ["---", *("---:" for _ in head[1:])]
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, rule, *body))
