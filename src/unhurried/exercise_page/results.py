"""What follows from the answers, in the worksheet's words."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from unhurried.exercise_page.open_space import Version
from unhurried.exercises import RESULTS, Entry, Label, Result, Series
from unhurried.worksheet import Choice, Choices, List, Pair, Range, Scale, Show, Switch, Worksheet, in_words

#: A pair of which neither side is answered. A rule can tell from it that there are two sides.
OPEN_PAIR = {"left": None, "right": None}


def results(
    worksheet: Worksheet,
    words: Mapping[str, Any],
    answers: Mapping[str, Any],
    history: Callable[[str], Sequence[Version]],
    today: date,
) -> dict[str, Any]:
    """Every result of a worksheet, by the id of the block that shows it, as docs/protocol.md has it.

    A rule that fails leaves its place empty: it must never stand in the way of keeping words, and what it raised
    could repeat them.

    Args:
        worksheet: what was asked.
        words: the `exercise` part of interface.yaml.
        answers: question id -> value, of the questions that were answered.
        history: question id -> what was answered to it, oldest first, the current answer last.
        today: the reader's own day.
    """
    found: dict[str, Any] = {}
    for show in worksheet.shows:
        with suppress(Exception):
            result = RESULTS[show.result](_read_by(show, worksheet, answers), _entries(show, worksheet, history), today)
            found[show.id] = _Wording(worksheet, show, words).result(result)
    return found


def _read_by(show: Show, worksheet: Worksheet, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as a rule reads them (see `unhurried.exercises.Rule`)."""
    questions = worksheet.questions
    if show.of:
        open_pairs = {name: OPEN_PAIR for name in show.of if isinstance(questions[name], Pair)}
        given = {name: answers[name] for name in show.of if answers.get(name) is not None}
        return {**dict.fromkeys(show.of), **open_pairs, **given}
    return {name: in_words(questions[name], answers[name]) for name in questions if name in answers}


def _entries(show: Show, worksheet: Worksheet, history: Callable[[str], Sequence[Version]]) -> list[Entry]:
    """The history of what a result is of. Earlier states of a list are whole lists, and no result is about them."""
    asked = [name for name in show.of if not isinstance(worksheet.questions[name], List)]
    return [Entry(name, one.value, datetime.fromisoformat(one.at).date()) for name in asked for one in history(name)]


class _Wording:
    """Puts a result into words: the worksheet's own first, then those of interface.yaml."""

    def __init__(self, worksheet: Worksheet, show: Show, words: Mapping[str, Any]) -> None:
        self._questions = worksheet.questions
        self._common: Mapping[str, Any] = words.get("results", {})
        self._says = ChainMap[str, Any](worksheet.says, {"empty": show.empty}, dict(self._common), dict(words))

    def result(self, result: Result) -> dict[str, Any]:
        return {
            "sentence": self._says[result.say].format(**result.facts),
            "head": [self._label(head) if isinstance(head, Label) else self._says[head] for head in result.head],
            "rows": [{"cells": [self._cell(cell) for cell in row]} for row in result.rows],
            "series": [self._line(series) for series in result.series],
        }

    def _cell(self, cell: str | date | Label | None) -> Any:
        match cell:
            case None:
                return self._says["left_open"]
            case date():
                month = self._common["months"][cell.month - 1]
                return self._common["date"].format(day=cell.day, month=month, year=cell.year)
            case Label():
                return self._label(cell)
        return cell

    def _label(self, label: Label) -> str:
        question = self._questions[label.question]
        match question:
            case Pair() if label.part:
                return self._scale(label).question
            case Choice() | Choices() if label.part:  # an option that the course no longer has goes by its id
                return next((one.label for one in question.options if one.id == label.part), label.part)
            case Switch():
                raise TypeError("no result is about a switch")
        return question.question

    def _scale(self, label: Label) -> Range:
        question = self._questions[label.question]
        match question:
            case Pair():
                return {"left": question.left, "right": question.right}[label.part or ""]
            case Scale():
                return question
        raise TypeError("only scales and pairs can be drawn")

    def _line(self, series: Series) -> dict[str, Any]:
        """A line of a chart. Its ends take in numbers from before the course changed its scale."""
        scale = self._scale(series.label)
        ends = [scale.from_, scale.to, *(number for _, number in series.points)]
        points = [{"on": day.isoformat(), "value": number} for day, number in series.points]
        return {"label": self._label(series.label), "from": min(ends), "to": max(ends), "points": points}
