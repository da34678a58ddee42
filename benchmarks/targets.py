"""What our pages have to reach beside stock Voila, and whether they did, in one run."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from benchmarks.burst import Burst
from benchmarks.memory import Memory
from benchmarks.table import LADDER, OURS, PLAIN, SPACE, STOCK, TIMES, number, of


@dataclass(frozen=True)
class Target:
    """`bound` has to be reached: from above where `least`, else from below. A figure that is no number misses it."""

    what: str
    bound: float
    figure: float
    unit: str
    least: bool = False

    @property
    def met(self) -> bool:
        return self.figure >= self.bound if self.least else self.figure <= self.bound

    @property
    def required(self) -> str:
        return f"at {'least' if self.least else 'most'} {number(self.bound)}{self.unit}"

    @property
    def measured(self) -> str:
        """With a digit more than is required, so that what is missed by little does not read as met."""
        return "not readable" if math.isnan(self.figure) else f"{self.figure:.3g}{self.unit}"


def targets(
    rows: pd.DataFrame, ours: Memory, stock: Memory, our_crowds: Mapping[int, Burst], stock_crowds: Mapping[int, Burst]
) -> list[Target]:
    """Args:
    rows: of all visits (benchmarks/visits.py).
    ours, stock: what visitors cost in memory.
    our_crowds, stock_crowds: what became of so many visitors within a second.
    """
    return [
        *_of_visits(rows),
        Target("memory of each further visitor", 5, ours.each, " MiB"),
        Target("what is left of each, a minute after they went", 0.5, ours.left, " MiB"),
        Target("processes that are left of them", 0, ours.processes, ""),
        Target(
            "20 visitors within a second: stock Voila ÷ ours, answer held, 95th percentile",
            40,
            stock_crowds[20].held.quantile(0.95) / our_crowds[20].held.quantile(0.95),
            " times",
            least=True,
        ),
        Target("200 visitors within a second: not served", 0, len(our_crowds[200].failures), ""),
        Target("… answer held, 95th percentile", 2, our_crowds[200].held.quantile(0.95) / 1000, " s"),
        Target("… server and all its processes with everybody there", 1.5, our_crowds[200].mebibytes[1] / 1024, " GiB"),
    ]


def _of_visits(rows: pd.DataFrame) -> Iterator[Target]:
    for time in TIMES:

        def median(page: str, name: str, time: str = time) -> float:
            return float(of(rows, page, time)[name].median())

        answered = {page: median(page, "answered") for page in (STOCK, OURS, SPACE, LADDER)}
        cpu = median(STOCK, "cpu") / median(OURS, "cpu")
        prose = median(OURS, "prose") / median(PLAIN, "prose")
        yield Target(
            f"{time} visit: stock Voila ÷ ours, answer held", 10, answered[STOCK] / answered[OURS], " times", True
        )
        yield Target(f"{time} visit: stock Voila ÷ ours, server CPU", 30, cpu, " times", True)
        yield Target(f"{time} visit: ours ÷ static page, prose visible", 1.3, prose, " times")
        yield Target(
            f"{time} visit: a space open ÷ none, answer kept ÷ held", 1.5, answered[SPACE] / answered[OURS], " times"
        )
        yield Target(
            f"{time} visit: ladder of a year ÷ new page, both kept", 1.5, answered[LADDER] / answered[SPACE], " times"
        )
