"""How long a check of a help line counts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

#: A number that was rung longer ago is rung again: a national line had been dead for a month when it was noticed.
#: Half a year is our own choice.
FRESH = timedelta(days=180)


def is_stale(verified_on: date | None, today: date) -> bool:
    """Whether somebody checked a line, and it was more than FRESH before `today`. Never checked is another matter."""
    return verified_on is not None and today - verified_on > FRESH


def as_shown(help_lines: dict[str, Any], today: date) -> dict[str, Any]:
    """The help lines as pages show them on a day: each of them, and `anywhere`, with `stale` (true or false)."""

    def with_mark(line: dict[str, Any]) -> dict[str, Any]:
        return {**line, "stale": is_stale(line["verified_on"], today)}

    lines, anywhere = [with_mark(line) for line in help_lines["lines"]], with_mark(help_lines["anywhere"])
    return {**help_lines, "lines": lines, "anywhere": anywhere}
