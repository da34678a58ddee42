"""Entries as a table: what there is of each worksheet, and on which days. It has no person's words in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import pandas as pd

#: Columns of a table: one row an entry, in the order in which the entries were begun; `id` is the index. `at`: as it
#: was kept, ISO 8601 with the reader's own offset; `day`: the reader's own day, "YYYY-MM-DD".
COLUMNS = ("worksheet", "question", "version", "at", "standing", "day")


class Entry(Protocol):
    """An entry by all that is known of it but its words. `at`: ISO 8601 with the reader's own offset."""

    @property
    def id(self) -> int: ...
    @property
    def worksheet(self) -> str: ...
    @property
    def question(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def at(self) -> str: ...
    @property
    def standing(self) -> str: ...


@dataclass(frozen=True)
class Sheet:
    """What there is of one worksheet: the day of its last entry ("YYYY-MM-DD"), on how many days there is any, and how
    many entries."""

    worksheet: str
    last: str
    days: int
    entries: int


@dataclass(frozen=True)
class Kept:
    """One entry to show. `standing`: now, earlier, beside, not_chosen (`unhurried.space.entries.Standing`)."""

    id: int
    version: int
    at: str
    standing: str


@dataclass(frozen=True)
class Asked:
    """The entries of one question: the newest of them, newest first, and how many `older` ones there are besides."""

    question: str
    newest: tuple[Kept, ...]
    older: int


def table(entries: Iterable[Entry]) -> pd.DataFrame:
    """A table of these entries, with the columns of COLUMNS."""
    rows = [(one.id, one.worksheet, one.question, one.version, one.at, one.standing, one.at[:10]) for one in entries]
    return pd.DataFrame(rows, columns=["id", *COLUMNS]).set_index("id")


def between(kept: pd.DataFrame, since: date | None, until: date | None) -> pd.DataFrame:
    """The entries of these days, both ends among them; None: no end. Days are the reader's own."""
    if since is not None:
        kept = kept[kept["day"] >= since.isoformat()]
    if until is not None:
        kept = kept[kept["day"] <= until.isoformat()]
    return kept


def sheets(kept: pd.DataFrame) -> list[Sheet]:
    """What there is of each worksheet; that of the newest entry first."""
    if kept.empty:
        return []
    grouped = kept.reset_index().groupby("worksheet")
    found = grouped.agg(newest=("id", "max"), last=("day", "last"), days=("day", "nunique"), entries=("id", "size"))
    return [
        Sheet(str(row.Index), str(row.last), int(row.days), int(row.entries))
        for row in found.sort_values("newest", ascending=False).itertuples()
    ]


def questions(kept: pd.DataFrame, worksheet: str, most: int) -> list[Asked]:
    """The questions of a worksheet with at most `most` entries each; those first answered first."""
    of_sheet = kept[kept["worksheet"] == worksheet]
    return [
        Asked(str(question), _newest_first(group, most), max(0, len(group) - most))
        for question, group in of_sheet.groupby("question", sort=False)
    ]


def extents(kept: pd.DataFrame, worksheet: str) -> dict[str, tuple[int, int]]:
    """Question -> the id of its newest entry, and how many entries it has."""
    of_sheet = kept[kept["worksheet"] == worksheet].reset_index()
    found = of_sheet.groupby("question").agg(newest=("id", "max"), total=("id", "size"))
    return {str(row.Index): (int(row.newest), int(row.total)) for row in found.itertuples()}


def older(kept: pd.DataFrame, worksheet: str, question: str, than: int, most: int) -> Asked:
    """At most `most` entries of a question from before the entry with the id `than`."""
    group = of_question(kept, worksheet, question)
    before = group[group.index < than]
    return Asked(question, _newest_first(before, most), max(0, len(before) - most))


def of_question(kept: pd.DataFrame, worksheet: str, question: str) -> pd.DataFrame:
    """The rows of one question."""
    return kept[(kept["worksheet"] == worksheet) & (kept["question"] == question)]


def in_line(kept: pd.DataFrame) -> Sequence[Kept]:
    """What was in use at its time, oldest first: without versions that stand beside, or were not chosen."""
    return _kept(kept[kept["standing"].isin(["now", "earlier"])])


def _newest_first(rows: pd.DataFrame, most: int) -> tuple[Kept, ...]:
    return _kept(rows.iloc[::-1].head(most))


def _kept(rows: pd.DataFrame) -> tuple[Kept, ...]:
    return tuple(Kept(int(row.Index), int(row.version), str(row.at), str(row.standing)) for row in rows.itertuples())
