"""An hour of typing: nothing grows but what was written.

`UNHURRIED_ROUNDS` is how many rounds (6 unless set; `make test-long` takes 50), each as much as five minutes of typing.
"""

from __future__ import annotations

import os
from typing import Any

import psutil
import pytest

ROUNDS = int(os.environ.get("UNHURRIED_ROUNDS", "6"))
#: Messages of one round: the page sends words about every one and a half seconds while somebody types.
MESSAGES = 200
#: Bytes that may be more at the end than after the first rounds: for the allocators' own steps, none for each message.
SLACK = 1.5 * 1024**2


def type_on(line: Any, number: int, say: str) -> None:
    """One round of typing: a text that is changed again and again, and a number."""
    for place in range(MESSAGES):
        seq = number * MESSAGES + place + 1
        if place % 5:
            line.put(
                "stop", f"{seq} " + "some words that somebody thinks over and writes anew. " * (place % 40), seq=seq
            )
        else:
            line.put("room", seq % 11, seq)
        assert seq == line.says(say, "not_kept", "conflict")["seq"]


@pytest.mark.parametrize("space_open", [False, True], ids=["looking", "space"])
def test_memory_stays_flat_while_somebody_types(visitor: Any, family: Any, space_open: bool) -> None:
    """After an hour of writing the machine would be full, and the words of everybody on it at risk."""
    line = visitor.line(visitor.page())
    if space_open:
        made = visitor.post("space/make", {"passphrase": "long afternoon marker by the river"})
        assert 200 == made.status
        line.told("opened")
    (page,) = family.pages
    sizes: list[tuple[int, int]] = []
    for number in range(ROUNDS):
        type_on(line, number, "kept" if space_open else "held")
        sizes.append((_size(page), _size(family.server)))
    first, last = sizes[1], sizes[-1]
    assert last[0] - first[0] <= SLACK, f"page process: {[size for size, _ in sizes]}"
    assert last[1] - first[1] <= SLACK, f"server: {[size for _, size in sizes]}"


def _size(process: psutil.Process) -> int:
    """Bytes. Not only its own: but what it shares with others does not grow by what this one does."""
    size: int = process.memory_info().rss
    return size
