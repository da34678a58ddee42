"""Answers as they were on other days, oldest first. Nothing is said about their direction: there is no up or down
here, and no better or worse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby, zip_longest
from typing import Any

from unhurried.exercises.result import Entry, Label, Result, Series


def over_time(answers: Mapping[str, Any], history: Sequence[Entry], today: date) -> Result:
    """Say the answers of each day back.

    Args:
        answers: for the columns and their order only, scales by None or a number and pairs by `{left, right}`: the
            current answer is the last of its question in `history`.
        history: whole numbers, and pairs `{left, right}` of them; for each question in the order in which they were
            kept. An answer that was left open again has no row.
        today: not looked at.

    Returns:
        `empty`: nothing was answered yet. `over_time`, with the fact `count` (rows); one row for each answer of a
        day, beginning with the day (two answers of one day to one question make two rows), None where a column has
        no answer; one series for each column.
    """
    given = sorted((entry for entry in history if _numbers(entry.value)), key=lambda entry: entry.on)
    labels = [Label(question, side) for question, value in answers.items() for side in _sides(value)]
    days = [(day, list(entries)) for day, entries in groupby(given, key=lambda entry: entry.on)]
    rows = [(day, row) for day, entries in days for row in _rows(entries, labels)]
    if not rows:
        return Result("empty")
    return Result(
        "over_time",
        {"count": len(rows)},
        ("over_time_day", *labels),
        tuple((day, *(None if number is None else str(number) for number in row)) for day, row in rows),
        tuple(_series(label, [(day, row[column]) for day, row in rows]) for column, label in enumerate(labels)),
    )


def _numbers(value: Any) -> dict[str | None, int]:
    """The numbers in an answer: of a pair by side, of a scale under None. What is left open is not there."""
    sides = value if isinstance(value, dict) else {None: value}
    return {side: number for side, number in sides.items() if number is not None}


def _sides(value: Any) -> tuple[str | None, ...]:
    return ("left", "right") if isinstance(value, dict) else (None,)


def _rows(entries: Sequence[Entry], labels: Sequence[Label]) -> Iterator[tuple[int | None, ...]]:
    columns = [
        [_numbers(entry.value).get(label.part) for entry in entries if entry.question == label.question]
        for label in labels
    ]
    return zip_longest(*columns)


def _series(label: Label, column: Sequence[tuple[date, int | None]]) -> Series:
    return Series(label, tuple((day, number) for day, number in column if number is not None))
