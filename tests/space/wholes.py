"""Whole spaces for property tests: as people could have written them, with every kind of state in any order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from unhurried.space.schema import BESIDE, IN_LINE, SETTLED
from unhurried.space.whole import Entry, Whole

AT = "2026-03-01T09:30:00+01:00"

_text = st.text(max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["\ud83d", "ü", ""]) | _text,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_text, inner, max_size=2),
    max_leaves=4,
)


def entry(**changes: Any) -> Entry:
    usual: dict[str, Any] = {"worksheet": "letter", "question": "words", "value": "x", "version": 1, "kept_at": AT}
    return Entry(**{**usual, "begun_at": AT, "sitting": "tab", "beside": IN_LINE, **changes})


def _moment(minutes: int) -> str:
    return (datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=minutes)).isoformat()


@st.composite
def pasts(draw: st.DrawFn, worksheet: str, question: str) -> list[Entry]:
    """The past of one question: versions that count up, some beside or chosen over, at least one in line."""
    states = []
    for version in range(1, draw(st.integers(1, 4)) + 1):
        begun = draw(st.integers(0, 4))
        states.append(
            Entry(
                worksheet,
                question,
                draw(values),
                version,
                _moment(begun + draw(st.integers(0, 2))),
                _moment(begun),
                draw(st.sampled_from(["s1", "s2", "s3"])),
                draw(st.sampled_from([IN_LINE, IN_LINE, BESIDE, SETTLED])),
            )
        )
    if all(one.beside != IN_LINE for one in states):
        states.append(Entry(worksheet, question, draw(values), 9, _moment(9), _moment(9), "s4", IN_LINE))
    return states


@st.composite
def _wholes(draw: st.DrawFn) -> Whole:
    asked = draw(st.lists(st.sampled_from([("a", "p"), ("a", "q"), ("b", "p")]), unique=True, max_size=3))
    entries = [one for question in sorted(asked) for one in draw(pasts(*question))]
    return Whole(draw(st.sampled_from(["own", "two"])), entries, draw(st.dictionaries(st.sampled_from("xyz"), values)))


wholes = _wholes()
