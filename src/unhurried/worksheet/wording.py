"""The words in which an answer is told outside the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from unhurried.worksheet.blocks import List
from unhurried.worksheet.fields import DateField, ListField, Range, ScaleField, ShortField
from unhurried.worksheet.values import in_words, is_open


@dataclass(frozen=True)
class AnswerWording:
    """`on_page`: the part `exercise` of interface.yaml; `says`: the worksheet's own words."""

    on_page: Mapping[str, Any]
    says: Mapping[str, str]

    @property
    def left_open(self) -> str:
        return str(self.on_page["left_open"])

    def of_scale(self, scale: Range, picked: int) -> str:
        return str(self.on_page["of_scale"]).format(value=picked, max=scale.to)

    def day(self, day: str) -> str:
        """A day ("2026-11-30") as people write it: "30 November 2026"."""
        year, month, date = (int(part) for part in day.split("-"))
        words = self.on_page["results"]
        return str(words["date"]).format(day=date, month=words["months"][month - 1], year=year)

    def label(self, field: ListField) -> str:
        """The short name of a list's field, where the worksheet has one."""
        return self.says.get(field.id, field.question)

    def line(self, field: ListField, value: Any) -> str | None:
        """An answer to a field of a list, in one line; None: left open."""
        if is_open(value):
            return None
        match field:
            case ScaleField():
                return self.of_scale(field, value)
            case DateField():
                return self.day(value)
        return str(in_words(field, value))

    def entry_of(self, asked: List, item: Mapping[str, Any]) -> tuple[str, list[tuple[str, str]]]:
        """What an entry of a list is called, and `(label, answer)` of its other fields, without those left open."""
        named_by = next((field for field in asked.fields if isinstance(field, ShortField)), asked.fields[0])
        name = self.line(named_by, item.get(named_by.id)) or str(self.on_page["unnamed"])
        others = [field for field in asked.fields if field is not named_by]
        lines = [(self.label(field), self.line(field, item.get(field.id))) for field in others]
        return name, [(label, line) for label, line in lines if line is not None]
