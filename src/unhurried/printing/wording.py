"""The words that a sheet takes from interface.yaml and from its worksheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from unhurried.worksheet import AnswerWording


@dataclass(frozen=True)
class Wording(AnswerWording):
    """`on_paper`: the part `print` of interface.yaml."""

    on_paper: Mapping[str, Any]

    def entry(self, item: str, number: int) -> str:
        """The name of an empty entry: "Rung 2"."""
        return str(self.on_paper["entry"]).format(item=item[:1].upper() + item[1:], number=number)
