"""The words that a sheet takes from interface.yaml and from its worksheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from unhurried.worksheet import ListField, Range


@dataclass(frozen=True)
class Wording:
    """`on_page`: the part `exercise` of interface.yaml; `on_paper`: the part `print`; `says`: the worksheet's own."""

    on_page: Mapping[str, Any]
    on_paper: Mapping[str, Any]
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

    def entry(self, item: str, number: int) -> str:
        """The name of an empty entry: "Rung 2"."""
        return str(self.on_paper["entry"]).format(item=item[:1].upper() + item[1:], number=number)
