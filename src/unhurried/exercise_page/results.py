"""What follows from the answers, in the worksheet's words."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from unhurried.exercise_page.open_space import Version
from unhurried.exercises import RESULTS, Entry, Label, Result, Rule, Said, Series
from unhurried.worksheet import (
    Answerable,
    Choice,
    Choices,
    List,
    ListField,
    Pair,
    Range,
    Scale,
    Show,
    Switch,
    Worksheet,
    in_words,
)
from unhurried.worksheet.fields import ScaleField

#: A pair of which neither side is answered. A rule can tell from it that there are two sides.
OPEN_PAIR = {"left": None, "right": None}


def results(
    worksheet: Worksheet,
    words: Mapping[str, Any],
    answers: Mapping[str, Any],
    history: Callable[[str], Sequence[Version]],
    today: date,
    rules: Mapping[str, Rule] = RESULTS,
) -> dict[str, Any]:
    """Every result of a worksheet but those on request, by the id of the block that shows it, as docs/protocol.md has
    it.

    A rule that fails leaves its place empty: it must never stand in the way of keeping words, and what it raised
    could repeat them.

    Args:
        worksheet: what was asked.
        words: the `exercise` part of interface.yaml.
        answers: question id -> value, of the questions that were answered.
        history: question id -> what was answered to it, oldest first, the current answer last.
        today: the reader's own day.
        rules: every rule by its name; those that need something of the course have it.
    """
    shows = [show for show in worksheet.shows if not show.on_request]
    found = {show.id: result_of(show, worksheet, words, answers, history, today, rules) for show in shows}
    return {block: result for block, result in found.items() if result is not None}


def result_of(
    show: Show,
    worksheet: Worksheet,
    words: Mapping[str, Any],
    answers: Mapping[str, Any],
    history: Callable[[str], Sequence[Version]],
    today: date,
    rules: Mapping[str, Rule] = RESULTS,
) -> dict[str, Any] | None:
    """One result, also one that is worked out on request only; None where its rule failed. The arguments are those of
    `results`."""
    with suppress(Exception):
        result = rules[show.result](_read_by(show, worksheet, answers), _entries(show, worksheet, history), today)
        return _Wording(worksheet, show, words).result(result)
    return None


def _read_by(show: Show, worksheet: Worksheet, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as a rule reads them (see `unhurried.exercises.Rule`)."""
    questions = worksheet.questions
    if show.of:
        open_pairs = {name: OPEN_PAIR for name in show.of if isinstance(questions[name], Pair)}
        given = {name: answers[name] for name in show.of if answers.get(name) is not None}
        return {**dict.fromkeys(show.of), **open_pairs, **given}
    return {name: answers[name] for name in questions if name in answers}


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
        facts = {name: self._cell(fact) if isinstance(fact, date) else fact for name, fact in result.facts.items()}
        shown = {
            "sentence": self._says[result.say].format(**facts),
            "head": [self._label(head) if isinstance(head, Label) else self._says[head] for head in result.head],
            "rows": [{"cells": [self._cell(cell) for cell in row]} for row in result.rows],
            "series": [self._line(series) for series in result.series],
        }
        return {**shown, "offers": list(result.offers)} if result.offers else shown

    def _cell(self, cell: str | date | Label | Said | None) -> Any:
        match cell:
            case None:
                return self._says["left_open"]
            case date():
                month = self._common["months"][cell.month - 1]
                return self._common["date"].format(day=cell.day, month=month, year=cell.year)
            case Label():
                return self._label(cell)
            case Said():
                text = str(self._answer(cell) or "").strip()
                return text or self._says["left_open"]
        return cell

    def _answer(self, said: Said) -> Any:
        """An answer in words; 0 is one."""
        asked: Answerable = self._questions[said.question]
        if isinstance(asked, List):
            asked = self._field(asked, said.part)
        words = in_words(asked, said.value)
        return None if words is None else str(words)

    def _field(self, question: List, name: str | None) -> ListField:
        return next(field for field in question.fields if field.id == name)

    def _label(self, label: Label) -> str:
        question = self._questions[label.question]
        match question:
            case Pair() if label.part:
                return self._scale(label).question
            case Choice() | Choices() if label.part:  # an option that the course no longer has goes by its id
                return next((one.label for one in question.options if one.id == label.part), label.part)
            case List() if label.part:
                field = self._field(question, label.part)
                return str(self._says.get(field.id, field.question))
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
            case List():
                field = self._field(question, label.part)
                if isinstance(field, ScaleField):
                    return field
        raise TypeError("only scales and pairs can be drawn")

    def _line(self, series: Series) -> dict[str, Any]:
        """A line of a chart. Its ends take in numbers from before the course changed its scale."""
        scale = self._scale(series.label)
        ends = [scale.from_, scale.to, *(number for _, number in series.points)]
        points = [{"on": day.isoformat(), "value": number} for day, number in series.points]
        name = series.name or self._label(series.label)
        return {"label": name, "from": min(ends), "to": max(ends), "points": points}
