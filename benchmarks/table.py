"""Rows of measurements made into the tables of docs/performance.md."""

from __future__ import annotations

import math
from collections.abc import Iterable

import pandas as pd

STOCK = "stock Voila"
OURS = "ours"
SPACE = "ours, a space open"
PLAIN = "plain page (floor)"
PAGES = (STOCK, OURS, SPACE, PLAIN)
TIMES = ("first", "second")

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"

WAITS = {
    "first_byte": "first byte",
    "prose": "heading seen",
    "drawn": "exercise drawn",
    "answered": "answer held or kept",
}
COSTS = {
    "requests": "requests",
    "from_cache": "of them from the cache",
    "kilobytes": "kB over the wire",
    "other_hosts": "other hosts asked",
}
STAGES = {
    "wait": "wait for this stage, ms",
    "cpu": "CPU of this stage, ms",
    "own": "its own memory by then, MB",
    "fair": "with its share of the shared, MB",
}


def report(conditions: str, rows: pd.DataFrame, megabytes: pd.DataFrame, stages: pd.DataFrame) -> str:
    """All tables as Markdown."""
    parts = [
        conditions,
        "### Stock Voila divided by ours\n\nMedians of this run; above 1, ours takes less.",
        _ratios(rows, megabytes),
        "### Waiting\n\nMilliseconds since the navigation began: median (lowest to highest).",
        _waits(rows),
        "### What a visit takes\n\nUp to half a second after the answer: medians; CPU is the mean over all visits, "
        "since the system counts it in steps of 10 ms.",
        _costs(rows),
        "### Memory\n\nMegabytes (Pss) of a server with all its processes, each visitor with one answer held.",
        _markdown(
            ["", "server with one visitor", "each further visitor"],
            ([str(name), _number(row["one"]), _number(row["each"])] for name, row in megabytes.iterrows()),
        ),
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


def _of(rows: pd.DataFrame, page: str, visit: str) -> pd.DataFrame:
    return rows[(rows["page"] == page) & (rows["visit"] == visit)]


def _ratios(rows: pd.DataFrame, megabytes: pd.DataFrame) -> str:
    shown = {name: (WAITS | COSTS)[name] for name in ("prose", "drawn", "answered", "requests", "kilobytes")}
    body = []
    for visit in TIMES:
        stock, ours = _of(rows, STOCK, visit), _of(rows, OURS, visit)
        ratios = [stock[name].median() / ours[name].median() for name in shown]
        body.append([f"{visit} visit", *map(_number, ratios), _number(stock["cpu"].mean() / ours["cpu"].mean())])
    each = megabytes.loc[STOCK, "each"] / megabytes.loc[OURS, "each"]
    return (
        _markdown(["", *shown.values(), "server CPU"], body) + f"\n\nMemory of each further visitor: {_number(each)}."
    )


def _waits(rows: pd.DataFrame) -> str:
    body = [
        [f"{page}, {visit} visit", *(_spread(_of(rows, page, visit)[name]) for name in WAITS)]
        for visit in TIMES
        for page in PAGES
    ]
    return _markdown(["", *WAITS.values()], body)


def _costs(rows: pd.DataFrame) -> str:
    body = []
    for visit in TIMES:
        for page in PAGES:
            these = _of(rows, page, visit)
            cells = [_number(these[name].median()) for name in COSTS]
            body.append([f"{page}, {visit} visit", *cells, _number(these["cpu"].mean() * 1000)])
    return _markdown(["", *COSTS.values(), "server CPU, ms"], body)


def _stages(stages: pd.DataFrame) -> str:
    medians = stages.groupby("stage", sort=False).median()
    body = [[stage, *(_number(row[name]) for name in STAGES)] for stage, row in medians.iterrows()]
    return _markdown(["", *STAGES.values()], body)


def _spread(values: pd.Series[float]) -> str:
    if values.isna().all():
        return ""
    return f"{values.median():.0f} ({values.min():.0f} to {values.max():.0f})"


def _number(value: float) -> str:
    """Two digits that mean something, or what is before the point; "not readable" for what could not be read."""
    if math.isnan(value):
        return "not readable"
    return f"{value:.0f}" if value >= 10 or value == int(value) else f"{value:.1f}"


def _markdown(head: list[str], body: Iterable[list[str]]) -> str:
    rule = ["---", *("---:" for _ in head[1:])]
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, rule, *body))
